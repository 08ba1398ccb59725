"""The seed's briefing as a person last read it and agreed: every word that is written, and every word that is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Golden, Runner


@pytest.mark.parametrize("stage", ["segments", "script", "spoken", "phonemes"])
def test_the_seed_reads_as_it_did(stage: str, briefing: Runner, seed: Path, golden: Golden) -> None:
    # Without the models: their last bits differ between processors, and their quality is held by benchmarks.
    ran = briefing("show", seed, "--at", stage, "--diacritizer", "none")
    assert ran.code == 0
    golden.check(f"seed/{stage}.txt", ran.out)


def test_the_files_of_the_seed_are_as_they_were(briefing: Runner, seed: Path, golden: Golden, tmp_path: Path) -> None:
    made = json.loads(briefing("make", seed, "--voice", "silence", "--json").out)
    for name in ("chapters.json", "captions.vtt", "transcript.json", "summary.txt", "summary.md"):
        written = (tmp_path / "work" / made["files"][name]).read_text(encoding="utf-8")
        golden.check(f"seed/{name}", written)
