"""`captions.vtt`: the words in step with the sound (WebVTT: The Web Video Text Tracks Format)."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.files import write_text
from briefing.provenance import tags
from briefing.publishing import phrases
from briefing.publishing.clock import stamp
from briefing.publishing.notices import heading
from briefing.publishing.text import clip, tidy
from briefing.publishing.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from briefing.model import Cue, Episode
    from briefing.publishing.phrases import Phrase

CAPTIONS_FILE = "captions.vtt"
LONGEST_LINE = 65  # with the tag that names the speaker
LONGEST_SPEAKER = 28
_END = "</v>"
_TO_THE_LEFT = "\N{RIGHT-TO-LEFT MARK}"
_NO_MARKUP = dict.fromkeys(map(ord, "&<>"), " ")  # an escaped name could outgrow the line


class Captions:
    """Writes `captions.vtt`."""

    optional = False

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write one cue a caption, each line of at most 65 characters with the speaker's name, below who made it."""
        blocks = ["WEBVTT", _note(episode), *map(_block, captions(episode))]
        return [write_text(folder / CAPTIONS_FILE, "\n\n".join(blocks) + "\n")]


def captions(episode: Episode) -> Iterator[tuple[Phrase, ...]]:
    """Walk the timeline caption by caption, each of one line or two."""
    named = (strip_marks(episode.article.at(span)).split() for span in episode.script.segments.names)
    names = {pair for words_of_name in named for pair in pairwise(words_of_name)}
    for timed in episode.chapters:
        yield from phrases.captions([_said(cue) for cue in timed.cues], _width, names)


def by_speaker(caption: Iterable[Phrase]) -> Iterator[tuple[str, list[Phrase]]]:
    """Part the lines of a caption where another one is heard."""
    for speaker, lines in groupby(caption, key=lambda phrase: phrase.speaker):
        yield speaker, list(lines)


def speaker_of(cue: Cue) -> str:
    """Name who is heard: the source of a quote, or the narrator."""
    return tidy(cue.utterance.speaker or "") or str(words()["narrator"])


def _width(text: str) -> int:
    return len(_escaped(text))


def _said(cue: Cue) -> phrases.Said:
    speaker = speaker_of(cue)
    around = len(_voice(speaker)) + len(_TO_THE_LEFT) + len(_END)
    return phrases.Said(cue=cue, speaker=speaker, longest=LONGEST_LINE - around)


def _note(episode: Episode) -> str:
    """Say in a comment that no person speaks, and how the sound came to be."""
    told = [heading(episode), *(f"{name}: {value}" for name, value in tags(episode).items())]
    # An arrow would end the comment.
    return "\n".join(["NOTE", *(tidy(line).replace("-->", "") for line in told)])


def _block(caption: Sequence[Phrase]) -> str:
    voices = list(by_speaker(caption))
    end = _END if len(voices) > 1 else ""  # one voice alone needs no end
    shown = (
        _voice(speaker) + "\n".join(_turned(line.text) + _escaped(line.text) for line in lines) + end
        for speaker, lines in voices
    )
    return "\n".join([f"{stamp(caption[0].start_ms)} --> {stamp(caption[-1].end_ms)}", *shown])


def _voice(speaker: str) -> str:
    return f"<v {clip(tidy(speaker.translate(_NO_MARKUP)), LONGEST_SPEAKER)}>"


def _turned(text: str) -> str:
    """Return the mark that a player needs to set a line from right to left that begins with a Latin letter."""
    first = next((letter for letter in text if letter.isalpha()), "")
    return _TO_THE_LEFT if first.isascii() and first else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
