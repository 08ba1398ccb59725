"""What an option or argument may be: a wrong value is a usage error, told before anything is done.

The same wrong value in a settings file is told as that file's fault; both ask `pipeline.refusal`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

_PART = re.compile(r"([0-9]{1,6})/([0-9]{1,6})", re.ASCII)
_SPAN = re.compile(r"([0-9]{1,5})([smh])", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_SCHEDULER = re.compile(r"(?:tcp|tls|wss?|ucx)://[^\s/:]+:[0-9]{1,5}", re.ASCII)
_EMPTY = "it is empty; write . for the working folder, or name another"


class PathName(click.Path):
    """A path that is given by name: an empty one, as a script's unset variable gives, is refused."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        """Take what click's Path takes."""
        super().__init__(path_type=Path, **kwargs)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the path."""
        if not str(value).strip():
            self.fail(_EMPTY, param, ctx)
        return super().convert(value, param, ctx)


class Place(PathName):
    """A folder, or an address of a place elsewhere that fsspec has a driver for."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the place. Raises UsageError, SettingsError, NetworkError where an address leads to none."""
        from briefing import places

        return places.place(value) if "://" in str(value) else super().convert(value, param, ctx)


class Name(click.ParamType):
    """The name of a place that is no path alone: an address, a host."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name."""
        if not value.strip():
            self.fail("it is empty; name a place", param, ctx)
        return value


class Part(click.ParamType):
    """One of several parts of the work, as 2/5: the second of five."""

    name = "I/N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the part."""
        from briefing.pipeline import Shard

        match = _PART.fullmatch(value)
        number, parts = (int(match[1]), int(match[2])) if match else (0, 0)
        if not 1 <= number <= parts:
            self.fail(f"{value!r} is no part; write 1/4 to 4/4 for four of them", param, ctx)
        return Shard(number, parts)


class Span(click.ParamType):
    """A span of time, as 30s, 5m or 1h, in seconds."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Return the seconds."""
        match = _SPAN.fullmatch(value)
        seconds = int(match[1]) * _SECONDS[match[2]] if match else 0
        if not seconds:
            self.fail(f"{value!r} is no span of time; write one like 30s, 5m or 1h", param, ctx)
        return float(seconds)


class Scheduler(click.ParamType):
    """The address of a Dask scheduler."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """Return the address."""
        if not _SCHEDULER.fullmatch(value):
            self.fail(f"{value!r} is no scheduler's address; give one like tcp://127.0.0.1:8786", param, ctx)
        return str(value)


class Setting(click.ParamType):
    """A setting for one run: what the settings file may not say, the option may not either."""

    name = "text"

    def __init__(self, setting: str, kind: click.ParamType = click.STRING) -> None:
        """Name the setting, and how its text is read."""
        self._setting = setting
        self._kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the value of the setting."""
        from briefing import pipeline

        chosen = self._kind.convert(value, param, ctx)
        refused = pipeline.refusal(self._setting, chosen)
        if refused:
            self.fail(f"{refused.what}; {refused.remedy}", param, ctx)
        return chosen


def config_file() -> PathName:
    """Return the type of `--config`: a file that is there."""
    return PathName(exists=True, dir_okay=False)
