"""Train what is furniture of a house and no part of a story, and say how it does on texts that it has not seen.

    .venv/bin/python benchmarks/furniture.py            # the texts of `furniture/unseen`, and what it costs
    .venv/bin/python benchmarks/furniture.py --train    # then new weights, into the package

`furniture/furniture.tsv` and `furniture/story.tsv` hold lines of both kinds, written for this by somebody who had not
seen the program: what stands around stories on all sorts of pages, and what stands in stories and looks like it. They
are put into articles of `../shared/data`, furniture where it stands on pages, and a linear model learns to tell them
apart. `furniture/unseen` holds whole texts, each line of which somebody else has named; nothing is trained on them.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
from article import annotated_asides
from figures import SHARED, Figures
from ranking import downhill, write

from briefing.article import furniture
from briefing.article.clean import clean
from briefing.article.read import read
from briefing.article.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Features = Mapping[str, float]

FOLDER = Path(__file__).resolve().parent / "furniture"
WEIGHTS = Path(__file__).resolve().parent.parent / "briefing" / "data" / "ar" / "article" / "furniture_weights.tsv"
FOLDS, PASSES = 5, 6
# A feature that few lines have says something of these lines alone.
FEWEST = 3
PULL, STEPS = 1.0, 400
SMALLEST = 0.03
# A paragraph of a story that is lost is worse than a line of furniture that is told.
STORY_WEIGHS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text by paragraphs, and which of them are furniture (1), story (0) or not judged (-1)."""

    paragraphs: Sequence[str]
    labels: Sequence[int]


def main() -> None:
    """Measure and print; train where asked to."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--train", action="store_true", help="write new weights into the package")
    if arguments.parse_args().train:
        train()
    figures = Figures()
    found = lost = wanted = 0
    for path, labels in unseen():
        gone = set_aside(path)
        for line, label in labels.items():
            wanted += label == "furniture"
            found += label == "furniture" and line in gone
            lost += label == "story" and line in gone
    figures.add("furniture_set_aside", found / wanted, "share", floor=0.81)
    figures.add("furniture_story_lost", lost, "lines", ceiling=10)
    figures.close()


def unseen() -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield each text that nothing was trained on, with what each line of it is."""
    with (FOLDER / "unseen" / "labels.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    for name in sorted({row["file"] for row in rows}):
        path = FOLDER / "unseen" / name
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        yield (
            path,
            {lines[int(row["line"]) - 1]: row["label"] for row in rows if row["file"] == name and row["line"] != "1"},
        )


def set_aside(path: Path) -> set[str]:
    """Return the lines of a text that do not stay in its story."""
    article = clean(read(str(path))[0])
    gone = {each.paragraph for each in article.dropped}
    kept = "\n".join(letters(text) for number, text in enumerate(article.paragraphs) if number not in gone)
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {line for line in lines if letters(line) not in kept}


def letters(text: str) -> str:
    """Return what is left of a line whatever cleaning did to its signs."""
    return "".join(words(text))


# --- training ---------------------------------------------------------------------------------------------------------


def train() -> None:
    """Write new weights, and print how they do on lines and articles that they have not seen."""
    placed = [(text, fold) for turn in range(PASSES) for fold in range(FOLDS) for text in composed(fold, turn)]
    texts, folds = [text for text, _ in placed], [fold for _, fold in placed]
    named = [furniture.features(text.paragraphs, [words(line) for line in text.paragraphs]) for text in texts]
    own: list[list[float]] = [[] for _ in texts]
    for fold in range(FOLDS):
        others = [at for at, of in enumerate(folds) if of != fold]
        weights = fitted(examples([named[at] for at in others], [texts[at] for at in others]))
        for at in set(range(len(texts))) - set(others):
            own[at] = [weighed(weights, one) if one else -furniture.SUREST for one in named[at]]
    # What the neighbours say is learnt from scores that no line was trained on.
    around = [
        [{"own": score, "bias": 1.0, **furniture.beside(scores, number)} for number, score in enumerate(scores)]
        for scores in own
    ]
    context = fitted(examples(around, texts), pull=0.01)
    report(around, texts, context)
    scale, _ = context.pop("own"), context.pop("bias")
    every = {**fitted(examples(named, texts)), **{name: value / scale for name, value in context.items()}}
    write({name: value for name, value in every.items() if abs(value) >= SMALLEST}, WEIGHTS)
    furniture.weights.cache_clear()


def weighed(weights: Mapping[str, float], one: Features) -> float:
    """Return the sum of a paragraph's features."""
    return sum(weights.get(name, 0.0) * value for name, value in one.items())


def report(around: Sequence[Sequence[Features]], texts: Sequence[Text], context: Mapping[str, float]) -> None:
    """Print what each margin finds and loses, without the rules that keep a story whole."""
    learnt = {name: value / context["own"] for name, value in context.items() if name != "bias"}
    scored = [(weighed(learnt, one), label) for one, label in examples(around, texts)]
    wanted = sum(label for _, label in scored)
    for margin in (-1.0, 0.0, 1.0, 2.0):
        found = sum(score > margin for score, label in scored if label)
        lost = sum(score > margin for score, label in scored if not label)
        print(f"margin {margin}: {found / wanted:.3f} found, {lost} of {len(scored) - wanted} lines of stories lost")


def examples(named: Sequence[Sequence[Features]], texts: Sequence[Text]) -> list[tuple[Features, int]]:
    """Return the paragraphs that are judged; the headline is not."""
    return [
        (one, label)
        for features, text in zip(named, texts, strict=True)
        for number, (one, label) in enumerate(zip(features, text.labels, strict=True))
        if number and label >= 0 and one
    ]


def fitted(given: Sequence[tuple[Features, int]], pull: float = PULL) -> dict[str, float]:
    """Return the weights of a logistic regression, by full-batch descent without any chance in it."""
    counts = Counter(name for one, _ in given for name in one)
    names = sorted(name for name, count in counts.items() if count >= FEWEST)
    index = {name: at for at, name in enumerate(names)}
    rows, columns, values = [], [], []
    for row, (one, _) in enumerate(given):
        for name, value in one.items():
            if name in index:
                rows.append(row)
                columns.append(index[name])
                values.append(value)
    row, column, value = np.array(rows), np.array(columns), np.array(values)
    right = np.array([label for _, label in given], dtype=float)
    weigh = np.where(right > 0, 1.0, STORY_WEIGHS)

    def gradient(found: NDArray[np.float64]) -> NDArray[np.float64]:
        scores = np.bincount(row, value * found[column], len(given))
        wrong = weigh * (1 / (1 + np.exp(-np.clip(scores, -30, 30))) - right)
        slope: NDArray[np.float64] = np.bincount(column, value * wrong[row], len(names)) + pull * found
        return slope

    return dict(zip(names, map(float, downhill(gradient, np.zeros(len(names)), STEPS)), strict=True))


def composed(fold: int, turn: int) -> list[Text]:
    """Put the lines of a fold into the articles of a fold."""
    draw = random.Random(f"{fold} {turn}")  # noqa: S311 - the same each time
    hosts = [host for number, host in enumerate(articles()) if number % FOLDS == fold]
    calls = [row for number, row in enumerate(table("furniture.tsv")) if number % FOLDS == fold]
    told = [row["text"] for number, row in enumerate(table("story.tsv")) if number // 4 % FOLDS == fold]
    draw.shuffle(calls)
    runs = [told[at : at + 4] for at in range(0, len(told), 4)]
    draw.shuffle(runs)
    texts = []
    for host in hosts:
        # Often a few paragraphs: a short text has its last line near its first.
        kept = list(host[: draw.choice((2, 2, 3, 4, draw.randint(5, max(len(host), 5)), len(host)))])
        body = kept[1:]
        for _ in range(draw.randint(0, 1)):
            if runs:
                at = draw.randint(0, len(body))
                body[at:at] = [(line, 0) for line in runs.pop()]
        places: dict[str, list[tuple[str, int]]] = {"start": [], "middle": [], "end": []}
        for _ in range(draw.randint(0, 7)):
            if calls:
                row = calls.pop()
                place = row["position"] if row["position"] in places else draw.choice(list(places))
                places[place].append((row["text"], 1))
        for line in places["middle"]:
            body.insert(draw.randint(1, max(len(body), 1)), line)
        lines = [(kept[0][0], -1), *places["start"], *body, *places["end"]]
        texts.append(Text(paragraphs=[line for line, _ in lines], labels=[label for _, label in lines]))
    while runs:
        lines = [(runs[-1][0], -1), *((line, 0) for line in runs.pop()[1:])]
        lines += [(row["text"], 1) for row in (calls.pop() for _ in range(min(2, len(calls))))]
        texts.append(Text(paragraphs=[line for line, _ in lines], labels=[label for _, label in lines]))
    return texts


@cache
def articles() -> list[list[tuple[str, int]]]:
    """Return the paragraphs of the shared articles, each with what it is as far as somebody has said so."""
    named = dict(annotated_asides())
    found = []
    for path in sorted((*(SHARED / "articles").glob("*.txt"), *(SHARED / "fresh").glob("*.txt"))):
        with patch("briefing.article.clean.furniture", lambda *_: ()):
            article = clean(read(str(path))[0])
        gone = {each.paragraph for each in article.dropped}
        asides = named.get(path)
        label = {number: -1 if asides is None else int(number in asides) for number in {*gone, *(asides or ())}}
        found.append([(text, label.get(number, 0)) for number, text in enumerate(article.paragraphs)])
    return found


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of lines."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


if __name__ == "__main__":
    main()
