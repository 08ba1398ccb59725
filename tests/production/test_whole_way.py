"""From clips to a tagged MP3, with the real encoder; read back with libraries that are not ours."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from mutagen.mp3 import MP3

from briefing.audio import ffmpeg
from briefing.production.encode import encode
from briefing.production.master import master
from briefing.production.mix import mix
from briefing.production.tag import tag
from briefing.settings import Show

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.model import Episode


def make(studio: Any, folder: Path) -> tuple[Path, Episode]:  # noqa: ANN401 - the fixture's own type
    clips = [studio.clip(chapter, studio.tone(900, pitch=300 + 100 * chapter)) for chapter in range(3)]
    recording = master(mix(clips, studio.script(3), folder / "programme.pcm"))
    episode = studio.episode(recording, studio.script(3))
    return tag(encode(recording, folder / "briefing.mp3"), episode, show=Show(author="القارئ", title="الموجز")), episode


@pytest.fixture(scope="module")
def made(studio: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Episode]:  # noqa: ANN401
    return make(studio, tmp_path_factory.mktemp("made"))


def test_a_second_run_gives_the_same_bytes(made: tuple[Path, Episode], studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    again, _ = make(studio, tmp_path)
    assert again.read_bytes() == made[0].read_bytes()


def test_only_the_mp3_and_the_sound_are_left_in_the_folder(made: tuple[Path, Episode]) -> None:
    assert sorted(path.name for path in made[0].parent.iterdir()) == ["briefing.mp3", "programme.pcm"]


def test_the_tag_says_what_is_heard(made: tuple[Path, Episode]) -> None:
    tags = MP3(made[0]).tags
    assert tags is not None
    assert tags.version == (2, 3, 0)
    shown = {name: str(tags[name]) for name in ("TIT2", "TPE1", "TALB", "TLAN", "TDRC")}
    assert shown == {
        "TIT2": "موجز تجريبي",
        "TPE1": "القارئ",
        "TALB": "الموجز",
        "TLAN": "ara",
        "TDRC": "2026-03-05",
    }
    assert "https://example.org/1" in str(tags["COMM::ara"])


def test_the_chapters_stand_in_the_tag_as_on_the_timeline(made: tuple[Path, Episode]) -> None:
    path, episode = made
    tags = MP3(path).tags
    assert tags is not None
    table = tags["CTOC:toc"]
    assert (table.flags, str(table.sub_frames["TIT2"])) == (3, "موجز تجريبي")
    listed = [tags[f"CHAP:{name}"] for name in table.child_element_ids]
    assert [(frame.start_time, frame.end_time, str(frame.sub_frames["TIT2"])) for frame in listed] == [
        (timed.start_ms, timed.end_ms, timed.chapter.title) for timed in episode.chapters
    ]
    assert str(listed[1].sub_frames["TPE1"]) == "المتحدثة باسم الوزارة"


def test_the_encoded_programme_is_as_loud_as_promised(made: tuple[Path, Episode]) -> None:
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-i", str(made[0]), "-map", "0:a"]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    loudness, peak = (float(re.findall(rf"{name}:\s+(-?[\d.]+) (?:LUFS|dBFS)", said)[-1]) for name in ("I", "Peak"))
    assert loudness == pytest.approx(-16, abs=0.3)
    assert peak <= -1
