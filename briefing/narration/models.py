"""Models of voices in the user's data folder: what is installed, and how one gets there whole.

A Piper model is two files, `NAME.onnx` and its settings `NAME.onnx.json`; an HTS voice is one, `NAME.htsvoice`. A
download goes to a file beside its place, goes on where an earlier one stopped, is checked against the SHA-256 that the
voice file names, and is renamed at the end: a model that is there is whole.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from briefing import files, resources
from briefing.errors import OutputError, SettingsError
from briefing.narration import fetch, onnx
from briefing.narration.fetch import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from briefing.narration.fetch import Progress

_LOCK_FILE = ".{}.lock"  # one for each model: whoever waits for it waits for that model
_SETTINGS = ".json"
_HTS_HEAD = b"[GLOBAL]"
_UNFINISHED = ".part"
_log = logging.getLogger(__name__)


class Kind(StrEnum):
    """Whose models they are: also the name of their folder."""

    PIPER = "piper"
    HTS = "hts"

    @property
    def suffix(self) -> str:
        """How the name of a model's file ends."""
        return _SUFFIXES[self]


_SUFFIXES = {Kind.PIPER: ".onnx", Kind.HTS: ".htsvoice"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """Where a model is to be had, how to know that it arrived whole, and what its makers ask for.

    Without `sha256` and `length_bytes` it is fetched by nobody but the user: what comes could be anything.
    """

    url: str
    sha256: str = ""
    length_bytes: int = 0
    licence: str = ""
    attribution: str = ""
    settings_url: str = ""  # of a Piper model's settings, where it is not that of the model with .json behind it
    settings_sha256: str = ""  # of them, where they are pinned too

    @classmethod
    def of(cls, told: Mapping[str, Any], where: str) -> Download:
        """Read the table `[download]` of a voice file. Raises SettingsError."""
        keys = ", ".join(cls.__slots__)
        try:
            found = cls(**told)
        except TypeError as error:
            remedy = f"give url; known are {keys}"
            raise SettingsError(where, "[download] is off", remedy) from error
        for key in cls.__slots__:
            if not isinstance(getattr(found, key), int if key == "length_bytes" else str):
                raise SettingsError(where, f"[download] {key} is {getattr(found, key)!r}", f"known are {keys}")
        for key, fits, remedy in _FORMS:
            value = getattr(found, key)
            if (value or key == "url") and not fits(value):
                raise SettingsError(where, f"[download] {key} is {value!r}", f"give {remedy}")
        return found

    @property
    def is_pinned(self) -> bool:
        """Whether what is fetched can be known for the model."""
        return bool(self.sha256 and self.length_bytes)

    @property
    def settings_at(self) -> str:
        """Where the settings of a Piper model are to be had."""
        return self.settings_url or self.url + _SETTINGS

    @property
    def kind(self) -> Kind:
        """Whose model it is: the end of the address says so."""
        suffix = PurePosixPath(urlsplit(self.url).path).suffix
        return next(kind for kind in Kind if kind.suffix == suffix)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _ends_like_a_model(url: str) -> bool:
    return PurePosixPath(urlsplit(url).path).suffix in _SUFFIXES.values()


_SUM = re.compile("[0-9a-f]{64}").fullmatch
# What a table may say, beyond its type: the key, what looks at its value, and what it should be.
_FORMS: tuple[tuple[str, Callable[[Any], object], str], ...] = (
    ("url", _is_address, "an address that begins with https://"),
    ("url", _ends_like_a_model, f"one that ends in {' or '.join(_SUFFIXES.values())}"),
    ("settings_url", _is_address, "an address that begins with https://"),
    ("sha256", _SUM, "64 digits and letters a to f"),
    ("settings_sha256", _SUM, "64 digits and letters a to f"),
    ("length_bytes", range(sys.maxsize).__contains__, "how long the file is, in bytes"),
)


def folder(kind: Kind = Kind.PIPER) -> Path:
    """Return where models are."""
    return resources.user_data_folder() / kind


def is_made_as_one(model: Path, kind: Kind) -> bool:
    """Say whether a file can be a model: little is read of it, so that what is in it may still be off."""
    with model.open("rb") as file:
        if kind is Kind.PIPER:
            return onnx.is_whole(file)
        return file.read(len(_HTS_HEAD)) == _HTS_HEAD


def is_name(name: str) -> bool:
    """Say whether a model can be called so: it is a file in the folder of models, and in no other."""
    return PurePosixPath(name).name == name and PureWindowsPath(name).name == name and name.isprintable()


def installed(kind: Kind = Kind.PIPER) -> dict[str, Path]:
    """Return each model that is installed, with its settings where it has some, by its name."""
    found = sorted(folder(kind).glob(f"*{kind.suffix}"))
    return {path.name.removesuffix(kind.suffix): path for path in found if _is_complete(path, kind)}


def obstacle(name: str, kind: Kind) -> Path | None:
    """Return the folder that stands where a file of a model belongs, so that none can; None where there is none."""
    model = folder(kind) / f"{name}{kind.suffix}"
    with suppress(OSError):  # a name that no file can have
        return next((path for path in (model, *_beside(model, kind)) if path.is_dir()), None)
    return None


def is_taken(name: str, kind: Kind) -> bool:
    """Say whether something stands where a model belongs: the model, whole or damaged, or what is in its way."""
    return name in installed(kind) or obstacle(name, kind) is not None


def install(name: str, download: Download, progress: Progress, patience: Patience | None = None) -> Path:
    """Fetch a model, and return where it is. What an earlier run fetched is kept and gone on from.

    Where another run installs it, this one says so and waits. Raises NetworkError where the server fails or sends
    something else, OutputError where the disk does, SettingsError where nothing says how to know the model.
    """
    _require_pinned(download)
    with alone(name, download.kind) as place:
        return install_into(place, name, download, progress, patience or Patience())


def install_into(place: Path, name: str, download: Download, progress: Progress, patience: Patience) -> Path:
    """Install a model as `install` does, for whoever is `alone` in the place already."""
    _require_pinned(download)
    model = place / f"{name}{download.kind.suffix}"
    with files.writing(place):
        if _is_complete(model, download.kind) and files.sha256_of(model) == download.sha256:  # another run was quicker
            return model
        part = model.with_name(model.name + _UNFINISHED)
        fetch.fill(download.url, part, download.length_bytes, progress, patience)
        _check(part, download)
        settings = None
        if download.kind is Kind.PIPER:
            settings = fetch.page(download.settings_at, patience)
            fault = _fault_of(settings, download)
            if fault:
                raise fetch.refusal(download.settings_at, f"sends what {fault}")
        return _put(part, settings, model)


@contextmanager
def alone(name: str, kind: Kind, within_s: float | None = None) -> Iterator[Path]:
    """Give the folder that a model of this name belongs into; no other run installs that at the same time.

    Without `within_s` another run is waited for, which is said; else raises BusyError where that takes longer.
    """
    if not is_name(name):
        raise SettingsError(name, "is no name of a model", f"give that of a file in {folder(kind)}, without its ending")
    place = folder(kind)
    with files.writing(place):
        place.mkdir(parents=True, exist_ok=True)
        waiting = partial(_tell_waiting, name) if within_s is None else _say_nothing
        with files.locked(place / _LOCK_FILE.format(name), within_s=within_s, waiting=waiting):
            in_the_way = obstacle(name, kind)
            if in_the_way is not None:
                raise OutputError(str(in_the_way), "is a folder, where the model belongs", "move it away")
            _sweep(place, f"{name}{kind.suffix}")
            yield place


def _sweep(place: Path, model: str) -> None:
    """Remove what installs of this model by hand left when they were killed: who lives, and writes one, has the lock.

    What a download left is gone on from.
    """
    stale = re.compile(rf"{re.escape(model)}\.\d+{re.escape(_UNFINISHED)}")
    for path in [path for path in place.iterdir() if stale.fullmatch(path.name)]:
        with suppress(OSError):  # somebody else's, say: it is in nobody's way
            path.unlink()


def _tell_waiting(name: str) -> None:
    _log.warning("another run is installing the model %s; this one waits for its end", name)


def _say_nothing() -> None:
    pass


def _require_pinned(download: Download) -> None:
    if not download.is_pinned:
        what = "is not fetched: what should come is not known to this program"
        remedy = f"fetch it yourself, and {download.settings_at}, and use --from FILE"
        raise SettingsError(download.url, what, remedy)


def install_from(name: str, download: Download, source: Path) -> Path:
    """Install a model from a file that was carried here; a Piper model has its settings beside it.

    Raises SettingsError where the file is not there or not the model, OutputError where the disk fails.
    """
    beside = (_settings_beside(source, download),) if download.kind is Kind.PIPER else ()
    for path in (source, *beside):
        if not path.is_file():
            told = " and ".join(part.name for part in (source, *beside))
            what = "is no file" if path.exists() else "no such file"
            raise SettingsError(str(path), what, f"put {told} into one folder" if beside else "name the file")
    with alone(name, download.kind) as place:
        model = place / f"{name}{download.kind.suffix}"
        part = model.with_name(f"{model.name}.{os.getpid()}{_UNFINISHED}")
        try:
            # What shutil.copyfile says of a full disk names the file that is read.
            with source.open("rb") as carried, part.open("wb") as sink:
                shutil.copyfileobj(carried, sink)
            fault = _fault_of_model(part, name, download)
            if fault:
                raise SettingsError(str(source), fault, "copy it again from where it came")
            settings = [path.read_bytes() for path in beside]
            for path, content in zip(beside, settings, strict=True):
                fault = _fault_of(content, download)
                if fault:
                    raise SettingsError(str(path), fault, "copy it again from where the model came")
            return _put(part, settings[0] if settings else None, model)
        finally:
            part.unlink(missing_ok=True)


def _is_complete(model: Path, kind: Kind) -> bool:
    return all(path.is_file() for path in (model, *_beside(model, kind)))


def _beside(model: Path, kind: Kind) -> tuple[Path, ...]:
    """Return what else a model needs."""
    return (_settings_of(model),) if kind is Kind.PIPER else ()


def _settings_of(model: Path) -> Path:
    return model.with_name(model.name + _SETTINGS)


def _settings_beside(source: Path, download: Download) -> Path:
    """Return the settings that were carried with a model, by our name or that of where they are to be had."""
    ours, theirs = _settings_of(source), source.with_name(PurePosixPath(urlsplit(download.settings_at).path).name)
    return theirs if theirs.is_file() and not ours.is_file() else ours


def _put(part: Path, settings: bytes | None, model: Path) -> Path:
    if settings is not None:
        files.write_bytes(_settings_of(model), settings)
    return part.replace(model)


def _check(part: Path, download: Download) -> None:
    if files.sha256_of(part) != download.sha256:
        part.unlink()
        raise fetch.refusal(download.url)


def _fault_of_model(part: Path, name: str, download: Download) -> str | None:
    """Say why a file cannot be the model, and whether it is a part of one, as a copy that broke off is.

    One that is not pinned has at least to be made as one: a page that was kept in its place is not.
    """
    length = part.stat().st_size
    if download.length_bytes and length < download.length_bytes:
        return f"is not the model {name}: it has {length:,} of {download.length_bytes:,} bytes"
    if download.sha256:
        return None if files.sha256_of(part) == download.sha256 else f"is not the model {name}"
    return None if is_made_as_one(part, download.kind) else f"is no model {name}, or not all of it"


def _fault_of(settings: bytes, download: Download) -> str | None:
    """Say why the settings cannot be those of the model, after a look at what every use of one needs."""
    try:
        told = json.loads(settings)
        known = all(key in told for key in ("audio", "phoneme_id_map", "num_symbols"))
    except (ValueError, TypeError, RecursionError):
        known = False
    if not known:
        return "is no settings file of a Piper model"
    if download.settings_sha256 and hashlib.sha256(settings).hexdigest() != download.settings_sha256:
        return "is not the settings file of this model"
    return None
