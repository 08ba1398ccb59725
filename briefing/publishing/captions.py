"""`captions.vtt`: the words in step with the sound (WebVTT: The Web Video Text Tracks Format)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.files import write_text
from briefing.provenance import tags
from briefing.publishing.clock import stamp
from briefing.publishing.notices import heading
from briefing.publishing.phrases import Phrase, phrases
from briefing.publishing.text import clip, tidy
from briefing.publishing.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefing.model import Cue, Episode

CAPTIONS_FILE = "captions.vtt"
LONGEST_LINE = 65
LONGEST_SPEAKER = 28
_TO_THE_LEFT = "\N{RIGHT-TO-LEFT MARK}"
_NO_MARKUP = dict.fromkeys(map(ord, "&<>"), " ")  # an escaped name could outgrow the line


class Captions:
    """Writes `captions.vtt`."""

    optional = False

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write one cue a phrase, one line of at most 65 characters with the speaker's name, below who made it."""
        blocks = ["WEBVTT", _note(episode), *(_block(speaker, phrase) for speaker, phrase in spoken_phrases(episode))]
        return [write_text(folder / CAPTIONS_FILE, "\n\n".join(blocks) + "\n")]


def spoken_phrases(episode: Episode) -> Iterator[tuple[str, Phrase]]:
    """Walk the timeline phrase by phrase, with who is heard."""
    for timed in episode.chapters:
        for cue in timed.cues:
            speaker = speaker_of(cue)
            budget = LONGEST_LINE - len(_voice(speaker)) - len(_TO_THE_LEFT)
            for phrase in phrases(cue, budget, weight=lambda text: len(_escaped(text))):
                yield speaker, phrase


def speaker_of(cue: Cue) -> str:
    """Name who is heard: the source of a quote, or the narrator."""
    return tidy(cue.utterance.speaker or "") or str(words()["narrator"])


def _note(episode: Episode) -> str:
    """Say in a comment that no person speaks, and how the sound came to be."""
    told = [heading(episode), *(f"{name}: {value}" for name, value in tags(episode).items())]
    # An arrow would end the comment.
    return "\n".join(["NOTE", *(tidy(line).replace("-->", "") for line in told)])


def _block(speaker: str, phrase: Phrase) -> str:
    times = f"{stamp(phrase.start_ms)} --> {stamp(phrase.end_ms)}"
    return f"{times}\n{_voice(speaker)}{_turned(phrase.text)}{_escaped(phrase.text)}"


def _voice(speaker: str) -> str:
    return f"<v {clip(tidy(speaker.translate(_NO_MARKUP)), LONGEST_SPEAKER)}>"


def _turned(text: str) -> str:
    """Return the mark that a player needs to set a line from right to left that begins with a Latin letter."""
    first = next((letter for letter in text if letter.isalpha()), "")
    return _TO_THE_LEFT if first.isascii() and first else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
