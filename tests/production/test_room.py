"""The tone of a room: quiet, without a seam, the same at every run, and nowhere digital zero."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from briefing.audio import to_samples, to_wave
from briefing.production import room


@pytest.mark.parametrize("rate", [16_000, 22_050, 48_000])
def test_a_pause_is_quiet_and_never_digital_zero(rate: int) -> None:
    pause = to_wave(to_samples(room.tone(0, 7 * rate, rate)))
    assert 20 * np.log10(np.sqrt(np.mean(pause**2))) == pytest.approx(-76, abs=0.5)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], pause == 0, [0]])))
    assert (edges[1::2] - edges[::2]).max(initial=0) < rate / 500  # no run of zeros lasts 2 ms
    assert abs(pause.mean()) < 1e-5


def test_what_sounds_at_a_sample_does_not_depend_on_how_it_is_asked_for() -> None:
    rate = 22_050
    whole = room.tone(0, 11 * rate, rate)
    for cuts in ([0, 5, 11 * rate], [0, 3 * rate, 5 * rate, 5 * rate, 11 * rate]):
        pieces = [room.tone(start, end, rate) for start, end in pairwise(cuts)]
        assert np.array_equal(np.concatenate(pieces), whole)


def test_the_loop_has_no_seam() -> None:
    rate = 22_050
    steps = np.abs(np.diff(room.tone(0, 11 * rate, rate)))
    assert steps[5 * rate - 1] < np.percentile(steps, 99.9)
    assert steps.max() < 10 ** (-60 / 20)


def test_the_tone_is_dark() -> None:
    rate = 22_050
    power = np.abs(np.fft.rfft(room.tone(0, 5 * rate, rate))) ** 2
    hertz = np.fft.rfftfreq(5 * rate, 1 / rate)
    assert power[hertz < 59].sum() < 1e-6 * power.sum()
    assert power[(hertz > 60) & (hertz < 1000)].sum() > 0.7 * power.sum()
