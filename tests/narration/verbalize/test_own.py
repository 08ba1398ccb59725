"""The user's own readings: a value that settings name, passed to whoever verbalizes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing.cli import briefing as program
from briefing.errors import SettingsError
from briefing.model import Clip, Script
from briefing.narration import speak
from briefing.narration.verbalize import own, spoken
from briefing.narration.verbalize.tables import SHIPPED
from briefing.settings import Settings

OURS = '[[latin]]\nwritten = "Kpler"\nspoken = "كبلر العالمية"\n'
SAID = "كبلر العالمية"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a settings file far from the working folder, whose own settings and readings say something else."""
    work, newsroom = tmp_path / "work", tmp_path / "newsroom"
    for folder in (work, newsroom):
        folder.mkdir()
        (folder / "readings.toml").write_text(OURS if folder == newsroom else OURS.replace(SAID, "خطأ"), "utf-8")
        (folder / "ours.toml").write_text('readings = "readings.toml"\nvoice = "silence"\n', "utf-8")
    (work / "ours.toml").rename(work / "briefing.toml")
    monkeypatch.chdir(work)
    return newsroom / "ours.toml"


def run(*arguments: str, stdin: str = "") -> str:
    ran = CliRunner(mix_stderr=False).invoke(program, list(arguments), input=stdin)
    assert ran.exit_code == 0, ran.stderr
    return ran.stdout


def test_a_filter_reads_with_the_readings_of_its_settings_file(config: Path) -> None:
    assert run("verbalize", "--config", str(config), stdin="مدير Kpler\n") == f"مدير {SAID}\n"
    assert run("verbalize", stdin="مدير Kpler\n") == "مدير خطأ\n"


def test_explain_and_phonemes_read_with_the_readings_of_their_settings_file(config: Path) -> None:
    chosen = ["--config", str(config), "--diacritizer", "none"]
    assert SAID in run("explain", *chosen, "Kpler")
    assert run("phonemes", *chosen, stdin="Kpler\n") == run("phonemes", *chosen, stdin=f"{SAID}\n")


def story(folder: Path) -> str:
    path = folder / "story.txt"
    path.write_text("شركة تبدل اسمها\n\nقالت شركة Kpler إنها فتحت مكتبا جديدا في المدينة يوم الأحد الماضي.\n", "utf-8")
    return str(path)


def test_show_reads_with_the_readings_of_its_settings_file(config: Path, tmp_path: Path) -> None:
    shown = run("show", story(tmp_path), "--at", "spoken", "--diacritizer", "none", "--config", str(config))
    assert SAID in shown


def test_make_reads_with_the_readings_of_its_settings_file(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[Script] = []
    speak_as_ever = speak.speak

    def listening(script: Script, *voice: object, **options: object) -> Iterator[Clip]:
        recorded.append(script)
        return speak_as_ever(script, *voice, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(speak, "speak", listening)
    run("make", story(tmp_path), "-o", str(tmp_path / "out"), "--config", str(config), "--diacritizer", "none")
    assert SAID in "".join(utterance.spoken for chapter in recorded[0].chapters for utterance in chapter.utterances)


def test_readings_stand_beside_the_settings_file_that_names_them(tmp_path: Path) -> None:
    settings = tmp_path / "ours.toml"
    settings.write_text('readings = "readings.toml"\n', "utf-8")
    assert Settings.load(settings).readings == str(tmp_path / "readings.toml")
    settings.write_text("", "utf-8")
    assert Settings.load(settings).readings == ""


def test_the_desk_reads_no_working_folder(config: Path) -> None:
    assert config.exists()
    assert SAID not in spoken("Kpler")
    assert "خطأ" not in spoken("Kpler")


def test_the_users_own_rows_are_added_and_win(tmp_path: Path) -> None:
    readings = tmp_path / "mine.toml"
    readings.write_text(
        '[[latin]]\nwritten = "CNN"\nspoken = "شبكة الأخبار"\n'
        '[[nouns]]\nsingular = "كمامة"\ngender = "masculine"\ndual = "كمامتان"\nplural = "كمامات"\n',
        encoding="utf-8",
    )
    ours = own.tables(str(readings))
    assert spoken("CNN", ours) == "شبكة الأخبار"
    assert spoken("وزع 3 كمامات", ours) == "وزع ثلاثة كمامات"
    assert spoken("CNN") == "سي إن إن"


def test_a_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    readings = tmp_path / "mine.toml"
    readings.write_text(OURS, "utf-8")
    first = own.tables(str(readings))
    assert own.tables(str(readings)) is first
    os.utime(readings, ns=(1, 1))
    assert own.tables(str(readings)) is not first


def test_without_a_name_the_file_of_the_configuration_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "user_config_folder", lambda: tmp_path)
    assert own.tables("") is SHIPPED
    (tmp_path / "verbalize.toml").write_text(OURS, "utf-8")
    assert spoken("Kpler", own.tables("")) == SAID


@pytest.mark.parametrize(
    ("content", "tells"),
    [
        ('[[nonsense]]\na = "b"\n', r"unknown kind \[\[nonsense\]\]"),
        ('[[latin]]\nwritten = "a"\nsaid = "b"\n', "has the keys"),
        ('[[latin]]\nspoken = "b"\n', "has the keys"),
        ("latin = 1\n", "'latin' is 1"),
        ("latin = [1]\n", "'latin' is"),
        ("not toml", "Expected"),
        ("[[latin]\n", "Expected"),
    ],
)
def test_a_fault_of_the_users_file_names_that_file(tmp_path: Path, content: str, tells: str) -> None:
    readings = tmp_path / "mine.toml"
    readings.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=tells) as refused:
        own.tables(str(readings))
    assert str(readings) in str(refused.value)


@pytest.mark.parametrize("command", [("verbalize",), ("explain", "CNN"), ("phonemes", "--diacritizer", "none")])
def test_a_chosen_file_that_is_missing_is_named(tmp_path: Path, command: tuple[str, ...]) -> None:
    settings = tmp_path / "ours.toml"
    settings.write_text('readings = "gone.toml"\n', "utf-8")
    ran = CliRunner(mix_stderr=False).invoke(program, [*command, "--config", str(settings)], input="CNN\n")
    assert isinstance(ran.exception, SettingsError)
    assert str(tmp_path / "gone.toml") in str(ran.exception)
