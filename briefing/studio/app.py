"""What the studio answers: pages, sound, and the changes that forms ask for."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from briefing import corrections
from briefing.corrections import Editor, Row, find
from briefing.errors import BriefingError, ConflictError, InputError, SettingsError
from briefing.model import CorrectionKind
from briefing.narration.dictated import EDITOR
from briefing.pipeline import corrected, identity, saying
from briefing.pipeline.books import write_feed
from briefing.pipeline.dossier import Scope
from briefing.pipeline.episode import as_ours, attempted, one
from briefing.pipeline.outcome import Failed
from briefing.publishing import feed, upload
from briefing.publishing.text import tidy
from briefing.publishing.words import environment
from briefing.resources import data
from briefing.shelf import is_shelf, undo, withdraw
from briefing.studio import listening, pages
from briefing.studio.desk import State
from briefing.studio.draft import is_doubtful

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from briefing.model import Span
    from briefing.studio.desk import Desk, Item
    from briefing.studio.draft import Draft
    from briefing.studio.gate import Key
    from briefing.studio.listening import Listening

_LARGEST_FORM_BYTES = 64 * 1024
_MESSAGES_KEPT = 64
_ABOVE_ALL = float("inf")
_SHOWN = 3  # of what somebody else has changed meanwhile
_COUNTED = ("nth", "sentence_nth")
_FILES = {"studio.css": "text/css", "studio.js": "text/javascript", "studio.svg": "image/svg+xml"}


@dataclass(slots=True, kw_only=True)
class Studio:
    """The desk, the voice, who edits, in which language the pages speak, and where `publish` copies to, if anywhere."""

    desk: Desk
    listening: Listening
    key: Key
    by: str
    lang: str = "ar"
    destination: str = ""
    allow_localhost: bool = False
    _messages: dict[int, str] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def app(self) -> Starlette:
        """Make the application; whoever serves it sets a gate before it."""
        from starlette.applications import Starlette
        from starlette.routing import Route

        pages_of: dict[str, Callable[[Request, Item], Response]] = {
            "": self._article,
            "/words/{number:int}": self._words,
            "/numbers": self._numbers_page,
            "/publish": self._publish_page,
            "/sound/{number:int}.wav": self._sound,
        }
        changes: dict[str, Callable[[Item, Mapping[str, str]], str]] = {
            "decide": self._decide,
            "undo": self._undo,
            "redo": self._redo,
            "heard": self._mark_heard,
            "approve": self._approve,
            "publish": self._publish,
            "withdraw": self._withdraw,
            "restore": self._restore,
        }
        routes = [Route("/", self._desk)]
        routes += [Route(f"/{name}", partial(_file, name)) for name in _FILES]
        routes += [Route(f"/articles/{{id}}{path}", partial(self._page, page)) for path, page in pages_of.items()]
        routes += [
            Route(f"/articles/{{id}}/{name}", self._changing(change), methods=["POST"])
            for name, change in changes.items()
        ]
        return Starlette(routes=routes, exception_handlers={Exception: _broken})

    # --- pages --------------------------------------------------------------------------------------------------------

    def _desk(self, request: Request) -> Response:
        rows = sorted(map(self._of_desk, self.desk.items), key=lambda row: (row["is_done"], -row["risk"]))
        failed = [str(one.error) for one in self.desk.failed]
        return self._rendered(request, "desk.html", None, here="desk", rows=rows, failed=failed)

    def _of_desk(self, item: Item) -> dict[str, Any]:
        """Lay out the line of an article; what keeps it from being read comes first of all."""
        found = attempted(item.dossier.source, lambda: (self.desk.state(item), self.desk.doubts(item)))
        line: dict[str, Any] = {"item": item, "title": tidy(item.title)}
        if isinstance(found, BriefingError):
            return {**line, "is_done": False, "risk": _ABOVE_ALL, "state": "", "doubts": [str(found)]}
        state, doubts = found
        told = pages.doubts(doubts, self.lang) if doubts else None
        is_done = state in {State.CHECKED, State.PUBLISHED, State.WITHDRAWN}
        risk = doubts.risk if doubts else -1.0
        return {**line, "is_done": is_done, "risk": risk, "state": state, "doubts": told}

    def _page(self, page: Callable[[Request, Item], Response], request: Request) -> Response:
        """Answer with a page of an article, or say why not."""
        item = self.desk.item(request.path_params["id"])
        if item is None:
            return _plain("there is no such article", HTTPStatus.NOT_FOUND)
        found = attempted(item.dossier.source, partial(self._seen, page, request, item))
        return self._refused(request, item, found) if isinstance(found, BriefingError) else found

    def _seen(self, page: Callable[[Request, Item], Response], request: Request, item: Item) -> Response:
        """Lay out a page; what it was made of is known before it is read, so that nothing newer is taken for seen."""
        request.state.revision = item.dossier.revision
        return page(request, item)

    def _article(self, request: Request, item: Item) -> Response:
        draft = self.desk.draft(item)
        with self.desk.lock:
            laid_out = pages.article(draft, self._heard(item), self.lang, _base(item))
        self.listening.prepare(draft)
        return self._rendered(request, "article.html", item, here="article", state=self.desk.state(item), **laid_out)

    def _words(self, request: Request, item: Item) -> Response:
        draft = self.desk.draft(item)
        number, chosen = request.path_params["number"], _whole(request.query_params.get("word", ""))
        with self.desk.lock:
            if number >= len(draft.script.utterances):
                return _plain("there is no such sentence", HTTPStatus.NOT_FOUND)
            # It is spoken while its page is laid out.
            self.listening.prepare(draft, number)
            laid_out = pages.of_words(draft, number, chosen, self.lang, _base(item))
        return self._rendered(request, "words.html", item, here="words", **laid_out)

    def _numbers_page(self, request: Request, item: Item) -> Response:
        draft = self.desk.draft(item)
        with self.desk.lock:
            numbers = pages.numbers(draft, self.lang)
        return self._rendered(request, "numbers.html", item, here="numbers", title=pages.title(draft), numbers=numbers)

    def _publish_page(self, request: Request, item: Item) -> Response:
        draft = self.desk.draft(item)
        t, heard = pages.words(self.lang)["of_publish"], self._heard(item)
        with self.desk.lock:
            doubts = pages.doubts(draft.doubts, self.lang)
            lines = [pages.line(draft, number, heard, self.lang) for number in range(len(draft.script.utterances))]
        approval, withdrawal = corrected.approval(draft.article, item.choices.settings), self.desk.withdrawal(item)
        return self._rendered(
            request,
            "publish.html",
            item,
            here="publish",
            title=pages.title(draft),
            state=self.desk.state(item),
            doubts=doubts,
            unheard=[line for line in lines if not line["heard"]],
            approval=t["approved"].format(by=approval.by, at=f"{approval.at:%Y-%m-%d %H:%M}") if approval else "",
            withdrawn=t["withdrawn"].format(at=f"{withdrawal.withdrawn:%Y-%m-%d}") if withdrawal else "",
            slug=self.desk.slug(item),
        )

    def _sound(self, request: Request, item: Item) -> Response:
        from starlette.responses import Response

        number, draft = request.path_params["number"], self.desk.draft(item)
        with self.desk.lock:
            if number >= len(draft.script.utterances):
                return _plain("there is no such sentence", HTTPStatus.NOT_FOUND)
            source = draft.script.utterances[number].source
        if request.query_params.get("earlier"):
            draft = self.desk.draft_of(listening.before(draft.article, source), draft.settings)
        return Response(self.listening.sound(draft, number), media_type="audio/wav")

    # --- changes ------------------------------------------------------------------------------------------------------

    def _changing(self, change: Callable[[Item, Mapping[str, str]], str]) -> Callable[[Request], Any]:
        """Return what answers to a form: it is done, and the page comes again and says so."""
        from starlette.concurrency import run_in_threadpool

        async def answer(request: Request) -> Response:
            body = bytearray()
            async for chunk in request.stream():
                body += chunk
                if len(body) > _LARGEST_FORM_BYTES:
                    return _plain("the form is too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
            return await run_in_threadpool(self._changed, request, change, form)

        return answer

    def _changed(
        self, request: Request, change: Callable[[Item, Mapping[str, str]], str], form: dict[str, str]
    ) -> Response:
        from starlette.responses import RedirectResponse

        item = self.desk.item(request.path_params["id"])
        if item is None:
            return _plain("there is no such article", HTTPStatus.NOT_FOUND)
        if not self.key.is_of_pages(form.get("page", "")):
            return _plain("another site asked for it", HTTPStatus.FORBIDDEN)
        found = attempted(item.dossier.source, partial(change, item, form))
        if isinstance(found, BriefingError):
            return self._refused(request, item, found, form)
        path, _, place = _local(form.get("back", "")).partition("#")
        told = f"{path}{'&' if '?' in path else '?'}told={self._say(found)}"
        return RedirectResponse(f"{told}#{place}" if place else told, HTTPStatus.SEE_OTHER)

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
            changed = pages.changed(before, after, self.lang)
        return f"{self._told[name]}. {changed}" if changed else self._told[name]

    def _was_sure(self, before: Draft, row: Row) -> str:
        """Say that the program was sure of another speaker, where it was."""
        if row.kind != CorrectionKind.SPEAKER:
            return ""
        place = find(before.article.paragraphs, row.text, row.nth)
        quotes = (quote for quote in before.segments.quotes if place and place.meets(quote.span))
        other = next((quote for quote in quotes if quote.speaker and quote.speaker != row.to), None)
        is_sure = other is not None and not is_doubtful(other) and other.because != (EDITOR,)
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
        paragraphs, kind, nth = item.dossier.order.article.paragraphs, form["forget"], _whole(form.get("nth", ""))
        rows = [row for row in item.dossier.rows() if row.kind == kind]
        if kind == CorrectionKind.READING:
            here = find(paragraphs, form.get("sentence", ""), _whole(form.get("sentence_nth", "")))
            same = [row for row in rows if row.text == form.get("text") and row.nth in {0, nth}]
            mine = [row for row in same if _is_in(paragraphs, row, here, form.get("sentence", ""))]
            # The one that holds: what is meant for this sentence, else for the article, else for the show.
            return sorted(mine, key=lambda row: (not row.sentence, not row.article))[:1]
        place = find(paragraphs, form.get("text", ""), nth)
        there = ((row, find(paragraphs, row.text, row.nth)) for row in rows)
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
        draft, number = self.desk.draft(item), _whole(form.get("number", ""))
        if number < len(draft.script.utterances):
            item.dossier.notebooks[0].hear(self._editor(), item.dossier.name, draft.said(number))
        return self._told["heard"]

    def _approve(self, item: Item, form: Mapping[str, str]) -> str:
        item.dossier.approve(self._editor(), revision=form.get("revision", ""))
        return self._told["approved"]

    def _publish(self, item: Item, form: Mapping[str, str]) -> str:
        """Make the episode as it is decided now, and put it into the feed; copy the show where that is wanted."""
        item.dossier.require(form.get("revision", ""))
        item.shelf.open()
        outcome = one(item.dossier.as_decided(), item.choices, item.shelf)
        if isinstance(outcome, Failed):
            raise outcome.error
        write_feed(item.shelf, item.choices)
        settings = item.choices.settings
        if settings.show.require_approval and corrected.approval(item.dossier.article(), settings) is None:
            return self._told["made"]
        self._copy(item)
        return self._told["published"]

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
        self._copy(item)
        return self._told["withdrawn"]

    def _restore(self, item: Item, form: Mapping[str, str]) -> str:
        item.dossier.require(form.get("revision", ""))
        undo(item.shelf, self.desk.slug(item))
        return self._told["undone_withdrawal"]

    # --- what pages have in common ------------------------------------------------------------------------------------

    @property
    def _told(self) -> dict[str, str]:
        told: dict[str, str] = pages.words(self.lang)["told"]
        return told

    def _editor(self) -> Editor:
        return Editor(by=self.by, at=datetime.now(tz=UTC))

    def _heard(self, item: Item) -> frozenset[str]:
        return item.dossier.notebooks[0].heard(item.dossier.name)

    def _say(self, message: str) -> int:
        """Keep a message for the page that comes next; return its number."""
        number = next(self._numbers)
        self._messages[number] = message
        for old in [known for known in self._messages if known <= number - _MESSAGES_KEPT]:
            del self._messages[old]
        return number

    def _rendered(
        self, request: Request, template: str, item: Item | None, *, status: int = HTTPStatus.OK, **values: object
    ) -> Response:
        from starlette.responses import HTMLResponse

        told = self._messages.pop(_whole(request.query_params.get("told", "")), "")
        done, undone = item.dossier.last() if item else (None, None)
        text = pages.render(
            template,
            self.lang,
            item=item,
            told=told,
            hidden=partial(self._hidden, request),
            undo=pages.done(done, self.lang),
            redo=pages.done(undone, self.lang),
            **values,
        )
        return HTMLResponse(text, status)

    def _hidden(self, request: Request, place: str = "") -> Markup:
        """Return what every form carries: that it is of a page of ours, what that has seen, where to go back."""
        from markupsafe import Markup

        word = request.query_params.get("word", "")
        back = request.url.path + (f"?word={_whole(word)}" if word else "") + (f"#{place}" if place else "")
        fields = {"page": self.key.of_pages, "revision": getattr(request.state, "revision", ""), "back": back}
        line = '<input type="hidden" name="{}" value="{}">'
        return Markup("\n").join(Markup(line).format(*pair) for pair in fields.items())  # noqa: S704 - format escapes

    def _refused(
        self, request: Request, item: Item, error: BriefingError, form: Mapping[str, str] | None = None
    ) -> Response:
        """Say why something was not done; where somebody else came first, show what, and let it be done in spite."""
        from starlette.responses import HTMLResponse

        is_conflict, asked = isinstance(error, ConflictError), form or {}
        why = self._told["conflict"] if is_conflict else error.what if isinstance(error, InputError) else str(error)
        latest = item.dossier.latest(_SHOWN) if is_conflict else []
        text = pages.render(
            "conflict.html",
            self.lang,
            item=None,
            here="",
            told=why,
            why=why,
            back=_local(asked.get("back", "")),
            theirs=[f"{entry.by}: {pages.done(entry, self.lang)}" for entry in latest],
            mine=self._asked_for(item, asked) if is_conflict else "",
            again=[(name, value) for name, value in asked.items() if name != "revision"] if is_conflict else [],
            action=request.url.path,
        )
        return HTMLResponse(text, HTTPStatus.CONFLICT if is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY)

    def _asked_for(self, item: Item, form: Mapping[str, str]) -> str:
        """Say what a form asks for; "" where it decides nothing."""
        kind = form.get("kind", "")
        found = attempted("", lambda: item.dossier.row(kind, _values(kind, form))) if kind else None
        return pages.decided(found, self.lang) if isinstance(found, Row) else ""


def _base(item: Item) -> str:
    return f"/articles/{item.id}"


def _is_in(paragraphs: tuple[str, ...], row: Row, here: Span | None, sentence: str) -> bool:
    """Say whether a reading is meant for a sentence: for every one, or for this one."""
    if not row.sentence:
        return True
    place = find(paragraphs, row.sentence, row.sentence_nth)
    return place.meets(here) if place and here else row.sentence == sentence


def _values(kind: str, form: Mapping[str, str]) -> dict[str, object]:
    """Return the keys of a row that a form gives; a reading of one's own wins over a chosen one."""
    given = {**form, "to": form.get("own", "").strip() or form.get("to", "")}
    wanted = corrections.keys_of(kind)
    values: dict[str, object] = {key: given[key] for key in wanted if given.get(key, "") != "" or key == "to"}
    counted = {key: _whole(given.get(key, "")) for key in _COUNTED if key in values}
    return {key: value for key, value in {**values, **counted}.items() if value != 0}


def _whole(text: str) -> int:
    """Return a small whole number, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0  # noqa: PLR2004


def _local(path: str) -> str:
    """Return a path of this site; the desk's for anything else."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() else "/"


def _plain(text: str, status: int) -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(f"{text}\n", status)


def _broken(request: Request, error: Exception) -> Response:
    """Say that a fault is ours, in one line; the log has the rest."""
    found = as_ours(request.url.path, error)
    return _plain(str(found), HTTPStatus.INTERNAL_SERVER_ERROR)


def _file(name: str, request: Request) -> Response:
    from starlette.responses import Response

    del request
    text = environment().get_template(f"studio/{name}").render() if name.endswith(".css") else None
    return Response(text or data("templates", "studio", name).read_text(encoding="utf-8"), media_type=_FILES[name])
