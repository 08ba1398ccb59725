"""The diacritizers that come with the package: the rawi networks read together, and two of them where time is short."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from briefing.narration.diacritizers.wheels import RAWI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model import MarkedWord
    from briefing.narration.diacritizers.decoder import Decoder, Voter
    from briefing.plugins import Proposals


class Ensemble:
    """The default: all three rawi networks."""

    def diacritize(self, text: str) -> str:
        """Return `text` with full marks, case endings too."""
        return self._decoder.diacritize(text)

    def told(self, text: str) -> tuple[str, list[MarkedWord]]:
        """Return `text` with full marks, and how each of its words without typed marks came to them."""
        return self._decoder.told(text)

    def proposals(self, text: str) -> Iterator[Proposals]:
        """Yield for each word of a text without typed marks how else it could be read."""
        return self._decoder.proposals(text)

    def respell(self, text: str) -> str:
        """Return `text` with the hamzas on alefs that its writer left out; no other letter changes."""
        return self._decoder.respell(text)

    def unusable_because(self) -> str | None:
        """Say in one line why it does not work here and how to get it, or None where it works."""
        return RAWI.unusable_because()

    @cached_property
    def _decoder(self) -> Decoder:
        from briefing.narration.diacritizers.decoder import Decoder

        return Decoder(self._voters())

    def _voters(self) -> tuple[Voter, ...]:
        from briefing.narration.diacritizers import networks
        from briefing.narration.diacritizers.decoder import Voter

        # The first network was never shown an unmarked letter: given that one has a mark, it knows well which.
        first = networks.RawiValue(RAWI.path("rawi.int8.onnx"), RAWI.path("rawi.vocab.json"))
        return (Voter(first, value_only=True), *_later_voters())


class Fast(Ensemble):
    """The second and third network: nearly as right for 2.5 times less of the networks' time."""

    def _voters(self) -> tuple[Voter, ...]:
        return _later_voters()


def _later_voters() -> tuple[Voter, ...]:
    from briefing.narration.diacritizers import networks
    from briefing.narration.diacritizers.decoder import Voter

    vocabulary = RAWI.path("rawi_v2.vocab.json")
    return (
        Voter(networks.Rawi(RAWI.path("rawi_v2.int8.onnx"), vocabulary), name="rawi 2"),
        Voter(networks.RawiGated(RAWI.path("rawi_v3.int8.onnx"), vocabulary), name="rawi 3"),
    )
