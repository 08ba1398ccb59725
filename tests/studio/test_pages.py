"""What an editor sees and does, without a script: every page, every change, every word of both languages."""

from __future__ import annotations

import io
import re
import wave
from typing import TYPE_CHECKING

import feedparser
import pytest

from briefing.arabic import shadda_first
from briefing.narration import lexicon
from briefing.narration.lexicon import user
from briefing.resources import data, read_toml
from briefing.settings import OwnShow, Rule, Settings, Show

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.studio.conftest import Visitor

LEAVE, ENGINEER = "سنستمع إلى السكان", "العمل في الجسر انتهى كله"


def sheet(news: Path) -> str:
    path = news / "corrections.toml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_the_desk_says_how_far_each_article_is(visitor: Visitor, article: str, news: Path) -> None:
    assert "جديد" in visitor.ask("/").body.decode()
    visitor.submit(visitor.ask(f"{article}/publish"), "/approve")
    assert "معتمد" in visitor.ask("/").body.decode()
    visitor.submit(visitor.ask(f"{article}/publish"), "/publish")
    assert "منشور" in visitor.ask("/").body.decode()
    visitor.submit(visitor.ask(article), "/decide", where="ومن المقرر", kind="leave")
    assert "تغير بعد اعتماده" in visitor.ask("/").body.decode()
    assert "[[approved]]" in sheet(news)


def test_the_article_shows_what_is_told_and_why(visitor: Visitor, article: str) -> None:
    page = visitor.ask(article).page
    told = page.xpath("//div[contains(@class, 'sentence') and contains(@class, 'told')]")
    assert any("أعلنت بلدية المدينة" in one.text_content() for one in told)
    assert page.xpath("//q")[0].text_content().startswith(LEAVE)
    assert any("45" in one.text_content() for one in page.xpath("//u"))
    (aside,) = page.xpath("//div[contains(@class, 'aside')]")
    assert "ليست من الخبر" in aside.text_content()
    options = page.xpath("//form[@class='quote'][1]//option")
    assert {"ليلى منصور", "سالم الحارثي"} <= {one.text for one in options}


def test_a_sentence_is_left_told_and_given_back(visitor: Visitor, article: str, news: Path) -> None:
    answer = visitor.submit(visitor.ask(article), "/decide", where="أعلنت بلدية", kind="leave")
    assert re.fullmatch(r"سُجل القرار\. خرجت جملة واحدة\. المدة نحو 0:\d\d", answer.told)
    assert "[[leave]]" in sheet(news)
    order = answer.page.xpath("//ol[@class='order']")
    assert not any("أعلنت بلدية" in one.text_content() for one in order)
    answer = visitor.submit(answer, "/decide", where="أعلنت بلدية", kind="tell")
    assert "[[leave]]" not in sheet(news)
    answer = visitor.submit(answer, "/decide", where="أعلنت بلدية", forget="tell")
    assert answer.told.startswith("عاد قرار البرنامج")
    assert sheet(news) == ""


def test_a_speaker_is_chosen_among_the_articles_own(visitor: Visitor, article: str, news: Path) -> None:
    answer = visitor.submit(visitor.ask(article), "/decide", where="العمل في", kind="speaker", to="ليلى منصور")
    assert 'to = "ليلى منصور"' in sheet(news)
    chosen = [one.value for one in answer.page.xpath("//form[@class='quote']//select")]
    assert chosen == ["ليلى منصور", "ليلى منصور"]
    answer = visitor.submit(answer, "/decide", where="العمل في", kind="speaker", to="")
    assert 'to = ""' in sheet(news)


def test_a_paragraph_is_restored_and_set_aside(visitor: Visitor, article: str, news: Path) -> None:
    answer = visitor.submit(visitor.ask(article), "/decide", where="اقرأ أيضا", kind="restore")
    assert "[[restore]]" in sheet(news)
    assert not answer.page.xpath("//div[contains(@class, 'aside')]")


def test_the_length_is_changed(visitor: Visitor, article: str) -> None:
    before = len(visitor.ask(article).page.xpath("//ol[@class='order']/li"))
    answer = visitor.submit(visitor.ask(article), "/decide", kind="length", to="whole", where="")
    form = next(one for one in answer.page.forms if one.xpath(".//select[@id='length']"))
    hidden = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    visitor.send(form.get("action"), {**hidden, "kind": "length", "to": "whole"})
    assert len(visitor.ask(article).page.xpath("//ol[@class='order']/li")) > before


def words_page(visitor: Visitor, article: str, word: str) -> tuple[str, int]:
    """Return the address of the words page whose sentence has a word, and the word's number."""
    for number in range(2, 8):
        page = visitor.ask(f"{article}/words/{number}").page
        links = page.xpath("//ol[@class='words']//a")
        for at, link in enumerate(links):
            if re.sub("[\u064b-\u0652]", "", link.text) == word:
                return f"{article}/words/{number}", at
    raise AssertionError(word)


def test_a_word_is_read_as_the_editor_chooses(visitor: Visitor, article: str, news: Path) -> None:
    path, at = words_page(visitor, article, "اعترض")
    answer = visitor.ask(f"{path}?word={at}")
    readings = answer.page.xpath("//input[@name='to']/@value")
    assert len(readings) > 1
    answer = visitor.submit(answer, "/decide", where="اعترض", kind="reading", to=readings[1], scope="here")
    assert f'to = "{shadda_first(readings[1])}"' in sheet(news)
    assert 'sentence = "أعلنت بلدية المدينة' in sheet(news)
    assert answer.page.xpath("//a[@aria-current='true' and contains(@class, 'edited')]")[0].text == readings[1]
    assert "المحرر" in answer.body.decode()
    answer = visitor.submit(answer, "/decide", where="اعترض", forget="reading")
    assert sheet(news) == ""


def test_a_reading_of_ones_own_wins_over_a_chosen_one(visitor: Visitor, article: str, news: Path) -> None:
    path, at = words_page(visitor, article, "اعترض")
    own = shadda_first("اُعْتُرِضَ")
    answer = visitor.ask(f"{path}?word={at}")
    visitor.submit(answer, "/decide", where="اعترض", kind="reading", to="x", own=own, scope="show")
    assert sheet(news) == ""
    assert f'to = "{own}"' in sheet(news.parent)
    assert "article" not in sheet(news.parent).partition("version")[2]


def test_a_reading_with_other_letters_is_refused_in_words(visitor: Visitor, article: str, news: Path) -> None:
    path, at = words_page(visitor, article, "اعترض")
    answer = visitor.submit(
        visitor.ask(f"{path}?word={at}"), "/decide", where="اعترض", kind="reading", own="رَفَضَ", scope="here"
    )
    assert answer.status == 422
    assert answer.told == "ليست هذه قراءة لهذه الكلمة: اكتب الحروف نفسها، مشكولة"
    assert sheet(news) == ""


def test_a_sentence_sounds_and_is_known_as_heard(visitor: Visitor, article: str) -> None:
    unheard = len(visitor.ask(f"{article}/publish").page.xpath("//a[@class='play']"))
    answer = visitor.ask(f"{article}/sound/2.wav")
    assert answer.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.body)) as sound:
        assert sound.getnframes() > 1000
    assert len(visitor.ask(f"{article}/publish").page.xpath("//a[@class='play']")) == unheard
    visitor.submit(visitor.ask(f"{article}/publish"), "/heard", number="2")
    assert len(visitor.ask(f"{article}/publish").page.xpath("//a[@class='play']")) == unheard - 1
    assert visitor.ask(f"{article}/sound/2.wav?earlier=1").body == answer.body
    assert visitor.ask(f"{article}/sound/99.wav").status == 404


def test_what_is_read_otherwise_has_to_be_heard_again(visitor: Visitor, article: str) -> None:
    path, at = words_page(visitor, article, "اعترض")
    number = path.rpartition("/")[2]
    visitor.submit(visitor.ask(f"{article}/publish"), "/heard", number=number)
    before = len(visitor.ask(f"{article}/publish").page.xpath("//a[@class='play']"))
    visitor.submit(
        visitor.ask(f"{path}?word={at}"), "/decide", where="اعترض", kind="reading", own="اُعْتُرِضَ", scope="here"
    )
    assert len(visitor.ask(f"{article}/publish").page.xpath("//a[@class='play']")) == before + 1


def test_numbers_are_read_back(open_studio: Callable[..., Visitor]) -> None:
    visitor = open_studio(length="whole")
    (article,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    rows = [row.text_content().split("\n") for row in visitor.ask(f"{article}/numbers").page.xpath("//tbody/tr")]
    assert any(row[1:5] == ["45", "خمسة وأربعون", "45", "مطابق"] for row in rows), rows


def test_undo_and_redo(visitor: Visitor, article: str, news: Path) -> None:
    visitor.submit(visitor.ask(article), "/decide", where="أعلنت بلدية", kind="leave")
    done = sheet(news)
    answer = visitor.submit(visitor.ask(article), "/undo")
    assert answer.told.startswith("تراجعت عن: لا تُقال: «أعلنت بلدية المدينة")
    assert sheet(news) == ""
    hidden = {field.get("name"): field.get("value") for field in answer.page.xpath("//form[@id='again']//input")}
    visitor.send(f"{article}/redo", hidden)
    assert sheet(news) == done
    visitor.send(f"{article}/redo", hidden)
    assert sheet(news) == done


def test_the_second_editor_is_told_and_can_go_on(visitor: Visitor, article: str, news: Path) -> None:
    seen = visitor.ask(article)
    visitor.submit(seen, "/decide", where="أعلنت بلدية", kind="leave")
    answer = visitor.submit(seen, "/decide", where="العمل في", kind="speaker", to="ليلى منصور")
    assert answer.status == 409
    assert "لم يُفقد شيء" in answer.told
    told = [one.text_content() for one in answer.page.xpath("//main//li | //main/p")]
    assert any(line.startswith("سلمى: لا تُقال: «أعلنت بلدية") for line in told)
    assert any(line.startswith("القائل ليلى منصور: «وقال المهندس سالم الحارثي") for line in told)
    assert "[[speaker]]" not in sheet(news)
    form = answer.page.forms[0]
    assert visitor.send(form.get("action"), dict(form.fields)).status == 303
    assert "[[leave]]" in sheet(news)
    assert "[[speaker]]" in sheet(news)


def test_two_studios_over_one_folder_lose_nothing(open_studio: Callable[..., Visitor], news: Path) -> None:
    one, other = open_studio(by="سلمى"), open_studio(by="فهد")
    (article,) = one.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    theirs = other.ask(article)
    one.submit(one.ask(article), "/decide", where="أعلنت بلدية", kind="leave")
    assert other.submit(theirs, "/decide", where="ومن المقرر", kind="leave").status == 409
    other.submit(other.ask(article), "/decide", where="ومن المقرر", kind="leave")
    assert sheet(news).count("[[leave]]") == 2
    assert 'by = "سلمى"' in sheet(news)
    assert 'by = "فهد"' in sheet(news)


def test_what_is_published_is_in_the_feed_and_what_is_withdrawn_is_not(
    open_studio: Callable[..., Visitor], tmp_path: Path
) -> None:
    show = Show(require_approval=True, base_url="https://example.org/")
    visitor = open_studio(show=show, destination=str(tmp_path / "site"))
    (article,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    feed = tmp_path / "output" / "feed.xml"
    answer = visitor.submit(visitor.ask(f"{article}/publish"), "/publish")
    assert (answer.status, answer.told) == (422, "لم يُنشر شيء: هذا الموجز غير معتمد. اعتمده أولا")
    assert not feed.exists()
    visitor.submit(visitor.ask(f"{article}/publish"), "/approve")
    assert visitor.submit(visitor.ask(f"{article}/publish"), "/publish").told == "نُشر الموجز"
    assert len(feedparser.parse(feed.read_bytes()).entries) == 1
    assert (tmp_path / "site" / "bridge" / "briefing.mp3").is_file()
    answer = visitor.submit(visitor.ask(f"{article}/publish"), "/withdraw", reason="خطأ")
    assert answer.told == "سُحب الموجز"
    assert "سُحب في" in answer.body.decode()
    assert feedparser.parse(feed.read_bytes()).entries == []
    assert not answer.page.xpath("//form[contains(@action, '/publish')]")
    assert visitor.submit(visitor.ask(f"{article}/publish"), "/restore").told.startswith("ألغي السحب")


def test_episodes_of_a_shelf_are_corrected_in_their_place(open_studio: Callable[..., Visitor], tmp_path: Path) -> None:
    first = open_studio()
    (article,) = first.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    first.submit(first.ask(f"{article}/publish"), "/publish")
    second = open_studio(str(tmp_path / "output"), corrections=str(tmp_path / "desk.toml"))
    (article,) = second.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    second.submit(second.ask(article), "/decide", where="أعلنت بلدية", kind="leave")
    assert 'article = "bridge"' in (tmp_path / "desk.toml").read_text(encoding="utf-8")
    second.submit(second.ask(f"{article}/publish"), "/publish")
    assert [path.parent.name for path in (tmp_path / "output").glob("*/briefing.mp3")] == ["bridge"]
    assert "أعلنت بلدية" not in (tmp_path / "output" / "bridge" / "summary.txt").read_text(encoding="utf-8")


def test_a_withdrawn_episode_goes_at_the_destination_too(open_studio: Callable[..., Visitor], tmp_path: Path) -> None:
    visitor = open_studio(show=Show(base_url="https://example.org/"), destination=str(tmp_path / "site"))
    (article,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    visitor.submit(visitor.ask(f"{article}/publish"), "/publish")
    assert "منشور ولم يُعتمد" in visitor.ask(article).body.decode()
    visitor.submit(visitor.ask(f"{article}/publish"), "/withdraw")
    assert not (tmp_path / "site" / "bridge" / "briefing.mp3").exists()
    assert feedparser.parse((tmp_path / "site" / "feed.xml").read_bytes()).entries == []


def test_a_withdrawal_that_cannot_be_copied_is_told_and_copied_later(
    open_studio: Callable[..., Visitor], tmp_path: Path
) -> None:
    visitor = open_studio(show=Show(base_url="https://example.org/"), destination=str(tmp_path / "site"))
    (article,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    visitor.submit(visitor.ask(f"{article}/publish"), "/publish")
    (tmp_path / "site").rename(tmp_path / "away")
    (tmp_path / "site").write_text("in the way", encoding="utf-8")
    answer = visitor.submit(visitor.ask(f"{article}/publish"), "/withdraw")
    assert answer.told.startswith("سُحب الموجز. لكن النسخ إلى الوجهة لم يتم: ")
    (tmp_path / "site").unlink()
    (tmp_path / "away").rename(tmp_path / "site")
    assert visitor.submit(visitor.ask(f"{article}/publish"), "/copy").told == "نُسخ البودكاست"
    assert not (tmp_path / "site" / "bridge" / "briefing.mp3").exists()


def test_what_listeners_have_stays_until_its_change_is_approved(
    open_studio: Callable[..., Visitor], tmp_path: Path
) -> None:
    visitor = open_studio(show=Show(require_approval=True))
    (article,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    for action in ("/approve", "/publish"):
        visitor.submit(visitor.ask(f"{article}/publish"), action)
    heard = (tmp_path / "output" / "bridge" / "briefing.mp3").read_bytes()
    visitor.submit(visitor.ask(article), "/decide", where="أعلنت بلدية", kind="leave")
    assert visitor.submit(visitor.ask(f"{article}/publish"), "/publish").status == 422
    assert (tmp_path / "output" / "bridge" / "briefing.mp3").read_bytes() == heard
    assert len(feedparser.parse((tmp_path / "output" / "feed.xml").read_bytes()).entries) == 1


def test_what_is_published_is_called_so_whenever_it_was_approved(visitor: Visitor, article: str) -> None:
    visitor.submit(visitor.ask(f"{article}/publish"), "/publish")
    assert "منشور ولم يُعتمد" in visitor.ask(article).body.decode()
    visitor.submit(visitor.ask(article), "/decide", where="ومن المقرر", kind="leave")
    assert "تغير بعد اعتماده أو نشره" in visitor.ask(article).body.decode()
    visitor.submit(visitor.ask(article), "/undo")
    visitor.submit(visitor.ask(f"{article}/publish"), "/approve")
    assert '<span class="state published">' in visitor.ask(article).body.decode()


def test_a_sentence_is_heard_by_whoever_saw_it_there(visitor: Visitor, article: str) -> None:
    seen = visitor.ask(f"{article}/publish")
    visitor.submit(visitor.ask(article), "/decide", where="ومن المقرر", kind="lead")
    assert visitor.submit(seen, "/heard", number="2").status == 409


def test_what_was_edited_meanwhile_is_what_is_approved_and_published(
    visitor: Visitor, article: str, news: Path, tmp_path: Path
) -> None:
    seen = visitor.ask(f"{article}/publish")
    story = news / "bridge.txt"
    story.write_text(story.read_text(encoding="utf-8").replace("مارس", "أبريل"), encoding="utf-8")
    visitor.submit(seen, "/publish")
    assert "أبريل" in (tmp_path / "output" / "bridge" / "summary.txt").read_text(encoding="utf-8")


def test_each_show_has_its_own_briefing_of_an_article(open_studio: Callable[..., Visitor], tmp_path: Path) -> None:
    own = Settings(voice="silence", diacritizer="none", chime=False, length="short", show=Show(title="رياضة"))
    sport = OwnShow(output=str(tmp_path / "sport"), rule=Rule(words=("الجسر",)), settings=own, where="here")
    visitor = open_studio(shows=(sport,))
    (article,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    visitor.submit(visitor.ask(f"{article}/publish"), "/publish")
    assert (tmp_path / "sport" / "bridge" / "briefing.mp3").is_file()
    assert not (tmp_path / "output" / "bridge").exists()


def test_an_episode_keeps_its_length_and_its_earlier_decisions(
    open_studio: Callable[..., Visitor], news: Path, tmp_path: Path
) -> None:
    (news / "corrections.toml").write_text(
        '[[leave]]\narticle = "bridge.txt"\ntext = "ومن المقرر أن يجتمع"\n', encoding="utf-8"
    )
    first = open_studio(length="full")
    (article,) = first.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    first.submit(first.ask(f"{article}/publish"), "/publish")
    summary = tmp_path / "output" / "bridge" / "summary.txt"
    assert "يجتمع المجلس" not in summary.read_text(encoding="utf-8")
    second = open_studio(str(tmp_path / "output"))
    (article,) = second.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    assert second.ask(article).page.xpath("//select[@id='length']")[0].value == "full"
    second.submit(second.ask(article), "/decide", where="أعلنت بلدية", kind="lead")
    assert "[[leave]]" in sheet(tmp_path)
    answer = second.submit(second.ask(article), "/decide", where="ومن المقرر", forget="leave")
    assert "[[leave]]" not in sheet(tmp_path)
    second.submit(second.ask(f"{article}/publish"), "/publish")
    assert "يجتمع المجلس" in summary.read_text(encoding="utf-8")
    answer = second.submit(second.ask(article), "/decide", where="أعلنت بلدية", forget="lead")
    assert "[[lead]]" not in sheet(tmp_path)
    told = [one for one in answer.page.xpath("//div[@class='sentence told']") if "يجتمع" in one.text_content()]
    assert told, "a decision that was taken back does not come again"


def test_an_older_decision_beside_the_file_gives_way_in_the_list_of_episodes(
    open_studio: Callable[..., Visitor], news: Path, tmp_path: Path
) -> None:
    (news / "corrections.toml").write_text(
        '[[leave]]\narticle = "bridge.txt"\ntext = "يجتمع المجلس"\n', encoding="utf-8"
    )
    first = open_studio()
    (article,) = first.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    first.submit(first.ask(f"{article}/publish"), "/publish")
    second = open_studio(str(tmp_path / "output"))
    (article,) = second.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    second.submit(second.ask(article), "/decide", where="ومن المقرر", kind="tell")
    assert "[[tell]]" in sheet(tmp_path)
    assert "[[leave]]" not in sheet(tmp_path)


def test_two_episodes_of_one_headline_are_decided_apart(open_studio: Callable[..., Visitor], tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(
            f"أسعار الذهب اليوم\n\nبلغ سعر الذهب في سوق {name} مئة دولار أمس.\n", "utf-8"
        )
    first = open_studio(str(tmp_path / "one.txt"), str(tmp_path / "two.txt"))
    for article in first.ask("/").page.xpath("//ol[@class='desk']//a/@href"):
        first.submit(first.ask(f"{article}/publish"), "/publish")
    second = open_studio(str(tmp_path / "output"))
    one, other = second.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    second.submit(second.ask(f"{one}/publish"), "/approve")
    second.submit(second.ask(f"{other}/publish"), "/approve")
    assert all(
        second.ask(article).page.xpath("//span[contains(@class, 'state')]")[0].text == "منشور"
        for article in (one, other)
    )


def test_a_reading_for_everywhere_is_taken_back_like_any_other(
    visitor: Visitor, article: str, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    lexicon.forget()
    user.add([user.entry("الحَارِثِي", "person")])
    visitor.submit(visitor.ask(article), "/decide", where="أعلنت بلدية", kind="leave")
    path, at = words_page(visitor, article, "الحارثي")
    page = visitor.ask(f"{path}?word={at}")
    visitor.submit(page, "/decide", where="الحارثي", kind="reading", own="الْحَارِثِيُّ", scope="everywhere")
    assert [entry.name for entry in lexicon.own()] == ["الحارثي"]
    assert not lexicon.own()[0].reading.endswith("\u064f")
    answer = visitor.submit(visitor.ask(article), "/undo")
    assert "في المعجم" in answer.told
    assert [(entry.reading, entry.kind) for entry in lexicon.own()] == [("الحَارِثِي", "person")]
    assert "[[leave]]" in sheet(news)
    lexicon.forget()


def test_whoever_takes_back_what_another_decided_is_told_first(visitor: Visitor, article: str, news: Path) -> None:
    seen = visitor.ask(article)
    visitor.submit(visitor.ask(article), "/decide", where="أعلنت بلدية", kind="leave")
    for action in ("/undo", "/redo"):
        form = next(form for form in seen.page.forms if (form.get("action") or "").endswith("/undo"))
        assert visitor.send(f"{article}{action}", dict(form.fields)).status == 409
    assert visitor.submit(visitor.ask(f"{article}/publish"), "/approve", revision="0" * 16).status == 409
    assert "[[leave]]" in sheet(news)


def test_a_word_is_forgotten_in_its_own_sentence_alone(visitor: Visitor, article: str, news: Path) -> None:
    for number in (2, 3):
        page = visitor.ask(f"{article}/words/{number}?word=0")
        word = page.page.xpath("//input[@name='text']/@value")[0]
        visitor.submit(page, "/decide", where=word, kind="reading", own=f"{word}\u064e", scope="here")
    assert sheet(news).count("[[reading]]") == 2
    visitor.submit(visitor.ask(f"{article}/words/3?word=0"), "/decide", where="", forget="reading")
    assert sheet(news).count("[[reading]]") == 1


def test_an_article_with_nothing_to_look_at_opens(open_studio: Callable[..., Visitor], tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("وصول الوفد\n\nوصل الوفد إلى المدينة أمس.\n", encoding="utf-8")
    visitor = open_studio(str(tmp_path / "one.txt"))
    (article,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    answer = visitor.ask(article)
    assert answer.status == 200
    assert not answer.page.xpath("//ol[@class='look']//a[contains(@href, '#p')]")


def test_no_page_shows_an_object_of_the_program(visitor: Visitor, article: str) -> None:
    for path in ("/", article, f"{article}/words/2", f"{article}/numbers", f"{article}/publish"):
        text = visitor.ask(path).body.decode()
        assert "object at 0x" not in text
        assert "None" not in text


def keys(table: dict[str, object], before: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in table.items():
        found |= keys(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}"}
    return found


def test_both_languages_say_the_same_things() -> None:
    arabic, english = (read_toml(data(lang, "studio.toml")) for lang in ("ar", "en"))
    assert keys(arabic) == keys(english)


def test_the_pages_speak_english_where_that_is_asked(open_studio: Callable[..., Visitor]) -> None:
    visitor = open_studio(lang="en")
    (article,) = visitor.ask("/").page.xpath("//ol[@class='desk']//a/@href")
    for path in ("/", article, f"{article}/words/2", f"{article}/numbers", f"{article}/publish"):
        page = visitor.ask(path).page
        assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
        # What is Arabic on it says so.
        for own in page.xpath("//main//*[not(ancestor-or-self::*[@lang='ar' or @dir='rtl'])]/text()"):
            assert not re.search("[\u0621-\u064a]", own), own


def test_the_script_is_small() -> None:
    assert len(data("templates", "studio", "studio.js").read_bytes()) <= 12 * 1024


@pytest.mark.parametrize("path", ["/articles/none", "/articles/none/words/0", "/nothing"])
def test_what_is_not_there_is_told(visitor: Visitor, path: str) -> None:
    assert visitor.ask(path).status == 404
