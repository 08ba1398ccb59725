"""Word lists with rows left out, in memory: what a text becomes with a row and without it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from briefing import arabic, resources
from briefing.arabic.folding import fold
from briefing.article import mail
from briefing.article.clean import clean
from briefing.article.language import is_arabic
from briefing.article.markup import paragraphs_of
from briefing.article.metadata import outlet, person
from briefing.editorial.choose import choose
from briefing.editorial.figures.pieces import pieces
from briefing.editorial.lineup import Candidate
from briefing.editorial.running_order.choice import Choice
from briefing.editorial.running_order.cutting import lines
from briefing.editorial.tokens import tokens
from briefing.editorial.understanding import understand
from briefing.model import Article, Span
from briefing.narration import breath, diacritize, lexicon, pausal, phonemes
from briefing.narration.synthesizers import piper
from briefing.narration.synthesizers.hts.phones import _consonants, phones

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

Row = dict[str, str]
READ = resources.read_table
# Where tables are read and what is made of them is kept.
# The columns that a rule looks for, where it is not the first one alone.
FORMS = {
    "article/boilerplate": ("phrase",),
    "article/captions": ("phrase",),
    "editorial/speech_verbs": ("past", "past_feminine", "present", "participle"),
}
# Letters that stand in no text.
NOWHERE = "\u063b\u063c\u063d\u063e\u063f\u063b\u063c"
READERS = (
    "briefing.resources",
    "briefing.article.captions",
    "briefing.article.clean",
    "briefing.article.boilerplate",
    "briefing.article.credit",
    "briefing.article.frames",
    "briefing.article.language",
    "briefing.article.mail",
    "briefing.article.metadata",
    "briefing.article.moment",
    "briefing.article.phrases",
    "briefing.article.teasers",
    "briefing.article.tree",
    "briefing.arabic.counted",
    "briefing.arabic.vocabulary",
    "briefing.arabic.words",
    "briefing.editorial.figures.kinds",
    "briefing.editorial.figures.mentions",
    "briefing.editorial.figures.numbers",
    "briefing.editorial.figures.pieces",
    "briefing.editorial.figures.polls",
    "briefing.editorial.figures.units",
    "briefing.editorial.figures.words",
    "briefing.arabic.words",
    "briefing.editorial.attribute.interview",
    "briefing.editorial.lexicon",
    "briefing.editorial.ranking",
    "briefing.editorial.reading.repair",
    "briefing.editorial.reading.tokens",
    "briefing.editorial.running_order.beats",
    "briefing.editorial.running_order.ties",
    "briefing.editorial.sentences",
    "briefing.editorial.understanding",
    "briefing.editorial.wordlists",
    "briefing.narration.breath",
    "briefing.narration.diacritize",
    "briefing.narration.pausal",
    "briefing.narration.phonemes",
    "briefing.narration.phonemes.letters",
    "briefing.narration.phonemes.reading",
    "briefing.narration.phonemes.render",
    "briefing.narration.phonemes.wasl",
    "briefing.narration.synthesizers.hts.phones",
    "briefing.narration.synthesizers.piper",
)
# The longest of the particles that a rule takes off a word comes first.
PREFIXES = ("وال", "بال", "لل", "ال", "و", "ف", "ب", "ل", "ك")


@dataclass(frozen=True, slots=True)
class Named:
    """Looks like the file of a table as far as a reader asks."""

    path: str


def edited(text: str) -> str:
    paragraphs = text.split(" | ")
    article = Article(source="-", paragraphs=("عنوان الخبر", *paragraphs))
    segments = choose(article)
    weighed = Choice(article, segments, understand(article))
    return repr((segments, weighed._worth, _tied(weighed)))


def _tied(weighed: Choice) -> list[object]:
    """Show what ties the sentences, without the phrases themselves, which the segments show."""
    return [
        (
            one.leans,
            one.opener,
            one.conjunction,
            one.opposes,
            one.adds,
            one.denies,
            sorted(one.these),
            sorted(one.given),
        )
        for one in weighed._ties
    ]


def cut(text: str) -> str:
    """Cut a text into lines of a breath."""
    span = Span(paragraph=0, start=0, end=len(text))
    return repr(list(lines(understand(Article(source="-", paragraphs=(text,))), span)))


def tagged(text: str) -> str:
    return repr([(piece.tag, piece.folded) for piece in pieces(tokens(text))])


def of_sport(text: str) -> str:
    """Say whether a story is of sport."""
    article = Article(source="-", paragraphs=tuple(text.split(" | ")))
    return repr(Candidate(article, choose(article), 1).is_sport)


def cleaned(text: str) -> str:
    article = Article(source="-", paragraphs=tuple(text.split(" | ")))
    return repr((clean(article), is_arabic(article.paragraphs)))


def breathed(text: str) -> str:
    return breath.breathe(text, 8)


def paused(text: str) -> str:
    return pausal.pausal(text)


def sounded(text: str) -> str:
    return repr((phonemes.espeak(text), phonemes.ipa(text), phonemes.phonetize(text)))


def spelled_for_piper(text: str) -> str:
    return piper._ipa(text)


def written_for_hts(text: str) -> str:
    """Write a phoneme between vowels, alone and twice; one that is in no row is no consonant and stays as it is."""
    known = text in _consonants()
    return repr([phones(["a", *[text] * count, "a"]) for count in (1, 2)]) if known else text


def marked(text: str) -> str:
    return diacritize._forced(text, list(lexicon.matches(text)), {})[0]


OUTCOMES: dict[str, Callable[[str], str]] = {
    "article/no-writers": lambda text: repr(person(text)),
    "article/read-more": lambda text: repr(paragraphs_of(f"<p>بدأ العمل <a href='/1'>{text}</a></p>")),
    "article/outlet-nouns": lambda text: repr(outlet(text)),
    "article/mail-fields": lambda text: repr((mail._passed_on(text.split(" | ")), mail._without_prefixes(text))),
    "article": cleaned,
    "breath": breathed,
    "diacritize": marked,
    "editorial": edited,
    "names": edited,
    "editorial/clause_openers": cut,
    "editorial/poll_tags": tagged,
    "editorial/sport": of_sport,
    "pausal": paused,
    "phonemes": sounded,
    "phonemes/espeak_ipa": spelled_for_piper,
    "phonemes/hts": written_for_hts,
}


def outcome(table: str) -> Callable[[str], str]:
    """Return what shows the work of a table: `editorial/months`, say."""
    return OUTCOMES.get(table) or OUTCOMES[table.partition("/")[0]]


@cache
def rows(table: str) -> tuple[Row, ...]:
    file = resources.data("ar", *f"{table}.tsv".split("/"))
    header = file.read_text(encoding="utf-8").partition("\n")[0].split("\t")
    return tuple(READ(file, header))


def forget() -> None:
    """Let every reader read its tables again."""
    for name in READERS:
        for value in vars(import_module(name)).values():
            if hasattr(value, "cache_clear") and value.__module__ == name:
                value.cache_clear()


@contextmanager
def without(table: str, left_out: Collection[int]) -> Iterator[None]:
    """Read every table as it is, but one without the rows of these numbers."""

    def read(file: Traversable, columns: Sequence[str]) -> list[Row]:
        folder, _, name = str(file).replace("\\", "/").removesuffix(".tsv").rpartition("/")
        read_from = f"{folder.rpartition('/')[2]}/{name}"
        known = rows(read_from)
        assert not known or list(known[0]) == list(columns)
        if read_from != table:
            return list(known)
        return [_unmatched(table, row) if number in left_out else row for number, row in enumerate(known)]

    readers = [import_module(name) for name in READERS if hasattr(import_module(name), "read_table")]
    forget()
    for module in readers:
        module.read_table = read
    try:
        yield
    finally:
        for module in readers:
            module.read_table = READ
        forget()


def forms_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table that hold what a rule looks for."""
    return FORMS.get(table, (next(iter(rows(table)[0])),))


def _unmatched(table: str, row: Row) -> Row:
    """Return a row that no text can match: its group, if it is the last of it, stays known."""
    return row | {column: NOWHERE for column in forms_of(table) if row[column]}


def core(form: str) -> str:
    """Return what is left of a word when the particles in front are off: by it a rule could know it."""
    folded = fold(form)
    for prefix in PREFIXES:
        if folded.startswith(prefix) and len(folded) > len(prefix) + 2:
            return folded[len(prefix) :]
    return folded


def batches(forms: Mapping[int, str], texts: Mapping[int, str]) -> Iterator[list[int]]:
    """Put rows together that have nothing to do with each other: no form stands in the text of another."""
    cores = {number: core(arabic.strip_marks(form)) for number, form in forms.items()}
    folded = {number: fold(text) for number, text in texts.items()}
    left = list(texts)
    while left:
        batch: list[int] = []
        for number in left:
            if all(cores[number] not in folded[other] and cores[other] not in folded[number] for other in batch):
                batch.append(number)
        yield batch
        left = [number for number in left if number not in batch]


def undecided(table: str, templates: Sequence[str] | Mapping[str, Sequence[str]]) -> dict[int, Row]:
    """Return the rows of a table without which every text of the templates becomes the same as with them.

    Templates that are given by group are those of the rows whose second column is that group.
    """
    numbered = dict(enumerate(rows(table)))
    if not isinstance(templates, dict):
        return _undecided(table, templates, numbered)
    left: dict[int, Row] = {}
    for group in {group_of(row) for row in numbered.values()}:
        members = {number: row for number, row in numbered.items() if group_of(row) == group}
        left |= _undecided(table, templates.get(group, ()), members)
    return left


def group_of(row: Row) -> str:
    return list(row.values())[1]


def _undecided(table: str, templates: Sequence[str], pending: dict[int, Row]) -> dict[int, Row]:
    show, column = outcome(table), forms_of(table)[0]
    for template in templates:
        texts = {number: filled(template, row) for number, row in pending.items()}
        with without(table, ()):
            before = {number: show(text) for number, text in texts.items()}
        decided: set[int] = set()
        for batch in batches({number: pending[number][column] for number in texts}, texts):
            with without(table, batch):
                decided |= {number for number in batch if show(texts[number]) != before[number]}
        pending = {number: row for number, row in pending.items() if number not in decided}
    return pending


def filled(template: str, row: Row) -> str:
    """Put a row into a template; `{bare}` is its first column without the article."""
    return template.format(bare=next(iter(row.values())).removeprefix("ال"), **row)
