"""Whether words were said, asked, denied or only alleged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.model import Reality, Span

if TYPE_CHECKING:
    from briefing.editorial.attribute.features import Evidence, Spoken
    from briefing.editorial.attribute.stretches import Stretch
    from briefing.editorial.frames import Cue


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
    if spoken.colon or cue.at >= spoken.first:
        return Reality.SAID
    return Reality.DENIED if cue.negated or cue.kind == "deny" or _is_denied_clause(spoken, cue) else Reality.SAID


def _is_denied_clause(spoken: Spoken, cue: Cue) -> bool:
    """Say whether a verb without a subject of its own stands in what another verb denies: denied that it had said."""
    denied = [one for one in spoken.heard.cues if one.kind == "deny" and one.at < cue.at]
    return bool(denied) and cue.finite and cue.subject is None and not cue.lead
