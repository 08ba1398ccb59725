"""Durations, the smoothest course, and the spread of an utterance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from briefing.narration.synthesizers.hts import parameters, voice_file
from briefing.narration.synthesizers.hts.labels import labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.narration.synthesizers.hts.voice_file import HtsVoice

WINDOWS = ((0.0, 1.0, 0.0), (-0.5, 0.0, 0.5), (1.0, -2.0, 1.0))


@pytest.fixture
def voice(hts_bytes: Callable[..., bytes]) -> HtsVoice:
    return voice_file.parse(hts_bytes())


def lines(*words: str) -> list[str]:
    return [label.text for label in labels([word.split() for word in words])]


@pytest.mark.parametrize("length", [1, 2, 3, 40])
def test_the_course_is_the_most_probable_one(length: int) -> None:
    """Held against the dense equations, written down straight from the windows."""
    random = np.random.default_rng(length)
    means, weights = random.normal(size=(length, 3, 4)), random.uniform(0.1, 5, size=(length, 3, 4))
    weights[[0, -1], 1:] = 0
    found = parameters._solved(*parameters._equations(WINDOWS, means, weights))
    for column in range(4):
        matrix = np.zeros((3 * length, length))
        for frame in range(length):
            for number, window in enumerate(WINDOWS):
                for offset, factor in zip((-1, 0, 1), window, strict=True):
                    if 0 <= frame + offset < length:
                        matrix[3 * frame + number, frame + offset] = factor
        weight = np.diag(weights[:, :, column].reshape(-1))
        wanted = np.linalg.solve(matrix.T @ weight @ matrix, matrix.T @ weight @ means[:, :, column].reshape(-1))
        assert found[:, column] == pytest.approx(wanted)


def test_a_state_lasts_its_mean_and_half_at_twice_the_speed(voice: HtsVoice) -> None:
    assert parameters.durations(voice, lines("m i n"), 1.0, {}).tolist() == [[4, 4]] * 5
    assert parameters.durations(voice, lines("m i n"), 2.0, {}).tolist() == [[2, 2]] * 5
    assert parameters.durations(voice, lines("m i n"), 40.0, {}).tolist() == [[1, 1]] * 5  # never none


def test_a_pause_lasts_as_long_as_it_is_told(voice: HtsVoice) -> None:
    frames = parameters.durations(voice, lines("m i n"), 1.0, {0: 5, 4: 31}).sum(axis=1)
    assert frames.tolist() == [5, 8, 8, 8, 31]
    assert parameters.durations(voice, lines("m i n"), 1.0, {0: 0}).sum(axis=1)[0] == 2  # a frame a state


def test_vowels_are_voiced_and_voiced_stretches_know_nothing_of_each_other(voice: HtsVoice) -> None:
    said = lines("m a n a")
    frames = parameters.durations(voice, said, 1.0, {})
    course = parameters.course(voice, said, frames)
    assert course.voiced.reshape(6, 8).all(axis=1).tolist() == [False, False, True, False, True, False]
    assert course.log_pitch[course.voiced] == pytest.approx(5.0)
    assert course.spectrum.shape == (48, 3)
    assert course.bands.shape == (48, 3)


def test_an_utterance_varies_as_much_as_speech_does() -> None:
    values = np.array([[0.0], [1.0], [2.0], [50.0]])
    where = np.array([True, True, True, False])
    parameters._spread(values, where, np.array([1.5]))
    assert values[:3, 0].mean() == pytest.approx(1)
    assert values[:3, 0].var() == pytest.approx(1.5)
    assert values[3, 0] == 50


def test_what_does_not_vary_stays_and_what_hardly_does_is_not_blown_up() -> None:
    still, close = np.ones((3, 1)), np.array([[1.0], [1.01]])
    parameters._spread(still, np.ones(3, dtype=bool), np.array([9.0]))
    parameters._spread(close, np.ones(2, dtype=bool), np.array([9.0]))
    assert still.tolist() == [[1.0]] * 3
    assert np.ptp(close) == pytest.approx(0.01 * parameters._MOST_SPREAD)
    parameters._spread(still, np.zeros(3, dtype=bool), np.array([9.0]))  # nobody speaks
    assert still.tolist() == [[1.0]] * 3
