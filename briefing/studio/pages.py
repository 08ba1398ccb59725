"""What each page shows, laid out for its template; the words around are data, in Arabic or English."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from briefing.arabic import strip_marks
from briefing.arabic.letters import COMMA
from briefing.corrections import number_of
from briefing.editorial.running_order import LENGTHS
from briefing.model import CorrectionKind, Span
from briefing.narration.diacritizers.letters import words as words_in
from briefing.narration.dictated import EDITOR
from briefing.pipeline.unmet import as_line
from briefing.publishing.clock import spelled
from briefing.publishing.markup import running
from briefing.publishing.text import clip, tidy, visible
from briefing.publishing.words import environment
from briefing.resources import data, read_toml
from briefing.studio.draft import DOUBTFUL_WORD, Draft, doubtful, is_doubtful, is_of_nobody

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from briefing.model import Quote
    from briefing.narration.alternatives import Choice, Option
    from briefing.studio.draft import Doubts

LANGUAGES = ("ar", "en")
_ANCHOR_WORDS = 12
_SHORT_CHARS = 48
_WORD = re.compile("[\\w\u064b-\u0652\u0670]+")
_SENTENCE_KINDS = (CorrectionKind.TELL, CorrectionKind.LEAVE, CorrectionKind.LEAD)
_PARAGRAPH_KINDS = (CorrectionKind.RESTORE, CorrectionKind.SET_ASIDE)


@cache
def words(lang: str) -> dict[str, Any]:
    """Return what the pages say in a language."""
    return read_toml(data(lang, "studio.toml"))


def render(template: str, lang: str, **values: object) -> str:
    """Fill in a page."""
    comma = f"{COMMA} " if lang == "ar" else ", "
    page = environment().get_template(f"studio/{template}")
    return page.render(t=words(lang), lang=lang, comma=comma, running=running, **values)


def doubts(found: Doubts, lang: str) -> list[str]:
    """Say what should be looked at, the gravest first."""
    forms = words(lang)["doubts"]
    return [spelled(count, forms[name]) for name in forms if (count := getattr(found, name))]


def title(draft: Draft) -> str:
    """Return the headline as it is shown."""
    return tidy(draft.article.paragraphs[0])


def article(draft: Draft, heard: frozenset[str], lang: str) -> dict[str, Any]:
    """Lay out the article beside the briefing."""
    length = next((one.to for one in reversed(draft.article.decided(CorrectionKind.LENGTH))), draft.settings.length)
    return {
        "title": title(draft),
        "paragraphs": list(_paragraphs(draft)),
        "people": draft.people,
        "lengths": dict.fromkeys((*LENGTHS, length)),
        "length": length,
        "chapters": list(_chapters(draft, heard, lang)),
        "unmet": [as_line(decision, why) for decision, why in draft.unmet],
        "look_at": list(_look_at(draft, lang)),
    }


def _look_at(draft: Draft, lang: str) -> Iterator[dict[str, Any]]:
    """Yield each single thing to look at, with the place of the page, or the page, where that is done."""
    t = words(lang)["of_article"]
    for number, found in draft.numbers:
        if not found.holds:
            yield {"label": f"{words(lang)['numbers']}: {found.written}", "utterance": number}
    for at, span in enumerate(draft.sentences):
        name = _name_of(draft, at)
        for order, quote in enumerate(draft.quotes_in(span)):
            if draft.is_told(quote.span) and (is_doubtful(quote) or is_of_nobody(quote)):
                speaker = quote.speaker or t["nobody"]
                yield {"label": f"{t['speaker']}: {speaker} – {short(quote.text)}", "place": f"{name}q{order}"}
    for number, utterance in enumerate(draft.script.utterances):
        if unsure := doubtful(utterance):
            label = f"{spelled(len(unsure), words(lang)['doubts']['words'])} – {short(utterance.written)}"
            yield {"label": label, "utterance": number, "word": _first_of(draft, number, unsure[0].start)}
    for drop in draft.article.dropped:
        if drop.reason != EDITOR:
            text = short(draft.article.paragraphs[drop.paragraph])
            yield {"label": f"{t['aside']}: {text}", "place": f"p{drop.paragraph}"}


def _name_of(draft: Draft, at: int) -> str:
    """Name a sentence by its paragraph and its place there."""
    paragraph = draft.sentences[at].paragraph
    first = next(number for number, span in enumerate(draft.sentences) if span.paragraph == paragraph)
    return f"p{paragraph}s{at - first}"


def _first_of(draft: Draft, number: int, start: int) -> int:
    """Return which word of an utterance begins at a place of its bare letters."""
    bare = strip_marks(draft.script.utterances[number].spoken)
    return next((at for at, (first, _) in enumerate(words_in(bare)) if first >= start), 0)


def _paragraphs(draft: Draft) -> Iterator[dict[str, Any]]:
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
            "sentences": [_sentence(draft, span, f"p{number}s{at}") for at, span in enumerate(spans)],
            **_anchor(paragraphs, whole),
            "decision": decision.kind if decision else "",
        }


def _sentence(draft: Draft, span: Span, name: str) -> dict[str, Any]:
    decision = draft.decision(span, *_SENTENCE_KINDS)
    quotes = draft.quotes_in(span)
    return {
        "id": name,
        "told": draft.is_told(span),
        "html": _marked_up(draft, span),
        "decision": decision.kind if decision else "",
        "quotes": [_quote(draft, quote, f"{name}q{at}") for at, quote in enumerate(quotes)],
        **_anchor(draft.article.paragraphs, span),
    }


def _quote(draft: Draft, quote: Quote, name: str) -> dict[str, Any]:
    decided = quote.because == (EDITOR,)
    return {
        "id": name,
        "speaker": quote.speaker or "",
        "decided": decided,
        "doubtful": is_doubtful(quote) or is_of_nobody(quote),
        "margin": round(100 * quote.margin),
        "because": quote.because,
        **_anchor(draft.article.paragraphs, quote.span),
    }


def _anchor(paragraphs: tuple[str, ...], span: Span) -> dict[str, Any]:
    """Return the words that a decision is tied to: the first of a stretch, with which of their places it is."""
    text = paragraphs[span.paragraph]
    found = [match.end() for match in _WORD.finditer(text, span.start, span.end)][:_ANCHOR_WORDS]
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


def of_words(draft: Draft, number: int, chosen: int, lang: str) -> dict[str, Any]:
    """Lay out the words of an utterance, and the readings of the one that is chosen."""
    utterance, choices = draft.script.utterances[number], draft.words(number)
    chosen = min(max(chosen, 0), len(choices) - 1)
    source = utterance.source
    return {
        "title": title(draft),
        "number": number,
        "count": len(draft.script.utterances),
        "written": utterance.written,
        "sentence": draft.article.at(source) if source else utterance.written,
        "words": [_word(choice) for choice in choices],
        "chosen": chosen,
        "word": _panel(choices[chosen], lang) if choices else None,
        "is_read_otherwise": any(choice.decided_by == EDITOR for choice in choices),
    }


def _word(choice: Choice) -> dict[str, Any]:
    unsure = is_unsure(choice)
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
    return {
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
