"""The one door to onnxruntime, which sends reports of its use to its maker unless it is told not to.

A model is a message of protocol buffers ("Encoding", protobuf.dev): fields one after the other, each with its
number, the form of its content, and its content.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import BinaryIO

# Since onnxruntime 1.29, on Linux and macOS too; it reads this once, while it is imported.
_NO_REPORTS = "ORT_DISABLE_TELEMETRY"
_VARINT, _WITH_LENGTH = 0, 2
_FIXED_BYTES = {1: 8, 5: 4}
_LONGEST_VARINT_BITS = 64


def runtime() -> Any:  # noqa: ANN401 - onnxruntime is untyped
    """Return the module `onnxruntime`, silent: a program that speaks offline reports to nobody."""
    os.environ[_NO_REPORTS] = "1"
    import onnxruntime

    return onnxruntime


def is_whole(model: BinaryIO) -> bool:
    """Say whether a file is fields up to its end: a copy that broke off ends within one, a page holds none.

    Only the heads of the outermost fields are read, so that a model of any size costs nothing.
    """
    length = model.seek(0, os.SEEK_END)
    at = model.seek(0)
    try:
        while at < length:
            at = model.seek(_behind_field(model))
    except ValueError:
        return False
    return 0 < at == length


def _behind_field(file: BinaryIO) -> int:
    """Return where the field ends that begins here. Raises ValueError where none does."""
    form = _varint(file) & 0b111
    if form == _VARINT:
        _varint(file)
        return file.tell()
    if form == _WITH_LENGTH:
        content = _varint(file)
        return file.tell() + content
    if form in _FIXED_BYTES:
        return file.tell() + _FIXED_BYTES[form]
    raise ValueError(form)


def _varint(file: BinaryIO) -> int:
    """Read a number in groups of seven bits, the lowest first. Raises ValueError where there is none."""
    number = 0
    for shift in range(0, _LONGEST_VARINT_BITS, 7):
        byte = file.read(1)
        if not byte:
            break
        number |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:  # noqa: PLR2004 - the bit that says that more follow
            return number
    raise ValueError(number)
