"""Word documents and books: their paragraphs as articles, or one line that says what is wrong with them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml

from briefing.article import office
from briefing.article.read import read
from briefing.errors import InputError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEADLINE = "إغلاق نفق المدينة القديمة"
LINES = ("أغلقت البلدية نفق المدينة القديمة أمام السيارات.", "ويستمر العمل في النفق ثلاثة أشهر.")
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="{}"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:identifier>book-1</dc:identifier><dc:creator>هدى سالم</dc:creator><dc:publisher>صحيفة الأفق</dc:publisher>
<dc:date>2024-03-05</dc:date></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="text/a%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/><itemref idref="gone"/></spine></package>"""


def page(*lines: str) -> str:
    told = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>x</title></head><body><h1>{HEADLINE}</h1>{told}</body></html>"


def archive(path: Path, parts: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return path


def book(path: Path, **changed: str) -> Path:
    parts = {
        "META-INF/container.xml": CONTAINER.format("OPS/book.opf"),
        "OPS/book.opf": PACKAGE,
        "OPS/nav.xhtml": page("المحتويات", "الفصل الأول"),
        "OPS/text/a b.xhtml": page(*LINES),
        "OPS/text/two.xhtml": "<html><body><h1>Cover</h1></body></html>",
    }
    return archive(path, {**parts, **changed})


def test_a_word_document_is_read_as_its_last_writer_left_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    document = docx.Document()
    document.add_paragraph(HEADLINE)
    paragraph = document.add_paragraph("أغلقت البلدية ")._p
    mark = f'xmlns:w="{office._WORD[1:-1]}"'
    paragraph.append(parse_xml(f"<w:ins {mark}><w:r><w:t>نفق المدينة</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {mark}><w:r><w:delText>جسر المدينة</w:delText></w:r></w:del>"))
    document.add_table(1, 2).cell(0, 0).text = "السعر"
    table = document.add_table(2, 2)
    for number, text in enumerate(("السنة", "السيارات", "2022", "1200")):
        table.cell(number // 2, number % 2).text = text
    path = tmp_path / "story.docx"
    document.save(str(path))
    assert read(str(path))[0].paragraphs == (HEADLINE, "أغلقت البلدية نفق المدينة", "2022: السيارات 1200.")
    assert "1 of its tables" in caplog.text


def test_a_word_document_is_its_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.author = "هدى سالم"
    for line in (HEADLINE, "", *LINES):
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    (article,) = read(str(tmp_path / "a.docx"))
    assert article.paragraphs == (HEADLINE, *LINES)
    assert article.byline == "هدى سالم"


def test_each_document_of_a_book_with_a_text_is_an_article(tmp_path: Path) -> None:
    (article,) = read(str(book(tmp_path / "a.epub")))
    assert article.paragraphs == (HEADLINE, *LINES)
    assert (article.byline, article.publication, article.id) == ("هدى سالم", "صحيفة الأفق", "book-1#OPS/text/a b.xhtml")
    assert article.published is not None


@pytest.mark.parametrize("name", ["a.docx", "a.epub"])
@pytest.mark.parametrize("data", [b"no archive", b"PK\x03\x04 broken"])
def test_what_is_no_archive_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match="is not a"):
        read(str(tmp_path / name))


@pytest.mark.parametrize("name", ["a.docx", "a.epub"])
def test_another_archive_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="is no whole"):
        read(str(archive(tmp_path / name, {"note.txt": "x"})))


def test_a_document_without_a_word_is_refused(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    with pytest.raises(InputError, match="without a text"):
        read(str(tmp_path / "a.docx"))


def test_a_book_of_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="without an Arabic text"):
        read(
            str(book(tmp_path / "a.epub", **{"OPS/text/a b.xhtml": "<html><body><p>One.</p><p>Two.</p></body></html>"}))
        )


def test_an_archive_that_unpacks_to_a_flood_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_MOST_BYTES", 1_000_000)
    with pytest.raises(InputError, match="unpacks to more than 1 MB"):
        read(str(book(tmp_path / "a.epub", flood="x" * 2_000_000)))


def test_the_package_that_reads_documents_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_spec", lambda _name: None)
    (tmp_path / "a.docx").write_bytes(b"PK")
    with pytest.raises(SettingsError, match="python-docx"):
        read(str(tmp_path / "a.docx"))
