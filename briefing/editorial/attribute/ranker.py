"""A linear model over named features: how likely each candidate is."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_THRESHOLD = "(margin)"


@cache
def weights() -> Mapping[str, float]:
    """Return the trained weight of each feature."""
    rows = read_table(data("ar", "editorial", "speaker_weights.tsv"), ("feature", "weight"))
    return {row["feature"]: float(row["weight"]) for row in rows if row["feature"] != _THRESHOLD}


@cache
def threshold() -> float:
    """Return the margin under which nobody is named: where 97 of 100 named ones were right in cross-validation."""
    rows = read_table(data("ar", "editorial", "speaker_weights.tsv"), ("feature", "weight"))
    return next(float(row["weight"]) for row in rows if row["feature"] == _THRESHOLD)


def contributions(features: Mapping[str, float], model: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return what each feature adds to a candidate's score, the largest first."""
    parts = [(name, model.get(name, 0.0) * value) for name, value in features.items()]
    return sorted((part for part in parts if part[1] > 0), key=lambda part: (-part[1], part[0]))


def likelihoods(candidates: Sequence[Mapping[str, float]], model: Mapping[str, float]) -> list[float]:
    """Return how likely each candidate is, from 0 to 1, together 1."""
    scores = [sum(model.get(name, 0.0) * value for name, value in one.items()) for one in candidates]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
