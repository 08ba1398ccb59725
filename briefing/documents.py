"""JSON that this program wrote itself, read back: each value has the type that its noun declares, or all is refused.

A record may have been damaged by a disk, or may be somebody else's file of the same name. What comes out of
`read_back` can be used without asking again.
"""

from __future__ import annotations

import dataclasses
import json
import types
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

_Noun = TypeVar("_Noun")
_LARGEST = 2**63


def written(noun: Any, *, indent: int | None = None, **more: object) -> str:  # noqa: ANN401 - any frozen noun
    """Return the JSON of a frozen noun, with what is `more` before its fields; the same noun gives the same text."""
    separators = (",", ":") if indent is None else None
    document = {**more, **dataclasses.asdict(noun)}
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
    found: _Noun = _noun(noun, document, given)
    return found


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value))


def _noun(noun: Any, document: object, given: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401 - as declared
    if not isinstance(document, dict):
        raise ValueError(f"{document!r:.40} is no object")  # noqa: TRY004 - the text is at fault, not the call
    values = dict(given or {})
    for name, (kind, needed) in _fields(noun).items():
        if name in values:
            continue
        if name in document:
            values[name] = _value(kind, document[name])
        elif needed:
            raise ValueError(f"{name} is missing")
    return noun(**values)


@cache
def _fields(noun: Any) -> dict[str, tuple[Any, bool]]:  # noqa: ANN401 - a dataclass
    """Return each field's type, and whether it must be there."""
    kinds = get_type_hints(noun)
    return {
        field.name: (
            kinds[field.name],
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(noun)
    }


def _value(kind: Any, value: object) -> Any:  # noqa: ANN401 - whatever the noun declares
    if dataclasses.is_dataclass(kind):
        return _noun(kind, value)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return None if value is None else _value(next(part for part in inner if part is not type(None)), value)
    if origin is tuple:
        return tuple(_value(inner[0], part) for part in _a(list, value))
    if origin is dict:
        return {key: _value(inner[1], part) for key, part in _a(dict, value).items()}
    if kind is datetime:
        return _moment(_a(str, value))
    if kind is int and not 0 <= _a(int, value) < _LARGEST:
        raise ValueError(f"{value!r:.40} is out of range")
    return _a(kind, value)


def _a(kind: Any, value: object) -> Any:  # noqa: ANN401 - an instance of kind
    # A Boolean is an int to Python, and no number to us.
    if type(value) is not kind:
        raise ValueError(f"{value!r:.40} is no {kind.__name__}")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no zone")
    # Times at either end of the calendar cannot be told in another zone: no article is of that day.
    moment.timestamp()
    if not 1 < moment.year < 9999:  # noqa: PLR2004 - the calendar's own ends
        raise ValueError(f"{text} is out of range")
    return moment
