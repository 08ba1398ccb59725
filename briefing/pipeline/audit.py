"""The audit of an episode: what was published, held against the article alone.

Nothing is taken from the run that made it. The article is read again, the desks are asked again whom it quotes, and
the spoken numbers are read back again; the rest is `briefing.audit`, which shares nothing with the desks.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from briefing import audit as proofs
from briefing import provenance
from briefing.arabic import strip_marks
from briefing.arabic.folding import fold
from briefing.audit import Fault, Ground, Report, Verdict
from briefing.editorial.choose import choose
from briefing.editorial.understanding import understand
from briefing.errors import BriefingError, InputError
from briefing.files import content
from briefing.model import EditRule, Piece
from briefing.narration.verbalize import guard, own
from briefing.pipeline.kept import kept
from briefing.publishing import record
from briefing.publishing.notices import corrected
from briefing.publishing.text import clip, tidy
from briefing.publishing.words import show_words
from briefing.resources import data, read_toml
from briefing.settings import Settings
from briefing.shelf import RECORD_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefing.model import Article, Episode, Quote
    from briefing.provenance import Said, Statement

_DEFAULTS = Settings()
_SOUND = "briefing.mp3"


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
    return _Audit(folder, statement, settings).report(_articles(folder, statement, given))


def audited(episode: Episode, settings: Settings) -> str:
    """Return the sentence that says what was proven of an episode's words; "" where something was not."""
    statement = provenance.statement(episode)
    articles = tuple(part for _, part in _placed(statement, episode.article.parts or (episode.article,)))
    ground = _ground(statement, articles, settings, (_show(settings),))
    found = proofs.prove(statement, ground)
    if any(proof.verdict is Verdict.WRONG for proof in found):
        return ""
    counts = {verdict.value: sum(proof.verdict is verdict for proof in found) for verdict in Verdict}
    line: str = read_toml(data("ar", "audit.toml"))["audited"]
    return line.format(**counts, numbers=_numbers(statement), speakers=len(_speakers(statement)))


class _Audit:
    """One audit: the folder, what is stated there, and the house's own words."""

    def __init__(self, folder: Path, statement: Statement, settings: Settings) -> None:
        self._folder, self._statement, self._settings = folder, statement, settings

    def report(self, articles: Sequence[Article]) -> Report:
        """Look at all of it."""
        statement, wording = self._statement, asdict(self._settings.wording)
        shows = {_show(self._settings), *self._album()}
        ground = _ground(statement, articles, self._settings, tuple(shows))
        found = proofs.prove(statement, ground)
        wrong = [
            Fault(kind="sentence", where=f"sentence {proof.number}", what=f"{proof.why}: {proof.written:.120}")
            for proof in found
            if proof.verdict is Verdict.WRONG
        ]
        quotes = tuple(_quotes(statement, articles))
        faults = (
            *self._of_articles(articles),
            *wrong,
            *self._of_numbers(),
            *proofs.check_speakers(statement, quotes, ground.paragraphs),
            *proofs.check_titles(statement, ground.paragraphs, wording),
            *self._of_files(),
            *self._of_record(),
            *proofs.check_forms(statement, self._folder, self._notices()),
            *proofs.check_sound(statement, self._folder),
        )
        return Report(
            episode=self._folder.name,
            article=", ".join(f"{one.title} (sha256 {one.sha256})" for one in statement.originals),
            proofs=found,
            faults=faults,
            numbers=_numbers(statement),
            speakers=len(_speakers(statement)),
            files=len(statement.files),
        )

    def _album(self) -> tuple[str, ...]:
        """Return what the sound file says that the show is called."""
        try:
            return (proofs.sound.metadata(self._folder / _SOUND)[0].get("album", ""),)
        except BriefingError:
            return ()  # told as a fault of that file

    def _of_articles(self, articles: Sequence[Article]) -> Iterator[Fault]:
        for article, original in zip(articles, self._statement.originals, strict=True):
            if provenance.article_digest(article) != original.sha256:
                what = f"is not the article that was told: {original.title}"
                yield Fault(kind="article", where=f"{article.paragraphs[0]:.80}", what=what)

    def _of_numbers(self) -> Iterator[Fault]:
        """Read every spoken number back, and look for spoken words that nobody wrote."""
        tables = own.tables(self._settings.readings)
        for number, said in enumerate(self._statement.said, start=1):
            where = f"sentence {number}"
            try:
                pieces = _tiles(said)
                for wrong in guard.mismatches(said.written, pieces, tables):
                    what = f"{wrong.written!r} is {wrong.written_value}, and is spoken as {wrong.spoken_value}"
                    yield Fault(kind="number", where=where, what=what)
            except ValueError as error:
                yield Fault(kind="number", where=where, what=f"its spoken form does not fit: {error}")
                continue
            if strip_marks("".join(piece.spoken for piece in pieces)) != strip_marks(said.spoken):
                yield Fault(kind="number", where=where, what="is spoken in other words than it is written")

    def _of_files(self) -> Iterator[Fault]:
        for name, digest in self._statement.files.items():
            path = self._folder / name
            if "/" in name or name.startswith(".") or not path.is_file():
                yield Fault(kind="file", where=name, what="is not there")
            elif provenance.file_digest(path) != digest:
                yield Fault(kind="file", where=name, what="was changed since it was made")

    def _of_record(self) -> Iterator[Fault]:
        found = record.found(self._folder)
        if found is None:
            yield Fault(kind="file", where=RECORD_FILE, what="is not there, or is damaged")
            return
        for media in found.media:
            path = self._folder / media.name
            if not path.is_file() or not provenance.file_digest(path).startswith(media.digest):
                yield Fault(kind="file", where=media.name, what=f"is not the sound that {RECORD_FILE} names")
        titles = [stop.title for stop in found.chapters]
        if titles != [clip(tidy(told.title), record.LONGEST_TITLE) for told in self._statement.chapters]:
            yield Fault(kind="form", where=RECORD_FILE, what="has other chapters")
        if found.provenance != self._statement.tags:
            yield Fault(kind="form", where=RECORD_FILE, what="tells of another origin")

    def _notices(self) -> tuple[str, ...]:
        found = record.found(self._folder)
        return (*found.notices, *corrected(found.corrected)) if found else ()


def _articles(folder: Path, statement: Statement, given: Sequence[Article]) -> tuple[Article, ...]:
    """Return the article of each original: a given one, or the copy that was kept. Raises InputError."""
    copy = kept(folder)
    there = (copy.parts or (copy,)) if copy else ()
    found = dict(_placed(statement, there)) | dict(_placed(statement, given))
    if given and not any(article in found.values() for article in given):
        # One article that is another than it was: then every sentence says what became of it.
        if len(statement.originals) > 1:
            raise InputError(given[0].source, "is none of the stories of this bulletin", "give the articles it tells")
        return tuple(given[:1])
    missing = [one.title for number, one in enumerate(statement.originals) if number not in found]
    if missing:
        raise InputError(str(folder), f"has no copy of its article: {missing[0]:.80}", "give it with --article FILE")
    return tuple(found[number] for number in range(len(statement.originals)))


def _placed(statement: Statement, articles: Sequence[Article]) -> Iterator[tuple[int, Article]]:
    """Pair articles with the originals that they are: by their digest, else by their headline."""
    by_digest = {one.sha256: number for number, one in enumerate(statement.originals)}
    by_title = {one.title: number for number, one in enumerate(statement.originals)}
    for article in articles:
        number = by_digest.get(provenance.article_digest(article), by_title.get(article.paragraphs[0]))
        if number is not None:
            yield number, article


def _ground(statement: Statement, articles: Sequence[Article], settings: Settings, shows: tuple[str, ...]) -> Ground:
    first = statement.originals[0].first_paragraph if statement.originals else 0
    paragraphs = [statement.title] * first
    for article, original in zip(articles, statement.originals, strict=True):
        # A story that is not the one that was told must not move those behind it.
        paragraphs += [""] * (original.first_paragraph - len(paragraphs))
        del paragraphs[original.first_paragraph :]
        paragraphs += article.paragraphs
    named = any(edit.rule is EditRule.ANTECEDENT for said in statement.said for edit in said.edits)
    return Ground(
        paragraphs=paragraphs,
        mentions=frozenset(_mentions(articles)) if named else frozenset(),
        shows=shows,
        # A file of the article's text does not say who published it.
        publications=tuple(
            {
                one.publication or original.publication
                for one, original in zip(articles, statement.originals, strict=True)
            }
            - {""}
        ),
        wording=asdict(settings.wording),
    )


def _mentions(articles: Sequence[Article]) -> Iterator[str]:
    """Yield every phrase by which an article calls somebody."""
    for article in articles:
        understood = understand(article)
        for mentioned in understood.mentions.by_paragraph:
            yield from (" ".join(mention.text.split()) for mention in mentioned)
        yield from (entity.full_name for entity in understood.entities.all)


def _quotes(statement: Statement, articles: Sequence[Article]) -> Iterator[Quote]:
    """Yield what an editor quotes of each article, where it stands among the paragraphs of all."""
    for article, original in zip(articles, statement.originals, strict=True):
        for quote in choose(article).quotes:
            placed = replace(quote.span, paragraph=original.first_paragraph + quote.span.paragraph)
            yield replace(quote, span=placed)


def _tiles(said: Said) -> tuple[Piece, ...]:
    """Return the pieces of a sentence with those between them that are said as written. Raises ValueError."""
    tiles, at = [], 0
    for piece in said.pieces:
        written = said.written[piece.start : piece.end]
        if not at <= piece.start <= piece.end <= len(said.written):
            raise ValueError("a piece lies outside of it")
        if piece.semiotic_class is None and fold(piece.spoken) != fold(written):
            raise ValueError(f"{piece.spoken!r} is said for {written!r}")
        tiles += [_as_written(said, at, piece.start), piece]
        at = piece.end
    return tuple(tile for tile in (*tiles, _as_written(said, at, len(said.written))) if tile.start < tile.end)


def _as_written(said: Said, start: int, end: int) -> Piece:
    return Piece(start=start, end=end, spoken=said.written[start:end])


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
