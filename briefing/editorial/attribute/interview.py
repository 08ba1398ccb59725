"""Interviews: questions and answers, and the guest who answers.

Of three forms, each with two answers at least: paragraphs that open with a pair of labels (`interview_labels.tsv` of
`data/ar/editorial`); paragraphs that open with the names of two who speak by turns; and, where the article says that it
talked with somebody (`interview_words.tsv`), or has a person's words for its headline, paragraphs that only ask. A
single dash or star is a list. The guest is whom the label names, else whom headline and first paragraphs name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from briefing.arabic import vocabulary
from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, NOON, QUESTION_MARK, WAW
from briefing.arabic.words import Part, parts
from briefing.editorial.headline import body
from briefing.editorial.wordlists import phrases
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.entities import Entities, Entity
    from briefing.model import Article

# Once may be a slip or a list of two; an interview asks twice.
_FEWEST_ANSWERS = 2
# Without a word for it only an article that asks on and on is one: an explainer has a headline of another kind.
_FEWEST_QUESTIONS = 3
_LEAD = 2
_LONGEST_LABEL_WORDS = 4
_NAMED = re.compile(r"\s*(?P<name>[^\W\d_][^:.!?,\n\u060c\u061b\u061f\"\u00ab]{1,38})\s*:\s*(?=\S)")
# Half of the turns of one who asks are questions; one who answers asks back now and then.
_ASKS = 0.5
_LONGEST_QUESTION_WORDS = 60
_WORD = re.compile(r"\w+")
_OUR, _SHORTEST_OURS = NOON + ALEF, 5
_FEWEST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One question or answer: code points `start` to `end` of a paragraph, without its label.

    `name` is how labels or the headline name the guest, "" where none do; `whole` says that nobody else may be meant.
    """

    paragraph: int
    start: int
    end: int
    answers: bool
    name: str = ""
    whole: bool = False


def turns(article: Article) -> tuple[Turn, ...]:
    """Return the questions and answers of an interview in order, nothing for any other article."""
    paragraphs = body(article)
    for question, answer in _labels():
        found = [turn for number in paragraphs if (turn := _turn(article, number, question, answer))]
        if _alternates(found):
            return tuple(found)
    for found in (_by_names(article, paragraphs), _by_questions(article, paragraphs)):
        if _alternates(found):
            return tuple(found)
    return ()


def guest(entities: Entities, turn: Turn) -> Entity | None:
    """Return who is interviewed: whom the label names, else the first person whom headline or lead names.

    A label that is a whole name is nobody else's.
    """
    told = [one for one in entities.all if one.told]
    people = [one for one in told if one.kind == "person"]
    words = set(_WORD.findall(fold(turn.name)))
    labelled = [one for one in people if words & one.words]
    if turn.whole and not labelled:
        return None
    # "The novelist" answers where nobody has a name.
    known = people or [one for one in told if one.kind == "role"]
    return min(labelled or [one for one in known if one.told[0][0] < _LEAD], key=_first_told, default=None)


def _first_told(entity: Entity) -> tuple[int, int]:
    return entity.told[0]


def _turn(article: Article, number: int, question: re.Pattern[str], answer: re.Pattern[str]) -> Turn | None:
    text = article.paragraphs[number]
    for pattern, answers in ((question, False), (answer, True)):
        match = pattern.match(text)
        if match and match.end() < len(text.rstrip()):
            return Turn(number, match.end(), len(text.rstrip()), answers)
    return None


def _by_names(article: Article, paragraphs: Sequence[int]) -> list[Turn]:
    """Return the turns of paragraphs that open with two names by turns, of which one asks."""
    found = {number: match for number in paragraphs if (match := _NAMED.match(article.paragraphs[number]))}
    said = Counter(match["name"].strip() for match in found.values())
    both = [name for name, count in said.most_common(2) if count >= _FEWEST_ANSWERS]
    if len(both) < _FEWEST_ANSWERS or any(len(name.split()) > _LONGEST_LABEL_WORDS for name in both):
        return []
    asked = Counter(match["name"].strip() for number, match in found.items() if _asks(article.paragraphs[number]))
    host, answering = sorted(both, key=lambda name: asked[name] / said[name], reverse=True)
    if asked[host] < _ASKS * said[host] or asked[answering] >= _ASKS * said[answering]:
        return []
    return [
        Turn(number, match.end(), len(article.paragraphs[number].rstrip()), name == answering, answering)
        for number, match in found.items()
        if (name := match["name"].strip()) in both
    ]


def _by_questions(article: Article, paragraphs: Sequence[int]) -> list[Turn]:
    """Return the turns of an article that says of itself that it talked with somebody: what asks, and what follows."""
    questions = [number for number in paragraphs if _asks(article.paragraphs[number])]
    if len(questions) < _FEWEST_ANSWERS:
        return []
    before = [0, *(number for number in paragraphs if number < questions[0])]
    opening = " ".join(article.paragraphs[number] for number in islice(before, _LEAD + 1))
    said = _WORD.findall(fold(opening))
    told = not phrases("interview_words").isdisjoint((*said, *(word.removeprefix(WAW) for word in said)))
    answers = [article.paragraphs[number] for number in paragraphs if number > questions[0] and number not in questions]
    name = _speaker_of(article.paragraphs[0])
    speaks = bool(name) and len(questions) >= _FEWEST_QUESTIONS and _answers(name, answers)
    if not told and not speaks:
        return []
    return [
        Turn(number, 0, len(article.paragraphs[number].rstrip()), number not in questions, " ".join(name), whole=speaks)
        for number in paragraphs
        if number >= questions[0]
    ]


def _speaker_of(headline: str) -> list[str]:
    """Return the name of the person whose words a headline gives, "the director Lina Sabbagh: I sold my car"."""
    label = _NAMED.match(headline)
    name = _WORD.findall(label["name"]) if label and not _asks(headline) else []
    return name if len(name) >= _FEWEST_NAMES else []


def _answers(name: Sequence[str], answers: Sequence[str]) -> bool:
    """Say whether it is a person who answers: they do not name themselves, and say "we" where no given name tells."""
    if any(name[-1] in _WORD.findall(text) for text in answers):
        return False
    return not vocabulary.given_names().isdisjoint(name) or sum(map(_says_we, answers)) > len(answers) * _ASKS


def _says_we(text: str) -> bool:
    return any(map(is_ours, _WORD.findall(text)))


def is_ours(word: str) -> bool:
    """Say whether a word ends in "we" or "our", and not in a noun's own letter with the ending of its case."""
    ours = word.endswith(_OUR) and len(word) >= _SHORTEST_OURS
    return ours and bool(parts(fold(word.removesuffix(_OUR)))) and not parts(fold(word[:-1])) & Part.NOUN


def _asks(text: str) -> bool:
    return text.rstrip().endswith(QUESTION_MARK) and len(text.split()) <= _LONGEST_QUESTION_WORDS


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
