"""The server: ranges, HEAD, types, CORS, and nothing that is not in the folder."""

from __future__ import annotations

import socket
import threading
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple

import pytest

from briefing import places
from briefing.errors import NetworkError
from briefing.kinds import is_played_elsewhere, is_public
from briefing.publishing import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("serve")
    output = room / "output"
    for name, content in {
        "output/.hidden/file.txt": b"hidden",
        "output/bare/captions.vtt": b"WEBVTT",
        "output/feed.xml": b"<rss/>",
        "output/garden/briefing.mp3": bytes(range(256)) * 4,
        "output/garden/captions.vtt": b"WEBVTT",
        "output/garden/chapters.json": b"{}",
        "output/garden/episode.mp3.part": b"hidden",
        "output/garden/feed.tmp": b"hidden",
        "output/garden/index.html": b"<!DOCTYPE html>",
        "output/garden/summary.txt": b"text",
        "output/cover.png": b"png",
        "secret.txt": b"secret",
    }.items():
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_bytes(content)
    (output / "link.txt").symlink_to(room / "secret.txt")
    return output


@pytest.fixture(scope="module", params=["here", "elsewhere"])
def place(request: pytest.FixtureRequest, folder: Path) -> Path:
    """Give the folder, or a place elsewhere with the same files."""
    if request.param == "here":
        return folder
    there = places.place("memory://server/output")
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            places.write(there / path.relative_to(folder).as_posix(), path.read_bytes())
    return there


@pytest.fixture(scope="module")
def ask(place: Path) -> Iterator[Callable[..., Answer]]:
    """Serve the folder as the command does; give a function that asks for a path exactly as it is written."""
    with server.listen("127.0.0.1", 0) as taken:
        running = server.ready(place, "127.0.0.1")
        thread = threading.Thread(target=running.run, kwargs={"sockets": [taken]})
        thread.start()

        def request(path: str, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
            connection = HTTPConnection(*taken.getsockname(), timeout=20)
            try:
                connection.request(method, path, headers=headers or {})
                got = connection.getresponse()
                return Answer(got.status, {key.lower(): value for key, value in got.getheaders()}, got.read())
            finally:
                connection.close()

        yield request
        running.should_exit = True
        thread.join()


@pytest.mark.parametrize(
    ("wanted", "status", "length", "content_range"),
    [
        ("bytes=0-99", 206, 100, "bytes 0-99/1024"),
        ("bytes=1000-", 206, 24, "bytes 1000-1023/1024"),
        ("bytes=-10", 206, 10, "bytes 1014-1023/1024"),
        ("bytes=5000-", 416, None, "bytes */1024"),
        ("", 200, 1024, None),
    ],
)
def test_a_player_gets_the_bytes_it_asks_for(
    ask: Callable[..., Answer], wanted: str, status: int, length: int | None, content_range: str | None
) -> None:
    answer = ask("/garden/briefing.mp3", headers={"Range": wanted} if wanted else {})
    assert answer.status == status
    assert answer.headers.get("content-range") == content_range
    if length is not None:
        assert len(answer.body) == length


def test_a_file_that_a_browser_has_is_not_sent_again(ask: Callable[..., Answer]) -> None:
    tag = ask("/garden/briefing.mp3").headers["etag"]
    for known in (tag, f'"other", {tag}', f"W/{tag}"):
        again = ask("/garden/briefing.mp3", headers={"If-None-Match": known})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
    assert ask("/garden/briefing.mp3", headers={"If-None-Match": '"other"'}).status == 200
    assert ask("/cover.png").headers["etag"] != tag


def test_the_rest_of_a_file_that_was_replaced_is_not_taken_for_the_rest_of_the_old(ask: Callable[..., Answer]) -> None:
    path, stretch = "/garden/briefing.mp3", {"Range": "bytes=1000-"}
    tag = ask(path).headers["etag"]
    assert ask(path, headers={**stretch, "If-Range": tag}).status == 206
    whole = ask(path, headers={**stretch, "If-Range": '"other"'})
    assert (whole.status, len(whole.body)) == (200, 1024)


def test_a_file_that_was_written_anew_has_another_tag(ask: Callable[..., Answer], place: Path) -> None:
    page = place / "garden/index.html"
    tag = ask("/garden/").headers["etag"]
    places.write(page, b"<!DOCTYPE HTML>") if places.is_elsewhere(place) else page.write_bytes(b"<!DOCTYPE html>\n")
    assert ask("/garden/").headers["etag"] != tag


def test_a_head_request_tells_length_and_ranges_without_a_body(ask: Callable[..., Answer]) -> None:
    answer = ask("/garden/briefing.mp3", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == "1024"
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/garden/briefing.mp3", "audio/mpeg"),
        ("/garden/captions.vtt", "text/vtt; charset=utf-8"),
        ("/garden/chapters.json", "application/json+chapters"),
        ("/garden/", "text/html; charset=utf-8"),
    ],
)
def test_every_form_has_its_type(ask: Callable[..., Answer], path: str, kind: str) -> None:
    assert ask(path).headers["content-type"] == kind


PLAYED = ("/feed.xml", "/garden/briefing.mp3", "/garden/captions.vtt", "/garden/chapters.json")
ELSEWHERE = {"Origin": "https://player.example"}


@pytest.mark.parametrize("path", PLAYED)
def test_a_web_player_elsewhere_may_read_what_it_plays(ask: Callable[..., Answer], path: str) -> None:
    for headers in (ELSEWHERE, {**ELSEWHERE, "Range": "bytes=0-1"}):
        assert ask(path, headers=headers).headers["access-control-allow-origin"] == "*"
    asked = {**ELSEWHERE, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "range"}
    allowed = ask(path, "OPTIONS", asked)
    assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (200, "*")
    assert "Range" in allowed.headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", ["/", "/garden/", "/garden/summary.txt", "/cover.png", "/nothing"])
def test_no_script_elsewhere_may_read_the_pages(ask: Callable[..., Answer], path: str) -> None:
    answer = ask(path, headers=ELSEWHERE)
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = {**ELSEWHERE, "Access-Control-Request-Method": "GET"}
    assert not [name for name in ask(path, "OPTIONS", asked).headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.168.1.5",
        "",
        "[::1",
    ],
)
@pytest.mark.parametrize("path", ["/feed.xml", "/", "/garden/briefing.mp3"])
def test_who_asks_for_another_site_gets_nothing(ask: Callable[..., Answer], host: str, path: str) -> None:
    answer = ask(path, headers={"Host": host, **ELSEWHERE})
    assert answer.status in {400, 421}
    assert b"rss" not in answer.body
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "localhost."])
def test_this_machine_may_ask_by_each_of_its_local_names(ask: Callable[..., Answer], host: str) -> None:
    assert ask("/feed.xml", headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    ("asked", "host", "ours"),
    [
        ("news.example:8000", "news.example", True),
        ("192.168.1.5:8000", "192.168.1.5", True),
        ("[fe80::1]:8000", "fe80::1", True),
        ("192.168.1.6", "192.168.1.5", False),
        ("192.168.1.6:8000", "0.0.0.0", True),  # noqa: S104 - compared
        ("[2001:db8::1]", "::", True),
        (socket.gethostname(), "0.0.0.0", True),  # noqa: S104 - compared
        ("evil.example", "0.0.0.0", False),  # noqa: S104 - compared
        ("evil.example", "::", False),
    ],
)
def test_the_site_is_the_address_that_was_chosen(asked: str, host: str, *, ours: bool) -> None:
    assert server.is_ours(asked, host) is ours


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/garden/..%2f..%2fsecret.txt",
        "/garden/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "/link.txt",
        "/.hidden/file.txt",
        "/garden/../.hidden/file.txt",
        "/%00",
        "/nothing",
        "/.hidden",
        "/garden/episode.mp3.part",
        "/garden/feed.tmp",
    ],
)
def test_nothing_hidden_or_outside_is_served(ask: Callable[..., Answer], path: str) -> None:
    answer = ask(path)
    assert answer.status == 404
    assert b"secret" not in answer.body
    assert b"hidden" not in answer.body


def test_a_folder_without_a_page_is_not_listed(ask: Callable[..., Answer]) -> None:
    assert ask("/bare/").status == 404


def test_nothing_can_be_written(ask: Callable[..., Answer]) -> None:
    assert {ask("/feed.xml", method).status for method in ("POST", "PUT", "DELETE")} == {405}


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "a..b"])
def test_an_address_that_is_none_is_one_line(host: str) -> None:
    with pytest.raises(NetworkError, match="cannot be listened on"):
        server.listen(host, 0)


def test_an_address_that_is_taken_is_one_line() -> None:
    with server.listen("127.0.0.1", 0) as taken, pytest.raises(NetworkError, match="another address or port"):
        server.listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(
    ("path", "open_to_players"),
    [
        ("feed.xml", True),
        ("feed-12.xml", True),
        ("one/briefing.mp3", True),
        ("one/captions.vtt", True),
        ("one/transcript.json", True),
        ("private/notes.json", False),
        ("one/episode.json", False),
        ("one/two/briefing.mp3", False),
        ("letter.xml", False),
        ("one/index.html", False),
    ],
)
def test_only_our_own_files_are_open_to_the_scripts_of_other_pages(path: str, *, open_to_players: bool) -> None:
    assert is_played_elsewhere(path) is is_played_elsewhere(f"/{path}") is open_to_players


@pytest.mark.parametrize("path", ["briefing.toml", "verbalize.toml", "keys/show.pem", "show.KEY", ".briefing/lock"])
def test_settings_and_keys_are_nobodys_to_see(path: str) -> None:
    assert not is_public(path)
