from __future__ import annotations

from collections import ChainMap
from dataclasses import replace
from functools import cache
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import plugins, resources
from briefing.arabic import MARKS, SHADDA, shadda_first, strip_marks
from briefing.editorial.choose import choose
from briefing.model import (
    Article,
    Chapter,
    ChapterKind,
    Edit,
    EditRule,
    Headline,
    MarkedWord,
    Script,
    Segments,
    Span,
    Utterance,
)
from briefing.narration import agreement, diacritize
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
    (chapter,) = diacritize.script(_script("شكرًا جزيلا"), Unmarked()).chapters
    assert [utterance.spoken for utterance in chapter.utterances] == ["شكرًا جزيلا"]


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


CARRIED = "قال الوزير إن الحكومة «ترفض هذه الاتهامات» وتدعو إلى الحوار."


def _taken(paragraph: str, *parts: str, edits: tuple[Edit, ...] = ()) -> Script:
    """Take parts of a paragraph as utterances, with their places in it."""
    spans = [Span(paragraph=0, start=paragraph.index(part), end=paragraph.index(part) + len(part)) for part in parts]
    utterances = tuple(
        Utterance(written=part, spoken=part, source=span, edits=edits) for part, span in zip(parts, spans, strict=True)
    )
    (chapter,) = (whole := _script()).chapters
    return replace(whole, chapters=(replace(chapter, utterances=utterances),))


def _said(script: Script, *paragraphs: str) -> list[str]:
    (chapter,) = diacritize.script(script, _ensemble(), paragraphs).chapters
    return [utterance.spoken for utterance in chapter.utterances]


def test_a_quote_is_marked_in_the_sentence_that_carries_it() -> None:
    whole = diacritize.text(CARRIED, _ensemble())
    parts = ["قال الوزير إن الحكومة", "ترفض هذه الاتهامات", "وتدعو إلى الحوار."]
    said = _said(_taken(CARRIED, *parts), CARRIED)
    assert [strip_marks(part) for part in said] == parts
    assert all(part in whole for part in said)
    assert shadda_first("الِاتِّهَامَاتِ") in said[1], "the accusations are rejected: they reject nothing"


def test_the_sentence_is_there_also_where_only_the_quote_is_told() -> None:
    (quote,) = _said(_taken(CARRIED, "ترفض هذه الاتهامات"), CARRIED)
    assert quote in diacritize.text(CARRIED, _ensemble())


def test_what_the_article_has_not_is_marked_by_itself() -> None:
    told = "ترفض هذه الاتهامات"
    edited = _taken(CARRIED, told, edits=(Edit(rule=EditRule.CONNECTOR, start=0, end=0, text=""),))
    alone = diacritize.text(told, _ensemble())
    assert _said(edited, CARRIED) == [alone]
    assert _said(_taken(CARRIED, told), "خبر آخر.") == [alone]
    assert _said(_taken(CARRIED, told)) == [alone]


def test_a_figure_before_a_quote_is_spelled_out_in_its_sentence() -> None:
    paragraph = "قال 25 نائبا إن القانون «يضر بالاقتصاد» في رأيهم."
    (quote,) = _said(_taken(paragraph, "يضر بالاقتصاد"), paragraph)
    assert strip_marks(quote) == "يضر بالاقتصاد"


def test_a_sentence_is_marked_once_for_all_its_parts() -> None:
    class Counting(Unmarked):
        seen: ClassVar[list[str]] = []

        def diacritize(self, text: str) -> str:
            self.seen.append(text)
            return text

    diacritize.script(_taken(CARRIED, "قال الوزير إن الحكومة", "ترفض هذه الاتهامات"), Counting(), [CARRIED])
    assert Counting.seen == [CARRIED]


def test_words_are_told_with_the_letters_of_their_own_utterance() -> None:
    (chapter,) = diacritize.script(_taken(CARRIED, "ترفض هذه الاتهامات"), _ensemble(), [CARRIED]).chapters
    (utterance,) = chapter.utterances
    bare = strip_marks(utterance.spoken)
    assert [bare[word.start : word.end] for word in utterance.words] == ["ترفض", "هذه", "الاتهامات"]
    assert all(0 < word.confidence <= 1 for word in utterance.words)


def test_a_passive_that_the_writer_marked_makes_no_other_verb_passive() -> None:
    assert agreement.typed("اتُّهم الوزير بالتقصير. واتهم الوزير النائب بالكذب.") == {}
    assert agreement.typed("عُمان بلد جميل.") != {}


def test_what_the_writer_marked_once_is_read_so_in_the_whole_article() -> None:
    paragraph = "زار الوفد عُمَان أمس. وقالت عمان إنها ترحب به."
    first, second = _said(_taken(paragraph, "زار الوفد عُمَان أمس.", "وقالت عمان إنها ترحب به."), paragraph)
    assert "عُمَان" in first
    assert "عُمَان" in second


def test_a_name_that_no_list_has_is_read_in_one_way() -> None:
    class Wavering(Unmarked):
        def diacritize(self, text: str) -> str:
            return text.replace("زغرديش", "زُغُرديش" if "أمس" in text else "زَغْرَديش")

    script = _script("قال زغرديش", "زغرديش قال أمس", "عاد زغرديش")
    (chapter,) = diacritize.script(script, Wavering()).chapters
    readings = {
        utterance.spoken.replace("قال", "").replace("أمس", "").replace("عاد", "").strip()
        for utterance in chapter.utterances
    }
    assert readings == {"زَغْرَديش"}


def _readings_of(name: str, *sentences: str) -> set[str]:
    """Return how an article of these sentences reads a name, its ending aside."""
    article = Article(source="wire", paragraphs=("خبر اليوم", " ".join(sentences)))
    script = replace(_script(*sentences), segments=choose(article))
    (chapter,) = diacritize.script(script, _ensemble(), article.paragraphs).chapters
    skeletons = [Skeleton.of(word) for utterance in chapter.utterances for word in utterance.spoken.split()]
    starts = [(word, word.bases.find(name)) for word in skeletons]
    return {"".join(word.typed[at : at + len(name) - 1]) for word, at in starts if at >= 0}


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("سحيم", ["قال سحيم إن الفريق جاهز.", "وقال لسحيم إنه مستعد.", "وفي منزل سحيم اجتمع الأهل."]),
        ("رميح", ["قال رميح إن الفريق جاهز.", "ورميح لاعب قديم.", "وتحدث مع رميح عن المباراة."]),
        ("صويلح", ["تقع صويلح شمال العاصمة.", "وبصويلح مستشفى واحد.", "ووصل المحافظ إلى صويلح."]),
        ("سلوم", ["قال سلوم إن الفريق جاهز.", "ويرى سلوم أن الحل قريب.", "وكتب لسلوم رسالة."]),
    ],
)
def test_a_name_is_read_in_one_way_also_where_it_is_a_word_and_behind_particles(
    name: str, sentences: list[str]
) -> None:
    assert len(_readings_of(name, *sentences)) == 1


def test_a_word_that_is_no_name_is_read_as_its_sentence_wants() -> None:
    assert len(_readings_of("حكم", "حكم القاضي بالسجن على المتهم.", "وقال محاميه إن حكم القاضي جائر.")) == 2


def test_the_lexicon_binds_what_the_article_reads_oftener_in_another_way() -> None:
    letters, listed = "زغرديش", "زُغْرُدِيش"
    word = MarkedWord(start=0, end=len(letters), decided_by="lexicon: x (name, people.tsv)", confidence=1.0)
    guesses = [Utterance(written=letters, spoken="زَغَرْدَيش") for _ in range(3)]
    known = Utterance(written=letters, spoken=listed, words=(word,))
    assert set(agreement.agreed([*guesses, known])) == {listed}


def test_of_readings_that_are_equally_frequent_the_first_binds() -> None:
    told = [Utterance(written="زغرديش", spoken=spoken) for spoken in ("زُغْرُديش", "زَغْرَديش")]
    assert set(agreement.agreed(told)) == {"زُغْرُديش"}


def test_a_word_that_stands_outside_of_names_more_often_is_no_name() -> None:
    paragraphs = ["وعد زغرديش", "زغرديش وعد. وعد. وعد."]
    spans = [Span(paragraph=0, start=0, end=10), Span(paragraph=1, start=0, end=6), Span(paragraph=7, start=0, end=6)]
    assert agreement.named(spans, paragraphs) == {"زغرديش"}


def test_the_lam_of_a_listed_name_is_swallowed_by_the_letter_behind_it() -> None:
    class Doubtful(Unmarked):
        def diacritize(self, text: str) -> str:
            return text.replace("الل", "الِل")

    assert shadda_first("عَبْدِاللَّطِيف") in diacritize.text("عقد مع عبداللطيف.", Doubtful())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("زار عُمان", {"عمان": "عُمان"}),
        ("شكرًا جزيلًا", {}),
        ("قُتل ثم قَتل", {}),
        ("كتبَ", {}),
        ("المصوّرة", {"المصورة": "المصوّرة"}),
        ("بلا علامات", {}),
    ],
)
def test_a_tanwin_or_an_ending_is_no_reading_of_a_word(written: str, kept: dict[str, str]) -> None:
    assert dict(agreement.typed(written)) == kept
