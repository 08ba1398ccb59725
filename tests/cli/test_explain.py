"""`briefing explain`: a table for a person, a list for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Runner


def test_each_word_has_the_promised_fields(briefing: Runner) -> None:
    ran = briefing("explain", "ارتفع 6%", "--json")
    assert (ran.code, ran.err) == (0, "")
    rows = json.loads(ran.out)
    assert [row["written"] for row in rows] == ["ارتفع", "6%"]
    fields = {"written", "spoken", "diacritized", "phonemes", "decided_by", "confidence"}
    assert all(set(row) == fields for row in rows)
    assert all(0 < row["confidence"] <= 1 for row in rows)


def test_the_table_says_who_decided(briefing: Runner) -> None:
    ran = briefing("explain", "ارتفع 6%", "--diacritizer", "fast")
    assert "decided by" in ran.out
    assert "diacritizer: fast" in ran.out


def test_an_unknown_diacritizer_is_one_line_that_lists_the_known_ones(briefing: Runner) -> None:
    ran = briefing("explain", "نص", "--diacritizer", "farasa")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "'farasa' is no such diacritizer; choose one of: camel, ensemble, fast, mishkal, none, rawi" in ran.err
