"""Whatever an article, a file's name or a file of corrections says, the page shows it and obeys nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.studio.conftest import Visitor

BAD = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
STORY = f"""عنوان {BAD} في المدينة

قال الوزير سالم الحارثي {BAD}: "لن نتراجع عن {BAD} القرار الذي اتخذناه أمس"، وأضاف أن 45% من الناس معه.

وتحدث {BAD} عن أمور أخرى كثيرة في المؤتمر الصحفي الذي عقد في المدينة مساء أمس أمام جمهور كبير.
"""


def test_nothing_of_it_is_markup(open_studio: Callable[..., Visitor], tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "a<script>alert(3)<&.txt").write_text(STORY, encoding="utf-8")
    sheet = '[[leave]]\narticle = "a<script>alert(3)<&.txt"\ntext = "<script>alert(4)</script>"\nby = "<b>x</b>"\n'
    (folder / "corrections.toml").write_text(sheet, encoding="utf-8")
    visitor = open_studio(str(folder))
    (article,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    for path in ("/", article, f"{article}/words/2", f"{article}/numbers", f"{article}/publish"):
        answer = visitor.ask(path)
        assert answer.status == 200, answer.body.decode()
        page = answer.page
        assert [one.get("src") for one in page.xpath("//script")] == ["/studio.js"]
        assert not page.xpath("//img | //b[text()='x'] | //*[@onerror] | //*[@style]")
    assert "alert(4)" in visitor.ask(article).body.decode()


def test_a_decision_with_anything_in_it_is_kept_as_text(visitor: Visitor, article: str, news: Path) -> None:
    for text in (BAD, "]]\n[[approved]]\n", "\x00\x7f\u202e", '"""', "\\u0041", "a" * 5000):
        visitor.submit(visitor.ask(article), "/decide", kind="leave", text=text, nth="0")
    found = (news / "corrections.toml").read_text(encoding="utf-8")
    assert found.count("[[leave]]") == 6
    assert "\n[[approved]]" not in found
    assert visitor.ask(article).status == 200


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "approved", "to": "x"},
        {"kind": "nothing"},
        {"kind": "reading", "text": "ا", "to": "ا"},
        {"kind": "leave", "text": ""},
        {"kind": "leave", "text": "ا", "scope": "moon"},
        {"kind": "leave", "text": "ا", "scope": "everywhere"},
        {"kind": "leave", "text": "ا", "revision": "-"},
        {"forget": "nothing", "text": "ا"},
        {"kind": "leave", "text": "ا", "nth": "-5"},
        {},
    ],
)
def test_no_form_breaks_it(visitor: Visitor, article: str, news: Path, form: dict[str, str]) -> None:
    page = visitor.ask(article).page.xpath("//input[@name='page']/@value")[0]
    answer = visitor.send(f"{article}/decide", {"page": page, "back": article, **form})
    assert answer.status in {303, 409, 422}
    assert "fault of ours" not in answer.body.decode()
    assert "approved" not in ((news / "corrections.toml").read_text() if (news / "corrections.toml").exists() else "")


def test_bytes_that_are_no_form_break_nothing(visitor: Visitor, article: str) -> None:
    for body in (
        b"\xff\xfe",
        b"&&&===",
        b"%zz",
        urlencode({"page": "\ud800".encode("utf-8", "surrogatepass")}).encode(),
    ):
        answer = visitor.ask(f"{article}/decide", method="POST", body=body.decode("latin-1"))
        assert answer.status == 403


def test_a_file_of_corrections_that_is_off_is_told_on_the_page(visitor: Visitor, article: str, news: Path) -> None:
    (news / "corrections.toml").write_text("[[drop]]\n", encoding="utf-8")
    answer = visitor.ask(article)
    assert answer.status == 422
    assert "corrections.toml" in answer.body.decode()
    (news / "corrections.toml").unlink()
    assert visitor.ask(article).status == 200


def test_a_desk_with_a_broken_file_still_opens(visitor: Visitor, news: Path) -> None:
    (news / "corrections.toml").write_text("[[drop]]\n", encoding="utf-8")
    answer = visitor.ask("/")
    assert answer.status in {200, 422}
    assert "corrections.toml" in answer.body.decode()
