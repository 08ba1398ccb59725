"""The texts beside the sound: each has to say what is stated, all of it in that order, and nothing else."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from briefing.arabic.letters import WAW
from briefing.audit.report import Fault
from briefing.audit.text import TURNING, joined, plain, tokens
from briefing.model import Role
from briefing.provenance import SOURCE_TYPE
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefing.provenance import Said, Statement

_VOICE = r"<v [^>\n]*>[^<>]*"
_CUE = re.compile(rf"[\d:.]+ --> [\d:.]+\n({_VOICE}|{_VOICE}</v>\n{_VOICE}</v>)")
_CLIPPED = "\N{HORIZONTAL ELLIPSIS}"
_MARKDOWN = re.compile(r"\\(.)|\]\([^)\n]*\)")
_SHOWN_SPEAKER = re.compile(r"^> \N{EM DASH} (.+)$", re.MULTILINE)
_SILENT = frozenset({"script", "style"})
# A style of its own, a text for some readers only.
_ODD = frozenset({"aria-describedby", "aria-roledescription", "srcdoc", "style"})
_CELLS = frozenset({"td", "th"})
_LARGEST_BOOK = 200_000_000  # bytes, unpacked: hours of sound
# What stands inside a line, and parts no word.
_INLINE = frozenset({"b", "bdi", "cite", "em", "i", "span", "strong"})
_CLOCK = re.compile(r"\d+:\d\d(?::\d\d)?")
_FIGURE = re.compile(r"\d+")
_SLOT = re.compile(r"\{\w+\}")
_COUNT = "{n}"
_TEMPLATE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
# Beside each other in the menu of the page.
_RATES = ("0.75", "1", "1.25", "1.5", "2")
# What marks up figures and foreign words in running text.
_IN_A_LINE = frozenset({("bdi", frozenset[str]()), ("span", frozenset({"lang", "dir"}))})
_TEMPLATES = ("page.html", "player.html", "summary.html", "book-text.xml", "book-nav.xml")
_CLIPPED_CHARS = 12  # of a name, cut at a word
_TOO_LATE_MS = 1


def check_forms(statement: Statement, folder: Path, notices: Iterable[str], audited: str) -> Iterator[Fault]:
    """Yield a fault for every text in a folder that says something else than is stated.

    `notices` are what readers have to know of the episode besides, `audited` the line of its page that says what was
    proven, "" where there is none.
    """
    known = _Known.of(statement, notices, audited)
    for name, check in _FORMS.items():
        path = folder / name
        if not path.is_file():
            continue
        try:
            if check is not _book and TURNING.search(path.read_text(encoding="utf-8")):
                yield Fault(kind="form", where=name, what="turns the direction of reading")
            for what in check(statement, path.read_bytes(), known):
                yield Fault(kind="form", where=name, what=what)
        except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, RecursionError):
            yield Fault(kind="form", where=name, what="cannot be read")


@dataclass(frozen=True, slots=True)
class _Known:
    """What may stand between the sentences: whole titles, names, notices and labels of ours, with times and counts."""

    phrases: frozenset[tuple[str, ...]]
    longest: int
    audited: str

    @classmethod
    def of(cls, statement: Statement, notices: Iterable[str], audited: str) -> _Known:
        speakers = {said.speaker for said in statement.said if said.speaker}
        sources = [text for one in statement.originals for text in (one.title, one.publication)]
        titles = [statement.title, *(told.title for told in statement.chapters)]
        texts = (*titles, *sources, *speakers, *notices, audited, statement.read_by)
        phrases = frozenset(filter(None, map(tokens, texts))) | _labels()
        return cls(phrases=phrases, longest=max(map(len, phrases), default=0), audited=audited)

    def strange(self, run: Sequence[str]) -> str:
        """Return the first words of a run that are no title, name, notice or label; "" where all are."""
        at = 0
        while at < len(run):
            lengths = range(min(self.longest, len(run) - at), 0, -1)
            step = next((n for n in lengths if tuple(run[at : at + n]) in self.phrases), 0)
            step = step or _is_time_or_count(run, at)
            if not step:
                return " ".join(run[at : at + 8])
            at += step
        return ""


def _is_time_or_count(run: Sequence[str], at: int) -> bool:
    """Say whether a figure is a time, or one before what we count, or the year behind a month."""
    behind, before = run[at + 1 : at + 2], run[at - 1] if at else ""
    if _CLOCK.fullmatch(run[at]):
        return True
    return _FIGURE.fullmatch(run[at]) is not None and (tuple(behind) in _counted() or (before,) in _counted())


def _in_order(statement: Statement, found: Sequence[str], known: _Known) -> Iterator[str]:
    """Find each sentence in the words of a form, in order, and look at what stands between them."""
    at, between = 0, []
    for number, said in enumerate(statement.said, start=1):
        wanted = tokens(said.written)
        start = _find(found, wanted, at)
        if start < 0:
            yield f"does not have sentence {number} as it is said"
            return
        between.append(found[at:start])
        at = start + len(wanted)
    for run in (*between, found[at:]):
        strange = known.strange(run)
        if strange:
            yield f"has what nobody says: {strange}"


def _find(found: Sequence[str], wanted: Sequence[str], at: int) -> int:
    if not wanted:
        return at
    last = len(found) - len(wanted)
    return next((n for n in range(at, last + 1) if found[n] == wanted[0] and found[n : n + len(wanted)] == wanted), -1)


# --- pages ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """A line of the page, and the number of the quote that it is of, 0 where it is the newsreader's."""

    quote: int
    text: str = ""


class _Text(HTMLParser):
    """Gathers the text of a page, and the name below each quote."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.cited: list[tuple[str, str]] = []  # the last line of a quote, and the name below it
        self.named: set[int] = set()  # the quotes below which somebody is named
        self._quoted, self._quote = "", 0
        self._line: _Line | None = None
        self.lines: list[_Line] = []
        self.odd = ""  # what no page of ours has: a line that is hidden, or says something else to some
        self.cells: list[str] = []  # of the tables of figures
        self.linked = ""  # what search engines read
        self._into: list[str] | None = None
        self._cite: list[str] | None = None
        self._in_quote = False
        self._in_cell = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        named = dict(attrs)
        shape = (tag, frozenset(named) - {"selected"}, named.get("class", ""))
        inside_line = self._line is not None and (tag, frozenset(named)) not in _IN_A_LINE
        if named.keys() & _ODD or shape not in _shapes() or inside_line:
            self.odd = f"<{tag} {' '.join(named)}>"
        if tag == "p" and named.get("class") == "line":
            self._line = _Line(quote=self._quote if self._in_quote else 0)
            self.lines.append(self._line)
            if named.keys() != {"class", "id"}:
                self.odd = f"<{tag} {' '.join(named)}>"
        if tag == "script" and ("type", "application/ld+json") in attrs:
            self._into = []
        elif tag in _CELLS:
            self.cells.append("")
        elif tag == "blockquote":
            self._in_quote, self._quoted, self._quote = True, "", self._quote + 1
        elif tag == "cite":
            self._cite = []
        self._in_cell = tag in _CELLS or (self._in_cell and tag in _INLINE)
        self.text.append("" if tag in _INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag == "script" and self._into is not None:
            self.linked, self._into = "".join(self._into), None
        elif tag == "blockquote":
            self._in_quote = False
        elif tag == "cite" and self._cite is not None:
            self.cited.append((self._quoted, "".join(self._cite)))
            self.named.add(self._quote)
            self._cite = None
        elif tag == "p":
            self._line = None
        self._in_cell = self._in_cell and tag not in _CELLS
        self.text.append("" if tag in _INLINE else " ")

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)
        if self._silent:
            return
        if self._in_cell:
            self.cells[-1] += data
            return
        self.text.append(data)
        if self._line is not None:
            self._line.text += data
        if self._in_quote:
            self._quoted += data
        if self._cite is not None:
            self._cite.append(data)


def _read(page: bytes) -> _Text:
    reader = _Text()
    reader.feed(page.decode())
    reader.close()
    return reader


def _index(statement: Statement, content: bytes, known: _Known) -> Iterator[str]:
    """Look at the page of the episode, which also says what is proven."""
    reader = _read(content)
    if known.audited and joined(known.audited) not in joined("".join(reader.text)):
        yield "does not say what is proven"
    yield from _faults_of_page(statement, reader, known)


def _page(statement: Statement, content: bytes, known: _Known) -> Iterator[str]:
    yield from _faults_of_page(statement, _read(content), known)


def _faults_of_page(statement: Statement, reader: _Text, known: _Known) -> Iterator[str]:
    yield from _in_order(statement, tokens("".join(reader.text)), known)
    for quoted, cited in reader.cited:
        yield from _fault_of_speaker(statement, quoted, cited)
    if reader.odd:
        yield f"has what no page of ours has: {reader.odd}"
    if reader.lines:
        yield from _faults_of_lines(statement, reader)
    said = [plain(one.written) for one in statement.said]
    for cell in reader.cells:
        # A letter or a word may be glued to the figure.
        if not any(plain(cell) in one or joined(cell) in joined(one) for one in said) and known.strange(tokens(cell)):
            yield f"has a figure that nobody says: {' '.join(cell.split())}"
    if reader.linked:
        yield from _faults_of_linked(statement, json.loads(reader.linked))


def _faults_of_lines(statement: Statement, reader: _Text) -> Iterator[str]:
    """Hold the lines of a page against the sentences: somebody's words are quoted, with a name, and nothing else is."""
    if len(reader.lines) != len(statement.said):
        yield f"has {len(reader.lines)} lines, not {len(statement.said)}"
        return
    before, quote = "", 0
    for number, (line, said) in enumerate(zip(reader.lines, statement.said, strict=True), start=1):
        if tokens(line.text) != tokens(said.written):
            yield f"does not have sentence {number} as it is said"
        elif bool(line.quote) != (said.role is Role.QUOTE):
            yield f"takes sentence {number} for {'somebody' if line.quote else 'the newsreader'}'s"
        elif line.quote > quote and line.quote not in reader.named and not _is_announced(said, before):
            yield f"does not name whose words sentence {number} are"
        before, quote = said.written, max(quote, line.quote)


def _is_announced(said: Said, before: str) -> bool:
    """Say whether the line before somebody's words names whose they are."""
    last = tokens(said.speaker or "")[-1:]
    return not last or last[0] in tokens(before)


def _faults_of_linked(statement: Statement, document: Mapping[str, Any]) -> Iterator[str]:
    """Hold what search engines are told against what is said."""
    audio = document["audio"]
    if {tokens(document["headline"]), tokens(audio["name"])} != {tokens(statement.title)}:
        yield "tells search engines another title"
    if tokens(audio["transcript"]) != tuple(token for one in statement.said for token in tokens(one.written)):
        yield "tells search engines another transcript"
    term = statement.tags[SOURCE_TYPE].rpartition("/")[2]
    if audio["digitalSourceType"].rpartition("/")[2].lower() != f"{term}DigitalSource".lower():
        yield "tells search engines another source of the sound"


def _player(statement: Statement, content: bytes, known: _Known) -> Iterator[str]:
    del statement
    strange = known.strange(tokens("".join(_read(content).text)))
    if strange:
        yield f"has what nobody says: {strange}"


def _fault_of_speaker(statement: Statement, quoted: str, cited: str) -> Iterator[str]:
    """Hold the name beside somebody's words against whose they are."""
    words = joined(quoted)
    theirs = {joined(said.speaker or "") for said in statement.said if _is_part(said, words)}
    if joined(cited) not in theirs:
        yield f"gives words to {cited.strip()}, whose they are not"


def _is_part(said: Said, quoted: str) -> bool:
    own = joined(said.written)
    return bool(own) and said.speaker is not None and own in quoted


def _book(statement: Statement, content: bytes, known: _Known) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        if sum(one.file_size for one in book.infolist()) > _LARGEST_BOOK:
            yield "is too large to be looked at"
            return
        text = book.read("EPUB/briefing.xhtml")
        if TURNING.search(text.decode()):
            yield "turns the direction of reading"
        yield from _page(statement, text, known)
        yield from _player(statement, book.read("EPUB/nav.xhtml"), known)
        package = book.read("EPUB/package.opf").decode()
        if any(html.escape(value) not in package for value in statement.tags.values()):
            yield "tells of another origin"
        sound = statement.files.get("briefing.mp3", "")
        if sound and sha256(book.read("EPUB/briefing.mp3")).hexdigest() != sound:
            yield "has another sound"


# --- texts ------------------------------------------------------------------------------------------------------------


def _markdown(statement: Statement, content: bytes, known: _Known) -> Iterator[str]:
    text = content.decode()
    yield from _in_order(statement, tokens(_MARKDOWN.sub(r"\1 ", text)), known)
    blocks = text.split("\n\n")
    for block in blocks:
        match = _SHOWN_SPEAKER.search(block)
        if match:
            quoted = block[: match.start()]
            yield from _fault_of_speaker(statement, _MARKDOWN.sub(r"\1", quoted), _MARKDOWN.sub(r"\1", match[1]))


def _plain(statement: Statement, content: bytes, known: _Known) -> Iterator[str]:
    found = tokens(content.decode())
    yield from _in_order(statement, found, known)
    announced = tokens(_labels_of()["quote_of"].partition("{speaker}")[0])
    end = tokens(_labels_of()["end_of_quote"])
    at = 0
    while announced and (at := _find(found, announced, at)) >= 0:
        at += len(announced)
        stop = _find(found, end, at)
        told = " ".join(found[at : stop if stop >= 0 else len(found)])
        named = [said for said in statement.said if said.speaker and _opens(told, said)]
        if not named:
            yield f"announces words of {' '.join(found[at : at + 4])}, whose they are not"


def _opens(told: str, said: Said) -> bool:
    """Say whether an announcement names the speaker of the words that follow it."""
    return told.startswith(" ".join((*tokens(said.speaker or ""), *tokens(said.written))))


# --- captions, transcript, chapters -----------------------------------------------------------------------------------


def _captions(statement: Statement, content: bytes, known: _Known) -> Iterator[str]:
    del known
    head, *blocks = content.decode().strip().split("\n\n")
    cues = [match[1] for block in blocks if (match := _CUE.fullmatch(block))]
    notes = [block for block in blocks if block.startswith("NOTE\n")]
    if head != "WEBVTT" or len(cues) + len(notes) != len(blocks) or len(notes) > 1:
        yield "has a line that is no cue"
    for value in statement.tags.values():
        if not any(value in note for note in notes):
            yield "tells of another origin"
            break
    voices = [part for cue in cues for part in _voices(cue)]
    yield from _spoken(statement, [(html.unescape(name), html.unescape(text)) for name, text in voices])


def _voices(cue: str) -> Iterator[tuple[str, str]]:
    """Part what a caption shows by who says it."""
    for voice in cue.removeprefix("<v ").split("\n<v "):
        speaker, _, text = voice.removesuffix("</v>").partition(">")
        yield speaker, text


def _transcript(statement: Statement, content: bytes, known: _Known) -> Iterator[str]:
    del known
    document = json.loads(content)
    segments = document["segments"]
    if document.get("provenance") != statement.tags:
        yield "tells of another origin"
    yield from _spoken(statement, [(one["speaker"], one["body"]) for one in segments])


def _spoken(statement: Statement, cues: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Hold lines, each with who is heard, against the sentences that they are cut from."""
    lines = iter([(speaker, text) for speaker, cue in cues if (text := joined(cue))])
    speaker, text = "", ""
    for number, said in enumerate(statement.said, start=1):
        wanted = joined(said.written)
        while wanted:
            if not text:
                speaker, text = next(lines, ("", ""))
            heard = text[: len(wanted)]
            if not heard or not wanted.startswith(heard):
                yield f"does not have sentence {number} as it is said"
                return
            if not _is_name(speaker, said.speaker or _labels_of()["narrator"]):
                yield f"gives sentence {number} to {speaker}"
                return
            wanted, text = wanted.removeprefix(heard), text.removeprefix(heard)
    if more := text or next(lines, ("", ""))[1]:
        yield f"has what nobody says: {more}"


def _is_name(shown: str, name: str) -> bool:
    """Say whether a name is shown, perhaps cut off to fit its line."""
    if shown.endswith(_CLIPPED):
        return len(shown) >= _CLIPPED_CHARS and joined(name).startswith(joined(shown.removesuffix(_CLIPPED)))
    return joined(shown) == joined(name)


def _chapters(statement: Statement, content: bytes, known: _Known) -> Iterator[str]:
    del known
    document: Mapping[str, Any] = json.loads(content)
    found = document["chapters"]
    if tokens(document["title"]) != tokens(statement.title):
        yield "its title is not that of the episode"
    if len(found) != len(statement.chapters):
        yield f"has {len(found)} chapters, not {len(statement.chapters)}"
        return
    for number, (told, one) in enumerate(zip(statement.chapters, found, strict=True), start=1):
        if tokens(one["title"]) != tokens(told.title) or abs(one["startTime"] * 1000 - told.start_ms) > _TOO_LATE_MS:
            yield f"chapter {number} is another"


@cache
def _labels_of() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_toml(data("ar", "publishing.toml"))
    return found


@cache
def _labels() -> frozenset[tuple[str, ...]]:
    """Return all phrases of our own around a briefing; what is filled in parts one."""
    parts = [part for text in _own_texts() for part in _SLOT.split(text)]
    # "And two seconds" is one word.
    parts += (f"{WAW}{text}" for unit in ("minute", "second") for text in _texts(_labels_of()[unit]))
    return frozenset(filter(None, map(tokens, (*parts, " ".join(_RATES)))))


@cache
def _counted() -> frozenset[tuple[str, ...]]:
    """Return the words before which our labels count something: minutes, seconds, the day of a month."""
    counted = (text.partition(_COUNT)[2] for text in _own_texts() if _COUNT in text)
    return frozenset(tokens(text)[:1] for text in (*counted, *_labels_of()["months"]["names"]))


def _own_texts() -> Iterator[str]:
    voices = read_toml(data("ar", "voices.toml"))
    # Where a caption may break is nothing that is shown.
    shown = {name: table for name, table in _labels_of().items() if name != "captions"}
    for table in (shown, {name: voices[name] for name in ("read_by", "narrator")}):
        yield from _texts(table)


@cache
def _shapes() -> frozenset[tuple[str, frozenset[str], str]]:
    """Return what of markup the pages that we write have: each element with the names of its attributes, and class."""
    reader = _Shapes()
    for name in _TEMPLATES:
        reader.feed(_TEMPLATE.sub("", data("templates", name).read_text(encoding="utf-8")))
    running = [(tag, names, "") for tag, names in _IN_A_LINE]
    return frozenset({*reader.shapes, *running})


class _Shapes(HTMLParser):
    """Gathers which elements there are, and with which attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shapes: set[tuple[str, frozenset[str], str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.shapes.add((tag, frozenset(named) - {"selected"}, named.get("class") or ""))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


_FORMS: dict[str, Callable[[Statement, bytes, _Known], Iterator[str]]] = {
    "briefing.epub": _book,
    "captions.vtt": _captions,
    "chapters.json": _chapters,
    "index.html": _index,
    "player.html": _player,
    "summary.html": _page,
    "summary.md": _markdown,
    "summary.txt": _plain,
    "transcript.json": _transcript,
}
