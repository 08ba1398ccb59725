"""What the user chose."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import SettingsError
from briefing.narration.pausal import Endings
from briefing.settings import ENDINGS, Settings, Show


def test_options_win_over_the_file_and_one_that_was_not_given_changes_nothing() -> None:
    settings = Settings.of({"voice": "google", "also": ["epub"], "show": {"title": "موجز"}}, "briefing.toml")
    chosen = settings.choosing({"voice": "silence", "length": None})
    assert (chosen.voice, chosen.length, chosen.also, chosen.show.title) == ("silence", "standard", ("epub",), "موجز")


@pytest.mark.parametrize(
    "values",
    [{"volume": 1}, {"voice": 3}, {"also": "epub"}, {"bitrate_kbps": True}, {"show": {"name": "x"}}, {"show": 3}],
)
def test_an_unknown_key_or_a_wrong_type_is_named(values: dict[str, object]) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.of(values, "briefing.toml")
    assert caught.value.remedy


def test_a_whole_number_is_taken_where_a_fraction_may_stand() -> None:
    assert Settings.of({"loudness_lufs": -19}, "briefing.toml").loudness_lufs == -19.0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"endings": "none"}, "endings: 'none' is no way to end words; choose one of: full, pausal, everyday"),
        ({"loudness_lufs": 3}, "loudness_lufs: 3 LUFS is no loudness; give -36 to -10"),
        ({"bitrate_kbps": 70}, "bitrate_kbps: MP3 has no 70 kbit/s; choose one of: 32, 40"),
    ],
)
def test_what_no_programme_can_have_is_refused_before_anything_is_spoken(values: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        Settings.of(values, "briefing.toml")


WRONG = {
    "bitrate_kbps": [7, 0, -64],
    "endings": ["none", ""],
    "loudness_lufs": [3.0, -50.0, float("nan"), float("inf")],
    "base_url": [
        "",
        "example.org",
        "ftp://example.org/",
        "http://",
        "http:///news/",
        "http://[",
        "http://[::1",
        "http://example.org:port/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://example.org:-1/",
        f"http://{'a' * 64}.example/",
        f"http://{'م' * 64}.example/",
        "http://a..b/",
        "http://exa mple.org/",
        "http://exa\x00mple.org/",
        "http://exa%6Dple.org/",
        "https://desk:secret@example.org/",
        "https://token@example.org/",
        "https://example.org/?page=1",
        "https://example.org/#top",
    ],
    "category": ["Gossip", "News > Gossip", "News > Politics > Local", ""],
    "guid": ["1", "not-a-guid"],
    "image": ["x.gif", "/etc/cover.png", "../cover.png", "https://desk:secret@example.org/cover.png", "http://[/x.png"],
    "owner_email": ["desk", "a@b", "a b@example.org", "a@example.org\n"],
    "page_size": [-1],
}
OF_THE_SHOW = {field.name for field in fields(Show)}
WRONG_VALUES = [(name, value) for name, values in WRONG.items() for value in values]


@pytest.mark.parametrize(("name", "value"), WRONG_VALUES, ids=str)
def test_a_wrong_value_is_told_with_the_file_that_was_read(name: str, value: object) -> None:
    told = {"show": {name: value}} if name in OF_THE_SHOW else {name: value}
    with pytest.raises(SettingsError) as caught:
        Settings.of(told, "elsewhere/news.toml")
    assert caught.value.where == f"elsewhere/news.toml: {'[show] ' if name in OF_THE_SHOW else ''}{name}"
    assert caught.value.remedy
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("name", "value"), WRONG_VALUES, ids=str)
def test_a_program_that_chooses_a_wrong_value_hears_of_it_at_once(name: str, value: Any) -> None:  # noqa: ANN401
    with pytest.raises(SettingsError, match=name):
        (Show if name in OF_THE_SHOW else Settings)(**{name: value})


def test_right_values_are_taken() -> None:
    show = {
        "base_url": "https://موقع.example:8443/my news",
        "category": "News > Politics",
        "guid": "9b024349-ccf0-5f69-a609-6b82873eab3c",
        "image": "https://example.org/cover.JPG",
        "owner_email": "desk@example.org",
        "page_size": 0,
    }
    assert Settings.of({"show": show, "bitrate_kbps": 96}, "news.toml").show.page_size == 0


def test_the_file_that_was_read_is_named_later_too(tmp_path: Path) -> None:
    file = tmp_path / "news.toml"
    file.write_text('voice = "silence"\n', encoding="utf-8")
    assert Settings.load(file).told_in("voice") == f"{file}: voice"
    assert Settings.load(file).choosing({"length": "short"}).told_in("voice") == f"{file}: voice"
    assert Settings().told_in("voice") == "voice"
    assert Settings.load(file) == Settings(voice="silence")
    assert Settings.load(file).corrections_file == tmp_path / "corrections.toml"
    assert Settings().corrections_file == Path("corrections.toml")
    with pytest.raises(SettingsError, match="unknown setting 'source'"):
        Settings.of({"source": "x"}, "news.toml")


def test_every_way_to_end_words_can_be_chosen() -> None:
    assert set(ENDINGS) == set(Endings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("opening", "{speaker} يقرأ"),
        ("corrected", "صُحح اليوم"),
        ("corrected", "صُحح في {day}"),
        ("closing", "من {"),
        ("says_masculine", "وقال {name}:"),
        ("poll_of", "استطلاع {speaker}"),
        ("lead", "{show}"),
    ],
)
def test_a_name_in_braces_that_nothing_fills_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=r"filled by nothing|does not name"):
        Settings.of({"wording": {name: value}}, "briefing.toml")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("says_masculine", "قال:"),
        ("quote", "قال"),
        ("poll_of", "استطلاع"),
        ("closing_title", "وداعا"),
        ("lead", "هذا عنوان طويل جدا لفصل"),
        ("background", "خلفية\nالخبر"),
    ],
)
def test_wording_that_names_nobody_and_a_title_of_other_than_two_to_four_words_are_refused(
    name: str, value: str
) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.of({"wording": {name: value}}, "briefing.toml")


def test_the_houses_wording_is_taken() -> None:
    settings = Settings.of({"wording": {"opening": "{show}، {publication}، {date}."}}, "briefing.toml")
    assert settings.wording.opening == "{show}، {publication}، {date}."


@pytest.mark.parametrize("table", ["show", "wording", "sounds"])
def test_a_table_that_is_none_is_named(table: str) -> None:
    with pytest.raises(SettingsError, match=f"write a .{table}. table"):
        Settings.of({table: "x"}, "briefing.toml")
