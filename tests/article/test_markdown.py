"""Markdown: front matter tells about the story, markup goes, words stay."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefing.article.read import read
from briefing.errors import InputError
from briefing.model import Dropped, DropReason

if TYPE_CHECKING:
    from pathlib import Path

YAML = """---
title: "افتتاح مكتبة: خبر اليوم"
author:
  - هدى سالم
  - سالم يوسف
date: 2024-03-05
source: https://example.org/library
publication: 'موقع المثال'
tags: [كتب, مدن]
---
"""
TOML = """+++
title = "افتتاح مكتبة: خبر اليوم"
authors = ["هدى سالم", "سالم يوسف"]
date = 2024-03-05
url = "https://example.org/library"
publication = "موقع المثال"
+++
"""
BODY = """
افتتحت **البلدية** مكتبة [عامة](https://example.org) يوم _الأحد_.

![المديرة أمام الباب](a.jpg)

## عدد الكتب

- بند أول
- بند *ثان*

> قالت المديرة: “أبوابنا مفتوحة”.

---

<!-- ملاحظة
للمحرر -->

```
code
```
وتفتح المكتبة أبوابها في snake_case_name صباحا[^1].

[^1]: حاشية
[link]: https://example.org
"""
PARAGRAPHS = (
    "افتتاح مكتبة: خبر اليوم",
    "افتتحت البلدية مكتبة عامة يوم الأحد.",
    "المديرة أمام الباب",
    "عدد الكتب",
    "بند أول",
    "بند ثان",
    "قالت المديرة: “أبوابنا مفتوحة”.",
    "وتفتح المكتبة أبوابها في snake_case_name صباحا.",
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return tmp_path / "story.md"


@pytest.mark.parametrize("front", [YAML, TOML, YAML.replace("\n", "\r\n"), "\ufeff" + YAML], ids=str.split)
def test_front_matter_tells_about_the_story_and_markup_goes(story: Path, front: str) -> None:
    story.write_bytes((front + BODY).encode())
    (article,) = read(str(story))
    assert article.paragraphs == PARAGRAPHS
    assert article.byline == "هدى سالم، سالم يوسف"
    assert article.published == datetime(2024, 3, 5, tzinfo=UTC)
    assert article.url == "https://example.org/library"
    assert article.publication == "موقع المثال"
    assert article.dropped == (Dropped(paragraph=2, reason=DropReason.CAPTION),)


@pytest.mark.parametrize("key", ["id", "guid", "uid", "uuid"])
def test_front_matter_may_name_the_article_for_life(story: Path, key: str) -> None:
    story.write_text(YAML.replace("tags:", f"{key}: library-2024\ntags:") + BODY, encoding="utf-8")
    (article,) = read(str(story))
    assert article.id == "library-2024"


def test_without_front_matter_the_first_heading_is_the_headline(story: Path) -> None:
    story.write_text("# خبر اليوم\n\nنص الخبر.\n", encoding="utf-8")
    assert read(str(story))[0].paragraphs == ("خبر اليوم", "نص الخبر.")


def test_a_heading_that_repeats_the_title_is_not_told_twice(story: Path) -> None:
    story.write_text("---\ntitle: خبر اليوم\n---\n# خبر اليوم\n\nنص الخبر.\n", encoding="utf-8")
    assert read(str(story))[0].paragraphs == ("خبر اليوم", "نص الخبر.")


def test_an_underlined_heading_is_a_paragraph(story: Path) -> None:
    story.write_text("خبر اليوم\n=========\nنص الخبر.\n", encoding="utf-8")
    assert read(str(story))[0].paragraphs == ("خبر اليوم", "نص الخبر.")


def test_front_matter_is_known_in_a_text_file_too(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(YAML + BODY, encoding="utf-8")
    assert read(str(path))[0].paragraphs == PARAGRAPHS


@pytest.mark.parametrize("text", ["---\ntags: [ا]\n---\n", "+++\ntitle = \n+++\nنص", "<!-- لا شيء -->\n"])
def test_markdown_without_a_story_or_with_broken_front_matter_is_said_so(story: Path, text: str) -> None:
    story.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read(str(story))
