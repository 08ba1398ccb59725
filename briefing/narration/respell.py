"""Hamzas for the voice where a writer leaves them out: between the spoken form and its marks.

Half of the web writes a bare alef for all three. Marks cannot mend that (a bare alef with a kasra can be a hamzat
wasl), so what a voice is given is spelled out first; the written text, and what `briefing diacritize` gives back, keep
their letters.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ALEF_MADDA, ARTICLE, HAMZA_ON_ALEF, HAMZA_UNDER_ALEF
from briefing.narration import lexicon
from briefing.narration.diacritizers.letters import Skeleton, words
from briefing.plugins import Speller

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.model import Script, Utterance
    from briefing.narration.diacritizers.stems import Traits
    from briefing.plugins import Diacritizer

_WRITTEN = (HAMZA_ON_ALEF, HAMZA_UNDER_ALEF, ALEF_MADDA)
# One word in six of news has an alef with a hamza. A text with fewer than one in forty is by a writer who leaves it
# out, or is too short to tell, and then loses nothing: where no hamza is left out the networks put none.
_RARE = 40


def text(spoken: str, diacritizer: Diacritizer) -> str:
    """Return a text with its hamzas, as long as it was; where its writer spells them, with those that slipped."""
    if not isinstance(diacritizer, Speller):
        return spoken
    return diacritizer.respell(spoken) if _leaves_out(spoken) else _mended(spoken, diacritizer)


def script(spoken: Script, diacritizer: Diacritizer) -> Script:
    """Spell the hamzas of every utterance's spoken text, and of its pieces; what the eye reads stays."""
    if not isinstance(diacritizer, Speller):
        return spoken
    whole = " ".join(utterance.spoken for utterance in spoken.utterances if utterance.source is not None)
    spell = diacritizer.respell if _leaves_out(whole) else partial(_mended, speller=diacritizer)
    return spoken.saying(_utterance(utterance, spell) for utterance in spoken.utterances)


def _mended(spoken: str, speller: Speller) -> str:
    """Spell the words that are none without a hamza, as the networks would; they are asked where there are such."""
    skeleton = Skeleton.of(spoken)
    slips = [
        (start, end)
        for start, end in words(skeleton.bases)
        if not any(skeleton.typed[start:end]) and _spellings(skeleton.bases[start:end])
    ]
    if not slips:
        return spoken
    respelled, letters = Skeleton.of(speller.respell(spoken)).bases, list(skeleton.bases)
    for start, end in slips:
        if respelled[start:end] in _spellings(skeleton.bases[start:end]):
            letters[start:end] = respelled[start:end]
    return replace(skeleton, bases="".join(letters)).text


@lru_cache(maxsize=4096)
def _spellings(bare: str) -> frozenset[str]:
    """Return the words that these letters are with a hamza on one alef, none where they are a word as they stand.

    A command is no word here: every verb has one without a hamza. Nor is what I do: it is spelled as a command is.
    """
    if ALEF not in bare or bare == ARTICLE or _is_word(bare, frozenset(("imperative",))):
        return frozenset()
    places = [place for place, letter in enumerate(bare) if letter == ALEF]
    forms = (bare[:place] + alef + bare[place + 1 :] for place in places for alef in _WRITTEN)
    return frozenset(form for form in forms if _is_word(form, frozenset(("imperative", f"by_{HAMZA_ON_ALEF}"))))


def _is_word(bare: str, but: Traits) -> bool:
    """Say whether a word is known: as a name, or as what has none of these traits."""
    from briefing.narration.diacritizers import morphology

    word = morphology.word(bare)
    known = word is not None and any(but.isdisjoint(reading.traits) for reading in word.readings)
    return known or any(True for _ in lexicon.matches(bare))


def _leaves_out(written: str) -> bool:
    """Say whether the writer of a text leaves hamzas out."""
    return ALEF in written and sum(map(written.count, _WRITTEN)) * _RARE < written.count(" ") + 1


def _utterance(utterance: Utterance, spell: Callable[[str], str]) -> Utterance:
    """Respell one utterance; a link sentence of ours has its hamzas."""
    if utterance.source is None:
        return utterance
    respelled = spell(utterance.spoken)
    if respelled == utterance.spoken:
        return utterance
    pieces, start = [], 0
    for piece in utterance.pieces:
        end = start + len(piece.spoken)
        # What we spelled out ourselves, the names of letters too, has its hamzas.
        is_own = piece.spoken == utterance.written[piece.start : piece.end]
        pieces.append(replace(piece, spoken=respelled[start:end]) if is_own else piece)
        start = end
    return replace(utterance, spoken="".join(piece.spoken for piece in pieces), pieces=tuple(pieces))
