"""Tokens of a paragraph with what they can be: particles peeled off once, for everybody who asks later."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import (
    AIN,
    ALEF,
    ALEF_MADDA,
    ARTICLE,
    BEH,
    COMMAS,
    DAL,
    FEH,
    HAMZA_ON_ALEF,
    HAMZA_UNDER_ALEF,
    HEH,
    IN_THE_NAME,
    KAF,
    LAM,
    MEEM,
    NOON,
    OWNERS,
    TEH,
    TEH_MARBUTA,
    WAW,
    YEH,
)
from briefing.arabic.words import Part, parts, stem_parts
from briefing.editorial.lexicon import (
    NOTHING,
    Entry,
    SpeechVerb,
    entries,
    family_names,
    given_names,
    listed_names,
    name_skeletons,
    skeleton,
    speech_verbs,
)
from briefing.editorial.wordlists import members

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,/:\N{ARABIC DECIMAL SEPARATOR}]\d+)*)"
    r"|(?P<word>(?:[^\W\d_]|[\u064b-\u0652\u0670\u0640])+)"
    r"|(?P<sign>[^\s_\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff])"
)
# "To persuade", "by closing": a preposition and a verbal noun, which no foreign name looks like.
_MASDAR = re.compile(
    "[\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}\N{ARABIC LETTER KAF}]\N{ARABIC LETTER ALEF WITH HAMZA BELOW}\\w{3}"
)
_HAMZA_LAM = re.compile(
    "[\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}]?"
    "[\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}\N{ARABIC LETTER ALEF WITH HAMZA BELOW}"
    "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}]"
    "\N{ARABIC LETTER LAM}"
)
_ALINA = HAMZA_ON_ALEF + LAM + YEH
# He, she, they: the first letters of an imperfect.
_THIRD = frozenset((YEH, TEH))
_SERVANT = AIN + BEH + DAL
_IMAM = ALEF + MEEM + ALEF + MEEM
_CONJUNCTIONS = ("", WAW, FEH)
_PARTICLES = ("", BEH, LAM, KAF)
_FOREIGN_ENDS = frozenset(YEH + ALEF + NOON + WAW + TEH)
_PLURALS = (
    YEH + NOON,
    WAW + NOON,
    ALEF + TEH,
    HEH + ALEF,
)
# What is left of a peeled word has at least this many letters; shorter ones are words like "who" with a first radical.
_SHORTEST_REST = 2
_SHORTEST_UNKNOWN = 3
_SHORTEST_DEFINITE = 4
# How sure a reading is: not in the dictionary, there with an affix, there as it stands, in one of our tables.
UNKNOWN, BENT, EXACT, TAGGED = range(4)
# Of four words of a foreign name one is spelled like a word of ours.
_LONGEST_FOREIGN, _ONE_OF_FOREIGN = 8, 4
_FUNCTION = frozenset(
    {"complementizer", "demonstrative", "object", "particle", "preposition", "pronoun", "relative", "according"}
)
_WHO = frozenset({"role", "body", "people"})
# Words before which no preposition stands glued: "like when" is one word.
# "For any", "in each": these are two words wherever they stand.
_COUNTED_OFF = frozenset({"interrogative", "nominal"})
_UNPEELED = frozenset({"preposition", "object", "particle", "according"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a paragraph, at code points `start` to `end`.

    `lead` is a peeled "and" or "so", `particle` a peeled preposition, `base` the folded rest without the article.
    """

    text: str
    start: int
    end: int
    folded: str
    is_word: bool
    lead: str = ""
    particle: str = ""
    definite: bool = False
    base: str = ""
    entry: Entry = NOTHING
    verb: SpeechVerb | None = None
    part: int = Part.NONE
    name: str = ""
    sure: int = 0
    whole: bool = True

    def tagged(self, *tags: str) -> bool:
        """Say whether the word has one of the tags."""
        return not self.entry.tags.isdisjoint(tags)

    @property
    def form(self) -> str:
        """Return the folded word with its article and without its particles."""
        return ARTICLE + self.base if self.definite else self.base

    @property
    def base_start(self) -> int:
        """Where the word without its peeled particles starts; the article belongs to the word."""
        return self.start + len(self.lead) + len(self.particle)


@dataclass(frozen=True, slots=True)
class _Peeled:
    lead: str
    particle: str
    definite: bool
    base: str
    entry: Entry
    verb: SpeechVerb | None
    part: int
    name: str
    sure: int
    whole: bool = True


def tokens(text: str, vocabulary: Container[str]) -> tuple[Token, ...]:
    """Cut a paragraph into tokens.

    `vocabulary` holds the folded words of the whole article: a word that no table has is a particle and a name where
    the name stands alone elsewhere.
    """
    found = [_token(match, vocabulary) for match in _TOKEN.finditer(text)]
    for at in range(len(found) - 1):
        found[at] = _in_place(found[at - 1] if at else None, found[at], found[at + 1])
    return tuple(found)


def _in_place(before: Token | None, token: Token, behind: Token) -> Token:
    """Read a word again that its neighbours make another one."""
    if behind.definite and behind.tagged("people") and token.base in members("chief"):
        # The chief analyst is one person, told by the many of whom he is the first.
        gender = "f" if token.base.endswith(TEH_MARBUTA) else "m"
        return replace(token, entry=Entry(frozenset({"role"}), gender, "s", "chief"))
    genitive = token.base.endswith(YEH) and len(token.base) > _SHORTEST_UNKNOWN
    if genitive and not (token.entry.tags or token.name or token.definite):
        return _of_owner(token, behind)
    if token.text.startswith(ALEF_MADDA) and token.tagged("complementizer"):
        # "Anne" and "that" fold into one; no particle begins with a long alef.
        return token if behind.definite else replace(as_name(token), name="given")
    if behind.tagged("outlet") and not token.particle and _is_to_outlet(token.base):
        # "To BBC", spelled out letter by letter: the first letter alone looks like another word.
        outlet = _look_up("", LAM, token.base[1:])
        return replace(token, particle=LAM, base=outlet.base, entry=outlet.entry, verb=None, part=Part.NOUN)
    if before is not None and token.folded == IN_THE_NAME and _is_called(before, behind):
        return replace(as_name(token), name="given")
    return _so_said(token, behind) if before is not None and before.text in COMMAS else token


def leads_to_words(token: Token) -> bool:
    """Say whether a sign, "saying" or "him" stands behind a verb of speech, which no noun has behind it."""
    saying = token.verb is not None and not token.verb.finite
    return not token.is_word or saying or token.tagged("object")


def _so_said(token: Token, behind: Token) -> Token:
    """Read "so he answered" behind a comma where words or "saying" follow: "individual" is spelled like it."""
    verb = speech_verbs().get(token.folded[1:]) if token.folded.startswith(FEH) else None
    if verb is None or not verb.finite or not leads_to_words(behind):
        return token
    return replace(
        token, lead=FEH, base=token.folded[1:], entry=NOTHING, verb=verb, part=Part.PERFECT, name="", sure=TAGGED
    )


def _of_owner(token: Token, behind: Token) -> Token:
    """Read the genitive of many before their owner, where it loses its noon: "of the employees of" a company."""
    if token.sure == UNKNOWN:
        return _lovers(token, behind)
    one = entries().get(token.base[:-1], NOTHING)
    owner = behind.definite or behind.tagged("network", "body", "place", "outlet")
    if "role" not in one.tags or not owner or behind.lead or behind.particle:
        return token
    return replace(token, entry=Entry(frozenset({"people"}), one.gender, "p", one.group), sure=TAGGED)


def _lovers(token: Token, behind: Token) -> Token:
    """Read many behind a preposition before their owner, which looks like a foreign name: to-the-lovers-of music."""
    rest = token.folded[1:]
    bound = token.folded[:1] in (LAM, BEH) and rest.endswith(YEH) and len(rest) > _SHORTEST_UNKNOWN
    owner = behind.definite and not (behind.lead or behind.particle)
    if not bound or not owner or not stem_parts(rest[:-1]) & Part.NOUN:
        return token
    return replace(token, particle=token.folded[0], base=rest, part=Part.NOUN, sure=BENT, whole=False)


def _is_to_outlet(base: str) -> bool:
    rest = base.removeprefix(LAM)
    return rest != base and len(rest) == _SHORTEST_REST and "outlet" in entries().get(rest, NOTHING).tags


def _is_called(before: Token, behind: Token) -> bool:
    """Say whether "in the name of" is the first name Basim: behind an office or a verb of speech, before a surname.

    A spokesman speaks in the name of, and nobody is called after a body or a place.
    """
    office = before.definite and before.tagged("role", "honorific", "title", "origin")
    led = (office and before.entry.group != "spokesman") or (before.verb is not None and before.verb.finite)
    surname = behind.is_word and not (behind.lead or behind.particle or behind.entry.tags)
    return led and surname and (behind.sure == UNKNOWN or bool(behind.name)) and not (behind.definite and not office)


def as_name(token: Token) -> Token:
    """Read a word as the surname that the article shows it to be, whatever a dictionary would peel off it."""
    return Token(
        token.text, token.start, token.end, token.folded, is_word=True, base=token.folded, name="family", sure=TAGGED
    )


def is_proper_name(found: Sequence[Token], first: int = 0, last: int | None = None) -> bool:
    """Say whether tokens `first` to `last` are a name: a listed one, or foreign but for one at most, as a film's is."""
    last = len(found) if last is None else last
    if last - first > _LONGEST_FOREIGN:
        return False
    words = [token for token in found[first:last] if token.is_word]
    if " ".join(token.folded for token in words) in listed_names():
        return True
    known = sum(not _may_name(token) for token in words)
    return len(words) > 1 and known * _ONE_OF_FOREIGN <= len(words)


def _may_name(token: Token) -> bool:
    """Say whether a word can stand in a foreign name: unknown, the name of somebody, a place or a letter."""
    named = token.name != "" or token.tagged("place") or token.base in members("letter_names")
    return token.sure == UNKNOWN or (named and not token.particle)


def forms(texts: Iterable[str]) -> frozenset[str]:
    """Return the folded words of several paragraphs."""
    return frozenset(fold(match.group()) for text in texts for match in _TOKEN.finditer(text) if match["word"])


def _token(match: re.Match[str], vocabulary: Container[str]) -> Token:
    text, start, end = match.group(), match.start(), match.end()
    folded = fold(text)
    if not match["word"] or not folded:
        return Token(text, start, end, folded, is_word=False, base=folded)
    # "Elizabeth" and "Alexandria" fold into words with the article, and have none.
    peeled = _ALI if text in _ALI_FORMS else _peeled(folded, article=not _HAMZA_LAM.match(text))
    if peeled.base == _IMAM and HAMZA_UNDER_ALEF in text:
        # "An imam" and "in front of" fold into one.
        peeled = replace(peeled, entry=Entry(frozenset({"role"}), "m", "s", "cleric"), part=Part.NOUN)
    if text.endswith(_THE_MOTHER) and peeled.base == _PAINS and not peeled.definite:
        # "The mother" and "pains" fold into one.
        mother = _PARENTS["mother"]
        peeled = replace(peeled, definite=True, base=mother, entry=entries()[mother], part=Part.NOUN, sure=TAGGED)
    if text.endswith(HAMZA_ON_ALEF) and not peeled.entry.tags.isdisjoint(_FUNCTION):
        # "Congratulated" and "here" fold into one; no particle ends in a hamza.
        peeled = replace(peeled, entry=NOTHING, part=Part.PERFECT, sure=EXACT)
    if text.startswith(_ALINA) and not peeled.entry.tags.isdisjoint(_FUNCTION):
        # "Alina" and "to us" fold into one; the preposition has its hamza below.
        peeled = replace(peeled, particle="", entry=NOTHING, part=Part.NONE, name="given", sure=TAGGED)
    if len(text) == 1 and match.string[max(0, start - 2) : start].strip()[-1:].isdigit():
        peeled = replace(peeled, entry=NOTHING)  # "2015 m" is a year of our era, not an engineer
    if peeled.sure == UNKNOWN and _MASDAR.match(text):
        peeled = _look_up("", folded[0], folded[1:])
    if peeled.sure == UNKNOWN:
        peeled = _by_vocabulary(folded, vocabulary) or peeled
    return Token(
        text,
        start,
        end,
        folded,
        is_word=True,
        lead=peeled.lead,
        particle=peeled.particle,
        definite=peeled.definite,
        base=peeled.base,
        entry=peeled.entry,
        verb=peeled.verb,
        part=peeled.part,
        name=peeled.name,
        sure=peeled.sure,
        whole=peeled.whole,
    )


@lru_cache(maxsize=32768)
def _peeled(folded: str, *, article: bool) -> _Peeled:
    """Take off the particles that the word is likeliest to have; of equal readings the one that peels least."""
    best = whole = _look_up("", "", folded, article=article)
    for lead in _CONJUNCTIONS:
        for particle in _PARTICLES:
            rest = folded[len(lead) + len(particle) :]
            if not (lead or particle) or lead + particle + rest != folded:
                continue
            if particle == LAM and rest.startswith(LAM):
                rest = ARTICLE + rest[1:]
            if len(rest) >= _SHORTEST_REST:
                found = _look_up(lead, particle, rest, article=article)
                if particle == KAF and found.name:
                    continue  # "Karami" is a family, and nobody "like Rami"
                if found.sure > best.sure and _may_peel(best, found) and not _is_foreign(found):
                    best = found
    if best.sure == UNKNOWN or (best.definite and not best.entry.tags):
        best = _unglued(best) or _purpose(folded) or best
    return replace(best, whole=whole.sure > UNKNOWN)


def _purpose(folded: str) -> _Peeled | None:
    """Read a verb behind "so that": to shrink, in order that it becomes; None for any other word."""
    lead = folded[:1] if folded[:1] in _CONJUNCTIONS else ""
    verb = folded[len(lead) + 1 :]
    purpose = folded[len(lead) : len(lead) + 1] == LAM and verb[:1] in _THIRD
    said = _look_up("", "", verb) if purpose else None
    if said is not None and said.verb is not None and said.verb.finite:
        # "To answer" is told of an answer: he asked him, and he answered.
        return replace(said, lead=lead)
    purpose = purpose and len(verb) > _SHORTEST_UNKNOWN
    if not purpose or not parts(verb) & Part.IMPERFECT:
        return None
    return _Peeled(
        lead,
        "",
        definite=False,
        base=folded[len(lead) :],
        entry=NOTHING,
        verb=None,
        part=Part.IMPERFECT,
        name="",
        sure=BENT,
    )


def _unglued(found: _Peeled) -> _Peeled | None:
    """Read an office whose adjective lost the space before it: the-minister-the-Syrian."""
    head, article, _ = found.base.partition(ARTICLE)
    entry = entries().get(head, NOTHING) if article else NOTHING
    return replace(found, base=head, entry=entry, sure=TAGGED) if "role" in entry.tags else None


def _may_peel(whole: _Peeled, found: _Peeled) -> bool:
    """Say whether a word that the dictionary has whole may be read as a particle and another word all the same."""
    if whole.sure < EXACT:
        return True
    # "And then", "and said" stand for words like "bloom"; "by a father" never for "door".
    works = found.verb is not None or not found.entry.tags.isdisjoint(_FUNCTION)
    office = found.lead == _CONJUNCTIONS[1] and len(found.base) >= _SHORTEST_UNKNOWN
    office = office and not found.entry.tags.isdisjoint(_WHO)
    return not found.particle and (works or office)


def _is_foreign(found: _Peeled) -> bool:
    """Say whether what is left of a word is known only by an ending that foreign names have too."""
    doubtful = found.sure == BENT and not found.definite and found.particle != ""
    return doubtful and found.base[-1:] in _FOREIGN_ENDS and not found.base.endswith(_PLURALS)


def _without_function(entry: Entry) -> Entry:
    return replace(entry, tags=entry.tags - _FUNCTION - {"time", "interrogative"}) if entry.tags else entry


def _by_vocabulary(folded: str, vocabulary: Container[str]) -> _Peeled | None:
    for lead in _CONJUNCTIONS:
        for particle in _PARTICLES:
            rest = folded.removeprefix(lead).removeprefix(particle)
            cut = lead + particle + rest == folded and rest != folded
            if cut and len(rest) >= _SHORTEST_UNKNOWN and rest in vocabulary:
                return _look_up(lead, particle, rest)
    return None


def _has_article(form: str) -> bool:
    """Say whether a word can have the article: what is left of a short one must be a word, as in "the quarter"."""
    rest = form[len(ARTICLE) :]
    return form.startswith(ARTICLE) and (len(form) > _SHORTEST_DEFINITE or bool(stem_parts(rest) & Part.NOUN))


def _issued(form: str) -> str:
    """Return a document's noun without the alef of the accusative, in which it stands where somebody issues it."""
    noun = form.removesuffix(ALEF)
    known = noun != form and form not in entries() and "document" in entries().get(noun, NOTHING).tags
    return noun if known else form


def _owned(form: str) -> Entry:
    """Return the entry of an office with its holder's owner behind it: his coach, her lawyer, their representative."""
    for owner in OWNERS:
        stem = form.removesuffix(owner)
        if stem != form and len(stem) > _SHORTEST_UNKNOWN:
            if stem.endswith(TEH):
                stem = stem[:-1] + TEH_MARBUTA
            one = entries().get(stem, NOTHING)
            if "role" in one.tags and one.number == "s" and "body" not in one.tags:
                return replace(one, tags=frozenset({"role"}))
    return NOTHING


def _look_up(lead: str, particle: str, form: str, *, article: bool = True) -> _Peeled:
    form = _issued(form)
    entry = entries().get(form, NOTHING)
    verb = None if particle else speech_verbs().get(form)
    name = "given" if form in given_names() else "family" if form in family_names() else ""
    if not name and form.startswith(_SERVANT) and len(form) > len(_SERVANT) + 2 and entry is NOTHING:
        name = "given"
    article = article and _has_article(form) and entry is NOTHING
    definite = article and verb is None and (particle != "" or not stem_parts(form) & Part.VERB)
    base = form[len(ARTICLE) :] if definite else form
    if definite:
        # "The year" is no particle, "general" no circumstance of time.
        entry = entries().get(base, NOTHING)
        # "The mother", "the father": without the article they are "or", parts of names, a city.
        base = _PARENTS.get(entry.group, base)
        entry = _without_function(entries().get(base, NOTHING))
    part = parts(base) & (Part.NOUN if definite or particle else ~Part.NONE)
    if entry is NOTHING and verb is None:
        entry = _owned(form)
    if not name and form.endswith(HEH) and form[:-1] + TEH_MARBUTA in given_names():
        name = "given"  # the teh marbuta of a woman's name, written without its dots
    if not (name or entry.tags or verb or part or definite) and skeleton(form) in name_skeletons():
        name = "given"
    if particle and not entry.tags.isdisjoint(_UNPEELED) and entry.tags.isdisjoint(_COUNTED_OFF):
        return _Peeled(lead, particle, definite, base, NOTHING, None, Part.NONE, "", UNKNOWN)
    if entry.tags or verb or name:
        sure = TAGGED
    elif stem_parts(base) & part:
        sure = EXACT
    else:
        sure = BENT if part or definite else UNKNOWN
    return _Peeled(lead, particle, definite, base, entry, verb, part, name, sure)


_PAINS = ARTICLE + ALEF + MEEM
_THE_MOTHER = ARTICLE + HAMZA_ON_ALEF + MEEM
_FATHER = WAW + ALEF + LAM + DAL
# The groups of the two words that are persons with the article alone, and the words that mean the same without it.
_PARENTS = {"mother": _FATHER + TEH_MARBUTA, "father": _FATHER}


# Ali, written with a yeh, folds into the preposition "on".
_ALI_WORD = AIN + LAM + YEH
_ALI = _Peeled(
    "", "", definite=False, base=_ALI_WORD, entry=NOTHING, verb=None, part=Part.NONE, name="given", sure=TAGGED
)
_ALI_FORMS = frozenset({_ALI_WORD})
