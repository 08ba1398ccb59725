"""`failures.jsonl`: what could not be made on a shelf, and has not been made since; what to try again.

One line an article, or an input that could not be read: the fields of `briefing make --json`, and `input`, the input to
give again. Several runs share the file: each takes out what it tried and puts in what failed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing import files
from briefing.article.read import is_link
from briefing.documents import read_back
from briefing.errors import InputError
from briefing.pipeline.identity import STDIN
from briefing.pipeline.outcome import Failed, Status
from briefing.shelf import OWN_FOLDER, shelf_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.pipeline.outcome import Outcome
    from briefing.shelf import Shelf

FAILURES_FILE = "failures.jsonl"
_OWN_NAME = f"{OWN_FOLDER}/{FAILURES_FILE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """What of a line says which article it is of."""

    input: str
    source: str
    title: str


class _Item(NamedTuple):
    """An article of an input."""

    asked: str
    source: str
    title: str


def failures(folder: Path) -> Path:
    """Return where the list of failures of an output folder stands; it is there only while something has failed."""
    return shelf_at(folder).own / FAILURES_FILE


class Failures:
    """What failed in a run, to be written down on its shelf."""

    def __init__(self, shelf: Shelf) -> None:
        """Keep the account of a run that has not begun."""
        self.path = failures(shelf.folder)
        self._shelf = shelf
        self._failed: dict[_Item, str] = {}
        self._done: set[_Item] = set()
        self._whole: set[str] = set()

    def note(self, outcome: Outcome) -> None:
        """Take note of how an article ended."""
        asked = from_anywhere(outcome.asked)
        item = _Item(asked, outcome.source, outcome.title)
        self._done |= {item, _Item(asked, outcome.asked, "")}  # whatever became of it, its input could be read
        if isinstance(outcome, Failed) and outcome.status is Status.FAILED:
            self._failed[item] = json.dumps({"input": asked, **outcome.as_json()}, ensure_ascii=False)

    def is_whole(self, asked: str) -> None:
        """Take note that an input was tried to its end: what failed of it before, and is no longer in it, is over."""
        self._whole.add(from_anywhere(asked))

    def write(self) -> None:
        """Bring the file up to date. Raises OutputError."""
        if not (self._done or self._whole) or not (self._failed or self._shelf.length(_OWN_NAME)):
            return
        with self._shelf.locked():
            before = list(_lines(self.path)) if self._shelf.length(_OWN_NAME) else []
            kept = [line for item, line in before if item not in self._done and item.asked not in self._whole]
            now = [*kept, *self._failed.values()]
            if now:
                # A file name may hold half a surrogate pair; JSON spells it out.
                files.write_bytes(self.path, "".join(f"{line}\n" for line in now).encode(errors="backslashreplace"))
            elif before:
                with files.writing(self.path):
                    self.path.unlink()


def to_try_again(path: Path) -> list[str]:
    """Return what a file of failures says to try again, each input once; nothing where it is there no more.

    Raises InputError where it is none.
    """
    if not path.exists():
        return []
    try:
        found = [item.asked for item, _ in _lines(path)]
    except (OSError, ValueError) as error:
        raise InputError(
            str(path), "is no list of failures", f"give the {FAILURES_FILE} of an output folder"
        ) from error
    return list(dict.fromkeys(asked for asked in found if asked != STDIN))


def _lines(path: Path) -> Iterator[tuple[_Item, str]]:
    """Raise OSError, or ValueError where a line is none of ours."""
    for line in path.read_text(encoding="utf-8").splitlines():
        read = read_back(_Line, line)
        yield _Item(read.input, read.source, read.title), line


def from_anywhere(asked: str) -> str:
    """Return an input so that it can be given in another folder too."""
    return asked if asked == STDIN or is_link(asked) else str(Path(asked).absolute())
