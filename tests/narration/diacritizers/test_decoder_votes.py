"""How the networks' votes become marks: networks that say what the test tells them to."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from briefing.arabic import DAMMA, FATHA, FATHATAN, KASRA, SHADDA, SUKUN
from briefing.narration.diacritizers import decoder
from briefing.narration.diacritizers.chunks import LONGEST_CHUNK, chunks
from briefing.narration.diacritizers.decoder import Decoder, Voter
from briefing.narration.diacritizers.letters import CLASSES, COLUMN, LETTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

Table = "npt.NDArray[np.float32]"
FLOOR = 1e-3
REACH = 8.0


class Told:
    """A network that gives each letter the marks that it was told, and nothing to any other sign."""

    def __init__(self, **marks: Mapping[str, float]) -> None:
        self.marks = marks
        self.heard: list[str] = []
        self.threads: set[str] = set()

    def read(self, bases: str) -> npt.NDArray[np.float32]:
        self.heard.append(bases)
        self.threads.add(threading.current_thread().name)
        table = np.zeros((len(bases), len(CLASSES)), np.float32)
        for place, base in enumerate(bases):
            for mark, share in self.marks.get(base, {"": 1.0} if base in LETTERS else {}).items():
                table[place, COLUMN[mark]] = share
        return table


def alone(**marks: Mapping[str, float]) -> Decoder:
    return Decoder([Voter(Told(**marks))])


def logs(table: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    return np.log(table.astype(np.float64) + FLOOR)


def test_a_voter_has_a_say_on_everything_unless_it_is_told_otherwise() -> None:
    assert Voter(Told()).value_only is False


def test_the_likeliest_mark_of_each_letter_is_written() -> None:
    marks = {"ظ": {FATHA: 0.6, KASRA: 0.4}, "غ": {SUKUN: 0.3, DAMMA: 0.7}}
    assert alone(**marks).diacritize("ظغ غظ a") == f"ظ{FATHA}غ{DAMMA} غ{DAMMA}ظ{FATHA} a"


def test_votes_add_up_and_what_no_network_read_has_no_score() -> None:
    one, two = Told(ظ={FATHA: 0.9, KASRA: 0.1}), Told(ظ={FATHA: 0.2, KASRA: 0.8})
    voters = [Voter(one), Voter(two)]
    scores = Decoder(voters).scores("ظظ ظa")
    assert scores.dtype == np.float32
    both = logs(one.read("ظ"))[0] + logs(two.read("ظ"))[0]
    for place in (0, 1, 3):
        np.testing.assert_allclose(scores[place], both, rtol=1e-5)
    assert not scores[2].any()
    assert Decoder(voters).diacritize("ظظ") == f"ظ{FATHA}ظ{FATHA}"


def test_a_network_that_did_not_read_a_letter_leaves_it_to_the_others() -> None:
    silent = Told(ظ={})
    speaking = Told(ظ={FATHA: 0.9, KASRA: 0.1})
    both, one = Decoder([Voter(silent), Voter(speaking)]), Decoder([Voter(speaking)])
    np.testing.assert_array_equal(both.scores("ظ"), one.scores("ظ"))


def test_a_value_voter_says_which_mark_and_not_whether_there_is_one() -> None:
    whole, value = Told(ظ={"": 0.6, FATHA: 0.3, KASRA: 0.1}), Told(ظ={"": 0.001, FATHA: 0.1, KASRA: 0.8})
    voters = [Voter(whole), Voter(value, value_only=True)]
    scores = Decoder(voters).scores("ظ")[0].astype(np.float64)
    base = logs(whole.read("ظ"))[0]
    said = base + logs(value.read("ظ"))[0]
    marked = [column for column in range(len(CLASSES)) if column != COLUMN[""]]
    np.testing.assert_allclose(scores[marked], said[marked], rtol=1e-5)
    share = np.exp(said[marked]).sum() / np.exp(base[marked]).sum()
    assert scores[COLUMN[""]] == pytest.approx(base[COLUMN[""]] + np.log(share), rel=1e-5)
    shares = np.exp(scores)
    own = np.exp(base)
    assert shares[COLUMN[""]] / shares.sum() == pytest.approx(own[COLUMN[""]] / own.sum(), rel=1e-4)
    assert scores[COLUMN[KASRA]] > scores[COLUMN[FATHA]]


def test_a_typed_shadda_keeps_its_letter_doubled() -> None:
    read = alone(ظ={FATHA: 0.9, SHADDA + DAMMA: 0.1})
    assert read.diacritize(f"غظ{SHADDA}غ") == f"غظ{SHADDA}{DAMMA}غ"


def test_a_tanwin_typed_on_an_alef_leaves_a_plain_vowel_before_it() -> None:
    read = alone(ظ={KASRA: 0.9, FATHA: 0.05}, غ={KASRA: 0.9, FATHA: 0.05})
    assert read.diacritize(f"غظا{FATHATAN}") == f"غ{KASRA}ظ{FATHA}ا{FATHATAN}"
    assert read.diacritize(f"غظى{FATHATAN}") == f"غ{KASRA}ظ{FATHA}ى{FATHATAN}"
    assert read.diacritize(f"غظع{FATHATAN}") == f"غ{KASRA}ظ{KASRA}ع{FATHATAN}"
    assert read.diacritize(f"ا{FATHATAN}غظ") == f"ا{FATHATAN}غ{KASRA}ظ{KASRA}"


def weighed(distance: float, *, wrong: str = FATHA, right: str = KASRA) -> Decoder:
    """Vote for a kaf that makes no word of "book", ahead of the one that does by so much."""
    sure = {"": 1.0}
    # Two that say the same: one alone can be no surer than the floor lets it.
    share = (0.9 + FLOOR) * np.exp(-distance / 2) - FLOOR
    network = Told(ك={wrong: 0.9, right: share}, ت={FATHA: 1.0}, ا=sure, ب={DAMMA: 1.0})
    return Decoder([Voter(network), Voter(network)])


BOOK, NO_BOOK = f"ك{KASRA}ت{FATHA}اب{DAMMA}", f"ك{FATHA}ت{FATHA}اب{DAMMA}"


@pytest.mark.parametrize("distance", [0.2, 0.9, 4.0, REACH - 0.3])
def test_marks_that_make_no_known_word_give_way_to_nearly_as_likely_ones_that_do(distance: float) -> None:
    assert weighed(distance).diacritize("كتاب") == BOOK


@pytest.mark.parametrize("distance", [REACH + 0.3, REACH + 0.8])
def test_marks_of_an_unknown_word_stand_where_they_are_much_likelier(distance: float) -> None:
    assert weighed(distance).diacritize("كتاب") == NO_BOOK


def test_marks_of_a_known_word_stand() -> None:
    assert weighed(4.0, wrong=KASRA, right=FATHA).diacritize("كتاب") == BOOK


@pytest.mark.parametrize("before", ["ظظظظظ", "ظظ", f"ك{FATHA}تاب", "بب"])
def test_a_word_that_is_not_asked_about_does_not_end_the_asking(before: str) -> None:
    marked = weighed(4.0).diacritize(f"{before} كتاب")
    assert marked.split()[1] == BOOK


def test_a_word_that_the_writer_marked_in_part_is_left_to_the_networks() -> None:
    assert weighed(4.0).diacritize(f"كت{FATHA}اب") == NO_BOOK


def test_a_word_is_as_sure_as_its_least_sure_letter() -> None:
    decoder = alone(ظ={FATHA: 0.9, KASRA: 0.1}, غ={FATHA: 0.6, KASRA: 0.4})
    text, choices = decoder.told(f"ظظ غظ، ظ{FATHA}")
    assert text == f"ظ{FATHA}ظ{FATHA} غ{FATHA}ظ{FATHA}، ظ{FATHA}"
    assert [(choice.start, choice.end, choice.decided_by) for choice in choices] == [(0, 2, ""), (3, 5, "")]
    floors = len(CLASSES) * FLOOR
    assert choices[0].confidence == pytest.approx((0.9 + FLOOR) / (1 + floors), abs=1e-3)
    assert choices[1].confidence == pytest.approx((0.6 + FLOOR) / (1 + floors), abs=1e-3)


def test_words_are_counted_from_the_start_of_the_text() -> None:
    choices = alone().told("ظظ. غظ.\nعظ")[1]
    assert [(choice.start, choice.end) for choice in choices] == [(0, 2), (4, 6), (8, 10)]


def test_a_text_without_arabic_letters_is_shown_to_no_network() -> None:
    network = Told()
    assert Decoder([Voter(network)]).diacritize("abc 5!") == "abc 5!"
    assert network.heard == []


def test_each_network_is_shown_the_letters_of_a_chunk_once() -> None:
    networks = [Told(), Told()]
    Decoder([Voter(network) for network in networks]).diacritize("ظَغ. غظ")
    assert [network.heard for network in networks] == [["ظغ.", " غظ"]] * 2


@pytest.mark.parametrize(("cores", "side_by_side"), [(1, False), (2, True), (8, True)])
def test_networks_read_side_by_side_where_there_are_cores(
    monkeypatch: pytest.MonkeyPatch, cores: int, *, side_by_side: bool
) -> None:
    monkeypatch.setattr(decoder, "_threads", lambda: cores)
    networks = [Told(ظ={FATHA: 0.9}), Told(ظ={KASRA: 0.5}), Told(ظ={FATHA: 0.2})]
    made: list[int | None] = []
    pool = decoder.ThreadPoolExecutor

    def pool_of(workers: int | None = None, **options: str) -> object:
        made.append(workers)
        return pool(workers, **options)

    monkeypatch.setattr(decoder, "ThreadPoolExecutor", pool_of)
    assert Decoder([Voter(network) for network in networks]).diacritize("ظ") == f"ظ{FATHA}"
    threads = set().union(*(network.threads for network in networks))
    assert all(name.startswith("marks") for name in threads) is side_by_side
    assert made == ([min(cores, 3)] if side_by_side else [])


def test_one_network_needs_no_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "_threads", lambda: 8)
    network = Told(ظ={FATHA: 1.0})
    assert Decoder([Voter(network)]).diacritize("ظ") == f"ظ{FATHA}"
    assert network.threads == {threading.current_thread().name}


def test_cores_are_counted_as_the_system_lets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert decoder._threads() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    assert decoder._threads() == 64
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert decoder._threads() == 1


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in chunks(text)]


def test_what_fits_is_one_chunk_and_one_letter_more_are_two() -> None:
    assert cut("ا" * LONGEST_CHUNK) == ["ا" * 500]
    assert cut("ا" * (LONGEST_CHUNK + 1)) == ["ا" * 500, "ا"]


@pytest.mark.parametrize("mark", [",", ":", "،", "-", "–"])
def test_a_long_sentence_is_cut_behind_its_last_clause_that_fits(mark: str) -> None:
    clause, word = "ا" * 99 + f"{mark} ", "ب" * 60 + " "
    text = clause * 2 + word * 6
    assert cut(text) == [clause + clause[:-1], " " + word * 6]


def test_a_long_clause_is_cut_behind_its_last_space_that_fits() -> None:
    word = "ا" * 60 + " "
    assert cut(word * 12) == [word * 8, word * 4]


def test_a_clause_sign_inside_a_word_cuts_nothing() -> None:
    word = "ا" * 30 + "-" + "ا" * 30 + " "
    assert cut(word * 12) == [word * 8, word * 4]


def test_further_chunks_begin_where_the_last_ended() -> None:
    word = "ا" * 60 + " "
    assert cut(word * 20) == [word * 8, word * 8, word * 4]
    assert cut("ا" * 1_200) == ["ا" * 500, "ا" * 500, "ا" * 200]


@pytest.mark.parametrize("stop", [".", "!", "?", "؟", "؛", "…", "...", "?!", ".»", '."', ".)", ".]", ".”", ".'"])
def test_a_sentence_ends_behind_its_stop_and_what_closes_with_it(stop: str) -> None:
    assert cut(f"كتب{stop} ظهر") == [f"كتب{stop}", " ظهر"]
    assert cut(f"كتب{stop}ظهر") == [f"كتب{stop}ظهر"]


def test_each_line_is_read_by_itself() -> None:
    assert cut("كتب\n\nظهر. نعم\n") == ["كتب\n", "\n", "ظهر.", " نعم\n"]
    assert cut("") == []
