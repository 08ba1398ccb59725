"""The player for other people's pages: small, whole, and without a script."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import html

from briefing import plugins
from briefing.model import Enclosure
from briefing.publishing.player import Player

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode

LARGEST_BYTES = 6_000


def parsed(episode: Episode, folder: Path) -> html.HtmlElement:
    (path,) = Player().publish(episode, folder)
    return html.fromstring(path.read_bytes())


def test_the_player_is_a_form_like_the_others(episode: Episode, tmp_path: Path) -> None:
    publisher = plugins.publisher("player")
    assert not publisher.optional
    assert publisher.publish(episode, tmp_path) == [tmp_path / "player.html"]


def test_it_names_the_headline_the_source_the_duration_and_who_reads(episode: Episode, tmp_path: Path) -> None:
    root = parsed(episode, tmp_path)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert root.xpath("string(//h1)") == episode.script.title
    assert root.xpath("string(//title)") == f"استمع إلى «{episode.script.title}»"
    said = " ".join(root.xpath("string(//main)").split())
    assert "المصدر صحيفة المدينة المدة 26 ثانية" in said
    assert "بصوت اصطناعي" in said
    assert said.endswith("القارئ: silence.")


def test_it_plays_with_the_browsers_own_controls_and_with_captions(episode: Episode, tmp_path: Path) -> None:
    opus = Enclosure(name="briefing.opus", media_type="audio/ogg; codecs=opus", length_bytes=9)
    root = parsed(replace(episode, enclosures=(*episode.enclosures, opus)), tmp_path)
    (audio,) = root.findall(".//audio")
    assert "controls" in audio.attrib
    assert "autoplay" not in audio.attrib
    assert audio.get("preload") == "none"
    assert audio.xpath(".//source/@src") == ["briefing.mp3", "briefing.opus"]
    assert audio.xpath(".//track/@src") == ["captions.vtt"]


def test_its_link_leads_to_the_page_and_leaves_the_page_around_it_alone(episode: Episode, tmp_path: Path) -> None:
    (link,) = parsed(episode, tmp_path).findall(".//a")
    assert (link.get("href"), link.get("target")) == ("index.html", "_blank")
    assert "في صفحة جديدة" in link.text_content()


def test_it_is_light_and_asks_for_nothing_but_sound_and_captions(episode: Episode, tmp_path: Path) -> None:
    root = parsed(episode, tmp_path)
    assert not root.xpath("//script | //img | //iframe | //link[@href != 'data:,']")
    assert (tmp_path / "player.html").stat().st_size < LARGEST_BYTES


def test_hostile_text_stays_text(make_episode: Callable[..., Episode], tmp_path: Path, hostile: str) -> None:
    root = parsed(make_episode(headline=hostile), tmp_path)
    assert not root.findall(".//script")
    assert "alert(1)" in root.xpath("string(//h1)")


@pytest.mark.parametrize("publication", [None, " "])
def test_a_source_that_is_not_known_is_not_named(publication: str | None, episode: Episode, tmp_path: Path) -> None:
    root = parsed(replace(episode, article=replace(episode.article, publication=publication)), tmp_path)
    assert "المصدر" not in root.text_content()
