"""Whatever an editor clicks, in whatever order: no page fails, and all of it can be taken back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from briefing.narration import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml import html

    from .conftest import Answer, Visitor

STEPS = 120
SCREENS = ("", "", "/words/{number}?word={word}", "/words/{number}?word={word}", "/numbers", "/publish")
SECOND = """افتتاح سوق الخضار في الحي الغربي

افتتحت البلدية سوق الخضار في الحي الغربي أمس، وحضر الافتتاح 300 تاجر من المدينة وجوارها.

وقال رئيس اتحاد التجار ماجد النجار إن الإيجارات ستبقى كما كانت سنتين، وقالت نائبته هدى الكيلاني: "لم نطلب أكثر من ذلك".

تابعونا على مواقع التواصل
"""


@pytest.fixture(autouse=True)
def _own_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    lexicon.forget()
    yield
    lexicon.forget()


def filled(form: html.FormElement, chance: random.Random) -> tuple[str, dict[str, str]]:
    """Fill a form in at random, and press one of its buttons; return where it goes, with what."""
    values: dict[str, str] = {}
    for field in form.xpath(".//input[@name] | .//select[@name]"):
        name = field.get("name")
        if field.tag == "select":
            values[name] = chance.choice(field.value_options)
        elif field.get("type") != "radio" or name not in values or chance.random() < 0.5:
            values[name] = field.get("value") or ""
    if "own" in values:
        values["own"] = chance.choice(("", "", f"{values['text']}\u064e", "كَتَبَ", "abc"))
    button = chance.choice(form.xpath(".//button"))
    if button.get("name"):
        values[button.get("name")] = button.get("value")
    return button.get("formaction") or form.get("action"), values


def holds(answer: Answer) -> Answer:
    assert answer.status in {200, 303, 404, 409, 422}
    assert "fault of ours" not in answer.body.decode()
    return answer


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_that_can_be_clicked_breaks_and_all_is_taken_back(
    open_studio: Callable[..., Visitor], news: Path, seed: int
) -> None:
    (news / "market.txt").write_text(SECOND, encoding="utf-8")
    visitor, chance = open_studio(), random.Random(seed)  # noqa: S311 - no secret
    articles = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    for _ in range(STEPS):
        screen = chance.choice(SCREENS).format(number=chance.randrange(9), word=chance.randrange(12))
        seen = holds(visitor.ask(f"{chance.choice(articles)}{screen}"))
        if seen.status == 200 and seen.page.forms:
            answer = holds(visitor.send(*filled(chance.choice(seen.page.forms), chance)))
            if answer.status == 303:
                holds(visitor.ask(answer.headers["location"].partition("#")[0]))
    decided = news / "corrections.toml"
    assert decided.is_file()
    for article in articles:
        while not (page := visitor.ask(article)).page.xpath("//form[@id='again']/button[1][@aria-disabled]"):
            holds(visitor.submit(page, "/undo"))
    assert not decided.exists()
    assert lexicon.own() == []
