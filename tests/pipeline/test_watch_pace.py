"""A watch: how soon a source is looked at again."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from briefing import pipeline
from briefing.errors import NetworkError
from tests.pipeline.watching import BODY, item, put, rss

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site
    from tests.pipeline.watching import Clock, Watching


def test_a_round_comes_after_its_time_and_a_little_more(
    watching: Callable[..., Watching], clock: Clock, tmp_path: Path
) -> None:
    watch = watching(str(tmp_path), every_s=300.0)
    watch.round()
    clock.now += 20
    watch.watch.wait()
    assert clock.waited == [pytest.approx(300 * 1.05 - 20)]
    clock.now += 1000
    watch.round()
    clock.now += 1000
    watch.watch.wait()
    assert len(clock.waited) == 1


@pytest.mark.parametrize(
    ("headers", "channel", "quiet_rounds"),
    [
        ({}, "", 0),
        ({"Cache_Control": "public, max-age=60"}, "", 0),
        ({"Cache_Control": "public, max-age=900"}, "", 2),
        ({"Cache_Control": "max-age=900", "Age": "700"}, "", 0),
        ({}, "<ttl>15</ttl>", 2),
        ({}, "<ttl>1440</ttl>", 11),  # an hour at most: it is news
        ({"Cache_Control": "no-cache"}, "", 0),
    ],
)
def test_a_feed_is_not_asked_while_it_says_that_it_is_fresh(
    watching: Callable[..., Watching], site: Site, headers: dict[str, str], channel: str, quiet_rounds: int
) -> None:
    site.puts("/feed", rss(item(1), more=channel), ETag='"1"', **headers)
    watch = watching(f"{site.url}/feed", every_s=300.0)
    for asked in (1, 2):  # behind a 304 too
        watch.next()
        assert site.times("/feed") == asked
        for _ in range(quiet_rounds):
            watch.next()
        assert site.times("/feed") == asked


def test_a_server_that_asks_to_be_left_alone_is_left_alone(watching: Callable[..., Watching], site: Site) -> None:
    site.puts("/feed", rss(item(1)), status=503, Retry_After="3600")
    watch = watching(f"{site.url}/feed", every_s=300.0)
    assert watch.round() == ["failed"]
    site.puts("/feed", rss(item(1)))
    told = [watch.next() for _ in range(12)]
    assert told == [[]] * 11 + [["made خبر رقم 1"]]
    assert site.times("/feed") == 2


def test_a_server_is_left_alone_by_the_next_run_too(
    watching: Callable[..., Watching], site: Site, clock: Clock
) -> None:
    until = formatdate(time.time() + 3600, usegmt=True)
    site.puts("/feed", rss(item(1)), status=429, Retry_After=until)
    site.puts("/robots.txt", "", status=404)
    assert watching(f"{site.url}/feed", once=True).round() == ["failed"]
    site.puts("/feed", rss(item(1)))
    (failed,) = watching(f"{site.url}/feed", once=True).watch.round()
    assert isinstance(failed, pipeline.Failed)
    assert "the server asks to be left alone for 3" in str(failed.error)
    assert failed.error.exit_code == NetworkError.exit_code
    assert site.times("/feed") == 1
    clock.now += 3700
    assert watching(f"{site.url}/feed", once=True).round() == ["made خبر رقم 1"]
    assert watching(f"{site.url}/feed", once=True).round() == []


def test_a_whole_site_that_is_down_is_left_alone_as_its_robots_txt_says(
    watching: Callable[..., Watching], site: Site
) -> None:
    site.puts("/robots.txt", "", status=503, Retry_After="1800")
    watch = watching(f"{site.url}/feed", every_s=300.0)
    watch.round()
    for _ in range(5):
        watch.next()
    assert site.times("/robots.txt") == 1
    watch.next()
    assert site.times("/robots.txt") == 2


def test_a_feed_that_dies_is_asked_ever_more_seldom_and_comes_back(
    watching: Callable[..., Watching], site: Site, tmp_path: Path
) -> None:
    put(tmp_path / "desk" / "story.txt", f"خبر المدينة\n\n{BODY}\n")
    site.puts("/feed", rss(item(1)), ETag='"1"')
    watch = watching(f"{site.url}/feed", str(tmp_path / "desk"), every_s=300.0)
    assert watch.round() == ["made خبر رقم 1", "made خبر المدينة"]
    site.puts("/feed", "", status=500)
    told = [len(watch.next()) for _ in range(40)]
    tries = [number for number, count in enumerate(told) if count]
    assert tries == [0, 2, 6, 14, 26, 38]
    site.puts("/feed", rss(item(2), item(1)), ETag='"2"')
    told = [watch.next() for _ in range(12)]
    assert [lines for lines in told if lines] == [["made خبر رقم 2"]]
    site.puts("/feed", "", status=500)
    tries = [number for number in range(4) if watch.next()]
    assert tries == [0, 2]


def test_what_a_site_asks_of_programs_is_asked_for_once_an_hour(watching: Callable[..., Watching], site: Site) -> None:
    site.puts("/feed", rss(item(1)), ETag='"1"')
    watch = watching(f"{site.url}/feed", every_s=300.0)
    for _ in range(11):
        watch.next()
    assert (site.times("/feed"), site.times("/robots.txt")) == (11, 1)
    site.puts("/robots.txt", "user-agent: *\ndisallow: /feed")
    assert [lines for _ in range(3) if (lines := watch.next())] == [["failed"]]
