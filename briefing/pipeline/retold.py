"""What the desk makes of an article again, held against what an episode states that it told.

Which sentences are told is a matter of choice, and an editor's. All else follows from that and from the article: how
each is cut and edited, in which order and under which title it stands, what is said around it, and what may not stand
without another.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from briefing.audit import Fault
from briefing.editorial import bulletin
from briefing.editorial.choose import choose
from briefing.editorial.running_order import LENGTHS, lacking, length_of
from briefing.editorial.script import retell
from briefing.errors import BriefingError
from briefing.model import Chapter, ChapterKind, Script
from briefing.pipeline import script
from briefing.pipeline.restored import utterance
from briefing.plugins import DIACRITIZERS
from briefing.plugins import diacritizer as made
from briefing.plugins import names as plugin_names
from briefing.publishing.words import show_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefing.model import Article, Edit, Role, Span
    from briefing.provenance import Statement
    from briefing.settings import Settings

_SHOWN_CHARS = 80


class _Line(NamedTuple):
    """A sentence, and the chapter that it stands in."""

    title: str
    kind: ChapterKind
    written: str
    role: Role
    speaker: str | None
    source: Span | None
    edits: tuple[Edit, ...]


class Retold:
    """An article told again: what an episode states that it told, and no other sentences."""

    def __init__(
        self,
        statement: Statement,
        article: Article,
        settings: Settings,
        length: str,
        corrected: datetime | None,
        *,
        recorded: bool,
    ) -> None:
        """Take the article, the house's words, the length that is stated, and whether a person reads."""
        self._statement, self._article, self._settings = statement, article, settings
        self._length = length if article.parts else _length(length)
        self._corrected, self._recorded = corrected, recorded
        self._lines = list(_lines(statement))
        self.script = self._closest()

    def faults(self) -> Iterator[Fault]:
        """Yield where what is stated first stands otherwise than the desk tells these sentences."""
        written = list(_lines(self.script))
        for number, (stated, own) in enumerate(zip_longest(self._lines, written), start=1):
            if stated != own:
                kind, what = _difference(stated, own)
                yield Fault(kind=kind, where=f"sentence {number}", what=what)
                return

    def is_the_choice(self) -> bool:
        """Say whether the desk would choose these sentences in this length."""
        settings = self._settings.choosing({"length": self._length})
        try:
            own = script.written(self._article, settings, self._corrected, recorded=self._recorded)
        except BriefingError:
            return False
        return list(_lines(own)) == self._lines

    def lacking(self) -> Iterator[Fault]:
        """Yield the sentences that are told without what they lean on in the article."""
        for first, part, spans in self._parts():
            found = lacking(part, choose(part), spans, length_of("full" if self._article.parts else self._length))
            for place, other in found.items():
                sentence = part.at(place)
                what = f"is told without what it leans on, {other:.{_SHOWN_CHARS}}" if other else _ELSEWHERE
                where = self._where(place.moved(first))
                yield Fault(kind="sentence", where=where, what=f"{what}: {sentence:.{_SHOWN_CHARS}}")

    def is_marked(self) -> bool | None:
        """Say whether the spoken words have the marks that this program gives them; None where none can be given."""
        told = [said.spoken for said in self._statement.said]
        for name in self._diacritizers():
            try:
                if made(name).unusable_because():
                    if name == self._settings.diacritizer:
                        return None
                    continue
                if [one.spoken for one in self._spoken(name).utterances] == told:
                    return True
            except BriefingError:
                return None
        return False

    def _diacritizers(self) -> Iterator[str]:
        """Yield the one of the settings; then, if that is not it, the others: an episode does not say which it had."""
        yield self._settings.diacritizer
        yield from (name for name in plugin_names(DIACRITIZERS) if name != self._settings.diacritizer)

    def _spoken(self, diacritizer: str) -> Script:
        chapters = tuple(
            Chapter(
                kind=told.kind,
                title=told.title,
                utterances=tuple(replace(utterance(said), spoken=said.written) for said in told.said),
            )
            for told in self._statement.chapters
        )
        written = Script(title=self._statement.title, chapters=chapters, segments=self.script.segments)
        spoken = script.spoken(written, self._settings)
        return script.diacritized(spoken, diacritizer, self._article, self._settings)

    def _where(self, place: Span) -> str:
        said = enumerate(self._statement.said, start=1)
        number = next((number for number, one in said if one.source and one.source.meets(place)), 0)
        return f"sentence {number}"

    def _parts(self) -> Iterator[tuple[int, Article, list[Span]]]:
        spans = self._spans()
        for first, part in self._article.stories():
            last = first + len(part.paragraphs)
            yield first, part, [one.moved(-first) for one in spans if first <= one.paragraph < last]

    def _spans(self) -> list[Span]:
        told = (one for one in self._statement.chapters if one.kind is not ChapterKind.HEADLINES)
        spans = (said.source for one in told for said in one.said if said.source)
        texts = self._article.paragraphs
        return [one for one in spans if one.paragraph < len(texts) and one.end <= len(texts[one.paragraph])]

    def _closest(self) -> Script:
        scripts = list(self._scripts())
        return max(scripts, key=lambda one: _alike(list(_lines(one)), self._lines))

    def _scripts(self) -> Iterator[Script]:
        show = self._settings.show.title or show_words()["title"]
        wording = asdict(self._settings.wording)
        synthetic = self._settings.show.say_synthetic and not self._recorded
        spans = self._spans()
        if self._article.parts:
            yield from bulletin.retell(self._article, spans, show=show, wording=wording, synthetic=synthetic)
            return
        yield from retell(
            self._article,
            choose(self._article),
            spans,
            self._length,
            show=show,
            wording=wording,
            corrected=self._corrected,
            synthetic=synthetic,
        )


_ELSEWHERE = "goes on behind other words than in the article"


def _length(stated: str) -> str:
    """Return the length that is stated; the longest where that is none."""
    try:
        length_of(stated)
    except BriefingError:
        return LENGTHS[-1]
    return stated


def _alike(one: Sequence[_Line], other: Sequence[_Line]) -> int:
    """Count the sentences at the start of both that are the same."""
    pairs = enumerate(zip_longest(one, other))
    return next((at for at, (mine, theirs) in pairs if mine != theirs), max(len(one), len(other)))


def _difference(stated: _Line | None, own: _Line | None) -> tuple[str, str]:
    """Say of what kind a difference is, and which."""
    if stated is None or own is None:
        line = stated or own
        assert line is not None  # noqa: S101 - one of two lines is there
        return "sentence", f"is told {'too often' if own is None else 'nowhere'}: {line.written:.{_SHOWN_CHARS}}"
    if stated[2:] == own[2:]:
        return "title", f"stands under {stated.title!r} ({stated.kind}), and belongs under {own.title!r} ({own.kind})"
    if stated.written == own.written and stated.source == own.source:
        who, whose = own.speaker or "the newsreader", stated.speaker or "the newsreader"
        return "speaker", f"is told as {whose}'s, and the desk tells it as {who}'s: {own.written:.{_SHOWN_CHARS}}"
    what = f"stands where the desk tells {own.written[:_SHOWN_CHARS]!r}"
    return "sentence", f"{what}: {stated.written[:_SHOWN_CHARS]}"


def _lines(told: Script | Statement) -> Iterator[_Line]:
    if isinstance(told, Script):
        for chapter in told.chapters:
            for one in chapter.utterances:
                yield _Line(chapter.title, chapter.kind, one.written, one.role, one.speaker, one.source, one.edits)
        return
    for part in told.chapters:
        for said in part.said:
            yield _Line(part.title, part.kind, said.written, said.role, said.speaker, said.source, said.edits)
