"""What editors decide holds in every run, in bulletins and audits too, and is named where it no longer applies."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import feedparser
import pytest

from briefing import pipeline
from briefing.arabic import shadda_first
from briefing.corrections import Editor
from briefing.errors import SettingsError, UnapprovedError, UsageError
from briefing.pipeline.choices import Choices
from briefing.pipeline.crew import gathered
from briefing.pipeline.dossier import Dossier, Scope
from briefing.pipeline.run import ordered, read
from briefing.publishing import feed, upload
from briefing.settings import Settings, Show

if TYPE_CHECKING:
    from pathlib import Path

HEADLINE = "البلدية تؤجل افتتاح الجسر الجديد"
STORY = """{headline}

أعلنت بلدية المدينة تأجيل افتتاح الجسر الجديد إلى شهر مارس المقبل، بعد أن اعترض سكان الحي الشرقي على المسار.

وقالت رئيسة البلدية ليلى منصور في مؤتمر صحفي: "سنستمع إلى السكان قبل أن نفتح الجسر، ولن نغير الموعد مرة أخرى".

وقال المهندس سالم الحارثي: "العمل في الجسر انتهى كله، وبقي الطريق الذي يصل إليه من جهة الحي".

ومن المقرر أن يجتمع المجلس البلدي يوم الأحد لبحث المسار البديل الذي اقترحه السكان.

اقرأ أيضا: جسور المدينة القديمة
"""
OF_BRIDGE = 'article = "bridge.txt"\n'
LEAVE = '[[leave]]\narticle = "{name}"\ntext = "سنستمع إلى السكان"\n'
GARDEN = """المستشفى المركزي يستقبل دفعة من الأجهزة

استقبل المستشفى المركزي في العاصمة عشرين جهازا لغسل الكلى هدية من جمعية خيرية مساء الثلاثاء.

وقال مدير المستشفى يوسف العلي إن الأجهزة تكفي مئة مريض كل أسبوع، وإن الأطباء بدأوا التدرب عليها.

وتعاني المستشفيات الحكومية نقصا في الأجهزة منذ عامين، واشتكى المرضى من طول الانتظار.
"""
FIRST = datetime(2026, 11, 29, 8, 30, tzinfo=UTC)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "news" / "bridge.txt"
    path.parent.mkdir()
    path.write_text(STORY.format(headline=HEADLINE), encoding="utf-8")
    return path


def settings(**more: object) -> Settings:
    return Settings(voice="silence", diacritizer="none", chime=False, **more)  # type: ignore[arg-type]


def choices(story: Path, **more: object) -> Choices:
    return Choices(settings=settings(**more), folder=story.parent.parent / "output")


def make(story: Path, chosen: Choices | None = None, **more: object) -> pipeline.Made:
    (outcome,) = pipeline.make([str(story)], chosen or choices(story, **more))
    assert isinstance(outcome, pipeline.Made), outcome
    return outcome


def summary(made: pipeline.Made) -> str:
    return made.files["summary.txt"].read_text(encoding="utf-8")


def correct(story: Path, text: str) -> None:
    (story.parent / "corrections.toml").write_text(text, encoding="utf-8")


def test_a_file_beside_the_article_is_obeyed_and_changes_the_episode(story: Path) -> None:
    assert "سنستمع إلى السكان" in summary(make(story))
    correct(story, LEAVE.format(name="bridge.txt"))
    made = make(story)
    assert made.status == "made"
    assert "سنستمع إلى السكان" not in summary(made)
    assert make(story).status == "unchanged"
    correct(story, "")
    assert "سنستمع إلى السكان" in summary(make(story))


@pytest.mark.parametrize("name", [HEADLINE, f"  {HEADLINE} "])
def test_an_article_goes_by_its_headline_too(story: Path, name: str) -> None:
    correct(story, LEAVE.format(name=name))
    assert "سنستمع إلى السكان" not in summary(make(story))


def test_another_article_is_not_meant(story: Path) -> None:
    correct(story, LEAVE.format(name="other.txt"))
    assert "سنستمع إلى السكان" in summary(make(story))


def test_the_file_of_a_show_is_obeyed_wherever_the_article_lies(story: Path, tmp_path: Path) -> None:
    shared = tmp_path / "desk" / "decided.toml"
    shared.parent.mkdir()
    shared.write_text(LEAVE.format(name="../news/bridge.txt"), encoding="utf-8")
    assert "سنستمع إلى السكان" not in summary(make(story, corrections=str(shared)))
    shared.write_text('[[reading]]\ntext = "بلدية"\nto = "بَلَدِيَّةُ"\n', encoding="utf-8")
    made = make(story, corrections=str(shared))
    assert shadda_first("بَلَدِيَّةُ") in (made.mp3.parent / "provenance.json").read_text(encoding="utf-8")


def test_workers_elsewhere_are_given_what_was_decided_here(story: Path) -> None:
    correct(story, LEAVE.format(name="bridge.txt"))
    (outcome,) = pipeline.make([str(story)], choices(story), crew=gathered(jobs=2))
    assert isinstance(outcome, pipeline.Made)
    assert "سنستمع إلى السكان" not in summary(outcome)


def test_a_file_that_is_off_fails_its_articles_in_one_line(story: Path) -> None:
    correct(story, "[[drop]]\n")
    (outcome,) = pipeline.make([str(story)], choices(story))
    assert isinstance(outcome, pipeline.Failed)
    assert isinstance(outcome.error, SettingsError)
    assert "corrections.toml" in str(outcome.error)
    assert "[[drop]]" in str(outcome.error)


UNMET = [
    ('[[leave]]\narticle = "bridge.txt"\ntext = "كلام حذف"\n', "do not stand in the article"),
    (f'[[tell]]\narticle = "bridge.txt"\ntext = "{HEADLINE}"\n', "no sentence that could be told"),
    ('[[tell]]\narticle = "bridge.txt"\ntext = "اقرأ أيضا"\n', "no sentence that could be told"),
    ('[[speaker]]\narticle = "bridge.txt"\ntext = "أعلنت بلدية"\nto = ""\n', "nobody's words"),
    ('[[speaker]]\narticle = "bridge.txt"\ntext = "العمل في الجسر"\nto = "فهد الراشد"\n', "calls nobody"),
    (f'[[set_aside]]\narticle = "bridge.txt"\ntext = "{HEADLINE}"\n', "headline is never"),
    ('[[restore]]\narticle = "bridge.txt"\ntext = "فقرة حذفت"\n', "do not stand"),
    ('[[reading]]\narticle = "bridge.txt"\ntext = "عبر"\nto = "عَبَرَ"\n', "no sentence has that word"),
    ('[[reading]]\narticle = "bridge.txt"\ntext = "عبر"\nto = "عَبَرَ"\nsentence = "جملة حذفت"\n', "do not stand"),
]


@pytest.mark.parametrize(("text", "why"), UNMET)
def test_what_no_longer_applies_is_named(story: Path, caplog: pytest.LogCaptureFixture, text: str, why: str) -> None:
    correct(story, text)
    with caplog.at_level(logging.WARNING):
        made = make(story)
    told = [warning for warning in made.warnings if "no longer applies" in warning]
    assert len(told) == 1
    assert why in told[0]


APPLIES = [
    LEAVE.format(name="bridge.txt"),
    '[[speaker]]\narticle = "bridge.txt"\ntext = "العمل في الجسر"\nto = "ليلى منصور"\n',
    '[[restore]]\narticle = "bridge.txt"\ntext = "اقرأ أيضا"\n',
    '[[lead]]\narticle = "bridge.txt"\ntext = "ومن المقرر"\n',
    # A sentence that introduces a quote is told in two parts.
    '[[lead]]\narticle = "bridge.txt"\ntext = "وقالت رئيسة البلدية"\n',
    '[[length]]\narticle = "bridge.txt"\nto = "short"\n',
    '[[reading]]\narticle = "bridge.txt"\ntext = "بلدية"\nto = "بَلَدِيَّةُ"\nsentence = "أعلنت بلدية المدينة تأجيل"\n',
    '[[reading]]\ntext = "عبر"\nto = "عَبَرَ"\n',
]


@pytest.mark.parametrize("text", APPLIES)
def test_what_applies_is_not_and_its_episode_can_be_proven(story: Path, text: str) -> None:
    correct(story, text)
    made = make(story)
    assert not made.warnings
    report = pipeline.audit(made.mp3.parent)
    assert report.holds, report.faults


def test_an_audit_obeys_what_was_decided_of_the_article_that_is_given(story: Path) -> None:
    correct(story, APPLIES[1] + APPLIES[3])
    made = make(story)
    given = pipeline.corrected.read(pipeline.articles(str(story)), str(story), settings())
    assert pipeline.audit(made.mp3.parent, given).holds
    assert not pipeline.audit(made.mp3.parent, pipeline.articles(str(story))).holds


def test_the_length_that_an_editor_chose_wins_over_the_run(story: Path) -> None:
    correct(story, '[[length]]\narticle = "bridge.txt"\nto = "whole"\n')
    assert "المجلس البلدي" in summary(make(story, length="short"))
    correct(story, '[[length]]\narticle = "bridge.txt"\nto = "forever"\n')
    (outcome,) = pipeline.make([str(story)], choices(story))
    assert isinstance(outcome, pipeline.Failed)
    assert "no such length" in str(outcome.error)


def test_a_bulletin_tells_its_stories_as_they_were_decided(story: Path) -> None:
    correct(
        story, LEAVE.format(name="bridge.txt") + '[[speaker]]\narticle = "bridge.txt"\ntext = "العمل في"\nto = ""\n'
    )
    for sources in ([str(story)], []):
        if not sources:
            make(story)
        made = pipeline.bulletin(sources, choices(story, length="5m"), top=3, since=timedelta(days=9999)).outcome
        assert isinstance(made, pipeline.Made)
        assert "سنستمع إلى السكان" not in summary(made)


def dossier(story: Path, **more: object) -> Dossier:
    found = ordered(read(str(story)), choices(story))
    assert not isinstance(found, pipeline.Failed)
    return Dossier(found[0], settings(**more))


def editor(second: int) -> Editor:
    return Editor(by="سلمى", at=FIRST + timedelta(seconds=second))


def test_the_same_decisions_give_the_same_bytes_and_twenty_taken_back_the_first(story: Path) -> None:
    first = make(story).mp3.read_bytes()
    desk = dossier(story)
    words = ("أعلنت", "بلدية", "المدينة", "تأجيل", "افتتاح", "الجسر", "الجديد", "إلى", "شهر", "مارس")
    for second, word in enumerate(words):
        desk.decide(editor(second), [desk.row("reading", {"text": word, "to": f"{word}\u064e"})])
    for second, kind in enumerate(("leave", "tell") * 5, start=20):
        desk.decide(editor(second), [desk.row(kind, {"text": "ومن المقرر أن يجتمع"})])
    edited = make(story).mp3.read_bytes()
    by_hand = (story.parent / "corrections.toml").read_text(encoding="utf-8").replace("سلمى", "يد")
    correct(story, by_hand)
    assert make(story).mp3.read_bytes() == edited
    for second in range(40, 60):
        assert desk.undo(editor(second))
    assert make(story).mp3.read_bytes() == first


def test_a_decision_for_a_show_stands_in_the_shows_file(story: Path, tmp_path: Path) -> None:
    shared = tmp_path / "show.toml"
    desk = dossier(story, corrections=str(shared))
    desk.decide(editor(0), [desk.row("reading", {"text": "بلدية", "to": "بَلَدِيَّةُ", "nth": 1}, Scope.SHOW)])
    desk.decide(editor(1), [desk.row("leave", {"text": "سنستمع إلى السكان"})])
    assert "article" not in shared.read_text(encoding="utf-8")
    assert "bridge.txt" in (story.parent / "corrections.toml").read_text(encoding="utf-8")
    last, undone = desk.last()
    assert (last is not None, undone) == (True, None)
    assert desk.undo(editor(2))
    assert not (story.parent / "corrections.toml").exists()
    assert desk.undo(editor(3))
    assert not shared.exists()
    assert desk.redo(editor(4))
    assert shared.exists()


def test_a_scope_is_for_words_alone(story: Path) -> None:
    with pytest.raises(UsageError, match="alone"):
        dossier(story).row("leave", {"text": "ا"}, Scope.SHOW)


def test_only_what_is_approved_is_in_the_feed_and_copied(story: Path, tmp_path: Path) -> None:
    show = Show(require_approval=True, base_url="https://example.org/")
    chosen = choices(story, show=show)
    other = story.with_name("other.txt")
    other.write_text(STORY.format(headline="خبر آخر عن الجسر").replace("الجسر", "النفق"), encoding="utf-8")
    make(other, chosen)
    made = make(story, chosen)
    assert feedparser.parse((chosen.folder / "feed.xml").read_bytes()).entries == []
    dossier(story).approve(editor(0))
    made = make(story, chosen)
    assert made.status == "made"
    assert [entry.title for entry in feedparser.parse((chosen.folder / "feed.xml").read_bytes()).entries] == [HEADLINE]
    record = json.loads((made.mp3.parent / "episode.json").read_text(encoding="utf-8"))
    assert record["approved"] == FIRST.isoformat()
    sent = list(upload.publish(chosen.folder, str(tmp_path / "site"), require_approval=True))
    assert f"{made.slug}/briefing.mp3" in sent
    assert not any(name.startswith("other/") for name in sent)


def test_a_feed_that_names_what_nobody_approved_is_not_copied(story: Path, tmp_path: Path) -> None:
    chosen = choices(story, show=Show(base_url="https://example.org/"))
    made = make(story, chosen)
    with pytest.raises(UnapprovedError, match=made.slug):
        list(upload.publish(chosen.folder, str(tmp_path / "site"), require_approval=True))
    feed.rebuild(chosen.folder, Show(require_approval=True, base_url="https://example.org/"))
    assert not any(
        "briefing.mp3" in name for name in upload.publish(chosen.folder, str(tmp_path / "site"), require_approval=True)
    )


def approved(made: pipeline.Made) -> str | None:
    found: str | None = json.loads((made.mp3.parent / "episode.json").read_text(encoding="utf-8"))["approved"]
    return found


def test_a_bulletin_is_approved_when_its_stories_are(story: Path) -> None:
    other = story.with_name("other.txt")
    other.write_text(GARDEN, encoding="utf-8")
    dossier(story).approve(editor(0))
    both = [str(story), str(other)]
    for sources, expected in ((both, None), ([str(story)], FIRST.isoformat())):
        made = pipeline.bulletin(sources, choices(story, length="5m"), top=3).outcome
        assert isinstance(made, pipeline.Made)
        assert approved(made) == expected


def test_what_is_told_otherwise_is_approved_no_longer(story: Path) -> None:
    dossier(story).approve(editor(0))
    assert approved(make(story)) == FIRST.isoformat()
    assert approved(make(story, length="whole")) is None
    assert approved(make(story)) == FIRST.isoformat()
    story.write_text(story.read_text(encoding="utf-8").replace("45", "46").replace("مارس", "أبريل"), encoding="utf-8")
    assert approved(make(story)) is None


def test_any_decision_that_changes_what_is_heard_ends_an_approval(story: Path) -> None:
    desk = dossier(story)
    desk.approve(editor(0))
    desk.decide(editor(1), [desk.row("reading", {"text": "بلدية", "to": "بَلَدِيَّةُ"})])
    assert approved(make(story)) is None
    assert desk.undo(editor(2))
    assert approved(make(story)) == FIRST.isoformat()
    desk.decide(editor(3), [desk.row("leave", {"text": "سنستمع إلى السكان"})])
    assert approved(make(story)) is None


def test_what_is_decided_for_a_show_ends_no_approval(story: Path, tmp_path: Path) -> None:
    shared = tmp_path / "show.toml"
    dossier(story, corrections=str(shared)).approve(editor(0))
    shared.write_text('[[reading]]\ntext = "بلدية"\nto = "بَلَدِيَّة"\n', encoding="utf-8")
    assert approved(make(story, corrections=str(shared))) == FIRST.isoformat()


def spoken(made: pipeline.Made) -> str:
    return (made.mp3.parent / "provenance.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("turned", [False, True])
def test_the_narrower_reading_wins_in_whatever_order(story: Path, tmp_path: Path, turned: bool) -> None:  # noqa: FBT001
    shared, sentence = tmp_path / "show.toml", "أعلنت بلدية المدينة"
    shared.write_text('[[reading]]\ntext = "بلدية"\nto = "بِلديةِ"\n', encoding="utf-8")
    rows = [
        '[[reading]]\narticle = "bridge.txt"\ntext = "بلدية"\nto = "بُلديةُ"\n',
        f'[[reading]]\narticle = "bridge.txt"\ntext = "بلدية"\nto = "بَلديةَ"\nsentence = "{sentence}"\n',
    ]
    correct(story, "".join(rows[::-1] if turned else rows))
    assert "بَلديةَ" in spoken(make(story, corrections=str(shared)))


def test_a_sentence_that_stands_twice_is_corrected_where_it_is_meant(story: Path) -> None:
    twice = "وتحدث الوزير عن المشروع الجديد أمام الصحفيين في المدينة."
    story.write_text(
        f"{HEADLINE}\n\nوصل الوفد إلى المدينة أمس. {twice}\n\nوغادر الوفد المدينة في المساء. {twice}\n", "utf-8"
    )
    row = (
        f'[[reading]]\narticle = "bridge.txt"\ntext = "الوزير"\nto = "الوُزير"\nsentence = "{twice}"\nsentence_nth = 2\n'
    )
    correct(story, row)
    said = json.loads(spoken(make(story, length="whole")))
    read = [one["spoken"] for part in said["chapters"] for one in part["said"] if one["written"].startswith("وتحدث")]
    assert ["الوُزير" in one for one in read] == [False, True]


def test_a_decision_of_the_same_place_gives_way_by_whatever_words_it_was_tied(story: Path) -> None:
    correct(story, '[[leave]]\narticle = "bridge.txt"\ntext = "ليلى منصور"\n')
    desk = dossier(story)
    desk.decide(editor(0), [desk.row("tell", {"text": "وقالت رئيسة البلدية ليلى منصور في مؤتمر"})])
    assert [row.kind for row in desk.rows()] == ["tell"]


def test_a_file_that_cannot_be_read_is_no_empty_one(story: Path) -> None:
    (story.parent / "corrections.toml").mkdir()
    (outcome,) = pipeline.make([str(story)], choices(story))
    assert isinstance(outcome, pipeline.Failed)
    assert "cannot be read" in str(outcome.error)
    desk = dossier(story)
    with pytest.raises(SettingsError, match="cannot be read"):
        desk.decide(editor(0), [desk.row("leave", {"text": "ومن المقرر"})])


BEATEN = [
    ('[[restore]]\narticle = "bridge.txt"\ntext = "ومن المقرر"\n', "is not set aside"),
    (
        f'[[lead]]\n{OF_BRIDGE}text = "ومن المقرر"\n[[leave]]\n{OF_BRIDGE}text = "ومن المقرر"\n',
        "says otherwise",
    ),
    (
        f'[[reading]]\n{OF_BRIDGE}text = "بلدية"\nto = "بَلدية"\nsentence = "أعلنت بلدية المدينة"\nnth = 7\n',
        "no sentence has that word",
    ),
    ('[[leave]]\narticle = "bridge.txt"\ntext = "ومن المقرر"\nnth = 90000\n', "do not stand"),
    ('[[leave]]\narticle = "renamed.txt"\ntext = "ومن المقرر"\n', "names an article that is not there: renamed.txt"),
]


@pytest.mark.parametrize(("text", "why"), BEATEN)
def test_what_has_no_effect_is_named(story: Path, caplog: pytest.LogCaptureFixture, text: str, why: str) -> None:
    correct(story, text)
    with caplog.at_level(logging.WARNING):
        make(story)
    assert why in caplog.text
