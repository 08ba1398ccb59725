"""The audit: what was published held against the article, sentence by sentence.

It takes nothing from the desks that wrote the briefing: each sentence has to be the article's own at the place that it
states, the article's but for named edits that are looked at one by one, or one of our own sentences from the list.
Each form beside it has to say the same. What an editor's eye decides (who is quoted, what a spoken number is worth) the
pipeline asks of the desks anew, with the article alone.
"""

from __future__ import annotations

from briefing.audit.forms import check_forms
from briefing.audit.report import Fault, Proof, Report, Verdict
from briefing.audit.sentences import Ground, prove
from briefing.audit.sound import check_sound, metadata
from briefing.audit.speakers import check_speakers
from briefing.audit.text import tokens
from briefing.audit.titles import check_titles

__all__ = [
    "Fault",
    "Ground",
    "Proof",
    "Report",
    "Verdict",
    "check_forms",
    "check_sound",
    "check_speakers",
    "check_titles",
    "metadata",
    "prove",
    "tokens",
]
