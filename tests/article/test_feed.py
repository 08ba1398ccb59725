"""News feeds: each Arabic entry becomes an article with what the feed says of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefing.article.read import read
from briefing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>موقع المثال</title><link>https://example.org/</link>
<item><title>افتتاح مكتبة &amp; متحف</title><link>https://example.org/1</link><dc:creator>هدى سالم</dc:creator>
<pubDate>Tue, 05 Mar 2024 08:30:00 GMT</pubDate><description>&lt;p&gt;ملخص الخبر.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>افتتحت البلدية مكتبة.</p><figure><figcaption>صورة</figcaption></figure><p>وقالت المديرة:
“أهلا”.</p>]]></content:encoded></item>
<item><title>خبر ثان</title><description>نص الخبر الثاني.</description></item>
<item><title>An English item</title><description>Nothing Arabic.</description></item>
</channel></rss>
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>موقع المثال</title>
<entry><title>افتتاح مكتبة</title><link rel="self" href="https://example.org/self"/>
<link href="https://example.org/1"/><author><name>هدى سالم</name></author>
<updated>2024-03-05T08:30:00Z</updated><summary>ملخص.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>افتتحت البلدية مكتبة.</p><p>وبدأت العمل.</p></div>
</content></entry></feed>
"""


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    return tmp_path / "feed.xml"


def test_each_arabic_entry_of_an_rss_feed_is_an_article(feed: Path) -> None:
    feed.write_text(RSS, encoding="utf-8")
    first, second = read(str(feed))
    assert first.paragraphs == ("افتتاح مكتبة & متحف", "افتتحت البلدية مكتبة.", "وقالت المديرة: “أهلا”.")
    assert first.url == "https://example.org/1"
    assert first.byline == "هدى سالم"
    assert first.publication == "موقع المثال"
    assert first.published == datetime(2024, 3, 5, 8, 30, tzinfo=UTC)
    assert second.paragraphs == ("خبر ثان", "نص الخبر الثاني.")


def test_an_entry_names_the_sections_that_its_feed_puts_it_in(feed: Path) -> None:
    named = "<category>رياضة</category><category> كرة  القدم </category><category/><category>رياضة</category>"
    feed.write_text(RSS.replace("<item><title>خبر ثان", f"<item>{named}<title>خبر ثان"), encoding="utf-8")
    assert [article.sections for article in read(str(feed))] == [(), ("رياضة", "كرة القدم")]
    named = '<category term="sport" label="رياضة"/><category term="محليات"/>'
    feed.write_text(ATOM.replace("<updated>", f"{named}<updated>"), encoding="utf-8")
    assert read(str(feed))[0].sections == ("رياضة", "محليات")


def test_a_date_in_words_is_the_entrys(feed: Path) -> None:
    rfc = "Tue, 05 Mar 2024 08:30:00 GMT"
    assert rfc in RSS
    feed.write_text(RSS.replace(rfc, "الثلاثاء، 5 آذار 2024 10:30:00"), encoding="utf-8")
    assert read(str(feed))[0].published == datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "name"), [("admin", None), ("desk@news.example (هدى سالم)", "هدى سالم"), ("بقلم: هدى سالم", "هدى سالم")]
)
def test_who_writes_an_entry_is_a_person_or_nobody(feed: Path, written: str, name: str | None) -> None:
    feed.write_text(RSS.replace("هدى سالم", written), encoding="utf-8")
    assert read(str(feed))[0].byline == name


def test_an_atom_feed_is_read_too(feed: Path) -> None:
    feed.write_text(ATOM, encoding="utf-8")
    (article,) = read(str(feed))
    assert article.paragraphs == ("افتتاح مكتبة", "افتتحت البلدية مكتبة.", "وبدأت العمل.")
    assert article.url == "https://example.org/1"
    assert article.byline == "هدى سالم"
    assert article.published == datetime(2024, 3, 5, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "<?xml version='1.0'?><note>نص</note>",
        "<rss><channel><title>فارغ</title></channel></rss>",
        "<rss",
        "<?xml version='1.0'?><rss><channel><item><title>English</title></item></channel></rss>",
    ],
)
def test_what_is_no_feed_or_has_nothing_arabic_is_said_so(feed: Path, text: str) -> None:
    feed.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read(str(feed))


def test_a_feed_cannot_make_the_reader_open_other_files_or_grow(feed: Path) -> None:
    secret = feed.with_name("secret.txt")
    secret.write_text("سر", encoding="utf-8")
    doctype = (
        f'<!DOCTYPE rss [<!ENTITY secret SYSTEM "{secret.as_uri()}"><!ENTITY a "{"لا" * 100}">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    )
    item = "<item><title>خبر &secret;</title><description>نص &c;</description></item>"
    feed.write_text(f"<?xml version='1.0'?>{doctype}<rss><channel>{item}</channel></rss>", encoding="utf-8")
    (article,) = read(str(feed))
    assert "سر" not in "".join(article.paragraphs)
    assert sum(map(len, article.paragraphs)) < 1000


def test_entries_that_are_passed_over_are_counted(feed: Path, caplog: pytest.LogCaptureFixture) -> None:
    item = "<item><title>{}</title><description>{}</description></item>"
    items = "".join(
        item.format(*told) for told in (("خبر بالعربية", "نص الخبر."), ("News in English", "A text."), ("", ""))
    )
    feed.write_text(f"<rss><channel>{items}</channel></rss>", encoding="utf-8")
    assert len(read(str(feed))) == 1
    assert "2 of 3 entries are passed over" in caplog.text


def test_a_headline_alone_is_no_story_of_a_feed(feed: Path, caplog: pytest.LogCaptureFixture) -> None:
    tail = "<description>اقرأ المزيد</description>"
    bare = "".join(f"<item><title>{title}</title>{tail}</item>" for title in ("افتتاح مكتبة", "إغلاق نفق"))
    told = "<item><title>خبر المتحف</title><description>افتتح المتحف.</description></item>"
    feed.write_text(f"<rss><channel>{bare}{told}</channel></rss>", encoding="utf-8")
    (article,) = read(str(feed))
    assert article.paragraphs == ("خبر المتحف", "افتتح المتحف.")
    assert "2 of 3 entries are passed over: they have a headline alone" in caplog.text
    feed.write_text(f"<rss><channel>{bare}</channel></rss>", encoding="utf-8")
    with pytest.raises(InputError, match="headlines alone"):
        read(str(feed))
