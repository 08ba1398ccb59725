"""Nobody who looks at a terminal, a log or a published file learns how the user signs in anywhere."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from briefing import cli, resources
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "S3CR3T0123456789abcdef"  # noqa: S105 - what must never be seen
ESCAPE = "\x1b"
PAGE = """<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>الحكومة تعلن خطة جديدة</title></head>
<body><article><h1>الحكومة تعلن خطة جديدة لدعم الصناعة المحلية</h1>
<p>أعلنت الحكومة اليوم خطة جديدة لدعم الصناعة المحلية في أنحاء البلاد، وقالت إنها تبدأ في العام المقبل.</p>
<p>وقال الوزير إن الخطة تشمل قروضا للمصانع الصغيرة، وإن تنفيذها يستمر ثلاث سنوات في جميع المحافظات.</p>
</article></body></html>"""
QUERY = f"token={SECRET}&k={SECRET}&p=12"


class Site(BaseHTTPRequestHandler):
    """A site with a page, a redirect that hands out a key, and answers that would rule a terminal."""

    def do_GET(self) -> None:
        """Answer as the path asks."""
        path = self.path.partition("?")[0]
        if path == "/story":
            body = PAGE.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        elif path == "/moved":
            self.send_response(302)
            self.send_header("Location", f"mailto://desk:{SECRET}@host.example/?{QUERY}")
            self.end_headers()
        elif path == "/escapes":
            self.send_response(418, f"{ESCAPE}]0;owned\a{ESCAPE}[2J Authorization: Bearer {SECRET}")
            self.end_headers()
        else:
            self.send_response(404)
            self.end_headers()

    def log_message(self, *_: object) -> None:  # type: ignore[override]
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_user_folder", lambda kind: tmp_path / "home" / kind)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def _said(*arguments: str) -> tuple[int, str]:
    """Run a command, and return its code and all that it says, its last error too."""
    result = CliRunner(mix_stderr=False).invoke(cli.briefing, [*arguments])
    error = result.exception if isinstance(result.exception, BriefingError) else ""
    return getattr(error, "exit_code", result.exit_code), f"{result.stdout}{result.stderr}{error}"


MAKE = ("--allow-private", "--voice", "silence", "--diacritizer", "none", "-vv")


@pytest.mark.parametrize("path", ["moved", "escapes", "nowhere"])
@pytest.mark.parametrize("command", ["make", "show"])
def test_a_link_that_fails_tells_no_secret_and_rules_no_terminal(site: str, path: str, command: str) -> None:
    link = f"http://desk:{SECRET}@{site}/{path}?{QUERY}"
    code, said = _said(command, link, *(MAKE if command == "make" else ("--allow-private",)))
    assert code == 8
    assert SECRET not in said
    assert ESCAPE not in said
    assert f"http://***@{site}/{path}?token=***&k=***&p=12" in said


def test_an_article_behind_a_key_is_published_without_it(site: str) -> None:
    code, said = _said("make", f"http://desk:{SECRET}@{site}/story?{QUERY}", *MAKE, "--json", "--epub")
    assert code == 0, said
    assert SECRET not in said
    files = [path for path in Path("output").rglob("*") if path.is_file()]
    assert len(files) > 10
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
    assert f'href="http://{site}/story?p=12"' in Path("output", "story", "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("stage", ["article", "script"])
def test_what_is_shown_of_an_article_has_no_key_in_it(site: str, stage: str) -> None:
    link = f"http://desk:{SECRET}@{site}/story?{QUERY}"
    code, said = _said("show", link, "--allow-private", "--at", stage, "--json")
    assert (code, SECRET in said) == (0, False)


def test_a_text_that_would_rule_the_terminal_is_shown_and_does_not() -> None:
    Path("story.txt").write_text(
        f"الحكومة تعلن خطة{ESCAPE}[2J جديدة\x9b31m لدعم الصناعة\n\n"
        f"أعلنت الحكومة {ESCAPE}]0;x\a اليوم \u202eخطة\u202c جديدة.\n",
        encoding="utf-8",
    )
    for stage in ("article", "sentences", "segments", "script", "spoken"):
        for form in ([], ["--json"]):
            code, said = _said("show", "story.txt", "--at", stage, "--diacritizer", "none", *form)
            assert code == 0, said
            assert not set(said) & {ESCAPE, "\x9b", "\a", "\u202e"}


@pytest.mark.parametrize("name", [f"a{ESCAPE}[2J.txt", "a\u202eb.txt", "a\nb.txt", "a\udcffb.txt"])
def test_the_name_of_a_file_rules_no_terminal(name: str) -> None:
    Path(name).write_bytes(b"")
    code, said = _said("make", name, "--voice", "silence")
    assert code == 3
    assert not set(said) & {ESCAPE, "\u202e", "\udcff"}
    assert said.strip().count("\n") == 0


def test_there_is_one_door_to_the_terminal() -> None:
    rooms = Path(cli.__file__).parent
    doors = {path.name for path in rooms.glob("*.py") if "click.echo(" in path.read_text(encoding="utf-8")}
    assert doors == {"console.py"}
    everywhere = {path for path in rooms.parent.rglob("*.py") if path.parent != rooms}
    assert not [path for path in everywhere if re.search(r"\bprint\(", path.read_text(encoding="utf-8"))]
