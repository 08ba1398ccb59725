"""The user's own names: what `briefing lexicon add` and `remove` change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import arabic, files
from briefing.errors import UsageError
from briefing.narration import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.narration.lexicon import Entry

KIND = "own"


def entry(reading: str, kind: str = KIND) -> Entry:
    """Make an entry of a marked reading. Raises SettingsError where it has no marks or is not Arabic."""
    written = " ".join(reading.split())
    made = lexicon.Entry(name=arabic.strip_marks(written), reading=written, kind=kind, source=lexicon.user_file().name)
    return lexicon.checked(made, "lexicon")


def add(new: Iterable[Entry]) -> None:
    """Put entries into the user's file; one of the same name gives way."""
    _write({known.name: known for known in lexicon.own()} | {made.name: made for made in new})


def remove(name: str) -> None:
    """Take a name out of the user's file. Raises UsageError where it is not there."""
    left = {known.name: known for known in lexicon.own()}
    if left.pop(arabic.strip_marks(name), None) is None:
        raise UsageError(name, "is not in your lexicon", "see `briefing lexicon list --own`")
    _write(left)


def _write(by_name: dict[str, Entry]) -> None:
    rows = [(known.name, known.reading, known.kind) for _, known in sorted(by_name.items())]
    path = lexicon.user_file()
    with files.writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(path, "".join("\t".join(row) + "\n" for row in (lexicon.COLUMNS, *rows)))
    lexicon.forget()
