"""Voices as TOML files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from briefing.errors import SettingsError
from briefing.model import Role
from briefing.narration import voices
from briefing.plugins import SYNTHESIZERS
from briefing.plugins import names as plugin_names

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("user_folders")
def test_every_voice_that_comes_with_the_program_names_a_synthesizer_that_does_too() -> None:
    found = [voices.load(name) for name in voices.names()]
    assert "espeak" in voices.names()
    assert {voice.synthesizer for voice in found} <= set(plugin_names(SYNTHESIZERS))


@pytest.mark.usefixtures("user_folders")
def test_the_default_voice_reads_quotes_with_a_second_voice() -> None:
    voice = voices.load("espeak")
    assert voice.cast[Role.QUOTE]["voice"] != voice.options["voice"]


@pytest.mark.usefixtures("user_folders")
def test_an_unknown_voice_is_told_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"no such voice; choose one of: .*espeak"):
        voices.load("nobody")


def test_a_voice_of_the_users_own_wins_over_ours(user_folders: Path) -> None:
    folder = user_folders / "config" / "voices"
    folder.mkdir(parents=True)
    (folder / "espeak.toml").write_text('title = "Mine"\nsynthesizer = "espeak"\n', encoding="utf-8")
    assert voices.load("espeak").title == "Mine"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({"synthesizer": "espeak"}, "title is missing"),
        ({"title": "A"}, "synthesizer is missing"),
        ({"title": "A", "synthesizer": "espeak", "speed": 1}, "unknown key 'speed'"),
        ({"title": 1, "synthesizer": "espeak"}, "title is 1"),
        (
            {"title": "A", "synthesizer": "espeak", "cast": {"singer": {}}},
            "singer. is no role; choose one of: narrator",
        ),
        ({"title": "A", "synthesizer": "espeak", "options": {"rate": []}}, "rate is .."),
        ({"title": "A", "synthesizer": "espeak", "cast": {"quote": 3}}, "is 3; make it a table"),
    ],
)
def test_a_voice_file_that_is_off_is_told_what_and_where(content: dict[str, Any], complaint: str) -> None:
    with pytest.raises(SettingsError, match=rf"a\.toml.*{complaint}"):
        voices.parse("a", content, "a.toml")


def test_the_cast_overrides_the_options_and_they_the_defaults() -> None:
    content = {"title": "A", "synthesizer": "x", "options": {"a": 2, "b": 2}, "cast": {"quote": {"b": 3}}}
    voice = voices.parse("a", content, "a.toml")
    defaults = {"a": 1, "b": 1, "c": 1}
    assert voices.options_for(voice, Role.QUOTE, defaults) == {"a": 2, "b": 3, "c": 1}
    assert voices.options_for(voice, Role.NARRATOR, defaults) == {"a": 2, "b": 2, "c": 1}


@pytest.mark.usefixtures("user_folders")
@pytest.mark.parametrize("name", plugin_names(SYNTHESIZERS))
def test_every_synthesizer_refuses_an_option_that_cannot_be_before_anything_else(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.narration.synthesizers.web.lacking_key", lambda _: None)
    for content in ({"options": {"loud": 1}}, {"cast": {"woman": {"loud": 1}}}):
        voice = voices.parse("a", {"title": "A", "synthesizer": name, **content}, "a.toml")
        with pytest.raises(SettingsError, match="unknown option 'loud'"):
            voices.unusable_because(voice)


def test_an_address_that_cannot_be_is_told_where_the_voice_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-key")
    options = {"base_url": "ftp://voices.example"}
    voice = voices.parse("a", {"title": "A", "synthesizer": "openai", "options": options}, "a.toml")
    with pytest.raises(SettingsError, match="is no address of a server"):
        voices.unusable_because(voice)


@pytest.mark.parametrize("options", [{"letter_ms": -5}, {"letter_ms": 99_999_999}, {"pause_ms": -1}])
def test_a_silence_that_cannot_be_is_told(options: dict[str, object]) -> None:
    voice = voices.parse("a", {"title": "A", "synthesizer": "silence", "options": options}, "a.toml")
    with pytest.raises(SettingsError, match="; give 0 to 10"):
        voices.unusable_because(voice)


def test_what_an_editor_leaves_beside_a_voice_file_is_no_voice(user_folders: Path) -> None:
    folder = user_folders / "config" / "voices"
    folder.mkdir(parents=True)
    for name in (".toml", ".#mine.toml", "._mine.toml"):
        (folder / name).write_bytes(b"\xff")
    assert not [name for name in voices.names() if name.startswith(".") or not name]
    assert voices.load("auto").name == "espeak"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("x = " + 5000 * "[", "is nested too deep"), (f"auto = {5000 * '9'}", "limit"), ("auto = ", "nvalid value")],
)
def test_a_voice_file_that_breaks_its_reader_is_told_and_hinders_no_other(
    user_folders: Path, content: str, complaint: str
) -> None:
    folder = user_folders / "config" / "voices"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=complaint):
        voices.load("mine")
    assert voices.load("auto").name == "espeak"
    assert next(voices.ranking()).name == "mine"


def test_options_that_are_no_table_hinder_no_other_voice(user_folders: Path) -> None:
    for kind, content in (
        ("config/voices/mine.toml", b"options = 3"),
        ("data/piper/x.onnx", b""),
        ("data/piper/x.onnx.json", b""),
    ):
        path = user_folders / kind
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert {"mine", "x", "espeak"} <= set(voices.names())
    assert voices.that_fetches("nothing") is None


@pytest.mark.parametrize(("told", "complaint"), [({"z": 1}, "unknown option 'z'"), ({"a": "x"}, "a is 'x'")])
def test_an_option_that_the_synthesizer_does_not_know_is_an_error(told: dict[str, Any], complaint: str) -> None:
    voice = voices.parse("a", {"title": "A", "synthesizer": "x", "options": told}, "a.toml")
    with pytest.raises(SettingsError, match=complaint):
        voices.options_for(voice, None, {"a": 1})
