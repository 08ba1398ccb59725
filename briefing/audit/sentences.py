"""Each sentence held against the article: its own text there, the same but for named edits, or one of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.arabic.folding import fold
from briefing.arabic.letters import COMMA, FEH, WAW
from briefing.audit.ours import Ours
from briefing.audit.report import Proof, Verdict
from briefing.audit.text import MARKS, NUMBER, STOPS, goes_on, plain
from briefing.model import EditRule
from briefing.resources import data, read_table, read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from briefing.model import Edit, Span
    from briefing.provenance import Said, Statement

_LETTERS = re.compile(r"\w+")
# An age or an acronym, and nothing else, may be left out of brackets.
_BRACKET = re.compile(
    r"\s*\((?:\d{1,3}\s+\w+|[A-Z][A-Za-z.&\-]{1,11}|[\u0621-\u064a](?:[ .\-]{1,2}[\u0621-\u064a]){1,5}\.?)\)"
)
_MOST_DATELINE_WORDS, _MOST_NAME_WORDS = 10, 14
# What may stand before a sentence and behind it.
_OPENS, _CLOSES = f"{STOPS}{MARKS}", f"{STOPS}{MARKS},{COMMA}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a proof stands on: the article's paragraphs, whom it mentions, and our own sentences.

    `edits` are all that the desk would make, each with the number of its paragraph; None where they are not known, as
    those of another version are not. `dated` and `corrected` are the days of the article and of a correction, as they
    are said. `leads` are the places that an editor put first.
    """

    paragraphs: Sequence[str]
    mentions: Collection[str] = ()
    edits: Collection[tuple[int, Edit]] | None = None
    shows: Collection[str] = ()
    publications: Collection[str] = ()
    dated: str = ""
    corrected: str = ""
    leads: Collection[Span] = ()
    wording: Mapping[str, str] = field(default_factory=dict)


def prove(statement: Statement, ground: Ground) -> tuple[Proof, ...]:
    """Return the verdict on every sentence."""
    return tuple(_proofs(statement, ground))


def _proofs(statement: Statement, ground: Ground) -> Iterator[Proof]:
    ours = Ours(statement, ground)
    before: Said | None = None
    # A bulletin's headline may be said again, once, in its story.
    said_before: set[tuple[Span, bool]] = set()
    told = statement.said
    for number, (said, behind) in enumerate(zip_longest(told, told[1:]), start=1):
        if said.source is None:
            link = ours.link(number)
            verdict = Verdict.OURS if link.name else Verdict.WRONG
            yield Proof(number=number, verdict=verdict, written=said.written, link=link.name, why=link.why)
        else:
            why = _fault(said, ground) or _cut_off(said, before, behind, ground)
            place = (said.source, ours.is_headline(number))
            if not why and place in said_before:
                why = "is said twice"
            if not why and number in ours.steps_back:
                why = "stands before what it follows in the article"
            said_before.add(place)
            verdict = Verdict.WRONG if why else Verdict.EDITED if said.edits else Verdict.VERBATIM
            rules = tuple(edit.rule for edit in said.edits)
            yield Proof(number=number, verdict=verdict, written=said.written, source=said.source, edits=rules, why=why)
        before = said


def _fault(said: Said, ground: Ground) -> str:
    """Say what is wrong with a sentence that names a place in the article; "" where nothing is."""
    span = said.source
    assert span is not None  # noqa: S101 - those without are ours
    text = ground.paragraphs[span.paragraph] if 0 <= span.paragraph < len(ground.paragraphs) else ""
    if not 0 <= span.start < span.end <= len(text):
        return "names a place that the article does not have"
    wrong = next((why for edit in said.edits if (why := _fault_of_edit(edit, text, span, ground))), "")
    if wrong:
        return wrong
    if plain(said.written) != plain(_edited(text, span, said.edits)):
        return "is not what the article says there"
    if _is_inside_word(text, span.start) or _is_inside_word(text, span.end):
        return "begins or ends inside a word"
    return ""


def _cut_off(said: Said, before: Said | None, behind: Said | None, ground: Ground) -> str:
    """Say that a sentence is cut out of another: nothing but a stop, a quotation mark or what is said stands around it.

    Cut behind "it is unlikely that", or before "is not true", a sentence says the opposite.
    """
    span = said.source
    assert span is not None  # noqa: S101 - those without are ours
    text = ground.paragraphs[span.paragraph]
    head, tail = text[: span.start].rstrip(), text[span.end :].lstrip()
    first, last = text[span.start : span.end].lstrip()[:1], text[span.start : span.end].rstrip()[-1:]
    if goes_on(before, said, ground.paragraphs):
        head = ""
    if behind and goes_on(said, behind, ground.paragraphs):
        tail = ""
    if head and head[-1] not in _OPENS and first not in _OPENS:
        return f"begins in the middle of a sentence, behind {head.split()[-1]!r}"
    if tail and tail[0] not in _CLOSES and last not in _CLOSES:
        return f"ends in the middle of a sentence, before {tail.split()[0]!r}"
    return ""


def _edited(text: str, span: Span, edits: Sequence[Edit]) -> str:
    parts, at = [], span.start
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at : span.end]])


def _is_inside_word(text: str, at: int) -> bool:
    """Say whether a place parts a word, or a figure: what follows the point of 1.2 is no sentence."""
    inside = 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
    return inside or any(match.start() < at < match.end() for match in NUMBER.finditer(text))


def _fault_of_edit(edit: Edit, text: str, span: Span, ground: Ground) -> str:
    """Say why an edit is none of those that its name allows; "" where it is one."""
    if not span.start <= edit.start <= edit.end <= span.end:
        return f"an edit ({edit.rule}) lies outside of it"
    removed = text[edit.start : edit.end]
    # "However" has a "not" in it, and is looked up as a whole.
    is_listed = edit.rule is EditRule.CONNECTOR
    if not is_listed and any(fold(word) in _negations() for word in _LETTERS.findall(removed)):
        return f"an edit ({edit.rule}) takes away {removed.strip()!r}"
    if edit.text and edit.rule is not EditRule.ANTECEDENT:
        return f"an edit ({edit.rule}) adds {edit.text.strip()!r}"
    is_known = ground.edits is None or (span.paragraph, edit) in ground.edits
    if not is_known or not _RULES[edit.rule](edit, removed, ground):
        return f"an edit ({edit.rule}) is none: {removed.strip()!r} becomes {edit.text.strip()!r}"
    return ""


def _is_connector(edit: Edit, removed: str, ground: Ground) -> bool:
    """Say whether what is left out only ties a sentence to the one before: "but", "for his part", a glued "and"."""
    del edit, ground
    words = fold(" ".join(_LETTERS.findall(removed)))
    if words in {WAW, FEH}:
        return True
    forms = {words, words.removesuffix(f" {FEH}")}
    forms |= {form[1:] for form in forms if form[:1] in {WAW, FEH}}
    return not forms.isdisjoint(_connectors())


def _is_antecedent(edit: Edit, removed: str, ground: Ground) -> bool:
    """Say whether what is said in the place of a pronoun or a short name is somebody whom the article names so."""
    name = plain(edit.text)
    return (
        bool(name)
        and len(name.split()) <= _MOST_NAME_WORDS
        and len(removed.split()) <= _MOST_NAME_WORDS
        and (name in ground.mentions)
    )


def _is_bracket(edit: Edit, removed: str, ground: Ground) -> bool:
    del edit, ground
    return _BRACKET.fullmatch(strip_marks(removed)) is not None


def _is_month(edit: Edit, removed: str, ground: Ground) -> bool:
    """Say whether what is left out is the second name of a month."""
    del edit, ground
    return " ".join(_LETTERS.findall(removed)) in _months()


def _is_dateline(edit: Edit, removed: str, ground: Ground) -> bool:
    """Say whether what is left out stands before the first sentence: the wire's place, day and agency."""
    del ground
    words = {fold(word) for word in _LETTERS.findall(removed)}
    closed = len(removed.split()) <= _MOST_DATELINE_WORDS and not removed.rstrip()[-1:].isalnum()
    return edit.start == 0 and closed and words.isdisjoint(_verbs())


_RULES: dict[EditRule, Callable[[Edit, str, Ground], bool]] = {
    EditRule.CONNECTOR: _is_connector,
    EditRule.ANTECEDENT: _is_antecedent,
    EditRule.BRACKET: _is_bracket,
    EditRule.MONTH: _is_month,
    EditRule.DATELINE: _is_dateline,
}


@cache
def _connectors() -> frozenset[str]:
    rows = read_table(data("ar", "editorial", "openers.tsv"), ("form", "kind"))
    return frozenset(fold(row["form"]) for row in rows if row["kind"] in {"connector", "contrast", "verbal"})


@cache
def _verbs() -> frozenset[str]:
    """Return the verbs of speech: what one stands in is no dateline."""
    columns = ("past", "past_feminine", "present", "participle", "kind", "goes_on")
    rows = read_table(data("ar", "editorial", "speech_verbs.tsv"), columns)
    bare = {fold(row[form]) for row in rows for form in ("past", "past_feminine")}
    return frozenset({*bare, *(WAW + verb for verb in bare)})


@cache
def _months() -> frozenset[str]:
    rows = read_table(data("ar", "verbalize", "months.tsv"), ("month", "number", "calendar", "said"))
    more = read_toml(data("ar", "editorial", "script.toml"))["edits"]["months"]
    return frozenset({*(row["month"] for row in rows), *more})


@cache
def _negations() -> frozenset[str]:
    return frozenset(map(fold, read_toml(data("ar", "audit.toml"))["negations"]))
