"""docs/hosting.md: its commands are ours, its types and its CORS are those of the program."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from briefing.cli import briefing
from briefing.kinds import SOUND, is_played_elsewhere, is_public, media_type
from briefing.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, flags=re.DOTALL)


def _commands() -> list[str]:
    typed = [line for block in _blocks("sh") for line in block.splitlines()]
    return [line for line in [*typed, *re.findall(r"`(briefing [a-z][^`]*)`", PAGE)] if line.startswith("briefing ")]


def test_the_readme_leads_there() -> None:
    assert "(docs/hosting.md)" in README


@pytest.mark.parametrize("line", _commands())
def test_every_command_of_the_page_is_one_that_the_program_takes(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "output").mkdir()
    _, name, *arguments = shlex.split(line)
    command = briefing.get_command(click.Context(briefing), name)
    assert command is not None
    if arguments:
        command.make_context(name, arguments)


def test_the_page_names_more_than_one_way_to_publish() -> None:
    assert len([line for line in _commands() if line.startswith("briefing publish output ")]) >= 4


def test_the_types_are_those_that_the_program_says() -> None:
    rows = dict(re.findall(r"^\| `([a-z.0-9]+)` \| `([^`]+)` \|$", PAGE, flags=re.MULTILINE))
    assert len(rows) == 12
    assert rows == {name: media_type(name) for name in rows}
    assert {f".{name.rpartition('.')[2]}" for name in rows} >= SOUND - {".ogg"}


def test_the_settings_of_the_page_are_taken() -> None:
    (block,) = _blocks("toml")
    assert Settings.of(tomllib.loads(block), "docs/hosting.md").show.base_url.startswith("https://")


def test_the_headers_that_let_players_read_stand_on_the_same_files_as_with_serve() -> None:
    (nginx,) = _blocks("nginx")
    (caddy,) = _blocks("caddy")
    (kinds,) = re.findall(r"location ~ \\\.\(([a-z0-9|]+)\)\$", nginx)
    (paths,) = re.findall(r"@played path (.+)", caddy)
    opened = {f".{kind}" for kind in kinds.split("|")}
    assert {path.removeprefix("*") for path in paths.split()} == opened
    forms = ["captions.vtt", "chapters.json", "transcript.json", "index.html", "summary.txt", "summary.md", "cover.png"]
    media = [f"briefing.{suffix}" for suffix in ("mp3", "m4a", "opus", "ogg", "epub")]
    everything = ["feed.xml", "index.html", *(f"one/{name}" for name in (*forms, *media))]
    assert {Path(name).suffix for name in everything if is_played_elsewhere(name)} == opened


def test_the_samples_are_whole() -> None:
    for sample in (*_blocks("nginx"), *_blocks("caddy")):
        assert sample.count("{") == sample.count("}") > 0
    (nginx,) = _blocks("nginx")
    statements = [line.strip() for line in nginx.splitlines() if line.strip()]
    assert all(line.endswith((";", "{", "}")) for line in statements)
    (rule,) = json.loads(_blocks("json")[0])
    assert set(rule["AllowedMethods"]) == {"GET", "HEAD"}


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("one/briefing.mp3", True),
        (".", True),
        (".shelf.json", False),
        (".staged-one/briefing.mp3", False),
        ("one/.hidden", False),
        ("one/briefing.mp3.part", False),
        ("one/notes.txt~", False),
        ("..\\secret", False),
        ("a\0b", False),
    ],
)
def test_what_is_hidden_or_unfinished_is_nobodys_to_see(path: str, *, public: bool) -> None:
    assert is_public(path) is public
