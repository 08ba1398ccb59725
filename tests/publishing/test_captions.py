"""Captions, chapters and transcript: the one timeline, cut at phrases."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import jsonschema
import pytest

from briefing.model import Cue, Mark, Utterance
from briefing.publishing.captions import Captions, _turned
from briefing.publishing.chapters import Chapters
from briefing.publishing.phrases import phrases
from briefing.publishing.transcript import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode

_CUE = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})\n(.+)")


def cues(folder: Path) -> list[tuple[int, int, str]]:
    text = (folder / "captions.vtt").read_text(encoding="utf-8")
    found = []
    head, note, *blocks = text.split("\n\n")
    assert (head, note.split("\n")[0]) == ("WEBVTT", "NOTE")
    for block in blocks:
        match = _CUE.fullmatch(block.strip())
        assert match, block
        h1, m1, s1, t1, h2, m2, s2, t2 = (int(part) for part in match.groups()[:8])
        found.append((((h1 * 60 + m1) * 60 + s1) * 1000 + t1, ((h2 * 60 + m2) * 60 + s2) * 1000 + t2, match[9]))
    return found


def test_no_caption_line_is_longer_than_65_characters(episode: Episode, tmp_path: Path) -> None:
    Captions().publish(episode, tmp_path)
    assert all(len(text) <= 65 for _, _, text in cues(tmp_path))


def test_captions_start_and_end_with_their_utterance_to_the_millisecond(episode: Episode, tmp_path: Path) -> None:
    Captions().publish(episode, tmp_path)
    timeline = [cue for chapter in episode.chapters for cue in chapter.cues]
    shown = cues(tmp_path)
    assert {cue.start_ms for cue in timeline} <= {start for start, _, _ in shown}
    assert {cue.end_ms for cue in timeline} <= {end for _, end, _ in shown}


def test_captions_follow_each_other_without_overlap(
    make_episode: Callable[..., Episode], tmp_path: Path, hostile: str
) -> None:
    Captions().publish(make_episode(quote=hostile, words=False), tmp_path)
    shown = cues(tmp_path)
    assert all(start < end for start, end, _ in shown)
    assert all(one[1] <= other[0] for one, other in pairwise(shown))


def test_captions_say_whose_words_they_are(episode: Episode, tmp_path: Path) -> None:
    Captions().publish(episode, tmp_path)
    voices = {text.split(">")[0] for _, _, text in cues(tmp_path)}
    assert voices == {"<v المذيع", "<v ليلى المنصوري"}


def test_the_words_of_the_captions_are_the_written_words_in_order(episode: Episode, tmp_path: Path) -> None:
    Captions().publish(episode, tmp_path)
    shown = " ".join(text.split(">", 1)[1] for _, _, text in cues(tmp_path))
    assert shown == " ".join(cue.utterance.written for chapter in episode.chapters for cue in chapter.cues)


def test_a_line_is_cut_behind_a_comma_rather_than_behind_a_word() -> None:
    text = "جاء الوفد إلى المدينة في الصباح الباكر، ثم خرج منها إلى القرية المجاورة"
    cue = Cue(utterance=Utterance(written=text, spoken=text), start_ms=0, end_ms=1000)
    assert [phrase.text for phrase in phrases(cue, 50)] == [
        "جاء الوفد إلى المدينة في الصباح الباكر،",
        "ثم خرج منها إلى القرية المجاورة",
    ]


def test_a_line_is_cut_where_the_voice_pauses_though_nothing_is_written_there() -> None:
    text = "جاء الوفد الكبير إلى هذه المدينة القديمة صباح اليوم ثم خرج منها إلى القرية المجاورة"
    cue = Cue(utterance=Utterance(written=text, spoken=text), start_ms=0, end_ms=8000, marks=read(text, "القديمة"))
    assert [(phrase.text, phrase.start_ms) for phrase in phrases(cue, 60)] == [
        ("جاء الوفد الكبير إلى هذه المدينة القديمة", 0),
        ("صباح اليوم ثم خرج منها إلى القرية المجاورة", 3700),
    ]


def test_the_rests_between_words_that_run_on_are_no_pauses() -> None:
    text = "جاء الوفد الكبير إلى هذه المدينة القديمة صباح اليوم ثم خرج منها إلى القرية المجاورة"
    cue = Cue(utterance=Utterance(written=text, spoken=text), start_ms=0, end_ms=8000, marks=read(text, "القديمة", 119))
    assert phrases(cue, 60)[0].text == "جاء الوفد الكبير إلى هذه المدينة القديمة صباح اليوم"


def read(text: str, last: str, pause_ms: int = 200) -> tuple[Mark, ...]:
    """Time the words, half a second each without a rest, with one pause behind the word `last`."""
    marks, now = [], 0
    for match in re.finditer(r"\S+", text):
        marks.append(Mark(start=match.start(), end=match.end(), start_ms=now, end_ms=now + 500))
        now += 500 + (pause_ms if match[0] == last else 0)
    return tuple(marks)


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("lasts_ms", [30_000, 1000, 5, 0])
def test_a_word_longer_than_a_line_is_cut_to_fit_and_none_of_it_is_lost(*, marked: bool, lasts_ms: int) -> None:
    text = f"قال {'ن' * 1000} نعم"
    word = Mark(start=4, end=1004, start_ms=1, end_ms=lasts_ms)
    cue = Cue(
        utterance=Utterance(written=text, spoken=text), start_ms=0, end_ms=lasts_ms, marks=(word,) if marked else ()
    )
    found = phrases(cue, 40)
    assert max(len(phrase.text) for phrase in found) <= 40
    assert "".join(phrase.text for phrase in found).replace(" ", "") == text.replace(" ", "")
    assert all(phrase.start_ms < phrase.end_ms for phrase in found)
    assert all(one.end_ms == other.start_ms for one, other in pairwise(found))
    assert found[-1].end_ms == max(lasts_ms, len(found))


def test_the_transcript_has_the_captions_times(episode: Episode, tmp_path: Path) -> None:
    Captions().publish(episode, tmp_path)
    Transcript().publish(episode, tmp_path)
    segments = json.loads((tmp_path / "transcript.json").read_text(encoding="utf-8"))["segments"]
    times = [(round(s["startTime"] * 1000), round(s["endTime"] * 1000)) for s in segments]
    assert times == [(start, end) for start, end, _ in cues(tmp_path)]


def test_chapters_ascend_from_zero_and_name_the_audio(episode: Episode, tmp_path: Path) -> None:
    Chapters().publish(episode, tmp_path)
    document = json.loads((tmp_path / "chapters.json").read_text(encoding="utf-8"))
    starts = [chapter["startTime"] for chapter in document["chapters"]]
    assert document["version"] == "1.2.0"
    assert document["fileName"] == "briefing.mp3"
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert [round(start * 1000) for start in starts] == [chapter.start_ms for chapter in episode.chapters]


CHAPTERS_SCHEMA = {
    "type": "object",
    "required": ["version", "chapters"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "1.2.0"},
        **{name: {"type": "string"} for name in ("author", "title", "podcastName", "description", "fileName")},
        "waypoints": {"type": "boolean"},
        "chapters": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["startTime", "title"],
                "additionalProperties": False,
                "properties": {
                    "startTime": {"type": "number", "minimum": 0},
                    "endTime": {"type": "number", "exclusiveMinimum": 0},
                    "title": {"type": "string", "minLength": 1},
                    "img": {"type": "string", "format": "uri"},
                    "url": {"type": "string", "format": "uri"},
                    "toc": {"type": "boolean"},
                    "location": {"type": "object", "required": ["name", "geo"]},
                },
            },
        },
    },
}
TRANSCRIPT_SCHEMA = {
    "type": "object",
    "required": ["version", "provenance", "segments"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "1.0.0"},
        "provenance": {
            "type": "object",
            "minProperties": 5,
            "additionalProperties": {"type": "string", "minLength": 1},
        },
        "segments": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["startTime", "endTime", "body", "speaker"],
                "additionalProperties": False,
                "properties": {
                    "startTime": {"type": "number", "minimum": 0},
                    "endTime": {"type": "number", "exclusiveMinimum": 0},
                    "body": {"type": "string", "minLength": 1},
                    "speaker": {"type": "string", "minLength": 1},
                },
            },
        },
    },
}


@pytest.mark.parametrize("form", ["chapters", "transcript"])
@pytest.mark.parametrize("whose", ["ordinary", "hostile"])
def test_the_lists_fit_their_schema(
    make_episode: Callable[..., Episode], tmp_path: Path, hostile: str, form: str, whose: str
) -> None:
    words = {"ordinary": {}, "hostile": dict.fromkeys(("headline", "lead", "quote", "speaker"), hostile)}
    publisher, schema = {"chapters": (Chapters, CHAPTERS_SCHEMA), "transcript": (Transcript, TRANSCRIPT_SCHEMA)}[form]
    (path,) = publisher().publish(make_episode(**words[whose]), tmp_path)
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema)


def test_a_caption_that_begins_with_a_latin_letter_is_set_from_right_to_left() -> None:
    mark = "\N{RIGHT-TO-LEFT MARK}"
    assert _turned("NBC تعلن خطة") == mark
    assert _turned("«NBC» تعلن خطة") == mark
    assert _turned("تعلن NBC خطة") == ""
    assert _turned("67 في المئة") == ""
