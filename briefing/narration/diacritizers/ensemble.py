"""The default diacritizer: rawi and libtashkeel read together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from briefing.narration.diacritizers.rawi import rawi_voters
from briefing.narration.diacritizers.wheels import LIBTASHKEEL, RAWI

if TYPE_CHECKING:
    from briefing.narration.diacritizers.decoder import Decoder


class Ensemble:
    """Four networks from two wheels; piper-tts, which carries libtashkeel, is under the GPL."""

    def diacritize(self, text: str) -> str:
        """Return `text` with full marks, case endings too."""
        return self._decoder.diacritize(text)

    def unusable_because(self) -> str | None:
        """Say in one line why it does not work here and how to get it, or None where it works."""
        return RAWI.unusable_because() or LIBTASHKEEL.unusable_because()

    @cached_property
    def _decoder(self) -> Decoder:
        from briefing.narration.diacritizers.decoder import Decoder, Voter
        from briefing.narration.diacritizers.networks import Libtashkeel

        # libtashkeel knows words better than endings.
        libtashkeel = Voter(Libtashkeel(LIBTASHKEEL.path("model.onnx").parent), weight=2.0, final_weight=0.75)
        return Decoder((*rawi_voters(), libtashkeel))
