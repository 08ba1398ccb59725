"""Hamzas that the writer left out: put back for the voice, nowhere else."""

from __future__ import annotations

from functools import cache

import pytest

from briefing import plugins
from briefing.arabic import shadda_first
from briefing.model import Chapter, ChapterKind, Headline, Piece, Script, Segments, Span, Utterance
from briefing.narration import respell
from briefing.narration.diacritizers.ensemble import Ensemble


@cache
def diacritizer() -> plugins.Diacritizer:
    return plugins.diacritizer("ensemble")


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("اعلنت الشركة ان الارباح ارتفعت", "أعلنت الشركة أن الأرباح ارتفعت"),
        ("انتقل اللاعب الى نادي الاتحاد", "انتقل اللاعب إلى نادي الاتحاد"),
        ("استقال امين الحزب واكد انه باق", "استقال أمين الحزب وأكد أنه باق"),
    ],
)
def test_a_writer_who_leaves_hamzas_out_is_spelled_for_the_voice(written: str, spelled: str) -> None:
    assert respell.text(written, diacritizer()) == spelled


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("قال إن الاستثمارات في افريقيا ارتفعت", "قال إن الاستثمارات في أفريقيا ارتفعت"),
        ("أكد أن بلاده عضو في الاتحاد الاوروبي", "أكد أن بلاده عضو في الاتحاد الأوروبي"),
        ("أعلن الاتحاد الافريقي أن القمة ستعقد غدا", "أعلن الاتحاد الأفريقي أن القمة ستعقد غدا"),
        ("وصل الوفد الى المطار أول أمس", "وصل الوفد إلى المطار أول أمس"),
        ("أعلنت الشركة ان الأرباح ارتفعت", "أعلنت الشركة أن الأرباح ارتفعت"),
    ],
)
def test_a_hamza_that_slipped_is_spelled_for_the_voice(written: str, spelled: str) -> None:
    assert respell.text(written, diacritizer()) == spelled


@pytest.mark.parametrize(
    "written",
    [
        "أعلن أن الاتحاد والانتخابات والاقتصاد أولوية إدارته",
        "أكد أنه اجتمع باثنين من أعضاء اللجنة واتفق معهم",
        "أعلن أن ابن الأمير واسم أخيه أدرجا في القائمة",
        "أضاف أن المبنى انهار أمس وأن السقف انكسر",
        "لقراءة المزيد من أخبارنا اضغط هنا",
        "أعلن أن اِفريقيا أولوية إدارته",
    ],
)
def test_what_needs_no_hamza_or_carries_marks_is_left_alone(written: str) -> None:
    assert respell.text(written, diacritizer()) == written


def test_where_no_word_needs_a_hamza_the_networks_are_not_asked() -> None:
    class Asked(Ensemble):
        def respell(self, text: str) -> str:
            raise AssertionError(text)

    assert respell.text("أعلن أن الاتحاد أولوية إدارته", Asked()) == "أعلن أن الاتحاد أولوية إدارته"


def test_a_word_that_carries_marks_keeps_its_letters() -> None:
    assert respell.text("قال اِنَّ الامر انتهى", diacritizer()) == shadda_first("قال اِنَّ الأمر انتهى")


def test_a_diacritizer_that_cannot_spell_changes_nothing() -> None:
    assert respell.text("اعلنت الشركة", plugins.diacritizer("none")) == "اعلنت الشركة"


def script(*utterances: Utterance) -> Script:
    chapter = Chapter(kind=ChapterKind.LEAD, title="", utterances=utterances)
    headline = Headline(text="", span=Span(paragraph=0, start=0, end=0))
    return Script(title="", chapters=(chapter,), segments=Segments(headline=headline))


def utterance(spoken: str, source: Span | None) -> Utterance:
    half = spoken.index(" ")
    pieces = (
        Piece(start=0, end=half, spoken=spoken[:half]),
        Piece(start=half, end=len(spoken), spoken=spoken[half:]),
    )
    return Utterance(written=spoken, spoken=spoken, source=source, pieces=pieces)


def test_an_utterance_and_its_pieces_are_spelled_alike_and_the_written_text_stays() -> None:
    said = utterance("اعلنت الشركة ان الارباح ارتفعت", Span(paragraph=0, start=0, end=30))
    ours = utterance("الان التفاصيل", None)
    first, second = respell.script(script(said, ours), diacritizer()).chapters[0].utterances
    assert first.spoken == "أعلنت الشركة أن الأرباح ارتفعت"
    assert "".join(piece.spoken for piece in first.pieces) == first.spoken
    assert first.written == said.written
    assert second == ours


def test_one_article_has_one_writer() -> None:
    spelled = [utterance("أعلنت إدارة الشركة أن أرباح العام", Span(paragraph=0, start=0, end=33)) for _ in range(2)]
    short = utterance("قال انهار السد", Span(paragraph=1, start=0, end=14))
    assert respell.script(script(*spelled, short), diacritizer()) == script(*spelled, short)


def test_a_slip_is_mended_in_an_utterance_and_its_pieces() -> None:
    spelled = utterance("أعلنت إدارة الشركة أن أرباح العام", Span(paragraph=0, start=0, end=33))
    slip = utterance("عاد الوفد الى افريقيا", Span(paragraph=1, start=0, end=21))
    (_, mended) = respell.script(script(spelled, slip), diacritizer()).utterances
    assert mended.spoken == "".join(piece.spoken for piece in mended.pieces) == "عاد الوفد إلى أفريقيا"
    assert mended.written == slip.written
