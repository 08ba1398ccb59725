"""What an audit finds: faults planted in published briefings, and clean ones in which there is nothing to find.

Each fault is planted as a forger would who knows the program: the statement beside the episode is changed with it, in
every form where the words stand, and all digests are made right again. Only the article gives it away, and an altered
sound its digest, or, where that is made right too, its signature.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import SHARED, Figures

from briefing import pipeline, provenance
from briefing.files import sha256_of
from briefing.pipeline.audit import audit
from briefing.production import manifest, sign
from briefing.production.sign import Signing
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CLEAN, EPISODES = 100, 10
LENGTHS = ("short", "standard", "full", "whole")
TEXTS = ("captions.vtt", "index.html", "summary.html", "summary.md", "summary.txt", "transcript.json")
NEGATIONS = ("لم", "لن", "لا", "ليس", "ليست")
CLAUSE = " وفق مصادر مطلعة"
LIE = "اعترفت الوزيرة بأنها كذبت"
DIGIT = re.compile(r"\d")

Statement = dict[str, Any]


def main() -> None:
    """Measure and print."""
    figures = Figures()
    sources = sorted(path for folder in ("articles", "fresh") for path in (SHARED / folder).glob("*.txt"))[:CLEAN]
    if not sources:
        figures.skip("audit", "no ../shared/data beside the checkout")
    else:
        with tempfile.TemporaryDirectory() as room:
            _measure(figures, sources, Path(room))
    figures.close()


def _measure(figures: Figures, sources: Sequence[Path], room: Path) -> None:
    signing = _signing(room)
    made = list(_made(sources, room / "output", signing))
    began, alarms = time.process_time(), []
    for episode, source in made:
        report = audit(episode, pipeline.articles(str(source)))
        alarms += [f"{episode.name}: {fault}" for fault in report.faults]
    # Each is made again, and its cover drawn: that is what it costs.
    figures.add("audit_speed", len(made) / (time.process_time() - began), "1/s", floor=0.8)
    figures.add("audit_clean", len(made), "briefings", floor=len(sources))
    figures.add("audit_false_alarms", len(alarms), "faults", ceiling=0)
    found = planted = 0
    for kind, plant in _PLANTS.items():
        hits = list(_hits(kind, plant, made, room))
        planted += len(hits)
        found += sum(hits)
        figures.add(f"audit_finds_{kind}", sum(hits) / max(1, len(hits)), "share", floor=1.0)
    figures.add("audit_planted", planted, "faults", floor=100)
    figures.add("audit_found", found / planted, "share", floor=1.0)
    for line in alarms:
        print(json.dumps({"alarm": line}, ensure_ascii=False))


def _made(sources: Sequence[Path], output: Path, signing: Signing) -> Iterator[tuple[Path, Path]]:
    """Make the briefings, a fourth of them of each length, and pair each with its article."""
    for number, length in enumerate(LENGTHS):
        choices = pipeline.Choices(
            settings=Settings(voice="silence", length=length), folder=output / length, offline=True, signing=signing
        )
        chosen = [str(path) for path in sources[number :: len(LENGTHS)]]
        for outcome in pipeline.make(chosen, choices):
            if isinstance(outcome, pipeline.Made):
                yield outcome.mp3.parent, Path(outcome.asked)


def _hits(kind: str, plant: Callable[[Path], bool], made: Sequence[tuple[Path, Path]], room: Path) -> Iterator[bool]:
    """Plant a fault of a kind in as many briefings as have a place for it, ten at most; say whether each was found."""
    count = 0
    for episode, source in reversed(made):
        if count == EPISODES:
            return
        copy = room / "forged"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(episode, copy)
        if not plant(copy):
            continue
        count += 1
        if kind == "signed_file":
            read = None
            with suppress(Exception):
                read = manifest.read(copy / "briefing.mp3")
            yield read is None or not read.holds
            continue
        faults = audit(copy, pipeline.articles(str(source))).faults
        wanted = _EXPECTED.get(kind)
        hit = any(wanted in {None, fault.kind} for fault in faults)
        if not hit:
            print(json.dumps({"missed": kind, "episode": episode.name, "faults": [str(one) for one in faults][:3]}))
        yield hit


# --- the faults -------------------------------------------------------------------------------------------------------


def _said(statement: Statement) -> Iterator[dict[str, Any]]:
    for chapter in statement["chapters"]:
        yield from chapter["said"]


def _rewritten(folder: Path, change: Callable[[dict[str, Any]], str | None]) -> bool:
    """Change the first sentence that can be changed so, everywhere; `change` returns the new text."""
    statement = _read(folder)
    for said in _said(statement):
        old = said["written"]
        new = change(said) if said["source"] else None
        if new is None or new == old:
            continue
        said["written"] = new
        said["spoken"] = said["spoken"].replace(old, new)
        for name in TEXTS:
            text = (folder / name).read_text(encoding="utf-8")
            (folder / name).write_text(text.replace(old, new), encoding="utf-8")
        _seal(folder, statement)
        return True
    return False


def _seal(folder: Path, statement: Statement) -> None:
    """Make every digest right again."""
    for name in statement["files"]:
        statement["files"][name] = sha256_of(folder / name)
    (folder / provenance.STATEMENT_FILE).write_text(json.dumps(statement, ensure_ascii=False), encoding="utf-8")


def _digit(folder: Path) -> bool:
    def change(said: dict[str, Any]) -> str | None:
        match = DIGIT.search(said["written"])
        if not match or match[0] not in "0123456789":
            return None
        other = str((int(match[0]) + 1) % 10)
        return said["written"][: match.start()] + other + said["written"][match.end() :]

    return _rewritten(folder, change)


def _clause(folder: Path) -> bool:
    def change(said: dict[str, Any]) -> str | None:
        text = said["written"].rstrip()
        return text[:-1] + CLAUSE + text[-1] if text.endswith(".") else text + CLAUSE

    return _rewritten(folder, change)


def _clause_as_edit(folder: Path) -> bool:
    """Add a clause, and call it a safe edit."""

    def change(said: dict[str, Any]) -> str | None:
        end = said["source"]["end"]
        said["edits"].append({"rule": "antecedent", "start": end, "end": end, "text": CLAUSE})
        return str(said["written"]) + CLAUSE

    return _rewritten(folder, change)


def _negation(folder: Path) -> bool:
    def change(said: dict[str, Any]) -> str | None:
        words = said["written"].split(" ")
        at = next((number for number, word in enumerate(words) if word in NEGATIONS), None)
        return None if at is None else " ".join(words[:at] + words[at + 1 :])

    return _rewritten(folder, change)


def _negation_as_edit(folder: Path) -> bool:
    """Drop a negation, and call it a connector."""

    def change(said: dict[str, Any]) -> str | None:
        if said["edits"]:
            return None
        text = said["written"]
        match = re.search(rf"(?<!\w)(?:{'|'.join(NEGATIONS)}) ", text)
        if not match:
            return None
        start = said["source"]["start"] + match.start()
        said["edits"].append({"rule": "connector", "start": start, "end": start + len(match[0]), "text": ""})
        return text[: match.start()] + text[match.end() :]

    return _rewritten(folder, change)


def _other_name(folder: Path) -> bool:
    """Say of one what is said of another, and call it the name of who is meant."""
    names = [said["speaker"] for said in _said(_read(folder)) if said["speaker"]]

    def change(said: dict[str, Any]) -> str | None:
        own = next((name for name in names if name in said["written"]), None)
        other = next((name for name in names if name != own), None)
        if said["edits"] or own is None or other is None:
            return None
        start = said["source"]["start"] + said["written"].index(own)
        said["edits"].append({"rule": "antecedent", "start": start, "end": start + len(own), "text": other})
        return str(said["written"]).replace(own, other, 1)

    return _rewritten(folder, change)


def _cut(folder: Path) -> bool:
    """Begin behind a negation."""

    def change(said: dict[str, Any]) -> str | None:
        match = re.search(rf"(?<!\w)(?:{'|'.join(NEGATIONS)}) ", said["written"])
        if not match or said["edits"] or match.end() > len(said["written"]) - 20:
            return None
        said["source"]["start"] += match.end()
        return str(said["written"])[match.end() :]

    return _rewritten(folder, change)


def _headline(folder: Path) -> bool:
    """Tell a lie in the title, everywhere."""
    statement = _read(folder)
    old, new = statement["title"], f"{statement['title']} {CLAUSE.strip()}"
    for name in (*TEXTS, "chapters.json", "episode.json", "player.html"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    statement["title"] = new
    _seal(folder, statement)
    return True


def _unspoken(folder: Path) -> bool:
    """Leave a negation unspoken that is written."""
    statement = _read(folder)
    for said in _said(statement):
        match = re.search(rf"(?<!\w)(?:{'|'.join(NEGATIONS)})(?= )", said["written"])
        if match and not said["pieces"]:
            said["pieces"] = [
                {"start": match.start(), "end": match.end(), "spoken": "", "semiotic_class": "symbol", "rule": None}
            ]
            said["spoken"] = _spoken(said)
            _seal(folder, statement)
            return True
    return False


def _read(folder: Path) -> Statement:
    found: Statement = json.loads((folder / provenance.STATEMENT_FILE).read_text(encoding="utf-8"))
    return found


def _speaker(folder: Path) -> bool:
    statement = _read(folder)
    quoted = [said for said in _said(statement) if said["speaker"]]
    if not quoted:
        return False
    old = quoted[0]["speaker"]
    title = statement["originals"][0]["title"]
    new = next((said["speaker"] for said in quoted if said["speaker"] != old), " ".join(title.split()[:2]))
    for said in quoted:
        if said["speaker"] == old:
            said["speaker"] = new
    for name in TEXTS:
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    _seal(folder, statement)
    return True


def _word(folder: Path) -> bool:
    """Let a number be spoken with another value than is written."""
    statement = _read(folder)
    for said in _said(statement):
        for piece in said["pieces"]:
            if piece["semiotic_class"] == "cardinal" and "خمس" not in piece["spoken"]:
                piece["spoken"] = "خمسة وخمسين"
                said["spoken"] = _spoken(said)
                _seal(folder, statement)
                return True
    return False


def _spoken(said: dict[str, Any]) -> str:
    parts, at = [], 0
    for piece in said["pieces"]:
        parts += [said["written"][at : piece["start"]], piece["spoken"]]
        at = piece["end"]
    return "".join([*parts, said["written"][at:]])


def _file(folder: Path) -> bool:
    """Change one byte of the sound."""
    path = folder / "briefing.mp3"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return True


# --- in one form, the statement left as it is -------------------------------------------------------------------------


def _form(name: str, pattern: str, now: str) -> Callable[[Path], bool]:
    """Change the first place of a pattern in one form."""

    def plant(folder: Path) -> bool:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        changed = re.sub(pattern, now, text, count=1)
        path.write_text(changed, encoding="utf-8")
        _seal(folder, _read(folder))
        return changed != text

    return plant


def _stated(change: Callable[[Statement], bool]) -> Callable[[Path], bool]:
    """Change the statement alone."""

    def plant(folder: Path) -> bool:
        statement = _read(folder)
        changed = change(statement)
        _seal(folder, statement)
        return changed

    return plant


def _decimal(folder: Path) -> bool:
    """Begin behind a decimal point: 1.2 million become two."""

    def change(said: dict[str, Any]) -> str | None:
        match = re.search(r"\d[.,](?=\d+ )", said["written"])
        if not match or said["edits"] or match.end() > len(said["written"]) - 20:
            return None
        said["source"]["start"] += match.end()
        return str(said["written"])[match.end() :]

    return _rewritten(folder, change)


def _at_comma(folder: Path) -> bool:
    """End before a comma, so that what limits the sentence is left out."""

    def change(said: dict[str, Any]) -> str | None:
        at = said["written"].rfind("، ")
        if at < 30 or said["edits"]:
            return None
        said["source"]["end"] = said["source"]["start"] + at
        said["pieces"] = [piece for piece in said["pieces"] if piece["end"] <= at]
        return str(said["written"])[:at]

    return _rewritten(folder, change)


def _published_by(statement: Statement) -> bool:
    statement["originals"][0]["publication"] += LIE
    return True


def _address(statement: Statement) -> bool:
    statement["originals"][0]["url"] = "https://evil.example/"
    return True


def _as_background(statement: Statement) -> bool:
    """Call all of it background, and tell it backwards."""
    chapter = statement["chapters"][0]
    chapter["kind"] = "background"
    chapter["said"].reverse()
    return len(chapter["said"]) > 1


def _title(statement: Statement) -> bool:
    """Call a chapter after the first words of a sentence."""
    first = next((str(said["written"]) for said in _said(statement) if said["source"]), "")
    title = " ".join(first.split()[1:4])
    changed = bool(title != statement["chapters"][0]["title"])
    statement["chapters"][0]["title"] = title
    return changed


def _vowels(statement: Statement) -> bool:
    """Swap the vowels of active and passive."""
    before = [said["spoken"] for said in _said(statement)]
    for said in _said(statement):
        said["spoken"] = said["spoken"].translate({0x64E: 0x64F, 0x64F: 0x64E})
    return before != [said["spoken"] for said in _said(statement)]


def _tag(name: str, value: str) -> Callable[[Statement], bool]:
    def change(statement: Statement) -> bool:
        statement["tags"][name] = value
        return True

    return change


def _cover(folder: Path) -> bool:
    path = folder / "cover.png"
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    _seal(folder, _read(folder))
    return True


def _older(folder: Path) -> bool:
    """Say that another version made it, and leave a negation unspoken."""
    for name in (*TEXTS, "episode.json", "player.html", provenance.STATEMENT_FILE):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(provenance.PROGRAM, "arabic-briefing 0.0.1"), encoding="utf-8")
    return _unspoken(folder)


_SENTENCE = r"(?=<p class=\"line\" id=\"u3\")"
_NEGATION = rf"(?<!\w)({'|'.join(NEGATIONS)})(?= )"
_DISCLOSED = "هذا التسجيل بصوت اصطناعي"
_FORMS = {
    "point_in_captions": _form("captions.vtt", r"(?<=\d)[.,](?=\d+[ %])", ""),
    "point_in_transcript": _form("transcript.json", r"(?<=\d)[.,](?=\d+[ %])", ""),
    "minus_in_summary": _form("summary.txt", r"(?<![\w.,:])(?=\d+%)", "-"),
    "turned_in_captions": _form("captions.vtt", r"(?<= )(\d+)(?= \w)", "\u202e\\1\u202c"),
    "hidden_negation": _form("index.html", rf"(?<=[\w>] ){_NEGATION}(?=[^{{}}]*</p>)", r"<span hidden>\1</span>"),
    "struck_negation": _form("summary.html", rf"(?<=[\w>] ){_NEGATION}", r"<del>\1</del>"),
    "negation_above": _form("index.html", _SENTENCE, "<p>لم</p>"),
    "label_words": _form("summary.md", r"\n\n(?=## )", "\n\nلكن هذا الخبر غير كامل، ولا أرقام فيه.\n\n"),
    "other_name_below": _form("summary.md", "> \N{EM DASH} ", "> \N{EN DASH} السيد "),
    "other_name_in_page": _form("summary.html", "<cite>", "<cite>السيد "),
    "announced_otherwise": _form("summary.txt", "اقتباس عن", "الاقتباس عن رئيس"),
    "notice": _form("episode.json", r'"notices": \[\]', f'"notices": ["{LIE}"]'),
    "record_author": _form("episode.json", r'"author": "', f'"author": "{LIE}'),
    "record_source": _form("episode.json", r'"source": "', '"source": "https://evil.example/'),
    "approved": _form("episode.json", '"approved": null', '"approved": "2026-11-30T00:00:00+00:00"'),
    "disclosure_page": _form("index.html", f"{_DISCLOSED}[^<]*", ""),
    "disclosure_player": _form("player.html", f"{_DISCLOSED}[^<]*", ""),
    "disclosure_captions": _form("captions.vtt", _DISCLOSED, ""),
    "foreign_sound": _form("index.html", r'src="briefing\.mp3"', 'src="https://evil.example/x.mp3"'),
    "frame": _form("index.html", "<main", '<iframe src="https://evil.example/"></iframe><main'),
    "refresh": _form("index.html", "<head>", '<head><meta http-equiv="refresh" content="0;url=https://evil.example/">'),
    "label_for_ears": _form("index.html", 'aria-label="', f'aria-label="{LIE} '),
    "search_engines": _form("index.html", '"inLanguage"', '"author":{"name":"x"},"inLanguage"'),
    "caption_times": _form("captions.vtt", r"00:00:0(?=\d)", "00:00:1"),
}
_PLANTS: dict[str, Callable[[Path], bool]] = {
    **_FORMS,
    "decimal": _decimal,
    "at_comma": _at_comma,
    "publication": _stated(_published_by),
    "address": _stated(_address),
    "order": _stated(_as_background),
    "title": _stated(_title),
    "vowels": _stated(_vowels),
    "source_hash": _stated(_tag("sourceHash", f"sha256:{'0' * 64}")),
    "source_type": _stated(_tag("digitalSourceType", f"{provenance.IPTC}digitalCapture")),
    "cover": _cover,
    "older": _older,
    "digit": _digit,
    "speaker": _speaker,
    "clause": _clause,
    "clause_as_edit": _clause_as_edit,
    "negation": _negation,
    "negation_as_edit": _negation_as_edit,
    "other_name": _other_name,
    "cut": _cut,
    "headline": _headline,
    "unspoken": _unspoken,
    "number_word": _word,
    "file": _file,
    "signed_file": _file,
}
# The others may be found by any fault: nothing else is wrong there.
_EXPECTED = {
    "decimal": "sentence",
    "at_comma": "sentence",
    "older": "number",
    "digit": "sentence",
    "speaker": "speaker",
    "clause": "sentence",
    "clause_as_edit": "sentence",
    "negation": "sentence",
    "negation_as_edit": "sentence",
    "other_name": "sentence",
    "cut": "sentence",
    "headline": "title",
    "unspoken": "number",
    "number_word": "number",
    "file": "file",
}


# --- a key for the test -----------------------------------------------------------------------------------------------


def _signing(room: Path) -> Signing:
    """Make a key, and a certificate that an authority of this test issued for it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Desk"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "Desk"),
        ]
    )
    now, authority, key = (
        datetime.now(UTC),
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Authority")]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, encipher_only=False, decipher_only=False, **usage), critical=True
        )
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
        .sign(authority, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (room / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (room / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    signing = Signing(key=room / "key.pem", certificates=room / "cert.pem")
    sign.ready(signing)
    return signing


if __name__ == "__main__":
    main()
