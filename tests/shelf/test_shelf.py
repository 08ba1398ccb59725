"""Nothing that is not ours is touched, nothing that is ours is lost."""

from __future__ import annotations

import os
import stat
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from briefing import files
from briefing.errors import OutputError
from briefing.shelf import LABEL_FILE, RECORD_FILE, PageStanding, Shelf, digest, page_standing
from briefing.shelf.page import labelled
from tests.shelf.conftest import HEADLINE, story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.shelf.conftest import Put

OWN = (".briefing/lock", ".briefing/shelf.txt")
RECORD = f'{{"version": 1, "guid": "g", "title": "{HEADLINE}"}}'


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_episode_takes_the_place_of_the_one_before_and_nothing_is_left_over(shelf: Shelf, put: Put) -> None:
    assert put(story(), page="one") == put(story(), page="two") == "story"
    assert text(shelf.folder / "story" / "page.txt") == "two"
    assert sorted(everything(shelf.folder)) == [*OWN, f"story/{LABEL_FILE}", "story/page.txt"]


def test_an_episode_that_is_made_again_just_as_it_was_is_not_written_again(shelf: Shelf, put: Put) -> None:
    put(story())
    before = (shelf.folder / "story").stat().st_ino
    put(story())
    assert (shelf.folder / "story").stat().st_ino == before
    (shelf.folder / "story" / "page.txt").unlink()
    put(story())
    assert text(shelf.folder / "story" / "page.txt") == "page"


def test_an_error_names_the_episodes_folder_not_the_room(shelf: Shelf) -> None:
    def make() -> None:
        with shelf.room(story(), "story") as room:
            files.write_bytes(room.folder / "missing" / "page.txt", b"")

    with pytest.raises(OutputError) as caught:
        make()
    assert caught.value.where == str(shelf.folder / "story" / "missing" / "page.txt")


@pytest.mark.parametrize("put_there", ["folder", "empty folder", "file", "link", "dangling link"])
def test_a_name_that_is_not_ours_is_left_alone_and_another_is_taken(
    put_there: str, shelf: Shelf, put: Put, tmp_path: Path
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "letter.txt").write_text("mine", encoding="utf-8")
    name = shelf.folder / "story"
    if put_there.endswith("link"):
        name.symlink_to(documents if put_there == "link" else tmp_path / "nowhere")
    elif put_there == "file":
        name.write_text("mine", encoding="utf-8")
    else:
        name.mkdir()
        if put_there == "folder":
            (name / "letter.txt").write_text("mine", encoding="utf-8")
    before = os.lstat(name)
    slug = put(story())
    assert slug != "story"
    assert text(shelf.folder / slug / "page.txt") == "page"
    assert os.lstat(name).st_ino == before.st_ino
    assert text(documents / "letter.txt") == "mine"
    assert put(story(), page="again") == slug


def test_two_stories_of_one_name_are_two_episodes_and_keep_their_names(put: Put) -> None:
    stories = [story(place=f"/{desk}/story.txt", body=f"نص من {desk}") for desk in "abcd"]
    names = [put(each, page=str(number)) for number, each in enumerate(stories)]
    assert len(set(names)) == len(stories)
    assert [put(each, page="again") for each in reversed(stories)] == names[::-1]


def test_the_name_is_kept_also_after_what_was_in_the_way_has_gone(shelf: Shelf, put: Put) -> None:
    (shelf.folder / "story").mkdir()
    slug = put(story())
    (shelf.folder / "story").rmdir()
    assert put(story(headline=f"{HEADLINE} غدا")) == slug


def test_a_name_that_another_run_is_working_under_is_taken(shelf: Shelf) -> None:
    with (
        shelf.room(story(place="/a", body="أ"), "story") as one,
        shelf.room(story(place="/b", body="ب"), "story") as other,
    ):
        (one.folder / "page.txt").write_text("one", encoding="utf-8")
        (other.folder / "page.txt").write_text("other", encoding="utf-8")
    assert one.slug != other.slug
    assert [text(shelf.folder / room.slug / "page.txt") for room in (one, other)] == ["one", "other"]


def test_two_runs_that_make_the_same_story_leave_one_episode(shelf: Shelf) -> None:
    with shelf.room(story(), "story") as one, shelf.room(story(), "story") as other:
        (one.folder / "page.txt").write_text("one", encoding="utf-8")
        (other.folder / "page.txt").write_text("other", encoding="utf-8")
    assert one.slug == other.slug == "story"
    assert text(shelf.folder / "story" / "page.txt") == "one"


def test_claims_of_many_threads_never_meet(shelf: Shelf) -> None:
    names: list[str] = []

    def claim(number: int) -> None:
        with shelf.room(story(place=f"/{number}", body=f"نص {number}"), "story") as room:
            names.append(room.slug)

    threads = [Thread(target=claim, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(names)) == len(threads)


@pytest.mark.usefixtures("taking_places")
def test_what_somebody_put_beside_an_episode_stays_when_it_is_made_again(
    shelf: Shelf,
    put: Put,
) -> None:
    put(story(), page="one")
    folder = shelf.folder / "story"
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "photos").mkdir()
    (folder / "photos" / "1.jpg").write_bytes(b"mine")
    put(story(), page="two")
    assert text(folder / "page.txt") == "two"
    assert text(folder / "notes.txt") == "mine"
    assert (folder / "photos" / "1.jpg").read_bytes() == b"mine"


def test_a_file_of_ours_that_was_changed_by_hand_is_kept_aside(
    shelf: Shelf, put: Put, caplog: pytest.LogCaptureFixture
) -> None:
    put(story(), page="one")
    for number in (1, 2):
        (shelf.folder / "story" / "page.txt").write_text(f"edited {number}", encoding="utf-8")
        put(story(), page="two")
    kept = shelf.folder / ".briefing" / "kept" / "story"
    assert sorted(text(path) for path in kept.iterdir()) == ["edited 1", "edited 2"]
    assert text(shelf.folder / "story" / "page.txt") == "two"
    assert "changed by hand" in caplog.text


def test_a_file_that_the_new_episode_has_too_is_kept_aside_where_it_was_put_by_hand(shelf: Shelf, put: Put) -> None:
    put(story(), page="one")
    (shelf.folder / "story" / "cover.png").write_bytes(b"mine")
    with shelf.room(story(), "story") as room:
        (room.folder / "cover.png").write_bytes(b"ours")
    assert (shelf.folder / "story" / "cover.png").read_bytes() == b"ours"
    assert (shelf.own / "kept" / "story" / "cover.png").read_bytes() == b"mine"


def test_an_episode_that_lost_its_label_is_known_by_its_record(shelf: Shelf, put: Put) -> None:
    put(story(), page="one")
    folder = shelf.folder / "story"
    (folder / LABEL_FILE).unlink()
    (folder / RECORD_FILE).write_text(RECORD, encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert put(story(), page="two") == "story"
    assert text(folder / "page.txt") == "two"
    assert text(folder / "notes.txt") == "mine"
    (folder / LABEL_FILE).unlink()
    (folder / RECORD_FILE).write_text(RECORD, encoding="utf-8")
    assert put(story(headline="عنوان آخر"), page="three") != "story"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"version": []}', b"\xff"])
def test_an_episode_whose_label_and_record_are_damaged_is_nobodys_and_stays(
    damage: bytes, shelf: Shelf, put: Put
) -> None:
    put(story(), page="one")
    for name in (LABEL_FILE, RECORD_FILE):
        (shelf.folder / "story" / name).write_bytes(damage)
    before = everything(shelf.folder / "story")
    assert put(story(), page="two") != "story"
    assert everything(shelf.folder / "story") == before


def test_a_damaged_record_does_not_hide_whose_episode_it_is(shelf: Shelf, put: Put) -> None:
    put(story(), page="one")
    (shelf.folder / "story" / RECORD_FILE).write_bytes(b"{")
    assert put(story(place="/other", body="نص آخر")) != "story"
    assert put(story(), page="two") == "story"


def test_after_any_error_the_earlier_episode_stands_and_nothing_else(shelf: Shelf, put: Put) -> None:
    put(story(), page="one")
    before = everything(shelf.folder)

    def fail() -> None:
        with shelf.room(story(), "story") as room:
            (room.folder / "page.txt").write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert everything(shelf.folder) == before
    assert not list((shelf.own / "rooms").iterdir())


def _leave_a_room(shelf: Shelf, slug: str, name: str) -> Path:
    """Leave a room as a killed run does: claimed, and nobody holds its lock."""
    room = shelf.own / "rooms" / name
    with shelf.room(story(), slug) as made:
        (made.folder / "page.txt").write_text("half", encoding="utf-8")
        room.mkdir()
        for path in made.folder.parent.iterdir():
            if path.is_file():
                (room / path.name).write_bytes(path.read_bytes())
        (room / "episode").mkdir()
        (room / "episode" / "page.txt").write_text("half", encoding="utf-8")
    return room


def test_the_next_run_clears_what_a_killed_one_left(shelf: Shelf) -> None:
    room = _leave_a_room(shelf, "story", "dead")
    (shelf.own / "new" / "feed.xml").write_text("<rss", encoding="utf-8")
    shelf.open()
    assert not room.exists()
    assert not list((shelf.own / "new").iterdir())
    assert text(shelf.folder / "story" / "page.txt") == "half"


def test_a_room_in_which_a_run_works_is_left_alone(shelf: Shelf) -> None:
    with shelf.room(story(), "story") as room:
        (room.folder / "page.txt").write_text("one", encoding="utf-8")
        shelf.open()
        assert text(room.folder / "page.txt") == "one"


def test_an_episode_that_was_taken_away_by_a_killed_run_goes_back_to_its_place(shelf: Shelf, put: Put) -> None:
    put(story(), page="one")
    room = _leave_a_room(shelf, "other", "dead")
    claim = text(room / "claim.json").replace('"other"', '"story"')
    (room / "claim.json").write_text(claim, encoding="utf-8")
    (shelf.folder / "story").rename(room / "earlier")
    shelf.open()
    assert text(shelf.folder / "story" / "page.txt") == "one"


def test_what_was_beside_an_episode_survives_a_kill_right_after_the_exchange(shelf: Shelf, put: Put) -> None:
    put(story(), page="one")
    (shelf.folder / "story" / "notes.txt").write_text("mine", encoding="utf-8")
    room = _leave_a_room(shelf, "other", "dead")
    claim = text(room / "claim.json").replace('"other"', '"story"')
    (room / "claim.json").write_text(claim, encoding="utf-8")
    (room / "episode" / "page.txt").unlink()
    (room / "episode").rmdir()
    (shelf.folder / "story").rename(room / "episode")
    put(story(), page="two")
    shelf.open()
    assert text(shelf.folder / "story" / "page.txt") == "two"
    assert text(shelf.folder / "story" / "notes.txt") == "mine"
    assert not room.exists()


def test_what_a_room_without_a_readable_claim_holds_is_kept(shelf: Shelf, put: Put) -> None:
    put(story(), page="one")
    (shelf.folder / "story" / "notes.txt").write_text("mine", encoding="utf-8")
    room = shelf.own / "rooms" / "dead"
    room.mkdir()
    (room / "claim.json").write_text("{", encoding="utf-8")
    (shelf.folder / "story").rename(room / "episode")
    shelf.open()
    assert text(shelf.own / "kept" / "notes.txt") == "mine"


def test_a_name_that_is_taken_while_the_episode_is_made_is_refused_in_one_line(shelf: Shelf) -> None:
    def make() -> None:
        with shelf.room(story(), "story") as room:
            (room.folder / "page.txt").write_text("one", encoding="utf-8")
            (shelf.folder / "story").mkdir()
            (shelf.folder / "story" / "letter.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match="put there while"):
        make()
    assert text(shelf.folder / "story" / "letter.txt") == "mine"


FEED, LIST = b"<rss/>", b"<!DOCTYPE html>\n<html></html>\n"


def test_a_page_of_ours_is_written_anew_and_one_of_somebody_else_stays(shelf: Shelf) -> None:
    with shelf.locked():
        assert shelf.write_page("feed.xml", FEED)
        assert shelf.write_page("feed.xml", FEED + b"\n")
        assert shelf.write_page("feed-1.xml", FEED)
    (shelf.folder / "index.html").write_bytes(b"<html>mine</html>")
    with shelf.locked():
        assert not shelf.write_page("index.html", LIST)
        shelf.remove_page("index.html")
        shelf.remove_page("feed.xml")
        shelf.remove_page("feed.xml")
    assert everything(shelf.folder).keys() == {*OWN, "index.html", "feed-1.xml"}


@pytest.mark.parametrize("content", [FEED, LIST, b"", b"\n\n"])
def test_a_page_tells_by_itself_whose_it_is_and_whether_it_was_edited(content: bytes) -> None:
    page = labelled(content)
    assert page.startswith(content.rstrip(b"\n"))
    assert page_standing(page) is PageStanding.OURS
    assert page_standing(page.rstrip(b"\n")) is PageStanding.OURS
    assert page_standing(b" " + page) is PageStanding.EDITED
    assert page_standing(page.replace(b"briefing ", b"somebody ")) is PageStanding.FOREIGN
    assert page_standing(page + b"<p>mine</p>") is PageStanding.FOREIGN
    assert page_standing(content) is PageStanding.FOREIGN


@pytest.mark.parametrize(
    "content",
    [
        b"<rss><channel><generator>briefing</generator></channel></rss>",
        b'<html><body class="list">\n<header>\n<h1><bdi>Show</bdi></h1>',
    ],
)
def test_a_page_of_the_first_version_has_no_label_and_is_ours(content: bytes) -> None:
    assert page_standing(content) is PageStanding.OURS
    assert page_standing(b" " * (1 << 14) + content) is PageStanding.FOREIGN


@pytest.mark.parametrize("put_there", ["folder", "link"])
def test_a_folder_or_a_link_in_the_place_of_a_page_is_not_ours(put_there: str, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "mine.xml").write_bytes(labelled(FEED))
    if put_there == "folder":
        (shelf.folder / "feed.xml").mkdir()
    else:
        (shelf.folder / "feed.xml").symlink_to(tmp_path / "mine.xml")
    assert not shelf.may_write("feed.xml")


def test_a_page_that_was_changed_by_hand_is_kept_aside(shelf: Shelf) -> None:
    with shelf.locked():
        shelf.write_page("feed.xml", FEED)
        edited = (shelf.folder / "feed.xml").read_bytes().replace(b"<rss/>", b"<rss>mine</rss>")
        (shelf.folder / "feed.xml").write_bytes(edited)
        shelf.remove_page("feed.xml")
        assert shelf.write_page("feed.xml", FEED)
    assert (shelf.own / "kept" / "feed.xml").read_bytes() == edited
    assert (shelf.folder / "feed.xml").read_bytes() == labelled(FEED)


def test_a_file_is_added_only_where_none_is(shelf: Shelf) -> None:
    for content in (b"one", b"two"):
        with shelf.adding("cover.png") as path:
            if path:
                path.write_bytes(content)
    assert (shelf.folder / "cover.png").read_bytes() == b"one"


@pytest.mark.parametrize("names", [["letter.txt"], ["lock", "new/letter.txt", "rooms/mine/letter.txt"], ["shelf.txt"]])
def test_a_hidden_folder_of_somebody_else_is_refused(names: list[str], tmp_path: Path) -> None:
    for name in names:
        (tmp_path / ".briefing" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / ".briefing" / name).write_text("mine", encoding="utf-8")
    before = everything(tmp_path)
    with pytest.raises(OutputError, match="is not ours"):
        Shelf(tmp_path).open()
    assert everything(tmp_path) == before


def test_a_hidden_folder_that_leads_elsewhere_is_refused_and_an_empty_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / ".briefing").symlink_to(tmp_path / "documents")
    with pytest.raises(OutputError, match="is not ours"):
        Shelf(tmp_path / "output").open()
    assert not list((tmp_path / "documents").iterdir())
    (tmp_path / "documents" / ".briefing").mkdir()
    Shelf(tmp_path / "documents").open()
    assert sorted(everything(tmp_path / "documents")) == sorted(OWN)


def test_strays_of_other_programs_in_our_own_folder_stop_nobody(shelf: Shelf, put: Put) -> None:
    for name in ("rooms/.DS_Store", "new/folder/x", "catalogue.json/x"):
        (shelf.own / name).parent.mkdir(parents=True, exist_ok=True)
        (shelf.own / name).touch()
    shelf.open()
    assert put(story()) == "story"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_in_the_place_of_a_label_or_a_record_holds_nobody_up(shelf: Shelf, put: Put) -> None:
    put(story())
    for name in (LABEL_FILE, RECORD_FILE):
        (shelf.folder / "story" / name).unlink(missing_ok=True)
        os.mkfifo(shelf.folder / "story" / name)
    assert put(story()) != "story"


def test_an_output_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(OutputError, match="-o"):
        Shelf(tmp_path / "taken").open()


def test_whoever_shares_the_folder_may_make_an_episode_again(shelf: Shelf, put: Put) -> None:
    shelf.folder.chmod(0o2775)
    put(story())
    assert stat.S_IMODE((shelf.folder / "story").stat().st_mode) & 0o2070 == 0o2070


def test_an_error_of_the_work_itself_is_not_told_as_the_folders(shelf: Shelf) -> None:
    def make() -> None:
        with shelf.room(story(), "story"):
            raise FileNotFoundError(2, "No such file", "ffmpeg")

    with pytest.raises(FileNotFoundError):
        make()


def test_what_stands_on_the_disk_has_the_names_that_other_programs_know(shelf: Shelf, put: Put) -> None:
    put(story())
    assert (LABEL_FILE, RECORD_FILE, shelf.own.name) == (".briefing.json", "episode.json", ".briefing")
    assert (shelf.folder / "story" / ".briefing.json").is_file()


def test_the_episodes_are_the_folders_that_have_a_label_or_a_record(shelf: Shelf, put: Put) -> None:
    put(story(place="/b", body="ب"), wanted="b")
    put(story(place="/a", body="أ"), wanted="a")
    (shelf.folder / "documents").mkdir()
    (shelf.folder / "file").touch()
    (shelf.folder / "of another program").mkdir()
    (shelf.folder / "of another program" / RECORD_FILE).write_text('{"version": "3"}', encoding="utf-8")
    (shelf.folder / "from the host").mkdir()
    (shelf.folder / "from the host" / RECORD_FILE).write_text(RECORD, encoding="utf-8")
    (shelf.folder / ".hidden").mkdir()
    (shelf.folder / ".hidden" / RECORD_FILE).write_text(RECORD, encoding="utf-8")
    assert [path.name for path in shelf.episodes()] == ["a", "b", "from the host"]


def test_a_shelf_is_made_where_no_folder_is(tmp_path: Path) -> None:
    Shelf(tmp_path / "a" / "b" / "c").open()
    assert (tmp_path / "a" / "b" / "c" / ".briefing" / "rooms").is_dir()


def test_what_is_kept_aside_is_numbered(shelf: Shelf, put: Put) -> None:
    for number in range(4):
        put(story(), page=f"made {number}")
        (shelf.folder / "story" / "page.txt").write_text(f"edited {number}", encoding="utf-8")
    kept = shelf.own / "kept" / "story"
    assert sorted(path.name for path in kept.iterdir()) == ["page-2.txt", "page-3.txt", "page.txt"]


def test_a_name_of_which_every_variant_is_taken_is_refused_in_one_line(shelf: Shelf, put: Put) -> None:
    names = [put(story(place=f"/{number}", body=str(number))) for number in range(3)]
    for name in names:
        for path in (shelf.folder / name).iterdir():
            path.unlink()
    mine = story()
    for mark in ("", f"-{digest(HEADLINE)[:8]}", f"-{mine.text[:8]}", f"-{mine.place[:8]}"):
        (shelf.folder / f"story{mark}").mkdir(exist_ok=True)
    with pytest.raises(OutputError, match="every variant of the name; choose another folder with -o"):
        put(mine)
    assert not list((shelf.own / "rooms").iterdir())


def test_a_name_that_another_story_got_while_the_episode_was_made_is_refused(shelf: Shelf) -> None:
    def make() -> None:
        with shelf.room(story(), "story") as room:
            (room.folder / "page.txt").write_text("one", encoding="utf-8")
            (shelf.folder / "story").mkdir()
            (shelf.folder / "story" / RECORD_FILE).write_text(RECORD.replace(HEADLINE, "خبر آخر"), encoding="utf-8")

    with pytest.raises(OutputError, match="put there while"):
        make()
    assert [path.name for path in (shelf.folder / "story").iterdir()] == [RECORD_FILE]


def test_a_folder_that_everybody_may_write_to_makes_no_episode_that_everybody_may(shelf: Shelf, put: Put) -> None:
    shelf.folder.chmod(0o1777)
    put(story())
    mode = stat.S_IMODE((shelf.folder / "story").stat().st_mode)
    assert (mode & 0o002, mode & 0o1000, mode & 0o070) == (0, 0, 0o070)


def test_a_disk_that_refuses_is_told_with_the_place_and_the_option(
    shelf: Shelf, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(type(shelf.folder), "rename", refuse)
    with pytest.raises(OutputError) as caught:
        put(story())
    assert str(caught.value) == f"{shelf.folder}/story: read-only file system; choose another folder with -o"


def test_what_is_called_much_as_our_own_folder_is_left_alone(shelf: Shelf) -> None:
    (shelf.folder / ".briefing.toml").write_text("mine", encoding="utf-8")
    (shelf.folder / ".briefing.old").mkdir()
    shelf.open()
    assert (shelf.folder / ".briefing.toml").is_file()
    assert (shelf.folder / ".briefing.old").is_dir()


def test_many_runs_may_open_a_new_shelf_at_once(tmp_path: Path) -> None:
    faults: list[Exception] = []

    def opened(folder: Path) -> None:
        try:
            Shelf(folder).open()
        except OutputError as error:
            faults.append(error)

    for number in range(30):
        (tmp_path / str(number)).mkdir()
        threads = [Thread(target=opened, args=(tmp_path / str(number),)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []
