"""An episode made again from its article, as far as that can be done without a voice, and what differs from it.

What the desks and the publishers of this very version make of article, settings and statement is the same again, down
to the byte. Of another version's episode differences are told, and are no faults: it may have done so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing import provenance
from briefing.audit import Fault
from briefing.model import Chapter
from briefing.narration.verbalize import guard, own
from briefing.pipeline import reprinted, restored
from briefing.pipeline.retold import Retold
from briefing.publishing.text import tidy
from briefing.reader import read_by
from briefing.shelf import RECORD_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefing.model import Article, Voice
    from briefing.provenance import Statement, Told
    from briefing.publishing import record
    from briefing.settings import Settings


class MadeAgain:
    """The episode made again from the article, as far as that can be done without a voice, and what differs."""

    def __init__(
        self,
        folder: Path,
        statement: Statement,
        settings: Settings,
        found: record.Record | None,
        *,
        articles: Sequence[Article],
        audited: str,
    ) -> None:
        """Take what is published and the articles with what is known of them; `audited` is the line of the page."""
        self._folder, self._statement, self._settings = folder, statement, settings
        self._record, self._articles, self._audited = found, articles, audited
        self.unproven: list[str] = []

    def faults(self) -> Iterator[Fault]:
        """Yield what is otherwise than this program makes it; of another version's work it is only told."""
        statement, found = self._statement, self._record
        if found is None or not statement.chapters or not all(told.said for told in statement.chapters):
            yield Fault(kind="file", where=provenance.STATEMENT_FILE, what="has a chapter of nothing, or no record")
            return
        yield from self._of_times()
        read, wrong, unknown = restored.voice(statement)
        yield from wrong
        self.unproven += unknown
        when = restored.moment(statement, self._articles, found, self._folder)
        article = restored.joined(statement, self._articles, when)
        retold = Retold(statement, article, self._settings, found.length, found.corrected, recorded=read.recorded)
        yield from self._of_telling(retold)
        yield from self._of_marks(retold)
        yield from self._of_forms(article, retold, read, found)

    def _of_times(self) -> Iterator[Fault]:
        """Yield a fault where what is said is not one after another, within the sound."""
        statement = self._statement
        times = [
            time
            for told in statement.chapters
            for time in (told.start_ms, *(time for said in told.said for time in (said.start_ms, said.end_ms)))
        ]
        if times != sorted(times) or times[-1] > statement.duration_ms or statement.said[-1].end_ms == 0:
            yield Fault(kind="form", where=provenance.STATEMENT_FILE, what="has times that are not one after another")

    def _of_telling(self, retold: Retold) -> Iterator[Fault]:
        if retold.is_the_choice():
            return
        faults = (*retold.faults(), *retold.lacking())
        if self._statement.is_of_this_program:
            yield from faults
            if not faults:
                self.unproven.append("why these sentences were chosen: this program would choose others")
        elif faults:
            self.unproven.append(
                f"how {len(faults)} sentences are cut and ordered, which this program would do otherwise"
            )

    def _of_marks(self, retold: Retold) -> Iterator[Fault]:
        marked = retold.is_marked() if self._statement.is_of_this_program else None
        if marked is None:
            self.unproven.append("the marks of the vowels that are spoken")
        elif not marked:
            yield Fault(kind="number", where="what is spoken", what="has other marks than this program gives it")

    def _of_forms(self, article: Article, retold: Retold, read: Voice, found: record.Record) -> Iterator[Fault]:
        statement = self._statement
        tables = own.tables(self._settings.readings)
        spoken = replace(retold.script, chapters=tuple(map(_chapter, statement.chapters)))
        try:
            notices = tuple(map(tidy, guard.notices(spoken, tables)))
        except ValueError:
            notices = ()
        if not (read.recorded or restored.is_known(read.synthesizer)):
            # What an engine is that nobody here knows cannot be written again.
            self.unproven.append(f"the forms, which name {read.synthesizer or 'no engine'}: it is not known here")
            return
        episode = restored.episode(
            statement,
            article,
            retold.script,
            read,
            record=found,
            folder=self._folder,
            notices=notices,
            audited=self._audited,
        )
        tags = reprinted.stated_tags(episode, statement.tags.get(provenance.MADE_BY, ""))
        for name in sorted(tags.keys() | statement.tags.keys()):
            if tags.get(name) != statement.tags.get(name):
                what = f"says {name} {statement.tags.get(name)!r:.90}, and it is {tags.get(name)!r:.90}"
                yield Fault(kind="form", where=provenance.STATEMENT_FILE, what=what)
        if read_by(read) != statement.read_by:
            what = f"says {statement.read_by!r:.90} of who reads, and it is {read_by(read)!r:.90}"
            yield Fault(kind="voice", where=provenance.STATEMENT_FILE, what=what)
        signed = reprinted.signatures(statement.files, self._folder)
        try:
            faults = tuple(reprinted.Reprint(episode, self._folder, self._settings.show, signed=signed).faults())
        except ValueError as error:  # signs that no file of ours can hold
            yield Fault(kind="form", where=RECORD_FILE, what=f"says what cannot be written: {error!s:.80}")
            return
        if statement.is_of_this_program:
            yield from faults
        elif faults:
            named = ", ".join(dict.fromkeys(fault.where for fault in faults))
            self.unproven.append(f"how {named} are set, which this program would do otherwise")


def _chapter(told: Told) -> Chapter:
    return Chapter(
        kind=told.kind,
        title=told.title,
        utterances=tuple(restored.utterance(one, restored.sure_tiles(one)) for one in told.said),
    )
