"""The one door to pydub and ffmpeg: what comes in is sound at the promised rate, or one clear line."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.audio import decode_mp3, ffmpeg, resample, to_samples, to_wave
from briefing.errors import BriefingError, VoiceError
from briefing.model import Audio

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def found_anew() -> Iterator[None]:
    ffmpeg.cache_clear()
    yield
    ffmpeg.cache_clear()


def test_a_network_voices_mp3_becomes_mono_sound_at_its_own_rate(studio: Any) -> None:  # noqa: ANN401
    tone = studio.tone(1000, rate=24_000)
    command = [ffmpeg(), "-v", "error", "-f", "s16le", "-ar", "24000", "-ac", "1", "-i", "-"]
    command += ["-f", "mp3", "-"]
    reply = subprocess.run(command, input=tone.samples, capture_output=True, check=True).stdout
    decoded = decode_mp3(reply)
    assert decoded.sample_rate == 24_000
    assert decoded.length_samples / 24_000 == pytest.approx(1, abs=0.15)
    assert np.abs(to_wave(decoded.samples)).max() == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize("reply", [b"", b"<html>unusual traffic</html>", b"ID3\x03" + bytes(6), bytes(500)])
def test_a_reply_that_is_no_sound_is_one_line(reply: bytes) -> None:
    with pytest.raises(VoiceError, match="the voice's reply") as failure:
        decode_mp3(reply)
    assert "\n" not in str(failure.value)


@given(length=st.integers(0, 30_000), rates=st.tuples(*[st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100])] * 2))
@settings(max_examples=40, deadline=None)
def test_resampling_keeps_the_duration(length: int, rates: tuple[int, int]) -> None:
    old, new = rates
    out = resample(Audio(samples=bytes(2 * length), sample_rate=old), new)
    assert (out.sample_rate, out.length_samples) == (new, round(length * new / old))


@pytest.mark.parametrize(("old", "new"), [(24_000, 22_050), (16_000, 22_050), (22_050, 44_100), (44_100, 22_050)])
def test_resampling_keeps_pitch_level_and_moment(old: int, new: int, studio: Any) -> None:  # noqa: ANN401
    tone = studio.tone(730, rate=old, pitch=1000)
    wave = to_wave(resample(tone, new).samples)
    wanted = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(len(wave)) / new)
    inner = slice(new // 50, -new // 50)
    assert np.abs(wave - wanted)[inner].max() < 0.005


def test_samples_survive_the_way_to_numbers_and_back() -> None:
    samples = np.arange(-32768, 32768, dtype="<i2").tobytes()
    assert to_samples(to_wave(samples)) == samples


def test_what_is_beyond_full_scale_is_cut_off_and_not_turned_round() -> None:
    assert np.frombuffer(to_samples(np.array([2.0, -2.0])), dtype="<i2").tolist() == [32767, -32768]


@pytest.mark.usefixtures("found_anew")
def test_a_machine_without_an_encoder_is_told_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", none)
    with pytest.raises(BriefingError, match="IMAGEIO_FFMPEG_EXE"):
        ffmpeg()
