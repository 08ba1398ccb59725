"""How well headline, quotes, figures and polls are found in annotated articles, and how fast.

The nine annotations of `../shared/data/segments-dev.jsonl` were there to learn from; the 28 of the project's own
(docs/annotation.md) were made in a second look. The articles themselves are read from `../shared/data/articles`. A
quote counts as found where it shares most of its words with an annotated one. Optional annotations count neither for
nor against; who said a quote is measured by `speakers.py`, on papers that the weights have not seen. `-v` lists every
miss on stderr.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from annotations import annotated
from figures import SHARED, Figures

from briefing.arabic.folding import fold
from briefing.article.clean import clean
from briefing.article.read import read
from briefing.editorial.choose import choose
from briefing.editorial.marks import pair
from briefing.editorial.report import as_json
from briefing.editorial.words import words
from briefing.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# (figure, floor): the floors stand a little under what was measured last and are only ever raised.
FLOORS = {
    "headline": 1.0,
    "quote_precision": 0.93,
    "quote_recall": 0.90,
    "figure_f1": 0.97,
    "figure_kind": 0.92,
    "poll_precision": 0.97,
    "poll_recall": 0.92,
    "pollster": 0.90,
}
# What the first look at our own annotations gave, before any rule was mended for it: precision 0.935, recall 1.0,
# speakers 0.930, figures and kinds 1.0, names let in 0.04.
OWN_FLOORS = FLOORS | {"quote_precision": 0.95, "quote_recall": 0.97}
SAME_QUOTE = 0.6


@dataclass(slots=True)
class Score:
    """What was counted over a set of articles."""

    hits: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def count(self, name: str, *, hit: bool, note: str = "") -> None:
        """Count one try, and note it where it missed."""
        self.tries[name] += 1
        self.hits[name] += hit
        if not hit and note:
            self.notes.append(f"{name}: {note}")

    def share(self, name: str) -> float:
        """Return the share of hits; nothing tried is nothing missed."""
        return self.hits[name] / self.tries[name] if self.tries[name] else 1.0

    def f1(self, name: str) -> float:
        """Return the balance of precision and recall."""
        precision, recall = self.share(f"{name}_precision"), self.share(f"{name}_recall")
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def bag(text: str) -> frozenset[str]:
    """Return the folded words of a text."""
    return frozenset(word.folded for word in words(text))


def same_quote(found: str, expected: str) -> bool:
    """Say whether two spans are the same quote: most of the words of the longer one stand in the other."""
    one, other = bag(found), bag(expected)
    return len(one & other) >= SAME_QUOTE * max(len(one), len(other), 1)


def same_name(found: str | None, expected: str | None) -> bool:
    """Say whether two names are of the same source: one holds the other."""
    if not found or not expected:
        return found == expected
    one, other = bag(found), bag(expected)
    return one <= other or other <= one


def score_article(expected: dict[str, Any], found: dict[str, Any], score: Score) -> None:
    """Compare what was found in one article with its annotation."""
    name = expected["file"]
    score.count(
        "headline", hit=fold(found["headline"]) == fold(expected["headline"]), note=f"{name} {found['headline']}"
    )
    _score_quotes(name, expected, found["quotes"], score)
    _score_figures(name, expected["figures"], found["figures"], score)


def _score_quotes(name: str, expected: dict[str, Any], found: list[dict[str, Any]], score: Score) -> None:
    for quote in expected["quotes"]:
        matches = [one for one in found if same_quote(one["text"], quote["text"])]
        if not quote.get("optional"):
            score.count("quote_recall", hit=bool(matches), note=f"{name} {quote['text']}")
    for one in found:
        matching = [quote for quote in expected["quotes"] if same_quote(one["text"], quote["text"])]
        if not matching or not all(quote.get("optional") for quote in matching):
            score.count("quote_precision", hit=bool(matching), note=f"{name} {one['paragraph']} {one['text']}")
    for text in expected.get("not_quotes", ()):
        kept_out = not any(fold(one["text"]) == fold(text) for one in found)
        score.count("not_quotes_kept_out", hit=kept_out, note=f"{name} {text}")


def _key(figure: dict[str, Any]) -> tuple[Decimal, Decimal | None]:
    highest = figure.get("value_max")
    return Decimal(str(figure["value"])).normalize(), highest and Decimal(str(highest)).normalize()


def _score_figures(name: str, expected: list[dict[str, Any]], found: list[dict[str, Any]], score: Score) -> None:
    for figure in expected:
        matches = [one for one in found if _key(one) == _key(figure)]
        here = [one for one in matches if one["paragraph"] == figure["para"]] or matches
        required = not figure.get("optional")
        if required:
            score.count("figure_recall", hit=bool(matches), note=f"{name} {figure['span']}")
        if required and figure["kind"] == "poll":
            as_poll = any(one["kind"] == "poll" for one in here)
            score.count("poll_recall", hit=as_poll, note=f"{name} {figure['span']}")
        if here:
            kinds = {one["kind"] for one in here}
            score.count("figure_kind", hit=figure["kind"] in kinds, note=f"{name} {kinds} for {figure}")
            if figure.get("pollster"):
                right = any(same_name(one["pollster"], figure["pollster"]) for one in here)
                note = f"{name} {here[0]['pollster']} for {figure['pollster']}"
                score.count("pollster", hit=right, note=note)
    for one in found:
        matching = [figure for figure in expected if _key(figure) == _key(one)]
        if not matching or not all(figure.get("optional") for figure in matching):
            score.count("figure_precision", hit=bool(matching), note=f"{name} {one['paragraph']} {one['text']}")
        if one["kind"] == "poll":
            right = any(figure["kind"] == "poll" for figure in matching)
            score.count("poll_precision", hit=right, note=f"{name} {one['text']}")


def shared() -> Iterator[tuple[Article, dict[str, Any]]]:
    """Yield the shared annotated articles."""
    for line in (SHARED / "segments-dev.jsonl").read_text(encoding="utf-8").splitlines():
        expected = json.loads(line)
        yield load(expected["file"]), expected


def load(name: str) -> Article:
    """Read and clean an article as the program does."""
    return clean(read(str(SHARED / "articles" / name))[0])


def quality(
    figures: Figures,
    prefix: str,
    annotations: Iterable[tuple[Article, dict[str, Any]]],
    floors: Mapping[str, float],
    *,
    verbose: bool,
) -> None:
    """Print the scores of a set of annotated articles."""
    score = Score()
    for article, expected in annotations:
        score_article(expected, as_json(article, choose(article)), score)
    for name, floor in floors.items():
        value = score.f1("figure") if name == "figure_f1" else score.share(name)
        figures.add(f"{prefix}_{name}", value, "share", floor=floor)
    let_in = 1 - score.share("not_quotes_kept_out")
    figures.add(f"{prefix}_not_quotes_let_in", let_in, "share", ceiling=0.1)
    if verbose:
        print(*score.notes, sep="\n", file=sys.stderr)


def speed(figures: Figures) -> None:
    """Measure articles a second, and how the time grows with a megabyte of quote marks."""
    articles = [load(path.name) for path in sorted((SHARED / "articles").glob("*.txt"))]
    rates = []
    for _ in range(5):
        # Processor time: what one core does, whatever else the machine is busy with.
        start = time.process_time()
        for article in articles:
            choose(article)
        rates.append(len(articles) / (time.process_time() - start))
    figures.add("editorial_articles_per_second", statistics.median(rates[1:]), "1/s", floor=100)


def growth(figures: Figures) -> None:
    """Compare the time for a quarter of a megabyte of quote marks with that for an eighth of it: linear is 8."""
    for name, unit in (("straight", '"'), ("words", 'قال: "نعم" '), ("open", "«قال "), ("mixed", "“”«»\"'")):
        seconds = []
        for size in (1 << 15, 1 << 18):
            text = unit * (size // len(unit.encode()))
            start = time.perf_counter()
            pair(text)
            choose(Article(source="-", paragraphs=("-", text)))
            seconds.append(time.perf_counter() - start)
        figures.add(f"marks_{name}_growth", seconds[1] / seconds[0], "x", ceiling=20)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="list every miss on stderr")
    parser.add_argument("--quality-only", action="store_true", help="leave out the timings")
    chosen = parser.parse_args()
    figures = Figures()
    if SHARED.is_dir():
        quality(figures, "segments_dev", shared(), FLOORS, verbose=chosen.verbose)
        quality(figures, "segments_own", annotated(), OWN_FLOORS, verbose=chosen.verbose)
        if not chosen.quality_only:
            speed(figures)
    else:
        figures.skip("segments_dev", "no ../shared/data beside the checkout")
    if not chosen.quality_only:
        growth(figures)
    figures.close()


if __name__ == "__main__":
    main()
