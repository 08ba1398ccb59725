from __future__ import annotations

from collections import ChainMap
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import plugins, resources
from briefing.arabic import MARKS, SHADDA, shadda_first, strip_marks
from briefing.model import Chapter, ChapterKind, Headline, Script, Segments, Span, Utterance
from briefing.narration import diacritize
from briefing.narration.diacritizers.letters import LETTERS, Skeleton
from briefing.narration.diacritizers.none import Unmarked
from briefing.settings import Settings


class Careless:
    """A plug-in that respells a word, puts the vowel before the shadda and drops a space."""

    def diacritize(self, text: str) -> str:
        return text.replace("أحمد", "مَحمود").replace("درس", "دَرَّس").replace("  ", " ")

    def unusable_because(self) -> str | None:
        return None


def _script(*spoken: str) -> Script:
    utterances = tuple(Utterance(written=text, spoken=text) for text in spoken)
    headline = Headline(text="عنوان", span=Span(paragraph=0, start=0, end=5))
    chapter = Chapter(kind=ChapterKind.LEAD, title="المقدمة", utterances=utterances)
    return Script(title="عنوان", chapters=(chapter,), segments=Segments(headline=headline))


def test_every_utterance_gains_marks_and_keeps_its_written_text() -> None:
    (chapter,) = diacritize.script(_script("درس", "سأل"), Careless()).chapters
    assert [utterance.spoken for utterance in chapter.utterances] == [shadda_first("دَرَّس"), "سأل"]
    assert [utterance.written for utterance in chapter.utterances] == ["درس", "سأل"]


def test_a_plug_in_that_changes_letters_loses_only_that_word() -> None:
    assert diacritize.text("أحمد  درس", Careless()) == shadda_first("أحمد  دَرَّس")


def test_none_leaves_the_text_as_it_is() -> None:
    assert diacritize.script(_script("شكرًا جزيلا"), Unmarked()) == _script("شكرًا جزيلا")


def test_the_long_vowels_of_a_known_name_stay_long() -> None:
    class Doubtful:
        def diacritize(self, text: str) -> str:
            return text.replace("ي", "يُ")

        def unusable_because(self) -> str | None:
            return None

    assert "وِيلْكَرْ" in diacritize.text("من كلام كريستين ويلكر", Doubtful())


_OURS = {
    "opening_plain": "مُوجَزٌ إِخْبَارِيٌّ.",
    "closing_plain": "انْتَهَى الْمُوجَزُ.",
    "closing_publication": "كَانَ هَذَا مُوجَزًا نَقْلًا عَنْ رُويْتَرْزْ.",
    "title": "الْمُوجَزُ الْمَسْمُوعُ",
    "sample": "أَهْلًا بِكُمْ. هَذَا صَوْتٌ مِنْ أَصْوَاتِ الْمُوجَزِ، يَقْرَأُ عَلَيْكُمُ الْأَخْبَارَ كُلَّ صَبَاحٍ.",
}


@pytest.mark.parametrize("key", _OURS)
def test_our_own_sentences_are_marked_right(key: str) -> None:
    files = (resources.read_toml(resources.data("ar", name)) for name in ("show.toml", "voices.toml"))
    script = resources.read_toml(resources.data("ar", "editorial", "script.toml"))
    said = ChainMap(script["words"], *files)
    marked = diacritize.text(said[key].replace("{publication}", "رويترز"), plugins.diacritizer(Settings().diacritizer))
    assert marked == shadda_first(_OURS[key])


def test_a_tanwin_that_the_writer_put_on_the_alef_is_the_only_one() -> None:
    assert diacritize.text("ليس كافياً", plugins.diacritizer("fast")).count("\N{ARABIC FATHATAN}") == 1


def test_before_a_known_name_the_particle_is_the_one_that_governs_nouns() -> None:
    marked = diacritize.text("تقول إن جو بايدن لم يحضر وأن ترامب حضر", Unmarked())
    assert shadda_first("إِنَّ جُو") in marked
    assert shadda_first("وَأَنَّ تِرَامْبْ") in marked


@cache
def _ensemble() -> plugins.Diacritizer:
    return plugins.diacritizer("ensemble")


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=40) | st.text(alphabet="".join(sorted(LETTERS | MARKS)) + " .،\n1a", max_size=60))
def test_whatever_is_written_keeps_its_letters_and_its_typed_marks(text: str) -> None:
    marked = diacritize.text(text, _ensemble())
    assert strip_marks(marked) == strip_marks(text)
    for before, after in zip(Skeleton.of(text).typed, Skeleton.of(marked).typed, strict=True):
        assert before in ("", SHADDA) or after == before
