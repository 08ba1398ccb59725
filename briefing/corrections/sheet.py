"""`corrections.toml`: what editors decided of articles, a table each, by its kind, as in `[[speaker]]`.

It is read by every run and written by the studio, and may be written by hand: what stands around our own tables, and
remarks, stay as they are. docs/corrections.md describes it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from briefing import shown
from briefing.arabic import is_marked_word, shadda_first, strip_marks
from briefing.errors import SettingsError
from briefing.model import Approval, Correction, CorrectionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

APPROVED = "approved"
# Whose a reading is, or the choice of a speaker, where it was decided.
EDITOR = "editor"
VERSION = 1
_HEAD = f"# What editors decided; docs/corrections.md says how to write it by hand.\nversion = {VERSION}\n"
_TABLE = re.compile(r"\[\[\s*(\w+)\s*\]\][ \t]*(?:#.*)?")
_MOST_PLACES = 100_000
_ORDER = ("article", "text", "sentence", "sentence_nth", "nth", "to", "length", "by", "at")
# The keys of each kind beside article, by and at: those that it needs, and those that it may have.
_ANCHORED = (("text",), ("nth",))
_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    CorrectionKind.TELL: _ANCHORED,
    CorrectionKind.LEAVE: _ANCHORED,
    CorrectionKind.LEAD: _ANCHORED,
    CorrectionKind.SPEAKER: (("text", "to"), ("nth",)),
    CorrectionKind.RESTORE: _ANCHORED,
    CorrectionKind.SET_ASIDE: _ANCHORED,
    CorrectionKind.LENGTH: (("to",), ()),
    CorrectionKind.READING: (("text", "to"), ("sentence", "sentence_nth", "nth")),
    APPROVED: (("to", "by", "at"), ("length",)),
}
# Of these the newest stands alone for an article; others stand beside those with another anchor.
_ONE_AN_ARTICLE = frozenset({CorrectionKind.LENGTH, CorrectionKind.LEAD, APPROVED})
_OPPOSED = (
    frozenset({CorrectionKind.TELL, CorrectionKind.LEAVE, CorrectionKind.LEAD}),
    frozenset({CorrectionKind.RESTORE, CorrectionKind.SET_ASIDE}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A table of the file: what was decided of which article, by whom and when.

    `article` is a name of the article: its file, its address, its source's name for it, its headline; "" for every one,
    which a reading alone may have. `to` of what is approved is the digest of what is told in `length`.
    """

    kind: str
    article: str = ""
    text: str = ""
    to: str = ""
    sentence: str = ""
    sentence_nth: int = 0
    nth: int = 0
    length: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def correction(self) -> Correction:
        """Return what was decided, without who decided it. Raises ValueError for an approval."""
        return Correction(
            kind=CorrectionKind(self.kind),
            text=self.text,
            to=self.to,
            sentence=self.sentence,
            sentence_nth=self.sentence_nth,
            nth=self.nth,
            shared=not self.article,
        )

    @property
    def approval(self) -> Approval:
        """Return who stands for an article. It is for an approval alone."""
        assert self.at is not None  # noqa: S101 - an approval without a moment is refused when it is read
        return Approval(by=self.by, at=self.at, length=self.length, told=self.to)

    @classmethod
    def of(cls, decided: Correction | Approval, article: str) -> Self:
        """Return what was decided of the article that is called so, by nobody that is known for a correction."""
        if isinstance(decided, Approval):
            by, at, length, told = decided.by, decided.at, decided.length, decided.told
            return cls(kind=APPROVED, article=article, to=told, length=length, by=by, at=at)
        return cls(
            kind=str(decided.kind),
            article=article,
            text=decided.text,
            to=decided.to,
            sentence=decided.sentence,
            sentence_nth=decided.sentence_nth,
            nth=decided.nth,
        )

    @property
    def _anchor(self) -> tuple[str, str, int, int]:
        return self.text, self.sentence, self.sentence_nth, self.nth

    @property
    def is_opposed_to(self) -> frozenset[str]:
        """The kinds of decision that cannot hold at the same place as this one."""
        return next((kinds for kinds in _OPPOSED if self.kind in kinds), frozenset({self.kind}))

    def gives_way_to(self, other: Row, names: Sequence[str]) -> bool:
        """Say whether another decision takes the place of this one, both of an article with these names or of all."""
        if not (self.article == other.article or (self.article in names and other.article in names)):
            return False
        if self.kind == other.kind in _ONE_AN_ARTICLE:
            return True
        opposed = other.kind in self.is_opposed_to
        same = self._anchor == other._anchor
        return same and opposed


def keys_of(kind: str) -> tuple[str, ...]:
    """Return the keys that say what is decided, in a row of a kind; none of a kind that there is not."""
    return tuple(key for keys in _KEYS.get(kind, ()) for key in keys)


@lru_cache(maxsize=64)
def parsed(content: bytes, where: str) -> tuple[Row, ...]:
    """Return the rows of a file's content. Raises SettingsError that names the file and the row that is off."""
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(where, str(error), "mend the file") from error
    version = document.pop("version", VERSION)
    if version != VERSION:
        raise SettingsError(where, f"is of version {version!r}", f"this program reads version {VERSION}")
    return tuple(row for kind, tables in document.items() for row in _rows(kind, tables, where))


def _rows(kind: str, tables: object, where: str) -> Iterator[Row]:
    if kind not in _KEYS:
        raise SettingsError(where, f"unknown kind [[{kind}]]", f"choose one of: {', '.join(sorted(_KEYS))}")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SettingsError(where, f"{kind!r} is {tables!r:.80}", f"write each decision as [[{kind}]], its keys below")
    for number, table in enumerate(tables, start=1):
        yield row(kind, table, f"{where}: [[{kind}]] {number}")


def row(kind: str, table: Mapping[str, Any], where: str) -> Row:
    """Return a row with these keys. Raises SettingsError, which names `where`, where one is off."""
    if kind not in _KEYS:
        raise SettingsError(where, f"unknown kind {kind!r}", f"choose one of: {', '.join(sorted(_KEYS))}")
    needed, possible = _KEYS[kind]
    needed = needed if kind == CorrectionKind.READING else ("article", *needed)
    known = dict.fromkeys((*needed, "article", *possible, "by", "at"))
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        raise SettingsError(where, f"unknown key {unknown!r}", f"choose one of: {', '.join(known)}")
    missing = next((key for key in needed if key not in table), None)
    if missing is not None:
        raise SettingsError(where, f"has no {missing!r}", f"give it {', '.join(needed)}")
    made = Row(kind=kind, **{key: _value(key, value, where) for key, value in table.items()})
    return _checked(made, where)


def _value(key: str, value: object, where: str) -> Any:  # noqa: ANN401 - as the key wants it
    if key in {"nth", "sentence_nth"}:
        if type(value) is not int or not 0 <= value <= _MOST_PLACES:
            raise SettingsError(where, f"{key} is {value!r}", "count the places from 1")
        return value
    if key == "at":
        if not isinstance(value, datetime):
            raise SettingsError(where, f"at is {value!r}", "give a moment such as 2026-11-29T08:30:00Z")
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if not isinstance(value, str):
        raise SettingsError(where, f"{key} is {value!r:.80}", "give a text in quotation marks")
    return value


def _checked(row: Row, where: str) -> Row:
    """Return a row with its reading's shadda first. Raises SettingsError where it can decide nothing."""
    if "text" in _KEYS[row.kind][0] and not row.text.strip():
        raise SettingsError(where, "has an empty text", "give words of the article")
    if row.kind != CorrectionKind.READING:
        return row
    reading = shadda_first(" ".join(row.to.split()))
    if strip_marks(reading) != row.text or reading == row.text or not is_marked_word(reading):
        what = f"{row.to!r} is no reading of {row.text!r}"
        raise SettingsError(where, what, "give one bare word as text, and the same letters with marks as to")
    return replace(row, to=reading)


def written(text: str, taken: Iterable[Row], put: Iterable[Row], where: str) -> str:
    """Return a file's text without the rows that are `taken`, and with those that are `put`; "" where none is left.

    What a person wrote around them stays. Raises SettingsError where the file is so written that this cannot be done.
    """
    before, gone, new = _counted(text, where), Counter(taken), tuple(put)
    head, *blocks = _blocks(text or _HEAD)
    kept = [head]
    for block in blocks:
        found = _row_of(block)
        if found and gone[found]:
            gone[found] -= 1
            if block is blocks[-1] and block.startswith("["):
                # The line before had no end when a table was put behind it: ours has always an empty line before it.
                kept[-1] = kept[-1].removesuffix("\n").removesuffix("\r")
            kept.append(_remarks_behind(block))
        else:
            kept.append(block)
    # Whoever wrote the file with the line ends of Windows gets ours with them too.
    tables = "".join(map(_table, new)).replace("\n", "\r\n" if "\r\n" in text else "\n")
    after = "".join([*kept, tables])
    wanted = before - Counter(taken)
    wanted.update(new)
    if not _reads_as(after, wanted):
        raise SettingsError(where, "is written in a way that is not changed by a program", "make the change by hand")
    return "" if after == _HEAD else after


def _reads_as(text: str, wanted: Counter[Row]) -> bool:
    try:
        return _counted(text, "") == wanted
    except SettingsError:
        return False


def _counted(text: str, where: str) -> Counter[Row]:
    return Counter(parsed(text.encode(), where))


def _blocks(text: str) -> list[str]:
    """Cut a file before the head of each table of ours; what stands before the first is a block of its own.

    The empty line that we write before a table is its own.
    """
    blocks: list[list[str]] = [[]]
    for line in text.splitlines(keepends=True):
        if _TABLE.fullmatch(line.strip()):
            last = blocks[-1]
            gap = [last.pop()] if last and not last[-1].strip() else []
            blocks.append([*gap, line])
        else:
            blocks[-1].append(line)
    return ["".join(block) for block in blocks]


def _row_of(block: str) -> Row | None:
    try:
        (kind, tables), *others = tomllib.loads(block).items()
        return None if others else row(kind, tables[0], "")
    except (tomllib.TOMLDecodeError, SettingsError, ValueError, TypeError, KeyError):
        return None


def _remarks_behind(block: str) -> str:
    """Return what a person wrote behind the last key of a table: it is the next one's."""
    lines = block.splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    return "".join(lines[last + 1 :])


def _table(row: Row) -> str:
    keys = [(key, getattr(row, key)) for key in _ORDER]
    needed = _KEYS[row.kind][0]
    lines = [f"{key} = {_toml(value)}" for key, value in keys if value or key in needed]
    return "\n".join(["", f"[[{row.kind}]]", *lines, ""])


def _toml(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    # JSON's strings are TOML's, but for DEL; what would turn a line round for whoever reads the file is spelled too.
    return shown.escaped_json(json.dumps(value, ensure_ascii=False))


def rows_of(rows: Sequence[Row], names: Iterable[str]) -> tuple[Row, ...]:
    """Return the rows of an article that goes by these names, and those of every article."""
    known = {" ".join(name.split()) for name in names if name}
    return tuple(row for row in rows if not row.article or " ".join(row.article.split()) in known)
