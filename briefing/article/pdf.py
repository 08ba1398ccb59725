"""PDF files: glyphs at places, put together to lines, the lines to paragraphs, the largest of them the headline.

pdfminer.six says which glyph stands where. Arabic in a PDF is drawn, not written: `eye_order` gives each line the order
in which it is read. Vowel marks are left out: where they are drawn does not tell which letter they belong to.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from briefing import packages
from briefing.article.eye_order import read_line, turn_brackets
from briefing.article.foreign import name_of
from briefing.article.metadata import person
from briefing.article.paragraphs import SENTENCE_ENDS
from briefing.article.tables import told
from briefing.errors import InputError, SettingsError
from briefing.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.article.material import Material

_log = logging.getLogger(__name__)
_REMEDY = "save its text, and give that"
_LOCKED = ("is a locked PDF", "save it without protection")
_MOST_PAGES = 50
# A page of a newspaper has some hundred.
_MOST_PIECES = 5_000
# Points: no page is as wide.
_FARTHEST = 20_000
# A stream may unpack to a thousand times of what it weighs.
_MOST_BYTES = 100_000_000
_CHUNK = 1 << 16
_STREAM = re.compile(rb"stream\r?\n")
# What pdfminer raises for what is no whole PDF, its own errors aside.
_BROKEN = (
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
# Of the height of a letter: how far apart glyphs of one line may stand, pieces of it that are drawn apart (columns are
# as near), and glyphs of one word.
_SAME_BASELINE, _SAME_LINE, _SAME_PIECE, _SAME_WORD, _DRAWN_TWICE = 0.3, 1.5, 0.5, 0.22, 0.1
# Of a letter: how much of it the next one covers that is drawn over it.
_OVER, _JUST_BEHIND = 0.3, 1e-6
_ALIKE = 0.1
# Of the usual distance of lines: what parts paragraphs.
_PARAGRAPH_GAP = 1.35
# Of the height of a letter: how far apart the lines of a paragraph stand at most.
_WIDEST_PITCH = 2.4
# Of the height of a letter: how far the first line of a paragraph is indented, and what stands flush.
_INDENT, _FLUSH = (0.8, 4), 0.3
# Of the column: how much of it a line may leave empty that goes on, where the next word would have found room.
_SHORT_LINE = 0.55
# Of the page: where its head and foot stand; of the body's letters: how small theirs are.
_MARGIN, _SMALL = 0.06, 0.88
_HEADLINE = 1.15
# How much larger a first letter is than its line; how far from it a line may begin that is not flush, in its height.
_INITIAL, _BESIDE = 1.5, 8
# Words of a table's cell.
_LONGEST_CELL = 3
_LEAST_HEADLINE_WORDS = 3
# So many letters of a text may be unnamed: an ornament, the sign of a list.
_UNREADABLE = 0.002
_UNNAMED = re.compile(
    "\\(cid:[0-9]+\\)|[\ue000-\uf8ff\ufffd]|(?<=[\u0621-\u064a])[\u0080-\u02ff\u00b8](?=[\u0621-\u064a])"
)
# What stands for a glyph that the file names as no letter, or as nothing; for one whose text another glyph has.
_DOUBT, _SAID_BEFORE = "\N{REPLACEMENT CHARACTER}", "\N{ZERO WIDTH SPACE}"
# A font's sign for a stretched word may be named as a bracket: no bracket stands alone inside a word.
_STRETCHED = re.compile("(?<=[\u0621-\u064a])[()\\[\\]{}](?=[\u0621-\u064a])")
_PAGE_NUMBER = re.compile(r"\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*")
_LINKS = ("http://", "https://", "file://", "www.")


@dataclass(frozen=True, slots=True)
class _Glyph:
    """What one glyph says, where it stands on the page from `left` to `right` on its baseline, how high it is."""

    text: str
    left: float
    right: float
    baseline: float
    size: float

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2

    def is_under(self, other: _Glyph) -> bool:
        """Say whether another letter is drawn over it."""
        width = min(self.right - self.left, other.right - other.left)
        shared = min(self.right, other.right) - max(self.left, other.left)
        return self.text != other.text and shared >= _OVER * width


@dataclass
class _Line:
    """The glyphs of one line, as they are drawn; `page` counts from 0, `reach` is from where to where they stand."""

    glyphs: list[_Glyph]
    page: int
    reach: tuple[float, float]

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    def goes_on(self, piece: _Line, gap: float) -> bool:
        """Say whether a piece stands on its baseline, no farther from it than `gap`, in heights of a letter."""
        size, larger = sorted((self.glyphs[0].size, piece.glyphs[0].size))
        if larger > _INITIAL * size:
            return False  # a large first letter stands on the baseline of a later line
        apart = max(piece.reach[0] - self.reach[1], self.reach[0] - piece.reach[1])
        return abs(self.baseline - piece.baseline) <= _SAME_BASELINE * size and apart < gap * size

    def add(self, piece: _Line) -> None:
        """Take the glyphs of a piece, before anything else is asked."""
        self.glyphs += piece.glyphs
        self.reach = min(self.reach[0], piece.reach[0]), max(self.reach[1], piece.reach[1])

    @cached_property
    def left(self) -> float:
        return min(glyph.left for glyph in self.seen)

    @cached_property
    def right(self) -> float:
        return max(glyph.right for glyph in self.seen)

    @cached_property
    def size(self) -> float:
        return median(glyph.size for glyph in self.seen)

    @cached_property
    def seen(self) -> list[_Glyph]:
        """Return the glyphs that show something."""
        return [glyph for glyph in self.glyphs if not glyph.text.isspace()]

    @property
    def ahead(self) -> int:
        """Return 1 where the file draws it from left to right, -1 where from right to left."""
        return 1 if self.glyphs[-1].center >= self.glyphs[0].center else -1

    @cached_property
    def places(self) -> list[tuple[float, _Glyph]]:
        """Return the glyphs from left to right, each with its middle.

        Where letters are drawn over each other, the order in which the file draws them tells.
        """
        ahead = self.ahead
        found: list[tuple[float, _Glyph]] = []
        for glyph in self.glyphs:
            place = glyph.center
            if found and (place - found[-1][0]) * ahead <= 0 and found[-1][1].is_under(glyph):
                place = found[-1][0] + ahead * _JUST_BEHIND
            found.append((place, glyph))
        return sorted(found, key=lambda one: one[0])

    @cached_property
    def cells(self) -> list[str]:
        """Return what the glyphs say from left to right, with a space wherever one is seen."""
        found: list[str] = []
        before: _Glyph | None = None
        for _, glyph in self.places:
            if before is not None and glyph.left - before.right > _SAME_WORD * glyph.size:
                found.append(" ")
            twice = before is not None and glyph.text == before.text
            if before is not None and twice and glyph.center - before.center < _DRAWN_TWICE * glyph.size:
                continue
            found.append(glyph.text)
            before = glyph
        return found

    @cached_property
    def text(self) -> str:
        """Return the line as it is read inside a paragraph."""
        return self.read()

    def read(self, *, opens: bool = False) -> str:
        """Return the line as it is read; `opens` says that it opens its paragraph."""
        return " ".join(read_line(self.cells, opens=opens).split())

    @cached_property
    def first_word(self) -> float:
        """Return how wide its first word is, the one at the right."""
        width = self.right
        for glyph in sorted(self.glyphs, key=lambda glyph: -glyph.center):
            if glyph.text.isspace() or width - glyph.right > _SAME_WORD * glyph.size:
                break
            width = min(width, glyph.left)
        return self.right - width


def read_pdf(material: Material) -> tuple[Article, ...]:
    """Read a PDF: its largest line is the headline. Raises InputError where it is none, or holds no text.

    Raises SettingsError where pdfminer.six is not installed.
    """
    if not find_spec("pdfminer"):
        raise SettingsError(material.source, "the package pdfminer.six is missing", packages.install("pdfminer.six"))
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfminer.psexceptions import PSException

    try:
        _refuse_bombs(material)
        author, lines = _read(material)
    except PDFEncryptionError as error:
        raise InputError(material.source, *_LOCKED) from error
    except (PSException, *_BROKEN) as error:
        raise InputError(material.source, "is no whole PDF", _REMEDY) from error
    texts = _paragraphs(lines, material.source)
    if not texts:
        raise InputError(material.source, "is a PDF without a text: it may be a picture of one", _REMEDY)
    unnamed = sum(len(_UNNAMED.findall(text)) for text in texts)
    if unnamed > _UNREADABLE * sum(map(len, texts)):
        raise InputError(material.source, "is a PDF that does not say which letters it shows", _REMEDY)
    return (Article(source=material.source, paragraphs=tuple(texts), byline=person(author)),)


def _refuse_bombs(material: Material) -> None:
    """Raise InputError for a file whose streams unpack to too much, before anybody unpacks them."""
    left, data = _MOST_BYTES, memoryview(material.data)
    for stream in _STREAM.finditer(material.data):
        packed: memoryview | bytes = data[stream.end() :]
        while len(packed) and packed[0] & 0x0F == zlib.DEFLATED and left > 0:
            packed = _unpacked(packed, left)
            left -= len(packed)
    if left <= 0:
        raise InputError(material.source, f"unpacks to more than {_MOST_BYTES // 1_000_000} MB", _REMEDY)


def _unpacked(packed: memoryview | bytes, most: int) -> bytes:
    """Return what a stream unpacks to, `most` bytes of it at the most, up to where it is broken or ends."""
    unpacker, found = zlib.decompressobj(), bytearray()
    for start in range(0, len(packed), _CHUNK):
        try:
            found += unpacker.decompress(packed[start : start + _CHUNK], most - len(found))
        except zlib.error:
            break
        if unpacker.eof or len(found) >= most:
            break
    return bytes(found)


def _read(material: Material) -> tuple[str | None, list[_Line]]:
    """Return who is said to have written a PDF, and its lines in the order in which they are drawn."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.utils import decode_text

    # Of a damaged file it logs every damage, by the thousand.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    # Mail gateways leave lines before it; its table counts from its own beginning.
    start = max(0, material.data.find(b"%PDF-"))
    document = PDFDocument(PDFParser(io.BytesIO(material.data[start:])))
    if document.encryption:
        raise InputError(material.source, *_LOCKED)
    resources = PDFResourceManager()
    device = _device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    lines: list[_Line] = []
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number == _MOST_PAGES:
            raise InputError(material.source, f"has more than {_MOST_PAGES} pages", "give the pages of one article")
        interpreter.process_page(page)
        shown = device.get_result()
        lines += _without_margins(_lines(_glyphs(shown), number, material.source), shown.y0, shown.y1)
    author = next((info["Author"] for info in document.info if isinstance(info.get("Author"), bytes)), b"")
    return decode_text(author) or None, _without_repeats(lines)


def _device(resources: Any) -> Any:  # noqa: ANN401 - a device of pdfminer, which has the page that it was shown
    """Make a device that gives glyphs the text that the file says they stand for (`ActualText`), where it does.

    Producers say it where one glyph is several letters, or a font names it wrongly: the first of the glyphs has it all.
    """
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.utils import decode_text

    class Device(PDFPageAggregator):
        def __init__(self) -> None:
            super().__init__(resources, laparams=None)
            self.said: list[list[Any]] = []

        def begin_tag(self, _tag: Any, props: Any = None) -> None:  # noqa: ANN401 - as pdfminer gives them
            actual = props.get("ActualText") if isinstance(props, dict) else None
            self.said.append([decode_text(actual), None] if isinstance(actual, bytes) else [])

        def end_tag(self) -> None:
            del self.said[-1:]

        def render_char(self, *given: Any) -> float:  # noqa: ANN401 - as pdfminer gives them
            advance: float = super().render_char(*given)
            said = next((one for one in reversed(self.said) if one), None)
            glyph: Any = self.cur_item._objs[-1] if said else None  # noqa: SLF001 - pdfminer has no other way
            if said and said[1] is None:
                glyph._text, said[1] = said[0], glyph  # noqa: SLF001
            elif said:
                first, glyph._text = said[1], _SAID_BEFORE  # noqa: SLF001
                first.set_bbox((min(first.x0, glyph.x0), first.y0, max(first.x1, glyph.x1), first.y1))
            return advance

    return Device()


def _glyphs(item: Any) -> Iterator[_Glyph]:  # noqa: ANN401 - a page of pdfminer, or what it holds
    """Yield the glyphs of a page that stand upright and say something, as they are drawn; vowel marks are left out."""
    from pdfminer.layout import LTChar, LTContainer

    if isinstance(item, LTContainer):
        for part in item:
            yield from _glyphs(part)
    elif isinstance(item, LTChar):
        # A letter that the file gives no text to is a letter still.
        text = "".join(map(_said, item.get_text() or (_DOUBT if item.adv > 0 else "")))
        along, slant, _, _, _, baseline = item.matrix
        # What is damaged stands anywhere: not a number compares with nothing.
        on_page = all(abs(place) < _FARTHEST for place in (item.x0, item.x1, baseline, item.size))
        if text and slant == 0 and along > 0 and on_page:
            yield _Glyph(text, item.x0, item.x1, baseline, max(item.size, 1.0))


def _said(letter: str) -> str:
    """Return a letter, nothing for a vowel mark or what has no form, and a sign of doubt for what is none."""
    category = unicodedata.category(letter)
    if category in ("Mn", "Cf"):
        return ""
    return _DOUBT if category in ("Cc", "Co", "Cn") and not letter.isspace() else letter


def _lines(glyphs: Iterable[_Glyph], page: int, source: str) -> list[_Line]:
    """Put the glyphs of a page together to lines: those that follow each other, then what is drawn in pieces."""
    pieces: list[_Line] = []
    for glyph in glyphs:
        piece = _Line([glyph], page, (glyph.left, glyph.right))
        if pieces and pieces[-1].goes_on(piece, _SAME_LINE):
            pieces[-1].add(piece)
        else:
            pieces.append(piece)
    if len(pieces) > _MOST_PIECES:
        raise InputError(source, f"has a page of more than {_MOST_PIECES} pieces of text", _REMEDY)
    lines: list[_Line] = []
    for piece in pieces:
        line = next((one for one in lines if one.goes_on(piece, _SAME_PIECE)), None)
        if line is None:
            lines.append(piece)
        else:
            line.add(piece)
    return _with_initials([line for line in lines if line.seen])


def _without_margins(lines: Sequence[_Line], bottom: float, top: float) -> list[_Line]:
    """Return the lines of a page without its head and foot: small letters at the edge, addresses, page numbers."""
    if not lines:
        return []
    body = _body_size(lines)
    edge = _MARGIN * (top - bottom)

    def is_margin(line: _Line) -> bool:
        text = line.text
        outside = line.baseline < bottom + edge or line.baseline > top - edge
        aside = line.size < _SMALL * body or _PAGE_NUMBER.fullmatch(text) or text.startswith(_LINKS)
        return outside and bool(aside)

    return [line for line in lines if not is_margin(line)]


def _without_repeats(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines without those that stand at the same height of several pages: what all pages are headed with."""
    seen: dict[tuple[int, str], set[int]] = {}
    for line in lines:
        seen.setdefault(_mark(line), set()).add(line.page)
    return [line for line in lines if len(seen[_mark(line)]) == 1]


def _mark(line: _Line) -> tuple[int, str]:
    return round(line.baseline), re.sub(r"\d+", "", line.text)


def _body_size(lines: Iterable[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.seen)
    return max(sizes, key=lambda size: (sizes[size], -size))


def _paragraphs(lines: Sequence[_Line], source: str) -> list[str]:
    """Put lines together to paragraphs, the headline first; small tables are told row by row."""
    if not lines:
        return []
    pitch, body = _pitch(lines), _body_size(lines)
    found: list[list[_Line]] = []
    texts: list[str] = []
    left_out = 0
    for several, rows in groupby(_rows(lines), key=len):
        table = list(rows)
        if several > 1 and not _are_columns(table):
            told_rows = told([[cell.read(opens=True) for cell in row] for row in table], headed=False)
            left_out += not told_rows
            found += [row for row, _ in zip(table, told_rows, strict=False)]
            texts += told_rows
        else:
            parts = _joined([line for column in zip(*table, strict=True) for line in column], lines, pitch)
            found += parts
            texts += [
                " ".join(line.text if at else line.read(opens=True) for at, line in enumerate(part)) for part in parts
            ]
    if left_out:
        _log.warning("%s: %d of its tables are not read", name_of(source), left_out)
    headline = _headline(found, texts, body)
    order = [headline, *(at for at in range(len(texts)) if at != headline)] if texts else []
    return [turn_brackets(_STRETCHED.sub("", texts[at])) for at in order]


def _rows(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines, those together that are drawn one after the other on one baseline: a table's row, right to left.

    A row that stands alone is no table's, but a line with a wide gap in it.
    """
    rows: list[list[_Line]] = []
    for line in lines:
        before = rows[-1][-1] if rows else None
        if before is not None and before.page == line.page and _share_baseline(before, line):
            rows[-1].append(line)
        else:
            rows.append([line])
    for number, row in enumerate(rows):
        beside = [*rows[max(0, number - 1) : number], *rows[number + 1 : number + 2]]
        if len(row) > 1 and not any(len(one) == len(row) for one in beside):
            yield from ([line] for line in row)
        else:
            yield sorted(row, key=lambda line: -line.right)


def _are_columns(rows: Sequence[Sequence[_Line]]) -> bool:
    """Say whether rows are the lines of columns that are drawn across: a table's cells are short."""
    return median(len(cell.text.split()) for row in rows for cell in row) > _LONGEST_CELL


def _share_baseline(one: _Line, other: _Line) -> bool:
    return abs(one.baseline - other.baseline) <= _SAME_BASELINE * min(one.size, other.size)


def _joined(some: Sequence[_Line], lines: Sequence[_Line], pitch: dict[float, float]) -> list[list[_Line]]:
    """Put some of the lines together to paragraphs."""
    pages = {page: list(on_page) for page, on_page in groupby(lines, key=lambda line: line.page)}
    columns = [_column(line, pages[line.page]) for line in some]
    found = [[some[0]]]
    for at, (before, line) in enumerate(pairwise(some)):
        if _is_one_paragraph(before, line, columns[at], columns[at + 1], pitch):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _with_initials(lines: Sequence[_Line]) -> list[_Line]:
    """Give the large first letter of a story back to the line that it opens: the first that stands beside it."""
    kept = list(lines)
    for initial in lines:
        if len(initial.seen) != 1 or not initial.seen[0].text.isalpha():
            continue
        beside = [line for line in lines if _stands_beside(line, initial)]
        if beside:
            opened = max(beside, key=lambda line: line.baseline)
            edge = opened.right
            letter = replace(initial.seen[0], left=edge, right=edge, baseline=opened.baseline)
            opened.glyphs.insert(len(opened.glyphs) if opened.ahead > 0 else 0, letter)
            kept = [line for line in kept if line is not initial]
    return [_Line(line.glyphs, line.page, line.reach) for line in kept]


def _stands_beside(line: _Line, initial: _Line) -> bool:
    high = initial.baseline - line.size < line.baseline < initial.baseline + initial.size
    return high and initial.size > _INITIAL * line.size and 0 <= initial.left - line.right < _BESIDE * line.size


def _headline(found: Sequence[Sequence[_Line]], texts: Sequence[str], body: float) -> int:
    """Return which paragraph is the headline: the largest of the first page, else the first."""
    large = [
        at
        for at, part in enumerate(found)
        if part[0].page == 0 and part[0].size > _HEADLINE * body and len(texts[at].split()) >= _LEAST_HEADLINE_WORDS
    ]
    return max(large, key=lambda at: (found[at][0].size, -at), default=0)


def _column(line: _Line, lines: Iterable[_Line]) -> tuple[float, float]:
    """Return from where to where the lines of its page reach that stand above and below it in letters of its size."""
    beside = [one for one in lines if one.left < line.right and line.left < one.right and _is_alike(one, line)]
    beside.append(line)
    return min(one.left for one in beside), max(one.right for one in beside)


def _is_alike(one: _Line, other: _Line) -> bool:
    return abs(one.size - other.size) <= _ALIKE * max(one.size, other.size)


def _pitch(lines: Sequence[_Line]) -> dict[float, float]:
    """Return how far lines of a size stand apart, as most of them do."""
    found: dict[float, list[float]] = {}
    for before, line in pairwise(lines):
        down = before.baseline - line.baseline
        if before.page == line.page and _is_alike(before, line) and down > 0:
            found.setdefault(round(line.size), []).append(down)
    return {size: min(sorted(gaps)[len(gaps) // 4], _WIDEST_PITCH * size) for size, gaps in found.items()}


def _is_one_paragraph(
    before: _Line, line: _Line, column: tuple[float, float], next_column: tuple[float, float], pitch: dict[float, float]
) -> bool:
    """Say whether a line goes on with the paragraph of the line before it.

    A line ends a paragraph where the next word would still have found room.
    """
    if not _is_alike(before, line):
        return False
    down = before.baseline - line.baseline
    below = before.page == line.page and down > 0 and before.left < line.right and line.left < before.right
    if below and down > _PARAGRAPH_GAP * pitch.get(round(line.size), down):
        return False
    width, ended = column[1] - column[0], before.text.endswith(SENTENCE_ENDS)
    room = width - (before.right - before.left)
    if room > line.first_word + _SAME_WORD * line.size and (ended or room > _SHORT_LINE * width):
        return False
    flush = column[1] - before.right < _FLUSH * line.size and line.left - next_column[0] < _FLUSH * line.size
    indented = flush and _INDENT[0] < (next_column[1] - line.right) / line.size < _INDENT[1]
    goes_on_elsewhere = before.page != line.page or down < 0
    return not indented and (below or (goes_on_elsewhere and not ended))
