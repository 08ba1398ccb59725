"""`briefing show` and the line filters: the fields that programs outside rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner


def _shown(briefing: Runner, source: Path, stage: str) -> Any:  # noqa: ANN401 - each stage has its own shape
    ran = briefing("show", source, "--at", stage, "--json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_segments_have_the_promised_fields(briefing: Runner, seed: Path) -> None:
    shown = _shown(briefing, seed, "segments")
    assert set(shown) >= {"headline", "lead", "quotes", "figures", "polls", "dropped"}
    for quote in shown["quotes"]:
        assert set(quote) >= {"text", "speaker", "cue", "paragraph", "key"}
    for figure in shown["figures"]:
        assert set(figure) >= {"text", "value", "value_max", "unit", "kind", "subject", "pollster", "paragraph"}
    assert {(drop["paragraph"], drop["reason"]) for drop in shown["dropped"]} == {(5, "caption"), (15, "duplicate")}


def test_every_shown_quote_and_figure_stands_in_its_paragraph(briefing: Runner, seed: Path) -> None:
    paragraphs = _shown(briefing, seed, "article")["paragraphs"]
    shown = _shown(briefing, seed, "segments")
    for claim in [*shown["quotes"], *shown["figures"]]:
        assert claim["text"] in paragraphs[claim["paragraph"]]


def test_sentences_are_a_list_for_each_paragraph(briefing: Runner, seed: Path) -> None:
    paragraphs = _shown(briefing, seed, "article")["paragraphs"]
    sentences = _shown(briefing, seed, "sentences")
    assert len(sentences) == len(paragraphs) == 20
    for paragraph, split in zip(paragraphs, sentences, strict=True):
        assert "".join("".join(split).split()) == "".join(paragraph.split())


def test_the_script_says_of_each_word_who_chose_its_marks(briefing: Runner, seed: Path) -> None:
    shown = json.loads(briefing("show", seed, "--at", "script", "--json").out)
    words = [
        word for chapter in shown["chapters"] for utterance in chapter["utterances"] for word in utterance["words"]
    ]
    assert all(set(word) == {"word", "decided_by", "confidence"} and 0 < word["confidence"] <= 1 for word in words)
    deciders = {word["decided_by"].partition(":")[0] for word in words}
    assert {"networks", "lexicon"} <= deciders <= {"networks", "lexicon", "frame", "typed", "article"}


def test_spoken_stands_beside_written_and_names_class_and_rule(briefing: Runner, seed: Path) -> None:
    shown = _shown(briefing, seed, "spoken")
    utterances = [utterance for chapter in shown["chapters"] for utterance in chapter["utterances"]]
    pieces = [piece for utterance in utterances for piece in utterance["pieces"]]
    assert any("2024" in utterance["written"] for utterance in utterances)
    assert not any(letter.isdigit() for utterance in utterances for letter in utterance["spoken"])
    assert all(piece["class"] and piece["rule"] for piece in pieces)


def test_phonemes_are_shown_for_every_utterance(briefing: Runner, seed: Path) -> None:
    shown = _shown(briefing, seed, "phonemes")
    assert all(utterance["phonemes"] for chapter in shown["chapters"] for utterance in chapter["utterances"])


@pytest.mark.parametrize("command", ["verbalize", "diacritize", "phonemes"])
def test_a_filter_gives_a_line_for_a_line(command: str, briefing: Runner) -> None:
    ran = briefing(command, stdin="ارتفع 6%\n\nكتب الولد".encode())
    assert ran.code == 0
    lines = ran.out.split("\n")
    assert len(lines) == 4
    assert lines[1] == ""


def test_a_filter_goes_on_after_bytes_that_are_no_text(briefing: Runner) -> None:
    ran = briefing("verbalize", stdin=b"\xff\xfe\x00\n" + "كتب 3 كتب".encode())
    assert ran.code == 0
    assert ran.out.endswith("كتب ثلاثة كتب\n")
