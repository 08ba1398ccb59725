"""Nobody gets in but who opened the printed address, and no other site can make a browser change anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.studio.conftest import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_key_leaves_the_address_and_becomes_a_strict_cookie(visitor: Visitor) -> None:
    answer = Visitor(visitor.port, visitor.secret).ask(f"/?key={visitor.secret}")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("path", ["/", "/studio.js", "/articles/x", "/?key=", "/?key=wrong", "/articles/x/decide"])
def test_without_the_key_there_is_nothing(visitor: Visitor, path: str) -> None:
    stranger = Visitor(visitor.port, "")
    answer = stranger.ask(path)
    assert answer.status == 403
    assert visitor.secret.encode() not in answer.body
    assert stranger.ask(path, cookie="briefing-studio=guess").status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "briefing.invalid:80", ""])
def test_a_name_that_was_made_to_lead_here_is_another_site(visitor: Visitor, host: str) -> None:
    assert visitor.ask("/", Host=host or "evil").status == 421


def test_every_answer_keeps_to_itself(visitor: Visitor, article: str) -> None:
    for path in ("/", article, "/studio.js", "/nothing", f"{article}/sound/0.wav"):
        headers = visitor.ask(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_only_forms_of_our_own_pages_change_anything(visitor: Visitor, article: str) -> None:
    page = visitor.ask(f"{article}/publish")
    form = {"page": page.page.xpath("//input[@name='page']/@value")[0], "back": article}
    assert visitor.ask(f"{article}/approve").status == 405
    assert visitor.send(f"{article}/approve", {**form, "page": "0" * 64}).status == 403
    assert visitor.send(f"{article}/approve", {}).status == 403
    assert visitor.send(f"{article}/approve", form, origin="http://127.0.0.1:1").status == 403
    assert visitor.send(f"{article}/approve", form, sec_fetch_site="same-site").status == 403
    assert visitor.send(f"{article}/approve", form, origin="null").status == 403
    ours = {"origin": f"http://127.0.0.1:{visitor.port}", "sec_fetch_site": "same-origin"}
    assert visitor.send(f"{article}/approve", form, **ours).status == 303


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", "", "/a\nb"]
)
def test_an_answer_leads_to_no_other_site(visitor: Visitor, article: str, back: str) -> None:
    page = visitor.ask(f"{article}/publish").page.xpath("//input[@name='page']/@value")[0]
    answer = visitor.send(f"{article}/undo", {"page": page, "back": back})
    assert answer.status == 303
    assert answer.headers["location"].startswith("/?told=")


def test_a_form_of_any_size_is_refused_before_it_is_read(visitor: Visitor, article: str) -> None:
    assert visitor.send(f"{article}/undo", {"page": "x" * 100_000}).status == 413


def test_two_studios_do_not_open_each_other(open_studio: Callable[..., Visitor]) -> None:
    one, other = open_studio(), open_studio()
    assert one.secret != other.secret
    assert other.ask("/", cookie=one.cookie).status == 403


def test_one_browser_holds_the_keys_of_several_studios_and_of_other_programs(
    open_studio: Callable[..., Visitor],
) -> None:
    one, other = open_studio(), open_studio()
    jar = f'j={{"a":1}}; x[1]=1; expires=Mon, 1 Jan; {one.cookie}; {other.cookie}; briefing-studio=old'
    for visitor in (one, other):
        assert visitor.ask("/", cookie=jar).status == 200
