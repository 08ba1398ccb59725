"""Where a voice breathes in a long clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.narration.breath import breathe

CASES = [
    # before the relative pronoun nearest to the middle
    (
        "أعلنت الحكومة المحلية خطة جديدة للنقل العام الذي يعاني نقصا كبيرا في الحافلات والسائقين المدربين",
        "أعلنت الحكومة المحلية خطة جديدة للنقل العام، الذي يعاني نقصا كبيرا في الحافلات والسائقين المدربين",
    ),
    # a preposition stays with what it governs
    (
        "شكر الوزير في كلمته القصيرة كثيرا من الذين ساعدوا رجال الإنقاذ صباح أمس",
        "شكر الوزير في كلمته القصيرة كثيرا من الذين ساعدوا رجال الإنقاذ صباح أمس",
    ),
    # "said" holds on to what is said
    (
        "وأصدرت رئاسة البلدية أمس بيانا طويلا تقول إن العمل في الطريق الجديد بدأ فعلا",
        "وأصدرت رئاسة البلدية أمس بيانا طويلا تقول إن العمل في الطريق الجديد بدأ فعلا",
    ),
    # a short clause, and one that the writer has cut, are left alone
    ("هذا هو الرجل الذي جاء إلينا بعد الظهر", "هذا هو الرجل الذي جاء إلينا بعد الظهر"),
    (
        "قال رئيس البلدية أمس إن العمل بدأ، وإن الطريق الجديد سيفتح قريبا أمام الناس",
        "قال رئيس البلدية أمس إن العمل بدأ، وإن الطريق الجديد سيفتح قريبا أمام الناس",
    ),
    # where no thought opens in a long stretch, a phrase does: nearest to the middle
    (
        "وافق مجلس المدينة الجديد أمس على خطة واسعة لتجديد شبكة النقل القديمة مع شركات محلية كبيرة في ثلاث مدن",
        "وافق مجلس المدينة الجديد أمس على خطة واسعة لتجديد شبكة النقل القديمة، مع شركات محلية كبيرة في ثلاث مدن",
    ),
    # ... and not where a breath reaches as far as the next stop
    (
        "وافق مجلس المدينة الجديد أمس على خطة واسعة لتجديد شبكة النقل مع شركات كبيرة",
        "وافق مجلس المدينة الجديد أمس على خطة واسعة لتجديد شبكة النقل مع شركات كبيرة",
    ),
    # a hundred is of the number before it
    (
        "ارتفعت أسعار الخبز والحليب والبيض واللحوم نحو خمسة وعشرين في المئة بالأسواق الكبيرة والصغيرة أمس وقبل أمس هنا",
        "ارتفعت أسعار الخبز والحليب والبيض واللحوم نحو خمسة وعشرين في المئة بالأسواق الكبيرة والصغيرة أمس وقبل أمس هنا",
    ),
    # the name of a letter is no "that": the network is NBC News
    (
        "يُشِيرُ تَقْرِيرٌ طَوِيلٌ جَدِيدٌ لِشَبَكَةِ إِنْ بِيْ سِيْ نْيُوزْ أَمْسِ إِلَى وُجُودِ خُطَطٍ",
        "يُشِيرُ تَقْرِيرٌ طَوِيلٌ جَدِيدٌ لِشَبَكَةِ إِنْ بِيْ سِيْ نْيُوزْ أَمْسِ إِلَى وُجُودِ خُطَطٍ",
    ),
    # marks do not matter
    (
        "قَالَ رَئِيسُ الْبَلَدِيَّةِ الْجَدِيدُ إِنَّ الْعَمَلَ بَدَأَ فِي الطَّرِيقِ الطَّوِيلِ بَيْنَ الْقَرْيَتَيْنِ الْكَبِيرَتَيْنِ شَرْقًا",
        "قَالَ رَئِيسُ الْبَلَدِيَّةِ الْجَدِيدُ، إِنَّ الْعَمَلَ بَدَأَ فِي الطَّرِيقِ الطَّوِيلِ بَيْنَ الْقَرْيَتَيْنِ الْكَبِيرَتَيْنِ شَرْقًا",
    ),
]


@pytest.mark.parametrize(("text", "read"), CASES)
def test_a_breath_is_taken_where_a_thought_opens(text: str, read: str) -> None:
    assert breathe(text, 10) == read


def test_a_voice_that_phrases_by_itself_is_left_alone() -> None:
    assert breathe(CASES[0][0], None) == CASES[0][0]


@given(st.lists(st.sampled_from(["الذي", "بعد", "مدينة", "في", "نعم،", "لا.", "-", "«قال»"]), max_size=60))
def test_no_word_changes_and_no_part_is_shorter_than_a_few_words(words: list[str]) -> None:
    read = breathe(" ".join(words), 8).split()
    assert [word.rstrip("،") for word in read] == [word.rstrip("،") for word in words]
