"""Supertonic 3, a neural voice that speaks offline, through the package supertonic (an extra).

The package fetches its model when it is first used. Here it never does: a model of 400 MB comes only where somebody
asks for it, with the package's own command.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from briefing import packages
from briefing.arabic import MARKS
from briefing.audio import to_samples
from briefing.errors import VoiceError
from briefing.model import Audio, DigitalSource, Role, Speech
from briefing.narration import onnx
from briefing.narration.synthesizers.network import trim
from briefing.narration.voices import check, options_for
from briefing.plugins import Marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.model import Voice

_DEFAULTS: Mapping[str, object] = {"voice": "M1", "speed": 1.05, "steps": 8, "seed": 1}
_LIMITS = {"speed": (0.7, 2.0), "steps": (1, 100), "seed": (0, 2**32 - 1)}
_MODEL, _LANGUAGE = "supertonic-3", "ar"
# Where the package keeps the model, and the last file that it puts there.
_FOLDER_ENV, _FOLDER, _LAST_FILE = "SUPERTONIC_CACHE_DIR", "~/.cache/supertonic3", "onnx/vocoder.onnx"
_FETCH = "supertonic download"
# It cuts longer texts itself, at full stops only, with a rest of one length.
_LONGEST_CHARS = 300


class Supertonic:
    """Speaks offline, with a model that is loaded once."""

    network: ClassVar[bool] = False
    marks: ClassVar[Marks] = Marks.LIGHT  # it learnt from text as it is printed
    longest_chars: ClassVar[int | None] = _LONGEST_CHARS
    breath_words: ClassVar[int | None] = None
    lanes: ClassVar[int] = 1
    digital_source: ClassVar[DigitalSource] = DigitalSource.TRAINED

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Say whether the package or its model is missing, and under which licence the model stands."""
        if voice is not None:
            check(voice, _DEFAULTS, _LIMITS)
        if find_spec("supertonic") is None:
            return f"the package supertonic is missing: {packages.install('supertonic')}"
        folder = Path(os.environ.get(_FOLDER_ENV) or _FOLDER).expanduser()
        if not (folder / _LAST_FILE).is_file():
            return f"its model (400 MB, licence OpenRAIL-M: some uses are forbidden) is not here: {_FETCH}"
        return None

    @contextmanager
    def open(self, voice: Voice) -> Iterator[SupertonicSpeaker]:
        """Check the options of the whole cast; the model is loaded when it first speaks."""
        check(voice, _DEFAULTS, _LIMITS)
        yield SupertonicSpeaker(voice)


class SupertonicSpeaker:
    """One voice and its cast over one model."""

    def __init__(self, voice: Voice) -> None:
        """Load nothing yet."""
        self._voice = voice
        self._model = cache(_loaded)

    def say(self, text: str, role: Role) -> Speech:
        """Have the text spoken; the model tells no word times."""
        told = _told(self._voice, role)
        model = self._model()
        wave = _wave(model, _readable(model, text), told)
        sound, _ = trim(Audio(samples=to_samples(wave), sample_rate=int(model.sample_rate)))
        return Speech(audio=sound)

    def fingerprint(self, text: str, role: Role) -> str:
        """Name the package, which names the model's revision, the options and the text."""
        told = sorted(_told(self._voice, role).items())
        return f"supertonic 1\t{version('supertonic')}\t{version('onnxruntime')}\t{told}\t{text}"


def _told(voice: Voice, role: Role) -> dict[str, Any]:
    return options_for(voice, role, _DEFAULTS, _LIMITS)


def _loaded() -> Any:  # noqa: ANN401 - known only where supertonic is installed
    onnx.runtime()
    import supertonic

    try:
        return supertonic.TTS(model=_MODEL, auto_download=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise VoiceError("supertonic", "its model cannot be loaded", f"fetch it again: {_FETCH}") from error


def _readable(model: Any, text: str) -> str:  # noqa: ANN401 - supertonic's own type
    """Leave out the marks that the model has never seen; a letter that it has not is an error."""
    _, unknown = model.model.text_processor.validate_text(text)
    if set(unknown) - MARKS:
        raise VoiceError("supertonic", f"cannot say {''.join(unknown)}", "choose another voice")
    return "".join(character for character in text if character not in unknown)


def _wave(model: Any, text: str, told: Mapping[str, Any]) -> Any:  # noqa: ANN401 - supertonic's own types
    """Synthesize with the generator set, so that the same text always sounds the same, and put it back."""
    import numpy as np

    try:
        style = model.get_voice_style(told["voice"])
    except (OSError, ValueError) as error:
        raise VoiceError("supertonic", f"has no voice {told['voice']}", "choose M1 to M5 or F1 to F5") from error
    state = np.random.get_state()  # noqa: NPY002 - the package draws from the program's own generator
    np.random.seed(told["seed"])  # noqa: NPY002
    try:
        wave, _ = model.synthesize(text, style, total_steps=told["steps"], speed=told["speed"], lang=_LANGUAGE)
    except (ValueError, RuntimeError) as error:
        raise VoiceError("supertonic", "failed while speaking", "run the command again, or choose another") from error
    finally:
        np.random.set_state(state)  # noqa: NPY002
    return wave.reshape(-1)
