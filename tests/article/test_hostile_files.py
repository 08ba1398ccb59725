"""What a file may hold: nothing hangs, nothing crashes, and one bad thing does not take the rest with it."""

from __future__ import annotations

import io
import signal
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article.clean import clean
from briefing.article.markup import paragraphs_of
from briefing.article.moment import moment
from briefing.article.read import read
from briefing.article.robots import allows
from briefing.errors import BriefingError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORY = "افتتحت البلدية صباح اليوم جسرا جديدا يربط ضفتي النهر في وسط المدينة القديمة."
PAGE = f"<!doctype html><html><head><title>خبر اليوم</title></head><body><h1>خبر اليوم</h1><p>{STORY}</p></body></html>"
# What takes a second here took minutes, or for ever, when it grew with the square of the text.
PATIENCE_S = 10
LONGEST_LINE = 400
ZONES = ("+14:00", "-12:00", "Z", "")


@contextmanager
def patience() -> Iterator[None]:
    """End what does not come back. Processor time, so that a busy machine fails nothing."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def written(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def in_one_line(path: str) -> bool:
    """Say whether a file holds articles with paragraphs, or is refused in one short line."""
    try:
        return all(clean(article).paragraphs for article in read(path))
    except BriefingError as error:
        return len(str(error)) < LONGEST_LINE + len(path)


@pytest.mark.parametrize("before", ["<!-- -->", "<!-- a -->\n", "<?x?>", "\n", "<!-- <!-- -->", "<?xml ?><!-- -- -->"])
@pytest.mark.parametrize("name", ["page.html", "page.txt", "page"])
def test_a_page_is_known_behind_any_number_of_comments(tmp_path: Path, before: str, name: str) -> None:
    with patience():
        (article,) = read(written(tmp_path, name, before * 20_000 + PAGE))
    assert article.paragraphs == ("خبر اليوم", STORY)


@pytest.mark.parametrize(
    ("name", "wall"),
    [
        ("story.html", "<!--" * 100_000),
        ("story.txt", "<!--" * 100_000 + "\n"),
        ("story.xml", "<!-- -->" * 100_000),
        ("story.html", "<br>" * 10_000 + STORY),
        ("story.html", f"<p>{STORY[:-1]}<br>" + f"{STORY[:-1]}<br>" * 15_000),
        ("story.html", "<h1>" * 30_000),
        ("story.html", "<article><time datetime='x'>" * 20_000),
        ("story.html", f"<meta{' <meta' * 40}charset={' ' * 3800}x>"),
        ("story.html", "<script type='application/ld+json'>" + '{"a":' * 40_000 + "</script>"),
        ("story.html", f"<meta name='author' content='){chr(0x2013) * 60_000}('>"),
        ("story.html", f"<meta name='author' content='a{' ' * 60_000}b'>"),
        ("story.html", f"<meta name='author' content='a{chr(1) * 60_000}b'>"),
        ("story.html", f"<a rel='author'>a{'-' * 60_000}b</a>{'_ ' * 30_000}"),
        ("story.html", '<script type="application/ld+json">{"author":"a' + "-" * 60_000 + 'b"}</script>'),
        ("story.md", "[" * 100_000),
        ("story.md", "![" * 10_000),
        ("story.md", "[^" * 10_000),
        ("story.md", "# x ####\n" * 20_000),
        ("story.md", f"# x {'#' * 100_000} y"),
        ("story.md", "**w " * 20_000),
        ("story.md", "*a_ " * 20_000),
        ("story.md", "[a]: b\n" * 20_000),
        ("story.md", "](" * 50_000),
        ("story.md", "<a href='" * 20_000),
        ("story.md", "".join(f"{'`' * length} " for length in range(400))),
        ("story.md", "- a\n" * 5_000),
        ("story.md", "a\n" * 5_000 + "==="),
        ("story.txt", "$1 " * 100_000),
        ("story.txt", "(--)" * 100_000),
        ("story.txt", "1 ن," * 50_000 + "x"),
        ("story.txt", "\u0640\u0644" * 100_000),
        ("story.txt", "&#1;&" * 100_000),
        ("story.txt", "“نص «" * 50_000),
        ("story.txt", "\u200f\n" * 100_000),
    ],
)
def test_no_wall_of_signs_holds_the_reader_up(tmp_path: Path, name: str, wall: str) -> None:
    before, after = ("<html><body>", f"<p>{STORY}</p></body></html>") if name.endswith("html") else ("", f"\n\n{STORY}")
    with patience():
        assert in_one_line(written(tmp_path, name, f"{before}خبر\n\n{wall}{after}"))


def test_items_inside_items_are_each_read_once(tmp_path: Path) -> None:
    story = "<item><title>خبر</title><description>" * 100 + STORY * 2000
    with patience():
        articles = read(written(tmp_path, "feed.xml", f"<rss><channel>{story}</channel></rss>"))
    assert sum(len("".join(article.paragraphs)) for article in articles) < 3 * len(STORY) * 2000


@pytest.mark.parametrize(
    "hostile",
    [
        "".join(f"user-agent: a{number}\n" for number in range(15_000)) + "allow: /a\n" * 25_000,
        "".join(f"user-agent: a{number}\n" for number in range(15_000)) * 2,
        "user-agent: *\n" + "disallow: /*a*b\n" * 30_000,
        "user-agent: *\ndisallow: /" + "*a" * 200_000 + "b$",
        "user-agent: *\ndisallow: /" + "%" * 500_000,
    ],
    ids=("names and rules", "names twice", "stars", "one rule of stars", "signs"),
)
def test_no_robots_txt_holds_the_reader_up(hostile: str) -> None:
    with patience():
        assert allows(hostile, "briefing", "/" + "a" * 20_000)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("user-agent: briefing/0.1\ndisallow: /", False),
        ("User-Agent : BRIEFING # us\ndisallow: /", False),
        ("user-agent: briefing-bot\ndisallow: /", True),
        ("user-agent: other\nuser-agent: briefing\ndisallow: /", False),
        ("user-agent: other\ndisallow: /\nuser-agent: another\nallow: /", True),
    ],
)
def test_a_group_is_ours_by_our_whole_name(robots: str, *, allowed: bool) -> None:
    assert allows(robots, "briefing", "/x") is allowed


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "1245-08-23T00:00:00"])
def test_a_date_that_no_article_has_is_none(day: str, zone: str) -> None:
    assert moment(f"{day}{zone}") is None


@pytest.mark.parametrize(
    "written_date",
    [
        "Mon, 01 Jan 0001 00:00:00 +1400",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Tue, 5 Mar 99999999999999999999 08:30:00 GMT",
        "Tue, 05 Mar 2024 08:30:00 +99999999999999999999",
        "Tue, 05 Mar 2024 08:30:00 -9999",
        "1" * 5000,
        "2024-" * 1_000_000,
        "\ud800",
        "\0",
        "-1",
        "1e400",
        "",
    ],
)
def test_what_is_no_date_is_none(written_date: str) -> None:
    with patience():
        assert moment(written_date) is None


def test_a_date_keeps_the_zone_that_it_was_written_in() -> None:
    assert moment("2024-03-05T23:30:00+03:00") == datetime(2024, 3, 5, 23, 30, tzinfo=timezone(timedelta(hours=3)))
    assert moment("1970-01-01") == datetime(1970, 1, 1, tzinfo=UTC)


@given(st.text(max_size=60))
def test_a_date_can_be_told_in_every_zone(text: str) -> None:
    day = moment(text)
    for hours in (-23, 23):
        assert day is None or day.astimezone(timezone(timedelta(hours=hours)))


EARLY, LATE = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"


@pytest.mark.parametrize("day", [EARLY, LATE])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "page.html",
            PAGE.replace("</head>", "<meta property='article:published_time' content='{day}'></head>"),
        ),
        ("page.html", PAGE.replace("<p>", "<article><time datetime='{day}'></time></article><p>")),
        ("story.md", "---\ntitle: خبر اليوم\ndate: {day}\n---\n" + STORY),
        ("story.md", "+++\ntitle = 'خبر اليوم'\ndate = {day}\n+++\n" + STORY),
        (
            "feed.xml",
            "<rss><item><title>خبر</title><description>نص.</description><pubDate>{day}</pubDate></item></rss>",
        ),
        ("feed.xml", "<feed><entry><title>خبر</title><summary>نص.</summary><updated>{day}</updated></entry></feed>"),
        ("story.txt", "خبر اليوم\n\n1 يناير 0001\n\n" + STORY),
        ("story.txt", "خبر اليوم\n\n31/12/9999\n\n" + STORY),
    ],
)
def test_an_empty_date_is_no_date_wherever_it_stands(tmp_path: Path, name: str, text: str, day: str) -> None:
    article = clean(read(written(tmp_path, name, text.replace("{day}", day)))[0])
    assert article.published is None


def test_a_line_with_a_date_of_another_calendar_is_still_set_aside(tmp_path: Path) -> None:
    article = clean(read(written(tmp_path, "story.txt", f"خبر اليوم\n\n1445/08/23\n\n{STORY}"))[0])
    assert [dropped.paragraph for dropped in article.dropped] == [1]


BAD_ITEMS = (
    "<title>خبر</title><pubDate>Mon, 01 Jan 0001 00:00:00 +1400</pubDate>",
    "<title>خبر</title><pubDate>Tue, 5 Mar 99999999999999999999 08:30:00 GMT</pubDate>",
    "<title>خبر &#xd800; &#55296; &#0; &#x110000; &#99999999999999999999; &nope;</title>",
    "<title>خبر</title><description>&lt;html&gt;&lt;html&gt;</description>",
    "<title>خبر</title><description>&lt;!DOCTYPE html&gt;</description>",
    "<title>خبر</title><description>&lt;!-- --&gt;</description>",
    "<title>خبر</title><description>\0\x01\ufffe</description>",
    "<title>خبر</title><link>http://[</link>",
    "<title>خبر</title><link>http://a:port/</link>",
    "<title>خبر</title><link href='http://&#xd800;/'/>",
    "<title>An English item</title>",
    "<title/>",
    "",
    "<title>خبر<b",
    "<title>خبر</title><author><name/></author>",
)


@pytest.mark.parametrize("bad", BAD_ITEMS)
def test_one_bad_item_does_not_take_the_others_with_it(tmp_path: Path, bad: str) -> None:
    good = "<item><title>{}</title><link>https://example.org/{}</link><description>نص الخبر.</description></item>"
    items = f"{good.format('خبر أول', 1)}<item>{bad}</item>{good.format('خبر أخير', 2)}"
    articles = read(written(tmp_path, "feed.xml", f"<rss><channel>{items}</channel></rss>"))
    titles = [clean(article).paragraphs[0] for article in articles]
    assert titles[0] == "خبر أول"
    assert titles[-1].endswith("خبر أخير")
    assert {article.url for article in articles} <= {None, "https://example.org/1", "https://example.org/2"}


@pytest.mark.parametrize("broken", [b"\xff", b"\xed\xa0\x80", b"\xd8", b"\0", b"\x1b[31m"])
def test_a_broken_byte_in_a_feed_costs_no_item(tmp_path: Path, broken: bytes) -> None:
    item = "<item><title>خبر {}</title><description>نص الخبر من المدينة القديمة {}.</description></item>"
    text = (
        "".join(item.format(number, number) for number in range(5))
        .encode()
        .replace("خبر 2".encode(), broken + "خبر 2".encode())
    )
    articles = read(written(tmp_path, "feed.xml", b"<rss><channel>" + text + b"</channel></rss>"))
    assert [clean(article).paragraphs[0][-1] for article in articles] == list("01234")


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("cp1256", "windows-1256"), ("iso8859-6", "ISO-8859-6"), ("utf-16", "utf-16"), ("utf-8", "base64")],
)
def test_a_feed_is_read_in_the_encoding_that_it_names(tmp_path: Path, encoding: str, named: str) -> None:
    item = "<item><title>خبر اليوم</title><description>نص الخبر.</description></item>"
    text = f"<?xml version='1.0' encoding='{named}'?><rss><channel>{item}</channel></rss>"
    assert read(written(tmp_path, "feed.xml", text.encode(encoding)))[0].paragraphs == ("خبر اليوم", "نص الخبر.")


@pytest.mark.parametrize(
    "charset",
    [
        "undefined",
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "utf-7",
        "base64",
        "rot13",
        "zlib",
        "mbcs",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_an_encoding_that_no_article_is_in_is_not_believed(tmp_path: Path, charset: str, encoding: str) -> None:
    page = PAGE.replace("<head>", f"<head><meta charset='{charset}'>")
    assert read(written(tmp_path, "page.html", page.encode(encoding)))[0].paragraphs == ("خبر اليوم", STORY)


def test_half_a_character_at_the_end_of_a_page_does_not_fell_it(tmp_path: Path) -> None:
    for data in (PAGE.encode("utf-16")[:-1], PAGE.encode("utf-8-sig") + b"\xd8", PAGE.encode() + b"\xd8"):
        assert read(written(tmp_path, "page.html", data))[0].paragraphs == ("خبر اليوم", STORY)


def test_a_broken_byte_in_a_page_of_an_odd_encoding_does_not_fell_it(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", "<head><meta charset='utf-8'>").encode().replace("جسرا".encode(), b"\xd8 ")
    assert read(written(tmp_path, "page.html", page))[0].paragraphs[0] == "خبر اليوم"


@pytest.mark.parametrize("name", ["story.txt", "story.md", "story.html", "feed.xml"])
@pytest.mark.parametrize("sign", ["\0", "\x01", "\x1b", "\x7f", "\ufffe", "\u202e", "\U000e0001"])
def test_a_hidden_sign_is_dropped_and_the_text_stays(tmp_path: Path, name: str, sign: str) -> None:
    texts = {
        "story.txt": f"خبر{sign} اليوم\n\n{STORY}",
        "story.md": f"# خبر{sign} اليوم\n\n{STORY}",
        "story.html": PAGE.replace("خبر اليوم", f"خبر{sign} اليوم"),
        "feed.xml": f"<rss><channel><item><title>خبر{sign} اليوم</title><description>{STORY}</description></item>"
        "</channel></rss>",
    }
    article = clean(read(written(tmp_path, name, texts[name]))[0])
    assert (article.paragraphs[0], article.paragraphs[-1]) == ("خبر اليوم", STORY)


@pytest.mark.parametrize(
    "front",
    [
        "+++\na = " + "[" * 5000 + "\n+++\n",
        "+++\na = " + "1" * 5000 + "\n+++\n",
        "+++\na = 0x" + "f" * 5000 + "\n+++\n",
        "+++\n" + "a." * 100_000 + "a = 1\n+++\n",
        "+++\ntitle = 'a' 'b'\n+++\n",
        "+++\n\0\n+++\n",
        "---\n" + "title: أ\n" * 2000 + "---\n",
    ],
    ids=("brackets", "figures", "hexadecimal", "dots", "two values", "NUL", "long"),
)
def test_broken_front_matter_is_told_in_one_short_line(tmp_path: Path, front: str) -> None:
    with patience(), pytest.raises(InputError, match="front matter") as caught:
        read(written(tmp_path, "story.md", front + STORY))
    assert len(str(caught.value)) < LONGEST_LINE + len(str(tmp_path))


@pytest.mark.parametrize(
    "front",
    [
        "---\n---\n",
        "---\n:\n---\n",
        "---\n- a\n---\n",
        "---\ntitle\n---\n",
        "---\ntitle: [\n---\n",
        '---\ntitle: "\n---\n',
    ],
)
def test_front_matter_that_says_nothing_leaves_the_story(tmp_path: Path, front: str) -> None:
    assert read(written(tmp_path, "story.md", front + STORY))[0].paragraphs[-1] == STORY


@pytest.mark.parametrize("depth", [">" * 30, "- " * 30, "> - " * 12])
def test_what_is_nested_too_deep_to_be_read_is_refused_not_lost(tmp_path: Path, depth: str) -> None:
    with pytest.raises(InputError, match="deep"):
        read(written(tmp_path, "story.md", f"# خبر اليوم\n\n{depth} {STORY}"))


@pytest.mark.parametrize(
    ("written_line", "told"),
    [
        ("**“نص”**كلمة", "“نص”كلمة"),
        ("قال: **نعم**، ثم _سكت_", "قال: نعم، ثم سكت"),
        ("[رابط](http://example.org/a b (c)) هنا", "رابط هنا"),
        ("[رابط](http://example.org/a b) هنا", "رابط هنا"),
        ("[رابط][1] و[آخر]\n\n[1]: http://example.org\n[آخر]: <http://example.org/b>", "رابط وآخر"),
        ("~~قديم~~ `رمز` &amp; \\*نجمة\\*", "قديم رمز & *نجمة*"),
        ("2024. كان عاما صعبا", "2024. كان عاما صعبا"),
        ("1. كان عاما صعبا", "كان عاما صعبا"),
        ("    فقرة مزاحة إلى الداخل", "فقرة مزاحة إلى الداخل"),
        ("<div>فقرة <b>في</b> صفحة</div>", "فقرة في صفحة"),
        ("سطر <span>في</span> فقرة", "سطر في فقرة"),
        ("نص ![صورة](a b.jpg) بعدها", "نص  بعدها"),
        ("نص[^1] وبقيته[^لا]\n\n[^1]: حاشية من كلمات", "نص وبقيته"),
    ],
)
def test_markup_goes_and_words_stay(tmp_path: Path, written_line: str, told: str) -> None:
    assert read(written(tmp_path, "story.md", f"# خبر اليوم\n\n{written_line}\n"))[0].paragraphs == ("خبر اليوم", told)


def test_markdown_of_the_length_of_a_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="more than 2,000,000 letters"):
        read(written(tmp_path, "story.md", f"{STORY}\n\n" * 30_000))


@pytest.mark.parametrize(
    "markup", ["", " ", "<!-- -->", "<html><html>", "<body><body>", "<!DOCTYPE html>", "<?x?>", "<script>", "\0"]
)
def test_a_piece_of_a_page_without_words_has_no_paragraphs(markup: str) -> None:
    assert not "".join(paragraphs_of(markup)).strip("\ufffd")


@pytest.mark.parametrize(
    "markup", ["<plaintext>نص", "<html>نص", "<frameset>نص", "نص</p></div></body></html>", "<body>نص"]
)
def test_a_piece_of_a_page_keeps_its_words_and_gains_none(markup: str) -> None:
    assert paragraphs_of(markup) == ("نص",)


class Closed(io.StringIO):
    """A standard input that its owner has closed."""

    closed = True


@pytest.mark.parametrize("stdin", [None, Closed()])
def test_a_closed_standard_input_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, stdin: io.StringIO | None
) -> None:
    monkeypatch.setattr("sys.stdin", stdin)
    with pytest.raises(InputError, match="stdin: is closed"):
        read("-")


def test_a_standard_input_that_cannot_be_read_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Folder(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _: object) -> int:
            raise IsADirectoryError(21, "Is a directory")

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Folder())))
    with pytest.raises(InputError, match="stdin: is a folder"):
        read("-")


@pytest.mark.parametrize(
    "source", ["", "\0", "a\0b", "\ud800", "a\nb", "\x1b[31m", "\u202eabc", "x" * 100_000, "ftp://" + "x" * 100_000]
)
def test_a_name_that_is_none_is_told_in_one_short_line(source: str) -> None:
    with pytest.raises(InputError) as caught:
        read(source)
    line = str(caught.value)
    assert not line.startswith(":")
    assert len(line) < LONGEST_LINE
    assert line.isprintable()


@given(st.binary(max_size=400), st.sampled_from((".txt", ".md", ".html", ".xml", "")))
def test_any_bytes_are_an_article_or_one_line_that_says_why_not(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes("خبر ".encode() + data)
    assert in_one_line(str(path))
