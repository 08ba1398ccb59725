"""Which sentences are told, what they bring along, and what is changed in them."""

from __future__ import annotations

import pytest

from briefing.editorial.choose import choose
from briefing.editorial.running_order import fitted, length_of, plan
from briefing.editorial.running_order.beats import alike, beats, is_form, spoken_words, stems
from briefing.editorial.running_order.cutting import LONGEST_LINE_WORDS, lines
from briefing.editorial.running_order.edits import apply
from briefing.editorial.running_order.ties import Binder, Ties
from briefing.editorial.script import write
from briefing.editorial.understanding import understand
from briefing.errors import UsageError
from briefing.model import Article, Edit, EditRule, Role, Script, Span, Utterance

HEADLINE = "انهيار جسر في مرسانا"
LEAD = "انهار جسر للسيارات في مدينة مرسانا صباح اليوم، وقتل عشرون شخصا على الأقل."
# Enough of another matter that an article is not read whole, each sentence to be told by itself.
REST = (
    "تواصل فرق الإطفاء البحث عن ناجين تحت الأنقاض بمشاركة مئتي عنصر من الدفاع المدني.",
    "تعمل الرافعات الكبيرة منذ الصباح على رفع كتل الإسمنت من مجرى النهر قرب المصنع القديم.",
    "أغلقت الشرطة الطرق المؤدية إلى الوادي ونصحت السائقين باستعمال الطريق الساحلي.",
    "نقلت سيارات الإسعاف خمسة عشر جريحا إلى ثلاثة مستشفيات في المحافظة المجاورة.",
    "خصصت البلدية قاعة الرياضة لاستقبال عائلات الضحايا وفتحت خطا هاتفيا للاستفسار.",
    "أعلنت شركة القطارات تعليق رحلاتها فوق النهر إلى حين فحص الأعمدة كلها.",
    "تبرع مئات السكان بالدم في المستشفى المركزي استجابة لنداء الهلال الأحمر.",
    "أوقفت المدارس القريبة دروسها يومين حدادا على الضحايا وتضامنا مع ذويهم.",
)


def article(*paragraphs: str, headline: str = HEADLINE) -> Article:
    return Article(source="-", paragraphs=(headline, *paragraphs))


def script(told: Article, length: str = "standard") -> Script:
    return write(told, choose(told), length)


def said(told: Article, length: str = "standard") -> list[Utterance]:
    return [one for one in script(told, length).utterances if one.source]


def ties_of(sentence: str, *, behind: str) -> Ties:
    """Return what ties a sentence to the one before it, and to the others of a longer article."""
    told = article(LEAD, behind, sentence, *REST)
    found = beats(told, choose(told), understand(told))
    beat = next(one for one in found if one.text == sentence)
    return Binder(understand(told), found).ties(beat, found[beat.number - 1])


def words(told: Article, length: str = "standard") -> list[str]:
    return [one.written for one in said(told, length)]


def text(told: Article, length: str = "standard") -> str:
    return " ".join(words(told, length))


# --- lengths ----------------------------------------------------------------------------------------------------------


def test_lengths_grow_and_minutes_are_counted_at_the_pace_of_the_voice() -> None:
    allowed = [length_of(name).words for name in ("short", "standard", "full")]
    assert allowed == sorted(allowed)
    assert length_of("3m").words == length_of("3").words == 3 * length_of("1 minute").words == 300
    assert length_of("0.5m").words == 50
    assert length_of("0.001").words == 1


@pytest.mark.parametrize("length", ["long", "0", "", "-3m", "3h", "1e9", "1441"])
def test_another_length_is_refused(length: str) -> None:
    with pytest.raises(UsageError, match="no such length"):
        length_of(length)


def test_minutes_allow_the_quotes_of_the_length_below_them() -> None:
    assert length_of("1").quotes == length_of("short").quotes
    assert length_of("2").quotes == length_of("standard").quotes
    assert length_of("20").quotes == length_of("full").quotes


def test_an_article_of_under_120_words_is_read_whole_and_half_of_any_other() -> None:
    assert fitted(length_of("standard"), 119).whole
    assert fitted(length_of("standard"), 120).written == 60
    assert fitted(length_of("standard"), 9_000).words == length_of("standard").words
    assert fitted(length_of("whole"), 9_000).whole


@pytest.mark.parametrize("length", ["short", "standard", "full", "1m", "5m"])
def test_no_briefing_is_longer_than_its_article_allows(length: str) -> None:
    told = article(LEAD, *REST * 2)
    count = sum(len(paragraph.split()) for paragraph in told.paragraphs)
    share = 0.5 if length in ("short", "standard") else 0.9
    made = write(told, choose(told), length, synthetic=False)
    assert sum(len(one.written.split()) for one in made.utterances) <= share * count


# --- what is chosen ---------------------------------------------------------------------------------------------------


def test_the_lead_comes_first_and_the_story_keeps_its_order() -> None:
    told = said(article(LEAD, *REST))
    spans = [(one.source.paragraph, one.source.start) for one in told if one.source]
    assert "".join(one.written for one in told).startswith("انهار جسر")
    assert spans == sorted(spans)


def test_a_headline_that_the_lead_repeats_in_another_form_is_not_said() -> None:
    assert HEADLINE not in words(article(LEAD, *REST))
    other = "وزير النقل يلغي زيارته إلى الخارج ويعود ليلا"
    assert words(article(LEAD, *REST, headline=other))[0] == other


def test_the_whole_article_is_read_in_order_with_its_headline() -> None:
    told = article(LEAD, *REST)
    assert "".join(words(told, "whole")).replace(" ", "") == "".join(told.paragraphs).replace(" ", "")


def test_nothing_is_told_twice() -> None:
    again = "وأفادت الشرطة بأن جسرا للسيارات انهار صباح اليوم في مدينة مرسانا وقتل عشرون شخصا."
    assert again.removeprefix("و") not in text(article(LEAD, again, *REST), "full")


def test_a_question_of_nobody_is_not_told() -> None:
    sentence = "هل كان في الإمكان تجنب كارثة الجسر في مرسانا؟"
    assert sentence not in text(article(LEAD, sentence, *REST), "full")


def test_background_is_told_last() -> None:
    background = "يذكر أن الجسر في مرسانا بني قبل ستين عاما وخضع للترميم مرتين منذ ذلك الحين."
    told = article(LEAD, background, *REST[:-1], headline="انهيار جسر بني قبل ستين عاما في مرسانا")
    made = script(told, "full")
    assert [chapter.kind for chapter in made.chapters][-2:] == ["background", "closing"]
    assert made.chapters[-2].utterances[-1].written.startswith("يذكر أن")


def test_at_most_two_quotes_of_a_person_and_three_in_all() -> None:
    spoken = [
        f"وقال {name}: «{what}»."
        for name, what in (
            ("الوزير سامر حداد", "لن نسمح بأن تتكرر هذه الكارثة أبدا في بلادنا"),
            ("الوزير سامر حداد", "سنحاسب كل من قصر في واجبه مهما علا منصبه"),
            ("الوزير سامر حداد", "لدينا خطة جديدة لفحص الجسور القديمة كلها"),
            ("النائبة ليلى نصار", "حذرنا مرارا من حال هذا الجسر ولم يسمعنا أحد"),
            ("المهندس كريم عيسى", "الأعمدة تآكلت بفعل الماء والملح عبر السنين"),
        )
    ]
    voices = [one for one in said(article(LEAD, *spoken, *REST * 2)) if one.role is Role.QUOTE]
    assert len(voices) == 3
    assert sum(one.speaker == "سامر حداد" for one in voices) <= 2


def test_each_side_is_heard_before_anybody_is_heard_twice() -> None:
    told = article(
        LEAD,
        "وقال الوزير سامر حداد: «لن نسمح بأن تتكرر هذه الكارثة أبدا في بلادنا».",
        "وقال حداد: «سنحاسب كل من قصر في واجبه مهما علا منصبه».",
        "وقالت النائبة ليلى نصار: «حذرنا مرارا من حال هذا الجسر ولم يسمعنا أحد».",
        *REST,
    )
    heard = [one.speaker for one in said(told) if one.role is Role.QUOTE]
    assert heard[:1] == ["سامر حداد"]
    assert "ليلى نصار" in heard


# --- what must be told together ---------------------------------------------------------------------------------------

CHARGE = "واتهم النائب كريم عيسى وزارة النقل بإخفاء تقرير عن حال أعمدة الجسر القديم."


def test_a_charge_is_never_told_without_its_denial() -> None:
    denial = "ونفت وزارة النقل إخفاء التقرير وقالت إن حال أعمدة الجسر معروفة للجميع."
    told = text(article(LEAD, CHARGE, denial, *REST), "full")
    assert ("بإخفاء تقرير" in told) <= ("نفت وزارة النقل" in told)
    assert "نفت وزارة النقل" in told


@pytest.mark.parametrize("denial", ["ونفى عيسى ذلك.", "ورفض عيسى هذه الاتهامات.", "وقال عيسى إن الكلام عار من الصحة."])
def test_the_shortest_denial_is_told_with_its_charge(denial: str) -> None:
    charge = "اتهم وزير النقل سامر حداد النائب كريم عيسى بتلقي رشوة من شركة الجسور."
    told = text(article(LEAD, charge, denial, *REST), "full")
    assert charge in told
    assert denial in told


def test_a_question_is_never_told_without_its_answer() -> None:
    turns = [
        line
        for question, answer in (
            ("لماذا ارتفع العجز في موازنة العام الحالي؟", "لأن الدخل تراجع. وهذا متوقع منذ شهور."),
            ("هل سترفعون الضرائب على الشركات الكبيرة؟", "لا، لن نرفع أي ضريبة في هذا العام."),
            ("متى يبدأ الدعم الجديد للأسر الفقيرة؟", "في الربيع المقبل. والقوائم جاهزة الآن."),
        )
        for line in (f"س: {question}", f"ج: {answer}")
    ]
    told = article("حوار مع وزيرة المال ليلى نصار عن الموازنة.", *turns, *REST, headline="ليلى نصار: لا ضرائب جديدة")
    for length in ("short", "standard", "full"):
        lines_told = said(told, length)
        for place, one in enumerate(lines_told):
            if one.written.endswith("؟"):
                assert lines_told[place + 1].role is Role.QUOTE


def test_a_survey_is_told_in_one_block() -> None:
    told = article(
        LEAD,
        "أظهر استطلاع أجراه معهد النور أن 66% من السكان يؤيدون بناء جسر جديد في مرسانا.",
        "أظهر استطلاع أجرته جامعة الأفق أن 52% من السكان يعارضون رسوم العبور على الجسر.",
        "وأظهر استطلاع معهد النور أن 28% من السكان يرفضون بناء الجسر الجديد في مرسانا.",
        *REST,
    )
    numbers = [number for one in said(told, "full") for number in ("66", "52", "28") if number in one.written]
    assert numbers == ["66", "28", "52"]


@pytest.mark.parametrize(
    "sentence",
    [
        "ويعتقد نحو ثلاثة من أصل أربعة من السكان أن الجسر قديم.",
        "وذكروا أنهم لم يتلقوا أي إنذار قبل انهيار الجسر في مرسانا.",
    ],
)
def test_no_name_is_put_behind_a_plural_verb_or_before_a_number(sentence: str) -> None:
    told = article(LEAD, "وقال وزير النقل سامر حداد إن العمال غادروا الجسر.", sentence, *REST)
    assert not any(edit.text for one in said(told, "full") for edit in one.edits)


@pytest.mark.parametrize(
    "sentence",
    [
        "وهو أسوأ حادث من نوعه تشهده البلاد منذ ثلاثين عاما كاملة.",
        "وأدى إلى انقطاع الكهرباء عن أحياء واسعة في شمال المدينة وشرقها.",
        "وأثارت هذه الوثيقة جدلا واسعا في الصحافة المحلية خلال الساعات الماضية.",
        "وأضاف أن التحقيق سيشمل الشركات التي تولت الصيانة في السنوات الأخيرة.",
        "كما أنه سيبقى مغلقا أمام المركبات الثقيلة حتى نهاية الشتاء المقبل.",
        "لكنها لم تذكر متى ينتهي العمل في الطريق الجديد الموازي للنهر.",
        "وبلغت كلفة المشروع أيضا ضعف ما كان مقررا في الموازنة الأولى.",
    ],
)
def test_a_sentence_that_leans_on_the_one_before_brings_it_along(sentence: str) -> None:
    before = "كشفت نقابة المهندسين وثيقة عن أعمال الصيانة التي جرت في العام الماضي قرب الجسر."
    told = article(LEAD, before, sentence, *REST)
    chosen = [one.beat.number for one in plan(told, choose(told), length_of("full")).told]
    assert 2 not in chosen or 1 in chosen


@pytest.mark.parametrize(
    "sentence",
    [
        "وارتفعت أسعار الإسمنت في السوق المحلية إلى أعلى مستوى لها منذ سنوات.",
        "هذا العام شهدت المدينة ثلاثة حوادث مماثلة بحسب سجلات الدفاع المدني.",
        "ويتوقع أن تستمر أعمال البحث ثلاثة أيام أخرى على الأقل في مجرى النهر.",
        "وقتل 20 شخصا في حادث مماثل وقع في الشمال قبل عشر سنوات كاملة.",
    ],
)
def test_a_sentence_that_stands_by_itself_needs_none_before_it(sentence: str) -> None:
    assert not ties_of(sentence, behind="تأخرت فرق الصيانة.").leans


@pytest.mark.parametrize(
    "sentence",
    [
        # Its main clause follows.
        "وفيما أكد الدفاع المدني أن البحث مستمر، أعلنت البلدية فتح طريق بديل لسكان الضفة الغربية.",
        # Whose visit it was, the sentence says itself.
        "وخلال زيارته إلى المستشفى قال وزير الصحة كريم عيسى إن الجرحى بخير.",
        # A clause of its own is what "that" stands for.
        "وقال كريم عيسى إن الوزارة تدرس بناء جسر معلق، وإنها ستعلن ذلك في الربيع المقبل.",
        # A name in marks, a number, is a subject.
        "ونقلت «الأفق الجديد» عن مهندس في الشركة أن الأعمدة لم تفحص منذ عشر سنوات.",
        "ويرى نحو ثلاثة من أصل أربعة من السكان أن الجسر القديم لم يكن آمنا للمشاة.",
        # The report that is told apart.
        "وذكر التقرير الذي نشر يوم الأحد أن الملح أضعف حديد الجسر عاما بعد عام.",
        # Whom somebody's own words point at is heard with them.
        "وقالت النائبة ليلى نصار: «هذه المدينة تستحق جسرا أفضل من هذا بكثير».",
    ],
)
def test_a_sentence_that_has_what_it_speaks_of_leans_on_none(sentence: str) -> None:
    ties = ties_of(sentence, behind="تأخرت فرق الصيانة.")
    assert not ties.leans
    assert not ties.these


def test_he_added_stands_behind_words_of_the_same_speaker() -> None:
    told = article(
        LEAD,
        "وقال رئيس نقابة المهندسين إن الأعمدة لم تفحص منذ عشر سنوات كاملة.",
        "وقال مدير شركة الصيانة إن الفحص لم يكن من واجب الشركة في العقد الأول.",
        "وأضاف أن الشركة حذرت البلدية من خطر الملح في رسالتين متتاليتين قبل عامين.",
        *REST,
    )
    several = [
        [one.beat.number for one in plan(told, choose(told), length_of(length)).told] for length in ("standard", "full")
    ]
    assert any(3 in chosen for chosen in several)
    assert all(chosen[chosen.index(3) - 1] == 2 for chosen in several if 3 in chosen)


def test_a_second_survey_is_not_told_without_the_first() -> None:
    second = "وأظهر استطلاع ثان أجراه معهد الأفق أن 61% من السكان يريدون جسرا للمشاة وحدهم."
    first = "وأظهر استطلاع أجراه معهد النور أن 66% من السكان يؤيدون بناء جسر جديد في مرسانا."
    assert ties_of(second, behind=first).these


def test_a_quote_that_answers_no_is_told_with_what_it_answers() -> None:
    asked = "وقال رئيس البلدية سامر الخطيب: «هل نسيتم ما قيل لكم قبل عام؟ هذا الجسر سيغرقنا في الديون»."
    answer = "وأضاف «لا، الجسر هو الذي أنقذ تجارة المدينة كلها»."
    ties = ties_of(answer, behind=asked)
    assert ties.denies
    assert ties.points
    assert not ties_of("وأضاف «لا أحد يعرف موعد الافتتاح حتى الآن في المدينة».", behind=asked).denies


def test_the_rest_of_a_quote_leans_on_its_beginning_and_a_question_stands_before_its_answer() -> None:
    told = article(
        "حوار مع المخرجة ليلى حداد عن فيلمها الأول الذي يعرض هذا الأسبوع في مهرجان المدينة للسينما المستقلة.",
        "س: متى بدأت العمل على هذا الفيلم الطويل؟",
        "ج: بدأت قبل ست سنوات حين عدت إلى القرية ووجدت رسائل جدتي القديمة. قرأتها كلها في ليلة واحدة.",
        "س: هل واجهت صعوبة في إيجاد التمويل؟",
        "ج: رفضته ثلاث شركات قبل أن تقبله الرابعة بعد عام من المحاولات. لم أيأس.",
        *REST,
        headline="ليلى حداد: السينما ذاكرة من لا صوت له",
    )
    told_lines = said(told, "full")
    asked = [place for place, one in enumerate(told_lines) if one.written.endswith("؟")]
    assert asked
    for place in asked:
        assert told_lines[place].role is Role.NARRATOR
        assert told_lines[place + 1].role is Role.QUOTE
        assert told_lines[place + 1].speaker == "ليلى حداد"
    assert not any(one.written.startswith(("س:", "ج:")) for one in told_lines)


# --- edits ------------------------------------------------------------------------------------------------------------


def edited(told: Article, length: str = "full") -> list[tuple[EditRule, str]]:
    return [(edit.rule, edit.text) for one in said(told, length) for edit in one.edits]


def test_every_line_is_the_articles_text_with_its_named_edits() -> None:
    told = article(LEAD, CHARGE, "من جهته قال الوزير سامر حداد (54 عاما) إن الجسر فحص في آذار/مارس الماضي.", *REST)
    for length in ("short", "standard", "full", "whole"):
        for one in said(told, length):
            assert one.source is not None
            assert one.written == apply(told, one.source, one.edits)


def test_a_connector_goes_where_what_it_joins_to_is_not_told_and_stays_where_it_is() -> None:
    untold = "تأخر."
    for opening, rest in (
        ("من جهته ", "قال رئيس البلدية كريم عيسى إن انهيار جسر مرسانا كان متوقعا منذ أعوام."),
        ("و", "قال رئيس البلدية كريم عيسى إن انهيار جسر مرسانا كان متوقعا منذ أعوام."),
        ("وفي سياق متصل، ", "قال رئيس البلدية كريم عيسى إن انهيار جسر مرسانا كان متوقعا منذ أعوام."),
    ):
        assert rest in words(article(LEAD, untold, opening + rest, *REST), "full")
    kept = "وقال رئيس البلدية كريم عيسى إن انهيار جسر مرسانا كان متوقعا منذ أعوام."
    assert kept in words(article(LEAD, kept, *REST), "full")


@pytest.mark.parametrize(
    "sentence",
    [
        "فتحت الحكومة باب التبرع لإعادة بناء جسر مرسانا بعد انهيار الجسر القديم.",
        "فوجئ سكان مرسانا بانقطاع الكهرباء عن أحياء الضفة الغربية بعد انهيار الجسر.",
        "فاز مهندس شاب من مرسانا بجائزة كبيرة عن خطة لإنقاذ الجسر قبل انهياره.",
        "وصل وزير النقل إلى مرسانا لتفقد مكان انهيار الجسر القديم فوق النهر.",
        "وافق مجلس الوزراء على بناء جسر جديد في مرسانا بعد انهيار الجسر القديم.",
        "وقع وزير النقل قرار بناء جسر جديد في مرسانا بعد انهيار الجسر القديم.",
    ],
)
def test_a_word_that_begins_like_a_conjunction_keeps_its_letter(sentence: str) -> None:
    assert sentence in words(article(LEAD, "تأخر.", sentence, *REST), "full")


@pytest.mark.parametrize(
    ("written", "said_as"),
    [
        ("(29 آب/أغسطس)", "(29 آب)"),
        ("29 أغسطس (آب)", "29 أغسطس"),
        ("29 مايو/ أيار", "29 مايو"),
        ("29 مايو أيار", "29 مايو"),
        ("29 نوفمبر (تشرين الثاني)", "29 نوفمبر"),
        ("29 مايو (أيار أو حزيران)", "29 مايو (أيار أو حزيران)"),
    ],
)
def test_a_months_second_name_takes_its_own_sign_along_and_no_other(written: str, said_as: str) -> None:
    sentence = f"وأعلنت الحكومة أن جسر مرسانا سيبنى من جديد في {written} بعد انهيار الجسر القديم."
    assert f"من جديد في {said_as} بعد" in text(article(LEAD, sentence, *REST), "full")


def test_nothing_inside_somebodys_own_words_is_changed() -> None:
    quoted = "كما تعلمون فإن الجسر القديم (54 عاما) لم يفحص منذ آذار/مارس الماضي"
    told = article(LEAD, "تأخر.", f"وقال رئيس البلدية كريم عيسى: «{quoted}».", *REST)
    assert quoted in words(told, "full")


def test_an_age_an_acronym_and_a_months_second_name_are_left_out() -> None:
    sentence = "وأعلن وزير النقل سامر حداد (54 عاما) أن منظمة النقل الدولية (ITF) فحصت الجسر في آذار/مارس الماضي."
    told = text(article(LEAD, sentence, *REST), "full")
    assert "وزير النقل سامر حداد أن منظمة النقل الدولية فحصت الجسر في آذار الماضي" in told


@pytest.mark.parametrize("aside", ["(54)", "(على الأقل)", "(2024)", "(كما قيل)"])
def test_any_other_bracket_stays(aside: str) -> None:
    sentence = f"وأعلن وزير النقل سامر حداد {aside} أن الجسر في مرسانا سيبنى من جديد خلال عام واحد."
    assert aside in text(article(LEAD, sentence, *REST), "full")


def test_who_was_introduced_in_a_sentence_that_is_not_told_is_named_in_full() -> None:
    long = "وخلال جلسة طويلة حضرها ممثلو النقابات والجمعيات والبلديات وعدد من سكان الأحياء المجاورة للنهر "
    told = article(
        LEAD,
        long * 3 + "تحدث وزير النقل سامر حداد عن أسباب أخرى.",
        "وأعلن حداد أن الجسر في مرسانا سيبنى من جديد خلال عام واحد فقط.",
        *REST,
        headline="حداد: جسر مرسانا سيبنى من جديد خلال عام",
    )
    assert "أعلن وزير النقل سامر حداد أن الجسر في مرسانا سيبنى من جديد خلال عام واحد فقط." in words(told)
    assert (EditRule.ANTECEDENT, "وزير النقل سامر حداد") in edited(told, "standard")


def test_edits_apply_in_order_and_leave_single_spaces() -> None:
    told = Article(source="-", paragraphs=("وقال زيد (54 عاما) نعم.",))
    cut = (
        Edit(rule=EditRule.CONNECTOR, start=0, end=1, text=""),
        Edit(rule=EditRule.BRACKET, start=8, end=18, text=""),
    )
    assert apply(told, Span(paragraph=0, start=0, end=23), cut) == "قال زيد نعم."
    assert apply(told, Span(paragraph=0, start=1, end=8), cut) == "قال زيد"


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(long: str) -> list[str]:
    told = Article(source="-", paragraphs=("عنوان الخبر", long))
    return [told.at(span) for span in lines(understand(told), Span(paragraph=1, start=0, end=len(long)))]


def test_a_long_sentence_is_cut_at_its_clauses_and_nothing_is_lost() -> None:
    long = ("أعلنت الحكومة خطة جديدة لإصلاح الطرق والجسور في المحافظات كلها، " * 5).strip()
    cut = _lines(long)
    assert " ".join(cut) == long
    assert all(len(line.split()) <= LONGEST_LINE_WORDS for line in cut)
    assert all(line.endswith("،") for line in cut)


def test_a_sentence_without_a_clause_stays_whole() -> None:
    assert len(_lines("كلمة " * 40 + "أخيرة.")) == 1


def test_no_line_ends_in_a_preposition() -> None:
    long = "أعلن المدير في المؤتمر الذي عقد مساء أمس أن العمل سيبدأ من " + "غد " * 12 + "كما أعلن المدير " + "غدا " * 12
    assert not any(line.endswith((" من", " أن", " في")) for line in _lines(long.strip()))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # A name is not parted from its office, nor a verb from where it happened, where a clause begins elsewhere.
        (
            "أعلن مدير المستشفى، سامر الخطيب، في مؤتمر صحفي عقده مساء الخميس، وزير الصحة بجانبه، إغلاق قسمين كبيرين،",
            "وأضاف أن المرضى سينقلون إلى مستشفيات قريبة من المدينة في الأيام المقبلة بعد موافقة عائلاتهم كلها على ذلك",
        ),
        # "And" with a verb opens a clause without a comma too.
        (
            "افتتحت البلدية حديقة واسعة على ضفة النهر الكبير قرب الجسر القديم الذي بني قبل قرنين من الزمان",
            "وشاركت في الحفل فرق كثيرة من مدارس المدينة وقراها القريبة والبعيدة وجمعياتها الأهلية كلها",
        ),
        # "After he had" opens a clause, "after the match" none.
        (
            "غادر الفريق ملعب المدينة في ساعة متأخرة من الليل، بعد المباراة الطويلة، بوجوه حزينة وخطوات بطيئة،",
            "بعد أن خسر لقبا كان ينتظره جمهوره الكبير منذ عشرين عاما في كل مدن الساحل",
        ),
        # A number is no clause, whatever stands behind it.
        (
            "ارتفعت أسعار السيارات الجديدة والمستعملة في أسواق البلاد كلها خلال الشهر الماضي وحده بنسبة تقترب من 2.5%",
            "حيث زادت أسعار الوقود والزيوت وقطع الغيار وأجور الصيانة والتأمين في المدن والقرى والموانئ معا",
        ),
        # A full stop inside of a quote is the best place.
        (
            'قال المدرب للصحفيين "لعبنا مباراة جيدة أمام فريق كبير وأضعنا فرصا كثيرة في الشوط الأول كله وفي الثاني.',
            'نحن سعداء بما قدمه اللاعبون الشباب، وسنعود أقوى في الموسم المقبل إن شاء الله في كل الملاعب"',
        ),
        # "While" opens a clause, though "what" is in it.
        (
            "زادت حصة أغنى خمس أسر من أراضي الساحل التي بيعت في العامين الماضيين حتى بلغت نصف المساحة البالغة مئة",
            "فيما لم تحصل بقية الأسر في المدينة والريف القريب على أي قطعة تصلح للبناء",
        ),
        # A relative clause may open a line behind a definite noun; "the share of / those who" is one phrase.
        (
            "حضر الحفل الكبير في قاعة البلدية مساء الخميس رئيس نادي المدينة القديمة وعدد كبير من اللاعبين السابقين",
            "الذين حملوا ألوان النادي في سنوات مجده الأولى قبل نصف قرن من الآن في الملاعب كلها",
        ),
    ],
)
def test_a_line_begins_where_a_clause_does(first: str, second: str) -> None:
    assert _lines(f"{first} {second}") == [first, second]


# --- words ------------------------------------------------------------------------------------------------------------


def test_a_number_takes_longer_to_say_than_a_word() -> None:
    assert spoken_words("قتل 20 شخصا") == 5
    assert spoken_words("قتل عشرون شخصا") == 3


def test_stems_are_words_of_three_letters_without_article_and_particles() -> None:
    assert stems("والجسر للسيارات في مرسانا") == {"جسر", "سيار", "مرسانا"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("جسر", "جسر", True), ("انهيار", "انهيارات", True), ("يهاجم", "هاجم", True), ("جسر", "جسور", False)],
)
def test_words_are_alike_by_their_beginning(one: str, other: str, *, same: bool) -> None:
    assert alike(one, other) is same


def test_what_answers_a_connector_goes_with_it() -> None:
    sentence = "في المقابل، فإن الرسوم الجديدة التي فرضها الشركاء لا تستند إلى أي قاعدة من قواعد التجارة."
    opener = ties_of(sentence, behind=REST[0]).opener
    assert opener is not None
    assert sentence[opener.answered :].startswith("إن الرسوم")
    told = article(LEAD, REST[0], sentence, *REST[1:])
    assert sentence[opener.answered :] in words(told, "full") or sentence in words(told, "full")


def test_as_well_ties_before_a_verb_and_as_in_does_not() -> None:
    said_too = ties_of("كما أعلنت البلدية فتح قاعة الرياضة أمام عائلات الضحايا.", behind=REST[0]).opener
    assert said_too is not None
    for sentence in (
        "وكما في السنوات السابقة، فتحت البلدية قاعة الرياضة أمام عائلات الضحايا.",
        "كما في كل عام، فتحت البلدية قاعة الرياضة أمام عائلات الضحايا.",
    ):
        assert ties_of(sentence, behind=REST[0]).opener is None
        told = text(article(LEAD, "تأخر.", sentence, *REST), "full")
        assert "كما في" in told or "فتحت البلدية قاعة" not in told


def test_two_who_bear_an_office_are_no_title_of_one_of_them() -> None:
    for word in ("العضوتان", "الوزيران", "المتحدثتان", "النائبان"):
        told = article("قرار جديد في المجلس", f"أضافت {word} موضي الخلف وليلى منصور أن القرار صدر أمس.")
        heads = [one for found in understand(told).mentions.by_paragraph for one in found if word in one.text]
        assert all(one.number == "p" or not one.name for one in heads), word


def test_a_connector_that_nothing_answers_goes_alone() -> None:
    opener = ties_of("في المقابل، فتحت البلدية قاعة الرياضة أمام عائلات الضحايا.", behind=REST[0]).opener
    assert opener is not None
    assert opener.answered == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "أعلنت وزارة الصحة أنها ستطرح أربعة قطاعات، وهي: «الأشعة والمختبرات والصيدليات والعناية المنزلية».",
        "يعرض المسلسل على قنوات كثيرة كما أعلنت وزارة الإعلام، منها: «القناة الأولى وقناة النهر وقناة المدينة».",
    ],
)
def test_a_list_behind_a_colon_is_nobodys_speech(sentence: str) -> None:
    told = said(article(LEAD, sentence, *REST), "whole")
    assert sentence in [one.written for one in told]
    assert Role.QUOTE not in {one.role for one in told}


def test_an_age_stays_where_another_goes_on_with_it() -> None:
    two = "فاز البلغاري غريغور حداد (27 عاما) على المصري محمد صفوان (27 عاما أيضا ومصنف 182) في ساعتين."
    assert two in words(article(two, *REST * 2))
    one = "فاز البلغاري غريغور حداد (27 عاما) على المصري محمد صفوان (المصنف 182) في ساعتين."
    assert one.replace(" (27 عاما)", "") in words(article(one, *REST * 2))


def test_a_line_does_not_part_yes_from_what_it_opens() -> None:
    answer = (
        "وردا على سؤال طويل من صحافي في القاعة عما إذا كان قد تفاجأ من عدد العروض التي تلقاها "
        "بعد إعلان رحيله عن الفريق قال: "
        "«نعم، أكثر مما كنت أتوقع في هذا العمر»."
    )
    told = article(LEAD, answer, *REST)
    understood = understand(told)
    cut = [told.at(line) for line in lines(understood, Span(paragraph=2, start=0, end=len(answer)))]
    assert len(cut) > 1
    assert not any(line.endswith("نعم،") for line in cut)


@pytest.mark.parametrize(
    ("sentence", "stems_of"),
    [
        ("ورفض المجلس المشروع المذكور في جلسته الثانية أمس.", {"مشروع"}),
        ("ورفض المجلس هذا المشروع في جلسته الثانية أمس.", {"مشروع"}),
        ("ورفض المجلس المشروع الجديد في جلسته الثانية أمس.", set()),
    ],
)
def test_the_said_plan_points_back_as_this_plan_does(sentence: str, stems_of: set[str]) -> None:
    assert ties_of(sentence, behind="عرض الوزير مشروعا أمام النواب صباح اليوم.").these == stems_of


def test_these_children_are_told_with_the_sentence_that_brought_them_in() -> None:
    new = "فحص الأطباء ستين طفلا من حي قريب من النهر بعد الحادث بيومين."
    these = "وأصيب نصف هؤلاء الأطفال بسعال شديد بسبب غبار الإسمنت، وقتل منهم طفلان في المستشفى."
    told = article(LEAD + " وكان أطفال المدارس في عطلة.", new, *REST, these)
    heard = text(told)
    assert "هؤلاء الأطفال" not in heard or new in heard
    assert is_form("اطفال", "طفل")
    assert not is_form("دواء", "ديه")


SPEAKER = "قال الوزير سامر حداد إن العمل في الجسر بدأ أمس."


@pytest.mark.parametrize(
    ("sentence", "spoken"),
    [
        # Without a subject, without a colon; behind a document, an agency, the crowd that heard it.
        ("وتابع «لا نملك خطة جاهزة اليوم».", "لا نملك خطة جاهزة اليوم"),
        ("وأضاف في بيان «لن ننتظر حتى يقع الجسر الثاني».", "لن ننتظر حتى يقع الجسر الثاني"),
        ("وقال حداد لوكالة فرانس برس «لن ننتظر حتى يقع الجسر».", "لن ننتظر حتى يقع الجسر"),
        ("ونقلت وكالة رويترز عن حداد قوله أمام حشد في المدينة «نحن نحمي الناس كلهم».", "نحن نحمي الناس كلهم"),
        # "Who" tells of the place that he speaks of, and "we faced" is a whole sentence.
        ("وقال حداد في إشارة إلى الجسور التي بنيت قبل الحرب «سنهدمها كلها قبل العيد».", "سنهدمها كلها قبل العيد"),
        ("وقال حداد للصحافيين «واجهنا المشكلة نفسها في الجسر الأول».", "واجهنا المشكلة نفسها في الجسر الأول"),
        # "After" opens a sentence, and so does a noun told by "who" where the verb governs no noun.
        ("وقال حداد للصحافيين «بعد عمليات بحث في النهر لا أمل في ناجين».", "بعد عمليات بحث في النهر لا أمل في ناجين"),
        ("وأضاف «الأعمدة التي شيدت قبل عامين تآكلت كلها».", "الأعمدة التي شيدت قبل عامين تآكلت كلها"),
    ],
)
def test_whole_sentences_of_somebody_are_read_by_a_second_voice(sentence: str, spoken: str) -> None:
    told = said(article(LEAD, SPEAKER, sentence, *REST), "whole")
    assert [(one.written, one.speaker) for one in told if one.role is Role.QUOTE] == [(spoken, "سامر حداد")]


@pytest.mark.parametrize(
    "sentence",
    [
        # A noun that the verb governs, a preposition that governs the words, a clause behind "that".
        "وأكد حداد «الالتزام الذي قطعته الوزارة أمام الناس».",
        "وطالب حداد بوقف العمل بسبب «الإهمال الذي ظهر في الجسر القديم».",
        "وأضاف حداد بأن «الجسر الثاني لا يزال مغلقا أمام السيارات».",
        # A preposition and its noun are no sentence, whatever a comma parts from them.
        "ودعا حداد إلى إجراء فحص «في الجسور القديمة كلها دون استثناء»، وفق بيان الوزارة.",
        # "Which holds" takes the words into its grammar.
        "وقال حداد أمام النواب كلاما قاسيا عن التقارير التي تتضمن «أكاذيب لا أساس لها عن الجسور».",
        # What stands behind it is of its sentence, or told by the same verb.
        "وقال حداد «لن ننتظر حتى يقع الجسر» الثاني عند المصنع.",
        "وقال حداد «لن ننتظر حتى يقع الجسر»، وأن الفحص بدأ أمس.",
        # A predicate alone behind "that it"; a clause in which nobody says "we".
        "وأضاف حداد أنها «محطة مهمة في تاريخنا وهي فرصة لنا».",
        "وأضاف حداد أن «الجسر الثاني سيفتح أمام السيارات غدا».",
    ],
)
def test_words_that_stand_in_the_newsreaders_grammar_are_read_in_it(sentence: str) -> None:
    told = said(article(LEAD, SPEAKER, sentence, *REST), "whole")
    assert Role.QUOTE not in {one.role for one in told}
    assert any(one.written.startswith(sentence[:20]) for one in told)


@pytest.mark.parametrize(
    ("sentence", "before", "spoken", "behind"),
    [
        # What a comma sets off, or "pointing out" with it or without, is the newsreader's.
        (
            "وقال حداد «لن ننتظر حتى يقع الجسر»، في إشارة إلى الجسر الثاني.",
            "وقال حداد",
            "لن ننتظر حتى يقع الجسر",
            "في إشارة إلى الجسر الثاني.",
        ),
        (
            "وقال حداد «لن ننتظر حتى يقع الجسر» مشيرا إلى أن الفحص بدأ.",
            "وقال حداد",
            "لن ننتظر حتى يقع الجسر",
            "مشيرا إلى أن الفحص بدأ.",
        ),
        # Behind "that" the newsreader would say "we".
        (
            "وأضاف حداد أن «الجسر الثاني آمن ونحن نفحصه كل شهر»، وفق بيان الوزارة.",
            "وأضاف حداد أن",
            "الجسر الثاني آمن ونحن نفحصه كل شهر",
            "وفق بيان الوزارة.",
        ),
        (
            "وأضاف حداد أنه «لا يمكن أن نترك جسورنا دون فحص»، على حد قوله.",
            "وأضاف حداد أنه",
            "لا يمكن أن نترك جسورنا دون فحص",
            "على حد قوله.",
        ),
    ],
)
def test_the_newsreader_stops_before_somebodys_own_words_and_goes_on_behind_them(
    sentence: str, before: str, spoken: str, behind: str
) -> None:
    told = said(article(LEAD, SPEAKER, sentence, *REST), "whole")
    assert [(one.role, one.written) for one in told if one.source and one.source.paragraph == 3] == [
        (Role.NARRATOR, before),
        (Role.QUOTE, spoken),
        (Role.NARRATOR, behind),
    ]


def test_what_leads_in_to_a_quote_is_not_told_without_it() -> None:
    long = " ".join(["لن ننتظر حتى يقع الجسر الثاني في هذه المدينة"] * 4)
    told = words(article(LEAD, f"وقال الوزير سامر حداد «لن نغلق الجسر كله اليوم»، وتابع «{long}».", *REST))
    assert any("لن نغلق الجسر كله اليوم" in one for one in told)
    assert not any(one.endswith("وتابع") for one in told)


def test_a_mark_that_closes_the_newsreaders_own_words_stays() -> None:
    told = words(article(LEAD, 'وقال الوزير سامر حداد لـ"النهار" "لن ننتظر حتى يقع الجسر".', *REST), "whole")
    assert 'وقال الوزير سامر حداد لـ"النهار"' in told
    assert "لن ننتظر حتى يقع الجسر" in told


def test_the_same_source_is_named_by_the_sentence_before() -> None:
    behind = "وقالت صحيفة النهار إن الجسر القديم سيهدم."
    assert ties_of("ويرى المصدر ذاته أن الأعمدة كلها تآكلت منذ سنين.", behind=behind).leans
    assert not ties_of("ويرى مصدر في البلدية أن الأعمدة كلها تآكلت منذ سنين.", behind=behind).leans


@pytest.mark.parametrize("opener", ["إلا أنها", "غير أنه", "لكنه", "ولكنهم", "بيد أنها", "كما أنه"])
def test_but_it_is_of_what_the_sentence_before_named(opener: str) -> None:
    behind = "وكانت قافلة مساعدات كبيرة دخلت المدينة يوم الاثنين."
    assert ties_of(f"{opener} غادر المكان قبيل المساء تحت القصف.", behind=behind).leans
    assert not ties_of("لكن الوزير غادر المكان قبيل المساء تحت القصف.", behind=behind).leans


def test_a_line_is_not_cut_for_the_words_of_a_dateline_that_is_not_said() -> None:
    lead = (
        "أعلنت البلدية التي تدير المدينة منذ عامين أن الجسر القديم سيغلق أمام السيارات يوم السبت المقبل، "
        "وأن المهندسين سيفحصون أعمدته كلها قبل أن يفتح من جديد."
    )
    told = article(f"مرسانا، شمال البلاد قرب الساحل (CNN)-- {lead}", *REST)
    assert lead in words(told)


def test_a_heading_of_two_parts_is_no_sentence() -> None:
    told = article(LEAD, REST[0], "سنوات من الخلاف... ومحاولات الصلح", *REST[1:])
    headings = [beat.text for beat in beats(told, choose(told), understand(told)) if beat.crosshead]
    assert headings == ["سنوات من الخلاف...", "ومحاولات الصلح"]


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("وتسعى للضغط على هذه الشركات الكبيرة في قطاعاتها، لخفض أسعار الحليب والوقود.", True),
        ("وتسعى الحكومة إلى حل يرضي الشركات والسكان معا قبل نهاية العام.", False),
    ],
)
def test_a_verb_that_no_table_has_leans_where_its_subject_stands_before(sentence: str, *, leans: bool) -> None:
    assert ties_of(sentence, behind="وتستهدف حملة المقاطعة شركتين كبيرتين في البلاد.").leans is leans


def read_of(sentence: str) -> str:
    told = article(LEAD, SPEAKER, sentence, *REST)
    return " ".join(one.written for one in said(told, "full") if one.source and one.source.paragraph == 3)


def test_a_chapter_does_not_begin_with_and_he_added() -> None:
    told = article(LEAD, REST[0], SPEAKER, "وأضاف: «لن ننتظر حتى يقع الجسر الثاني».", *REST[1:])
    opening = [chapter.utterances[0].written for chapter in script(told, "full").chapters]
    assert "وأضاف سامر حداد:" in opening
