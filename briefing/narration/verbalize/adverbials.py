"""What stands between a verb and the number that is its subject and says where, when and how, as a pattern of tags.

"In the old port", "during the last year", "on Friday evening", "in protest against the prices": each word of the clause
gets one letter, and a regular expression over the letters finds where such phrases begin that reach the number.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, ALEF_MAKSURA, ARTICLE, BEH, KAF, LAM, MEEM, NOON, TEH_MARBUTA, WAW, YEH
from briefing.arabic.words import Part, parts, unjoined
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.letters import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_OWNED, _DEFINITE, _NOUN, _ACCUSATIVE, _OTHER = "ODNAX"
_PREPOSITION, _TIME_PREPOSITION, _GLUED, _GLUED_DEFINITE, _WITH_PRONOUN = "PQbgp"
_ADVERB, _PART_OF_DAY, _PERIOD, _RELATIVE, _THIS, _CLOSER, _WHICH = "TYHERCW"
# What a list of `cues.toml` makes of a word, the first that has it.
_LISTS = {
    "adverbs": _ADVERB,
    "parts_of_day": _PART_OF_DAY,
    "periods": _PERIOD,
    "relative": _RELATIVE,
    "demonstratives": _THIS,
    "closers": _CLOSER,
    "relative_pronouns": _WHICH,
    "places": _DEFINITE,
}
_DEFINITES = f"[{_DEFINITE}{_PERIOD}{_RELATIVE}{_ADVERB}]"
_NOUNS = f"[{_NOUN}{_ACCUSATIVE}{_PART_OF_DAY}]"
_ENDS = rf"(?:{_DEFINITES}{{1,3}}|{_OWNED}{_DEFINITES}{{0,2}}|{_CLOSER})"
# "In a march in the middle of the capital": prepositions may follow each other.
_CHAIN = f"[{_NOUN}{_ACCUSATIVE}{_PART_OF_DAY}{_PREPOSITION}{_THIS}]"
_IN_A_PLACE = rf"{_CHAIN}{{0,4}}(?:{_ENDS}|{_GLUED_DEFINITE}{_DEFINITES}{{0,2}})"
_PARTICIPLE = 5  # letters
_PHRASES = (
    rf"{_PART_OF_DAY}?{_ADVERB}+{_RELATIVE}?",
    rf"{_DEFINITES}{_RELATIVE}",
    rf"{_THIS}{_PERIOD}{_RELATIVE}?",
    rf"{_PART_OF_DAY}{_DEFINITES}{_RELATIVE}?",
    # "After its fall 74 cents", "after the fall of the index 74 points": the figure is the noun's.
    rf"{_TIME_PREPOSITION}(?:{_THIS}?{_PART_OF_DAY}?{_DEFINITES}{{1,2}}|{_NOUN}?{_CLOSER})",
    # "Which the ministry organized": its verb has its own subject or object.
    rf"{_WHICH}.{_NOUNS}?{_DEFINITES}{{1,3}}",
    rf"{_GLUED_DEFINITE}{_DEFINITES}{{0,2}}",
    rf"{_GLUED}{_NOUNS}{{0,2}}{_ENDS}",
    _WITH_PRONOUN,
)


# A phrase ends with one of these.
_LAST = _DEFINITE + _PERIOD + _RELATIVE + _ADVERB + _OWNED + _CLOSER + _GLUED_DEFINITE + _WITH_PRONOUN
# Words that the longest phrase has.
_LONGEST = 10


@cache
def _pattern(*, people: bool) -> re.Pattern[str]:
    # No fall is counted in people.
    place = f"[{_PREPOSITION}{_TIME_PREPOSITION if people else ''}]{_IN_A_PLACE}"
    with_it = rf"{_GLUED}{_NOUNS}{{0,2}}{_ENDS}|{_GLUED_DEFINITE}{_DEFINITES}{{0,2}}"
    how = rf"{_ACCUSATIVE}(?:{place}|{with_it}|{_WITH_PRONOUN})"
    return re.compile("|".join((*_PHRASES, place, how)))


# Without the article only where another phrase follows, "without shelter since the flood"; else the number's head.
_SOMEWHERE = re.compile(rf"{_PREPOSITION}{_NOUNS}{{1,2}}")


def adverbials(left: Sequence[str], kind: Callable[[str], str | None], *, people: bool) -> int:
    """Return how many of the words before a number, the nearest first, say where, when and how.

    `kind` is what the table of governors says of a word; `people` says that people are counted. The phrases are put
    together from the number backwards, each word looked at a bounded number of times.
    """
    if not left or not bare(left[0]) or _tag(bare(left[0]), kind) not in _LAST:
        return 0
    tags = "".join(_tag(bare(word), kind) if bare(word) else _OTHER for word in reversed(left))
    phrase, end = _pattern(people=people), len(tags)
    reached = [end]
    for start in range(end - 1, -1, -1):
        if reached[-1] - start > _LONGEST:
            break
        if any(
            phrase.fullmatch(tags, start, stop) or (stop < end and _SOMEWHERE.fullmatch(tags, start, stop))
            for stop in reached
            if stop - start <= _LONGEST
        ):
            reached.append(start)
    return end - reached[-1]


def _tag(word: str, kind: Callable[[str], str | None]) -> str:
    known = kind(word)
    if known == "preposition":
        return _TIME_PREPOSITION if word in cues.listed("case", "times") else _PREPOSITION
    listed = next((tag for name, tag in _LISTS.items() if word in cues.listed("case", name)), None)
    return listed or _by_letters(word, kind, known=known is not None)


def _by_letters(word: str, kind: Callable[[str], str | None], *, known: bool) -> str:
    if word.startswith((ARTICLE, WAW + ARTICLE)):
        return _DEFINITE
    if known:
        return _OTHER
    if word.startswith((LAM + LAM, BEH + ARTICLE, KAF + ARTICLE)):
        return _GLUED_DEFINITE
    if word[1:] in cues.listed("case", "demonstratives") and word[0] in (LAM, BEH, KAF):
        return _PREPOSITION
    if cues.is_owned(word):
        return _WITH_PRONOUN if word[0] in (LAM, BEH) or _is_preposition(word, kind) else _OWNED
    return _noun(word)


def _is_preposition(word: str, kind: Callable[[str], str | None]) -> bool:
    """Say whether a word is a preposition with a pronoun: "on him", "between them"."""
    stem = cues.unowned(word)
    return any(kind(form) == "preposition" for form in (stem, stem[:-1] + ALEF_MAKSURA))


def _noun(word: str) -> str:
    folded = fold(word)
    part = parts(folded)
    if not part and (word[0] not in (BEH, LAM, KAF) or not parts(folded[1:])):
        return _DEFINITE  # a name, of a town or a person
    verb = parts(unjoined(folded))
    if verb and not verb & Part.NOUN:
        return _OTHER
    if word[0] in (BEH, LAM, KAF) and not part and parts(folded[1:]) & Part.NOUN:
        return _GLUED
    if word.endswith(ALEF) and parts(folded[:-1]) & Part.NOUN:
        return _ACCUSATIVE
    if word.startswith(MEEM) and word.endswith((YEH + NOON, TEH_MARBUTA)) and len(word) >= _PARTICIPLE:
        return _ACCUSATIVE  # how they were: "bound for the capital", "laden with goods"
    return _NOUN
