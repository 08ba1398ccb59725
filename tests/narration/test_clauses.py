"""Cutting a text where a reader would breathe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.narration.clauses import cut, pause_after_ms

CASES = [
    # one that fits is left alone
    ("قال نعم، ثم مضى", 15, ("قال نعم، ثم مضى",)),
    # the strongest sign wins over a later comma, a comma over a later "and", "and" over any space
    ("قال نعم؛ ثم مضى، ولم يعد", 18, ("قال نعم؛", "ثم مضى، ولم يعد")),
    ("قال نعم، ثم مضى ولم يعد", 20, ("قال نعم،", "ثم مضى ولم يعد")),
    ("جاء أحمد اليوم وذهب عمر", 20, ("جاء أحمد اليوم", "وذهب عمر")),
    ("جاء أحمد اليوم باكرا", 15, ("جاء أحمد اليوم", "باكرا")),
    # a sign at the very start makes no part of its own
    ("لا، جاء أحمد اليوم باكرا", 20, ("لا، جاء أحمد اليوم", "باكرا")),
    # one long word is cut where it must be
    ("ا" * 25, 10, ("ا" * 10, "ا" * 10, "ا" * 5)),
]


@pytest.mark.parametrize(("text", "longest", "parts"), CASES)
def test_a_text_is_cut_at_its_best_place(text: str, longest: int, parts: tuple[str, ...]) -> None:
    assert cut(text, longest) == parts


@given(st.text(st.sampled_from("اوبتَّ  ،.؛؟:")), st.integers(1, 40))
def test_parts_fit_and_lose_nothing(text: str, longest: int) -> None:
    parts = cut(text, longest)
    assert all(len(part) <= longest for part in parts)
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


def test_a_voice_without_a_limit_gets_the_whole_text() -> None:
    assert cut("قال، " * 1000, None) == ("قال، " * 1000,)


def test_a_full_stop_rests_longer_than_a_comma_and_a_word_not_at_all() -> None:
    assert pause_after_ms("نعم.") > pause_after_ms("نعم،") > pause_after_ms("نعم") == 0
