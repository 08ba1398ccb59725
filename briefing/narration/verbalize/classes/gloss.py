"""A gloss in brackets that repeats the name beside it in the other script: what is heard twice is said once."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache

from briefing.arabic.letters import ARTICLE
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.governors import is_function_word
from briefing.narration.verbalize.letters import LETTERS, WORD, bare

_GLOSS = re.compile(r"\(([A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f .&'\u2019-]{0,60})\)")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_ARABIC_GLOSS = re.compile(rf" ?\(([{LETTERS} ]{{2,60}})\)")
# The words of a name before its gloss, and how far back they are looked for.
_BEFORE = re.compile(rf"(?:[{LETTERS}]+ ){{0,5}}[{LETTERS}]+ ?$")
_REACH = 80
_MOST_WORDS = 4
# Measured on names with their glosses: below, other names pass for the same; above, half of the vowels do not match.
_ALIKE = 0.75
# Two consonants are soon alike.
_SHORTEST = 3


def at(text: str, position: int) -> re.Match[str] | None:
    """Return the Latin gloss whose first letter stands at `position`, None where no bracket of its own is round it."""
    return _GLOSS.match(text, position - 1) if position else None


def repeats(text: str, gloss: re.Match[str], said: str) -> bool:
    """Say whether what would be said for a gloss is the name before it, or the letters of the full name there."""
    before = _BEFORE.search(text, max(0, gloss.start() - _REACH), gloss.start())
    if before is None:
        return False
    names = WORD.findall(before[0])
    if _ACRONYM.fullmatch(gloss[1]) and _is_a_full_name(names):
        return True
    return any(alike(" ".join(names[-count:]), said) for count in range(1, min(len(names), _MOST_WORDS) + 1))


def _is_a_full_name(names: list[str]) -> bool:
    """Say whether words end in a name of two at least: "the World Health Organization", not "the coach said"."""
    return len(names) > 1 and bare(names[-1]).startswith(ARTICLE) and not is_function_word(names[-2])


def behind(text: str, end: int, said: str) -> int:
    """Return where the Arabic gloss of a Latin name ends that is said as the name itself; `end` where there is none."""
    gloss = _ARABIC_GLOSS.match(text, end)
    return gloss.end() if gloss and alike(gloss[1], said) else end


def alike(one: str, other: str) -> bool:
    """Say whether two spellings are of one name."""
    first, second = _skeleton(one), _skeleton(other)
    if min(len(first), len(second)) < _SHORTEST:
        return bare(one) == bare(other) or (first == second and bool(first))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE


@cache
def _sounds() -> dict[int, str | None]:
    """Return how a sound is written in the skeleton of a name; papers differ in vowels and in what Arabic lacks."""
    return {
        **dict(zip(map(ord, cues.said("gloss", "written")), cues.said("gloss", "heard"), strict=True)),
        **dict.fromkeys(map(ord, cues.said("gloss", "not_heard"))),
    }


def _skeleton(name: str) -> str:
    return "".join(bare(word).removeprefix(ARTICLE).translate(_sounds()) for word in name.split())
