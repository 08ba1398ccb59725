"""Safe edits: the few changes that a radio editor makes to a sentence of the article, each a named rule with its place.

Nothing else is ever rewritten. `apply` gives the sentence back as it is read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.editorial.running_order.lengths import settings
from briefing.editorial.wordlists import members
from briefing.model import Edit, EditRule
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.editorial.running_order.choice import Told
    from briefing.editorial.running_order.ties import Binder
    from briefing.model import Article, Span

_LATIN = r"[A-Z][A-Za-z.&\-]{1,11}"
_INITIALS = r"[\u0621-\u064a](?:[ .\-]{1,2}[\u0621-\u064a]){1,5}\.?"
_SPACE_BEHIND = re.compile(r"[\s\N{ARABIC COMMA},]*")
_BRACKETED = re.compile(r"\(([^()]*)\)")


def edits(
    article: Article, told: Told, last: Told | None, binder: Binder, introduced: set[int], *, opens: bool = False
) -> tuple[Edit, ...]:
    """Return the edits of a beat, in the order of its text.

    `last` is what was told right before: where the article has it there too, or the same person speaks, what ties the
    two may stay. `introduced` are the numbers of the entities that were told in full; those of this beat are added.
    `opens` says that a chapter begins here: nobody jumps to "and she added".
    """
    span = told.beat.span
    follows = last is not None and last.beat.number == told.beat.number - 1
    speaks_on = told.ties.gap is not None or told.ties.resumes
    same = last is not None and speaks_on and last.ties.speaker is told.ties.speaker
    found: list[Edit] = []
    if not follows and not same:
        found += _connectors(article, told)
    found += _names(told, binder, introduced, follows=(follows or same) and not opens)
    quoted = [quote.span for quote in told.beat.quotes]
    # Somebody's own words are never touched.
    found += (
        one for one in _asides(article.paragraphs[span.paragraph], span) if not any(inside(one, its) for its in quoted)
    )
    return tuple(_apart(sorted(found, key=_start)))


def possible(article: Article, told: Told, binder: Binder) -> Iterator[Edit]:
    """Yield every edit that a beat can undergo, whatever is told before it."""
    span = told.beat.span
    yield from _connectors(article, told)
    yield from _asides(article.paragraphs[span.paragraph], span)
    gap = told.ties.gap
    if gap:
        for name in (gap.speaker.full_name, binder.introduction(gap.speaker).text):
            yield Edit(rule=EditRule.ANTECEDENT, start=gap.at, end=gap.at, text=f" {name}")
    for mention in told.ties.short:
        entity = binder.entity_of(mention)
        if binder.can_be_named(entity, mention):
            name = binder.introduction(entity).text
            yield Edit(rule=EditRule.ANTECEDENT, start=mention.start, end=mention.end, text=name)
    cut = dateline(article, told)
    if cut:
        yield cut


def dateline(article: Article, told: Told) -> Edit | None:
    """Return the edit that leaves out a wire's place and agency before a beat; None where none stand there."""
    span, sentence = told.passages[0].span, told.beat.heard.sentence
    starts = sentence.opens and span.start == sentence.span.start
    if not starts or not article.paragraphs[span.paragraph][: span.start].strip():
        return None
    return Edit(rule=EditRule.DATELINE, start=0, end=span.start, text="")


def apply(article: Article, span: Span, found: Iterable[Edit]) -> str:
    """Return the text of a span with its edits made."""
    text = article.paragraphs[span.paragraph]
    parts, at = [], span.start
    for edit in found:
        if inside(edit, span):
            parts += [text[at : edit.start], edit.text]
            at = edit.end
            if not edit.text and (not "".join(parts).strip() or text[edit.start - 1 : edit.start].isspace()):
                # No two spaces where something stood between them, and none at the start.
                at += len(text[at : span.end]) - len(text[at : span.end].lstrip())
    return "".join([*parts, text[at : span.end]])


def inside(edit: Edit, span: Span) -> bool:
    """Say whether an edit of a span's own paragraph is made inside of it."""
    return span.start <= edit.start and edit.end <= span.end


def _start(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _apart(found: Sequence[Edit]) -> Iterator[Edit]:
    """Leave out an edit inside another."""
    end = -1
    for edit in found:
        if edit.start >= end:
            yield edit
            end = edit.end


def _connectors(article: Article, told: Told) -> Iterator[Edit]:
    """Drop "but", "for his part", "and" where what they join to is not told."""
    text = article.paragraphs[told.beat.span.paragraph]
    opener = told.ties.opener or told.ties.conjunction
    if opener is None:
        return
    end = opener.end
    if told.ties.opener:
        behind = _SPACE_BEHIND.match(text, end)
        end = max(behind.end() if behind else end, opener.answered)
    if end < told.beat.span.end:
        yield Edit(rule=EditRule.CONNECTOR, start=opener.start, end=end, text="")


def _names(told: Told, binder: Binder, introduced: set[int], *, follows: bool) -> Iterator[Edit]:
    """Say in full who is meant, where the sentence that did so is not told."""
    gap = told.ties.gap
    if gap and not follows:
        name = gap.speaker.full_name if gap.speaker.number in introduced else binder.introduction(gap.speaker).text
        introduced.add(gap.speaker.number)
        yield Edit(rule=EditRule.ANTECEDENT, start=gap.at, end=gap.at, text=f" {name}")
    short = {(one.paragraph, one.first) for one in told.ties.short}
    spans = [passage.span for passage in told.passages]
    for mention in told.beat.heard.mentions:
        if not any(span.start <= mention.start < span.end for span in spans):
            continue
        entity = binder.entity_of(mention)
        untold = entity.number not in introduced
        introduced.add(entity.number)
        if untold and (mention.paragraph, mention.first) in short and binder.can_be_named(entity, mention):
            yield Edit(
                rule=EditRule.ANTECEDENT, start=mention.start, end=mention.end, text=binder.introduction(entity).text
            )


def _asides(text: str, span: Span) -> Iterator[Edit]:
    """Drop ages and acronyms in brackets, and a month's second name.

    "(27 years too)" goes on with an age: there all of them stay.
    """
    told = text[span.start : span.end]
    goes_on = any(members("addition").intersection(map(fold, words.split())) for words in _BRACKETED.findall(told))
    for match in () if goes_on else _brackets().finditer(text, span.start, span.end):
        yield Edit(rule=EditRule.BRACKET, start=match.start("aside"), end=match.end("aside"), text="")
    for match in _two_months().finditer(text, span.start, span.end):
        if _months()[match["first"]] == _months()[match["second"] or match["bracketed"]]:
            yield Edit(rule=EditRule.MONTH, start=match.start("aside"), end=match.end("aside"), text="")


@cache
def _brackets() -> re.Pattern[str]:
    years = "|".join(map(re.escape, settings()["edits"]["years"]))
    return re.compile(rf"(?<=\w)(?P<aside>\s*\((?:\d{{1,3}}\s+(?:{years})|{_LATIN}|{_INITIALS})\))")


@cache
def _two_months() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?P<first>{names})(?P<aside>\s*[/\\\s]\s*(?P<second>{names})|\s*\((?P<bracketed>{names})\))(?!\w)"
    )


@cache
def _months() -> dict[str, str]:
    """Return the number of each month of the solar year by its names."""
    rows = read_table(data("ar", "verbalize", "months.tsv"), ("month", "number", "calendar", "said"))
    single = {row["month"]: row["number"] for row in rows if row["calendar"] == "solar"}
    return {**single, **settings()["edits"]["months"]}
