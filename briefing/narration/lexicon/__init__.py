"""Names with a fixed reading: their marks are typed into the text before a diacritizer decides about the rest.

The house's names are `data/ar/lexicon/*.tsv`; the user's own file, `lexicon.tsv` in the user's configuration folder
of the program, wins over them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing import arabic
from briefing.arabic.letters import ALEF, ARTICLE, BEH, FEH, HEH, KAF, LAM, MEEM, NOON, TEH_MARBUTA, WAW, YEH
from briefing.errors import SettingsError
from briefing.resources import data, read_table, user_config_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

COLUMNS = ("name", "reading", "kind")
_MARKS = "\u064b-\u0652\u0670"
_WORD = re.compile(f"[\u0621-\u063a\u0641-\u064a\u067e-\u06d3{_MARKS}]+")
_NAME = re.compile(f"{_WORD.pattern}(?: {_WORD.pattern})*")
_BETWEEN_WORDS = re.compile(r"[ \u00a0\t]+|-|\u2013")
_CLITICS = {
    WAW: arabic.FATHA,
    FEH: arabic.FATHA,
    BEH: arabic.KASRA,
    LAM: arabic.KASRA,
    KAF: arabic.FATHA,
}
_MOST_CLITICS = 2
_COMMON = "word"
# An ending's letters, and how they are typed: the alef of the accusative decides the letter before it.
_ENDINGS = {ALEF: arabic.FATHATAN + ALEF, **{owner: owner for owner in (HEH, HEH + ALEF, HEH + MEEM)}}
_TO_THE = LAM + LAM
# Only these kinds take an article of their own: "al-facebook", but the enthusiasm is not a movement's name.
_DEFINABLE = frozenset({"company", "word"})
# "Bryce" is not "by Rice": in front of a name of four letters or fewer, only wa is taken off.
_SHORT = 4
_ATTACHED = frozenset(FEH + BEH + LAM + KAF)
_SUN = frozenset("\u062a\u062b\u062f\u0630\u0631\u0632\u0633\u0634\u0635\u0636\u0637\u0638\u0644\u0646")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A name, bare, with its reading (the same letters, marked) and what it names."""

    name: str
    reading: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A name found in a text: code points `start` to `end`, what stands there with its marks, and the entry."""

    start: int
    end: int
    marked: str
    entry: Entry


def force(text: str) -> str:
    """Type the marks of every name found in `text`; words that carry marks already stay as they are."""
    parts, done = [], 0
    for match in matches(text):
        parts += [text[done : match.start], match.marked]
        done = match.end
    return "".join([*parts, text[done:]])


def matches(text: str) -> Iterator[Match]:
    """Find the names in a text, the longest first at each place, none overlapping."""
    index = _index()
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        match = _match(text, words, at, index)
        if match is None:
            at += 1
            continue
        yield match
        while at < len(words) and words[at].start() < match.end:
            at += 1


@cache
def entries() -> Mapping[str, Entry]:
    """Return every entry by its bare name, the user's before the house's."""
    tables = sorted(data("ar", "lexicon").iterdir(), key=lambda item: item.name)
    return {entry.name: entry for table in tables for entry in read(table)} | {entry.name: entry for entry in own()}


def own() -> list[Entry]:
    """Return the user's own entries, sorted as in their file."""
    return read(user_file()) if user_file().is_file() else []


def read(table: Traversable) -> list[Entry]:
    """Read a lexicon file. Raises SettingsError with the file where a row is off."""
    return [checked(Entry(**row, source=table.name), str(table)) for row in read_table(table, COLUMNS)]


def checked(entry: Entry, where: str) -> Entry:
    """Return the entry with each shadda first. Raises SettingsError where it is no reading of its name."""
    reading = arabic.shadda_first(entry.reading)
    if arabic.strip_marks(reading) != entry.name or reading == entry.name or not _NAME.fullmatch(entry.name):
        what = f"{entry.reading!r} is no reading of {entry.name!r}"
        raise SettingsError(where, what, "write the name in Arabic letters, and its reading with marks on them")
    return replace(entry, reading=reading)


def user_file() -> Path:
    """Return where the user's own names are kept."""
    return user_config_folder() / "lexicon.tsv"


def forget() -> None:
    """Read the files anew when they are next asked for."""
    entries.cache_clear()
    _index.cache_clear()


_Index = dict[str, list[tuple[tuple[str, ...], Entry]]]


@cache
def _index() -> _Index:
    index: _Index = {}
    for entry in (*entries().values(), *_with_endings()):
        words = tuple(_WORD.findall(entry.name))
        index.setdefault(words[0], []).append((words, entry))
    for found in index.values():
        found.sort(key=lambda item: -len(item[0]))
    return index


def _with_endings() -> Iterator[Entry]:
    """Yield what a common word becomes with the alef of an indefinite accusative or with an owner: its oil."""
    for entry in entries().values():
        if entry.kind == _COMMON and " " not in entry.name and not entry.name.endswith((TEH_MARBUTA, YEH, NOON)):
            for letters, marked in _ENDINGS.items():
                yield replace(entry, name=entry.name + letters, reading=entry.reading + marked)


def _match(text: str, words: Sequence[re.Match[str]], at: int, index: _Index) -> Match | None:
    first = words[at].group()
    for clitics, marked_clitics, stem in _stems(first):
        for names, entry in index.get(stem, ()):
            if not _may_follow(clitics, entry):
                continue
            run = words[at : at + len(names)]
            if [stem, *(word.group() for word in run[1:])] == list(names) and _adjoin(text, run):
                marked = marked_clitics + _joined(entry.reading, clitics)
                return Match(start=run[0].start(), end=run[-1].end(), marked=_as_spaced(marked, text, run), entry=entry)
    return None


def _may_follow(clitics: str, entry: Entry) -> bool:
    """Say whether a name may stand behind these clitics: a short one may be the rest of another word."""
    if clitics.endswith((ARTICLE, _TO_THE)):
        return entry.kind in _DEFINABLE
    return len(entry.name) > _SHORT or not set(clitics) & _ATTACHED


def _adjoin(text: str, run: Sequence[re.Match[str]]) -> bool:
    gaps = (text[left.end() : right.start()] for left, right in pairwise(run))
    return all(_BETWEEN_WORDS.fullmatch(gap) for gap in gaps)


def _as_spaced(marked: str, text: str, run: Sequence[re.Match[str]]) -> str:
    """Put the text's own gaps between the words of a reading."""
    gaps = [text[left.end() : right.start()] for left, right in pairwise(run)]
    readings = _WORD.findall(marked)
    return "".join(word + gap for word, gap in zip(readings, [*gaps, ""], strict=True))


def _stems(word: str) -> Iterable[tuple[str, str, str]]:
    """Yield what stands before the stem (as written, and marked) and the stem; the whole word first."""
    clitics, marked = "", ""
    for _ in range(_MOST_CLITICS + 1):
        stem = word[len(clitics) :]
        yield clitics, marked, stem
        if stem.startswith(ARTICLE):
            yield ARTICLE, marked, stem.removeprefix(ARTICLE)
        if stem.startswith(_TO_THE):
            yield LAM, marked + LAM + arabic.KASRA, ARTICLE + stem[2:]
            yield _TO_THE, marked + LAM + arabic.KASRA, stem[2:]
        if len(stem) < 3 or stem[0] not in _CLITICS:  # noqa: PLR2004 - a clitic and a word of two letters
            return
        clitics += stem[0]
        marked += stem[0] + _CLITICS[stem[0]]


def _joined(reading: str, before: str) -> str:
    """Put the article's marks before a reading, or take its alef away behind li."""
    if before.endswith((ARTICLE, _TO_THE)):
        article = ARTICLE if before.endswith(ARTICLE) else LAM
        if reading[0] in _SUN:
            return article + reading[0] + arabic.SHADDA + reading[1:].removeprefix(arabic.SUKUN)
        return article + arabic.SUKUN + reading
    if before.endswith(LAM) and reading.startswith(ARTICLE):
        return reading[1:]
    return reading
