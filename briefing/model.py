"""The nouns that flow through the house: frozen, slotted, keyword-only, with units in their names.

One article goes one way through; each stage takes one noun and gives the next:

    source --read--> Article --clean--> Article --choose--> Segments --write--> Script
           --verbalize--> Script --diacritize--> Script --speak--> Clips --mix--> Recording --master--> Recording
           --tag--> Episode --publish--> files
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime  # noqa: TC003 - `documents` asks for an article's types at run time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal
    from pathlib import Path


# --- what came in ---------------------------------------------------------------------------------------------------


class DropReason(StrEnum):
    """Why a paragraph is set aside."""

    DUPLICATE = "duplicate"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A paragraph that is set aside, and why."""

    paragraph: int
    reason: DropReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a claim stands: code points `start` to `end` of paragraph `paragraph` of the cleaned article."""

    paragraph: int
    start: int
    end: int

    @property
    def place(self) -> tuple[int, int]:
        """Where it starts, to put spans in order."""
        return self.paragraph, self.start

    def moved(self, paragraphs: int) -> Span:
        """Return the same place so many paragraphs farther down."""
        return replace(self, paragraph=self.paragraph + paragraphs)

    def holds(self, other: Span) -> bool:
        """Say whether another span lies inside this one."""
        return self.paragraph == other.paragraph and self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Say whether two spans have a character in common."""
        return self.paragraph == other.paragraph and self.start < other.end and other.start < self.end


class CorrectionKind(StrEnum):
    """What an editor decides: what is told and what comes first, who spoke, what is news, how long, how it is read."""

    TELL = "tell"
    LEAVE = "leave"
    LEAD = "lead"
    SPEAKER = "speaker"
    RESTORE = "restore"
    SET_ASIDE = "set_aside"
    LENGTH = "length"
    READING = "reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an editor decided of an article, anchored by words of it, so that it holds when the article moves around it.

    `text` are these words; `nth` counts their places in the article from 1, and 0 stands for the first. Of a reading
    `text` is the word as it is said, bare; `sentence` are words of the sentence that it stands in, "" for every one,
    `sentence_nth` counts their places, and `nth` those of the word there, 0 for all of them. `to` is what was decided:
    a speaker's name, "" for nobody; the word with its marks; a length. `shared` says that it was decided for every
    article of a show.
    """

    kind: CorrectionKind
    text: str = ""
    to: str = ""
    sentence: str = ""
    sentence_nth: int = 0
    nth: int = 0
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """That an editor stands for an article as it was told in a length; `told` is the digest of that."""

    by: str
    at: datetime
    length: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article: its paragraphs in the order of the input, the headline at 0, and what the input says of itself.

    Cleaning never renumbers: a paragraph that is set aside keeps its place and is named in `dropped`.
    What the input does not say is None, never a guess. `id` is what the source itself calls the article, for life,
    `sections` are where it puts it: politics, sport. A bulletin is an article of several `parts`: its own headline,
    then their paragraphs, one part after the other. `corrections` are an editor's, `cleaned` is what was set aside
    before they were; `approvals` are of the article as it was told then, which may be as it is told now.
    """

    source: str
    paragraphs: tuple[str, ...]
    dropped: tuple[Dropped, ...] = ()
    url: str | None = None
    id: str | None = None
    byline: str | None = None
    dateline: str | None = None
    publication: str | None = None
    published: datetime | None = None
    sections: tuple[str, ...] = ()
    parts: tuple[Article, ...] = ()
    corrections: tuple[Correction, ...] = ()
    cleaned: tuple[Dropped, ...] = ()
    approvals: tuple[Approval, ...] = ()

    def decided(self, *kinds: CorrectionKind) -> tuple[Correction, ...]:
        """Return what an editor decided of these kinds, in order."""
        return tuple(correction for correction in self.corrections if correction.kind in kinds)

    def at(self, span: Span) -> str:
        """Return the text that a span points at."""
        return self.paragraphs[span.paragraph][span.start : span.end]

    def placed_parts(self) -> Iterator[tuple[int, Article]]:
        """Walk the parts, each with the number of its first paragraph here."""
        first = len(self.paragraphs) - sum(len(part.paragraphs) for part in self.parts)
        for part in self.parts:
            yield first, part
            first += len(part.paragraphs)

    def stories(self) -> Iterator[tuple[int, Article]]:
        """Walk what is told: the parts, each with the number of its first paragraph here, or this article alone."""
        return self.placed_parts() if self.parts else iter(((0, self),))

    def part_of(self, span: Span) -> Article:
        """Return the article that a span is of: the part that it stands in, or this one."""
        placed = (part for first, part in self.placed_parts() if 0 <= span.paragraph - first < len(part.paragraphs))
        return next(placed, self)


# --- what we say ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The article's own headline."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What happened, in the article's own sentences."""

    sentences: tuple[str, ...]
    spans: tuple[Span, ...]


class Gender(StrEnum):
    """What the grammar says: of a counted noun by its singular, of a person by the verbs and titles around the name."""

    MASCULINE = "masculine"
    FEMININE = "feminine"


class Reality(StrEnum):
    """What the article says of words: that they were said, asked, denied, or only alleged."""

    SAID = "said"
    ASKED = "asked"
    DENIED = "denied"
    ALLEGED = "alleged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's words, verbatim, with who said them.

    `text` is `article.at(span)`. `speaker` is the fullest name that the article uses for the source, None where the
    article does not say, or not surely enough: `margin` (0 to 1) is how far the likeliest source lies before the next.
    `gender` is that person's, None where the article does not show it or the source is no person. `cue` is the speech
    verb as written; `issuer` is whose the document is where a document speaks. `because` names what spoke for the
    source, the strongest first. `named` says that `speaker` is a name: "a spokesman" is another in another article.
    """

    text: str
    span: Span
    speaker: str | None = None
    cue: str | None = None
    margin: float = 0.0
    reality: Reality = Reality.SAID
    issuer: str | None = None
    because: tuple[str, ...] = ()
    key: bool = False
    gender: Gender | None = None
    named: bool = False


class FigureKind(StrEnum):
    """What a number counts."""

    POLL = "poll"
    VOTE = "vote"
    PERCENT = "percent"
    MONEY = "money"
    COUNT = "count"
    SAMPLE = "sample"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity that the article reports. `unit` is `%` or the singular of the counted noun."""

    text: str
    span: Span
    value: Decimal
    kind: FigureKind
    value_max: Decimal | None = None
    unit: str | None = None
    subject: str | None = None
    pollster: str | None = None
    comparison: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One survey with the numbers that it found; whatever the article does not say is None."""

    pollster: str | None
    figures: tuple[Figure, ...]
    partner: str | None = None
    sponsor: str | None = None
    publisher: str | None = None
    population: str | None = None
    sample_size: Decimal | None = None
    margin_of_error: Decimal | None = None
    fieldwork: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """What an editor takes from an article; `names` is where it names people and places."""

    headline: Headline
    lead: Lead | None = None
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    polls: tuple[Poll, ...] = ()
    names: tuple[Span, ...] = ()


# --- how it is said -------------------------------------------------------------------------------------------------


class Role(StrEnum):
    """Which member of the cast speaks.

    A script knows the first three. The others are for the people quoted beyond the first: a voice may name them in its
    cast, and who gets which is settled when the script is spoken.
    """

    NARRATOR = "narrator"
    QUOTE = "quote"
    FIGURES = "figures"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    WOMAN = "woman"
    SECOND_WOMAN = "second_woman"
    THIRD_WOMAN = "third_woman"
    FOURTH_WOMAN = "fourth_woman"


class ChapterKind(StrEnum):
    """Which part of the programme a chapter is: what happened, a further matter, somebody's words, a survey.

    A bulletin has its headlines, and a chapter for each story.
    """

    LEAD = "lead"
    MATTER = "matter"
    QUOTE = "quote"
    POLL = "poll"
    BACKGROUND = "background"
    CLOSING = "closing"
    HEADLINES = "headlines"
    STORY = "story"


class EditRule(StrEnum):
    """Which safe edit changes a sentence of the article: nothing else does."""

    CONNECTOR = "connector"
    ANTECEDENT = "antecedent"
    BRACKET = "bracket"
    MONTH = "month"
    DATELINE = "dateline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Text that is said in the place of code points `start` to `end` of the paragraph, nothing where it is empty."""

    rule: EditRule
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the written text and what is said for it.

    The pieces of an utterance tile `written`: each begins where the one before ended, and their `spoken` parts joined
    are the spoken text without added marks. A stretch that is said as written has `semiotic_class` None.
    """

    start: int
    end: int
    spoken: str
    semiotic_class: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedWord:
    """How a word of the spoken text, code points `start` to `end` without added marks, came to its marks.

    `decided_by` names the writer (`typed`), a name or word (`lexicon`, `article`), a frame of the grammar, or the
    diacritizer; `confidence` (0 to 1) is how far its networks agree, 1 where they were not asked.
    """

    start: int
    end: int
    decided_by: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One sentence of the briefing, in both texts: `written` for the eye and braille, `spoken` for the voice.

    `written` never changes after the script is written. `spoken` starts as `written`, loses digits and Latin letters
    when it is verbalized, and gains marks when it is diacritized. `source` is None for a link sentence of ours;
    otherwise `written` is the article's text there with `edits` made. `words` are filled with the marks, where the
    diacritizer tells how it came to them.
    """

    written: str
    spoken: str
    role: Role = Role.NARRATOR
    speaker: str | None = None
    pause_after_ms: int = 0
    source: Span | None = None
    edits: tuple[Edit, ...] = ()
    pieces: tuple[Piece, ...] = ()
    words: tuple[MarkedWord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the briefing with a title of its own."""

    kind: ChapterKind
    title: str
    utterances: tuple[Utterance, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The running order: what is said, chapter by chapter."""

    title: str
    chapters: tuple[Chapter, ...]
    segments: Segments

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """What is said, in order."""
        return tuple(utterance for chapter in self.chapters for utterance in chapter.utterances)

    def saying(self, utterances: Iterable[Utterance]) -> Script:
        """Return the script with as many utterances in the places of its own."""
        said = iter(utterances)
        chapters = tuple(
            replace(chapter, utterances=tuple(next(said) for _ in chapter.utterances)) for chapter in self.chapters
        )
        return replace(self, chapters=chapters)


# --- the recording --------------------------------------------------------------------------------------------------


class DigitalSource(StrEnum):
    """How sound came to be, by the names of the IPTC's vocabulary of digital source types.

    Rules and statistics that people wrote down make `algorithmicMedia`, a network that learnt to speak
    `trainedAlgorithmicMedia`, and people before a microphone `digitalCapture`.
    """

    ALGORITHM = "algorithmicMedia"
    TRAINED = "trainedAlgorithmicMedia"
    CAPTURE = "digitalCapture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice as its TOML file describes it: which synthesizer, with which options, and who reads what.

    `credit` is what listeners are told of it, in Arabic. `recorded`: a person speaks, not a machine.
    """

    name: str
    title: str
    synthesizer: str
    options: Mapping[str, object] = field(default_factory=dict)
    cast: Mapping[Role, Mapping[str, object]] = field(default_factory=dict)
    credit: str = ""
    recorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """Mono sound, signed 16-bit little-endian samples."""

    samples: bytes
    sample_rate: int

    @property
    def length_samples(self) -> int:
        """How many samples it holds."""
        return len(self.samples) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTime:
    """When one word of the spoken text sounds: `word` counts its whitespace-separated words from 0."""

    word: int
    start_sample: int
    end_sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What a synthesizer gives back: sound, and the times of its words where it knows them."""

    audio: Audio
    words: tuple[WordTime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One utterance, spoken, with the number of the chapter that it belongs to.

    `reader` is the member of the cast that spoke it; None stands for the one that the utterance's role names.
    """

    utterance: Utterance
    chapter: int
    speech: Speech
    reader: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """When one written word sounds: code points `start` to `end` of the cue's written text."""

    start: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """When one utterance sounds, and its words where the voice knows them."""

    utterance: Utterance
    start_ms: int
    end_ms: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedChapter:
    """A chapter on the timeline; the first starts at 0, each starts where the one before ended."""

    chapter: Chapter
    start_ms: int
    end_ms: int
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The programme: sound on disk (mono s16 little-endian, no header) and the one timeline behind every form."""

    pcm: Path
    sample_rate: int
    length_samples: int
    chapters: tuple[TimedChapter, ...]

    @property
    def duration_ms(self) -> int:
        """How long it sounds."""
        return round(self.length_samples * 1000 / self.sample_rate)


# --- what listeners get ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A media file of an episode, by its name inside the episode's folder."""

    name: str
    media_type: str
    length_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One finished briefing: everything that a publisher needs, and no audio in memory.

    `corrected` is when the article was corrected last, where that is told. `audited` is the sentence that says what was
    proven of its words, "" where nothing was; `length` is the one that it is told in, and `approved` is when an editor
    approved it as it is, where one did.
    """

    slug: str
    guid: str
    article: Article
    script: Script
    chapters: tuple[TimedChapter, ...]
    duration_ms: int
    published: datetime
    voice: Voice
    diacritizer: str
    enclosures: tuple[Enclosure, ...]
    notices: tuple[str, ...] = ()
    corrected: datetime | None = None
    audited: str = ""
    length: str = ""
    approved: datetime | None = None
