"""An article understood once for everybody at the desk: its reading, who is named in it, and who lets whom speak."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.editorial.entities import Entities
from briefing.editorial.frames import Heard, frames
from briefing.editorial.mentions import Mentions, mentions
from briefing.editorial.reading import Reading, read

if TYPE_CHECKING:
    from briefing.model import Article


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the desk knows of an article before it decides anything; `heard` are its sentences, the headline first."""

    reading: Reading
    mentions: Mentions
    entities: Entities
    heard: tuple[Heard, ...]


@lru_cache(maxsize=1)
def understand(article: Article) -> Understanding:
    """Read an article; who asks again right afterwards, as the script does after the quotes, gets the same answer."""
    reading, named = mentions(read(article))
    return Understanding(reading, named, Entities(named), frames(reading, named))
