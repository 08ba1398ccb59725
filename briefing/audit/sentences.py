"""Each sentence held against the article: its own text there, the same but for named edits, or one of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.arabic.folding import fold
from briefing.arabic.letters import FEH, WAW
from briefing.audit.ours import Ours
from briefing.audit.report import Proof, Verdict
from briefing.audit.text import plain
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
_NOT_A_LETTER = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a proof stands on: the article's paragraphs, whom it mentions, and our own sentences."""

    paragraphs: Sequence[str]
    mentions: Collection[str] = ()
    shows: Collection[str] = ()
    publications: Collection[str] = ()
    wording: Mapping[str, str] = field(default_factory=dict)


def prove(statement: Statement, ground: Ground) -> tuple[Proof, ...]:
    """Return the verdict on every sentence."""
    return tuple(_proofs(statement, ground))


def _proofs(statement: Statement, ground: Ground) -> Iterator[Proof]:
    ours = Ours(statement, ground.shows, ground.publications, ground.wording)
    before: Said | None = None
    for number, said in enumerate(statement.said, start=1):
        if said.source is None:
            link = ours.link(number)
            verdict = Verdict.OURS if link.name else Verdict.WRONG
            yield Proof(number=number, verdict=verdict, written=said.written, link=link.name, why=link.why)
        else:
            why = _fault(said, said.source, before, ground)
            verdict = Verdict.WRONG if why else Verdict.EDITED if said.edits else Verdict.VERBATIM
            rules = tuple(edit.rule for edit in said.edits)
            yield Proof(number=number, verdict=verdict, written=said.written, source=said.source, edits=rules, why=why)
        before = said


def _fault(said: Said, span: Span, before: Said | None, ground: Ground) -> str:
    """Say what is wrong with a sentence that names a place in the article; "" where nothing is."""
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
    return _cut_off(text, span, before)


def _cut_off(text: str, span: Span, before: Said | None) -> str:
    """Say that a sentence begins behind a negation, which turns it round; "" where it was said right before."""
    end = before.source.end if before and before.source and before.source.paragraph == span.paragraph else 0
    if end and not text[end : span.start].strip():
        return ""
    ahead = text[: span.start].rstrip()
    last = _LETTERS.findall(ahead)[-1:]
    is_negated = last and ahead.endswith(last[0]) and fold(last[0]) in _negations()
    return f"leaves out the {last[0]!r} before it" if is_negated else ""


def _edited(text: str, span: Span, edits: Sequence[Edit]) -> str:
    parts, at = [], span.start
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at : span.end]])


def _is_inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


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
    if not _RULES[edit.rule](edit, removed, ground):
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
    return edit.start == 0 and len(removed.split()) <= _MOST_DATELINE_WORDS and not removed.rstrip()[-1:].isalnum()


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
def _months() -> frozenset[str]:
    rows = read_table(data("ar", "verbalize", "months.tsv"), ("month", "number", "calendar", "said"))
    more = read_toml(data("ar", "editorial", "script.toml"))["edits"]["months"]
    return frozenset({*(row["month"] for row in rows), *more})


@cache
def _negations() -> frozenset[str]:
    return frozenset(map(fold, read_toml(data("ar", "audit.toml"))["negations"]))
