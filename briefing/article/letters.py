"""One spelling for each letter: presentation forms, Farsi letters, hidden marks, entities and odd spaces put right.

Marks that the writer typed stay, shadda first; no Unicode normalization form is applied to the whole text, because
NFC and NFKC put the shadda behind the vowel.
"""

from __future__ import annotations

import html
import re
import unicodedata

from briefing.arabic import MARKS, TATWEEL, shadda_first

# Stretches of Unicode whose letters are forms of plain ones: Latin ligatures, Arabic presentation forms A and B,
# full-width forms, mathematical letters.
_FORMS = (
    (0xFB00, 0xFB06),
    (0xFB50, 0xFDFC),
    (0xFE70, 0xFEFC),
    (0xFF01, 0xFF5E),
    (0x1D400, 0x1D7FF),
    (0x1EE00, 0x1EEF1),
)
_SPACES = {"Zs", "Zl", "Zp"}
_HIDDEN = {"Cf", "Cc", "Co", "Cs", "Cn"}
# What `_TABLE` leaves as it is, and nearly all that is met.
_ODD = re.compile("[^ -~\u0621-\u0669\u00ab\u00bb\u2013\u2014\u2018-\u201f\u2026\u060c\u061b\u061f]")
_BREAKING = "\t\n\v\f\r\x85"
_KEHEH = {"\u06a9": "\u0643", "\u06aa": "\u0643"}
_YEH = {"\u06cc": "\u064a", "\u06d2": "\u064a"}
_HEH = {"\u06be": "\u0647", "\u06c1": "\u0647", "\u06d5": "\u0647", "\u06c3": "\u0629"}
_DIGITS = {chr(0x06F0 + digit): chr(0x0660 + digit) for digit in range(10)}
_HAMZA_ON = {
    "\u0627\u0653": "\u0622",
    "\u0627\u0654": "\u0623",
    "\u0648\u0654": "\u0624",
    "\u0627\u0655": "\u0625",
    "\u064a\u0654": "\u0626",
}
_HAMZA_APART = re.compile("|".join(_HAMZA_ON))
_ENTITY = re.compile("&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LETTER_OR_MARK = "\u0621-\u063a\u0641-\u0652\u0670-\u06d3"
_STRETCHED = re.compile(f"(?<=[{_LETTER_OR_MARK}]){TATWEEL}+(?=[{_LETTER_OR_MARK}])")
_TATWEELS = re.compile(f"{TATWEEL}{{2,}}")
_LOOSE_TATWEEL = re.compile(f"(?<![{_LETTER_OR_MARK}]){TATWEEL}+|(?<=[{_LETTER_OR_MARK}]{{2}}){TATWEEL}+(?=[\\s.,!]|$)")
# Numbers of footnotes, as an encyclopedia's text carries them: behind a word, or between it and the stop.
_NOTES = re.compile(r"(?<=\S)(?:\[\d{1,3}\])+(?![(\w])|(?<=\S)(?: ?\[\d{1,3}\])+(?=[.\u060c\u061b]|$)")
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
# The digits 0 to 9, raised.
SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
_RUN_OF_SPACES = re.compile(" {2,}")


def normalize(text: str) -> str:
    """Return the text in plain spelling: what a reader sees stays, what only a machine sees goes.

    Tatweel goes where it stretches a word and stays, once, where it joins a lone letter to what follows it.
    """
    text = _unescape(text)
    if _ODD.search(text):
        text = text.translate(_TABLE)
    text = _HAMZA_APART.sub(lambda match: _HAMZA_ON[match[0]], text)
    text = _STRETCHED.sub("", text)
    text = _NOTES.sub("", _LOOSE_TATWEEL.sub("", _TATWEELS.sub(TATWEEL, text)))
    return _RUN_OF_SPACES.sub(" ", shadda_first(text)).strip(" ")


def _unescape(text: str) -> str:
    for _ in range(2):  # pages that were escaped twice hold &amp;quot;
        if "&" not in text:
            return text
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text


class _Table(dict[int, str]):
    """What becomes of each code point, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _plain(chr(code))
        return found


_TABLE = _Table()


def _plain(char: str) -> str:
    for letters in (_KEHEH, _YEH, _HEH, _DIGITS):
        if char in letters:
            return letters[char]
    code = ord(char)
    category = unicodedata.category(char)
    if category in _SPACES or char in _BREAKING:
        return " "
    if category in _HIDDEN or code in _VARIATION_SELECTORS or char == "\N{REPLACEMENT CHARACTER}":
        return ""
    if any(first <= code <= last for first, last in _FORMS):
        return _expanded(char)
    return char


def _expanded(form: str) -> str:
    """Return the plain letters of a form; FBFC, say, is a form of a Farsi letter."""
    letters = unicodedata.normalize("NFKC", form)
    return form if letters == form else _without_carrier("".join(map(_plain, letters)))


def _without_carrier(form: str) -> str:
    """Drop the space or tatweel that Unicode puts under a mark with no letter of its own."""
    return form.lstrip(f" {TATWEEL}") if form[-1:] in MARKS else form
