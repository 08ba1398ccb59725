"""An article, and the statement of a briefing that tells it as it is."""

from __future__ import annotations

from briefing.model import ChapterKind, Role, Span
from briefing.provenance import Original, Said, Statement, Told

PARAGRAPHS = (
    "الوزيرة ترفض خفض الأجور",
    "قالت وزيرة العمل ليلى منصور إن الحكومة لن تخفض الأجور هذا العام. وأضافت أن القرار يشمل 1200 موظف.",
    'وفي المقابل، قال رئيس النقابة سالم الحارثي: "لم نتلق أي ضمانات مكتوبة". ولم يحدد موعدا للإضراب.',
)
SHOW = "الموجز المسموع"


def at(paragraph: int, text: str) -> Span:
    start = PARAGRAPHS[paragraph].index(text)
    return Span(paragraph=paragraph, start=start, end=start + len(text))


def own(paragraph: int, text: str, **more: object) -> Said:
    """Make a sentence of the article, as it stands there."""
    told = {"written": text, "spoken": text, "source": at(paragraph, text), "role": Role.NARRATOR, **more}
    return Said(start_ms=0, end_ms=0, **told)  # type: ignore[arg-type]


def ours(text: str, **more: object) -> Said:
    """Make a sentence of ours."""
    told = {"written": text, "spoken": text, "role": Role.NARRATOR, **more}
    return Said(start_ms=0, end_ms=0, **told)  # type: ignore[arg-type]


def stated(*said: Said, dated: str = "2026-03-01") -> Statement:
    return Statement(
        title=PARAGRAPHS[0],
        voice="silence",
        read_by="القارئ: silence.",
        duration_ms=1,
        tags={},
        originals=(Original(title=PARAGRAPHS[0], sha256=""),),
        chapters=(Told(kind=ChapterKind.LEAD, title="الوزيرة والأجور", start_ms=0, said=said),),
        dated=dated,
    )
