"""How well and how fast numbers and names are said: one JSON line a figure, exit status 1 where a floor is broken.

The scores on other people's text need `../shared/data` beside the checkout and are left out where it is absent.
"""

from __future__ import annotations

import csv
import json
import logging
import statistics
import sys
import time
import unicodedata
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from briefing.arabic import strip_marks
from briefing.narration.verbalize import spoken, verbalize
from briefing.narration.verbalize.guard import figures, hearing, mismatches, written
from briefing.narration.verbalize.guard.value import Kind

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
CASES = ROOT / "tests" / "cases" / "verbalize"
UNDER = {"من عشرة آلاف": 10_000, "من ألف": 1000, "من مئة": 100, "من عشرة": 10}
CENTS = 100


def rows(path: Path) -> list[dict[str, str]]:
    """Read a TSV table with a header."""
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


class Report:
    """Prints figures and remembers whether a floor was broken."""

    def __init__(self) -> None:
        """Begin with nothing broken."""
        self.broken = False

    def line(self, name: str, value: float, unit: str, **bound: float) -> None:
        """Print one figure with its floor or ceiling."""
        print(json.dumps({"name": name, "value": round(value, 4), "unit": unit, **bound}))
        self.broken |= value < bound.get("floor", float("-inf")) or value > bound.get("ceiling", float("inf"))


def cases(report: Report) -> None:
    """Score our own cases, class by class."""
    for path in sorted(CASES.glob("*.tsv")):
        found = rows(path)
        right = sum(spoken(row["written"]) == row["spoken"] for row in found)
        report.line(f"cases: {path.stem}", right / len(found), "share", floor=1.0)


def development(report: Report) -> None:
    """Score the development phrases, whose readings have several accepted forms."""
    right: dict[str, list[bool]] = defaultdict(list)
    wrong_values = 0
    for row in rows(SHARED / "verbalize-dev.tsv"):
        phrase, accepted, kind = row.values()
        right[kind].append(strip_marks(spoken(phrase)) in map(strip_marks, accepted.split("|")))
        wrong_values += len(mismatches(phrase, verbalize(phrase)))
    for kind, scores in sorted(right.items()):
        report.line(f"development: {kind}", sum(scores) / len(scores), "share", floor=0.75)
    flat = [score for scores in right.values() for score in scores]
    report.line("development: all", sum(flat) / len(flat), "share", floor=0.92)
    report.line("development: wrong values", wrong_values, "phrases", ceiling=0)


def nemo_pairs() -> list[tuple[str, str]]:
    """Return the pairs of the public test set, written form first; two of its files have it second."""
    pairs = []
    for path in sorted((SHARED / "nemo").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            left, _, right = line.partition("~")
            pairs.append((left, right) if any(c.isdecimal() for c in left) else (right, left))
    return pairs


def values(said: str, *, parts: bool = False) -> list[Fraction]:
    """Return the numbers that a text says; with `parts` one fraction of all its words, where they are one."""
    numbers = [heard.number for heard in hearing.amounts(said)[0]]
    fractions = [heard for heard in hearing.parts(said) if heard and heard[-1].kind is Kind.UNDER] if parts else []
    for *whole, over, under in fractions[:1]:
        return [sum((value.number for value in whole), Fraction(0)) + over.number / under.number]
    return numbers


def nemo_value(said: str, *, parts: bool) -> Fraction:
    """Return the value of a reading of that set: "six and eighty-eight of a hundred" is 6.88."""
    said = said.replace("\u064e", "").replace("اَلاف", "آلاف").replace("الاف", "آلاف").replace(" و ", " و")
    said = said.removesuffix(" في المائة")
    for words_under, under in UNDER.items():
        if said.endswith(words_under):
            return _split(said.removesuffix(words_under).strip(), under)
    if "دولار" in said or "سنت" in said or "درهم" in said:
        head, _, tail = said.rpartition(" و") if "سنت" in said and "دولار" in said else (said, "", "")
        if said.startswith("واحد درهم"):
            head, tail = "واحد", said.rpartition(" و")[2]
        if not tail and "سنت" in said:
            head, tail = "صفر", said
        return sum(values(head), Fraction(0)) + sum(values(tail), Fraction(0)) / CENTS
    return sum(values(said, parts=parts), Fraction(0))


def _split(said: str, under: int) -> Fraction:
    """Split "six and eighty-eight" where the second half is the longest that is below `under`."""
    parts = said.split(" و")
    cuts = []
    for cut in range(1, len(parts)):
        whole, over = values(" و".join(parts[:cut])), values(" و".join(parts[cut:]))
        if len(whole) == len(over) == 1:
            cuts.append((whole[0], over[0]))
    return next(whole + over / under for whole, over in cuts[::-1] if over < under)


def nemo(report: Report) -> None:
    """Read every number of the public set back."""
    pairs = nemo_pairs()
    wrong = [text for text, _ in pairs if mismatches(text, verbalize(text))]
    report.line("public set: values read back", len(pairs) - len(wrong), "phrases", floor=118)
    agree = sum(_same_value(text, said) for text, said in pairs)
    report.line("public set: values as its own words have them", agree, "phrases")


def _same_value(text: str, said: str) -> bool:
    if "/" in text:
        *whole, over, under = (min(value.numbers) for value in written.fraction(figures.plain(text))[0])
        return nemo_value(said, parts=True) == sum(whole, Fraction(0)) + over / under
    expected = [values for figure in figures.figures(figures.plain(text)) for values in figure.values]
    return len(expected) == 1 and nemo_value(said, parts=False) in expected[0]


def paragraphs() -> list[str]:
    """Return every paragraph of the articles."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "articles").glob("*.txt"))]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def coverage(report: Report) -> None:
    """Look for what no voice can say, and for values that do not read back, over every paragraph."""
    left = wrong = 0
    for text in paragraphs():
        pieces = verbalize(text)
        left += sum(map(_unsayable, "".join(piece.spoken for piece in pieces)))
        wrong += len(mismatches(text, pieces))
    report.line("articles: digits, Latin letters and signs left", left, "characters", ceiling=0)
    report.line("articles: wrong values", wrong, "pieces", ceiling=0)


def _unsayable(letter: str) -> bool:
    return letter.isdecimal() or "LATIN" in unicodedata.name(letter, "") or unicodedata.category(letter)[0] == "S"


def speed(report: Report, texts: list[str], name: str) -> None:
    """Measure characters a second on one core, the median of seven rounds."""
    size, rounds = sum(map(len, texts)), []
    for _ in range(7):
        start = time.process_time()
        for text in texts:
            verbalize(text)
        rounds.append(size / (time.process_time() - start))
    report.line(f"speed: {name}", statistics.median(rounds), "characters/s", floor=200_000)


def linearity(report: Report) -> None:
    """Compare four times the length with the length, said and read back, for texts that tempt one to go back."""
    worst = 0.0
    for unit in ("9", "1-", "1/", "1.1,", "a.", "a1", "%", "1و", "أ.", "\u064b", "#a_", "1 000 ", "$1 ", "مئة و", "7,"):
        short, long = ((unit * size)[:size] for size in (20_000, 80_000))
        worst = max(worst, _seconds(long) / max(_seconds(short), 1e-4))
    report.line("speed: four times the length takes", worst, "times", ceiling=8.0)


def _seconds(text: str) -> float:
    rounds = []
    for _ in range(3):
        start = time.process_time()
        mismatches(text, verbalize(text))
        rounds.append(time.process_time() - start)
    return min(rounds)


def main() -> int:
    """Print every figure; return 1 where a floor is broken."""
    logging.disable(logging.WARNING)
    report = Report()
    cases(report)
    if SHARED.is_dir():
        development(report)
        nemo(report)
        coverage(report)
        speed(report, paragraphs(), "articles")
    else:
        print("benchmarks/verbalize: no ../shared/data, so its scores are left out", file=sys.stderr)
        speed(report, [row["written"] for path in CASES.glob("*.tsv") for row in rows(path)] * 5, "cases")
    linearity(report)
    return int(report.broken)


if __name__ == "__main__":
    sys.exit(main())
