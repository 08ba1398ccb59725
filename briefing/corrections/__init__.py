"""What editors decide of an article, kept beside it as a file that people can read, write and compare.

`sheet` reads and writes `corrections.toml`, `notebook` changes it and takes changes back, `article` gives an article
what was decided of it, `anchor` finds the words that a decision is tied to.
"""

from __future__ import annotations

from briefing.corrections.anchor import find, number_of, place_of, sentence_of, touched
from briefing.corrections.article import corrected, uncorrected
from briefing.corrections.notebook import Editor, Notebook, content_of
from briefing.corrections.sheet import APPROVED, EDITOR, Row, keys_of, parsed, row, rows_of

__all__ = [
    "APPROVED",
    "EDITOR",
    "Editor",
    "Notebook",
    "Row",
    "content_of",
    "corrected",
    "find",
    "keys_of",
    "number_of",
    "parsed",
    "place_of",
    "row",
    "rows_of",
    "sentence_of",
    "touched",
    "uncorrected",
]
