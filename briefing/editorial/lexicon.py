"""The one table of tagged words, the given names, and the verbs of speech: what a word form can be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic import vocabulary
from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, ALEF_MAKSURA, FEH, HEH, NOON, SEEN, TEH, TEH_MARBUTA, WAW, YEH
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The tags that say what part a word can play in a noun phrase or a frame; the others are of single rules.
_READ = frozenset(
    (
        "according",
        "addition",
        "another",
        "baseless",
        "body",
        "charge",
        "common",
        "complementizer",
        "demonstrative",
        "document",
        "doubt",
        "hearsay",
        "honorific",
        "indeed",
        "interrogative",
        "link",
        "medium",
        "network",
        "nominal",
        "number",
        "object",
        "occasion",
        "origin",
        "outlet",
        "particle",
        "people",
        "place",
        "place_head",
        "preposition",
        "pronoun",
        "quantifier",
        "relative",
        "role",
        "saying",
        "source",
        "time",
        "title",
        "turn",
        "unreal",
    )
)
_NO_TAGS: frozenset[str] = frozenset()
_SOUND_PLURALS = (WAW + NOON, YEH + NOON)
_VOWELS = frozenset((ALEF, WAW, YEH, HEH))
_SHORTEST_SKELETON = 3
_CONJUNCTIONS = frozenset((WAW, FEH))
_LONGEST_ABBREVIATION = 2
_OBJECTS = (HEH, HEH + ALEF)
# Says, adds, points out: the long vowel stands before the last letter.
_LONG_VOWEL = 2
_LONG = frozenset((WAW, YEH))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a table says of a form: tags, gender (`m`, `f` or empty), number (`s`, `p` or empty), group of offices."""

    tags: frozenset[str] = _NO_TAGS
    gender: str = ""
    number: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A form of a verb of speech: its lemma, what it does, and whom it agrees with.

    `finite` verbs have a subject of their own; participles and adverbs like "saying" share their clause's.
    """

    lemma: str
    kind: str
    finite: bool
    gender: str = ""
    number: str = ""
    past: bool = True
    object: bool = False
    goes_on: bool = False


NOTHING = Entry()


@cache
def listed_names() -> frozenset[str]:
    """Return the names of the listed outlets, companies and organizations, folded."""
    tables = (data("ar", "lexicon", f"{table}.tsv") for table in ("media", "companies", "organizations"))
    return frozenset(fold(row["name"]) for table in tables for row in read_table(table, ("name", "reading", "kind")))


@cache
def tagged() -> Mapping[str, frozenset[str]]:
    """Return the folded forms of each tag of the table of words."""
    found: dict[str, set[str]] = {}
    for row in vocabulary.rows():
        for tag in row["tags"].split():
            found.setdefault(tag, set()).add(fold(row["form"]))
    return {tag: frozenset(forms) for tag, forms in found.items()}


@cache
def entries() -> Mapping[str, Entry]:
    """Return by folded form what a reader of noun phrases asks: a word that has none of its tags is a plain word."""
    found: dict[str, Entry] = {}
    for row in vocabulary.rows():
        tags = frozenset(row["tags"].split()) & _READ
        if not tags:
            continue
        entry = Entry(tags, row["gender"], row["number"], row["group"])
        form = fold(row["form"])
        found[form] = entry
        if "people" in entry.tags and form.endswith(_SOUND_PLURALS):
            # The sound plural loses its noon before its owner: the employees of a company.
            found.setdefault(form[:-1], entry)
        if "role" in entry.tags and len(form) > _LONGEST_ABBREVIATION:
            for plural in _plurals(form):
                found.setdefault(plural, Entry(frozenset({"people"}), entry.gender, "p", entry.group))
    return found


def _plurals(form: str) -> tuple[str, ...]:
    """Return the sound plurals of an office or trade: women experts, reporters."""
    if form.endswith(TEH_MARBUTA):
        return (form[:-1] + ALEF + TEH,)
    # Before its owner the nominative loses its noon: the employees of a company.
    return form + WAW + NOON, form + YEH + NOON, form + WAW


@cache
def given_names() -> Mapping[str, str]:
    """Map each folded given name to its gender, `mf` where both bear it."""
    return {fold(row["form"]): row["gender"] for row in _given()}


@cache
def name_skeletons() -> frozenset[str]:
    """Return the foreign given names without their long vowels, which every paper writes in its own way."""
    bones = (skeleton(fold(row["form"])) for row in _given() if not row["plain"])
    return frozenset(one for one in bones if len(one) > _SHORTEST_SKELETON)


def skeleton(folded: str) -> str:
    """Drop the letters with which foreign vowels are written: Frederic has many spellings and one skeleton."""
    return folded[:1] + "".join(letter for letter in folded[1:] if letter not in _VOWELS)


@cache
def plain_names() -> frozenset[str]:
    """Return the folded given names that Arabic has as plain words too: Said, Amal, Karim."""
    return frozenset(fold(row["form"]) for row in _given() if row["plain"])


@cache
def _given() -> tuple[dict[str, str], ...]:
    return tuple(read_table(data("ar", "names", "given.tsv"), ("form", "gender", "plain")))


@cache
def family_names() -> frozenset[str]:
    """Return the folded later words of the persons whom the lexicon knows."""
    rows = read_table(data("ar", "lexicon", "people.tsv"), ("name", "reading", "kind"))
    return frozenset(fold(word) for row in rows for word in row["name"].split()[1:]) - frozenset(entries())


@cache
def speech_verbs() -> Mapping[str, SpeechVerb]:
    """Return every form of the verbs of speech by folded form; the first row that has a form keeps it."""
    found: dict[str, SpeechVerb] = {}
    for row in _speech():
        for form, verb in _forms(row):
            found.setdefault(fold(form), verb)
    return found


def speech_verb(folded: str) -> SpeechVerb | None:
    """Return what a folded word, with or without "and" or "so" in front, is among the verbs of speech."""
    known = speech_verbs()
    if folded in known:
        return known[folded]
    return known.get(folded[1:]) if folded[:1] in _CONJUNCTIONS else None


@cache
def jussives() -> Mapping[str, SpeechVerb]:
    """Return the forms that only a negation has: the long vowel of "says" is short in "did not say"."""
    found: dict[str, SpeechVerb] = {}
    for row in _speech():
        present = fold(row["present"])
        if len(present) > _LONG_VOWEL and present[-_LONG_VOWEL] in _LONG:
            short = present[:-_LONG_VOWEL] + present[-1]
            lemma = SpeechVerb(row["past"], row["kind"], finite=True, number="s", past=False)
            found |= {short: replace(lemma, gender="m"), TEH + short[1:]: replace(lemma, gender="f")}
    return found


@cache
def _speech() -> tuple[dict[str, str], ...]:
    columns = ("past", "past_feminine", "present", "participle", "kind", "goes_on")
    return tuple(read_table(data("ar", "editorial", "speech_verbs.tsv"), columns))


def _forms(row: Mapping[str, str]) -> Iterator[tuple[str, SpeechVerb]]:
    """Yield every form of a verb with what it agrees with."""
    verb = SpeechVerb(row["past"], row["kind"], finite=True, goes_on=bool(row["goes_on"]))
    found = [*_past(row, verb), *_present(row["present"], verb), *_participles(row["participle"], verb)]
    yield from ((form, shown) for form, shown in found if len(form) > 1)


def _past(row: Mapping[str, str], verb: SpeechVerb) -> Iterator[tuple[str, SpeechVerb]]:
    he, she = row["past"], row["past_feminine"]
    stem = he.removesuffix(ALEF_MAKSURA)
    man, woman = replace(verb, gender="m", number="s"), replace(verb, gender="f", number="s")
    yield from ((he, man), (she, woman))
    for they in (he + WAW + ALEF, stem + WAW + ALEF, stem + ALEF):
        yield they, replace(verb, gender="m", number="p")
    for ending in _OBJECTS:
        yield he + ending, replace(man, object=True)
        if she:
            yield she + ending, replace(woman, object=True)


def _present(he: str, verb: SpeechVerb) -> Iterator[tuple[str, SpeechVerb]]:
    if not he:
        return
    she = TEH + he[1:]
    man = replace(verb, gender="m", number="s", past=False)
    woman = replace(man, gender="f")
    for form, shown in ((he, man), (she, woman)):
        yield form, shown
        yield SEEN + form, shown
        for ending in _OBJECTS:
            yield form + ending, replace(shown, object=True)
    for they in (he + WAW + NOON, he.removesuffix(YEH) + WAW + NOON):
        yield they, replace(man, number="p")


def _participles(stem: str, verb: SpeechVerb) -> Iterator[tuple[str, SpeechVerb]]:
    if not stem:
        return
    man = replace(verb, finite=False, gender="m", number="s")
    for long in ("", YEH):
        yield stem + long + ALEF, man
        yield stem + long + TEH_MARBUTA, replace(man, gender="f")
    yield stem + YEH + NOON, replace(man, number="p")


@cache
def initials() -> Mapping[str, str]:
    """Map each Arabic letter to the Latin capitals that a name which begins with it may have."""
    return {
        fold(row["form"]): row["latin"]
        for row in read_table(data("ar", "editorial", "initials.tsv"), ("form", "latin"))
    }
