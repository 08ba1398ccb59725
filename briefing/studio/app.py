"""What the studio answers: pages and sound, and to a form the page that it came from, with what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from briefing.errors import BriefingError, ConflictError, InputError
from briefing.pipeline import corrected
from briefing.pipeline.episode import as_ours, attempted
from briefing.publishing.text import tidy
from briefing.publishing.words import environment
from briefing.resources import data
from briefing.studio import listening, pages
from briefing.studio.changes import Changes, whole
from briefing.studio.desk import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from briefing.studio.desk import Desk, Item
    from briefing.studio.gate import Key
    from briefing.studio.listening import Listening

_LARGEST_FORM_BYTES = 64 * 1024
_MESSAGES_KEPT = 64
_ABOVE_ALL = float("inf")
_SHOWN = 3  # of what somebody else has changed meanwhile
_FILES = {"studio.css": "text/css", "studio.js": "text/javascript", "studio.svg": "image/svg+xml"}


@dataclass(slots=True, kw_only=True)
class Studio:
    """The desk, the voice, what may be changed, and in which language the pages speak."""

    desk: Desk
    listening: Listening
    key: Key
    changes: Changes
    lang: str
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
        routes = [Route("/", self._desk)]
        routes += [Route(f"/{name}", partial(_file, name)) for name in _FILES]
        routes += [Route(f"/articles/{{id}}{path}", partial(self._page, page)) for path, page in pages_of.items()]
        routes += [
            Route(f"/articles/{{id}}/{name}", self._changing(change), methods=["POST"])
            for name, change in self.changes.every.items()
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
        number, chosen = request.path_params["number"], whole(request.query_params.get("word", ""))
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
            destination=self.changes.destination,
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

    # --- what pages have in common ------------------------------------------------------------------------------------

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

        told = self._messages.pop(whole(request.query_params.get("told", "")), "")
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
        back = request.url.path + (f"?word={whole(word)}" if word else "") + (f"#{place}" if place else "")
        fields = {"page": self.key.of_pages, "revision": getattr(request.state, "revision", ""), "back": back}
        line = '<input type="hidden" name="{}" value="{}">'
        return Markup("\n").join(Markup(line).format(*pair) for pair in fields.items())  # noqa: S704 - format escapes

    def _refused(
        self, request: Request, item: Item, error: BriefingError, form: Mapping[str, str] | None = None
    ) -> Response:
        """Say why something was not done; where somebody else came first, show what, and let it be done in spite."""
        from starlette.responses import HTMLResponse

        is_conflict, asked = isinstance(error, ConflictError), form or {}
        conflict = pages.words(self.lang)["told"]["conflict"]
        why = conflict if is_conflict else error.what if isinstance(error, InputError) else str(error)
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
            mine=self.changes.asked_for(item, asked) if is_conflict else "",
            again=[(name, value) for name, value in asked.items() if name != "revision"] if is_conflict else [],
            action=request.url.path,
        )
        return HTMLResponse(text, HTTPStatus.CONFLICT if is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY)


def _base(item: Item) -> str:
    return f"/articles/{item.id}"


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
