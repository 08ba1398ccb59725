"""Supertonic against a package of the same shape: what it is asked, what it may not do, how it fails."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from briefing.errors import SettingsError, VoiceError
from briefing.model import Role, Voice
from briefing.narration.synthesizers import supertonic
from briefing.narration.synthesizers.supertonic import Supertonic

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.model import Speech

VOICE = Voice(name="mine", title="", synthesizer="supertonic", cast={Role.QUOTE: {"voice": "F1", "steps": 4}})
TEXT = "مرحبًا بكم في الموجز."
RATE = 44_100
FATHATAN, SHADDA = "\N{ARABIC FATHATAN}", "\N{ARABIC SHADDA}"


class Processor:
    """Knows the letters and every mark but shadda."""

    def validate_text(self, text: str) -> tuple[bool, list[str]]:
        unknown = sorted({SHADDA, "گ"} & set(text))
        return not unknown, unknown


class Tts:
    """Has the names, arguments and errors of supertonic 1.3.1's `TTS`."""

    made: list[Tts]
    broken = False

    def __init__(self, model: str = "supertonic-3", model_dir: object = None, auto_download: bool = True) -> None:  # noqa: FBT001, FBT002 - as it is there
        assert (model, model_dir, auto_download) == ("supertonic-3", None, False)
        if self.broken:
            raise FileNotFoundError("ONNX model files not found in /somewhere")
        self.model = type("Engine", (), {"text_processor": Processor()})()
        self.sample_rate = RATE
        self.asked: list[tuple[str, str, int, float, str | None]] = []
        self.made.append(self)

    def get_voice_style(self, voice_name: str) -> str:
        if voice_name not in {"M1", "F1"}:
            raise FileNotFoundError(f"Voice style '{voice_name}' not found")
        return voice_name

    def synthesize(
        self, text: str, voice_style: str, total_steps: int = 8, speed: float = 1.05, lang: str | None = None
    ) -> tuple[Any, Any]:
        if not self.model.text_processor.validate_text(text)[0]:
            raise ValueError("Found 1 unsupported character(s)")
        self.asked.append((text, voice_style, total_steps, speed, lang))
        noise = np.random.randn(1, RATE).astype(np.float32) * 0.1  # noqa: NPY002 - as it is there
        return np.pad(noise, ((0, 0), (RATE, RATE))), np.array([3.0])


@pytest.fixture(autouse=True)
def package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> type[Tts]:
    module = ModuleType("supertonic")
    module.TTS = Tts  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "supertonic", module)
    monkeypatch.setattr(Tts, "made", [], raising=False)
    monkeypatch.setattr(supertonic, "find_spec", lambda _: True)
    monkeypatch.setattr(supertonic, "version", lambda name: f"{name} 1")
    monkeypatch.setenv("SUPERTONIC_CACHE_DIR", str(tmp_path / "model"))
    return Tts


def say(text: str = TEXT, role: Role = Role.NARRATOR, voice: Voice = VOICE) -> Speech:
    with Supertonic().open(voice) as speaker:
        return speaker.say(text, role)


def test_the_text_is_asked_for_in_arabic_with_the_voice_of_the_role(package: type[Tts]) -> None:
    with Supertonic().open(VOICE) as speaker:
        sounds = [speaker.say(TEXT, role).audio for role in (Role.NARRATOR, Role.QUOTE)]
    (model,) = package.made  # one model for the whole cast
    assert model.asked == [(TEXT, "M1", 8, 1.05, "ar"), (TEXT, "F1", 4, 1.05, "ar")]
    assert [sound.sample_rate for sound in sounds] == [RATE] * 2
    assert abs(sounds[0].length_samples - 1.04 * RATE) < 500  # the silence around is cut


def test_the_same_text_always_sounds_the_same_and_nobody_elses_numbers_change() -> None:
    np.random.seed(5)  # noqa: NPY002
    expected = np.random.randn(3)  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    sounds = [say().audio.samples for _ in range(2)]
    assert sounds[0] == sounds[1]
    assert np.array_equal(np.random.randn(3), expected)  # noqa: NPY002
    assert say(voice=Voice(name="x", title="", synthesizer="", options={"seed": 2})).audio.samples != sounds[0]


def test_a_mark_that_the_model_does_not_know_is_left_out_and_a_letter_is_told(package: type[Tts]) -> None:
    say(f"مرحب{FATHATAN}ا إن{SHADDA}ا")
    assert package.made[0].asked[0][0] == f"مرحب{FATHATAN}ا إنا"
    with pytest.raises(VoiceError, match="supertonic: cannot say گ; choose another voice"):
        say("گ")


def test_a_package_or_a_model_that_is_missing_is_named_with_its_licence_and_never_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "OpenRAIL-M" in (Supertonic().unusable_because() or "")
    assert (Supertonic().unusable_because() or "").endswith("supertonic download")
    (tmp_path / "model" / "onnx").mkdir(parents=True)
    (tmp_path / "model" / "onnx" / "vocoder.onnx").touch()
    assert Supertonic().unusable_because() is None
    monkeypatch.setattr(supertonic, "find_spec", lambda _: None)
    assert "pip install 'supertonic==1.3.1'" in (Supertonic().unusable_because() or "")


def test_a_model_that_is_broken_is_one_line(package: type[Tts], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "broken", True)
    with pytest.raises(VoiceError, match="its model cannot be loaded; fetch it again: supertonic download"):
        say()


def test_a_voice_that_it_has_not_and_a_failure_are_told(package: type[Tts], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(VoiceError, match="has no voice Z9; choose M1 to M5 or F1 to F5"):
        say(voice=Voice(name="x", title="", synthesizer="", options={"voice": "Z9"}))

    def failing(*_: object, **__: object) -> None:
        raise RuntimeError("onnxruntime")

    monkeypatch.setattr(package, "synthesize", failing)
    with pytest.raises(VoiceError, match="failed while speaking"):
        say()


@pytest.mark.parametrize("options", [{"speed": 0.5}, {"steps": 0}, {"seed": -1}])
def test_an_option_out_of_bounds_is_told_before_anything_is_loaded(
    options: dict[str, object], package: type[Tts]
) -> None:
    wrong = Voice(name="x", title="", synthesizer="", cast={Role.QUOTE: options})
    with pytest.raises(SettingsError, match=f"{next(iter(options))} is .*; give"), Supertonic().open(wrong):
        pass
    assert not package.made


def test_the_fingerprint_tells_options_and_texts_apart() -> None:
    with Supertonic().open(VOICE) as speaker:
        prints = {speaker.fingerprint(text, role) for text in ("أ", "ب") for role in (Role.NARRATOR, Role.QUOTE)}
    assert len(prints) == 4
