"""Forms beside pages, feeds and plain text: their words alone, or one line that says what they are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefing.article.read import read
from briefing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.model import Article

HEADLINE = "إغلاق نفق المدينة القديمة"
STORY = "أغلقت البلدية نفق المدينة القديمة أمام السيارات. ويستمر العمل ثلاثة أشهر."
SRT = """1
00:00:01,000 --> 00:00:04,000
أغلقت البلدية نفق
<i>المدينة القديمة</i>

2
00:00:04,000 --> 00:00:08,500
أمام السيارات.

3
00:00:09,000 --> 00:00:12,000
ويستمر العمل ثلاثة أشهر.
"""
VTT = "WEBVTT - عن النفق\n\nNOTE لا يقرأ\nهذا السطر\n\n" + SRT.replace(",", ".")
SBV = "0:00:01.000,0:00:04.000\nأغلقت البلدية نفق المدينة القديمة\n\n0:00:04.000,0:00:08.500\nأمام السيارات.\n"


def given(tmp_path: Path, name: str, text: str) -> tuple[Article, ...]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read(str(path))


@pytest.mark.parametrize(("name", "text"), [("a.srt", SRT), ("a.vtt", VTT), ("pasted.txt", SRT)])
def test_subtitles_are_read_without_their_numbers_and_times(tmp_path: Path, name: str, text: str) -> None:
    assert " ".join(given(tmp_path, name, text)[0].paragraphs) == STORY


def test_what_is_heard_and_not_said_and_the_names_of_cues_are_not_told(tmp_path: Path) -> None:
    cues = VTT.replace("1\n00:", "intro\n00:").replace("3\n00:", "الخاتمة\n00:").replace("أغلقت", "[موسيقى] أغلقت")
    cues = cues.replace("أمام", "- أمام").replace("ويستمر", "(تصفيق)\n\N{EIGHTH NOTE}\nويستمر")
    (article,) = given(tmp_path, "a.vtt", cues)
    assert " ".join(article.paragraphs) == STORY


def test_subtitles_of_sbv_are_read(tmp_path: Path) -> None:
    assert given(tmp_path, "a.sbv", SBV)[0].paragraphs == ("أغلقت البلدية نفق المدينة القديمة أمام السيارات.",)


@pytest.mark.parametrize(
    "text",
    [
        f'{{"title": "{HEADLINE}", "content": "{STORY}"}}',
        f'{{"headline": "{HEADLINE}", "articleBody": "<p>{STORY}</p>"}}',
        f'[{{"title": "{HEADLINE}", "body": "{STORY}"}}]',
        f'{{"title": {{"rendered": "{HEADLINE}"}}, "content": {{"rendered": "<p>{STORY}</p>", "protected": false}}}}',
        f'{{"status": "ok", "data": {{"article": {{"title": "{HEADLINE}", "body": "{STORY}"}}}}}}',
    ],
)
def test_json_with_a_title_and_a_text_is_an_article(tmp_path: Path, text: str) -> None:
    (article,) = given(tmp_path, "a.json", text)
    assert article.paragraphs == (HEADLINE, STORY)


def test_json_feed_gives_an_article_an_item(tmp_path: Path) -> None:
    item = (
        f'"title": "{HEADLINE}", "content_html": "<p>{STORY}</p>", "url": "https://news.example/1", '
        '"date_published": "2024-03-05T08:30:00Z", "author": {"name": "هدى سالم"}'
    )
    text = (
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "صحيفة الأفق", "items": '
        f'[{{"id": "1", {item}}}, {{"id": "2", "title": "News", "content_text": "No Arabic here."}}]}}'
    )
    (article,) = given(tmp_path, "feed.json", text)
    assert article.paragraphs == (HEADLINE, STORY)
    assert (article.publication, article.byline, article.id) == ("صحيفة الأفق", "هدى سالم", "feed.json#1")
    assert article.published == datetime(2024, 3, 5, 8, 30, tzinfo=UTC)
    assert article.url == "https://news.example/1"


@pytest.mark.parametrize(
    ("named", "sections"),
    [
        ('"tags": ["رياضة", "  ", 3, "رياضة"]', ("رياضة",)),
        ('"section": "كرة  القدم"', ("كرة القدم",)),
        ('"tags": []', ()),
    ],
)
def test_json_names_the_sections_of_an_article(tmp_path: Path, named: str, sections: tuple[str, ...]) -> None:
    (article,) = given(tmp_path, "a.json", f'{{"title": "{HEADLINE}", "content": "{STORY}", {named}}}')
    assert article.sections == sections


def test_a_field_may_have_its_date_in_words(tmp_path: Path) -> None:
    text = f'{{"title": "{HEADLINE}", "content": "{STORY}", "date": "الثلاثاء 5 آذار 2024"}}'
    assert given(tmp_path, "a.json", text)[0].published == datetime(2024, 3, 5, tzinfo=UTC)


def test_the_export_of_a_channel_is_what_its_messages_say(tmp_path: Path) -> None:
    pieces = f'[{{"type": "bold", "text": "{HEADLINE}"}}, "\\n\\n{STORY}"]'
    text = (
        '{"name": "صحيفة الأفق", "messages": [{"type": "service", "action": "create"}, '
        f'{{"type": "message", "date": "2024-03-05T08:30:00", "text": {pieces}}}]}}'
    )
    (article,) = given(tmp_path, "result.json", text)
    assert article.paragraphs == (HEADLINE, STORY)
    assert (article.publication, article.published) == ("صحيفة الأفق", datetime(2024, 3, 5, 8, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["{", "[]", f'{{"name": "{HEADLINE}"}}', "{}", '{"title": 5}', "[[[[", '"text"', '{"items": 3}']
)
def test_other_json_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="JSON"):
        given(tmp_path, "a.json", text)


def test_a_message_has_its_subject_for_a_headline(tmp_path: Path) -> None:
    text = (
        "From: Huda Salem <h@news.example>\nDate: Tue, 05 Mar 2024 10:30:00 +0200\n"
        f"Subject: {HEADLINE}\nContent-Type: text/plain; charset=utf-8\nMIME-Version: 1.0\n\n{STORY}\n"
    )
    (article,) = given(tmp_path, "a.eml", text)
    assert article.paragraphs == (HEADLINE, STORY)
    assert article.byline == "Huda Salem"
    assert article.published == datetime(2024, 3, 5, 8, 30, tzinfo=UTC)


def test_a_message_tells_neither_its_signature_nor_what_it_quotes(tmp_path: Path) -> None:
    body = f"> رسالة سابقة\n{STORY}\n-- \nهدى سالم\nقسم الأخبار\n"
    text = f"Subject: {HEADLINE}\nContent-Type: text/plain; charset=utf-8\nMIME-Version: 1.0\n\n{body}"
    assert given(tmp_path, "a.eml", text)[0].paragraphs == (HEADLINE, STORY)


@pytest.mark.parametrize(
    "fields",
    [
        f"---- Forwarded message ----\nFrom: هدى سالم <h@news.example>\nDate: 2024-03-04\nSubject: {HEADLINE}",
        f"للنشر اليوم\n\nمن: هدى سالم\nالتاريخ: 4 آذار 2024\nالموضوع: Fwd: {HEADLINE}\nإلى: مكتب الأخبار",
    ],
)
def test_of_a_message_that_is_passed_on_the_one_inside_is_read(tmp_path: Path, fields: str) -> None:
    text = (
        f"From: Karim Issa <k@news.example>\nSubject: Fwd: {HEADLINE}\n"
        f"Content-Type: text/plain; charset=utf-8\nMIME-Version: 1.0\n\n{fields}\n\n{STORY}\n"
    )
    (article,) = given(tmp_path, "a.eml", text)
    assert article.paragraphs == (HEADLINE, STORY)
    assert article.byline == "هدى سالم"
    assert str(article.published).startswith("2024-03-04")


@pytest.mark.parametrize("line", ["من: هذا الباب يدخل الناس.", "الموضوع: جسر جديد"])
def test_one_line_with_a_colon_is_no_message_inside(tmp_path: Path, line: str) -> None:
    text = f"Subject: {HEADLINE}\nContent-Type: text/plain; charset=utf-8\nMIME-Version: 1.0\n\n{line}\n\n{STORY}\n"
    assert given(tmp_path, "a.eml", text)[0].paragraphs == (HEADLINE, line, STORY)


def test_a_message_whose_text_only_points_to_its_page_is_read_from_the_page(tmp_path: Path) -> None:
    kind = "Content-Type: text/{}; charset=utf-8\n\n{}\n"
    parts = (kind.format("plain", "View in your browser"), kind.format("html", f"<p>{STORY}</p>"))
    text = (
        f'Subject: {HEADLINE}\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="cut"\n\n'
        f"--cut\n{parts[0]}--cut\n{parts[1]}--cut--\n"
    )
    assert given(tmp_path, "a.eml", text)[0].paragraphs == (HEADLINE, STORY)


def test_a_message_without_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="message"):
        given(tmp_path, "a.eml", "From: a@b.example\nContent-Type: image/png\n\n")


@pytest.mark.parametrize(
    "text",
    [
        f"'''{HEADLINE}''' في [[المدينة]].\n\n{STORY}\n\n== مصادر ==\n* {{{{مصدر|1}}}}",
        f"[b]{HEADLINE}[/b]\n\n[quote=سالم]{STORY}[/quote]",
    ],
)
def test_markup_of_wikis_and_forums_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"wikitext|forum markup"):
        given(tmp_path, "a.txt", text)


@pytest.mark.parametrize(
    "line",
    [
        "RT @news: {}",
        "@news: {}",
        "1/5 {}",
        "{} (2/5)",
        "{} 2/5 👇👇",
        "[5/3/2024, 10:05] هدى: {}",
        "٥/٣/٢٠٢٤، ٢:٠٥ م - هدى: {}",
        "{}",
    ],
)
def test_whose_a_post_is_and_its_number_are_not_told(tmp_path: Path, line: str) -> None:
    story = "أغلقت البلدية نفق المدينة القديمة أمام السيارات"
    assert given(tmp_path, "a.txt", f"{HEADLINE}\n\n{line.format(story)}")[0].paragraphs == (HEADLINE, story)


def test_what_a_chat_says_of_itself_is_not_told(tmp_path: Path) -> None:
    stamp = "5/3/2024, 10:05 - "
    chat = f"{stamp}الرسائل مشفرة بين الطرفين.\n\n{stamp}هدى: {HEADLINE}\n\n{stamp}هدى: {STORY}"
    assert given(tmp_path, "a.txt", chat)[0].paragraphs == (HEADLINE, STORY)
    # Telephones write the direction before each line.
    turned = "\N{RIGHT-TO-LEFT MARK}" + chat.replace("\n\n", "\n\n\N{RIGHT-TO-LEFT MARK}")
    assert given(tmp_path, "a.txt", turned)[0].paragraphs == (HEADLINE, STORY)


def test_text_written_backwards_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="backwards"):
        given(tmp_path, "a.txt", f"{HEADLINE}\n\n{STORY} في البلدة القديمة والقرية الجديدة"[::-1])
