"""What the user chose: `briefing.toml` in the working folder, then the command's own options, which win."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from briefing.errors import SettingsError
from briefing.resources import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS_FILE = "briefing.toml"
ENDINGS = ("full", "pausal", "everyday")
LOUDNESS_RANGE_LUFS = (-36, -10)
BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """The podcast as its feed names it; what is empty falls back to the words of `data/ar/show.toml`."""

    title: str = ""
    author: str = ""
    description: str = ""
    category: str = "News"
    base_url: str = "http://localhost:8000/"
    image: str = ""
    owner_email: str = ""
    guid: str = ""  # podcast:guid, for a feed that has moved; empty: it follows from base_url
    page_size: int = 250  # episodes a page of the feed, 0: all on one


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every choice that changes what comes out."""

    voice: str = "espeak"
    diacritizer: str = "ensemble"
    length: str = "standard"
    endings: str = "pausal"  # which word endings are said
    loudness_lufs: float = -16.0
    bitrate_kbps: int = 64
    chime: bool = True  # the soft sound between chapters
    readings: str = ""  # your own file of numbers and names; empty: verbalize.toml in your configuration folder
    also: tuple[str, ...] = ()  # forms that are made only when they are asked for: "epub", "m4a", "opus"
    show: Show = field(default_factory=Show)

    def __post_init__(self) -> None:
        """Refuse a loudness that is none, and a bit rate that MP3 does not have, before anything is spoken."""
        if self.endings not in ENDINGS:
            raise SettingsError(
                "endings", f"{self.endings!r} is no way to end words", f"choose one of: {', '.join(ENDINGS)}"
            )
        low, high = LOUDNESS_RANGE_LUFS
        if not low <= self.loudness_lufs <= high:
            raise SettingsError(
                "loudness_lufs", f"{self.loudness_lufs:g} LUFS is no loudness", f"give {low} to {high}, such as -16"
            )
        if self.bitrate_kbps not in BITRATES_KBPS:
            known = ", ".join(map(str, BITRATES_KBPS))
            raise SettingsError("bitrate_kbps", f"MP3 has no {self.bitrate_kbps} kbit/s", f"choose one of: {known}")

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read `briefing.toml` from `path` or the working folder; without one, the defaults stand."""
        chosen = path or Path(SETTINGS_FILE)
        if path is None and not chosen.is_file():
            return cls()
        settings = cls.of(read_toml(chosen), str(chosen))
        # A file that is named in another folder names its own neighbours.
        return replace(settings, readings=str(chosen.parent / settings.readings)) if settings.readings else settings

    @classmethod
    def of(cls, values: Mapping[str, Any], where: str) -> Self:
        """Build from a mapping. Raises SettingsError that names the unknown key or the wrong type."""
        about = values.get("show", {})
        if not isinstance(about, dict):
            raise SettingsError(where, f"show is {about!r}", "write a [show] table")
        show = _fill(Show(), about, f"{where}: [show]")
        rest = {key: value for key, value in values.items() if key != "show"}
        return replace(_fill(cls(), rest, where), show=show)

    def choosing(self, options: Mapping[str, object]) -> Self:
        """Return the settings with a command's options laid over them; an option that is None was not given."""
        return _fill(self, {name: value for name, value in options.items() if value is not None}, "options")


def _fill(defaults: _T, values: Mapping[str, Any], where: str) -> _T:
    known = {name: getattr(defaults, name) for name in getattr(defaults, "__slots__", ())}
    given = {}
    for key, value in values.items():
        if key not in known:
            raise SettingsError(where, f"unknown setting {key!r}", f"choose one of: {', '.join(sorted(known))}")
        given[key] = _typed(known[key], value)
        if given[key] is None:
            raise SettingsError(where, f"{key} is {value!r}", f"give a value like {known[key]!r}")
    return replace(defaults, **given)  # type: ignore[type-var]


def _typed(example: object, value: object) -> object:
    """Return `value` as the type of `example`, or None where it is of another."""
    if isinstance(example, tuple):
        fits = isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
        return tuple(value) if fits else None  # type: ignore[arg-type]
    if isinstance(example, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if type(value) is type(example) else None
