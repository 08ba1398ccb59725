"""What is told in a given length, in which order of weight, and what is left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.editorial import running_order
from briefing.editorial.running_order import (
    Item,
    Part,
    holds,
    opens_with,
    plan,
    quote_score,
    stands_alone,
    stems,
    word_budget,
)
from briefing.errors import UsageError
from briefing.model import Article, Figure, FigureKind, Headline, Lead, Poll, Quote, Segments, Span

FIRST = "افتتحت البلدية صباح السبت مكتبة واسعة قرب الميناء."
SECOND = "وتضم المكتبة قاعات كثيرة للقراءة والبحث معا."
THIRD = "وحضر الحفل سكان الأحياء القريبة وبعض التلاميذ."
TITLE = "مكتبة قرب الميناء"


def article(*paragraphs: str, headline: str = TITLE) -> Article:
    return Article(source="-", paragraphs=(headline, *paragraphs))


def span(text: Article, part: str, paragraph: int | None = None) -> Span:
    numbers = range(len(text.paragraphs)) if paragraph is None else [paragraph]
    number = next(number for number in numbers if part in text.paragraphs[number])
    start = text.paragraphs[number].index(part)
    return Span(paragraph=number, start=start, end=start + len(part))


def segments(
    text: Article,
    *,
    lead: tuple[str, ...] = (),
    quotes: tuple[Quote, ...] = (),
    figures: tuple[Figure, ...] = (),
    polls: tuple[Poll, ...] = (),
) -> Segments:
    title = text.paragraphs[0]
    return Segments(
        headline=Headline(text=title, span=Span(paragraph=0, start=0, end=len(title))),
        lead=Lead(sentences=lead, spans=tuple(span(text, sentence) for sentence in lead)) if lead else None,
        quotes=quotes,
        figures=figures,
        polls=polls,
    )


def quote(text: Article, words: str, *, speaker: str | None = "سامر الحداد", cue: str | None = None) -> Quote:
    return Quote(text=words, span=span(text, words), speaker=speaker, cue=cue)


def figure(
    text: Article,
    part: str,
    value: str,
    kind: FigureKind = FigureKind.COUNT,
    *,
    unit: str = "شخص",
    pollster: str | None = None,
) -> Figure:
    return Figure(text=part, span=span(text, part), value=Decimal(value), kind=kind, unit=unit, pollster=pollster)


def told(text: Article, found: Segments, length: str) -> list[tuple[Part, list[str]]]:
    return [(item.part, [text.at(place) for place in item.spans]) for item in plan(text, found, length)]


def weighed(text: Article, found: Segments) -> list[tuple[float, Part, list[str]]]:
    candidates = running_order._candidates(text, found)
    return [(round(weight, 4), item.part, [text.at(place) for place in item.spans]) for weight, item in candidates]


# --- lengths --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "words"),
    [
        ("short", 130),
        ("standard", 310),
        ("full", 900),
        ("3", 300),
        ("3m", 300),
        ("2min", 200),
        ("1 minute", 100),
        (" 2 minutes ", 200),
        ("1.5", 150),
        ("0.001", 1),
        ("0.011", 1),
        ("1440", 144_000),
    ],
)
def test_a_length_allows_so_many_words(length: str, words: int) -> None:
    assert word_budget(length) == words


@pytest.mark.parametrize("length", ["", "0", "0.0", "-1", "1440.5", "9" * 400, "1h", "m", "Short", "3 m m", "x3"])
def test_another_length_is_refused(length: str) -> None:
    with pytest.raises(UsageError, match="no such length; choose short, standard, full, or minutes such as 3m"):
        word_budget(length)


# --- small questions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "inside"),
    [
        *(((1, *ends), True) for ends in ((5, 9), (2, 9), (5, 12), (2, 12))),
        *(((1, *ends), False) for ends in ((1, 9), (5, 13), (13, 15))),
        *((ends, False) for ends in ((2, 5, 9), (0, 2, 12))),
    ],
)
def test_a_span_holds_what_lies_between_its_ends(inner: tuple[int, int, int], *, inside: bool) -> None:
    outer = Span(paragraph=1, start=2, end=12)
    assert holds(outer, Span(paragraph=inner[0], start=inner[1], end=inner[2])) is inside


@pytest.mark.parametrize(
    ("text", "start", "opens"),
    [
        ("افتتحت البلدية جسرا جديدا.", "افتتحت البلدية جسرا", True),
        ("«أفتتحت» البلديةُ جسرا، جديدا.", "إفتتحت البلدية: جسرا", True),
        ("افتتحت البلدية جسرا", "افتتحت البلدية جسرا", True),
        ("افتتحت البلدية", "افتتحت البلدية", False),
        ("افتتحت البلدية جسرا", "افتتحت البلدية جسرا جديدا", False),
        ("افتتحت البلدية جسرا جديدا", "البلدية جسرا جديدا", False),
        ("افتتحت البلدية جسرا جديدا", "افتتحت البلدية نفقا", False),
        ("افتتحت البلدية جسرا جديدا", "", False),
    ],
)
def test_a_text_opens_with_three_words_of_another_or_more(text: str, start: str, *, opens: bool) -> None:
    assert opens_with(text, start) is opens


def test_stems_are_words_of_three_letters_without_article_and_particle() -> None:
    assert stems("والبيت للبيت بالبيت كالبيت فالبيت البيت وبالبيت بيت") == {"بيت"}
    assert stems("من إلى قد نور ال الدم") == {"الي", "نور"}


WORDS = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة "


def scored(count: int, *, paragraph: int = 0, asks: bool = False, speaker: str | None = "سامر") -> float:
    text = " ".join((WORDS * 10).split()[:count]) + ("؟" if asks else "")
    return quote_score(Quote(text=text, span=Span(paragraph=paragraph, start=0, end=9), speaker=speaker))


@pytest.mark.parametrize(
    ("score", "wanted"),
    [
        (scored(4), 0),
        (scored(5), 0.25),
        (scored(10), 0.5),
        (scored(20), 1),
        (scored(21), 1),
        (scored(45), 1),
        (scored(46), 1 - 1 / 60),
        (scored(75), 0.5),
        (scored(20, paragraph=50), 0.75),
        (scored(20, asks=True), 0.5),
        (scored(20, speaker=None), 0),
        (scored(4, speaker=None), 0),
    ],
)
def test_a_quote_is_worth_its_length_up_to_a_speech(score: float, wanted: float) -> None:
    assert score == pytest.approx(wanted, abs=1e-6)


SIX, FIVE = "نحن هنا معا منذ صباح اليوم", "نحن هنا معا منذ الصباح"


@pytest.mark.parametrize(
    ("paragraph", "words", "cue", "alone"),
    [
        (f"قال سامر الحداد: «{FIVE}»", FIVE, None, True),
        (f"قال سامر الحداد:   «{FIVE}»", FIVE, None, True),
        (f"قال سامر الحداد «{FIVE}»", FIVE, None, False),
        (f"«{FIVE}» قال سامر", FIVE, None, True),
        (f' « "{FIVE}» قال سامر', FIVE, None, True),
        (f"{'«' * 41}{FIVE}» قال سامر", FIVE, None, False),
        (f"{'«' * 40}{FIVE}» قال سامر", FIVE, None, True),
        (f"قال سامر إن «{SIX}»", SIX, None, True),
        (f"قال سامر إن «{FIVE}»", FIVE, None, False),
        (f"وكان سامر قال «{SIX}»", SIX, "قال", True),
        (f"وكان سامر قال «{FIVE}»", FIVE, "قال", False),
        (f"إن سامر قد قال أمس هنا «{SIX}»", SIX, "قال", False),
        (f"إن الذي أتى «{SIX}»", SIX, None, False),
        (f"وجاء: أن هذا في رأيه كله «{SIX}»", SIX, None, False),
        (f"-- {SIX}", SIX, None, False),
    ],
)
def test_quoted_words_stand_alone_where_nothing_of_their_sentence_is_missed(
    paragraph: str, words: str, cue: str | None, *, alone: bool
) -> None:
    text = article(paragraph)
    assert stands_alone(text, quote(text, words, cue=cue)) is alone


# --- which sentences can be told ------------------------------------------------------------------------------------

LONG = "مضى الناس " + "كتاب " * 53


@pytest.mark.parametrize(
    "sentence",
    [
        "مضى الناس نحو الساحة الكبيرة صباحا.",
        LONG.strip(),
        "قال الناس أمام الساحة الكبيرة كلاما.",
        "قال وزير المياه أمام الساحة كلاما.",
        "مضى الناس نحو الساحة الكبيرة صباحا نعتقد.",
    ],
)
def test_a_whole_sentence_can_be_told(sentence: str) -> None:
    assert running_order._can_be_told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "مضى الناس نحو الساحة الكبيرة.",
        LONG + "كتاب",
        "مضى الناس نحو الساحة الكبيرة صباحا؟",
        "«مضى الناس نحو الساحة الكبيرة صباحا",
        "مضى الناس نحو الساحة الكبيرة صباحا»",
        "قال زيد أمام الساحة الكبيرة كلاما.",
        "ثم مضى الناس نحو الساحة الكبيرة.",
        "في حين مضى الناس نحو الساحة الكبيرة.",
        "مضى هذا نحو الساحة الكبيرة صباحا.",
        "مضى الناس نحو الساحة نعتقد صباحا.",
        "مضى الناس نحو الساحة الكبيرة نعتقد صباحا.",
    ],
)
def test_a_scrap_a_question_and_a_sentence_that_leans_on_another_cannot(sentence: str) -> None:
    assert not running_order._can_be_told(sentence)


def test_two_words_that_are_no_leaning_word_together_lean_on_nothing() -> None:
    assert running_order._can_be_told("في الساحة الكبيرة وقف الناس صباحا.")


# --- weights --------------------------------------------------------------------------------------------------------

ASKED = "سأل معهد الأفق 900 شخص في كل المدن الكبرى."
ANSWERS = "وقال 54% من الناس إنهم يؤيدون مشروع المكتبة."
MARGIN = "وتبلغ الدقة هنا بهامش خطأ 3% في الحالات كلها."
BACK = "وترتفع هذه النسبة إلى 60% في المدن الكبرى."


def test_each_kind_has_its_weight_and_each_further_one_a_little_less() -> None:
    whole = "نحن نفتح الباب اليوم للجميع هنا"
    other = "سنبني مكتبة أخرى في الحي القديم قريبا"
    text = article(
        f"{FIRST} {SECOND}",
        THIRD,
        f"وقال سامر الحداد: «{whole}».",
        f"وقال سامر الحداد: «{other}».",
        ASKED,
        ANSWERS,
        "وجمع السكان 300 كتاب خلال الأسبوع الأول.",
        "وقدم التجار 70 كرسيا إلى القاعة الكبيرة.",
    )
    answer = figure(text, "54%", "54", FigureKind.POLL, unit="%", pollster="معهد الأفق")
    found = segments(
        text,
        lead=(FIRST, SECOND),
        quotes=(quote(text, whole), quote(text, other)),
        figures=(
            figure(text, "900 شخص", "900", FigureKind.SAMPLE, pollster="معهد الأفق"),
            answer,
            figure(text, "300 كتاب", "300"),
            figure(text, "70 كرسيا", "70"),
        ),
        polls=(Poll(pollster="معهد الأفق", figures=(answer,)),),
    )
    weights = [(weight, part) for weight, part, _ in weighed(text, found)]
    assert weights[:6] == [
        (3.0, Part.POLL),
        (2.6, Part.QUOTE),
        (2.3, Part.QUOTE),
        (2.2, Part.LEAD),
        (1.9, Part.LEAD),
        (1.6, Part.LEAD),
    ]
    assert [weight for weight, part in weights if part is Part.FIGURES] == [2.0, 1.7]
    quotes = [texts for _, part, texts in weighed(text, found) if part is Part.QUOTE]
    assert quotes == [[other], [whole]], "the longer one is worth more"


def test_a_poll_is_told_with_who_was_asked_first_then_the_answers_then_nothing_that_points_back() -> None:
    text = article(FIRST, ANSWERS, ASKED, MARGIN, BACK, THIRD)
    answers = (
        figure(text, "54%", "54", FigureKind.POLL, unit="%", pollster="معهد الأفق"),
        figure(text, "60%", "60", FigureKind.POLL, unit="%", pollster="معهد الأفق"),
    )
    others = (
        figure(text, "900 شخص", "900", FigureKind.SAMPLE, pollster="معهد الأفق"),
        figure(text, "3%", "3", FigureKind.PERCENT, unit="%"),
    )
    poll = Poll(pollster="معهد الأفق", figures=answers, margin_of_error=Decimal(3))
    found = segments(text, figures=(*answers, *others), polls=(poll,))
    items = [item for _, item in running_order._candidates(text, found) if item.part is Part.POLL]
    assert [(item.poll, [text.at(place) for place in item.spans]) for item in items] == [
        (poll, [ASKED, MARGIN, ANSWERS])
    ]
    elsewhere = Poll(pollster="معهد النهر", figures=answers, margin_of_error=None)
    found = segments(text, figures=(*answers, *others), polls=(elsewhere,))
    assert [texts for _, part, texts in weighed(text, found) if part is Part.POLL] == [[ANSWERS]]


def test_a_poll_of_which_every_answer_points_back_is_not_told() -> None:
    text = article(FIRST, BACK)
    answer = figure(text, "60%", "60", FigureKind.POLL, unit="%")
    found = segments(text, figures=(answer,), polls=(Poll(pollster=None, figures=(answer,)),))
    assert [part for _, part, _ in weighed(text, found)].count(Part.POLL) == 0


def test_only_the_second_word_points_back() -> None:
    assert running_order._points_back("وترتفع هذه النسبة")
    assert not running_order._points_back("هذه النسبة ترتفع")
    assert not running_order._points_back("ترتفع النسبة هذه")


@pytest.mark.parametrize(
    ("sentence", "words", "as_told"),
    [
        (f"وقال سامر الحداد: «{SIX}» أمام الناس.", SIX, SIX),
        (f"«{SIX}» قال سامر الحداد أمام الناس.", SIX, SIX),
        (
            f"رأى سامر الحداد في هذا «{SIX}» أمام الناس.",
            SIX,
            f"رأى سامر الحداد في هذا «{SIX}» أمام الناس.",
        ),
    ],
)
def test_a_quote_is_told_alone_or_in_its_sentence(sentence: str, words: str, as_told: str) -> None:
    text = article(FIRST, sentence)
    found = segments(text, quotes=(quote(text, words),))
    items = [item for _, item in running_order._candidates(text, found) if item.part is Part.QUOTE]
    assert [(item.quote, [text.at(place) for place in item.spans]) for item in items] == [(found.quotes[0], [as_told])]


def test_a_quote_outside_of_every_sentence_is_told_alone() -> None:
    text = article(FIRST, headline=f"رأى سامر «{SIX}» أمس")
    found = segments(text, quotes=(quote(text, SIX),))
    assert [texts for _, part, texts in weighed(text, found) if part is Part.QUOTE] == [[SIX]]


def test_a_scrap_does_not_end_the_quotes_and_its_sentence_is_told_as_a_sentence_whoever_said_it() -> None:
    scrap = "وحضر الناس «حفلا جميلا» أمام باب المكتبة."
    text = article(FIRST, scrap, f"وقال سامر الحداد: «{SIX}» أمام الناس.")
    named = segments(text, quotes=(quote(text, "حفلا جميلا"), quote(text, SIX)))
    parts = weighed(text, named)
    assert [texts for _, part, texts in parts if part is Part.QUOTE] == [[SIX]]
    assert [scrap] in [texts for _, part, texts in parts if part is Part.LEAD]
    nobody = segments(text, quotes=(quote(text, "حفلا جميلا", speaker=None),))
    assert [scrap] in [texts for _, part, texts in weighed(text, nobody) if part is Part.LEAD]


def test_a_sentence_with_a_number_is_among_the_figures_and_no_other_is() -> None:
    counted = "وجمع السكان 300 كتاب خلال الأسبوع الأول."
    text = article(FIRST, counted, THIRD)
    parts = weighed(text, segments(text, figures=(figure(text, "300 كتاب", "300"),)))
    assert [texts for _, part, texts in parts if part is Part.FIGURES] == [[counted]]
    assert [texts for _, part, texts in parts if part is Part.LEAD] == [[FIRST], [THIRD]]


def ranks(*paragraphs: str, headline: str = "عنوان") -> list[str]:
    text = article(*paragraphs, headline=headline)
    return [texts[0] for _, part, texts in weighed(text, segments(text)) if part is Part.LEAD]


ALIKE = [
    f"مضى زيد {colour} بعيدا نحو وادي {tree}."
    for colour, tree in (("أزرق", "نخيل"), ("أحمر", "رمان"), ("أخضر", "زيتون"), ("أبيض", "تفاح"))
]


def test_sentences_of_equal_weight_come_in_the_order_of_the_article() -> None:
    assert ranks(*ALIKE) == ALIKE


def test_a_sentence_that_opens_its_paragraph_comes_before_those_that_follow_in_it() -> None:
    one, two, three, four = ALIKE
    assert ranks(f"{one} {two} {three}", four) == [one, four, two, three]
    assert ranks(f"{one} {two}", f"{three} {four}") == [one, three, two, four]


def test_what_shares_words_with_the_headline_comes_first() -> None:
    one, two, three, four = ALIKE
    assert ranks(one, two, three, four, headline="زيتون وعنب هنا")[0] == three
    # A whole headline is worth more than half of one.
    assert ranks(one, two, three, four, headline="زيتون")[0] == three


@pytest.mark.parametrize(("times", "first"), [(2, 0), (3, 1)])
def test_what_the_article_speaks_of_most_comes_first_unless_it_stands_too_far_down(times: int, first: int) -> None:
    # A stem of seven that stands once more is worth 1/28, a place further up 1/12.
    assert ranks(*ALIKE, *["رمان؟"] * times)[0] == ALIKE[first]


@pytest.mark.parametrize(("times", "first"), [(6, 0), (8, 3)])
def test_a_sentence_further_down_needs_to_say_more(times: int, first: int) -> None:
    assert ranks(*ALIKE, *["تفاح؟"] * times)[0] == ALIKE[first]


@pytest.mark.parametrize(("times", "first"), [(16, 0), (17, 1)])
def test_what_opens_a_paragraph_is_worth_half_a_point(times: int, first: int) -> None:
    one, two, three, four = ALIKE
    assert ranks(f"{one} {two}", three, four, *["رمان؟"] * times)[0] == (one, two)[first]


# --- the plan -------------------------------------------------------------------------------------------------------


def test_the_first_sentence_of_the_lead_is_told_in_any_length_and_the_order_is_the_articles() -> None:
    text = article(f"{FIRST} {SECOND}", THIRD)
    found = segments(text, lead=(FIRST, SECOND))
    assert told(text, found, "0.01") == [(Part.LEAD, [FIRST])]
    assert told(text, found, "full") == [(Part.LEAD, [FIRST]), (Part.LEAD, [SECOND]), (Part.LEAD, [THIRD])]


def test_a_lead_that_is_only_the_first_words_of_the_headline_is_not_told_again() -> None:
    text = article("افتتحت البلدية جسرا.", SECOND, headline="افتتحت البلدية جسرا جديدا قرب الميناء")
    assert told(text, segments(text, lead=("افتتحت البلدية جسرا.",)), "full") == [(Part.LEAD, [SECOND])]


@pytest.mark.parametrize(("words", "count"), [("0.1", 1), ("0.17", 1), ("0.18", 2), ("0.24", 2), ("0.25", 3), ("1", 3)])
def test_a_sentence_is_told_where_all_of_it_fits(words: str, count: int) -> None:
    text = article(f"{FIRST} {SECOND}", THIRD)
    assert [len(part.split()) for part in (TITLE, FIRST, SECOND, THIRD)] == [3, 8, 7, 7]
    assert len(plan(text, segments(text, lead=(FIRST, SECOND)), words)) == count


def test_what_does_not_fit_does_not_keep_out_what_does() -> None:
    long = "وحضر الحفل سكان الأحياء القريبة وبعض التلاميذ مع أهلهم وجيرانهم ومعلميهم كلهم معا."
    short = "وغنت فرقة صغيرة أمام الباب مساء."
    text = article(FIRST, f"{long} {short}")
    assert told(text, segments(text, lead=(FIRST,)), "0.18") == [(Part.LEAD, [FIRST]), (Part.LEAD, [short])]


def test_what_has_been_said_in_other_words_is_not_told_again() -> None:
    again = "افتتحت البلدية صباح السبت مكتبة واسعة قرب النهر."
    text = article(FIRST, again, THIRD)
    assert [texts for _, texts in told(text, segments(text, lead=(FIRST,)), "full")] == [[FIRST], [THIRD]]


def test_seven_new_words_of_ten_are_news_and_a_poll_always_is() -> None:
    text = article(FIRST)
    teller = running_order._Told(text)
    teller.add(span(text, FIRST))
    assert teller.count == 8
    whole = Item(part=Part.LEAD, spans=(span(text, FIRST),))
    assert not teller.adds(whole)
    assert teller.adds(Item(part=Part.POLL, spans=whole.spans))
    assert not teller.adds(Item(part=Part.POLL, spans=()))
    fresh = running_order._Told(text)
    assert fresh.count == 0
    assert fresh.adds(whole)


@pytest.mark.parametrize(("known", "adds"), [(6, True), (7, False), (8, False)])
def test_what_is_known_by_seven_tenths_adds_nothing(known: int, *, adds: bool) -> None:
    words = ["شمس", "قمر", "نجم", "بحر", "نهر", "جبل", "سهل", "حقل", "زهر", "شجر"]
    text = article(" ".join(words), " ".join(words[:known]))
    teller = running_order._Told(text)
    teller.add(Span(paragraph=2, start=0, end=len(text.paragraphs[2])))
    item = Item(part=Part.LEAD, spans=(Span(paragraph=1, start=0, end=len(text.paragraphs[1])),))
    assert teller.adds(item) is adds


@pytest.mark.parametrize(
    ("place", "fresh"),
    [
        ((1, 0, 10), True),
        ((1, 5, 11), False),
        ((1, 10, 20), False),
        ((1, 12, 15), False),
        ((1, 19, 30), False),
        ((1, 20, 30), True),
        ((1, 20, 31), False),
        ((1, 0, 60), False),
        ((1, 39, 41), False),
        ((1, 40, 50), True),
        ((2, 10, 20), True),
        ((0, 10, 20), True),
    ],
)
def test_a_part_of_what_was_told_is_told_no_more(place: tuple[int, int, int], *, fresh: bool) -> None:
    text = article("ا" * 70, "ا" * 70, headline="ا" * 70)
    teller = running_order._Told(text)
    for start, end in ((30, 40), (10, 20), (50, 55)):
        teller.add(Span(paragraph=1, start=start, end=end))
    asked = Span(paragraph=place[0], start=place[1], end=place[2])
    item = Item(part=Part.POLL, spans=(asked, Span(paragraph=1, start=60, end=70)))
    left = teller.without_repeats(item)
    assert left.spans == (item.spans if fresh else item.spans[1:])
    assert left.part is Part.POLL


def test_a_sentence_is_found_by_what_stands_in_it() -> None:
    spans = [Span(paragraph=1, start=2, end=10), Span(paragraph=1, start=11, end=20), Span(paragraph=3, start=0, end=5)]
    sentences = running_order._Sentences(spans)
    assert sentences.holding(Span(paragraph=1, start=2, end=10)) == spans[0]
    assert sentences.holding(Span(paragraph=1, start=12, end=13)) == spans[1]
    assert sentences.holding(Span(paragraph=3, start=0, end=1)) == spans[2]
    for paragraph, start, end in ((1, 0, 3), (1, 5, 12), (1, 20, 21), (2, 0, 1), (0, 3, 4), (3, 4, 6)):
        assert sentences.holding(Span(paragraph=paragraph, start=start, end=end)) is None
    assert sentences.held([spans[0], Span(paragraph=2, start=0, end=1)]) == {spans[0]}


def test_parts_have_the_names_of_their_chapters() -> None:
    assert [part.value for part in Part] == ["lead", "quote", "poll", "figures"]
