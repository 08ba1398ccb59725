from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import plugins
from briefing.arabic import FATHA, FATHATAN, MARKS, SHADDA, shadda_first, strip_marks
from briefing.arabic.letters import ALEF
from briefing.narration.diacritizers.chunks import LONGEST_CHUNK, chunks
from briefing.narration.diacritizers.letters import LETTERS, Skeleton

ARABIC = "".join(sorted(LETTERS)) + "".join(sorted(MARKS)) + " .،؟\n\t123ـ«»aé🙂"
WILD = st.text(max_size=40) | st.text(alphabet=ARABIC, max_size=80)
BOTH = pytest.mark.parametrize("name", ["ensemble", "fast"])


@cache
def diacritizer(name: str) -> plugins.Diacritizer:
    return plugins.diacritizer(name)


@BOTH
@settings(max_examples=150, deadline=None)
@given(text=WILD)
def test_a_diacritizer_never_changes_a_letter(name: str, text: str) -> None:
    assert strip_marks(diacritizer(name).diacritize(text)) == strip_marks(text)


@BOTH
@settings(max_examples=150, deadline=None)
@given(text=WILD)
def test_marks_that_the_writer_typed_survive(name: str, text: str) -> None:
    typed = Skeleton.of(text)
    marked = Skeleton.of(diacritizer(name).diacritize(text))
    assert marked.lead == typed.lead
    for before, after in zip(typed.typed, marked.typed, strict=True):
        assert after.startswith(before)
        assert before in ("", SHADDA) or after == before


@BOTH
@settings(max_examples=100, deadline=None)
@given(text=WILD)
def test_only_arabic_letters_gain_marks(name: str, text: str) -> None:
    typed = Skeleton.of(text)
    marked = Skeleton.of(diacritizer(name).diacritize(text))
    for base, before, after in zip(typed.bases, typed.typed, marked.typed, strict=True):
        assert base in LETTERS or before == after


@BOTH
def test_a_plain_sentence_gets_its_case_endings(name: str) -> None:
    assert diacritizer(name).diacritize("ذهب الرئيس إلى باريس.") == shadda_first("ذَهَبَ الرَّئِيسُ إِلَى بَارِيسَ.")


@BOTH
@pytest.mark.parametrize("typed", ["كُتِبَ", "مُدَرِّس", "شكَّل", "عَلِمَ"])
def test_a_typed_reading_wins_over_the_likelier_one(name: str, typed: str) -> None:
    marked = diacritizer(name).diacritize(f"قال إنه {typed} أمس")
    read = Skeleton.of(marked.split()[2]).typed
    assert all(before in ("", after) for before, after in zip(Skeleton.of(typed).typed, read, strict=True))


@BOTH
def test_each_shadda_stands_before_its_vowel(name: str) -> None:
    marked = diacritizer(name).diacritize("درّس المعلم الطلاب مدَّة السنة")
    assert SHADDA + FATHA in marked
    assert FATHA + SHADDA not in marked


@BOTH
def test_tanwin_stands_on_the_letter_before_its_alef(name: str) -> None:
    marked = diacritizer(name).diacritize("قرأت كتابا جديدا وشكرا جزيلا")
    assert FATHATAN + ALEF in marked
    assert ALEF + FATHATAN not in marked


@BOTH
def test_tanwin_typed_on_an_alef_stays_there_and_is_not_doubled(name: str) -> None:
    marked = diacritizer(name).diacritize("كان ذلك كافياً جداً")
    assert marked.count(FATHATAN) == 2
    assert marked.count(ALEF + FATHATAN) == 2


@BOTH
def test_text_without_arabic_stays_as_it_is(name: str) -> None:
    assert diacritizer(name).diacritize("café 5°C ... AOC\n\n") == "café 5°C ... AOC\n\n"


@given(text=st.text(alphabet="ابت .،\n!a", max_size=2000))
def test_chunks_tile_the_text_and_none_is_too_long(text: str) -> None:
    cuts = list(chunks(text))
    assert "".join(text[start:end] for start, end in cuts) == text
    assert all(0 < end - start <= LONGEST_CHUNK for start, end in cuts)
    assert all(before[1] == after[0] for before, after in pairwise(cuts))


def test_a_long_line_is_cut_where_a_sentence_ends() -> None:
    sentence = "كلمة " * 25 + "نهاية."
    text = " ".join([sentence] * 5)
    assert all(text[:end].rstrip().endswith(".") for _, end in chunks(text))
