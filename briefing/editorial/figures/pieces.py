"""A sentence as the frames of polls see it: its tokens, particles apart from their words, each with one tag."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from briefing.arabic.counted import months
from briefing.arabic.letters import ALEF, ARTICLE, BEH, FEH, HEH, LAM, MEEM, NOON, TEH_MARBUTA, WAW, YEH
from briefing.arabic.words import Part, parts
from briefing.editorial.lexicon import listed_names, speech_verbs
from briefing.editorial.wordlists import members, pairs, triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.editorial.tokens import Token

# Particles by the tag of the piece that they become; "fa" tells no more than "and".
_PARTICLES = {LAM: "l", WAW: "w", FEH: "w", BEH: "b"}
_SHORTEST_STEM = 3
_REMEMBERED = 32768
# Every tag: those of `poll_tags.tsv`, and those that a word gets by its shape or its number.
SHAPES = (
    *(
        "num",
        "comp",
        "verb",
        "role",
        "name",
        "lname",
        "noun",
        "l",
        "w",
        "b",
        "madeit",
        "pubit",
        "surveyedit",
        "sign",
        "persons",
    ),
    *("def", "defhead", "defoutlet", "defadj", "defopinion", "defpoll", "defpolls", "defstudy", "defballot"),
)
# Tags that the article changes: a noun with it heads no construct, so that no name can stand right behind it.
_WITH_ARTICLE = {
    "org": "defhead",
    "outlet": "defoutlet",
    "func": "def",
    **{tag: f"def{tag}" for tag in ("adj", "opinion", "poll", "polls", "study", "ballot")},
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A token, or the particle or the word in it: its tag, its place in the sentence, the token that it is of."""

    tag: str
    folded: str
    start: int
    end: int
    token: int
    definite: bool = False


@cache
def tags() -> tuple[str, ...]:
    """Return every tag there is, in a fixed order."""
    return (*sorted(set(_table().values()) | set(SHAPES)),)


@cache
def _table() -> dict[str, str]:
    """Return the tag of every word that some table knows; where two do, the first of these decides."""
    numbers = triples("number_words", "value", "kind").items()
    sources: tuple[tuple[str, Iterable[str]], ...] = (
        ("say", _speech()),
        ("role", members("role")),
        ("comp", members("complementizers")),
        ("name", members("letter_names")),
        ("func", members("not_counted")),
        ("time", members("weekdays") | months()),
        ("adj", members("origin")),
        ("num", (form for form, (_, kind) in numbers if kind != "part")),
    )
    known = dict(pairs("poll_tags", "tag"))
    for tag, forms in sources:
        for form in forms:
            known.setdefault(form, tag)
    return known


def _speech() -> Iterator[str]:
    """Return the verbs of speech in the forms that a single source takes."""
    return (form for form, verb in speech_verbs().items() if verb.finite and verb.number == "s" and not verb.object)


@cache
def _names() -> frozenset[str]:
    """Return every word of the listed outlets, companies and organizations, folded."""
    return frozenset(word for name in listed_names() for word in name.split())


@lru_cache(maxsize=256)
def pieces(sentence: tuple[Token, ...]) -> tuple[Piece, ...]:
    """Return the pieces of a sentence, in order."""
    found: list[Piece] = []
    at = 0
    while at < len(sentence):
        last = _dotted(sentence, at)
        if last > at:
            # A name of several words with stops between: the site "house.com" is one name, not the end of another.
            tag = "lname" if sentence[at].folded.startswith(LAM) else "name"
            folded = "".join(token.folded for token in sentence[at : last + 1])
            found.append(Piece(tag, folded, sentence[at].start, sentence[last].end, at))
        else:
            found.extend(_cut(sentence[at], at, found))
        at = last + 1
    return tuple(found)


def _dotted(sentence: Sequence[Token], at: int) -> int:
    """Return the last token of a name with stops inside that begins here, the token itself where none does."""
    last = at
    while (
        last + 2 < len(sentence)
        and sentence[last].is_word
        and sentence[last + 1].text == "."
        and sentence[last + 2].is_word
        and sentence[last].end == sentence[last + 1].start
        and sentence[last + 1].end == sentence[last + 2].start
    ):
        last += 2
    return last


def _cut(token: Token, at: int, before: Sequence[Piece]) -> Iterator[Piece]:
    if token.value is not None:
        yield Piece("num", token.folded, token.start, token.end, at)
        return
    if not token.is_word:
        yield Piece(_table().get(token.folded, "sign"), token.folded, token.start, token.end, at)
        return
    folded, start = token.folded, token.start
    if folded in members("letter_names") and before and _goes_before_letters(before[-1]):
        # "The network N B C": the letter is written as the word for "that" is.
        yield Piece("name", folded, start, token.end, at)
        return
    length = _peeled(folded, behind_name=bool(before) and before[-1].tag in ("name", "mark", "close"))
    for offset in range(length):
        yield Piece(_PARTICLES[folded[offset]], folded[offset], start + offset, start + offset + 1, at)
    rest = _opened(folded, length)
    # A name that opens with a hamza under its folding has no article: Allensbach.
    article = length > 0 or token.text.startswith(ARTICLE)
    tag, definite = _tag(rest, article=article) if length else _whole(rest, article=article)
    yield Piece(tag, rest, start + length, token.end, at, definite)


def _goes_before_letters(piece: Piece) -> bool:
    return piece.tag in ("org", "outlet") or piece.folded in members("letter_names")


def _opened(folded: str, length: int) -> str:
    """Return a word without its particles: the article that "lil" swallowed is written again."""
    rest = folded[length:]
    swallowed = length and folded[length - 1] == LAM and rest.startswith(LAM) and not rest.startswith(LAM * 2)
    return ALEF + rest if swallowed and len(rest) > _SHORTEST_STEM else rest


# A newspaper's words come again: a thousand articles have some forty thousand.
@lru_cache(maxsize=_REMEMBERED)
def _peeled(folded: str, *, behind_name: bool) -> int:
    """Return how many letters of a word are particles."""
    if folded in _table() or folded in _names():
        return 0
    if folded[0] in (WAW, FEH) and _table().get(folded[1:]) in ("in", "from"):
        return 1
    lengths = [length for length in (1, 2) if _are_particles(folded, length)]
    # The table's words come first: "for the centre" may look like a verb of its own.
    for length in lengths:
        listed = folded[length:] in _table() or _with_object(folded[length:])
        if listed and folded[:length] != LAM * 2:
            return length
    if _known(folded) and not folded.startswith(LAM * 2):
        return 0
    for length in lengths:
        if _stands_alone(folded, length):
            return length
    # A name with "and" in front goes on from a name; at any other place it may begin with the letter.
    goes_on = behind_name and folded[0] == WAW and len(folded) > _SHORTEST_STEM + 1
    return 1 if goes_on else 0


def _are_particles(folded: str, length: int) -> bool:
    return len(folded) >= length + _SHORTEST_STEM and all(letter in _PARTICLES for letter in folded[:length])


def _stands_alone(folded: str, length: int) -> bool:
    """Say whether what is left of a word without its particles is one; behind a preposition, a noun."""
    rest = _opened(folded, length)
    if _listed(rest) or rest in _names():
        return True
    can_be = parts(rest.removeprefix(ARTICLE))
    fits = folded[length - 1] in (WAW, FEH) or bool(can_be & Part.NOUN)
    return bool(can_be) and fits and not parts(folded) & Part.NOUN


def _known(folded: str) -> bool:
    return bool(parts(folded.removeprefix(ARTICLE)))


@lru_cache(maxsize=_REMEMBERED)
def _listed(folded: str) -> str:
    """Return the tag that the table has for a word: as it stands, without article, tanwin or feminine ending."""
    table = _table()
    bare = folded.removeprefix(ARTICLE) if len(folded) > len(ARTICLE) + 1 else folded
    for form in (folded, bare):
        for stem in (form, form.removesuffix(ALEF), form.removesuffix(TEH_MARBUTA)):
            if stem in table and (stem == folded or len(stem) >= _SHORTEST_STEM - 1):
                return table[stem]
    return _with_object(folded) or _owned(bare)


def _owned(folded: str) -> str:
    """Return the tag of a poll, or its results, with its owner behind it: "its polls"."""
    for pronoun in (HEH, HEH + ALEF):
        tag = _table().get(folded.removesuffix(pronoun), "")
        if tag in ("poll", "polls", "result"):
            return tag
    return ""


def _with_object(folded: str) -> str:
    """Return the tag of a verb with its object: "ran it", "published it"."""
    for pronoun in (HEH, HEH + ALEF, HEH + MEEM, HEH + MEEM + ALEF):
        stem = folded.removesuffix(pronoun)
        if stem == folded:
            continue
        tag = _table().get(stem) or _table().get(stem.removesuffix(ALEF) + YEH)
        if tag in ("made", "pub", "surveyed"):
            return f"{tag}it"
    return ""


def _whole(folded: str, *, article: bool) -> tuple[str, bool]:
    tag, definite = _tag(folded, article=article)
    if tag == "name" and folded.startswith(LAM) and folded not in _names():
        return "lname", definite
    return tag, definite


@lru_cache(maxsize=_REMEMBERED)
def _tag(folded: str, *, article: bool) -> tuple[str, bool]:
    definite = article and folded.startswith(ARTICLE) and len(folded) > len(ARTICLE) + 1
    if tag := _listed(folded):
        return (_WITH_ARTICLE.get(tag, tag) if definite else tag), definite
    if definite:
        # The sound masculine plural is one of people.
        return ("persons" if folded.endswith((YEH + NOON, WAW + NOON)) else "def"), True
    can_be = Part.NONE if folded.isascii() or folded in _names() else parts(folded)
    if can_be & Part.NOUN:
        return "noun", False
    if not can_be:
        return "name", False
    return ("they" if folded.endswith((WAW + NOON, WAW + ALEF)) else "verb"), False
