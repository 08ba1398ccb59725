"""The house's own sounds: levelled, in the timeline, and refused in one line where they are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from briefing.audio import run_ffmpeg, to_samples, to_wave
from briefing.errors import SettingsError
from briefing.model import Audio
from briefing.production import house
from briefing.production.level import SPEECH_LUFS
from briefing.production.loudness import hop_energies, integrated_lufs, step_energies
from briefing.production.mix import AROUND_MS, BEFORE_CHIME_MS, LEAD_IN_MS, TAIL_MS, mix
from briefing.settings import Settings, Sounds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RATE = 22_050
TONE = to_samples(0.05 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE))


@pytest.fixture
def sound(tmp_path: Path) -> Callable[[str], str]:
    """Write a second of a quiet tone in any format."""

    def write(name: str) -> str:
        path = tmp_path / name
        raw = ["-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0", str(path)]
        run_ffmpeg(raw, where=name, stdin=TONE)
        return str(path)

    return write


@pytest.mark.parametrize("name", ["tone.wav", "tone.mp3", "tone.ogg", "tone.m4a"])
def test_any_format_is_brought_to_a_level_under_the_speech(sound: Callable[[str], str], name: str) -> None:
    found = house.sounds(Sounds(intro=sound(name)), RATE)
    wave = to_wave(found.intro)
    loudness = integrated_lufs(hop_energies(step_energies([wave], RATE)))
    assert loudness == pytest.approx(SPEECH_LUFS - 2, abs=0.5)
    assert (found.outro, found.sting) == (b"", b"")


def test_the_sounds_stand_in_the_timeline(sound: Callable[[str], str], studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    clips = [studio.clip(number, Audio(samples=bytes(2 * RATE), sample_rate=RATE)) for number in range(2)]
    named = Sounds(intro=sound("intro.wav"), outro=sound("outro.wav"), sting=sound("sting.wav"))
    made = mix(iter(clips), studio.script(2), tmp_path / "programme.pcm", sounds=named)
    plain = mix(iter(clips), studio.script(2), tmp_path / "plain.pcm", chime=False)
    assert made.chapters[0].start_ms == 0
    assert made.chapters[0].cues[0].start_ms == LEAD_IN_MS + 1000 + LEAD_IN_MS - AROUND_MS
    assert made.chapters[-1].end_ms == made.duration_ms
    assert made.duration_ms - made.chapters[-1].cues[-1].end_ms == BEFORE_CHIME_MS + 1000 + TAIL_MS - AROUND_MS
    assert made.duration_ms > plain.duration_ms + 3000


def test_a_sting_takes_the_place_of_the_chime(sound: Callable[[str], str], studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    clips = [studio.clip(number, Audio(samples=bytes(2 * RATE), sample_rate=RATE)) for number in range(2)]
    named = Sounds(sting=sound("sting.wav"))
    both = [
        mix(iter(clips), studio.script(2), tmp_path / "programme.pcm", sounds=named, chime=chime).duration_ms
        for chime in (True, False)
    ]
    assert both[0] == both[1]


@pytest.mark.parametrize("content", [None, b"", b"no sound at all", bytes(44_100)])
def test_what_is_no_sound_is_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "intro.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        house.sounds(Sounds(intro=str(path)), RATE)
    assert "\n" not in str(caught.value)


def test_silence_is_refused(tmp_path: Path) -> None:
    raw = ["-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0", str(tmp_path / "silence.wav")]
    run_ffmpeg(raw, where="silence", stdin=bytes(2 * RATE))
    with pytest.raises(SettingsError, match="silent"):
        house.sounds(Sounds(outro=str(tmp_path / "silence.wav")), RATE)


def test_a_playlist_opens_no_address(tmp_path: Path) -> None:
    path = tmp_path / "intro.m3u8"
    path.write_text("#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        house.sounds(Sounds(intro=str(path)), RATE)


def test_sounds_stand_beside_the_file_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('[sounds]\nintro = "intro.wav"\n', encoding="utf-8")
    assert Settings.load(tmp_path / "briefing.toml").sounds == Sounds(intro=str(tmp_path / "intro.wav"))
