"""What a briefing promises, over every shared article: its length, its lines, its chapters, its order, its edits.

Whether it is a good one only a reader can say; docs/decisions.md has what readers said.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from figures import SHARED, Figures

from briefing import pipeline
from briefing.arabic.folding import fold
from briefing.editorial.choose import choose
from briefing.editorial.running_order import spoken_words
from briefing.editorial.running_order.edits import apply
from briefing.editorial.script import write
from briefing.editorial.wordlists import members
from briefing.model import Article, ChapterKind, Script, Span, Utterance
from briefing.settings import TITLE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What the default voice says a second, pauses included, measured over 24 briefings of each length.
WORDS_A_SECOND = 1.68
READ_WHOLE_WORDS = 120
LONGEST_LINE_WORDS = 30
LAST_IN_PLACE = frozenset({ChapterKind.POLL, ChapterKind.BACKGROUND})


def main() -> None:
    """Measure and print."""
    figures = Figures()
    articles = [one for folder in ("articles", "fresh") for one in _articles(folder)]
    if not articles:
        figures.skip("briefing", "no ../shared/data beside the checkout")
    else:
        for length in ("short", "standard", "full"):
            _promises(figures, articles, length)
        _verbatim(figures, articles)
        _speed(figures, articles)
    figures.close()


def _articles(folder: str) -> Iterator[Article]:
    for path in sorted((SHARED / folder).glob("*.txt")):
        yield from pipeline.articles(str(path))


def _promises(figures: Figures, articles: Sequence[Article], length: str) -> None:
    seconds, shares, counts = [], [], Counter[str]()
    for article in articles:
        # The promises are of the story: that no person reads is said besides.
        script = write(article, choose(article), length, synthetic=False)
        said = script.utterances
        words, own = sum(len(one.written.split()) for one in said), _words(article)
        seconds.append(sum(spoken_words(one.written) for one in said) / WORDS_A_SECOND)
        if own >= READ_WHOLE_WORDS:
            shares.append(words / own)
            counts["chapters"] = max(counts["chapters"], len(script.chapters))
        counts["lines"] += len(said)
        counts["long"] += sum(len(one.written.split()) > LONGEST_LINE_WORDS for one in said)
        counts["hanging"] += sum(fold(one.written.split()[-1]) in members("preposition") for one in said if one.written)
        # A heading of the article itself stands as it is.
        ours = [one.title for one in script.chapters if one.title not in article.paragraphs]
        counts["titles"] += sum(len(title.split()) not in TITLE_WORDS for title in ours)
        counts["disorder"] += _disorder(script)
    bounds = {"short": (30, 45), "standard": (60, 110), "full": (60, 240)}[length]
    figures.add(f"briefing_{length}_median", statistics.median(seconds), "s spoken", floor=bounds[0], ceiling=bounds[1])
    figures.add(
        f"briefing_{length}_longest_of_the_article", max(shares), "share", ceiling=0.91 if length == "full" else 0.5
    )
    figures.add(f"briefing_{length}_lines_over_30_words", counts["long"] / counts["lines"], "share", ceiling=0.03)
    figures.add(f"briefing_{length}_lines_that_end_in_a_preposition", counts["hanging"], "lines", ceiling=2)
    figures.add(f"briefing_{length}_most_chapters", counts["chapters"], "chapters", ceiling=6)
    figures.add(f"briefing_{length}_titles_of_other_than_2_to_4_words", counts["titles"], "titles", ceiling=0)
    figures.add(f"briefing_{length}_steps_back_in_the_story", counts["disorder"], "steps", ceiling=0)


def _words(article: Article) -> int:
    dropped = {one.paragraph for one in article.dropped}
    return sum(len(text.split()) for number, text in enumerate(article.paragraphs) if number not in dropped)


def _disorder(script: Script) -> int:
    """Count the places where the story goes back; background may stand last."""
    spans = [
        (one.source.paragraph, one.source.start)
        for chapter in script.chapters
        if chapter.kind not in LAST_IN_PLACE
        for one in chapter.utterances
        if one.source
    ]
    return sum(after < before for before, after in pairwise(spans))


def _verbatim(figures: Figures, articles: Sequence[Article]) -> None:
    """Count lines that are not the article's text with their edits made, and words that the whole reading loses."""
    off = lost = 0
    for article in articles:
        segments = choose(article)
        told, read_whole = (_sourced(write(article, segments, length)) for length in ("standard", "whole"))
        off += sum(one.written != apply(article, span, one.edits) for one, span in (*told, *read_whole))
        read = sum(len(_letters(one.written)) for one, _ in read_whole)
        dropped = {one.paragraph for one in article.dropped}
        kept = (text for number, text in enumerate(article.paragraphs) if number not in dropped)
        lost += max(0, sum(len(_letters(text)) for text in kept) - read - len(_letters(article.dateline or "")))
    figures.add("briefing_lines_that_differ_from_the_article", off, "lines", ceiling=0)
    letters = sum(len(_letters(text)) for article in articles for text in article.paragraphs)
    figures.add("briefing_whole_loses", lost / letters, "share of letters", ceiling=0.005)


def _sourced(script: Script) -> list[tuple[Utterance, Span]]:
    return [(one, one.source) for one in script.utterances if one.source]


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _speed(figures: Figures, articles: Sequence[Article]) -> None:
    start = time.process_time()
    for article in articles:
        write(article, choose(article))
    figures.add("briefing_scripts_per_second", len(articles) / (time.process_time() - start), "1/s", floor=40)


if __name__ == "__main__":
    main()
