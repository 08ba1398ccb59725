"""The running order: the only place that walks an article through all the desks.

    article -> editorial -> narration -> production -> publishing

Each function takes one noun and gives the next. `one` makes one article's episode, `make` goes over many, a `Watch`
over what is new. Whoever wants to watch passes an Observer.
"""

from __future__ import annotations

from briefing.pipeline import corrected
from briefing.pipeline.again import make_stale, saying
from briefing.pipeline.audit import audit
from briefing.pipeline.bulletin import Bulletin, bulletin
from briefing.pipeline.checks import refusal, require
from briefing.pipeline.choices import Choices
from briefing.pipeline.crew import gathered
from briefing.pipeline.episode import Order, one
from briefing.pipeline.failures import FAILURES_FILE, failures, from_anywhere, to_try_again
from briefing.pipeline.metrics import Metrics
from briefing.pipeline.observer import Observer, Stage
from briefing.pipeline.outcome import Failed, Made, Outcome, Status
from briefing.pipeline.run import Shard, make
from briefing.pipeline.script import articles, diacritized, segments, spoken, written
from briefing.pipeline.shows import Shows
from briefing.pipeline.watch import Pace, Watch

__all__ = [
    "FAILURES_FILE",
    "Bulletin",
    "Choices",
    "Failed",
    "Made",
    "Metrics",
    "Observer",
    "Order",
    "Outcome",
    "Pace",
    "Shard",
    "Shows",
    "Stage",
    "Status",
    "Watch",
    "articles",
    "audit",
    "bulletin",
    "corrected",
    "diacritized",
    "failures",
    "from_anywhere",
    "gathered",
    "make",
    "make_stale",
    "one",
    "refusal",
    "require",
    "saying",
    "segments",
    "spoken",
    "to_try_again",
    "written",
]
