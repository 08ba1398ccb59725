"""Train what a briefing tells, and say how often it tells what an editor would, on papers that it has not seen.

    .venv/bin/python benchmarks/choice.py            # cross-validated: no paper is judged by weights that saw it
    .venv/bin/python benchmarks/choice.py --train    # then the weights of all articles, into the package

`annotation/told.jsonl` has for each article of `../shared/data` the places of its sentences, paragraph and code point:
the `key` facts (alternatives that say the same in one list), what is `told` in order of importance, what to `leave`
out, and which sentences one `needs`. An editor who knew nothing of the code chose them for half of the article or 150
words.

What is learnt is the next sentence, where so much is told already: the likelihood of any that the editor still wants,
first the key facts. To stop is a candidate too, so that what is better left out is worth less than nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from figures import SHARED, Figures
from ranking import descend, write

from briefing import pipeline
from briefing.editorial import ranking
from briefing.editorial.choose import choose
from briefing.editorial.running_order import Plan, length_of, plan
from briefing.editorial.running_order.choice import Choice
from briefing.editorial.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.model import Article, Segments

    Example = tuple[Sequence[Mapping[str, float]], Sequence[bool]]

TOLD = Path(__file__).resolve().parent / "annotation" / "told.jsonl"
WEIGHTS = Path(__file__).resolve().parent.parent / "briefing" / "data" / "ar" / "editorial" / "choice_weights.tsv"
# Chosen by the likelihood of held-out papers among 1, 3 and 6.
PULL = 3.0
# What is promised beyond what was learnt: a briefing that is not half empty, each side in its own words, who asked whom
# and the contrast of a survey, what the headline names, no "the bags" that nobody heard of, no half of a "but". The
# figures are the same with it and without.
PROMISED = {
    "told": 0.3, "unbalanced": -1.0, "new_quoted": 0.7, "first_quote": 1.5, "poll_0": 2.5, "poll_1": 3.0,
    "new_of_headline": 2.0, "unheard": -0.7, "unlimited": -1.0,
}  # fmt: skip
# The opening and the closing words, which the editor did not count.
AROUND = 8
# Papers of a few articles are one.
PAPERS = frozenset({"ant_AL", "ant_BB", "ant_CN", "ant_FR", "ant_SK"})
# 0.02 under what was measured last (docs/decisions.md); only ever raised.
FLOORS = {"choice_key_facts": 0.886, "choice_all_key_facts": 0.865, "choice_precision": 0.67, "choice_recall": 0.584}
MOST_LEFT_OUT = 0.117


@dataclass(frozen=True, slots=True)
class Judged:
    """An article with an editor's choice, in numbers of sentences."""

    paper: str
    article: Article
    segments: Segments
    keys: tuple[frozenset[int], ...]
    told: tuple[int, ...]
    leave: frozenset[int]
    needs: Mapping[int, frozenset[int]]


def articles() -> Iterator[Judged]:
    """Yield the annotated articles. Raises ValueError where a sentence no longer starts where it did."""
    for line in TOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        folder = next(folder for folder in ("fresh", "articles") if (SHARED / folder / row["file"]).is_file())
        article = pipeline.articles(str(SHARED / folder / row["file"]))[0]
        yield _numbered(row, article)


def _numbered(row: Mapping[str, Any], article: Article) -> Judged:
    spans = [heard.sentence.span for heard in understand(article).heard[1:]]
    number = {(span.paragraph, span.start): at for at, span in enumerate(spans)}

    def of(places: Sequence[Sequence[int]]) -> list[int]:
        return [number[place[0], place[1]] for place in places if (place[0], place[1]) in number]

    paper = "_".join(row["file"].replace("-", "_").split("_")[:2])
    return Judged(
        paper=paper if paper in PAPERS else "others",
        article=article,
        segments=choose(article),
        keys=tuple(frozenset(of(key)) for key in row["key"]),
        told=tuple(of(row["told"])),
        leave=frozenset(of(row["leave"])),
        needs={of([one])[0]: frozenset(of(others)) for one, others in row["needs"] if of([one])},
    )


def examples(judged: Judged) -> Iterator[Example]:
    """Yield the choices that the editor made: among all sentences that can be told, which one next."""
    choice = Choice(judged.article, judged.segments, understand(judged.article))
    unlimited = replace(length_of("whole"), whole=False)
    choice.begin(unlimited)
    left = list(judged.told)
    while left:
        missing = [key for key in judged.keys if not key & set(choice.taken)]
        wanted = frozenset().union(*missing) if missing else frozenset(left)
        found = dict(choice.candidates())
        labels = [number in wanted for number in found]
        if any(labels):
            # The key facts count twice.
            yield from [([*found.values(), {}], [*labels, False])] * (2 if missing else 1)
        choice.tell(left.pop(0))
    yield from (([features, {}], [False, True]) for number, features in choice.candidates() if number in judged.leave)


def train(several: Sequence[Sequence[Example]]) -> dict[str, float]:
    """Return the weights of what was learnt."""
    weights = descend([one for found in several for one in found], {}, {}, PULL)
    return {name: value + PROMISED.get(name, 0.0) for name, value in weights.items()}


def judge(judged: Judged, counts: Counter[str]) -> None:
    """Count what a standard briefing tells of what the editor wanted."""
    made = plan(judged.article, judged.segments, length_of("standard"), around=AROUND)
    if made.length.whole:
        return
    told = _numbers(made)
    met = [bool(key & told) for key in judged.keys]
    wanted = set(judged.told)
    for key in judged.keys:
        if len(key) > 1 and key & told:
            wanted = (wanted - key) | (key & told)
    counts.update(
        articles=1, keys=len(met), met=sum(met), all_met=all(met), told=len(told), wanted=len(wanted),
        right=len(wanted & told), left_out=len(judged.leave & told),
        leaning=sum(one in told for one in judged.needs),
        hanging=sum(not others <= told for one, others in judged.needs.items() if one in told),
    )  # fmt: skip


def _numbers(made: Plan) -> set[int]:
    return {one.beat.number for one in made.told}


def cross_validated(several: Sequence[Judged], learnt: Sequence[Sequence[Example]]) -> Counter[str]:
    """Judge each paper by weights that never saw it."""
    counts: Counter[str] = Counter()
    known = ranking.weights
    for paper in sorted({one.paper for one in several}):
        weights = train([found for one, found in zip(several, learnt, strict=True) if one.paper != paper])

        def of(name: str, weights: Mapping[str, float] = weights) -> Mapping[str, float]:
            return weights if name == WEIGHTS.stem else known(name)

        with patch.object(ranking, "weights", of):
            for one in several:
                if one.paper == paper:
                    judge(one, counts)
    return counts


def main() -> None:
    """Print the figures; exit 1 where one fell under its floor."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--train", action="store_true", help="write the weights of all articles into the package")
    args = asked.parse_args()
    printed = Figures()
    if not SHARED.is_dir():
        printed.skip("choice", "no ../shared/data beside the checkout")
        printed.close()
        return
    several = list(articles())
    learnt = [list(examples(one)) for one in several]
    counts = cross_validated(several, learnt)
    measured = {
        "choice_key_facts": counts["met"] / counts["keys"],
        "choice_all_key_facts": counts["all_met"] / counts["articles"],
        "choice_precision": counts["right"] / counts["told"],
        "choice_recall": counts["right"] / counts["wanted"],
    }
    for name, value in measured.items():
        printed.add(name, value, "share", floor=FLOORS[name])
    printed.add("choice_better_left_out", counts["left_out"] / counts["told"], "share", ceiling=MOST_LEFT_OUT)
    printed.add("choice_hanging", counts["hanging"] / max(1, counts["leaning"]), "share")
    if args.train:
        write(train(learnt), WEIGHTS)
    printed.close()


if __name__ == "__main__":
    main()
