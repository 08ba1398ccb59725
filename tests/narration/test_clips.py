"""The folder of clips that were spoken before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from briefing.model import Audio, Speech, WordTime
from briefing.narration.clips import ClipCache

if TYPE_CHECKING:
    from pathlib import Path

SPEECH = Speech(
    audio=Audio(samples=bytes(range(200)) * 10, sample_rate=22_050),
    words=(WordTime(word=0, start_sample=0, end_sample=40), WordTime(word=2, start_sample=40, end_sample=1000)),
)


def test_what_is_put_in_comes_out_the_same(tmp_path: Path) -> None:
    ClipCache(tmp_path).put("a", SPEECH)
    assert ClipCache(tmp_path).get("a") == SPEECH
    assert ClipCache(tmp_path).get("b") is None


@pytest.mark.parametrize("damage", [b"", b"x" * 50, None])
def test_a_damaged_clip_is_not_there_and_makes_room(tmp_path: Path, damage: bytes | None) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", SPEECH)
    (entry,) = tmp_path.rglob("*.clip")
    whole = entry.read_bytes()
    entry.write_bytes(whole[:-1] if damage is None else damage)
    assert cache.get("a") is None
    assert not entry.exists()
    cache.put("a", SPEECH)
    assert cache.get("a") == SPEECH


SHORT = Speech(
    audio=Audio(samples=bytes(range(40)), sample_rate=22_050), words=(WordTime(word=0, start_sample=3, end_sample=17),)
)


@pytest.mark.parametrize("flipped", [0x01, 0x80, 0xFF])
def test_no_byte_of_a_clip_can_change_unnoticed(tmp_path: Path, flipped: int) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", SHORT)
    (entry,) = tmp_path.rglob("*.clip")
    whole = entry.read_bytes()
    heard = []
    for place in range(len(whole)):
        entry.write_bytes(whole[:place] + bytes([whole[place] ^ flipped]) + whole[place + 1 :])
        heard.append(cache.get("a"))
    assert heard == [None] * len(whole)
    assert len(whole) > len(SHORT.audio.samples)


def test_no_clip_can_be_cut_or_grow_unnoticed(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", SHORT)
    (entry,) = tmp_path.rglob("*.clip")
    whole = entry.read_bytes()
    for damaged in [*(whole[:length] for length in range(len(whole))), whole + b"\0", whole + whole]:
        entry.write_bytes(damaged)
        assert cache.get("a") is None


def test_the_clip_of_another_sentence_is_not_spoken(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", SHORT)
    (theirs,) = tmp_path.rglob("*.clip")
    cache.put("b", SPEECH)
    (ours,) = set(tmp_path.rglob("*.clip")) - {theirs}
    shutil.copyfile(theirs, ours)
    assert cache.get("b") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file_in_a_clips_place_is_passed_by(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", SHORT)
    (entry,) = tmp_path.rglob("*.clip")
    entry.unlink()
    os.mkfifo(entry)
    assert cache.get("a") is None  # and waits for nobody
    entry.unlink(missing_ok=True)
    (entry / "folder").mkdir(parents=True)
    assert cache.get("a") is None
    cache.put("a", SHORT)
    cache.put("b", SHORT)
    assert (cache.get("a"), cache.get("b")) == (None, SHORT)  # one that is in the way stops no other
    assert len(caplog.records) == 1
    cache.prune()
    assert cache.clear() >= 1


def test_a_folder_that_cannot_be_looked_into_breaks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    cache = ClipCache(tmp_path)
    cache.put("a", SHORT)
    for name in ("glob", "is_file", "stat", "mkdir"):
        monkeypatch.setattr(f"pathlib.Path.{name}", refused)
    cache.prune()
    assert cache.get("a") is None
    assert (cache.state().clips, cache.clear()) == (0, 0)
    cache.put("b", SHORT)


def test_a_folder_that_cannot_be_written_breaks_nothing_and_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = ClipCache(tmp_path / "file")
    cache.put("a", SPEECH)
    cache.put("b", SPEECH)
    assert cache.get("a") is None
    assert len(caplog.records) == 1


def test_a_full_disk_leaves_no_half_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    cache = ClipCache(tmp_path)
    monkeypatch.setattr("pathlib.Path.replace", full)
    cache.put("a", SPEECH)
    assert cache.get("a") is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_over_its_limit_the_longest_unused_clips_go_first(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, limit_bytes=5 * 2100)
    for age, name in enumerate("fedcba"):
        cache.put(name, SPEECH)
        newest = max(tmp_path.rglob("*.clip"), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (time.time() - 1000 + 10 * age, time.time() - 1000 + 10 * age))
    assert cache.get("f") == SPEECH  # used just now, so it is the youngest
    cache.prune()
    assert cache.state().length_bytes <= 5 * 2100
    assert cache.get("e") is None
    assert cache.get("f") == SPEECH
    assert cache.get("a") == SPEECH


def test_pruning_takes_what_was_abandoned_half_written_and_leaves_what_is_being_written(tmp_path: Path) -> None:
    folder = tmp_path / "ab"
    folder.mkdir()
    (folder / "old.part").write_bytes(b"x")
    os.utime(folder / "old.part", (0, 0))
    (folder / "new.part").write_bytes(b"x")
    ClipCache(tmp_path).prune()
    assert [path.name for path in folder.iterdir()] == ["new.part"]


def test_clearing_counts_what_it_removes(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put("a", SPEECH)
    cache.put("b", SPEECH)
    assert cache.state().clips == 2
    assert cache.clear() == 2
    assert cache.state().clips == 0


PROGRAM = """
import sys
from pathlib import Path
from briefing.model import Audio, Speech
from briefing.narration.clips import ClipCache

cache = ClipCache(Path(sys.argv[1]), limit_bytes=30_000)
for turn in range(60):
    speech = Speech(audio=Audio(samples=bytes([turn % 10]) * 4000, sample_rate=8000))
    cache.put(str(turn % 10), speech)
    assert cache.get(str(turn % 10)) in (speech, None)
    if turn % 20 == 0:
        cache.prune()
"""


def test_several_programs_share_a_folder_without_harm(tmp_path: Path) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", PROGRAM, tmp_path]) for _ in range(3)]
    assert [program.wait() for program in programs] == [0, 0, 0]
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} <= {".clip"}
