"""What an editor wants told is told, what is left out is not, and who is chosen speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.editorial.choose import choose
from briefing.editorial.running_order import possible_edits
from briefing.editorial.script import write
from briefing.model import Article, Correction, CorrectionKind, Gender, Reality, Role, Script, Voice
from briefing.narration.casting import cast

HEADLINE = "البلدية تؤجل افتتاح الجسر الجديد"
PARAGRAPHS = (
    "أعلنت بلدية المدينة تأجيل افتتاح الجسر الجديد إلى شهر مارس المقبل، بعد أن اعترض سكان الحي الشرقي على المسار.",
    'وقالت رئيسة البلدية ليلى منصور في مؤتمر صحفي: "سنستمع إلى السكان قبل أن نفتح الجسر، ولن نغير الموعد مرة أخرى".',
    'وقال المهندس سالم الحارثي: "العمل في الجسر انتهى كله، وبقي الطريق الذي يصل إليه من جهة الحي".',
    "وكان سكان الحي قد نظموا وقفة أمام مبنى البلدية الأسبوع الماضي، وطالبوا بنقل الطريق بعيدا عن المدرسة.",
    "وتبلغ كلفة الجسر 45 مليون دولار، دفعت الحكومة نصفها، وجمعت البلدية النصف الآخر من رسوم البناء في عشر سنوات.",
    "ومن المقرر أن يجتمع المجلس البلدي يوم الأحد لبحث المسار البديل الذي اقترحه سكان الحي الشرقي في رسالتهم.",
    "وزرعت البلدية ألف شجرة على ضفتي النهر، وأقامت حديقة صغيرة عند مدخل الجسر من جهة المدينة القديمة.",
)
ARTICLE = Article(source="-", paragraphs=(HEADLINE, *PARAGRAPHS))
TREES, COUNCIL, LEAD, ENGINEER = (
    "وزرعت البلدية ألف شجرة",
    "ومن المقرر أن يجتمع",
    "أعلنت بلدية المدينة",
    "العمل في الجسر انتهى",
)


def decided(*decisions: Correction) -> Article:
    return replace(ARTICLE, corrections=decisions)


def decide(kind: CorrectionKind, text: str, to: str = "") -> Correction:
    return Correction(kind=kind, text=text, to=to)


def script(article: Article, length: str = "short") -> Script:
    return write(article, choose(article), length)


def told(article: Article, length: str = "short") -> str:
    return " | ".join(said.written for said in script(article, length).utterances if said.source)


def test_what_is_wanted_is_told_however_little_it_is_worth() -> None:
    assert "ألف شجرة" not in told(ARTICLE)
    assert "ألف شجرة" in told(decided(decide(CorrectionKind.TELL, TREES)))


@pytest.mark.parametrize("length", ["short", "standard", "full", "whole"])
def test_what_is_left_out_is_told_in_no_length(length: str) -> None:
    assert "سنستمع إلى السكان" not in told(decided(decide(CorrectionKind.LEAVE, "سنستمع إلى السكان")), length)


def test_the_lead_can_be_left_out_too() -> None:
    found = told(decided(decide(CorrectionKind.LEAVE, LEAD)))
    assert "أعلنت بلدية" not in found
    assert found


@pytest.mark.parametrize("length", ["short", "standard", "whole"])
def test_what_is_to_come_first_does(length: str) -> None:
    led = script(decided(decide(CorrectionKind.LEAD, COUNCIL)), length)
    first, *_ = (said for said in led.utterances if said.source and said.source.paragraph)
    assert "يجتمع المجلس البلدي" in first.written


def test_left_out_wins_over_told() -> None:
    both = decided(
        decide(CorrectionKind.TELL, TREES), decide(CorrectionKind.LEAVE, TREES), decide(CorrectionKind.LEAD, TREES)
    )
    assert "ألف شجرة" not in told(both, "full")


def test_what_does_not_stand_there_changes_nothing() -> None:
    gone = decided(decide(CorrectionKind.LEAVE, "كلام لم يقله أحد"), decide(CorrectionKind.LEAD, "ولا هذا"))
    assert told(gone) == told(ARTICLE)


def test_all_may_be_left_out_and_the_headline_remains() -> None:
    nothing = decided(*(decide(CorrectionKind.LEAVE, text) for text in PARAGRAPHS))
    assert told(nothing) == HEADLINE


def test_the_edits_that_an_audit_allows_are_those_of_every_sentence() -> None:
    left = decided(decide(CorrectionKind.LEAVE, COUNCIL))
    assert possible_edits(left, choose(left)) == possible_edits(ARTICLE, choose(ARTICLE))


def speakers(article: Article) -> dict[str, str | None]:
    return {quote.text[:12]: quote.speaker for quote in choose(article).quotes}


def test_who_is_chosen_speaks_with_voice_and_gender() -> None:
    chosen = decided(decide(CorrectionKind.SPEAKER, ENGINEER, "ليلى منصور"), decide(CorrectionKind.TELL, ENGINEER))
    (quote,) = (one for one in choose(chosen).quotes if one.text.startswith("العمل"))
    assert (quote.speaker, quote.gender, quote.margin, quote.because) == (
        "ليلى منصور",
        Gender.FEMININE,
        1.0,
        ("editor",),
    )
    assert quote.reality is Reality.SAID
    said = script(chosen, "standard")
    voice = Voice(name="v", title="", synthesizer="silence", cast={Role.WOMAN: {}, Role.QUOTE: {}})
    readers = {one.written[:5]: reader for one, reader in zip(said.utterances, cast(said, voice), strict=True)}
    assert readers["العمل"] is Role.WOMAN


def test_nobody_may_be_chosen_and_then_the_newsreader_tells_it() -> None:
    nobody = decided(decide(CorrectionKind.SPEAKER, ENGINEER), decide(CorrectionKind.TELL, ENGINEER))
    assert speakers(nobody)["العمل في الج"] is None
    assert all(said.role is not Role.QUOTE for said in script(nobody).utterances if "العمل في الجسر" in said.written)


def test_whom_the_article_does_not_name_cannot_be_chosen() -> None:
    assert speakers(decided(decide(CorrectionKind.SPEAKER, ENGINEER, "فهد الراشد"))) == speakers(ARTICLE)
