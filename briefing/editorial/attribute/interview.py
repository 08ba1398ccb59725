"""Interviews: questions and answers that paragraphs open with a label for, and the guest who answers.

An article is one where the questions of one pair of labels (`data/ar/editorial/interview_labels.tsv`) are followed by
answers at least twice; a single dash or star is a list. The guest is whom headline and first paragraph name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.editorial.headline import body
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.entities import Entities, Entity
    from briefing.model import Article

# Once may be a slip or a list of two; an interview asks twice.
_FEWEST_ANSWERS = 2
_LEAD = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One question or answer: code points `start` to `end` of a paragraph, without its label."""

    paragraph: int
    start: int
    end: int
    answers: bool


def turns(article: Article) -> tuple[Turn, ...]:
    """Return the questions and answers of an interview in order, nothing for any other article."""
    paragraphs = body(article)
    for question, answer in _labels():
        found = [turn for number in paragraphs if (turn := _turn(article, number, question, answer))]
        if _alternates(found):
            return tuple(found)
    return ()


def guest(entities: Entities) -> Entity | None:
    """Return who is interviewed: the person whom headline or first paragraph names, of several whom both name."""
    named = [one for one in entities.all if one.kind == "person" and one.told and one.told[0][0] < _LEAD]
    return min(named, key=lambda one: one.told[0], default=None)


def _turn(article: Article, number: int, question: re.Pattern[str], answer: re.Pattern[str]) -> Turn | None:
    text = article.paragraphs[number]
    for pattern, answers in ((question, False), (answer, True)):
        match = pattern.match(text)
        if match and match.end() < len(text.rstrip()):
            return Turn(number, match.end(), len(text.rstrip()), answers)
    return None


def _alternates(found: Sequence[Turn]) -> bool:
    """Say whether answers stand behind questions, as often as an interview has them."""
    answered = sum(not one.answers and other.answers for one, other in pairwise(found))
    return answered >= _FEWEST_ANSWERS


@cache
def _labels() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    rows = read_table(data("ar", "editorial", "interview_labels.tsv"), ("question", "answer"))
    return tuple((_opening(row["question"]), _opening(row["answer"])) for row in rows)


def _opening(label: str) -> re.Pattern[str]:
    """Match a label at the start of a paragraph: a word with a colon or a dash behind it, a sign as it is."""
    sign = not label[0].isalnum()
    return re.compile(
        rf"\s*{re.escape(label)}\s*" if sign else rf"\s*{re.escape(label)}\s*\d*\s*[:\-\N{{EN DASH}}/]\s*"
    )
