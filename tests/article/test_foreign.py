"""What strangers write: their links, and their words in our error lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article.foreign import link, name_of, shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://example.org/a", "https://example.org/a"),
        (" http://example.org/خبر جديد?a=1 ", "http://example.org/خبر%20جديد?a=1"),
        ("http://[", None),
        ("http://[::1]/", "http://[::1]/"),
        ("http://a:port/", None),
        ("http://a:99999/", None),
        ("http://a:0/", None),
        ("http:///a", None),
        ("http://a b/", None),
        ("http://a\nb/", None),
        ("http://a/\x1b", None),
        ("http://a/\ud800", None),
        ("http://a/\u202e", None),
        ("http://a/<script>", None),
        ("javascript:alert(1)", None),
        ("//example.org/", None),
        ("http://a/" + "x" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_link_that_a_browser_could_follow_is_kept(text: str | None, found: str | None) -> None:
    assert link(text) == found


@given(st.text())
def test_a_link_that_is_kept_has_no_sign_that_breaks_a_line_or_a_file(text: str) -> None:
    kept = link(f"http://{text}")
    assert kept is None or (kept.encode() and len(kept.split()) == len(kept.splitlines()) == 1)


def test_foreign_text_is_cut_in_an_error_line() -> None:
    assert shown("أ" * 80) == "أ" * 80
    assert len(shown("أ" * 1_000_000)) == 81


@pytest.mark.parametrize(
    ("source", "line"),
    [("a/خبر.txt", "a/خبر.txt"), ("", "''"), ("a\nb", "'a\\nb'"), ("\x1b[31m", "'\\x1b[31m'"), ("\ud800", "'\\ud800'")],
)
def test_a_source_is_named_as_a_person_can_read_it(source: str, line: str) -> None:
    assert name_of(source) == line


def test_a_source_of_any_length_is_named_in_a_short_line() -> None:
    assert len(name_of("x" * 1_000_000)) < 100
