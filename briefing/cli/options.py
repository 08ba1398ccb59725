"""What an option or argument may be: a wrong value is a usage error, told before anything is done.

The same wrong value in a settings file is told as that file's fault; both ask `pipeline.refusal`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

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


class Name(click.ParamType):
    """The name of a place that is no path alone: an address, a host."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name."""
        if not value.strip():
            self.fail("it is empty; name a place", param, ctx)
        return value


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
