"""Constructions as data: patterns over the tags of tokens, compiled to `re` over one character a token.

A pattern is words with spaces between them: `poll opinion* rel? madeit maker=( NAME )`. A word in small letters is a
tag, `[a b]` one of several, `~a` and `~[a b]` any but these, `.` any token. A word in capitals is a macro, another
row's pattern. `( )`, `|`, `*`, `+`, `?` and `{1,5}` mean what they mean in `re`, as `^` and `$` do for the ends of the
sentence; `name=( )` is a slot, `&( )` and `!( )` say what must and what must not follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WORD = re.compile(
    r"(?P<slot>[a-z]+)=\(|(?P<ahead>[&!])\(|(?P<several>~?\[[a-z ]+\])|(?P<one>~?[a-z]+)|(?P<macro>[A-Z]+)|(?P<sign>\S)"
)
_REPEATED = re.compile(r"\{\d*,?\d*\}\??")
# Behind ASCII no character means anything to `re`, and below 256 it compiles sets in a third of the time.
_FIRST_CHARACTER = 0x80
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern stands in a sequence of tags, and where each of its slots that is filled does."""

    first: int
    last: int
    slots: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class Alphabet:
    """A closed set of tags with one character each; what compiles patterns and finds them."""

    def __init__(self, tags: Sequence[str], macros: Mapping[str, str] | None = None) -> None:
        """Give each tag its character; `macros` are patterns by the name that stands for them in others."""
        self._characters = {tag: chr(_FIRST_CHARACTER + at) for at, tag in enumerate(tags)}
        self._macros = dict(macros or {})
        self._expanded: dict[str, str] = {}

    def written(self, tags: Sequence[str]) -> str:
        """Return a sequence of tags as the text that compiled patterns search."""
        return "".join(self._characters[tag] for tag in tags)

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """Compile a pattern. Raises SettingsError where it names a tag or a macro that there is none of."""
        try:
            return re.compile("".join(self._pieces(pattern, 0)))
        except re.error as error:
            raise SettingsError(pattern, f"is no pattern: {error}", "mend the row of the pattern") from error

    def _pieces(self, pattern: str, depth: int) -> Iterator[str]:
        at = 0
        pattern = pattern.strip()
        while at < len(pattern):
            if repeated := _REPEATED.match(pattern, at):
                yield repeated.group()
                at = repeated.end()
                continue
            match = _WORD.match(pattern, at)
            if match is None:
                at += 1
                continue
            yield self._piece(match, depth)
            at = match.end()

    def _piece(self, match: re.Match[str], depth: int) -> str:
        if slot := match["slot"]:
            return f"(?P<{slot}>"
        if ahead := match["ahead"]:
            return "(?=" if ahead == "&" else "(?!"
        if macro := match["macro"]:
            if macro not in self._macros or depth > _DEEPEST:
                raise SettingsError(macro, "is no macro", "name a macro of the table")
            # A macro stands in dozens of patterns, and holds others.
            if macro not in self._expanded:
                self._expanded[macro] = "".join(self._pieces(self._macros[macro], depth + 1))
            return f"(?:{self._expanded[macro]})"
        if tags := match["several"] or match["one"]:
            return self._class(tags)
        return "(?:" if match["sign"] == "(" else match["sign"]

    def _class(self, tags: str) -> str:
        names = tags.lstrip("~").strip("[]").split()
        for name in names:
            if name not in self._characters:
                raise SettingsError(name, "is no tag", f"use one of {', '.join(self._characters)}")
        return f"[{'^' if tags.startswith('~') else ''}{''.join(self._characters[name] for name in names)}]"


def matches(pattern: re.Pattern[str], written: str) -> Iterator[Match]:
    """Return every place of a compiled pattern in a written sequence, from left to right."""
    for found in pattern.finditer(written):
        slots = {name: found.span(name) for name in pattern.groupindex if found.start(name) >= 0}
        yield Match(found.start(), found.end(), slots)
