"""Numbers that papers write in ways of their own: what is right passes, the nearest wrong value does not."""

import pytest

from briefing.model import Piece
from briefing.narration.verbalize import verbalize
from briefing.narration.verbalize.guard import mismatches

RACE = "ثلاث دقائق وثلاثة وأربعين فاصلة ثلاثة عشر ثانية"
# What is written, its class, what is right, and what is as good as right but another value.
KINDS = [
    ("6/7 يناير", "date", "السادس إلى السابع من يناير", "السابع إلى السادس من يناير"),
    ("6/7 يناير", "date", "السادس والسابع من يناير", "السادس والثامن من يناير"),
    ("6/7 يناير", "date", "السادس إلى السابع من يناير", "السادس إلى السابع من فبراير"),
    ("6/7 يناير", "date", "السادس إلى السابع من يناير", "السادس من يناير"),
    ("9/10", "fraction", "تسعة من عشرة", "عشرة من تسعة"),
    ("9/10", "fraction", "تسعة أعشار", "تسعة أثمان"),
    ("3/12", "fraction", "ثلاثة من اثني عشر", "ثلاثة من عشرة"),
    ("3/12", "fraction", "ثلاثة من اثني عشر", "ثلاثة اثني عشر"),
    ("3:43.13", "time", RACE, "ثلاث ساعات وثلاثة وأربعين فاصلة ثلاثة عشر دقيقة"),
    ("3:43.13", "time", RACE, "ثلاث دقائق وثلاثة وأربعين فاصلة أربعة عشر ثانية"),
    ("3:43.13", "time", RACE, "ثلاث دقائق وثلاث عشرة ثانية"),
    ("2:01:09.5", "time", "ساعتين ودقيقة واحدة وتسعة فاصلة خمسة ثانية", "دقيقتين وتسعة فاصلة خمسة ثانية"),
    (" [12]", "symbol", "", "اثنا عشر ثلاثة"),
    ("و-7 درجات", "cardinal", "وسالب سبع درجات", "وسبع درجات"),
    ("700.00", "cardinal", "سبعمئة", "سبعين ألفا"),
    ("1.75 م.", "measure", "واحد فاصلة خمسة وسبعين مترا", "واحد فاصلة خمسة وسبعين كيلومترا"),
    ("84.37 دولار", "cardinal", "أربعة وثمانين فاصلة سبعة وثلاثين دولارا", "سبعة وثلاثين فاصلة أربعة وثمانين دولارا"),
]  # fmt: skip


def heard(written: str, semiotic_class: str, spoken: str) -> int:
    piece = Piece(start=0, end=len(written), spoken=spoken, semiotic_class=semiotic_class, rule="test")
    return len(mismatches(written, (piece,)))


@pytest.mark.parametrize(("written", "kind", "right", "wrong"), KINDS)
def test_the_right_value_passes_and_the_next_to_right_does_not(written: str, kind: str, right: str, wrong: str) -> None:
    assert (heard(written, kind, right), heard(written, kind, wrong)) == (0, 1)


@pytest.mark.parametrize("text", ["[1] قال", "قال الباحث [2].", "الحرب[3][4] انتهت"])
def test_a_mark_of_a_footnote_is_silent_and_no_value_is_missed(text: str) -> None:
    pieces = verbalize(text)
    assert mismatches(text, pieces) == ()
    assert not any(word in "".join(piece.spoken for piece in pieces) for word in ("واحد", "اثنان", "ثلاثة", "["))


def test_a_number_that_is_left_out_is_no_footnote() -> None:
    assert heard("12", "symbol", "") == 1
    assert heard("[12] شخصا", "cardinal", " شخصا") == 1
