"""A clip's edges: no rumble, no click, no cut, and never a sample more or less."""

from __future__ import annotations

import numpy as np
import pytest

from briefing.production.edges import softened

RATE = 22_050


def _sine(hertz: float, seconds: float = 1.0) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE).astype(np.float32)


def _level_db(wave: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(wave[RATE // 4 : -RATE // 4] ** 2)) * np.sqrt(2) + 1e-9))


@pytest.mark.parametrize("length", [0, 1, 2, 3, 100, 661, 662, 663, 22_050, 30_011])
def test_a_clip_keeps_its_length_whatever_it_is(length: int) -> None:
    wave = np.full(length, 0.9, dtype=np.float32)
    assert softened(wave, RATE).shape == (length,)
    assert np.abs(softened(wave, RATE)).max(initial=0) < 1.1


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_no_clip_begins_or_ends_with_a_step(rate: int) -> None:
    wave = np.cos(2 * np.pi * 700 * np.arange(rate) / rate).astype(np.float32)
    edged = np.concatenate([[0], softened(wave, rate), [0]])
    steps = np.abs(np.diff(edged))
    assert max(*steps[: rate // 2000], *steps[-rate // 500 :]) < 0.01 < np.abs(np.diff(wave)).max()


def test_the_fades_are_as_short_as_they_say() -> None:
    edged = softened(_sine(1000), RATE)
    envelope = np.array([np.abs(piece).max() for piece in np.array_split(edged, 1000)])  # one a millisecond
    assert envelope[5:974].min() > 0.95
    assert envelope[1] < 0.5 < envelope[3]
    assert envelope[998] < 0.05
    assert envelope[985] < 0.7 < envelope[978]


@pytest.mark.parametrize(
    ("hertz", "least_db", "most_db"), [(20, -30, -18), (60, -3.3, -2.7), (120, -0.4, 0), (3000, -0.1, 0.1)]
)
def test_rumble_goes_and_the_voice_stays(hertz: float, least_db: float, most_db: float) -> None:
    assert least_db <= _level_db(softened(_sine(hertz, 2), RATE)) <= most_db


def test_an_offset_makes_no_thump() -> None:
    assert np.abs(softened(np.full(RATE, 0.5, dtype=np.float32), RATE))[RATE // 10 :].max() < 1e-3


def test_every_half_wave_stays_where_it_was() -> None:
    tone = _sine(300)
    edged = softened(tone, RATE)
    lags = [float(np.dot(tone[1000:-1000], edged[1000 + lag : len(edged) - 1000 + lag])) for lag in range(-40, 41)]
    assert abs(int(np.argmax(lags)) - 40) <= RATE // 1000  # at most a millisecond
