"""Exchange of names with other speech programs: Pronunciation Lexicon Specification (PLS) 1.0, W3C 2008.

Each name is a `lexeme` with its bare spelling as `grapheme`, its marked reading as `alias` (what a program that reads
marks needs) and its IPA as `phoneme` (what every program reads). An `alias` is taken back as it is; of a lexeme that
has none, the marks are found that read as its first `phoneme`.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from briefing import arabic
from briefing.arabic.letters import ALEF
from briefing.errors import InputError, SettingsError
from briefing.narration import phonemes
from briefing.narration.lexicon import user
from briefing.narration.phonemes import spelling

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lxml.etree import _Element

    from briefing.narration.lexicon import Entry

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_STRESS_AND_TIES = re.compile("[ˈˌ.\u0361\u035c]")
_SEGMENT = re.compile("dʒ|[sdtð]ˤ|[aiu]ː?|.")
_SEGMENT_WITH_CH = re.compile(f"tʃ|{_SEGMENT.pattern}")
_CH = "\N{ARABIC LETTER TCHEH}"
_log = logging.getLogger(__name__)


def written(entries: Iterable[Entry]) -> bytes:
    """Return a PLS 1.0 document of the entries, sorted by name."""
    from lxml import etree

    names: dict[str | None, str] = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}lexicon", {"version": "1.0", "alphabet": "ipa"}, nsmap=names)  # type: ignore[arg-type]
    root.set(_XML_LANGUAGE, "ar")
    for entry in sorted(entries, key=lambda known: known.name):
        lexeme = etree.SubElement(root, f"{{{NAMESPACE}}}lexeme")
        for tag, text in (("grapheme", entry.name), ("phoneme", phonemes.ipa(entry.reading)), ("alias", entry.reading)):
            etree.SubElement(lexeme, f"{{{NAMESPACE}}}{tag}").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read(source: Path) -> list[Entry]:
    """Read the Arabic names of a PLS document. Raises InputError where it is none.

    A lexeme whose reading is no reading of its spelling is left out with a warning.
    """
    from lxml import etree

    try:
        root = etree.fromstring(source.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, etree.XMLSyntaxError) as error:
        raise InputError(str(source), f"cannot be read: {error}", "name a PLS 1.0 file") from error
    if root.tag != f"{{{NAMESPACE}}}lexicon":
        raise InputError(str(source), "is no pronunciation lexicon", "name a PLS 1.0 file")
    return [entry for lexeme in root.iterfind(f"{{{NAMESPACE}}}lexeme") for entry in _entries(lexeme)]


def _entries(lexeme: _Element) -> Iterable[Entry]:
    """Yield an entry for each spelling of a lexeme."""
    aliases, sounds = _texts(lexeme, "alias"), _texts(lexeme, "phoneme")
    for name in map(arabic.strip_marks, _texts(lexeme, "grapheme")):
        readings = [alias for alias in aliases if arabic.strip_marks(alias) == name] or _from_sounds(name, sounds)
        try:
            yield user.entry(readings[0] if readings else name)
        except SettingsError:
            _log.warning("%s is left out: its reading is not one of its letters", name)


def _texts(lexeme: _Element, tag: str) -> list[str]:
    return [" ".join((found.text or "").split()) for found in lexeme.iterfind(f"{{{NAMESPACE}}}{tag}")]


def _from_sounds(name: str, sounds: list[str]) -> list[str]:
    """Find the marks of each word of a name that read as its sounds."""
    words, wanted = name.split(), _STRESS_AND_TIES.sub("", sounds[0] if sounds else "").split()
    if len(words) != len(wanted):
        return []
    found = [spelling.marked(word, _segments(word, said)) for word, said in zip(words, wanted, strict=True)]
    return [] if None in found else [" ".join(word for word in found if word)]


def _segments(word: str, said: str) -> list[str]:
    """Take IPA apart, and give an article its glottal stop and vowel back that fell behind another word."""
    segments = (_SEGMENT_WITH_CH if _CH in word else _SEGMENT).findall(said)
    if not word.startswith(ALEF) or segments[:1] == ["ʔ"]:
        return segments
    return ["ʔ", *segments] if segments[:1] == ["a"] else ["ʔ", "a", *segments]
