"""Speech verbs: the words that say that somebody said something, as a table with every form."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from briefing.editorial.wordlists import members, pairs
from briefing.editorial.words import fold
from briefing.model import Gender
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.tokens import Token

_COLUMNS = ("past", "past_feminine", "present", "participle", "kind")
_WAW, _FEH = "\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER FEH}"
_ALEF, _TEH, _TEH_MARBUTA = "\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER TEH}", "\N{ARABIC LETTER TEH MARBUTA}"
_HEH = "\N{ARABIC LETTER HEH}"
_YEH, _NOON, _SEEN = "\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER NOON}", "\N{ARABIC LETTER SEEN}"

_NEAR = 8
# In cue_followers.tsv: a verb only where it opens the sentence, or never.
_FIRST, _NEVER = "^", "-"
_ONLY = frozenset({_FIRST, _NEVER})
_STOPS = frozenset({".", "\N{ARABIC QUESTION MARK}", "!"})


class CueKind(StrEnum):
    """What a cue does with the words that follow."""

    SAY = "say"
    LABEL = "label"
    RELAY = "relay"
    SURVEY = "survey"
    WEAK = "weak"
    TEXT = "text"
    BY = "by"
    ASIDE = "aside"


class Form(StrEnum):
    """Which form of the verb it is: a finite verb has its subject behind it, a participle before it."""

    FINITE = "finite"
    PARTICIPLE = "participle"


def is_speech_verb(word: str) -> bool:
    """Say whether a word, with or without "and" or "so" in front, is a form of a speech verb."""
    return cue_form(word) is not None


def cue_form(word: str) -> tuple[CueKind, Form] | None:
    """Return what a word is among the speech verbs, None where it is none."""
    folded = fold(word)
    known = _forms()
    if folded in known:
        return known[folded]
    return known.get(folded[1:]) if folded[:1] in {_WAW, _FEH} else None


@cache
def _forms() -> dict[str, tuple[CueKind, Form]]:
    found: dict[str, tuple[CueKind, Form]] = {}
    for row in read_table(data("ar", "editorial", "speech_verbs.tsv"), _COLUMNS):
        kind = CueKind(row["kind"])
        past, present, participle = row["past"], row["present"], row["participle"]
        stem = present[1:]
        finite = [past, row["past_feminine"], past + _WAW + _ALEF]
        finite += [present, _TEH + stem] if present else []
        if fold(past) in members("labelling_verbs"):
            labels = [form + end for form in finite for end in (_HEH, _HEH + _ALEF)]
            found |= {fold(form): (CueKind.LABEL, Form.FINITE) for form in labels}
        finite += [present + _WAW + _NOON, present + _ALEF + _NOON, _SEEN + present] if present else []
        if kind is CueKind.SAY:
            # What he said, what she announced: the verb with its object.
            objects = [form + end for form in finite[:2] for end in (_HEH, _HEH + _ALEF)]
            found |= {fold(form): (CueKind.ASIDE, Form.FINITE) for form in objects if fold(form) not in found}
        nominal = [participle + _ALEF, participle + _TEH_MARBUTA, participle + _YEH + _NOON] if participle else []
        found |= {fold(form): (kind, Form.FINITE) for form in finite}
        found |= {fold(form): (kind, Form.PARTICIPLE) for form in nominal if fold(form) not in found}
    return found


def gender(word: str) -> Gender | None:
    """Return the gender that a speech verb shows of its subject, None where the word is none or shows none."""
    folded = fold(word)
    shown = _shown()
    return shown.get(folded) or (shown.get(folded[1:]) if folded[:1] in {_WAW, _FEH} else None)


@cache
def _shown() -> dict[str, Gender]:
    """Return the forms of the singular by the gender that they show."""
    found: dict[str, Gender] = {}
    for row in read_table(data("ar", "editorial", "speech_verbs.tsv"), _COLUMNS):
        past, feminine, present, participle = (row[key] for key in _COLUMNS[:4])
        men, women = [past], [feminine]
        if present:
            men += [present, _SEEN + present]
            women += [_TEH + present[1:], _SEEN + _TEH + present[1:]]
        if participle:
            men.append(participle + _ALEF)
            women.append(participle + _TEH_MARBUTA)
        found |= {fold(form): Gender.MASCULINE for form in men} | {fold(form): Gender.FEMININE for form in women}
    return found


def is_followed(found: Sequence[Token], at: int, first: int) -> bool:
    """Say whether a verb that is also another word stands with what makes it a verb: "expressed" with "about"."""
    wanted = pairs("cue_followers", "followers").get(found[at].folded.removeprefix(_WAW))
    if wanted is None:
        return True
    if wanted in _ONLY:
        return wanted == _FIRST and at == first
    forms = [fold(form) for form in wanted.split()]
    for token in found[at + 1 : at + 1 + _NEAR]:
        if token.text in _STOPS:
            return False
        if token.folded in forms or (len(forms[-1]) == 1 and forms[-1] != ":" and token.folded.startswith(forms[-1])):
            return True
    return False
