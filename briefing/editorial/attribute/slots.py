"""What the sentence around a quote says for and against each who is named in it: the slots of its frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import FEH, LAM, SAID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.editorial.attribute.places import Spoken
    from briefing.editorial.frames import Cue
    from briefing.editorial.mentions import Mention

    Slot = tuple[Mention | None, str, float]

# A subject farther behind its verb than this is likelier to be somebody else.
_NEAR_TOKENS = 3
_FAR_TOKENS = 8


def slots(spoken: Spoken) -> Iterator[Slot]:
    """Yield who stands in which slot near a quote: the mention, the feature's name, its value."""
    if spoken.nearest and not spoken.nearest.finite:
        yield from _of_participle(spoken.nearest, spoken)
    if spoken.finite:
        yield from _of_verb(spoken.finite)
    for cue in spoken.earlier:
        if cue.at >= spoken.clause:
            yield from _of_earlier(cue, spoken)
    for cue in spoken.later:
        if cue.kind == "according":
            yield cue.subject, "behind_according", 1.0
    if spoken.after:
        yield from _of_following(spoken.after)
    yield from _surroundings(spoken)


def _of_participle(cue: Cue, spoken: Spoken) -> Iterator[Slot]:
    """Yield the slots of "saying" and of "his saying", which share their clause's subject."""
    if cue.kind == "noun":
        relay = next((one for one in reversed(spoken.earlier) if one.kind == "relay" and one.relayed), None)
        yield relay.relayed if relay else cue.relayed, "relayed", 1.0
        return
    yield cue.addressee, "addressee", 1.0
    # "Saying" tells how the verb right before it was done; "adding" goes on with what was said.
    yield cue.doer, "doer_goes_on" if cue.goes_on else "doer_saying" if fold(cue.lemma) == SAID else "doer", 1.0


def _of_verb(cue: Cue) -> Iterator[Slot]:
    if cue.kind == "relay":
        yield cue.relayed, "relayed", 1.0
        yield cue.subject, "relayer", 1.0
        return
    if cue.kind == "text":
        yield cue.relayed, "relayed", 1.0
    yield cue.subject, "subj", 1.0
    if cue.distance > _NEAR_TOKENS:
        yield cue.subject, "subj_far", min(1.0, (cue.distance - _NEAR_TOKENS) / _FAR_TOKENS)
    if not cue.past:
        yield cue.subject, "subj_present", 1.0
    yield cue.before, "adjacent_with_subj" if cue.subject else "adjacent", 1.0
    yield cue.addressee, "addressee", 1.0


def _of_earlier(cue: Cue, spoken: Spoken) -> Iterator[Slot]:
    if cue.kind == "according":
        near = spoken.finite is None or cue.at > spoken.finite.at
        yield cue.subject, "according" if near else "according_before", 1.0
    elif cue.kind == "ask" and spoken.finite is not None and _replies(spoken.finite):
        # "X asked Y, and Y answered": whom X asked, answers.
        yield cue.addressee, "answers_addressee", 1.0
        yield cue.subject, "answers_last_report", 1.0
    elif cue not in (spoken.nearest, spoken.finite):
        own = spoken.finite is not None and spoken.finite.subject is not None
        yield cue.subject, "earlier_subj_other" if own else "earlier_subj", 1.0
        yield cue.relayed, "relayed_earlier", 1.0
        yield cue.addressee, "addressee", 1.0
        if cue.kind == "relay":
            yield cue.subject, "relayer", 1.0


def _replies(cue: Cue) -> bool:
    """Say whether a verb behind a question tells of the answer: answered, so he said, (only) to say."""
    so = cue.lead == FEH or (not cue.past and cue.text.startswith(LAM))
    return cue.subject is None and (cue.answers or so)


def _of_following(cue: Cue) -> Iterator[Slot]:
    if cue.kind == "according":
        yield cue.subject, "after_according", 1.0
        return
    yield cue.subject, "after_subj", 1.0
    if not cue.subject:
        yield cue.before, "after_before", 1.0
    yield cue.addressee, "addressee", 1.0
    yield cue.relayed, "relayed", 1.0


def _surroundings(spoken: Spoken) -> Iterator[Slot]:
    """Yield the other mentions of the sentence, by where they stand."""
    if spoken.heard.as_for and spoken.finite is not None and (spoken.finite.lead or not spoken.finite.subject):
        yield spoken.heard.topic, "as_for", 1.0
    for one in spoken.mentions:
        if one.head.tagged("network"):
            continue  # "on his page on Twitter, where he said": a network speaks where it is a verb's subject
        if one.first >= spoken.last:
            yield one, "behind_pp" if one.behind else "behind", 1.0
        elif one.first > spoken.reported:
            yield one, "in_clause", 1.0
        elif one.first < spoken.clause:
            yield one, "clause_before", 1.0
        else:
            yield one, "before_pp" if one.behind else "before", 1.0
    yield spoken.colon, "colon", 1.0
