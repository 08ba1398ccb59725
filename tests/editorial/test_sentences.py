from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.editorial.sentences import spans, split
from tests.editorial.cases import rows


@pytest.mark.parametrize("row", rows("sentences"), ids=lambda row: row["text"])
def test_a_paragraph_is_split_at_its_stops_and_nowhere_else(row: dict[str, str]) -> None:
    assert list(split(row["text"])) == row["sentences"].split(" | ")


@given(st.text(alphabet=".!؟؟…۔\"«»“”'() \n،وقالب12aدـ", max_size=60))
def test_the_sentences_lose_nothing_but_space(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans(text)))
