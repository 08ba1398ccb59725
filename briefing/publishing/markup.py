"""Arabic running text in HTML: Latin words say that they are English, numbers are kept apart from their neighbours."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from briefing.publishing.text import visible

if TYPE_CHECKING:
    from markupsafe import Markup

_LATIN = "A-Za-z\u00c0-\u024f"
_RUN = re.compile(
    rf"(?P<latin>[{_LATIN}](?:[{_LATIN}0-9.,'&/+ -]*[{_LATIN}0-9])?)"
    r"|(?P<number>[+-]?[0-9\u0660-\u0669](?:[0-9\u0660-\u0669.,:/\u066b\u066c\u2013-]*[0-9\u0660-\u0669])?%?)"
)
_WRAPS = {"latin": '<span lang="en" dir="ltr">{}</span>', "number": "<bdi>{}</bdi>"}


def running(text: str) -> Markup:
    """Mark up a stretch of text; its characters stay as they are, what is markup in it is escaped."""
    from markupsafe import Markup

    return Markup(_marked(visible(text)))  # noqa: S704 - every stretch is escaped below


def _marked(text: str) -> str:
    found: list[str] = []
    at = 0
    for run in _RUN.finditer(text):
        found.append(escape(text[at : run.start()]))
        found.append(_WRAPS[str(run.lastgroup)].format(escape(run.group())))
        at = run.end()
    return "".join([*found, escape(text[at:])])
