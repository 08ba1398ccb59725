"""A missing package is named itself, for the interpreter that runs, in the version that stands in our metadata."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from fsspec.registry import _registry

from briefing import packages, plugins
from briefing.errors import SettingsError
from briefing.narration.diacritizers import camel, mishkal, wheels
from briefing.narration.synthesizers import edge, espeak, google, piper
from briefing.publishing import upload

ROOT = Path(__file__).resolve().parent.parent
PYTHON = f"{sys.executable} -m pip install"


@pytest.mark.parametrize(
    ("package", "asked_for"),
    [
        ("edge-tts", "'edge-tts==7.3.1'"),
        ("gTTS", "'gTTS==2.5.4'"),
        ("camel-tools", "'camel-tools==1.6.0'"),
        ("mishkal", "'mishkal==0.4.1'"),
        ("paramiko", "'paramiko>=3'"),
        ("s3fs", "'s3fs>=2024.12'"),
        ("starlette", "'starlette>=0.40'"),
        ("audioop-lts", "'audioop-lts>=0.2'"),
        ("gcsfs", "'gcsfs'"),
    ],
)
def test_the_command_has_our_interpreter_and_our_version(package: str, asked_for: str) -> None:
    assert packages.install(package) == f"{PYTHON} {asked_for}"


def test_a_checkout_that_was_not_installed_still_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr(packages, "requires", none)
    packages._versions.cache_clear()
    assert packages.requirement("edge-tts") == "edge-tts"
    packages._versions.cache_clear()


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        (edge, lambda: edge.Edge().unusable_because()),
        (espeak, lambda: espeak.Espeak().unusable_because()),
        (google, lambda: google.Google().unusable_because()),
        (piper, lambda: piper.Piper().unusable_because()),
        (camel, lambda: camel.Camel().unusable_because()),
        (mishkal, lambda: mishkal.Mishkal().unusable_because()),
        (wheels, lambda: plugins.diacritizer("ensemble").unusable_because()),
    ],
    ids=lambda value: value.__name__,
)
def test_each_hint_names_the_missing_package_itself(
    module: object, reason: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    assert callable(reason)
    assert PYTHON in reason()


def test_a_destination_without_its_driver_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feed.xml").touch()
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(_registry, "s3", raising=False)  # where another test has copied to S3
    with pytest.raises(SettingsError) as caught:
        list(upload.publish(tmp_path, "s3://bucket/news"))
    assert caught.value.remedy == f"{PYTHON} 's3fs>=2024.12'"


def test_the_distribution_is_ours_by_name_and_the_command_stays() -> None:
    assert metadata(packages.DISTRIBUTION)["Name"] == "arabic-briefing"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == packages.DISTRIBUTION
    assert set(project["scripts"]) == {"briefing"}


def test_what_the_readme_runs_is_in_the_readmes_install() -> None:
    base = " ".join(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])
    assert "briefing serve" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "starlette" in base
    assert "uvicorn" in base


def test_nobody_is_told_to_install_an_extra_of_a_name_on_an_index() -> None:
    told = re.compile(r"\bbriefing\[")
    rooms = ("briefing", "docs", "voices", ".ci")
    files = [*ROOT.glob("*.md"), *(path for room in rooms for path in (ROOT / room).rglob("*") if path.is_file())]
    texts = {path: path.read_bytes().decode("utf-8", "ignore") for path in files if path.suffix != ".pyc"}
    assert len(texts) > 100
    assert [path for path, text in texts.items() if told.search(text)] == []
