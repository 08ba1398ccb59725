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
from briefing.publishing.captions import captions as captions_of
from briefing.publishing.chapters import Chapters
from briefing.publishing.phrases import Phrase, Said, captions
from briefing.publishing.transcript import Transcript

from .conftest import QUOTE, SPEAKER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode

_CUE = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})\n(.+(?:\n.+)?)")
_VOICE = re.compile(r"<v ([^>]*)>")
_TAG = re.compile(r"<[^>]*>")


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


def shown_text(text: str) -> str:
    return " ".join(_TAG.sub("", text).split())


def cut(text: str, longest: int, marks: tuple[Mark, ...] = (), lasts_ms: int = 10_000) -> list[list[Phrase]]:
    """Cut one utterance alone."""
    cue = Cue(utterance=Utterance(written=text, spoken=text), start_ms=0, end_ms=lasts_ms, marks=marks)
    return [list(caption) for caption in captions([Said(cue=cue, speaker="", longest=longest)])]


def test_no_line_of_a_caption_is_longer_than_65_characters(
    make_episode: Callable[..., Episode], tmp_path: Path, hostile: str
) -> None:
    for quote in (QUOTE, hostile):
        Captions().publish(make_episode(quote=quote, speaker=f"{SPEAKER} {SPEAKER} {SPEAKER}"), tmp_path)
        lines = [line for _, _, text in cues(tmp_path) for line in text.split("\n")]
        assert all(len(line) <= 65 for line in lines)


def test_no_caption_of_more_than_one_word_is_shown_longer_than_seven_seconds(episode: Episode, tmp_path: Path) -> None:
    Captions().publish(episode, tmp_path)
    assert all(end - start <= 7000 for start, end, text in cues(tmp_path) if " " in shown_text(text))


def test_every_utterance_starts_and_ends_with_a_line_to_the_millisecond(episode: Episode) -> None:
    timeline = [cue for chapter in episode.chapters for cue in chapter.cues]
    lines = [line for caption in captions_of(episode) for line in caption]
    assert {cue.start_ms for cue in timeline} <= {line.start_ms for line in lines}
    assert {cue.end_ms for cue in timeline} <= {line.end_ms for line in lines}


def test_captions_follow_each_other_without_overlap(
    make_episode: Callable[..., Episode], tmp_path: Path, hostile: str
) -> None:
    Captions().publish(make_episode(quote=hostile, words=False), tmp_path)
    shown = cues(tmp_path)
    assert all(start < end for start, end, _ in shown)
    assert all(one[1] <= other[0] for one, other in pairwise(shown))


def test_captions_say_whose_words_they_are(episode: Episode, tmp_path: Path) -> None:
    Captions().publish(episode, tmp_path)
    voices = {voice for _, _, text in cues(tmp_path) for voice in _VOICE.findall(text)}
    assert voices == {"المذيع", SPEAKER}


def test_the_words_of_the_captions_are_the_written_words_in_order(episode: Episode, tmp_path: Path) -> None:
    Captions().publish(episode, tmp_path)
    shown = " ".join(shown_text(text) for _, _, text in cues(tmp_path))
    assert shown == " ".join(cue.utterance.written for chapter in episode.chapters for cue in chapter.cues)


def test_a_caption_ends_behind_a_comma_rather_than_behind_a_word() -> None:
    text = "جاء الوفد إلى المدينة في الصباح الباكر، ثم خرج منها إلى القرية المجاورة"
    assert [[phrase.text for phrase in caption] for caption in cut(text, 50)] == [
        ["جاء الوفد إلى المدينة في الصباح الباكر،"],
        ["ثم خرج منها إلى القرية المجاورة"],
    ]


def test_a_caption_that_is_too_wide_for_a_line_has_two_broken_at_their_best() -> None:
    text = "جاء الوفد الكبير صباح اليوم ثم خرج إلى القرية"
    assert [[phrase.text for phrase in caption] for caption in cut(text, 42, lasts_ms=5000)] == [
        ["جاء الوفد الكبير صباح اليوم", "ثم خرج إلى القرية"]
    ]


def test_a_caption_ends_where_the_voice_pauses_though_nothing_is_written_there() -> None:
    text = "جاء الوفد الكبير إلى هذه المدينة القديمة صباح اليوم ثم خرج منها إلى القرية المجاورة"
    found = cut(text, 60, read(text, "القديمة"), 8000)
    assert [(caption[0].text, caption[0].start_ms) for caption in found] == [
        ("جاء الوفد الكبير إلى هذه المدينة القديمة", 0),
        ("صباح اليوم ثم خرج منها إلى القرية المجاورة", 3700),
    ]


def test_the_rests_between_words_that_run_on_are_no_pauses() -> None:
    text = "جاء الوفد الكبير إلى هذه المدينة القديمة صباح اليوم ثم خرج منها إلى القرية المجاورة"
    found = cut(text, 60, read(text, "القديمة", 119), 8000)
    assert found[0][0].text == "جاء الوفد الكبير إلى هذه المدينة القديمة صباح اليوم"


def test_a_name_is_not_broken_where_another_place_will_do() -> None:
    text = "التقى الوفد الزائر مدير الحديقة سالم المنصوري صباح اليوم"
    cue = Cue(utterance=Utterance(written=text, spoken=text), start_ms=0, end_ms=5000)
    said = Said(cue=cue, speaker="", longest=42)
    cuts = {
        names: [phrase.text.split()[-1] for (*lines, _) in captions([said], names=names) for phrase in lines]
        for names in ((), (("سالم", "المنصوري"), ("الحديقة", "سالم")))
    }
    assert cuts == {(): ["الحديقة"], (("سالم", "المنصوري"), ("الحديقة", "سالم")): ["مدير"]}


def two(first: str, then: str, *, lasts_ms: int, rest_ms: int, speaker: str = "ليلى") -> list[list[str]]:
    """Cut a narrator's sentence that lasts so long, and another one behind it."""
    texts, starts, lasting = (first, then), (0, lasts_ms + rest_ms), (lasts_ms, 3000)
    chapter = [
        Said(
            cue=Cue(utterance=Utterance(written=text, spoken=text), start_ms=start, end_ms=start + lasts),
            speaker=who,
            longest=42,
        )
        for text, start, lasts, who in zip(texts, starts, lasting, ("المذيع", speaker), strict=True)
    ]
    return [[phrase.text for phrase in caption] for caption in captions(chapter)]


def test_what_sounds_too_shortly_to_be_read_stands_with_what_follows_also_in_another_voice() -> None:
    assert two("وأضافت:", "لن نترك شجرة بلا ماء.", lasts_ms=700, rest_ms=550) == [["وأضافت:", "لن نترك شجرة بلا ماء."]]


@pytest.mark.parametrize(("lasts_ms", "rest_ms"), [(2500, 550), (700, 1500)])
def test_sentences_that_can_be_read_alone_or_are_far_apart_stand_alone(lasts_ms: int, rest_ms: int) -> None:
    found = two("وأضافت:", "لن نترك شجرة بلا ماء.", lasts_ms=lasts_ms, rest_ms=rest_ms)
    assert found == [["وأضافت:"], ["لن نترك شجرة بلا ماء."]]


def test_two_voices_in_one_caption_have_a_line_and_a_tag_each(
    make_episode: Callable[..., Episode], tmp_path: Path
) -> None:
    episode = make_episode(quote="لا.")
    Captions().publish(episode, tmp_path)
    Transcript().publish(episode, tmp_path)
    (text,) = (text for _, _, text in cues(tmp_path) if "قيل" in text)
    assert text == f"<v المذيع>وهذا ما قيل:</v>\n<v {SPEAKER}>لا.</v>"
    segments = json.loads((tmp_path / "transcript.json").read_text(encoding="utf-8"))["segments"]
    assert [(one["speaker"], one["body"]) for one in segments if one["body"] in {"وهذا ما قيل:", "لا."}] == [
        ("المذيع", "وهذا ما قيل:"),
        (SPEAKER, "لا."),
    ]


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
    found = [phrase for caption in cut(text, 40, (word,) if marked else (), lasts_ms) for phrase in caption]
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
    shown = [(start, end) for start, end, _ in cues(tmp_path)]
    # A caption of two voices is two segments.
    assert {start for start, _ in shown} <= {start for start, _ in times}
    assert {end for _, end in shown} <= {end for _, end in times}
    assert all(one[1] <= other[0] for one, other in pairwise(times))


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
