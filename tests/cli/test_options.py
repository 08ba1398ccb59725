"""A wrong option is a usage error, a wrong settings file a fault of that file; both before anything is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from briefing import cli, resources
from briefing.errors import BriefingError, SettingsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

STORY = "الحكومة تعلن خطة جديدة لدعم الصناعة المحلية\n\nأعلنت الحكومة اليوم خطة جديدة.\n"
EMPTY = ["", "  "]
# Every option and argument that takes a value, with values that cannot be.
WRONG = {
    "make INPUTS": EMPTY,
    "show SOURCE": EMPTY,
    "make --output": EMPTY,
    "make --voice": ["nobody", ""],
    "make --diacritizer": ["farasa", ""],
    "make --length": ["foo", "", "0", "-3m", "3h"],
    "make --endings": ["none", ""],
    "make --loudness": ["loud", "3", "nan", ""],
    "make --bitrate": ["7", "many", "64.0", ""],
    "make --also": ["wax", ""],
    "make --jobs": ["0", "-1", "many", ""],
    "make --scheduler": ["", "nowhere", "tcp://"],
    "make --shard": ["0/2", "3/2", "1", "1/0", "a/b", ""],
    "make --failed": ["nowhere.jsonl", ".", ""],
    "make --metrics": [".", ""],
    "make --sign": ["nowhere.pem", ".", ""],
    "make --signer": EMPTY,
    "bulletin SOURCES": EMPTY,
    "bulletin --output": EMPTY,
    "bulletin --since": ["", "24", "h", "0h", "-3h", "1w", "24 h"],
    "bulletin --top": ["0", "-1", "many", "7.5", ""],
    "bulletin --minutes": ["0", "-1", "many", "nan", "2.5", ""],
    "bulletin --voice": ["nobody", ""],
    "bulletin --diacritizer": ["farasa", ""],
    "bulletin --endings": ["none", ""],
    "bulletin --loudness": ["loud", "3", "nan", ""],
    "bulletin --bitrate": ["7", "many", "64.0", ""],
    "bulletin --also": ["wax", ""],
    "bulletin --config": ["nowhere.toml", ".", ""],
    "audit EPISODE": ["nowhere", "story.txt", *EMPTY],
    "audit --article": EMPTY,
    "audit --config": ["nowhere.toml", ".", ""],
    "verify FILE": ["nowhere.mp3", ".", *EMPTY],
    "verify --trust": ["nowhere.pem", ".", ""],
    "make --config": ["nowhere.toml", ".", ""],
    "watch SOURCES": EMPTY,
    "watch --every": ["0s", "5", "m", "-5m", "5w", "1h30m", ""],
    "watch --newest": ["0", "-1", "many", ""],
    "show --config": ["nowhere.toml", ".", ""],
    "feed --config": ["nowhere.toml", ".", ""],
    "publish --config": ["nowhere.toml", ".", ""],
    "verbalize --config": ["nowhere.toml", ".", ""],
    "diacritize --config": ["nowhere.toml", ".", ""],
    "phonemes --config": ["nowhere.toml", ".", ""],
    "explain --config": ["nowhere.toml", ".", ""],
    "show --at": ["noon", ""],
    "show --length": ["foo", ""],
    "show --diacritizer": ["farasa", ""],
    "diacritize --diacritizer": ["farasa", ""],
    "phonemes --voice": ["nobody", ""],
    "phonemes --diacritizer": ["farasa", ""],
    "phonemes --endings": ["none", ""],
    "explain --diacritizer": ["farasa", ""],
    "lexicon export TARGET": [".", *EMPTY],
    "lexicon import SOURCE": ["nowhere.pls", ".", *EMPTY],
    "voices say --output": ["x.ogg", "x", *EMPTY],
    "voices say NAME": ["nobody", ""],
    "voices install --from": ["nowhere.onnx", *EMPTY],
    "voices install NAME": ["nobody", ""],
    "feed FOLDER": ["nowhere", "story.txt", *EMPTY],
    "withdraw SLUGS": EMPTY,
    "withdraw --output": ["nowhere", "story.txt", *EMPTY],
    "withdraw --config": ["nowhere.toml", ".", ""],
    "serve FOLDER": ["nowhere", "story.txt", *EMPTY],
    "serve --host": EMPTY,
    "serve --port": ["-1", "65536", "http", ""],
    "publish FOLDER": ["nowhere", "story.txt", *EMPTY],
    "lexicon add --output": ["story.txt", ""],
    "lexicon remove --output": ["story.txt", ""],
    "corrections add --json": ["nowhere.json", ".", ""],
    "corrections learn SHEETS": ["nowhere.toml", ".", *EMPTY],
    "studio INPUTS": EMPTY,
    "studio --port": ["-1", "65536", "http", ""],
    "studio --by": EMPTY,
    "studio --lang": ["fr", ""],
    "studio --to": ["file://", "carrier://x", *EMPTY],
    "publish DESTINATION": ["file://", "ftp://", "carrier://x", "https://example.org/", *EMPTY],
}
# What every run may be told.
OF_A_RUN = ("output", "voice", "diacritizer", "length", "endings", "loudness", "bitrate", "also", "jobs", "scheduler")
WRONG |= {f"watch --{name}": WRONG[f"make --{name}"] for name in (*OF_A_RUN, "metrics", "sign", "signer", "config")}
WRONG |= {f"bulletin --{name}": WRONG[f"make --{name}"] for name in ("sign", "signer")}
MAKES = (
    "output",
    "voice",
    "diacritizer",
    "length",
    "endings",
    "loudness",
    "bitrate",
    "also",
    "sign",
    "signer",
    "config",
)
WRONG |= {f"studio --{name}": WRONG[f"make --{name}"] for name in MAKES}
DECIDES = ("list", "add", "undo", "redo", "approve")
WRONG |= {f"corrections {name} SOURCE": EMPTY for name in DECIDES}
WRONG |= {f"corrections {name} --config": WRONG["make --config"] for name in DECIDES}
WRONG |= {f"corrections {name} --by": EMPTY for name in DECIDES[1:]}
# Any text may stand there.
FREE = {
    "explain TEXT",
    "lexicon add READINGS",
    "lexicon add --kind",
    "lexicon remove NAMES",
    "lexicon list --kind",
    "lexicon explain WORDS",
    "voices say TEXT",
    "make --approved-by",
    "watch --approved-by",
    "bulletin --approved-by",
    "studio --approved-by",
    "withdraw --reason",
}
# What else a command must be given before it looks at the value in question.
BESIDES = {
    "make": ["story.txt"],
    "watch": [".", "--once"],
    "bulletin": ["story.txt"],
    "show": ["story.txt"],
    "explain": ["نص"],
    "audit": ["out"],
    "verify": ["story.txt"],
    "withdraw": ["story"],
    "studio": ["story.txt"],
    "corrections list": ["story.txt"],
    "corrections add": ["story.txt"],
    "corrections undo": ["story.txt"],
    "corrections redo": ["story.txt"],
    "corrections approve": ["story.txt"],
    "voices say": ["silence"],
    "voices install": ["kareem"],
}


def _commands(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _commands(below, (*words, name))
    else:
        yield " ".join(words), command


def _takes_a_value(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Argument) or not (parameter.is_flag or parameter.count)  # type: ignore[attr-defined]


def _name(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Argument):
        return (parameter.name or "").upper()
    return max(parameter.opts, key=len)


@pytest.fixture
def _room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_user_folder", lambda kind: tmp_path / "home" / kind)
    (tmp_path / "work" / "out").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    Path("story.txt").write_text(STORY, encoding="utf-8")
    Path("out", "feed.xml").touch()


def _run(*arguments: str) -> tuple[int, str]:
    try:
        code = cli.briefing.main([*arguments], standalone_mode=False)
    except click.ClickException as error:
        return error.exit_code, cli._usage_line(error)
    except BriefingError as error:
        return error.exit_code, str(error)
    return code or 0, ""


def test_every_option_of_every_command_has_its_wrong_values() -> None:
    named = {
        f"{words} {_name(parameter)}"
        for words, command in _commands(cli.briefing, ())
        for parameter in command.params
        if _takes_a_value(parameter)
    }
    assert named == WRONG.keys() | FREE


@pytest.mark.usefixtures("_room")
@pytest.mark.parametrize(("place", "value"), [(place, value) for place, values in WRONG.items() for value in values])
def test_a_wrong_value_is_a_usage_error_and_nothing_is_done(place: str, value: str) -> None:
    before = sorted(Path().rglob("*"))
    words, _, name = place.rpartition(" ")
    others = BESIDES.get(words, [])
    if name.startswith("--"):
        given = [f"{name}={value}", *others]
    elif words.startswith(("voices", "make", "bulletin", "watch", "show")):
        given = [value]
    elif words == "withdraw":
        given = [value, "--output=out"]
    else:
        given = ["out", value] if name == "DESTINATION" else [value, *(["there"] if words == "publish" else [])]
    code, said = _run(*words.split(), *given)
    assert code == UsageError.exit_code, said
    assert said.count("\n") == 0
    assert said
    assert sorted(Path().rglob("*")) == before


FILES = {
    'voice = "nobody"': "voice",
    'diacritizer = "farasa"': "diacritizer",
    'length = "foo"': "length",
    'endings = "none"': "endings",
    "loudness_lufs = 3": "loudness_lufs",
    "bitrate_kbps = 7": "bitrate_kbps",
    'also = ["epub", "wax"]': "also",
    "volume = 11": "unknown setting 'volume'",
    "voice = 3": "voice is 3",
    "voice = ": "Invalid value",
    '[show]\ncategory = "Gossip"': "[show] category",
    '[show]\nimage = "x.gif"': "[show] image",
    '[show]\nowner_email = "desk"': "[show] owner_email",
    '[show]\nguid = "1"': "[show] guid",
    '[show]\nbase_url = "http://["': "[show] base_url",
    "[show]\npage_size = -1": "[show] page_size",
}


@pytest.mark.usefixtures("_room")
@pytest.mark.parametrize("content", FILES)
@pytest.mark.parametrize("name", ["briefing.toml", "elsewhere.toml"])
def test_a_wrong_settings_file_is_named_before_anything_is_done(content: str, name: str) -> None:
    Path(name).write_text(content + "\n", encoding="utf-8")
    if name != "briefing.toml":
        Path("briefing.toml").write_text('voice = "silence"\n', encoding="utf-8")
    chosen = [] if name == "briefing.toml" else ["--config", name]
    code, said = _run("make", "story.txt", *chosen)
    assert code == SettingsError.exit_code, said
    assert said.startswith(f"{name}: ")
    assert FILES[content] in said
    assert not Path("output").exists()


@pytest.mark.usefixtures("_room")
def test_a_wrong_date_of_the_environment_is_told_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "abc")
    code, said = _run("make", "story.txt", "--voice", "silence")
    assert (code, said.partition(":")[0]) == (SettingsError.exit_code, "SOURCE_DATE_EPOCH")
    assert not Path("output").exists()


@pytest.mark.usefixtures("_room")
def test_an_option_wins_over_a_wrong_line_of_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose voice does not exist is no obstacle where another voice is chosen for this run."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    Path("briefing.toml").write_text('voice = "nobody"\n', encoding="utf-8")
    assert _run("make", "story.txt", "--voice", "silence", "--diacritizer", "none") == (0, "")
