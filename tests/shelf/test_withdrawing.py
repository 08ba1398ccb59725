"""A withdrawn episode makes room for its tombstone, and its story is not made again unasked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefing.errors import OutputError, UsageError, WithdrawnError
from briefing.shelf import LABEL_FILE, Shelf, Withdrawal, bury, pending, undo, withdraw
from tests.shelf.conftest import HEADLINE, story
from tests.shelf.test_shelf import everything, text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.shelf.conftest import Put

MOMENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 4, 2, tzinfo=UTC)
RECORD = f'{{"version": 1, "guid": "g", "title": "{HEADLINE}", "source": "https://news.example/4"}}'
TOMBSTONE = [LABEL_FILE, "index.html", "withdrawn.json"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def carry_out(shelf: Shelf) -> None:
    """Do what whoever writes the pages does at the end."""
    with shelf.locked():
        for slug, withdrawal in pending(shelf).items():
            bury(shelf, slug, withdrawal, f"withdrawn {withdrawal.title} {withdrawal.reason}")


@pytest.fixture
def episode(shelf: Shelf, put: Put) -> Path:
    """Give the folder of an episode with its record."""
    with shelf.room(story(), "story") as room:
        for name in ("briefing.mp3", "page.txt"):
            (room.folder / name).write_text(name, encoding="utf-8")
        (room.folder / "episode.json").write_text(RECORD, encoding="utf-8")
    put(story("خبر آخر لا صلة له بالأول", "/news/other.txt", "نص آخر."), wanted="other")
    return shelf.folder / room.slug


@pytest.mark.usefixtures("taking_places")
def test_the_tombstone_takes_the_place_of_the_episode_and_nothing_of_the_users_is_lost(
    shelf: Shelf,
    episode: Path,
) -> None:
    (episode / "notes.txt").write_text("mine", encoding="utf-8")
    (episode / "page.txt").write_text("edited", encoding="utf-8")
    withdrawal = withdraw(shelf, "story", MOMENT, reason="خطأ")
    told = Withdrawal(guid="g", title=HEADLINE, withdrawn=MOMENT, reason="خطأ", source="https://news.example/4")
    assert withdrawal == told
    assert (episode / "briefing.mp3").is_file(), "no page has changed yet"
    carry_out(shelf)
    assert names(episode) == sorted([*TOMBSTONE, "notes.txt"])
    assert text(episode / "index.html") == f"withdrawn {HEADLINE} خطأ"
    assert text(episode / "notes.txt") == "mine"
    assert text(shelf.kept / "story" / "page.txt") == "edited"
    assert shelf.withdrawal("story") == told
    assert not list(shelf.notices.iterdir())
    assert not [*(shelf.own / "rooms").iterdir()]
    assert names(shelf.folder / "other") == [LABEL_FILE, "page.txt"]


@pytest.mark.parametrize("carried_out", [True, False])
def test_the_story_is_not_made_again_until_the_withdrawal_is_undone(
    carried_out: bool,  # noqa: FBT001 - a parameter
    shelf: Shelf,
    episode: Path,
    put: Put,
) -> None:
    withdraw(shelf, "story", MOMENT)
    if carried_out:
        carry_out(shelf)
    before = everything(episode)
    for again in (story(), story(headline=f"{HEADLINE} غدا")):
        with pytest.raises(WithdrawnError) as caught:
            put(again)
        what = "was withdrawn on 2026-03-01 and is not made again"
        remedy = f"if it is to be made again, run: briefing withdraw --undo story -o {shelf.folder}"
        assert (caught.value.where, caught.value.what, caught.value.remedy) == (str(episode), what, remedy)
        assert caught.value.exit_code == OutputError.exit_code
    assert everything(episode) == before
    undo(shelf, "story")
    assert put(story()) == "story"
    assert text(episode / "page.txt") == "page"


def test_an_article_without_an_address_that_is_another_story_takes_another_name(
    shelf: Shelf, episode: Path, put: Put
) -> None:
    withdraw(shelf, episode.name, MOMENT)
    carry_out(shelf)
    assert put(story("عنوان آخر", "/elsewhere/story.txt", "نص من مكان آخر لا صلة له بالأول.")) not in {"story", "other"}


def test_an_episode_that_was_withdrawn_while_it_was_made_does_not_come_back(shelf: Shelf, episode: Path) -> None:
    def make() -> None:
        with shelf.room(story(), "story") as room:
            (room.folder / "page.txt").write_text("late", encoding="utf-8")
            withdraw(shelf, "story", MOMENT)
            carry_out(shelf)

    with pytest.raises(WithdrawnError):
        make()
    assert names(episode) == TOMBSTONE
    assert not [*(shelf.own / "rooms").iterdir()]


def test_a_folder_that_was_removed_lets_the_article_be_made_again(shelf: Shelf, episode: Path, put: Put) -> None:
    withdraw(shelf, "story", MOMENT)
    carry_out(shelf)
    for name in TOMBSTONE:
        (episode / name).unlink()
    episode.rmdir()
    assert put(story()) == "story"


def test_what_was_put_beside_a_tombstone_stays_after_it_is_undone_and_the_place_is_kept(
    shelf: Shelf, episode: Path, put: Put
) -> None:
    (episode / "notes.txt").write_text("mine", encoding="utf-8")
    withdraw(shelf, "story", MOMENT)
    carry_out(shelf)
    (episode / "index.html").write_text("edited", encoding="utf-8")
    undo(shelf, "story")
    assert names(episode) == [LABEL_FILE, "notes.txt"]
    assert text(shelf.kept / "story" / "index.html") == "edited"
    assert put(story()) == "story"
    assert text(episode / "notes.txt") == "mine"


def test_to_undo_leaves_no_folder_behind(shelf: Shelf, episode: Path) -> None:
    withdraw(shelf, "story", MOMENT)
    carry_out(shelf)
    undo(shelf, "story")
    assert not episode.exists()
    with pytest.raises(UsageError, match="story: there is no such episode"):
        undo(shelf, "story")


def test_a_withdrawal_that_was_not_carried_out_is_undone_without_a_loss(shelf: Shelf, episode: Path) -> None:
    before = everything(episode)
    withdraw(shelf, "story", MOMENT)
    undo(shelf, "story")
    carry_out(shelf)
    assert everything(episode) == before
    with pytest.raises(UsageError, match="story: was not withdrawn"):
        undo(shelf, "story")


def test_to_withdraw_twice_changes_nothing_but_what_is_told(shelf: Shelf, episode: Path) -> None:
    first = withdraw(shelf, "story", MOMENT, reason="خطأ")
    carry_out(shelf)
    before = everything(shelf.folder)
    assert withdraw(shelf, "story", LATER) == first
    carry_out(shelf)
    assert everything(shelf.folder) == before
    again = withdraw(shelf, "story", LATER, reason="خطأ في الاسم", untitled=True)
    assert (again.withdrawn, again.title, again.reason) == (MOMENT, "", "خطأ في الاسم")
    carry_out(shelf)
    assert text(episode / "index.html") == "withdrawn  خطأ في الاسم"
    assert names(episode) == TOMBSTONE


def test_an_episode_whose_label_is_lost_is_kept_whole_out_of_sight(shelf: Shelf, episode: Path, put: Put) -> None:
    (episode / LABEL_FILE).unlink()
    (episode / "notes.txt").write_text("mine", encoding="utf-8")
    before = everything(episode)
    withdraw(shelf, "story", MOMENT)
    carry_out(shelf)
    assert names(episode) == ["index.html", "withdrawn.json"]
    assert everything(shelf.kept / "story") == before
    for again in (story(), story("عنوان مصحح", "https://news.example/4", lasting=True)):
        with pytest.raises(WithdrawnError):
            put(again)


def test_an_episode_whose_record_is_damaged_can_be_withdrawn(shelf: Shelf, episode: Path) -> None:
    (episode / "episode.json").write_text("{", encoding="utf-8")
    assert withdraw(shelf, "story", MOMENT) == Withdrawal(guid="", title=HEADLINE, withdrawn=MOMENT)
    carry_out(shelf)
    assert names(episode) == TOMBSTONE


@pytest.mark.parametrize(
    "slug", ["nowhere", "", " ", ".", "..", ".briefing", "../story", "story/", "/", "a\\b", "a\0b"]
)
def test_what_is_no_name_of_an_episode_is_one_line(slug: str, shelf: Shelf, episode: Path) -> None:
    before = everything(shelf.folder)
    with pytest.raises(UsageError) as caught:
        withdraw(shelf, slug, MOMENT)
    assert str(shelf.folder) in caught.value.remedy
    assert everything(shelf.folder) == before
    assert episode.is_dir()


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_not_ours_stays(kind: str, shelf: Shelf, episode: Path) -> None:
    mine = shelf.folder / "mine"
    if kind == "folder":
        mine.mkdir()
        (mine / "letter.txt").write_text("mine", encoding="utf-8")
    elif kind == "file":
        mine.write_text("mine", encoding="utf-8")
    else:
        mine.symlink_to(episode)
    with pytest.raises(OutputError, match="mine: is no episode of ours, and stays"):
        withdraw(shelf, "mine", MOMENT)
    assert not pending(shelf)


def test_what_somebody_put_in_the_place_of_a_withdrawn_episode_stays(shelf: Shelf, episode: Path) -> None:
    withdraw(shelf, "story", MOMENT)
    episode.rename(shelf.folder.parent / "away")
    episode.mkdir()
    (episode / "letter.txt").write_text("mine", encoding="utf-8")
    carry_out(shelf)
    assert names(episode) == ["letter.txt"]
    assert not pending(shelf)
