"""Rounds of a watch: a bad one is not the last, and what is known of the sources may be lost."""

from __future__ import annotations

import json
import pickle
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefing import pipeline
from briefing.errors import NetworkError, OutputError, SettingsError, UsageError
from briefing.pipeline import run, watched
from briefing.settings import Settings
from tests.pipeline.watching import BODY, SETTINGS, guids, item, put, rss, state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site
    from tests.pipeline.watching import Watching


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"{",
        lambda _: b'{"version": 1, "sources": {"x": 3}}',
        lambda whole: whole.replace(b'"version":1', b'"version":2'),
        None,
    ],
)
def test_a_lost_or_damaged_state_costs_a_full_look_and_nothing_else(
    watching: Callable[..., Watching], site: Site, damage: Callable[[bytes], bytes] | None
) -> None:
    site.puts("/feed", rss(item(1), item(2)), ETag='"1"')
    watch = watching(f"{site.url}/feed")
    watch.round()
    file = watch.folder / ".briefing" / "watch.json"
    before = file.read_bytes()
    if damage:
        file.write_bytes(damage(before))
    else:
        file.unlink()
    assert watch.next() == ["unchanged خبر رقم 1", "unchanged خبر رقم 2"]
    assert file.read_bytes() == before
    assert watch.next() == []


def test_the_state_tells_no_secret_of_an_address(watching: Callable[..., Watching], site: Site) -> None:
    site.puts("/feed?token=abc123secret", rss(item(1)), ETag='"1"')
    watch = watching(f"{site.url}/feed?token=abc123secret")
    watch.round()
    text = json.dumps(state(watch.folder))
    assert "abc123secret" not in text
    assert "127.0.0.1" in text


def test_the_state_stays_small_and_keeps_what_it_saw_last() -> None:
    before = {str(number): "x" for number in range(3000)}
    now = {str(number): "y" for number in range(2990, 3010)}
    kept = watched.together(before, now)
    assert len(kept) == 2000
    assert list(kept)[-20:] == list(now)
    assert (kept["3000"], "2989" in kept, "100" in kept) == ("y", True, False)


def test_a_voice_that_fails_keeps_an_article_for_the_next_round(
    watching: Callable[..., Watching], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.puts("/feed", rss(item(1)), ETag='"1"')
    watch = watching(f"{site.url}/feed")
    with monkeypatch.context() as patch:
        patch.setattr("briefing.pipeline.episode.encode.encode", _no_space)
        assert watch.round() == ["failed خبر رقم 1"]
    assert watch.next() == ["made خبر رقم 1"]


def test_an_article_over_which_we_stumble_is_not_tried_in_every_round(
    watching: Callable[..., Watching], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.puts("/feed", rss(item(1)), ETag='"1"')
    watch = watching(f"{site.url}/feed")
    with monkeypatch.context() as patch:
        patch.setattr("briefing.pipeline.episode.encode.encode", lambda *_args, **_more: 1 / 0)
        assert watch.round() == ["failed خبر رقم 1"]
        assert watch.next() == []
    assert pipeline.failures(watch.folder).is_file()


def test_an_output_folder_that_is_taken_away_is_made_again(watching: Callable[..., Watching], site: Site) -> None:
    site.puts("/feed", rss(item(1)), ETag='"1"')
    watch = watching(f"{site.url}/feed")
    watch.round()
    shutil.rmtree(watch.folder)
    assert (watch.next(), watch.next()) == (["made خبر رقم 1"], [])


def _no_space(*_args: object, **_more: object) -> None:
    raise OutputError("out", "no space left on device", "free some space and run it again")


def test_a_bad_round_is_told_and_is_not_the_last(
    watching: Callable[..., Watching], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.puts("/feed", rss(item(1)))
    watch = watching(f"{site.url}/feed")
    with monkeypatch.context() as patch:
        patch.setattr(watched.Notes, "write", _no_space)
        assert watch.round() == ["made خبر رقم 1", "failed"]
        patch.setattr(watched.Notes, "read", lambda *_: 1 / 0)
        (failed,) = watch.watch.round()
        assert isinstance(failed, pipeline.Failed)
        assert "a fault of ours: ZeroDivisionError" in str(failed.error)
    assert watch.next() == ["unchanged خبر رقم 1"]
    assert watch.next() == []


def test_what_no_round_could_do_is_refused_at_once(watching: Callable[..., Watching], tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="--offline"):
        watching("https://news.example/feed", offline=True)
    with pytest.raises(UsageError, match="cannot be watched"):
        watching("-")
    with pytest.raises(SettingsError, match="nobody"):
        watching(str(tmp_path), settings=replace(SETTINGS, voice="nobody"))


def test_each_show_gets_what_it_takes_of_what_is_new(
    watching: Callable[..., Watching], site: Site, tmp_path: Path
) -> None:
    own = {"output": str(tmp_path / "cups"), "words": ["كأس"]}
    far = {"output": str(tmp_path / "far"), "sources": ["elsewhere.example"]}
    here = {"output": str(tmp_path / "here"), "sources": ["127.0.0.1"], "length": "short"}
    settings = Settings.of(
        {"voice": "silence", "diacritizer": "none", "default_show": False, "shows": [own, far, here]}, "briefing.toml"
    )
    site.puts("/feed", rss(item(1), item(2, f"{BODY} وفاز بالكأس.")), ETag='"1"')
    watch = watching(f"{site.url}/feed", settings=settings)
    assert sorted(watch.round()) == ["made خبر رقم 1", "made خبر رقم 2", "made خبر رقم 2"]
    assert watch.next() == []
    assert {name: len(guids(tmp_path / name)) for name in ("cups", "here")} == {"cups": 1, "here": 2}
    assert state(tmp_path / "cups")
    assert not list((tmp_path / "far").glob("*.xml"))


def test_a_round_by_several_processes_makes_the_same(
    watching: Callable[..., Watching], site: Site, tmp_path: Path
) -> None:
    site.puts("/feed", rss(item(1), item(2)), ETag='"1"')
    put(tmp_path / "desk" / "a.txt", f"خبر أول\n\n{BODY}\n")
    watch = watching(f"{site.url}/feed", str(tmp_path / "desk"), crew=pipeline.gathered(jobs=2))
    assert sorted(watch.round()) == ["made خبر أول", "made خبر رقم 1", "made خبر رقم 2"]
    assert watch.next() == []


def test_an_error_of_the_network_travels_with_the_wait_that_was_asked_for() -> None:
    error = pickle.loads(pickle.dumps(NetworkError("x", "the server answered 503", passing=True, wait_s=9)))  # noqa: S301
    assert (error.wait_s, error.passing, str(error)) == (9, True, "x: the server answered 503")


def test_a_single_article_is_not_waited_for(watching: Callable[..., Watching], site: Site) -> None:
    """Tries within a round are for rounds with several: the waits between them are those of a run."""
    assert run._FIRST_WAIT_S > 1
    site.puts("/feed", rss(item(1, "", link=f"<link>{site.url}/story</link>")))
    site.puts("/story", "", status=503)
    assert watching(f"{site.url}/feed").round() == ["failed"]
    assert site.times("/story") == 1
