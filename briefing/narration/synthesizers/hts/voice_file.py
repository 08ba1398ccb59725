"""Read an `.htsvoice`: the one file in which hts_engine 1.06 and later keeps a whole voice.

Text in four parts, `[GLOBAL]`, `[STREAM]`, `[POSITION]` and `[DATA]`, a line `KEY:value` or `KEY[STREAM]:value` each;
`[POSITION]` says at which bytes behind `[DATA]` (first and last, both counted in) the windows, trees and densities
stand. Densities are little-endian: for each state the number of leaves (uint32), then for each leaf its means and
variances (float32), and for a stream that is voiced or not (MSD) how probable voice is. The format is what version 1.10
of the hts_engine API reads; the models are explained in Tokuda et al., "Speech synthesis based on hidden Markov
models", Proceedings of the IEEE 101 (5), 2013.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from briefing.errors import VoiceError
from briefing.model import Role
from briefing.narration.synthesizers.hts import trees

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from briefing.narration.synthesizers.hts.trees import Forest

    Floats = NDArray[np.float64]

SPECTRUM, PITCH, BANDS = "MCP", "LF0", "LPF"
_STREAMS = f"{SPECTRUM},{PITCH},{BANDS}"
_DATA = b"[DATA]\n"
_LINE = re.compile(r"^([A-Z0-9_]+(?:\[[A-Z0-9]+\])?):(.*)$", re.MULTILINE)
_ALPHA = re.compile(r"ALPHA=([0-9.]+)")
_OTHER_SPECTRUM = re.compile(r"GAMMA=[1-9]|LN_GAIN=1")
_PHONE = re.compile(r'"\*-([^"*?]+)\+\*"')
_OFF = re.compile(r'"([^"]*)"')
_TAPS = 3  # of a window: the frame before, this one, the one behind
# Sane bounds: what lies beyond them is damage, and would take all memory.
_LARGEST_MEAN = 1000.0  # of a cepstrum, of a log of Hz
# The longest of ziad's 921 is 0.3 s. A file that can be read and tells 25 s a phone made 13 minutes of four words.
_LONGEST_PHONE_S = 2.0
_RATES, _LONGEST_HOP, _MOST_STATES, _MOST_COEFFICIENTS = range(8_000, 192_001), 4_800, 20, 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Densities:
    """What a stream's trees lead to: for each state a table, a row a leaf."""

    forest: Forest
    tables: tuple[NDArray[np.float32], ...]

    def of(self, label: str) -> list[NDArray[np.float32]]:
        """Return for each state the row that a label comes to."""
        return [table[leaf] for table, leaf in zip(self.tables, self.forest.leaves(label), strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One of the things that are modelled a frame: `length` numbers, and their change through `windows`."""

    length: int
    windows: tuple[tuple[float, float, float], ...]
    densities: Densities
    variance: Densities | None  # of a whole utterance: mean and variance of each number's variance

    @property
    def width(self) -> int:
        """How many means a leaf has."""
        return self.length * len(self.windows)


@dataclass(frozen=True, slots=True, kw_only=True)
class HtsVoice:
    """A voice: `hop` samples a frame at `sample_rate`, `states` states a phone, `alpha` of the mel scale's warping."""

    sample_rate: int
    hop: int
    states: int
    alpha: float
    durations: Densities
    spectrum: Stream
    pitch: Stream
    bands: Stream
    phones: frozenset[str]  # that some question asks for by name
    silent: tuple[str, ...]  # what a label holds of a phone that is no speech
    sha256: str  # of all the bytes that it was read from

    def is_silent(self, label: str) -> bool:
        """Say whether a label is of a pause, which has no part in the variance of speech."""
        return any(sign in label for sign in self.silent)


def load(path: Path) -> HtsVoice:
    """Read a voice, once as long as its file stays the same: whoever asks whether it works asks for it again to speak.

    Raises VoiceError where the file is missing, damaged, or of another kind.
    """
    with _reading(path):
        status = path.stat()
    return _loaded(path, status.st_size, status.st_mtime_ns)


# A cast may have a file for each of its members.
@lru_cache(maxsize=len(Role))
def _loaded(path: Path, _size: int, _changed_ns: int) -> HtsVoice:
    content = _bytes(path)
    try:
        return parse(content)
    except (ValueError, KeyError, IndexError) as error:
        why = f"it lacks {error.args[0]}" if isinstance(error, KeyError) else str(error)
        raise VoiceError(
            str(path), f"is no HTS voice that can be read: {why}", "remove it and install the voice again"
        ) from error


def _bytes(path: Path) -> bytes:
    with _reading(path):
        return path.read_bytes()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise VoiceError(str(path), f"cannot be read: {why}", "install the voice again") from error


def parse(content: bytes) -> HtsVoice:
    """Read a voice from the bytes of its file. Raises ValueError, KeyError or IndexError where they are none."""
    header, mark, data = content.partition(_DATA)
    if not mark or not header.startswith(b"[GLOBAL]"):
        raise ValueError("it does not begin and go on as one does")
    told = _Told(dict(_LINE.findall(header.decode("ascii"))), data)
    if told.text("STREAM_TYPE") != _STREAMS:
        raise ValueError(f"its streams are {told.text('STREAM_TYPE')}, not {_STREAMS}")
    states = told.number("NUM_STATES", range(1, _MOST_STATES + 1))
    sample_rate, hop = told.number("SAMPLING_FREQUENCY", _RATES), told.number("FRAME_PERIOD", range(1, _LONGEST_HOP))
    return HtsVoice(
        sample_rate=sample_rate,
        hop=hop,
        states=states,
        alpha=_alpha(told.text(f"OPTION[{SPECTRUM}]")),
        durations=_durations(told, states, hop / sample_rate),
        spectrum=_stream(told, SPECTRUM, states, range(1, _MOST_COEFFICIENTS + 1)),
        pitch=_stream(told, PITCH, states, range(1, 2)),
        bands=_stream(told, BANDS, states, range(1, _MOST_COEFFICIENTS + 1)),
        phones=frozenset(_PHONE.findall(data.decode("latin-1"))),
        silent=tuple(pattern.strip("*") for pattern in _OFF.findall(told.text("GV_OFF_CONTEXT"))),
        sha256=hashlib.sha256(content).hexdigest(),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the head says, and the bytes that it speaks of."""

    values: dict[str, str]
    data: bytes

    def text(self, key: str) -> str:
        return self.values[key].strip()

    def number(self, key: str, allowed: range) -> int:
        number = int(self.text(key))
        if number not in allowed:
            raise ValueError(f"{key} is {number}")
        return number

    def parts(self, key: str) -> list[bytes]:
        """Return the stretches of the data that a position names."""
        stretches = []
        for told in self.text(key).split(","):
            first, _, last = told.partition("-")
            start, end = int(first), int(last) + 1
            if not 0 <= start < end <= len(self.data):
                raise ValueError(f"{key} lies outside the file, which may be cut off")
            stretches.append(self.data[start:end])
        return stretches


def _alpha(options: str) -> float:
    alpha = _ALPHA.search(options)
    if alpha is None or not 0 <= float(alpha[1]) < 1 or _OTHER_SPECTRUM.search(options):
        raise ValueError(f"its spectrum is {options or 'of no kind'}, not mel-cepstral")
    return float(alpha[1])


def _durations(told: _Told, states: int, frame_s: float) -> Densities:
    durations = _densities(told, "DURATION", "", [2 * states])
    frames = durations.tables[0][:, :states].astype(np.float64)
    if (frames < 0).any():
        raise ValueError("a state of a phone lasts less than nothing")
    # No state lasts less than a frame, so that long frames are long phones.
    longest_s = float(np.maximum(frames, 1).sum(axis=1).max(initial=0)) * frame_s
    if longest_s > _LONGEST_PHONE_S:
        raise ValueError(f"a phone lasts {longest_s:.1f} s, which is no speech")
    return durations


def _stream(told: _Told, name: str, states: int, lengths: range) -> Stream:
    """Read a stream, whose vectors must have one of these lengths."""
    length = told.number(f"VECTOR_LENGTH[{name}]", lengths)
    voiced = told.number(f"IS_MSD[{name}]", range(2))
    if voiced != (name == PITCH):
        raise ValueError(f"IS_MSD[{name}] is {voiced}")
    windows = tuple(_window(part.decode("ascii")) for part in told.parts(f"STREAM_WIN[{name}]"))
    if len(windows) != told.number(f"NUM_WINDOWS[{name}]", range(1, 4)) or windows[0] != (0, 1, 0):
        raise ValueError(f"the windows of {name} are off")
    densities = _densities(told, "STREAM", f"[{name}]", [2 * length * len(windows) + voiced] * states)
    modelled = told.number(f"USE_GV[{name}]", range(2))
    variance = _densities(told, "GV", f"[{name}]", [2 * length]) if modelled else None
    return Stream(length=length, windows=windows, densities=densities, variance=variance)


def _window(text: str) -> tuple[float, float, float]:
    count, *weights = text.split()
    if int(count) != len(weights) or len(weights) not in {1, _TAPS}:
        raise ValueError(f"a window is {text.strip()!r}")
    numbers = [float(weight) for weight in weights]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == _TAPS else (0.0, numbers[0], 0.0)


def _densities(told: _Told, kind: str, stream: str, widths: list[int]) -> Densities:
    (text,), (numbers,) = told.parts(f"{kind}_TREE{stream}"), told.parts(f"{kind}_PDF{stream}")
    forest = trees.read(text.decode("ascii"))
    if len(forest.trees) != len(widths):
        raise ValueError(f"{kind}{stream} has {len(forest.trees)} trees for {len(widths)} states")
    tables = tuple(_tables(numbers, widths))
    for tree, table in zip(forest.trees, tables, strict=True):
        if max(tree.leaves) >= len(table):
            raise ValueError(f"a tree of {kind}{stream} has a leaf without a density")
    return Densities(forest=forest, tables=tables)


def _tables(numbers: bytes, widths: list[int]) -> list[NDArray[np.float32]]:
    """Cut the densities apart: a table a state, means first, then variances, then how probable voice is."""
    head = 4 * len(widths)
    counts = np.frombuffer(numbers[:head], "<u4").astype(np.int64)
    ends = [0, *np.cumsum(counts * widths).tolist()]
    if 4 * ends[-1] + head != len(numbers):
        raise ValueError("a table of densities has another length than it says")
    values = np.frombuffer(numbers[head:], "<f4")
    tables = [values[start:end].reshape(-1, width) for (start, end), width in zip(pairwise(ends), widths, strict=True)]
    for table, width in zip(tables, widths, strict=True):
        means, variances = table[:, : width // 2], table[:, width // 2 : 2 * (width // 2)]
        if not (np.isfinite(table).all() and (np.abs(means) <= _LARGEST_MEAN).all() and (variances >= 0).all()):
            raise ValueError("a density holds no number")
    return tables
