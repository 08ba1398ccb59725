"""Links: where they may lead, how far, and the one clear line where they lead nowhere. The server is our own."""

from __future__ import annotations

import gzip
import threading
import time
from email.message import Message
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest

from briefing.article import fetch, freshness, wire
from briefing.article.fetch import Limits
from briefing.article.freshness import Stamp
from briefing.article.read import read
from briefing.errors import InputError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STORY = "خبر اليوم\n\nنص الخبر.\n".encode()
HERE = Limits(allow_private=True, timeout_s=5)


class Site(BaseHTTPRequestHandler):
    """A site whose pages a test writes: path -> function that answers."""

    pages: ClassVar[dict[str, Callable[[Site], None]]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.pages.get(self.path, lambda site: site.answer(404))(self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.pages, Site.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    server.handle_error = lambda *_args: None  # type: ignore[method-assign]  # a client may hang up
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


ENTRY = "<title>خبر</title><description>نص الخبر.</description>"


def page(body: bytes = STORY, kind: str = "text/plain; charset=utf-8") -> Callable[[Site], None]:
    return lambda site: site.answer(200, body, Content_Type=kind)


def moved(target: str, status: int = 302) -> Callable[[Site], None]:
    return lambda site: site.answer(status, Location=target)


def test_a_link_is_read_like_a_file(site: str) -> None:
    Site.pages["/story"] = page()
    (article,) = read(f"{site}/story", allow_private=True)
    assert article.paragraphs == ("خبر اليوم", "نص الخبر.")
    assert article.url == f"{site}/story"


def test_an_entry_that_is_a_headline_alone_has_the_story_of_its_page_or_is_passed_over(
    site: str, caplog: pytest.LogCaptureFixture
) -> None:
    item = "<item><title>{}</title><link>{}</link><pubDate>Tue, 05 Mar 2024 08:30:00 GMT</pubDate></item>"
    entries = (
        item.format("إغلاق نفق المدينة القديمة", f"{site}/story"),
        item.format("خبر بلا صفحة", f"{site}/gone"),
        item.format("خبر موقع آخر", "https://news.example/3"),
        item.format("خبر صفحته بلغة أخرى", f"{site}/other"),
    )
    Site.pages["/feed"] = page(f"<rss><channel>{''.join(entries)}</channel></rss>".encode(), "application/rss+xml")
    openings = ("أغلقت البلدية النفق", "وقال المدير")
    lines = "".join(f"<p>{opening} في صباح يوم الاثنين من هذا الأسبوع.</p>" for opening in openings)
    story = f"<html><body><article><h1>إغلاق نفق المدينة القديمة</h1>{lines}</article></body></html>"
    Site.pages["/story"] = page(story.encode(), "text/html; charset=utf-8")
    other = "<p>این کتابخانه برای همه است که در شهر باز شده است.</p>" * 3
    Site.pages["/other"] = page(f"<html><body><article>{other}</article></body></html>".encode(), "text/html")
    (whole,) = read(f"{site}/feed", allow_private=True)
    assert whole.paragraphs[1].startswith("أغلقت البلدية النفق")
    assert whole.url == f"{site}/story"
    assert whole.published is not None
    assert "3 of 4 entries are passed over: they have a headline alone" in caplog.text


@pytest.mark.parametrize(
    ("body", "kind", "count"),
    [
        (f"<rss><channel><item>{ENTRY}</item></channel></rss>".encode(), "application/rss+xml", 2),
        (f"<rss><channel><item>{ENTRY}</item></channel></rss>".encode(), "text/html", 2),
        ("<html><body><h1>خبر</h1><p>نص الخبر عن المدينة.</p></body></html>".encode(), "text/html", 2),
        ("خبر اليوم\nنص".encode("windows-1256"), "text/plain; charset=windows-1256", 2),
    ],
)
def test_the_server_says_what_a_page_is(site: str, body: bytes, kind: str, count: int) -> None:
    Site.pages["/x"] = page(body, kind)
    assert len(read(f"{site}/x", allow_private=True)[0].paragraphs) == count


def test_a_link_is_followed_where_it_leads_and_an_arabic_path_is_asked_for(site: str) -> None:
    Site.pages |= {"/1": moved("/خبر".encode().decode("latin-1"), 301), "/%D8%AE%D8%A8%D8%B1": page()}
    assert fetch.fetch(f"{site}/خبر", HERE).data == STORY
    Site.pages["/2"] = moved("/%D8%AE%D8%A8%D8%B1", 308)
    assert fetch.fetch(f"{site}/2", HERE).url == f"{site}/%D8%AE%D8%A8%D8%B1"


def test_a_packed_page_is_unpacked(site: str) -> None:
    Site.pages["/x"] = lambda site: site.answer(200, gzip.compress(STORY), Content_Encoding="gzip")
    assert fetch.fetch(f"{site}/x", HERE).data == STORY


def refused(url: str, limits: Limits = HERE) -> str:
    with pytest.raises(NetworkError) as caught:
        fetch.fetch(url, limits)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_redirects_are_counted(site: str) -> None:
    Site.pages["/x"] = moved("/x")
    assert "redirects more than 5 times" in refused(f"{site}/x")
    assert Site.asked.count("/x") == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "http://", "//[::", "gopher://x"])
def test_a_redirect_that_leads_out_of_the_web_is_not_followed(site: str, target: str) -> None:
    Site.pages["/x"] = moved(target)
    assert refused(f"{site}/x").startswith(f"{site}/x")


def test_this_machine_is_refused_unless_it_is_allowed(site: str) -> None:
    assert "own network" in refused(f"{site}/x", Limits())
    assert "own network" in refused(site.replace("127.0.0.1", "localhost"), Limits())
    assert Site.asked == []
    with pytest.raises(NetworkError, match="--allow-private"):
        read(f"{site}/x")


def test_a_redirect_from_the_public_network_into_the_own_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "is_public", lambda address: address == "127.0.0.1")
    Site.pages["/x"] = moved("http://127.0.0.2:1/secret")
    assert "127.0.0.2" in refused(f"{site}/x", Limits())
    Site.pages["/robots.txt"] = moved("http://169.254.169.254/latest")
    assert "169.254.169.254" in refused(f"{site}/y", Limits())


def test_the_connection_goes_to_the_address_that_was_checked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rpartition(":")[2])
    names: list[str] = []

    def look_up(host: str, _port: int) -> list[str]:
        names.append(host)
        return ["127.0.0.1"] if len(names) == 1 else ["10.0.0.1"]

    monkeypatch.setattr(wire, "_look_up", look_up)
    monkeypatch.setattr(wire, "is_public", lambda address: address == "127.0.0.1")
    Site.pages["/robots.txt"] = page(b"")
    assert "10.0.0.1" in refused(f"http://rebinding.example:{port}/x", Limits())
    assert Site.asked == ["/robots.txt"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse, nothing is bound
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d70e", True),
    ],
)
def test_only_addresses_of_the_public_network_are_public(address: str, *, public: bool) -> None:
    assert wire.is_public(address) is public


def test_a_huge_page_is_refused_without_reading_it_all(site: str) -> None:
    def endless(site: Site) -> None:
        site.answer(200, b"x" * 70_000, Content_Type="text/html")

    Site.pages["/x"] = endless
    assert "larger than 0.05 MB" in refused(f"{site}/x", Limits(allow_private=True, max_bytes=50_000))


def test_a_page_that_unpacks_to_a_huge_one_is_refused(site: str) -> None:
    bomb = gzip.compress(bytes(3_000_000))
    Site.pages["/x"] = lambda site: site.answer(200, bomb, Content_Encoding="gzip")
    assert "larger than 1 MB" in refused(f"{site}/x", Limits(allow_private=True, max_bytes=1_000_000))


@pytest.mark.parametrize(
    "opening", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"]
)
def test_a_server_that_drips_is_left_when_time_is_up(site: str, opening: bytes) -> None:
    def drip(site: Site) -> None:
        site.wfile.write(opening)
        for _ in range(40):
            site.wfile.write(b"X")
            site.wfile.flush()
            time.sleep(0.05)

    Site.pages["/x"] = drip
    assert "took too long" in refused(f"{site}/x", Limits(allow_private=True, timeout_s=0.3))


@pytest.mark.parametrize(
    ("respond", "said"),
    [
        (lambda site: site.answer(404), "404"),
        (lambda site: site.answer(500), "500"),
        (lambda site: site.wfile.write(b"not http at all\r\n\r\n"), "no way that a browser would know"),
        (lambda site: site.connection.close(), "hangs up"),
        (lambda site: site.answer(200, b"x", Content_Encoding="br"), "packed as 'br'"),
        (lambda site: site.answer(200, b"not gzip", Content_Encoding="gzip"), "came broken"),
        (lambda site: site.answer(200, b"short", Content_Length="500"), "hangs up"),
    ],
)
def test_a_server_that_answers_wrongly_is_said_so(site: str, respond: Callable[[Site], None], said: str) -> None:
    Site.pages["/x"] = respond
    assert said in refused(f"{site}/x")


def test_a_server_that_is_not_there_is_said_so(site: str) -> None:
    nowhere = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    port = nowhere.server_address[1]
    nowhere.server_close()
    assert "does not take the call" in refused(f"http://127.0.0.1:{port}/")
    assert "no safe connection" in refused(site.replace("http:", "https:"))
    assert "no such site" in refused("http://nowhere.invalid/")


@pytest.mark.parametrize("kind", ["image/png", "audio/mpeg", "application/zip", "application/octet-stream"])
def test_what_is_no_article_is_refused_by_its_kind(site: str, kind: str) -> None:
    Site.pages["/x"] = page(b"\x89PNG", kind)
    with pytest.raises(NetworkError, match=kind):
        read(f"{site}/x", allow_private=True)


@pytest.mark.parametrize(
    ("wishes", "allowed"),
    [
        (page(b"user-agent: *\ndisallow: /private"), True),
        (page(b"user-agent: *\ndisallow: /x"), False),
        (page(b"user-agent: briefing\ndisallow: /"), False),
        (lambda site: site.answer(404), True),
        (lambda site: site.answer(403), True),
        (lambda site: site.answer(503), False),
        (moved("/elsewhere"), False),
    ],
)
def test_what_a_site_asks_of_programs_is_heeded(site: str, wishes: Callable[[Site], None], *, allowed: bool) -> None:
    Site.pages |= {"/robots.txt": wishes, "/x": page(), "/elsewhere": page(b"user-agent: *\ndisallow: /")}
    if allowed:
        assert fetch.fetch(f"{site}/x", HERE).data == STORY
    else:
        assert "robots.txt" in refused(f"{site}/x")
        assert "/x" not in Site.asked


@pytest.mark.parametrize("source", ["ftp://example.org/x", "file:///etc/passwd", "gs://bucket/x"])
def test_other_links_than_those_of_the_web_are_refused(source: str) -> None:
    with pytest.raises(InputError, match="links are not read"):
        read(source)


def test_no_link_is_asked_for_where_the_network_is_not_to_be_used(site: str) -> None:
    with pytest.raises(NetworkError, match="--offline"):
        read(f"{site}/x", allow_private=True, offline=True)
    assert Site.asked == []


@pytest.mark.parametrize("source", ["http://", "https:///x", "http://[::", "http://a:99999/", "http://" + "a" * 300])
def test_a_link_to_nowhere_is_said_so(source: str) -> None:
    with pytest.raises(NetworkError):
        read(source)


def test_a_page_that_is_as_we_have_it_is_not_sent_again(site: str) -> None:
    Site.pages["/x"] = lambda there: there.answer(
        304 if there.headers["If-None-Match"] == '"1"' else 200, STORY, ETag='"1"', Cache_Control="max-age=60"
    )
    first = fetch.fetch_again(f"{site}/x", Stamp(), {}, HERE)
    assert isinstance(first, fetch.Page)
    assert (first.data, first.fresh_s) == (STORY, 60)
    assert fetch.fetch_again(f"{site}/x", first.stamp, {}, HERE) == fetch.Unchanged(fresh_s=60)
    assert fetch.fetch(f"{site}/x", HERE).data == STORY


def test_nothing_is_unchanged_where_nobody_asked(site: str) -> None:
    Site.pages["/x"] = lambda there: there.answer(304)
    for known in (Stamp(), Stamp.of(f"{site}/y", headers(ETag='"1"')), Stamp.of(f"{site}/x", headers(ETag="1" * 2000))):
        with pytest.raises(NetworkError, match="answered 304"):
            fetch.fetch_again(f"{site}/x", known, {}, HERE)


def headers(**told: str) -> Message:
    message = Message()
    for name, value in told.items():
        message[name.replace("_", "-")] = value
    return message


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ({}, 0),
        ({"Cache_Control": "max-age=300"}, 300),
        ({"Cache_Control": 'public, Max-Age="300"'}, 300),
        ({"Cache_Control": "s-maxage=300"}, 0),
        ({"Cache_Control": "max-age=300", "Age": "100"}, 200),
        ({"Cache_Control": "max-age=300", "Age": "400"}, 0),
        ({"Cache_Control": "max-age=300", "Age": "old"}, 300),
        ({"Cache_Control": "no-cache"}, 0),
        ({"Cache_Control": "max-age=-1"}, 0),
    ],
)
def test_for_how_long_a_page_is_fresh_is_what_its_server_says(told: dict[str, str], seconds: int) -> None:
    assert freshness.fresh_s(headers(**told)) == seconds


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("", 0), ("120", 120), (" 120 ", 120), ("-5", 0), ("soon", 0), ("9" * 9, 86_400), ("9" * 30, 0)],
)
def test_a_server_is_left_alone_for_as_long_as_it_asks(told: str, seconds: int) -> None:
    assert freshness.wait_s(headers(Retry_After=told)) == seconds


@pytest.mark.parametrize(("later_s", "least", "most"), [(120, 110, 120), (-120, 0, 0), (1e6, 86_400, 86_400)])
def test_a_server_may_ask_for_a_moment(later_s: float, least: int, most: int) -> None:
    assert least <= freshness.wait_s(headers(Retry_After=formatdate(time.time() + later_s, usegmt=True))) <= most


def test_a_busy_server_is_told_with_its_wish(site: str) -> None:
    Site.pages["/x"] = lambda there: there.answer(429, Retry_After="7")
    with pytest.raises(NetworkError) as caught:
        fetch.fetch(f"{site}/x", HERE)
    assert (caught.value.passing, caught.value.wait_s) == (True, 7)
