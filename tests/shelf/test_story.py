"""An edited article is known again; another story is not taken for it."""

from __future__ import annotations

import pytest

from tests.shelf.conftest import BODY, HEADLINE, story

OTHER = "المنتخب يفوز في مباراته الأولى ويتصدر مجموعته قبل لقاء الإياب"


def test_the_same_words_from_another_folder_are_the_same_story() -> None:
    assert story(place="/a/story.txt").is_told_by(story(place="/b/story.txt"))


def test_a_corrected_file_is_the_same_story() -> None:
    assert story().is_told_by(story(headline=f"{HEADLINE} الثقيلة", body=f"{BODY} وهذه جملة أضيفت."))


def test_other_words_in_the_same_file_are_another_story() -> None:
    assert not story().is_told_by(story(headline=OTHER, body="فاز المنتخب أمس بثلاثة أهداف."))


@pytest.mark.parametrize("place", ["/b/story.txt", "/news/other.txt"])
def test_two_files_that_share_all_words_but_one_are_two_stories(place: str) -> None:
    assert not story(body=f"{BODY} 12").is_told_by(story(place=place, body=f"{BODY} 13"))


def test_an_address_says_which_story_it_is_whatever_the_words() -> None:
    at_one = story(place="https://news.example/1", lasting=True)
    assert at_one.is_told_by(story(headline=OTHER, place="https://news.example/1", lasting=True))
    assert not at_one.is_told_by(story(place="https://news.example/2", lasting=True))


def test_a_file_is_never_the_story_of_an_address() -> None:
    at_one = story(place="https://news.example/1", lasting=True)
    assert not at_one.is_told_by(story())
    assert not story().is_told_by(at_one)


def test_long_articles_are_compared_by_a_sample_of_their_words() -> None:
    long = " ".join(f"كلمة{number}" for number in range(2000))
    edited = " ".join(f"كلمة{number}" for number in range(100, 2100))
    other = " ".join(f"كلمة{number}" for number in range(1500, 3500))
    assert story(body=long).is_told_by(story(body=edited))
    assert not story(body=long).is_told_by(story(body=other))


def test_half_of_the_words_are_enough_and_fewer_are_not() -> None:
    kept, gone, new = ([f"{letter}{number}" for number in range(40)] for letter in "كمن")
    half = story(headline="", body=" ".join([*kept, *gone[:20]]))
    assert half.is_told_by(story(headline="", body=" ".join([*kept, *new[:20]])))
    assert not half.is_told_by(story(headline="", body=" ".join([*kept, *new[:21]])))


def test_half_a_surrogate_pair_in_a_path_or_text_is_no_obstacle() -> None:
    assert story(place="/news/\udc80.txt", body="\ud800").text
