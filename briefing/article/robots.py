"""What a site asks of programs: robots.txt as in RFC 9309 (groups, longest match, `*` and `$`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOSED = "user-agent: *\ndisallow: /"

_ANYBODY = "*"
_SAFE = "/?=&;:@!$'()*+,~%"


@dataclass(frozen=True, slots=True)
class _Rule:
    path: str
    allows: bool


def allows(robots_txt: str, agent: str, path: str) -> bool:
    """Say whether a program called `agent` may read `path` (with its query).

    The group that names the agent counts, else that of `*`. In it the longest rule that matches decides; of two as
    long the one that allows. The work grows with the length of the rules times the length of the path, whatever they
    are.
    """
    groups = list(_groups(robots_txt))
    named = [rules for agents, rules in groups if agent.lower() in agents]
    rules = named or [rules for agents, rules in groups if _ANYBODY in agents]
    wanted = _plain(path) or "/"
    matching = (rule for group in rules for rule in group if _matches(rule.path, wanted))
    decisive = max(matching, key=lambda rule: (len(rule.path), rule.allows), default=None)
    return decisive is None or decisive.allows


def _groups(robots_txt: str) -> Iterator[tuple[set[str], list[_Rule]]]:
    agents: set[str] = set()
    rules: list[_Rule] = []
    in_rules = False
    for key, value in _lines(robots_txt):
        if key == "user-agent":
            if in_rules:
                yield agents, rules
                agents, rules, in_rules = set(), [], False
            agents.add(value.split("/", 1)[0].strip().lower())
        elif key in ("allow", "disallow"):
            in_rules = True
            if value:
                rules.append(_Rule(_plain(value), allows=key == "allow"))
    yield agents, rules


def _lines(robots_txt: str) -> Iterator[tuple[str, str]]:
    for line in robots_txt.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _plain(path: str) -> str:
    """Spell a path in one way, so that Arabic and its percent signs compare as equal."""
    return quote(unquote(path, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")


def _matches(rule: str, path: str) -> bool:
    """Match a rule at the start of the path; each `*` takes the nearest place where the rest fits."""
    anchored = rule.endswith("$")
    first, *rest = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if anchored and not rest:
        return path == first
    position = len(first)
    last = rest.pop() if anchored else ""
    for part in rest:
        found = path.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return not anchored or (path.endswith(last) and len(path) - len(last) >= position)
