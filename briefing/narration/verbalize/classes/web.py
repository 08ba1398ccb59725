"""Addresses, handles and hashtags: the site's name only, a mail's to the end, "account", the words of a hashtag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.narration.verbalize.cardinals import words
from briefing.narration.verbalize.classes import latin, symbol
from briefing.narration.verbalize.letters import LETTERS
from briefing.narration.verbalize.reading import Reading, SemioticClass

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = re.compile(
    r"(?:https?://|ftp://)?(?:www\d?\.)?([A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,60}){0,4}\.[A-Za-z0-9]{1,60})(/[^\s()<>\u060c\u061b]{0,2000})?"
)
_MAIL = re.compile(
    r"([A-Za-z0-9._%+-]{1,60})@([A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{2,20}){0,3}\.[A-Za-z]{2,20})(?![A-Za-z0-9])"
)
_HANDLE = re.compile(r"@([A-Za-z0-9_]{1,40})")
_HASHTAG = re.compile(rf"#([{LETTERS}\w]{{1,120}})")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_COUNTRY = 2  # letters
_TOP = frozenset(
    [
        "com",
        "net",
        "org",
        "info",
        "edu",
        "gov",
        "int",
        "mil",
        "tv",
        "co",
        "io",
        "me",
        "news",
        "ly",
        "eg",
        "sa",
        "ae",
        "qa",
        "kw",
        "bh",
        "om",
        "ye",
        "iq",
        "sy",
        "lb",
        "jo",
        "ps",
        "ma",
        "dz",
        "tn",
        "sd",
        "uk",
        "us",
        "fr",
        "de",
        "ru",
        "tr",
        "ir",
        "il",
        "eu",
        "app",
        "dev",
        "ai",
        "online",
        "site",
        "xyz",
    ]
)


def address(text: str, position: int) -> Reading | None:
    """Read a web or mail address at `position`."""
    mail = _MAIL.match(text, position)
    if mail:
        return _reading(mail, f"{name(mail[1])} {symbol.spoken('@mail')} {_whole(mail[2])}", "mail")
    found = _ADDRESS.match(text, position)
    if not found:
        return None
    bare_name = found.start(1) == position
    if bare_name and found[1].rsplit(".", 1)[1].lower() not in _TOP:
        return None
    return _reading(found, site(found[1]), "address")


def handle(text: str, position: int) -> Reading | None:
    """Read a handle."""
    found = _HANDLE.match(text, position)
    return _reading(found, f"{symbol.spoken('@')} {name(found[1])}", "handle") if found else None


def hashtag(text: str, position: int) -> Reading | None:
    """Read a hashtag: its sign and its underscores are not said."""
    found = _HASHTAG.match(text, position)
    if not found or not re.search(rf"[{LETTERS}A-Za-z]", found[1]):
        return None
    from briefing.narration.verbalize.scan import scan

    words = " ".join(_split(found[1]))
    said, end = "", 0
    for reading in scan(words):
        said += words[end : reading.start] + reading.spoken
        end = reading.end
    return _reading(found, said + words[end:], "hashtag")


def _split(tag: str) -> Iterator[str]:
    for word in tag.split("_"):
        if word.isascii():
            yield from _PARTS.findall(word)
        elif word:
            yield word


def site(host: str) -> str:
    """Say the name of a site: the label before its top levels."""
    labels = host.split(".")
    known = latin.known(host)
    if known:
        return known
    # The last label is a top level, known or not.
    labels = labels[:-1] or labels
    while len(labels) > 1 and labels[-1].lower() in _TOP:
        labels.pop()
    return name(labels[-1])


def _whole(host: str) -> str:
    """Say a host as somebody would write it down who wants to send a mail there."""
    said = (name(label) if len(label) > _COUNTRY else latin.letter_by_letter(label) for label in host.split("."))
    return f" {words()['dot']} ".join(said)


def name(label: str) -> str:
    """Say a name that has no spaces."""
    known = latin.known(label)
    if known:
        return known
    said = [_part(part) for part in re.split(r"[._%+-]+", label) for part in _PARTS.findall(part)]
    return " ".join(said)


def _part(part: str) -> str:
    return latin.figures(part) if part.isdecimal() else latin.known(part) or latin.guess(part)


def _reading(found: re.Match[str], spoken: str, rule: str) -> Reading:
    end = found.end()
    written = found[0].rstrip(".")
    return Reading(
        start=found.start(),
        end=end - (len(found[0]) - len(written)),
        spoken=spoken,
        semiotic_class=SemioticClass.WEB,
        rule=rule,
    )
