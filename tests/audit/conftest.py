"""The ground that proofs stand on."""

from __future__ import annotations

import pytest

from briefing.audit import Ground
from tests.audit.stating import PARAGRAPHS, SHOW


@pytest.fixture
def ground() -> Ground:
    return Ground(
        paragraphs=PARAGRAPHS,
        mentions=frozenset({"وزيرة العمل ليلى منصور", "رئيس النقابة سالم الحارثي"}),
        shows=(SHOW,),
        publications=("صحيفة المدينة",),
        dated="1 مارس 2026",
    )
