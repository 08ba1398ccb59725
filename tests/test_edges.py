"""Texts that end, or begin, where a rule looks further: nothing falls over its edge, wherever the words stand."""

from __future__ import annotations

import csv
import json
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import arabic
from briefing.editorial.choose import choose
from briefing.editorial.report import as_json, as_lines
from briefing.editorial.running_order.edits import apply
from briefing.editorial.script import write
from briefing.model import Article
from briefing.narration import breath, diacritize, lexicon, pausal, phonemes
from briefing.narration.diacritizers.letters import transfer
from briefing.resources import data

EDGES = (
    "بلغ عدد الناجين 14 من",
    "بلغ عدد الناجين 14 من ",
    "20 من 22",
    "سلم الكتاب ل😀",
    "وفقا ل😀",
    "وفقا لـ",
    "وفقا ل",
    "استطلاع ل😀",
    "قال ل😀 الوزير",
    "الوزير ل",
    "الوزير ـ",
    "وزير ـ محمد",
    "قال محمد ـ",
    "في ال",
    "5 في",
    "بين 5 و",
    "من 5 إلى",
    "5 -",
    "- 5",
    "ألف و",
    "نصف",
    "مليون ونصف",
    "أظهر استطلاع أجراه",
    "استطلاع معهد",
    "لصالح",
    "بحسب",
    "نقلا عن",
    "قال",
    "قال:",
    "قال «",
    "» قال",
    "قائلا",
    "فيما",
    "وصف الخطة ب«",
    "الملك «",
    "،",
    ".",
    "",
    "ـ",
    "ً",
    "\N{VARIATION SELECTOR-16}",
    "1" * 5_000 + " دولار",
    "1" * 5_000,
    "ابن " * 200,
    "عضو في " * 200,
    "ممثل عن " * 200,
    "وزير ل" * 200,
    "مئة و" * 600,
    "ثلاثمئة وثلاثة آلاف و" * 600,
    "الذي كتب عنها هنا " * 200,
)


def in_every_place(text: str) -> list[Article]:
    """Put a text alone, in the headline, behind another and before it, and in quotation marks."""
    return [
        Article(source="-", paragraphs=paragraphs)
        for paragraphs in (
            (text,),
            ("عنوان الخبر", text),
            (text, "بدأ العمل اليوم في المدينة كلها.", text),
            ("عنوان الخبر", f"بدأ العمل اليوم. {text}", "وانتهى العمل."),
            ("عنوان الخبر", f"قال الوزير سامر: «{text}", f"{text}» وانتهى العمل."),
            ("عنوان الخبر", f"«{text}»", f'"{text}'),
        )
    ]


def edit(article: Article) -> None:
    for length in ("short", "full"):
        segments = choose(article)
        script = write(article, segments, length)
        told = [said for chapter in script.chapters for said in chapter.utterances if said.source]
        assert all(said.source and apply(article, said.source, said.edits) == said.written for said in told)
        json.dumps(as_json(article, segments), allow_nan=False)
        assert list(as_lines(article, segments))


class Shouting:
    """A diacritizer that puts a fatha on everything, and a word of its own behind the text."""

    def diacritize(self, text: str) -> str:
        return "".join(letter + arabic.FATHA for letter in text) + " زيد"

    def unusable_because(self) -> str | None:
        return None


def voice(text: str) -> None:
    for endings in pausal.Endings:
        assert arabic.strip_marks(pausal.pausal(text, endings)).split() == arabic.strip_marks(text).split()
        assert len(phonemes.espeak(text, endings)) == len(text.split())
    phonemes.settled(text, text)
    assert arabic.strip_marks(lexicon.force(text)) == arabic.strip_marks(text)
    assert arabic.strip_marks(diacritize.text(text, Shouting())) == arabic.strip_marks(text)
    assert arabic.strip_marks(transfer(text, "زيد " + text)) == arabic.strip_marks(text)
    assert breath.breathe(text, 6).replace("،", "").split() == text.replace("،", "").split()


@pytest.mark.parametrize("text", EDGES, ids=lambda text: text[:20])
def test_an_article_is_edited_wherever_its_words_break_off(text: str) -> None:
    for article in in_every_place(text):
        edit(article)


@pytest.mark.parametrize("text", EDGES, ids=lambda text: text[:20])
def test_a_text_is_voiced_wherever_its_words_break_off(text: str) -> None:
    voice(text)


def listed_words() -> list[str]:
    """Return every word of the tables that the desk and the voice read by."""
    folders = ("editorial", "breath", "pausal", "phonemes")
    tables = (table for folder in folders for table in data("ar", folder).iterdir() if table.name.endswith(".tsv"))
    rows = chain.from_iterable(
        list(csv.reader(table.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
        for table in tables
    )
    return sorted({row[0] for row in rows})


WORDS = listed_words()
# A hundred at a time: each of them ends a paragraph, and each of them stands beside all its neighbours.
BATCHES = [WORDS[start : start + 100] for start in range(0, len(WORDS), 100)]


@pytest.mark.parametrize("words", BATCHES, ids=lambda words: words[0])
def test_every_listed_word_may_end_an_article_or_a_paragraph(words: list[str]) -> None:
    edit(Article(source="-", paragraphs=("عنوان", *words)))
    edit(Article(source="-", paragraphs=("عنوان", *(f"قال الوزير 5 {word}" for word in words))))
    edit(Article(source="-", paragraphs=("عنوان", *(f"{word} «نعم» 5" for word in words))))
    edit(Article(source="-", paragraphs=("عنوان", " ".join(words))))
    voice(" ".join(words))


SIGNS = [
    *".,،؛:؟!\"«»“”'()[]-–/%$€…\n😀ـًّلبو5٣",
    *("''", "1,200", "2020", "3.5", "AB", "Co"),
]
SOUP = st.lists(st.sampled_from([*WORDS, *SIGNS * 40]), max_size=30).map(" ".join) | st.lists(
    st.sampled_from([*SIGNS, "قال", "من", "ال", "وزير", "مئة", "مليون", "عن", "استطلاع"]), max_size=30
).map("".join)


@given(st.lists(SOUP, min_size=1, max_size=3))
def test_any_words_of_the_lists_in_any_order_make_a_script(paragraphs: list[str]) -> None:
    edit(Article(source="-", paragraphs=tuple(paragraphs)))


@given(SOUP)
def test_any_words_of_the_lists_in_any_order_are_voiced(text: str) -> None:
    voice(text)
