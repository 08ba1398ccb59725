from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editorial.figures import survey
from briefing.model import Article, FigureKind
from tests.editorial.cases import rows


def _article(text: str) -> Article:
    return Article(source="-", paragraphs=("عنوان الخبر", *text.split(" | ")))


@pytest.mark.parametrize("row", [row for row in rows("figures") if row.get("value")], ids=lambda row: row["text"])
def test_a_quantity_is_read_with_its_value_unit_and_kind(row: dict[str, str]) -> None:
    article = _article(row["text"])
    found, _ = survey(article)
    figure = next((one for one in found if one.value == Decimal(row["value"])), None)
    assert figure is not None, [one.value for one in found]
    assert figure.value_max == (Decimal(row["value_max"]) if row["value_max"] else None)
    assert (figure.unit, figure.kind) == (row["unit"], FigureKind(row["kind"]))
    assert article.at(figure.span) == figure.text


@pytest.mark.parametrize("row", [row for row in rows("figures") if not row.get("value")], ids=lambda row: row["text"])
def test_years_dates_ages_ranks_and_names_are_no_figures(row: dict[str, str]) -> None:
    assert survey(_article(row["text"]))[0] == ()


POLL = (
    "وأظهر استطلاع للرأي أجراه معهد الأفق لصالح صحيفة النهر أن 54 في المئة من الناخبين يؤيدون الاتفاق، "
    "مقابل 31 في المئة. | "
    "وشمل الاستطلاع 1200 شخص في الفترة من 3 إلى 7 مارس، بهامش خطأ يبلغ 2.5 نقطة مئوية. | "
    "وفي استطلاع آخر نشرته قناة المدينة حصل المرشح على 44%. | "
    "وأجرت مؤسسة نون هذا الاستطلاع بين 900 ناخب الأسبوع الماضي."
)


def test_a_poll_is_told_with_who_asked_whom_and_when() -> None:
    _, polls = survey(_article(POLL))
    first, second = polls
    assert (first.pollster, first.sponsor, first.population) == ("معهد الأفق", "صحيفة النهر", "الناخبين")
    assert (first.sample_size, first.margin_of_error) == (Decimal(1200), Decimal("2.5"))
    assert first.fieldwork == "3 إلى 7 مارس"
    assert [figure.value for figure in first.figures] == [Decimal(54), Decimal(31)]
    # The pollster of the second stands a sentence later.
    assert (second.pollster, second.sample_size, second.fieldwork) == ("مؤسسة نون", Decimal(900), "الأسبوع الماضي")


def test_the_same_poll_keeps_its_pollster_and_a_vote_is_no_poll() -> None:
    text = (
        "أظهر استطلاع أجراه مركز الضوء أن 40% يرفضون القانون. | ومنح الاستطلاع نفسه الحزب 22%. | "
        "وفاز الحزب بنسبة 35% من أصوات الناخبين."
    )
    found, _ = survey(_article(text))
    assert [(figure.kind, figure.pollster) for figure in found] == [
        (FigureKind.POLL, "مركز الضوء"),
        (FigureKind.POLL, "مركز الضوء"),
        (FigureKind.VOTE, None),
    ]


@given(st.text(alphabet="0123456789٠٥.,٫٪%ر /-و ألفمليون\n", max_size=60))
def test_any_digits_give_figures_that_slice_to_their_text(text: str) -> None:
    article = Article(source="-", paragraphs=("عنوان", text))
    for figure in survey(article)[0]:
        assert article.at(figure.span) == figure.text
        assert figure.value_max is None or figure.value < figure.value_max
