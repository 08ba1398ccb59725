"""Whether words were said, asked, denied or only alleged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.model import Reality

if TYPE_CHECKING:
    from briefing.editorial.attribute.places import Spoken
    from briefing.editorial.attribute.stretches import Stretch
    from briefing.editorial.frames import Cue


def reality_of(spoken: Spoken | None, stretch: Stretch) -> Reality:
    """Return what the article says of the words: by the nearest cue, and by hearsay words between it and them.

    A colon right before the words lets somebody speak, whatever the verb: denied it and said: "...".
    """
    cue = stretch.cue
    if spoken is None:
        return Reality.SAID
    if spoken.hearsay:
        return Reality.ALLEGED
    if cue is None or cue.at >= spoken.first:
        return Reality.SAID
    if cue.kind == "ask":
        return Reality.ASKED
    if (cue.kind == "allege" or cue.wished) and not spoken.colon:
        # What somebody is asked to say, or may say one day, nobody has said.
        return Reality.ALLEGED
    return Reality.DENIED if not spoken.colon and _denies(spoken, cue) else Reality.SAID


def _denies(spoken: Spoken, cue: Cue) -> bool:
    """Say whether a verb denies the words, or stands without a subject in what another denies: denied that it said."""
    if cue.negated or cue.kind == "deny":
        return True
    denied = any(one.kind == "deny" and one.at < cue.at for one in spoken.earlier)
    return denied and cue.finite and cue.subject is None and not cue.lead
