"""What `make` and `watch` have in common: the options of a run, and how what became of each article is told."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import PathName, Place, Scheduler, Setting, config_file
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from briefing.pipeline import Choices, Metrics, Outcome
    from briefing.pipeline.crew import Crew

MOST_JOBS = 256
_Command = TypeVar("_Command", bound="Callable[..., Any]")
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "-o",
        "--output",
        type=Place(),
        default="output",
        show_default=True,
        help="Folder for the episodes and the feed, or an address such as s3://bucket/show.",
    ),
    click.option("--voice", type=Setting("voice"), help="Voice that reads; `briefing voices` lists them."),
    click.option("--diacritizer", type=Setting("diacritizer"), help="Diacritizer that adds the marks."),
    click.option("--length", type=Setting("length"), help="short, standard, full, whole, or minutes such as 3."),
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
    click.option(
        "--also",
        type=Setting("also"),
        multiple=True,
        metavar="FORM",
        help="A form that is made only when asked for: epub, m4a, opus.",
    ),
    click.option("--epub", is_flag=True, help="The same as --also epub: a read-along book."),
    click.option("--no-cache", is_flag=True, help="Make everything anew, also what is unchanged; keep no clips."),
    click.option(
        "--jobs", type=click.IntRange(1, MOST_JOBS), default=1, show_default=True, help="Work in N processes."
    ),
    click.option(
        "--scheduler", type=Scheduler(), metavar="ADDRESS", help="Let the workers of a Dask scheduler do the work."
    ),
    click.option("--metrics", type=PathName(dir_okay=False), help="Keep the figures of the run here, for Prometheus."),
    click.option("--offline", is_flag=True, help="Refuse everything that needs a network."),
    click.option("--fallback", is_flag=True, help="Let the offline voice read the episode where the chosen one fails."),
    click.option(
        "--allow-unverified", is_flag=True, help="Go on where a number does not read back to its written value."
    ),
    click.option("--allow-private", is_flag=True, help="Let an address lead into this machine or its own network."),
    click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object per episode on stdout."),
    click.option("-v", "--verbose", count=True, help="Say what is being done; -vv every detail."),
)


def options(command: _Command) -> _Command:
    """Give a command the options of a run; it gets them as keywords, to pass on to `Run.of`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(slots=True, kw_only=True)
class Run:
    """A run as its options ask for it, and what has been told of it: `code` is that of the first failure."""

    choices: Choices
    crew: Crew
    as_json: bool
    quiet: bool
    metrics: Metrics | None
    code: int = 0
    _ended: int = 0
    _failed: int = 0
    _lists: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        output: Path,
        config: Path | None,
        as_json: bool,
        verbose: int,
        offline: bool,
        fallback: bool,
        allow_unverified: bool,
        allow_private: bool,
        epub: bool,
        no_cache: bool,
        jobs: int,
        scheduler: str | None,
        metrics: Path | None,
        also: Sequence[str],
        **chosen: str | float | bool | None,
    ) -> Run:
        """Read the settings, lay the options over them, and fetch the voice that is fetched unasked."""
        from briefing import pipeline
        from briefing.narration import at_hand, voices

        if scheduler and jobs > 1:
            raise click.UsageError("--jobs and --scheduler are two ways to the same; give one")
        settings = Settings.load(config).choosing(chosen).making_also([*also, *(["epub"] if epub else [])])
        choices = pipeline.Choices(
            settings=settings,
            folder=output,
            offline=offline,
            fallback=fallback,
            allow_unverified=allow_unverified,
            allow_private=allow_private,
            cache=not no_cache,
        )
        if not offline and any(show.settings.voice == voices.AUTO for show in pipeline.Shows.of(choices).every):
            with console.bar(at_hand.VOICE) as progress:
                at_hand.fetch_once(time.time(), progress)
        return cls(
            choices=choices,
            crew=pipeline.gathered(jobs=jobs, scheduler=scheduler or ""),
            as_json=as_json,
            quiet=bool(verbose),
            metrics=pipeline.Metrics(metrics) if metrics else None,
        )

    def tell(self, outcome: Outcome) -> None:
        """Tell how an article ended."""
        from briefing.pipeline import Failed, Status, failures

        self._ended += 1
        if isinstance(outcome, Failed):
            self._failed += 1
            self.code = self.code or outcome.error.exit_code
            self._lists[shown.place(str(failures(outcome.folder)))] = None
            console.tell(f"briefing: {outcome.error}")
        if self.as_json:
            console.give(outcome.as_json())
        elif not isinstance(outcome, Failed):
            minutes, seconds = divmod(round(outcome.duration_ms / 1000), 60)
            unchanged = ", unchanged" if outcome.status is Status.UNCHANGED else ""
            console.say(f"{outcome.mp3}  ({minutes}:{seconds:02}{unchanged})")
        if self.metrics:
            self.metrics.note(outcome)

    def keep(self) -> None:
        """Write down the figures so far, where they are asked for."""
        if self.metrics:
            self.metrics.write()

    def sum_up(self) -> None:
        """Say how many failed of several, and how they are tried again."""
        if self._failed and self._ended > 1:
            again = " ".join(f"--failed {place}" for place in self._lists)
            console.tell(f"briefing: {self._failed} of {self._ended} failed; to try these again: {again}")

    def end(self) -> None:
        """End the program with the code of the first failure, if there was one."""
        if self.code:
            raise click.exceptions.Exit(self.code)
