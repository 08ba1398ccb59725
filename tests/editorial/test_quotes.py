from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editorial.attribute import attribute
from briefing.editorial.marks import pair
from briefing.model import Article
from tests.editorial.cases import rows


def _article(paragraphs: str) -> Article:
    return Article(source="-", paragraphs=("عنوان الخبر", *paragraphs.split(" | ")))


@pytest.mark.parametrize("row", [row for row in rows("quotes") if row.get("quote")], ids=lambda row: row["quote"])
def test_a_quote_is_found_verbatim_and_given_to_its_speaker(row: dict[str, str]) -> None:
    article = _article(row["paragraphs"])
    found = {quote.text: quote for quote in attribute(article)}
    assert row["quote"] in found
    quote = found[row["quote"]]
    assert quote.speaker == row["speaker"]
    assert article.at(quote.span) == quote.text


@pytest.mark.parametrize(
    "row", [row for row in rows("quotes") if not row.get("quote")], ids=lambda row: row["paragraphs"]
)
def test_names_titles_slogans_and_words_never_said_are_no_attribute(row: dict[str, str]) -> None:
    assert attribute(_article(row["paragraphs"])) == ()


_PIECES = st.sampled_from(
    ["قال", "وأضاف", "إن", "الوزير", "أن", '"', "«", "»", "“", "”", "'", "''", ":", ".", "،", "(", ")", "\n", "نعم"]
)


@given(st.lists(st.lists(_PIECES, max_size=20), max_size=5))
def test_any_text_in_gives_spans_that_slice_to_their_claims(paragraphs: list[list[str]]) -> None:
    article = Article(source="-", paragraphs=("عنوان", *(" ".join(pieces) for pieces in paragraphs)))
    for quote in attribute(article):
        assert article.at(quote.span) == quote.text
        assert 0 <= quote.margin <= 1
        assert quote.cue is None or quote.cue in article.paragraphs[quote.span.paragraph]


@pytest.mark.parametrize("unit", ['"', "«قال ", 'قال: "نعم" ', "“”«»\"'"])
def test_a_wall_of_quote_marks_is_read_to_its_end(unit: str) -> None:
    wall = Article(source="-", paragraphs=("عنوان", unit * 2000))
    assert all(wall.at(quote.span) == quote.text for quote in attribute(wall))


def test_a_mark_that_closes_a_space_too_early_closes() -> None:
    text = 'وافتتحت البلدية حديقتها "بستان "هدية للسكان فيما يعرف بـ "الحي الأخضر" قبل سنوات.'
    assert [text[one.start : one.end].strip() for one in pair(text)] == ["بستان", "الحي الأخضر"]
    nested = 'قال "سمعت "نعم" مرة واحدة" وقال "كفى'
    assert [(nested[one.start : one.end], one.closed) for one in pair(nested)] == [
        ('سمعت "نعم" مرة واحدة', True),
        ("نعم", True),
        ("كفى", False),
    ]
