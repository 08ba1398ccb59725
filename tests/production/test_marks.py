"""Times of spoken words come to stand on the written words that the reader sees."""

from __future__ import annotations

import pytest

from briefing.model import Piece, Utterance, WordTime
from briefing.production.marks import written_times


def utterance(*parts: tuple[str, str]) -> Utterance:
    """Make an utterance of (written, spoken) parts that tile it."""
    written, pieces = "", []
    for shown, said in parts:
        pieces.append(Piece(start=len(written), end=len(written) + len(shown), spoken=said))
        written += shown
    return Utterance(written=written, spoken="".join(said for _, said in parts), pieces=tuple(pieces))


def highlighted(said: Utterance) -> list[tuple[str, int, int]]:
    """Give each spoken word ten samples, and say which written words light up when."""
    words = [WordTime(word=n, start_sample=10 * n, end_sample=10 * n + 10) for n in range(len(said.spoken.split()))]
    return [
        (said.written[time.start : time.end], time.start_sample, time.end_sample) for time in written_times(said, words)
    ]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("خبر جديد", "خبر جديد")], [("خبر", 0, 10), ("جديد", 10, 20)]),
        ([("بلغ ", "بلغ "), ("67%", "سبعة وستين بالمئة")], [("بلغ", 0, 10), ("67%", 10, 40)]),
        ([("ب", "ب"), ("67%", "سبعة وستين بالمئة"), ("، ثم", "، ثم")], [("ب67%،", 0, 30), ("ثم", 30, 40)]),
        (
            [("من ", "من "), ("New York", "نيويورك"), (" أمس", " أمس")],
            [("من", 0, 10), ("New York", 10, 20), ("أمس", 20, 30)],
        ),
        ([("خبر", "خبر"), (" 🙂", ""), (" آخر", " آخر")], [("خبر", 0, 10), ("آخر", 10, 20)]),
        ([("عام ", "عام "), ("2024", "ألفين وأربعة وعشرين"), (".", ".")], [("عام", 0, 10), ("2024.", 10, 40)]),
        ([("10-12", "عشرة إلى اثني عشر"), (" يوما", " يوما")], [("10-12", 0, 40), ("يوما", 40, 50)]),
    ],
)
def test_a_spoken_word_lights_up_what_is_written_for_it(
    parts: list[tuple[str, str]], expected: list[tuple[str, int, int]]
) -> None:
    assert highlighted(utterance(*parts)) == expected


def test_added_marks_move_no_time() -> None:
    plain = utterance(("بلغ ", "بلغ "), ("3", "ثلاثة"))
    marked = Utterance(written=plain.written, spoken="بَلَغَ ثَلَاثَةً", pieces=plain.pieces)
    assert highlighted(marked) == highlighted(plain)


def test_an_utterance_without_pieces_is_said_as_written() -> None:
    assert highlighted(Utterance(written="خبر جديد", spoken="خَبَرٌ جَدِيدٌ")) == [("خبر", 0, 10), ("جديد", 10, 20)]


@pytest.mark.parametrize("spoken", ["خبر", "خبر جديد جدا"])
def test_other_words_than_the_text_has_light_up_nothing(spoken: str) -> None:
    whole = utterance(("خبر جديد", "خبر جديد"))
    other = Utterance(written=whole.written, spoken=spoken, pieces=whole.pieces)
    assert highlighted(other) == []


def test_a_word_that_the_text_does_not_have_lights_up_nothing() -> None:
    words = [WordTime(word=7, start_sample=0, end_sample=5)]
    assert written_times(utterance(("خبر", "خبر")), words) == []


def test_words_may_come_in_any_order() -> None:
    said = utterance(("خبر جديد", "خبر جديد"))
    words = [WordTime(word=n, start_sample=10 * n, end_sample=10 * n + 10) for n in (1, 0)]
    assert [time.start_sample for time in written_times(said, words)] == [0, 10]
