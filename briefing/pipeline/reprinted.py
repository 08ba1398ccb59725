"""Every form of an episode written again by the publishers, and held against what was published, byte by byte.

Whoever adds a word, hides one, swaps a name or a figure, leads elsewhere or leaves the announcement out has changed a
form; what follows from article, settings and statement alone is the same again.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from briefing import documents, plugins, provenance
from briefing.audio import run_ffmpeg
from briefing.audit import Fault, metadata
from briefing.errors import BriefingError, OutputError
from briefing.files import content
from briefing.pipeline import frames, identity
from briefing.production import cover, id3, sign, tag
from briefing.publishing import record, rss
from briefing.publishing import show as shows
from briefing.publishing.address import FEED_FILE, base
from briefing.publishing.epub import BOOK_FILE
from briefing.shelf import RECORD_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.model import Episode
    from briefing.plugins import Publisher
    from briefing.settings import Show

_OURS = "briefing."
_SHOWN_CHARS = 60
_LARGEST_BOOK = 200_000_000  # bytes, unpacked: hours of sound
# What ffmpeg says of itself.
_ENCODERS = frozenset({"encoder", "major_brand", "minor_version", "compatible_brands"})
_ID3V1_BYTES, _FOOTER_BYTES, _HEAD_BYTES = 128, 32, 10
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,120}|-?")
_PNG_BYTES = 8
_ABOUT = 2  # of 255: what rounding makes of a pixel elsewhere


class Reprint:
    """An episode written again in a room of its own."""

    def __init__(self, episode: Episode, folder: Path, show: Show, *, signed: frozenset[str]) -> None:
        """Take what is published in `folder`; `signed` are the files that hold a signature."""
        self._episode, self._folder, self._show, self._signed = episode, folder, show, signed

    def faults(self) -> Iterator[Fault]:
        """Yield a fault for each form that is another than the publishers write."""
        with tempfile.TemporaryDirectory() as name:
            room = Path(name)
            # What stands beside a form says which others the page names, and is inside the book.
            for beside in (*(media.name for media in self._episode.enclosures), *record.COVER_FILES):
                if (self._folder / beside).is_file():
                    shutil.copyfile(self._folder / beside, room / beside)
            yield from self._of_cover(room)
            yield from self._of_sound(room)
            try:
                written = self._written(room)
                found = record.of(self._episode, room)
            except OutputError as error:
                yield Fault(kind="form", where=self._folder.name, what=f"cannot be written again: {error.what}")
                return
            for path in written:
                yield from self._of_form(path)
            yield from self._of_record(found)
            yield from self._of_feed(found)

    def _written(self, room: Path) -> list[Path]:
        """Publish again what was published; the forms of other houses are theirs."""
        paths: list[Path] = []
        for publisher in _publishers():
            if not publisher.optional or (self._folder / BOOK_FILE).is_file():
                paths += publisher.publish(self._episode, room)
        for path in paths:
            if not (self._folder / path.name).is_file():
                # Braille is written where a program for it is installed.
                path.unlink()
        return [path for path in paths if path.is_file()]

    def _of_form(self, path: Path) -> Iterator[Fault]:
        stated, own = content(self._folder / path.name) or b"", path.read_bytes()
        if stated == own:
            return
        if path.suffix == ".epub":
            for what in _of_book(stated, own):
                yield Fault(kind="form", where=path.name, what=what)
            return
        where = _first_difference(stated.decode("utf-8", "replace"), own.decode("utf-8", "replace"))
        yield Fault(kind="form", where=path.name, what=f"is not what this program writes: {where}")

    def _of_record(self, own: record.Record) -> Iterator[Fault]:
        stated = record.found(self._folder)
        if stated is None:
            return
        fields = (name for name in own.__dataclass_fields__ if getattr(own, name) != getattr(stated, name))
        for name in fields:
            yield Fault(kind="form", where=RECORD_FILE, what=f"has another {name} than this program writes")
        twice: list[str] = []
        found = documents.told(content(self._folder / RECORD_FILE) or b"", twice)
        known = json.loads(documents.written(stated, version=record.VERSION))
        # A folder may have another name now.
        strange = {name for name in found.keys() | known.keys() - {"slug"} if found.get(name) != known.get(name)}
        if twice:
            yield Fault(kind="form", where=RECORD_FILE, what=f"has {twice[0]!r:.40} twice")
        elif strange - {"slug"} or not isinstance(found.get("slug"), str):
            what = f"has what no record of ours has: {', '.join(sorted(strange)):.80}"
            yield Fault(kind="form", where=RECORD_FILE, what=what)

    # --- the sound ----------------------------------------------------------------------------------------------------

    def _of_sound(self, room: Path) -> Iterator[Fault]:
        art = next((room / name for name in (cover.NAME,) if (room / name).is_file()), None)
        for media in self._episode.enclosures:
            path = room / media.name
            if not path.is_file():
                continue
            try:
                yield from self._of_tags(path, art)
            except (BriefingError, OSError) as error:
                yield Fault(kind="sound", where=path.name, what=f"cannot be tagged again: {error}")
                shutil.copyfile(self._folder / path.name, path)

    def _of_tags(self, path: Path, art: Path | None) -> Iterator[Fault]:
        stated = path.read_bytes()
        own, chapters = metadata(path)
        episode, foreign = self._named(own.get("comment", ""))
        if foreign:
            yield Fault(kind="sound", where=path.name, what=f"names as its source what is none: {foreign:.80}")
        tag.tag(path, episode, art, show=self._show, to_be_signed=bool(self._signed))
        written = path.read_bytes()
        path.write_bytes(stated)
        if path.suffix == ".mp3":
            yield from self._of_frames(path.name, stated, written)
        elif stated != written:
            path.write_bytes(written)
            ours, our_chapters = metadata(path)
            path.write_bytes(stated)
            for name in sorted((own.keys() | ours.keys()) - _ENCODERS):
                if own.get(name) != ours.get(name):
                    what = f"its tag {name} is {own.get(name, '')!r:.80}, not {ours.get(name, '')!r:.80}"
                    yield Fault(kind="sound", where=path.name, what=what)
            if [one.get("title") for one in chapters] != [one.get("title") for one in our_chapters]:
                yield Fault(kind="sound", where=path.name, what="its chapters have other names")

    def _of_frames(self, name: str, stated: bytes, written: bytes) -> Iterator[Fault]:
        """Hold the tag of an MP3 against the one that is written here, frame by frame where a signer wrote it anew."""
        is_signed = name in self._signed
        if frames.unsigned(stated) != frames.frames(written) if is_signed else stated != written:
            more = ", but for the signature" if is_signed else ""
            yield Fault(kind="sound", where=name, what=f"its tags are not what this program writes{more}")
        if not is_signed and frames.is_marked(stated):
            yield Fault(kind="sound", where=name, what="has the mark of a signature, and no signature")
        yield from _of_further_tags(name, stated)

    def _named(self, comment: str) -> tuple[Episode, str]:
        """Return the episode with the name of the file that its sound gives as its source, and that name if it is none.

        Only where nothing else says where an article comes from is it named there, and it is the reader's own file.
        """
        named = comment.split("\n", maxsplit=1)[0]
        article = replace(self._episode.article, source=named)
        mine = {self._folder.name, PurePath(self._episode.article.source).name}
        try:
            called = identity.slug(article)
        except ValueError:
            called = ""
        is_its_own = called in mine or named in mine or self._episode.guid == identity.guid(article, called)
        stranger = not (_FILE_NAME.fullmatch(named) or is_its_own)
        parts = self._episode.article.parts or (self._episode.article,)
        if any(one.byline or one.publication or one.url for one in parts):
            return self._episode, ""
        return replace(self._episode, article=article), named if stranger else ""

    # --- the cover ----------------------------------------------------------------------------------------------------

    def _of_cover(self, room: Path) -> Iterator[Fault]:
        found = content(self._folder / cover.NAME)
        if found is None:
            return
        # The bars and colours of a cover are of the folder's first name, which the record has.
        for name in dict.fromkeys((self._episode.slug, self._first_name())):
            own = cover.draw(replace(self._episode, slug=name), room / "own.png", show=self._show.title).read_bytes()
            (room / "own.png").unlink()
            if found == own or _is_drawn_alike(found, own):
                return
        yield Fault(kind="form", where=cover.NAME, what="is not the cover that this program draws of the headline")

    def _first_name(self) -> str:
        """Return the name that the folder had when its episode was made, as the record says it."""
        try:
            return str(documents.told(content(self._folder / RECORD_FILE) or b"", []).get("slug", ""))
        except ValueError:
            return ""

    # --- the feed -----------------------------------------------------------------------------------------------------

    def _of_feed(self, own: record.Record) -> Iterator[Fault]:
        """Hold the episode's item in the feed beside its folder, where there is one, against what is published."""
        from lxml import etree

        named = shows.named(self._show)
        links = rss.Links(name=FEED_FILE, newest=FEED_FILE)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        ours = etree.fromstring(rss.feed(named, base(named), "", [own], links), parser)
        (mine,) = (_plain(item, own.slug) for item in ours.iter("item"))
        for path in sorted(self._folder.parent.glob("feed*.xml")):
            try:
                theirs = etree.fromstring(content(path) or b"", parser)
            except etree.XMLSyntaxError:
                yield Fault(kind="form", where=path.name, what="cannot be read")
                continue
            items = [told for item in theirs.iter("item") if _is_of(own, told := _plain(item, own.slug))]
            if len(items) > 1:
                yield Fault(kind="form", where=path.name, what=f"has {len(items)} items for the episode")
            for told in items:
                if told != mine:
                    strange = next((a or b for a, b in zip_longest(told, mine) if a != b), None)
                    what = f"tells of the episode what is not published: {strange[1] if strange else '':.80}"
                    yield Fault(kind="form", where=path.name, what=what)


@cache
def _publishers() -> tuple[Publisher, ...]:
    """Return those that come with this program, in the order in which they publish."""
    found = map(plugins.publisher, plugins.names(plugins.PUBLISHERS))
    return tuple(one for one in found if type(one).__module__.startswith(_OURS))


_Element = tuple[str, str, tuple[tuple[str, str], ...]]


def _is_of(own: record.Record, told: Sequence[_Element]) -> bool:
    """Say whether an item is the episode's: by its guid, in large or small letters, or by the sound that it gives."""
    sounds = {f"{own.slug}/{media.name}".casefold() for media in own.media}
    for name, text, attributes in told:
        if name == "guid" and "".join(text.split()).casefold() == own.guid.casefold():
            return True
        addresses = (unquote(value).partition("?")[0].casefold() for key, value in attributes if key in {"url", "uri"})
        if any(address in sounds or address.endswith(tuple(f"/{sound}" for sound in sounds)) for address in addresses):
            return True
    return False


def _plain(item: Any, slug: str) -> list[_Element]:  # noqa: ANN401 - an element
    """Return an item of a feed as what it says, its addresses from the episode's folder on."""
    away = re.compile(rf"""[a-z]+://[^\s"'<>]*?/(?={re.escape(slug)}/)""")
    return [
        (
            str(one.tag),
            away.sub("", f"{one.text or ''} {'' if one is item else one.tail or ''}".strip()),
            tuple(sorted((name, away.sub("", value)) for name, value in one.attrib.items())),
        )
        for one in item.iter()
    ]


def _first_difference(stated: str, own: str) -> str:
    """Say where two texts part."""
    for number, (one, other) in enumerate(zip_longest(stated.splitlines(), own.splitlines()), start=1):
        if one != other:
            a, b = one or "", other or ""
            at = next((at for at, (mine, theirs) in enumerate(zip(a, b, strict=False)) if mine != theirs), 0)
            start = max(0, at - _SHOWN_CHARS // 2)
            return f"line {number} has {a[start : start + _SHOWN_CHARS]!r}, not {b[start : start + _SHOWN_CHARS]!r}"
    return "its lines end otherwise"


def _of_book(stated: bytes, own: bytes) -> Iterator[str]:
    """Hold a book against another, file by file."""
    with zipfile.ZipFile(io.BytesIO(own)) as ours:
        try:
            with zipfile.ZipFile(io.BytesIO(stated)) as theirs:
                if sum(one.file_size for one in theirs.infolist()) > _LARGEST_BOOK:
                    yield "is too large to be looked at"
                    return
                if theirs.namelist() != ours.namelist():
                    yield f"has other files than this program writes: {', '.join(theirs.namelist()):.120}"
                    return
                for name in ours.namelist():
                    if theirs.read(name) != ours.read(name):
                        yield f"{name} is not what this program writes"
        except (ValueError, KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, OSError):
            yield "cannot be read"


def _of_further_tags(name: str, stated: bytes) -> Iterator[Fault]:
    """Find the tags that other programs put behind the sound, or a second one before it."""
    behind = stated[id3.length_bytes(stated[:_HEAD_BYTES]) :]
    old = stated[-_ID3V1_BYTES:].startswith(b"TAG")
    if behind.startswith(b"ID3") or old or b"APETAGEX" in stated[-_ID3V1_BYTES - _FOOTER_BYTES :]:
        yield Fault(kind="sound", where=name, what="has a second tag, and this program writes one")
    if stated[-_HEAD_BYTES:].startswith(b"3DI"):
        yield Fault(kind="sound", where=name, what="has a tag at its end, and this program writes none")


def _is_drawn_alike(found: bytes, own: bytes) -> bool:
    """Say whether two covers show the same, all over, and hold nothing else; another machine may round otherwise."""
    import numpy as np

    if _chunks(found) != _chunks(own):
        return False
    seen, drawn = _pixels(found), _pixels(own)
    if seen is None or drawn is None:
        return False
    return bool(np.abs(drawn.astype(int) - seen.astype(int)).max() <= _ABOUT)


def _chunks(picture: bytes) -> list[bytes]:
    """Return the kinds of what a PNG holds, in order, those of its picture once; all that is no part of one."""
    kinds, at = [picture[:_PNG_BYTES]], _PNG_BYTES
    while at + 12 <= len(picture) and kinds[-1] != b"IEND":
        kind = picture[at + 4 : at + 8]
        kinds += [kind] if kind != kinds[-1] else []
        at += 12 + int.from_bytes(picture[at : at + 4])
    return [*kinds, picture[at:]]


def _pixels(picture: bytes) -> Any:  # noqa: ANN401 - an array, or None
    import numpy as np

    command = ["-f", "png_pipe", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
    try:
        raw = run_ffmpeg(command, where=cover.NAME, stdin=picture)
    except BriefingError:
        return None
    side = cover.SIDE_PX
    return np.frombuffer(raw, dtype=np.uint8).reshape(side, side, 3) if len(raw) == 3 * side * side else None


def signatures(names: Mapping[str, str], folder: Path) -> frozenset[str]:
    """Name the files that have a signature, in them or beside them, whoever can read it."""
    found = set()
    for name in names:
        path = folder / name
        beside = path.suffix in sign.BESIDE and (folder / f"{name}{sign.SIDECAR}").is_file()
        if beside or (path.suffix in sign.EMBEDDED and path.is_file() and frames.is_signed(name, path.read_bytes())):
            found.add(name)
    return frozenset(found)


def stated_tags(episode: Episode, made_by: str) -> dict[str, str]:
    """Return the tags of an episode, as the program that it names would write them."""
    return {**provenance.tags(episode), provenance.MADE_BY: made_by}
