"""The rawi networks alone: a little weaker than all together, and without a part under the GPL."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from briefing.narration.diacritizers.wheels import RAWI

if TYPE_CHECKING:
    from briefing.narration.diacritizers.decoder import Decoder, Voter


class Rawi:
    """The three networks of text2tashkeel."""

    def diacritize(self, text: str) -> str:
        """Return `text` with full marks, case endings too."""
        return self._decoder.diacritize(text)

    def unusable_because(self) -> str | None:
        """Say in one line why it does not work here and how to get it, or None where it works."""
        return RAWI.unusable_because()

    @cached_property
    def _decoder(self) -> Decoder:
        from briefing.narration.diacritizers.decoder import Decoder

        return Decoder(rawi_voters())


def rawi_voters() -> tuple[Voter, ...]:
    """Load the three networks with their weights."""
    from briefing.narration.diacritizers import networks
    from briefing.narration.diacritizers.decoder import Voter

    later = RAWI.path("rawi_v2.vocab.json")
    return (
        Voter(networks.RawiValue(RAWI.path("rawi.int8.onnx"), RAWI.path("rawi.vocab.json")), value_only=True),
        Voter(networks.Rawi(RAWI.path("rawi_v2.int8.onnx"), later)),
        Voter(networks.RawiGated(RAWI.path("rawi_v3.int8.onnx"), later)),
    )
