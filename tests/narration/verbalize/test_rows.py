"""Every row of every table decides something: with the row a sentence is said in one way, without it in another."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from briefing.model import Piece
from briefing.narration.verbalize import cardinals, cues, slot, spoken
from briefing.narration.verbalize.classes import date, large, percent, time
from briefing.narration.verbalize.guard import mismatches
from briefing.narration.verbalize.tables import SHIPPED, Tables

Row = dict[str, str]
# What is built of each table, and must be built anew where a row of it is gone.
BUILT_OF = {
    "abbreviations": {"abbreviation._known", "abbreviation.pattern", "abbreviation._compiled", "scan._trigger"},
    "currencies": {"money.currencies", "money._sign", "money._names"},
    "governors": {"governors._governors"},
    "latin": {"tables.latin_readings"},
    "letters": {"tables.letter_names"},
    "months": {"date.months", "date._said"},
    "nouns": {"nouns._known", "nouns._people", "money.currencies", "money._names", "measure._units"},
    "numbered": {"ordinal._numbered"},
    "symbols": {"symbol._symbols"},
    "transliteration": {"transliteration._rules"},
    "units": {"measure._units", "measure._longest"},
    "value_words": {"vocabulary.words", "vocabulary._known"},
    "year_words": {"year._genders"},
}


class Without(Tables):
    """The shipped tables without one row."""

    def __init__(self, name: str, row: Row) -> None:
        super().__init__()
        self._name, self._row = name, row
        self.built = {build: made for build, made in SHIPPED.built.items() if _called(build) not in BUILT_OF[name]}

    def rows(self, name: str) -> list[Row]:
        rows = super().rows(name)
        return [row for row in rows if row != self._row] if name == self._name else rows


def _called(build: Any) -> str:  # noqa: ANN401 - a function, by its module's last name
    return f"{build.__module__.rsplit('.', 1)[-1]}.{build.__name__}"


@pytest.fixture(autouse=True, scope="module")
def _built() -> Iterator[None]:
    """Build the shipped tables once; what is said by rule is no news here."""
    logging.disable(logging.WARNING)
    said(["لـ5 د. علي $5 كم CNN في 2015 م + @a bX 3 مايو"], SHIPPED)
    yield
    logging.disable(logging.NOTSET)


def said(texts: Sequence[str], tables: Tables = SHIPPED) -> list[str]:
    return [spoken(text, tables) for text in texts]


GOVERNED = """{w} 21 شخصا|{w} 21 كتابا|بدأ العمل، حيث {w} 21 كتابا
رأى {w} الهجوم 21 شخصا|{w} العدد 21|{w} عددهم 21|{w} المادة 26|{w} رجل و21 طفلا|لم {w} 21
بلغ {w} غزة 21 شخصا|بعد 5 {w}|الـ5 {w}|{w} الفريق الـ21|{w} 5 رجال و21 طفلا|{w} الرجل 21 شخصا""".replace("\n", "|")


def of_governor(row: Row) -> list[str]:
    return [template.format(w=row["word"]) for template in GOVERNED.split("|")]


def of_noun(row: Row) -> list[str]:
    plurals = [f"بعد 3 {plural} و8 {plural}" for plural in (row["plural"], *row["also"].split())]
    return [f"بعد 2 {row['singular']}", f"بعد 1 {row['singular']}", f"بعد 12 {row['singular']}", *plurals]


def of_abbreviation(row: Row) -> list[str]:
    short = row["written"]
    return [f"قال {short} علي", f"في {short} 5 مرات", f"عام 5 {short}", f"قال ({short}) نعم", f"عام 2015 {short}"]


def of_transliteration(row: Row) -> list[str]:
    part, place = row["latin"], row["place"]
    before = [""] if place == "start" else ["ka", "k", "l", "e", "st"]
    after = [""] if place == "end" else ["ano", "bo", "ilo", "e", "s", "ht"]
    made = [f"{first}{part}{last}" for first in before for last in after if len(f"{first}{part}{last}") > 1]
    return [*made, "angelo", "oid"]


TEMPLATES: dict[str, Callable[[Row], list[str]]] = {
    "abbreviations": of_abbreviation,
    "currencies": lambda row: [f"بسعر 12.50 {row['sign']}"],
    "governors": of_governor,
    "latin": lambda row: [row["written"], f"في {row['written']} 5"],
    "letters": lambda row: ["{w}B{w}".format(w=row["letter"]), "قال {w}.{w}.{w} نعم".format(w=row["letter"])],
    "months": lambda row: [f"في 5 {row['month']}", f"في 5/{row['number']}/1447"],
    "nouns": of_noun,
    "numbered": lambda row: [f"{row['noun']} 26"],
    "symbols": lambda row: [f"قال {row['symbol']} نعم", "a@b.com"],
    "transliteration": of_transliteration,
    "units": lambda row: [f"نحو 12 {row['unit']} منه"],
    "year_words": lambda row: [f"{row['word']} 1211 امرأة", f"{row['word']} 570 م", f"{row['word']} 1811 سيدة"],
}


def idle(name: str) -> list[Row]:
    """Return the rows of a table without which everything is said as before."""
    return [row for row in SHIPPED.rows(name) if not decides(name, row)]


def decides(name: str, row: Row) -> bool:
    without = Without(name, row)
    try:
        return any(spoken(text) != spoken(text, without) for text in TEMPLATES[name](row))
    except KeyError:
        return True  # a unit, a currency or a cue stands on this row


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_row_decides_how_something_is_said(name: str) -> None:
    assert idle(name) == []


CUES = {
    "time.hour": ["{w} 8"],
    "time.around": ["الساعة {w} 8"],
    "time.period": ["8 {w}"],
    "time.zone": ["(20,00 {w})"],
    "time.before_period": ["8 {w} الظهر"],
    "roman.queens": ["{w} II"],
    "roman.wars": ["الحرب {w} I"],
    "score.words": ["{w} 1-2"],
    "phone.words": ["{w} 12345"],
    "range.between": ["{w} 5-10"],
    "range.ratios": ["يخلط {w} 1:5"],
    "range.seasons": ["{w} 2017-2018"],
    "date.words": ["{w} 11/9"],
    "date.weekdays": ["مساء {w} 8/10"],
    "date.since": ["{w} 3/9 إلى 12/9"],
    "date.until": ["من 3/9 {w} 12/9"],
    "date.near": ["في 5/10 {w}"],
    "cardinal.more": ["{w} من 1000+ شخص"],
    "alphanumeric.names": ["{w} 12 رائعة", "{w} 21"],
    "date.two_days": ["{w} 6/7 يناير"],
    "fraction.counters": ["{w} 3/4"],
    "fraction.scored": ["حصل {w} 18/20"],
    "fraction.marking": ["{w} على 18/20"],
    "measure.degrees": ["الحرارة و-7 {w}"],
    "definite.groups": ["{w} الـ7"],
    "definite.rounds": ["{w} الـ16", "{w} الـ16 مباراة"],
    "definite.appositions": ["الدول {w} الـ27"],
    "definite.sovereigns": ["{w} كارل الـ14"],
    "definite.sovereigns_feminine": ["{w} ماري الـ2"],
    "definite.sovereign_names": ["{w} الـ14"],
    "definite.months": ["يوم الـ25 من {w}"],
    "definite.age": ["{w} الـ18"],
    "definite.ages": ["الـ18 من {w}"],
    "cardinal.of_a_whole": ["2 من {w} 5 نساء"],
    "case.measures": ["وافق البنك على قرض {w}ه 22 مليونا"],
    "case.times": ["{w} انخفاضه 12 سنتا", "قتل {w} انخفاضه 12 سنتا"],
    "case.named_by_number": ["{w} 21", "صدر {w} 21"],
    "case.number_itself": ["اتصل على {w} 21"],
    "case.openers": ["{w} تجول في الحديقة 21 باحثا"],
    "case.relative_pronouns": ["شارك في الندوة {w} نظمتها الوزارة 21 باحثا"],
    "case.closers": ["شارك خلال {w} 21 باحثا"],
    "case.particles": ["{w} يحسم 12 ناخبا"],
    "case.places": ["قتل في {w} 12 شخصا"],
    "case.measured": ["{w} الهواء 21", "{w} 21"],
    "case.adverbs": ["شارك {w} 21 باحثا", "وصلت {w} 21 باخرة"],
    "case.parts_of_day": ["شارك {w} أمس 21 باحثا"],
    "case.demonstratives": ["شارك {w} العام 21 باحثا"],
    "case.periods": ["شارك هذا {w} 21 باحثا"],
    "case.relative": ["شارك العام {w} 21 باحثا"],
    "case.done_by_people": ["{w} الحفل 21 باحثا"],
    "case.between_number_and_people": ["حضر الحفل 21 {w} باحث"],
    "year.times": ["{w} 2016 عريضة"],
    "year.dated": ["{w} (632 م)"],
    "year.heights": ["القرن {w} (632 م)"],
    "title.women": ["أ. {w} علي"],
}


def test_every_list_of_cues_has_its_sentence() -> None:
    lists = {f"{kind}.{name}" for kind, table in cues._table().items() for name in table if _is_list(kind, name)}
    assert lists == set(CUES)


def _is_list(kind: str, name: str) -> bool:
    return isinstance(cues._table()[kind][name], list)


def idle_entries(entries: list[str], texts: Sequence[str], forget: Sequence[Any]) -> list[str]:
    """Return the entries of a list, taken out one at a time, without which the texts are said as before."""
    before = {entry: said([text.format(w=entry) for text in texts]) for entry in entries}
    kept, unused = list(entries), []
    for place, entry in enumerate(kept):
        entries[:] = kept[:place] + kept[place + 1 :]
        for remembered in forget:
            remembered.cache_clear()
        if said([text.format(w=entry) for text in texts]) == before[entry]:
            unused.append(entry)
    entries[:] = kept
    for remembered in forget:
        remembered.cache_clear()
    return unused


@pytest.mark.parametrize("name", sorted(CUES))
def test_every_cue_decides_how_something_is_said(name: str) -> None:
    kind, listed = name.split(".")
    assert idle_entries(cues._table()[kind][listed], CUES[name], [cues.listed, date._two_ends, time._zone]) == []


SCALES = [large._scales, large._foreign_scales]


@pytest.mark.parametrize("place", range(len(cardinals.words()["scale"])))
def test_every_other_name_of_a_scale_is_one(place: int) -> None:
    scale = cardinals.words()["scale"][place]
    assert idle_entries(scale.get("also", []), ["بلغ 2 {w} نسمة", "نحو 5 {w} نسمة"], SCALES) == []
    assert idle_entries(scale.get("latin", []), ["$5.2{w}"], SCALES) == []


def test_every_joiner_joins_and_every_written_per_cent_is_one() -> None:
    words = cardinals.words()
    assert idle_entries(words["joiners"], ["نحو 3 {w} 5 نقاط", "نحو 3 {w}5 نقاط"], [slot._joined]) == []
    assert idle_entries(words["percent"]["written"], ["نحو 658,888 {w}"], [percent._written]) == []


_SCALED = {10**3: "خمسة آلاف", 10**6: "خمسة ملايين", 10**9: "خمسة مليارات"}


def _scaled(word: str, value: int) -> tuple[str, str, str]:
    """Write a foreign scale word behind a figure, and say an Arabic one."""
    if word.isascii():
        return f"5 {word}", {10**12: "خمسة تريليونات"}.get(value) or _SCALED[value], "large"
    return str(5 * value), f"خمسة {word}", "cardinal"


# A text, what is said for it with the word, and the class: the guard takes it with the row alone.
HEARD: dict[str, Callable[[str, int], tuple[str, str, str]]] = {
    "before": lambda word, _value: ("11 am", f"الحادية عشرة {word} الظهر", "time"),
    "clock_link": lambda word, _value: ("00:00", f"الثانية عشرة {word} منتصف الليل", "time"),
    "date_link": lambda word, _value: ("5/6", f"الخامس {word} يونيو", "date"),
    "dot": lambda word, _value: ("2.3.1", f"اثنان {word} ثلاثة {word} واحد", "cardinal"),
    "dual_scale": lambda word, value: (str(value), word, "cardinal"),
    "evening": lambda word, _value: ("8 pm", f"الثامنة {word}", "time"),
    "except": lambda word, _value: ("4:50", f"الخامسة {word} عشر دقائق", "time"),
    "foreign": lambda word, value: (f"{value}G", f"{word} جي", "alphanumeric"),
    "fraction_link": lambda word, _value: ("8.5/10", f"ثمانية فاصلة خمسة {word} عشرة", "fraction"),
    "hour": lambda word, _value: ("1:00:00", f"{word} واحدة", "time"),
    "hundred": lambda word, value: (str(value), word, "cardinal"),
    "letter_scale": lambda word, value: (f"$5{word}", f"{_SCALED[value]} دولار", "money"),
    "midnight": lambda word, _value: ("00:00", f"الثانية عشرة {word} الليل", "time"),
    "more_than": lambda word, _value: ("5+", f"{word} خمسة", "cardinal"),
    "minus": lambda word, _value: ("-5", f"{word} خمسة", "cardinal"),
    "minute": lambda word, _value: ("5:01", f"الخامسة و{word} واحدة", "time"),
    "morning": lambda word, _value: ("8 am", f"الثامنة {word}", "time"),
    "night": lambda word, _value: ("9 pm", f"التاسعة {word}", "time"),
    "noon": lambda word, _value: ("12 pm", f"الثانية عشرة {word}", "time"),
    "or": lambda word, _value: ("\u00b15", f"زائد {word} ناقص خمسة", "cardinal"),
    "ordinal": lambda word, value: (str(value), f"ال{word}", "ordinal"),
    "over": lambda word, _value: ("5/20", f"خمسة {word} عشرين", "fraction"),
    "part": lambda word, value: (f"3/{value}", f"ثلاثة {word}", "fraction"),
    "percent": lambda word, _value: ("5%", f"خمسة {word}", "percent"),
    "plus": lambda word, _value: ("+5", f"{word} خمسة", "phone"),
    "point": lambda word, _value: ("2.5", f"اثنين {word} خمسة", "cardinal"),
    "range_link": lambda word, _value: ("3-", f"ثلاثة {word} ", "range"),
    "scale": _scaled,
    "scale_or_dual": lambda word, value: (str(2 * value), word, "cardinal"),
    "score_link": lambda word, _value: ("3-", f"ثلاثة {word} ", "score"),
    "second": lambda word, _value: ("0:00:01", f"{word} واحدة", "time"),
    "ten": lambda word, value: (str(value), word, "cardinal"),
    "two_parts": lambda word, value: (f"2/{value}", word, "fraction"),
    "unit": lambda word, value: (str(value), word, "cardinal"),
    "zero": lambda word, _value: ("0", word, "cardinal"),
}


@pytest.mark.parametrize("row", SHIPPED.rows("value_words"), ids=lambda row: f"{row['kind']}: {row['word']}")
def test_every_word_that_the_guard_knows_is_heard(row: Row) -> None:
    text, words, kind = HEARD[row["kind"]](row["word"], int(row["value"]))
    piece = Piece(start=0, end=len(text), spoken=words, semiotic_class=kind, rule="test")
    assert mismatches(text, (piece,)) == ()
    assert len(mismatches(text, (piece,), Without("value_words", row))) == 1
