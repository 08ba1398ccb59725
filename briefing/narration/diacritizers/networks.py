"""The door to onnxruntime and to the three rawi networks of text2tashkeel (Apache-2.0): what each thinks of a letter.

Only the model files of the wheel are used: its own decoder respells letters and drops typed marks.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from briefing.arabic import DAGGER_ALEF, FATHA, SHADDA, TATWEEL
from briefing.errors import SettingsError
from briefing.narration import onnx
from briefing.narration.diacritizers import framing
from briefing.narration.diacritizers.letters import CLASSES, COLUMN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy.typing as npt

    Table = npt.NDArray[np.float32]

_MADDA = "\N{ARABIC MADDAH ABOVE}"
_HAMZA_ABOVE = "\N{ARABIC HAMZA ABOVE}"
_HAMZA_BELOW = "\N{ARABIC HAMZA BELOW}"
_CARRIED = (_MADDA, _HAMZA_ABOVE, _HAMZA_BELOW)
# What an alef can carry, in the order of the columns of `seats`.
SEATS = ("", *_CARRIED)
_UNMARKED = COLUMN[""]


class Network(Protocol):
    """Reads base characters; gives one row of probabilities over CLASSES for each, zeros where it has no opinion."""

    def read(self, bases: str) -> Table:
        """Return a table of shape (len(bases), len(CLASSES))."""
        ...

    def seats(self, bases: str) -> Table:
        """Return for each letter how probable each of SEATS is, whatever the writer put there."""
        ...


class Rawi:
    """A rawi network with one head: which of 75 mark combinations stands on a letter."""

    def __init__(self, model: Path, vocabulary: Path) -> None:
        """Load the network and its vocabulary."""
        maps = _read_json(vocabulary)
        self._characters: Mapping[str, int] = maps["char_to_idx"]
        self._unknown: int = maps["char_to_idx"]["<UNK>"]
        self._columns = _class_columns(maps["diac_to_idx"])
        self._seats = np.array([[float(_carried(marks) == seat) for seat in SEATS] for marks in maps["diac_to_idx"]])
        self._bare: int = maps["diac_to_idx"][""]
        self._session = _session(model)

    def read(self, bases: str) -> Table:
        """Return probabilities for each base character."""
        view = _rawi_view(bases)
        probabilities = self._read(view)
        table = np.zeros((len(bases), len(CLASSES)), np.float32)
        for carried, rows, places in view.groups:
            table[places] = probabilities[rows] @ self._columns[carried]
        return table

    def seats(self, bases: str) -> Table:
        """Return for each base character how probable each of SEATS is: the network never sees a hamza on its seat."""
        view = _rawi_view(bases)
        probabilities = self._read(view)
        table = np.zeros((len(bases), len(SEATS)), np.float32)
        for _, rows, places in view.groups:
            table[places] = probabilities[rows] @ self._seats
        return table

    def _read(self, view: _RawiView) -> Table:
        ids = [self._characters.get(letter, self._unknown) for letter in view.letters]
        return self._probabilities(np.array([ids], np.int64))

    def _probabilities(self, ids: npt.NDArray[np.int64]) -> Table:
        (logits,) = self._session.run(["output"], {"input": ids})
        return _softmax(logits[0])


class RawiValue(Rawi):
    """The first rawi network: it was never shown an unmarked letter, so it only says which mark, never whether."""

    def _probabilities(self, ids: npt.NDArray[np.int64]) -> Table:
        return _without(super()._probabilities(ids), self._bare)


class RawiGated(Rawi):
    """The third rawi network: one head says whether a letter is marked, the other with what."""

    def _probabilities(self, ids: npt.NDArray[np.int64]) -> Table:
        presence: Table
        logits: Table
        presence, logits = self._session.run(["presence", "value"], {"input": ids})
        marked = 1 / (1 + np.exp(-presence[0]))
        table: Table = _without(_softmax(logits[0]), self._bare) * marked[:, None]
        table[:, self._bare] = 1 - marked
        return table


def _session(model: Path) -> Any:  # noqa: ANN401 - onnxruntime is untyped
    onnxruntime = onnx.runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena keeps the largest chunk's memory for ever.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _read_json(path: Path) -> Any:  # noqa: ANN401 - the wheel decides the shape
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(str(path), f"cannot be read: {error}", "install the package again") from error


class _RawiView(NamedTuple):
    """A chunk as the rawi networks see it: letters, and for each carried hamza or madda the rows and their places."""

    letters: list[str]
    groups: list[tuple[str, list[int], list[int]]]


# The three networks read one chunk after the other.
@lru_cache(maxsize=4)
def _rawi_view(bases: str) -> _RawiView:
    frame = framing.for_rawi(bases)
    seen = [(*_decomposed(base), place) for base, place in zip(*frame, strict=True) if _seen_by_rawi(base)]
    groups: dict[str, tuple[list[int], list[int]]] = {}
    for row, (_, carried, place) in enumerate(seen):
        if place != framing.ADDED:
            rows, places = groups.setdefault(carried, ([], []))
            rows.append(row)
            places.append(place)
    return _RawiView([letter for letter, _, _ in seen], [(carried, *both) for carried, both in groups.items()])


@cache
def _seen_by_rawi(base: str) -> bool:
    return base != TATWEEL and unicodedata.category(base) not in ("Mn", "So")


@cache
def _decomposed(base: str) -> tuple[str, str]:
    """Split a base character into the letter that rawi was trained on and the hamza or madda that it carries."""
    parts = unicodedata.normalize("NFD", base)
    return parts[0], next((mark for mark in parts[1:] if mark in _CARRIED), "")


def _class_columns(combinations: Mapping[str, int]) -> dict[str, Table]:
    """For each carried hamza or madda, the matrix that sums the network's combinations into CLASSES.

    A combination whose hamza is not the written one has no column: it would change the letter.
    """
    matrices = {carried: np.zeros((len(combinations), len(CLASSES)), np.float32) for carried in ("", *_CARRIED)}
    for combination, row in combinations.items():
        carried = _carried(combination)
        marks = "".join(dict.fromkeys(mark for mark in combination if mark not in _CARRIED))
        if DAGGER_ALEF in marks:
            marks = marks.replace(DAGGER_ALEF, "") or FATHA
        if SHADDA in marks:
            marks = SHADDA + marks.replace(SHADDA, "")
        if carried in matrices and marks in COLUMN:
            matrices[carried][row, COLUMN[marks]] = 1
    return matrices


def _carried(combination: str) -> str:
    return "".join(mark for mark in combination if mark in _CARRIED)


def _softmax(logits: Table) -> Table:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float32)


def _without(table: Table, column: int) -> Table:
    rest = table.copy()
    rest[:, column] = 0
    return np.asarray(rest / np.maximum(rest.sum(-1, keepdims=True), 1e-9), np.float32)
