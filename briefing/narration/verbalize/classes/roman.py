"""Roman numerals behind the name of a king, a war, a century or a game: Louis XVI, the 21st century, GTA VI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.model import Gender
from briefing.narration.verbalize import cues, nouns
from briefing.narration.verbalize.cardinals import Form, cardinal
from briefing.narration.verbalize.classes import ordinal
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import LETTERS, bare
from briefing.narration.verbalize.ordinals import ordinal as said_as_ordinal
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import prefix_before, words_before

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Prefix

# L and C are numerals only in longer company, for XL and CD are words.
_NUMERAL = re.compile(
    r"(?<![A-Za-z0-9.+-])(?=[IVX]{2}|[IVX](?![A-Za-z])|[IVXLC]{4})(?P<tens>XC|XL|L?X{0,3})(?P<units>IX|IV|V?I{0,3})(?![\w+-]|\.\w)"
)
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ARABIC = re.compile(rf"[{LETTERS}]\W{{0,2}}$")


def read(text: str, position: int, floor: int, previous: Reading | None) -> Reading | None:
    """Read the Roman numeral that starts at `position`; `previous` is what was read before it."""
    numeral = _NUMERAL.match(text, position)
    if not numeral:
        return None
    value = 10 * _TENS.index(numeral["tens"]) + _UNITS.index(numeral["units"])
    prefix = prefix_before(text, position, floor)
    if len(numeral[0]) == 1 and not _is_numbered(text, prefix):
        return None
    place = _joined(prefix, previous) or _place(text, prefix)
    said = said_as_ordinal(value, *place) if place else cardinal(value, Form())
    return Reading(
        start=prefix.start,
        end=numeral.end(),
        spoken=prefix.attach(said, definite=place is not None),
        semiotic_class=SemioticClass.ROMAN,
        rule="place in an order" if place else "number",
        case=place[1] if place else None,
        gender=place[0] if place else None,
    )


def _is_numbered(text: str, prefix: Prefix) -> bool:
    """Say whether one letter may be a numeral: that of a world war or a king. Elsewhere it is a letter."""
    left = words_before(text, prefix.start)
    sovereign = cues.any_of(left[1:3], "definite", "sovereigns") or cues.any_of(
        left[1:3], "definite", "sovereigns_feminine"
    )
    return cues.any_of(left[:1], "roman", "wars") or sovereign


def _joined(prefix: Prefix, previous: Reading | None) -> tuple[Gender, Case] | None:
    """Return gender and case of the numeral to which a letter joins this one: the XIX and XX centuries."""
    if not previous or not prefix.conjunction or previous.semiotic_class is not SemioticClass.ROMAN:
        return None
    if prefix.start - previous.end > 1 or not previous.gender or not previous.case:
        return None
    return previous.gender, previous.case


def _place(text: str, prefix: Prefix) -> tuple[Gender, Case] | None:
    """Return gender and case of a place in an order, which stands behind a definite noun or a name; else None."""
    left = words_before(text, prefix.start) if _ARABIC.search(text, 0, prefix.start) else ()
    if not left:
        return None
    head = ordinal.head(left, article=True)
    if head:
        return head.gender, ordinal.case_of_noun(head.left, glued=head.glued)
    noun = nouns.find(bare(left[0]), None)
    if noun is None or noun.known:
        return None
    queen = cues.any_of(left[:1], "roman", "queens") or cues.any_of(left[1:3], "definite", "sovereigns_feminine")
    return Gender.FEMININE if queen else Gender.MASCULINE, Case.GENITIVE
