"""An article with what editors decided of it: what is set aside, what holds no longer, who stands for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.corrections.anchor import place_of
from briefing.corrections.sheet import APPROVED
from briefing.model import CorrectionKind, Dropped, DropReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.corrections.sheet import Row
    from briefing.model import Article


def corrected(article: Article, rows: Sequence[Row]) -> Article:
    """Return an article with what was decided of it; without rows, as it was.

    What was decided before, as a kept copy says, holds where no row is of this article alone. Paragraphs are
    restored and set aside here; what else was decided each desk does in its place.
    """
    if not rows:
        return article
    own = [row for row in rows if row.article]
    before = () if own else article.corrections
    decided = [*before, *(row.correction for row in rows if not _is_approval(row))]
    approvals = tuple(row.approval for row in own if _is_approval(row)) if own else article.approvals
    article = replace(uncorrected(article), approvals=approvals)
    if not decided:
        return article
    return _sorted_out(replace(article, corrections=tuple(dict.fromkeys(decided)), cleaned=article.dropped))


def _is_approval(row: Row) -> bool:
    return row.kind == APPROVED


def uncorrected(article: Article) -> Article:
    """Return an article as it was before an editor decided anything of it."""
    dropped = article.cleaned if article.corrections else article.dropped
    return replace(article, dropped=dropped, corrections=(), cleaned=(), approvals=())


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
    places = (place_of(article.paragraphs, decided) for decided in article.decided(kind))
    return [place.paragraph for place in places if place]
