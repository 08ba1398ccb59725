"""What a server may answer, byte by byte over a real socket: a page comes whole, or one short line says why not."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from functools import partial
from typing import TYPE_CHECKING

import pytest

from briefing.article import fetch, wire
from briefing.article.fetch import Limits
from briefing.article.read import read
from briefing.errors import BriefingError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STORY = "خبر اليوم\n\nنص الخبر الأول.\n\nنص الخبر الثاني.\n".encode()
PARAGRAPHS = ("خبر اليوم", "نص الخبر الأول.", "نص الخبر الثاني.")
HERE = Limits(allow_private=True, timeout_s=5)
LONGEST_LINE = 400
# The hour in its head would give the tests another name in every run.
_packed = partial(gzip.compress, mtime=0)
PACKED = _packed(STORY)
NOT_FOUND = b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"


def answered(body: bytes = STORY, *headers: bytes, status: bytes = b"200 OK", kind: bytes = b"text/plain") -> bytes:
    lines = (b"HTTP/1.1 " + status, b"Content-Type: " + kind, *headers)
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunks(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + end


CHUNKED = b"Transfer-Encoding: chunked"
GZIP = b"Content-Encoding: gzip"


@pytest.fixture(autouse=True)
def _no_other_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know no name but our own address: no test asks a name server about a strange host."""
    look_up = wire._look_up

    def here_only(host: str, port: int) -> list[str] | OSError:
        return look_up(host, port) if host == "127.0.0.1" else socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(wire, "_look_up", here_only)


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Give a function that answers every call but one for robots.txt with the same bytes, and returns its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    answers: dict[bytes, bytes] = {}

    def work() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with caller:
                asked = caller.recv(65_536).split(b" ")[1:2]
                robots = asked == [b"/robots.txt"]
                caller.sendall(answers.get(b"robots", NOT_FOUND) if robots else answers.get(b"page", b""))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()

    def put(page: bytes, robots: bytes = NOT_FOUND) -> str:
        answers.update({b"page": page, b"robots": robots})
        return f"http://127.0.0.1:{listener.getsockname()[1]}/story"

    yield put
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.mark.parametrize(
    "answer",
    [
        answered(),
        answered(STORY, b"Content-Length: %d" % len(STORY)),
        answered(chunks(STORY[:7], STORY[7:]), CHUNKED),
        answered(chunks(STORY, end=b"0\r\n"), CHUNKED),
        answered(chunks(STORY, end=b"0\r\nTrailer: x\r\n\r\n"), CHUNKED),
        answered(PACKED, GZIP),
        answered(_packed(STORY[:9]) + _packed(STORY[9:]), GZIP),
        answered(PACKED + b"what comes behind is nobody's", GZIP),
        answered(zlib.compress(STORY), b"Content-Encoding: deflate"),
        answered(chunks(PACKED[:5], PACKED[5:]), CHUNKED, GZIP),
        answered(STORY, b"Content-Length: -5"),
        answered(STORY, b"Content-Length: 5, 5"),
        answered(STORY, kind=b"text/plain; charset=no-such-encoding"),
        answered(STORY, kind=b"text/plain; charset=undefined"),
        answered(STORY, kind=b"text/plain; charset=idna"),
        answered(STORY, kind=b"text/plain; charset=\x00"),
        answered(STORY, kind=b"text/plain; charset*=x'y'%ff%00"),
        answered(
            "خبر اليوم\n\nنص الخبر الأول.\n\nنص الخبر الثاني.".encode("cp1256"), kind=b"text/plain; charset=base64"
        ),
        answered(b"\xef\xbb\xbf" + STORY),
        b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + answered(),
        b"HTTP/1.0 200\r\nContent-Type: text/plain\r\n\r\n" + STORY,
    ],
)
def test_a_page_that_is_all_there_is_read_whole(serve: Callable[..., str], answer: bytes) -> None:
    (article,) = read(serve(answer), allow_private=True)
    assert article.paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (answered(PACKED[:-1], GZIP), "broken or cut off"),
        (answered(PACKED[:-8], GZIP), "broken or cut off"),
        (answered(PACKED[: len(PACKED) // 2], GZIP), "broken or cut off"),
        (answered(PACKED[:5], GZIP), "broken or cut off"),
        (answered(zlib.compress(STORY)[:-3], b"Content-Encoding: deflate"), "broken or cut off"),
        (answered(_packed(STORY[:9]) + _packed(STORY[9:])[:-4], GZIP), "broken or cut off"),
        (answered(chunks(PACKED[:-3]), CHUNKED, GZIP), "broken or cut off"),
        (answered(_packed(b"") * 100, GZIP), "broken or cut off"),
        (answered(STORY[:-9], b"Content-Length: %d" % len(STORY)), "hangs up"),
        (answered(b"", b"Content-Length: 9"), "hangs up"),
        (answered(chunks(STORY, end=b""), CHUNKED), "no way that a browser"),
        (answered(chunks(STORY)[:-20], CHUNKED), "no way that a browser"),
        (answered(b"-5\r\n" + STORY, CHUNKED), "no way that a browser"),
        (answered(b"-1\r\n" + STORY, CHUNKED), "no way that a browser"),
        (answered(b"xyz\r\n" + STORY, CHUNKED), "no way that a browser"),
        (answered(b"f" * 30 + b"\r\n" + STORY, CHUNKED), "no way that a browser"),
        (answered(b"f" * 100_000 + b"\r\n" + STORY, CHUNKED), "no way that a browser"),
        (answered(STORY, b"Transfer-Encoding: gzip, chunked"), "is sent as 'gzip, chunked'"),
        (answered(STORY, b"Content-Encoding: " + b"br" * 30_000), "is packed as 'brbr"),
        (answered(b"", status=b"500 " + b"so sorry " * 7_000), "answered 500 so sorry"),
        (answered(b"", status=b"204"), "answered 204"),
        (answered(kind=b"image/" + b"x" * 60_000), "is image/xxx"),
        (answered(b"", *[b"X-%d: y" % number for number in range(300)]), "no way that a browser"),
        (answered(b"", b"X: " + b"y" * 100_000), "no way that a browser"),
        (b"HTTP/9.9 200 OK\r\n\r\n" + STORY, "no way that a browser"),
        (b"HTTP/1.1 99999 OK\r\n\r\n" + STORY, "no way that a browser"),
        (b"\0" * 70_000, "no way that a browser"),
        (b"", "hangs up"),
    ],
)
def test_what_is_cut_off_or_makes_no_sense_is_refused_in_one_short_line(
    serve: Callable[..., str], answer: bytes, said: str
) -> None:
    with pytest.raises(NetworkError, match=said) as caught:
        read(serve(answer), allow_private=True)
    assert len(str(caught.value)) < LONGEST_LINE


@pytest.mark.parametrize(
    "target",
    [
        b"ftp://127.0.0.1:21/x",
        b"file://127.0.0.1:80/etc/passwd",
        b"gopher://127.0.0.1:70/",
        b"javascript:alert(1)",
        b"data:text/plain,x",
        b"http://[",
        b"http://[::1",
        b"http://127.0.0.1:port/",
        b"http://127.0.0.1:99999999/",
        b"http://127.0.0.1:-1/",
        b"http://xn--/",
        b"http://a..b/",
        b"http://.../",
        b"http://" + b"a" * 64 + b".example/",
        b"http://" + b"a." * 20_000 + b"example/",
        b"http://127.0.0.1 x/",
        b"http://a\x01b/",
        b"http://a\x00b/",
        b"http://\xff\xfe/",
        b"http://@/",
        b"//",
        b"x:" + b"y" * 60_000,
    ],
)
def test_a_redirect_that_leads_nowhere_is_told_in_one_short_line(serve: Callable[..., str], target: bytes) -> None:
    url = serve(answered(b"", b"Location: " + target, status=b"302 Found"))
    with pytest.raises(NetworkError) as caught:
        read(url, allow_private=True)
    assert len(str(caught.value)) < LONGEST_LINE


def test_a_redirect_in_arabic_letters_is_followed_as_browsers_do(serve: Callable[..., str]) -> None:
    url = serve(answered(b"", "Location: /خبر".encode(), status=b"302 Found"))
    with pytest.raises(NetworkError, match="redirects more than"):
        read(url, allow_private=True)
    link = fetch._Link.of(fetch._as_browsers_read("/خبر".encode().decode("latin-1")), url, url)
    assert link.target == "/%D8%AE%D8%A8%D8%B1"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (answered(b"\xef\xbb\xbfuser-agent: *\ndisallow: /"), False),
        (answered(_packed(b"user-agent: *\ndisallow: /"), GZIP), False),
        (answered(_packed(b"user-agent: *\ndisallow: /")[:-9], GZIP), False),
        (answered(b"user-agent: *\r\ndisallow: /s\xff\0\r\n"), True),
        (answered(b"\0" * 1000), True),
        (answered(b"", status=b"403 No"), True),
        (answered(b"", status=b"503 No"), False),
        (answered(b"user-agent: *\ndisallow: /" + b"\n#" * 300_000), False),
    ],
)
def test_a_broken_robots_txt_neither_opens_nor_fells(
    serve: Callable[..., str], robots: bytes, *, allowed: bool
) -> None:
    url = serve(answered(), robots)
    if allowed:
        assert read(url, allow_private=True)[0].paragraphs == PARAGRAPHS
        return
    with pytest.raises(NetworkError):
        read(url, allow_private=True)


def test_a_bomb_is_refused_before_it_unfolds(serve: Callable[..., str]) -> None:
    bomb = gzip.compress(bytes(200_000_000), compresslevel=1)
    with pytest.raises(NetworkError, match="larger than 10 MB"):
        read(serve(answered(bomb, GZIP)), allow_private=True)


def test_a_chunk_that_says_it_has_no_end_is_not_read_for_ever(serve: Callable[..., str]) -> None:
    limits = Limits(allow_private=True, timeout_s=5, max_bytes=1000)
    with pytest.raises(NetworkError):
        fetch.fetch(serve(answered(b"-1\r\n" + b"x" * 3_000_000, CHUNKED)), limits)


@pytest.mark.parametrize("source", ["http://\udcff/", "http://x/\udcff", "http://a\0b/", "https://[::1", "http://x:y/"])
def test_an_odd_link_of_the_user_is_told_in_one_line(source: str) -> None:
    with pytest.raises(BriefingError):
        read(source, allow_private=True)
