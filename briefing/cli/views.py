"""What `briefing show` prints after each stage: data for a program, lines for a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from briefing import pipeline, shown
from briefing.arabic import strip_marks
from briefing.editorial import report, sentences
from briefing.narration import phonemes
from briefing.narration.pausal import Endings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefing.model import Article, Chapter, Script, Utterance
    from briefing.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One stage of one article, in both forms, each made when it is asked for."""

    data: Callable[[], Any]
    text: Callable[[], str]


def article(found: Article, settings: Settings) -> View:
    """Show the paragraphs with their numbers, and which are set aside and why."""
    del settings
    data = asdict(found)
    data |= {"source": shown.place(found.source), "url": shown.link(found.url) if found.url else None}
    data["published"] = found.published.isoformat() if found.published else None
    reasons = {dropped.paragraph: f" [{dropped.reason}]" for dropped in found.dropped}
    lines = [f"{number}{reasons.get(number, '')}\t{text}" for number, text in enumerate(found.paragraphs)]
    return View(data=lambda: data, text=lambda: "\n".join(lines))


def split(found: Article, settings: Settings) -> View:
    """Show the sentences of each paragraph."""
    del settings
    data = [list(sentences.split(paragraph)) for paragraph in found.paragraphs]
    lines = [f"{number}\t{sentence}" for number, paragraph in enumerate(data) for sentence in paragraph]
    return View(data=lambda: data, text=lambda: "\n".join(lines))


def segments(found: Article, settings: Settings) -> View:
    """Show headline, lead, quotes and figures with their spans."""
    del settings
    chosen = pipeline.segments(found)
    return View(data=lambda: report.as_json(found, chosen), text=lambda: "\n".join(report.as_lines(found, chosen)))


def script(found: Article, settings: Settings) -> View:
    """Show the running order as written; data also says of each word to come how its marks were chosen."""
    return View(
        data=lambda: _script_data(_marked(found, settings), _chosen_data),
        text=lambda: _script_text(pipeline.written(found, settings), _written_line),
    )


def spoken(found: Article, settings: Settings) -> View:
    """Show what is written beside what is said, and which class and rule spelled it out."""
    return _of_script(_marked(found, settings), _spoken_line, _spoken_data)


def sounds(found: Article, settings: Settings) -> View:
    """Show the IPA that the voice is given, its words ended as the settings say."""
    endings = Endings(settings.endings)
    return _of_script(
        _marked(found, settings),
        lambda utterance: f"{utterance.written}\n    {phonemes.ipa(utterance.spoken, endings)}",
        lambda utterance: _sound_data(utterance, endings),
    )


VIEWS: Mapping[str, Callable[[Article, Settings], View]] = {
    "article": article,
    "sentences": split,
    "segments": segments,
    "script": script,
    "spoken": spoken,
    "phonemes": sounds,
}


def _marked(found: Article, settings: Settings) -> Script:
    text = pipeline.spoken(pipeline.written(found, settings), settings)
    return pipeline.diacritized(text, settings.diacritizer, found, settings)


def _of_script(text: Script, line: Callable[[Utterance], str], data: Callable[[Utterance], dict[str, Any]]) -> View:
    return View(data=lambda: _script_data(text, data), text=lambda: _script_text(text, line))


def _script_data(text: Script, data: Callable[[Utterance], dict[str, Any]]) -> dict[str, Any]:
    return {"title": text.title, "chapters": [_chapter_data(chapter, data) for chapter in text.chapters]}


def _script_text(text: Script, line: Callable[[Utterance], str]) -> str:
    return "\n\n".join("\n".join(_chapter_lines(chapter, line)) for chapter in text.chapters)


def _chapter_data(chapter: Chapter, data: Callable[[Utterance], dict[str, Any]]) -> dict[str, Any]:
    return {
        "kind": chapter.kind,
        "title": chapter.title,
        "speaker": chapter.speaker,
        "utterances": [data(utterance) for utterance in chapter.utterances],
    }


def _chapter_lines(chapter: Chapter, line: Callable[[Utterance], str]) -> Iterator[str]:
    yield f"# {chapter.title}"
    yield from map(line, chapter.utterances)


def _written_line(utterance: Utterance) -> str:
    return utterance.written


def _written_data(utterance: Utterance) -> dict[str, Any]:
    return {
        "written": utterance.written,
        "role": utterance.role,
        "speaker": utterance.speaker,
        "source": asdict(utterance.source) if utterance.source else None,
        "edits": [asdict(edit) for edit in utterance.edits],
        "pause_after_ms": utterance.pause_after_ms,
    }


def _spoken_line(utterance: Utterance) -> str:
    return f"{utterance.written}\n    {utterance.spoken}"


def _spoken_data(utterance: Utterance) -> dict[str, Any]:
    pieces = [
        {
            "start": piece.start,
            "end": piece.end,
            "written": utterance.written[piece.start : piece.end],
            "spoken": piece.spoken,
            "class": piece.semiotic_class,
            "rule": piece.rule,
        }
        for piece in utterance.pieces
        if piece.semiotic_class
    ]
    return {**_chosen_data(utterance), "spoken": utterance.spoken, "pieces": pieces}


def _chosen_data(utterance: Utterance) -> dict[str, Any]:
    """Add to what is written who chose each spoken word's marks, and how surely."""
    bare = strip_marks(utterance.spoken)
    words = [
        {
            "word": bare[word.start : word.end],
            "decided_by": word.decided_by or "networks",
            "confidence": word.confidence,
        }
        for word in utterance.words
    ]
    return {**_written_data(utterance), "words": words}


def _sound_data(utterance: Utterance, endings: Endings) -> dict[str, Any]:
    sounds = phonemes.ipa(utterance.spoken, endings)
    return {**_written_data(utterance), "spoken": utterance.spoken, "phonemes": sounds}
