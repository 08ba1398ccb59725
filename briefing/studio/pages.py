"""What each page shows, laid out for its template; the words around are data, in Arabic or English."""

from __future__ import annotations

import unicodedata
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from briefing.arabic import WORD, strip_marks
from briefing.arabic.letters import COMMA
from briefing.corrections import EDITOR, number_of
from briefing.editorial.running_order import LENGTHS
from briefing.model import CorrectionKind, Span
from briefing.narration.diacritizers.letters import words as words_in
from briefing.pipeline import script
from briefing.publishing.clock import clock, spelled
from briefing.publishing.markup import running
from briefing.publishing.text import clip, tidy, visible
from briefing.publishing.words import environment
from briefing.resources import data, read_toml
from briefing.studio.draft import DOUBTFUL_WORD, Draft, doubtful, is_decided, is_doubtful, is_of_nobody

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from briefing.corrections import Row
    from briefing.corrections.notebook import Entry
    from briefing.model import Correction, Quote, Utterance
    from briefing.narration.alternatives import Choice, Option
    from briefing.narration.verbalize.guard import ReadBack
    from briefing.pipeline.unmet import Unmet
    from briefing.studio.draft import Doubts

_ANCHOR_WORDS = 12
_SHORT_CHARS = 48
_SENTENCE_KINDS = (CorrectionKind.TELL, CorrectionKind.LEAVE, CorrectionKind.LEAD)
_PARAGRAPH_KINDS = (CorrectionKind.RESTORE, CorrectionKind.SET_ASIDE)


@cache
def words(lang: str) -> dict[str, Any]:
    """Return what the pages say in a language."""
    return read_toml(data(lang, "studio.toml"))


def render(template: str, lang: str, **values: object) -> str:
    """Fill in a page."""
    page = environment().get_template(f"studio/{template}")
    return page.render(t=words(lang), lang=lang, comma=comma(lang), running=running, **values)


def comma(lang: str) -> str:
    """Return what stands between the parts of a list."""
    return f"{COMMA} " if lang == "ar" else ", "


def doubts(found: Doubts, lang: str) -> list[str]:
    """Say what should be looked at, the gravest first."""
    forms = words(lang)["doubts"]
    return [spelled(count, forms[name]) for name in forms if (count := getattr(found, name))]


def title(draft: Draft) -> str:
    """Return the headline as it is shown."""
    return tidy(draft.article.paragraphs[0])


def article(draft: Draft, heard: frozenset[str], lang: str, base: str) -> dict[str, Any]:
    """Lay out the article beside the briefing; `base` is the address of its pages."""
    length = script.length_of(draft.article, draft.settings)
    entries = list(_look_at(draft, lang, base))
    return {
        "title": title(draft),
        "lasts": lasts(draft, lang),
        "paragraphs": list(_paragraphs(draft, _followers(entries, base))),
        "lengths": dict.fromkeys((*LENGTHS, length)),
        "length": length,
        "chapters": list(_chapters(draft, heard, lang)),
        "unmet": [_unmet(decision, why, lang) for decision, why in draft.unmet],
        "look_at": entries,
    }


def lasts(draft: Draft, lang: str) -> str:
    """Say how long a briefing will last."""
    return str(words(lang)["of_article"]["lasts"]).format(time=clock(draft.lasts_ms))


def _unmet(decision: Correction, why: Unmet, lang: str) -> str:
    told = words(lang)
    return f"{decided(decision, lang)}: {told['unmet'][why].format(to=decision.to)}"


def decided(decision: Correction | Row, lang: str) -> str:
    """Say what was decided, and of which words."""
    told = words(lang)
    to = told["of_article"]["lengths"].get(decision.to, decision.to) or told["of_article"]["nobody"]
    named = told["decisions"][decision.kind].format(to=composed(to))
    return f"{named}: «{short(decision.text)}»" if decision.text else named


def done(entry: Entry | None, lang: str) -> str:
    """Say what a line of the log did; "" for none."""
    if entry is None:
        return ""
    told = words(lang)["decisions"]
    if entry.learnt or entry.unlearnt:
        return str(told["learnt"]).format(to=composed(entry.learnt or entry.unlearnt))
    if entry.put:
        return decided(entry.put[-1], lang)
    return f"{told['taken']}: {decided(entry.taken[-1], lang)}" if entry.taken else ""


def changed(before: Draft, after: Draft, lang: str) -> str:
    """Say what a decision has done to what is told: how many sentences are out and in, and how long it lasts now."""
    told, sets = words(lang), [[one.written for one in draft.script.utterances] for draft in (before, after)]
    out, added = (len(set(one) - set(other)) for one, other in (sets, sets[::-1]))
    parts = [spelled(count, told[name]) for name, count in (("told_out", out), ("told_in", added)) if count]
    if not parts:
        return "" if sets[0] == sets[1] else lasts(after, lang)
    return f"{comma(lang).join(parts)}. {lasts(after, lang)}"


def _look_at(draft: Draft, lang: str, base: str) -> Iterator[dict[str, Any]]:
    """Yield each single thing to look at, with where that is done: numbers, speakers, words, paragraphs."""
    t = words(lang)["of_article"]
    for number, found in draft.numbers:
        if not found.holds:
            label = f"{words(lang)['numbers']}: {found.written}"
            yield {"label": label, "utterance": number, "href": f"{base}/words/{number}"}
    for at, span in enumerate(draft.sentences):
        name = _name_of(draft, at)
        for order, quote in enumerate(draft.quotes_in(span)):
            if draft.is_told(quote.span) and (is_doubtful(quote) or is_of_nobody(quote)):
                label = f"{t['speaker']}: {quote.speaker or t['nobody']} – {short(quote.text)}"
                yield {"label": label, "place": f"{name}q{order}", "href": f"{base}#{name}q{order}"}
    for number, utterance in enumerate(draft.script.utterances):
        if unsure := doubtful(utterance):
            label = f"{spelled(len(unsure), words(lang)['doubts']['words'])} – {short(utterance.written)}"
            word = _first_of(draft, number, unsure[0].start)
            yield {"label": label, "utterance": number, "href": f"{base}/words/{number}?word={word}#w{word}"}
    for paragraph in draft.dropped:
        label = f"{t['aside']}: {short(draft.article.paragraphs[paragraph])}"
        yield {"label": label, "place": f"p{paragraph}", "paragraph": paragraph, "href": f"{base}#p{paragraph}"}


def _followers(entries: Sequence[dict[str, Any]], base: str) -> dict[str, str]:
    """Return for each place of the page with something to look at where the next such thing is."""
    hrefs = [*(entry["href"] for entry in entries), f"{base}/publish"]
    return {entry["place"]: after for entry, after in zip(entries, hrefs[1:], strict=True) if "place" in entry}


def after_words(draft: Draft, number: int, lang: str, base: str) -> str:
    """Return where the next thing to look at is, behind the words of an utterance."""
    entries = list(_look_at(draft, lang, base))
    behind = (entry["href"] for entry in entries if entry.get("utterance", -1) > number)
    others = (entry["href"] for entry in entries if "paragraph" in entry)
    return next(behind, next(others, f"{base}/publish"))


def _name_of(draft: Draft, at: int) -> str:
    """Name a sentence by its paragraph and its place there."""
    paragraph = draft.sentences[at].paragraph
    first = next(number for number, span in enumerate(draft.sentences) if span.paragraph == paragraph)
    return f"p{paragraph}s{at - first}"


def _first_of(draft: Draft, number: int, start: int) -> int:
    """Return which word of an utterance begins at a place of its bare letters."""
    bare = strip_marks(draft.script.utterances[number].spoken)
    return next((at for at, (first, _) in enumerate(words_in(bare)) if first >= start), 0)


def _paragraphs(draft: Draft, after: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    paragraphs = draft.article.paragraphs
    reasons = {drop.paragraph: drop.reason for drop in draft.article.dropped}
    # The headline is told or not as the story wants it.
    for number, text in enumerate(paragraphs[1:], start=1):
        whole = Span(paragraph=number, start=0, end=len(text))
        spans = [span for span in draft.sentences if span.paragraph == number]
        decision = draft.decision(whole, *_PARAGRAPH_KINDS)
        yield {
            "number": number,
            "text": text,
            "reason": reasons.get(number),
            "sentences": [_sentence(draft, span, f"p{number}s{at}", after) for at, span in enumerate(spans)],
            "next": after.get(f"p{number}", ""),
            **_anchor(paragraphs, whole),
            "decision": decision.kind if decision else "",
        }


def _sentence(draft: Draft, span: Span, name: str, after: Mapping[str, str]) -> dict[str, Any]:
    decision = draft.decision(span, *_SENTENCE_KINDS)
    quotes = draft.quotes_in(span)
    return {
        "id": name,
        "told": draft.is_told(span),
        "how": draft.told_of(span),
        "html": _marked_up(draft, span),
        "decision": decision.kind if decision else "",
        "quotes": [
            {**_quote(draft, quote, f"{name}q{at}"), "next": after.get(f"{name}q{at}", "")}
            for at, quote in enumerate(quotes)
        ],
        **_anchor(draft.article.paragraphs, span),
    }


def _quote(draft: Draft, quote: Quote, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "speaker": quote.speaker or "",
        "people": draft.people_for(quote),
        "decided": is_decided(quote),
        "doubtful": is_doubtful(quote) or is_of_nobody(quote),
        "margin": round(100 * quote.margin),
        "because": quote.because,
        **_anchor(draft.article.paragraphs, quote.span),
    }


def _anchor(paragraphs: tuple[str, ...], span: Span) -> dict[str, Any]:
    """Return the words that a decision is tied to: the first of a stretch, with which of their places it is."""
    text = paragraphs[span.paragraph]
    found = [match.end() for match in WORD.finditer(text, span.start, span.end)][:_ANCHOR_WORDS]
    end = found[-1] if found else span.end
    place = Span(paragraph=span.paragraph, start=span.start, end=end)
    anchor = " ".join(text[place.start : place.end].split())
    return {"anchor": anchor, "nth": number_of(paragraphs, place), "short": short(text[span.start : span.end])}


def short(text: str) -> str:
    """Return the beginning of a text, enough to know it by."""
    return clip(tidy(text), _SHORT_CHARS)


def _marked_up(draft: Draft, span: Span) -> Markup:
    """Mark up a sentence of the article: quotes, names and numbers as the desk took them."""
    from markupsafe import Markup

    segments = draft.segments
    inside = [
        *((quote.span, "q") for quote in segments.quotes),
        *((figure.span, "u") for figure in segments.figures),
        *((name, "dfn") for name in segments.names),
    ]
    edges: dict[int, list[str]] = {}
    for place, tag in _nested([(place, tag) for place, tag in inside if span.holds(place)]):
        edges.setdefault(place.start, []).append(f"<{tag}>")
        edges.setdefault(place.end, []).insert(0, f"</{tag}>")
    text = draft.article.paragraphs[span.paragraph]
    parts, at = [], span.start
    for edge in sorted(edges):
        parts += [escape(visible(text[at:edge])), *edges[edge]]
        at = edge
    return Markup("".join([*parts, escape(visible(text[at : span.end]))]))  # noqa: S704 - all text is escaped


def _nested(places: Sequence[tuple[Span, str]]) -> Iterator[tuple[Span, str]]:
    """Leave out what overlaps another without lying inside it, and what stands in the same place."""
    taken: list[Span] = []
    for place, tag in sorted(places, key=lambda one: (one[0].start, -one[0].end)):
        crosses = any(other.meets(place) and not other.holds(place) for other in taken)
        if not crosses and place not in taken:
            taken.append(place)
            yield place, tag


def _chapters(draft: Draft, heard: frozenset[str], lang: str) -> Iterator[dict[str, Any]]:
    number = 0
    for chapter in draft.script.chapters:
        lines = [line(draft, number + at, heard, lang) for at in range(len(chapter.utterances))]
        yield {"title": chapter.title, "start": number, "lines": lines}
        number += len(lines)


def line(draft: Draft, number: int, heard: frozenset[str], lang: str) -> dict[str, Any]:
    """Lay out an utterance of the running order."""
    utterance = draft.script.utterances[number]
    unsure = len(doubtful(utterance))
    return {
        "number": number,
        "speaker": utterance.speaker or "",
        "text": utterance.written,
        "short": short(utterance.written),
        "doubts": spelled(unsure, words(lang)["doubts"]["words"]) if unsure else "",
        "heard": draft.said(number) in heard,
    }


def of_words(draft: Draft, number: int, chosen: int, lang: str, base: str) -> dict[str, Any]:
    """Lay out the words of an utterance, and the readings of the one that is chosen."""
    utterance, choices = draft.script.utterances[number], draft.words(number)
    chosen = min(max(chosen, 0), len(choices) - 1)
    ours = utterance.source is None
    return {
        "title": title(draft),
        "number": number,
        "count": len(draft.script.utterances),
        "written": utterance.written,
        **_sentence_anchor(draft, utterance),
        "words": [_word(choice, ours=ours) for choice in choices],
        "chosen": chosen,
        "word": _panel(choices[chosen], lang) if choices else None,
        "is_read_otherwise": any(choice.decided_by == EDITOR for choice in choices),
        "next": after_words(draft, number, lang, base),
    }


def _sentence_anchor(draft: Draft, utterance: Utterance) -> dict[str, Any]:
    """Return the words that tie a reading to a sentence: its first ones, with which of their places it is."""
    if utterance.source is None:
        return {"sentence": utterance.written, "sentence_nth": 0}
    found = _anchor(draft.article.paragraphs, utterance.source)
    return {"sentence": found["anchor"], "sentence_nth": found["nth"]}


def _word(choice: Choice, *, ours: bool) -> dict[str, Any]:
    unsure = is_unsure(choice) and not ours
    kind = "edited" if choice.decided_by == EDITOR else "unsure" if unsure else ""
    return {"reading": composed(choice.reading), "class": kind, "doubtful": unsure}


def composed(reading: str) -> str:
    """Return a reading as the web wants text (NFC); a voice has each shadda first, and so has what comes back."""
    return unicodedata.normalize("NFC", reading)


def is_unsure(choice: Choice) -> bool:
    """Say whether the networks decided a word, and were not sure."""
    return not choice.decided_by and choice.confidence is not None and choice.confidence < DOUBTFUL_WORD


def _panel(choice: Choice, lang: str) -> dict[str, Any]:
    known = words(lang)["of_words"]["deciders"]
    decider = choice.decided_by.partition(":")[0] or "networks"
    detail = choice.decided_by.partition(": ")[2]
    said = [f"{at} {composed(option.reading)}" for at, option in enumerate(choice.options, start=1)]
    return {
        "said": f"{words(lang)['of_words']['readings']}: {comma(lang).join(said)}",
        "bare": choice.bare,
        "nth": choice.nth,
        "reading": composed(choice.reading),
        "decided_by": " ".join(filter(None, (known.get(decider, decider), f"({detail})" if detail else ""))),
        "decided": choice.decided_by == EDITOR,
        "sure": None if choice.confidence is None or decider != "networks" else round(100 * choice.confidence),
        "options": [_option(option, known) for option in choice.options],
    }


def _option(option: Option, known: dict[str, str]) -> dict[str, Any]:
    return {"reading": composed(option.reading), "sources": [known.get(source, source) for source in option.sources]}


def numbers(draft: Draft, lang: str) -> list[tuple[int, ReadBack, str]]:
    """Return every number with the sentence that it stands in, and what is heard of it, in words of the page."""
    kinds = words(lang)["of_numbers"]["kinds"]
    return [(at, found, " ".join(kinds.get(part, part) for part in found.value.split())) for at, found in draft.numbers]
