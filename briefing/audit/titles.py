"""The titles of chapters: words of the article and of ours, and no name of somebody who is not heard there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE, BEH, FEH, KAF, LAM, WAW
from briefing.audit.report import Fault
from briefing.audit.text import tokens
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.provenance import Statement

_GLUED = frozenset({WAW, FEH, BEH, LAM, KAF})


def check_titles(statement: Statement, paragraphs: Sequence[str], wording: Mapping[str, str]) -> Iterator[Fault]:
    """Yield a fault for every title with a word that neither the article nor our list has."""
    words = (*read_toml(data("ar", "editorial", "script.toml"))["words"].values(), *wording.values())
    ours = {fold(token) for text in words for token in tokens(text)}
    theirs = {form for text in paragraphs for token in tokens(text) for form in _forms(fold(token))}
    for number, told in enumerate(statement.chapters, start=1):
        strange = [token for token in tokens(told.title) if fold(token) not in ours | theirs]
        if strange:
            what = f"its title has {strange[0]!r}, which the article does not have"
            yield Fault(kind="title", where=f"chapter {number}", what=what)


def _forms(word: str) -> Iterator[str]:
    """Yield a word as it stands, and without the letters glued to its front: "for a win" gives "a win"."""
    yield word
    if word[:1] in _GLUED:
        yield word[1:]
        # "For the" is written with two l and no alef.
        yield ARTICLE + word[2:] if word.startswith(LAM + LAM) else word[2:] if word[1:2] in _GLUED else word[1:]
