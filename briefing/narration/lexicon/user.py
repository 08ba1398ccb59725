"""The user's own names: what `briefing lexicon add` and `remove` change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing import arabic, files
from briefing.errors import UsageError
from briefing.narration import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.narration.lexicon import Entry

KIND = "own"


def entry(reading: str, kind: str = KIND) -> Entry:
    """Make an entry of a marked reading. Raises SettingsError where it has no marks or is not Arabic."""
    written = " ".join(reading.split())
    made = lexicon.Entry(name=arabic.strip_marks(written), reading=written, kind=kind, source=lexicon.user_file().name)
    return lexicon.checked(made, "lexicon")


def reread(reading: str) -> Entry:
    """Make an entry of a marked reading that takes the place of the user's own, of its kind. Raises SettingsError."""
    made = entry(reading)
    return next((replace(made, kind=known.kind) for known in lexicon.own() if known.name == made.name), made)


def add(new: Iterable[Entry]) -> None:
    """Put entries into the user's file; one of the same name gives way."""
    _change({made.name: made for made in new})


def remove(name: str) -> None:
    """Take a name out of the user's file. Raises UsageError where it is not there."""
    bare = arabic.strip_marks(name)
    if bare not in {known.name for known in lexicon.own()}:
        raise UsageError(name, "is not in your lexicon", "see `briefing lexicon list --own`")
    _change({bare: None})


def _change(changes: dict[str, Entry | None]) -> None:
    """Change rows of the user's file, one run at a time; what a person wrote around them stays as it is."""
    lexicon.own()  # a file that cannot be read is told, not written over
    path = lexicon.user_file()
    with files.writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    with files.locked(path.with_name(f".{path.name}.lock")):
        text = path.read_text(encoding="utf-8") if path.is_file() else "\t".join(lexicon.COLUMNS)
        files.write_text(path, "\n".join(_changed(text.splitlines(), dict(changes))) + "\n")
    lexicon.forget()


def _changed(lines: Sequence[str], changes: dict[str, Entry | None]) -> list[str]:
    """Return the lines with rows changed, taken out or added, each new one where it belongs in the order."""
    header, *kept = lines
    for name, entry in sorted(changes.items()):
        row = [f"{entry.name}\t{entry.reading}\t{entry.kind}"] if entry else []
        same = next((number for number, line in enumerate(kept) if _name(line) == name), None)
        if same is not None:
            kept[same : same + 1] = row
        else:
            behind = next((number for number, line in enumerate(kept) if _name(line) > name), len(kept))
            kept[behind:behind] = row
    return [header, *kept]


def _name(line: str) -> str:
    """Return the name that a row is of; "" for a remark and an empty line."""
    return "" if line.startswith("#") else line.split("\t", maxsplit=1)[0]
