"""How else a word could be read, and a voice that is kept open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import pipeline, plugins
from briefing.arabic import shadda_first, strip_marks
from briefing.model import Article, Script
from briefing.narration import alternatives, speak, voices
from briefing.narration.clips import ClipCache
from briefing.narration.pausal import Endings
from briefing.narration.rehearse import Rehearsal
from briefing.narration.verbalize import guard

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.narration.alternatives import Choice

ARTICLE = Article(
    source="-",
    paragraphs=(
        "عقد القمة في المدينة",
        "عقد قادة الدول قمة في باريس حضرها باراك أوباما و67% من الأعضاء، ثم عقد مؤتمر.",
    ),
)


def marked(diacritizer: str = "ensemble") -> Script:
    return pipeline.diacritized(pipeline.spoken(pipeline.written(ARTICLE)), diacritizer, ARTICLE)


def choices(diacritizer: str = "ensemble") -> tuple[Choice, ...]:
    script = marked(diacritizer)
    (utterance,) = (one for one in script.utterances if one.written.startswith("عقد قادة"))
    return alternatives.choices(utterance, plugins.diacritizer(diacritizer), ARTICLE.paragraphs)


def test_every_word_has_its_reading_first_and_no_other_twice() -> None:
    for choice in choices():
        readings = [option.reading for option in choice.options]
        assert readings[:1] == [choice.reading]
        assert len(set(readings)) == len(readings) <= alternatives.MOST
        assert {strip_marks(reading) for reading in readings} == {choice.bare}


def test_the_networks_and_the_dictionary_are_named() -> None:
    first = choices()[0]
    sources = {source for option in first.options for source in option.sources}
    assert {"rawi 2", "rawi 3", "dictionary"} <= sources
    assert shadda_first("عُقِدَ") in [option.reading for option in first.options]
    assert first.confidence is not None


def test_a_name_is_the_lexicons_and_the_same_word_is_counted() -> None:
    by_word = {(choice.bare, choice.nth): choice for choice in choices()}
    assert by_word["أوباما", 1].decided_by.startswith("lexicon: باراك أوباما")
    assert "lexicon" in by_word["أوباما", 1].options[0].sources
    assert ("عقد", 1) in by_word
    assert ("عقد", 2) in by_word


def test_a_noun_has_other_endings_and_a_verb_has_none() -> None:
    by_word = {choice.bare: choice for choice in choices()}
    endings = [option for option in by_word["قمة"].options if "ending" in option.sources]
    assert endings
    assert all(strip_marks(option.reading) == "قمة" for option in endings)
    assert not [option for option in by_word["حضرها"].options if "ending" in option.sources]


def test_a_diacritizer_that_proposes_nothing_gives_what_the_lexicon_has() -> None:
    found = {choice.bare: choice for choice in choices("none")}
    assert [option.sources for option in found["أوباما"].options] == [("lexicon",)]


def test_a_number_is_read_back() -> None:
    (utterance,) = (one for one in marked("none").utterances if "67%" in one.written)
    (found,) = guard.read_back(utterance.written, utterance.pieces)
    assert (found.written, found.value, found.holds) == ("و67%", "67 %", True)


def test_a_number_that_is_said_otherwise_is_read_back_as_it_is_heard() -> None:
    (utterance,) = (one for one in pipeline.spoken(pipeline.written(ARTICLE)).utterances if "67%" in one.written)
    wrong = tuple(
        piece
        if "67" not in utterance.written[piece.start : piece.end]
        else type(piece)(start=piece.start, end=piece.end, spoken="سبعين بالمئة", semiotic_class=piece.semiotic_class)
        for piece in utterance.pieces
    )
    (found,) = guard.read_back(utterance.written, wrong)
    assert (found.value, found.holds) == ("70 %", False)


def test_a_rehearsal_says_what_the_episode_will(tmp_path: Path) -> None:
    script, voice = marked("none"), voices.load("silence")
    clips = list(speak.speak(script, voice, speak.ready(voice), endings=Endings.PAUSAL))
    cache = ClipCache(tmp_path / "clips")
    with Rehearsal(voice, speak.ready(voice), Endings.PAUSAL, cache) as rehearsal:
        said = [rehearsal.say(script, number) for number in range(len(clips))]
        assert [speech.audio for speech in said] == [clip.speech.audio for clip in clips]
        kept = cache.state().clips
        rehearsal.say(script, 0)
        assert cache.state().clips == kept
    assert cache.hits >= 1
