"""What holds for every article on its whole way, however odd its text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import pipeline, plugins
from briefing.arabic import strip_marks
from briefing.article.clean import clean
from briefing.model import Article, Recording, Script, Utterance
from briefing.narration import speak, voices
from briefing.production import mix
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_VOICE_MAY_GET = re.compile("[0-9A-Za-z%$€£٪٠-٩۰-۹]")
SAYINGS = """
قال الرئيس إن الحكومة أعلنت في استطلاع أجرته رويترز نسبة 67% من الناخبين “سئموا رؤية” «نفس المرشحين» 6 نقاط مئوية
NBC News 2024 $5.2 مليار 3-5 14:30 عام كُتِبَ (أ.ف.ب) د. بحسب وأضاف: ، . ؟ “ ” « » " COVID-19 @name 1.106 #وسم
"""
WORDS = st.sampled_from(SAYINGS.split())
PARAGRAPHS = st.lists(WORDS, min_size=3, max_size=25).map(" ".join)
STRANGE = st.text(max_size=40).map(lambda text: text.replace("\n", " "))
ARTICLES = st.builds(
    lambda headline, body: clean(Article(source="x.txt", paragraphs=(headline, *body))),
    PARAGRAPHS,
    st.lists(PARAGRAPHS | STRANGE, max_size=6),
)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(ARTICLES)
def test_every_span_of_the_script_slices_to_what_is_written(article: Article) -> None:
    for chapter in pipeline.written(article, Settings(length="full")).chapters:
        for utterance in chapter.utterances:
            if utterance.source:
                assert utterance.written in article.at(utterance.source)


@FEW
@given(ARTICLES)
def test_spelling_out_never_changes_the_written_text_and_its_pieces_tile_it(article: Article) -> None:
    before = pipeline.written(article, Settings(length="full"))
    for old, new in _pairs(before, pipeline.spoken(before)):
        assert new.written == old.written
        assert "".join(piece.spoken for piece in new.pieces) == new.spoken
        ends = [0, *(piece.end for piece in new.pieces)]
        assert [piece.start for piece in new.pieces] == ends[:-1]
        assert ends[-1] == len(new.written)
        assert not NO_VOICE_MAY_GET.search(new.spoken)


@FEW
@given(ARTICLES)
def test_marks_never_change_a_letter_and_typed_marks_survive(article: Article) -> None:
    before = pipeline.spoken(pipeline.written(article, Settings(length="short")))
    for old, new in _pairs(before, pipeline.diacritized(before, "rawi")):
        assert strip_marks(new.spoken) == strip_marks(old.spoken)
        assert new.spoken.count("كُتِبَ") == old.spoken.count("كُتِبَ")


@FEW
@given(ARTICLES)
def test_chapters_follow_each_other_and_cues_are_ordered_inside_them(article: Article) -> None:
    recording = _recorded(pipeline.spoken(pipeline.written(article, Settings(length="full"))))
    assert recording.chapters[0].start_ms == 0
    assert recording.chapters[-1].end_ms == recording.duration_ms
    for one, other in pairwise(recording.chapters):
        assert one.end_ms == other.start_ms
    for chapter in recording.chapters:
        assert chapter.cues
        times = [time for cue in chapter.cues for time in (cue.start_ms, cue.end_ms)]
        assert [chapter.start_ms, *times, chapter.end_ms] == sorted([chapter.start_ms, *times, chapter.end_ms])
        for cue in chapter.cues:
            marks = [time for mark in cue.marks for time in (mark.start_ms, mark.end_ms)]
            assert [cue.start_ms, *marks, cue.end_ms] == sorted([cue.start_ms, *marks, cue.end_ms])
            assert all(0 <= mark.start < mark.end <= len(cue.utterance.written) for mark in cue.marks)


def _pairs(one: Script, other: Script) -> Iterator[tuple[Utterance, Utterance]]:
    for before, after in zip(one.chapters, other.chapters, strict=True):
        yield from zip(before.utterances, after.utterances, strict=True)


def _recorded(script: Script) -> Recording:
    voice = voices.load("silence")
    with TemporaryDirectory() as folder:
        clips = speak.speak(script, voice, plugins.synthesizer(voice.synthesizer))
        return mix.mix(clips, script, Path(folder) / "programme.pcm")
