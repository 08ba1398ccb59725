"""`briefing corrections` and `make --stale`: what the studio does, for programs and by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from briefing.arabic import shadda_first

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

LEAVE = {"kind": "leave", "text": "لكن الرئيس يدعو الرئيسين"}


@pytest.fixture
def story(work: Path, seed: Path) -> Path:
    path = work / "story.txt"
    path.write_bytes(seed.read_bytes())
    return path


def add(briefing: Runner, *decisions: object, source: str = "story.txt") -> None:
    ran = briefing("corrections", "add", source, "--by", "سلمى", "--json", "-", stdin=json.dumps(decisions).encode())
    assert ran.code == 0, ran.err


def test_a_decision_is_added_listed_obeyed_and_taken_back(briefing: Runner, story: Path) -> None:
    assert "لكن الرئيس يدعو" in briefing("show", "story.txt").out
    add(briefing, LEAVE)
    assert story.with_name("corrections.toml").is_file()
    assert "لكن الرئيس يدعو" not in briefing("show", "story.txt").out
    (line,) = briefing("corrections", "list", "story.txt", "--json").out.splitlines()
    row = json.loads(line)
    assert (row["kind"], row["text"], row["by"], row["unmet"]) == ("leave", LEAVE["text"], "سلمى", None)
    assert briefing("corrections", "undo", "story.txt").code == 0
    assert "لكن الرئيس يدعو" in briefing("show", "story.txt").out
    assert briefing("corrections", "redo", "story.txt").code == 0
    ran = briefing("corrections", "redo", "story.txt")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert briefing("corrections", "list", "story.txt").out.startswith("leave\t")


def test_the_api_and_a_file_by_hand_give_the_same_sound(briefing: Runner, story: Path, work: Path) -> None:
    add(briefing, LEAVE, {"kind": "reading", "text": "فريق", "to": "فَرِيقَ", "scope": "article"})
    arguments = ("make", "story.txt", "--voice", "silence", "--no-chime", "--diacritizer", "none")
    assert briefing(*arguments, "-o", "one").code == 0
    by_hand = (
        '[[reading]]\narticle = "story.txt"\nto = "فَرِيقَ"\ntext = "فريق"\n'
        f'[[leave]]\narticle = "story.txt"\ntext = "{LEAVE["text"]}"\n'
    )
    story.with_name("corrections.toml").write_text(by_hand, encoding="utf-8")
    assert briefing(*arguments, "-o", "two").code == 0
    one, two = (work / name / "story" / "briefing.mp3" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_what_no_longer_applies_is_listed_so(briefing: Runner, story: Path) -> None:
    add(briefing, {"kind": "leave", "text": "كلام ليس فيه"})
    assert "do not stand in the article" in briefing("corrections", "list", story.name).out


def test_approval_stands_in_the_file_and_goes_with_a_change(briefing: Runner, story: Path) -> None:
    assert briefing("corrections", "approve", "story.txt", "--by", "سلمى").code == 0
    assert "[[approved]]" in story.with_name("corrections.toml").read_text(encoding="utf-8")


WRONG = [
    ("{", "no JSON"),
    ('[{"text": "ا"}]', "no object with a kind"),
    ('[{"kind": "drop"}]', "unknown kind"),
    ('[{"kind": "leave"}]', "has no 'text'"),
    ('[{"kind": "leave", "text": "ا", "scope": "show"}]', "alone"),
    ('[{"kind": "reading", "text": "ا", "to": "اَ", "scope": "moon"}]', "no scope"),
    ('[{"kind": "reading", "text": "كتب", "to": "كتبت"}]', "is no reading"),
    ('[{"kind": "reading", "text": "ا", "to": "اَ", "scope": ["x"]}]', "no scope"),
    ('[{"kind": "reading", "text": "ا", "to": "اَ", "scope": "here"}]', "name it: sentence"),
    ('[{"kind": "length", "to": "banana"}]', "no such length"),
    ('[{"kind": "leave", "text": "ا", "nth": 99999999999999}]', "count the places"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
@pytest.mark.usefixtures("story")
def test_what_is_off_is_one_line_and_nothing_is_written(briefing: Runner, work: Path, text: str, told: str) -> None:
    ran = briefing("corrections", "add", "story.txt", "--json", "-", stdin=text.encode())
    assert ran.code in {2, 3, 4}
    assert told in ran.err
    assert ran.err.count("\n") == 1
    assert not (work / "corrections.toml").exists()


@pytest.mark.usefixtures("story")
def test_nothing_is_written_where_one_of_several_is_off(briefing: Runner, work: Path) -> None:
    decisions = json.dumps([LEAVE, {"kind": "drop"}]).encode()
    assert briefing("corrections", "add", "story.txt", "--json", "-", stdin=decisions).code == 4
    assert not (work / "corrections.toml").exists()


def test_several_articles_are_not_decided_at_once(briefing: Runner, work: Path) -> None:
    text = "نص الخبر في فقرة كاملة عن المدينة وأهلها."
    items = [{"id": str(number), "title": f"خبر رقم {number} عن المدينة", "content_text": text} for number in (1, 2)]
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": items}
    (work / "two.json").write_text(json.dumps(document), encoding="utf-8")
    ran = briefing("corrections", "undo", "two.json")
    assert (ran.code, "several articles" in ran.err) == (2, True)


def test_what_is_corrected_three_times_is_proposed(briefing: Runner, work: Path) -> None:
    rows = [
        f'[[reading]]\narticle = "{number}.txt"\ntext = "بين"\nto = "بَيَّنَ"\nsentence = "بين التقرير {number}"\n'
        for number in range(3)
    ]
    (work / "corrections.toml").write_text("".join(rows), encoding="utf-8")
    ran = briefing("corrections", "learn", "corrections.toml")
    assert ran.out.splitlines() == [f"بين\t{shadda_first('بَيَّنَ')}\tword"]
    cases = briefing("corrections", "learn", "corrections.toml", "--cases").out.splitlines()
    assert [line.split("\t")[0] for line in cases] == [f"بين التقرير {number}" for number in range(3)]
    with (work / "corrections.toml").open("a", encoding="utf-8") as sheet:
        sheet.write('[[reading]]\ntext = "بين"\nto = "بَيْنَ"\n')
    ran = briefing("corrections", "learn", "corrections.toml")
    assert ran.out == ""
    assert "by what stands around it" in ran.err


def test_a_reading_for_everywhere_is_the_lexicons(briefing: Runner, story: Path) -> None:
    add(briefing, {"kind": "reading", "text": "ويلكر", "to": "وِيلْكَرْ", "scope": "everywhere"})
    assert "ويلكر" in briefing("lexicon", "list", "--own").out
    assert not story.with_name("corrections.toml").exists()


@pytest.mark.usefixtures("story")
def test_the_lexicon_names_the_episodes_that_it_makes_stale(briefing: Runner) -> None:
    make = ("make", "--voice", "silence", "--no-chime")
    assert briefing(*make, "story.txt").code == 0
    assert briefing(*make, "--stale").out == ""
    ran = briefing("lexicon", "add", "كِرِيسْتِينْ وَايْلْكَرْ")
    assert (ran.out, ran.err) == ("", "")
    ran = briefing("lexicon", "add", "كِرِيسْتِينْ وِيلْكِرْ")
    assert "briefing make --stale -o output" in ran.err
    assert ran.err.rstrip().endswith(": story")
    assert "story" in briefing(*make, "--stale").out
    assert briefing(*make, "--stale").out == ""
    assert "story" in briefing("lexicon", "remove", "كريستين ويلكر").err


def test_stale_takes_no_input(briefing: Runner) -> None:
    ran = briefing("make", "--stale", "story.txt")
    assert (ran.code, "leave out INPUT" in ran.err) == (2, True)
