"""The voice without sound."""

from __future__ import annotations

from briefing.model import Role, Voice
from briefing.narration.synthesizers.silence import SAMPLE_RATE, Silence

VOICE = Voice(name="silence", title="", synthesizer="silence", options={"letter_ms": 100, "pause_ms": 500})


def test_silence_lasts_as_long_as_the_letters_and_pauses() -> None:
    with Silence().open(VOICE) as speaker:
        speech = speaker.say("نَعَمْ، لا.", Role.NARRATOR)
    assert speech.audio.length_samples == SAMPLE_RATE  # five letters and one pause; none at the end
    assert not any(speech.audio.samples)
    starts = [
        (time.word, time.start_sample * 10 // SAMPLE_RATE, time.end_sample * 10 // SAMPLE_RATE) for time in speech.words
    ]
    assert starts == [(0, 0, 3), (1, 8, 10)]


def test_marks_take_no_time() -> None:
    with Silence().open(VOICE) as speaker:
        assert speaker.say("مُدَرِّسٌ", Role.QUOTE) == speaker.say("مدرس", Role.QUOTE)
