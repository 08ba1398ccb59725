"""Whether words were said, asked, denied or only alleged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.model import Reality, Span

if TYPE_CHECKING:
    from briefing.editorial.attribute.features import Evidence
    from briefing.editorial.attribute.stretches import Stretch


def reality_of(evidence: Evidence, span: Span, stretch: Stretch) -> Reality:
    """Return what the article says of the words: by the nearest cue, and by hearsay words between it and them.

    A colon right before the words lets somebody speak, whatever the verb: denied it and said: "...".
    """
    spoken = evidence.spoken_at(span)
    cue = stretch.cue
    if spoken is None:
        return Reality.SAID
    if evidence.is_hearsay(spoken):
        return Reality.ALLEGED
    if cue is None:
        return Reality.SAID
    if cue.kind == "ask" and cue.at < spoken.first:
        return Reality.ASKED
    denies = cue.negated or cue.kind == "deny"
    if denies and not spoken.colon and cue.at < spoken.first:
        return Reality.DENIED
    return Reality.SAID
