"""Mentions: every noun phrase of an article that names or describes a person, a group, a body or a document."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ARTICLE, KAF, LAM, MINISTRY, TEH, TEH_MARBUTA, YEH
from briefing.arabic.words import Part
from briefing.editorial.lexicon import given_names
from briefing.editorial.marks import MARKS
from briefing.editorial.mentions.phrases import Phrases
from briefing.editorial.mentions.reader import Phrase
from briefing.editorial.reading.tokens import BENT, UNKNOWN, as_name
from briefing.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.editorial.reading import Reading
    from briefing.editorial.reading.tokens import Token

_KINDS = (
    ("people", "people"),
    ("source", "people"),
    ("quantifier", "people"),
    ("role", "role"),
    ("honorific", "role"),
    ("outlet", "outlet"),
    ("medium", "outlet"),
    ("document", "document"),
    ("body", "body"),
    ("network", "body"),
    ("place", "place"),
)
_MENTIONED = ("role", "people", "body", "document", "medium", "outlet", "honorific", "source")
_RELATING = (YEH, YEH + TEH_MARBUTA)
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of a paragraph, from token `first` to `last`, and whom or what it is of.

    `name` are the folded words of a name, `title` those of the description; `behind` is the preposition that governs
    it, empty where it can be a subject.
    """

    paragraph: int
    first: int
    last: int
    start: int
    end: int
    kind: str
    head: Token
    title: tuple[str, ...]
    name: tuple[str, ...]
    name_span: Span | None
    gender: str
    number: str
    behind: str
    quoted: bool
    definite: bool
    text: str
    name_text: str

    @property
    def span(self) -> Span:
        """Where the phrase stands."""
        return Span(paragraph=self.paragraph, start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of an article, by paragraph and first token; `phrases` reads more where a verb asks for one."""

    by_paragraph: tuple[tuple[Mention, ...], ...]
    phrases: tuple[Phrases, ...]
    starts: tuple[Mapping[int, Mention], ...]

    def starting(self, reading: Reading, paragraph: int, at: int) -> Mention | None:
        """Return the mention that starts at a token, also that of a noun that names nobody by itself."""
        known = self.starts[paragraph].get(at)
        if known:
            return known
        phrase = self.phrases[paragraph].noun_at(at)
        return _mention(reading, paragraph, phrase, self.phrases[paragraph]) if phrase else None

    def behind(self, mention: Mention) -> Mention | None:
        """Return the next mention behind one in its paragraph."""
        several = self.by_paragraph[mention.paragraph]
        at = bisect_left(several, mention.last, key=_first)
        return several[at] if at < len(several) else None

    def before(self, mention: Mention) -> Mention | None:
        """Return the last mention before one in its paragraph."""
        several = self.by_paragraph[mention.paragraph]
        at = bisect_left(several, mention.first, key=_first)
        return several[at - 1] if at else None

    def without_last(self, reading: Reading, mention: Mention) -> Mention:
        """Return a mention that ends a word earlier: described Name the plan as ..."""
        phrases = self.phrases[mention.paragraph]
        last = mention.last - 1
        name = mention.first if phrases.found[mention.first].name else max(mention.first, last - len(mention.name) + 1)
        cut = Phrase(mention.first, last, name if mention.name or name == mention.first else last, last)
        if not phrases.found[mention.first].name and not mention.name:
            cut = Phrase(mention.first, last, last, last)
        return _mention(reading, mention.paragraph, cut, phrases)


def _first(mention: Mention) -> int:
    return mention.first


def mentions(reading: Reading) -> tuple[Reading, Mentions]:
    """Read the phrases of every paragraph; the reading comes back with the names that it has taught us."""
    sayers = _sayers(reading.tokens)
    once = [Phrases(found, reading.pairs, frozenset(), {}, sayers) for found in reading.tokens]
    read_once = [tuple(_scan(phrases)) for phrases in once]
    several = [
        (phrases, _mention(reading, number, phrase, phrases))
        for number, phrases in enumerate(once)
        for phrase in read_once[number]
        if phrase.name_last - phrase.name_first > 1
    ]
    full = _surnamed([(phrases, one) for phrases, one in several if len(one.name) > 1])
    named = [
        (phrases.found[at], at > one.last - len(one.name), at + 1 == one.last)
        for phrases, one in full
        for at in range(one.last - len(one.name), one.last)
    ]
    firsts: dict[str, set[str]] = defaultdict(set)
    for _, one in full:
        firsts[one.name[0]].add(one.name[1])
    # A surname that is a plain word too is a name wherever it stands, once a full name has it; a noun with the article
    # inside what looks like one ("in matters [sic] of the gold Timothy Green") is none.
    names = frozenset(
        token.form for token, _, last in named if token.is_word and (last or token.name or not token.definite)
    )
    # What stands before the first word of a name is a particle: "to Sundar", "in the names of".
    glued = frozenset(
        token.folded
        for token, later, _ in named
        # "Like" stands before no name: whatever else Crook could be, it is a surname.
        if later and (token.particle == KAF or ((token.particle or token.lead) and not token.whole))
    )
    taught = replace(
        reading,
        tokens=tuple(
            tuple(as_name(token) if token.folded in glued else token for token in found) for found in reading.tokens
        ),
    )
    again = tuple(Phrases(found, reading.pairs, names | glued, firsts, sayers) for found in taught.tokens)
    known = names | glued | firsts.keys()
    found = tuple(
        tuple(
            _mention(taught, number, phrase, phrases)
            # Where no word of a full name stands, the second reading would be the first one.
            for phrase in (
                read_once[number] if known.isdisjoint(token.form for token in phrases.found) else _scan(phrases)
            )
        )
        for number, phrases in enumerate(again)
    )
    return taught, Mentions(found, again, tuple({one.first: one for one in several} for several in found))


def _sayers(paragraphs: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Return the words that look like verbs and are names: more than once behind a verb of speech, or a first name.

    "Declared [you harden]", "the president Patrice [you harden]": no verb stands right behind a verb.
    """
    found: Counter[str] = Counter()
    for tokens in paragraphs:
        for before, token in pairwise(tokens):
            speaks = before.verb is not None and before.verb.finite and not (before.particle or before.entry.tags)
            if not speaks and (before.name != "given" or before.part != Part.NONE):
                continue
            plain = token.is_word and not (token.lead or token.particle or token.entry.tags or token.name or token.verb)
            if plain and token.part & Part.VERB and not token.part & Part.NOUN:
                found[token.base] += 1
    return frozenset(word for word, count in found.items() if count > 1)


def _surnamed(full: Sequence[tuple[Phrases, Mention]]) -> list[tuple[Phrases, Mention]]:
    """Leave out the pairs of a name and a noun, "showed Name signs", whose full names have or are another surname."""
    sure: set[str] = set()
    for phrases, one in full:
        if not phrases.found[one.last - 1].part:
            sure.add(one.name[0])
        elif phrases.found[one.last - 1].name:
            sure.add(one.name[-1])
    return [(phrases, one) for phrases, one in full if not (one.name[0] in sure and _is_with_noun(phrases, one))]


def _is_with_noun(phrases: Phrases, mention: Mention) -> bool:
    last = phrases.found[mention.last - 1]
    return len(mention.name) == _PAIR and last.sure >= BENT and bool(last.part & Part.NOUN) and not last.name


def _scan(phrases: Phrases) -> Iterator[Phrase]:
    at = 0
    while at < len(phrases.found):
        phrase = phrases.at(at) if phrases.found[at].is_word and _may_start(phrases, at) else None
        if phrase is not None:
            yield phrase
        at = max(at + 1, phrase.last) if phrase else at + 1


def _may_start(phrases: Phrases, at: int) -> bool:
    token = phrases.found[at]
    if token.verb is not None and not token.verb.finite and not (token.definite or token.particle or token.name):
        return False
    if token.entry.tags:
        if token.tagged("network") or (token.tagged("place") and not token.lead):
            return True
        if token.tagged(*_MENTIONED):
            return _may_head(phrases, at) or phrases.starts_name(at)
        if token.tagged("quantifier"):
            return phrases.is_word(at + 1) and phrases.found[at + 1].tagged("people", "role")
    if token.lead or token.particle:
        taught = token.sure == UNKNOWN and token.form in phrases.names
        return (bool(token.name) or taught) and not token.entry.tags and not phrases.is_finite(at)
    return phrases.starts_name(at) or (token.definite and token.form in phrases.names)


def _may_head(phrases: Phrases, at: int) -> bool:
    token = phrases.found[at]
    return not _is_adjective(phrases, at) and bool(token.definite or token.particle or not phrases.is_finite(at))


def _is_adjective(phrases: Phrases, at: int) -> bool:
    """Say whether a word like "military" goes with the noun before it, and is nobody's office."""
    token = phrases.found[at]
    if not token.base.endswith(_RELATING) or token.lead or token.particle or not phrases.is_word(at - 1):
        return False
    before = phrases.found[at - 1]
    return (
        before.definite == token.definite
        and bool(before.part)
        and not phrases.is_finite(at - 1)
        and not phrases.is_function(at - 1)
    )


def _mention(reading: Reading, paragraph: int, phrase: Phrase, phrases: Phrases) -> Mention:
    found = reading.tokens[paragraph]
    head = found[phrase.first]
    named = found[phrase.name_first : phrase.name_last]
    # The particles of the head are no part of the phrase, those inside are.
    start = head.base_start
    if phrase.name_first == phrase.first and phrase.has_name:
        titled: tuple[Token, ...] = ()
    else:
        titled = found[phrase.first : phrase.name_first]
    title = tuple(token.base for token in titled if token.is_word and not token.tagged("preposition"))
    end = found[phrase.last - 1].end
    name_span = None
    if named:
        last = named[-1].end
        if named[-1].text in MARKS:
            last = named[-2].end
        name_span = Span(paragraph=paragraph, start=named[0].base_start, end=last)
    kind = "name" if not titled else next((kind for tag, kind in _KINDS if head.tagged(tag)), "other")
    if kind == "role" and not named and head.tagged("body"):
        kind = "body"  # a team, told by the word for a general
    ministry = kind in ("other", "body") and _is_ministry(titled)
    if ministry:
        kind, title = "body", (MINISTRY, *title)
    if named and kind in ("role", "people", "other", "body", "document", "outlet"):
        kind = "person" if kind in ("role", "other", "people") else "name"
    name = tuple(token.form for token in named if token.is_word)
    if kind == "name" and len(name) > 1:
        kind = "person"
    definite = head.definite or any(token.definite or token.tagged("place") or token.name for token in titled[1:])
    return Mention(
        paragraph,
        phrase.first,
        phrase.last,
        start,
        end,
        kind,
        head,
        title,
        name,
        name_span,
        "f" if ministry and kind == "body" else _gender(head, named, kind),
        _number(head, kind),
        _behind(phrases, phrase.first),
        bool(reading.quoted[paragraph][phrase.first]),
        definite,
        _text(reading, Span(paragraph=paragraph, start=start, end=end), head),
        _text(reading, name_span, named[0]) if name_span else "",
    )


def _is_ministry(titled: Sequence[Token]) -> bool:
    """Say whether a ministry is told by its field alone: the-Foreign the-Palestinian.

    Where the field is masculine, the adjective's gender shows it: the-Defence the-Russian.
    """
    if len(titled) != _PAIR or not (titled[0].definite and titled[0].tagged("title") and titled[1].definite):
        return False
    masculine = not titled[0].base.endswith((TEH_MARBUTA, ALEF + TEH))
    return titled[1].base.endswith(YEH + TEH_MARBUTA) and (masculine or titled[0].tagged("body"))


def _text(reading: Reading, span: Span, head: Token) -> str:
    """Return a phrase as it is said, without its particles; the article that "for the" swallowed comes back."""
    # A hashtag is said as its words.
    text = reading.article.at(span).replace("#", "").replace("_", " ")
    swallowed = head.particle == LAM and head.definite and not text.startswith(ARTICLE)
    return ARTICLE + text.removeprefix(LAM) if swallowed else text


def _gender(head: Token, named: tuple[Token, ...] | list[Token], kind: str) -> str:
    given = given_names().get(named[0].base, "") if named else ""
    titled = kind in ("role", "person", "name") and head.tagged("role", "honorific") and head.entry.gender
    # A woman is told by a masculine title as well ("the member Nuha ..."), a man never by a feminine one.
    if titled and (titled == "f" or given != "f" or len(named) == 1):
        return titled
    if named:
        return given if given in ("m", "f") else ""
    if kind == "place":
        # Countries and cities are feminine, but for those that the table says are not.
        return head.entry.gender or "f"
    if kind in ("body", "document", "outlet", "other"):
        return head.entry.gender or ("f" if head.base.endswith((TEH_MARBUTA, ALEF + TEH)) else "m")
    return head.entry.gender


def _number(head: Token, kind: str) -> str:
    if kind == "people":
        return "s" if head.tagged("quantifier") or head.entry.number == "s" else "p"
    return head.entry.number or "s"


def _behind(phrases: Phrases, at: int) -> str:
    """Return the preposition that governs a phrase: glued to its head, or before it."""
    found = phrases.found
    if found[at].particle:
        return found[at].particle
    before = at - 1
    while before >= 0 and (found[before].text == "#" or found[before].text in MARKS):
        before -= 1
    if before < 0 or found[at].lead or not found[before].tagged("preposition", "according"):
        return ""
    return "" if phrases.is_finite(before) else found[before].base
