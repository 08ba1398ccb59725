"""That no person reads is heard and written, unless one does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing import pipeline
from briefing.errors import SettingsError
from briefing.settings import Settings, Show, Wording

if TYPE_CHECKING:
    from tests.conftest import Runner

SLUG = "aoc-biden-2024"
SAID = "يقرأ لكم هذا الموجز صوت اصطناعي."
PERSON = 'title = "Layla"\nsynthesizer = "silence"\ncredit = "ليلى منصور"\nrecorded = true\n'


@pytest.mark.parametrize("length", ["short", "standard", "full", "whole"])
def test_it_costs_no_word_of_the_story(seed: Path, length: str) -> None:
    (article,) = pipeline.articles(str(seed))
    told = [one.written for one in pipeline.written(article, Settings(length=length)).utterances]
    silent = Settings(length=length, show=Show(say_synthetic=False))
    assert told.count(SAID) == 1
    assert [one for one in told if one != SAID] == [one.written for one in pipeline.written(article, silent).utterances]


@pytest.mark.parametrize("own", ["الصوت الذي تسمعونه مولَّد آليا.", "هٰذَا الصَّوْتُ مُوَلَّدٌ حَاسُوبِيًّا.", "يَقْرَأُ صَوْتٌ اِصْطِنَاعِيٌّ."])
def test_a_house_says_it_in_its_own_words(seed: Path, own: str) -> None:
    (article,) = pipeline.articles(str(seed))
    told = pipeline.written(article, Settings(wording=Wording(synthetic=own)))
    assert [one.written for one in told.utterances[:2]][1] == own


@pytest.mark.parametrize(
    "words",
    [
        "أهلا بكم.",
        "نشرة القطاع الصناعي.",
        "جاءكم الخبر على متن مركب في البحر.",
        "يقرأ لكم هذا الموجز إنسان لا صوت اصطناعي.",
        "يقرأ {show} صوت اصطناعي.",
    ],
)
def test_words_from_which_nobody_would_learn_it_are_refused(words: str) -> None:
    for name in ("synthetic", "bulletin_synthetic"):
        with pytest.raises(SettingsError):
            Wording(**{name: words})


def test_a_person_who_reads_is_nowhere_called_synthetic(
    seed: Path, briefing: Runner, work: Path, environment: dict[str, str]
) -> None:
    voices = Path(environment["XDG_CONFIG_HOME"]) / "briefing" / "voices"
    voices.mkdir(parents=True)
    (voices / "layla.toml").write_text(PERSON, encoding="utf-8")
    ran = briefing("make", seed, "--voice", "layla", "--epub")
    assert (ran.code, ran.err) == (0, "")
    folder = work / "output" / SLUG
    texts = [path for path in folder.iterdir() if path.suffix in {".html", ".txt", ".md", ".vtt", ".json"}]
    for path in (*texts, work / "output" / "feed.xml"):
        text = path.read_text(encoding="utf-8")
        assert "اصطناعي" not in text.replace("\\u064e\\u0651", ""), path.name
        assert "SoftwareApplication" not in text
    assert "digitalCapture" in (folder / "captions.vtt").read_text(encoding="utf-8")
    assert "ليلى منصور" in (folder / "summary.txt").read_text(encoding="utf-8")
    assert briefing("audit", folder).code == 0
