"""Paragraphs that are furniture of the house and not the story, by a small linear model over what a line shows.

What a call, a notice or a credit says is said in other words by each house; how it looks, where it stands, what it
talks about and that the rest of the text does not talk about it is much the same everywhere. Each paragraph has
features with names; their weights are data (`furniture_weights.tsv`), made by `benchmarks/furniture.py --train` from
lines of both kinds. What stands next to it counts too: furniture stands together.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import SEEN
from briefing.arabic.stems import light
from briefing.arabic.words import Part, parts
from briefing.article.teasers import heads, is_joined
from briefing.article.words import has_end
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

# In the logarithm of the odds. On a page, whose elements have told most of it already, a line has to look worse.
MARGIN, MARGIN_ON_PAGE = 0.0, 1.2
# A sentence is the story's unless its words speak for furniture by so much.
LEAST_SAID = 2.0
_SENTENCE_WORDS, _LONG_WORDS = 4, 15
# What is left has to be a story: so many paragraphs that are sentences of so many words.
_LEAST_STORY, _STORY_WORDS = 2, 6
_LONGEST_HEADING_WORDS, _UNDER = 6, 2
# A neighbour speaks for "story" or "furniture" by no more than this.
SUREST = 4.0
# No house has furniture longer than this, and no expression looks at more.
_LONGEST_WORDS, _LONGEST_CHARS = 60, 500
_FEWEST_STEM_LETTERS = 3
_LENGTHS = (1, 2, 4, 8, 15, 30)
_EDGE = 3
_TALKED_OF = (0.0, 0.2, 0.5)
_SHAPES = {
    "address": re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|net|org|info|news|tv|example|me|ly)\b|\S+@\S+\.\w"),
    "handle": re.compile(r"(?<!\w)@\w"),
    "tag": re.compile(r"#\w"),
    "clock": re.compile(r"\d{1,2}:\d{2}"),
    "date": re.compile(r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|\b(?:19|20)\d\d\b|[\u0660-\u0669]{4}"),
    "counter": re.compile(r"(?<!\d)\d{1,2}/\d{1,2}(?!\d)"),
    "bar": re.compile(r"[|\u2022\u00b7\u00bb\u203a\u2190\u2192>\u25ba\u25b6]"),
    "brackets": re.compile(r"^\W*[(\[{]|[)\]}]\W*$"),
    "rule": re.compile(r"[-\u2013\u2014_=*\u0640.]{2,}"),
    "colon": re.compile(r":"),
    "ends in a colon": re.compile(r":\W*$"),
    "latin": re.compile(r"[A-Za-z]{2,}"),
    "quotation": re.compile('[\u00ab\u201c"]'),
    "picture": re.compile("[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u00a9]"),
    "digits": re.compile(r"\d"),
    "call": re.compile(r"!"),
    "question": re.compile(r"[?\u061f]"),
    "initials": re.compile(r"(?:^|[\s(/-])\w{1,2}(?:[/.\s]\w{1,2}){1,3}\W*$"),
    "dash first": re.compile(r"^\s*[-\u2013\u2014\u2022*]"),
    "comma": re.compile(r"[,\u060c]"),
    "speaker": re.compile(r"^\W*\w+(?:\s\w+){0,2}\s?:\s\w"),
}


def furniture(
    paragraphs: Sequence[str], found: Sequence[Sequence[str]], skip: Collection[int] = (), margin: float = MARGIN
) -> Iterator[int]:
    """Yield the paragraphs that are furniture. `found` are the words of each; those in `skip` are known for it.

    The headline, at 0, is the story's whatever it says; where no story stands beside it, nothing is furniture.
    """
    sentences = {number for number, text in enumerate(paragraphs) if _is_sentence(text, found[number])}
    # A sentence is the story's, and needs no closer look: that is most of a text.
    scores = [_weighed(one) if one else -SUREST for one in features(paragraphs, found, sentences)]
    likely = [
        number
        for number in range(1, len(paragraphs))
        if number not in skip and number not in sentences
        if scores[number] + _weighed(beside(scores, number, skip)) > margin
        if not _is_heading(paragraphs, found, number)
    ]
    likely = list(_without_lists(paragraphs, likely))
    left = {*range(1, len(paragraphs))} - {*likely, *skip}
    story = sum(has_end(paragraphs[number]) and len(found[number]) >= _STORY_WORDS for number in left)
    yield from likely if story >= _LEAST_STORY else ()


def _without_lists(paragraphs: Sequence[str], likely: Sequence[int]) -> Iterator[int]:
    """Yield what is no line of a list: one without a stop, under a line of the story that ends in a colon."""
    listed = False
    for number in range(1, len(paragraphs)):
        found = number in likely
        listed = listed and not has_end(paragraphs[number])
        if found and not listed:
            yield number
        listed = listed or (not found and paragraphs[number].rstrip().endswith(":"))


def _is_heading(paragraphs: Sequence[str], found: Sequence[Sequence[str]], number: int) -> bool:
    """Say whether a paragraph is a heading of the story: that looks like furniture, but what follows says the same."""
    meant = any(len(word) > _FEWEST_STEM_LETTERS for word in found[number])
    under = paragraphs[number + 1 : number + 1 + _UNDER]
    return meant and len(found[number]) <= _LONGEST_HEADING_WORDS and heads(paragraphs[number], under)


def _is_sentence(text: str, found: Sequence[str]) -> bool:
    """Say whether a paragraph is a sentence whose words do not speak for furniture, wherever it stands.

    It has a stop, is joined to what stands before it, or begins with a verb of what will be: calls are verbs too.
    """
    if not found:
        return False
    ended = has_end(text) and len(set(found)) >= _SENTENCE_WORDS
    joined = is_joined(text)
    if ended and joined and len(found) >= _LONG_WORDS:
        # "And he said that ...": the more words, the more of them furniture has too; what goes on is the story.
        return True
    if len(text) > _LONGEST_CHARS or _weighed(_said([light(word) for word in found])) >= LEAST_SAID:
        return False
    return ended or joined or _tells_what_will_be(text)


def _tells_what_will_be(text: str) -> bool:
    first = fold(next(iter(text.split()), ""))
    return first.startswith(SEEN) and not parts(first) & Part.NOUN and bool(parts(first[1:]) & Part.IMPERFECT)


def beside(scores: Sequence[float], number: int, known: Collection[int] = ()) -> dict[str, float]:
    """Return what the neighbours of a paragraph say of it."""
    around = {"before": range(number - 1, number - 3, -1), "behind": range(number + 1, number + 3)}
    return {
        f"{side} {distance}": SUREST if place in known else max(-SUREST, min(SUREST, scores[place]))
        for side, places in around.items()
        for distance, place in enumerate(places, start=1)
        if 0 < place < len(scores)
    }


def features(
    paragraphs: Sequence[str], found: Sequence[Sequence[str]], skip: Collection[int] = ()
) -> list[dict[str, float]]:
    """Return the features of each paragraph: its words, shape, length, place, and how much the others talk of it.

    One in `skip`, and one that is too long for furniture, has none.
    """
    stems = [[light(word) for word in own] for own in found]
    told: dict[str, int] = {}
    for own in stems:
        for stem in set(own):
            told[stem] = told.get(stem, 0) + 1
    ended = sum(has_end(text) for text in paragraphs) / max(len(paragraphs), 1)
    return [
        {
            "bias": 1.0,
            **_said(own),
            **_shape(text, len(own), ended),
            **_place(number, len(paragraphs)),
            **_talked_of(own, told),
        }
        if number not in skip and len(own) <= _LONGEST_WORDS and len(text) <= _LONGEST_CHARS
        else {}
        for number, (text, own) in enumerate(zip(paragraphs, stems, strict=True))
    ]


def _said(own: Sequence[str]) -> dict[str, float]:
    said = {f"says {stem}": 1.0 for stem in own if not stem.isdecimal()}
    return {**said, f"opens with {own[0]}": 1.0} if own else said


def _shape(text: str, length: int, ended: float) -> dict[str, float]:
    size = sum(length > bound for bound in _LENGTHS)
    shown = {f"shows {name}": 1.0 for name, shape in _SHAPES.items() if shape.search(text)}
    closed = "ends" if has_end(text) else "open"
    # A line without a stop says little where none has one.
    return {f"length {size}": 1.0, f"{closed} length {size}": 1.0, f"{closed} among ended": ended, **shown}


def _place(number: int, count: int) -> dict[str, float]:
    left = count - 1 - number
    return {
        f"from start {min(number, _EDGE)}": 1.0,
        f"from end {min(left, _EDGE)}": 1.0,
        "how far": number / max(count - 1, 1),
    }


def _talked_of(own: Sequence[str], told: Mapping[str, int]) -> dict[str, float]:
    """Say how many of the words that mean something another paragraph has too."""
    meant = {stem for stem in own if len(stem) >= _FEWEST_STEM_LETTERS}
    if not meant:
        return {"says nothing": 1.0}
    share = sum(told[stem] > 1 for stem in meant) / len(meant)
    return {f"talked of {sum(share > bound for bound in _TALKED_OF)}": 1.0}


def _weighed(named: Mapping[str, float]) -> float:
    known = weights()
    return sum([known[name] * value for name, value in named.items() if name in known])


@cache
def weights() -> Mapping[str, float]:
    """Return the weight of each feature that has one."""
    rows = read_table(data("ar", "article", "furniture_weights.tsv"), ("feature", "weight"))
    return {row["feature"]: float(row["weight"]) for row in rows}
