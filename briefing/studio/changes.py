"""The changes that the studio's forms ask for; each says what it did."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from briefing import corrections
from briefing.corrections import Editor, Row, find, place_of, sentence_of
from briefing.errors import BriefingError, InputError, SettingsError
from briefing.model import CorrectionKind
from briefing.pipeline import corrected, identity, saying
from briefing.pipeline.books import write_feed
from briefing.pipeline.dossier import Scope
from briefing.pipeline.episode import attempted, one
from briefing.pipeline.outcome import Failed
from briefing.publishing import feed, upload
from briefing.publishing.text import tidy
from briefing.shelf import is_shelf, undo, withdraw
from briefing.studio import pages
from briefing.studio.draft import is_decided, is_doubtful

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefing.model import Span
    from briefing.studio.desk import Desk, Item
    from briefing.studio.draft import Draft

_COUNTED = ("nth", "sentence_nth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Whoever edits: at which desk, in which language that is answered, and where `publish` copies to, if anywhere."""

    desk: Desk
    by: str
    lang: str
    destination: str = ""
    allow_localhost: bool = False

    @property
    def every(self) -> Mapping[str, Callable[[Item, Mapping[str, str]], str]]:
        """Return each change by its name: it takes an article and a form, and returns what is to be said of it."""
        return {
            "decide": self._decide,
            "undo": self._undo,
            "redo": self._redo,
            "heard": self._mark_heard,
            "approve": self._approve,
            "publish": self._publish,
            "copy": self._copy_again,
            "withdraw": self._withdraw,
            "restore": self._restore,
        }

    def asked_for(self, item: Item, form: Mapping[str, str]) -> str:
        """Say what a form asks to decide; "" where it decides nothing."""
        kind = form.get("kind", "")
        found = attempted("", lambda: item.dossier.row(kind, _values(kind, form))) if kind else None
        return pages.decided(found, self.lang) if isinstance(found, Row) else ""

    def _decide(self, item: Item, form: Mapping[str, str]) -> str:
        dossier, revision = item.dossier, form.get("revision", "")
        before = self.desk.draft(item)
        if form.get("forget"):
            gone = self._forgotten(item, form)
            changed = dossier.decide(self._editor(), taken=gone, revision=revision)
            return self._told_of(item, before, "forgotten" if changed else "nothing")
        kind, scope = form.get("kind", ""), form.get("scope", "") or Scope.HERE
        if scope not in frozenset(Scope):
            raise InputError("scope", f"{scope!r} is none", "choose one of the page's")
        row = self._row(item, kind, form, Scope(scope))
        if scope == Scope.EVERYWHERE:
            return self._teach(item, row)
        changed = dossier.decide(self._editor(), [row], revision=revision)
        told = self._told_of(item, before, "decided" if changed else "nothing")
        return f"{told}. {doubt}" if (doubt := self._was_sure(before, row)) else told

    def _row(self, item: Item, kind: str, form: Mapping[str, str], scope: Scope) -> Row:
        """Return the row that a form asks for. Raises SettingsError, UsageError."""
        try:
            return item.dossier.row(kind, _values(kind, form), scope)
        except SettingsError as error:
            if kind != CorrectionKind.READING:
                raise
            raise InputError(form.get("text", ""), self._told["bad_reading"]) from error

    def _told_of(self, item: Item, before: Draft, name: str) -> str:
        """Say that something was done, and what that has done to the briefing."""
        after = self.desk.draft(item)
        with self.desk.lock:
            changed = pages.changed(before, after, self.lang) or (self._told["same"] if before.sounds_as(after) else "")
        return f"{self._told[name]}. {changed}" if changed else self._told[name]

    def _was_sure(self, before: Draft, row: Row) -> str:
        """Say that the program was sure of another speaker, where it was."""
        if row.kind != CorrectionKind.SPEAKER:
            return ""
        place = place_of(before.article.paragraphs, row)
        quotes = (quote for quote in before.segments.quotes if place and place.meets(quote.span))
        other = next((quote for quote in quotes if quote.speaker and quote.speaker != row.to), None)
        is_sure = other is not None and not is_doubtful(other) and not is_decided(other)
        return self._told["sure_of"].format(name=other.speaker) if other and is_sure else ""

    def _teach(self, item: Item, row: Row) -> str:
        """Put a reading into the editor's own lexicon; name the episodes that are read otherwise."""
        name = item.dossier.teach(self._editor(), row.to)
        self.desk.forget()
        folder = item.choices.folder
        stale = saying([name], folder, as_read=False) if is_shelf(folder) else []
        told = self._told
        return f"{told['everywhere']}. {told['stale']}: {', '.join(stale)}" if stale else told["everywhere"]

    def _forgotten(self, item: Item, form: Mapping[str, str]) -> list[Row]:
        """Return the decisions of a kind at the place of the article, or about the word there, that a form is about."""
        paragraphs, kind, nth = item.dossier.order.article.paragraphs, form["forget"], whole(form.get("nth", ""))
        rows = [row for row in item.dossier.rows() if row.kind == kind]
        if kind == CorrectionKind.READING:
            here = find(paragraphs, form.get("sentence", ""), whole(form.get("sentence_nth", "")))
            same = [row for row in rows if row.text == form.get("text") and row.nth in {0, nth}]
            mine = [row for row in same if _is_in(paragraphs, row, here, form.get("sentence", ""))]
            # The one that holds: what is meant for this sentence, else for the article, else for the show.
            return sorted(mine, key=lambda row: (not row.sentence, not row.article))[:1]
        place = find(paragraphs, form.get("text", ""), nth)
        there = ((row, place_of(paragraphs, row)) for row in rows)
        return [row for row, own in there if place and own and own.meets(place)]

    def _undo(self, item: Item, form: Mapping[str, str]) -> str:
        return self._back(item, "undone", 0, partial(item.dossier.undo, revision=form.get("revision", "")))

    def _redo(self, item: Item, form: Mapping[str, str]) -> str:
        return self._back(item, "redone", 1, partial(item.dossier.redo, revision=form.get("revision", "")))

    def _back(self, item: Item, name: str, which: int, act: Callable[[Editor], bool]) -> str:
        """Take something back, or do it again; say what."""
        before, entry = self.desk.draft(item), item.dossier.last()[which]
        if not act(self._editor()):
            return self._told["nothing"]
        if entry and (entry.learnt or entry.unlearnt):
            self.desk.forget()
        return self._told_of(item, before, name).format(what=pages.done(entry, self.lang))

    def _mark_heard(self, item: Item, form: Mapping[str, str]) -> str:
        item.dossier.require(form.get("revision", ""))
        draft, number = self.desk.draft(item), whole(form.get("number", ""))
        if number < len(draft.script.utterances):
            item.dossier.notebooks[0].hear(self._editor(), item.dossier.name, draft.said(number))
        return self._told["heard"]

    def _approve(self, item: Item, form: Mapping[str, str]) -> str:
        item.dossier.approve(self._editor(), revision=form.get("revision", ""))
        return self._told["approved"]

    def _publish(self, item: Item, form: Mapping[str, str]) -> str:
        """Make the episode as it is decided now, and put it into the feed; copy the show where that is wanted."""
        item.dossier.require(form.get("revision", ""))
        settings = item.choices.settings
        if self.desk.withdrawal(item):
            raise InputError(item.title, self._told["is_withdrawn"])
        if settings.show.require_approval and corrected.approval(item.dossier.article(), settings) is None:
            # What listeners have stays until somebody stands for what takes its place.
            raise InputError(item.title, self._told["unapproved"])
        item.shelf.open()
        outcome = one(item.dossier.as_decided(), item.choices, item.shelf)
        if isinstance(outcome, Failed):
            raise outcome.error
        write_feed(item.shelf, item.choices)
        return self._copied(item, "published")

    def _copied(self, item: Item, done: str) -> str:
        """Copy the show; say what was done here, and also where the copy failed: it can be made again."""
        failed = attempted(self.destination, partial(self._copy, item))
        told = self._told[done]
        return f"{told}. {self._told['uncopied']}: {failed}" if isinstance(failed, BriefingError) else told

    def _copy_again(self, item: Item, form: Mapping[str, str]) -> str:
        del form
        return self._copied(item, "copied")

    def _copy(self, item: Item) -> None:
        """Copy the show to where listeners find it, if that was named."""
        if self.destination:
            show = item.choices.settings.show
            copied = upload.publish(
                item.choices.folder,
                self.destination,
                image=show.image,
                allow_localhost=self.allow_localhost,
                require_approval=show.require_approval,
            )
            deque(copied, maxlen=0)

    def _withdraw(self, item: Item, form: Mapping[str, str]) -> str:
        item.dossier.require(form.get("revision", ""))
        withdraw(item.shelf, self.desk.slug(item), identity.now(), reason=tidy(form.get("reason", "")))
        feed.rebuild(item.choices.folder, item.choices.settings.show)
        return self._copied(item, "withdrawn")

    def _restore(self, item: Item, form: Mapping[str, str]) -> str:
        item.dossier.require(form.get("revision", ""))
        undo(item.shelf, self.desk.slug(item))
        return self._told["undone_withdrawal"]

    @property
    def _told(self) -> dict[str, str]:
        told: dict[str, str] = pages.words(self.lang)["told"]
        return told

    def _editor(self) -> Editor:
        return Editor.now(self.by)


def _is_in(paragraphs: tuple[str, ...], row: Row, here: Span | None, sentence: str) -> bool:
    """Say whether a reading is meant for a sentence: for every one, or for this one."""
    if not row.sentence:
        return True
    place = sentence_of(paragraphs, row)
    return place.meets(here) if place and here else row.sentence == sentence


def _values(kind: str, form: Mapping[str, str]) -> dict[str, object]:
    """Return the keys of a row that a form gives; a reading of one's own wins over a chosen one."""
    given = {**form, "to": form.get("own", "").strip() or form.get("to", "")}
    wanted = corrections.keys_of(kind)
    values: dict[str, object] = {key: given[key] for key in wanted if given.get(key, "") != "" or key == "to"}
    counted = {key: whole(given.get(key, "")) for key in _COUNTED if key in values}
    return {key: value for key, value in {**values, **counted}.items() if value != 0}


def whole(text: str) -> int:
    """Return a small whole number, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0  # noqa: PLR2004
