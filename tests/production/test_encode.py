"""What a decoder gives back: every sample, at its level, at its moment; and one clear line where nothing is written."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import mutagen
import numpy as np
import pytest

from briefing.audio import ffmpeg, run_ffmpeg, to_wave
from briefing.errors import BriefingError, OutputError, SettingsError
from briefing.model import Article, Audio
from briefing.production.encode import MEDIA_TYPES, encode
from briefing.production.mix import mix
from briefing.production.tag import tag

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 44_100


def decode(path: Path) -> NDArray[np.float32]:
    command = [
        ffmpeg(),
        "-v",
        "error",
        "-i",
        str(path),
        "-map",
        "0:a",
        "-f",
        "s16le",
        "-ac",
        "1",
        "-ar",
        str(RATE),
        "-",
    ]
    return to_wave(subprocess.run(command, capture_output=True, check=True).stdout)


def about(path: Path) -> str:
    return subprocess.run([ffmpeg(), "-hide_banner", "-i", str(path)], capture_output=True, check=False).stderr.decode()


def clicks(at: list[int], count: int) -> Audio:
    samples = np.zeros(count, dtype="<i2")
    for moment in at:
        samples[moment : moment + 3] = (9000, 16000, 9000)
    return Audio(samples=samples.tobytes(), sample_rate=22_050)


def found(wave: NDArray[np.float32], near: list[float]) -> list[float]:
    """Return the moment in ms of the largest value within 40 ms of each moment."""
    spans = [slice(max(round((ms - 40) * RATE / 1000), 0), round((ms + 40) * RATE / 1000)) for ms in near]
    return [(span.start + int(np.abs(wave[span]).argmax())) * 1000 / RATE for span in spans]


@pytest.mark.parametrize("bitrate_kbps", [48, 64, 128])
def test_an_mp3_gives_back_every_sample_at_its_moment(bitrate_kbps: int, studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", clicks([3000, 40_001, 70_003], 77_777))
    wave = decode(encode(recording, tmp_path / "briefing.mp3", bitrate_kbps=bitrate_kbps))
    assert len(wave) == 2 * 77_777
    wanted = [(moment + 1) * 1000 / 22_050 for moment in (3000, 40_001, 70_003)]
    assert found(wave, wanted) == pytest.approx(wanted, abs=0.1)


@pytest.mark.parametrize("length", [1, 1151, 10_390, 10_399, 10_400, 10_415, 10_416, 22_051])
def test_an_mp3_of_any_length_ends_with_its_last_sample(length: int, studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    audio = Audio(samples=studio.tone(1000, rate=RATE).samples[: 2 * length], sample_rate=RATE)
    recording = studio.recording(tmp_path / "programme.pcm", audio)
    assert len(decode(encode(recording, tmp_path / "briefing.mp3"))) == length


@pytest.mark.parametrize("name", ["briefing.m4a", "briefing.opus"])
def test_the_other_editions_keep_the_moments_too(name: str, studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", clicks([3000, 40_001, 70_003], 77_777))
    path = encode(recording, tmp_path / name)
    tag(path, studio.episode(recording, studio.script(1)))
    wanted = [(moment + 1) * 1000 / 22_050 for moment in (3000, 40_001, 70_003)]
    assert found(decode(path), wanted) == pytest.approx(wanted, abs=1)


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_the_level_is_the_recordings_own(suffix: str, studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(3000, amplitude=0.25))
    wave = decode(encode(recording, tmp_path / f"briefing{suffix}"))[RATE:-RATE]
    assert 20 * np.log10(np.sqrt(2 * np.mean(wave**2)) / 0.25) == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_every_edition_has_the_same_bytes_again_and_its_chapters_in_order(
    suffix: str,
    studio: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    clips = [studio.clip(chapter, studio.tone(1700)) for chapter in range(3)]
    recording = mix(clips, studio.script(3), tmp_path / "programme.pcm")
    made = []
    for name in ("one", "two"):
        path = encode(recording, tmp_path / f"{name}{suffix}")
        tag(path, studio.episode(recording, studio.script(3)))
        made.append(path)
    assert made[0].read_bytes() == made[1].read_bytes()
    said = about(made[0])
    starts = [float(start) for start in re.findall(r"Chapter #0:\d: start ([\d.]+)", said)]
    assert starts == pytest.approx([timed.start_ms / 1000 for timed in recording.chapters], abs=0.001)
    assert re.findall(r"title +: (فصل \d)", said) == ["فصل 0", "فصل 1", "فصل 2"]
    assert "موجز تجريبي" in said


@pytest.mark.parametrize("suffix", [".m4a", ".opus"])
@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("نهاية\\", "نهاية"),
        ("سطر\rآخر", "سطر آخر"),
        ("صفر\0هنا", "صفرهنا"),
        ("a=b; #c \\ d\\\ne", "a=b; #c \\ d\\\ne"),
    ],
)
def test_any_title_is_written_whole_and_swallows_no_chapter(
    suffix: str,
    title: str,
    shown: str,
    studio: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    script = studio.script(2)
    script = replace(script, title=title, chapters=tuple(replace(chapter, title=title) for chapter in script.chapters))
    recording = mix([studio.clip(number, studio.tone(300)) for number in range(2)], script, tmp_path / "programme.pcm")
    path = encode(recording, tmp_path / f"briefing{suffix}")
    tag(path, studio.episode(recording, script))
    tags = mutagen.File(path).tags
    assert tags["\xa9nam" if suffix == ".m4a" else "title"] == [shown]
    assert len(re.findall(r"Chapter #0:\d: start", about(path))) == 2


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_an_episode_without_a_title_is_tagged_all_the_same(suffix: str, studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(300))
    path = encode(recording, tmp_path / f"briefing{suffix}")
    tag(path, studio.episode(recording, replace(studio.script(1), title="")))
    assert "صحيفة" in about(path)


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_a_file_whose_name_is_no_text_is_named_with_question_marks(suffix: str, studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(300))
    path = encode(recording, tmp_path / f"briefing{suffix}")
    named = replace(studio.episode(recording, studio.script(1)), article=Article(source="a\udcff.txt", paragraphs=()))
    tag(path, named)
    assert "a?.txt" in about(path)


def test_the_mp3_names_no_version_of_a_program(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(300))
    head = encode(recording, tmp_path / "briefing.mp3").read_bytes()[:600]
    assert b"Info" in head
    assert not re.search(rb"La(vf|vc)\d", head)


def test_an_unknown_format_is_refused_with_those_that_are_known(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(300))
    with pytest.raises(SettingsError, match=r"choose one of: \.mp3, \.m4a, \.opus"):
        encode(recording, tmp_path / "briefing.ogg")


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    source = ["-f", "lavfi", "-i", "sine=duration=1"]
    with pytest.raises(OutputError, match="the disk is full; free some space"):
        run_ffmpeg([*source, "-f", "s16le", "/dev/full"], where=str(tmp_path))


def test_a_folder_that_is_gone_is_one_line(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(300))
    with pytest.raises(OutputError) as failure:
        encode(recording, tmp_path / "gone" / "briefing.mp3")
    assert "\n" not in str(failure.value)


def test_a_killed_encoder_leaves_the_earlier_file_whole(
    studio: Any,  # noqa: ANN401
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(300))
    path = encode(recording, tmp_path / "briefing.mp3")
    whole = path.read_bytes()
    dying = tmp_path / "dying"
    dying.write_text(f"#!{sys.executable}\nimport os\nos.kill(os.getpid(), {int(signal.SIGKILL)})\n", encoding="utf-8")
    dying.chmod(0o755)
    monkeypatch.setattr("briefing.audio.ffmpeg", lambda: str(dying))
    with pytest.raises(BriefingError, match="ffmpeg was stopped by signal 9; run the command again"):
        encode(recording, path)
    dying.unlink()
    assert path.read_bytes() == whole
    assert sorted(left.name for left in tmp_path.iterdir()) == ["briefing.mp3", "programme.pcm"]
