"""Phones, syllables and full-context labels of the Arabic HTS voices."""

from __future__ import annotations

import pytest

from briefing.narration.synthesizers.hts.labels import labels
from briefing.narration.synthesizers.hts.phones import phones, syllables


@pytest.mark.parametrize(
    ("phonemes", "written"),
    [
        ("k i t aː b u n", "k i t aa b ua n"),  # a u before the one consonant that ends the word is an open one
        ("m u d a r r i s", "m u d a rr ia s"),
        ("h u m", "h ua m"),
        ("b i n t", "b i n t"),
        ("q aː l a", "q aa l a"),
        ("w a q t", "w A q t"),  # before q and the emphatics a vowel is dark
        ("sˤ aː b u n", "S aa b ua n"),  # behind them it is not
        ("m a r i dˤ", "m a r I D"),
        ("ʔ a θ θ a r a", "ah a ^^ a r a"),
        ("s a ʔ ʔ aː l", "s a ahh aa l"),
        ("ʃ ʃ a m s", "chh a m s"),
        ("p iː tʃ a v ɡ", "b ii ch a v g"),
        ("v v", "v"),  # which the voice has only once
        ("l l l", "ll l"),
    ],
)
def test_a_word_is_written_in_the_phones_of_the_voice(phonemes: str, written: str) -> None:
    assert phones(phonemes.split()) == written.split()


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("k i t aa b", "k i t|aa b"),  # a vowel opens a syllable once there is one
        ("m A k t A b", "m A k|t A b"),
        ("ah a n t a", "ah|a n t|a"),  # the glottal stop counts as a vowel
        ("E ia n d", "E|ia n d"),
        ("s", "s"),
    ],
)
def test_syllables_are_cut_as_the_voice_learnt_them(word: str, cut: str) -> None:
    assert "|".join(" ".join(part) for part in syllables(word.split())) == cut


def test_a_breath_group_has_a_label_a_phone_between_two_pauses() -> None:
    group = labels([["m", "i", "n"], ["ah", "a", "b"]])
    assert [label.word for label in group] == [None, 0, 0, 0, 1, 1, 1, None]
    first, _, _, inside, *_, last = (label.text for label in group)
    assert first == (
        "x^x-pau+m=i@x_x/A:0_0_0/B:x-x-x@x-x&x-x#x-x$x-x!x-x;x-x|x/C:0+0+3/D:0_0/E:x+x@x+x&x+x#x+x/F:content_1"
        "/G:0_0/H:x=x@1=1|0/I:3=2/J:3+2-1"
    )
    assert inside == (
        "m^i-n+ah=a@3_1/A:0_0_0/B:0-0-3@1-1&1-3#1-1$1-1!0-0;0-0|i/C:0+0+1/D:0_0/E:content+1@1+2&0+1#0+1/F:content_2"
        "/G:0_0/H:3=2@1=1|NONE/I:0=0/J:3+2-1"
    )
    assert last == (
        "a^b-pau+x=x@x_x/A:0_0_2/B:x-x-x@x-x&x-x#x-x$x-x!x-x;x-x|x/C:0+0+0/D:content_2/E:x+x@x+x&x+x#x+x/F:0_0"
        "/G:3_2/H:x=x@1=1|0/I:0=0/J:3+2-1"
    )


def test_a_syllable_without_a_vowel_says_so() -> None:
    assert "|novowel/" in labels([["m", "i", "n"], ["ah", "a", "b"]])[4].text
