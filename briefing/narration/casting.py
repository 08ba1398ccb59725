"""Who of a voice's cast reads which quote: men and women apart where the article shows it, no two people alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.model import Gender, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.model import Script, Utterance, Voice

_MEN = (Role.QUOTE, Role.SECOND, Role.THIRD)
_WOMEN = (Role.WOMAN, Role.SECOND_WOMAN, Role.THIRD_WOMAN)


def cast(script: Script, voice: Voice) -> dict[str | None, Role]:
    """Give each person who is quoted a member of the cast, in the order in which they are heard.

    Whose gender is not known is read by a man, and so is a woman where the cast has none. Where more people speak than
    the cast has members, the one who was given first is given again.
    """
    genders: Mapping[str | None, Gender | None] = {quote.speaker: quote.gender for quote in script.segments.quotes}
    men = [role for role in _MEN if role is Role.QUOTE or role in voice.cast]
    women = [role for role in _WOMEN if role in voice.cast] or men
    given: dict[str | None, Role] = {}
    for speaker in _quoted(script):
        pool = women if genders.get(speaker) is Gender.FEMININE else men
        taken = list(given.values())
        given[speaker] = min(pool, key=taken.count)
    return given


def reader(utterance: Utterance, given: Mapping[str | None, Role]) -> Role:
    """Return who reads an utterance."""
    return given[utterance.speaker] if utterance.role is Role.QUOTE else utterance.role


def _quoted(script: Script) -> dict[str | None, None]:
    return dict.fromkeys(utterance.speaker for utterance in script.utterances if utterance.role is Role.QUOTE)
