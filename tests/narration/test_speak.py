"""From a script to clips."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

import pytest

from briefing import plugins
from briefing.errors import VoiceError
from briefing.model import Audio, Role, Script, Speech, Voice, WordTime
from briefing.narration import speak
from briefing.narration.clips import ClipCache
from briefing.narration.pausal import Endings
from briefing.plugins import Marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ANYONE = Voice(name="anyone", title="", synthesizer="recorder")


class Recorder:
    """A synthesizer that writes down what it is asked, and answers with the letters as samples."""

    network: ClassVar[bool] = True
    longest_chars: ClassVar[int | None] = None
    breath_words: ClassVar[int | None] = None
    marks: ClassVar[Marks] = Marks.FULL

    def __init__(self, lanes: int = 1) -> None:
        self.lanes = lanes
        self.said: list[str] = []
        self.open_speakers = 0

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        del voice
        return None

    @contextmanager
    def open(self, voice: Voice) -> Iterator[Recorder]:
        assert voice is ANYONE
        self.open_speakers += 1
        try:
            yield self
        finally:
            self.open_speakers -= 1

    def say(self, text: str, role: Role) -> Speech:
        self.said.append(text)
        words = tuple(WordTime(word=n, start_sample=n, end_sample=n + 1) for n in range(len(text.split())))
        return Speech(audio=Audio(samples=(text + role).encode("utf-16-le"), sample_rate=8000), words=words)

    def fingerprint(self, text: str, role: Role) -> str:
        return f"{role} {text}"


def test_clips_come_in_the_order_of_the_script(script_of: Callable[..., Script]) -> None:
    sentences = [f"{'ا' * number} نعم" for number in range(1, 40)]
    clips = list(speak.speak(script_of(*sentences), ANYONE, Recorder(lanes=3)))
    assert [clip.utterance.spoken for clip in clips] == sentences
    assert [clip.speech.audio.samples.decode("utf-16-le").partition(" ")[0] for clip in clips] == [
        sentence.partition(" ")[0] for sentence in sentences
    ]
    assert {clip.chapter for clip in clips} == {0}


def test_a_script_is_spoken_no_further_than_it_is_listened_to(script_of: Callable[..., Script]) -> None:
    recorder = Recorder()
    clips = speak.speak(script_of(*["نعم"] * 100), ANYONE, recorder)
    next(clips)
    clips.close()
    assert 0 < len(recorder.said) < 10
    assert recorder.open_speakers == 0
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("speak")]


def test_after_one_changed_sentence_one_sentence_is_spoken(script_of: Callable[..., Script], tmp_path: Path) -> None:
    first, second = Recorder(), Recorder()
    sentences = ["نعم", "لا", "ربما", "أبدا"]
    before = list(speak.speak(script_of(*sentences), ANYONE, first, cache=ClipCache(tmp_path)))
    sentences[2] = "دائما"
    after = list(speak.speak(script_of(*sentences), ANYONE, second, cache=ClipCache(tmp_path)))
    assert len(first.said) == 4
    assert second.said == ["دائما"]
    assert [one.speech == other.speech for one, other in zip(before, after, strict=True)] == [True, True, False, True]


def test_a_sentence_whose_clip_was_damaged_is_spoken_anew(script_of: Callable[..., Script], tmp_path: Path) -> None:
    first, second = Recorder(), Recorder()
    before = list(speak.speak(script_of("نعم", "لا"), ANYONE, first, cache=ClipCache(tmp_path)))
    for entry in tmp_path.rglob("*.clip"):
        content = entry.read_bytes()
        rate = before[0].speech.audio.sample_rate.to_bytes(4, "little")
        assert content.count(rate) == 1
        entry.write_bytes(content.replace(rate, (2 * before[0].speech.audio.sample_rate).to_bytes(4, "little")))
    after = list(speak.speak(script_of("نعم", "لا"), ANYONE, second, cache=ClipCache(tmp_path)))
    assert len(second.said) == 2
    assert second.said == first.said
    assert after == before


def test_word_times_count_the_words_of_the_spoken_text(script_of: Callable[..., Script]) -> None:
    (clip,) = speak.speak(script_of("قال - نعم «» ثم شبه-رسمي مضى"), ANYONE, Recorder())
    assert [time.word for time in clip.speech.words] == [0, 2, 4, 5, 6]
    assert [time.end_sample - time.start_sample for time in clip.speech.words] == [1, 1, 1, 2, 1]


@pytest.mark.parametrize(
    ("endings", "said"),
    [(Endings.FULL, "قَرَأَ الوَلَدُ."), (Endings.PAUSAL, "قَرَأَ الوَلَدْ."), (Endings.EVERYDAY, "قَرَأ الوَلَدْ.")],
)
def test_words_end_as_the_user_likes(endings: Endings, said: str, script_of: Callable[..., Script]) -> None:
    recorder = Recorder()
    list(speak.speak(script_of("قَرَأَ الوَلَدُ."), ANYONE, recorder, endings=endings))
    assert recorder.said == [said]


def test_an_utterance_with_nothing_to_say_is_a_clip_without_sound(script_of: Callable[..., Script]) -> None:
    recorder = Recorder()
    (clip,) = speak.speak(script_of("..."), ANYONE, recorder)
    assert clip.speech.audio.length_samples == 0
    assert recorder.said == []


def test_what_no_voice_should_be_given_is_told_before_a_word_is_spoken(script_of: Callable[..., Script]) -> None:
    recorder = Recorder()
    with pytest.raises(VoiceError, match="'67%' would reach the voice unspelled"):
        next(iter(speak.speak(script_of(*["نعم"] * 20, "بنسبة 67%"), ANYONE, recorder)))
    assert recorder.said == []


def test_offline_a_network_voice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "synthesizer", lambda _: Recorder())
    assert isinstance(speak.ready(ANYONE), Recorder)
    with pytest.raises(VoiceError, match="sends the text to a server"):
        speak.ready(ANYONE, offline=True)


def test_a_voice_that_is_not_usable_here_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder()
    monkeypatch.setattr(recorder, "unusable_because", lambda _: "pip install something")
    monkeypatch.setattr(plugins, "synthesizer", lambda _: recorder)
    with pytest.raises(VoiceError, match="not usable here; pip install something"):
        speak.ready(ANYONE)
