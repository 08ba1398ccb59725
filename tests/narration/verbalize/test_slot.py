"""Where a numeral stands: its glued letters, the words around it, and the case that they ask for."""

import pytest

from briefing.model import Gender
from briefing.narration.verbalize.cardinals import Form
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.numeral import lex
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import Prefix, Slot, Word, past_joined, prefix_before, word_after, words_before


def slot_of(text: str, *, previous: Reading | None = None, sign: str = "", floor: int = 0) -> Slot:
    """Make the slot of the last numeral of a text."""
    begin = len(text)
    while not (text[begin - 1].isdecimal() and (begin == 1 or not text[begin - 2].isdecimal())):
        begin -= 1
    begin -= 1
    return Slot(
        text=text,
        prefix=prefix_before(text, begin - len(sign), floor),
        begin=begin,
        numeral=lex(text, begin),
        sign=sign,
        previous=previous,
    )


def reading(start: int, end: int, kind: SemioticClass, case: Case | None = None) -> Reading:
    return Reading(start=start, end=end, spoken="", semiotic_class=kind, rule="test", case=case)


@pytest.mark.parametrize(
    ("before", "prefix"),
    [
        ("", Prefix(start=0)),
        ("في ", Prefix(start=3)),
        ("و", Prefix(start=0, conjunction="و")),
        ("في و", Prefix(start=3, conjunction="و")),
        ("ف", Prefix(start=0, conjunction="ف")),
        ("ب", Prefix(start=0, preposition="ب")),
        ("بـ", Prefix(start=0, preposition="ب")),
        ("بـ ", Prefix(start=0, preposition="ب")),
        ("ب ", Prefix(start=0, preposition="ب")),
        ("بـــ", Prefix(start=0, preposition="ب")),
        ("وبـ", Prefix(start=0, conjunction="و", preposition="ب")),
        ("ك", Prefix(start=0, preposition="ك")),
        ("ل", Prefix(start=0, preposition="ل")),
        ("لل", Prefix(start=0, preposition="ل", article=True)),
        ("للـ", Prefix(start=0, preposition="ل", article=True)),
        ("ال", Prefix(start=0, article=True)),
        ("الـ", Prefix(start=0, article=True)),
        ("والـ", Prefix(start=0, conjunction="و", article=True)),
        ("بالـ", Prefix(start=0, preposition="ب", article=True)),
        ("وبالـ", Prefix(start=0, conjunction="و", preposition="ب", article=True)),
        ("كتب", Prefix(start=3, space=True)),
        ("5", Prefix(start=1, space=True)),
        ("%", Prefix(start=1, space=True)),
        ("(", Prefix(start=1)),
        ("بـــــــــــ", Prefix(start=12, space=True)),
    ],
)
def test_the_letters_glued_before_a_numeral_are_found(before: str, prefix: Prefix) -> None:
    assert prefix_before(before + "5", len(before), 0) == prefix


def test_no_letter_behind_the_floor_is_taken() -> None:
    assert prefix_before("بال5", 3, 1) == Prefix(start=3, space=True)
    assert prefix_before("ب ال5", 4, 2) == Prefix(start=2, article=True)
    assert prefix_before("ب ال5", 4, 3) == Prefix(start=4, space=True)
    assert prefix_before("ب5", 1, 1) == Prefix(start=1, space=True)
    assert prefix_before("في ب5", 4, 3) == Prefix(start=3, preposition="ب")


@pytest.mark.parametrize(
    ("prefix", "definite", "said"),
    [
        (Prefix(start=0), False, "خمسة"),
        (Prefix(start=0, space=True), False, " خمسة"),
        (Prefix(start=0, conjunction="و"), False, "وخمسة"),
        (Prefix(start=0, conjunction="و", preposition="ب"), False, "وبخمسة"),
        (Prefix(start=0, conjunction="و", preposition="ل"), False, "ولخمسة"),
    ],
)
def test_the_glued_letters_are_said_before_the_number(prefix: Prefix, said: str, *, definite: bool) -> None:
    assert prefix.attach("خمسة", definite=definite) == said


def test_the_article_loses_its_alef_behind_the_preposition_for() -> None:
    assert Prefix(start=0, preposition="ل").attach("الخمسة", definite=True) == "للخمسة"
    assert Prefix(start=0, preposition="ل").attach("الخمسة") == "لالخمسة"
    assert Prefix(start=0, preposition="ل").attach("خمسة", definite=True) == "لخمسة"
    assert Prefix(start=0, preposition="ب").attach("الخمسة", definite=True) == "بالخمسة"


def test_the_word_behind_a_place_has_at_most_three_spaces_before_it() -> None:
    assert word_after("5 شخصا هنا", 1) == Word(text="شخصا", start=2, end=6)
    assert word_after("5\t  شخصا", 1) == Word(text="شخصا", start=4, end=8)
    assert word_after("5شخصا", 1) == Word(text="شخصا", start=1, end=5)
    assert word_after("5    شخصا", 1) is None
    assert word_after("5 (شخصا", 1) is None
    assert word_after("5 km", 1) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قتل في غزة ", ("غزة", "في", "قتل")),
        ("انتهى. قتل ", ("قتل",)),
        ("قال: قتل ", ("قتل",)),
        ("هنا، قتل ", ("قتل",)),
        ("هنا؛ قتل ", ("قتل",)),
        ("هنا (قتل ", ("قتل",)),
        ("هنا – قتل ", ("قتل",)),
        ("هنا - قتل ", ("قتل",)),
        ("هنا-قتل ", ("قتل", "هنا")),
        ("هنا -- قتل ", ("قتل",)),
        ("هنا\nقتل ", ("قتل",)),
        ("«هنا» قتل ", ("قتل", "هنا")),
        ("بلغ 1.5 ثم ", ("ثم", "بلغ")),
        ("هنا/قتل ", ("قتل",)),
        ("و5/6 قتل ", ("قتل", "و")),
        ("", ()),
    ],
)
def test_the_words_of_the_clause_stand_nearest_first(text: str, words: tuple[str, ...]) -> None:
    assert words_before(text + "5", len(text)) == words


def test_no_word_is_looked_for_farther_than_a_line() -> None:
    assert words_before("قتل " + "كلمة " * 60, 4 + 300) == ("كلمة",) * 22


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("5 و6 نقاط", 4),
        ("5 أو 6 نقاط", 6),
        ("5 إلى 16 نقاط", 8),
        ("5-6 نقاط", 3),
        ("5 – 6", 5),
        ("5 - 6", 5),
        ("5 وـ6", 5),
        ("5  و6", 5),
        ("5   و6", 1),
        ("5 ثم 6", 1),
        ("5 و", 1),
        ("5", 1),
        ("5 و1,000 شخص", 8),
    ],
)
def test_a_number_may_be_joined_to_the_next(text: str, end: int) -> None:
    assert past_joined(text, 1) == end


def test_a_dash_does_not_join_where_a_word_must() -> None:
    assert past_joined("5-6", 1, by_word=True) == 1
    assert past_joined("5 و6", 1, by_word=True) == 4


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("عددهم 5", Case.NOMINATIVE),
        ("بلغ عددهم 5", Case.ACCUSATIVE),
        ("في 5", Case.GENITIVE),
        ("بـ5", Case.GENITIVE),
        ("قتل بـ5", Case.GENITIVE),
        ("أن 5", Case.ACCUSATIVE),
        ("قتل 5", Case.NOMINATIVE),
        ("مقتل رجل و5", Case.GENITIVE),
        ("قتل رجلا و5", Case.ACCUSATIVE),
        ("و5", Case.NOMINATIVE),
    ],
)
def test_the_case_is_that_of_the_governor(text: str, case: Case) -> None:
    assert slot_of(text).case is case


def test_a_number_with_a_sign_is_genitive() -> None:
    assert slot_of("قتل -5", sign="-").case is Case.GENITIVE


def test_a_number_that_is_joined_to_another_has_its_case() -> None:
    text = "قتل 5 نساء و12"
    nominative = reading(4, 5, SemioticClass.CARDINAL, Case.NOMINATIVE)
    accusative = reading(4, 5, SemioticClass.CARDINAL, Case.ACCUSATIVE)
    assert slot_of(text, previous=nominative).case is Case.NOMINATIVE
    assert slot_of(text, previous=accusative).case is Case.ACCUSATIVE
    without = reading(4, 5, SemioticClass.CARDINAL)
    assert slot_of("مقتل 5 نساء و12", previous=without).case is Case.GENITIVE
    # A clause's end between them, or too many words, and it asks its own governor.
    assert slot_of("قتل 5، أن رجلا و12", previous=nominative).case is Case.ACCUSATIVE
    far = "قتل 5 " + "كلمات " * 10 + "رجلا و12"
    assert slot_of(far, previous=nominative).case is Case.ACCUSATIVE


def test_the_second_of_a_range_is_genitive() -> None:
    assert slot_of("قتل 5-12", previous=reading(4, 6, SemioticClass.RANGE)).case is Case.GENITIVE
    assert slot_of("قتل 5-12", previous=reading(4, 6, SemioticClass.CARDINAL)).case is Case.NOMINATIVE
    assert slot_of("قتل 5- 12", previous=reading(4, 6, SemioticClass.RANGE)).case is Case.NOMINATIVE


def test_a_numeral_in_brackets_has_its_words_outside() -> None:
    slot = slot_of("قتل (5) أشخاص")
    assert slot.in_brackets
    assert slot.left == ("قتل",)
    assert slot.next == Word(text="أشخاص", start=8, end=13)
    assert slot.counted is not None
    assert slot.end == 6
    glued = slot_of("قتل(5)أشخاص")
    assert glued.counted == slot_of("قتل 5 أشخاص").counted
    assert (glued.left, glued.next) == (("قتل",), Word(text="أشخاص", start=6, end=11))
    for text in ("قتل (5 أشخاص", "قتل 5) أشخاص", "قتل 5 أشخاص"):
        assert not slot_of(text).in_brackets
    assert slot_of("قتل (5 أشخاص").left == ()


def test_a_latin_word_at_once_before_it_is_seen() -> None:
    latin = reading(0, 6, SemioticClass.LATIN)
    assert slot_of("iPhone 15", previous=latin).behind_latin
    assert slot_of("iPhone15", previous=latin).behind_latin
    assert not slot_of("iPhone  15", previous=latin).behind_latin
    assert not slot_of("iPhone, 15", previous=latin).behind_latin
    assert not slot_of("iPhone 15", previous=reading(0, 6, SemioticClass.WEB)).behind_latin
    assert not slot_of("iPhone 15").behind_latin


@pytest.mark.parametrize(
    ("text", "singular"),
    [
        ("5 أشخاص", "شخص"),
        ("5 و6 أشخاص", "شخص"),
        ("5 و6 و7 أشخاص", "شخص"),
        ("5 من", None),
        ("5", None),
        ("5 (أشخاص", None),
    ],
)
def test_the_counted_noun_stands_behind_every_joined_number(text: str, singular: str | None) -> None:
    counted = Slot(text=text, prefix=Prefix(start=0), begin=0, numeral=lex(text, 0)).counted
    assert (counted.noun.singular if counted else None) == singular


def test_four_joined_numbers_are_not_looked_through() -> None:
    text = "5 و6 و7 و8 أشخاص"
    assert Slot(text=text, prefix=Prefix(start=0), begin=0, numeral=lex(text, 0)).counted is None


def test_a_reading_spans_the_prefix_and_says_the_sign() -> None:
    slot = slot_of("قتل وبـ5")
    made = slot.reading(slot.end, "خمسة", SemioticClass.CARDINAL, "test")
    assert made == Reading(
        start=4, end=8, spoken="وبخمسة", semiotic_class=SemioticClass.CARDINAL, rule="test", case=Case.GENITIVE
    )
    signs = {"-": "سالب", "+": "زائد", "±": "زائد أو ناقص", "+/-": "زائد أو ناقص", "+-": "زائد أو ناقص"}
    for sign, word in signs.items():
        signed = slot_of(f"بلغت {sign}5", sign=sign)
        assert signed.reading(signed.end, "خمسة", SemioticClass.CARDINAL, "test").spoken == f"{word} خمسة"


def test_the_article_before_a_number_is_said_unless_the_reading_brings_it() -> None:
    slot = slot_of("للـ25")
    assert slot.reading(slot.end, "خمسة وعشرين", SemioticClass.CARDINAL, "test").spoken == "للخمسة والعشرين"
    said = slot.reading(slot.end, "الخامس والعشرين", SemioticClass.ORDINAL, "test", definite=True)
    assert said.spoken == "للخامس والعشرين"
    decimal = slot_of("الـ2")
    assert decimal.reading(4, "اثنين", SemioticClass.CARDINAL, "test").spoken == "الاثنين"
    broken = Slot(text="الـ2.5", prefix=prefix_before("الـ2.5", 3, 0), begin=3, numeral=lex("الـ2.5", 3))
    half = broken.reading(broken.end, "اثنين فاصلة خمسة وعشرين", SemioticClass.CARDINAL, "test")
    assert half.spoken == "الاثنين فاصلة خمسة وعشرين"
    long = "ال" + "9" * 30
    endless = Slot(text=long, prefix=prefix_before(long, 2, 0), begin=2, numeral=lex(long, 2))
    assert endless.reading(endless.end, "تسعة تسعة", SemioticClass.CARDINAL, "test").spoken == "تسعة تسعة"


def test_a_space_parts_a_reading_from_a_letter_behind_it() -> None:
    slot = slot_of("5كذا")
    assert slot.reading(1, "خمسة", SemioticClass.CARDINAL, "test").spoken == "خمسة "
    assert slot_of("5 كذا").reading(1, "خمسة", SemioticClass.CARDINAL, "test").spoken == "خمسة"


def test_another_numeral_of_the_reading_has_a_slot_of_its_own() -> None:
    slot = Slot(text="5-16", prefix=Prefix(start=0), begin=0, numeral=lex("5-16", 0))
    other = slot.at(2)
    assert (other.begin, other.numeral.whole, other.end, other.text) == (2, "16", 4, "5-16")


def test_the_form_of_a_number_has_the_case_of_its_slot() -> None:
    slot = slot_of("قتل 5")
    assert slot.form() == Form(case=Case.NOMINATIVE)
    changed = slot.form(gender=Gender.FEMININE, case=Case.GENITIVE)
    assert changed == Form(gender=Gender.FEMININE, case=Case.GENITIVE)


def test_a_bare_numeral_has_no_sign_no_currency_and_nothing_before_it() -> None:
    bare = Slot(text="5", prefix=Prefix(start=0), begin=0, numeral=lex("5", 0))
    assert (bare.sign, bare.currency, bare.percent, bare.previous) == ("", "", False, None)
    assert Prefix(start=1) == Prefix(start=1, conjunction="", preposition="", article=False, space=False)
