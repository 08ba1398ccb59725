"""A message (RFC 5322): its subject is the headline, its text the story; what programs put around it is neither."""

from __future__ import annotations

import email
import email.policy
import re
from functools import cache
from typing import TYPE_CHECKING

from briefing import resources
from briefing.article import paragraphs
from briefing.article.markup import paragraphs_of
from briefing.article.metadata import person
from briefing.article.moment import moment
from briefing.article.words import words
from briefing.errors import InputError
from briefing.model import Article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage

    from briefing.article.material import Material

# A signature stands behind two dashes and a space (RFC 3676), which many programs cut off.
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)
_FIELD = re.compile(r"\s*\**([^\W\d_][^:*\n]{0,20})\**\s*:\**\s*(\S.*)?")
_RULE = re.compile(r"\s*-{3,}[^-\n]{0,60}-{0,20}\s*")
_LEAST_FIELDS = 2
_LEAST_CHARS = 200


def read_mail(material: Material) -> tuple[Article, ...]:
    """Read a message; of one that is passed on, the message inside. Raises InputError where it has no text."""
    message = email.message_from_bytes(material.data, policy=email.policy.default)
    try:
        lines = _longest(message)
    except (LookupError, ValueError, AttributeError) as error:
        raise InputError(material.source, "is a message that cannot be read", "save its text and give that") from error
    inner, lines = _passed_on(lines)
    subject, sender, sent = (inner.get(name) or str(message.get(name, "")) for name in ("Subject", "From", "Date"))
    headline = _without_prefixes(" ".join(subject.split()))
    told = tuple(line for line in map(str.strip, [headline, *lines]) if line)
    if not lines:
        raise InputError(material.source, "is a message without a text", "save its text and give that")
    return (
        Article(
            source=material.source, paragraphs=told, url=material.url, byline=person(sender), published=moment(sent)
        ),
    )


def _longest(message: EmailMessage) -> Sequence[str]:
    """Return the paragraphs of a message's text, or of its page where the text only points to that."""
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    written = _signed(str(plain.get_content())) if plain is not None else ""
    lines = paragraphs.split(written)
    if page is None or sum(map(len, lines)) > _LEAST_CHARS:
        return lines
    return max(lines, paragraphs_of(page.get_content()), key=lambda found: sum(map(len, found)))


def _signed(text: str) -> str:
    """Return what the sender wrote: no lines quoted from another message, and no signature."""
    return _QUOTED.sub("", _SIGNATURE.split(text.replace("\r\n", "\n").replace("\r", "\n"), maxsplit=1)[0])


def _passed_on(lines: Sequence[str]) -> tuple[dict[str, str], Sequence[str]]:
    """Return the fields of a message inside this one, by their English names, and the lines behind them.

    A note before them is for whoever the message was passed on to.
    """
    fields: dict[str, str] = {}
    for number, line in enumerate(lines):
        named = _FIELD.fullmatch(line)
        name = _field_names().get(" ".join(words(named[1]))) if named else None
        if named and name:
            fields[name] = named[2] or ""
        elif len(fields) >= _LEAST_FIELDS:
            return fields, lines[number:]
        elif not _RULE.fullmatch(line):
            fields = {}
    return {}, lines


def _without_prefixes(subject: str) -> str:
    """Return a subject without the "Re:" and "Fwd:" that mail programs put before it."""
    while (named := _FIELD.fullmatch(subject)) and _field_names().get(" ".join(words(named[1]))) == "Prefix":
        subject = named[2] or ""
    return subject


@cache
def _field_names() -> dict[str, str]:
    """Return the English name of each field, and `Prefix` for what stands before a subject, by how it is written."""
    rows = resources.read_table(resources.data("ar", "article", "mail-fields.tsv"), ("form", "field"))
    return {" ".join(words(row["form"])): row["field"] for row in rows}
