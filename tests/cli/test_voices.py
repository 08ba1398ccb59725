"""`briefing voices` and `briefing cache` as a user meets them."""

from __future__ import annotations

import hashlib
import json
import os
import wave
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing import cli, resources
from briefing.errors import BriefingError
from briefing.plugins import SYNTHESIZERS, names

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_user_folder", lambda kind: tmp_path / kind)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.briefing, [str(argument) for argument in arguments])


def error_of(result: Result) -> str:
    assert isinstance(result.exception, BriefingError)
    return str(result.exception)


def test_the_list_names_every_voice_and_how_to_hear_or_get_it() -> None:
    lines = {line.split()[0]: line for line in run("voices").stdout.splitlines()}
    assert set(lines) == {"auto", *(path.stem for path in (ROOT / "voices").glob("*.toml"))}
    assert lines["espeak"].endswith("briefing voices say espeak")
    assert lines["kareem"].endswith("briefing voices install kareem")
    assert " online " in lines["google"]


def test_the_list_begins_with_the_default_and_what_it_takes_now(tmp_path: Path) -> None:
    first = run("voices").stdout.splitlines()[0]
    assert " ".join(first.split()) == "auto yes espeak: the best that is here, and the default briefing voices say auto"
    folder = tmp_path / "config" / "voices"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('title = "Mine"\nsynthesizer = "silence"\nauto = 0\n', encoding="utf-8")
    listed = json.loads(run("voices", "--json").stdout)
    assert (listed[0]["name"], listed[0]["takes"], listed[0]["synthesizer"]) == ("auto", "mine", "silence")
    assert {row["takes"] for row in listed[1:]} == {None}
    looked = {row["name"]: row for row in json.loads(run("doctor", "--json").stdout) if row["kind"] == "voice"}
    assert looked["auto"] == {"kind": "voice", "name": "auto", "usable": True, "note": "takes mine"}


def test_a_name_of_any_length_keeps_the_columns_of_doctor(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "voices"
    folder.mkdir(parents=True)
    (folder / "a-voice-of-the-house-for-the-evening.toml").write_text("title = 3\n", encoding="utf-8")
    lines = run("doctor").stdout.splitlines()
    starts = {line.index(note) for line in lines for note in ("takes ", "needs the network") if note in line}
    assert len(starts) == 1


def test_the_list_as_json_has_one_object_a_voice() -> None:
    found = {row["name"]: row for row in json.loads(run("voices", "--json").stdout)}
    assert found["kareem"]["usable"] is False
    assert found["google"]["network"] is True
    assert {row["synthesizer"] for row in found.values()} == set(names(SYNTHESIZERS))


def test_a_voice_file_that_is_off_is_a_row_and_hides_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "voices"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text("title = 3\n", encoding="utf-8")
    (folder / "other.toml").write_text('title = "X"\nsynthesizer = "nothing"\n', encoding="utf-8")
    (folder / "third.toml").write_text('title = "Y"\nsynthesizer = "edge"\noptions.loud = 1\n', encoding="utf-8")
    lines = {line.split()[0]: line for line in run("voices").stdout.splitlines()}
    assert "title is 3" in lines["mine"]
    assert "no such synthesizer" in lines["other"]
    assert "unknown option 'loud'" in lines["third"]
    assert " Y " in lines["third"]
    assert " yes " in lines["espeak"]
    looked = {row["name"]: row for row in json.loads(run("doctor", "--json").stdout) if row["kind"] == "voice"}
    assert not any(looked[name]["usable"] for name in ("mine", "other", "third"))
    assert looked["espeak"]["usable"]


@pytest.mark.parametrize("name", ["hello.wav", "hello.mp3"])
def test_a_sentence_is_spoken_into_a_file(name: str, tmp_path: Path) -> None:
    result = run("voices", "say", "espeak", "ارتفع السعر 6%", "-o", name)
    assert result.stdout.strip() == name
    assert (tmp_path / name).stat().st_size > 5000
    assert [path.name for path in tmp_path.glob("*hello*")] == [name]


def test_without_a_text_a_voice_says_a_sentence_of_ours(tmp_path: Path) -> None:
    assert run("voices", "say", "silence").stdout == "silence.wav\n"
    with wave.open(str(tmp_path / "silence.wav")) as file:
        assert file.getnframes() > file.getframerate()


def test_a_file_that_the_user_did_not_name_takes_nobodys_place(tmp_path: Path) -> None:
    (tmp_path / "silence.wav").write_bytes(b"mine")
    assert run("voices", "say", "silence").stdout == "silence-2.wav\n"
    assert (tmp_path / "silence.wav").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("say", "silence", ""), 2, "TEXT: is empty"),
        (("say", "silence", " "), 2, "TEXT: is empty"),
        (("say", "espeak", "..."), 2, "TEXT: holds nothing that can be said"),
        (("say", "silence", "-o", "x.ogg"), 2, "end its name in .wav or .mp3"),
        (("say", "kareem"), 6, "briefing voices install kareem"),
        (("say", "silence", "-o", "nowhere/x.wav"), 7, "nowhere"),
        (("install", "espeak"), 4, "has no model to install"),
        (("install", "auto"), 4, "has no model to install"),
        (("install", "kareem", "--from", "carried.onnx"), 4, "carried.onnx.json: no such file"),
        (
            ("install", "ziad", "--from", "carried.onnx"),
            4,
            "carried.onnx: is not the model ara_norm_ziad_hts: it has 0 of",
        ),
        (("install", "dii", "--from", "other.onnx"), 4, "other.onnx: is no model dii_ar, or not all of it"),
    ],
)
def test_what_is_off_is_one_clear_line_with_the_code_of_its_kind(
    arguments: tuple[str, ...], code: int, complaint: str
) -> None:
    Path("carried.onnx").touch()
    Path("other.onnx").touch()
    Path("other.onnx.json").write_text("{}", encoding="utf-8")
    result = run("voices", *arguments)
    assert complaint in error_of(result)
    assert result.exception.exit_code == code  # type: ignore[union-attr]


def test_a_model_that_was_carried_here_makes_its_voice_usable(tmp_path: Path) -> None:
    content = b"\x3a\x07a model"
    (tmp_path / "carried.onnx").write_bytes(content)
    settings = {"audio": {}, "phoneme_id_map": {}, "num_symbols": 1}
    (tmp_path / "carried.onnx.json").write_text(json.dumps(settings), encoding="utf-8")
    folder = tmp_path / "config" / "voices"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(
        f"""
        title = "Mine"
        synthesizer = "piper"
        options.model = "mine"
        [download]
        url = "https://models.example/mine.onnx"
        sha256 = "{hashlib.sha256(content).hexdigest()}"
        length_bytes = {len(content)}
        licence = "CC0"
        """,
        encoding="utf-8",
    )
    result = run("voices", "install", "mine", "--from", "carried.onnx")
    licence, installed = result.output.splitlines()
    assert licence == "briefing: mine: licence CC0"
    assert installed == str(tmp_path / "data" / "piper" / "mine.onnx")
    assert run("voices", "install", "mine").output.splitlines()[-1] == installed  # it is there: nothing is fetched
    assert {row["name"]: row["usable"] for row in json.loads(run("voices", "--json").stdout)}["mine"] is True
    # A file that was changed is held against its checksum, and not taken for the model.
    Path(installed).write_bytes(content[::-1])
    assert "models.example" in error_of(run("voices", "install", "mine"))


def test_another_file_than_the_voice_is_refused_without_its_licence() -> None:
    Path("carried.htsvoice").touch()
    result = run("voices", "install", "ziad", "--from", "carried.htsvoice")
    assert "licence" not in result.output
    assert "carried.htsvoice: is not the model ara_norm_ziad_hts" in error_of(result)
    assert "is no file" in error_of(run("voices", "install", "ziad", "--from", os.devnull))


def test_auto_is_the_best_voice_that_is_here() -> None:
    assert run("voices", "say", "auto", "نعم", "-o", "yes.wav").stdout == "yes.wav\n"


def test_the_cache_tells_what_it_holds_and_is_cleared() -> None:
    run("voices", "say", "silence", "نعم")
    assert json.loads(run("cache", "info", "--json").stdout)["clips"] == 1
    assert "clips   1" in run("cache", "info").stdout
    assert run("cache", "clear").stdout == "1 clips removed\n"
    assert json.loads(run("cache", "info", "--json").stdout)["clips"] == 0
