"""Diacritized Arabic to phonemes, independent of any voice.

Phonemes are written in IPA: b t θ dʒ ħ x d ð r z s ʃ sˤ dˤ tˤ ðˤ ʕ ɣ f q k l m n h w j ʔ, p tʃ v ɡ in foreign names,
a i u aː iː uː; a doubled consonant is written twice, the diphthongs are aw and aj. Two renderings follow: IPA for the
eye, and espeak-ng's mnemonics for the voice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from briefing import arabic
from briefing.narration import pausal
from briefing.narration.pausal import Endings
from briefing.narration.phonemes import joining, reading, render, stress, wasl
from briefing.narration.phonemes.letters import apart, compose
from briefing.resources import data, read_table

__all__ = ["Endings", "Word", "espeak", "ipa", "phonetize", "settled"]

_JOINT = re.compile(r"[-/\u2013\u2014]+")
_M = "[\u064b-\u0652\u0670]*"
# Abd, with the article of a name of God written on to it.
_SERVANT = re.compile(f"^([\u0648\u0641\u0628\u0644\u0643]?{_M}\u0639{_M}\u0628{_M}\u062f{_M})(\u0627\u0644.+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A whitespace-separated token of the text, its phonemes, and the index of the stressed vowel among them.

    A token without Arabic letters has no phonemes; a preposition or particle (`unstressed.tsv`) has no stress.
    """

    text: str
    phonemes: tuple[str, ...]
    stress: int | None


def phonetize(text: str, endings: Endings = Endings.FULL) -> tuple[Word, ...]:
    """Read one utterance of diacritized text, word by word: one `Word` for each whitespace-separated token.

    Words are joined as in speech but across punctuation. Text with few marks or none is read as far as its letters go.
    By default every ending that is marked is said; other endings make the pausal forms first.
    """
    tokens = text.split()
    parts: list[reading.Reading] = []
    pauses: list[bool] = []
    owners: list[int] = []
    for owner, (token, said) in enumerate(zip(tokens, pausal.pausal(text, endings).split(), strict=True)):
        for part in _parts(compose(said)):
            parts.append(reading.read(apart(part)))
            owners.append(owner)
            pauses.append(False)
        pauses[-1] = pausal.stops(token)
    joined = joining.join(parts, pauses)
    spoken: list[list[str]] = [[] for _ in tokens]
    for owner, phonemes in zip(owners, joined, strict=True):
        spoken[owner] += phonemes
    return tuple(
        Word(text=token, phonemes=tuple(phonemes), stress=_stress(token, phonemes))
        for token, phonemes in zip(tokens, spoken, strict=True)
    )


def _stress(token: str, phonemes: list[str]) -> int | None:
    return None if arabic.strip_marks(token) in _unstressed() else stress.stressed(phonemes)


@cache
def _unstressed() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table(data("ar", "phonemes", "unstressed.tsv"), ("word",)))


def _parts(token: str) -> list[str]:
    """Take a token apart where two words are written as one."""
    return [half for part in _JOINT.split(token) for half in _SERVANT.sub(r"\1 \2", part).split(" ")]


def ipa(text: str, endings: Endings = Endings.FULL) -> str:
    """Return the IPA of diacritized text, a space between words, a line for a line."""
    return "\n".join(_ipa_line(line, endings) for line in text.split("\n"))


def _ipa_line(line: str, endings: Endings) -> str:
    return " ".join("".join(word.phonemes) for word in phonetize(line, endings) if word.phonemes)


def espeak(text: str, endings: Endings = Endings.FULL) -> tuple[str, ...]:
    """Return espeak-ng mnemonics of its Arabic voice, one string for each whitespace-separated token of `text`.

    Each stands without its brackets: say `[[` + it + `]]` with the flag espeakPHONEMES (0x100). A token without
    Arabic letters (a lone dash, say) gives "". Punctuation is not part of the mnemonics: the caller puts it back, so
    that the voice pauses.
    """
    return tuple(render.espeak(word.phonemes, word.stress) for word in phonetize(text, endings))


def settled(typed: str, decoded: str) -> str:
    """Take from `decoded` the words of a text whose marks somebody left out; the others stay as `typed`.

    Both are the same letters. In a text that carries a mark on at least every third letter, a word with marks on all
    letters that want one is settled: what it leaves open, its last letter say, is meant to be open. A diacritizer
    would fill it.
    """
    if not _is_marked(typed):
        return decoded
    words = zip(_TOKEN.findall(typed), _TOKEN.findall(decoded), strict=True)
    return "".join(word if _is_settled(word) else guess for word, guess in words)


_TOKEN = re.compile(r"\s+|\S+")


def _is_marked(text: str) -> bool:
    marks = sum(char in arabic.MARKS for char in text)
    return marks * 3 >= len(_LETTER.findall(text)) > 0


_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a]")
_LONG = frozenset("\u0622\u0627\u0648\u0649\u064a")


def _is_settled(token: str) -> bool:
    word = apart(compose(token))
    article = wasl.find(word).lam
    return all(
        not letter.bare or letter.char in _LONG or at == article or following.char in _LONG
        for at, (letter, following) in enumerate(pairwise(word))
    )
