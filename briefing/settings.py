"""What the user chose: `briefing.toml` in the working folder, then the command's own options, which win.

A value that cannot be is refused when it is read, with the name of the file that was read; `refusal` says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from briefing.arabic import strip_marks
from briefing.errors import SettingsError
from briefing.places import name_of, place, seen_from
from briefing.resources import data, read_table, read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

SETTINGS_FILE = "briefing.toml"
CORRECTIONS_FILE = "corrections.toml"
ENDINGS = ("full", "pausal", "everyday")
LOUDNESS_RANGE_LUFS = (-36, -10)
BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_EMAIL = re.compile(r"[^@\s<>\"&]+@[^@\s<>\"&]+\.[^@\s<>\"&.]+")
_PICTURES = (".jpg", ".jpeg", ".png")
_WEB = ("http", "https")
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?|[0-9a-f:.]*:[0-9a-f:.]*")
_HIGHEST_PORT = 65_535
_WORD = re.compile(r"[^\W_]+(?:[\u064b-\u0652]+[^\W_]*)*")
_BRACES = re.compile(r"\{[^{}]*\}?|\}")
TITLE_WORDS = range(2, 5)  # of a chapter
_TABLES = ("show", "wording", "sounds")
_T = TypeVar("_T")
_Chosen = TypeVar("_Chosen", bound="Settings")


class Refusal(NamedTuple):
    """Why a setting cannot have a value, and what to do."""

    what: str
    remedy: str


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
    tell_corrections: bool = False  # whether feed, page and sound say that an article was corrected, and when
    require_approval: bool = False  # whether feed and destination get only what an editor has approved
    say_synthetic: bool = True  # whether the opening says that no person reads; page, feed and tags say it always

    def __post_init__(self) -> None:
        """Refuse what no feed can have. Raises SettingsError."""
        _require(self, "[show] ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the newsreader says around the story and what chapters are called; what is empty is said as we say it.

    {show}, {publication} and {date} stand for what is known of the article in `opening` and `closing`, {show}, {title}
    and {date} for a bulletin's in `bulletin_opening` and `bulletin_closing`, {date} in `corrected` for the day of the
    correction, {speaker} for who is quoted and {pollster} for who asked. `synthetic` and `bulletin_synthetic` say that
    no person reads, in whatever words.
    """

    opening: str = ""
    corrected: str = ""
    synthetic: str = ""
    closing: str = ""
    says_masculine: str = ""
    says_feminine: str = ""
    says_unknown: str = ""
    lead: str = ""
    matter: str = ""
    news: str = ""
    background: str = ""
    quote: str = ""
    poll: str = ""
    poll_of: str = ""
    study: str = ""
    study_of: str = ""
    closing_title: str = ""
    bulletin_opening: str = ""
    bulletin_synthetic: str = ""
    bulletin_closing: str = ""

    def __post_init__(self) -> None:
        """Refuse a name in braces that nothing fills. Raises SettingsError."""
        _require(self, "[wording] ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounds:
    """The house's own sounds, files of any format that ffmpeg reads: before the first word, after the last, between."""

    intro: str = ""
    outro: str = ""
    sting: str = ""  # in the place of the chime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which articles a show takes: those that meet each list that is given, by any one of it; without any list, all."""

    sources: tuple[str, ...] = ()  # where they come from: an address or a path or a part of one, a publication's name
    sections: tuple[str, ...] = ()  # where their source puts them
    words: tuple[str, ...] = ()  # words or phrases in them


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShow:
    """A show beside the first: its output folder, what it takes, and its settings; `where` they were read."""

    output: str
    rule: Rule
    settings: Settings
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every choice that changes what comes out."""

    voice: str = "auto"  # the best that works here
    diacritizer: str = "ensemble"
    length: str = "standard"
    endings: str = "pausal"  # which word endings are said
    loudness_lufs: float = -16.0
    bitrate_kbps: int = 64
    chime: bool = True  # the soft sound between chapters
    readings: str = ""  # your own file of numbers and names; empty: verbalize.toml in your configuration folder
    corrections: str = ""  # the file of what editors decided; empty: corrections.toml beside this file
    also: tuple[str, ...] = ()  # forms that are made only when they are asked for: "epub", "m4a", "opus"
    show: Show = field(default_factory=Show)
    wording: Wording = field(default_factory=Wording)
    sounds: Sounds = field(default_factory=Sounds)
    shows: tuple[OwnShow, ...] = ()
    default_show: bool = True  # whether what no show of `shows` takes is told in the first one
    source: str = field(default="", compare=False, repr=False)  # the file that was read, for what is told of it

    def __post_init__(self) -> None:
        """Refuse what no programme can have. Raises SettingsError."""
        _require(self, "")

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read `briefing.toml` from `path` or the working folder; without one, the defaults stand."""
        chosen = path or Path(SETTINGS_FILE)
        if path is None and not chosen.is_file():
            return cls()
        return _beside(cls.of(read_toml(chosen), str(chosen)), chosen.parent)

    @classmethod
    def of(cls, values: Mapping[str, Any], where: str) -> Self:
        """Build from a mapping. Raises SettingsError that names the unknown key, the wrong type or the wrong value."""
        first = _filled(cls(), {key: value for key, value in values.items() if key != "shows"}, where)
        given = values.get("shows", [])
        if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
            raise SettingsError(where, f"shows is {given!r}", "write a [[shows]] table for each")
        own = [_own_show(first, table, f"{where}: [[shows]] {number}") for number, table in enumerate(given, start=1)]
        _require_own_identities(first, own)
        return replace(first, shows=tuple(own))

    def choosing(self, options: Mapping[str, object]) -> Self:
        """Return the settings of every show with a command's options laid over; one that is None was not given."""
        given = {name: value for name, value in options.items() if value is not None}
        return self._each(lambda settings: _fill(settings, given, "options"))

    def making_also(self, forms: Iterable[str]) -> Self:
        """Return the settings with forms that every show is to be made in beside its own."""
        added = tuple(forms)
        return self._each(lambda settings: replace(settings, also=(*settings.also, *added)))

    def _each(self, change: Callable[[Settings], Settings]) -> Self:
        shows = tuple(replace(show, settings=change(show.settings)) for show in self.shows)
        changed: Self = replace(change(self), shows=shows)  # type: ignore[assignment]
        return changed

    def at(self, folder: Path) -> Settings:
        """Return the settings of the show that stands in a folder: the first's in any that no other names."""
        mine = (show.settings for show in self.shows if name_of(place(show.output)) == name_of(folder))
        return next(mine, self)

    @property
    def corrections_file(self) -> Path:
        """The file of what editors decided for the show: the one that is named, else beside the settings file."""
        return Path(self.corrections or Path(self.source).parent / CORRECTIONS_FILE)

    def told_in(self, name: str) -> str:
        """Say where a setting was read, for an error: the file and the name, or the name alone."""
        return f"{self.source}: {name}" if self.source else name


def refusal(name: str, value: object) -> Refusal | None:
    """Say why a setting cannot have a value of its type, or return None where it can, as far as settings know."""
    rule = _RULES.get(name)
    return rule(value) if rule else None


def category_levels(category: str) -> tuple[str, ...]:
    """Take a category apart: `News > Politics` has two levels."""
    return tuple(" ".join(level.split()) for level in category.split(">"))


def is_category(category: str) -> bool:
    """Say whether directories know the category."""
    above, *below = category_levels(category)
    return len(below) <= 1 and (above, "".join(below)) in _categories()


@cache
def _categories() -> frozenset[tuple[str, str]]:
    table = data("podcast-categories.tsv")
    return frozenset((row["category"], row["below"]) for row in read_table(table, ("category", "below")))


def _require(chosen: Show | Wording | Settings, where: str) -> None:
    for name in chosen.__slots__:
        refused = refusal(name, getattr(chosen, name))
        if refused:
            raise SettingsError(where + name, refused.what, refused.remedy)


def _filled(defaults: _Chosen, values: Mapping[str, Any], where: str) -> _Chosen:
    """Lay what a file says of a show over what is usual: its own values, and those of its tables."""
    tables: dict[str, Any] = {}
    for name in _TABLES:
        given = values.get(name, {})
        if not isinstance(given, dict):
            raise SettingsError(where, f"{name} is {given!r}", f"write a [{name}] table")
        tables[name] = _fill(getattr(defaults, name), given, f"{where}: [{name}]")
    rest = {key: value for key, value in values.items() if key not in tables}
    return replace(_fill(defaults, rest, where), source=where, **tables)


def _own_show(first: Settings, values: Mapping[str, Any], where: str) -> OwnShow:
    """Read a show beside the first, from which it has what it does not say itself, but for the identity of its feed."""
    own = {*_TABLES, *_names(first), *Rule.__slots__, "output"} - {"default_show"}
    unknown = sorted(values.keys() - own)
    if unknown:
        raise SettingsError(where, f"unknown setting {unknown[0]!r}", f"choose one of: {', '.join(sorted(own))}")
    output = values.get("output")
    if not isinstance(output, str) or not output.strip():
        raise SettingsError(where, f"output is {output!r}", "name the folder of the show's episodes and feed")
    of_the_rule = {key: value for key, value in values.items() if key in Rule.__slots__}
    rest = {key: value for key, value in values.items() if key not in of_the_rule and key != "output"}
    usual = replace(first, show=replace(first.show, guid=""))
    rule = _fill(Rule(), of_the_rule, where)
    return OwnShow(output=output, rule=rule, settings=_filled(usual, rest, where), where=where)


def _require_own_identities(first: Settings, shows: Sequence[OwnShow]) -> None:
    """Refuse two feeds that players would take for one. Raises SettingsError."""
    usual = Show()
    feeds = [first.show] if first.default_show else []
    for show in shows:
        feed = show.settings.show
        for name in ("base_url", "guid"):
            value = getattr(feed, name).rstrip("/")
            if value != getattr(usual, name).rstrip("/") and any(
                value == getattr(other, name).rstrip("/") for other in feeds
            ):
                raise SettingsError(
                    f"{show.where}: [show] {name}", f"{value!r} is that of another show", "give each show its own"
                )
        feeds.append(feed)


def _beside(settings: _Chosen, folder: Path) -> _Chosen:
    """Return settings that name files as they are seen from here: a settings file names its own neighbours."""
    own = {name: str(folder / path) for name in Sounds.__slots__ if (path := getattr(settings.sounds, name))}
    shows = tuple(
        replace(show, output=seen_from(folder, show.output), settings=_beside(show.settings, folder))
        for show in settings.shows
    )
    readings = str(folder / settings.readings) if settings.readings else ""
    corrections = str(folder / settings.corrections) if settings.corrections else ""
    sounds = replace(settings.sounds, **own)
    return replace(settings, readings=readings, corrections=corrections, sounds=sounds, shows=shows)


def _names(settings: object) -> list[str]:
    """Name what a file may say of a noun in one line."""
    return [name for name in getattr(settings, "__slots__", ()) if name not in {"source", "shows", *_TABLES}]


def _fill(defaults: _T, values: Mapping[str, Any], where: str) -> _T:
    known = {name: getattr(defaults, name) for name in _names(defaults)}
    given = {}
    for key, value in values.items():
        if key not in known:
            raise SettingsError(where, f"unknown setting {key!r}", f"choose one of: {', '.join(sorted(known))}")
        given[key] = _typed(known[key], value)
        if given[key] is None:
            raise SettingsError(where, f"{key} is {value!r}", f"give a value like {known[key]!r}")
        refused = refusal(key, given[key])
        if refused:
            raise SettingsError(_path(where, key), refused.what, refused.remedy)
    return replace(defaults, **given)  # type: ignore[type-var]


def _path(where: str, key: str) -> str:
    """Name a setting in its file: `briefing.toml: voice`, `briefing.toml: [show] guid`."""
    return f"{where} {key}" if where.endswith("]") else f"{where}: {key}"


def _typed(example: object, value: object) -> object:
    """Return `value` as the type of `example`, or None where it is of another."""
    if isinstance(example, tuple):
        fits = isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
        return tuple(value) if fits else None  # type: ignore[arg-type]
    if isinstance(example, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if type(value) is type(example) else None


def _titled(value: str) -> Refusal | None:
    """Refuse what is no title of a chapter."""
    refused = _filled_with()(value)
    if refused or not value.strip():
        return refused
    if "\n" in value or len(value.split()) not in TITLE_WORDS:
        return Refusal(f"{value!r} is no title", "give two to four words")
    return None


def _filled_with(*names: str, needs: str = "") -> Callable[[str], Refusal | None]:
    """Make the rule of a sentence: what stands in braces is one of these, and one may have to be there."""

    def rule(value: str) -> Refusal | None:
        if needs and value.strip() and f"{{{needs}}}" not in value:
            return Refusal(f"{value!r} does not name {{{needs}}}", f"put {{{needs}}} where the name is said")
        unknown = sorted(set(_BRACES.findall(value)) - {f"{{{name}}}" for name in names})
        if not unknown:
            return None
        known = ", ".join(f"{{{name}}}" for name in names)
        return Refusal(f"{unknown[0]} in {value!r} is filled by nothing", f"use {known}" if names else "leave it out")

    return rule


def _synthetic(value: str) -> Refusal | None:
    """Refuse a sentence from which no listener would learn that no person reads."""
    table = read_toml(data("ar", "voices.toml"))
    # With its vowels a word says the same.
    known, said = table["synthetic_words"], set(map(strip_marks, _WORD.findall(value)))
    if value.strip() and (said.isdisjoint(map(strip_marks, known)) or not said.isdisjoint(table["denying_words"])):
        remedy = f"use one of: {', '.join(known)}; or, where your own sounds say it, say_synthetic = false under [show]"
        return Refusal(f"{value!r} does not say that the voice is synthetic", remedy)
    return _filled_with()(value)


def _endings(value: str) -> Refusal | None:
    if value in ENDINGS:
        return None
    return Refusal(f"{value!r} is no way to end words", f"choose one of: {', '.join(ENDINGS)}")


def _loudness(value: float) -> Refusal | None:
    low, high = LOUDNESS_RANGE_LUFS
    if low <= value <= high:
        return None
    return Refusal(f"{value:g} LUFS is no loudness", f"give {low} to {high}, such as -16")


def _bitrate(value: int) -> Refusal | None:
    if value in BITRATES_KBPS:
        return None
    return Refusal(f"MP3 has no {value} kbit/s", f"choose one of: {', '.join(map(str, BITRATES_KBPS))}")


def _page_size(value: int) -> Refusal | None:
    return None if value >= 0 else Refusal(f"{value} is no number of episodes", "give 250, or 0 for all on one page")


def _category(value: str) -> Refusal | None:
    return None if is_category(value) else _turned_down(value, "choose one of Apple's, such as News or News > Politics")


def _owner_email(value: str) -> Refusal | None:
    return None if not value or _EMAIL.fullmatch(value) else _turned_down(value, "give one like a@example.org")


def _image(value: str) -> Refusal | None:
    if value and not value.lower().endswith(_PICTURES):
        return _turned_down(value, "name a JPEG or PNG file")
    if value.startswith(tuple(f"{scheme}://" for scheme in _WEB)):
        return _address(value)
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts:
        return Refusal(f"{value!r} does not stand beside the feed", "name a JPEG or PNG file in the output folder")
    return None


def _guid(value: str) -> Refusal | None:
    if not value:
        return None
    try:
        UUID(value)
    except ValueError:
        return _turned_down(value, "give a UUID, or leave it empty")
    return None


def _something(values: tuple[str, ...]) -> Refusal | None:
    """Refuse a list that no article can meet: an empty one, and signs alone."""
    if not values:
        return Refusal("nothing can match an empty list", "name something, or leave the line out")
    empty = [value for value in values if not any(map(str.isalnum, value))]
    return Refusal(f"nothing can match {empty[0]!r}", "name something, or leave it out") if empty else None


def _turned_down(value: str, remedy: str) -> Refusal:
    return Refusal(f"{value!r} is not taken by directories", remedy)


def _base_url(value: str) -> Refusal | None:
    if any(sign in value for sign in "?#"):
        return Refusal(f"{value!r} has a query or a fragment", "give the folder alone, like https://example.org/news/")
    return _address(value)


def _address(value: str) -> Refusal | None:
    """Refuse what leads to no site, and what would tell every listener a password."""
    remedy = "give one like https://example.org/news/"
    try:
        parts = urlsplit(value.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = 1 if parts.port is None else parts.port
    except ValueError:  # the host or its port cannot be read, or has a label that is too long
        return Refusal(f"{value!r} is no web address", remedy)
    if "@" in parts.netloc:
        return Refusal(f"{value!r} tells every listener how you sign in", remedy)
    if parts.scheme not in _WEB or not _HOST.fullmatch(host) or not 0 < port <= _HIGHEST_PORT:
        return Refusal(f"{value!r} is no web address", remedy)
    return None


_RULES: dict[str, Callable[[Any], Refusal | None]] = {
    "background": _titled,
    "base_url": _base_url,
    "bitrate_kbps": _bitrate,
    "bulletin_closing": _filled_with("show", "title", "date"),
    "bulletin_opening": _filled_with("show", "title", "date"),
    "bulletin_synthetic": _synthetic,
    "category": _category,
    "closing": _filled_with("show", "publication", "date"),
    "closing_title": _titled,
    "corrected": _filled_with("date", needs="date"),
    "endings": _endings,
    "guid": _guid,
    "image": _image,
    "lead": _titled,
    "loudness_lufs": _loudness,
    "matter": _titled,
    "news": _filled_with("matter", needs="matter"),
    "opening": _filled_with("show", "publication", "date"),
    "owner_email": _owner_email,
    "page_size": _page_size,
    "poll": _titled,
    "poll_of": _filled_with("pollster", needs="pollster"),
    "quote": _filled_with("speaker", needs="speaker"),
    "says_feminine": _filled_with("speaker", needs="speaker"),
    "says_masculine": _filled_with("speaker", needs="speaker"),
    "says_unknown": _filled_with("speaker", needs="speaker"),
    "sections": _something,
    "sources": _something,
    "study": _titled,
    "study_of": _filled_with("pollster", needs="pollster"),
    "synthetic": _synthetic,
    "words": _something,
}
