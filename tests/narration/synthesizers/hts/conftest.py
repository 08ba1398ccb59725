"""An HTS voice of a few hundred bytes, written by hand, and the real one where it lies beside the checkout."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.model import Voice
from briefing.narration import models
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ZIAD = Path(__file__).resolve().parents[5] / "shared" / "voices" / "ara_norm_ziad_hts.htsvoice"
# Third-party data, so no part of the project: where it is not there, its tests are not collected.
collect_ignore = [] if ZIAD.is_file() else ["test_ziad.py"]

STATES = 2
SPECTRUM = 3  # coefficients
TAPS = 3
STATE_FRAMES = 4
LOG_PITCH = 5.0  # 148 Hz
VOWELS = ("a", "aa", "i", "ii", "ia", "u", "uu", "ua", "A", "AA", "I", "II", "U", "UU")


@pytest.fixture
def hts_bytes() -> Callable[..., bytes]:
    return _voice


@pytest.fixture
def hts_voice(user_folders: Path) -> Voice:
    """Install the small voice, and give a voice that uses it, with a cast."""
    del user_folders
    folder = models.folder(models.Kind.HTS)
    folder.mkdir(parents=True)
    (folder / "tiny.htsvoice").write_bytes(_voice())
    return Voice(name="tiny", title="Tiny", synthesizer="hts", options={"model": "tiny"})


def _voice(*, head: dict[str, str] | None = None, **parts: bytes) -> bytes:
    """Write a voice: 16 kHz, 5 ms a frame, vowels voiced, everything else not; `head` and `parts` replace its own."""
    blocks = {
        "DURATION_PDF": _table([[STATE_FRAMES] * STATES + [1.0] * STATES]),
        "DURATION_TREE": _questions() + b'\n{*}[2]\n   "dur_s2_1"\n',
        "STREAM_WIN[MCP]": [b"1 1.0\n", b"3 -0.5 0.0 0.5\n", b"3 1.0 -2.0 1.0\n"],
        "STREAM_WIN[LF0]": [b"1 1.0\n", b"3 -0.5 0.0 0.5\n", b"3 1.0 -2.0 1.0\n"],
        "STREAM_WIN[LPF]": [b"1 1.0\n"],
        "STREAM_PDF[MCP]": _table(
            *([[-40.0, 0, 0] + [0.0] * 6 + [1.0] * 9, [6.0, 1, 0] + [0.0] * 6 + [1.0] * 9] for _ in range(STATES))
        ),
        "STREAM_TREE[MCP]": _split("pau", '"mgc_1"', '"mgc_2"'),
        "STREAM_PDF[LF0]": _table(
            *([[LOG_PITCH, 0, 0, 0.1, 1, 1, 0.9], [LOG_PITCH, 0, 0, 0.1, 1, 1, 0.1]] for _ in range(STATES))
        ),
        "STREAM_TREE[LF0]": _split("vowel", '"lf0_1"', '"lf0_2"'),
        "STREAM_PDF[LPF]": _table(*([[0.0, 1.0, 0.0] + [0.0] * TAPS] for _ in range(STATES))),
        "STREAM_TREE[LPF]": b"".join(b'{*}[%d]\n   "lpf_1"\n' % (state + 2) for state in range(STATES)),
        "GV_PDF[MCP]": _table([[1.0] * SPECTRUM + [1.0] * SPECTRUM]),
        "GV_TREE[MCP]": b'{*}[2]\n   "gv_1"\n',
        "GV_PDF[LF0]": _table([[0.01, 1.0]]),
        "GV_TREE[LF0]": b'{*}[2]\n   "gv_1"\n',
        **parts,
    }
    told = {
        "SAMPLING_FREQUENCY": "16000",
        "FRAME_PERIOD": "80",
        "NUM_STATES": str(STATES),
        "STREAM_TYPE": "MCP,LF0,LPF",
        "GV_OFF_CONTEXT": '"*-pau+*"',
        **{f"VECTOR_LENGTH[{name}]": str(length) for name, length in (("MCP", SPECTRUM), ("LF0", 1), ("LPF", TAPS))},
        **{f"IS_MSD[{name}]": str(int(name == "LF0")) for name in ("MCP", "LF0", "LPF")},
        **{f"NUM_WINDOWS[{name}]": str(1 if name == "LPF" else 3) for name in ("MCP", "LF0", "LPF")},
        **{f"USE_GV[{name}]": str(int(name != "LPF")) for name in ("MCP", "LF0", "LPF")},
        "OPTION[MCP]": "ALPHA=0.42",
    }
    content, positions = b"", {}
    for name, block in blocks.items():
        places = []
        for piece in block if isinstance(block, list) else [block]:
            places.append(f"{len(content)}-{len(content) + len(piece) - 1}")
            content += piece
        positions[name] = ",".join(places)
    lines = [f"{key}:{value}" for key, value in {**told, **positions, **(head or {})}.items() if value]
    return ("[GLOBAL]\n" + "\n".join(lines) + "\n[DATA]\n").encode() + content


def _table(*states: Sequence[Sequence[float]]) -> bytes:
    counts = struct.pack(f"<{len(states)}I", *map(len, states))
    values = [value for state in states for row in state for value in row]
    return counts + struct.pack(f"<{len(values)}f", *values)


def _questions() -> bytes:
    """Ask for every phone that our words can have by its name, so that the voice has them all."""
    rows = read_table(data("ar", "phonemes", "hts.tsv"), ("ipa", "phone", "doubled", "sonority", "kind"))
    names = dict.fromkeys([*(row[key] for row in rows for key in ("phone", "doubled")), *VOWELS])
    return "\n".join(f'QS C-{name} {{ "*-{name}+*" }}' for name in names).encode()


def _split(question: str, yes: str, no: str) -> bytes:
    patterns = ",".join(f'"*-{name}+*"' for name in (VOWELS if question == "vowel" else ("pau",)))
    trees = "".join(f"{{*}}[{state + 2}]\n{{\n   0 {question} {no} {yes}\n}}\n" for state in range(STATES))
    return f"QS {question} {{ {patterns} }}\n\n{trees}".encode()
