"""The user's own names, and their exchange with other programs."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from briefing.errors import InputError, SettingsError, UsageError
from briefing.narration import lexicon
from briefing.narration.lexicon import pls, user
from briefing.narration.lexicon.explain import explained


@pytest.fixture(autouse=True)
def own(user_folders: Path) -> Iterator[Path]:
    lexicon.forget()
    yield user_folders / "config" / "lexicon.tsv"
    lexicon.forget()


class Unsure:
    def diacritize(self, text: str) -> str:
        return text.replace("قال", "قَالَ")

    def unusable_because(self) -> str | None:
        return None


def test_the_users_reading_wins_until_it_is_removed() -> None:
    house = lexicon.force("بايدن")
    user.add([user.entry("بَايْدَن")])
    assert lexicon.force("بايدن") == "بَايْدَن"
    user.remove("بَايْدَن")
    assert lexicon.force("بايدن") == house


def test_the_users_file_stays_sorted_and_can_be_read_by_a_person(own: Path) -> None:
    user.add([user.entry("جُونْ دُو", "person"), user.entry("آنَّا")])
    assert own.read_text(encoding="utf-8") == "name\treading\tkind\nآنا\tآن\u0651\u064eا\town\nجون دو\tجُونْ دُو\tperson\n"


def test_what_a_person_wrote_around_the_rows_stays(own: Path) -> None:
    own.parent.mkdir(parents=True)
    own.write_text("name\treading\tkind\n# people of the north desk\nسامي\tسَامِي\town\n\n# the rest\n", encoding="utf-8")
    user.add([user.entry("آنَّا"), user.entry("سَامِيّ")])
    user.remove("آنا")
    assert own.read_text(encoding="utf-8") == (
        "name\treading\tkind\n# people of the north desk\nسامي\tسَامِي\u0651\town\n\n# the rest\n"
    )


def test_names_that_are_added_at_the_same_moment_are_all_there() -> None:
    names = [f"سَامِي {letter}َ" for letter in "بتثجحخ"]
    threads = [Thread(target=user.add, args=([user.entry(name)],)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lexicon.own()) == len(names)


def test_a_file_that_cannot_be_read_is_not_written_over(own: Path) -> None:
    own.parent.mkdir(parents=True)
    own.write_text("mine\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        user.add([user.entry("آنَّا")])
    assert own.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("reading", ["abc", "جون", "", "جُون3"])
def test_a_reading_without_marks_or_in_other_letters_is_refused(reading: str) -> None:
    with pytest.raises(SettingsError, match="is no reading"):
        user.entry(reading)


def test_a_name_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(UsageError, match="lexicon list"):
        user.remove("بايدن")


def test_a_row_that_is_no_reading_of_its_name_is_named_with_its_file(own: Path) -> None:
    own.parent.mkdir(parents=True)
    own.write_text("name\treading\tkind\nجون\tجَيْن\town\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="is no reading"):
        lexicon.force("جون")


def test_names_survive_a_way_out_and_back_in(tmp_path: Path) -> None:
    names = [user.entry(reading) for reading in ("كِلِينْتُونْ", "الْأُمَم الْمُتَّحِدَة")]
    file = tmp_path / "names.pls"
    file.write_bytes(pls.written(names))
    assert pls.read(file) == sorted(names, key=lambda entry: entry.name)


def test_marks_are_found_for_a_name_that_comes_with_sounds_alone(tmp_path: Path) -> None:
    file = tmp_path / "names.pls"
    lexemes = {"كلينتون": "kiliːnˈtuːn", "الشرق الأوسط": "aʃʃarqi lʔawsatˤ", "جون": "ʔabadan"}
    body = "".join(
        f"<lexeme><grapheme>{name}</grapheme><phoneme>{said}</phoneme></lexeme>" for name, said in lexemes.items()
    )
    file.write_text(f'<lexicon version="1.0" xmlns="{pls.NAMESPACE}">{body}</lexicon>', encoding="utf-8")
    found = {entry.name: entry.reading for entry in pls.read(file)}
    assert found == {"كلينتون": "كِلِينْتُونْ", "الشرق الأوسط": "الش\u0651\u064eرْقِ الْأَوْسَطْ"}


@pytest.mark.parametrize("content", ["", "<lexicon/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_what_is_no_lexicon_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "names.pls"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="PLS"):
        pls.read(file)


def test_each_word_names_the_rule_that_spoke_it() -> None:
    rows = list(explained("قال بايدن إنَّهُ", Unsure(), "unsure"))
    assert [(row.written, row.rule, row.source) for row in rows] == [
        ("قال", "diacritizer", "unsure"),
        ("بايدن", "name", "people.tsv"),
        ("إنَّهُ", "typed", ""),
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"name\treading\tkind\n\xc8\xc7\xed\xcf\xe4\tx\town\n", "cannot be read"),
        (b"name\treading\tkind\n\xd8\xa8\xd8\xa7\town\n", r"lexicon\.tsv:2: 2 columns, not 3"),
        (b"name\treading\n", "the header is"),
        (b"", "the header is"),
        (b"\x00" * 200_000, "the header is"),
        (b"name\treading\tkind\n" + b"a" * 200_000 + b"\tb\town\n", "is no reading of"),
    ],
)
def test_a_damaged_file_of_the_users_own_names_is_told_in_one_line(own: Path, content: bytes, what: str) -> None:
    own.parent.mkdir(parents=True)
    own.write_bytes(content)
    with pytest.raises(SettingsError, match=what):
        lexicon.force("بايدن")


def test_a_spelling_of_very_many_letters_is_left_out_and_holds_nothing_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = tmp_path / "long.pls"
    lexemes = "".join(
        f"<lexeme><grapheme>{letters}</grapheme><phoneme>{sounds}</phoneme></lexeme>"
        for letters, sounds in (("ب" * 5_000, "ba" * 5_000), ("ب" * 30, "b" * 29 + "x"), ("بب", "baba"))
    )
    source.write_text(f'<lexicon xmlns="{pls.NAMESPACE}">{lexemes}</lexicon>', encoding="utf-8")
    assert [entry.reading for entry in pls.read(source)] == ["بَبَ"]
    assert caplog.text.count("is left out") == 2
