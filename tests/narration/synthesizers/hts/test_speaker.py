"""The synthesizer `hts`, with a voice of our own making."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.audio import to_wave
from briefing.errors import SettingsError, VoiceError
from briefing.model import Audio, Role, Voice
from briefing.narration import models, speak
from briefing.narration.synthesizers.hts import Hts
from briefing.plugins import synthesizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.model import Script, Speech

TEXT = "مَرْحَبًا بِكُمْ، قَالَ الرَّئِيسُ."
HOP = 80


def say(voice: Voice, text: str = TEXT, role: Role = Role.NARRATOR) -> Speech:
    with Hts().open(voice) as speaker:
        return speaker.say(text, role)


def told(voice: Voice, **options: object) -> Voice:
    return replace(voice, options={**voice.options, **options})


def pitch_hz(sound: Audio) -> float:
    """Find the pitch by the strongest repetition between 60 and 400 Hz."""
    wave = to_wave(sound.samples).astype(np.float64)
    same = np.fft.irfft(np.abs(np.fft.rfft(wave, 2 * len(wave))) ** 2)
    shortest, longest = sound.sample_rate // 400, sound.sample_rate // 60
    return float(sound.sample_rate / (shortest + same[shortest:longest].argmax()))


def test_it_is_found_by_its_name_and_needs_no_network() -> None:
    found = synthesizer("hts")
    assert isinstance(found, Hts)
    assert not found.network


def test_every_word_has_its_time_in_frames_and_in_order(hts_voice: Voice) -> None:
    speech = say(hts_voice)
    assert speech.audio.sample_rate == 16_000
    assert [time.word for time in speech.words] == [0, 1, 2, 3]
    assert all(time.start_sample % HOP == 0 and time.end_sample % HOP == 0 for time in speech.words)
    assert all(before.end_sample <= after.start_sample for before, after in pairwise(speech.words))
    # Each phone has two states of four frames; 7 of them are m a r H a b an.
    assert speech.words[0].start_sample == 5 * HOP
    pause = speech.words[2].start_sample - speech.words[1].end_sample
    assert pause == 200 * 16  # what a comma asks for, in samples
    assert speech.audio.length_samples - speech.words[-1].end_sample == 12 * HOP


def test_the_same_text_is_the_same_bytes_and_another_seed_is_not(hts_voice: Voice) -> None:
    first = say(hts_voice).audio.samples
    assert say(hts_voice).audio.samples == first
    assert say(told(hts_voice, seed=7)).audio.samples != first


def test_the_pitch_is_the_models_and_moves_by_semitones(hts_voice: Voice) -> None:
    assert pitch_hz(say(hts_voice).audio) == pytest.approx(148.4, rel=0.02)
    assert pitch_hz(say(told(hts_voice, semitones=12)).audio) == pytest.approx(296.8, rel=0.02)
    assert pitch_hz(say(told(hts_voice, semitones=-5)).audio) == pytest.approx(111.2, rel=0.02)


def test_speed_shortens_the_words_and_not_the_pauses(hts_voice: Voice) -> None:
    plain, quick = say(hts_voice), say(told(hts_voice, speed=2.0))

    def spans(speech: Speech) -> list[int]:
        return [time.end_sample - time.start_sample for time in speech.words]

    assert [2 * length for length in spans(quick)] == spans(plain)
    assert quick.words[2].start_sample - quick.words[1].end_sample == 200 * 16


@pytest.mark.parametrize("option", [{"formants": 1.2}, {"treble_db": 6.0}, {"bass_cut_hz": 200.0}, {"semitones": 1.0}])
def test_every_option_of_colour_is_heard(hts_voice: Voice, option: dict[str, float]) -> None:
    assert say(told(hts_voice, **option)).audio.samples != say(hts_voice).audio.samples


def test_treble_lifts_the_treble_and_a_cut_takes_the_bass(hts_voice: Voice) -> None:
    def bands(voice: Voice) -> tuple[float, float]:
        power = np.abs(np.fft.rfft(to_wave(say(voice).audio.samples))) ** 2
        hertz = np.linspace(0, 8000, len(power))
        return float(power[hertz < 120].sum()), float(power[hertz > 4000].sum())

    bass, treble = bands(hts_voice)
    lifted, cut = bands(told(hts_voice, treble_db=6.0)), bands(told(hts_voice, bass_cut_hz=300.0))
    assert 10 * np.log10(lifted[1] / treble) == pytest.approx(6, abs=0.6)
    assert cut[0] < bass / 10
    assert cut[1] == pytest.approx(treble, rel=0.05)


@pytest.mark.parametrize("text", ["", "-", "- ،", "."])
def test_what_has_no_sounds_is_no_sound(hts_voice: Voice, text: str) -> None:
    assert say(hts_voice, text).audio.samples == b""


def test_a_lone_sound_and_one_without_voice_are_spoken(hts_voice: Voice) -> None:
    for text in ("بْ.", "هَ.", "سْسْ", "تْ"):
        speech = say(hts_voice, text)
        assert len(speech.words) == 1
        assert speech.audio.length_samples > 0


def test_a_voice_that_is_loud_is_turned_down_and_never_cut(hts_voice: Voice) -> None:
    path = models.installed(models.Kind.HTS)["tiny"]
    path.write_bytes(path.read_bytes().replace(struct.pack("<f", 6), struct.pack("<f", 12)))
    wave = to_wave(say(hts_voice).audio.samples)
    assert 0.5 < np.abs(wave).max() <= 1
    assert (np.abs(wave) > 0.9999).sum() <= 2


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"model": "tiny", "loud": 1}, "unknown option 'loud'"),
        ({"model": "tiny", "speed": 9.0}, "speed is 9.0; give 0.5 to 2"),
        ({"model": "tiny", "formants": 0}, "formants is 0; give 0.7 to 1.4"),
        ({"model": "tiny", "semitones": "high"}, "semitones is 'high'"),
        ({"model": "tiny", "seed": -1}, "seed is -1"),
    ],
)
def test_an_option_that_cannot_be_is_told_before_a_word_is_spoken(
    hts_voice: Voice, options: dict[str, object], complaint: str
) -> None:
    with pytest.raises(SettingsError, match=complaint), Hts().open(replace(hts_voice, options=options)):
        pass
    with pytest.raises(SettingsError, match=complaint), Hts().open(replace(hts_voice, cast={Role.WOMAN: options})):
        pass


def test_a_voice_whose_file_is_not_there_says_how_to_get_it(hts_voice: Voice) -> None:
    other = told(hts_voice, model="other")
    assert Hts().unusable_because(hts_voice) is None
    assert Hts().unusable_because() is None
    assert (Hts().unusable_because(other) or "").startswith(
        "the model other is not installed: put other.htsvoice into "
    )
    assert Hts().unusable_because(replace(other, options={"model": ""})) == (
        'it names no model: add model = "..." under [options]'
    )
    with pytest.raises(VoiceError, match="model other is not installed"):
        say(other)
    with pytest.raises(SettingsError, match="names no model"):
        say(told(hts_voice, model=""))


def test_a_damaged_file_is_one_clear_line_and_nothing_is_spoken(hts_voice: Voice) -> None:
    path = models.installed(models.Kind.HTS)["tiny"]
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(VoiceError, match=r"tiny\.htsvoice: is no HTS voice that can be read: .*install"):
        say(hts_voice)


def test_a_voice_whose_file_is_damaged_does_not_work_here_so_that_another_reads(hts_voice: Voice) -> None:
    assert Hts().unusable_because(hts_voice) is None
    path = models.folder(models.Kind.HTS) / "tiny.htsvoice"
    path.write_bytes(path.read_bytes()[:400])
    assert (Hts().unusable_because(hts_voice) or "").startswith(
        "its model is damaged; to get it anew: put tiny.htsvoice into "
    )


def _pin(user_folders: Path, name: str, content: bytes) -> None:
    folder = user_folders / "config" / "voices"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(
        f"""
        title = "Tiny"
        synthesizer = "hts"
        options.model = "tiny"
        [download]
        url = "https://voices.example/tiny.htsvoice"
        sha256 = "{hashlib.sha256(content).hexdigest()}"
        """,
        encoding="utf-8",
    )


def test_a_voice_that_can_be_read_and_is_not_the_one_that_is_pinned_is_damaged(
    hts_voice: Voice, user_folders: Path
) -> None:
    path = models.folder(models.Kind.HTS) / "tiny.htsvoice"
    whole = path.read_bytes()
    flipped = whole.replace(struct.pack("<f", 6), struct.pack("<f", 7), 1)
    path.write_bytes(flipped)
    assert Hts().unusable_because(hts_voice) is None  # nobody says what it should be
    _pin(user_folders, "mine", whole)
    damaged = "its model is damaged; to get it anew: briefing voices install mine"
    assert Hts().unusable_because(hts_voice) == damaged
    with pytest.raises(VoiceError, match=damaged) as told:
        speak.ready(hts_voice)
    assert told.value.exit_code == 6
    (user_folders / "config" / "voices" / "broken.toml").write_text("title = ", encoding="utf-8")
    path.write_bytes(whole)
    assert Hts().unusable_because(hts_voice) is None
    _pin(user_folders, "other", flipped)  # two voices, each with bytes of its own under one name
    path.write_bytes(flipped)
    assert Hts().unusable_because(hts_voice) is None


def test_a_voice_file_is_read_once_for_all_that_is_asked_of_it(
    hts_voice: Voice, user_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = models.folder(models.Kind.HTS) / "tiny.htsvoice"
    _pin(user_folders, "mine", path.read_bytes())
    reads: list[Path] = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: reads.append(path) or read_bytes(path))
    assert Hts().unusable_because(hts_voice) is None
    with Hts().open(hts_voice) as speaker:
        speaker.fingerprint(TEXT, Role.NARRATOR)
        speaker.say(TEXT, Role.NARRATOR)
    assert reads.count(path) == 1


def test_a_file_that_nobody_may_read_is_not_called_damaged(hts_voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert (Hts().unusable_because(hts_voice) or "").endswith("tiny.htsvoice cannot be read: permission denied")


def test_a_cast_whose_other_model_is_not_there_does_not_work_here(hts_voice: Voice) -> None:
    two = replace(hts_voice, cast={Role.WOMAN: {"model": "other"}})
    assert (Hts().unusable_because(two) or "").startswith("the model other is not installed")


def test_a_phone_that_the_voice_lacks_is_told(hts_voice: Voice, hts_bytes: Callable[..., bytes]) -> None:
    path = models.installed(models.Kind.HTS)["tiny"]
    path.write_bytes(hts_bytes().replace(b'"*-H+*"', b'"*-h+*"'))
    with pytest.raises(VoiceError, match="has no sound for 'H'"):
        say(hts_voice)


def test_the_fingerprint_knows_the_file_the_options_and_the_sounds(hts_voice: Voice) -> None:
    def fingerprint(voice: Voice, text: str = TEXT, role: Role = Role.NARRATOR) -> str:
        with Hts().open(voice) as speaker:
            return speaker.fingerprint(text, role)

    prints = [
        fingerprint(hts_voice),
        fingerprint(told(hts_voice, semitones=1)),
        fingerprint(hts_voice, TEXT.replace("،", "")),
        fingerprint(hts_voice, TEXT.replace("قَالَ", "قِيلَ")),
        fingerprint(replace(hts_voice, cast={Role.QUOTE: {"semitones": 2}}), TEXT, Role.QUOTE),
    ]
    path = models.installed(models.Kind.HTS)["tiny"]
    path.write_bytes(path.read_bytes() + b" ")
    assert len({*prints, fingerprint(hts_voice)}) == 6
    assert fingerprint(hts_voice) == fingerprint(hts_voice)


def test_an_utterance_that_is_too_long_is_cut_where_it_rests(
    hts_voice: Voice, script_of: Callable[..., Script]
) -> None:
    long = " ".join(["وَقَالَ الرَّئِيسُ إِنَّ الْخُطَّةَ جَاهِزَةٌ،"] * 40)
    (clip,) = speak.speak(script_of(long), hts_voice, Hts())
    assert [time.word for time in clip.speech.words] == list(range(200))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255), cut=st.booleans())
def test_no_damage_is_a_crash(
    place: float, byte: int, hts_voice: Voice, hts_bytes: Callable[..., bytes], *, cut: bool
) -> None:
    content = bytearray(hts_bytes())
    position = int(place * len(content))
    content[position] = byte
    models.installed(models.Kind.HTS)["tiny"].write_bytes(content[:position] if cut else content)
    try:
        speech = say(hts_voice)
    except VoiceError as error:
        assert str(error).count("\n") == 0  # noqa: PT017 - whether it can be read still is left open
    else:
        assert np.isfinite(to_wave(speech.audio.samples)).all()
