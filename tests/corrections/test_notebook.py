"""Changes are written down first, can be taken back and done again, and are lost by nobody."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from briefing.corrections import Editor, Notebook, Row
from briefing.errors import ConflictError

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("story.txt", "عنوان الخبر")
FIRST = datetime(2026, 11, 29, 8, 30, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "corrections.toml")


def editor(second: int = 0, by: str = "سلمى") -> Editor:
    return Editor(by=by, at=FIRST + timedelta(seconds=second))


def leave(number: int, article: str = "story.txt") -> Row:
    return Row(kind="leave", article=article, text=f"جملة {number}")


def texts(book: Notebook) -> list[str]:
    return [row.text for row in book.rows()]


def test_a_change_says_who_made_it_and_when(book: Notebook) -> None:
    entry = book.change(editor(), NAMES, put=[leave(1)])
    assert entry is not None
    (row,) = book.rows()
    assert (row.by, row.at) == ("سلمى", FIRST)
    (line,) = book.log.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["did"] == "change"


def test_what_changes_nothing_is_not_written(book: Notebook) -> None:
    book.change(editor(), NAMES, put=[leave(1)])
    before = book.path.read_bytes(), book.log.read_bytes()
    assert book.change(editor(1), NAMES, put=[leave(1)]) is None
    assert book.change(editor(2), NAMES, taken=[leave(7)]) is None
    assert (book.path.read_bytes(), book.log.read_bytes()) == before


def test_an_opposed_decision_takes_the_place_of_the_other_under_any_name(book: Notebook) -> None:
    book.change(editor(), NAMES, put=[leave(1, article="عنوان الخبر")])
    book.change(editor(1), NAMES, put=[Row(kind="tell", article="story.txt", text="جملة 1")])
    assert [(row.kind, row.article) for row in book.rows()] == [("tell", "story.txt")]


def test_twenty_changes_are_taken_back_one_by_one_and_made_again(book: Notebook) -> None:
    states = []
    for number in range(20):
        states.append(texts(book))
        book.change(editor(number), NAMES, put=[leave(number)])
    last = book.path.read_bytes()
    for number, state in zip(range(20, 40), reversed(states), strict=True):
        assert book.undo(editor(number), "story.txt")
        assert texts(book) == state
    assert not book.path.exists()
    assert book.undo(editor(40), "story.txt") is None
    for number in range(41, 61):
        assert book.redo(editor(number), "story.txt")
    assert book.path.read_bytes() == last
    assert book.redo(editor(61), "story.txt") is None


def test_after_a_change_nothing_older_is_made_again(book: Notebook) -> None:
    book.change(editor(), NAMES, put=[leave(1)])
    book.undo(editor(1), "story.txt")
    book.change(editor(2), NAMES, put=[leave(2)])
    assert book.redo(editor(3), "story.txt") is None
    assert texts(book) == ["جملة 2"]


def test_each_article_has_its_own_changes_to_take_back(book: Notebook) -> None:
    book.change(editor(), NAMES, put=[leave(1)])
    book.change(editor(1), ("other.txt",), put=[leave(2, article="other.txt")])
    assert book.undo(editor(2), "story.txt")
    assert texts(book) == ["جملة 2"]
    assert book.undo(editor(3), "story.txt") is None


def test_what_was_done_by_hand_meanwhile_is_not_done_twice(book: Notebook) -> None:
    book.change(editor(), NAMES, put=[leave(1)])
    book.path.write_text("version = 1\n", encoding="utf-8")
    assert book.undo(editor(1), "story.txt")
    assert book.path.read_text(encoding="utf-8") == "version = 1\n"


def test_the_second_of_two_editors_is_told(book: Notebook) -> None:
    seen = book.revision(NAMES)
    book.change(editor(), NAMES, put=[leave(1)], revision=seen)
    with pytest.raises(ConflictError, match="somebody else"):
        book.change(editor(1, by="فهد"), NAMES, put=[leave(2)], revision=seen)
    assert texts(book) == ["جملة 1"]
    book.change(editor(2, by="فهد"), NAMES, put=[leave(2)], revision=book.revision(NAMES))
    assert texts(book) == ["جملة 1", "جملة 2"]


def test_another_article_is_no_conflict(book: Notebook) -> None:
    seen = book.revision(NAMES)
    book.change(editor(), ("other.txt",), put=[leave(1, article="other.txt")])
    assert book.change(editor(1), NAMES, put=[leave(2)], revision=seen)


def test_many_who_write_at_once_lose_nothing(book: Notebook) -> None:
    def write(first: int) -> None:
        for number in range(first, first + 10):
            Notebook(book.path).change(editor(number), (f"{number}.txt",), put=[leave(number, article=f"{number}.txt")])

    threads = [threading.Thread(target=write, args=[first]) for first in range(0, 40, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(texts(book)) == sorted(f"جملة {number}" for number in range(40))
    assert len(book.log.read_bytes().splitlines()) == 40


def test_a_line_that_a_killed_program_left_half_written_is_passed_over(book: Notebook) -> None:
    book.change(editor(), NAMES, put=[leave(1)])
    with book.log.open("ab") as log:
        log.write(b'{"did":"change","article":"story.t')
    book.change(editor(1), NAMES, put=[leave(2)])
    assert book.undo(editor(2), "story.txt")
    assert texts(book) == ["جملة 1"]
    assert book.undo(editor(3), "story.txt")
    assert texts(book) == []


def test_a_change_that_was_written_down_and_not_done_is_lost_alone(book: Notebook) -> None:
    book.change(editor(), NAMES, put=[leave(1)])
    done = book.path.read_bytes()
    book.change(editor(1), NAMES, put=[leave(2)])
    book.path.write_bytes(done)  # killed between the two
    assert texts(book) == ["جملة 1"]
    assert book.undo(editor(2), "story.txt")
    assert texts(book) == ["جملة 1"]


def test_what_was_heard_is_kept(book: Notebook) -> None:
    book.hear(editor(), "story.txt", "0123")
    book.hear(editor(1), "story.txt", "0123")
    book.hear(editor(1), "other.txt", "4567")
    assert book.heard("story.txt") == {"0123"}
    assert len(book.log.read_bytes().splitlines()) == 2
    assert book.undo(editor(2), "story.txt") is None


def test_a_link_leads_to_the_file_and_who_may_read_it_stays(tmp_path: Path) -> None:
    target = tmp_path / "shared.toml"
    target.write_text("version = 1\n", encoding="utf-8")
    target.chmod(0o600)
    link = tmp_path / "corrections.toml"
    link.symlink_to(target)
    Notebook(link).change(editor(), NAMES, put=[leave(1)])
    assert link.is_symlink()
    assert "جملة 1" in target.read_text(encoding="utf-8")
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_file_of_windows_is_read_and_keeps_its_line_ends(book: Notebook) -> None:
    book.path.write_bytes(b"\xef\xbb\xbfversion = 1\r\n")
    book.change(editor(), NAMES, put=[leave(1)])
    assert texts(book) == ["جملة 1"]
    assert b"\n" not in book.path.read_bytes().replace(b"\r\n", b"")


def test_what_is_new_in_a_log_is_seen_also_where_it_was_begun_anew(book: Notebook) -> None:
    book.change(editor(), NAMES, put=[leave(1)])
    other = Notebook(book.path)
    other.change(editor(1), NAMES, put=[leave(2)])
    assert book.last("story.txt")[0] == other.last("story.txt")[0]
    book.log.unlink()
    assert book.last("story.txt") == (None, None)
    book.change(editor(2), NAMES, put=[leave(3)])
    entry, _ = book.last("story.txt")
    assert entry is not None
    assert entry.put[0].text == "جملة 3"
