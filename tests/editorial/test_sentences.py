import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editorial.sentences import spans, split

CASES = Path(__file__).parent.parent / "cases" / "sentences"


def _cases() -> list[tuple[str, str]]:
    rows = []
    for table in sorted(CASES.glob("*.tsv")):
        with table.open(encoding="utf-8", newline="") as file:
            rows += [(row["text"], row["sentences"]) for row in csv.DictReader(file, delimiter="\t", quoting=3)]
    return rows


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_a_paragraph_is_split_at_its_stops_and_nowhere_else(text: str, expected: str) -> None:
    assert list(split(text)) == expected.split(" | ")


@given(st.text(alphabet=".!؟؟…۔\"«»“”'() \n،وقالب12aد", max_size=60))
def test_the_sentences_lose_nothing_but_space(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())
    places = spans(text)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
