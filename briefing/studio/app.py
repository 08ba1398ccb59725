"""What the studio answers: pages, sound, and the changes that forms ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from briefing import corrections
from briefing.corrections import Editor, find
from briefing.errors import BriefingError, ConflictError, InputError
from briefing.model import CorrectionKind
from briefing.narration.lexicon import user
from briefing.pipeline import corrected, identity, saying
from briefing.pipeline.books import write_feed
from briefing.pipeline.dossier import Scope
from briefing.pipeline.episode import attempted, one
from briefing.pipeline.outcome import Failed
from briefing.publishing import feed, upload
from briefing.publishing.text import tidy
from briefing.publishing.words import environment
from briefing.resources import data
from briefing.shelf import is_shelf, undo, withdraw
from briefing.studio import listening, pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from briefing.corrections import Row
    from briefing.studio.desk import Desk, Item
    from briefing.studio.gate import Key
    from briefing.studio.listening import Listening

_LARGEST_FORM_BYTES = 64 * 1024
_MESSAGES_KEPT = 64
_ABOVE_ALL = float("inf")
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
    _numbers: count[int] = field(default_factory=count)

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
        return Starlette(routes=routes)

    # --- pages --------------------------------------------------------------------------------------------------------

    def _desk(self, request: Request) -> Response:
        rows = sorted(map(self._of_desk, self.desk.items), key=lambda row: -row["risk"])
        failed = [str(one.error) for one in self.desk.failed]
        return self._rendered(request, "desk.html", None, here="desk", rows=rows, failed=failed)

    def _of_desk(self, item: Item) -> dict[str, Any]:
        """Lay out the line of an article; what keeps it from being read comes first of all."""
        found = attempted(item.dossier.source, lambda: (self.desk.state(item), self.desk.doubts(item)))
        line: dict[str, Any] = {"item": item, "title": tidy(item.title)}
        if isinstance(found, BriefingError):
            return {**line, "risk": _ABOVE_ALL, "state": "", "doubts": [str(found)]}
        state, doubts = found
        told = pages.doubts(doubts, self.lang) if doubts else None
        return {**line, "risk": doubts.risk if doubts else -1.0, "state": state, "doubts": told}

    def _page(self, page: Callable[[Request, Item], Response], request: Request) -> Response:
        """Answer with a page of an article, or say why not."""
        item = self.desk.item(request.path_params["id"])
        if item is None:
            return _plain("there is no such article", HTTPStatus.NOT_FOUND)
        found = attempted(item.dossier.source, partial(page, request, item))
        return self._refused(request, found) if isinstance(found, BriefingError) else found

    def _article(self, request: Request, item: Item) -> Response:
        draft = self.desk.draft(item)
        with self.desk.lock:
            laid_out = pages.article(draft, self._heard(item), self.lang)
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
            laid_out = pages.of_words(draft, number, chosen, self.lang)
        return self._rendered(request, "words.html", item, here="words", **laid_out)

    def _numbers_page(self, request: Request, item: Item) -> Response:
        draft = self.desk.draft(item)
        with self.desk.lock:
            numbers = draft.numbers
        return self._rendered(request, "numbers.html", item, here="numbers", title=pages.title(draft), numbers=numbers)

    def _publish_page(self, request: Request, item: Item) -> Response:
        draft = self.desk.draft(item)
        t, heard = pages.words(self.lang)["of_publish"], self._heard(item)
        with self.desk.lock:
            doubts = pages.doubts(draft.doubts, self.lang)
            lines = [pages.line(draft, number, heard, self.lang) for number in range(len(draft.script.utterances))]
        approval, withdrawal = corrected.approval(draft.article, self.desk.settings), self.desk.withdrawal(item)
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
            draft = self.desk.draft_of(listening.before(draft.article, source))
        else:
            item.dossier.notebooks[0].hear(self._editor(), item.dossier.name, draft.said(number))
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
            return self._refused(request, found, form)
        path, _, place = _local(form.get("back", "")).partition("#")
        told = f"{path}{'&' if '?' in path else '?'}told={self._say(found)}"
        return RedirectResponse(f"{told}#{place}" if place else told, HTTPStatus.SEE_OTHER)

    def _decide(self, item: Item, form: Mapping[str, str]) -> str:
        told = self._told
        dossier, revision = item.dossier, form.get("revision", "")
        if form.get("forget"):
            gone = self._forgotten(item, form)
            return told["forgotten" if dossier.decide(self._editor(), taken=gone, revision=revision) else "nothing"]
        kind, scope = form.get("kind", ""), form.get("scope", "") or Scope.HERE
        if scope not in frozenset(Scope):
            raise InputError("scope", f"{scope!r} is none", "choose one of the page's")
        row = dossier.row(kind, _values(kind, form), Scope(scope))
        if scope == Scope.EVERYWHERE:
            return self._teach(row, told)
        return told["decided" if dossier.decide(self._editor(), [row], revision=revision) else "nothing"]

    def _teach(self, row: Row, told: Mapping[str, str]) -> str:
        """Put a reading into the editor's own lexicon; name the episodes that are read otherwise."""
        entry = user.entry(row.to)
        user.add([entry])
        self.desk.forget()
        folder = self.desk.choices.folder
        stale = saying([entry.name], folder, as_read=False) if is_shelf(folder) else []
        return f"{told['everywhere']}. {told['stale']}: {', '.join(stale)}" if stale else told["everywhere"]

    def _forgotten(self, item: Item, form: Mapping[str, str]) -> list[Row]:
        """Return the decisions of a kind at the place of the article, or about the word, that a form is about."""
        article, kind = item.dossier.order.article, form["forget"]
        nth = _whole(form.get("nth", ""))
        rows = [row for row in item.dossier.rows() if row.kind == kind]
        if kind == CorrectionKind.READING:
            return [row for row in rows if row.text == form.get("text") and row.nth in {0, nth}]
        place = find(article.paragraphs, form.get("text", ""), nth)
        there = ((row, find(article.paragraphs, row.text, row.nth)) for row in rows)
        return [row for row, own in there if place and own and own.meets(place)]

    def _undo(self, item: Item, form: Mapping[str, str]) -> str:
        del form
        return self._told["undone" if item.dossier.undo(self._editor()) else "nothing"]

    def _redo(self, item: Item, form: Mapping[str, str]) -> str:
        del form
        return self._told["redone" if item.dossier.redo(self._editor()) else "nothing"]

    def _approve(self, item: Item, form: Mapping[str, str]) -> str:
        item.dossier.approve(self._editor(), revision=form.get("revision", ""))
        return self._told["approved"]

    def _publish(self, item: Item, form: Mapping[str, str]) -> str:
        """Make the episode as it is decided now, and put it into the feed; copy the show where that is wanted."""
        del form
        choices, show = self.desk.choices, self.desk.settings.show
        self.desk.shelf.open()
        with self.desk.lock:
            outcome = one(item.dossier.as_decided(), choices, self.desk.shelf)
        if isinstance(outcome, Failed):
            raise outcome.error
        write_feed(self.desk.shelf, choices)
        told = self._told
        if show.require_approval and corrected.approval(item.dossier.article(), self.desk.settings) is None:
            return told["made"]
        if self.destination:
            for _ in upload.publish(
                choices.folder,
                self.destination,
                image=show.image,
                allow_localhost=self.allow_localhost,
                require_approval=show.require_approval,
            ):
                pass
        return told["published"]

    def _withdraw(self, item: Item, form: Mapping[str, str]) -> str:
        withdraw(self.desk.shelf, self.desk.slug(item), identity.now(), reason=tidy(form.get("reason", "")))
        feed.rebuild(self.desk.choices.folder, self.desk.settings.show)
        return self._told["withdrawn"]

    def _restore(self, item: Item, form: Mapping[str, str]) -> str:
        del form
        undo(self.desk.shelf, self.desk.slug(item))
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

        told = self._messages.pop(_whole(request.query_params.get("told", "x")), "")
        may_undo, may_redo = item.dossier.may() if item else (False, False)
        text = pages.render(
            template,
            self.lang,
            item=item,
            told=told,
            hidden=partial(self._hidden, request, item),
            may_undo=may_undo,
            may_redo=may_redo,
            **values,
        )
        return HTMLResponse(text, status)

    def _hidden(self, request: Request, item: Item | None, place: str = "") -> Markup:
        """Return what every form carries: that it is of a page of ours, what that has seen, where to go back."""
        from markupsafe import Markup

        word = request.query_params.get("word", "")
        back = request.url.path + (f"?word={_whole(word)}" if word else "") + (f"#{place}" if place else "")
        fields = {"page": self.key.of_pages, "revision": item.dossier.revision if item else "", "back": back}
        line = '<input type="hidden" name="{}" value="{}">'
        return Markup("\n").join(Markup(line).format(*pair) for pair in fields.items())  # noqa: S704 - format escapes

    def _refused(self, request: Request, error: BriefingError, form: Mapping[str, str] | None = None) -> Response:
        """Say why something was not done; where somebody else came first, let it be done all the same."""
        from starlette.responses import HTMLResponse

        is_conflict = isinstance(error, ConflictError)
        again = [(name, value) for name, value in (form or {}).items() if name != "revision"] if is_conflict else []
        why = self._told["conflict"] if is_conflict else str(error)
        text = pages.render(
            "conflict.html",
            self.lang,
            item=None,
            here="",
            told="",
            why=why,
            back=_local((form or {}).get("back", "")),
            again=again,
            action=request.url.path,
        )
        return HTMLResponse(text, HTTPStatus.CONFLICT if is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY)


def _values(kind: str, form: Mapping[str, str]) -> dict[str, object]:
    """Return the keys of a row that a form gives; a reading of one's own wins over a chosen one."""
    given = {**form, "to": form.get("own", "").strip() or form.get("to", "")}
    wanted = corrections.keys_of(kind)
    values: dict[str, object] = {key: given[key] for key in wanted if given.get(key, "") != "" or key == "to"}
    nth = _whole(given.get("nth", ""))
    return {**values, "nth": nth} if nth else {key: value for key, value in values.items() if key != "nth"}


def _whole(text: str) -> int:
    """Return a small whole number, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0  # noqa: PLR2004


def _local(path: str) -> str:
    """Return a path of this site; the desk's for anything else."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() else "/"


def _plain(text: str, status: int) -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(f"{text}\n", status)


def _file(name: str, request: Request) -> Response:
    from starlette.responses import Response

    del request
    text = environment().get_template(f"studio/{name}").render() if name.endswith(".css") else None
    return Response(text or data("templates", "studio", name).read_text(encoding="utf-8"), media_type=_FILES[name])
