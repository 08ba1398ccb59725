"""What `make` and `watch` have in common: the options of a run, and how what became of each article is told."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import (
    ALLOWED,
    ALSO,
    CONFIG,
    OUTPUT,
    READERS,
    SIGNED,
    SOUND,
    VERBOSE,
    PathName,
    Scheduler,
    Setting,
    having,
)
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.narration.at_hand import Advice
    from briefing.pipeline import Choices, Metrics, Outcome
    from briefing.pipeline.crew import Crew
    from briefing.production.sign import Signing

MOST_JOBS = 256
_MADE = (
    OUTPUT,
    *READERS,
    click.option("--length", type=Setting("length"), help="short, standard, full, whole, or minutes such as 3."),
    *SOUND,
    ALSO,
)
_AS_ALLOWED = (*ALLOWED, *SIGNED, CONFIG)
# The options of whoever makes episodes; a command gets them as keywords, to pass on to `choices_of`.
making = having(*_MADE, *_AS_ALLOWED, VERBOSE)
# The options of a run; a command gets them as keywords, to pass on to `Run.of`.
options = having(
    *_MADE,
    click.option("--epub", is_flag=True, help="The same as --also epub: a read-along book."),
    click.option(
        "--jobs", type=click.IntRange(1, MOST_JOBS), default=1, show_default=True, help="Work in N processes."
    ),
    click.option(
        "--scheduler", type=Scheduler(), metavar="ADDRESS", help="Let the workers of a Dask scheduler do the work."
    ),
    click.option("--metrics", type=PathName(dir_okay=False), help="Keep the figures of the run here, for Prometheus."),
    *_AS_ALLOWED,
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object per episode on stdout."),
    VERBOSE,
)


def each(inputs: Sequence[str]) -> Iterator[str]:
    """Yield the inputs, in the place of a folder the files in it that can be read, by name."""
    from briefing.article.read import files_in

    for source in inputs:
        # A folder without any is named as what it is.
        yield from files_in(Path(source)) or [source]


def choices_of(
    *,
    output: Path,
    config: Path | None,
    offline: bool,
    fallback: bool,
    allow_unverified: bool,
    allow_private: bool,
    no_cache: bool,
    sign: tuple[Path, Path] | None,
    signer: tuple[str, str] | None,
    approved_by: str,
    also: Sequence[str],
    **chosen: str | float | bool | None,
) -> Choices:
    """Read the settings, and lay the options over them."""
    from briefing import pipeline

    return pipeline.Choices(
        settings=Settings.load(config).choosing(chosen).making_also(also),
        folder=output,
        offline=offline,
        fallback=fallback,
        allow_unverified=allow_unverified,
        allow_private=allow_private,
        cache=not no_cache,
        signing=_signing(sign, signer, approved_by),
    )


def voice_at_hand(choices: Choices) -> Advice | None:
    """Fetch the voice that is fetched unasked, say which are passed over, and return what is to be said later."""
    from briefing import pipeline
    from briefing.narration import at_hand, voices

    if all(show.settings.voice != voices.AUTO for show in pipeline.Shows.of(choices).every):
        return None
    # What this run itself tells of its try need not be said again behind the episode.
    now_s = time.time()
    advice = None if choices.offline else at_hand.advice(now_s)
    if not choices.offline:
        with console.bar(at_hand.VOICE) as progress:
            at_hand.fetch_once(now_s, progress)
    at_hand.tell_passed_over()
    return advice


def advise(outcome: Outcome, advice: Advice | None) -> bool:
    """Say how to get a better voice than the one that read; return whether there was anything to say.

    Only behind an episode that was made: an error stands alone, and what stands as it was is no news.
    """
    from briefing.pipeline import Made, Status

    if advice is None or not isinstance(outcome, Made):
        return False
    told = outcome.status is Status.MADE and outcome.voice == advice.reader
    if told:
        console.tell(f"briefing: {advice.line}")
    return told


def _signing(sign: tuple[Path, Path] | None, signer: tuple[str, str] | None, approved_by: str) -> Signing | None:
    """Return who signs."""
    if sign and signer:
        raise click.UsageError("--sign and --signer are two ways to the same; give one")
    if not sign and not signer:
        if approved_by:
            raise click.UsageError("--approved-by stands in the signature; give --sign or --signer too")
        return None
    from briefing.production.sign import Signing

    approved_by = " ".join(approved_by.split())
    if sign:
        return Signing(key=sign[0], certificates=sign[1], approved_by=approved_by)
    assert signer  # noqa: S101 - one of both is there
    return Signing(command=signer[0], certificates=Path(signer[1]), approved_by=approved_by)


def say(outcome: Outcome, data: object = None) -> None:
    """Say how an article ended: on stdout what was made, or `data` in its place, on stderr what failed."""
    from briefing.pipeline import Failed, Status

    if isinstance(outcome, Failed):
        console.tell(f"briefing: {outcome.error}")
    if data is not None:
        console.give(data)
    elif not isinstance(outcome, Failed):
        minutes, seconds = divmod(round(outcome.duration_ms / 1000), 60)
        unchanged = ", unchanged" if outcome.status is Status.UNCHANGED else ""
        console.say(f"{outcome.mp3}  ({minutes}:{seconds:02}{unchanged})")


@dataclass(slots=True, kw_only=True)
class Run:
    """A run as its options ask for it, and what has been told of it: `code` is that of the first failure."""

    choices: Choices
    crew: Crew
    as_json: bool
    quiet: bool
    metrics: Metrics | None
    advice: Advice | None = None
    code: int = 0
    _ended: int = 0
    _failed: int = 0
    _withdrawn: int = 0
    _lists: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        as_json: bool,
        verbose: int,
        epub: bool,
        jobs: int,
        scheduler: str | None,
        metrics: Path | None,
        also: Sequence[str],
        **chosen: Any,  # noqa: ANN401 - what `choices_of` takes
    ) -> Run:
        """Take the options of a run as they were given."""
        from briefing import pipeline

        if scheduler and jobs > 1:
            raise click.UsageError("--jobs and --scheduler are two ways to the same; give one")
        choices = choices_of(also=[*also, *(["epub"] if epub else [])], **chosen)
        return cls(
            choices=choices,
            crew=pipeline.gathered(jobs=jobs, scheduler=scheduler or ""),
            as_json=as_json,
            quiet=bool(verbose),
            metrics=pipeline.Metrics(metrics) if metrics else None,
            advice=voice_at_hand(choices),
        )

    def tell(self, outcome: Outcome) -> None:
        """Tell how an article ended."""
        from briefing.errors import WithdrawnError
        from briefing.pipeline import Failed, Status, failures

        self._ended += 1
        if outcome.status is Status.WITHDRAWN:
            self._withdrawn = WithdrawnError.exit_code
        elif isinstance(outcome, Failed):
            self._failed += 1
            self.code = self.code or outcome.error.exit_code
            self._lists[shown.place(str(failures(outcome.folder)))] = None
        say(outcome, outcome.as_json() if self.as_json else None)
        if advise(outcome, self.advice):
            self.advice = None
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
        """End the program with the code of the first failure, if there was one.

        A withdrawn article among others is no failure; who asks for it alone gets nothing, and has to know.
        """
        code = self.code or (self._withdrawn if self._ended == 1 else 0)
        if code:
            raise click.exceptions.Exit(code)
