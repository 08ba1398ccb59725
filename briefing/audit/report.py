"""What an audit found: a verdict a sentence, and the faults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.model import EditRule, Span


class Verdict(StrEnum):
    """What a sentence is: the article's own, its own but for named edits, one of ours, or none of these."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    OURS = "ours"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that does not hold. `kind` is what it is about, `where` the sentence or the file."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One sentence, numbered from 1: `link` names a sentence of ours, `why` says what is wrong with a wrong one."""

    number: int
    verdict: Verdict
    written: str
    source: Span | None = None
    edits: tuple[EditRule, ...] = ()
    link: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that was looked at. `numbers` were read back, `speakers` are named, `files` stand as they were made.

    `article` says which article it was held against; `unproven` is what could not be looked at, and what nobody but the
    episode says.
    """

    episode: str
    article: str
    proofs: tuple[Proof, ...]
    faults: tuple[Fault, ...]
    numbers: int
    speakers: int
    files: int
    unproven: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.faults

    def count(self, verdict: Verdict) -> int:
        """Return how many sentences are of a kind."""
        return sum(proof.verdict is verdict for proof in self.proofs)

    def as_json(self) -> dict[str, Any]:
        """Return the object of `briefing audit --json`."""
        return {
            "episode": self.episode,
            "holds": self.holds,
            "article": self.article,
            "counts": {
                **{verdict.value: self.count(verdict) for verdict in Verdict},
                "numbers": self.numbers,
                "speakers": self.speakers,
                "files": self.files,
            },
            "faults": [{"kind": fault.kind, "where": fault.where, "what": fault.what} for fault in self.faults],
            "not_checked": list(self.unproven),
            "sentences": [_sentence(proof) for proof in self.proofs],
        }


def _sentence(proof: Proof) -> dict[str, Any]:
    source = proof.source
    return {
        "number": proof.number,
        "verdict": proof.verdict,
        "written": proof.written,
        "source": {"paragraph": source.paragraph, "start": source.start, "end": source.end} if source else None,
        "edits": list(proof.edits),
        "link": proof.link or None,
        "why": proof.why or None,
    }
