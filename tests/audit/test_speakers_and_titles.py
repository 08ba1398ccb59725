"""Who is said to speak, and what chapters are called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.audit import check_speakers, check_titles
from briefing.model import Quote, Role
from tests.audit.stating import PARAGRAPHS, at, own, stated

if TYPE_CHECKING:
    from briefing.provenance import Said

QUOTE, SALIM = "لم نتلق أي ضمانات مكتوبة", "سالم الحارثي"
THEIRS = Quote(text=QUOTE, span=at(2, QUOTE), speaker=SALIM)


def faults(speaker: str | None, *quotes: Quote) -> list[str]:
    said = own(2, QUOTE, role=Role.QUOTE, speaker=speaker)
    return [fault.what for fault in check_speakers(stated(said), quotes, PARAGRAPHS)]


def test_the_one_to_whom_the_article_gives_the_words() -> None:
    assert faults(SALIM, THEIRS) == []
    assert "gives it to سالم الحارثي" in faults("ليلى منصور", THEIRS)[0]
    assert "does not name" in faults("سعيد الحارثي", THEIRS)[0]
    assert "is the article's own" in faults(SALIM)[0]
    assert faults(None, replace(THEIRS, speaker=None)) == []
    assert "is given to nobody" in faults(None, THEIRS)[0]


def test_somebodys_words_are_not_the_newsreaders_nor_the_newsreaders_somebodys() -> None:
    def what(*said: Said) -> list[str]:
        return [fault.what for fault in check_speakers(stated(*said), (THEIRS,), PARAGRAPHS)]

    assert "is what سالم الحارثي said" in what(own(2, QUOTE))[0]
    # An editor took the speaker away.
    assert [*check_speakers(stated(own(2, QUOTE)), (replace(THEIRS, speaker=None),), PARAGRAPHS)] == []
    # In the sentence that says whose they are they are the article's own.
    assert what(own(2, 'وفي المقابل، قال رئيس النقابة سالم الحارثي: "'), own(2, QUOTE)) == []
    assert "is the newsreader's" in what(own(2, "ولم يحدد موعدا للإضراب.", speaker=SALIM))[0]
    beyond = own(2, f'{QUOTE}". ولم يحدد موعدا للإضراب.', role=Role.QUOTE, speaker=SALIM)
    assert "goes on beyond" in what(beyond)[0]


def test_a_title_has_words_of_the_article_and_ours() -> None:
    statement = stated(own(2, QUOTE))

    def titled(title: str) -> list[str]:
        changed = replace(statement, chapters=(replace(statement.chapters[0], title=title),))
        return [fault.what for fault in check_titles(changed, PARAGRAPHS, {"lead": ""})]

    for title in ("ليلى منصور", "خلفية الخبر", "خفض الأجور", "أخبار ليلى منصور", "دراسة خفض الأجور", "نتائج الدراسة"):
        assert titled(title) == []
    for title in ("استقالة الوزيرة", "الوزيرة ليلى", "أخبار الاستقالة"):
        assert f"{title!r}, which is no phrase" in titled(title)[0]
