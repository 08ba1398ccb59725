"""Models of neural voices: fetched, gone on with, checked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import requests
import responses
import urllib3

from briefing.errors import NetworkError, OutputError, SettingsError
from briefing.narration import fetch, models, voices
from briefing.narration.models import Download
from briefing.narration.reply import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = bytes(range(256)) * 4096
SETTINGS = json.dumps({"audio": {"sample_rate": 22050}, "phoneme_id_map": {}, "num_symbols": 1}).encode()
URL = "https://models.example/kareem.onnx"
DOWNLOAD = Download(url=URL, sha256=hashlib.sha256(CONTENT).hexdigest(), length_bytes=len(CONTENT))

pytestmark = pytest.mark.usefixtures("user_folders")


def ranged(request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
    """Answer as a server does that can go on from the middle."""
    asked = request.headers.get("Range")
    if not asked:
        return 200, {}, CONTENT
    start = int(asked.removeprefix("bytes=").removesuffix("-"))
    if start >= len(CONTENT):
        return 416, {}, b""
    return 206, {"Content-Range": f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}"}, CONTENT[start:]


@pytest.fixture
def server() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(f"{URL}.json", body=SETTINGS)
        yield mock


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "backoff_s", lambda _attempt: 0.0)


def part() -> Path:
    return models.folder() / "kareem.onnx.part"


def leave_part(content: bytes) -> None:
    models.folder().mkdir(parents=True)
    part().write_bytes(content)


def test_a_model_is_fetched_checked_and_there(server: responses.RequestsMock) -> None:
    server.add_callback("GET", URL, ranged)
    seen: list[tuple[int, int]] = []
    path = models.install("kareem", DOWNLOAD, lambda there, whole: seen.append((there, whole)))
    assert path.read_bytes() == CONTENT
    assert models.installed() == {"kareem": path}
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert not part().exists()


def test_a_download_goes_on_where_it_stopped(server: responses.RequestsMock) -> None:
    server.add_callback("GET", URL, ranged)
    leave_part(CONTENT[:1000])
    models.install("kareem", DOWNLOAD, lambda *_: None)
    assert server.calls[0].request.headers["Range"] == "bytes=1000-"
    assert models.installed()["kareem"].read_bytes() == CONTENT


def test_a_server_that_cannot_go_on_sends_the_whole(server: responses.RequestsMock) -> None:
    server.get(URL, body=CONTENT)
    leave_part(b"other")
    models.install("kareem", DOWNLOAD, lambda *_: None)
    assert models.installed()["kareem"].read_bytes() == CONTENT


def test_a_connection_that_breaks_is_gone_on_with(
    server: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add_callback("GET", URL, ranged)
    broken: list[bool] = []

    def breaks_once(reply: requests.Response, until_s: float, most: int) -> Iterator[bytes]:
        pieces = blocks(reply, until_s, most)
        yield next(pieces)
        if not broken:
            broken.append(True)
            raise urllib3.exceptions.ProtocolError
        yield from pieces

    monkeypatch.setattr(fetch, "blocks", breaks_once)
    models.install("kareem", DOWNLOAD, lambda *_: None)
    assert models.installed()["kareem"].read_bytes() == CONTENT
    assert "Range" in server.calls[1].request.headers


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"status": 404}, "answers 404"),
        ({"status": 503}, "answers 503"),
        ({"body": b"x" * len(CONTENT)}, "something else than the model"),
        ({"body": CONTENT + b"more"}, "something else than the model"),
        ({"body": requests.ConnectionError()}, "cannot be reached"),
        ({"body": requests.exceptions.SSLError()}, "certificate"),
    ],
)
def test_what_goes_wrong_is_told_and_leaves_no_model(
    server: responses.RequestsMock, answer: dict[str, Any], complaint: str
) -> None:
    server.get(URL, **answer)
    with pytest.raises(NetworkError, match=complaint):
        models.install("kareem", DOWNLOAD, lambda *_: None)
    assert models.installed() == {}


def test_a_page_in_the_place_of_the_settings_is_refused(server: responses.RequestsMock) -> None:
    server.replace("GET", f"{URL}.json", body="<html>")
    server.add_callback("GET", URL, ranged)
    with pytest.raises(NetworkError, match=rf"{URL}\.json: sends what is no settings file of a Piper model; run"):
        models.install("kareem", DOWNLOAD, lambda *_: None)
    assert models.installed() == {}


def test_a_full_disk_is_told_and_what_came_is_kept(
    server: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    server.add_callback("GET", URL, ranged)
    monkeypatch.setattr(models.files, "sha256_of", full)
    with pytest.raises(OutputError, match="no space left"):
        models.install("kareem", DOWNLOAD, lambda *_: None)
    assert part().read_bytes() == CONTENT


def test_a_model_that_was_carried_here_is_installed(tmp_path: Path) -> None:
    carried = tmp_path / "carried.onnx"
    carried.write_bytes(CONTENT)
    (tmp_path / "carried.onnx.json").write_bytes(SETTINGS)
    path = models.install_from("kareem", DOWNLOAD, carried)
    assert path.read_bytes() == CONTENT
    assert sorted(file.name for file in models.folder().iterdir() if not file.name.startswith(".")) == [
        "kareem.onnx",
        "kareem.onnx.json",
    ]


def test_another_file_than_the_model_is_not_installed(tmp_path: Path) -> None:
    carried = tmp_path / "carried.onnx"
    with pytest.raises(SettingsError, match="no such file"):
        models.install_from("kareem", DOWNLOAD, carried)
    carried.write_bytes(b"other")
    with pytest.raises(SettingsError, match=r"carried\.onnx\.json: no such file"):
        models.install_from("kareem", DOWNLOAD, carried)
    (tmp_path / "carried.onnx.json").write_bytes(SETTINGS)
    with pytest.raises(SettingsError, match="is not the model kareem: it has 5 of 1,048,576 bytes; copy it again"):
        models.install_from("kareem", DOWNLOAD, carried)
    carried.write_bytes(CONTENT[::-1])
    with pytest.raises(SettingsError, match="is not the model kareem; copy it again"):
        models.install_from("kareem", DOWNLOAD, carried)
    carried.write_bytes(CONTENT)
    for page in (b"<html>", b"[" * 100_000):
        (tmp_path / "carried.onnx.json").write_bytes(page)
        with pytest.raises(SettingsError, match=r"carried\.onnx\.json: is no settings file of a Piper model; copy it"):
            models.install_from("kareem", DOWNLOAD, carried)
    assert [path.name for path in models.folder().iterdir()] == [".kareem.lock"]


UNPINNED = [Download(url=URL), Download(url=URL, sha256=DOWNLOAD.sha256), Download(url=URL, length_bytes=len(CONTENT))]


@pytest.mark.parametrize("download", UNPINNED)
def test_a_model_that_could_be_anything_is_not_fetched(server: responses.RequestsMock, download: Download) -> None:
    with pytest.raises(SettingsError, match=rf"not fetched.*fetch it yourself, and {URL}\.json, and use --from FILE"):
        models.install("kareem", download, lambda *_: None)
    assert not server.calls
    assert not models.folder().exists()


def test_a_model_is_held_to_its_checksum_where_that_is_known_and_its_settings_keep_their_makers_name(
    tmp_path: Path,
) -> None:
    carried = tmp_path / "kareem.onnx"
    carried.write_bytes(b"another")
    (tmp_path / "kareem.piper.json").write_bytes(SETTINGS)
    theirs = "https://models.example/kareem.piper.json"
    with pytest.raises(SettingsError, match="is not the model kareem"):
        models.install_from("kareem", Download(url=URL, settings_url=theirs, sha256=DOWNLOAD.sha256), carried)
    for page in (b"<html>", b"", b"\x08\x08\x3a\x05half"):
        carried.write_bytes(page)
        with pytest.raises(SettingsError, match="is no model kareem, or not all of it"):
            models.install_from("kareem", Download(url=URL, settings_url=theirs), carried)
        assert models.installed() == {}
    carried.write_bytes(b"\x08\x08\x3a\x07another")
    path = models.install_from("kareem", Download(url=URL, settings_url=theirs), carried)
    assert path.read_bytes() == b"\x08\x08\x3a\x07another"
    assert models.installed() == {"kareem": path}


def test_a_folder_where_the_settings_belong_is_told_before_anybody_is_asked(server: responses.RequestsMock) -> None:
    (models.folder() / "kareem.onnx.json").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"kareem\.onnx\.json: is a folder, where the model belongs; move it away"):
        models.install("kareem", DOWNLOAD, lambda *_: None)
    assert not server.calls
    told = voices.lacking("kareem", models.Kind.PIPER) or ""
    assert "kareem.onnx.json is a folder, where its model belongs: move it away, then put kareem.onnx into " in told


def test_settings_that_do_not_come_at_once_are_asked_for_again(server: responses.RequestsMock) -> None:
    server.replace("GET", f"{URL}.json", status=503)
    server.get(f"{URL}.json", body=SETTINGS)
    server.add_callback("GET", URL, ranged)
    models.install("kareem", DOWNLOAD, lambda *_: None)
    assert list(models.installed()) == ["kareem"]


def test_settings_are_fetched_from_where_the_voice_file_says(server: responses.RequestsMock) -> None:
    theirs = "https://models.example/kareem.piper.json"
    server.add_callback("GET", URL, ranged)
    server.get(theirs, body=SETTINGS)
    models.install("kareem", replace(DOWNLOAD, settings_url=theirs), lambda *_: None)
    assert server.calls[-1].request.url == theirs


@pytest.mark.parametrize("name", ["miro", "dii"])
def test_a_voice_with_a_licence_of_its_own_says_so_before_its_model_comes(name: str, briefing: Any) -> None:  # noqa: ANN401
    ran = briefing("voices", "install", name)
    licence, refusal = ran.err.splitlines()
    assert ran.code == 4
    said = "licence CC BY-NC-ND 4.0 (no commercial use, no changes); made by TigreGotico and OpenVoiceOS"
    assert licence == f"briefing: {name}: {said}"
    assert f"/{name}_ar.onnx" in refusal
    assert f"/{name}_ar.piper.json, and use --from FILE" in refusal


def test_the_voice_file_says_where_its_model_is_and_how_to_know_it() -> None:
    found = voices.download("kareem")
    assert found.url.startswith("https://huggingface.co/rhasspy/piper-voices/")
    assert (len(found.sha256), found.length_bytes) == (64, 63_201_294)


def test_a_voice_without_a_model_says_so() -> None:
    with pytest.raises(SettingsError, match="has no model to install"):
        voices.download("espeak")
