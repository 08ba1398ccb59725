"""The article desk: articles a second, five megabytes of text, and the paragraphs that it sets aside."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import annotated
from figures import SHARED, Figures

from briefing.article.clean import clean
from briefing.article.read import read
from briefing.article.words import words
from briefing.model import Article, DropReason

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = Path(__file__).resolve().parent.parent / "seeds" / "aoc-biden-2024.txt"
FIRST_LOOKS = Path(__file__).resolve().parent / "annotation"
BIG_BYTES = 5_000_000
MEGABYTE = 1_000_000
RUNS = 30


def main() -> None:
    """Measure and print."""
    figures = Figures()
    figures.add("article_read_and_clean_per_second", 1 / _typical_seconds(), "articles/s", floor=70)
    text = SEED.read_text(encoding="utf-8") + "\n\n"
    figures.add("article_5_mb_seconds", _seconds(text * (BIG_BYTES // len(text.encode()) + 1)), "s", ceiling=20)
    figures.add("article_1_mb_of_quote_marks_seconds", _seconds(f"{text}{'“' * MEGABYTE}"), "s", ceiling=5)
    _score(figures)
    _score_teasers(figures)
    figures.close()


def _typical_seconds() -> float:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        clean(read(str(SEED))[0])
        times.append(time.process_time() - start)
    return statistics.median(times)


def _seconds(text: str) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        start = time.process_time()
        clean(read(file.name)[0])
        return time.process_time() - start


def _score(figures: Figures) -> None:
    """Score what is set aside against the annotated articles, the shared and our own."""
    lines = SHARED / "segments-dev.jsonl"
    if not lines.is_file():
        figures.skip("article_set_aside_f1", "no ../shared/data beside the checkout")
        return
    right = found = wanted = 0
    for line in lines.read_text(encoding="utf-8").splitlines():
        expected = json.loads(line)
        article = clean(read(str(SHARED / "articles" / expected["file"]))[0])
        truth = _expected(expected, article)
        given = {(each.paragraph, each.reason) for each in article.dropped}
        right, found, wanted = right + len(truth & given), found + len(given), wanted + len(truth)
    for article, own in annotated():
        truth = {(each["paragraph"], DropReason(each["reason"])) for each in own["dropped"]}
        given = {(each.paragraph, each.reason) for each in article.dropped if each.paragraph not in own["may_drop"]}
        right, found, wanted = right + len(truth & given), found + len(given), wanted + len(truth)
    figures.add("article_set_aside_f1", 2 * right / (found + wanted), "share", floor=0.95)


def _score_teasers(figures: Figures) -> None:
    """Score which paragraphs of other stories, bylines and the like are set aside, and which of the story's are lost.

    Captions and repeats of the first looks are not annotated: only what is set aside as boilerplate can be lost.
    """
    if not SHARED.is_dir():
        figures.skip("article_teasers_set_aside", "no ../shared/data beside the checkout")
        return
    right = wanted = lost = 0
    for path, truth in annotated_asides():
        article = clean(read(str(path))[0])
        given = {each.paragraph for each in article.dropped}
        boilerplate = {each.paragraph for each in article.dropped if each.reason is DropReason.BOILERPLATE}
        right, wanted, lost = right + len(truth & given), wanted + len(truth), lost + len(boilerplate - truth)
    figures.add("article_teasers_set_aside", right / wanted, "share", floor=0.85)
    figures.add("article_paragraphs_lost", lost, "paragraphs", ceiling=0)


def annotated_asides() -> Iterator[tuple[Path, set[int]]]:
    """Yield the annotated articles, each with which of its paragraphs are of other stories, bylines and the like."""
    sources = [(SHARED / "segments-dev2.jsonl", SHARED / "articles")]
    sources += [(path, SHARED / "fresh") for path in sorted(FIRST_LOOKS.glob("first-look-*.jsonl"))]
    for source, folder in sources:
        for line in source.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "boilerplate_at" in row:
                yield folder / row["file"], {paragraph for paragraph, _, _ in row["boilerplate_at"]}
            else:
                yield folder / row["file"], {one["para"] for one in row["boilerplate"]}


def _expected(expected: dict[str, list[object]], article: Article) -> set[tuple[int, DropReason]]:
    folded = [words(paragraph) for paragraph in article.paragraphs]
    boilerplate = {folded.index(words(str(text))) for text in expected["boilerplate"]}
    return (
        {(number, DropReason.BOILERPLATE) for number in boilerplate}
        | {(int(str(number)), DropReason.CAPTION) for number in expected["captions"]}
        | {(pair[1], DropReason.DUPLICATE) for pair in expected["duplicates"] if isinstance(pair, list)}
    )


if __name__ == "__main__":
    main()
