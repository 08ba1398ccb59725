"""The page and the summaries: the order and words of the sound, in the written form, harmless."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from lxml import html

from briefing.publishing.page import Page
from briefing.publishing.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode


def parsed(episode: Episode, folder: Path) -> html.HtmlElement:
    (path,) = Page().publish(episode, folder)
    return html.fromstring(path.read_bytes())


def test_the_page_reads_from_right_to_left_and_is_named_after_the_headline(episode: Episode, tmp_path: Path) -> None:
    root = parsed(episode, tmp_path)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert root.findtext(".//title") == episode.script.title
    assert len(root.findall(".//h1")) == 1


def test_the_page_has_the_words_of_the_sound_in_their_order(episode: Episode, tmp_path: Path) -> None:
    root = parsed(episode, tmp_path)
    shown = [line.text_content() for line in root.xpath("//*[starts-with(@id, 'u')]")]
    assert shown == [cue.utterance.written for chapter in episode.chapters for cue in chapter.cues]


def test_times_are_links_into_the_sound(episode: Episode, tmp_path: Path) -> None:
    links = parsed(episode, tmp_path).xpath("//nav//a[@class='jump']/@href")
    assert links[:2] == ["briefing.mp3#t=0", "briefing.mp3#t=1.701"]
    assert len(links) == len(episode.chapters)


def test_latin_words_say_that_they_are_english(episode: Episode, tmp_path: Path) -> None:
    assert parsed(episode, tmp_path).xpath("//main//span[@lang='en' and @dir='ltr']/text()") == ["Green City"]


def test_a_quote_stands_with_its_source_unless_the_line_before_has_just_named_it(
    episode: Episode, tmp_path: Path
) -> None:
    (figure,) = parsed(episode, tmp_path).xpath("//figure[blockquote]")
    assert figure.findtext(".//cite/bdi") == "ليلى المنصوري"
    chapter = episode.chapters[3]
    named = replace(chapter.cues[0], utterance=replace(chapter.cues[0].utterance, written="وقالت المنصوري:"))
    said = replace(chapter, cues=(named, *chapter.cues[1:]))
    again = replace(episode, chapters=(*episode.chapters[:3], said, *episode.chapters[4:]))
    assert parsed(again, tmp_path).xpath("//main//cite") == []


def test_the_player_has_steps_of_15_seconds_and_of_a_chapter_that_need_a_script(
    episode: Episode, tmp_path: Path
) -> None:
    (steps,) = parsed(episode, tmp_path).xpath("//section[@class='player']/span[@class='steps' and @hidden]")
    assert [button.get("id") for button in steps.findall("button")] == ["chapter-before", "back", "on", "chapter-after"]
    assert steps.xpath("./button/@aria-keyshortcuts") == ["J", "L"]


def test_poll_figures_are_a_table_with_headers(episode: Episode, tmp_path: Path) -> None:
    (table,) = parsed(episode, tmp_path).xpath("//table")
    (named,) = table.xpath(".//th[@scope='row']")
    assert named.text_content() == "وأظهر استطلاع أن 67% من السكان يؤيدون المشروع"
    assert table.xpath(".//td/bdi/text()") == ["67%"]


def test_the_spelled_out_form_is_nowhere_on_the_page(episode: Episode, tmp_path: Path) -> None:
    (path,) = Page().publish(episode, tmp_path)
    assert "سبعة وستين" not in path.read_text(encoding="utf-8")


def test_word_places_point_at_the_words_of_the_line(episode: Episode, tmp_path: Path) -> None:
    root = parsed(episode, tmp_path)
    lines = json.loads(root.get_element_by_id("follow").text)["lines"]
    for n, (start, end, places, _) in enumerate(lines):
        text = root.get_element_by_id(f"u{n}").text_content()
        letter, ms, words = 0, start, []
        for skip, length, wait, lasts in zip(*[iter(places)] * 4, strict=True):
            letter, ms = letter + skip + length, ms + wait + lasts
            words.append(text[letter - length : letter])
        assert words == text.split()
        assert ms <= end


def test_the_page_is_the_same_bytes_the_second_time(episode: Episode, tmp_path: Path) -> None:
    (path,) = Page().publish(episode, tmp_path)
    first = path.read_bytes()
    Page().publish(episode, tmp_path)
    assert path.read_bytes() == first


def test_hostile_text_stays_text_on_the_page(
    make_episode: Callable[..., Episode], tmp_path: Path, hostile: str
) -> None:
    episode = make_episode(headline=hostile, lead=hostile, quote=hostile, speaker=hostile)
    root = parsed(episode, tmp_path)
    assert len(root.findall(".//script")) == 3
    assert "alert(1)" in root.find(".//h1").text_content()
    json.loads(root.get_element_by_id("follow").text)


def test_the_plain_summary_has_short_lines_and_no_sign_that_is_skipped(episode: Episode, tmp_path: Path) -> None:
    text = Summary().publish(episode, tmp_path)[0].read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 60
    assert not set(text) & set("*_#|~<>[]{}—–•")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("قال (وهو طبيب) إنه بخير.", "قال (وهو طبيب) إنه بخير."),
        ("وصف الخطة بـ«الذكية» عام 1445 هـ", "وصف الخطة بـ«الذكية» عام 1445 هـ"),
        ("قال: «نعم» — ثم سكت…", "قال: «نعم» ثم سكت"),
    ],
)
def test_the_articles_own_marks_stay_and_signs_that_a_voice_spells_out_go(
    make_episode: Callable[..., Episode], tmp_path: Path, written: str, told: str
) -> None:
    text = Summary().publish(make_episode(lead=written), tmp_path)[0].read_text(encoding="utf-8")
    assert told in text.splitlines()


def test_a_quote_begins_and_ends_in_words_in_the_plain_summary(episode: Episode, tmp_path: Path) -> None:
    text = Summary().publish(episode, tmp_path)[0].read_text(encoding="utf-8")
    assert text.index("اقتباس عن ليلى المنصوري:") < text.index("لن نترك") < text.index("انتهى الاقتباس.")


def test_a_speaker_whom_the_line_before_names_is_not_named_again(episode: Episode, tmp_path: Path) -> None:
    chapter = episode.chapters[3]
    link = replace(chapter.cues[0], utterance=replace(chapter.cues[0].utterance, written="وقالت ليلى المنصوري:"))
    told = replace(chapter, cues=(link, *chapter.cues[1:]))
    changed = replace(episode, chapters=(*episode.chapters[:3], told, *episode.chapters[4:]))
    text = Summary().publish(changed, tmp_path)[0].read_text(encoding="utf-8")
    assert "وقالت ليلى المنصوري:\n\nاقتباس:\n" in text


def test_markdown_of_the_text_is_text_in_the_markdown_summary(
    make_episode: Callable[..., Episode], tmp_path: Path
) -> None:
    path = Summary().publish(make_episode(lead="# [رابط](x) *نجم* 1. بند"), tmp_path)[1]
    assert "\\# \\[رابط\\](x) \\*نجم\\* 1. بند" in path.read_text(encoding="utf-8")


def test_a_date_is_shown_only_where_the_article_gives_one(episode: Episode, tmp_path: Path) -> None:
    day = "1 مارس 2026"
    for published in (None, datetime(2026, 3, 1, 9, 30, tzinfo=UTC)):
        dated = replace(episode, article=replace(episode.article, published=published))
        pages = [*Page().publish(dated, tmp_path), *Summary().publish(dated, tmp_path)]
        assert [day in page.read_text(encoding="utf-8") for page in pages] == [published is not None] * len(pages)


def test_a_correction_is_told_with_its_day_at_the_head_of_the_page_and_of_each_text(
    episode: Episode, tmp_path: Path
) -> None:
    said = "نسخة مصححة بتاريخ 3 مارس 2026"
    for moment in (None, datetime(2026, 3, 3, 12, tzinfo=UTC)):
        told = replace(episode, corrected=moment)
        (line,) = parsed(told, tmp_path).xpath("//header/p[@class='corrected']") if moment else [None]
        assert line is None or line.text_content() == said
        for path in Summary().publish(told, tmp_path):
            text = path.read_text(encoding="utf-8").replace("<bdi>", "").replace("</bdi>", "")
            assert (said in text) == (moment is not None)
            assert not moment or text.index(said) < text.index("رقم واحد لم يُراجَع") < text.index("إليكم هذا الموجز")
