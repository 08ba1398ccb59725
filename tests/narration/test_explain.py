from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import plugins
from briefing.arabic import strip_marks
from briefing.narration import lexicon
from briefing.narration.explain import Explained, explain


@cache
def _diacritizer() -> plugins.Diacritizer:
    return plugins.diacritizer("ensemble")


def _rows(text: str) -> tuple[Explained, ...]:
    return explain(text, "ensemble", _diacritizer())


def test_a_plain_word_is_decided_by_the_diacritizer() -> None:
    row = _rows("ذهب الرئيس إلى باريس.")[0]
    assert row.confidence is not None
    assert 0.5 < row.confidence <= 1
    assert replace(row, confidence=None) == Explained(
        written="ذهب", spoken="ذهب", diacritized="ذَهَبَ", phonemes="ðahaba", decided_by=("diacritizer: ensemble",)
    )


def test_a_number_is_one_row_with_all_its_words() -> None:
    row = _rows("ارتفع 6% أمس")[1]
    assert row.written == "6%"
    assert row.spoken.split()[0] == "ستة"
    assert row.decided_by[0].startswith("verbalize: percent")


def test_a_clitic_written_on_a_number_shares_its_row() -> None:
    assert [row.written for row in _rows("فاز بـ6% فقط.")] == ["فاز", "بـ6%", "فقط."]


def test_typed_marks_are_named_as_typed() -> None:
    assert _rows("كُتِبَ الدرس")[0].decided_by == ("typed",)


def test_a_name_of_the_lexicon_is_named_with_its_entry() -> None:
    entry = next(entry for entry in lexicon.entries().values() if " " not in entry.name)
    (row,) = _rows(entry.name)
    assert row.decided_by == (f"lexicon: {entry.name} ({entry.kind}, {entry.source})",)


def test_punctuation_alone_has_nothing_to_decide() -> None:
    assert _rows("نعم — لا")[1] == Explained(written="—", spoken="—", diacritized="—", phonemes="", decided_by=())


@pytest.mark.parametrize("text", ["", " ", "\u064e", "...", "a"])
def test_there_is_a_row_for_whatever_is_written(text: str) -> None:
    assert "".join(row.written for row in _rows(text)) == text.strip()


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="ابتكال 123%.،َُّ—\u200fA$", max_size=30))
def test_the_forms_of_a_row_are_the_same_letters(text: str) -> None:
    for row in _rows(text):
        assert strip_marks(row.diacritized).split() == strip_marks(row.spoken).split()


def test_a_frame_of_the_grammar_is_named_and_the_networks_doubt_shows() -> None:
    row = _rows("غير الفريق أسلوبه.")[0]
    assert row.decided_by == ("frame: perfect-particle",)
    assert row.confidence is not None
    assert row.confidence < 0.5


def test_a_name_and_a_typed_word_are_sure() -> None:
    rows = _rows("زار ترامب عُمَانَ")
    assert [row.confidence for row in rows[1:]] == [1, 1]
