"""`corrections.toml`: read with care, changed without touching what a person wrote around."""

from __future__ import annotations

from datetime import UTC, datetime

import hypothesis
import hypothesis.strategies as st
import pytest

from briefing.arabic import shadda_first
from briefing.corrections import Row, parsed, row, rows_of
from briefing.corrections.sheet import written
from briefing.errors import SettingsError

AT = datetime(2026, 11, 29, 8, 30, tzinfo=UTC)
LEAVE = Row(kind="leave", article="story.txt", text="جملة لا تقال", by="سلمى", at=AT)
READING = Row(kind="reading", text="عبر", to=shadda_first("عَبَّرَ"))
BY_HAND = """# ما قررناه
version = 1

# لا تُقال
[[leave]]
text = "جملة لا تقال"   # من الفقرة الثانية
article = "story.txt"

# الكاتب سماها
[[speaker]]
article = "story.txt"
text = \"\"\"قول
على سطرين\"\"\"
to = "ليلى منصور"
"""


def read(text: str) -> tuple[Row, ...]:
    return parsed(text.encode(), "corrections.toml")


def test_what_is_written_is_read_back() -> None:
    text = written("", [], [LEAVE, READING], "corrections.toml")
    assert read(text) == (LEAVE, READING)
    assert text.startswith("# ")
    assert "at = 2026-11-29T08:30:00Z" in text


def test_a_file_of_nothing_but_our_own_is_gone_when_its_rows_are() -> None:
    text = written("", [], [LEAVE, READING], "corrections.toml")
    assert written(text, [READING, LEAVE], [], "corrections.toml") == ""


def test_what_a_person_wrote_around_stays_byte_by_byte() -> None:
    more = written(BY_HAND, [], [READING], "corrections.toml")
    assert more.startswith(BY_HAND)
    assert written(more, [READING], [], "corrections.toml") == BY_HAND


def test_a_row_by_hand_is_taken_out_with_its_remarks_left() -> None:
    leave, speaker = read(BY_HAND)
    after = written(BY_HAND, [leave], [], "corrections.toml")
    assert read(after) == (speaker,)
    assert "# الكاتب سماها\n[[speaker]]" in after
    assert after.startswith("# ما قررناه\nversion = 1\n\n# لا تُقال\n")
    assert read(written(BY_HAND, [speaker], [LEAVE], "corrections.toml")) == (leave, LEAVE)


def test_a_file_that_cannot_be_changed_safely_is_left_to_people() -> None:
    inline = 'leave = [{ article = "story.txt", text = "جملة لا تقال" }]\n'
    assert len(read(inline)) == 1
    with pytest.raises(SettingsError, match="by hand"):
        written(inline, list(read(inline)), [], "corrections.toml")
    with pytest.raises(SettingsError, match="by hand"):
        written(inline, [], [LEAVE], "corrections.toml")


OFF = [
    ("not toml", "mend the file"),
    ("version = 2\n", "version 1"),
    ('[[drop]]\narticle = "a"\n', "unknown kind"),
    ("leave = 1\n", "write each decision as"),
    ('[[leave]]\narticle = "a"\n', "has no 'text'"),
    ('[[leave]]\ntext = "a"\n', "has no 'article'"),
    ('[[leave]]\narticle = "a"\ntext = " "\n', "empty text"),
    ('[[leave]]\narticle = "a"\ntext = "b"\nto = "c"\n', "unknown key 'to'"),
    ('[[leave]]\narticle = "a"\ntext = 5\n', "in quotation marks"),
    ('[[leave]]\narticle = "a"\ntext = "b"\nnth = -1\n', "count the places"),
    ('[[leave]]\narticle = "a"\ntext = "b"\nnth = true\n', "count the places"),
    ('[[leave]]\narticle = "a"\ntext = "b"\nat = "today"\n', "give a moment"),
    ('[[reading]]\ntext = "عبر"\nto = "عبر"\n', "is no reading"),
    ('[[reading]]\ntext = "عبر"\nto = "عَبَرَت"\n', "is no reading"),
    ('[[reading]]\ntext = "عبر الحدود"\nto = "عَبَرَ الحدود"\n', "is no reading"),
    ('[[reading]]\ntext = "عبر"\nto = "\u064eعبر"\n', "is no reading"),
    ('[[reading]]\ntext = "عبر"\nto = "عبر\u064f\u064f"\n', "is no reading"),
    ('[[reading]]\ntext = "عبر"\nto = "عبر\u0651\u0651"\n', "is no reading"),
    ('[[approved]]\narticle = "a"\nto = "b"\nby = "c"\n', "has no 'at'"),
]


@pytest.mark.parametrize(("text", "told"), OFF)
def test_a_row_that_is_off_is_named(text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as error:
        read(text)
    assert "corrections.toml" in str(error.value)


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n", "\n# Ours.\n", "\n# Ours."])
def test_what_is_put_in_and_taken_out_again_leaves_the_same_bytes(end: str) -> None:
    before = f'version = 1\n\n[[leave]]\narticle = "a"\ntext = "b"{end}'
    new = row("tell", {"article": "a", "text": "c"}, "")
    assert written(written(before, (), [new], "f"), [new], (), "f") == before


def test_a_moment_without_a_zone_is_of_utc() -> None:
    (found,) = read('[[leave]]\narticle = "a"\ntext = "b"\nat = 2026-11-29T08:30:00\n')
    assert found.at == AT


def test_a_reading_has_its_shadda_first() -> None:
    assert row("reading", {"text": "عبر", "to": "عَب\u064e\u0651رَ"}, "here").to == shadda_first("عَبَّرَ")


def test_rows_are_found_by_any_name_of_an_article_and_those_of_all_are() -> None:
    other = Row(kind="leave", article="other.txt", text="ب")
    headline = Row(kind="leave", article="عنوان  الخبر", text="ج")
    assert rows_of([LEAVE, other, READING, headline], ["story.txt", "عنوان الخبر"]) == (LEAVE, READING, headline)


def made(kind: str, **more: str | int) -> Row:
    return Row(kind=kind, article="story.txt", text="ا", **more)  # type: ignore[arg-type]


GIVES_WAY = [
    (made("leave"), made("tell"), True),
    (made("leave"), made("leave"), True),
    (made("leave"), made("leave", nth=2), False),
    (made("lead"), Row(kind="lead", article="story.txt", text="ب"), True),
    (made("length", to="short"), made("length", to="full"), True),
    (made("restore"), made("set_aside"), True),
    (made("leave"), made("set_aside"), False),
    (made("leave"), Row(kind="tell", article="other.txt", text="ا"), False),
    (made("leave"), Row(kind="tell", article="https://news.example/1", text="ا"), True),
    (made("reading", to="x", sentence="ج"), made("reading", to="y", sentence="د"), False),
]


@pytest.mark.parametrize(("old", "new", "expected"), GIVES_WAY)
def test_a_decision_gives_way_to_one_of_the_same_matter(old: Row, new: Row, expected: bool) -> None:  # noqa: FBT001
    assert old.gives_way_to(new, ["story.txt", "https://news.example/1"]) is expected


TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=30).filter(str.strip)


@hypothesis.given(st.lists(TEXTS, max_size=5), TEXTS)
def test_any_text_comes_back_and_can_be_taken_out(texts: list[str], name: str) -> None:
    rows = [Row(kind="speaker", article=name, text=text, to=text, at=AT) for text in texts]
    document = written("", [], rows, "corrections.toml")
    assert sorted(map(repr, read(document))) == sorted(map(repr, rows))
    assert written(document, rows, [], "corrections.toml") == ""
