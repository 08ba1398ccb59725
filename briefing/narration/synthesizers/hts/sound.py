"""From the course of an utterance to sound: pulses and noise, mixed by band, through a mel-cepstral filter.

The excitation is mixed as in Yoshimura et al., "Mixed excitation for HMM-based speech synthesis" (Eurospeech 2001), by
the taps of a filter a frame that the stream LPF holds: what passes it is pulses, the rest noise. The voice's own filter
is the mel-cepstrum (Tokuda et al., "Mel-generalized cepstral analysis", ICSLP 1994) taken as a spectrum, H = exp(sum of
c(m) z~^-m) with z~ warped by alpha, and laid on each frame in the frequency domain: a recursive filter would be a loop
over samples, for which numpy has no help. All is done in double precision, so that what two processors add up in
another order is lost when samples are rounded to 16 bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from briefing.narration.synthesizers.hts.parameters import Course
    from briefing.narration.synthesizers.hts.voice_file import Floats, HtsVoice

    Spectrum = NDArray[np.complex128]

# Half the rate of a 48 kHz voice costs half as much, here and in all that follows (measured: a listener hears no
# difference, 2.97 bits beside 2.96). What is lost lies above 12 kHz, where speech has little but hiss.
_RATE = 24_000
_SINC_TAPS = 16
# A frame's window is 10 ms; what the filter rings on behind it has died away 30 ms later (measured: -80 dB).
_RINGING_S = 0.03
_BLOCK_FRAMES = 128  # spectra in memory at once: 2 MB each
# Multiplications up to which OpenBLAS stays in one thread. With two threads on two busy cores an episode took three
# times the CPU time, all of it spent waiting.
_ONE_THREAD = 1 << 18
# The taps of the bands look ahead of their frame; they have this much room before it.
_AHEAD = 16
# Pitch that a voice can have, in Hz: a damaged model, or a shift by octaves, must not ask for a pulse a sample.
_LOWEST_HZ, _HIGHEST_HZ = 30.0, 800.0
# A coefficient beyond this is damage: e to its power would be no number.
_MOST_LOG_GAIN = 40.0
_SHELF_Q = 0.5**0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """How a voice is turned into another's: pitch, how it moves, the size of the mouth; treble and bass at the end."""

    semitones: float = 0.0
    intonation: float = 1.0
    formants: float = 1.0
    treble_db: float = 0.0
    treble_from_hz: float = 1200.0
    bass_cut_hz: float = 0.0


def rate_of(voice: HtsVoice) -> int:
    """Return the sample rate of the sound of a voice: half its own as long as 24 kHz remain."""
    return voice.sample_rate // _thinned(voice)


def render(voice: HtsVoice, course: Course, colour: Colour, seed: int) -> Floats:
    """Return the sound of a course, in the voice's own units (speech peaks near 80,000), hop x frames samples."""
    rate, hop = rate_of(voice), voice.hop // _thinned(voice)
    frames = len(course.voiced)
    size = _size(2 * hop + 2 * _AHEAD + round(_RINGING_S * rate))
    pulses, noise = _pulses(course, colour, rate, hop), np.random.default_rng(seed).standard_normal((frames + 2) * hop)
    sound = np.zeros((frames + 1) * hop + size)
    window = np.sin(np.pi * np.arange(2 * hop) / (2 * hop)) ** 2
    filters = _Filters(voice, colour, rate, size)
    for start in range(0, frames, _BLOCK_FRAMES):
        block = slice(start, min(start + _BLOCK_FRAMES, frames))
        taken = slice(block.start * hop, (block.stop + 1) * hop)
        voiced = filters.bands(course.bands[block]) * course.voiced[block, np.newaxis]
        spectra = _spectra(pulses[taken], window, size) * voiced
        spectra += _spectra(noise[taken], window, size) * (1 - voiced)
        spectra *= filters.vocal_tract(course.spectrum[block])
        for number, piece in enumerate(np.fft.irfft(spectra, size), block.start):
            sound[number * hop : number * hop + size] += piece
    return sound[_AHEAD + hop // 2 :][: frames * hop]


def _thinned(voice: HtsVoice) -> int:
    halves = voice.sample_rate // _RATE
    return halves if halves > 1 and voice.hop % halves == 0 and voice.sample_rate % halves == 0 else 1


def _size(least: int) -> int:
    """Return the size of the transform: a power of two."""
    return 1 << (least - 1).bit_length()


def _spectra(stretch: Floats, window: Floats, size: int) -> Spectrum:
    """Transform the overlapping frames of a stretch, each windowed and with room before it."""
    hop = len(window) // 2
    hops = stretch.reshape(-1, hop)
    framed = np.zeros((len(hops) - 1, size))
    framed[:, _AHEAD : _AHEAD + hop] = hops[:-1] * window[:hop]
    framed[:, _AHEAD + hop : _AHEAD + 2 * hop] = hops[1:] * window[hop:]
    return np.fft.rfft(framed)


class _Filters:
    """Everything that is the same in each frame: the frequencies, warped and shifted, and the equalizer."""

    def __init__(self, voice: HtsVoice, colour: Colour, rate: int, size: int) -> None:
        hertz: Floats = np.fft.rfftfreq(size, 1 / rate).astype(np.float64)
        angles = 2 * np.pi * hertz / voice.sample_rate  # of the voice's own rate, in which it was modelled
        shifted = np.minimum(angles / colour.formants, np.pi)
        warped = shifted + 2 * np.arctan2(voice.alpha * np.sin(shifted), 1 - voice.alpha * np.cos(shifted))
        orders = np.outer(np.arange(voice.spectrum.length), warped)
        self._real, self._imaginary = np.cos(orders), -np.sin(orders)
        taps = np.arange(voice.bands.length) - (voice.bands.length - 1) // 2
        self._taps = np.cos(np.outer(taps, angles))
        self._equalizer = _equalizer(hertz, colour)

    def vocal_tract(self, cepstrum: Floats) -> Spectrum:
        """Return the spectra of a block of mel-cepstra."""
        gain = np.exp(np.clip(_product(cepstrum, self._real), -_MOST_LOG_GAIN, _MOST_LOG_GAIN))
        phase = _product(cepstrum, self._imaginary)
        spectra = np.empty(phase.shape, dtype=np.complex128)  # numpy takes longer for e to an imaginary power
        np.multiply(np.cos(phase), gain, out=spectra.real)
        np.multiply(np.sin(phase), gain, out=spectra.imag)
        spectra *= self._equalizer
        return spectra

    def bands(self, taps: Floats) -> Floats:
        """Return how much of each frequency is pulses, 0 to 1 and a little beyond: zero phase, so a real number."""
        return _product(taps, self._taps)


def _product(rows: Floats, matrix: Floats) -> Floats:
    """Multiply in pieces so small that the library under numpy starts no threads for them: here they only wait."""
    product = np.empty((len(rows), matrix.shape[1]))
    step = max(1, _ONE_THREAD // matrix.size)
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], matrix, out=product[start : start + step])
    return product


def _equalizer(hertz: Floats, colour: Colour) -> Spectrum:
    """Return a high shelf and a high-pass of second order (Bristow-Johnson's cookbook, their analog forms)."""
    response = np.ones(len(hertz), dtype=np.complex128)
    if colour.treble_db:
        amount = 10 ** (colour.treble_db / 40)
        s = 1j * hertz / colour.treble_from_hz
        slope = amount**0.5 / _SHELF_Q * s
        response *= amount * (amount * s * s + slope + 1) / (s * s + slope + amount)
    if colour.bass_cut_hz:
        s = 1j * hertz / colour.bass_cut_hz
        response *= s * s / (s * s + s / _SHELF_Q + 1)
    return response


def _pulses(course: Course, colour: Colour, rate: int, hop: int) -> Floats:
    """Return one pulse a period, of equal power at every pitch, each where its phase comes round between samples."""
    track = np.zeros((len(course.voiced) + 2) * hop + _SINC_TAPS)
    log_pitch = _coloured(course, colour)
    for first, last in _stretches(course):
        samples = np.arange(first * hop, last * hop, dtype=np.float64)
        log_hertz = np.interp(samples / hop - 0.5, np.arange(first, last), log_pitch[first:last])
        step = np.exp(np.clip(log_hertz, np.log(_LOWEST_HZ), np.log(_HIGHEST_HZ))) / rate
        phase = np.cumsum(step)
        rounds = np.flatnonzero(np.diff(np.floor(phase), prepend=-1.0) > 0)
        late = np.minimum((phase[rounds] - np.floor(phase[rounds])) / step[rounds], 1.0)
        _strike(track, samples[rounds] + hop // 2 - late, 1 / np.sqrt(step[rounds]))
    return track[: (len(course.voiced) + 2) * hop]


def _coloured(course: Course, colour: Colour) -> Floats:
    """Shift the pitch, and let it move more or less around its mean."""
    if not course.voiced.any():
        return course.log_pitch
    mean = course.log_pitch[course.voiced].mean()
    shifted: Floats = (course.log_pitch - mean) * colour.intonation + mean + colour.semitones * np.log(2) / 12
    return shifted


def _stretches(course: Course) -> Iterator[tuple[int, int]]:
    """Return the first frame and the frame behind the last of each voiced stretch."""
    edges = np.flatnonzero(np.diff(course.voiced.astype(np.int8), prepend=0, append=0))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _strike(track: Floats, places: Floats, heights: Floats) -> None:
    """Add pulses that stand between samples: each a sinc under a window, so that the pitch does not jitter."""
    whole = np.floor(places).astype(np.int64)
    offsets = np.arange(_SINC_TAPS) - _SINC_TAPS // 2 + 1
    distance = offsets - (places - whole)[:, np.newaxis]
    shapes = np.sinc(distance) * np.cos(np.pi * distance / (_SINC_TAPS + 2)) ** 2
    inside = np.maximum(whole[:, np.newaxis] + offsets, 0)
    np.add.at(track, inside, shapes * heights[:, np.newaxis])
