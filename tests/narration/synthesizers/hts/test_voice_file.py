"""Reading an `.htsvoice`."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

import pytest

from briefing.errors import VoiceError
from briefing.narration.synthesizers.hts import voice_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., bytes]


def test_a_voice_is_read_whole(hts_bytes: Make) -> None:
    voice = voice_file.parse(hts_bytes())
    assert (voice.sample_rate, voice.hop, voice.states, voice.alpha) == (16_000, 80, 2, 0.42)
    assert voice.spectrum.windows == ((0, 1, 0), (-0.5, 0, 0.5), (1, -2, 1))
    assert voice.bands.windows == ((0, 1, 0),)
    assert (voice.spectrum.length, voice.pitch.length, voice.bands.length) == (3, 1, 3)
    assert voice.bands.variance is None
    assert {"a", "SS", "ahh", "^"} <= voice.phones
    assert voice.sha256 == hashlib.sha256(hts_bytes()).hexdigest()
    assert voice.is_silent("x^x-pau+a")
    assert not voice.is_silent("pau^pau-a+pau")
    assert [row[0] for row in voice.spectrum.densities.of("x^x-a+x")] == [6.0, 6.0]
    assert [row[0] for row in voice.spectrum.densities.of("x^x-pau+x")] == [-40.0, -40.0]


@pytest.mark.parametrize(
    ("head", "complaint"),
    [
        ({"STREAM_TYPE": "MCP,LF0"}, "its streams are MCP,LF0, not"),
        ({"SAMPLING_FREQUENCY": "4"}, "SAMPLING_FREQUENCY is 4"),
        ({"NUM_STATES": ""}, "it lacks NUM_STATES"),
        ({"NUM_STATES": "3"}, "a table of densities has another length"),
        ({"FRAME_PERIOD": "many"}, "invalid literal"),
        ({"OPTION[MCP]": "GAMMA=3,LN_GAIN=1,ALPHA=0.5"}, "not mel-cepstral"),
        ({"OPTION[MCP]": "ALPHA=1.5"}, "not mel-cepstral"),
        ({"IS_MSD[LF0]": "0"}, "IS_MSD.LF0. is 0"),
        ({"STREAM_PDF[MCP]": "0-99999999"}, "lies outside the file"),
        ({"STREAM_PDF[MCP]": "9-3"}, "lies outside the file"),
        ({"NUM_WINDOWS[MCP]": "2"}, "windows of MCP are off"),
        ({"FRAME_PERIOD": "4799"}, "a phone lasts 2.4 s"),  # eight frames
    ],
)
def test_what_is_off_is_told_in_one_line(head: dict[str, str], complaint: str, hts_bytes: Make, tmp_path: Path) -> None:
    path = tmp_path / "off.htsvoice"
    path.write_bytes(hts_bytes(head=head))
    with pytest.raises(VoiceError, match=rf"off\.htsvoice: is no HTS voice that can be read: .*{complaint}") as told:
        voice_file.load(path)
    assert "install the voice again" in str(told.value)


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"GV_TREE[LF0]": b'{*}[2]\n   "gv_2"\n'}, "a leaf without a density"),
        ({"GV_PDF[LF0]": struct.pack("<Iff", 1, float("nan"), 1)}, "a density holds no number"),
        ({"GV_PDF[LF0]": struct.pack("<Iff", 1, 1, -1)}, "a density holds no number"),
        ({"GV_PDF[LF0]": struct.pack("<I", 2**31)}, "another length"),
        ({"DURATION_PDF": struct.pack("<Iffff", 1, 1e9, 4, 1, 1)}, "a density holds no number"),  # years of a sound
        ({"DURATION_PDF": struct.pack("<Iffff", 1, 1000, 1000, 1, 1)}, "a phone lasts 10.0 s, which is no speech"),
        ({"DURATION_PDF": struct.pack("<Iffff", 1, 1000, -999, 1, 1)}, "a state of a phone lasts less than nothing"),
        ({"STREAM_WIN[LPF]": b"2 1.0 1.0\n"}, "a window is '2 1.0 1.0'"),
        ({"STREAM_WIN[LPF]": b"1 0.5\n"}, "windows of LPF are off"),
        ({"STREAM_TREE[LPF]": b'{*}[2]\n   "lpf_1"\n'}, "1 trees for 2 states"),
    ],
)
def test_a_part_that_is_damaged_is_told(parts: dict[str, bytes], complaint: str, hts_bytes: Make) -> None:
    with pytest.raises(ValueError, match=complaint):
        voice_file.parse(hts_bytes(**parts))


def test_a_phone_of_two_seconds_is_the_longest_that_is_believed(hts_bytes: Make) -> None:
    assert voice_file.parse(hts_bytes(DURATION_PDF=struct.pack("<Iffff", 1, 200, 200, 1, 1)))
    with pytest.raises(ValueError, match="a phone lasts"):
        voice_file.parse(hts_bytes(DURATION_PDF=struct.pack("<Iffff", 1, 200, 210, 1, 1)))


def test_a_phone_of_no_length_whose_frames_are_long_is_long(hts_bytes: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    none = struct.pack("<Iffff", 1, 0, 0, 1, 1)
    assert voice_file.parse(hts_bytes(DURATION_PDF=none))
    monkeypatch.setattr(voice_file, "_LONGEST_PHONE_S", 1.0)
    with pytest.raises(ValueError, match=r"a phone lasts 1\.2 s"):
        voice_file.parse(hts_bytes(DURATION_PDF=none, head={"FRAME_PERIOD": "4799", "SAMPLING_FREQUENCY": "8000"}))


def test_a_pitch_of_two_numbers_a_frame_is_told_though_its_tables_fit(hts_bytes: Make) -> None:
    """Read as one number, the second fell out of an equation while a text was spoken."""
    rows = [[5.0] * 6 + [0.1] * 6 + [0.9]] * 2
    table = struct.pack("<II", 2, 2) + struct.pack("<52f", *(value for row in rows * 2 for value in row))
    pitch = {"STREAM_PDF[LF0]": table, "GV_PDF[LF0]": struct.pack("<I4f", 1, 1, 1, 1, 1)}
    with pytest.raises(ValueError, match=r"VECTOR_LENGTH\[LF0\] is 2"):
        voice_file.parse(hts_bytes(head={"VECTOR_LENGTH[LF0]": "2"}, **pitch))


@pytest.mark.parametrize(
    "content", [b"", b"<html>not found</html>", b"[GLOBAL]\n", b"[GLOBAL]\n[DATA]\n", b"\xff" * 99]
)
def test_another_file_is_no_voice(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other.htsvoice"
    path.write_bytes(content)
    with pytest.raises(VoiceError, match="is no HTS voice"):
        voice_file.load(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="cannot be read: no such file"):
        voice_file.load(tmp_path / "nowhere.htsvoice")
