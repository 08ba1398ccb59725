"""What a figure is about: a whole noun phrase before it, or the whole answer behind it; half a phrase is nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ARTICLE, BEH, FEH, HEH, KAF, LAM, MEEM, WAW
from briefing.arabic.words import Part, parts, stem_parts
from briefing.editorial.lexicon import speech_verb
from briefing.editorial.marks import MARKS
from briefing.editorial.wordlists import groups, members, pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.tokens import Token

_LONGEST_SUBJECT = 8
_LONGEST_ANSWER = 20
# Of: the links and the verb that stand between a subject and its number.
_LONGEST_LINK = 4
_CONJUNCTIONS = (WAW, FEH)
_PREPOSITIONS = (BEH, LAM, KAF)
_SHORTEST = 3
# Between a subject and its number: "the price (30 dollars)", "the price: 30 dollars".
_BEFORE_NUMBER = frozenset("(:")


def phrase_end(found: Sequence[Token], first: int) -> int:
    """Return the end of the noun phrase at a token: a noun, what it is of, and their adjectives."""
    last = first + 1
    while last < len(found) and _goes_on(found[last - 1], found[last]):
        last += 1
    return last


def _goes_on(before: Token, token: Token) -> bool:
    """Say whether a word goes on with the phrase that another ends so far: a definite one, behind it."""
    return before.is_word and token.is_word and token.definite and token.folded not in _after_phrase()


def _after_phrase() -> frozenset[str]:
    return members("weekdays") | members("relative")


def answer(found: Sequence[Token], first: int) -> tuple[int, int] | None:
    """Return the tokens of the answer that begins behind a share, None where it has no end that is known."""
    if first < len(found) and found[first].text in MARKS:
        first += 1
    last = first
    while last < len(found) and _answers(found, last):
        last += 1
        if last - first > _LONGEST_ANSWER:
            return None
    marks = sum(token.text in MARKS for token in found[first:last])
    if marks % 2:
        # What the answer is stands in marks, and they close elsewhere.
        last = next((at for at in range(first, last) if found[at].text in MARKS), last)
    while last > first and (found[last - 1].folded in members("figure_links") or not found[last - 1].is_word):
        if found[last - 1].text in MARKS:
            break
        last -= 1
    if last == first or _leads(found[first].folded) or found[first].folded in members("figure_links"):
        return None
    return first, last


def _answers(found: Sequence[Token], at: int) -> bool:
    token = found[at]
    if token.text in MARKS:
        return True
    contrasts = groups("poll_tags", "tag")["contrast"]
    return token.is_word and token.folded not in contrasts and token.folded[1:] not in contrasts


def before(found: Sequence[Token], last: int) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase that a number behind it tells of, None where none is whole.

    A phrase begins behind a verb, a conjunction, a sign or at the beginning of the sentence; it ends before the verb
    and the links that lead to the number.
    """
    last = _over_links(found, last)
    first = last
    while first and last - first <= _LONGEST_SUBJECT and not _is_boundary(found[first - 1]):
        first -= 1
    if first and found[first - 1].folded in members("demonstrative"):
        first -= 1
    if last - first > _LONGEST_SUBJECT or (first and _leaves_open(found[first - 1])):
        return None
    if first > 1 and found[first - 2].folded in members("relative"):
        # "The fields that rain waters are 90 hectares": rain is no subject of the sentence.
        return None
    return (first, last) if _is_one(found[first:last]) and _is_whole(found[first:last]) else None


def joint(token: Token) -> int:
    """Return how many letters of the word that opens a phrase join it to what stands before: "and the imports"."""
    folded = token.folded
    joined = folded[0] in _CONJUNCTIONS and len(folded) > _SHORTEST
    return 1 if joined and not stem_parts(folded) and _is_known(folded[1:]) else 0


def _is_known(folded: str) -> bool:
    return bool(parts(folded.removeprefix(ARTICLE)))


def _leaves_open(token: Token) -> bool:
    """Say whether a phrase cannot begin behind a word: what a number counts, or a clause that a pronoun opens."""
    owned = token.folded.endswith((HEH, HEH + ALEF, HEH + MEEM)) and token.folded in members("figure_links")
    return _is_number(token) or token.folded in members("relative") or owned


def _is_number(token: Token) -> bool:
    return token.value is not None or token.folded in members("number")


def _over_links(found: Sequence[Token], last: int) -> int:
    """Return where the words begin that lead to a number: "reached about", "fell to"."""
    nearest = max(0, last - _LONGEST_LINK)
    if last and found[last - 1].text in _BEFORE_NUMBER:
        return last - 1
    while last > nearest and _is_passed(found[last - 1]):
        last -= 1
    return last


def _is_passed(token: Token) -> bool:
    says = token.folded in members("complementizers")
    return token.is_word and not says and (_is_link(token) or _is_verb(token))


def _is_link(token: Token) -> bool:
    return token.folded in members("figure_links") or token.folded in pairs("figure_bounds", "bound")


def _is_boundary(token: Token) -> bool:
    if not token.is_word:
        return True
    folded = token.folded
    if folded in members("preposition"):
        return False
    return (
        _is_number(token)
        or folded in members("complementizers")
        or folded in members("relative")
        or folded in members("demonstrative")
        or folded in members("particle")
        or _is_verb(token)
    )


def _is_verb(token: Token) -> bool:
    """Say whether a word is a finite verb: by its tables, or because no noun is written so."""
    folded = token.folded
    bare = folded[1:] if folded[0] in _CONJUNCTIONS and len(folded) > _SHORTEST else folded
    if token.definite or folded in members("preposition"):
        return False
    verb = speech_verb(folded)
    if verb is not None and verb.finite:
        return True
    for form in (folded, bare):
        can_be = parts(form)
        listed = form in pairs("directions", "direction") or form in members("figure_links")
        if can_be & Part.VERB and (listed or not stem_parts(form) & Part.NOUN):
            return True
    return False


def _is_one(phrase: Sequence[Token]) -> bool:
    """Say whether tokens are one phrase: behind a definite word no noun goes on."""
    return all(not _closes(before) or _may_follow(token) for before, token in pairwise(phrase))


def _closes(token: Token) -> bool:
    return token.definite or token.folded.startswith((LAM * 2, BEH + ARTICLE))


def _may_follow(token: Token) -> bool:
    """Say whether a word may go on with a phrase behind a definite word: an adjective, a preposition, "and", a name."""
    folded = token.folded
    if token.definite or folded in members("preposition"):
        return True
    if folded[0] in (*_CONJUNCTIONS, *_PREPOSITIONS):
        return True
    return not parts(folded) and not folded.endswith(ALEF)


def _is_whole(phrase: Sequence[Token]) -> bool:
    """Say whether tokens are a phrase with a beginning and an end that is known, and something definite in it."""
    if not phrase:
        return False
    opening, closing = phrase[0].folded, phrase[-1].folded
    if _leads(opening) or closing in members("preposition") or (_leads(closing) and not _closes(phrase[-1])):
        return False
    if len(phrase) == 1:
        return phrase[0].definite or (not parts(opening) and not joint(phrase[0]) and len(opening) > _SHORTEST)
    return any(_closes(token) or not parts(token.folded) for token in phrase)


def _leads(folded: str) -> bool:
    """Say whether a word is a preposition or has one in front, as no phrase that tells of a number begins: "with a"."""
    bare = folded[1:] if folded[0] in _CONJUNCTIONS and len(folded) >= _SHORTEST else folded
    if not members("preposition").isdisjoint((folded, bare)):
        return True
    return bare[0] in _PREPOSITIONS and not stem_parts(bare) and _is_known(bare[1:].removeprefix(LAM))
