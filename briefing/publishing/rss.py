"""The XML of a podcast feed.

RSS 2.0, PSP-1, iTunes, Podcast Namespace 1.0, Podlove Simple Chapters 1.2, RFC 5005 (paged feeds).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape, unescape
from typing import TYPE_CHECKING

from briefing.model import DigitalSource
from briefing.provenance import SOURCE_TYPE
from briefing.publishing.address import podcast_guid, under
from briefing.publishing.clock import clock, seconds, stamp
from briefing.publishing.notices import corrected
from briefing.publishing.record import LONGEST_NAME, LONGEST_TITLE
from briefing.publishing.text import clip, clip_bytes, tidy
from briefing.publishing.words import words
from briefing.settings import category_levels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

    from briefing.publishing.record import Media, Record
    from briefing.settings import Show

    _Url = Callable[[str], str]
    _Add = Callable[[_Element, str, dict[str, str]], _Element]

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
PSC = "http://podlove.org/simple-chapters"
NAMESPACES = {"atom": ATOM, "content": CONTENT, "itunes": ITUNES, "podcast": PODCAST, "psc": PSC}
LANGUAGE = "ar"
LONGEST_DESCRIPTION_BYTES = 4000
_LINK = re.compile(rb"<link>([^<]*)</link>")
_CHAPTERS_FORM = "chapters.json"
_TRANSCRIPT_FORMS = ("captions.vtt", "index.html", "transcript.json")
_WITH_TIMES = frozenset({"captions.vtt", "transcript.json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where a page of the feed stands among its pages; an empty name is no link. `newest` is the feed itself."""

    name: str
    newest: str
    older: str = ""
    newer: str = ""
    oldest: str = ""


def feed(show: Show, base_url: str, image: str, records: Sequence[Record], links: Links) -> bytes:
    """Write one page of the feed with its episodes in the order given. `image` is the address of the cover, or ""."""
    from lxml import etree

    root = etree.Element("rss", nsmap=NAMESPACES, version="2.0")
    channel = etree.SubElement(root, "channel")
    write = _Writer(etree.SubElement)
    synthetic = not records or any(map(_is_synthetic, records))
    _channel(write, channel, show, base_url, image, synthetic=synthetic)
    _dates(write, channel, records)
    _pages(write, channel, base_url, links)
    for record in records:
        _item(write, channel, show, base_url, record)
    etree.indent(root, space=" ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def site_of(content: bytes) -> str:
    """Return the address that a feed of ours gives for its show; nothing where it gives none."""
    link = _LINK.search(content)
    return unescape(link[1].decode()) if link else ""


class _Writer:
    """Adds elements; a short name for what is done forty times an episode."""

    def __init__(self, sub_element: _Add) -> None:
        self._add = sub_element

    def __call__(self, parent: _Element, tag: str, text: str | None = None, /, **attributes: str) -> _Element:
        element = self._add(parent, tag, attributes)
        element.text = text
        return element


def _channel(write: _Writer, channel: _Element, show: Show, base_url: str, image: str, *, synthetic: bool) -> None:
    title = clip(tidy(show.title), LONGEST_TITLE)
    author = clip(tidy(show.author), LONGEST_TITLE)
    site = under(base_url, "index.html")
    write(channel, "title", title)
    write(channel, "link", site)
    write(channel, "description", clip_bytes(tidy(show.description), LONGEST_DESCRIPTION_BYTES))
    write(channel, "language", LANGUAGE)
    write(channel, "generator", "briefing")
    write(channel, _itunes("author"), author)
    write(channel, _itunes("explicit"), "false")
    write(channel, _itunes("type"), "episodic")
    _category(write, channel, show.category)
    if show.owner_email:
        owner = write(channel, _itunes("owner"))
        write(owner, _itunes("name"), author)
        write(owner, _itunes("email"), tidy(show.owner_email))
    if image:
        write(channel, _itunes("image"), href=image)
        picture = write(channel, "image")
        write(picture, "url", image)
        write(picture, "title", title)
        write(picture, "link", site)
    write(channel, _podcast("guid"), show.guid or podcast_guid(under(base_url, "feed.xml")))
    write(channel, _podcast("medium"), "podcast")
    write(channel, _podcast("person"), clip(author, LONGEST_NAME), role="producer", group="creative direction")
    write(channel, _podcast("locked"), "no", **({"owner": tidy(show.owner_email)} if show.owner_email else {}))
    if synthetic:
        write(channel, _podcast("txt"), words()["ai_content"], purpose="ai-content")


def _category(write: _Writer, channel: _Element, category: str) -> None:
    """Write Apple's category; one below it stands behind a sign: `News > Politics`."""
    parent = channel
    for name in category_levels(category):
        parent = write(parent, _itunes("category"), None, text=name)


def _dates(write: _Writer, channel: _Element, records: Sequence[Record]) -> None:
    if records:
        newest = format_datetime(max(record.published for record in records))
        write(channel, "pubDate", newest)
        write(channel, "lastBuildDate", newest)


def _pages(write: _Writer, channel: _Element, base_url: str, links: Links) -> None:
    write(channel, _atom("link"), rel="self", type="application/rss+xml", href=under(base_url, links.name))
    named = {"first": links.newest, "next": links.older, "previous": links.newer, "last": links.oldest}
    if links.older or links.newer:
        for rel, name in named.items():
            if name:
                write(channel, _atom("link"), rel=rel, type="application/rss+xml", href=under(base_url, name))


def _item(write: _Writer, channel: _Element, show: Show, base_url: str, record: Record) -> None:
    def url(name: str) -> str:
        return under(base_url, record.slug, name)

    item = write(channel, "item")
    page = url("index.html")
    write(item, "title", record.title)
    write(item, "link", page)
    write(item, "guid", record.guid, isPermaLink="false")
    write(item, "pubDate", format_datetime(record.published))
    if record.corrected:
        write(item, _atom("updated"), record.corrected.isoformat())
    write(item, "description", description(record))
    write(item, f"{{{CONTENT}}}encoded", _html(record, page))
    main, *others = record.media
    write(item, "enclosure", url=_media_url(url, main), length=str(main.length_bytes), type=main.media_type)
    write(item, _itunes("duration"), str(round(record.duration_ms / 1000)))
    write(item, _itunes("author"), clip(tidy(show.author), LONGEST_TITLE))
    write(item, _itunes("explicit"), "false")
    write(item, _itunes("episodeType"), "full")
    if record.cover:
        write(item, _itunes("image"), href=url(record.cover))
    _podcasting(write, item, record, url)
    for media in others:
        _alternate(write, item, media, _media_url(url, media))
    chapters = write(item, f"{{{PSC}}}chapters", version="1.2")
    for stop in record.chapters:
        write(chapters, f"{{{PSC}}}chapter", start=stamp(stop.start_ms), title=stop.title)


def _podcasting(write: _Writer, item: _Element, record: Record, url: _Url) -> None:
    for name in _TRANSCRIPT_FORMS:
        if name in record.forms:
            rel = {"rel": "captions"} if name in _WITH_TIMES else {}
            write(item, _podcast("transcript"), url=url(name), type=record.forms[name], language=LANGUAGE, **rel)
    if _CHAPTERS_FORM in record.forms:
        write(item, _podcast("chapters"), url=url(_CHAPTERS_FORM), type=record.forms[_CHAPTERS_FORM])
    if record.bite:
        start, length = seconds(record.bite.start_ms), seconds(record.bite.duration_ms)
        write(item, _podcast("soundbite"), record.bite.title, startTime=start, duration=length)
    if record.author:
        write(item, _podcast("person"), record.author, role="author", group="writing")
    if _is_synthetic(record):
        write(item, _podcast("txt"), words()["ai_content"], purpose="ai-content")
    for name, value in record.provenance.items():
        write(item, _podcast("txt"), value, purpose=name)


def _alternate(write: _Writer, item: _Element, media: Media, address: str) -> None:
    length = str(media.length_bytes)
    element = write(item, _podcast("alternateEnclosure"), type=media.media_type, length=length, lang=LANGUAGE)
    write(element, _podcast("source"), uri=address)


def description(record: Record) -> str:
    """Write the plain description: the lead, a line a chapter with its time, what a listener must know.

    That the article was corrected comes before all else.
    """
    lead = "\n\n".join([*corrected(record.corrected), record.lead])
    times = "\n".join(f"({_minutes(stop.start_ms)}) {stop.title}" for stop in record.chapters)
    notices = "\n".join(_notices(record))
    rest = f"\n\n{times}\n\n{notices}"
    room = LONGEST_DESCRIPTION_BYTES - len(rest.encode())
    if room < LONGEST_NAME:
        return clip_bytes(f"{lead}{rest}", LONGEST_DESCRIPTION_BYTES)
    return clip_bytes(lead, room) + rest


def _html(record: Record, page: str) -> str:
    times = "".join(f"<li>({_minutes(stop.start_ms)}) {escape(stop.title)}</li>" for stop in record.chapters)
    notices = "".join(f"<p>{escape(notice)}</p>" for notice in _notices(record))
    link = f'<p><a href="{escape(page)}">{escape(words()["page"]["script"])}</a></p>'
    lead = "".join(f"<p>{escape(told)}</p>" for told in (*corrected(record.corrected), record.lead))
    return f'<div dir="rtl" lang="ar">{lead}<ol>{times}</ol>{notices}{link}</div>'


def _notices(record: Record) -> Sequence[str]:
    """Return what a listener must know: what was let through, that the voice is synthetic, and whose it is."""
    return [
        *record.notices,
        *([words()["ai_content"]] if _is_synthetic(record) else []),
        *filter(None, [record.read_by]),
    ]


def _is_synthetic(record: Record) -> bool:
    """Say whether no person reads; an old record does not say, and none did then."""
    return not record.provenance.get(SOURCE_TYPE, "").endswith(DigitalSource.CAPTURE)


def _minutes(ms: int) -> str:
    return clock(ms).rjust(len("00:00"), "0")


def _media_url(url: _Url, media: Media) -> str:
    # The digest makes caches let go when the sound is made anew; the name itself stays for life.
    return f"{url(media.name)}?v={media.digest}"


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _itunes(name: str) -> str:
    return f"{{{ITUNES}}}{name}"


def _podcast(name: str) -> str:
    return f"{{{PODCAST}}}{name}"
