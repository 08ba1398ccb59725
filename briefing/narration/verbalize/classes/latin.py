"""Latin words: a known reading, an acronym by its letters, or a transliteration by rule."""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import TYPE_CHECKING

from briefing.arabic.letters import ARTICLE
from briefing.narration.verbalize import transliteration
from briefing.narration.verbalize.cardinals import Form, fraction_digits, number, words
from briefing.narration.verbalize.classes import gloss
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import prefix_before
from briefing.narration.verbalize.spoken import one_by_one
from briefing.narration.verbalize.tables import latin_readings, letter_names

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)
LATIN = (
    "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1d00-\u1d7f\u1e00-\u1eff\u2c60-\u2c7f"
    "\ua722-\ua787\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a"
)
_WORD = re.compile(rf"[{LATIN}][{LATIN}0-9]{{0,200}}(?:['\u2019&.+-][{LATIN}0-9]{{1,60}}){{0,8}}\+?")
_GAP = re.compile(r" {1,2}| ?[-&:/] ?")
# Between the words of DeSantis or SurveyMonkey.
_HUMP = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])|(?<=^[A-Z][a-z])(?=[A-Z][a-z]{2})")
_RUN = re.compile(rf"[{LATIN}'\u2019]+|\d+(?:\.\d+)*")
_WHOLE_AND_FRACTION = 2
_FIGURES_APART = re.compile(r"(?<=\d)[-&+](?=\d)")
_MOST_WORDS = 6
_LONGEST_ACRONYM = 5
# A type of aircraft has four figures at most, as the A2000 of a list of products; a passport has seven.
_DIGITS_OF_AN_IDENTIFIER = 6
# An account of a bank, as it is printed: in groups of four.
_ACCOUNT = re.compile(r"[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?(?![A-Za-z0-9])")
# eVTOL, mRNA, PhD, and NGOs without their plural: letters, not words.
_MIXED_CAPITALS = re.compile(r"(?P<letters>[a-z]{0,2}[A-Z]{2,5}|[A-Z]{1,2}[a-z][A-Z]{1,2})s?")
_VOWEL = re.compile("[AEIOUYaeiouy]")


def known(written: str) -> str | None:
    """Return the reading that the table, or the user's own, has for a word or phrase."""
    return latin_readings().get(written.lower())


def read(text: str, position: int, floor: int) -> Reading | None:
    """Read the Latin word at `position`, with the words behind it where the table knows them together."""
    ends = tuple(_ends(text, position))
    if not ends:
        return None
    silent = _repetition(text, position, floor)
    if silent:
        return silent
    prefix = prefix_before(text, position, floor)
    end, said, rule = _account(text, position) or _known(text, position, ends) or _one(text, position, ends[0])
    if prefix.article and not said.startswith(ARTICLE):
        said = ARTICLE + said
    end = gloss.behind(text, end, said)
    after = " " if end < len(text) and text[end].isalnum() else ""
    return Reading(
        start=prefix.start,
        end=end,
        spoken=prefix.attach(said, definite=prefix.article) + after,
        semiotic_class=SemioticClass.LATIN,
        rule=rule,
    )


def _repetition(text: str, position: int, floor: int) -> Reading | None:
    """Say nothing for a gloss in brackets that repeats the name before it."""
    brackets = gloss.at(text, position)
    if brackets is None or brackets.start() < floor or not gloss.repeats(text, brackets, _whole(brackets[1])):
        return None
    start = brackets.start() - 1 if text[brackets.start() - 1] == " " and brackets.start() > floor else brackets.start()
    after = " " if text[brackets.end() : brackets.end() + 1].isalnum() else ""
    return Reading(
        start=start, end=brackets.end(), spoken=after, semiotic_class=SemioticClass.LATIN, rule="repeats the name"
    )


def _whole(name: str) -> str:
    return known(name) or " ".join(known(word) or guess(word) for word in name.split())


def _ends(text: str, position: int) -> Iterator[int]:
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, position)
        if not word:
            return
        yield word.end()
        gap = _GAP.match(text, word.end())
        if not gap:
            return
        position = gap.end()


def _account(text: str, position: int) -> tuple[int, str, str] | None:
    account = _ACCOUNT.match(text, position)
    return (account.end(), letter_by_letter(account[0]), "account") if account else None


def _known(text: str, position: int, ends: tuple[int, ...]) -> tuple[int, str, str] | None:
    for end in reversed(ends):
        said = known(text[position:end].replace("\u2019", "'"))
        if said:
            return end, said, "known"
    return None


def _one(text: str, position: int, end: int) -> tuple[int, str, str]:
    word = text[position:end].rstrip("+")
    return position + len(word), guess(word), "by rule"


def guess(word: str) -> str:
    """Say a word that no table knows: run by run, letters by name or by rule, figures as numbers."""
    if _FIGURES_APART.search(word):
        # Two figures beside each other would be heard as one.
        return f" {words()['dash']} ".join(map(guess, _FIGURES_APART.split(word)))
    dotless = word.replace(".", "") if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]?\.?", word) else word
    if _is_identifier(dotless):
        return letter_by_letter(dotless)
    runs = _RUN.findall(_HUMP.sub(" ", _plain(dotless)))
    return " ".join(filter(None, map(_said, runs)))


def _is_identifier(word: str) -> bool:
    """Say whether letters and figures are the sign of an account or a document, which is said one by one."""
    digits = sum(letter.isdecimal() for letter in word)
    return digits >= _DIGITS_OF_AN_IDENTIFIER and not set(word) & set(".-&+'\u2019")


def letter_by_letter(word: str) -> str:
    """Say each letter and each figure by itself, as a listener would write them down."""
    figures_and_letters = re.findall(r"\d+|[A-Za-z]+", word)
    return " ".join(one_by_one(run) if run.isdecimal() else spell(run) for run in figures_and_letters)


def _said(run: str) -> str:
    return figures(run) if run[0].isdecimal() else known(run) or _unknown(run)


def _unknown(run: str) -> str:
    mixed = _MIXED_CAPITALS.fullmatch(run)
    run = mixed["letters"] if mixed else run
    short = (
        mixed is not None
        or len(run) == 1
        or (run.isupper() and (len(run) <= _LONGEST_ACRONYM or not _VOWEL.search(run)))
    )
    said = spell(run) if short or not _VOWEL.search(run) else transliteration.to_arabic(run)
    _log.info("no reading is known for %r; it is said as %s", run, said)
    return said


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", "".join(_ODD.get(letter, letter) for letter in word))
    return "".join(letter for letter in decomposed if letter.isascii() or letter == "\u2019")


_ODD = {
    "\u00df": "ss", "\u00e6": "ae", "\u00c6": "AE", "\u0153": "oe", "\u0152": "OE", "\u00f8": "o", "\u00d8": "O",
    "\u0142": "l", "\u0141": "L", "\u0131": "i", "\u00f0": "d", "\u00d0": "D", "\u00fe": "th", "\u00de": "Th",
    "\u0111": "d", "\u0110": "D", "\u015f": "sh", "\u015e": "Sh", "\u0161": "sh", "\u0160": "Sh", "\u017e": "j",
    "\u017d": "J", "\u010d": "ch", "\u010c": "Ch", "\u0107": "ch", "\u0106": "Ch", "\u011f": "g", "\u011e": "G",
    "\u00e7": "s", "\u00c7": "S", "\u00f1": "ni", "\u00d1": "Ni",
}  # fmt: skip


def figures(run: str) -> str:
    """Say the figures of a name: 3.5 with its point, 1.1.7 with its dots."""
    parts = run.split(".")
    if len(parts) == _WHOLE_AND_FRACTION:
        return f"{number(parts[0], Form())} {words()['point']} {fraction_digits(parts[1])}"
    return f" {words()['dot']} ".join(number(part, Form()) for part in parts)


def spell(word: str) -> str:
    """Say a word letter by letter."""
    return " ".join(letter_names()[letter] for letter in word.upper() if letter in letter_names())
