"""What is written down of a run on the shelf of each show: its feed, and what could not be made; one writer of each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from briefing.pipeline.failures import Failures
from briefing.pipeline.outcome import Failed
from briefing.production import cover
from briefing.publishing import feed, record
from briefing.shelf import shelf_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.pipeline.choices import Choices
    from briefing.pipeline.outcome import Outcome
    from briefing.pipeline.shows import Shows
    from briefing.shelf import Shelf

_FEED_EVERY_S = 30.0
# The feeds take at most a thousandth of a long run, however many episodes they have.
_FEED_SHARE = 1e-3


class _Book:
    """The feed of a show and its list of failures."""

    def __init__(self, choices: Choices) -> None:
        self.shelf = shelf_at(choices.folder)
        self.failures = Failures(self.shelf)
        self._choices = choices
        self._has_episodes = False

    def note(self, outcome: Outcome) -> None:
        self.failures.note(outcome)
        self._has_episodes |= not isinstance(outcome, Failed)

    def write(self) -> None:
        if self._has_episodes:
            write_feed(self.shelf, self._choices)
        self.failures.write()


class Books:
    """The books of all shows: written now and then in a long run, and at its end."""

    def __init__(self, shows: Shows) -> None:
        """Keep the books of a run that has not begun."""
        self._of = {choices.folder: _Book(choices) for choices in shows.every}
        self._written_at = time.monotonic()
        self._pause_s = _FEED_EVERY_S

    def note(self, outcome: Outcome) -> None:
        """Take note of how an article ended."""
        self._of[outcome.folder].note(outcome)

    def tried(self, sources: Sequence[str]) -> None:
        """Take note that sources were tried to their end."""
        for book in self._of.values():
            for source in sources:
                book.failures.is_whole(source)

    def keep(self) -> None:
        """Write the books where that is due. Raises OutputError."""
        if time.monotonic() - self._written_at >= self._pause_s:
            self.write()

    def close(self) -> None:
        """Write the books, and clear up behind workers that died. Raises OutputError."""
        self.write()
        for book in self._of.values():
            book.shelf.mend()

    def write(self) -> None:
        """Write the books. Raises OutputError."""
        worked = time.process_time()
        for book in self._of.values():
            book.write()
        self._pause_s = max(_FEED_EVERY_S, (time.process_time() - worked) / _FEED_SHARE)
        self._written_at = time.monotonic()


def write_feed(shelf: Shelf, choices: Choices) -> None:
    """Write the feed and the list of episodes of a shelf; a show without a cover gets one, as directories want it."""
    show = choices.settings.show
    if not show.image and all(shelf.length(name) is None for name in record.COVER_FILES):
        with shelf.adding(cover.NAME) as path:
            if path:
                cover.draw_show(show.title, path)
    feed.rebuild(choices.folder, show)
