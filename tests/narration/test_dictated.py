"""Readings that an editor dictates: in one place, in an article, in a story of a bulletin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from briefing import pipeline
from briefing.arabic import shadda_first, strip_marks
from briefing.corrections import EDITOR
from briefing.editorial.bulletin import joined
from briefing.model import Article, Correction, CorrectionKind, MarkedWord, Script
from briefing.narration.dictated import dictated, typed
from briefing.pipeline import script as scripts
from briefing.settings import Settings

FIRST = "عبر المحتجون الجسر نحو الساحة الكبرى في المدينة القديمة مساء أمس."
SECOND = "عبر المحتجون عن غضبهم من القرار في بيان قرأه أحدهم أمام الصحفيين."
ARTICLE = Article(source="-", paragraphs=("المحتجون في الساحة", FIRST, SECOND))
READING = shadda_first("عُبِّرَ")


def reading(sentence: str = "", nth: int = 0, word: str = "عبر", to: str = READING) -> Correction:
    return Correction(kind=CorrectionKind.READING, text=word, to=to, sentence=sentence, nth=nth)


def marked(*decisions: Correction, diacritizer: str = "ensemble") -> Script:
    article = replace(ARTICLE, corrections=decisions)
    return pipeline.diacritized(pipeline.spoken(pipeline.written(article)), diacritizer, article)


def spoken(script: Script) -> list[str]:
    return [said.spoken.split()[0] for said in script.utterances if said.source and said.source.paragraph]


def deciders(script: Script) -> list[list[MarkedWord]]:
    return [[word for word in said.words if word.decided_by == EDITOR] for said in script.utterances if said.source]


def test_without_a_sentence_every_place_of_the_word_is_read_so() -> None:
    assert spoken(marked(reading())) == [READING, READING]


def test_with_a_sentence_that_one_alone_is() -> None:
    usual = spoken(marked())
    found = marked(reading(sentence=SECOND))
    assert spoken(found) == [usual[0], READING]
    assert [len(words) for words in deciders(found)] == [0, 1]


def test_letters_that_the_editor_left_open_are_the_networks_to_mark() -> None:
    first, _ = spoken(marked(reading(to=shadda_first("عَبّر"))))
    assert strip_marks(first) == "عبر"
    assert first.startswith(shadda_first("عَبّ"))
    assert first != shadda_first("عَبّر")


def test_a_diacritizer_that_tells_nothing_obeys_too() -> None:
    assert spoken(marked(reading(), diacritizer="none")) == [READING, READING]


def test_a_name_of_the_lexicon_gives_way() -> None:
    article = Article(source="-", paragraphs=("عنوان", "وصل باراك أوباما إلى المدينة في زيارة قصيرة مساء أمس."))
    article = replace(article, corrections=(reading(word="أوباما", to="أَوْبَامَا"),))
    said = pipeline.diacritized(pipeline.spoken(pipeline.written(article)), "ensemble", article)
    assert any("أَوْبَامَا" in one.spoken for one in said.utterances)


def test_our_own_sentences_can_be_meant() -> None:
    closing = "انتهى الموجز."
    found = marked(reading(sentence=closing, word="الموجز", to=shadda_first("الْمُوجِزَ")))
    assert "الْمُوجِزَ" in found.utterances[-1].spoken
    assert "الْمُوجِزَ" not in found.utterances[0].spoken


def test_the_nth_place_of_a_sentence_is_counted_from_one() -> None:
    (one,) = dictated(replace(ARTICLE, corrections=(reading(nth=2),)))
    assert typed("عبر ثم عبر ثم عبر", [one]) == (f"عبر ثم {READING} ثم عبر", frozenset({7}))
    assert typed("عبر", [one]) == ("عبر", frozenset())


def test_in_a_bulletin_a_reading_is_of_its_own_story() -> None:
    moment = datetime(2026, 11, 29, 8, tzinfo=UTC)
    other = replace(ARTICLE, paragraphs=("خبر آخر", *ARTICLE.paragraphs[1:]))
    parts = replace(ARTICLE, corrections=(reading(), reading(sentence=SECOND, word="غضبهم", to="غَضْبُهُمْ"))), other
    bulletin = joined(parts, moment)
    everywhere, placed = dictated(bulletin)
    assert everywhere.paragraphs == range(1, 4)
    assert placed.place is not None
    assert placed.place.paragraph == 3
    written = scripts.written(bulletin, Settings(length="5m"))
    found = scripts.diacritized(scripts.spoken(written), "none", bulletin)
    first, second = (chapter.utterances for chapter in found.chapters[:2])
    assert any(READING in said.spoken for said in first)
    assert not any(READING in said.spoken for said in second)
    assert any("عبر" in said.spoken for said in second)


def test_a_reading_with_other_letters_is_none() -> None:
    assert spoken(marked(reading(to="كَتَبَ"))) == spoken(marked())


@pytest.mark.parametrize("name", ["ensemble", "fast", "none"])
def test_no_letter_changes(name: str) -> None:
    plain = pipeline.spoken(pipeline.written(ARTICLE))
    found = marked(reading(), diacritizer=name)
    assert [strip_marks(said.spoken) for said in found.utterances] == [said.spoken for said in plain.utterances]
