"""Polls and quantities in articles of our own: which figures are answers, and to whose question."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from briefing.article.clean import clean
from briefing.editorial.choose import choose
from briefing.editorial.figures import survey
from briefing.editorial.report import as_json
from briefing.editorial.words import words
from briefing.model import Article, FigureKind, Segments

CASES = Path(__file__).parent.parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def article(text: str) -> Article:
    return Article(source="-", paragraphs=("خبر اليوم عن أمر ما", *text.split(" | ")))


def chosen(text: str) -> Segments:
    return choose(clean(article(text)))


def bare(name: str) -> str:
    """Return the words of a name, without the marks around them."""
    return " ".join(word.folded for word in words(name))


@pytest.mark.parametrize("row", rows("polls"), ids=lambda row: row["article"][:40])
def test_each_share_is_an_answer_to_the_poll_that_it_stands_in(row: dict[str, str]) -> None:
    figures = chosen(row["article"]).figures
    for wanted in row["figures"].split(" | "):
        value, kind, *maker = wanted.split(maxsplit=2)
        figure = next(one for one in figures if Decimal(value) in (one.value, one.value_max))
        assert figure.kind == kind
        if maker:
            assert bare(maker[0]) in bare(figure.pollster or "") or bare(figure.pollster or "-") in bare(maker[0])
        elif kind == FigureKind.POLL:
            # Polls in general name nobody: they are called what the article calls them.
            assert figure.pollster is None or "استطلاعات" in figure.pollster
    told = {Decimal(wanted.split()[0]) for wanted in row["figures"].split(" | ")}
    assert [one.text for one in figures if one.kind == FigureKind.POLL and one.value not in told] == []


@pytest.mark.parametrize("row", rows("quantities"), ids=lambda row: row["paragraph"])
def test_each_quantity_is_reported_and_names_and_dates_are_not(row: dict[str, str]) -> None:
    figures = survey(article(row["paragraph"]))[0]
    told = [(figure.value, str(figure.kind)) for figure in figures]
    wanted = [tuple(one.split()) for one in row["figures"].split(" | ") if one]
    assert {(Decimal(value), kind) for value, kind in wanted} <= set(told)
    assert wanted or not told


@pytest.mark.parametrize("row", rows("subjects"), ids=lambda row: row["paragraph"])
def test_what_a_figure_is_about_is_a_whole_phrase_or_nothing(row: dict[str, str]) -> None:
    figures = survey(article(row["paragraph"]))[0]
    assert (figures[0].subject or "") == row["subject"]


WHO = (
    "وأظهر استطلاع أجرته شركة يوغوف بالتعاون مع جامعة النهر لحساب مجلة الأفق ونشرته صحيفة البلاد أن "
    "48% يؤيدون الاتفاق. | "
    "وشمل الاستطلاع 1200 شخص بين 3 و7 مارس."
)


def test_a_poll_tells_everybody_behind_it() -> None:
    (poll,) = survey(article(WHO))[1]
    assert (poll.pollster, poll.partner) == ("شركة يوغوف", "جامعة النهر")
    assert (poll.sponsor, poll.publisher) == ("مجلة الأفق", "صحيفة البلاد")
    assert (poll.sample_size, poll.fieldwork) == (Decimal(1200), "3 و7 مارس")


def test_a_maker_that_nobody_knows_reaches_up_to_its_partner() -> None:
    text = "كشف استطلاع أجرته مبادرة نحن هنا بالتعاون مع موقع بيت.كوم أن 33% من الشباب عاطلون."
    (poll,) = survey(article(text))[1]
    assert (poll.pollster, poll.partner) == ("مبادرة نحن هنا", "موقع بيت.كوم")


def test_the_segments_show_each_poll_with_its_figures() -> None:
    text = article(WHO)
    (poll,) = as_json(text, choose(text))["polls"]
    assert poll | {"figures": ()} == {
        "pollster": "شركة يوغوف",
        "partner": "جامعة النهر",
        "sponsor": "مجلة الأفق",
        "publisher": "صحيفة البلاد",
        "population": None,
        "sample_size": 1200,
        "margin_of_error": None,
        "fieldwork": "3 و7 مارس",
        "figures": (),
    }
    assert [figure["value"] for figure in poll["figures"]] == [48]


def test_two_polls_of_one_article_are_never_mixed() -> None:
    text = (
        'أظهر استطلاع "أودوكسا" أن 61% يؤيدون القانون. | وأظهر استطلاع آخر أجراه معهد النيل أن 55% يؤيدونه. | '
        'وبحسب استطلاع "أودوكسا" يرفضه 39%.'
    )
    first, second = survey(article(text))[1]
    assert (first.pollster, [figure.value for figure in first.figures]) == ("أودوكسا", [61, 39])
    assert (second.pollster, [figure.value for figure in second.figures]) == ("معهد النيل", [55])


def test_a_study_becomes_a_poll_where_it_tells_that_people_were_asked() -> None:
    study = "أصدر مركز الأفق دراسة جديدة. | وارتفع الإنتاج 7%."
    assert survey(article(study))[1] == ()
    asked = "وفقا لمسح أجرته مؤسسة الأفق، تغير المزاج العام. | وقال 58% من المستطلعين إنهم متفائلون."
    (poll,) = survey(article(asked))[1]
    assert poll.pollster == "مؤسسة الأفق"


ODD = (
    *("حضر 12 من", "من 12", "ل😀 حضر 12", "استطلاع ل😀 أن 60% من", '"', "(", "%", "12 من أصل", "عدد", "ال5", "(5)"),
    *('استطلاع "', "استطلاع أجراه", 'استطلاع أجراه "', "استطلاع ل", "لل", "لـ", "وفق (", "٪", "استطلاع أجرته"),
)


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("form", ["{}", "قال {}", "{0} {0}", "{}."])
def test_garbled_text_gives_fewer_figures_and_never_fails(form: str, text: str) -> None:
    garbled = article(form.format(text))
    figures, polls = survey(garbled)
    assert all(garbled.at(figure.span) == figure.text for figure in figures)
    assert all(poll.figures for poll in polls)
