"""What may reach a voice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import VoiceError
from briefing.narration.speakable import speakable
from briefing.plugins import Marks

ARABIC = [chr(code) for code in (*range(0x0621, 0x063B), *range(0x0641, 0x0653))]


@pytest.mark.parametrize(
    ("text", "said", "words"),
    [
        ("قال «نعم» - ثم (مضى)", "قال نعم، ثم مضى", (0, 1, 3, 4)),
        ("السعودي-الأمريكي نعم", "السعودي الأمريكي نعم", (0, 0, 1)),
        ("مرحبا\0بكم", "مرحبابكم", (0,)),
        ("سـلام\u200c\u202b عليكم", "سلام عليكم", (0, 1)),
        ("[[kata]]".replace("kata", "كتب"), "كتب", (0,)),
        ("نعم , لا ?", "نعم، لا؟", (0, 2)),
        ("… نعم", "نعم", (1,)),
        ("", "", ()),
    ],
)
def test_only_letters_marks_and_pauses_are_left(text: str, said: str, words: tuple[int, ...]) -> None:
    found = speakable(text, Marks.FULL)
    assert (found.text, found.words) == (said, words)


@pytest.mark.parametrize("text", ["في 2024", "في ٢٠٢٤", "حلف NATO", "قال Путин", "متر²"])
def test_digits_and_foreign_letters_are_refused_by_name(text: str) -> None:
    with pytest.raises(VoiceError, match=re.escape(repr(text.rsplit(maxsplit=1)[-1]))):
        speakable(text, Marks.FULL)


def test_a_symbol_is_left_out_and_said_so(caplog: pytest.LogCaptureFixture) -> None:
    assert speakable("نعم 😀 لا", Marks.FULL).text == "نعم لا"
    assert "😀" in caplog.text


def test_marks_come_as_the_voice_wants_them() -> None:
    assert speakable("كُتُبًا أنَّ", Marks.LIGHT).text == "كتبًا أنّ"
    assert speakable("أَنَّ", Marks.NONE).text == "أن"
    assert speakable("أنَّ", Marks.FULL).text == "أنّ\u064e"


@given(st.text(st.sampled_from([*ARABIC, *"  .,!?«»()[]<>=-+*&%$#@😀\0\u200f\u0640،؛؟…–"])))
def test_nothing_but_letters_marks_spaces_and_pauses_ever_reaches_a_voice(text: str) -> None:
    found = speakable(text, Marks.FULL)
    assert re.fullmatch("[\u0621-\u063a\u0641-\u0652 .:!،؛؟]*", found.text)
    assert len(found.text.split()) == len(found.words)
    assert all(0 <= word < len(text.split()) for word in found.words)
    assert re.sub("[^\u0621-\u063a\u0641-\u064a]", "", found.text) == re.sub("[^\u0621-\u063a\u0641-\u064a]", "", text)
