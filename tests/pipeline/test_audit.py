"""An episode that was made is proven from its files and the article; one that was tampered with is not."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from briefing import pipeline, provenance
from briefing.audit import Verdict
from briefing.errors import InputError
from briefing.pipeline import audit
from briefing.settings import Settings, Show, Wording
from tests.pipeline.forging import publish, seal, statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STORY = """الوزيرة ترفض خفض الأجور

قالت وزيرة العمل ليلى منصور إن الحكومة لن تخفض الأجور هذا العام. وأضافت أن القرار يشمل 1200 موظف في البلاد.

وقالت ليلى منصور: "لن نترك أسرة واحدة بلا دخل، وهذا وعد نقطعه أمام الجميع". ورحب العمال بالقرار الذي طال انتظاره.

وتابعت: "سنبدأ بالقطاع الصحي، ثم ننتقل إلى المدارس والجامعات في كل المدن".

وقال رئيس النقابة سالم الحارثي: "لم نتلق أي ضمانات مكتوبة حتى الآن". ولم يحدد موعدا للإضراب المقبل.

وأظهر استطلاع أجراه مركز المدينة للدراسات أن 67% من العمال يؤيدون الإضراب، وشمل الاستطلاع 900 عامل.
"""
EDITIONS = ("epub", "m4a", "opus")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def published(story: Path) -> Path:
    """Make an episode in every form."""
    return publish(story, EDITIONS)


@pytest.fixture
def episode(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "episode")


def test_what_was_made_is_proven_in_every_form(episode: Path, story: Path) -> None:
    for given in ((), pipeline.articles(str(story))):
        report = audit(episode, given)
        assert report.faults == ()
        assert report.count(Verdict.WRONG) == 0
        assert report.count(Verdict.VERBATIM) >= 8
        assert report.numbers == 3
        assert report.speakers == 2
    assert {f"briefing.{form}" for form in (*EDITIONS, "mp3")} <= statement(episode)["files"].keys()


def test_the_page_says_what_was_proven(episode: Path) -> None:
    report = audit(episode)
    page = (episode / "index.html").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if "دُقّق آليا" in line)
    for number in (report.count(Verdict.VERBATIM), report.count(Verdict.OURS), report.numbers, report.speakers):
        assert str(number) in line


@pytest.mark.parametrize("name", ["briefing.mp3", "briefing.m4a", "briefing.opus", "briefing.epub", "cover.png"])
def test_a_file_that_was_altered_is_found(episode: Path, name: str) -> None:
    content = bytearray((episode / name).read_bytes())
    content[len(content) // 2] ^= 1
    (episode / name).write_bytes(content)
    assert name in {fault.where for fault in audit(episode).faults}


def test_a_file_that_is_gone_is_found(episode: Path) -> None:
    for name in ("transcript.json", "episode.json"):
        (episode / name).unlink()
    assert {"transcript.json", "episode.json"} <= {fault.where for fault in audit(episode).faults}


@pytest.mark.parametrize(
    "name", ["captions.vtt", "index.html", "summary.html", "summary.md", "summary.txt", "transcript.json"]
)
@pytest.mark.parametrize(("was", "now"), [("1200", "1300"), ("مكتوبة", "شفهية"), ("1200", "1200 ألف")])
def test_a_form_that_says_something_else_is_found_without_its_digest(
    episode: Path, name: str, was: str, now: str
) -> None:
    text = (episode / name).read_text(encoding="utf-8")
    assert was in text
    (episode / name).write_text(text.replace(was, now), encoding="utf-8")
    seal(episode, statement(episode))
    assert {fault.where for fault in audit(episode).faults} == {name}


@pytest.mark.parametrize("name", ["captions.vtt", "index.html", "summary.html", "summary.md", "transcript.json"])
def test_words_given_to_somebody_else_are_found_in_every_form(episode: Path, name: str) -> None:
    path = episode / name
    text = path.read_text(encoding="utf-8")
    for before, behind in (("<v ", ">"), ("<cite><bdi>", "<"), ("> \N{EM DASH} ", "\n"), ('"speaker": "', '"')):
        text = text.replace(f"{before}ليلى منصور{behind}", f"{before}سالم الحارثي{behind}")
    assert text != path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    seal(episode, statement(episode))
    assert name in {fault.where for fault in audit(episode).faults}


def test_an_announcement_of_somebody_else_is_found_in_the_text(episode: Path) -> None:
    path = episode / "summary.txt"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("اقتباس"))
    path.write_text(text.replace(line, "اقتباس عن وزيرة العمل:", 1), encoding="utf-8")
    seal(episode, statement(episode))
    assert "summary.txt" in {fault.where for fault in audit(episode).faults}


def _swap_speaker(told: dict[str, Any]) -> None:
    for chapter in told["chapters"]:
        for said in chapter["said"]:
            if said["speaker"]:
                said["speaker"] = {"سالم الحارثي": "ليلى منصور"}.get(said["speaker"], "سالم الحارثي")


def _drop_negation(told: dict[str, Any]) -> None:
    for said in _said(told):
        said["written"] = said["written"].replace("لن تخفض", "تخفض")


def _false_word(told: dict[str, Any]) -> None:
    for said in _said(told):
        for piece in said["pieces"]:
            said["spoken"] = said["spoken"].replace("تِسْعُ", "سَبْعُ").replace("تِسْع", "سَبْع")
            piece["spoken"] = piece["spoken"].replace("تسع", "سبع")


def _speak_otherwise(told: dict[str, Any]) -> None:
    for said in _said(told):
        said["spoken"] = said["spoken"].replace(" ", " مَا ", 1)


def _swap_by_edit(told: dict[str, Any]) -> None:
    """Say of one person what the article says of another, and call it the name of who is meant."""
    for said in _said(told):
        at = said["written"].find("سالم الحارثي")
        if said["source"] and at >= 0 and not said["edits"]:
            start = said["source"]["start"] + at
            end = start + len("سالم الحارثي")
            said["edits"] = [{"rule": "antecedent", "start": start, "end": end, "text": "وزيرة العمل ليلى منصور"}]
            said["written"] = said["written"].replace("سالم الحارثي", "وزيرة العمل ليلى منصور")


def _cut(told: dict[str, Any]) -> None:
    for said in _said(told):
        at = said["written"].find("تخفض الأجور")
        if said["source"] and at > 0:
            said["source"]["start"] += at
            said["written"] = said["written"][at:]


def _say_twice(told: dict[str, Any]) -> None:
    said = told["chapters"][0]["said"]
    said.append(said[-1])


def _unsaid(told: dict[str, Any]) -> None:
    for chapter in told["chapters"]:
        chapter["said"] = [said for said in chapter["said"] if "صوت اصطناعي" not in said["written"]]


def _unspoken(told: dict[str, Any]) -> None:
    """Leave a negation unspoken, and call it a way of writing."""
    for said in _said(told):
        at = said["written"].find("لن تخفض")
        if at >= 0:
            piece = {"start": at, "end": at + 3, "spoken": "", "semiotic_class": "symbol", "rule": None}
            said["pieces"] = [piece, *said["pieces"]]
            said["spoken"] = said["written"].replace("لن ", "", 1)


def _renamed(told: dict[str, Any]) -> None:
    """Tell a lie in the headline, and let the paragraphs begin behind it, as those of a bulletin do."""
    told["title"] = "انسحبت الوزيرة من الحكومة أمس"
    told["originals"][0]["first_paragraph"] = 1
    for said in _said(told):
        if said["source"]:
            said["source"]["paragraph"] += 1


def _other_title(told: dict[str, Any]) -> None:
    told["chapters"][0]["title"] = "استقالة مفاجئة"


def _said(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [said for chapter in told["chapters"] for said in chapter["said"]]


@pytest.mark.parametrize(
    ("forge", "kind"),
    [
        (_swap_speaker, "speaker"),
        (_drop_negation, "sentence"),
        (_false_word, "number"),
        (_speak_otherwise, "number"),
        (_other_title, "title"),
        (_swap_by_edit, "sentence"),
        (_cut, "sentence"),
        (_say_twice, "sentence"),
        (_unsaid, "sentence"),
        (_unspoken, "number"),
        (_renamed, "title"),
    ],
)
def test_a_statement_that_the_article_does_not_bear_is_found(
    episode: Path, forge: Callable[[dict[str, Any]], None], kind: str
) -> None:
    told = statement(episode)
    forge(told)
    assert told != statement(episode)
    seal(episode, told)
    assert kind in {fault.kind for fault in audit(episode).faults}


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("index.html", "</main>", "<p>وقالت ليلى منصور إن 99 موظفا استقالوا.</p></main>"),
        ("index.html", '"headline":"', '"headline":"عاجل: '),
        ("index.html", "دُقّق آليا:", "دُقّق آليا، ولا خطأ:"),
        ("captions.vtt", "المذيع>", "المذيع>كذبة\n<v المذيع>"),
        ("transcript.json", "algorithmicMedia", "digitalCapture"),
        ("player.html", "</main>", "<p>استقالت الوزيرة أمس</p></main>"),
        ("episode.json", "قالت وزيرة العمل", "نفت وزيرة العمل"),
        ("episode.json", '"title": "الوزيرة ترفض', '"title": "الوزيرة تقبل'),
        ("chapters.json", '"title": "الوزيرة', '"title": "الوزارة'),
    ],
)
def test_what_was_put_between_the_sentences_is_found(episode: Path, name: str, was: str, now: str) -> None:
    path = episode / name
    text = path.read_text(encoding="utf-8")
    assert was in text, text[:2000]
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    seal(episode, statement(episode))
    assert name in {fault.where for fault in audit(episode).faults}


def test_what_has_no_digest_is_found_and_what_leads_elsewhere(episode: Path) -> None:
    told = statement(episode)
    told["files"] = {}
    seal(episode, told)
    assert {"briefing.mp3", "index.html"} <= {fault.where for fault in audit(episode).faults}
    told["files"] = {"../secret.txt": "0" * 64, "cover.png": "0" * 64}
    (episode / "cover.png").unlink()
    (episode / "cover.png").symlink_to(episode / "summary.txt")
    (episode / provenance.STATEMENT_FILE).write_text(json.dumps(told), encoding="utf-8")
    assert {"../secret.txt", "cover.png"} <= {fault.where for fault in audit(episode).faults}


@pytest.mark.parametrize(
    "change",
    [
        {"dated": "yesterday"},
        {"dated": "2026-13-45"},
        {"originals": [{"title": "خبر", "sha256": "", "first_paragraph": 10**18}]},
        {"chapters": []},
    ],
)
def test_a_strange_statement_is_a_fault_and_no_crash(episode: Path, story: Path, change: dict[str, Any]) -> None:
    told = {**statement(episode), **change}
    (episode / provenance.STATEMENT_FILE).write_text(json.dumps(told), encoding="utf-8")
    assert not audit(episode, pipeline.articles(str(story))).holds


def test_a_book_that_unpacks_without_end_is_not_unpacked(episode: Path) -> None:
    with zipfile.ZipFile(episode / "briefing.epub", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("EPUB/briefing.xhtml", b" " * 201_000_000)
    seal(episode, statement(episode))
    assert "is too large to be looked at" in [fault.what for fault in audit(episode).faults]


def test_another_version_of_the_article_is_told_apart(episode: Path, tmp_path: Path) -> None:
    corrected = tmp_path / "story.txt"
    corrected.write_text(STORY.replace("1200", "1300"), encoding="utf-8")
    faults = audit(episode, pipeline.articles(str(corrected))).faults
    assert {"article", "sentence"} <= {fault.kind for fault in faults}


def test_a_damaged_statement_is_a_fault_and_no_episode_is_an_error(episode: Path, tmp_path: Path) -> None:
    (episode / ".article.json").unlink()
    with pytest.raises(InputError, match="--article"):
        audit(episode)
    (episode / provenance.STATEMENT_FILE).write_bytes(b"{")
    assert [str(fault) for fault in audit(episode).faults] == [f"{provenance.STATEMENT_FILE}: is damaged"]
    with pytest.raises(InputError, match="nothing to hold against"):
        audit(tmp_path)


def test_a_house_with_its_own_words_is_proven_with_its_settings(story: Path, tmp_path: Path) -> None:
    house = Settings(
        voice="silence",
        show=Show(title="نشرة الدار"),
        wording=Wording(opening="هنا {show}.", synthetic="الصوت الذي تسمعونه مولد آليا.", lead="أبرز الأخبار"),
    )
    (made,) = pipeline.make([str(story)], pipeline.Choices(settings=house, folder=tmp_path))
    assert isinstance(made, pipeline.Made)
    assert audit(made.mp3.parent, (), house).faults == ()
    assert "sentence" in {fault.kind for fault in audit(made.mp3.parent).faults}


def test_a_bulletin_is_proven_against_each_of_its_stories(story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(
        "افتتاح ثلاث محطات للمياه في عمان\n\nافتتحت مدينة عمان اليوم ثلاث محطات لتنقية المياه بكلفة 12 مليون دولار.\n\n"
        "وقال وزير المياه فهد الراشد إن المحطات تكفي 40 ألف أسرة في الأحياء الشرقية من المدينة.\n\nاقرأ أيضا\n",
        encoding="utf-8",
    )
    choices = pipeline.Choices(settings=Settings(voice="silence", length="4m"), folder=tmp_path / "output")
    made = pipeline.bulletin([str(story), str(other)], choices, top=2).outcome
    assert isinstance(made, pipeline.Made)
    folder = made.mp3.parent
    given = [article for path in (other, story) for article in pipeline.articles(str(path))]
    for articles in ((), given, given[:1]):
        report = audit(folder, articles)
        assert report.faults == ()
        assert [what.partition(" (")[0] for what in report.unproven] == ["the day of the article"]
    with pytest.raises(InputError, match="none of the stories"):
        audit(folder, pipeline.articles(str(_third(tmp_path))))


def _third(folder: Path) -> Path:
    path = folder / "third.txt"
    path.write_text("خبر آخر تماما\n\nلا علاقة لهذا الخبر بما سبق من الأخبار التي رواها الموجز.\n", encoding="utf-8")
    return path
