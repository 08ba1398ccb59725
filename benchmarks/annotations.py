"""The project's own annotated articles (docs/annotation.md), with the places read back into words.

Each comes in the form of the annotations that `segments.py` scores; `speakers` lists every name that is right.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import SHARED

from briefing.article.clean import clean
from briefing.article.read import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.model import Article

OWN = Path(__file__).resolve().parent.parent / "tests" / "cases" / "segments" / "annotated.jsonl"


def annotated() -> Iterator[tuple[Article, dict[str, Any]]]:
    """Yield each article and what an editor found in it. Raises ValueError where the places are of another text."""
    for line in OWN.read_text(encoding="utf-8").splitlines():
        places = json.loads(line)
        article = clean(read(str(SHARED / "articles" / places["file"]))[0])
        if zlib.crc32("\n".join(article.paragraphs).encode()) != places["crc32"]:
            raise ValueError(f"{places['file']}: cleaned otherwise than when it was annotated")
        yield article, _in_words(places, article.paragraphs)


def _in_words(places: dict[str, Any], paragraphs: Sequence[str]) -> dict[str, Any]:
    def text(place: list[int]) -> str:
        paragraph, start, end = place
        return paragraphs[paragraph][start:end]

    def quote(one: dict[str, Any]) -> dict[str, Any]:
        speakers = [text(place) for place in one["speakers"]]
        first = one["at"][0]
        return {"text": text(first), "para": first[0], "speaker": speakers[0], "speakers": speakers, **_optional(one)}

    def figure(one: dict[str, Any]) -> dict[str, Any]:
        pollster = text(one["pollster"]) if one.get("pollster") else None
        said = {key: one[key] for key in ("value", "value_max", "unit", "kind") if key in one}
        return {"span": text(one["at"][0]), "para": one["at"][0][0], "pollster": pollster, **said, **_optional(one)}

    return {
        "file": places["file"],
        "headline": paragraphs[0],
        "quotes": [quote(one) for one in places["quotes"]],
        "figures": [figure(one) for one in places["figures"]],
        "not_quotes": [text(place) for place in places["names"]],
        "dropped": places["dropped"],
        "may_drop": places["may_drop"],
    }


def _optional(one: dict[str, Any]) -> dict[str, bool]:
    return {"optional": one["optional"]}
