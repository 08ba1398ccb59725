"""What an option or argument may be: a wrong value is a usage error, told before anything is done.

The same wrong value in a settings file is told as that file's fault; both ask `pipeline.refusal`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_F = TypeVar("_F", bound="Callable[..., Any]")

_PART = re.compile(r"([0-9]{1,6})/([0-9]{1,6})", re.ASCII)
_SPAN = re.compile(r"([0-9]{1,5})([smhd])", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
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


class FailureList(PathName):
    """A list of failures; it is there only while something has failed."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return its path."""
        from briefing.pipeline import FAILURES_FILE

        path = Path(value)
        is_gone = path.name == FAILURES_FILE and path.parent.is_dir() and not path.exists()
        return path if is_gone else super().convert(value, param, ctx)


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


# --- options that several commands have -------------------------------------------------------------------------------

OUTPUT = click.option(
    "-o",
    "--output",
    type=Place(),
    default="output",
    show_default=True,
    help="Folder for the episodes and the feed, or an address such as s3://bucket/show.",
)
READERS = (
    click.option("--voice", type=Setting("voice"), help="Voice that reads; `briefing voices` lists them."),
    click.option("--diacritizer", type=Setting("diacritizer"), help="Diacritizer that adds the marks."),
)
SOUND = (
    click.option(
        "--endings",
        type=Setting("endings"),
        help="Which word endings are said: full, pausal (a newsreader's) or everyday.",
    ),
    click.option(
        "--loudness",
        "loudness_lufs",
        type=Setting("loudness_lufs", click.FLOAT),
        metavar="LUFS",
        help="How loud the programme is, such as -16.",
    ),
    click.option(
        "--bitrate",
        "bitrate_kbps",
        type=Setting("bitrate_kbps", click.INT),
        metavar="KBPS",
        help="Kilobits a second of the MP3, such as 64.",
    ),
    click.option("--chime/--no-chime", default=None, help="A soft sound between chapters."),
)
ALSO = click.option(
    "--also",
    type=Setting("also"),
    multiple=True,
    metavar="FORM",
    help="A form that is made only when asked for: epub, m4a, opus.",
)
ALLOWED = (
    click.option("--no-cache", is_flag=True, help="Make everything anew, also what is unchanged; keep no clips."),
    click.option("--offline", is_flag=True, help="Refuse everything that needs a network."),
    click.option("--fallback", is_flag=True, help="Let the best voice that is here read where the chosen one fails."),
    click.option(
        "--allow-unverified", is_flag=True, help="Go on where a number does not read back to its written value."
    ),
    click.option("--allow-private", is_flag=True, help="Let an address lead into this machine or its own network."),
)
SIGNED = (
    click.option(
        "--sign",
        nargs=2,
        type=PathName(exists=True, dir_okay=False),
        metavar="KEY.pem CERT.pem",
        help="Sign the sound, and book and Opus beside them (C2PA).",
    ),
    click.option(
        "--signer",
        nargs=2,
        type=Name(),
        metavar="COMMAND CERT.pem",
        help="Sign with a command, where the key is in a vault: data on its stdin, the signature on its stdout.",
    ),
    click.option("--approved-by", default="", metavar="NAME", help="The editor who stands for it, in the signature."),
)
CONFIG = click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
VERBOSE = click.option("-v", "--verbose", count=True, help="Say what is being done; -vv every detail.")


def having(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    """Give a command several options, in this order."""

    def decorate(command: _F) -> _F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
