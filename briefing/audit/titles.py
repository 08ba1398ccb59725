"""The titles of chapters: words of the article and of ours, and no name of somebody who is not heard there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE, BEH, FEH, KAF, LAM, WAW
from briefing.audit.ours import SLOT, TITLES
from briefing.audit.report import Fault
from briefing.audit.text import tokens
from briefing.model import ChapterKind
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.provenance import Statement

_GLUED = frozenset({WAW, FEH, BEH, LAM, KAF})


def check_titles(statement: Statement, paragraphs: Sequence[str], wording: Mapping[str, str]) -> Iterator[Fault]:
    """Yield a fault for every title that is no phrase of the article and none of ours.

    That of somebody's words has to name whose they are, where it names anybody.
    """
    words = {**read_toml(data("ar", "editorial", "script.toml"))["words"], **{k: v for k, v in wording.items() if v}}
    ours = {_folded(words[name]) for name in words if "{" not in words[name]}
    theirs = [_folded(text) for text in paragraphs]
    # Titles with a slot for words of the article.
    named = {_folded(SLOT.sub("", words[name])) for name in TITLES if SLOT.search(words[name])}
    for number, told in enumerate(statement.chapters, start=1):
        title = _folded(told.title)
        bare = next((title[len(one) :] for one in named if one and title[: len(one)] == one), title)
        what = ""
        if title not in ours and not any(_stands(bare, text) for text in theirs):
            what = f"is called {told.title!r}, which is no phrase of the article"
        elif told.kind is ChapterKind.QUOTE and title not in ours:
            speakers = {token for said in told.said if said.speaker for token in _folded(said.speaker)}
            others = {
                token
                for one in statement.said
                if one.speaker and one.speaker not in {said.speaker for said in told.said}
                for token in _folded(one.speaker)
            }
            if speakers and set(bare) <= others - speakers:
                what = f"is called after {told.title!r}, who is not heard in it"
        if what:
            yield Fault(kind="title", where=f"chapter {number}", what=what)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(fold(token) for token in tokens(text.replace("_", " ")))


def _stands(title: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Say whether words stand side by side in a text; letters glued to the first may be left out."""
    return bool(title) and any(
        title[0] in _forms(text[at]) and text[at + 1 : at + len(title)] == title[1:]
        for at in range(len(text) - len(title) + 1)
    )


def _forms(word: str) -> Iterator[str]:
    """Yield a word as it stands, and without the letters glued to its front: "for a win" gives "a win"."""
    yield word
    if word[:1] in _GLUED:
        yield word[1:]
        # "For the" is written with two l and no alef.
        yield ARTICLE + word[2:] if word.startswith(LAM + LAM) else word[2:] if word[1:2] in _GLUED else word[1:]
