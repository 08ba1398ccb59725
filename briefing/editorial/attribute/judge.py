"""Whether words in marks are somebody's speech, or a name, a title, a label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import (
    ALEF,
    ARTICLE,
    BEH,
    COMMA,
    FEH,
    GLUED_ARTICLES,
    HEH,
    KAF,
    LAM,
    MEEM,
    TEH_MARBUTA,
    WAW,
    YEH,
)
from briefing.editorial.lexicon import speech_verbs
from briefing.editorial.reading.tokens import is_proper_name, tokens
from briefing.editorial.wordlists import members
from briefing.editorial.words import Words, words

if TYPE_CHECKING:
    from briefing.editorial.frames import Cue
    from briefing.editorial.marks import Marked

_PARTICLES = (
    "",
    WAW,
    BEH,
    LAM,
    FEH,
    KAF,
)
_TO_THE = LAM + LAM
_OWNED = (HEH, HEH + ALEF)
_LOOK_BACK_CHARS = 70
_LOOK_INSIDE_CHARS = 200
_LONGEST_NAME = 8
_LONGEST_KNOWN_NAME = 6
_CLAUSE = 6
_SPEECH = 5
_SCRAP = 2
_PART = 3
_NEAR = 2
_ADJECTIVES = 3
_LETTER = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that the judgement looks at: the words inside, what stands before and behind, the cues around."""

    inside: Words
    before: Words
    glue: str
    behind: str
    cue: Cue | None
    after: Cue | None
    gap: Words
    name: bool
    known: bool
    goes_on: bool
    joined: bool | None
    alone: bool
    repaired: bool


def is_quote(one: Setting) -> bool:
    """Say whether the words in marks are a quote."""
    count = len(one.inside)
    if not any(_LETTER.match(word.folded) for word in one.inside) or _is_slogan(one.before):
        return False
    if _is_direct(one):
        return one.cue is None or not one.cue.negated
    paragraph = one.goes_on and one.alone and count >= _SPEECH
    if one.repaired and one.cue is None and one.after is None and not paragraph:
        return False
    body = _is_body(one.inside) and not _is_attached(one)
    known = one.known and count <= _LONGEST_KNOWN_NAME
    dated = count <= _LONGEST_NAME and _behind_year(one)
    if one.name or body or known or dated or count < _SCRAP or _is_subject(one):
        return False
    if one.joined is not None and count <= _SPEECH:
        return one.joined
    return _is_reported(one) or _is_attributed_behind(one) or _stands_by_itself(one)


def _is_slogan(before: Words) -> bool:
    """Say whether a crowd chants the words, or a banner bears them."""
    last = before[-1].folded if before else ""
    borne = len(before) > 1 and last in members("written_on") and before[-2].folded in members("written")
    return borne or last in members("chants")


def _is_direct(one: Setting) -> bool:
    """Say whether the mark follows a cue and a colon, or a word like "saying"."""
    if ":" in one.glue and not one.name:
        return one.cue is not None or (len(one.before) > 0 and len(one.inside) >= _PART and one.alone)
    last = one.before[-1].folded if one.before else ""
    return last in members("saying") and len(one.inside) >= _SCRAP


def _is_subject(one: Setting) -> bool:
    """Say whether a short name in marks is the one who speaks: said "Name", that ..."""
    straight = all(word.folded in members("pronoun_objects") for word in one.gap)
    if one.cue is None or not straight or len(one.inside) > _PART + 1:
        return False
    following = words(one.behind[:30])
    starts = bool(following) and following[0].folded in members("complementizers") | members("title_prepositions")
    return one.behind.lstrip()[:1] in {":", COMMA} or starts


def _is_attached(one: Setting) -> bool:
    """Say whether "that" stands right before the words."""
    return bool(one.before) and one.before[-1].folded in members("complementizers")


def _is_body(inside: Words) -> bool:
    """Say whether the words are an organization's or a building's name: its noun first, then something definite."""
    if not _SCRAP < len(inside) <= _LONGEST_NAME or any(word.folded in members("clause_words") for word in inside):
        return False
    return inside[0].folded in members("institutions") and any(word.text.startswith(ARTICLE) for word in inside[1:])


def _is_reported(one: Setting) -> bool:
    """Say whether the words stand inside what a speech verb reports."""
    count = len(one.inside)
    last = one.before[-1].folded if one.before else ""
    attached = last in members("complementizers")
    if one.cue is None or one.cue.negated:
        return attached and count > _PART
    if count >= _SPEECH:
        return True
    if attached:
        clause = one.inside[0].text.startswith(ARTICLE) and not one.inside[1].text.startswith(ARTICLE)
        return count >= _PART or clause or last[-1] in HEH + ALEF + MEEM
    if _is_entity(one):
        return False
    return _reports_content(one) or count >= _PART


def _reports_content(one: Setting) -> bool:
    cue = one.cue
    if cue is None:
        return False
    reported = any(word.folded.removeprefix(WAW) in members("complementizers") for word in one.gap)
    return reported or not cue.finite or cue.kind in ("label", "according", "text")


def _is_entity(one: Setting) -> bool:
    """Say whether a relative clause or a naming noun close by makes an entity of the words."""
    following = words(one.behind[:20])
    relative = bool(following) and following[0].folded in members("relatives")
    copula = bool(one.before) and one.before[-1].folded in members("copulas")
    named = copula and any(_is_naming(word.folded) for word in one.before[-1 - _ADJECTIVES : -1])
    letters = all(word.folded in members("letter_names") or word.text.isascii() for word in one.inside)
    return named or letters or (relative and not _reports_content(one))


def _is_attributed_behind(one: Setting) -> bool:
    return one.after is not None and not one.after.negated and len(one.inside) >= _PART


def _stands_by_itself(one: Setting) -> bool:
    """Say whether words without a cue are speech all the same: they go on from a quote, or are whole sentences."""
    count = len(one.inside)
    if one.goes_on and count > _PART:
        return True
    if one.alone and count >= _SPEECH:
        return True
    if count < _CLAUSE or _behind_year(one):
        return False
    return count > _LONGEST_NAME or _is_clause(one.inside)


def _behind_year(one: Setting) -> bool:
    return one.behind.lstrip()[:1].isdigit()


def _is_clause(inside: Words) -> bool:
    return sum(word.folded in members("clause_words") for word in inside) > 0


def _is_naming(folded: str) -> bool:
    nouns = members("naming_nouns")
    for particle in _PARTICLES:
        if not folded.startswith(particle):
            continue
        rest = folded[len(particle) :]
        owned = rest.removesuffix(ALEF).removesuffix(HEH)
        forms = {rest, rest.removeprefix(ARTICLE), rest.removeprefix(LAM), owned}
        if not nouns.isdisjoint(forms):
            return True
    return False


def is_name(text: str, one: Marked) -> bool:
    """Say whether what stands right before the mark makes a name of the words: the company, the film, the party."""
    near = text[one.start : min(one.end, one.start + _LOOK_INSIDE_CHARS)]
    inside = words(near)
    before = words(text[max(0, one.outer_start - _LOOK_BACK_CHARS) : one.outer_start])
    glue = text[max(0, one.outer_start - 3) : one.outer_start]
    if not before or (len(inside) > _LONGEST_NAME and not one.repaired):
        return False
    if len(inside) <= _LONGEST_NAME and is_proper_name(tokens(near, frozenset())):
        return True
    if len(inside) > _PART and before[-1].text.startswith(ARTICLE) and _says_something(inside):
        # Said so-and-so before the National Assembly "we shall not go back": a clause, not the assembly's name.
        return False
    if ":" in glue:
        return before[-1].folded in members("title_lists")
    if before[-1].folded in speech_verbs() and _is_clause(inside):
        return False  # "adding" and "a hostess" are spelled alike
    return ("(" in glue and text[one.outer_end : one.outer_end + 1] == ")") or _names_what_follows(before, len(inside))


def _says_something(inside: Words) -> bool:
    """Say whether words are a clause or a predicate: they do not start with the article as a name's would."""
    return _is_clause(inside) or not inside[0].text.startswith(ARTICLE)


def _names_what_follows(before: Words, count: int) -> bool:
    """Say whether words before a mark make a name of the `count` words in it; an office has short ones."""
    last = before[-1].folded
    called = before[-2].folded if last == BEH and len(before) > 1 else last
    if called in members("naming_verbs"):
        # A group known as "X"
        return True
    if _is_naming(last) and (_is_definite(last) or last.endswith(_OWNED)) and len(before) > 1:
        # "that the authority ..." starts a clause; "of the film ..." names one.
        return before[-2].folded not in members("complementizers")
    # The actor "Name", said to "Channel".
    short = count <= _PART + 1 and (last in members("role") or last == LAM)
    if short or last in GLUED_ARTICLES or _is_naming(last):
        return True
    for step in range(2, min(_ADJECTIVES, len(before)) + 1):
        if not _is_adjective(before[-step + 1].folded):
            return False
        if _is_naming(before[-step].folded):
            return not (
                _is_definite(before[-step].folded) and before[-step - 1 :][0].folded in members("complementizers")
            )
    return False


def _is_definite(folded: str) -> bool:
    return folded.removeprefix(WAW).startswith((ARTICLE, _TO_THE))


def _is_adjective(folded: str) -> bool:
    return folded.startswith(ARTICLE) or folded.endswith(YEH + TEH_MARBUTA)
