"""HTML pages: the story without its surroundings, captions named, and what the page says of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefing.article.clean import clean
from briefing.article.read import read
from briefing.errors import InputError
from briefing.model import DropReason

if TYPE_CHECKING:
    from pathlib import Path

STORY = """
<article>
<h1>افتتاح مكتبة عامة في المدينة</h1>
<figure><img src="a.jpg" alt="صورة"><figcaption>المديرة أمام باب المكتبة الجديدة</figcaption></figure>
<p>افتتحت البلدية يوم الأحد مكتبة عامة حضر افتتاحها مئات السكان الذين انتظروا هذا اليوم سنوات طويلة.</p>
<p>وقالت المديرة: “أبوابنا <b>مفتوحة</b> للجميع”، مضيفة أن <a href="/w">الكتب</a> تصل تباعا من كل الدول.</p>
<script>var x = "نص لا يقرؤه أحد";</script>
<h2>عدد الكتب</h2>
<div>وتضم المكتبة كتبا بلغات كثيرة.<br>ويعمل فيها عشرة موظفين
من سكان المدينة.<br><br>وتفتح أبوابها صباحا</div>
<blockquote><p>سنبني مكتبة ثانية في العام المقبل</p></blockquote>
</article>
"""
PAGE = f"""<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>افتتاح مكتبة عامة في المدينة | موقع المثال</title>
<meta property="og:title" content="افتتاح مكتبة عامة في المدينة">
<meta property="og:site_name" content="موقع المثال">
<meta name="author" content="هدى سالم">
<meta property="article:published_time" content="2024-03-05T08:30:00Z">
<link rel="canonical" href="https://example.org/library">
</head><body>
<nav><ul><li><a href="/">الصفحة الرئيسية للموقع</a></li><li><a href="/p">أخبار السياسة والاقتصاد</a></li></ul></nav>
{STORY}
<aside><h3>أخبار أخرى قد تعجب القارئ</h3><a href="/1">خبر آخر عن الطقس في المدينة</a></aside>
<footer><p>جميع الحقوق محفوظة لموقع المثال</p></footer>
</body></html>
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_the_story_comes_out_in_the_order_of_the_page_without_its_surroundings(page: Path) -> None:
    (article,) = read(str(page))
    assert article.paragraphs == (
        "افتتاح مكتبة عامة في المدينة",
        "المديرة أمام باب المكتبة الجديدة",
        "افتتحت البلدية يوم الأحد مكتبة عامة حضر افتتاحها مئات السكان الذين انتظروا هذا اليوم سنوات طويلة.",
        "وقالت المديرة: “أبوابنا مفتوحة للجميع”، مضيفة أن الكتب تصل تباعا من كل الدول.",
        "عدد الكتب",
        "وتضم المكتبة كتبا بلغات كثيرة.",
        "ويعمل فيها عشرة موظفين من سكان المدينة.",
        "وتفتح أبوابها صباحا",
        "سنبني مكتبة ثانية في العام المقبل",
    )


def test_what_stands_under_a_picture_is_set_aside_as_a_caption(page: Path) -> None:
    dropped = clean(read(str(page))[0]).dropped
    assert [found.paragraph for found in dropped if found.reason is DropReason.CAPTION] == [1]


def test_the_page_says_who_where_and_when(page: Path) -> None:
    (article,) = read(str(page))
    assert article.byline == "هدى سالم"
    assert article.publication == "موقع المثال"
    assert article.published == datetime(2024, 3, 5, 8, 30, tzinfo=UTC)
    assert article.url == "https://example.org/library"


def test_a_page_names_its_sections(page: Path) -> None:
    assert read(str(page))[0].sections == ()
    said = """<meta property="article:section" content=" ثقافة ">
<script type="application/ld+json">{"@type": "NewsArticle", "articleSection": ["ثقافة", "محليات &amp; مدن", 3]}</script>
<script type="application/ld+json">{"articleSection": "كتب"}</script>"""
    page.write_text(PAGE.replace("<link rel", f"{said}<link rel"), encoding="utf-8")
    assert read(str(page))[0].sections == ("ثقافة", "محليات & مدن", "كتب")


def test_a_page_that_says_no_date_and_no_writer_is_given_none(page: Path) -> None:
    page.write_text(f"<html><body>{STORY}</body></html>", encoding="utf-8")
    (article,) = read(str(page))
    assert article.published is None
    assert article.byline is None
    assert article.paragraphs[0] == "افتتاح مكتبة عامة في المدينة"


@pytest.mark.parametrize("codec", ["windows-1256", "utf-16", "utf-8-sig"])
def test_a_page_is_read_in_the_encoding_that_it_names(page: Path, codec: str) -> None:
    page.write_bytes(PAGE.replace('charset="utf-8"', f'charset="{codec}"').encode(codec))
    assert "المديرة: “أبوابنا" in read(str(page))[0].paragraphs[3]


def test_a_broken_byte_in_a_page_does_not_lose_the_page(page: Path) -> None:
    page.write_bytes(PAGE.encode().replace("تباعا".encode(), "تبا".encode() + b"\xd8 "))
    assert len(read(str(page))[0].paragraphs) == 9


def test_a_page_is_known_by_its_first_words_whatever_its_name(page: Path) -> None:
    renamed = page.rename(page.with_suffix(".txt"))
    assert len(read(str(renamed))[0].paragraphs) == 9


@pytest.mark.parametrize(
    "markup",
    [
        "<html></html>",
        "<html><body><p>An English page about a library.</p></body></html>",
        "<html><body>12</body></html>",
    ],
)
def test_a_page_without_an_arabic_story_is_said_so(page: Path, markup: str) -> None:
    page.write_text(markup, encoding="utf-8")
    with pytest.raises(InputError):
        read(str(page))


def test_a_page_of_which_only_the_heading_is_found_is_refused(page: Path) -> None:
    page.write_text("<html><head><title>خبر عاجل</title></head><body><h1>خبر عاجل</h1></body></html>", encoding="utf-8")
    with pytest.raises(InputError, match="no article"):
        read(str(page))


def test_a_page_of_countless_elements_is_refused_in_one_line(page: Path) -> None:
    page.write_text(f"<html><body>{'<b>نص</b>' * 100_001}</body></html>", encoding="utf-8")
    with pytest.raises(InputError, match="elements"):
        read(str(page))


def test_deep_and_broken_markup_is_read_or_refused(page: Path) -> None:
    page.write_text(PAGE.replace("<article>", "<div>" * 100).replace("</article>", ""), encoding="utf-8")
    assert read(str(page))[0].paragraphs[0] == "افتتاح مكتبة عامة في المدينة"
    page.write_text(PAGE.replace("<article>", "<div>" * 3000).replace("</article>", ""), encoding="utf-8")
    with pytest.raises(InputError, match="no article"):
        read(str(page))
