"""What a forger does who knows the program is found: in each form, in the statement, in what is not said at all.

Every forgery here passed an audit that compared words in a bag.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from briefing import pipeline, provenance
from briefing.model import Approval
from briefing.pipeline import audit
from briefing.production import cover, manifest, sign
from briefing.settings import Settings
from tests import keys
from tests.pipeline.forging import publish, seal, statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STORY = """الوزيرة ترفض خفض الأجور

قالت وزيرة العمل ليلى منصور إن الحكومة لن تخفض الأجور هذا العام. وأضافت أن القرار يشمل 1.2 مليون موظف في البلاد.

وقالت ليلى منصور: "لن نترك أسرة واحدة بلا دخل، وهذا وعد نقطعه أمام الجميع". ورحب العمال بالقرار الذي طال انتظاره.

وتابعت: "سنبدأ بالقطاع الصحي، ثم ننتقل إلى المدارس والجامعات في كل المدن".

ولا تزال المفاوضات جارية. "سنواصل الحوار مع الجميع حتى نصل إلى اتفاق عادل"، قالت ليلى منصور.

وقال رئيس النقابة سالم الحارثي: "لم نتلق أي ضمانات مكتوبة حتى الآن". ولم يحدد موعدا للإضراب المقبل.

وكانت الحكومة قد حاولت خفض الأجور في العام الماضي، لكن جهودها لم تكلل بالنجاح.

وأظهر استطلاع أجراه مركز المدينة للدراسات أن 67% من العمال يؤيدون الإضراب، وشمل الاستطلاع 900 عامل.

وكانت نسبة المؤيدين مرتفعة2.11 نقطة عن العام الماضي.
"""
LIE = "اعترفت الوزيرة بأنها كذبت"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = tmp_path_factory.mktemp("desk") / "story.txt"
    story.write_text(STORY, encoding="utf-8")
    return publish(story, ("epub",))


@pytest.fixture
def episode(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "episode")


def found_in(folder: Path) -> set[str]:
    return {fault.where for fault in audit(folder).faults}


def said(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for chapter in told["chapters"] for one in chapter["said"]]


def test_a_figure_glued_to_a_word_is_no_fault(episode: Path) -> None:
    assert audit(episode).faults == ()
    assert audit(episode).unproven == ()


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("captions.vtt", "1.2", "12"),
        ("transcript.json", "1.2", "12"),
        ("summary.txt", "1.2", "1:2"),
        ("summary.txt", "67%", "-67%"),
        ("captions.vtt", "1.2", "\u202e1.2\u202c"),
        ("index.html", "لن تخفض", "<span hidden>لن</span> تخفض"),
        ("index.html", "لن تخفض", "<del>لن</del> تخفض"),
        ("summary.html", "لن تخفض", '<span class="unseen">لن</span> تخفض'),
        ("index.html", '<p class="line" id="u3"', '<p>لم</p><p class="line" id="u3"'),
        ("summary.txt", "قالت وزيرة", "لا قالت وزيرة"),
        ("summary.md", "قالت وزيرة", "لكن هذا الخبر غير كامل، ولا أرقام فيه.\n\nقالت وزيرة"),
        ("summary.md", "> \N{EM DASH} ", "> \N{EN DASH} السيد "),
        ("summary.html", "<cite>", "<cite>السيد "),
        ("summary.txt", "انتهى الاقتباس", "قال سالم الحارثي"),
        ("index.html", 'src="briefing.mp3"', 'src="https://evil.example/x.mp3"'),
        ("player.html", 'src="briefing.mp3"', 'src="https://evil.example/x.mp3"'),
        ("index.html", "<head>", '<head><meta http-equiv="refresh" content="0;url=https://evil.example/">'),
        ("index.html", "<main", '<iframe src="https://evil.example/"></iframe><main'),
        ("index.html", 'aria-label="', f'aria-label="{LIE} '),
        ("index.html", '"contentUrl":"briefing.mp3"', '"contentUrl":"https://evil.example/x.mp3"'),
        ("index.html", '"inLanguage"', '"author":{"name":"x"},"inLanguage"'),
        ("index.html", "<li>دُقّق", "<li hidden>دُقّق"),
        ("index.html", "</body>", "<script>document.body.innerHTML=''</script></body>"),
        ("player.html", "هذا التسجيل بصوت اصطناعي مولَّد آليا من نص الخبر.", ""),
        ("captions.vtt", "هذا التسجيل بصوت اصطناعي مولَّد آليا من نص الخبر.", ""),
        ("captions.vtt", "00:00:0", "00:00:1"),
        ("transcript.json", '"endTime": ', '"endTime": 1'),
        ("episode.json", '"author": ""', f'"author": "{LIE}"'),
        ("episode.json", '"source": ""', '"source": "https://evil.example/"'),
        ("episode.json", '"notices": []', f'"notices": ["{LIE}"]'),
        ("episode.json", '"approved": null', '"approved": "2026-11-30T00:00:00+00:00"'),
        ("episode.json", "القارئ: silence.", "القارئ: ليلى."),
        ("episode.json", '"guid": "', '"guid": "\\ud800'),
    ],
)
def test_a_form_that_was_tampered_with_is_found_without_its_digest(
    episode: Path, name: str, was: str, now: str
) -> None:
    path = episode / name
    text = path.read_text(encoding="utf-8")
    assert was in text, text[:3000]
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    seal(episode)
    assert name in found_in(episode)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"title": "', f'"title": "{LIE}", "title": "'),
        ('"start_ms": 0', f'"start_ms": 0, "note": "{LIE}"'),
    ],
)
def test_a_record_that_says_a_thing_twice_or_more_than_ours_is_found(episode: Path, was: str, now: str) -> None:
    path = episode / "episode.json"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    seal(episode)
    assert "episode.json" in found_in(episode)


@pytest.mark.parametrize(
    ("member", "was", "now"),
    [
        ("EPUB/package.opf", "<dc:title>", f"<dc:title>{LIE} "),
        ("EPUB/briefing.smil", 'clipBegin="', 'clipBegin="9'),
        ("EPUB/briefing.xhtml", "1.2", "12"),
        ("EPUB/evil.xhtml", "", f"<p>{LIE}</p>"),
    ],
)
def test_a_book_that_was_tampered_with_is_found(episode: Path, member: str, was: str, now: str) -> None:
    path = episode / "briefing.epub"
    with zipfile.ZipFile(path) as book:
        members = {one.filename: book.read(one) for one in book.infolist()}
    members[member] = members.get(member, b"").decode().replace(was, now, 1).encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in members.items():
            book.writestr(name, content)
    seal(episode)
    assert "briefing.epub" in found_in(episode)


def _frame(name: str, text: str) -> bytes:
    body = b"\x01" + b"\xff\xfe" + text.encode("utf-16-le")
    return name.encode() + len(body).to_bytes(4) + b"\0\0" + body


def _with_frame(content: bytes, frame: bytes) -> bytes:
    size = content[6] << 21 | content[7] << 14 | content[8] << 7 | content[9]
    body = frame + content[10 : 10 + size]
    length = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return content[:6] + length + body + content[10 + size :]


@pytest.mark.parametrize("frame", ["TIT3", "TPE1", "TIT2"])
def test_a_tag_more_in_the_sound_is_found(episode: Path, frame: str) -> None:
    path = episode / "briefing.mp3"
    path.write_bytes(_with_frame(path.read_bytes(), _frame(frame, LIE)))
    seal(episode)
    assert "briefing.mp3" in found_in(episode)


def test_an_old_tag_behind_the_sound_is_found(episode: Path) -> None:
    path = episode / "briefing.mp3"
    path.write_bytes(path.read_bytes() + b"TAG" + b"Minister lied".ljust(125, b"\0"))
    seal(episode)
    assert "briefing.mp3" in found_in(episode)


@pytest.mark.parametrize("name", ["SYLT", "WOAS", ""])
def test_a_mark_without_a_signature_switches_nothing_off(episode: Path, name: str) -> None:
    path = episode / "briefing.mp3"
    content = path.read_bytes()
    path.write_bytes((_with_frame(content, _frame(name, LIE)) if name else content) + b"c2pa")
    seal(episode)
    report = audit(episode)
    assert "has the mark of a signature, and no signature" in [fault.what for fault in report.faults]
    assert ("its tags are not what this program writes" in [fault.what for fault in report.faults]) == bool(name)


def test_behind_a_signature_the_tag_is_still_looked_at(tmp_path: Path) -> None:
    story, signer = tmp_path / "story.txt", keys.make(tmp_path / "keys")
    story.write_text(STORY, encoding="utf-8")
    signing = sign.Signing(certificates=signer.chain, key=signer.key)
    choices = pipeline.Choices(settings=Settings(voice="silence"), folder=tmp_path / "output", signing=signing)
    (made,) = pipeline.make([str(story)], choices)
    assert isinstance(made, pipeline.Made)
    path = made.mp3
    assert audit(path.parent).faults == ()
    content = path.read_bytes()
    more = _with_frame(content, _frame("SYLT", LIE))
    path.write_bytes(more)
    seal(path.parent)
    what = {fault.what for fault in audit(path.parent).faults if fault.where == path.name}
    assert "its tags are not what this program writes, but for the signature" in what


@pytest.mark.parametrize("chunk", [b"tEXt", b"fcTL", b""])
def test_a_cover_that_holds_more_than_its_picture_is_found(episode: Path, chunk: bytes) -> None:
    path = episode / "cover.png"
    content = path.read_bytes()
    body = chunk + b"lie\0lie"
    more = len(body[4:]).to_bytes(4) + body + zlib.crc32(body).to_bytes(4) if chunk else b""
    path.write_bytes(content[:-12] + more + content[-12:] + (b"" if chunk else LIE.encode()))
    seal(episode)
    assert "cover.png" in found_in(episode)


def test_the_bars_of_a_cover_are_its_own(episode: Path) -> None:
    """Those of another name are not: anything might be written there."""
    told = json.loads((episode / "episode.json").read_text(encoding="utf-8"))
    fake = SimpleNamespace(script=SimpleNamespace(title=told["title"]), slug="elsewhere-5")
    cover.draw(fake, episode / "cover.png")  # type: ignore[arg-type]
    seal(episode)
    assert "cover.png" in found_in(episode)


def test_a_cover_of_another_story_is_found(episode: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(STORY.replace("ترفض خفض", "تقبل خفض"), encoding="utf-8")
    choices = pipeline.Choices(settings=Settings(voice="silence"), folder=tmp_path / "other")
    (made,) = pipeline.make([str(other)], choices)
    assert isinstance(made, pipeline.Made)
    shutil.copyfile(made.mp3.parent / "cover.png", episode / "cover.png")
    seal(episode)
    assert "cover.png" in found_in(episode)


def _publication(told: dict[str, Any]) -> None:
    told["originals"][0]["publication"] = "رويترز"


def _address(told: dict[str, Any]) -> None:
    told["originals"][0]["url"] = "https://evil.example/"


def _background(told: dict[str, Any]) -> None:
    told["chapters"][0]["kind"] = "background"


def _reordered(told: dict[str, Any]) -> None:
    first = told["chapters"][0]["said"]
    first[-1], first[-2] = first[-2], first[-1]


def _cut_at_comma(told: dict[str, Any]) -> None:
    """Leave out "but its efforts did not succeed"."""
    for one in said(told):
        at = one["written"].find(" لكن جهودها")
        if at > 0:
            one["source"]["end"] = one["source"]["start"] + at
            one["written"] = one["written"][:at]
            one["spoken"], one["pieces"] = one["written"], []


def _decimal(told: dict[str, Any]) -> None:
    """Begin behind the point of 1.2."""
    for one in said(told):
        at = one["written"].find("1.2 مليون")
        if at > 0:
            one["source"]["start"] += at + 2
            one["written"] = one["spoken"] = one["written"][at + 2 :]
            one["pieces"] = []


def _left_out(told: dict[str, Any]) -> None:
    """Let "he added" follow the opening, what he added to being left out."""
    first = told["chapters"][0]["said"]
    first[:] = [one for one in first if not one["written"].startswith("قالت وزيرة العمل")]


def _vowels(told: dict[str, Any]) -> None:
    turned = {0x064E: 0x064F, 0x064F: 0x064E}
    for one in said(told):
        one["spoken"] = one["spoken"].translate(turned)


def _source_hash(told: dict[str, Any]) -> None:
    told["tags"]["sourceHash"] = f"sha256:{'0' * 64}"


def _source_type(told: dict[str, Any]) -> None:
    told["tags"]["digitalSourceType"] = f"{provenance.IPTC}digitalCapture"


def _times(told: dict[str, Any]) -> None:
    for one in said(told):
        one["start_ms"] = one["end_ms"] = 0


def _engine(told: dict[str, Any]) -> None:
    """Name an engine that nobody here knows, so that nothing can be written again."""
    told["tags"]["engine"] = "neural-x"


def _credit(told: dict[str, Any]) -> None:
    told["read_by"] = "القارئ: ليلى منصور."


def _unknown_field(told: dict[str, Any]) -> None:
    told["note"] = LIE


def _other_version(told: dict[str, Any]) -> None:
    told["version"] = 2


def _titled(told: dict[str, Any]) -> None:
    """Call a chapter after a phrase of the article that turns its sense."""
    told["chapters"][0]["title"] = "خفض الأجور"


@pytest.mark.parametrize(
    "forge",
    [
        _publication,
        _address,
        _background,
        _reordered,
        _cut_at_comma,
        _decimal,
        _left_out,
        _vowels,
        _source_hash,
        _source_type,
        _engine,
        _credit,
        _times,
        _unknown_field,
        _other_version,
        _titled,
    ],
)
def test_a_statement_that_the_desk_would_not_make_is_found(
    episode: Path, forge: Callable[[dict[str, Any]], None]
) -> None:
    told = statement(episode)
    forge(told)
    assert told != statement(episode)
    seal(episode, told)
    kinds = {fault.kind for fault in audit(episode).faults if fault.where not in told["files"]}
    assert kinds, forge.__name__


def test_a_field_that_stands_twice_is_found(episode: Path) -> None:
    path = episode / provenance.STATEMENT_FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'"voice":', f'"voice":"{LIE}","voice":', text, count=1), encoding="utf-8")
    assert provenance.STATEMENT_FILE in found_in(episode)


def test_a_file_of_ours_without_a_digest_is_found_and_another_is_told(episode: Path) -> None:
    told = statement(episode)
    del told["files"]["cover.png"]
    (episode / "read-me.html").write_text(LIE, encoding="utf-8")
    seal(episode, told)
    report = audit(episode)
    assert "cover.png" in {fault.where for fault in report.faults}
    assert any("read-me.html" in what for what in report.unproven)


def test_an_engine_that_is_not_the_voices_is_found(episode: Path) -> None:
    for path in (episode / "episode.json", episode / provenance.STATEMENT_FILE):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'("engine": ?)"silence"', r'\1"neural-x"', text), encoding="utf-8")
    seal(episode)
    report = audit(episode)
    assert "is said to be of neural-x, and is of silence" in {fault.what for fault in report.faults}
    assert "captions.vtt" in {fault.where for fault in report.faults}


def test_a_voice_that_is_not_here_is_told_with_all_that_it_says_of_itself(episode: Path) -> None:
    told = statement(episode)
    told["voice"], told["read_by"] = "layla", "القارئ: ليلى منصور."
    told["tags"] |= {"engine": "neural-x", "digitalSourceType": f"{provenance.IPTC}digitalCapture"}
    seal(episode, told)
    (line,) = (what for what in audit(episode).unproven if "the voice" in what)
    assert "layla" in line
    assert "ليلى منصور" in line
    assert "a person, recorded" in line
    told["tags"] |= {"engine": "silence", "digitalSourceType": f"{provenance.IPTC}algorithmicMedia"}
    seal(episode, told)
    assert any("layla" in what and "a machine" in what for what in audit(episode).unproven)


def test_an_approval_that_only_the_episode_has_is_told(episode: Path, published: Path) -> None:
    story = published.parent.parent / "story.txt"
    moment = datetime(2026, 11, 29, 8, tzinfo=UTC)
    given = pipeline.articles(str(story))
    stands = Approval(by="ليلى", at=moment, length="whole", told="")
    kept = json.loads((episode / ".article.json").read_text(encoding="utf-8"))
    kept["approvals"] = [{"by": "ليلى", "at": moment.isoformat(), "length": "whole", "told": ""}]
    (episode / ".article.json").write_text(json.dumps(kept), encoding="utf-8")
    path = episode / "episode.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"approved": null', f'"approved": "{moment.isoformat()}"'), encoding="utf-8")
    seal(episode)
    told = "approved by ليلى (2026-11-29), which only the episode says"
    for articles in ((), given):
        report = audit(episode, articles)
        assert report.faults == ()
        assert told in report.unproven
    approved = [replace(one, approvals=(stands,)) for one in given]
    assert audit(episode, approved).unproven == ()


def test_a_listed_file_that_no_publisher_of_ours_writes_is_told(episode: Path) -> None:
    told = statement(episode)
    (episode / "transcript.html").write_text(LIE, encoding="utf-8")
    told["files"]["transcript.html"] = ""
    seal(episode, told)
    assert audit(episode).unproven == ("transcript.html, which this program does not write",)


def _of_another_version(folder: Path) -> None:
    for path in folder.iterdir():
        if path.suffix in {".html", ".md", ".txt", ".vtt", ".json"}:
            text = path.read_text(encoding="utf-8").replace(provenance.PROGRAM, "arabic-briefing 0.0.1")
            path.write_text(text, encoding="utf-8")
    seal(folder)


def test_another_version_switches_nothing_off_unsaid(episode: Path) -> None:
    (episode / "briefing.epub").unlink()
    told = statement(episode)
    del told["files"]["briefing.epub"]
    seal(episode, told)
    _of_another_version(episode)
    assert any("arabic-briefing 0.0.1" in what for what in audit(episode).unproven)
    told = statement(episode)
    for one in said(told):
        at = one["written"].find("لن تخفض")
        if at >= 0:
            piece = {"start": at, "end": at + 2, "spoken": "", "semiotic_class": "symbol", "rule": None}
            one["pieces"] = [piece, *one["pieces"]]
            one["spoken"] = one["written"].replace("لن", "", 1)
    seal(episode, told)
    assert "number" in {fault.kind for fault in audit(episode).faults}


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("captions.vtt", "1.2", "12"),
        ("summary.txt", "67%", "-67%"),
        ("index.html", "لن تخفض", "<span hidden>لن</span> تخفض"),
        ("index.html", '<p class="line" id="u3"', '<p>لم</p><p class="line" id="u3"'),
        ("summary.txt", "قالت وزيرة", "لكن هذا الخبر غير كامل. قالت وزيرة"),
        ("summary.txt", "1.2", "\u202e1.2\u202c"),
    ],
)
def test_forms_of_another_version_are_read_word_by_word(episode: Path, name: str, was: str, now: str) -> None:
    _of_another_version(episode)
    path = episode / name
    before, found, behind = path.read_text(encoding="utf-8").rpartition(was)
    assert found
    path.write_text(before + now + behind, encoding="utf-8")
    seal(episode)
    assert name in found_in(episode)


def test_a_signature_that_cannot_be_read_here_is_told(episode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = episode / "briefing.epub.c2pa"
    path.write_bytes(b"a signature")
    monkeypatch.setattr(sign, "unusable_because", lambda: "needs a package: c2pa-python")
    assert any("signature of briefing.epub" in what for what in audit(episode).unproven)


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        (("signingCredential.expired",), "out of its time"),
        (("signingCredential.ocsp.revoked",), "does not hold"),
        (("assertion.dataHash.mismatch",), "was changed"),
    ],
)
def test_a_signature_that_does_not_hold_is_a_fault(
    episode: Path, monkeypatch: pytest.MonkeyPatch, faults: tuple[str, ...], told: str
) -> None:
    signed = manifest.Manifest(
        signer="x", organisation="x", algorithm="Es256", program="x", is_ours=False, trusted=False, faults=faults
    )
    monkeypatch.setattr(manifest, "read", lambda path: signed if path.suffix == ".mp3" else None)
    assert any(fault.kind == "signature" and told in fault.what for fault in audit(episode).faults)


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (lambda item, _: item, "tells of the episode"),
        (lambda item, guid: item.replace(guid, guid.upper()), "tells of the episode"),
        (lambda item, guid: item.replace(guid, f"{guid[:8]}<!-- -->{guid[8:]}"), "tells of the episode"),
        (lambda item, guid: item.replace(guid, "0" * 36), "tells of the episode"),
    ],
)
def test_the_feed_beside_the_episode_says_the_same(
    published: Path, tmp_path: Path, forge: Callable[[str, str], str], told: str
) -> None:
    shelf = shutil.copytree(published.parent, tmp_path / "output")
    folder, feed = shelf / published.name, shelf / "feed.xml"
    assert audit(folder).faults == ()
    text = feed.read_text(encoding="utf-8")
    guid = json.loads((folder / "episode.json").read_text(encoding="utf-8"))["guid"]
    title = STORY.partition("\n")[0]
    assert text.count(f"<title>{title}</title>") == 1
    head, start, behind = text.partition("<item>")
    item, end, tail = behind.partition("</item>")
    lie = forge(item.replace(f"<title>{title}</title>", f"<title>{LIE}</title>"), guid)
    feed.write_text(f"{head}{start}{lie}{end}{tail}", encoding="utf-8")
    assert told in " ".join(fault.what for fault in audit(folder).faults if fault.where == "feed.xml")
    feed.write_text(f"{head}{start}{item}{end}{start}{item}{end}{tail}", encoding="utf-8")
    assert "has 2 items for the episode" in {fault.what for fault in audit(folder).faults}
