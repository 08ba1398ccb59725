"""Each sentence against the article: verbatim, but for a named edit, ours, or none of these."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.audit import Ground, Proof, Verdict, prove
from briefing.model import ChapterKind, Edit, EditRule, Role, Span
from briefing.provenance import Said
from tests.audit.stating import PARAGRAPHS, SHOW, at, ours, own, stated

REFUSES = "إن الحكومة لن تخفض الأجور هذا العام."
ASKS = 'وفي المقابل، قال رئيس النقابة سالم الحارثي: "لم نتلق أي ضمانات مكتوبة".'
QUOTE = "لم نتلق أي ضمانات مكتوبة"
WHOLE = "قالت وزيرة العمل ليلى منصور إن الحكومة لن تخفض الأجور هذا العام."
LAST = "ولم يحدد موعدا للإضراب."
SALIM, LAYLA = "سالم الحارثي", "ليلى منصور"


def proof(ground: Ground, *said: Said, number: int = 1) -> Proof:
    return prove(stated(*said), ground)[number - 1]


def edited(paragraph: int, text: str, written: str, *edits: Edit) -> Said:
    return replace(own(paragraph, text), written=written, edits=edits)


def edit(rule: EditRule, paragraph: int, removed: str, text: str = "") -> Edit:
    span = at(paragraph, removed)
    return Edit(rule=rule, start=span.start, end=span.end, text=text)


def test_the_articles_own_sentence_is_verbatim_however_it_is_spaced(ground: Ground) -> None:
    assert proof(ground, own(2, ASKS)).verdict is Verdict.VERBATIM
    assert proof(ground, replace(own(2, ASKS), written=ASKS.replace(" ", "  "))).verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("1200", "1300"),
        ("القرار", "القرار الجديد"),
        (" أن", ""),
        ("موظف.", "موظف، وفق مصادر."),
    ],
)
def test_another_word_or_figure_is_wrong(ground: Ground, was: str, now: str) -> None:
    text = "وأضافت أن القرار يشمل 1200 موظف."
    found = proof(ground, replace(own(1, text), written=text.replace(was, now)))
    assert (found.verdict, found.why) == (Verdict.WRONG, "is not what the article says there")


def test_a_negation_may_not_be_left_out(ground: Ground) -> None:
    assert proof(ground, replace(own(1, REFUSES), written=REFUSES.replace(" لن", ""))).verdict is Verdict.WRONG
    behind = own(1, "تخفض الأجور هذا العام.")
    assert proof(ground, behind).why == "begins in the middle of a sentence, behind 'لن'"
    # Said right before, it is heard.
    assert (
        proof(ground, own(1, "قالت وزيرة العمل ليلى منصور إن الحكومة لن"), behind, number=2).verdict is Verdict.VERBATIM
    )
    statement = edited(1, REFUSES, REFUSES.replace("لن ", ""), edit(EditRule.CONNECTOR, 1, "لن "))
    assert "is none" in proof(ground, statement).why
    statement = edited(1, REFUSES, REFUSES.replace("لن ", ""), edit(EditRule.BRACKET, 1, "لن "))
    assert "takes away 'لن'" in proof(ground, statement).why


@pytest.mark.parametrize("text", ["لن تخفض الأجور هذا العام.", "وأضافت أن القرار يشمل 1200"])
def test_a_sentence_is_not_cut_out_of_another(ground: Ground, text: str) -> None:
    assert "in the middle of a sentence" in proof(ground, own(1, text)).why


def test_nothing_is_said_twice(ground: Ground) -> None:
    assert proof(ground, own(1, WHOLE), own(2, LAST), own(1, WHOLE), number=3).why == "is said twice"


def test_a_headline_may_be_said_again_once_in_its_story(ground: Ground) -> None:
    def whys(*again: Said) -> list[str]:
        told = stated(own(1, WHOLE))
        heads = replace(told.chapters[0], kind=ChapterKind.HEADLINES)
        return [
            one.why
            for one in prove(
                replace(told, chapters=(heads, replace(heads, kind=ChapterKind.STORY, said=again))), ground
            )
        ]

    assert whys(own(1, WHOLE)) == ["", ""]
    assert whys(own(1, WHOLE), own(1, WHOLE)) == ["", "", "is said twice"]


def test_an_edit_has_to_be_one_that_the_desk_would_make(ground: Ground) -> None:
    made = edit(EditRule.CONNECTOR, 2, "وفي المقابل، ")
    said = edited(2, ASKS, ASKS[len("وفي المقابل، ") :], made)
    assert proof(replace(ground, edits=frozenset({(2, made)})), said).verdict is Verdict.EDITED
    assert "is none" in proof(replace(ground, edits=frozenset()), said).why


def test_a_place_that_is_none_or_inside_a_word_is_wrong(ground: Ground) -> None:
    for span in (
        Span(paragraph=9, start=0, end=1),
        Span(paragraph=1, start=5, end=999),
        Span(paragraph=1, start=5, end=5),
    ):
        assert "does not have" in proof(ground, replace(own(1, REFUSES), source=span)).why
    assert proof(ground, own(1, "حكومة لن تخفض")).why == "begins or ends inside a word"


@pytest.mark.parametrize(("removed", "rule"), [("وفي المقابل، ", EditRule.CONNECTOR), ("و", EditRule.CONNECTOR)])
def test_a_connector_from_the_list_may_be_left_out(ground: Ground, removed: str, rule: EditRule) -> None:
    statement = edited(2, ASKS, ASKS[len(removed) :], edit(rule, 2, removed))
    found = proof(ground, statement)
    assert (found.verdict, found.edits) == (Verdict.EDITED, (rule,))


def test_somebody_may_be_named_as_the_article_names_them_and_not_otherwise(ground: Ground) -> None:
    def naming(name: str) -> Said:
        start = at(2, "ولم يحدد").end
        added = Edit(rule=EditRule.ANTECEDENT, start=start, end=start, text=f" {name}")
        return edited(2, LAST, f"ولم يحدد {name} موعدا للإضراب.", added)

    assert proof(ground, naming("رئيس النقابة سالم الحارثي")).verdict is Verdict.EDITED
    for other in ("سعيد الحارثي", "رئيس النقابة سالم الحارثي الذي استقال أمس"):
        assert "is none" in proof(ground, naming(other)).why


def test_a_bracket_a_month_and_a_dateline_are_left_out_and_nothing_else_under_their_names() -> None:
    text = "بيروت (رويترز) - قالت ليلى منصور (42 عاماً) إن الاجتماع في تموز/ يوليو (مهم جدا) تأجل."
    ground = Ground(paragraphs=(text,))

    def removing(rule: EditRule, removed: str) -> Proof:
        start = text.index(removed)
        cut = Edit(rule=rule, start=start, end=start + len(removed), text="")
        said = Said(
            written=text.replace(removed, ""),
            spoken="",
            start_ms=0,
            end_ms=0,
            role=Role.NARRATOR,
            source=Span(paragraph=0, start=0, end=len(text)),
            edits=(cut,),
        )
        return prove(stated(said), ground)[0]

    for rule, removed in (
        (EditRule.BRACKET, " (42 عاماً)"),
        (EditRule.MONTH, "/ يوليو"),
        (EditRule.DATELINE, "بيروت (رويترز) - "),
    ):
        assert removing(rule, removed).verdict is Verdict.EDITED
    for rule, removed in (
        (EditRule.BRACKET, " (مهم جدا)"),
        (EditRule.MONTH, " ليلى"),
        (EditRule.DATELINE, "إن الاجتماع "),
        (EditRule.DATELINE, "بيروت (رويترز) - قالت"),
    ):
        assert "is none" in removing(rule, removed).why


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{SHOW}، نقلا عن صحيفة المدينة، بتاريخ 1 مارس 2026.", "opening_show_publication_dated"),
        ("يقرأ لكم هذا الموجز صوت اصطناعي.", "synthetic"),
        ("نسخة مصححة بتاريخ 3 مارس 2026.", "corrected"),
    ],
)
def test_a_sentence_of_ours_is_on_the_list(ground: Ground, text: str, name: str) -> None:
    ground = replace(ground, corrected="3 مارس 2026")
    found = proof(ground, ours(text), own(1, WHOLE))
    assert (found.verdict, found.link) == (Verdict.OURS, name)


@pytest.mark.parametrize(
    "text",
    [
        f"{SHOW}، نقلا عن صحيفة أخرى، بتاريخ 1 مارس 2026.",
        f"{SHOW}، بتاريخ 2 مارس 2026.",
        "الوزيرة استقالت أمس.",
        "يقرأ لكم هذا الموجز صوت اصطناعي، وهذا مهم.",
        "نسخة مصححة بتاريخ اليوم: استقالت الوزيرة.",
    ],
)
def test_a_sentence_of_nobodys_is_wrong(ground: Ground, text: str) -> None:
    assert proof(ground, ours(text), own(1, WHOLE)).verdict is Verdict.WRONG


def test_a_sentence_of_ours_in_the_wrong_place_is_wrong(ground: Ground) -> None:
    opening, closing = ours(f"{SHOW}."), ours("انتهى الموجز.")
    assert "middle of the story" in proof(ground, own(1, WHOLE), opening, own(2, LAST), number=2).why
    assert "middle of the story" in proof(ground, closing, own(1, WHOLE)).why
    assert proof(ground, own(1, WHOLE), closing, number=2).verdict is Verdict.OURS


def test_whoever_is_said_to_speak_is_the_one_whose_words_follow_and_once(ground: Ground) -> None:
    says = ours(f"وقال {SALIM}:")
    quote = own(2, QUOTE, role=Role.QUOTE, speaker=SALIM)
    assert proof(ground, says, quote).link == "says_masculine"
    assert "another" in proof(ground, ours(f"وقالت {LAYLA}:"), quote).why
    assert "nobody's words follow" in proof(ground, says, own(2, LAST)).why
    assert "nobody's words follow" in proof(ground, says, says, quote).why
    assert "is given to somebody" in proof(ground, replace(says, speaker=SALIM), quote).why


def test_a_house_may_say_it_in_its_own_words_with_what_is_known(ground: Ground) -> None:
    house = {"opening": "هنا {show}، بتاريخ {date}، عن {publication}.", "synthetic": "الصوت مولد آليا."}
    ground = replace(ground, wording=house)
    for text in (f"هنا {SHOW}، بتاريخ 1 مارس 2026، عن صحيفة المدينة.", "الصوت مولد آليا."):
        assert proof(ground, ours(text), own(1, WHOLE)).verdict is Verdict.OURS
    undated = prove(stated(ours(f"هنا {SHOW}، عن صحيفة المدينة."), own(1, WHOLE), dated=""), replace(ground, dated=""))
    assert undated[0].verdict is Verdict.OURS
    assert len(PARAGRAPHS) == len(ground.paragraphs)
