"""JSON that this program wrote itself, read back: each value has the type that its noun declares, or all is refused.

A record may have been damaged by a disk, or may be somebody else's file of the same name. What comes out of
`read_back` can be used without asking again.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections import Counter
from datetime import datetime
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from briefing.files import content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_Noun = TypeVar("_Noun")
_LARGEST = 2**63


def written(noun: Any, *, indent: int | None = None, **more: object) -> str:  # noqa: ANN401 - any frozen noun
    """Return the JSON of a frozen noun, with what is `more` before its fields; the same noun gives the same text."""
    separators = (",", ":") if indent is None else None
    document = {**more, **_plain(noun)}
    return json.dumps(document, ensure_ascii=False, indent=indent, separators=separators, default=_plain) + "\n"


def read_back(noun: type[_Noun], text: bytes | str, **given: object) -> _Noun:
    """Read JSON back into a frozen noun; what is `given` stands in place of what is written.

    Fields that the noun does not know are passed over. Raises ValueError where it is no JSON, a field is missing or a
    value has another type; numbers are whole, none is negative and none beyond 64 bits.
    """
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if given:
        document = {**_a(dict, document), **given}
    found: _Noun = _reader(noun)(document)  # type: ignore[arg-type]
    return found


def told(text: bytes | str, twice: list[str]) -> dict[str, Any]:
    """Return the fields of a JSON object as they are; the names that stand twice in one go into `twice`.

    Raises ValueError where it is none.
    """

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = Counter(name for name, _ in pairs)
        twice.extend(name for name, count in names.items() if count > 1 and name not in twice)
        return dict(pairs)

    try:
        found: dict[str, Any] = _a(dict, json.loads(text, object_pairs_hook=once))
    except RecursionError as error:
        raise ValueError("too deep") from error
    return found


def read_file(noun: type[_Noun], path: Path) -> _Noun | None:
    """Read a file of JSON back; None where there is none, or something that is no such noun.

    Nothing is raised but NetworkError, where a place elsewhere does not answer: what it has is not known then.
    """
    found = content(path)
    try:
        return None if found is None else read_back(noun, found)
    except ValueError:
        return None


def _plain(value: Any) -> Any:  # noqa: ANN401 - a noun or a moment
    if isinstance(value, datetime):
        return value.isoformat()
    return {name: getattr(value, name) for name in value.__slots__}


@cache
def _reader(kind: Any) -> Callable[[object], Any]:  # noqa: ANN401 - whatever a noun declares
    """Return the function that takes a value of JSON as this type, or raises ValueError."""
    if dataclasses.is_dataclass(kind):
        # Asked for when it is needed: a noun may have parts of its own kind.
        return partial(_noun, kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        read = _reader(next(part for part in inner if part is not type(None)))
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        read = _reader(inner[0])
        return lambda value: tuple(map(read, _a(list, value)))
    if origin is dict:
        read = _reader(inner[1])
        return lambda value: {key: read(part) for key, part in _a(dict, value).items()}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind  # raises ValueError for another word
    return _SIMPLE.get(kind, partial(_a, kind))


def _noun(noun: Any, value: object) -> Any:  # noqa: ANN401 - an instance of the noun
    return _noun_reader(noun)(value)


@cache
def _noun_reader(noun: Any) -> Callable[[object], Any]:  # noqa: ANN401 - a dataclass
    kinds = get_type_hints(noun)
    readers = [(field.name, _reader(kinds[field.name])) for field in dataclasses.fields(noun)]
    needed = {
        field.name
        for field in dataclasses.fields(noun)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }

    def read(value: object) -> Any:  # noqa: ANN401 - an instance of the noun
        document = _a(dict, value)
        if not needed <= document.keys():
            raise ValueError(f"{', '.join(sorted(needed - document.keys()))}: missing")
        return noun(**{name: read(document[name]) for name, read in readers if name in document})

    return read


def _a(kind: Any, value: object) -> Any:  # noqa: ANN401 - an instance of kind
    # A Boolean is an int to Python, and no number to us.
    if type(value) is not kind:
        raise ValueError(f"{value!r:.40} is no {kind.__name__}")
    return value


def _number(value: object) -> int:
    number: int = _a(int, value)
    if not 0 <= number < _LARGEST:
        raise ValueError(f"{value!r:.40} is out of range")
    return number


def _moment(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(_a(str, value))
    # Times at either end of the calendar cannot be told in another zone: no article is of that day.
    if moment.tzinfo is None or not 1 < moment.year < 9999:  # noqa: PLR2004 - the calendar's own ends
        raise ValueError(f"{value} is no moment")
    return moment


_SIMPLE: dict[Any, Callable[[object], Any]] = {int: _number, datetime: _moment}
