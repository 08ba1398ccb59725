"""Which stories a bulletin tells, and in which order."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.editorial import ranking
from briefing.editorial.choose import choose
from briefing.editorial.lineup import Candidate, lineup, tells
from briefing.model import Article

CASES = Path(__file__).parent.parent / "cases" / "bulletin" / "twins.toml"
TOPICS = {topic["name"]: topic for topic in tomllib.loads(CASES.read_text(encoding="utf-8"))["topic"]}
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
HEADLINE = "المجلس البلدي يناقش تجديد مكتبة الحي القديم"
LEAD = "ناقش المجلس البلدي يوم الثلاثاء تجديد مكتبة الحي القديم، واتفق أعضاؤه على عقد جلسة أخرى لبحث الأمر."
MORE = (
    "وقدم المهندسون رسوم المبنى الجديد إلى الحاضرين، وشرحوا كيف ستوزع القاعات على الطابقين.",
    "وطلب بعض السكان أن تبقى واجهة المكتبة كما هي، وأن تزرع أمامها أشجار.",
)


def article(*body: str, headline: str = HEADLINE) -> Article:
    return Article(source="-", paragraphs=(headline, *(body or (LEAD, *MORE))))


def topic(name: str, kind: str = "told") -> Article:
    return Article(source=f"{name} {kind}", paragraphs=tuple(TOPICS[name][kind].strip().splitlines()))


PLAIN = article()
# Beside each feature, a story that differs from PLAIN in it, and whether that speaks for it.
FEATURES = {
    "age": (replace(PLAIN, published=NOON - timedelta(hours=6)), False),
    "asks": (article(headline="هل يجدد المجلس البلدي مكتبة الحي القديم هذا العام"), False),
    "casualties": (article(LEAD + " وقتل 12 عاملا في حادث داخل المبنى.", *MORE), True),
    "fuller": (article(LEAD, *MORE, *(f"{line} وهذا رأي الجميع هناك." for line in MORE)), True),
    "outcome": (article(LEAD + " وتبلغ كلفة التجديد 40 مليون دولار.", *MORE), True),
    "poll": (article(LEAD, *MORE, "وأظهر استطلاع للرأي أجراه معهد المدى أن 64% من السكان يؤيدون التجديد."), True),
    "quoted": (article(LEAD, *MORE, "وقال رئيس المجلس سامي حداد: «ستفتح المكتبة أبوابها قبل الشتاء المقبل»."), True),
    "terse": (article(headline="المكتبة القديمة"), False),
}


@pytest.mark.parametrize("feature", FEATURES)
def test_each_feature_moves_a_story(feature: str) -> None:
    other, better = FEATURES[feature]
    newest = NOON if other.published else None
    plain, changed = (Candidate(one, choose(one), 1).features(newest) for one in (PLAIN, other))
    assert changed[feature] > plain[feature]
    assert (ranking.weights("lineup_weights")[feature] > 0) is better


def test_every_weight_is_a_features_own() -> None:
    assert ranking.weights("lineup_weights").keys() == FEATURES.keys() | {"outlets"}
    assert ranking.weights("lineup_weights").keys() == Candidate(PLAIN, choose(PLAIN), 1).features(None).keys()


def test_what_more_outlets_tell_weighs_more_up_to_three() -> None:
    told = [Candidate(PLAIN, choose(PLAIN), outlets).features(None)["outlets"] for outlets in (1, 2, 3, 9)]
    assert told == [0, 1, 2, 2]


def test_the_age_of_a_story_counts_from_the_newest_and_is_a_day_at_most() -> None:
    def age(hours: int) -> float:
        old = replace(PLAIN, published=NOON - timedelta(hours=hours))
        return Candidate(old, choose(old), 1).features(NOON)["age"]

    assert [age(hours) for hours in (0, 6, 24, 90)] == [0, 0.25, 1, 1]
    assert Candidate(PLAIN, choose(PLAIN), 1).features(NOON)["age"] == 0


def test_the_most_telling_story_comes_first_and_no_more_than_asked_for() -> None:
    fire = topic("a fire")
    assert lineup([PLAIN, fire], 7) == (fire, PLAIN)
    assert lineup([PLAIN, fire], 1) == (fire,)


def test_stories_that_weigh_the_same_keep_their_order() -> None:
    other = article(
        *(line.replace("مكتبة", "مدرسة") for line in (LEAD, *MORE)), headline=HEADLINE.replace("مكتبة", "مدرسة")
    )
    assert lineup([PLAIN, other], 7) == (PLAIN, other)
    assert lineup([other, PLAIN], 7) == (other, PLAIN)


def test_of_twins_the_fuller_is_told_once() -> None:
    short, long = topic("a quake", "twin"), topic("a quake")
    fuller = replace(long, paragraphs=(*long.paragraphs, *MORE))
    assert lineup([short, fuller], 7) == (fuller,)
    assert lineup([fuller, short], 7) == (fuller,)
    assert set(lineup([short, topic("a quake", "near")], 7)) == {short, topic("a quake", "near")}


def test_two_versions_of_one_outlet_are_no_two_outlets() -> None:
    told = [replace(topic("a price", kind), publication="وكالة المدى") for kind in ("told", "twin")]
    match = topic("a company")
    rivals = [*told, match]
    by_two = [replace(told[0], publication="وكالة المدى"), replace(told[1], publication="وكالة الأفق"), match]
    assert lineup(by_two, 7)[0].paragraphs[0] in {one.paragraphs[0] for one in told}
    assert len(lineup(rivals, 7)) == len(lineup(by_two, 7)) == 2


def test_a_headline_alone_is_no_story() -> None:
    assert lineup([Article(source="-", paragraphs=(HEADLINE,))], 7) == ()
    assert lineup([], 7) == ()


def test_sport_is_told_last_however_telling() -> None:
    match, quiet = topic("a match"), PLAIN
    assert lineup([match, quiet], 7) == (quiet, match)
    assert lineup([match, quiet], 1) == (match,)


@pytest.mark.parametrize(
    ("headline", "told"),
    [
        (HEADLINE, True),
        ("ماذا قال الوزير عن الميزانية الجديدة؟", False),
        ("كيف ردت الوزارة على النقابة", False),
        ("هذا ما قاله الوزير عن الميزانية", False),
        ("الوزير يسأل: أين ذهبت الأموال؟", False),
    ],
)
def test_a_headline_that_asks_or_teases_tells_nothing(headline: str, *, told: bool) -> None:
    assert tells(article(headline=headline)) is told
