"""Arabic lettering: text shaped by HarfBuzz in a real font, set from right to left, as a mask of coverage.

HarfBuzz draws the outlines as well, so no system library has a say in how the letters look. The order of Latin words
and numbers among Arabic ones follows the Unicode Bidirectional Algorithm.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import uharfbuzz
    from numpy.typing import NDArray

FAMILY = "Amiri"
BOLD = 700
REGULAR = 400
# HarfBuzz reckons in whole numbers: sixty-four to a pixel.
_UNITS_PER_PIXEL = 64
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_NUMBERS = frozenset({"EN", "AN"})
_RIGHT = frozenset({"R", "AL"}) | _NUMBERS
_WORD = re.compile(r"\S+")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
# What is set is looked at only so far. A cover holds 350 of the narrowest letters; a "headline" of a hundred thousand
# letters without a space took 9 s and 374 MB to draw.
_MOST_CHARACTERS = 1000


class Lettering(NamedTuple):
    """A line of text as coverage (0-255, rows from top to bottom) and the row of its baseline."""

    coverage: NDArray[np.uint8]
    baseline: int


class Line(NamedTuple):
    """A line of text, and for each of its characters whether it goes right to left."""

    text: str
    rtl: tuple[bool, ...]


def wrap(text: str, size_px: int, width_px: int, *, weight: int = BOLD) -> list[Line]:
    """Break a text into lines that fit a width; a word that is wider stands alone. A text without end is cut."""
    text = " ".join(text.split())[:_MOST_CHARACTERS]
    rtl = directions(text)
    lines: list[Line] = []
    start = end = 0
    for word in _WORD.finditer(text):
        line = Line(text[start : word.end()], rtl[start : word.end()])
        if end and measure(line, size_px, weight=weight) > width_px:
            lines.append(Line(text[start:end], rtl[start:end]))
            start = word.start()
        end = word.end()
    return [*lines, Line(text[start:end], rtl[start:end])] if end else lines


def shorten(line: Line, size_px: int, width_px: int, *, weight: int = BOLD) -> Line:
    """Cut whole words from the end of a line until it fits with an ellipsis."""
    ends = [word.end() for word in _WORD.finditer(line.text)]
    for end in reversed(ends):
        shorter = Line(line.text[:end] + _ELLIPSIS, (*line.rtl[:end], True))
        if measure(shorter, size_px, weight=weight) <= width_px:
            break
    return shorter


def measure(line: Line, size_px: int, *, weight: int = BOLD) -> float:
    """Return the width of a line in pixels."""
    return sum(run.width for run in _shaped(line, size_px, weight)) / _UNITS_PER_PIXEL


def letter(line: Line, size_px: int, *, weight: int = BOLD) -> Lettering:
    """Draw a line, its right edge at the right edge of the mask."""
    import uharfbuzz as hb

    runs = _shaped(line, size_px, weight)
    font = _font(size_px, weight)
    pen = hb.RasterDraw()
    width = sum(run.width for run in runs)
    right = width
    for run in runs:
        x = right - run.width
        for glyph in run.glyphs:
            place = ((x + glyph.x) / _UNITS_PER_PIXEL, glyph.y / _UNITS_PER_PIXEL)
            pen.transform = (1 / _UNITS_PER_PIXEL, 0.0, 0.0, 1 / _UNITS_PER_PIXEL, *place)
            pen.draw_glyph(font, glyph.number)
            x += glyph.advance
        right -= run.width
    return _mask(pen.render(), -(-width // _UNITS_PER_PIXEL))


def directions(text: str) -> tuple[bool, ...]:
    """Say for each character of a right-to-left paragraph whether it goes right to left.

    Unicode Standard Annex 9 without embeddings: the weak types (W1-W7), the brackets (N0), then the neutral ones
    (N1, N2).
    """
    kinds = _weak([unicodedata.bidirectional(character) for character in text])
    sides = ["L" if kind == "L" else "R" if kind in _RIGHT else "N" for kind in kinds]
    for pair in _pairs(text):
        _turn(sides, *pair)
    start = 0
    for side, group in groupby(sides):
        end = start + len(list(group))
        if side == "N":
            around = {sides[start - 1] if start else "R", sides[end] if end < len(sides) else "R"}
            sides[start:end] = ["L" if around == {"L"} else "R"] * (end - start)
        start = end
    # A number counts as right-to-left for what stands beside it, yet its own digits go left to right.
    return tuple(side == "R" and kind not in _NUMBERS for side, kind in zip(sides, kinds, strict=True))


def _pairs(text: str) -> list[tuple[int, int]]:
    """Find the places of brackets that belong together (BD16), by the place of the opening one."""
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if character in _BRACKETS:
            waiting.append((_BRACKETS[character], place))
        depths = [depth for depth, (closing, _) in enumerate(waiting) if closing == character]
        if depths:
            pairs.append((waiting[depths[-1]][1], place))
            del waiting[depths[-1] :]
    return sorted(pairs)


def _turn(sides: list[str], opening: int, closing: int) -> None:
    """Turn a pair of brackets as what stands in it, and Latin in it as what stands before (N0)."""
    inside = set(sides[opening + 1 : closing])
    if "R" in inside:
        side = "R"
    elif "L" in inside:
        side = next((side for side in reversed(sides[:opening]) if side != "N"), "R")
    else:
        return
    sides[opening] = sides[closing] = side


def _weak(classes: Sequence[str]) -> list[str]:
    kinds: list[str] = []
    letters = "R"
    for kind in classes:
        resolved = (kinds[-1] if kinds else "R") if kind == "NSM" else kind
        if resolved in {"L", "R", "AL"}:
            letters = resolved
        kinds.append("AN" if resolved == "EN" and letters == "AL" else resolved)
    for index in range(1, len(kinds) - 1):
        before, kind, after = kinds[index - 1 : index + 2]
        if before == after and ((kind == "CS" and before in _NUMBERS) or (kind == "ES" and before == "EN")):
            kinds[index] = before
    _join_terminators(kinds)
    letters = "R"
    for index, kind in enumerate(kinds):
        if kind in {"L", "R", "AL"}:
            letters = kind
        elif kind == "EN" and letters == "L":
            kinds[index] = "L"
    return kinds


def _join_terminators(kinds: list[str]) -> None:
    """Make signs beside a European number (W5) part of it: the percent sign of a number after Latin letters."""
    start = 0
    for kind, group in groupby(list(kinds)):
        end = start + len(list(group))
        if kind == "ET" and "EN" in {*kinds[max(start - 1, 0) : start], *kinds[end : end + 1]}:
            kinds[start:end] = ["EN"] * (end - start)
        start = end


def _mask(image: uharfbuzz.RasterImage, width: int) -> Lettering:
    """Cut the drawing to the line's own width, and turn it round: HarfBuzz counts rows from the bottom."""
    drawn = image.extents
    if not drawn.width or not drawn.height:
        return Lettering(np.zeros((1, max(width, 1)), dtype=np.uint8), 0)
    rows = np.frombuffer(image.buffer, dtype=np.uint8).reshape(drawn.height, drawn.stride)[::-1, : drawn.width]
    left, right = min(drawn.x_origin, 0), max(drawn.x_origin + drawn.width, width)
    mask = np.zeros((drawn.height, right - left), dtype=np.uint8)
    mask[:, drawn.x_origin - left : drawn.x_origin - left + drawn.width] = rows
    return Lettering(mask, drawn.height + drawn.y_origin)


class _Glyph(NamedTuple):
    number: int
    x: int
    y: int
    advance: int


class _Run(NamedTuple):
    glyphs: tuple[_Glyph, ...]
    width: int


def _shaped(line: Line, size_px: int, weight: int) -> list[_Run]:
    """Shape a line run by run, the runs in the order in which they stand from right to left."""
    runs, start = [], 0
    for rtl, group in groupby(line.rtl):
        end = start + len(list(group))
        runs.append(_shape(line.text[start:end], size_px, weight, rtl=rtl))
        start = end
    return runs


def _shape(text: str, size_px: int, weight: int, *, rtl: bool) -> _Run:
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = "Arab" if rtl else "Latn"
    buffer.language = "ar" if rtl else "en"
    hb.shape(_font(size_px, weight), buffer)
    glyphs = tuple(
        # Glyph 0 is the box of a character that the font lacks: better nothing than a box.
        _Glyph(info.codepoint, place.x_offset, place.y_offset, place.x_advance)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        if info.codepoint
    )
    return _Run(glyphs, sum(glyph.advance for glyph in glyphs))


@cache
def _font(size_px: int, weight: int) -> uharfbuzz.Font:
    import uharfbuzz as hb

    font = hb.Font(_face(weight))
    font.scale = (size_px * _UNITS_PER_PIXEL, size_px * _UNITS_PER_PIXEL)
    return font


@cache
def _face(weight: int) -> uharfbuzz.Face:
    import fontpkg
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(str(fontpkg.path(FAMILY, weight=weight))))
