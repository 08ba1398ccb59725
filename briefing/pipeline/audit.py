"""The audit of an episode: what was published, held against the article alone.

Nothing is taken from the run that made it. The article is read again, the desks are asked again whom it quotes, and
the spoken numbers are read back again; the rest is `briefing.audit`, which shares nothing with the desks.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from briefing import audit as proofs
from briefing import documents, provenance
from briefing.arabic import strip_marks
from briefing.arabic.folding import fold
from briefing.audit import Fault, Ground, Report, Verdict
from briefing.corrections import place_of, touched
from briefing.editorial.choose import choose
from briefing.editorial.running_order import possible_edits, sentences
from briefing.editorial.running_order import settings as order_settings
from briefing.editorial.script import day
from briefing.editorial.understanding import understand
from briefing.errors import BriefingError, InputError
from briefing.files import content, sha256_of
from briefing.kinds import is_public
from briefing.model import CorrectionKind, DigitalSource, EditRule
from briefing.narration.verbalize import guard, own, verbalize
from briefing.pipeline import reprinted, restored
from briefing.pipeline.kept import kept
from briefing.pipeline.made_again import MadeAgain
from briefing.production import manifest, sign
from briefing.publishing import record
from briefing.publishing.clock import spelled
from briefing.publishing.notices import corrected
from briefing.publishing.text import clip, tidy
from briefing.publishing.words import show_words
from briefing.resources import data, read_toml
from briefing.settings import Settings
from briefing.shelf import RECORD_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from briefing.audit import Proof
    from briefing.model import Article, Edit, Episode, Quote, Segments, Span
    from briefing.narration.verbalize import Tables
    from briefing.provenance import Said, Statement

_DEFAULTS = Settings()
# What every episode publishes.
_ALWAYS = frozenset(
    {
        "briefing.mp3",
        "captions.vtt",
        "chapters.json",
        "episode.json",
        "index.html",
        "player.html",
        "summary.html",
        "summary.md",
        "summary.txt",
        "transcript.json",
    }
)
# What else this program may write: where it stands, its digest is stated.
_OURS = frozenset({"briefing.epub", "briefing.m4a", "briefing.opus", "cover.png", "summary-g1.brf", "summary-g2.brf"})
_DAY = timedelta(days=1)
# What the line of the page counts, in its order.
_COUNTED = ("verbatim", "edited", "ours", "numbers", "speakers")


def audit(folder: Path, given: Sequence[Article] = (), settings: Settings = _DEFAULTS) -> Report:
    """Hold the episode in a folder against its article: one that is `given`, else the copy that lies beside it.

    A bulletin has several. `settings` say how the house words what is ours, and its own readings. Raises InputError
    where there is no episode, or no article to hold it against.
    """
    found = content(folder / provenance.STATEMENT_FILE)
    if found is None:
        what = f"has no {provenance.STATEMENT_FILE}, so there is nothing to hold against the article"
        raise InputError(str(folder), what, "give the folder of an episode; one of an older version is made again")
    try:
        statement = provenance.read(found)
    except ValueError:
        fault = Fault(kind="file", where=provenance.STATEMENT_FILE, what="is damaged")
        return Report(episode=folder.name, article="", proofs=(), faults=(fault,), numbers=0, speakers=0, files=0)
    articles, copies, placed, ground = _articles(folder, statement, given)
    found_strange = tuple(_strange(found, statement))
    return _Audit(folder, statement, settings).report(articles, copies, placed, ground, found_strange)


def audited(episode: Episode, statement: Statement, settings: Settings) -> str:
    """Return the sentence that says what was proven of what an episode states; "" where something was not."""
    articles = episode.article.parts or (episode.article,)
    found = proofs.prove(statement, _Known(statement, articles, settings, episode.corrected).ground)
    if episode.notices or any(proof.verdict is Verdict.WRONG for proof in found):
        return ""
    return counted(statement, found)


def counted(statement: Statement, found: Sequence[Proof]) -> str:
    """Return the line of the page: how many sentences are what, how many numbers and speakers; what is none is not."""
    words = read_toml(data("ar", "audit.toml"))
    counts = Counter[str](proof.verdict for proof in found)
    counts |= {"numbers": _numbers(statement), "speakers": len(_speakers(statement))}
    told = [spelled(counts[name], words[name]) for name in _COUNTED if counts[name]]
    return f"{words['audited']} {words['between'].join(told)}." if told else ""


class _Known:
    """What the desks say of the articles alone, each asked when it is needed: what an audit stands on."""

    def __init__(
        self, statement: Statement, articles: Sequence[Article], settings: Settings, corrected: datetime | None
    ) -> None:
        """Take the articles, their paragraphs numbered through, as a bulletin numbers them behind its own title."""
        self._statement, self._articles, self._settings, self._corrected = statement, articles, settings, corrected
        several = len(articles) > 1 or statement.title != articles[0].paragraphs[0]
        self.paragraphs: list[str] = [statement.title] if several else []
        self.first: list[int] = []
        for article in articles:
            self.first.append(len(self.paragraphs))
            self.paragraphs += article.paragraphs

    @cached_property
    def segments(self) -> tuple[Segments, ...]:
        """What an editor takes from each article."""
        return tuple(map(choose, self._articles))

    @cached_property
    def ground(self) -> Ground:
        """What the proof of the sentences stands on."""
        statement = self._statement
        rules = {edit.rule for said in statement.said for edit in said.edits}
        dated = _dated(statement)
        return Ground(
            paragraphs=self.paragraphs,
            mentions=frozenset(_mentions(self._articles)) if EditRule.ANTECEDENT in rules else frozenset(),
            edits=frozenset(self._edits()) if rules and statement.is_of_this_program else None,
            shows=(_show(self._settings),),
            publications=tuple({one.publication for one in self._articles if one.publication}),
            dated=day(dated) if dated else "",
            corrected=day(self._corrected) if self._corrected else "",
            leads=tuple(self._leads()),
            wording=asdict(self._settings.wording),
        )

    def _leads(self) -> Iterator[Span]:
        for article, taken, at in zip(self._articles, self.segments, self.first, strict=True):
            for lead in article.decided(CorrectionKind.LEAD):
                # A sentence that introduces a quote is told in two parts, or more.
                spans = touched(sentences(article, taken), place_of(article.paragraphs, lead))
                yield from (span.moved(at) for span in spans)

    def _edits(self) -> Iterator[tuple[int, Edit]]:
        for article, taken, at in zip(self._articles, self.segments, self.first, strict=True):
            yield from ((at + number, edit) for number, edit in possible_edits(article, taken))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """What an editor quotes, where it stands among the paragraphs of all."""
        return tuple(
            replace(quote, span=quote.span.moved(at))
            for taken, at in zip(self.segments, self.first, strict=True)
            for quote in taken.quotes
        )

    @property
    def lead(self) -> tuple[str, ...]:
        """Return what the feed says first: the lead, or the headlines of a bulletin."""
        if len(self.segments) > 1 or self.first[0]:
            return tuple(taken.headline.text for taken in self.segments)
        lead = self.segments[0].lead
        return lead.sentences if lead else (self._statement.title,)


class _Audit:
    """One audit: the folder, what is stated there, and the house's own words."""

    def __init__(self, folder: Path, statement: Statement, settings: Settings) -> None:
        self._folder, self._statement, self._settings = folder, statement, settings
        self._record = record.found(folder)

    def report(
        self,
        read: Sequence[Article],
        copies: Sequence[Article | None],
        given: Collection[int],
        ground: str,
        strange: Sequence[Fault],
    ) -> Report:
        """Look at all of it; `ground` says where the articles come from, `copies` are those kept beside the episode.

        `given` are the numbers of those that whoever asks has given, with what is decided beside them.
        `strange` is what the statement has that no statement of ours has.
        """
        statement, wording = self._statement, asdict(self._settings.wording)
        facts = restored.facts(statement, read, copies)
        articles = facts.articles
        known = _Known(statement, articles, self._settings, self._record.corrected if self._record else None)
        found = proofs.prove(statement, known.ground)
        wrong = [
            Fault(kind="sentence", where=f"sentence {proof.number}", what=f"{proof.why}: {proof.written:.120}")
            for proof in found
            if proof.verdict is Verdict.WRONG
        ]
        of_articles = tuple(self._of_articles(articles, known))
        again = MadeAgain(
            self._folder, statement, self._settings, self._record, articles=articles, audited=self._audited(found)
        )
        faults = (
            *strange,
            *of_articles,
            *facts.faults,
            *wrong,
            *self._of_announcement(found),
            *self._of_numbers(),
            *proofs.check_speakers(statement, known.quotes, known.paragraphs),
            *proofs.check_titles(statement, known.paragraphs, wording),
            *self._of_files(),
            *self._of_record(known),
            *self._of_approval((*read, *filter(None, copies))),
            *proofs.check_forms(statement, self._folder, self._notices(), self._audited(found)),
            *proofs.check_sound(statement, self._folder),
            *self._of_signatures(),
            # Of another article nothing can be told again.
            *(() if of_articles else again.faults()),
        )
        return Report(
            episode=self._folder.name,
            article=ground,
            proofs=found,
            faults=tuple(dict.fromkeys(faults)),
            numbers=_numbers(statement),
            speakers=len(_speakers(statement)),
            files=len(statement.files),
            unproven=(
                *facts.unproven,
                *self._unproven(articles),
                *self._unproven_approval(tuple(read[number] for number in given), (*read, *filter(None, copies))),
                *again.unproven,
            ),
        )

    def _unproven(self, articles: Sequence[Article]) -> Iterator[str]:
        """Name what could not be looked at here, or what nothing but the episode says."""
        statement, found = self._statement, self._record
        if not statement.is_of_this_program:
            made_by = statement.tags.get(provenance.MADE_BY) or "no program"
            yield f"what only {made_by} can do again: this is {provenance.PROGRAM}"
        if statement.dated and not articles[0].published:
            yield f"the day of the article ({statement.dated}), which only the episode says"
        if found and found.corrected:
            yield f"that the article was corrected ({found.corrected:%Y-%m-%d}), which only the episode says"
        because = sign.unusable_because()
        if because:
            yield from (f"the signature of {name}: {because}" for name in sorted(self._signed))
        listed = {*statement.files, provenance.STATEMENT_FILE}
        names = sorted(path.name for path in self._folder.iterdir() if path.is_file() and is_public(path.name))
        yield from (f"{name}, which has no digest in the statement" for name in names if name not in listed)
        beside = {f"{name}{sign.SIDECAR}" for name in _OURS if PurePosixPath(name).suffix in sign.BESIDE}
        ours = _ALWAYS | _OURS | beside
        yield from (f"{name}, which this program does not write" for name in sorted(statement.files.keys() - ours))

    def _unproven_approval(self, given: Sequence[Article], known: Sequence[Article]) -> Iterator[str]:
        """Tell of an approval that only the copy beside the episode has: whoever writes the one can write the other."""
        stated = self._record.approved if self._record else None
        if stated and all(one.at != stated for article in given for one in article.approvals):
            by = next((one.by for article in known for one in article.approvals if one.at == stated), "")
            yield f"approved by {by or 'somebody'} ({stated:%Y-%m-%d}), which only the episode says"

    @cached_property
    def _signed(self) -> frozenset[str]:
        return reprinted.signatures(self._statement.files, self._folder)

    def _of_approval(self, articles: Sequence[Article]) -> Iterator[Fault]:
        """Whoever is said to have approved an episode has to have approved its article."""
        stated = self._record.approved if self._record else None
        if stated and stated not in {one.at for article in articles for one in article.approvals}:
            yield Fault(kind="form", where=RECORD_FILE, what=f"says that an editor approved it ({stated}): nobody did")

    def _of_articles(self, articles: Sequence[Article], known: _Known) -> Iterator[Fault]:
        statement = self._statement
        for article, original, at in zip(articles, statement.originals, known.first, strict=True):
            where = f"{article.paragraphs[0]:.80}"
            if provenance.article_digest(article) != original.sha256:
                yield Fault(kind="article", where=where, what=f"is not the article that was told: {original.title:.80}")
            elif (original.title, original.first_paragraph) != (article.paragraphs[0], at):
                yield Fault(kind="article", where=where, what="is named or numbered otherwise than it stands")
        dated, title = _dated(statement), f"{statement.title:.80}"
        if known.first[0] and not (dated and _is_bulletin(statement.title, dated)):
            yield Fault(kind="title", where="the episode", what=f"is called otherwise than its article: {title}")
        for article in articles:
            own = article.published
            if own and not known.first[0] and statement.dated != f"{own:%Y-%m-%d}":
                yield Fault(kind="article", where=statement.dated or "no date", what="is not the day of the article")
        published = self._record.published.date() if self._record else None
        if statement.dated and published and not (dated and abs(published - dated) <= _DAY):
            yield Fault(kind="article", where=statement.dated, what="is not the day of the episode")

    def _of_announcement(self, found: Sequence[Proof]) -> Iterator[Fault]:
        """Where no person reads, it has to be said, unless the house says it otherwise."""
        said = any(proof.link.endswith("synthetic") for proof in found)
        recorded = self._statement.tags.get(provenance.SOURCE_TYPE, "").endswith(DigitalSource.CAPTURE)
        if self._settings.show.say_synthetic and not said and not recorded:
            yield Fault(kind="sentence", where="the opening", what="does not say that a synthetic voice reads")

    def _of_numbers(self) -> Iterator[Fault]:
        """Read every spoken number back, and look for spoken words that nobody wrote."""
        tables = own.tables(self._settings.readings)
        same = self._statement.is_of_this_program
        for number, said in enumerate(self._statement.said, start=1):
            for what in _faults_of_speech(said, tables, same=same):
                yield Fault(kind="number", where=f"sentence {number}", what=what)

    def _of_files(self) -> Iterator[Fault]:
        listed = self._statement.files
        ours = {name for name in _OURS if (self._folder / name).exists()}
        for name in sorted((_ALWAYS | ours) - listed.keys()):
            yield Fault(kind="file", where=name, what="has no digest in the statement")
        for name, digest in listed.items():
            path = self._folder / name
            if name.startswith(".") or not record.is_name(name) or path.is_symlink() or not path.is_file():
                yield Fault(kind="file", where=name, what="is not there")
            elif sha256_of(path) != digest:
                yield Fault(kind="file", where=name, what="was changed since it was made")

    def _of_record(self, known: _Known) -> Iterator[Fault]:
        found, statement = self._record, self._statement
        if found is None:
            yield Fault(kind="file", where=RECORD_FILE, what="is not there, or is damaged")
            return
        for media in found.media:
            digest = statement.files.get(media.name, "")
            if not media.digest or not digest.startswith(media.digest):
                yield Fault(kind="file", where=media.name, what=f"is not the sound that {RECORD_FILE} names")
        chapters = [clip(tidy(told.title), record.LONGEST_TITLE) for told in statement.chapters]
        if [stop.title for stop in found.chapters] != chapters:
            yield Fault(kind="form", where=RECORD_FILE, what="has other chapters")
        if found.provenance != statement.tags:
            yield Fault(kind="form", where=RECORD_FILE, what="tells of another origin")
        if found.title != clip(tidy(statement.title), record.LONGEST_TITLE):
            yield Fault(kind="form", where=RECORD_FILE, what="has another title")
        if proofs.tokens(found.lead) != proofs.tokens(" ".join(known.lead)):
            yield Fault(
                kind="form", where=RECORD_FILE, what=f"says what the article does not say first: {found.lead:.80}"
            )

    def _of_signatures(self) -> Iterator[Fault]:
        """Where a file is signed, and signatures can be read here, it has to be the one that was signed."""
        if sign.unusable_because():
            return
        for name in self._statement.files:
            if PurePosixPath(name).suffix in sign.SIGNED and (self._folder / name).is_file():
                try:
                    found = manifest.read(self._folder / name)
                except BriefingError as error:
                    yield Fault(kind="signature", where=name, what=error.what)
                    continue
                if found:
                    yield from (Fault(kind="signature", where=name, what=what) for what in self._faults_of(found))

    def _faults_of(self, found: manifest.Manifest) -> Iterator[str]:
        statement = self._statement
        if not found.unchanged:
            yield "was changed since it was signed"
        elif found.expired:
            yield "is signed, and the signature is out of its time"
        elif found.faults:
            yield f"is signed, and the signature does not hold: {found.faults[0]}"
        elif found.is_ours and found.sentences != tuple(one.written for one in statement.said):
            yield "was signed with other sentences"
        elif found.is_ours and found.source_type != statement.tags.get(provenance.SOURCE_TYPE):
            yield "was signed as of another origin"

    def _audited(self, found: Sequence[Proof]) -> str:
        """Return the line that the page should have; a number that was let through leaves it out."""
        return "" if self._record and self._record.notices else counted(self._statement, found)

    def _notices(self) -> tuple[str, ...]:
        found = self._record
        return (*found.notices, *corrected(found.corrected)) if found else ()


def _strange(found: bytes, statement: Statement) -> Iterator[Fault]:
    """Yield what a statement has that no statement of ours has: a field of another name, one that stands twice."""
    twice: list[str] = []
    document = documents.told(found, twice)
    for name in twice:
        yield Fault(kind="file", where=provenance.STATEMENT_FILE, what=f"has {name!r:.40} twice")
    if document.get("version") != provenance.VERSION:
        what = f"is of version {document.get('version')!r:.40}, and this program reads {provenance.VERSION}"
        yield Fault(kind="file", where=provenance.STATEMENT_FILE, what=what)
    known = json.loads(documents.written(statement, version=document.get("version")))
    if not twice and document != known:
        what = "has what no statement of ours has"
        yield Fault(kind="file", where=provenance.STATEMENT_FILE, what=what)


def _faults_of_speech(said: Said, tables: Tables, *, same: bool) -> Iterator[str]:
    """Say what is wrong with how a sentence is spoken; `same`: by the program that runs, which would say it alike.

    Words of Arabic letters are said in every version as this one says them: only figures, signs and foreign letters
    are spelled out, and their values are read back.
    """
    try:
        pieces = restored.tiles(said)
        for wrong in guard.mismatches(said.written, pieces, tables):
            yield f"{wrong.written!r} is {wrong.written_value}, and is spoken as {wrong.spoken_value}"
    except ValueError as error:
        yield f"its spoken form does not fit: {error}"
        return
    spoken = "".join(piece.spoken for piece in pieces)
    if strip_marks(spoken) != strip_marks(said.spoken):
        yield "is spoken in other words than it is written"
        return
    ours = verbalize(said.written, tables)
    if same and fold(spoken) != fold("".join(piece.spoken for piece in ours)):
        yield "is spoken otherwise than this program says it"
    elif not same:
        known = {(piece.start, piece.end, fold(piece.spoken)) for piece in ours}
        for piece in pieces:
            written = said.written[piece.start : piece.end]
            is_a_word = all(map(_is_arabic, filter(str.isalnum, written)))
            if piece.semiotic_class and is_a_word and (piece.start, piece.end, fold(piece.spoken)) not in known:
                yield f"{written!r} is spoken as {piece.spoken!r}"


def _is_arabic(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith("ARABIC")


def _dated(statement: Statement) -> date | None:
    """Return the day that is stated; None where it is none."""
    with suppress(ValueError):
        return date.fromisoformat(statement.dated)
    return None


def _is_bulletin(title: str, dated: date) -> bool:
    """Say whether a title is that of a bulletin of this day."""
    known = order_settings()
    names = {"weekday": known["weekdays"][dated.weekday()], "date": day(dated)}
    return any(
        title == known["words"]["bulletin_title"].format(half=half, **names) for half in known["halves"].values()
    )


def _articles(
    folder: Path, statement: Statement, given: Sequence[Article]
) -> tuple[tuple[Article, ...], tuple[Article | None, ...], tuple[int, ...], str]:
    """Return the article of each original, a given one or the copy that was kept; every copy; and say which it is.

    Before the last stand the numbers of those that are given. Raises InputError.
    """
    if not statement.originals:
        raise InputError(str(folder), "names no article", "it was not made by this program")
    copy = kept(folder)
    there = (copy.parts or (copy,)) if copy else ()
    placed = dict(_placed(statement, given))
    strangers = [one for one in given if all(one is not found for found in placed.values())]
    if strangers and len(statement.originals) == len(given) == 1:
        # One article that is another than it was: then every sentence says what became of it.
        placed = {0: given[0]}
    elif strangers:
        what = "is none of the stories of this bulletin" if len(statement.originals) > 1 else "is not its article"
        raise InputError(strangers[0].source, what, "give the articles that it tells")
    copied = dict(_placed(statement, there))
    found = copied | placed
    missing = [one.title for number, one in enumerate(statement.originals) if number not in found]
    if missing:
        raise InputError(str(folder), f"has no copy of its article: {missing[0]:.80}", "give it with --article FILE")
    articles = tuple(found[number] for number in range(len(statement.originals)))
    told = [
        f"{article.paragraphs[0]} (sha256 {provenance.article_digest(article)}, "
        f"{'as given' if number in placed else 'the copy kept beside the episode'})"
        for number, article in enumerate(articles)
    ]
    copies = tuple(copied.get(number) for number in range(len(articles)))
    return articles, copies, tuple(sorted(placed)), "; ".join(told)


def _placed(statement: Statement, articles: Sequence[Article]) -> Iterator[tuple[int, Article]]:
    """Pair articles with the originals that they are: by their digest, else by their headline."""
    by_digest = {one.sha256: number for number, one in enumerate(statement.originals)}
    by_title = {one.title: number for number, one in enumerate(statement.originals)}
    for article in articles:
        number = by_digest.get(provenance.article_digest(article), by_title.get(article.paragraphs[0]))
        if number is not None:
            yield number, article


def _mentions(articles: Sequence[Article]) -> Iterator[str]:
    """Yield every phrase by which an article calls somebody."""
    for article in articles:
        understood = understand(article)
        for mentioned in understood.mentions.by_paragraph:
            yield from (" ".join(mention.text.split()) for mention in mentioned)
        yield from (entity.full_name for entity in understood.entities.all)


def _numbers(statement: Statement) -> int:
    """Count what is written in figures."""
    return sum(
        any(map(str.isdecimal, said.written[piece.start : piece.end]))
        for said in statement.said
        for piece in said.pieces
    )


def _speakers(statement: Statement) -> frozenset[str]:
    return frozenset(said.speaker for said in statement.said if said.speaker)


def _show(settings: Settings) -> str:
    words: Mapping[str, str] = show_words()
    return settings.show.title or words["title"]
