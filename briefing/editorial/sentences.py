"""Sentences of a paragraph: split at a stop that stands outside quotation marks, brackets and abbreviations."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from itertools import accumulate

from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE, COMMA, FEH, HAMZA_ON_ALEF, WAW
from briefing.arabic.words import Part, parts
from briefing.editorial.lexicon import given_names, speech_verb
from briefing.editorial.marks import MARKS, Marked, pair
from briefing.editorial.wordlists import members
from briefing.resources import data, read_table

_STOPS = ".!?\N{ARABIC QUESTION MARK}\N{HORIZONTAL ELLIPSIS}\N{ARABIC FULL STOP}"
_STOP = re.compile(f"[{_STOPS}]+")
_CLOSING = f"{''.join(MARKS)})\\]}}"
_AFTER_STOP = re.compile(f"[{_CLOSING}]*")
_LAST_TOKEN = re.compile(r"[^\s()\[\]\"]*$")
# Letters with a stop behind each, set apart or not: "Q. M" is "Q.M".
_SPACED_TOKEN = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s?)*[^\W\d_]{1,4}$")
_ARABIC_WORD = re.compile(r"[\u0621-\u0652]+")
_ARABIC_END = re.compile("(?:[\u0621-\u0652]+|(?<![\\d.,:/])\\d+|\\d[%\N{ARABIC PERCENT SIGN}])$")
_GLUED_CHARS = 30
_FIRST_WORD = re.compile(r"[\w\u064b-\u0652\u0670]+")
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_MORE = re.compile(r"\S")
_LINE = re.compile(r"[^\n]+")
# Two dots are a pause in Arabic headlines ("word.. word"), three end a sentence as one does.
_PAUSE = ".."
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
# The label of an item is a number of two digits at most: "the decision: 1. ceasefire. 2. exchange".
_LABEL_CHARS = 8
_LABEL = re.compile("(?:^|[:.\N{ARABIC COMMA}]\\s+)\\d{1,2}$")
_LISTED = re.compile(r":\s+[1\u0661\u06f1]\s*[.)\-]")
_NEXT_LABEL = re.compile(r"\s(\d{1,2})$")
_LABELS = re.compile(r"\s(\d{1,2})\s*[.)\-]")
_ITEM = re.compile(r"\s+\d{1,2}\s*[.)\-]")
_NUMBER = re.compile(r"\s?\d")
# A stop that lost its space stands between two words of at least these many letters; shorter ones are initials.
_GLUED_LEFT, _GLUED_RIGHT = 3, 4
_OPENING = f"{''.join(MARKS)}(["


def split(text: str) -> tuple[str, ...]:
    """Return the sentences of a paragraph, verbatim, without the space around them."""
    return tuple(text[start:end] for start, end in spans(text))


@lru_cache(maxsize=128)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each sentence of a paragraph starts and ends."""
    found = []
    for line in _LINE.finditer(text):
        found += [(line.start() + start, line.start() + end) for start, end in _line_spans(line.group())]
    return tuple(found)


def _line_spans(text: str) -> list[tuple[int, int]]:
    shelter = _shelter(text)
    found = []
    start = 0
    for stop in _STOP.finditer(text):
        end = _end_of_sentence(text, stop, shelter)
        if end is not None and end > start:
            found.append((start, end))
            start = end
    found.append((start, len(text)))
    return [trimmed for trimmed in (_trim(text, *span) for span in found) if trimmed]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    if not part.strip():
        return None
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _end_of_sentence(text: str, stop: re.Match[str], shelter: bytearray) -> int | None:
    if shelter[stop.start()]:
        return _end_after_quote(text, stop, shelter)
    if any(continues(text, stop) for continues in _CONTINUATIONS):
        return None
    closing = _AFTER_STOP.match(text, stop.end())
    end = closing.end() if closing and not _opens_next(text, closing) else stop.end()
    following = text[end : end + 1]
    if not following or following.isspace():
        return None if _continues(text, end) else end
    return end if _is_glued(text, stop.start(), end) else None


def _opens_next(text: str, closing: re.Match[str]) -> bool:
    # In: word."word the mark belongs to what follows.
    following = text[closing.end() : closing.end() + 1]
    return bool(closing.group()) and following.isalnum()


def _continues(text: str, end: int) -> bool:
    """Say whether what follows the space cannot begin a sentence: a comma, a closing mark."""
    rest = text[end : end + 12].lstrip()
    return rest[:1] in {COMMA, "\N{ARABIC SEMICOLON}", ",", ";", ")", "]"}


def _is_glued(text: str, stop: int, end: int) -> bool:
    """Say whether a stop that lost the space behind it stands between two words, or a word and a mark that opens."""
    left = _ARABIC_END.search(text[max(0, stop - _GLUED_CHARS) : stop])
    rest = text[end : end + _GLUED_CHARS].lstrip(_OPENING)
    right = _ARABIC_WORD.match(rest)
    opens = fold(right.group()) if right else ""
    # A stretching sign alone is no word.
    if not left or not right or not opens:
        return False
    signs = set(text[stop:end])
    if not signs <= {"."}:
        # No name has a question mark inside; dots without a space around them are a pause.
        return _ELLIPSIS not in signs
    if end - stop > 1 or opens in members("letter_names"):
        return False
    if left.group()[0].isdigit():
        return stop < _first_list(text) and _begins_anew(opens)
    if len(left.group()) < _GLUED_LEFT and _may_be_initials(fold(left.group())):
        return False
    return len(right.group()) >= _GLUED_RIGHT or rest != text[end : end + _GLUED_CHARS] or _begins_anew(opens)


def _may_be_initials(folded: str) -> bool:
    return folded in members("letter_names") or folded in abbreviations() or not parts(folded)


def _begins_anew(folded: str) -> bool:
    """Say whether a word behind a glued stop begins a sentence rather than goes on with a name: "then", "and said"."""
    bare = folded[1:] if folded[0] in (WAW, FEH) else folded
    known = members("particle") | members("preposition") | members("pronoun")
    if folded in known or bare in known or speech_verb(folded) is not None:
        return True
    return bare != folded and bool(parts(bare) & Part.VERB)


def _is_pause(text: str, stop: re.Match[str]) -> bool:
    """Two dots, or dots with space before them, or with a preposition behind: went back... to his house."""
    if stop.group() == _PAUSE:
        return True
    dots = stop.group() == _ELLIPSIS or (len(stop.group()) > len(_PAUSE) and set(stop.group()) == {"."})
    spaced = text[max(0, stop.start() - 1) : stop.start()].isspace()
    return dots and bool(_next(text, stop)) and (spaced or _hangs(text, stop))


def _hangs(text: str, stop: re.Match[str]) -> bool:
    """Say whether the word behind a stop hangs on what stands before: to his house, that we lost, then he slept."""
    written = text[stop.end() : stop.end() + _GLUED_CHARS].lstrip()
    # With the hamza below it would be "indeed", which begins a sentence as well as any verb.
    that = written.startswith(HAMZA_ON_ALEF) and _next(text, stop) in members("complementizers")
    return that or _next(text, stop) in members("preposition") | members("joining")


def _is_answered(text: str, stop: re.Match[str]) -> bool:
    """Say whether the answer stands behind a question: when will you come back? The spokesman answered: soon."""
    if stop.group()[-1] not in "?\N{ARABIC QUESTION MARK}":
        return False
    word = _next(text, stop)
    answers = speech_verb(word)
    if answers is None or not answers.finite or word.startswith(WAW):
        return False
    return word.startswith(FEH) or fold(answers.lemma) in members("answering_verbs")


def _is_numbered(text: str, stop: re.Match[str]) -> bool:
    """Say whether a stop numbers an item of a list behind a colon, or ends one that another follows; or is a date's."""
    if stop.group() != "." or not _MORE.search(text, stop.end()):
        return False
    before = text[max(0, stop.start() - _LABEL_CHARS) : stop.start()]
    behind = text[stop.end() : stop.end() + _LABEL_CHARS]
    if _LABEL.search(before):
        return True
    if before[-1:].isdigit() and _NUMBER.match(behind) is not None and behind[:1].isspace():
        return True
    return _first_list(text) < stop.start() and (_ITEM.match(behind) is not None or _is_next_item(text, before, stop))


def _is_next_item(text: str, before: str, stop: re.Match[str]) -> bool:
    """Say whether a number is the label behind the last one of a list, whose items need no stop."""
    label = _NEXT_LABEL.search(before)
    if label is None:
        return False
    places, last = _listed(text)
    at = bisect_left(places, stop.start())
    return at > 0 and int(label[1]) == last[at - 1] + 1


@lru_cache(maxsize=128)
def _listed(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return where the labels of a paragraph's list end, and the highest up to each of them."""
    found = [(label.end(1), int(label[1])) for label in _LABELS.finditer(text, _first_list(text))]
    return tuple(end for end, _ in found), tuple(accumulate((number for _, number in found), max))


@lru_cache(maxsize=128)
def _first_list(text: str) -> int:
    """Return where the first list of a paragraph begins, its length where there is none: ": 1."."""
    listed = _LISTED.search(text)
    return listed.start() if listed else len(text)


def _is_abbreviation(text: str, stop: re.Match[str]) -> bool:
    if stop.group() != "." or not _MORE.search(text, stop.end()):
        return False
    before = text[max(0, stop.start() - 40) : stop.start()]
    token = _LAST_TOKEN.search(before)
    dotted = token is not None and "." in token.group()
    last = fold(token.group().rpartition(".")[2]) if token else ""
    rest = last.removeprefix(WAW) if len(last) > 1 else last
    if _is_measure(before):
        return not _starts_sentence(text, stop.end())
    if last in abbreviations() or rest in abbreviations():
        return not (dotted and _starts_clause(text, stop.end()))
    if rest in members("letter_names"):
        if dotted and _are_letters(token.group() if token else ""):
            # "S.N.N. the channel": the stop is the last letter's, as those before it are.
            return not _starts_sentence(text, stop.end())
        if not dotted:
            start = stop.start() - len(last)
            letters = _next(text, stop) in members("letter_names") or _behind_letter(text, start)
            return letters or _is_initial(text, start, stop)
    return len(rest) == 1 and rest.isalpha()


def _is_measure(before: str) -> bool:
    """Say whether a text ends with a unit behind a number or with an era: 30 km, 300 B.C. What follows is no name."""
    match = _SPACED_TOKEN.search(before)
    if match is None:
        return False
    letters = fold(re.sub(r"\s", "", match.group()))
    if "." in letters:
        return letters in abbreviations()
    return letters in abbreviations() and before[: match.start()].rstrip()[-1:].isdigit()


def _are_letters(dotted: str) -> bool:
    return all(fold(part) in members("letter_names") for part in dotted.split("."))


def _starts_sentence(text: str, position: int) -> bool:
    """Say whether the word behind a stop is one with "and" before it, as no noun of a name is: "and destroyed"."""
    word = _FIRST_WORD.match(text[position : position + 40].lstrip())
    if word is None or word.group()[0] not in (WAW, FEH):
        return False
    folded = fold(word.group())
    return folded not in members("preposition") and _begins_anew(folded)


def _behind_letter(text: str, start: int) -> bool:
    """Say whether another letter's name with its stop stands before: C. N. N."""
    before = text[max(0, start - _LABEL_CHARS) : start].split()
    return bool(before) and before[-1].endswith(".") and fold(before[-1][:-1]) in members("letter_names")


def _is_initial(text: str, start: int, stop: re.Match[str]) -> bool:
    """Say whether one letter's name stands inside a foreign name: William C. Holman."""
    before = text[max(0, start - _LABEL_CHARS) : start].split()
    behind = _next(text, stop)
    near = fold(before[-1]) if before else ""
    named = bool(near) and near not in members("letter_names") and (not parts(near) or near in given_names())
    surname = bool(behind) and not (parts(behind) & Part.VERB or behind.startswith((ARTICLE, WAW, FEH)))
    return named and surname and behind not in members("preposition") | members("particle")


def _next(text: str, stop: re.Match[str]) -> str:
    """Return the folded word behind a stop, empty where a sign stands there."""
    word = _FIRST_WORD.match(text[stop.end() : stop.end() + 60].lstrip())
    return fold(word.group()) if word else ""


# What a stop may do other than end a sentence, asked in this order; the first that says yes decides.
_CONTINUATIONS = (_is_pause, _is_answered, _is_numbered, _is_abbreviation)


def _starts_clause(text: str, position: int) -> bool:
    """Say whether the next word is "and" with a speech verb, which no name after an abbreviation is."""
    word = _FIRST_WORD.search(text, position, position + 40)
    return (
        bool(word) and word is not None and word.group().startswith(WAW) and speech_verb(fold(word.group())) is not None
    )


def _end_after_quote(text: str, stop: re.Match[str], shelter: bytearray) -> int | None:
    """Return where the sentence ends if its stop stands just inside a closing mark, None where it goes on after it."""
    closing = _AFTER_STOP.match(text, stop.end())
    if not closing or not closing.group():
        return None
    end = closing.end()
    if not MARKS & set(closing.group()) or (end < len(text) and (shelter[end] or not text[end].isspace())):
        return None
    word = _FIRST_WORD.match(text[end : end + 60].lstrip())
    if not word:
        return None
    if fold(word.group()) in members("name_stops"):
        return None
    begins_with_and = word.group().startswith(WAW) and len(word.group()) > 2  # noqa: PLR2004 - one letter and "and"
    if stop.group()[-1] in "?!\N{ARABIC QUESTION MARK}":
        return end if begins_with_and else None
    return end if begins_with_and or not speech_verb(fold(word.group())) is not None else None


def _shelter(text: str) -> bytearray:
    """Mark every place inside a closed pair of quotation marks or brackets."""
    edges = [0] * (len(text) + 1)
    pairs = [(marked.outer_start, marked.outer_end) for marked in pair(text) if _protects(marked)]
    for start, end in pairs + _bracketed(text):
        edges[start] += 1
        edges[end] -= 1
    shelter = bytearray(len(text))
    depth = 0
    for place in range(len(text)):
        depth += edges[place]
        shelter[place] = depth > 0
    return shelter


def _protects(marked: Marked) -> bool:
    return marked.closed


def _bracketed(text: str) -> list[tuple[int, int]]:
    open_brackets: list[tuple[str, int]] = []
    found = []
    for match in re.finditer(r"[()\[\]{}]", text):
        bracket = match.group()
        if bracket not in _BRACKETS:
            open_brackets.append((bracket, match.start()))
        elif open_brackets and open_brackets[-1][0] == _BRACKETS[bracket]:
            found.append((open_brackets.pop()[1], match.end()))
    return found


@cache
def abbreviations() -> frozenset[str]:
    """Return the folded abbreviations that end in a full stop which ends no sentence."""
    return frozenset(
        fold(row["form"]) for row in read_table(data("ar", "editorial", "abbreviations.tsv"), ("form", "meaning"))
    )
