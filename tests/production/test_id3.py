"""Tags as other programs read them: chapters in the order of time, however many and whatever their titles."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.id3 import ID3

from briefing.model import Chapter, ChapterKind, TimedChapter
from briefing.production import id3

TITLES = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=90)


def timed(number: int, title: str) -> TimedChapter:
    chapter = Chapter(kind=ChapterKind.QUOTE, title=title, utterances=(), speaker="متحدثة" if number % 2 else None)
    return TimedChapter(chapter=chapter, start_ms=1000 * number, end_ms=1000 * number + 1000, cues=())


def read(frames: list[bytes]) -> Any:  # noqa: ANN401 - mutagen has no types
    return ID3(BytesIO(id3.tag(frames)), translate=False)


@given(titles=st.lists(TITLES, min_size=1, max_size=12))
@settings(max_examples=50, deadline=None)
def test_every_title_is_read_as_it_was_written(titles: list[str]) -> None:
    tags = read(id3.chapters("الموجز", [timed(number, title) for number, title in enumerate(titles)]))
    listed = [tags[f"CHAP:{name}"] for name in tags["CTOC:toc"].child_element_ids]
    assert [str(frame.sub_frames["TIT2"]) for frame in listed] == titles
    assert [frame.start_time for frame in listed] == [1000 * number for number in range(len(titles))]


def test_chapter_frames_stand_in_the_order_of_time_whatever_their_size() -> None:
    titles = ["عنوان طويل " * 9, "قصير", "عنوان أطول " * 20, "خ"]
    written = b"".join(id3.chapters("الموجز", [timed(number, title) for number, title in enumerate(titles)]))
    places = [written.index(title.encode("utf-16-le")) for title in titles]
    assert places == sorted(places)
    assert written.startswith(b"CTOC")


@pytest.mark.parametrize("count", [255, 256, 700])
def test_more_chapters_than_a_table_holds_get_a_table_of_tables(count: int) -> None:
    tags = read(id3.chapters("الموجز", [timed(number, f"فصل {number}") for number in range(count)]))
    tables = {frame.element_id: frame for frame in tags.getall("CTOC")}
    assert all(len(frame.child_element_ids) <= 255 for frame in tables.values())
    top = tables.pop("toc")
    names = [
        name for child in top.child_element_ids for name in (tables[child].child_element_ids if tables else [child])
    ]
    assert names == [f"chp{number}" for number in range(count)]
    assert len(tags.getall("CHAP")) == count


@pytest.mark.parametrize(("head", "length"), [(b"", 0), (b"\xff\xfb\x90\x00 no tag", 0), (b"ID3", 0)])
def test_a_file_without_a_tag_begins_at_its_first_byte(head: bytes, length: int) -> None:
    assert id3.length_bytes(head) == length


@given(size=st.integers(0, 300_000))
@settings(max_examples=30, deadline=None)
def test_a_tag_knows_its_own_length(size: int) -> None:
    made = id3.tag([id3.picture(bytes(size), "image/png")])
    assert id3.length_bytes(made[:10]) == len(made)
