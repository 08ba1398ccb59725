"""A voice that fails: the next best reads the whole episode, and only where the user allowed it."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefing import pipeline, plugins
from briefing.errors import VoiceError
from briefing.narration.synthesizers.silence import Silence
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefing.model import Role, Speech, Voice
    from briefing.plugins import Speaker

SPOKEN_BEFORE_IT_FAILS = 3


class Failing(Silence):
    """A network voice that goes away in mid-episode."""

    network = True

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        del voice

    @contextmanager
    def open(self, voice: Voice) -> Iterator[Speaker]:
        with super().open(replace(voice, options={})) as speaker:
            yield _Leaving(speaker)


class _Leaving:
    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._said = 0

    def fingerprint(self, text: str, role: Role) -> str:
        return self._speaker.fingerprint(text, role)

    def say(self, text: str, role: Role) -> Speech:
        self._said += 1
        if self._said > SPOKEN_BEFORE_IT_FAILS:
            raise VoiceError("google", "answers with 429", "try again later")
        return self._speaker.say(text, role)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = plugins.synthesizer
    monkeypatch.setattr(plugins, "synthesizer", lambda name: Failing() if name == "google" else real(name))


def _choices(folder: Path, *, fallback: bool, voice: str = "google") -> pipeline.Choices:
    return pipeline.Choices(settings=Settings(voice=voice), folder=folder, fallback=fallback, cache=False)


@pytest.mark.usefixtures("failing")
def test_without_leave_to_fall_back_a_failing_voice_ends_the_run_and_leaves_nothing(seed: Path, tmp_path: Path) -> None:
    (failed,) = pipeline.make([str(seed)], _choices(tmp_path, fallback=False))
    assert isinstance(failed, pipeline.Failed)
    assert "429" in str(failed.error)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "failures.jsonl",
        "lock",
        "shelf.txt",
    ]


@pytest.mark.parametrize(("voice", "offline"), [("dii", False), ("openai", True)])
def test_with_leave_it_also_reads_where_the_chosen_voice_is_not_here_at_all(
    seed: Path, tmp_path: Path, voice: str, *, offline: bool
) -> None:
    choices = replace(_choices(tmp_path, fallback=True, voice=voice), offline=offline)
    (made,) = pipeline.make([str(seed)], choices)
    assert isinstance(made, pipeline.Made)
    assert made.voice == "espeak"


@pytest.mark.usefixtures("failing")
def test_with_leave_the_offline_voice_reads_the_whole_episode_and_it_is_said(
    seed: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="briefing"):
        (made,) = pipeline.make([str(seed)], _choices(tmp_path, fallback=True))
    assert isinstance(made, pipeline.Made)
    assert made.voice == "espeak"
    assert "the voice espeak reads the whole episode" in caplog.text


@pytest.fixture
def own_voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder for voice files of the user's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "briefing" / "voices"
    folder.mkdir(parents=True)
    return folder


def _write(folder: Path, name: str, synthesizer: str, rank: int, more: str = "") -> None:
    text = f'title = "{name}"\nsynthesizer = "{synthesizer}"\nauto = {rank}\n{more}'
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("failing")
def test_the_best_that_is_here_reads_in_its_place_and_nobody_who_needs_a_network_or_cannot(
    seed: Path, tmp_path: Path, own_voices: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _write(own_voices, "away", "google", 0)
    _write(own_voices, "broken", "hts", 1, 'options.model = "nowhere"\n')
    _write(own_voices, "good", "silence", 2)
    with caplog.at_level(logging.WARNING, logger="briefing"):
        (made,) = pipeline.make([str(seed)], _choices(tmp_path / "output", fallback=True))
    assert isinstance(made, pipeline.Made)
    assert made.voice == "good"
    assert "the voice good reads the whole episode" in caplog.text


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize("recorded", [True, False])
def test_listeners_are_told_of_a_synthetic_voice_where_one_reads_in_the_end(
    seed: Path, tmp_path: Path, own_voices: Path, *, recorded: bool
) -> None:
    """What is announced goes by who reads, not by who was asked to."""
    _write(own_voices, "asked", "google", 9, f"recorded = {str(not recorded).lower()}\n")
    _write(own_voices, "there", "silence", 0, f"recorded = {str(recorded).lower()}\n")
    (made,) = pipeline.make([str(seed)], _choices(tmp_path / "output", fallback=True, voice="asked"))
    assert isinstance(made, pipeline.Made)
    said = (made.mp3.parent / "transcript.json").read_text(encoding="utf-8")
    assert ("صوت اصطناعي" not in said) == recorded


def test_where_the_one_in_its_place_fails_too_the_next_one_reads_and_the_last_failure_is_told(
    seed: Path, tmp_path: Path, own_voices: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class FailingHere(Failing):
        network = False

    real = plugins.synthesizer
    fakes = {"google": Failing(), "piper": FailingHere()}
    monkeypatch.setattr(plugins, "synthesizer", lambda name: fakes.get(name) or real(name))
    _write(own_voices, "first", "piper", 0)
    with caplog.at_level(logging.WARNING, logger="briefing"):
        (made,) = pipeline.make([str(seed)], _choices(tmp_path / "output", fallback=True))
    assert isinstance(made, pipeline.Made)
    assert made.voice == "espeak"
    assert [line for line in ("first", "espeak") if f"the voice {line} reads" in caplog.text] == ["first", "espeak"]

    monkeypatch.setattr(plugins, "synthesizer", lambda name: FailingHere() if name == "espeak" else real(name))
    (failed,) = pipeline.make([str(seed)], _choices(tmp_path / "other", fallback=True, voice="espeak"))
    assert isinstance(failed, pipeline.Failed)
