"""Reading: what comes in as a file or on standard input, and the one clear line where it cannot be read."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from briefing.article import paragraphs
from briefing.article.read import MAX_BYTES, read
from briefing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

STORY = (
    "افتتاح مكتبة عامة في المدينة\n\nافتتحت البلدية مكتبة عامة يوم الأحد.\n\nوقالت المديرة: “أبوابنا مفتوحة للجميع”.\n"
)
PARAGRAPHS = (
    "افتتاح مكتبة عامة في المدينة",
    "افتتحت البلدية مكتبة عامة يوم الأحد.",
    "وقالت المديرة: “أبوابنا مفتوحة للجميع”.",
)
STORY = "\n\n".join(PARAGRAPHS) + "\n"
WIRE_STORY = STORY.replace("“", '"').replace("”", '"')


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return tmp_path / "story.txt"


def test_each_line_that_is_not_empty_is_a_paragraph_and_the_first_is_the_headline(story: Path) -> None:
    story.write_text(STORY, encoding="utf-8")
    (article,) = read(str(story))
    assert article.paragraphs == PARAGRAPHS
    assert article.source == str(story)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1256"])
def test_the_same_paragraphs_come_out_of_every_encoding(story: Path, codec: str) -> None:
    story.write_bytes(STORY.encode(codec))
    assert read(str(story))[0].paragraphs == PARAGRAPHS


def test_the_old_wire_encoding_is_read_too(story: Path) -> None:
    story.write_bytes(WIRE_STORY.encode("iso-8859-6"))
    assert "\n\n".join(read(str(story))[0].paragraphs) == WIRE_STORY.strip()


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252", "cp1256"])
def test_text_that_was_encoded_twice_is_put_right(story: Path, wrong: str) -> None:
    mistaken = "".join(bytes([byte]).decode(wrong, errors="ignore") or chr(byte) for byte in STORY.encode())
    story.write_text(mistaken, encoding="utf-8", newline="")
    assert read(str(story))[0].paragraphs == PARAGRAPHS


def test_an_article_comes_in_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    assert read("-")[0].paragraphs == PARAGRAPHS


def test_a_headline_alone_is_an_article(story: Path) -> None:
    story.write_text(PARAGRAPHS[0], encoding="utf-8")
    assert read(str(story))[0].paragraphs == PARAGRAPHS[:1]


def test_lines_broken_to_a_width_are_joined_again() -> None:
    first = "أعلنت وزارة الصحة اليوم افتتاح ثلاثة مراكز جديدة في المحافظات الجنوبية"
    text = (
        f"{first}\nلتقديم خدمات الرعاية الأولية للسكان الذين كانوا يقطعون مسافات طويلة\n"
        "للوصول إلى أقرب مستشفى في العاصمة، وقال الوزير إن العمل في المراكز يبدأ\nالشهر المقبل.\n\nانتهى الخبر هنا.\n"
    )
    found = paragraphs.split(text)
    assert len(found) == 2
    assert found[0].startswith(first + " لتقديم")


def test_short_lines_are_not_taken_for_broken_ones() -> None:
    assert len(paragraphs.split("عنوان قصير\nفقرة أولى.\nفقرة ثانية أطول قليلا.\nفقرة ثالثة.\nوأخيرة.")) == 5


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n ", "is empty"),
        ("\ufeff\n\u200f\n".encode(), "is empty"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x21TSSE", "an MP3 file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture"),
        (b"PK\x03\x04\x14\x00\x06\x00", "a zip archive"),
        (b"%PDF-1.7\n", "no whole PDF"),
        (bytes(range(256)) * 40, "is not a text"),
        (b"An article about a library, in English.", "not an Arabic text"),
        (b"12345 678", "not an Arabic text"),
        ("نمایشگاه کتاب تهران گشایش یافت".encode(), "not an Arabic text"),
        ("این کتابخانه برای همه است که در شهر باز شده است.".encode(), "not an Arabic text"),
        ("یہ کتب خانہ شہر میں سب کے لیے کھلا ہے اور اس میں کتابیں ہیں۔".encode(), "not an Arabic text"),
        (STORY.encode()[:-3] + b"\xd9 " + STORY.encode(), "broken UTF-8 near line"),
        ("\ufeff".encode("utf-16-le") + STORY.encode("utf-16-le") + b"\x00\xd8", "broken UTF-16"),
    ],
)
def test_what_is_no_arabic_text_is_refused_in_one_clear_line(story: Path, data: bytes, said: str) -> None:
    story.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(str(story))
    assert said in caught.value.what
    assert caught.value.where == str(story)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "said"),
    [("no/such/story.txt", "no such file"), ("bad\0name", "no file name"), ("ا" * 5000, "file name")],
)
def test_a_path_that_leads_nowhere_is_said_so(source: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(source)


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read(str(tmp_path))


def test_a_file_that_may_not_be_read_is_said_so(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(InputError, match="may not be read"):
        read(str(story))


def test_more_than_the_stated_size_is_refused(story: Path) -> None:
    with story.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="larger than 20 MB"):
        read(str(story))
