"""What a site asks of programs: robots.txt as in RFC 9309, read by protego."""

from __future__ import annotations

import re

_ANYBODY = "*"
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\s*[:\s]([^#]*)", re.IGNORECASE)


def allows(robots_txt: str, agent: str, path: str) -> bool:
    """Say whether a program called `agent` may read `path` (with its query).

    The group that names the agent counts, else that of `*`. In it the longest rule that matches decides; of two as
    long the one that allows.
    """
    from protego import Protego

    lines = (_for_us(line, agent.lower()) for line in robots_txt.splitlines())
    # Any site will do: only the path is compared.
    return Protego.parse("\n".join(lines)).can_fetch(f"https://site.example{path}", agent)


def _for_us(line: str, agent: str) -> str:
    """Call every program but ourselves a stranger: protego gives each name in a group a copy of each rule.

    A file of ten thousand names and as many rules would fill the memory. A version behind our name makes no difference.
    """
    named = _AGENT_LINE.match(line)
    if not named:
        return line
    name = named[1].partition("/")[0].strip().lower()
    return f"user-agent: {name if name in (agent, _ANYBODY) else 'a-stranger'}"
