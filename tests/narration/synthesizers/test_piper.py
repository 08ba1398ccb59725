"""Piper, with a model of a few hundred bytes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from briefing.errors import SettingsError, VoiceError
from briefing.model import Role, Voice
from briefing.narration import models, speak, voices
from briefing.narration.clips import ClipCache
from briefing.narration.synthesizers import piper
from briefing.narration.synthesizers.piper import Piper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Script, Speech

VOICE = Voice(name="tiny", title="", synthesizer="piper", options={"model": "tiny"})
TEXT = "فِي الْبَيْتِ، ضَيْفٌ."

pytestmark = pytest.mark.usefixtures("user_folders")


@pytest.fixture
def install(write_voice: Callable[..., Path]) -> Callable[..., Path]:
    return lambda **how: write_voice(models.folder(), "tiny", **how)


def say(text: str = TEXT) -> Speech:
    with Piper().open(VOICE) as speaker:
        return speaker.say(text, Role.NARRATOR)


@pytest.mark.parametrize(
    ("text", "ipa"),
    [
        ("كِتَابٌ", "kitˈaːbun"),
        ("فِي الْبَيْتِ، ضَيْفٌ.", "fi lbˈaiti, dˤˈa.jfun."),
        ("طَيِّبٌ؟", "t̪ˈa.jjibun?"),
        ("سَيِّدٌ وَلَدٌ", "sˈajjidun wˈaladun"),
    ],
)
def test_the_model_is_told_the_sounds_that_it_learnt(text: str, ipa: str) -> None:
    assert piper._arabic(text) == ipa


def test_a_text_is_spoken_at_the_models_own_level(install: Callable[..., Path]) -> None:
    install()
    sound = say().audio
    assert sound.sample_rate == 16_000
    assert sound.length_samples > 0
    assert set(sound.samples[::2]) == {0}
    assert set(sound.samples[1::2]) == {0x20}  # a quarter of full scale, not raised to the top


def test_a_model_that_tells_how_long_its_sounds_last_gives_every_word_its_time(install: Callable[..., Path]) -> None:
    install(timed=True)
    speech = say()
    assert [time.word for time in speech.words] == [0, 1, 2]
    assert all(one.end_sample <= other.start_sample for one, other in pairwise(speech.words))
    assert all(time.end_sample > time.start_sample for time in speech.words)
    assert speech.words[-1].end_sample <= speech.audio.length_samples


def test_a_model_without_times_gives_none(install: Callable[..., Path]) -> None:
    install()
    assert say().words == ()


def test_a_model_that_reads_letters_gets_the_letters(install: Callable[..., Path]) -> None:
    install(phoneme_type="text")
    assert say("abd").audio.length_samples == 256 * (3 * 2 + 3)


def test_the_same_text_sounds_the_same_from_the_cache(
    install: Callable[..., Path], script_of: Callable[..., Script], tmp_path: Path
) -> None:
    install()
    heard = [list(speak.speak(script_of(TEXT), VOICE, Piper(), cache=ClipCache(tmp_path / "clips"))) for _ in range(2)]
    assert heard[0] == heard[1]
    assert ClipCache(tmp_path / "clips").state().clips == 1


def test_a_voice_without_its_model_says_how_to_get_it() -> None:
    kareem = voices.load("kareem")
    assert voices.unusable_because(kareem) == (
        "the model ar_JO-kareem-medium is not installed: briefing voices install kareem"
    )
    with pytest.raises(VoiceError, match="briefing voices install kareem"):
        speak.ready(kareem)
    with Piper().open(kareem) as speaker, pytest.raises(VoiceError, match="is not installed"):
        speaker.say(TEXT, Role.NARRATOR)


def test_a_cast_of_two_models_needs_both_and_each_reads_its_part(
    write_voice: Callable[..., Path], script_of: Callable[..., Script]
) -> None:
    for name, other in (("miro", "dii"), ("dii", "miro")):
        voice = voices.load(name)
        assert voice.options["model"] == f"{name}_ar"
        assert voice.cast[Role.QUOTE]["model"] == f"{other}_ar"
    miro = voices.load("miro")
    write_voice(models.folder(), "miro_ar")
    assert voices.unusable_because(miro) == "the model dii_ar is not installed: briefing voices install dii"
    write_voice(models.folder(), "dii_ar", timed=True)  # known by its word times
    assert voices.unusable_because(miro) is None
    clips = speak.speak(script_of(TEXT, TEXT), miro, Piper())
    assert [bool(clip.speech.words) for clip in clips] == [False, True]


def test_a_model_that_is_nobodys_is_named_without_a_command() -> None:
    mine = Voice(name="mine", title="", synthesizer="piper", options={"model": "unheard-of"})
    assert voices.unusable_because(mine) == (
        f"the model unheard-of is not installed: put unheard-of.onnx into {models.folder()}"
    )
    assert voices.unusable_because(replace(mine, options={})) == (
        'it names no model: add model = "..." under [options]'
    )


@pytest.mark.parametrize("name", ["../x", "a/b", "a\\b", "x\0y", "..\\x"])
def test_a_model_stands_in_its_folder_and_in_no_other(name: str, tmp_path: Path) -> None:
    mine = Voice(name="mine", title="", synthesizer="piper", options={"model": name})
    assert "is no name of a model: give that of a file in" in (voices.unusable_because(mine) or "")
    carried = tmp_path / "carried.htsvoice"
    carried.write_bytes(b"[")
    download = models.Download(url="https://a.example/x.htsvoice", length_bytes=1, sha256="0" * 64)
    for install in (
        lambda: models.install_from(name, download, carried),
        lambda: models.install(name, download, lambda *_: None),
    ):
        with pytest.raises(SettingsError, match="is no name of a model"):
            install()
    assert not models.folder(models.Kind.HTS).exists()


@pytest.mark.parametrize("options", [{"length_scale": 0.0}, {"noise_w": -1.0}, {"speaker": -1}])
def test_an_option_with_which_nothing_sounds_is_told(options: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="; give 0"):
        voices.unusable_because(replace(VOICE, options={**VOICE.options, **options}))


def test_a_model_that_fails_while_it_speaks_is_told(
    install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument

    def fail(*_: object, **__: object) -> None:
        raise InvalidArgument

    install()
    monkeypatch.setattr("piper.voice.PiperVoice.phoneme_ids_to_audio", fail)
    with pytest.raises(VoiceError, match="failed while speaking; look at the options of the voice"):
        say()


def test_any_installed_model_is_a_voice(install: Callable[..., Path]) -> None:
    install()
    assert "tiny" in voices.names()
    assert voices.unusable_because(voices.load("tiny")) is None


def test_a_model_that_a_voice_file_names_is_not_listed_twice(write_voice: Callable[..., Path]) -> None:
    write_voice(models.folder(), "ar_JO-kareem-medium")
    assert "ar_JO-kareem-medium" not in voices.names()
    assert voices.unusable_because(voices.load("kareem")) is None


def test_a_model_that_is_cut_off_does_not_work_here_so_that_another_reads(write_voice: Callable[..., Path]) -> None:
    path = write_voice(models.folder(), "ar_JO-kareem-medium")
    assert voices.load("auto").name == "kareem"
    path.write_bytes(path.read_bytes()[:-3])
    assert voices.unusable_because(voices.load("kareem")) == (
        "its model is damaged; to get it anew: briefing voices install kareem"
    )
    assert voices.load("auto").name == "espeak"


def test_a_broken_model_is_a_clear_error(install: Callable[..., Path]) -> None:
    install().write_bytes(b"no model")
    with pytest.raises(VoiceError, match="cannot be loaded"):
        say()


def test_a_voice_that_names_no_model_is_told(install: Callable[..., Path]) -> None:
    install()
    nameless = Voice(name="nameless", title="", synthesizer="piper")
    with pytest.raises(SettingsError, match="names no model"), Piper().open(nameless) as speaker:
        speaker.say(TEXT, Role.NARRATOR)
