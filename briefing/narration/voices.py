"""Voices are data: one TOML file each, in the project's `voices/` and in the user's own folder, which wins.

title = "espeak-ng, Arabic"     what a list of voices shows
synthesizer = "espeak"          which plug-in speaks
[options]                       what that plug-in is told
credit = "..."                  how listeners are told who reads, in Arabic
recorded = true                 a person speaks: no listener is told of a synthetic voice
auto = 1                        its rank where the voice is "auto": the lowest that works is chosen
[cast.quote]                    what it is told instead when it reads a quote (or `figures`, `narrator`)
[cast.second], [cast.woman]     ... the quotes of a second man, of a woman; `third`, `fourth`, and so with `_woman`
[download]                      where its model is to be had, if it needs one: url, sha256, length_bytes, and what
                                people are told when they fetch it: licence, attribution

A model that is installed and that no voice file names is a voice by its own name.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing import plugins, resources
from briefing.errors import SettingsError, VoiceError
from briefing.model import Role, Voice
from briefing.narration import models

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from briefing.narration.models import Download

AUTO = "auto"
_KEYS = {
    "title": str,
    "synthesizer": str,
    "credit": str,
    "recorded": bool,
    "auto": int,
    "options": dict,
    "cast": dict,
    "download": dict,
}
_NEEDED = ("title", "synthesizer")
_WANTED = {str: "a text", int: "a whole number", bool: "true or false", dict: "a table"}
_OPTION_TYPES = (str, int, float, bool)


class Look(NamedTuple):
    """A voice of the ranking as it was found: `lack` says why it does not read here, None where it does.

    `voice` is missing where its file cannot be read. `expected`: whoever put it there would look for its sound, since
    the file is the user's own, or the model is here.
    """

    name: str
    voice: Voice | None
    lack: str | None
    expected: bool


def user_folder() -> Path:
    """Return where the user keeps voice files of their own."""
    return resources.user_config_folder() / "voices"


def names() -> list[str]:
    """List the names of all voices, sorted; "auto" is one of them by another name."""
    return sorted({*_files(), *_unclaimed_models()} - {AUTO})


def load(name: str) -> Voice:
    """Read the voice called `name`, or the best that works here for "auto".

    Raises SettingsError that lists the known ones, or says what its file lacks.
    """
    if name == AUTO:
        return best()
    file = _files().get(name)
    if file is not None:
        return _read(name, file)
    if name in _unclaimed_models():
        return Voice(name=name, title=f"{name} (Piper)", synthesizer="piper", options={"model": name})
    raise SettingsError(name, "no such voice", f"choose one of: {', '.join(names())}")


def best() -> Voice:
    """Return the voice of the lowest rank that works here, without a network. Raises SettingsError where none does."""
    for voice in usable():
        return voice
    raise SettingsError(AUTO, "no voice works here", "`briefing doctor` says what is missing")


def usable() -> Iterator[Voice]:
    """Yield the voices that have a rank, work here and need no network, the best first."""
    return (look.voice for look in ranking() if look.voice and look.lack is None)


def ranking() -> Iterator[Look]:
    """Look at the voices that have a rank, one after the other, the best first.

    A file whose rank cannot be read comes before all others: it may have been meant for the first.
    """
    files, own = _files(), _files_in(user_folder())
    ranks = {name: rank for name, file in files.items() if (rank := _rank(file)) is not None}
    for name in sorted(ranks, key=lambda name: (ranks[name], name)):
        yield _look(name, files[name], own=name in own)


def download(name: str) -> Download:
    """Return where the model of a voice is to be had. Raises SettingsError where it has none to fetch."""
    load(name)
    found = _files().get(name)
    told = resources.read_toml(found).get("download") if found is not None else None
    if told is None:
        raise SettingsError(name, "has no model to install", "`briefing voices` says what each voice needs")
    return models.Download.of(told, str(found))


def required(model: str, kind: models.Kind, voice: str) -> Path:
    """Return the model that a voice reads with. Raises SettingsError where it names none, VoiceError without it."""
    if not model:
        raise SettingsError(f"voice {voice}", "names no model", 'add model = "..." under [options]')
    found = models.installed(kind).get(model)
    if found is None:
        raise VoiceError(voice, *_absence(model, kind))
    return found


def lacking(model: str, kind: models.Kind) -> str | None:
    """Say in one line that a voice names no model, or one that is not installed, and what is to be done."""
    if not model:
        return 'it names no model: add model = "..." under [options]'
    if not models.is_name(model):
        return f"{model!r} is no name of a model: give that of a file in {models.folder(kind)}, without its ending"
    if model not in models.installed(kind):
        return ": ".join(_absence(model, kind))
    return None


def damaged(model: str, kind: models.Kind) -> str:
    """Say in one line that a model is here and cannot be read with, and what is to be done."""
    return f"its model is damaged; to get it anew: {how_to_get(model, kind)}"


def is_changed(model: str, kind: models.Kind, sha256: str) -> bool:
    """Say whether a model has another digest than each that a voice file pins for it; False where none pins one."""
    pinned = set()
    for file in _files().values():
        with suppress(SettingsError):  # a broken file of the user's is another matter
            told = resources.read_toml(file).get("download") if _model_of(file) == model else None
            download = models.Download.of(told, str(file)) if told is not None else None
            if download is not None and download.sha256 and download.kind is kind:
                pinned.add(download.sha256)
    return bool(pinned) and sha256 not in pinned


def that_fetches(model: str) -> str | None:
    """Return the voice whose file says where a model is to be had, the first of several; None where none does."""
    for name, file in sorted(_files().items()):
        with suppress(SettingsError):  # a broken file of the user's is another matter
            if _model_of(file) == model and "download" in resources.read_toml(file):
                return name
    return None


def how_to_get(model: str, kind: models.Kind) -> str:
    """Say how a model is to be had: by the command of a voice that fetches it, else by a file where models are."""
    name = that_fetches(model)
    return f"briefing voices install {name}" if name else f"put {model}{kind.suffix} into {models.folder(kind)}"


def unusable_because(voice: Voice) -> str | None:
    """Say in one line why a voice does not work here and how to get it, or None where it works.

    Raises SettingsError where its file tells an option that cannot be.
    """
    return plugins.synthesizer(voice.synthesizer).unusable_because(voice)


def parse(name: str, content: Mapping[str, Any], where: str) -> Voice:
    """Make a voice of what its file says. Raises SettingsError that names the file and the key that is off."""
    for key, value in content.items():
        if key not in _KEYS:
            raise SettingsError(where, f"unknown key {key!r}", f"choose one of: {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise SettingsError(where, f"{key} is {value!r}", f"give {_WANTED[_KEYS[key]]}")
    for key in _NEEDED:
        if not content.get(key):
            raise SettingsError(where, f"{key} is missing", f'add {key} = "..."')
    cast = {
        _role(part, where): _options(told, f"{where}: [cast.{part}]") for part, told in content.get("cast", {}).items()
    }
    return Voice(
        name=name,
        title=content["title"],
        synthesizer=content["synthesizer"],
        options=_options(content.get("options", {}), f"{where}: [options]"),
        cast=cast,
        credit=content.get("credit", ""),
        recorded=content.get("recorded", False),
    )


def check(
    voice: Voice, defaults: Mapping[str, object], limits: Mapping[str, tuple[float, float]] | None = None
) -> None:
    """Check the options of a whole cast. Raises SettingsError as `options_for` does."""
    options_for(voice, None, defaults)
    for role in Role:
        options_for(voice, role, defaults, limits)


def options_for(
    voice: Voice,
    role: Role | None,
    defaults: Mapping[str, object],
    limits: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, object]:
    """Merge `defaults`, the voice's options and what it says of a role.

    Raises SettingsError where an option is not among the defaults, is not of the type of its default, or is a number
    beyond its `limits`, which are the least and the most that it may be.
    """
    told: dict[str, object] = dict(voice.options)
    casts = voice.cast if role is None else {role: voice.cast.get(role, {})}
    for part, options in casts.items():
        _check(options, defaults, f"voice {voice.name}: [cast.{part}]")
    _check(told, defaults, f"voice {voice.name}: [options]")
    merged: dict[str, Any] = {**defaults, **told, **(voice.cast.get(role, {}) if role else {})}
    for key, (low, high) in (limits or {}).items():
        if not low <= merged[key] <= high:
            raise SettingsError(f"voice {voice.name}", f"{key} is {merged[key]}", f"give {low:.10g} to {high:.10g}")
    return merged


def _check(told: Mapping[str, object], defaults: Mapping[str, object], where: str) -> None:
    for key, value in told.items():
        if key not in defaults:
            raise SettingsError(where, f"unknown option {key!r}", f"choose one of: {', '.join(sorted(defaults))}")
        expected = type(defaults[key])
        if type(value) is not expected and not (expected is float and type(value) is int):
            raise SettingsError(where, f"{key} is {value!r}", f"give a value like {defaults[key]!r}")


def _files() -> dict[str, Traversable]:
    return {**_files_in(resources.voices_folder()), **_files_in(user_folder())}


def _files_in(folder: Traversable) -> dict[str, Traversable]:
    if not folder.is_dir():
        return {}
    # What begins with a dot is an editor's or a system's, not a voice.
    files = (file for file in folder.iterdir() if file.name.endswith(".toml") and not file.name.startswith("."))
    return {file.name.removesuffix(".toml"): file for file in files}


def _read(name: str, file: Traversable) -> Voice:
    if name == AUTO:
        raise SettingsError(str(file), "auto is the best of all voices", "give the file another name")
    return parse(name, resources.read_toml(file), str(file))


def _look(name: str, file: Traversable, *, own: bool) -> Look:
    try:
        voice = _read(name, file)
        return Look(name, voice, _lack(voice), expected=own or _has_model(voice, file))
    except SettingsError as error:
        return Look(name, None, str(error), expected=own)


def _rank(file: Traversable) -> int | None:
    """Return the rank that a file gives its voice, None where it gives none; where it cannot be read, the best."""
    try:
        rank = resources.read_toml(file).get("auto")
    except SettingsError:
        return -sys.maxsize
    return rank if rank is None or isinstance(rank, int) else -sys.maxsize


def _lack(voice: Voice) -> str | None:
    if plugins.synthesizer(voice.synthesizer).network:
        return f"it sends the text to a server, which is done only with --voice {voice.name}"
    return unusable_because(voice)


def _has_model(voice: Voice, file: Traversable) -> bool:
    """Say whether anything stands where the model belongs."""
    told = resources.read_toml(file).get("download")
    return told is not None and models.is_taken(
        str(voice.options.get("model", "")), models.Download.of(told, str(file)).kind
    )


def _absence(model: str, kind: models.Kind) -> tuple[str, str]:
    """Say why a model is not there, and what is to be done."""
    in_the_way = models.obstacle(model, kind)
    if in_the_way is not None:
        return f"{in_the_way} is a folder, where its model belongs", f"move it away, then {how_to_get(model, kind)}"
    return f"the model {model} is not installed", how_to_get(model, kind)


def _model_of(file: Traversable) -> object:
    """Return the model that a voice file names. Raises SettingsError where it is no TOML."""
    options = resources.read_toml(file).get("options")
    return options.get("model") if isinstance(options, dict) else None


def _unclaimed_models() -> set[str]:
    """Return the installed models that no voice file names; a file that is off is told when it is chosen."""
    installed = set(models.installed(models.Kind.PIPER))
    claimed: set[object] = set()
    for file in _files().values() if installed else ():
        with suppress(SettingsError):
            claimed.add(_model_of(file))
    return installed - claimed


def _role(part: str, where: str) -> Role:
    try:
        return Role(part)
    except ValueError as error:
        raise SettingsError(where, f"[cast.{part}] is no role", f"choose one of: {', '.join(Role)}") from error


def _options(told: object, where: str) -> dict[str, object]:
    if not isinstance(told, dict):
        raise SettingsError(where, f"is {told!r}", "make it a table of options")
    for key, value in told.items():
        parts = value.values() if isinstance(value, dict) else (value,)
        if not all(isinstance(part, _OPTION_TYPES) for part in parts):
            raise SettingsError(where, f"{key} is {value!r}", "give a text, a number, true, false, or a table of these")
    return dict(told)
