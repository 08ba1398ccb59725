"""WAV in every form that servers send, and what is none."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest

from briefing.audio import to_wave
from briefing.errors import VoiceError
from briefing.narration.synthesizers import wav

if TYPE_CHECKING:
    from types import SimpleNamespace

FORMS = [(1, 1, 8), (1, 1, 16), (1, 2, 16), (1, 1, 24), (1, 2, 24), (1, 6, 32), (3, 1, 32), (3, 2, 64)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rate", [8_000, 24_000, 48_000])
def test_every_form_gives_the_same_tone(form: tuple[int, int, int], rate: int, kit: SimpleNamespace) -> None:
    sound = wav.decode(kit.wav_of(500, sample_rate=rate, form=form))
    wave = to_wave(sound.samples)
    assert (sound.sample_rate, sound.length_samples) == (rate, 700 * rate // 1000)
    assert np.abs(wave).max() == pytest.approx(0.3, abs=0.01)
    assert np.abs(wave[: rate // 10]).max() < 0.01
    spectrum = np.abs(np.fft.rfft(wave))
    assert spectrum.argmax() * rate / len(wave) == pytest.approx(300, abs=3)


@pytest.mark.parametrize("length", [0, 0x7FFF_FFFF, 0x7FFF_F000, 0xFFFF_FFFF])
def test_a_length_that_was_not_known_is_the_rest_of_the_reply(length: int, kit: SimpleNamespace) -> None:
    assert wav.decode(kit.wav_of(300, length=length)) == wav.decode(kit.wav_of(300))


def test_the_extensible_form_is_read_as_what_it_extends(kit: SimpleNamespace) -> None:
    plain = kit.wav_of(100)
    at = plain.index(b"fmt ") + 4
    told = struct.pack("<H", 0xFFFE) + plain[at + 6 : at + 20] + struct.pack("<HHIH", 22, 16, 4, 1) + bytes(14)
    extensible = plain[:at] + struct.pack("<I", len(told)) + told + plain[at + 20 :]
    assert wav.decode(extensible) == wav.decode(plain)


def test_half_a_wav_is_never_taken_for_a_whole_one(kit: SimpleNamespace) -> None:
    whole = kit.wav_of(20)
    for length in range(len(whole)):
        with pytest.raises(VoiceError):
            wav.decode(whole[:length])
    with pytest.raises(VoiceError, match="breaks off in the middle"):
        wav.decode(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ((7, 1, 8), r"is WAV of a kind that is not read \(coding 7, 8 bits, 24000 Hz\)"),
        ((1, 0, 16), "of a kind that is not read"),
        ((1, 9, 16), "of a kind that is not read"),
        ((1, 1, 12), "of a kind that is not read"),
    ],
)
def test_a_form_that_is_not_read_is_named(form: tuple[int, int, int], complaint: str, kit: SimpleNamespace) -> None:
    whole = bytearray(kit.wav_of(20))
    at = whole.index(b"fmt ") + 8
    struct.pack_into("<HH", whole, at, *form[:2])
    struct.pack_into("<H", whole, at + 14, form[2])
    with pytest.raises(VoiceError, match=complaint):
        wav.decode(bytes(whole))


def test_sound_before_its_form_and_a_file_without_sound_are_refused() -> None:
    data = b"data" + struct.pack("<I", 4) + bytes(4)
    for chunks, complaint in ((data, "does not say how it is written"), (b"", "without sound")):
        with pytest.raises(VoiceError, match=complaint):
            wav.decode(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)


def test_what_is_no_number_is_silence(kit: SimpleNamespace) -> None:
    whole = bytearray(kit.wav_of(20, form=(3, 1, 32)))
    struct.pack_into("<3f", whole, len(whole) - 12, float("nan"), float("inf"), float("-inf"))
    assert not any(wav.decode(bytes(whole)).samples[-6:])
