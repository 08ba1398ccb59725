"""An article on an editor's desk: as it was read, with what is decided of it, and where that is written down."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing import corrections
from briefing.article.read import STDIN
from briefing.corrections import Notebook, Row
from briefing.editorial.choose import choose
from briefing.editorial.running_order import length_of, sentences
from briefing.errors import UsageError
from briefing.model import Approval, CorrectionKind
from briefing.narration import lexicon
from briefing.narration.alternatives import open_ended
from briefing.narration.lexicon import user
from briefing.pipeline import corrected, script

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.corrections import Editor
    from briefing.corrections.notebook import Entry
    from briefing.model import Article
    from briefing.pipeline.episode import Order
    from briefing.settings import Settings


# Decisions that are about places of the article, and those of whole paragraphs among them.
_OF_PARAGRAPHS = frozenset({CorrectionKind.RESTORE, CorrectionKind.SET_ASIDE})
_PLACED = _OF_PARAGRAPHS | {CorrectionKind.TELL, CorrectionKind.LEAVE, CorrectionKind.LEAD, CorrectionKind.SPEAKER}
_OF_ONE_PLACE = frozenset({"sentence", "sentence_nth", "nth"})


def _learnt(done: Sequence[Entry | None]) -> bool:
    """Give back to the lexicon what was taken back, or done again, of it; say whether anything was."""
    for entry in filter(None, done):
        if entry.learnt:
            user.add([user.reread(entry.learnt)])
        elif entry.unlearnt:
            with suppress(UsageError):
                user.remove(entry.unlearnt)
    return any(done)


class Scope(StrEnum):
    """Where a word is read so: in one place of an article, in all of it, in a show's articles, everywhere."""

    HERE = "here"
    ARTICLE = "article"
    SHOW = "show"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Dossier:
    """An article's order, its article as it was before anything was decided, and the settings of its show."""

    order: Order
    settings: Settings

    @property
    def source(self) -> str:
        """Where the article came from: a file, a link; of an episode that stands, the article's own link."""
        return (self.order.article.url or STDIN) if self.order.again else self.order.asked

    @property
    def notebooks(self) -> tuple[Notebook, ...]:
        """Where what is decided of it may stand: its own, then the show's, which may be the same."""
        return tuple(map(Notebook, corrected.places(self.source, self.settings)))

    @property
    def name(self) -> str:
        """What it is called in its own notebook."""
        return self.names(self.notebooks[0])[0]

    def names(self, notebook: Notebook) -> tuple[str, ...]:
        """Return all that it may be called in a notebook, first the name by which every log knows it."""
        own = self.notebooks[0].path
        slug = self.order.again.slug if self.order.again else ""
        called = [
            corrected.names(self.order.article, self.source, path, alone=self.order.alone, slug=slug)
            for path in (own, notebook.path)
        ]
        return tuple(dict.fromkeys((called[0][0], *called[1])))

    def rows(self) -> tuple[Row, ...]:
        """Return all that is decided of it now, also what a kept copy brings along. Raises SettingsError."""
        return (*self._written(), *self._brought())

    def _written(self) -> tuple[Row, ...]:
        found = (corrections.rows_of(book.rows(), self.names(book)) for book in self.notebooks)
        return tuple(row for rows in found for row in rows)

    def article(self) -> Article:
        """Return the article with all that is decided of it now."""
        return corrections.corrected(corrections.uncorrected(self.order.article), self.rows())

    @property
    def revision(self) -> str:
        """What changes whenever something is decided of it, by whomever."""
        return "-".join(book.revision(self.names(book)) for book in self.notebooks)

    def decide(
        self, editor: Editor, put: Sequence[Row] = (), taken: Sequence[Row] = (), *, revision: str = ""
    ) -> tuple[Entry, ...]:
        """Write decisions down, or take them out; return what was changed, nothing where that changes nothing.

        What a copy of the article was corrected in before is written down with the first of them. Raises ConflictError
        where its corrections are of another `revision` by now; SettingsError, OutputError.
        """
        seen_of = self.require(revision)
        standing = self.rows()
        gone = [row for row in standing if row in taken or any(self._gives_way(row, new) for new in put)]
        put = (*(row for row in self._brought() if row not in gone), *put)
        done = []
        for book, seen in seen_of:
            home = [row for row in put if self._home(row).path == book.path]
            old = [row for row in book.rows() if row in gone]
            if home or old or (gone and book is seen_of[0][0]):
                done.append(book.change(editor, self.names(book), put=home, taken=old, revision=seen))
        return tuple(filter(None, done))

    def _gives_way(self, row: Row, new: Row) -> bool:
        """Say whether a decision gives way to a new one, also where it was tied to other words of the same place."""
        if row.gives_way_to(new, self.names(self.notebooks[0])):
            return True
        both = row.article and new.article and new.kind in row.is_opposed_to and row.kind in _PLACED
        return bool(both) and not self._places(row).isdisjoint(self._places(new))

    def _places(self, row: Row) -> frozenset[object]:
        """Return the sentences that a decision is about, the quotes, or the paragraph."""
        article = self.order.article
        place = corrections.place_of(article.paragraphs, row)
        if place is None:
            return frozenset()
        if row.kind in _OF_PARAGRAPHS:
            return frozenset({place.paragraph})
        taken = choose(article)
        quoted = row.kind == CorrectionKind.SPEAKER
        spans = [quote.span for quote in taken.quotes] if quoted else sentences(article, taken)
        return frozenset(corrections.touched(spans, place))

    def require(self, revision: str) -> list[tuple[Notebook, str]]:
        """Refuse what is decided on sight of another revision than there is now; return that of each notebook.

        Raises ConflictError.
        """
        books = self.notebooks
        known = revision.split("-") if revision.count("-") == len(books) - 1 else [revision] * len(books)
        for book, seen in zip(books, known, strict=True):
            book.require(seen, self.names(book))
        return list(zip(books, known, strict=True))

    def _home(self, row: Row) -> Notebook:
        return self.notebooks[0] if row.article else self.notebooks[-1]

    def _brought(self) -> tuple[Row, ...]:
        """Return what a kept article was decided in, until a file says something of it."""
        article, own = self.order.article, self.notebooks[0]
        kept = article.corrections or article.approvals
        if not kept or any(row.article for row in self._written()) or own.last(self.name)[0]:
            return ()
        decided = [Row.of(one, self.name) for one in article.corrections if not one.shared]
        return (*decided, *(Row.of(one, self.name) for one in article.approvals))

    def teach(self, editor: Editor, reading: str) -> str:
        """Read a name so everywhere, by the editor's own lexicon; return the name. Raises SettingsError."""
        entry = user.reread(reading)
        before = next((own.reading for own in lexicon.own() if own.name == entry.name), "")
        self.notebooks[0].learn(editor, self.name, before=before, after=entry.reading)
        user.add([entry])
        return entry.name

    def undo(self, editor: Editor, *, revision: str = "") -> bool:
        """Take back what was decided last; say whether there was something. Raises ConflictError, as `decide` does."""
        self.require(revision)
        return _learnt([book.undo(editor, self.name) for _, book in self._latest(0)])

    def redo(self, editor: Editor, *, revision: str = "") -> bool:
        """Decide again what was taken back last; say whether there was something. Raises ConflictError."""
        self.require(revision)
        undone = self._latest(1)
        changed = max((str(entry.at) for entry, _ in self._latest(0)), default="")
        if any(str(entry.at) < changed for entry, _ in undone):
            return False
        return _learnt([book.redo(editor, self.name) for _, book in undone])

    def last(self) -> tuple[Entry | None, Entry | None]:
        """Return what would be taken back next, and what would be decided again."""
        done, undone = (next((entry for entry, _ in self._latest(which)), None) for which in (0, 1))
        return done, undone

    def _latest(self, which: int) -> list[tuple[Entry, Notebook]]:
        """Return the last decision in each notebook where it stands: one may have changed two of them."""
        last = [(entry, book) for book in self.notebooks if (entry := book.last(self.name)[which])]
        moment = max((str(entry.at) for entry, _ in last), default="")
        return [(entry, book) for entry, book in last if str(entry.at) == moment]

    def latest(self, most: int) -> list[Entry]:
        """Return the last things that were done to its decisions, the newest first."""
        found = [entry for book in self.notebooks for entry in book.latest(self.name, most)]
        return sorted(found, key=lambda entry: str(entry.at), reverse=True)[:most]

    def approve(self, editor: Editor, *, revision: str = "") -> None:
        """Write down that an editor stands for the article as it is told now."""
        article = self.article()
        length = script.length_of(article, self.settings)
        told, moment = corrected.state_of(article, self.settings, length), editor.at.replace(microsecond=0)
        approval = Approval(by=editor.by, at=moment, length=length, told=told)
        self.decide(editor, [Row.of(approval, self.name)], revision=revision)

    def row(self, kind: str, values: Mapping[str, object], scope: Scope = Scope.HERE) -> Row:
        """Return the row of a decision of this article, or, of a word, for all that `scope` says.

        Raises SettingsError where a value is off, UsageError where only a word's reading can have this scope.
        """
        if scope is not Scope.HERE:
            if kind != CorrectionKind.READING:
                raise UsageError(scope, "is a scope for the reading of a word alone", "leave it out")
            values = {key: value for key, value in values.items() if key not in _OF_ONE_PLACE}
            # Another sentence asks for another case.
            values["to"] = open_ended(str(values.get("to", "")))
        if kind == CorrectionKind.LENGTH:
            length_of(str(values.get("to", "")))
        article = {} if scope in {Scope.SHOW, Scope.EVERYWHERE} else {"article": self.name}
        return corrections.row(kind, {**article, **values}, "the correction")

    def as_decided(self) -> Order:
        """Return the order to make its episode as it is decided now."""
        return replace(self.order, article=self.article())
