"""Episodes made by hand from the nouns, without a voice: what a pipeline would hand to the publishers."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from briefing import plugins
from briefing.model import (
    Article,
    Chapter,
    ChapterKind,
    Cue,
    Enclosure,
    Episode,
    Figure,
    FigureKind,
    Headline,
    Lead,
    Mark,
    Piece,
    Quote,
    Role,
    Script,
    Segments,
    Span,
    TimedChapter,
    Utterance,
    Voice,
)
from briefing.publishing import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADLINE = "المجلس يقر ميزانية الحديقة الكبرى"
LEAD = (
    "أقر المجلس البلدي يوم الأحد ميزانية الحديقة الكبرى، بعد نقاش طويل حول كلفتها، وقالت شركة Green City إنها مستعدة."
)
QUOTE = "لن نترك شجرة واحدة بلا ماء، وهذا وعد نقطعه أمام الجميع، ونحن نعرف أن الطريق طويل."
SPEAKER = "ليلى المنصوري"
POLL = "وأظهر استطلاع أن 67% من السكان يؤيدون المشروع."
POLL_SPOKEN = "وَأَظْهَرَ اسْتِطْلَاعٌ أَنَّ سَبْعَةً وَسِتِّينَ بِالْمِئَةِ مِنَ السُّكَّانِ يُؤَيِّدُونَ الْمَشْرُوعَ."
MS_A_WORD = 400
# The forms of every episode; braille is not among them, because it needs a program that pip does not bring.
FORMS = ("captions", "chapters", "page", "player", "summary", "transcript")
MP3 = b"\xff\xfb\x90\x64" + bytes(4000)
_TRICKS = "<script>alert(1)</script>]]><!--&amp;&#0;\x00\x07\x1b[31m\u202e\u2066\u200f\ud800\ufffe --> \r\n\u2028"
# Markup, the end of CDATA, control characters, turned directions, template and Markdown signs, length.
HOSTILE = f"خبر {_TRICKS} ومن ثم {'ن' * 10_000} ![x](y) {{{{7*7}}}} | * _ # ' \""


def spoken_poll() -> tuple[Piece, ...]:
    start = POLL.index("67%")
    end = start + len("67%")
    return (
        Piece(start=0, end=start, spoken=POLL[:start]),
        Piece(start=start, end=end, spoken="سبعة وستين بالمئة", semiotic_class="percent"),
        Piece(start=end, end=len(POLL), spoken=POLL[end:]),
    )


def article(headline: str = HEADLINE, lead: str = LEAD, quote: str = QUOTE) -> Article:
    return Article(
        source="garden.txt",
        paragraphs=(headline, lead, f"“{quote}”", POLL),
        url="https://example.org/garden?id=1&lang=ar",
        publication="صحيفة المدينة",
    )


def timed(cast: list[Chapter], *, words: bool) -> tuple[TimedChapter, ...]:
    """Lay chapters on a timeline: so many milliseconds a word, half a second between utterances."""
    found, now = [], 0
    for chapter in cast:
        start, cues = now, []
        for utterance in chapter.utterances:
            begin, marks, at = now, [], 0
            for word in utterance.written.split():
                at = utterance.written.index(word, at)
                marks.append(Mark(start=at, end=at + len(word), start_ms=now, end_ms=now + MS_A_WORD - 37))
                at += len(word)
                now += MS_A_WORD
            cues.append(Cue(utterance=utterance, start_ms=begin, end_ms=now, marks=tuple(marks) if words else ()))
            now += 501
        found.append(TimedChapter(chapter=chapter, start_ms=start, end_ms=now, cues=tuple(cues)))
    return tuple(found)


def build(
    *,
    slug: str = "garden",
    headline: str = HEADLINE,
    lead: str = LEAD,
    quote: str = QUOTE,
    speaker: str | None = SPEAKER,
    words: bool = True,
    published: datetime = datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    sound: bytes = MP3,
) -> Episode:
    """Make an episode of five chapters; every part of it can be chosen."""
    poll_start = POLL.index("67%")
    figure = Figure(
        text="67%",
        span=Span(paragraph=3, start=poll_start, end=poll_start + 3),
        value=Decimal(67),
        unit="%",
        kind=FigureKind.POLL,
        subject="مؤيدو المشروع",
    )
    story = article(headline, lead, quote)
    segments = Segments(
        headline=Headline(text=headline, span=Span(paragraph=0, start=0, end=len(headline))),
        lead=Lead(sentences=(lead,), spans=(Span(paragraph=1, start=0, end=len(lead)),)),
        quotes=(Quote(text=quote, span=Span(paragraph=2, start=1, end=1 + len(quote)), speaker=speaker, key=True),),
        figures=(figure,),
    )
    cast = [
        _chapter(ChapterKind.LEAD, "الافتتاح", "إليكم هذا الموجز."),
        _chapter(ChapterKind.LEAD, "العنوان", headline),
        _chapter(ChapterKind.LEAD, "ما حدث", lead),
        Chapter(
            kind=ChapterKind.QUOTE,
            title=f"ما قالته {speaker}" if speaker else "اقتباس",
            speaker=speaker,
            utterances=(
                Utterance(written="وهذا ما قيل:", spoken="وَهَذَا مَا قِيلَ:"),
                Utterance(written=quote, spoken=quote, role=Role.QUOTE, speaker=speaker),
            ),
        ),
        Chapter(
            kind=ChapterKind.POLL,
            title="أرقام الاستطلاع",
            utterances=(
                Utterance(
                    written=POLL,
                    spoken=POLL_SPOKEN,
                    role=Role.FIGURES,
                    pieces=spoken_poll(),
                    source=Span(paragraph=3, start=0, end=len(POLL)),
                ),
            ),
        ),
        _chapter(ChapterKind.CLOSING, "الختام", "كان هذا موجزكم."),
    ]
    chapters = timed(cast, words=words)
    return Episode(
        slug=slug,
        guid=f"guid-{slug}",
        article=story,
        script=Script(title=headline, chapters=tuple(cast), segments=segments),
        chapters=chapters,
        duration_ms=chapters[-1].end_ms,
        published=published,
        voice=Voice(name="silence", title="صمت", synthesizer="silence"),
        diacritizer="none",
        enclosures=(Enclosure(name="briefing.mp3", media_type="audio/mpeg", length_bytes=len(sound)),),
        notices=("رقم واحد لم يُراجَع.",),
    )


def _chapter(kind: ChapterKind, title: str, *sentences: str) -> Chapter:
    return Chapter(kind=kind, title=title, utterances=tuple(Utterance(written=s, spoken=s) for s in sentences))


@pytest.fixture(scope="session")
def make_episode() -> Callable[..., Episode]:
    """Give the builder of episodes."""
    return build


@pytest.fixture
def episode() -> Episode:
    """Give one ordinary episode."""
    return build()


@pytest.fixture(scope="session")
def publish_into() -> Callable[[Episode, Path], Path]:
    """Give a function that publishes an episode into an output folder, as the pipeline does; it returns its folder."""

    def put(made: Episode, output: Path) -> Path:
        folder = output / made.slug
        folder.mkdir(exist_ok=True)
        (folder / "briefing.mp3").write_bytes(MP3)
        for name in (*FORMS, "epub"):
            plugins.publisher(name).publish(made, folder)
        record.write(made, folder)
        return folder

    return put


@pytest.fixture
def on_the_shelf(publish_into: Callable[[Episode, Path], Path], tmp_path: Path) -> Callable[[Episode], Path]:
    """Give the same for an output folder of the test's own."""
    return lambda made: publish_into(made, tmp_path)


@pytest.fixture
def hostile() -> str:
    """Give a text that tries everything."""
    return HOSTILE
