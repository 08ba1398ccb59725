"""One timeline, counted in samples: chapters tile it, cues lie inside their chapter, words inside their cue."""

from __future__ import annotations

import errno
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.audio import to_samples, to_wave
from briefing.errors import BriefingError, OutputError, VoiceError
from briefing.model import Audio, Role
from briefing.production.level import SPEECH_LUFS
from briefing.production.loudness import hop_energies, integrated_lufs, step_energies
from briefing.production.master import CEILING_DBTP, LOUDNESS_LUFS, master
from briefing.production.mix import AFTER_CHIME_MS, AROUND_MS, BEFORE_CHIME_MS, LEAD_IN_MS, TAIL_MS, mix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefing.model import Clip, Recording
    from briefing.production.loudness import Wave

RATES = (16_000, 22_050, 24_000, 44_100)
WORD_TIMES = st.lists(st.tuples(st.integers(-500, 30_000), st.integers(-500, 30_000)), max_size=3)
CLIPS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 20_000), st.sampled_from(RATES), st.integers(0, 900), WORD_TIMES),
    min_size=1,
    max_size=8,
)


# Half of the pause that a sentence of these tests asks for.
HALF_MS = 150


def between_cues(pause_ms: int) -> int:
    """Return what is left of a pause where the utterances on both sides have their share of it."""
    return pause_ms - 2 * min(AROUND_MS, pause_ms // 2)


@given(drawn=CLIPS, chime=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_timeline_holds_for_any_clips(drawn: list[Any], chime: bool, studio: Any, tmp_path: Path) -> None:  # noqa: ANN401, FBT001
    chapter, clips = 0, []
    for skipped, length, rate, pause_ms, words in drawn:
        chapter += skipped
        said = studio.said("خبر جديد اليوم", pause_after_ms=pause_ms)
        clips.append(studio.clip(chapter, Audio(samples=bytes(2 * length), sample_rate=rate), *words, utterance=said))
    recording = mix(iter(clips), studio.script(chapter + 1), tmp_path / "programme.pcm", chime=chime)

    assert recording.pcm.stat().st_size == 2 * recording.length_samples
    assert recording.chapters[0].start_ms == 0
    assert recording.chapters[-1].end_ms == recording.duration_ms
    assert all(one.end_ms == other.start_ms for one, other in pairwise(recording.chapters))
    assert sum(len(timed.cues) for timed in recording.chapters) == len(clips)
    for timed in recording.chapters:
        assert timed.cues
        assert timed.start_ms <= timed.cues[0].start_ms
        assert timed.cues[-1].end_ms <= timed.end_ms
        assert all(one.end_ms <= other.start_ms for one, other in pairwise(timed.cues))
        for cue in timed.cues:
            moments = [moment for mark in cue.marks for moment in (mark.start_ms, mark.end_ms)]
            assert [cue.start_ms, *moments, cue.end_ms] == sorted([cue.start_ms, *moments, cue.end_ms])
            assert all(one.end <= other.start for one, other in pairwise(cue.marks))


def test_every_length_is_counted_in_samples(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    clips = [studio.clip(chapter, studio.silence(1000)) for chapter in (0, 0, 1)]
    recording = mix(clips, studio.script(2), tmp_path / "programme.pcm")
    first, second, third = (cue for timed in recording.chapters for cue in timed.cues)
    assert first.start_ms == LEAD_IN_MS - AROUND_MS
    assert second.start_ms == first.end_ms + between_cues(300)
    assert first.end_ms - first.start_ms == AROUND_MS + 1000 + HALF_MS
    chime_ms = third.start_ms - second.end_ms - BEFORE_CHIME_MS - AFTER_CHIME_MS + 2 * AROUND_MS
    assert 500 < chime_ms < 1500
    assert recording.chapters[1].start_ms == third.start_ms
    assert recording.duration_ms == third.end_ms - AROUND_MS + TAIL_MS


def test_without_the_chime_the_pause_of_the_sentence_stands(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    clips = [studio.clip(chapter, studio.tone(500)) for chapter in (0, 1)]
    quiet = mix(clips, studio.script(2), tmp_path / "programme.pcm", chime=False)
    (first,), (second,) = (timed.cues for timed in quiet.chapters)
    assert second.start_ms - first.end_ms == between_cues(300)
    between = _sound(quiet, first.end_ms - HALF_MS + 1, second.start_ms + HALF_MS - 1)
    assert np.abs(between).max() < 10 ** (-60 / 20)


def test_pauses_lead_in_and_tail_sound_like_one_room(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = mix([studio.clip(0, studio.tone(500))] * 2, studio.script(1), tmp_path / "programme.pcm")
    one, other = recording.chapters[0].cues
    between = (one.end_ms - HALF_MS, other.start_ms + HALF_MS)
    edges = ((0, one.start_ms + AROUND_MS), (other.end_ms - AROUND_MS, recording.duration_ms))
    for start_ms, end_ms in (between, *edges):
        pause = _sound(recording, start_ms + 1, end_ms - 1)
        assert 20 * np.log10(np.sqrt(np.mean(pause**2))) == pytest.approx(-76, abs=3)
        assert np.count_nonzero(pause == 0) < len(pause) / 5


TURNS = [
    ((Role.NARRATOR, None), (Role.QUOTE, "a"), 575),
    ((Role.QUOTE, "a"), (Role.NARRATOR, None), 575),
    ((Role.QUOTE, "a"), (Role.QUOTE, "b"), 575),
    ((Role.QUOTE, "a"), (Role.QUOTE, "a"), 300),
    ((Role.QUOTE, None), (Role.FIGURES, None), 575),
    ((Role.NARRATOR, None), (Role.FIGURES, "a"), 300),  # who speaks of figures is the narrator
]


@pytest.mark.parametrize(("one", "other", "pause_ms"), TURNS)
def test_another_speaker_is_waited_for(
    one: tuple[Role, str | None],
    other: tuple[Role, str | None],
    pause_ms: int,
    studio: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    said = [replace(studio.said(role=role), speaker=speaker) for role, speaker in (one, other)]
    clips = [studio.clip(0, studio.tone(100), utterance=utterance) for utterance in said]
    first, second = mix(clips, studio.script(1), tmp_path / "programme.pcm").chapters[0].cues
    assert second.start_ms - first.end_ms == between_cues(pause_ms)


def test_a_pause_that_is_longer_stays_before_another_speaker(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    link = studio.said(pause_after_ms=700)
    clips = [studio.clip(0, studio.tone(100), utterance=said) for said in (link, studio.said(role=Role.QUOTE))]
    first, second = mix(clips, studio.script(1), tmp_path / "programme.pcm").chapters[0].cues
    assert second.start_ms - first.end_ms == between_cues(700)


def test_the_chime_is_heard_in_a_car_and_is_no_alarm(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    clips = [studio.clip(chapter, studio.tone(4000, amplitude=0.2)) for chapter in (0, 1)]
    recording = master(mix(clips, studio.script(2), tmp_path / "programme.pcm"))
    (first,), (second,) = (timed.cues for timed in recording.chapters)
    start_ms, end_ms = first.end_ms - AROUND_MS + BEFORE_CHIME_MS, second.start_ms + AROUND_MS - AFTER_CHIME_MS
    speech_lufs, chime_lufs = (
        _lufs(_sound(recording, *span), studio.rate)
        for span in ((first.start_ms + AROUND_MS, first.end_ms - AROUND_MS), (start_ms, end_ms))
    )
    assert -2 <= chime_lufs - speech_lufs < 0
    # The short-term loudness is that of three seconds (EBU Tech 3341).
    middle_ms = (start_ms + end_ms) // 2
    assert _lufs(_sound(recording, middle_ms - 1500, middle_ms + 1500), studio.rate) > -24
    assert np.abs(_sound(recording, start_ms, end_ms)).max() < 10 ** (CEILING_DBTP / 20)


def test_no_join_clicks(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    harsh = replace(studio.tone(300), samples=to_samples(np.cos(np.arange(6615) * 0.2)))
    clips = [studio.clip(chapter, harsh) for chapter in (0, 0, 1)]
    recording = master(mix(clips, studio.script(2), tmp_path / "programme.pcm"))
    shares = ((AROUND_MS, HALF_MS), (HALF_MS, AROUND_MS), (AROUND_MS, AROUND_MS))
    cues = (cue for timed in recording.chapters for cue in timed.cues)
    for cue, (before_ms, behind_ms) in zip(cues, shares, strict=True):
        for moment_ms in (cue.start_ms + before_ms, cue.end_ms - behind_ms):
            assert np.abs(np.diff(_sound(recording, moment_ms - 1, moment_ms + 1))).max() < 10 ** (-40 / 20)
    assert np.abs(np.diff(_sound(recording, 0, recording.duration_ms))).max() > 10 ** (-40 / 20)


def test_the_same_clips_give_the_same_bytes(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    pcms = []
    for name in ("one", "other"):
        clips = [studio.clip(chapter, studio.tone(700, rate=24_000)) for chapter in (0, 1)]
        pcms.append(mix(clips, studio.script(2), tmp_path / name).pcm.read_bytes())
    assert pcms[0] == pcms[1]


def test_a_word_sounds_at_the_same_moment_at_another_sample_rate(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    high = studio.tone(1000, rate=44_100)
    clips = [studio.clip(0, studio.silence(100)), studio.clip(0, high, (0, 22_050), (22_050, 44_100))]
    recording = mix(clips, studio.script(1), tmp_path / "programme.pcm")
    cue = recording.chapters[0].cues[1]
    assert (recording.sample_rate, cue.end_ms - cue.start_ms) == (studio.rate, HALF_MS + 1000 + AROUND_MS)
    start_ms = cue.start_ms + HALF_MS
    assert [(mark.start_ms - start_ms, mark.end_ms - start_ms) for mark in cue.marks] == [(0, 500), (500, 1000)]


def test_voices_of_different_level_come_out_alike(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    loud, soft = studio.tone(1500, amplitude=0.8), studio.tone(1500, amplitude=0.02, pitch=700)
    quote = studio.said(role=Role.QUOTE)
    clips = [studio.clip(n, audio, utterance=said) for n in range(2) for audio, said in ((loud, None), (soft, quote))]
    recording = mix(clips, studio.script(2), tmp_path / "programme.pcm")
    wave = to_wave(recording.pcm.read_bytes())
    cues = [cue for timed in recording.chapters for cue in timed.cues]
    spans = [(cue.start_ms + AROUND_MS, cue.end_ms - AROUND_MS) for cue in cues]
    heard = [wave[round(start_ms * 22.05) : round(end_ms * 22.05)] for start_ms, end_ms in spans]
    levels = [integrated_lufs(hop_energies(step_energies([sound], studio.rate))) for sound in heard]
    assert max(levels) - min(levels) < 1
    assert levels == pytest.approx([SPEECH_LUFS] * 4, abs=0.5)


def test_a_sharp_voice_and_a_round_one_are_alike_behind_the_limiter(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    sharp = 0.05 * np.sin(np.arange(4 * studio.rate) * 0.1)
    sharp[:: studio.rate // 4] = 0.9
    voices = [
        (replace(studio.tone(0), samples=to_samples(sharp)), Role.NARRATOR),
        (studio.tone(4000, amplitude=0.1), Role.QUOTE),
    ]
    clips = [studio.clip(n, audio, utterance=studio.said(role=role)) for n in (0, 1) for audio, role in voices]
    mixed = mix(clips, studio.script(2), tmp_path / "programme.pcm")
    before = _levels(mixed)
    assert max(before) - min(before) > 1  # or the limiter would have nothing to take
    levels = _levels(master(mixed))
    assert max(levels) - min(levels) < 0.5
    assert levels == pytest.approx([LOUDNESS_LUFS] * 4, abs=0.5)


def _levels(recording: Recording) -> list[float]:
    cues = [cue for timed in recording.chapters for cue in timed.cues]
    heard = [_sound(recording, cue.start_ms + AROUND_MS, cue.end_ms - AROUND_MS) for cue in cues]
    return [integrated_lufs(hop_energies(step_energies([sound], recording.sample_rate))) for sound in heard]


def _lufs(wave: Wave, rate: int) -> float:
    return float(-0.691 + 10 * np.log10(step_energies([wave], rate).mean()))


def _sound(recording: Recording, start_ms: int, end_ms: int) -> Wave:
    first, last = (round(moment * recording.sample_rate / 1000) for moment in (start_ms, end_ms))
    return to_wave(recording.pcm.read_bytes()[2 * first : 2 * last])


def test_a_full_disk_is_one_line(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    pcm = tmp_path / "programme.pcm"
    pcm.symlink_to("/dev/full")
    with pytest.raises(OutputError, match="no space left on device; free some space"):
        mix([studio.clip(0, studio.tone(100))], studio.script(1), pcm)


def test_a_voice_that_fails_leaves_no_half_recording(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    def failing() -> Iterator[Clip]:
        yield studio.clip(0, studio.tone(100))
        raise VoiceError("the voice", "fell silent")

    with pytest.raises(VoiceError):
        mix(failing(), studio.script(1), tmp_path / "programme.pcm")
    assert not list(tmp_path.iterdir())


def test_a_failure_of_the_network_is_not_told_as_one_of_the_disk(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    def failing() -> Iterator[Clip]:
        yield studio.clip(0, studio.tone(100))
        raise ConnectionResetError(errno.ECONNRESET, "reset")

    with pytest.raises(ConnectionResetError):
        mix(failing(), studio.script(1), tmp_path / "programme.pcm")


def test_a_script_of_nothing_is_refused(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    with pytest.raises(BriefingError, match="nothing to say"):
        mix([], studio.script(1), tmp_path / "programme.pcm")


def test_clips_out_of_order_are_refused(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    clips = [studio.clip(chapter, studio.silence(10)) for chapter in (1, 0)]
    with pytest.raises(BriefingError, match="chapter 0 comes after chapter 1"):
        mix(clips, studio.script(2), tmp_path / "programme.pcm")


def test_two_people_who_are_quoted_are_levelled_each_by_their_own_loudness(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    quote = studio.said(role=Role.QUOTE)
    loud = replace(studio.clip(0, studio.tone(2000, amplitude=0.4), utterance=quote), reader=Role.QUOTE)
    soft = replace(studio.clip(0, studio.tone(2000, amplitude=0.1), utterance=quote), reader=Role.WOMAN)
    recording = mix([loud, soft], studio.script(1), tmp_path / "x.pcm", chime=False)
    samples = to_wave(recording.pcm.read_bytes())
    spans = [(cue.start_ms + AROUND_MS, cue.end_ms - AROUND_MS) for cue in recording.chapters[0].cues]
    heard = [samples[start * studio.rate // 1000 : end * studio.rate // 1000] for start, end in spans]
    levels = [integrated_lufs(hop_energies(step_energies([sound], studio.rate))) for sound in heard]
    assert levels == pytest.approx([SPEECH_LUFS] * 2, abs=0.1)


def test_a_listener_hears_pauses_and_not_the_room_that_voices_leave_at_the_ends_of_clips(
    studio: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    roomy = studio.tone(500)
    still = bytes(2 * studio.rate * 60 // 1000)
    roomy = replace(roomy, samples=still + roomy.samples + still)
    quote = replace(studio.said(role=Role.QUOTE), speaker="a")
    clips = [studio.clip(0, roomy), studio.clip(0, roomy, utterance=quote)]
    recording = mix(clips, studio.script(1), tmp_path / "programme.pcm")
    first, second = recording.chapters[0].cues
    # From sound to sound 575 ms, of which both have their share.
    assert second.start_ms - first.end_ms == pytest.approx(575 - 2 * AROUND_MS, abs=15)
    heard = np.abs(_sound(recording, second.start_ms + AROUND_MS - 15, second.start_ms + AROUND_MS + 15))
    assert heard[: len(heard) // 4].max() < 10 ** (-50 / 20) < heard[-len(heard) // 4 :].max()
