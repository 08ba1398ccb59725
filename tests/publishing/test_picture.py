"""Covers: what directories take."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from briefing.production import cover
from briefing.publishing import feed, picture
from briefing.settings import Show

if TYPE_CHECKING:
    from pathlib import Path


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


def jpeg(width: int, height: int) -> bytes:
    words = b"\xff\xe0\x00\x10" + bytes(14)
    return b"\xff\xd8" + words + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + bytes(12)


@pytest.mark.parametrize(
    ("content", "size", "taken"),
    [
        (png(1400, 1400), (1400, 1400), True),
        (png(1399, 1399), (1399, 1399), False),
        (png(1400, 1500), (1400, 1500), False),
        (jpeg(3000, 3000), (3000, 3000), True),
        (jpeg(3001, 3001), (3001, 3001), False),
        (b"\xff\xd8\xff", None, False),
        (b"GIF89a", None, False),
        (b"", None, False),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_cover_is_square_and_of_the_right_size(
    content: bytes,
    size: tuple[int, int] | None,
    taken: bool,  # noqa: FBT001 - a case of the table
    tmp_path: Path,
) -> None:
    path = tmp_path / "cover"
    path.write_bytes(content)
    assert picture.size(path) == size
    assert picture.is_cover(path) is taken


def test_the_drawn_cover_is_taken(tmp_path: Path) -> None:
    assert picture.is_cover(cover.draw_show("الموجز", tmp_path / "cover.png"))


def test_a_feed_without_a_right_cover_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    feed.rebuild(tmp_path, Show())
    assert "has no cover" in caplog.text
    (tmp_path / "cover.jpg").write_bytes(b"GIF89a")
    feed.rebuild(tmp_path, Show())
    assert "1400 to 3000" in caplog.text
