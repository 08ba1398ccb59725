"""Linear models over named features, their trained weights in a table each: who speaks, which sentence is told."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_THRESHOLD = "(margin)"


@cache
def weights(name: str) -> Mapping[str, float]:
    """Return the trained weight of each feature of the table `data/ar/editorial/{name}.tsv`."""
    rows = read_table(data("ar", "editorial", f"{name}.tsv"), ("feature", "weight"))
    return {row["feature"]: float(row["weight"]) for row in rows}


def threshold(name: str) -> float:
    """Return the margin under which a model does not decide: where it was right often enough in cross-validation."""
    return weights(name)[_THRESHOLD]


def score(features: Mapping[str, float], model: Mapping[str, float]) -> float:
    """Return what the features add up to."""
    return sum(model.get(name, 0.0) * value for name, value in features.items())


def contributions(features: Mapping[str, float], model: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return what each feature adds to a candidate's score, the largest first."""
    parts = [(name, model.get(name, 0.0) * value) for name, value in features.items()]
    return sorted((part for part in parts if part[1] > 0), key=lambda part: (-part[1], part[0]))


def likelihoods(candidates: Sequence[Mapping[str, float]], model: Mapping[str, float]) -> list[float]:
    """Return how likely each candidate is, from 0 to 1, together 1."""
    scores = [score(one, model) for one in candidates]
    top = max(scores)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]
