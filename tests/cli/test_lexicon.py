"""`briefing lexicon` as a user runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Runner


def test_a_name_is_added_listed_and_removed(briefing: Runner) -> None:
    assert briefing("lexicon", "add", "جُونْ دُو", "--kind", "person").code == 0
    assert briefing("lexicon", "list", "--own").out == "جون دو\tجُونْ دُو\tperson\tlexicon.tsv\n"
    assert briefing("lexicon", "remove", "جون دو").code == 0
    assert briefing("lexicon", "list", "--own").out == ""


def test_a_word_is_explained_on_one_line(briefing: Runner) -> None:
    ran = briefing("lexicon", "explain", "وكلينتون")
    assert ran.out == "وكلينتون\tوَكِلِينْتُونْ\twakiliːntuːn\tname people.tsv person\n"


def test_a_mistake_is_one_line_on_stderr(briefing: Runner) -> None:
    ran = briefing("lexicon", "add", "John")
    assert (ran.code, ran.out, ran.err.count("\n")) == (4, "", 1)


def test_names_travel_by_a_file(briefing: Runner) -> None:
    briefing("lexicon", "add", "جُونْ دُو")
    assert briefing("lexicon", "export", "--own", "names.pls").code == 0
    briefing("lexicon", "remove", "جون دو")
    assert briefing("lexicon", "import", "names.pls").code == 0
    assert briefing("lexicon", "list", "--own").out == "جون دو\tجُونْ دُو\town\tlexicon.tsv\n"
