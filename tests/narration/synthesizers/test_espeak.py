"""espeak-ng in its worker process."""

from __future__ import annotations

import math
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from briefing import audio, resources
from briefing.errors import SettingsError, VoiceError
from briefing.model import Role, Script, Voice
from briefing.narration import speak, voices
from briefing.narration.synthesizers import espeak, espeak_worker
from briefing.narration.synthesizers.espeak import Espeak, Worker
from briefing.narration.synthesizers.espeak_worker import ANSWER, DONE, FAILED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from briefing.model import Audio

VOICE = Voice(
    name="espeak", title="", synthesizer="espeak", options={"rate_wpm": 300}, cast={Role.QUOTE: {"voice": "woman"}}
)
SETTINGS = ("ar", "300", "50", "50", "0")


def _spoken(sentences: Sequence[str]) -> dict[str, object]:
    with Espeak().open(VOICE) as speaker:
        return {sentence: speaker.say(sentence, Role.NARRATOR) for sentence in sentences}


def test_a_text_sounds_the_same_whatever_was_spoken_before(sentences: tuple[str, ...]) -> None:
    first = _spoken(sentences)
    for seed in range(3):
        shuffled = random.Random(seed).sample(sentences * 2, 2 * len(sentences))  # noqa: S311 - an order, no secret
        assert _spoken(shuffled) == first


def test_forks_and_reloads_give_the_same_samples(sentences: tuple[str, ...]) -> None:
    heard = []
    for how in ("fork", "reload"):
        with Worker.started(SETTINGS, how) as worker:
            heard.append([worker.say(sentence, 1) for sentence in (*sentences, *sentences)])
    assert heard[0] == heard[1]
    assert heard[0][: len(sentences)] == heard[0][len(sentences) :]


def test_lanes_do_not_change_a_sample(sentences: tuple[str, ...], script_of: Callable[..., Script]) -> None:
    heard = []
    for lanes in (1, 2, 3):
        espeak = Espeak()
        espeak.lanes = lanes  # type: ignore[misc]
        heard.append(list(speak.speak(script_of(*sentences * 2), VOICE, espeak)))
    assert heard[0] == heard[1] == heard[2]


def test_every_word_has_its_time_in_order(sentences: tuple[str, ...]) -> None:
    with Espeak().open(VOICE) as speaker:
        for sentence in sentences:
            speech = speaker.say(sentence, Role.NARRATOR)
            assert [word.word for word in speech.words] == list(range(len(sentence.split())))
            starts = [word.start_sample for word in speech.words]
            assert starts == sorted(set(starts))
            assert speech.words[-1].end_sample == speech.audio.length_samples


def test_the_quote_is_read_by_another_voice(sentences: tuple[str, ...]) -> None:
    with Espeak().open(VOICE) as speaker:
        roles = {role: speaker.say(sentences[0], role).audio.samples for role in Role}
    assert roles[Role.QUOTE] != roles[Role.NARRATOR]
    assert roles[Role.FIGURES] == roles[Role.NARRATOR]


def test_a_crash_in_one_text_is_told_and_the_next_is_spoken() -> None:
    program = (
        "import os, signal\n"
        "from briefing.narration.synthesizers.espeak_worker import say_in_a_fork\n"
        "class Crashing:\n"
        "    def say(self, text, flags):\n"
        "        return text or os.kill(os.getpid(), signal.SIGSEGV)\n"
        "for text in (b'', b'fine'):\n"
        "    say_in_a_fork(Crashing(), 1, text, 1)\n"
    )
    answers = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    expected = ((FAILED, b"espeak-ng crashed (-11)"), (DONE, b"fine"))
    assert answers == b"".join(ANSWER.pack(state, len(body)) + body for state, body in expected)


def test_a_worker_that_dies_is_a_clear_error(sentences: tuple[str, ...]) -> None:
    with Worker.started(SETTINGS) as worker:
        worker._process.kill()
        worker._process.wait()
        with pytest.raises(VoiceError, match="espeak: the voice's process"):
            worker.say(sentences[0], 1)


def test_a_worker_that_hangs_is_a_clear_error(sentences: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    with Worker.started(SETTINGS) as worker:
        monkeypatch.setattr(espeak, "_LONGEST_WAIT_S", 0.1)
        os.kill(worker._process.pid, signal.SIGSTOP)
        with pytest.raises(VoiceError, match="gave no answer"):
            worker.say(sentences[0], 1)


def test_ctrl_c_is_left_to_the_program(sentences: tuple[str, ...]) -> None:
    with Worker.started(SETTINGS) as worker:
        os.kill(worker._process.pid, signal.SIGINT)
        audio, _ = worker.say(sentences[0], 1)
        assert audio.length_samples > 0


def test_the_worker_imports_next_to_nothing() -> None:
    program = "import sys; exec(open(sys.argv[1]).read(), {'__name__': 'worker'}); print(*sys.modules)"
    imported = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, espeak_worker.__file__], capture_output=True, check=True
    ).stdout.decode()
    assert not {"numpy", "asyncio", "json", "logging", "briefing", "subprocess", "typing"} & set(imported.split())


@pytest.mark.parametrize("name", sorted(file.name for file in resources.data("espeak").iterdir()))
def test_a_voice_of_our_own_is_set_by_its_file_and_none_of_its_lines_is_idle(
    name: str, sentences: tuple[str, ...], tmp_path: Path
) -> None:
    whole = resources.data("espeak", name).read_text(encoding="utf-8")
    with Worker.started((name, *SETTINGS[1:])) as worker:
        expected = worker.say(sentences[0], 1)
    place = tmp_path / "a folder + its name" / ("long" * 20)
    place.mkdir(parents=True)
    for left_out in [
        line for line in whole.splitlines() if line.startswith(("klatt", "consonants", "pitch", "formant"))
    ]:
        less = place / "less"
        less.write_text(whole.replace(f"{left_out}\n", ""), encoding="utf-8")
        with Worker.started((str(less), *SETTINGS[1:])) as worker:
            assert worker.say(sentences[0], 1) != expected, left_out


def test_a_voice_of_our_own_that_is_changed_is_spoken_anew(
    sentences: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Espeak().open(VOICE) as speaker:
        before = {role: speaker.fingerprint(sentences[0], role) for role in Role}
        for name in ("man", "woman"):
            (tmp_path / name).write_text(f"name {name}\nlanguage ar\npitch 90 100\n", encoding="utf-8")
        monkeypatch.setattr(espeak, "data", lambda _: tmp_path)
        assert all(speaker.fingerprint(sentences[0], role) != before[role] for role in Role)


def test_the_five_speakers_are_two_semitones_apart_and_the_women_above_the_men(sentences: tuple[str, ...]) -> None:
    names = ["old-man", "man", "young-man", "woman", "young-woman"]
    pitches = []
    for name in names:
        voice = replace(VOICE, options={"voice": name}, cast={})
        with Espeak().open(voice) as speaker:
            pitches.append(pitch_hz(speaker.say(sentences[0], Role.NARRATOR).audio))
    assert all(12 * math.log2(above / below) > 2 for below, above in pairwise(pitches)), pitches
    assert pitches[2] < 165 < pitches[3]


def pitch_hz(sound: Audio) -> float:
    """Return the median pitch of what is voiced, frame by frame: where a frame is most like itself a while later."""
    wave, size, found = audio.to_wave(sound.samples), sound.sample_rate // 25, []
    for start in range(0, len(wave) - size, size // 2):
        frame = wave[start : start + size] - wave[start : start + size].mean()
        alike = np.correlate(frame, frame, "full")[size - 1 :]
        shortest = sound.sample_rate // 400
        best = shortest + int(alike[shortest : sound.sample_rate // 60].argmax())
        if alike[best] > 0.6 * alike[0] > 0.6 * size * 0.02**2:
            found.append(sound.sample_rate / best)
    return statistics.median(found)


@pytest.mark.parametrize("name", [name for name in voices.names() if name.startswith("espeak")])
def test_the_cast_of_every_espeak_voice_is_ours_and_no_two_who_are_quoted_are_one(name: str) -> None:
    voice = voices.load(name)
    quoted = [options["voice"] for role, options in voice.cast.items() if role is not Role.FIGURES]
    heard = [voice.options["voice"], *quoted]
    assert set(heard) <= {file.name for file in resources.data("espeak").iterdir()}
    assert len(set(heard)) == len(heard) >= 4


@pytest.mark.parametrize("unknown", ["zz-nobody", "ar+nobody", "/no-such-voice"])
def test_an_unknown_voice_of_espeak_is_a_clear_error(unknown: str) -> None:
    with (
        pytest.raises(VoiceError, match=rf"espeak-ng has no voice {re.escape(unknown)}"),
        Worker.started((unknown, *SETTINGS[1:])),
    ):
        pass


def test_a_rate_out_of_bounds_is_told_before_anything_is_spoken() -> None:
    wrong = Voice(name="mine", title="", synthesizer="espeak", cast={Role.QUOTE: {"rate_wpm": 9000}})
    with pytest.raises(SettingsError, match="rate_wpm is 9000; give 80 to 450"), Espeak().open(wrong):
        pass


def test_a_worker_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from briefing.narration.synthesizers.espeak import Worker\n"
        f"with Worker.started({SETTINGS!r}) as worker:\n"
        "    print(worker._process.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=tmp_path) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        os.kill(worker, 0)
        parent.kill()
    deadline = time.monotonic() + 10
    while _is_running(worker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_running(worker)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("name", ["f2", "nobody", "", "Woman"])
def test_a_name_that_espeak_would_end_at_is_told_before_anything_is_spoken(name: str) -> None:
    wrong = Voice(name="mine", title="", synthesizer="espeak", cast={Role.QUOTE: {"voice": name}})
    with pytest.raises(SettingsError, match="choose one of: man, old-man, woman"), Espeak().open(wrong):
        pass
