"""Hostile inputs by the hundred thousand: each target must come back from every one, in time, with what it promises.

    python benchmarks/fuzz.py reader --inputs 100000 --seed 1

An input is made by a grammar or by cutting up our own cases, from the seed and its number alone, so that `--first
NUMBER --inputs 1` makes it again. What a target refuses with one line of ours is counted, not reported; anything else
is printed with the input, and the exit status is 1. The last line is JSON: inputs, inputs a second, findings.
"""

from __future__ import annotations

import argparse
import codecs
import csv
import json
import logging
import multiprocessing
import random
import resource
import signal
import sys
import time
import traceback
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from briefing import plugins
from briefing.article.clean import clean
from briefing.article.read import read
from briefing.editorial import script
from briefing.editorial.choose import choose
from briefing.errors import BriefingError
from briefing.model import (
    Article,
    Chapter,
    ChapterKind,
    Cue,
    Enclosure,
    Episode,
    Headline,
    Role,
    Script,
    Segments,
    Span,
    TimedChapter,
    Utterance,
    Voice,
)
from briefing.narration.verbalize import verbalize
from briefing.narration.verbalize.guard import mismatches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
SEED = ROOT / "seeds" / "aoc-biden-2024.txt"
# What a test machine can spare: an input that needs more is a finding.
MOST_MEMORY_BYTES = 4 << 30
# Processor time stops what Python can stop; a library that never comes back is killed by the clock, much later, because
# the machine may be busy.
CLOCK_FOR_SECOND = 30
LONGEST_ERROR_LINE = 600
LONGEST_SHOWN = 4_000
MS_AN_UTTERANCE = 1_000
# How often a piece of an input is said thousands of times.
WALLS = 0.001
FORMS = ("captions", "chapters", "page", "summary", "transcript")


class FailedPromiseError(Exception):
    """A target came back with what it must not give."""


def promise(what: str, *, kept: bool) -> None:
    """Raise where a promise is not kept."""
    if not kept:
        raise FailedPromiseError(what)


# --- making inputs --------------------------------------------------------------------------------------------------


def _listed(words: str) -> tuple[str, ...]:
    """Return the words of a text; one with a space in it is written with an underline."""
    return tuple(word.replace("_", " ") for word in words.split())


ARABIC_WORDS = _listed(
    """
    قال الوزير إن وأضاف أن الرئيس مجلس النواب في من على أعلن وذكرت الوكالة يوم الأحد مليون ألف مئة وعشرون دولار نقطة
    استطلاع الرأي مئوية بالمئة الساعة مساء صباحا مارس نيسان عام سنة قبل بعد الميلاد هجرية كيلومتر درجة لو لـ بـ و ف ل ب
    وقالت وقالوا كذب نفى مؤكدا مشيرا إلى هدى سالم محمد عبد الله الأمم المتحدة رويترز أ.ف.ب د. م. الخ صورة المصدر اقرأ
    أيضا تابعنا كتب تصوير العراق القاهرة (رويترز) واحد اثنان ثلاثة ثلثا نصف ربع الأول الثانية الطائرة الطبعة المادة رقم
    """
)
VOWELS = tuple("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0653\u0654\u0655\u0640")
BIDI = tuple("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ODD = tuple(
    "\0\a\b\t\n\v\f\r\x1b\x1c\x85\u00a0\u00ad\u034f\u115f\u180e\u200b\u200c\u200d\u2028\u2029\u2060\u3000\ufe0f\ufeff"
    "\ufffc\ufffd\ufffe\uffff\U000e0001\U0010ffff"
)
EMOJI = _listed("😀 👩\u200d👧 🇪🇬 👍🏽 1️⃣ ❤️ ™ ① Ⅷ ½ ² ₪ € $ ° № ‰ ﷺ ﷼ ﷲ ﻻ")
QUOTES = (*"\"'“”«»„‟‘’‹›()[]{}…", "<<", ">>", "``", "''")
STOPS = (*".،؛:!؟?,;-–—/\\|*_#%&+=~^@", "...", " - ", ". ", "، ", ": ", "\n", "\n\n", " ")
LATIN = _listed("CNN F-16 a I XIV COVID-19 iPhone e.g. www.a.b x@y.z é ß ﬁ Ａ µ Å @a #b")
SEPARATORS = ("", *".,٫٬،-–/:'x×%وe+ ", "_")
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "०१२३", "₀₁²³")
AROUND = _listed("$ € £ % ٪ ‰ ° № + - − # كم _كم _دولار م هـ _هـ ق.م ال بـ لـ و _من_ من")


def _wall(rng: random.Random, make: Callable[[random.Random], str], longest: int = 20_000) -> str:
    """Say one short thing very often: what takes more than linear time shows here."""
    unit = "".join(make(rng) for _ in range(rng.randint(1, 3)))[:40] or " "
    return make(rng) + unit * (rng.choice((longest // 10, longest)) // len(unit)) + make(rng)


def number(rng: random.Random) -> str:
    """Write something like a number: groups of digits of one kind or of several, and what stands around them."""
    digits = rng.choice(DIGITS[:2] if rng.random() < 0.8 else DIGITS)
    groups = [
        "".join(rng.choices(digits, k=rng.choice((1, 1, 2, 2, 3, 3, 4, 6, 12)))) for _ in range(rng.randint(1, 4))
    ]
    separator = rng.choice(SEPARATORS)
    text = separator.join(groups) if rng.random() < 0.7 else "".join(g + rng.choice(SEPARATORS) for g in groups)
    before, after = (rng.choice(AROUND) if rng.random() < 0.4 else "" for _ in range(2))
    return before + text + after


def word(rng: random.Random) -> str:
    """Take an Arabic word, sometimes with marks and invisible signs inside."""
    letters = list(rng.choice(ARABIC_WORDS))
    while rng.random() < 0.15:
        letters.insert(rng.randint(0, len(letters)), rng.choice(rng.choice((VOWELS, BIDI, ODD, VOWELS))))
    return "".join(letters)


TOKENS: tuple[Callable[[random.Random], str], ...] = (
    word,
    word,
    word,
    number,
    lambda rng: rng.choice(QUOTES),
    lambda rng: rng.choice(STOPS),
    lambda rng: rng.choice(EMOJI),
    lambda rng: rng.choice(LATIN),
    lambda rng: rng.choice(BIDI),
    lambda rng: rng.choice(ODD),
)


def token(rng: random.Random) -> str:
    """Make one token of any kind."""
    return rng.choice(TOKENS)(rng)


def soup(rng: random.Random) -> str:
    """Make a line of tokens, with a space between most."""
    if rng.random() < WALLS:
        return _wall(rng, token)
    length = rng.choice((1, 3, 3, 8, 8, 20))
    return "".join(token(rng) + rng.choice((" ", " ", " ", "")) for _ in range(length))


def number_soup(rng: random.Random) -> str:
    """Make a phrase in which every other token is a number."""
    kinds = (number, number, word, token)
    if rng.random() < WALLS:
        return _wall(rng, rng.choice(kinds))
    return rng.choice((" ", " ", "")).join(rng.choice(kinds)(rng) for _ in range(rng.randint(1, 8)))


def cut_up(rng: random.Random, text: str, make: Callable[[random.Random], str]) -> str:
    """Change a text in a few places: something goes, comes twice, comes in, or changes its place."""
    for _ in range(rng.choice((1, 2, 4, 8))):
        start = rng.randint(0, len(text))
        end = min(len(text), start + rng.choice((0, 1, 1, 2, 5, 20, 200)))
        piece = text[start:end]
        piece = rng.choice(("", piece * 2, make(rng), piece + make(rng), piece[::-1], piece * rng.choice((3, 40))))
        text = text[:start] + piece + text[end:]
    return text


@cache
def _cases(folder: str, column: str) -> tuple[str, ...]:
    """Return one column of our own case tables; ` | ` parts paragraphs in some of them."""
    texts = []
    for path in sorted((CASES / folder).glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as table:
            texts += [
                row[column] for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE) if column in row
            ]
    return tuple(texts)


@cache
def _story() -> str:
    return SEED.read_text(encoding="utf-8")


# --- reader ---------------------------------------------------------------------------------------------------------

DATES = (
    *_listed(
        """
        2024-03-05 0001-01-01T00:00:00+14:00 9999-12-31T23:59:59-12:00 9999-12-31T23:59:59Z 0001-01-01T00:00:00
        99999-01-01 Tue,_05_Mar_2024_08:30:00_GMT Mon,_01_Jan_0001_00:00:00_+1400 Fri,_31_Dec_9999_23:59:59_-1200 -1 0
        1e400 2024-02-30 Tue,_05_Mar_2024_08:30:00_+9999 2024-W10-2 20240305T083000 ٥_مارس_٢٠٢٤ 5_مارس_0001 31/12/9999
        2024-03-05T08:30+23:59 Tue,_5_Mar_99999999999999999999_08:30:00_GMT Tue,_05_Mar_2024_08:30:00_-9999999999
        """
    ),
    "",
)
ADDRESSES = (
    *_listed(
        "https://example.org/1 http://[ http://[::1 http://a:b/ http://a:99999999/ //x javascript:alert(1) http://xn--/"
    ),
    f"http://{'a' * 70}.example/",
    "http://-\u2066.example/",
    "http://\ud800/",
    "http://a\nb/",
    "",
)
CHARSETS = (
    *_listed(
        "utf-8 UTF-8 windows-1256 iso-8859-6 utf-16 utf-7 base64 rot13 hex idna punycode unicode_escape undefined zlib"
    ),
    *("mbcs", "x" * 19, "none", "cp1256", "utf-32", "\0", ""),
)
CODECS = _listed("utf-8 utf-8 utf-8 utf-8-sig utf-16 utf-16-le utf-32 windows-1256 iso-8859-6 latin-1")
SUFFIXES = (".txt", ".md", ".html", ".xml", ".json", "")
MARKDOWN = (
    *_listed(
        "[ ] ![ ]( ) ( < > ` `` * ** *** __ ~~ | |---| [^1] <!-- --> <div> </div> <a_href=' '> &amp; &#0; &#x110000;"
    ),
    *_listed(
        "&#xd800; ![صورة](a.jpg) [رابط](<http://a_b>) <http://a.b> #_ ######_ _# >_ -_ +_ 1._ 1)_ [^1]:_ \" ' [a,_b]"
    ),
    *(
        "_",
        "\t",
        "    ",
        "  \n",
        "\\",
        "```\n",
        "~~~",
        "\n---\n",
        "\n===\n",
        "***\n",
        "[a]: http://b\n",
        "+++\n",
        "title: ",
    ),
)
MARKUP = _listed(
    """
    <!-- --> <!--_--> <![CDATA[ ]]> <!DOCTYPE_html> <?xml_version='1.0'?> <? ?> & &amp; &lt; &#0; &#x1F600; &#xD800;
    &#x110000; &nbsp; &unknown; < > /> = " ' </ <! <br> <p
    """
)
TAGS = _listed(
    """
    p p p p div article main section h1 h2 span b a figure figcaption blockquote ul li table tr td aside nav footer form
    script style noscript template svg math iframe title head body html time pre br img meta button dialog details x-y
    """
)
ATTRIBUTES = _listed("class id href src content property datetime itemprop name lang dir style xmlns a:b")
NAMES = _listed("article:published_time og:title og:site_name author date og:url datePublished description")


def _markdown(rng: random.Random) -> str:
    kinds = (soup, lambda rng: rng.choice(MARKDOWN), lambda rng: rng.choice(DATES), lambda rng: rng.choice(ADDRESSES))
    front = (
        f"---\ntitle: {soup(rng)}\ndate: {rng.choice(DATES)}\nurl: {rng.choice(ADDRESSES)}\n---\n"
        if rng.random() < 0.3
        else ""
    )
    if rng.random() < 10 * WALLS:
        return front + _wall(rng, rng.choice(kinds[:2]))
    return front + "".join(rng.choice((kinds[1], kinds[1], *kinds))(rng) for _ in range(rng.randint(1, 30)))


def _some(rng: random.Random, make: Callable[[random.Random], str]) -> str:
    return "".join(make(rng) for _ in range(rng.randint(1, 4)))


def _element(rng: random.Random, depth: int = 0) -> str:
    tag, attributes = rng.choice(TAGS), ""
    while rng.random() < 0.2:
        value = rng.choice((rng.choice(DATES), rng.choice(ADDRESSES), rng.choice(NAMES), soup(rng)[:80]))
        attributes += f' {rng.choice(ATTRIBUTES)}="{value}"'
    if depth > 4 or rng.random() < 0.5:
        inside = soup(rng)
    else:
        inside = "".join(_element(rng, depth + 1) for _ in range(rng.randint(1, 3)))
    noise = rng.choice(MARKUP) if rng.random() < 0.1 else ""
    return f"<{tag}{attributes}>{inside}{noise}" + (f"</{tag}>" if rng.random() < 0.95 else "")


def html_page(rng: random.Random) -> str:
    """Make a page: a head that says things of the story, and a body of elements or our own story in them."""
    metas = "".join(
        f'<meta {rng.choice(("property", "name", "itemprop"))}="{rng.choice(NAMES)}" '
        f'content="{rng.choice((rng.choice(DATES), rng.choice(ADDRESSES), soup(rng)))}">'
        for _ in range(rng.randint(0, 4))
    )
    data = f'<script type="application/ld+json">{{"datePublished": "{rng.choice(DATES)}"}}</script>'
    said = metas + data if rng.random() < 0.3 else metas
    head = f'<head><meta charset="{rng.choice(CHARSETS)}"><title>{soup(rng)}</title>{said}</head>'
    told = "".join(f"<p>{line}</p>" for line in rng.sample(_story().splitlines(), 3)) if rng.random() < 0.3 else ""
    make = _wall if rng.random() < 10 * WALLS else _some
    body = make(rng, rng.choice((_element, lambda rng: rng.choice(MARKUP), lambda rng: f"<{rng.choice(TAGS)}>")))
    page = f"<!DOCTYPE html><html>{head}<body>{told}{body}</body></html>"
    return cut_up(rng, page, lambda rng: rng.choice((*MARKUP, f"<{rng.choice(TAGS)}>"))) if rng.random() < 0.5 else page


def _feed(rng: random.Random) -> str:
    items = "".join(
        f"<item><title>{soup(rng)}</title><link>{rng.choice(ADDRESSES)}</link><pubDate>{rng.choice(DATES)}</pubDate>"
        f"<description><![CDATA[{_element(rng)}]]></description>{_element(rng) * (rng.random() < 0.2)}</item>"
        for _ in range(rng.randint(1, 4))
    )
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{soup(rng)}</title>{items}</channel></rss>"
    return cut_up(rng, feed, lambda rng: rng.choice(MARKUP)) if rng.random() < 0.5 else feed


def _json_ish(rng: random.Random) -> str:
    pairs = {rng.choice(("title", "body", "date", "items", "a")): soup(rng) for _ in range(rng.randint(1, 4))}
    return cut_up(rng, json.dumps(pairs, ensure_ascii=rng.random() < 0.5), lambda rng: rng.choice('{}[]",:\\u0'))


READER_TEXTS: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: "\n".join(soup(rng) for _ in range(rng.randint(1, 12))),
    lambda rng: cut_up(rng, "\n\n".join(rng.sample(_story().splitlines(), 6)), token),
    lambda rng: cut_up(rng, rng.choice(_cases("clean", "paragraph") + _cases("clean", "written")), token),
    _markdown,
    _markdown,
    html_page,
    _feed,
    _json_ish,
)


def reader_input(rng: random.Random) -> tuple[str, bytes]:
    """Make a file: its suffix, and its bytes in one encoding or another, sometimes broken."""
    data = codecs.encode(rng.choice(READER_TEXTS)(rng), rng.choice(CODECS), "ignore")
    if rng.random() < 0.15:
        broken = bytearray(data)
        for _ in range(rng.choice((1, 3, 30))):
            place = rng.randint(0, len(broken))
            broken[place : place + rng.randint(0, 2)] = rng.randbytes(rng.randint(0, 2))
        data = bytes(broken)
    return rng.choice(SUFFIXES), data


def read_and_clean(made: tuple[str, bytes], room: Path) -> None:
    """Read a file and clean each article: paragraphs keep their number, and all that is said can be written down."""
    suffix, data = made
    path = room / f"story{suffix}"
    path.write_bytes(data)
    for article in read(str(path)):
        _hold_article(article)


def _hold_article(article: Article) -> Article:
    cleaned = clean(article)
    promise("cleaning never renumbers", kept=len(cleaned.paragraphs) == len(article.paragraphs) > 0)
    promise("nothing hidden is left", kept=not any(map(_hidden, "".join(cleaned.paragraphs))))
    said = (cleaned.url, cleaned.byline, cleaned.publication, cleaned.dateline, *cleaned.paragraphs)
    "".join(filter(None, said)).encode()
    if cleaned.published:
        cleaned.published.astimezone(UTC).timestamp()
    return cleaned


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")


# --- page -----------------------------------------------------------------------------------------------------------


def page_input(rng: random.Random) -> str:
    """Make an HTML page."""
    return html_page(rng)


def page_and_forms(made: str, room: Path) -> None:
    """Read a page, and lay what it says out in the forms that listeners get."""
    path = room / "page.html"
    path.write_bytes(made.encode("utf-8", "surrogatepass"))
    (article,) = read(str(path))
    episode = _episode(_hold_article(article))
    for publisher in _publishers():
        publisher.publish(episode, room)
    _hold_page((room / "index.html").read_text(encoding="utf-8"))
    _hold_captions((room / "captions.vtt").read_text(encoding="utf-8"))


@cache
def _publishers() -> tuple[plugins.Publisher, ...]:
    """Look the publishers up once: that takes longer than a page."""
    return tuple(plugins.publisher(form) for form in FORMS)


def _hold_page(page: str) -> None:
    from lxml import html

    tree = html.document_fromstring(page)
    promise("the page has its own three scripts", kept=len(tree.xpath("//script")) == 3)  # two are data
    links = [*tree.xpath("//@href"), *tree.xpath("//@src")]
    promise(
        "a link leads to the web or beside the page",
        kept=not any(link.lower().startswith("javascript:") for link in links),
    )


def _hold_captions(captions: str) -> None:
    opening, note, *blocks = captions.rstrip("\n").split("\n\n")
    promise("captions open as WebVTT", kept=opening == "WEBVTT")
    promise("who made them stands in one comment", kept=note.startswith("NOTE\n") and "-->" not in note)
    promise(
        "a caption has a time and one line or two",
        kept=all(block.count("\n") in {1, 2} and "-->" in block.split("\n")[0] for block in blocks),
    )


def _episode(article: Article) -> Episode:
    """Make an episode of an article without a voice: all its paragraphs are told, one in three as a quote."""
    title, *paragraphs = article.paragraphs
    quoted = [paragraphs[place] for place in range(2, len(paragraphs), 3)]
    cast = [
        Chapter(kind=ChapterKind.LEAD, title=title, utterances=(_utterance(title),)),
        Chapter(kind=ChapterKind.LEAD, title=title[:40], utterances=tuple(map(_utterance, paragraphs))),
        *(
            Chapter(
                kind=ChapterKind.QUOTE,
                title=text[:60],
                utterances=(_utterance(text, role=Role.QUOTE, speaker=article.byline),),
                speaker=article.byline,
            )
            for text in quoted
        ),
    ]
    chapters = tuple(
        _timed(chapter, place * MS_AN_UTTERANCE) for place, chapter in enumerate(cast) if chapter.utterances
    )
    headline = Headline(text=title, span=Span(paragraph=0, start=0, end=len(title)))
    return Episode(
        slug="story",
        guid="guid",
        article=article,
        script=Script(
            title=title, chapters=tuple(timed.chapter for timed in chapters), segments=Segments(headline=headline)
        ),
        chapters=chapters,
        duration_ms=chapters[-1].end_ms,
        published=article.published or datetime(2024, 3, 5, tzinfo=UTC),
        voice=Voice(name="silence", title="-", synthesizer="silence"),
        diacritizer="none",
        enclosures=(Enclosure(name="briefing.mp3", media_type="audio/mpeg", length_bytes=1),),
    )


def _utterance(text: str, *, role: Role = Role.NARRATOR, speaker: str | None = None) -> Utterance:
    return Utterance(written=text, spoken=text, role=role, speaker=speaker)


def _timed(chapter: Chapter, start_ms: int) -> TimedChapter:
    cues = tuple(
        Cue(utterance=utterance, start_ms=start_ms, end_ms=start_ms + MS_AN_UTTERANCE)
        for utterance in chapter.utterances
    )
    return TimedChapter(chapter=chapter, start_ms=start_ms, end_ms=start_ms + MS_AN_UTTERANCE, cues=cues)


# --- desk -----------------------------------------------------------------------------------------------------------


def desk_input(rng: random.Random) -> tuple[str, ...]:
    """Make the paragraphs of an article: token soup, or our own story and cases cut up."""
    seeds = (*_cases("quotes", "paragraphs"), *_cases("figures", "text"), *_cases("second-look", "paragraph"))
    if rng.random() < 0.5:
        return tuple(soup(rng) for _ in range(rng.randint(1, 8)))
    text = rng.choice((rng.choice(seeds), "\n".join(rng.sample(_story().splitlines(), 4))))
    return tuple(filter(str.strip, cut_up(rng, text.replace(" | ", "\n"), token).split("\n"))) or (word(rng),)


def choose_and_write(made: tuple[str, ...], _room: Path) -> None:
    """Clean an article, choose from it and write its script: every claim is the article's own text at its span."""
    article = clean(Article(source="story", paragraphs=made))
    segments = choose(article)
    for claim in (*segments.quotes, *segments.figures):
        promise("a claim stands at its span", kept=article.at(claim.span) == claim.text)
    for length in ("short", "standard", "full"):
        written = script.write(article, segments, length)
        promise("something is told", kept=any(chapter.utterances for chapter in written.chapters))


# --- verbalizer -----------------------------------------------------------------------------------------------------


def verbalizer_input(rng: random.Random) -> str:
    """Make a phrase with numbers, or cut up one of our own cases."""
    if rng.random() < 0.5:
        return number_soup(rng)
    return cut_up(rng, rng.choice(_cases("verbalize", "written")), rng.choice((number, token)))


def verbalize_and_guard(made: str, _room: Path) -> None:
    """Verbalize: the pieces tile the text, and no digit, sign or Latin letter is left. The guard may refuse."""
    pieces = verbalize(made)
    ends = [0, *(piece.end for piece in pieces)]
    promise("the pieces tile the text", kept=[piece.start for piece in pieces] == ends[:-1] and ends[-1] == len(made))
    left = sorted({letter for piece in pieces for letter in piece.spoken if _unsayable(letter)})
    promise(f"a voice can say all that is left, not {left}", kept=not left)
    wrong = mismatches(made, pieces)
    if wrong:
        raise BriefingError(repr(wrong[0].written), "has another value as it is spoken", "")


def _unsayable(letter: str) -> bool:
    return letter.isdecimal() or "LATIN" in unicodedata.name(letter, "") or unicodedata.category(letter)[0] == "S"


# --- running --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """How an input is made, and what is done with it in a folder of its own."""

    make: Callable[[random.Random], Any]
    run: Callable[[Any, Path], None]


TARGETS = {
    "reader": Target(reader_input, read_and_clean),
    "page": Target(page_input, page_and_forms),
    "desk": Target(desk_input, choose_and_write),
    "verbalizer": Target(verbalizer_input, verbalize_and_guard),
}


class TooSlowError(Exception):
    """An input took longer than it may."""


def made_input(target: str, seed: int, place: int) -> Any:  # noqa: ANN401 - each target has inputs of its own kind
    """Make the input of a seed and a number; the same at every run."""
    return TARGETS[target].make(random.Random(f"{target}/{seed}/{place}"))  # noqa: S311 - nothing is secret


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * CLOCK_FOR_SECOND)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _ring(*_signal: object) -> None:
    raise TooSlowError


def _work(chosen: argparse.Namespace, first: int, progress: Any) -> None:  # noqa: ANN401 - an array shared by processes
    """Try the inputs from `first` on; `progress` says which one is in hand, how many were refused, how many found."""
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    signal.signal(signal.SIGPROF, _ring)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with TemporaryDirectory(prefix="briefing-fuzz-") as folder:
        for place in range(first, chosen.first + chosen.inputs):
            progress[0] = place
            made = made_input(chosen.target, chosen.seed, place)
            try:
                with _alarm(chosen.seconds_each):
                    TARGETS[chosen.target].run(made, Path(folder))
            except BriefingError as error:
                progress[1] += 1
                if len(str(error)) > LONGEST_ERROR_LINE:
                    progress[2] += 1
                    _report(chosen, place, f"an error line of {len(str(error))} letters: {str(error)[:200]}")
            except Exception:  # noqa: BLE001 - whatever else comes is what is looked for
                progress[2] += 1
                _report(chosen, place, traceback.format_exc())
    progress[0] = chosen.first + chosen.inputs


def _report(chosen: argparse.Namespace, place: int, what: str) -> None:
    made = repr(made_input(chosen.target, chosen.seed, place))
    shown = made if len(made) <= LONGEST_SHOWN else f"{made[:LONGEST_SHOWN]}... ({len(made)} letters)"
    print(f"FOUND {chosen.target} --seed {chosen.seed} --first {place} --inputs 1\n{shown}\n{what}", flush=True)


def main() -> None:
    """Try the targets; exit 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS, nargs="?", help="all, where none is named")
    parser.add_argument("--inputs", type=int, default=1000, help="how many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--seconds-each", type=float, default=2, help="processor time that an input may take")
    chosen = parser.parse_args()
    targets = [chosen.target] if chosen.target else TARGETS
    sys.exit(sum(_try_all(argparse.Namespace(**vars(chosen) | {"target": target})) for target in targets) > 0)


def _try_all(chosen: argparse.Namespace) -> int:
    """Try every input of a target in a process apart, go on behind one that kills it, and return how many failed."""
    progress = multiprocessing.Array("q", 3)
    progress[0] = chosen.first
    began = time.monotonic()
    first, end = chosen.first, chosen.first + chosen.inputs
    while first < end:
        worker = multiprocessing.Process(target=_work, args=(chosen, first, progress))
        worker.start()
        worker.join()
        if worker.exitcode:
            progress[2] += 1
            _report(chosen, progress[0], f"the process ended with {worker.exitcode} (a negative number is a signal)")
        first = progress[0] + bool(worker.exitcode)
    _, refused, findings = progress
    rate = round(chosen.inputs / (time.monotonic() - began), 1)
    total = {"inputs": chosen.inputs, "inputs_per_second": rate, "refused": refused, "findings": findings}
    print(json.dumps({"target": chosen.target, "seed": chosen.seed, **total}), flush=True)
    return int(findings)


if __name__ == "__main__":
    main()
