"""PDF files: letters at places become lines in reading order, the lines paragraphs; what is no text is refused."""

from __future__ import annotations

import contextlib
import zlib
from typing import TYPE_CHECKING

import pytest
from bidi.algorithm import get_display
from hypothesis import given
from hypothesis import strategies as st

from briefing.article import pdf
from briefing.article.eye_order import read_line, turn_brackets
from briefing.article.read import read
from briefing.errors import InputError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.model import Article

WIDTH, HEIGHT, RIGHT = 595, 842, 540
HEADLINE = "إغلاق نفق المدينة القديمة"
LEAD = "أغلقت البلدية صباح الأحد نفق المدينة القديمة (الميناء) أمام السيارات، بكلفة 12.5 مليون، أي 50%."
SAID = "وقال رئيس البلدية سالم الحداد: «لن نفتح النفق قبل أن يصبح آمنا»، وأضاف أن شركة Al Nour تصون من 10-15 يوما."


def seen(text: str) -> list[str]:
    """Return what the eye sees of a line from left to right, by another program's reading of the same standard."""
    return list(get_display(text, base_dir="R"))


def wrapped(text: str, letters: int = 60) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


class Page:
    """A page on which lines are drawn one below the other, flush right."""

    def __init__(self) -> None:
        self.drawn: list[tuple[float, float, float, list[str], str]] = []
        self.y = 760.0

    def draw(
        self, cells: Sequence[str], size: float = 12, right: float = RIGHT, y: float | None = None, said: str = ""
    ) -> None:
        at = self.y if y is None else y
        self.drawn.append((right - len(cells) * size / 2, at, size, list(cells), said))
        self.y = at - 1.7 * size if y is None else self.y

    def paragraph(self, text: str, size: float = 12, right: float = RIGHT) -> None:
        for line in wrapped(text):
            self.draw(seen(line), size, right)
        self.y -= size

    def cell(self, text: str, right: float, y: float) -> None:
        self.draw(seen(text), right=right, y=y)


def written(pages: Sequence[Page], *, more: bytes = b"") -> bytes:
    """Write a PDF: every glyph is half as wide as it is high, and named by a table of what it says."""
    glyphs = list(dict.fromkeys(glyph for page in pages for *_, cells, _ in page.drawn for glyph in cells))
    named = "\n".join(f"<{at:04X}> <{glyph.encode('utf-16-be').hex()}>" for at, glyph in enumerate(glyphs, start=1))
    space = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    table = f"begincmap {space} {len(glyphs)} beginbfchar\n{named}\nendbfchar endcmap"
    font = "/Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R"
    system = "/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>"
    below = f"/Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 500{system}/FontDescriptor 6 0 R"
    metrics = "/Type/FontDescriptor/FontName/A/Ascent 800/Descent -200/Flags 4/FontBBox[0 0 1000 1000]"
    kids = " ".join(f"{7 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        f"<<{font}>>".encode(),
        f"<<{below}>>".encode(),
        _stream(table.encode()),
        f"<<{metrics}>>".encode(),
    ]
    for at, page in enumerate(pages):
        holds = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {8 + 2 * at} 0 R/Resources<</Font<</F 3 0 R>>>>"
        media = f"<</Type/Page/Parent 2 0 R{holds}>>"
        shown = ""
        for x, y, size, cells, said in page.drawn:
            drawn = "".join(f"{glyphs.index(cell) + 1:04X}" for cell in cells)
            shown += f"{_tag(said)} BT /F {size} Tf {x} {y} Td <{drawn}> Tj ET EMC\n"
        objects += [media.encode(), _stream(shown.encode())]
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table_at = len(body)
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}trailer <</Size {len(objects) + 1}/Root 1 0 R"
    return body + tail.encode() + more + f">>\nstartxref\n{table_at}\n%%EOF".encode()


def _tag(said: str) -> str:
    return f"/Span <</ActualText <FEFF{said.encode('utf-16-be').hex()}>>> BDC" if said else "/P BMC"


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode() + packed + b"\nendstream"


def reading(tmp_path: Path, *pages: Page) -> Article:
    path = tmp_path / "story.pdf"
    path.write_bytes(written(pages))
    return read(str(path))[0]


def story() -> Page:
    page = Page()
    page.paragraph(HEADLINE, 20)
    for text in (LEAD, SAID):
        page.paragraph(text)
    return page


def nameless() -> Page:
    page = story()
    page.draw([*"ب", "", *"لا"], y=300)
    page.draw(["\x90", *"لا"], y=280)
    return page


def test_letters_at_places_become_paragraphs_in_reading_order(tmp_path: Path) -> None:
    assert reading(tmp_path, story()).paragraphs == (HEADLINE, LEAD, SAID)


@pytest.mark.parametrize(("name", "before"), [("story.txt", b""), ("story.pdf", b"X-Mail: 1\r\n" * 9)])
def test_a_pdf_is_known_by_its_bytes(tmp_path: Path, name: str, before: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(before + written([story()]))
    assert read(str(path))[0].paragraphs[0] == HEADLINE


def test_a_ligature_is_read_as_its_letters_and_a_letter_drawn_twice_once(tmp_path: Path) -> None:
    page = Page()
    page.draw([*reversed(["إ", "غ", "لا", "ق", " ", "ا", "ل", "ن", "ف", "ق"])])
    for place, glyph in enumerate("الباب"):
        page.draw([glyph], right=300 - 6 * place, y=600)
        page.draw([glyph], right=300.4 - 6 * place, y=600)
    assert reading(tmp_path, page).paragraphs == ("إغلاق النفق", "الباب")


def test_what_a_file_says_that_letters_stand_for_is_believed(tmp_path: Path) -> None:
    page = story()
    page.draw(["ر", "ش", "ن"], right=300, y=300, said="نشرت")
    page.draw(seen(" الصحيفة"), right=282, y=300)
    assert reading(tmp_path, page).paragraphs[-1] == "نشرت الصحيفة"


def test_a_sign_for_a_stretched_word_is_no_bracket(tmp_path: Path) -> None:
    page = story()
    page.draw(list("سر)ام"), y=300)
    assert reading(tmp_path, page).paragraphs[-1] == "مارس"


def test_a_large_first_letter_belongs_to_its_line(tmp_path: Path) -> None:
    page = Page()
    page.draw(["أ"], 40, y=680)
    page.paragraph(HEADLINE, 20)
    for at, line in enumerate(("غلقت البلدية صباح الأحد نفق المدينة", "أمام السيارات والدراجات كلها أسبوعا")):
        page.draw(seen(line), right=RIGHT - 22, y=700 - 20 * at)
    joined = "أغلقت البلدية صباح الأحد نفق المدينة أمام السيارات والدراجات كلها أسبوعا"
    assert reading(tmp_path, page).paragraphs == (HEADLINE, joined)


def test_a_figure_at_the_beginning_of_a_line_is_read_as_the_paragraph_is(tmp_path: Path) -> None:
    page = story()
    page.draw(seen("هبط مؤشر الشركات الصغيرة في ختام الجلسة الأخيرة اليوم بنحو"), y=300)
    page.draw(seen("هبط -0.42%.")[:-4], right=RIGHT, y=280)
    assert reading(tmp_path, page).paragraphs[-1].endswith("بنحو -0.42%.")


def test_lines_beside_a_picture_are_one_paragraph(tmp_path: Path) -> None:
    page = story()
    page.y = 400
    for line in wrapped(SAID, 40)[:3]:
        page.draw(seen(line))
    for line in wrapped(SAID.removeprefix(" ".join(wrapped(SAID, 40)[:3])), 60):
        page.draw(seen(line))
    assert reading(tmp_path, page).paragraphs[-1] == SAID


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = Page()
    page.paragraph(HEADLINE, 20)
    top = page.y
    for right, text in ((RIGHT, LEAD), (RIGHT - 250, SAID)):
        page.y = top
        for line in wrapped(text, 38):
            page.draw(seen(line), right=right)
    assert reading(tmp_path, page).paragraphs == (HEADLINE, LEAD, SAID)


def test_columns_that_are_drawn_across_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = Page()
    page.paragraph(HEADLINE, 20)
    for right, left in zip(wrapped(LEAD, 38), wrapped(SAID, 38), strict=False):
        y = page.y
        page.draw(seen(right))
        page.draw(seen(left), right=RIGHT - 250, y=y)
    found = reading(tmp_path, page).paragraphs
    assert found[1] == " ".join(wrapped(LEAD, 38)[: len(wrapped(SAID, 38))])
    assert found[2].startswith("وقال رئيس البلدية")


def test_head_foot_and_page_number_are_no_news_and_a_paragraph_goes_over_the_page(tmp_path: Path) -> None:
    first, second = Page(), Page()
    for number, page in enumerate((first, second), start=1):
        page.draw(seen("صحيفة الأفق"), 8, y=820)
        page.draw(seen(f"الصفحة {number}"), y=20)
    first.paragraph(HEADLINE, 20)
    lines = wrapped(f"{LEAD} {SAID}")
    for page, part in ((first, lines[:2]), (second, lines[2:])):
        for line in part:
            page.draw(seen(line))
    assert reading(tmp_path, first, second).paragraphs == (HEADLINE, f"{LEAD} {SAID}")


def test_what_stands_above_the_headline_comes_behind_it(tmp_path: Path) -> None:
    page = Page()
    page.paragraph("الأحد 5 مايو 2024")
    page.paragraph(HEADLINE, 20)
    page.paragraph(LEAD)
    assert reading(tmp_path, page).paragraphs == (HEADLINE, "الأحد 5 مايو 2024", LEAD)


def test_a_small_table_is_told_row_by_row(tmp_path: Path) -> None:
    page = story()
    for row, cells in enumerate((("السنة", "الحوادث"), ("2019", "17"), ("2023", "43"))):
        for column, cell in enumerate(cells):
            page.cell(cell, RIGHT - 120 * column, page.y - 20 * row)
    assert reading(tmp_path, page).paragraphs[3:] == ("2019: الحوادث 17.", "2023: الحوادث 43.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n%%EOF", "no whole PDF"),
        (written([story()])[:900], "no whole PDF"),
        (written([Page()]), "without a text"),
        (written([story()], more=b"/Encrypt<</Filter/Standard/V 1/R 2/O(a)/U(b)/P -4>>/ID[(a)(b)]"), "PDF"),
        (written([story()] * (pdf._MOST_PAGES + 1)), "pages"),
        (written([nameless()]), "which letters"),
        (written([story()]) + b"stream\n" + zlib.compress(b"0" * (pdf._MOST_BYTES + 1)), "unpacks to more"),
        (written([story()]) + b"stream\n" + zlib.compress(zlib.compress(b"0" * (pdf._MOST_BYTES + 1))), "unpacks"),
    ],
    ids=["empty", "half", "picture", "locked", "a book", "nameless", "a bomb", "a bomb in a bomb"],
)
def test_what_is_no_article_is_refused_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "story.pdf"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        read(str(path))


def test_a_file_that_does_not_name_its_letters_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = written([story()])
    path = tmp_path / "story.pdf"
    path.write_bytes(data.replace(b"/ToUnicode 5 0 R", b" " * len(b"/ToUnicode 5 0 R")))
    with pytest.raises(InputError, match="which letters"):
        read(str(path))
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match="pdfminer"):
        read(str(path))


@given(st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=4), st.integers(0, 6)), min_size=1, max_size=12))
def test_a_damaged_file_is_read_or_refused(cuts: list[tuple[int, bytes, int]]) -> None:
    data = bytearray(written([story()]))
    for place, put, taken in cuts:
        data[place : place + taken] = put
    with contextlib.suppress(InputError):
        assert read("story.pdf", data=bytes(data) or b" ")


ARABIC = st.text("ابتثجحخدرسعفقكلمنهوي", min_size=2, max_size=6)
FIGURES = st.from_regex(r"[1-9][0-9]{0,3}(?:[.,:/][0-9]{1,2})?|[٠-٩]{1,4}", fullmatch=True)
LATIN = st.from_regex(r"[A-Z][a-z]{1,5}(?: [A-Z][a-z]{1,4})?(?:-[0-9]{1,2})?", fullmatch=True)
WORDS = st.one_of(
    ARABIC,
    FIGURES.map("في {}".format),
    st.tuples(FIGURES, ARABIC).map("{0[0]} {0[1]}".format),
    st.tuples(ARABIC, LATIN, ARABIC).map("{0[0]} {0[1]} {0[2]}".format),
    ARABIC.map("({})".format),
    ARABIC.map("«{}».".format),
    FIGURES.map("بين {}%،".format),
    st.tuples(FIGURES, FIGURES).map("من {0[0]}-{0[1]} يوما".format),
)


@given(ARABIC, st.lists(WORDS, max_size=8), ARABIC)
def test_what_another_program_lays_out_is_read_back(first: str, words: list[str], last: str) -> None:
    text = " ".join((first, *words, last))
    assert turn_brackets(read_line(seen(text))) == text


@pytest.mark.parametrize(
    "text", ["2-1 نتيجة المباراة", "50% من الناخبين", "10-15 ألفا في 2020", "The New York Times 2024"]
)
def test_a_figure_before_the_first_arabic_letter_is_read_in_its_own_way(text: str) -> None:
    shown = seen(text) if any(letter > "\u0600" for letter in text) else list(text)
    assert read_line(shown, opens=True) == text
