"""Cover art: the headline in shaped Arabic on a plain ground, a PNG of the size that podcast directories ask for."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from briefing.files import write_bytes
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from briefing.model import Episode
    from briefing.production.lettering import Line

    Canvas = NDArray[np.float32]

NAME = "cover.png"
SIDE_PX = 1400
_MARGIN_PX = 120
_SHOW_TOP_PX = 190
_SHOW_SIZE_PX = 72
_RULE_PX = (240, 246)
_HEADLINE_TOP_PX, _HEADLINE_BOTTOM_PX = 290, 1060
_SIZES_PX = (150, 136, 122, 110, 98, 88, 78)
_LEADING = 1.42
_BARS_BASE_PX, _BAR_PX, _BAR_GAP_PX, _BAR_MOST_PX = 1300, 14, 15, 170
"""Sound, as bars: their heights come from the episode's name, so that every cover is its own."""


class Palette(NamedTuple):
    """The colours of a cover: ground, letters, and what sets off."""

    ground: tuple[int, int, int]
    letters: tuple[int, int, int]
    accent: tuple[int, int, int]


# Letters on ground reach a contrast of 12:1 or more, the accent 5:1 or more (WCAG 2.2, 1.4.6 and 1.4.3).
PALETTES = (
    Palette((16, 42, 67), (255, 255, 255), (246, 173, 85)),
    Palette((20, 61, 56), (255, 255, 255), (236, 201, 75)),
    Palette((66, 24, 43), (255, 255, 255), (251, 182, 206)),
    Palette((44, 36, 84), (255, 255, 255), (129, 230, 217)),
    Palette((58, 38, 20), (255, 255, 255), (246, 200, 120)),
)


def draw(episode: Episode, path: Path, *, show: str = "") -> Path:
    """Draw the episode's cover at `path` (PNG, 1400 px square, RGB). The same episode gives the same bytes."""
    return _draw(episode.script.title, show or _show_title(), episode.slug, path)


def draw_show(title: str, path: Path) -> Path:
    """Draw the show's own cover at `path`."""
    return _draw(title or _show_title(), "", "", path)


def _show_title() -> str:
    return str(read_toml(data("ar", "show.toml"))["title"])


def _draw(headline: str, show: str, name: str, path: Path) -> Path:
    import numpy as np

    seed = hashlib.sha256(name.encode()).digest()
    palette = PALETTES[seed[0] % len(PALETTES)]
    canvas = np.empty((SIDE_PX, SIDE_PX, 3), dtype=np.float32)
    canvas[:] = palette.ground
    if show:
        _write_show(canvas, show, palette.accent)
    canvas[slice(*_RULE_PX), _MARGIN_PX : SIDE_PX - _MARGIN_PX] = palette.accent
    _write_headline(canvas, headline, palette.letters)
    _draw_bars(canvas, seed, palette.accent)
    return write_bytes(path, png(np.rint(canvas).astype(np.uint8)))


def _write_show(canvas: Canvas, show: str, colour: tuple[int, int, int]) -> None:
    from briefing.production.lettering import wrap

    first = wrap(show, _SHOW_SIZE_PX, SIDE_PX - 2 * _MARGIN_PX)[0]
    _write(canvas, first, _SHOW_SIZE_PX, _SHOW_TOP_PX, colour)


def _write_headline(canvas: Canvas, headline: str, colour: tuple[int, int, int]) -> None:
    """Set the headline as large as it fits; one that fits at no size ends in an ellipsis."""
    from briefing.production.lettering import shorten, wrap

    width, height = SIDE_PX - 2 * _MARGIN_PX, _HEADLINE_BOTTOM_PX - _HEADLINE_TOP_PX
    for size in _SIZES_PX:
        lines = wrap(headline, size, width)
        most = int(height / (size * _LEADING))
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], shorten(lines[most - 1], size, width)]
    for number, line in enumerate(lines):
        _write(canvas, line, size, round(_HEADLINE_TOP_PX + size * (1 + number * _LEADING)), colour)


def _write(canvas: Canvas, line: Line, size_px: int, baseline_px: int, colour: tuple[int, int, int]) -> None:
    """Set a line on its baseline, flush right."""
    import numpy as np

    from briefing.production.lettering import letter

    mask, baseline = letter(line, size_px)
    mask = mask[:, -SIDE_PX + _MARGIN_PX :]
    right, top = SIDE_PX - _MARGIN_PX, baseline_px - baseline
    stretch = canvas[top : top + mask.shape[0], right - mask.shape[1] : right]
    part = mask[: stretch.shape[0], :, None].astype(np.float32) / 255
    stretch += (np.array(colour, dtype=np.float32) - stretch) * part


def _draw_bars(canvas: Canvas, seed: bytes, colour: tuple[int, int, int]) -> None:
    lefts = range(_MARGIN_PX, SIDE_PX - _MARGIN_PX - _BAR_PX + 1, _BAR_PX + _BAR_GAP_PX)
    for number, left in enumerate(lefts):
        height = _BAR_PX + seed[number % len(seed)] * (_BAR_MOST_PX - _BAR_PX) // 255
        top = _BARS_BASE_PX - (_BAR_MOST_PX + height) // 2
        canvas[top : top + height, left : left + _BAR_PX] = colour


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Write RGB pixels as PNG (ISO/IEC 15948): 8 bits a channel, no ancillary chunk."""
    import numpy as np

    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), dtype=np.uint8)
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes())), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
