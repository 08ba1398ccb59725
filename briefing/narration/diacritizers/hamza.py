"""Hamzas that a writer left out: the networks never see one on its alef, so they can say where one stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from briefing.arabic.letters import ALEF, ALEF_MADDA, HAMZA_ON_ALEF, HAMZA_UNDER_ALEF
from briefing.narration.diacritizers.letters import Skeleton, words
from briefing.narration.diacritizers.networks import SEATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.narration.diacritizers.networks import Network

_ALEFS = dict(zip(SEATS, (ALEF, ALEF_MADDA, HAMZA_ON_ALEF, HAMZA_UNDER_ALEF), strict=True))
# Below it the alef stays bare: wasl is likelier than a hamza that a network is in two minds about.
_SURE = 0.6


def restored(text: str, chunks: Sequence[tuple[int, int]], networks: Sequence[Network]) -> str:
    """Return `text` with the hamzas on alefs that the networks are sure of; marked words stay as they are."""
    skeleton = Skeleton.of(text)
    letters = list(skeleton.bases)
    for start, end in chunks:
        bases = skeleton.bases[start:end]
        if ALEF not in bases:
            continue
        shares = np.mean([network.seats(bases) for network in networks], axis=0)
        for first, last in words(bases):
            if not any(skeleton.typed[start + first : start + last]):
                for place in range(first, last):
                    if bases[place] == ALEF and shares[place, 1:].sum() > _SURE:
                        letters[start + place] = _ALEFS[SEATS[1 + int(shares[place, 1:].argmax())]]
    return replace(skeleton, bases="".join(letters)).text
