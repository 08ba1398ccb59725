"""Hamzas that the writer left out: put back for the voice, nowhere else."""

from __future__ import annotations

from functools import cache

import pytest

from briefing import plugins
from briefing.arabic import shadda_first
from briefing.model import Chapter, ChapterKind, Headline, Piece, Script, Segments, Span, Utterance
from briefing.narration import respell


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


def test_a_writer_who_spells_them_is_left_alone() -> None:
    written = "أعلنت الشركة ان الأرباح ارتفعت"
    assert respell.text(written, diacritizer()) == written


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
    short = utterance("قال ان الامر", Span(paragraph=1, start=0, end=12))
    assert respell.script(script(*spelled, short), diacritizer()) == script(*spelled, short)
