"""`index.html` in the place of an episode that was withdrawn: says so, why and when, and has no sound (WCAG 2.2 AA)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.publishing.markup import running
from briefing.publishing.text import tidy
from briefing.publishing.words import render

if TYPE_CHECKING:
    from briefing.shelf import Withdrawal


def page(withdrawal: Withdrawal) -> str:
    """Fill in the page of a withdrawn episode."""
    title, reason = tidy(withdrawal.title), tidy(withdrawal.reason)
    return render("withdrawn.html", title=title, reason=reason, moment=withdrawal.withdrawn, running=running)
