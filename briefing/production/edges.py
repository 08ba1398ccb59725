"""A clip's edges: no rumble in it, no click where it begins, no cut where it ends."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from briefing.production.loudness import Wave

# Below the deepest voice's pitch (70 Hz here) there is only rumble and offset, which a fade would turn into a thump.
_LOWEST_HZ = 60
# The filter's answer is 100 dB down after this long, so a clip's end does not come back at its beginning.
_RINGING_SECONDS = 0.1
# Short enough for the burst of a consonant that opens a clip.
_FADE_IN_MS = 5
# 17 of 26 clips of the seed ended within 6 ms: heard as a cut. From 30 ms on a short last vowel is lost.
_FADE_OUT_MS = 25
_STEP_MS, _LONGEST_REST_MS = 5, 100
_HEARD = 10 ** (-50 / 20)


def softened(wave: Wave, sample_rate: int) -> Wave:
    """Return a clip's wave as long as it was, without what is below 60 Hz, faded in over 5 ms and out over 25 ms.

    A clip that is shorter than both fades together has shorter ones.
    """
    if not len(wave):
        return wave
    return _faded(_high_passed(wave, sample_rate), sample_rate)


def rests(wave: Wave, sample_rate: int) -> tuple[int, int]:
    """Return how many samples of a softened clip are still before its sound and behind it, 100 ms at most.

    Some voices leave room there and some none, and a listener hears pauses, not clips. Without sound there are none.
    """
    step = _STEP_MS * sample_rate // 1000
    peaks = np.abs(wave[: len(wave) // step * step]).reshape(-1, step).max(axis=1, initial=0)
    (loud,) = np.nonzero(peaks > _HEARD)
    if not len(loud):
        return 0, 0
    most = _LONGEST_REST_MS // _STEP_MS
    before, behind = int(loud[0]), len(peaks) - 1 - int(loud[-1])
    return min(before, most) * step, min(behind, most) * step


def _high_passed(wave: Wave, sample_rate: int) -> Wave:
    # Whole seconds keep the transform quick, and the filter the same for most clips.
    seconds = -(-(len(wave) + round(_RINGING_SECONDS * sample_rate)) // sample_rate)
    size = seconds * sample_rate
    spectrum = np.fft.rfft(wave, size) * _high_pass(size, sample_rate)
    passed: Wave = np.fft.irfft(spectrum, size)[: len(wave)].astype(np.float32)
    return passed


@cache
def _high_pass(size: int, sample_rate: int) -> NDArray[np.complex64]:
    """Return the spectrum of a Butterworth high-pass of the second order, as the bilinear transform gives it."""
    corner = np.tan(np.pi * _LOWEST_HZ / sample_rate)
    # s = i tan(pi f / rate) / corner; at half the sample rate the tangent is infinite, and the filter passes all.
    with np.errstate(divide="ignore", over="ignore"):
        turned = np.tan(np.pi * np.arange(size // 2 + 1) / size) / corner
        turned = np.minimum(turned, 1e6)
    analogue = 1j * turned
    response: NDArray[np.complex64] = (analogue**2 / (analogue**2 + np.sqrt(2) * analogue + 1)).astype(np.complex64)
    return response


def _faded(wave: Wave, sample_rate: int) -> Wave:
    fade_in, fade_out = (_FADE_IN_MS * sample_rate // 1000, _FADE_OUT_MS * sample_rate // 1000)
    if fade_in + fade_out > len(wave):
        fade_in, fade_out = (fade * len(wave) // (fade_in + fade_out) for fade in (fade_in, fade_out))
    faded = wave.copy()
    faded[:fade_in] *= _rise(fade_in)
    faded[len(wave) - fade_out :] *= _rise(fade_out)[::-1]
    return faded


def _rise(length: int) -> Wave:
    """Return half a cosine from silence to all, so that neither end of a fade has a corner."""
    rise: Wave = (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / max(length, 1))).astype(np.float32)
    return rise
