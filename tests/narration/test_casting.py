"""Who reads which quote."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from briefing import resources
from briefing.model import Chapter, ChapterKind, Gender, Headline, Quote, Role, Script, Segments, Span, Utterance, Voice
from briefing.narration import casting, speak, voices
from briefing.narration.synthesizers.silence import Silence

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACE = Span(paragraph=0, start=0, end=0)
MEN = (Role.QUOTE, Role.SECOND, Role.THIRD, Role.FOURTH)
WOMEN = (Role.WOMAN, Role.SECOND_WOMAN, Role.THIRD_WOMAN, Role.FOURTH_WOMAN)
FULL = tuple(role for role in Role if role not in {Role.NARRATOR, Role.FIGURES})


def script(people: Sequence[tuple[str | None, Gender | None]]) -> Script:
    said = tuple(Utterance(written="نعم", spoken="نَعَمْ", role=Role.QUOTE, speaker=name) for name, _ in people)
    told = Utterance(written="قال", spoken="قَالَ", speaker=None)
    quotes = tuple(Quote(text="نعم", span=PLACE, speaker=name, gender=gender) for name, gender in people)
    chapter = Chapter(kind=ChapterKind.QUOTE, title="", utterances=(told, *said))
    headline = Headline(text="", span=PLACE)
    return Script(title="", chapters=(chapter,), segments=Segments(headline=headline, quotes=quotes))


def voice(*roles: Role) -> Voice:
    return Voice(name="x", title="", synthesizer="silence", cast={role: {} for role in roles})


MAN, WOMAN = Gender.MASCULINE, Gender.FEMININE


@pytest.mark.parametrize(
    ("people", "roles", "given"),
    [
        ([("a", MAN), ("b", WOMAN)], FULL, [Role.QUOTE, Role.WOMAN]),
        ([("a", MAN), ("b", None), ("a", MAN)], FULL, [Role.QUOTE, Role.SECOND, Role.QUOTE]),
        ([(name, WOMAN) for name in "abcde"], FULL, [*WOMEN, Role.WOMAN]),
        ([(name, MAN) for name in "abcde"], FULL, [*MEN, Role.QUOTE]),
        ([(None, None), ("a", MAN)], FULL, [Role.QUOTE, Role.SECOND]),
        ([("a", WOMAN), ("b", MAN)], (Role.QUOTE,), [Role.QUOTE, Role.QUOTE]),
        ([("a", WOMAN), ("b", MAN)], (), [Role.QUOTE, Role.QUOTE]),
        ([("a", WOMAN), ("b", MAN)], (Role.QUOTE, Role.SECOND), [Role.QUOTE, Role.SECOND]),
    ],
)
def test_no_two_people_are_alike_as_far_as_the_cast_reaches(
    people: list[tuple[str | None, Gender | None]], roles: Sequence[Role], given: list[Role]
) -> None:
    told = script(people)
    assert casting.cast(told, voice(*roles)) == (Role.NARRATOR, *given)


@pytest.mark.parametrize("name", ["ziad", "ziad-woman", "ziad-second", "ziad-second-woman"])
def test_four_men_and_four_women_beside_the_narrator_are_told_apart_by_pitch_or_mouth(name: str) -> None:
    told = voices.parse(name, resources.read_toml(resources.voices_folder() / f"{name}.toml"), name)
    people = {role: {**told.options, **told.cast.get(role, {})} for role in (Role.NARRATOR, *MEN, *WOMEN)}
    assert set(told.cast) == {*MEN, *WOMEN}
    for one, other in combinations(people.values(), 2):
        semitones, formants = (
            abs(float(str(one.get(key, usual))) - float(str(other.get(key, usual))))
            for key, usual in (("semitones", 0.0), ("formants", 1.0))
        )
        assert semitones >= 2 or formants > 0.05 - 1e-9


def bulletin(*people: tuple[str, Gender | None, bool]) -> Script:
    """Make a chapter a story, each with somebody who is quoted: who, of which gender there, by a name or not."""
    chapters = tuple(
        Chapter(
            kind=ChapterKind.STORY,
            title="",
            utterances=(Utterance(written="نعم", spoken="نَعَمْ", role=Role.QUOTE, speaker=who),),
        )
        for who, _, _ in people
    )
    quotes = tuple(
        Quote(text="نعم", span=PLACE, speaker=who, gender=gender, named=named) for who, gender, named in people
    )
    return Script(title="", chapters=chapters, segments=Segments(headline=Headline(text="", span=PLACE), quotes=quotes))


@pytest.mark.parametrize(
    ("people", "given"),
    [
        # One person keeps one voice, whatever stands between.
        ([("a", MAN, True), ("b", MAN, True), ("a", MAN, True)], [Role.QUOTE, Role.SECOND, Role.QUOTE]),
        # A woman whom only one of two stories shows as one.
        ([("a", WOMAN, True), ("a", None, True)], [Role.WOMAN, Role.WOMAN]),
        ([("a", None, True), ("a", WOMAN, True)], [Role.WOMAN, Role.WOMAN]),
        # "A spokesman" of another story is somebody else.
        ([("spokesman", MAN, False), ("spokesman", MAN, False)], [Role.QUOTE, Role.SECOND]),
    ],
)
def test_in_a_bulletin_a_name_is_one_person_and_a_description_another_in_each_story(
    people: list[tuple[str, Gender | None, bool]], given: list[Role]
) -> None:
    assert casting.cast(bulletin(*people), voice(*FULL)) == tuple(given)


def test_a_clip_says_who_read_it_and_its_utterance_is_as_it_was() -> None:
    told = script([("a", MAN), ("b", WOMAN)])
    clips = list(speak.speak(told, voice(*FULL), Silence()))
    assert [clip.reader for clip in clips] == [Role.NARRATOR, Role.QUOTE, Role.WOMAN]
    assert [clip.utterance.role for clip in clips] == [Role.NARRATOR, Role.QUOTE, Role.QUOTE]


def test_a_person_is_spoken_with_the_options_of_their_part() -> None:
    slow = Voice(name="x", title="", synthesizer="silence", cast={Role.QUOTE: {}, Role.WOMAN: {"letter_ms": 150}})
    _, man, woman = speak.speak(script([("a", MAN), ("b", WOMAN)]), slow, Silence())
    assert woman.speech.audio.length_samples == pytest.approx(2 * man.speech.audio.length_samples, rel=0.01)
