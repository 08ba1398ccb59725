"""Models of neural voices in the user's data folder: what is installed, and how one gets there whole.

A model is two files, `NAME.onnx` and its settings `NAME.onnx.json`. A download goes to a file beside its place, goes on
where an earlier one stopped, is checked against the SHA-256 that the voice file names, and is renamed at the end: a
model that is there is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing import files, resources
from briefing.errors import InputError, NetworkError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import requests

    # what is there, and what will be, in bytes
    Progress = Callable[[int, int], None]

_SUFFIX = ".onnx"
_LOCK_FILE = ".lock"
_SETTINGS = ".json"
_UNFINISHED = ".part"
_BLOCK_BYTES = 256 * 1024
_TIMEOUT_S = (5, 30)
_ATTEMPTS = 4
_PARTIAL, _OUT_OF_RANGE, _BAD = 206, 416, 400
_LARGEST_SETTINGS_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """Where a model is to be had, and how to know that it arrived whole."""

    url: str
    sha256: str
    length_bytes: int

    @classmethod
    def of(cls, told: Mapping[str, Any], where: str) -> Download:
        """Read the table `[download]` of a voice file. Raises SettingsError."""
        try:
            found = cls(**told)
        except TypeError as error:
            raise SettingsError(where, "[download] is off", "give url, sha256 and length_bytes") from error
        return found


def folder() -> Path:
    """Return where models are."""
    return resources.user_data_folder() / "piper"


def installed() -> dict[str, Path]:
    """Return each model that is installed with its settings, by its name."""
    found = sorted(folder().glob(f"*{_SUFFIX}"))
    return {path.name.removesuffix(_SUFFIX): path for path in found if _settings_of(path).is_file()}


def install(name: str, download: Download, progress: Progress) -> Path:
    """Fetch a model, and return where it is. What an earlier run fetched is kept and gone on from.

    Raises NetworkError where the server fails or sends something else, OutputError where the disk does.
    """
    with _workplace() as place:
        model = place / f"{name}{_SUFFIX}"
        part = model.with_name(model.name + _UNFINISHED)
        _fetch(download, part, progress)
        _check(part, download)
        settings = _fetch_settings(download.url + _SETTINGS)
        return _put(part, settings, model)


def install_from(name: str, download: Download, source: Path) -> Path:
    """Install a model from a file that was carried here, its settings beside it.

    Raises InputError where the file is not there or not the model, OutputError where the disk fails.
    """
    settings = _settings_of(source)
    for path in (source, settings):
        if not path.is_file():
            raise InputError(str(path), "no such file", f"put {source.name} and {settings.name} into one folder")
    with _workplace() as place:
        model = place / f"{name}{_SUFFIX}"
        part = model.with_name(f"{model.name}.{os.getpid()}{_UNFINISHED}")
        try:
            shutil.copyfile(source, part)
            if _sha256(part) != download.sha256:
                raise InputError(str(source), f"is not the model {name}", "copy it again from where it came")
            return _put(part, _settings(settings.read_bytes(), str(settings)), model)
        finally:
            part.unlink(missing_ok=True)


def _settings_of(model: Path) -> Path:
    return model.with_name(model.name + _SETTINGS)


@contextmanager
def _workplace() -> Iterator[Path]:
    """Give the folder of models; no other run installs at the same time."""
    place = folder()
    with files.writing(place):
        place.mkdir(parents=True, exist_ok=True)
        with files.locked(place / _LOCK_FILE):
            yield place


def _put(part: Path, settings: bytes, model: Path) -> Path:
    files.write_bytes(_settings_of(model), settings)
    return part.replace(model)


def _fetch(download: Download, part: Path, progress: Progress) -> None:
    """Fill `part` up to its length; each attempt goes on where the one before stopped."""
    import requests

    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _fetch_rest(download, part, progress)
        except requests.exceptions.SSLError as error:
            raise _refusal(download.url, "its certificate is not to be trusted") from error
        except (requests.RequestException, TimeoutError) as error:
            if attempt == _ATTEMPTS:
                raise _refusal(download.url, "broke off, or cannot be reached") from error
        if part.is_file() and part.stat().st_size >= download.length_bytes:
            return
    raise _refusal(download.url, "sends less than the whole model")


def _fetch_rest(download: Download, part: Path, progress: Progress) -> None:
    import requests

    there = part.stat().st_size if part.is_file() else 0
    if there >= download.length_bytes:
        return
    asked = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
    with requests.get(download.url, headers=asked, stream=True, timeout=_TIMEOUT_S) as reply:
        if reply.status_code == _OUT_OF_RANGE:
            part.unlink()
            return
        _expect(reply)
        if reply.status_code != _PARTIAL:
            there = 0
        with part.open("ab" if there else "wb") as file:
            for block in reply.iter_content(_BLOCK_BYTES):
                file.write(block)
                there += len(block)
                progress(there, download.length_bytes)
                if there > download.length_bytes:
                    return


def _check(part: Path, download: Download) -> None:
    if _sha256(part) != download.sha256:
        part.unlink()
        raise _refusal(download.url, "sends something else than the model")


def _fetch_settings(url: str) -> bytes:
    import requests

    try:
        with requests.get(url, stream=True, timeout=_TIMEOUT_S) as reply:
            _expect(reply)
            content = next(reply.iter_content(_LARGEST_SETTINGS_BYTES), b"")
    except requests.RequestException as error:
        raise _refusal(url, "broke off, or cannot be reached") from error
    return _settings(content, url)


def _settings(content: bytes, where: str) -> bytes:
    """Return the settings as they are, after a look at what every use of a model needs."""
    try:
        told = json.loads(content)
        known = all(key in told for key in ("audio", "phoneme_id_map", "num_symbols"))
    except (ValueError, TypeError):
        known = False
    if not known:
        raise InputError(where, "is no settings file of a Piper model", "fetch it again from where the model came")
    return content


def _expect(reply: requests.Response) -> None:
    if reply.status_code >= _BAD:
        raise _refusal(reply.url, f"answers {reply.status_code} ({reply.reason})")


def _refusal(url: str, what: str) -> NetworkError:
    return NetworkError(url, what, "run the command again, or carry the file here and use --from FILE")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
