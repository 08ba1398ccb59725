"""An ffmpeg that is none, or that does not do its work: one line that says so, and nothing lost or left over."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from briefing import audio
from briefing.cli.doctor import doctor
from briefing.errors import BriefingError, OutputError
from briefing.production.encode import MEDIA_TYPES, encode
from briefing.production.tag import tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Install = Callable[[str], Path]

INTO_THE_LAST = "for last; do :; done\n"
# What the false ffmpeg does, and what is said of it.
UNABLE = {
    "nothing": ("exit 0", "ended without an error and wrote nothing;"),
    "an empty file": (f'{INTO_THE_LAST}: > "$last"', "ended without an error and wrote nothing;"),
    "half a line": (f'{INTO_THE_LAST}echo half > "$last"', "wrote an MP3 without a LAME tag"),
    "an empty tag": (f'{INTO_THE_LAST}printf "%200s" Info > "$last"', "wrote 0 frames for 6615 samples"),
}


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Put a script in the place of ffmpeg; an empty text is a file that is no program."""

    def put(script: str) -> Path:
        path = tmp_path / "bin" / "ffmpeg"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n" if script else "", encoding="utf-8")
        path.chmod(0o755 if script else 0o644)
        point(path)
        return path

    def point(path: Path) -> None:
        monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(path))
        audio.ffmpeg.cache_clear()

    yield put
    audio.ffmpeg.cache_clear()
    audio._pydub.cache_clear()


@pytest.mark.parametrize("which", UNABLE)
def test_an_encoder_that_does_not_do_its_work_is_named(
    which: str,
    install: Install,
    studio: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    script, said = UNABLE[which]
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(150, rate=44_100))
    path = tmp_path / "briefing.mp3"
    path.write_bytes(b"the earlier one")
    program = install(script)
    with pytest.raises(BriefingError) as failure:
        encode(recording, path)
    assert str(failure.value).startswith(f"{program}: {said}")
    assert str(failure.value).endswith("; point IMAGEIO_FFMPEG_EXE at an ffmpeg that works, or unset it")
    assert not isinstance(failure.value, OutputError)
    assert path.read_bytes() == b"the earlier one"
    assert sorted(left.name for left in tmp_path.iterdir()) == ["bin", "briefing.mp3", "programme.pcm"]


@pytest.mark.parametrize("suffix", [".m4a", ".opus"])
def test_a_tag_that_was_not_written_leaves_the_file_as_it_was(
    suffix: str,
    install: Install,
    studio: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(150))
    path = tmp_path / f"briefing{suffix}"
    path.write_bytes(b"the sound")
    install("exit 0")
    with pytest.raises(BriefingError, match="ffmpeg: ended without an error and wrote nothing; point"):
        tag(path, studio.episode(recording, studio.script(1)))
    assert path.read_bytes() == b"the sound"
    assert sorted(left.name for left in tmp_path.iterdir()) == ["bin", path.name, "programme.pcm"]


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_an_ffmpeg_that_cannot_be_started_is_not_the_folders_fault(
    suffix: str,
    install: Install,
    studio: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(150))
    program = install("")
    for what in ("permission denied", "no such file or directory"):
        with pytest.raises(BriefingError) as failure:
            encode(recording, tmp_path / f"briefing{suffix}")
        assert str(failure.value).startswith(f"{program}: cannot be started: {what}; point IMAGEIO_FFMPEG_EXE")
        program.unlink(missing_ok=True)
    assert sorted(left.name for left in tmp_path.iterdir()) == ["bin", "programme.pcm"]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1", "the disk is full; free some"),
        ("echo 'Error writing trailer: Disk quota exceeded' >&2; exit 1", "your share of the disk is full; free some"),
        ("echo 'Error opening output file x: Read-only file system' >&2; exit 1", "cannot be written; choose another"),
        (f"kill -{int(signal.SIGXFSZ)} $$", "is larger than this system lets a file be; raise the limit"),
    ],
)
def test_what_the_disk_says_is_the_folders_matter(
    script: str,
    said: str,
    install: Install,
    studio: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(150))
    install(script)
    with pytest.raises(OutputError) as failure:
        encode(recording, tmp_path / "briefing.mp3")
    assert str(failure.value).startswith(f"{tmp_path / 'briefing.mp3'}: {said}")
    assert sorted(left.name for left in tmp_path.iterdir()) == ["bin", "programme.pcm"]


@pytest.mark.parametrize("script", ["", "exit 0", "exit 1", "kill -9 $$", "echo no sound"])
def test_a_reply_that_cannot_be_decoded_is_one_line(script: str, install: Install) -> None:
    install(script)
    audio._pydub.cache_clear()
    with pytest.raises(BriefingError) as failure:
        audio.decode_mp3(b"\xff\xfb\x90\x64" + bytes(400))
    assert "\n" not in str(failure.value)


def test_the_doctor_tries_it(install: Install) -> None:
    program = install("")
    row = next(line for line in CliRunner().invoke(doctor).output.splitlines() if " ffmpeg " in line)
    assert not row.startswith("ok")
    assert f"{program}: cannot be started: permission denied" in row
