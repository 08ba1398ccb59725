"""An article with what editors decided of it: what is set aside, what holds no longer, who stands for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.corrections.anchor import find
from briefing.corrections.sheet import APPROVED
from briefing.model import Approval, CorrectionKind, Dropped, DropReason
from briefing.shelf import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.corrections.sheet import Row
    from briefing.model import Article


def corrected(article: Article, rows: Sequence[Row]) -> Article:
    """Return an article with what was decided of it, in the place of what was before; without rows, as it was.

    Paragraphs are restored and set aside here; what else was decided each desk does in its place. It is approved where
    an approval is of the article as it is now, with the very decisions that hold now.
    """
    if not rows:
        return article
    decided = tuple(dict.fromkeys(row.correction for row in rows if row.kind != APPROVED))
    article = uncorrected(article)
    if decided:
        article = _sorted_out(replace(article, corrections=decided, cleaned=article.dropped))
    state = state_of(article) if any(row.kind == APPROVED for row in rows) else ""
    approvals = [row for row in rows if row.kind == APPROVED and row.to == state and row.at is not None]
    if not approvals:
        return article
    last = max(approvals, key=lambda row: str(row.at))
    assert last.at is not None  # noqa: S101 - see above
    return replace(article, approval=Approval(by=last.by, at=last.at))


def uncorrected(article: Article) -> Article:
    """Return an article as it was before an editor decided anything of it."""
    dropped = article.cleaned if article.corrections else article.dropped
    return replace(article, dropped=dropped, corrections=(), cleaned=(), approval=None)


def state_of(article: Article) -> str:
    """Return the digest of an article and of all that was decided of it: what an editor approves."""
    return digest(repr((article.paragraphs, sorted(map(repr, article.corrections)))))


def _sorted_out(article: Article) -> Article:
    """Restore and set aside paragraphs; the headline is never set aside."""
    dropped = {drop.paragraph: drop.reason for drop in article.dropped}
    for paragraph in _paragraphs(article, CorrectionKind.RESTORE):
        dropped.pop(paragraph, None)
    for paragraph in _paragraphs(article, CorrectionKind.SET_ASIDE):
        if paragraph:
            dropped.setdefault(paragraph, DropReason.EDITOR)
    reasons = sorted(dropped.items())
    return replace(article, dropped=tuple(Dropped(paragraph=number, reason=reason) for number, reason in reasons))


def _paragraphs(article: Article, kind: CorrectionKind) -> Iterable[int]:
    places = (find(article.paragraphs, decided.text, decided.nth) for decided in article.decided(kind))
    return [place.paragraph for place in places if place]
