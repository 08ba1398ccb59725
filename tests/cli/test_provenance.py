"""`make --sign`, `verify` and `audit` as a newsroom types them."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import c2pa
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from mutagen.id3 import ID3
from mutagen.mp4 import MP4

from briefing.audio import run_ffmpeg
from briefing.audit import sound
from tests import keys

if TYPE_CHECKING:
    from tests.conftest import Runner
    from tests.keys import Keys

ROOT = Path(__file__).resolve().parent.parent.parent
SLUG = "aoc-biden-2024"
EDITOR = "ليلى منصور"
_IN_A_VAULT = """\
import sys
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
key = serialization.load_pem_private_key(open({key!r}, "rb").read(), None)
sys.stdout.buffer.write(key.sign(sys.stdin.buffer.read(), ec.ECDSA(hashes.SHA256())))
"""


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return keys.make(tmp_path_factory.mktemp("keys"))


def make(briefing: Runner, seed: Path, *options: str | Path) -> str:
    ran = briefing("make", seed, "--voice", "silence", *options)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def decoded(path: Path) -> bytes:
    return run_ffmpeg(["-i", str(path), "-map", "0:a", "-f", "s16le", "pipe:1"], where=str(path))


def test_an_episode_is_signed_in_every_form_and_says_by_whom(
    seed: Path, briefing: Runner, work: Path, signer: Keys
) -> None:
    make(briefing, seed, "--also", "m4a", "--also", "opus", "--epub", "-o", "plain")
    signing = ("--sign", signer.key, signer.chain, "--approved-by", EDITOR)
    make(briefing, seed, "--also", "m4a", "--also", "opus", "--epub", *signing)
    plain, signed = work / "plain" / SLUG, work / "output" / SLUG
    for name in ("briefing.mp3", "briefing.m4a", "briefing.opus", "briefing.epub"):
        ran = briefing("verify", signed / name, "--trust", signer.authority)
        assert (ran.code, ran.err) == (0, "")
        for said in ("مكتب التحرير", "دار الخبر", "trusted      yes", "unchanged    yes", "silence", EDITOR, "sha256:"):
            assert said in ran.out
        told = json.loads(briefing("verify", signed / name, "--json").out)
        assert (told["holds"], told["trusted"], told["source_type"].rpartition("/")[2]) == (
            True,
            False,
            "algorithmicMedia",
        )
    assert (signed / "briefing.opus").read_bytes() == (plain / "briefing.opus").read_bytes()
    for name in ("briefing.mp3", "briefing.m4a"):
        assert decoded(signed / name) == decoded(plain / name)
        assert sound.metadata(signed / name) == sound.metadata(plain / name)
    chapters = [
        frame.times() if hasattr(frame, "times") else frame.start_time
        for frame in ID3(signed / "briefing.mp3").getall("CHAP")
    ]
    assert chapters == [frame.start_time for frame in ID3(plain / "briefing.mp3").getall("CHAP")]
    assert briefing("audit", signed).code == 0


def test_an_unchanged_episode_is_not_signed_again_and_one_made_again_takes_its_signature_over(
    seed: Path, briefing: Runner, work: Path, signer: Keys
) -> None:
    signing = ("--sign", signer.key, signer.chain)
    make(briefing, seed, *signing)
    path = work / "output" / SLUG / "briefing.mp3"
    first = path.read_bytes()
    assert "unchanged" in make(briefing, seed, *signing)
    assert path.read_bytes() == first
    # Another form is asked for: the episode is made again, its sound is the same.
    assert "unchanged" not in make(briefing, seed, "--epub", *signing)
    assert path.read_bytes() == first
    assert "unchanged" not in make(briefing, seed, "--epub", *signing, "--approved-by", EDITOR)
    assert path.read_bytes() != first
    make(briefing, seed)
    assert briefing("verify", path).code == 9


def test_a_command_may_hold_the_key(
    seed: Path, briefing: Runner, work: Path, signer: Keys, environment: dict[str, str]
) -> None:
    environment["PATH"] = environment.get("PATH", "")
    (work / "vault.py").write_text(_IN_A_VAULT.format(key=str(signer.key)), encoding="utf-8")
    make(briefing, seed, "--signer", f"'{sys.executable}' vault.py", signer.chain)
    ran = briefing("verify", work / "output" / SLUG / "briefing.mp3")
    assert ran.code == 0


@pytest.mark.parametrize("kind", ["P-384", "Ed25519", "RSA"])
def test_other_kinds_of_keys_sign_too(seed: Path, briefing: Runner, work: Path, tmp_path: Path, kind: str) -> None:
    signer = keys.make(tmp_path / "keys", kind)
    make(briefing, seed, "--length", "short", "--sign", signer.key, signer.chain)
    assert briefing("verify", work / "output" / SLUG / "briefing.mp3", "--trust", signer.authority).code == 0


def _of_another(folder: Path) -> tuple[Path, Path]:
    return keys.make(folder / "one").key, keys.make(folder / "other").chain


def _locked(folder: Path) -> tuple[Path, Path]:
    made = keys.make(folder)
    made.key.write_bytes(keys.pem(ec.generate_private_key(ec.SECP256R1()), b"secret"))
    return made.key, made.chain


def _broken_key(folder: Path) -> tuple[Path, Path]:
    made = keys.make(folder)
    made.key.write_text("-----BEGIN PRIVATE KEY-----\nnothing\n-----END PRIVATE KEY-----\n", encoding="ascii")
    return made.key, made.chain


def _broken_certificate(folder: Path) -> tuple[Path, Path]:
    made = keys.make(folder)
    made.chain.write_bytes(b"nothing")
    return made.key, made.chain


def _expired(folder: Path) -> tuple[Path, Path]:
    made = keys.make(folder, begins=timedelta(days=-2), ends=timedelta(days=-1))
    return made.key, made.chain


def _too_early(folder: Path) -> tuple[Path, Path]:
    made = keys.make(folder, begins=timedelta(days=2))
    return made.key, made.chain


def _of_no_kind(folder: Path) -> tuple[Path, Path]:
    made = keys.make(folder, "K-256")
    return made.key, made.chain


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (_of_another, "is not the key of the certificate"),
        (_locked, "is locked with a passphrase"),
        (_broken_key, "has no private key that can be read"),
        (_broken_certificate, "has no certificate that can be read"),
        (_expired, "has expired"),
        (_too_early, "is valid from"),
        (_of_no_kind, "is of a kind that C2PA does not sign with"),
    ],
)
def test_a_signer_that_cannot_sign_is_told_before_anything_is_made(
    seed: Path, briefing: Runner, work: Path, files: object, said: str
) -> None:
    key, chain = files(work / "keys")  # type: ignore[operator]
    ran = briefing("make", seed, "--voice", "silence", "--sign", key, chain)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (4, "", 1)
    assert said in ran.err
    assert not (work / "output").exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [("false", "does not sign"), ("echo hello", "gives no signature"), ("no-such-program-here", "cannot sign")],
)
def test_a_command_that_does_not_sign_leaves_nothing_half_signed(
    briefing: Runner, work: Path, signer: Keys, command: str, said: str
) -> None:
    ran = briefing("make", ROOT / "seeds" / f"{SLUG}.txt", "--voice", "silence", "--signer", command, signer.chain)
    assert (ran.code, len(ran.err.splitlines())) == (4, 1)
    assert said in ran.err
    assert not (work / "output" / SLUG).exists()


@pytest.mark.parametrize(
    "options", [("--approved-by", EDITOR), ("--sign", "a.pem"), ("--sign", "none.pem", "none.pem")]
)
def test_options_that_do_not_fit_are_refused(seed: Path, briefing: Runner, options: tuple[str, ...]) -> None:
    ran = briefing("make", seed, *options)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)


def test_a_tampered_a_bare_and_a_foreign_file_are_told_in_one_line(
    seed: Path, briefing: Runner, work: Path, signer: Keys
) -> None:
    make(briefing, seed, "--sign", signer.key, signer.chain, "--also", "opus")
    folder = work / "output" / SLUG
    content = bytearray((folder / "briefing.mp3").read_bytes())
    content[len(content) // 2] ^= 1
    (work / "tampered.mp3").write_bytes(content)
    run_ffmpeg(
        ["-i", str(folder / "briefing.mp3"), "-map_metadata", "-1", "-c", "copy", str(work / "bare.mp3")], where=""
    )
    (work / "noise.mp3").write_bytes(b"noise")
    shutil.copy(folder / "briefing.opus", work / "other.opus")
    shutil.copy(folder / "briefing.opus.c2pa", work / "broken.opus.c2pa")
    (work / "broken.opus").write_bytes((folder / "briefing.opus").read_bytes() + b"more")
    for name, said in (
        ("tampered.mp3", "was changed since it was signed"),
        ("bare.mp3", "nobody signed it"),
        ("noise.mp3", "nobody signed it"),
        ("other.opus", "nobody signed it"),
        ("broken.opus", "was changed since it was signed"),
    ):
        ran = briefing("verify", name)
        assert (ran.code, len(ran.err.splitlines())) == (9, 1)
        assert said in ran.err
    assert briefing("verify", "missing.mp3").code == 2
    assert briefing("verify", folder / "briefing.mp3", "--trust", folder / "summary.txt").code in (3, 4)


def test_anybody_can_sign_in_any_name_and_whose_it_is_an_authority_says(
    seed: Path, briefing: Runner, work: Path, signer: Keys
) -> None:
    other = keys.make(work / "other")
    make(briefing, seed, "--sign", signer.key, signer.chain)
    path = work / "output" / SLUG / "briefing.mp3"
    assert briefing("verify", path).code == 0
    assert briefing("verify", path, "--trust", signer.authority).code == 0
    ran = briefing("verify", path, "--trust", other.authority)
    assert (ran.code, "nobody given with --trust vouches" in ran.err) == (9, True)
    signer.authority.write_bytes("# مكتبنا\n".encode() + signer.authority.read_bytes())
    assert briefing("verify", path, "--trust", signer.authority).code == 0
    for junk in (b"", b"junk", signer.key.read_bytes()):
        (work / "junk.pem").write_bytes(junk)
        assert briefing("verify", path, "--trust", "junk.pem").code == 4


@pytest.mark.parametrize(
    "assertion",
    [
        {"label": "arabic-briefing.voice", "data": ["x"]},
        {"label": "arabic-briefing.voice", "data": "x"},
        {"label": "arabic-briefing.sentences", "data": {"sentences": 5}},
        {"label": "arabic-briefing.approval", "data": ["q"]},
        {"label": "arabic-briefing.voice", "data": {"name": "x\nunchanged    yes", "version": "other 1"}},
    ],
)
def test_a_manifest_of_another_program_is_told_in_one_line(
    seed_output: Path, briefing: Runner, work: Path, signer: Keys, assertion: dict[str, object]
) -> None:
    action = {
        "action": "c2pa.created",
        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    }
    assertions = [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}, assertion]
    told = {"title": "x", "format": "audio/mpeg", "claim_generator_info": [{"name": "other"}], "assertions": assertions}
    info = c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, signer.chain.read_bytes(), signer.key.read_bytes(), None)
    with (
        c2pa.Signer.from_info(info) as signing,
        c2pa.Builder(json.dumps(told)) as builder,
        (seed_output / SLUG / "briefing.mp3").open("rb") as source,
        (work / "foreign.mp3").open("w+b") as target,
    ):
        builder.sign(signing, "audio/mpeg", source, target)
    ran = briefing("verify", "foreign.mp3")
    assert (ran.code, len(ran.err.splitlines())) == (9, 1)
    assert "of another program" in ran.err
    assert [line for line in ran.out.splitlines() if line.startswith("unchanged")] == ["unchanged    yes"]


def test_what_was_signed_is_what_is_stated(seed: Path, briefing: Runner, work: Path, signer: Keys) -> None:
    make(briefing, seed, "--sign", signer.key, signer.chain)
    folder = work / "output" / SLUG
    told = json.loads((folder / "provenance.json").read_bytes())
    told["chapters"][0]["said"].pop()
    (folder / "provenance.json").write_text(json.dumps(told), encoding="utf-8")
    assert "briefing.mp3: was signed with other sentences" in briefing("audit", folder).out


def test_long_titles_of_chapters_survive_a_signature(briefing: Runner, work: Path, signer: Keys) -> None:
    title = "مجلس المدينة يقر خطة واسعة لترميم الطرق والجسور القديمة في الأحياء الشرقية قبل حلول الشتاء المقبل"
    (work / "a.txt").write_text(
        f"{title}\n\nأقر مجلس المدينة اليوم خطة لترميم الطرق والجسور القديمة.\n", encoding="utf-8"
    )
    ran = briefing("bulletin", "a.txt", "--voice", "silence", "--sign", signer.key, signer.chain)
    assert ran.code == 0, ran.err
    (folder,) = (work / "output").glob("bulletin-*")
    told = json.loads((folder / "chapters.json").read_bytes())["chapters"]
    assert len(sound.metadata(folder / "briefing.mp3")[1]) == len(told)
    assert briefing("audit", folder).code == 0


def test_an_interrupted_signer_interrupts_the_run(
    seed: Path, work: Path, signer: Keys, environment: dict[str, str]
) -> None:
    (work / "slow.sh").write_text("echo started > started; sleep 60\n", encoding="utf-8")
    command = [Path(sys.executable).with_name("briefing"), "make", seed, "--voice", "silence"]
    command += ["--signer", "sh slow.sh", signer.chain]
    program = subprocess.Popen(command, cwd=work, env=environment, stderr=subprocess.PIPE, text=True)
    while not (work / "started").exists():
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=30)
    assert (program.returncode, err.strip()) == (130, "briefing: stopped")
    assert not (work / "output").exists()


def test_audit_prints_a_line_a_sentence_and_ends_with_nine_where_something_is_wrong(
    seed: Path, seed_output: Path, briefing: Runner, work: Path
) -> None:
    folder = shutil.copytree(seed_output, work / "output") / SLUG
    ran = briefing("audit", folder, "--article", seed)
    assert (ran.code, ran.err) == (0, "")
    sentences = [line for line in ran.out.splitlines() if line[:4].strip().isdigit()]
    told = json.loads(briefing("audit", folder, "--json").out)
    assert told["holds"] is True
    assert (
        len(sentences) == len(told["sentences"]) == sum(told["counts"][kind] for kind in ("verbatim", "edited", "ours"))
    )
    assert told["counts"]["wrong"] == 0
    summary = folder / "summary.txt"
    summary.write_text(summary.read_text(encoding="utf-8").replace("67", "76"), encoding="utf-8")
    ran = briefing("audit", folder)
    assert ran.code == 9
    assert "summary.txt: was changed since it was made" in ran.out
    assert ran.err.startswith(f"briefing: {folder}: does not hold: ")
    assert briefing("audit", work).code == 3


def test_every_form_says_that_no_person_reads_and_how_the_sound_was_made(
    seed: Path, briefing: Runner, work: Path
) -> None:
    make(briefing, seed, "--also", "m4a", "--also", "opus", "--epub")
    folder = work / "output" / SLUG
    claims = json.loads((folder / "provenance.json").read_bytes())
    tags = claims["tags"]
    assert tags["digitalSourceType"] == "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    assert {frame.desc: frame.text[0] for frame in ID3(folder / "briefing.mp3").getall("TXXX")} == tags
    free = {name.rpartition(":")[2]: value for name, value in MP4(folder / "briefing.m4a").items() if "----" in name}
    assert {name: bytes(value[0]).decode() for name, value in free.items()} == tags
    assert tags.items() <= json.loads((folder / "transcript.json").read_bytes())["provenance"].items()
    assert tags.items() <= json.loads((folder / "episode.json").read_bytes())["provenance"].items()
    captions = (folder / "captions.vtt").read_text(encoding="utf-8").partition("-->")[0]
    feed = (work / "output" / "feed.xml").read_text(encoding="utf-8")
    for value in tags.values():
        assert value in captions
        assert value in feed
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert '"digitalSourceType":"https://schema.org/AlgorithmicMediaDigitalSource"' in page
    for name in ("summary.txt", "summary.md", "summary.html", "captions.vtt", "index.html"):
        text = " ".join((folder / name).read_text(encoding="utf-8").split())
        assert "يقرأ لكم هذا الموجز صوت اصطناعي" in text
        assert "بصوت اصطناعي مولَّد آليا" in text.replace("مول\\u064e\\u0651د", "مولَّد")
