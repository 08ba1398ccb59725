"""The frames of furniture: each row alone decides its example; news that says nearly the same is news."""

from __future__ import annotations

import pytest

from briefing.article import frames
from briefing.article.boilerplate import is_boilerplate
from briefing.article.words import words

ROWS = frames.rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["pattern"])
def test_each_frame_alone_decides_its_example(row: dict[str, str]) -> None:
    text = row["example"]
    found = words(text)
    assert [each for each in ROWS if frames.frame_of(each).fits(text, found)] == [row]
    assert not is_boilerplate(text, found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["pattern"])
def test_a_frame_fits_no_paragraph_longer_than_its_row_says(row: dict[str, str]) -> None:
    text = f"{row['example']} {'كلمة ' * int(row['most_words'])}"
    assert not frames.frame_of(row).fits(text, words(text))


@pytest.mark.parametrize(
    "text",
    [
        "تابع الملايين المباراة على قناة الرياضة.",
        "شاهد السكان فيديو الحادث وأبلغوا الشرطة.",
        "شارك مئة عداء في السباق.",
        "حمل التطبيق الجديد آلاف المستخدمين في يومه الأول.",
        "للاطلاع على سير العمل زار الوزير القناة الجديدة.",
        "قال المدير إن التصريحات لا تعبر عن موقف القناة.",
        "وقال الوزير إن المقال أثار غضب القراء.",
        "وأكدت الصحيفة أنها غير مسؤولة عن التأخير.",
        "المزيد من الأمطار يتوقع غدا في الشمال.",
        "قد يهمك الأمر إن كنت من سكان المدينة.",
        "الأكثر فقرا هم أول من يدفع الثمن.",
        "آخر الأخبار الواردة من المدينة تفيد بأن النفق أغلق.",
        "المراجع الطبية لا تتفق على رأي.",
        "أخبار أخرى تحدثت عن إغلاق النفق.",
    ],
)
def test_news_is_not_furniture(text: str) -> None:
    assert frames.fitting(text, words(text)) is None
    assert not is_boilerplate(text, words(text))
