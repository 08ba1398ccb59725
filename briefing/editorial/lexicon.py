"""The one table of tagged words, the given names, and the verbs of speech: what a word form can be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

# The tags that say what part a word can play in a noun phrase or a frame; the others are of single rules.
_READ = frozenset(
    """according body common complementizer demonstrative document hearsay honorific interrogative link medium network nominal
    number object occasion origin outlet particle people place place_head preposition pronoun quantifier relative role
    saying source time title turn unreal""".split()
)
_NO_TAGS: frozenset[str] = frozenset()
_ALEF, _TEH, _TEH_MARBUTA = "\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER TEH}", "\N{ARABIC LETTER TEH MARBUTA}"
_WAW, _NOON, _YEH, _SEEN = (
    "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER SEEN}",
)
_SOUND_PLURALS = (_WAW + _NOON, _YEH + _NOON)
_VOWELS = frozenset((_ALEF, _WAW, _YEH, "\N{ARABIC LETTER HEH}"))
_SHORTEST_SKELETON = 3
_CONJUNCTIONS = frozenset((_WAW, "\N{ARABIC LETTER FEH}"))
_LONGEST_ABBREVIATION = 2
_NEVER = "-"
_OBJECTS = ("\N{ARABIC LETTER HEH}", "\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}")


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


NOTHING = Entry()


@cache
def tagged() -> Mapping[str, frozenset[str]]:
    """Return the folded forms of each tag of the table of words."""
    found: dict[str, set[str]] = {}
    for row in _words():
        for tag in row["tags"].split():
            found.setdefault(tag, set()).add(fold(row["form"]))
    return {tag: frozenset(forms) for tag, forms in found.items()}


@cache
def entries() -> Mapping[str, Entry]:
    """Return by folded form what a reader of noun phrases asks: a word that has none of its tags is a plain word."""
    found: dict[str, Entry] = {}
    for row in _words():
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


@cache
def _words() -> tuple[dict[str, str], ...]:
    columns = ("form", "tags", "gender", "number", "group")
    return tuple(read_table(data("ar", "editorial", "words.tsv"), columns))


def _plurals(form: str) -> tuple[str, ...]:
    """Return the sound plurals of an office or trade: women experts, reporters."""
    if form.endswith(_TEH_MARBUTA):
        return (form[:-1] + _ALEF + _TEH,)
    return form + _WAW + _NOON, form + _YEH + _NOON


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
    columns = ("past", "past_feminine", "present", "participle", "kind", "goes_on")
    for row in read_table(data("ar", "editorial", "speech_verbs.tsv"), columns):
        for form, verb in _forms(row):
            found.setdefault(fold(form), verb)
    return found


def speech_verb(folded: str) -> SpeechVerb | None:
    """Return what a folded word, with or without "and" or "so" in front, is among the verbs of speech."""
    known = speech_verbs()
    if folded in known:
        return known[folded]
    return known.get(folded[1:]) if folded[:1] in _CONJUNCTIONS else None


def _forms(row: Mapping[str, str]) -> list[tuple[str, SpeechVerb]]:
    lemma, kind = row["past"], row["kind"] + ("+" if row["goes_on"] else "")
    forms = [
        (lemma, SpeechVerb(lemma, kind, True, "m", "s")),
        (row["past_feminine"], SpeechVerb(lemma, kind, True, "f", "s")),
        (lemma + _WAW + _ALEF, SpeechVerb(lemma, kind, True, "m", "p")),
        (lemma.removesuffix("\N{ARABIC LETTER ALEF MAKSURA}") + _ALEF, SpeechVerb(lemma, kind, True, "m", "p")),
    ]
    if lemma.endswith("\N{ARABIC LETTER ALEF MAKSURA}"):
        forms.append((lemma[:-1] + _WAW + _ALEF, SpeechVerb(lemma, kind, True, "m", "p")))
    if present := row["present"]:
        stem = present[1:]
        forms += [
            (present, SpeechVerb(lemma, kind, True, "m", "s", past=False)),
            (_TEH + stem, SpeechVerb(lemma, kind, True, "f", "s", past=False)),
            (present + _WAW + _NOON, SpeechVerb(lemma, kind, True, "m", "p", past=False)),
            (present.removesuffix(_YEH) + _WAW + _NOON, SpeechVerb(lemma, kind, True, "m", "p", past=False)),
            (_SEEN + present, SpeechVerb(lemma, kind, True, "m", "s", past=False)),
            (_SEEN + _TEH + stem, SpeechVerb(lemma, kind, True, "f", "s", past=False)),
        ]
    stem = row["present"][1:] or _NEVER
    transitive = (
        (lemma, "m", True),
        (row["past_feminine"], "f", True),
        (_YEH + stem, "m", False),
        (_TEH + stem, "f", False),
    )
    forms += [
        (form + ending, SpeechVerb(lemma, kind, True, gender, "s", past=past, object=True))
        for form, gender, past in transitive
        for ending in _OBJECTS
        if form and _NEVER not in form
    ]
    if participle := row["participle"]:
        forms += [
            (participle + _ALEF, SpeechVerb(lemma, kind, False, "m", "s")),
            (participle + _YEH + _ALEF, SpeechVerb(lemma, kind, False, "m", "s")),
            (participle + _TEH_MARBUTA, SpeechVerb(lemma, kind, False, "f", "s")),
            (participle + _YEH + _TEH_MARBUTA, SpeechVerb(lemma, kind, False, "f", "s")),
            (participle + _YEH + _NOON, SpeechVerb(lemma, kind, False, "m", "p")),
        ]
    return [(form, verb) for form, verb in forms if len(form) > 1]


@cache
def initials() -> Mapping[str, str]:
    """Map each Arabic letter to the Latin capitals that a name which begins with it may have."""
    return {
        fold(row["form"]): row["latin"]
        for row in read_table(data("ar", "editorial", "initials.tsv"), ("form", "latin"))
    }
