"""A studio that runs, on a port of this machine, and somebody who asks it as a browser would."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from lxml import html

from briefing.pipeline.choices import Choices
from briefing.settings import Settings
from briefing.studio import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STORY = """البلدية تؤجل افتتاح الجسر الجديد

أعلنت بلدية المدينة تأجيل افتتاح الجسر الجديد إلى شهر مارس المقبل، بعد أن اعترض سكان الحي الشرقي على المسار.

وقالت رئيسة البلدية ليلى منصور في مؤتمر صحفي: "سنستمع إلى السكان قبل أن نفتح الجسر، ولن نغير الموعد مرة أخرى".

وقال المهندس سالم الحارثي: "العمل في الجسر انتهى كله، وبقي الطريق الذي يصل إليه، وكلفته 45 مليون دولار".

ومن المقرر أن يجتمع المجلس البلدي يوم الأحد لبحث المسار البديل الذي اقترحه السكان.

اقرأ أيضا: جسور المدينة القديمة
"""


@dataclass(slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def page(self) -> html.HtmlElement:
        return html.fromstring(self.body.decode())

    @property
    def told(self) -> str:
        return str(self.page.get_element_by_id("told").text_content())


@dataclass(slots=True)
class Visitor:
    """Somebody with the studio open in a browser: what it is asked goes with the cookie, or without."""

    port: int
    secret: str
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, *, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"cookie": self.cookie, **self.headers, **named}
        connection.request(method, path, body, {name: value for name, value in sent.items() if value})
        response = connection.getresponse()
        answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return answer

    def enter(self) -> Visitor:
        answer = self.ask(f"/?key={self.secret}")
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return self

    def send(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        return self.ask(path, method="POST", body=urlencode(form), **headers)

    def submit(self, page: Answer, action: str, *, follow: bool = True, **values: str) -> Answer:
        """Fill in the first form of a page that leads there and has these fields' hidden ones, and send it."""
        forms = [form for form in page.page.forms if (form.get("action") or "").endswith(action)]
        wanted = values.pop("where", "")
        form = next(form for form in forms if wanted in (form.fields.get("text") or "") or not wanted)
        hidden = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
        answer = self.send(form.get("action"), {**hidden, **values})
        if follow and answer.status == 303:
            return self.ask(answer.headers["location"].partition("#")[0])
        return answer


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "bridge.txt").write_text(STORY, encoding="utf-8")
    return folder


@pytest.fixture
def open_studio(
    news: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Visitor]:
    """Give a function that opens a studio over sources, and enters it."""
    monkeypatch.chdir(tmp_path)

    def opened(*sources: str, lang: str = "ar", destination: str = "", by: str = "سلمى", **settings: object) -> Visitor:
        chosen = Settings(**{"voice": "silence", "diacritizer": "fast", "chime": False, **settings})  # type: ignore[arg-type]
        choices = Choices(settings=chosen, folder=tmp_path / "output")
        iterator = _running(list(sources) or [str(news)], choices, lang, destination, by)
        visitor = next(iterator)
        request.addfinalizer(lambda: next(iterator, None))
        return visitor.enter()

    return opened


def _running(sources: list[str], choices: Choices, lang: str, destination: str, by: str) -> Iterator[Visitor]:
    with (
        server.opened(sources, choices, by=by, lang=lang, destination=destination) as (running, key),
        server.listen(server.HOST, 0) as taken,
    ):
        thread = threading.Thread(target=running.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            yield Visitor(taken.getsockname()[1], key.secret)
        finally:
            running.should_exit = True
            thread.join()


@pytest.fixture
def visitor(open_studio: Callable[..., Visitor]) -> Visitor:
    return open_studio()


@pytest.fixture
def article(visitor: Visitor) -> str:
    """Give the address of the one article."""
    (link,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    return str(link)
