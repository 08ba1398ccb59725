"""robots.txt (RFC 9309): the right group, the longest rule, wildcards, and no text that takes long."""

from __future__ import annotations

import pytest

from briefing.article.robots import allows

TWO_GROUPS = """
User-agent: *
Disallow: /private
# a remark
User-agent: briefing
User-agent: other
Disallow: /news/
Allow: /news/public$
Allow: /*.html
"""


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        ("stranger", "/private/x", False),
        ("stranger", "/news/x", True),
        ("briefing", "/private/x", True),
        ("Briefing", "/news/x", False),
        ("briefing", "/news/public", True),
        ("briefing", "/news/public/x", False),
        ("briefing", "/news/x.html", True),
        ("briefing", "", True),
    ],
)
def test_the_group_that_names_the_program_counts_and_its_longest_rule(agent: str, path: str, *, allowed: bool) -> None:
    assert allows(TWO_GROUPS, agent, path) is allowed


@pytest.mark.parametrize(
    ("rule", "path", "allowed"),
    [
        ("/أخبار", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", False),
        ("/%d8%a3", "/أخبار", False),
        ("/a*b$", "/axxb", False),
        ("/a*b$", "/axxbc", True),
        ("/a$", "/a", False),
        ("/a$", "/ab", True),
        ("*", "/x", False),
        ("", "/x", True),
    ],
)
def test_a_rule_matches_as_the_standard_says(rule: str, path: str, *, allowed: bool) -> None:
    assert allows(f"user-agent: *\ndisallow: {rule}", "briefing", path) is allowed


def test_nothing_said_allows_all() -> None:
    assert allows("", "briefing", "/")
    assert allows("<html>no robots here</html>", "briefing", "/")


def test_a_rule_full_of_stars_is_matched_in_one_walk() -> None:
    assert allows("user-agent: *\ndisallow: /" + "*a" * 2000 + "b$", "briefing", "/" + "a" * 20000)
