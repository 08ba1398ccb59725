"""Whatever stands in the output folder, and however many runs there are: nothing is overwritten, no story is lost."""

from __future__ import annotations

import os
import random
import shutil
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest

from briefing import pipeline
from briefing.errors import OutputError, ValueMismatchError
from briefing.narration.verbalize import guard
from briefing.publishing import feed
from briefing.settings import Settings, Show

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.model import Script
    from briefing.narration.verbalize.tables import Tables

HEADLINE = "الحكومة تعلن خطة جديدة لدعم الصناعة"
BODY = "أعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة."
RECORD = "episode.json"
FLIPS = 60


def write(path: Path, headline: str = HEADLINE, body: str = BODY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{headline}\n\n{body}\n", encoding="utf-8")
    return path


def made(source: Path | str, folder: Path) -> list[pipeline.Outcome]:
    settings = Settings(voice="silence", diacritizer="none", chime=False)
    return list(pipeline.make([str(source)], pipeline.Choices(settings=settings, folder=folder, cache=False)))


def slug(source: Path | str, folder: Path) -> str:
    (outcome,) = made(source, folder)
    assert isinstance(outcome, pipeline.Made)
    return outcome.slug


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def titles(folder: Path) -> list[str]:
    parsed: Any = feedparser.parse((folder / "feed.xml").read_bytes())
    assert not parsed.bozo
    return [entry.title for entry in parsed.entries]


def test_a_folder_of_documents_that_has_the_name_of_the_story_stays(tmp_path: Path) -> None:
    source = write(tmp_path / "story.txt")
    (tmp_path / "story").mkdir()
    (tmp_path / "story" / "letter.txt").write_text("mine", encoding="utf-8")
    name = slug(source, tmp_path)
    assert name.startswith("story-")
    assert contents(tmp_path / "story") == {"letter.txt": b"mine"}
    assert (tmp_path / name / "briefing.mp3").is_file()


def test_the_folder_of_the_input_stays_when_the_briefing_is_made_beside_it(tmp_path: Path) -> None:
    source = write(tmp_path / "news" / "news.txt")
    with chdir(tmp_path):
        assert slug("news/news.txt", Path()) != "news"
    assert source.is_file()


def test_a_file_that_has_the_name_of_the_story_stays_where_it_is(tmp_path: Path) -> None:
    source = write(tmp_path / "in" / "story.txt")
    output = tmp_path / "output"
    output.mkdir()
    (output / "story").write_text("mine", encoding="utf-8")
    slug(source, output)
    assert (output / "story").read_text(encoding="utf-8") == "mine"


def test_an_input_that_stands_in_its_own_episode_stays_there(tmp_path: Path) -> None:
    source = write(tmp_path / "in" / "story.txt")
    name = slug(source, tmp_path / "output")
    inside = write(tmp_path / "output" / name / "story.txt")
    slug(source, tmp_path / "output")
    assert inside.is_file()


def test_a_list_of_episodes_and_a_cover_of_ones_own_stay_and_it_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = write(tmp_path / "story.txt")
    mine = {"index.html": b"<html>mine</html>", "cover.png": b"mine"}
    for name, content in mine.items():
        (tmp_path / name).write_bytes(content)
    slug(source, tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in mine} == mine
    assert "is not ours and stays" in caplog.text


def test_a_page_of_ones_own_that_has_no_name_of_ours_hinders_no_list(tmp_path: Path) -> None:
    source = write(tmp_path / "story.txt")
    for name in ("index-of-names.html", "feedback.xml"):
        (tmp_path / name).write_bytes(b"mine")
    slug(source, tmp_path)
    assert HEADLINE in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_feed_of_ones_own_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    source = write(tmp_path / "in" / "story.txt")
    output = tmp_path / "output"
    output.mkdir()
    (output / "feed.xml").write_bytes(b"<rss><channel><title>mine</title></channel></rss>")
    before = contents(output)
    with pytest.raises(OutputError, match=r"feed\.xml: is not ours"):
        made(source, output)
    assert contents(output) == before


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"version": 1, "guid": 3}'])
def test_a_damaged_episode_is_not_replaced_by_another_story_and_stops_nobody(
    damage: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    output = tmp_path / "output"
    slug(write(tmp_path / "a" / "story.txt"), output)
    (output / "story" / RECORD).write_text(damage, encoding="utf-8")
    before = contents(output / "story")
    other = slug(write(tmp_path / "b" / "story.txt", "خبر آخر", "نص خبر آخر لا صلة له بالأول."), output)
    assert other != "story"
    assert contents(output / "story") == before
    assert titles(output) == ["خبر آخر"]
    assert "the feed leaves it out" in caplog.text
    assert slug(tmp_path / "a" / "story.txt", output) == "story"
    assert len(titles(output)) == 2


def test_what_was_put_beside_an_episode_is_there_after_it_was_made_again(tmp_path: Path) -> None:
    output = tmp_path / "output"
    source = write(tmp_path / "story.txt")
    slug(source, output)
    (output / "story" / "notes.txt").write_text("mine", encoding="utf-8")
    write(source, body=f"{BODY} وهذه جملة أضيفت.")
    assert slug(source, output) == "story"
    assert (output / "story" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_stories_of_one_file_name_are_an_episode_each_also_with_one_headline(tmp_path: Path) -> None:
    output = tmp_path / "output"
    sources = [write(tmp_path / desk / "story.txt", body=f"{BODY} الرقم {desk}.") for desk in "123"]
    names = [slug(source, output) for source in sources]
    assert len(set(names)) == len(titles(output)) == 3
    assert [slug(source, output) for source in sources] == names


def test_entries_of_a_feed_without_links_are_an_episode_each(tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>مقتل {number} في حادث</title><description>{BODY}</description></item>" for number in (3, 5)
    )
    (tmp_path / "news.xml").write_text(f"<rss><channel><title>أخبار</title>{items}</channel></rss>", encoding="utf-8")
    for _ in range(2):
        made(tmp_path / "news.xml", tmp_path / "output")
        assert sorted(titles(tmp_path / "output")) == ["مقتل 3 في حادث", "مقتل 5 في حادث"]


def test_an_entry_that_fails_is_named_and_does_not_stop_those_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = "".join(
        f"<item><title>خبر {name}</title><guid>{name}</guid><description>{BODY}</description></item>"
        for name in ("أول", "ثان", "ثالث")
    )
    (tmp_path / "news.xml").write_text(f"<rss><channel>{items}</channel></rss>", encoding="utf-8")
    real = guard.require

    def require(script: Script, tables: Tables) -> None:
        if "ثان" in script.title:
            raise ValueMismatchError("sentence", "is wrong", "mend it")
        real(script, tables)

    monkeypatch.setattr(guard, "require", require)
    outcomes = made(tmp_path / "news.xml", tmp_path / "output")
    assert [type(outcome).__name__ for outcome in outcomes] == ["Made", "Failed", "Made"]
    failed = outcomes[1]
    assert isinstance(failed, pipeline.Failed)
    assert "خبر ثان" in str(failed.error)
    assert failed.as_json()["exit_code"] == ValueMismatchError.exit_code
    assert sorted(titles(tmp_path / "output")) == ["خبر أول", "خبر ثالث"]


@pytest.mark.parametrize("name", [RECORD, ".briefing.json", "../.briefing/catalogue.json"])
def test_no_flipped_bit_of_what_we_remember_stops_a_run_or_loses_a_story(name: str, tmp_path: Path) -> None:
    output = tmp_path / "output"
    slug(write(tmp_path / "story.txt"), output)
    path = (output / "story" / name).resolve()
    whole = path.read_bytes()
    chance = random.Random(name)  # noqa: S311 - no secret, but the same each time
    for _ in range(FLIPS):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        feed.rebuild(output, Show())
        assert len(titles(output)) <= 1
    path.write_bytes(whole)
    feed.rebuild(output, Show(), afresh=True)
    assert titles(output) == [HEADLINE]


@pytest.mark.parametrize("content", [b"[]", b"3", b'{"heads": 3}', b'{"heads": [], "pages": []}', b"\xff\xfe"])
def test_a_catalogue_of_another_shape_is_passed_over(content: bytes, tmp_path: Path) -> None:
    output = tmp_path / "output"
    slug(write(tmp_path / "story.txt"), output)
    (output / ".briefing" / "catalogue.json").write_bytes(content)
    feed.rebuild(output, Show())
    assert titles(output) == [HEADLINE]


def test_the_lock_of_another_user_does_not_shut_a_shared_folder(tmp_path: Path) -> None:
    output = tmp_path / "output"
    slug(write(tmp_path / "story.txt"), output)
    lock = output / ".briefing" / "lock"
    lock.chmod(0o444)
    feed.rebuild(output, Show())


def test_a_failure_elsewhere_is_not_told_as_the_output_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Callable[..., object]:
        raise OSError(24, "Too many open files", "/dev/urandom")

    monkeypatch.setattr(os, "urandom", refuse)
    monkeypatch.setattr("briefing.production.encode.encode", refuse)
    (failed,) = made(write(tmp_path / "story.txt"), tmp_path / "output")
    assert isinstance(failed, pipeline.Failed)
    assert (failed.error.where, failed.error.what) == ("/dev/urandom", "refuses: too many open files")


def test_an_episode_that_is_only_a_link_is_no_episode_of_this_folder(tmp_path: Path) -> None:
    output, source = tmp_path / "output", write(tmp_path / "story.txt")
    slug(source, output)
    (output / "story").rename(tmp_path / "moved")
    (output / "story").symlink_to(tmp_path / "moved")
    name = slug(source, output)
    assert name != "story"
    assert titles(output) == [HEADLINE]
    assert name in (output / "feed.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["feed.xml", "feed-1.xml", "feed-7.xml"])
def test_any_page_of_a_feed_of_ones_own_is_refused_before_anything_is_made(name: str, tmp_path: Path) -> None:
    output = tmp_path / "output"
    slug(write(tmp_path / "a" / "first.txt"), output)
    (output / name).write_bytes(b"<rss>mine</rss>")
    before = contents(output)
    with pytest.raises(OutputError, match=f"{name}: is not ours"):
        made(write(tmp_path / "story.txt"), output)
    assert contents(output) == before


def test_a_list_that_was_edited_is_kept_aside_also_where_nothing_hidden_came_back(tmp_path: Path) -> None:
    output = tmp_path / "output"
    slug(write(tmp_path / "story.txt"), output)
    edited = (output / "index.html").read_bytes().replace(b"<main>", b"<main><p>mine</p>")
    (output / "index.html").write_bytes(edited)
    shutil.rmtree(output / ".briefing")
    (output / "story" / ".briefing.json").unlink()
    feed.rebuild(output, Show(), afresh=True)
    assert (output / ".briefing" / "kept" / "index.html").read_bytes() == edited
    assert slug(tmp_path / "story.txt", output) == "story"


def test_the_list_of_the_first_version_is_written_anew(tmp_path: Path) -> None:
    output = tmp_path / "output"
    slug(write(tmp_path / "story.txt"), output)
    page = (output / "index.html").read_bytes()
    (output / "index.html").write_bytes(page[: page.rindex(b"<!-- briefing")].replace("خطة".encode(), b"old"))
    slug(write(tmp_path / "other.txt", "خبر آخر", "نص لا صلة له بما قبله."), output)
    assert "خبر آخر" in (output / "index.html").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_in_the_place_of_a_record_and_a_folder_in_that_of_the_catalogue_hold_nobody_up(tmp_path: Path) -> None:
    output = tmp_path / "output"
    slug(write(tmp_path / "story.txt"), output)
    (output / "piped").mkdir()
    os.mkfifo(output / "piped" / RECORD)
    (output / ".briefing" / "catalogue.json").unlink()
    (output / ".briefing" / "catalogue.json").mkdir()
    feed.rebuild(output, Show())
    assert titles(output) == [HEADLINE]
