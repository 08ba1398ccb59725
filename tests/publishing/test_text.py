"""Text made harmless, and times written out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.publishing import clock
from briefing.publishing.text import clip, clip_bytes, offsets, tidy, visible


def test_what_cannot_be_seen_or_turns_the_text_round_is_gone() -> None:
    assert visible("أ\u202eب\u200f\x00ج\ud800\ufffe\u061cد") == "أبجد"


def test_shapes_of_letters_become_letters_and_tatweel_stays() -> None:
    assert visible("ﻻ الـ24 ٥٠٪") == "لا الـ24 ٥٠%"


@given(st.text(alphabet=st.characters()))
def test_visible_text_can_stand_in_xml(text: str) -> None:
    for char in visible(text):
        assert char >= " "
        assert not "\ud800" <= char <= "\udfff"
        assert char not in "\ufffe\uffff"


@given(st.text())
def test_offsets_point_at_the_same_character(text: str) -> None:
    place = offsets(text)
    shown = visible(text)
    assert place[0] == 0
    assert place[len(text)] == len(shown)
    for n, char in enumerate(text):
        assert shown[place[n] : place[n + 1]] == visible(char)


@given(st.text(), st.integers(min_value=3, max_value=200))
def test_a_cut_text_fits(text: str, longest: int) -> None:
    assert len(clip(tidy(text), longest)) <= longest
    assert len(clip_bytes(tidy(text), longest).encode()) <= longest


def test_a_cut_falls_between_words() -> None:
    assert clip("جاء الوفد إلى المدينة", 17) == "جاء الوفد إلى…"


def test_durations_take_the_counted_form_of_their_noun() -> None:
    assert clock.spoken_duration(60_000) == "دقيقة واحدة"
    assert clock.spoken_duration(122_000) == "دقيقتان وثانيتان"
    assert clock.spoken_duration(185_000) == "3 دقائق و5 ثوان"
    assert clock.spoken_duration(711_000) == "11 دقيقة و51 ثانية"
    assert clock.spoken_duration(0) == "ثانية واحدة"


def test_a_time_is_exact_where_it_is_read_by_a_machine_and_short_where_it_is_read_by_an_eye() -> None:
    assert clock.stamp(3_723_045) == "01:02:03.045"
    assert clock.seconds(83_500) == "83.5"
    assert clock.seconds(2_000) == "2"
    assert clock.clock(83_999) == "1:23"
    assert clock.clock(3_723_045) == "1:02:03"
