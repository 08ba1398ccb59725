"""How a linear model over named features is trained: the likelihood of the right candidates, held near the priors.

Full-batch descent (Kingma and Ba, "Adam", 2015) without any chance in it: the same examples give the same weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

STEPS, RATE = 250, 0.05


def descend(
    examples: Sequence[tuple[Sequence[Mapping[str, float]], Sequence[bool]]],
    start: Mapping[str, float],
    prior: Mapping[str, float],
    pull: float,
) -> dict[str, float]:
    """Return the weights under which the right candidates of each example are likeliest.

    An example has the features of its candidates, and for each whether it is right; `pull` holds each weight to its
    prior, which is 0 where `prior` has none.
    """
    names = sorted({name for features, _ in examples for one in features for name in one} | set(prior))
    index = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((sum(len(features) for features, _ in examples), len(names)))
    right = np.zeros(len(matrix))
    firsts = []
    at = 0
    for features, labels in examples:
        firsts.append(at)
        for one, label in zip(features, labels, strict=True):
            for name, value in one.items():
                matrix[at, index[name]] = value
            right[at] = label
            at += 1
    groups = np.repeat(np.arange(len(firsts)), np.diff([*firsts, at]))
    held = np.array([prior.get(name, 0.0) for name in names])
    found = np.array([start.get(name, 0.0) for name in names])

    def gradient(found: NDArray[np.float64]) -> NDArray[np.float64]:
        scores = matrix @ found
        powers = np.exp(scores - np.maximum.reduceat(scores, firsts)[groups])
        likely = powers / np.add.reduceat(powers, firsts)[groups]
        hit = likely * right
        wanted = hit / (np.add.reduceat(hit, firsts)[groups] + 1e-12)
        slope: NDArray[np.float64] = -(wanted - likely) @ matrix + pull * (found - held)
        return slope

    return dict(zip(names, map(float, downhill(gradient, found, STEPS)), strict=True))


def downhill(
    gradient: Callable[[NDArray[np.float64]], NDArray[np.float64]], found: NDArray[np.float64], steps: int
) -> NDArray[np.float64]:
    """Return where so many steps against a gradient lead from `found`."""
    mean, square = np.zeros(len(found)), np.zeros(len(found))
    for step in range(1, steps + 1):
        slope = gradient(found)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        found = found - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return found


def write(weights: Mapping[str, float], path: Path) -> None:
    """Write a table of weights as the package reads it."""
    table = "".join(f"{name}\t{value:.4f}\n" for name, value in sorted(weights.items()) if round(value, 4))
    path.write_text(f"feature\tweight\n{table}", encoding="utf-8")
