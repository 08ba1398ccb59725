"""Text that is fit to be shown: no secret of an address in it, and nothing that a terminal would obey.

Whatever a server, a file or a library says may end up in an error, a log or a file that is published. `BriefingError`
and the command line's console pass everything through here, so that no caller has to think of it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HIDDEN = "***"

# A match begins where a word does, so that a long one without an address is looked through once.
_ADDRESS = re.compile(r"(?<![A-Za-z0-9+.-])[A-Za-z0-9+.-]+://\S*")
_PUNCTUATION = ".,:;!'\")]}>"
_WEB = frozenset({"http", "https"})
_END_OF_AUTHORITY = re.compile(r"[/?#]")
# A page of somebody's on a social network behind a port: `https://social.example:8443/@desk/12`.
_ACCOUNT = re.compile("/@[^@]*")
_PORT = re.compile(r"(?:\[[^\]]*\]|[^:\[\]]*)(?::\d*)?")
# Names that carry a secret wherever they stand, in a query or in front of an equals sign.
_SECRET_NAME = re.compile(
    r"pass|pwd|secret|token|auth|signature|credential|session|api[_-]?key|access[_-]?key|jwt|x-amz-|x-goog-"
    r"|^(?:key|sig|sid|code|pin|otp|user|login)$",
    re.IGNORECASE,
)
# An article's number, a page's: what a reader needs to tell two addresses apart, and too short to be a key.
_PLAIN_VALUE = re.compile(r"[0-9]{0,10}")
# Twenty letters and digits in one run, both among them, are a key; words in an address have dashes between them.
_LONG_RUN = re.compile(r"\w{20,}", re.ASCII)
_PARAMETERS = re.compile(r"([&;])")
_HIDDEN_VALUE = rf"\g<1>{HIDDEN}"
_PATH_PARAMETER = re.compile(r"(;[^=/;]+=)[^/;]*")

# Headers and settings that libraries quote in what they say.
_TOLD_SECRETS = (
    (re.compile(r"(//)[^\s/@:]+:[^\s/@]+(?=@)"), r"\1"),
    (re.compile(r"((?:proxy-)?authorization|(?:set-)?cookie)(['\"]?\s*[:=]).*", re.IGNORECASE | re.DOTALL), r"\1\2"),
    (re.compile(r"(\bbearer\s+)[\w.~+/=-]{8,}", re.IGNORECASE), r"\1"),
    (
        re.compile(
            r"((?<!\w)\w*(?:passw|passphrase|secret|token|api_?key)\w*['\"]?\s*=\s*)[^\s,;&)]*[^\s,;&):'\"]",
            re.IGNORECASE,
        ),
        r"\1",
    ),
    (re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), ""),
)

_BREAKS = re.compile("[\t\n\v\f\r\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]+")
# Controls of a terminal (C0, DEL, C1), lone surrogates, and what hides text or turns it round. The joiners and the
# marks of direction that Arabic is written with stay.
_HARMFUL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_HARMFUL_IN_LINES = re.compile(rf"(?![\t\n]){_HARMFUL.pattern}")


def line(text: str) -> str:
    """Return a text as one line without secrets, whose controls are spelled out and never obeyed."""
    return escaped(_BREAKS.sub(" ", without_secrets(text)))


def lines(text: str) -> str:
    """Return a text whose controls are spelled out; line ends and tabs stay."""
    return _HARMFUL_IN_LINES.sub(_spelled, text)


def escaped(text: str) -> str:
    """Spell out every control and everything that hides text or turns it round, as Python and JSON do."""
    return _HARMFUL.sub(_spelled, text)


def place(text: str) -> str:
    """Return the name of a file or an address as one line; an address may have spaces in it, as passwords have."""
    return line(address(text) if _ADDRESS.match(text) else text)


def escaped_json(document: str) -> str:
    """Escape in a JSON document what it may hold raw and a terminal would obey; the values stay the same."""
    return _HARMFUL_IN_LINES.sub(_as_json, document)


def without_secrets(text: str) -> str:
    """Hide the secrets of every address in a text, and those that headers and settings name."""
    told = _ADDRESS.sub(_without_secrets, text)
    for pattern, kept in _TOLD_SECRETS:
        told = pattern.sub(kept + HIDDEN, told)
    return told


def _without_secrets(match: re.Match[str]) -> str:
    """Hide the secrets of an address in a sentence; the punctuation behind it is the sentence's."""
    url = match[0].rstrip(_PUNCTUATION)
    return address(url) + match[0][len(url) :]


def address(url: str) -> str:
    """Return an address without its secrets, for people: who signs in is hidden, and of a query all but numbers."""
    scheme, authority, rest = _apart(url)
    path, query, fragment = _parts(rest)
    if query:
        query = "?" + _parameters(query[1:], lambda name, value: _PLAIN_VALUE.fullmatch(value) and not _is_secret(name))
    if "=" in fragment:
        fragment = "#" + _parameters(fragment[1:], lambda _, value: _PLAIN_VALUE.fullmatch(value))
    return f"{scheme}://{authority}{_PATH_PARAMETER.sub(_HIDDEN_VALUE, path)}{query}{fragment}"


def link(url: str) -> str:
    """Return a web address without its secrets, for listeners: it still leads there, unless only a key opens it."""
    scheme, separator, rest = url.partition("://")
    authority, tail = _site(rest)
    path, query, fragment = _parts(tail)
    kept = [part for part in query[1:].split("&") if part and not _carries_a_key(part)]
    if _carries_a_key(fragment[1:]):
        fragment = ""
    query = "?" + "&".join(kept) if kept else ""
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{path}{query}{fragment}"


def secrets_of(url: str) -> frozenset[str]:
    """Return the password of an address, as it is written and as a server is sent it."""
    authority, _ = _site(url.partition("://")[2])
    password = authority.rpartition("@")[0].partition(":")[2]
    return frozenset(filter(None, (password, unquote(password))))


def _apart(url: str) -> tuple[str, str, str]:
    """Take an address apart: its scheme, its site without whoever signs in, and the rest.

    A password may hold the signs that end a site (`/`, `?`, `#`), where its writer did not quote them; then the site is
    what stands behind the last @.
    """
    scheme, _, rest = url.partition("://")
    authority, tail = _site(rest)
    signs_in = "@" in authority or (":" in authority and not (scheme.lower() in _WEB and _ACCOUNT.fullmatch(tail)))
    if signs_in and "@" in rest:
        site, tail = _site(rest.rpartition("@")[2])
        return scheme, f"{HIDDEN}@{site}", tail
    if not _PORT.fullmatch(authority):
        return scheme, f"{authority.partition(':')[0]}:{HIDDEN}", tail
    return scheme, authority, tail


def _site(rest: str) -> tuple[str, str]:
    """Cut what stands behind `://` where the site ends."""
    end = _END_OF_AUTHORITY.search(rest)
    return (rest[: end.start()], rest[end.start() :]) if end else (rest, "")


def _parts(rest: str) -> tuple[str, str, str]:
    """Take path, query and fragment apart; the latter two keep their signs."""
    before, sign, fragment = rest.partition("#")
    path, mark, query = before.partition("?")
    return path, mark + query, sign + fragment


def _parameters(query: str, is_shown: Callable[[str, str], object]) -> str:
    return "".join(_shown_parameters(query, is_shown))


def _shown_parameters(query: str, is_shown: Callable[[str, str], object]) -> Iterator[str]:
    for part in _PARAMETERS.split(query):
        name, equals, value = part.partition("=")
        if not equals:
            name, value = "", name
        yield part if part in "&;" or is_shown(name, value) else f"{name}{equals}{HIDDEN}"


def _is_secret(name: str) -> bool:
    return bool(_SECRET_NAME.search(name))


def _carries_a_key(parameter: str) -> bool:
    name, equals, value = parameter.partition("=")
    secret = bool(equals) and _is_secret(name) and not _PLAIN_VALUE.fullmatch(value)
    return secret or any(_is_key_like(run) for run in _LONG_RUN.findall(value or name))


def _is_key_like(run: str) -> bool:
    return any(sign.isdigit() for sign in run) and any(sign.isalpha() for sign in run)


def _as_json(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:  # noqa: PLR2004 - two hexadecimal digits
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - four of them
