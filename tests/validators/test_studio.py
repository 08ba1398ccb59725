"""The studio in a real browser: an editor's minute by keyboard, with scripts and without; screens in every dress."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from contextlib import ExitStack
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Somebody's words are given to a woman whom the sentence before them named, and a man says them: "he added".
BRIDGE = """البلدية تؤجل افتتاح الجسر الجديد بعد اعتراض السكان

أعلنت بلدية المدينة تأجيل افتتاح الجسر الجديد إلى شهر مارس المقبل، بعد أن اعترض سكان الحي الشرقي على مسار الطريق.

وقالت رئيسة البلدية ليلى منصور في مؤتمر صحفي عقب لقائها المهندس سالم الحارثي: "سنستمع إلى السكان قبل أن نفتح الجسر".

وأضاف: "العمل في الجسر انتهى، وبقي الطريق الذي يصل إليه، وسيكلف 12 مليون دولار إضافية".

وكان سكان الحي قد نظموا وقفة أمام مبنى البلدية، وطالبوا بنقل الطريق بعيدا عن المدرسة التي يدرس فيها 850 تلميذا.

ومن المقرر أن يجتمع المجلس البلدي يوم الأحد لبحث المسار البديل الذي اقترحه السكان.

اقرأ أيضا: جسور المدينة القديمة
"""
QUIET = """افتتاح حديقة صغيرة

افتتحت البلدية حديقة صغيرة في المدينة أمس.
"""
HOSTILE = """عنوان <script>alert(1)</script> & "كامل"

قال الوزير سالم الحارثي: "لن نتراجع عن <b>القرار</b> الذي اتخذناه أمس مهما حدث"، وأضاف أن 45% معه.
"""


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    for name, text in {"bridge": BRIDGE, "quiet": QUIET, "hostile": HOSTILE}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def opened(desk: Path) -> Iterator[Callable[..., str]]:
    """Give a function that opens the studio as a user does, and returns the address that it prints."""
    running = ExitStack()

    def opened(*options: str) -> str:
        command = [sys.executable, "-m", "briefing", "studio", "desk", "--voice", "espeak", "--by", "سلمى", *options]
        process = running.enter_context(subprocess.Popen(command, cwd=desk.parent, stdout=subprocess.PIPE, text=True))
        running.callback(process.terminate)
        assert process.stdout is not None
        return process.stdout.readline().strip()

    with running:
        yield opened


def screens(address: str) -> list[tuple[str, str]]:
    """Return the path and the text of every screen, of each article on the desk."""
    site = address.partition("/?")[0]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def read(path: str) -> str:
        with browser.open(f"{site}{path}", timeout=60) as answer:
            text: str = answer.read().decode()
            return text

    browser.open(address, timeout=60).close()
    articles = html.fromstring(read("/")).xpath("//ol[@class='desk']//a/@href")
    assert len(articles) == 3
    paths = [
        "/",
        *(f"{article}{screen}" for article in articles for screen in ("", "/words/2?word=1", "/numbers", "/publish")),
    ]
    return [(path, read(path)) for path in paths]


def test_no_screen_breaks_an_accessibility_rule_in_any_dress(
    node: Callable[..., Any], opened: Callable[..., str], language: str
) -> None:
    address = opened("--lang", language)
    paths = [path for path, _ in screens(address)]
    seen = node("studio_axe.cjs", address, *paths)
    assert len(seen) == 10 * len(paths)
    for screen in seen:
        assert screen["violations"] == [], screen
        assert screen["complaints"] == [], screen
        assert screen["tooWide"] <= 0, screen
        assert screen["passed"] > 0, screen


def test_the_html_checker_finds_nothing(
    tool: Callable[[str], str],
    node_module: Callable[[str], Path],
    opened: Callable[..., str],
    language: str,
    tmp_path: Path,
) -> None:
    pages = []
    for number, (_, text) in enumerate(screens(opened("--lang", language))):
        pages.append(tmp_path / f"{number}.html")
        pages[-1].write_text(text, encoding="utf-8")
    checker = node_module("vnu-jar/build/dist/vnu.jar")
    done = subprocess.run([tool("java"), "-jar", checker, "--Werror", *pages], capture_output=True, check=False)
    assert done.stderr.decode() == ""
    assert done.returncode == 0


TOLD = [
    "سُجل القرار. كان البرنامج واثقا أن القائل ليلى منصور",
    "سُجل القرار. خرجت",
    "تراجعت عن: لا تُقال: «",
    "أعيد: لا تُقال: «",
    "سُجل القرار",
    "اعتُمد الموجز",
    "نُشر الموجز",
]


@pytest.mark.parametrize("scripted", ["yes", "no"])
def test_an_editors_minute_by_keyboard_alone(
    node: Callable[..., Any], opened: Callable[..., str], desk: Path, scripted: str
) -> None:
    (desk / "hostile.txt").unlink()
    seen = node("studio_journey.cjs", opened(), scripted, "سالم الحارثي", "الجديد")
    assert seen["riskiest"].startswith("البلدية تؤجل")
    assert seen["chosen"] == "سالم الحارثي"
    assert seen["complaints"] == []
    assert seen["state"] == "state published"
    steps = seen["steps"]
    if scripted == "yes":
        announced = [step["announced"] for step in steps if "announced" in step]
        assert [len(once) for once in announced] == [1] * len(TOLD), announced
        assert all(once[0].startswith(told) for once, told in zip(announced, TOLD, strict=True)), announced
        assert all(step["focus"] != "BODY" for step in steps if "focus" in step)
        assert {"onWord": True} in steps
        assert {"sound": 200, "type": "audio/wav"} in steps
        assert {"earlier": 200} in steps
    else:
        titles = [step["title"] for step in steps]
        assert all(title.startswith(told) for title, told in zip(titles, TOLD, strict=True)), titles
    decided = (desk / "corrections.toml").read_text(encoding="utf-8")
    assert 'to = "سالم الحارثي"' in decided
    assert all(f"[[{kind}]]" in decided for kind in ("speaker", "leave", "reading", "approved"))
    assert (desk.parent / "output" / "bridge" / "briefing.mp3").is_file()
