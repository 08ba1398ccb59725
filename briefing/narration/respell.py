"""Hamzas for the voice where a writer leaves them out: between the spoken form and its marks.

Half of the web writes a bare alef for all three. Marks cannot mend that (a bare alef with a kasra can be a hamzat
wasl), so what a voice is given is spelled out first; the written text, and what `briefing diacritize` gives back, keep
their letters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ALEF_MADDA, HAMZA_ON_ALEF, HAMZA_UNDER_ALEF
from briefing.plugins import Speller

if TYPE_CHECKING:
    from briefing.model import Script, Utterance
    from briefing.plugins import Diacritizer

_WRITTEN = (HAMZA_ON_ALEF, HAMZA_UNDER_ALEF, ALEF_MADDA)
# One word in six of news has an alef with a hamza. A text with fewer than one in forty is by a writer who leaves it
# out, or is too short to tell, and then loses nothing: where no hamza is left out the networks put none.
_RARE = 40


def text(spoken: str, diacritizer: Diacritizer) -> str:
    """Return a text with its hamzas, as long as it was; as it is where its writer spells them."""
    if isinstance(diacritizer, Speller) and _leaves_out(spoken):
        return diacritizer.respell(spoken)
    return spoken


def script(spoken: Script, diacritizer: Diacritizer) -> Script:
    """Spell the hamzas of every utterance's spoken text, and of its pieces; what the eye reads stays."""
    whole = " ".join(utterance.spoken for utterance in spoken.utterances if utterance.source is not None)
    if not isinstance(diacritizer, Speller) or not _leaves_out(whole):
        return spoken
    return spoken.saying(_utterance(utterance, diacritizer) for utterance in spoken.utterances)


def _leaves_out(written: str) -> bool:
    """Say whether the writer of a text leaves hamzas out."""
    return ALEF in written and sum(map(written.count, _WRITTEN)) * _RARE < written.count(" ") + 1


def _utterance(utterance: Utterance, speller: Speller) -> Utterance:
    """Respell one utterance; a link sentence of ours has its hamzas."""
    if utterance.source is None:
        return utterance
    respelled = speller.respell(utterance.spoken)
    pieces, start = [], 0
    for piece in utterance.pieces:
        end = start + len(piece.spoken)
        pieces.append(replace(piece, spoken=respelled[start:end]))
        start = end
    return replace(utterance, spoken=respelled, pieces=tuple(pieces))
