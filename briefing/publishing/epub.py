"""`briefing.epub`: a book that reads itself aloud (EPUB 3.3 with media overlays, EPUB Accessibility 1.1)."""

from __future__ import annotations

import zipfile
from datetime import UTC
from typing import TYPE_CHECKING

from briefing.errors import OutputError
from briefing.files import replacing
from briefing.provenance import tags
from briefing.publishing.lines import lines, parts
from briefing.publishing.markup import running
from briefing.publishing.notices import heading, notices
from briefing.publishing.page import article_link
from briefing.publishing.text import tidy
from briefing.publishing.words import render
from briefing.reader import narrator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefing.model import Episode
    from briefing.publishing.lines import Part

BOOK_FILE = "briefing.epub"
MEDIA_TYPE = "application/epub+zip"
_ROOM = "EPUB"
_COVERS = {"cover.jpg": "image/jpeg", "cover.png": "image/png"}
# The files of a book that are filled in, and the templates that they come from.
_FILLED_IN = {
    "package.opf": "book-package.xml",
    "nav.xhtml": "book-nav.xml",
    "briefing.xhtml": "book-text.xml",
    "briefing.smil": "book-overlay.xml",
}
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    f'<rootfile full-path="{_ROOM}/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_STYLE = (
    "body{line-height:1.9;margin:1em}\nblockquote{margin:0 1em;border-right:.25em solid;padding-right:1em}\n"
    "cite{font-style:normal}\n.sounding{background-color:#ffd666;color:#1e1b17}\n"
)


class Epub:
    """Writes `briefing.epub`."""

    optional = True

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write the book, the recording inside. Raises OutputError where the recording cannot be read."""
        audio = folder / episode.enclosures[0].name
        cover = next((name for name in _COVERS if (folder / name).is_file()), "")
        path = folder / BOOK_FILE
        with replacing(path) as beside, zipfile.ZipFile(beside, "w") as book:
            moment = max(episode.published.astimezone(UTC).timetuple()[:6], (1980, 1, 1, 0, 0, 0))
            for name, content, packed in (
                ("mimetype", MEDIA_TYPE.encode(), False),
                ("META-INF/container.xml", _CONTAINER.encode(), True),
                *((f"{_ROOM}/{name}", text.encode(), True) for name, text in _texts(episode, cover)),
                (f"{_ROOM}/{audio.name}", _read(audio), False),
                *([(f"{_ROOM}/{cover}", _read(folder / cover), False)] if cover else []),
            ):
                info = zipfile.ZipInfo(name, date_time=moment)
                info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
                info.external_attr = 0o644 << 16
                book.writestr(info, content)
        return [path]


def _texts(episode: Episode, cover: str) -> Iterator[tuple[str, str]]:
    laid_out = parts(episode)
    # Each line sounds until the next begins, so that the pauses between them are kept.
    ends = [*_starts(laid_out)[1:], episode.duration_ms]
    for name, template in _FILLED_IN.items():
        yield (
            name,
            render(
                template,
                title=tidy(episode.script.title),
                episode=episode,
                modified=episode.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                identifier=tidy(episode.guid),
                publication=tidy(episode.article.publication or ""),
                article=article_link(episode),
                notices=notices(episode),
                reader=heading(episode),
                narrator=tidy(narrator(episode.voice)),
                parts=laid_out,
                ends=ends,
                total=sum(ends) - sum(_starts(laid_out)),
                audio=episode.enclosures[0],
                made=tags(episode),
                cover=cover,
                cover_type=_COVERS.get(cover, ""),
                running=running,
            ),
        )
    yield "style.css", _STYLE


def _starts(laid_out: tuple[Part, ...]) -> list[int]:
    return [line.cue.start_ms for part in laid_out for line in lines(part)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(str(path), f"cannot be read: {error.strerror}", "make the episode again") from error
