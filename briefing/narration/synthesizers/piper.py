"""Piper's neural voices: any model in the user's data folder, told by phonemes what to say."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import accumulate
from typing import TYPE_CHECKING, Any, ClassVar

from briefing import audio, packages
from briefing.arabic.letters import COMMA
from briefing.errors import VoiceError
from briefing.model import Audio, DigitalSource, Role, Speech, WordTime
from briefing.narration import models, onnx, phonemes
from briefing.narration.pausal import Endings
from briefing.narration.speakable import PAUSES
from briefing.narration.synthesizers.network import trim
from briefing.narration.voices import check, damaged, lacking, options_for, required
from briefing.plugins import Marks
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefing.model import Voice

# Without noise the same text always sounds the same; with it, a reading is livelier and each one is another.
_DEFAULTS: Mapping[str, object] = {"model": "", "speaker": 0, "length_scale": 1.0, "noise_scale": 0.0, "noise_w": 0.0}
# Beyond them no model makes words; a model says itself how many speakers it has.
_LIMITS = {"speaker": (0, 10_000), "length_scale": (0.2, 5.0), "noise_scale": (0.0, 2.0), "noise_w": (0.0, 2.0)}
_ARABIC = "ar"
_SPACE = " "
_LATIN_STOPS = {
    COMMA: ",",
    "\N{ARABIC SEMICOLON}": ";",
    "\N{ARABIC QUESTION MARK}": "?",
}
# Before a consonant or the word's end, espeak-ng and the models that learnt from it hear a diphthong as two vowels.
_DIPHTHONG = re.compile("a([jw])(?![ajwiu\N{MODIFIER LETTER VERTICAL LINE}])")
_VOWEL_OF = {"j": "i", "w": "u"}


class Piper:
    """Speaks offline, a few times faster than real time, with a model that is loaded once."""

    network: ClassVar[bool] = False
    marks: ClassVar[Marks] = Marks.FULL
    longest_chars: ClassVar[int | None] = None
    breath_words: ClassVar[int | None] = 14
    lanes: ClassVar[int] = 1  # a model uses every core by itself
    digital_source: ClassVar[DigitalSource] = DigitalSource.TRAINED

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Say whether the package, or the model of the voice, is missing."""
        if voice is not None:
            check(voice, _DEFAULTS, _LIMITS)
        if find_spec("piper") is None:
            return f"the package piper-tts is missing: {packages.install('piper-tts')}"
        wanted = () if voice is None else dict.fromkeys(_model(voice, role) for role in Role)
        return next(filter(None, map(_lack, wanted)), None)

    @contextmanager
    def open(self, voice: Voice) -> Iterator[PiperSpeaker]:
        """Load the model of the voice. Raises VoiceError where it is missing or broken."""
        check(voice, _DEFAULTS, _LIMITS)
        yield PiperSpeaker(voice)


class PiperSpeaker:
    """One voice and its cast; a model is loaded when it first speaks, and shared."""

    def __init__(self, voice: Voice) -> None:
        """Load nothing yet."""
        self._voice = voice
        self._load = cache(_loaded)

    def say(self, text: str, role: Role) -> Speech:
        """Have the text spoken; word times are exact where the model tells how long each sound lasts, else unknown."""
        model, config = self._load(_path(self._voice, role)), self._config(role)
        if _reads_our_phonemes(model):
            return _spoken(model, _known(model, _arabic(text)), config)
        waves = [audio.to_samples(_sound(model, said, config)[0]) for said in model.phonemize(text)]
        sound, _ = trim(Audio(samples=b"".join(waves), sample_rate=model.config.sample_rate))
        return Speech(audio=sound)

    def _config(self, role: Role) -> Any:  # noqa: ANN401 - piper's own type
        from piper.config import SynthesisConfig

        told = options_for(self._voice, role, _DEFAULTS)
        return SynthesisConfig(
            speaker_id=told["speaker"],
            length_scale=told["length_scale"],
            noise_scale=told["noise_scale"],
            noise_w_scale=told["noise_w"],
        )

    def fingerprint(self, text: str, role: Role) -> str:
        """Name the package, the model's file, the options and the sounds."""
        told = sorted(options_for(self._voice, role, _DEFAULTS).items())
        status = _path(self._voice, role).stat()
        given = f"{status.st_size} {status.st_mtime_ns}\t{_arabic(text)}\t{text}"
        return f"piper 1\t{version('piper-tts')}\t{version('onnxruntime')}\t{told}\t{given}"


def _lack(model: str) -> str | None:
    """Say why a model is not there to read with, and what is to be done; None where it seems to be."""
    missing = lacking(model, models.Kind.PIPER)
    if missing:
        return missing
    path = models.installed()[model]
    try:
        is_whole = models.is_made_as_one(path, models.Kind.PIPER)
    except OSError as error:
        return f"{path} cannot be read: {(error.strerror or str(error)).lower()}"
    return None if is_whole else damaged(model, models.Kind.PIPER)


def _model(voice: Voice, role: Role) -> str:
    return str(options_for(voice, role, _DEFAULTS)["model"])


def _path(voice: Voice, role: Role) -> Path:
    return required(_model(voice, role), models.Kind.PIPER, voice.name)


def _loaded(path: Path) -> Any:  # noqa: ANN401 - piper's own type
    onnx.runtime()
    from onnxruntime.capi import onnxruntime_pybind11_state as runtime
    from piper.voice import PiperVoice

    broken = (runtime.Fail, runtime.InvalidProtobuf, runtime.InvalidGraph, runtime.NotImplemented, runtime.NoSuchFile)
    try:
        model = PiperVoice.load(path)
    except (*broken, OSError, ValueError, KeyError) as error:
        raise VoiceError(str(path), "cannot be loaded", "remove the file and install the voice again") from error
    model.use_tashkeel = False  # our marks are in the text already
    return model


def _reads_our_phonemes(model: Any) -> bool:  # noqa: ANN401 - piper's own type
    return bool(model.config.phoneme_type.value == "espeak" and model.config.espeak_voice == _ARABIC)


def _known(model: Any, ipa: str) -> list[str]:  # noqa: ANN401 - piper's own type
    return [symbol for symbol in unicodedata.normalize("NFD", ipa) if symbol in model.config.phoneme_id_map]


def _sound(model: Any, symbols: list[str], config: Any) -> Any:  # noqa: ANN401 - piper's own types
    """Return the wave as the model gives it, never scaled to full level, and the samples of each id or None."""
    from onnxruntime.capi import onnxruntime_pybind11_state as runtime

    try:
        wave, samples = model.phoneme_ids_to_audio(model.phonemes_to_ids(symbols), config, include_alignments=True)
    except (runtime.InvalidArgument, runtime.RuntimeException, runtime.Fail) as error:
        remedy = "look at the options of the voice (has it such a speaker?), or choose another"
        raise VoiceError("piper", "failed while speaking", remedy) from error
    return wave.reshape(-1), samples


def _spoken(model: Any, symbols: list[str], config: Any) -> Speech:  # noqa: ANN401 - piper's own types
    wave, samples = _sound(model, symbols, config)
    sound, before = trim(Audio(samples=audio.to_samples(wave), sample_rate=model.config.sample_rate))
    if samples is None:
        return Speech(audio=sound)
    times = _word_times(model.config.phoneme_id_map, symbols, [int(count) for count in samples])
    return Speech(audio=sound, words=tuple(_shifted(time, before, sound.length_samples) for time in times))


def _word_times(ids: Mapping[str, Sequence[int]], symbols: Sequence[str], samples: Sequence[int]) -> list[WordTime]:
    """Add up the samples of each word's ids: every symbol is followed by a pad, as the text's beginning is."""
    ends = list(accumulate(samples))
    at = len(ids["^"]) + len(ids["_"])
    times, start, word = [], ends[at - 1], 0
    for symbol in symbols:
        end = ends[at + len(ids[symbol]) - 1]
        at += len(ids[symbol]) + len(ids["_"])
        if symbol == _SPACE:
            times.append(WordTime(word=word, start_sample=start, end_sample=end))
            start, word = ends[at - 1], word + 1
    return [*times, WordTime(word=word, start_sample=start, end_sample=ends[at - 1])]


def _shifted(time: WordTime, before: int, length: int) -> WordTime:
    start, end = (min(max(sample - before, 0), length) for sample in (time.start_sample, time.end_sample))
    return WordTime(word=time.word, start_sample=start, end_sample=end)


def _arabic(text: str) -> str:
    """Write a text in the IPA that espeak-ng writes, which the models learnt."""
    words = []
    for word, said in zip(text.split(), phonemes.espeak(text, Endings.FULL), strict=True):
        stop = "".join(PAUSES.intersection(word[-1:]))
        words.append(_DIPHTHONG.sub(_two_vowels, _ipa(said)) + _LATIN_STOPS.get(stop, stop))
    return " ".join(words)


def _two_vowels(found: re.Match[str]) -> str:
    return "a" + _VOWEL_OF[found[1]]


def _ipa(mnemonics: str) -> str:
    return _mnemonic().sub(lambda found: _table()[found[0]], mnemonics)


@cache
def _mnemonic() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name) for name in sorted(_table(), key=len, reverse=True)))


@cache
def _table() -> dict[str, str]:
    rows = read_table(data("ar", "phonemes", "espeak_ipa.tsv"), ("mnemonic", "ipa"))
    return {row["mnemonic"]: row["ipa"] for row in rows}
