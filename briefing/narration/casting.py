"""Who of a voice's cast reads which quote: men and women apart where the article shows it, no two people alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.model import ChapterKind, Gender, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model import Script, Voice

    # By a name somebody is known in every story of a bulletin; by a description in that of one chapter.
    _Person = tuple[str | None, int]

_MEN = (Role.QUOTE, Role.SECOND, Role.THIRD, Role.FOURTH)
_WOMEN = (Role.WOMAN, Role.SECOND_WOMAN, Role.THIRD_WOMAN, Role.FOURTH_WOMAN)
_EVERYWHERE = -1


def cast(script: Script, voice: Voice) -> tuple[Role, ...]:
    """Return who reads each utterance: each person who is quoted has a member of the cast, in the order of their words.

    Whose gender is not known is read by a man, and so is a woman where the cast has none. Where more people speak than
    the cast has members, the one who was given first is given again.
    """
    # One story may show what another does not.
    genders = {quote.speaker: quote.gender for quote in script.segments.quotes if quote.gender}
    men = [role for role in _MEN if role is Role.QUOTE or role in voice.cast]
    women = [role for role in _WOMEN if role in voice.cast] or men
    given: dict[_Person, Role] = {}
    readers = []
    for role, person in _heard(script):
        if role is Role.QUOTE and person not in given:
            pool = women if genders.get(person[0]) is Gender.FEMININE else men
            given[person] = min(pool, key=list(given.values()).count)
        readers.append(given[person] if role is Role.QUOTE else role)
    return tuple(readers)


def _heard(script: Script) -> Iterator[tuple[Role, _Person]]:
    named = {quote.speaker for quote in script.segments.quotes if quote.named}
    for number, chapter in enumerate(script.chapters):
        for utterance in chapter.utterances:
            apart = chapter.kind is ChapterKind.STORY and utterance.speaker not in named
            yield utterance.role, (utterance.speaker, number if apart else _EVERYWHERE)
