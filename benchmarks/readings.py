"""Words whose marks turn the sense of their sentence, by class; with `--frames` what each frame adds to them."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any

from figures import SHARED, Figures

from briefing import plugins
from briefing.narration import diacritize, phonemes, respell
from briefing.narration.diacritizers import lattice
from briefing.narration.diacritizers.frames import frames

if TYPE_CHECKING:
    from collections.abc import Sequence

READINGS = SHARED / "readings-dev.tsv"
SCORER = SHARED.parent / "tools" / "score_readings.py"
# 0.02 under what was measured.
FLOORS = {
    "all": 0.91,
    "passive": 0.81,
    "particle": 0.98,
    "anna": 0.89,
    "form": 0.83,
    "noun-verb": 0.78,
    "dual": 0.92,
    "number": 0.98,
    "place": 0.79,
    "name": 0.92,
    "hamza": 0.98,
    "quote": 0.98,
    "address": 0.88,
    "function": 0.98,
    "diptote": 0.83,
    "pronoun": 0.89,
    "role": 0.98,
}


def main() -> None:
    """Measure and print."""
    figures = Figures()
    if not SCORER.is_file():
        figures.skip("readings", "no ../shared beside the checkout")
        figures.close()
        return
    scorer = _scorer()
    targets = scorer.load(READINGS)
    answers = _answers(scorer, targets)
    counts = {**scorer.by_class(answers), "all": (sum(answer.right for answer in answers), len(answers))}
    for kind, (right, asked) in counts.items():
        figures.add(f"readings_{kind}", right / asked, "share", floor=FLOORS.get(kind))
    if "--frames" in sys.argv:
        _each_frame(figures, scorer, targets, counts["all"][0])
    figures.close()


def _each_frame(figures: Figures, scorer: Any, targets: Sequence[Any], with_all: int) -> None:  # noqa: ANN401
    everything = frames()
    for frame in everything:
        lattice.frames = lambda left_out=frame: tuple(other for other in everything if other is not left_out)  # type: ignore[assignment]
        without = sum(answer.right for answer in _answers(scorer, targets))
        figures.add(f"readings_by_{frame.id}", with_all - without, "words")
    lattice.frames = lambda: everything  # type: ignore[assignment]


def _answers(scorer: Any, targets: Sequence[Any]) -> Sequence[Any]:  # noqa: ANN401 - a script beside the checkout
    diacritizer = plugins.diacritizer("ensemble")
    sentences = scorer.sentences(targets)
    marked = [diacritize.text(sentence, diacritizer) for sentence in sentences]
    spelled = [respell.text(sentence, diacritizer) for sentence in sentences]
    sounds = [phonemes.ipa(phonemes.settled(line, diacritize.text(line, diacritizer))) for line in spelled]
    return scorer.score(targets, marked, sounds)


def _scorer() -> Any:  # noqa: ANN401 - a script beside the checkout
    spec = spec_from_file_location("score_readings", SCORER)
    if spec is None or spec.loader is None:
        sys.exit(f"{SCORER}: cannot be loaded")
    module = module_from_spec(spec)
    sys.modules["score_readings"] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
