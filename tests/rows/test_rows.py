"""Every row of every word list decides something: without it, the sentence that it is put into becomes another.

`tests/cases/rows/templates.toml` holds the sentences. A row that none of them notices is of no use: it goes, or a
sentence is added that shows what it is for.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from briefing import arabic, resources
from briefing.narration import lexicon
from briefing.narration.diacritizers import morphology, stems
from tests.rows import tables

TEMPLATES = tomllib.loads(
    (Path(__file__).parent.parent / "cases" / "rows" / "templates.toml").read_text(encoding="utf-8")
)
# The desk of numbers holds its lists by its own cases; these two are asked below.
APART = {"lexicon", "morphology", "verbalize"}


def word_lists() -> set[str]:
    folders = [folder for folder in resources.data("ar").iterdir() if folder.is_dir() and folder.name not in APART]
    return {
        f"{folder.name}/{table.name.removesuffix('.tsv')}"
        for folder in folders
        for table in folder.iterdir()
        # Frames have examples of their own (test_frames.py of both desks); weights are trained, not written.
        if table.name.endswith(".tsv")
        and not table.name.startswith(("frames", "phrases"))
        and not table.name.endswith("_weights.tsv")
    }


def test_every_word_list_has_its_sentences() -> None:
    assert set(TEMPLATES) == word_lists()


@pytest.mark.parametrize("table", sorted(TEMPLATES))
def test_every_row_of_a_word_list_decides_something(table: str) -> None:
    assert list(tables.undecided(table, TEMPLATES[table]).values()) == []


def test_every_name_is_read_as_its_row_says_and_otherwise_without_it() -> None:
    index = lexicon._index()
    idle = []
    for entry in lexicon.entries().values():
        first = lexicon._WORD.findall(entry.name)[0]
        assert lexicon.force(entry.name) == entry.reading
        known = index[first]
        index[first] = [other for other in known if other[1] is not entry]
        if lexicon.force(entry.name) == entry.reading:
            idle.append((entry.source, entry.name))
        index[first] = known
    assert idle == []


def test_no_name_stands_in_two_tables() -> None:
    names = Counter(entry.name for table in resources.data("ar", "lexicon").iterdir() for entry in lexicon.read(table))
    assert [name for name, count in names.items() if count > 1] == []


# What may stand before and behind a stem when the stem alone is known in another way too.
BEFORE = ("", "ال", "و", "ف", "ل", "س")
BEHIND = ("", "ها", "ات", "ون", "ين", "هم", "وا", "ت", "ة", "ا", "ه", "ان", "ته", "ني", "نا", "ي", "ن")


KNOWN = stems.known.__wrapped__


@cache
def known_once(stem: str, column: str) -> tuple[tuple[stems.Limits, stems.Traits], ...]:
    return KNOWN(stem, column)


def read_by_hand(word: str) -> set[morphology.Reading]:
    return {*morphology._nouns(word), *morphology._verbs(word)}


def test_every_stem_makes_a_word_known_or_known_in_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()

    def known(stem: str, column: str) -> tuple[tuple[stems.Limits, stems.Traits], ...]:
        found = known_once(stem, column)
        if found:
            used.add(stem)
        return found

    monkeypatch.setattr(morphology, "known", known)
    table = stems._stems()
    words = [before + "{}" + behind for behind in BEHIND for before in BEFORE]

    def alone(stem: str) -> bool:
        """Say whether a word is known by this stem only."""
        for word in (form.format(stem) for form in words):
            used.clear()
            if len(word) > 2 and read_by_hand(word) and used == {stem}:
                return True
        return False

    def beside_others(stem: str) -> bool:
        """Say whether a word has fewer readings without this stem."""
        row = table[stem]
        others = [f"{letter}{stem[1:]}{end}" for letter in "تأن" for end in BEHIND]
        forms = [form.format(stem) for form in words] + others
        for word in forms:
            before = read_by_hand(word)
            del table[stem]
            known_once.cache_clear()
            after = read_by_hand(word)
            table[stem] = row
            known_once.cache_clear()
            if before != after:
                return True
        return False

    assert [stem for stem in list(table) if not alone(stem) and not beside_others(stem)] == []


def test_every_affix_gives_a_word_a_reading_that_it_had_not() -> None:
    idle = []
    for row in tables.rows("morphology/affixes"):
        letters = arabic.strip_marks(row["affix"])
        there = stems.affixes(row["place"])
        known = there[letters]
        own = [
            at
            for at, affix in enumerate(known)
            if (affix.before, affix.traits) == (row["before"], frozenset(row["traits"].split()))
        ]
        words = [form.format(letters) for form in WORDS_OF[row["place"]]]
        before = [{*read_by_hand(word), *morphology._commands(word)} for word in words if len(word) > 2]
        there[letters] = [affix for at, affix in enumerate(known) if at != own[0]]
        if before == [{*read_by_hand(word), *morphology._commands(word)} for word in words if len(word) > 2]:
            idle.append(row)
        there[letters] = known
    assert idle == []


def test_every_particle_is_read_as_its_row_says_and_otherwise_without_it() -> None:
    table = stems._particles()
    idle = []
    for row in tables.rows("morphology/particles"):
        known = table[row["word"]]
        before = {*morphology._function_words(row["word"])}
        for at in range(len(known)):
            table[row["word"]] = [reading for place, reading in enumerate(known) if place != at]
            if {*morphology._function_words(row["word"])} == before:
                idle.append(row["word"])
        table[row["word"]] = known
    assert idle == []


WORDS_OF = {
    "noun-prefix": ("{}كتاب", "{}شمس", "{}مدينة"),
    "noun-suffix": ("كتاب{}", "مدين{}", "مدرس{}", "عام{}"),
    "verb-prefix": ("{}كتب", "{}يكتب"),
    "imperative-prefix": ("{}اكتب", "{}قدم"),
    "imperative-suffix": ("اكتب{}", "قدم{}"),
    "perfect-suffix": ("كتب{}", "رم{}"),
    "imperfect-suffix": ("يكتب{}", "يرم{}"),
}
