"""The running order: the only place that walks an article through all the desks.

    article -> editorial -> narration -> production -> publishing

Each function takes one noun and gives the next. Whoever wants to watch passes an Observer.
"""

from __future__ import annotations

from briefing.pipeline.checks import refusal, require
from briefing.pipeline.choices import Choices
from briefing.pipeline.episode import Failed, Made, Outcome, make
from briefing.pipeline.observer import Observer, Stage
from briefing.pipeline.script import articles, diacritized, segments, spoken, written

__all__ = [
    "Choices",
    "Failed",
    "Made",
    "Observer",
    "Outcome",
    "Stage",
    "articles",
    "diacritized",
    "make",
    "refusal",
    "require",
    "segments",
    "spoken",
    "written",
]
