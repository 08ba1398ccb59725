"""An article on an editor's desk: as it was read, with what is decided of it, and where that is written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing import corrections
from briefing.article.read import STDIN
from briefing.corrections import APPROVED, Notebook, Row
from briefing.errors import UsageError
from briefing.model import CorrectionKind
from briefing.pipeline import corrected, script

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.corrections import Editor
    from briefing.corrections.notebook import Entry
    from briefing.model import Article
    from briefing.pipeline.episode import Order
    from briefing.settings import Settings


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
        called = [
            corrected.names(self.order.article, self.source, path, alone=self.order.alone)
            for path in (own, notebook.path)
        ]
        return tuple(dict.fromkeys((called[0][0], *called[1])))

    def rows(self) -> tuple[Row, ...]:
        """Return all that is decided of it now. Raises SettingsError where a file is off."""
        found = (corrections.rows_of(book.rows(), self.names(book)) for book in self.notebooks)
        return tuple(row for rows in found for row in rows)

    def article(self) -> Article:
        """Return the article with all that is decided of it now."""
        return corrections.corrected(self.order.article, self.rows())

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
        books = self.notebooks
        known = revision.split("-") if revision.count("-") == len(books) - 1 else [revision] * len(books)
        for book, seen in zip(books, known, strict=True):
            book.require(seen, self.names(book))
        put = (*self._brought(), *put)
        done = []
        for book, seen in zip(books, known, strict=True):
            names = self.names(book)
            home = [row for row in put if self._home(row).path == book.path]
            gone = [row for row in book.rows() if row in taken or any(row.gives_way_to(new, names) for new in put)]
            if home or gone:
                done.append(book.change(editor, names, put=home, taken=gone, revision=seen))
        return tuple(filter(None, done))

    def _home(self, row: Row) -> Notebook:
        return self.notebooks[0] if row.article else self.notebooks[-1]

    def _brought(self) -> tuple[Row, ...]:
        """Return what a kept article was corrected in, where no file says anything of it."""
        if any(row.article for row in self.rows()):
            return ()
        return tuple(
            Row(kind=str(one.kind), article=self.name, text=one.text, to=one.to, sentence=one.sentence, nth=one.nth)
            for one in self.order.article.corrections
            if not one.shared
        )

    def undo(self, editor: Editor) -> bool:
        """Take back what was decided last; say whether there was something."""
        return [book.undo(editor, self.name) for book in self._latest(0)] != []

    def redo(self, editor: Editor) -> bool:
        """Decide again what was taken back last; say whether there was something."""
        return [book.redo(editor, self.name) for book in self._latest(1)] != []

    def may(self) -> tuple[bool, bool]:
        """Say whether there is something to take back, and something to decide again."""
        return bool(self._latest(0)), bool(self._latest(1))

    def _latest(self, which: int) -> list[Notebook]:
        """Return the notebooks in which the last decision stands: one may have changed two of them."""
        last = [(str(entry.at), book) for book in self.notebooks if (entry := book.last(self.name)[which])]
        moment = max((at for at, _ in last), default="")
        return [book for at, book in last if at == moment]

    def approve(self, editor: Editor, *, revision: str = "") -> None:
        """Write down that an editor stands for the article as it is told now."""
        article = self.article()
        length = script.length_of(article, self.settings)
        row = Row(
            kind=APPROVED,
            article=self.name,
            to=corrected.state_of(article, self.settings, length),
            length=length,
            by=editor.by,
            at=editor.at.replace(microsecond=0),
        )
        self.decide(editor, [row], revision=revision)

    def row(self, kind: str, values: Mapping[str, object], scope: Scope = Scope.HERE) -> Row:
        """Return the row of a decision of this article, or, of a word, for all that `scope` says.

        Raises SettingsError where a value is off, UsageError where only a word's reading can have this scope.
        """
        if scope is not Scope.HERE:
            if kind != CorrectionKind.READING:
                raise UsageError(scope, "is a scope for the reading of a word alone", "leave it out")
            values = {key: value for key, value in values.items() if key not in {"sentence", "nth"}}
        article = {} if scope in {Scope.SHOW, Scope.EVERYWHERE} else {"article": self.name}
        return corrections.row(kind, {**article, **values}, "the correction")

    def as_decided(self) -> Order:
        """Return the order to make its episode as it is decided now."""
        return replace(self.order, article=self.article())
