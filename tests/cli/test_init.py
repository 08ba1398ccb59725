"""`briefing init`: a settings file that says everything and changes nothing."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from briefing.cli.init import init
from briefing.errors import UsageError
from briefing.settings import Settings, Show

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(init, catch_exceptions=False).exit_code == 0
    return tmp_path / "briefing.toml"


def test_the_written_settings_are_the_usual_ones(written: Path) -> None:
    assert Settings.load(written) == Settings()


def test_every_setting_is_in_the_file(written: Path) -> None:
    values = tomllib.loads(written.read_text(encoding="utf-8"))
    assert set(values) <= {field.name for field in fields(Settings)}
    assert set(values["show"]) == {field.name for field in fields(Show)}


def test_a_file_that_is_there_stays(written: Path) -> None:
    written.write_text("# mine", encoding="utf-8")
    with pytest.raises(UsageError, match="there already"):
        CliRunner().invoke(init, catch_exceptions=False)
    assert written.read_text(encoding="utf-8") == "# mine"
    CliRunner().invoke(init, ["--force"], catch_exceptions=False)
    assert Settings.load(written) == Settings()
