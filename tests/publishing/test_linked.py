"""What the page tells search engines: schema.org's own words, and nothing that is not known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from briefing.provenance import PROGRAM, article_digest
from briefing.publishing.page import Page
from briefing.publishing.player import Player

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from briefing.model import Episode

# The properties that schema.org gives these types or their parents, as far as we use them; from schema-dts 2.1.0.
VOCABULARY = {
    "NewsArticle": {
        "audio",
        "author",
        "correction",
        "dateModified",
        "datePublished",
        "description",
        "headline",
        "identifier",
        "inLanguage",
        "isBasedOn",
        "publisher",
        "url",
    },
    "AudioObject": {
        "caption",
        "contentSize",
        "contentUrl",
        "creator",
        "creditText",
        "digitalSourceType",
        "duration",
        "embedUrl",
        "encodingFormat",
        "inLanguage",
        "name",
        "transcript",
    },
    "CorrectionComment": {"datePublished", "text"},
    "MediaObject": {"contentUrl", "encodingFormat"},
    "Organization": {"name"},
    "Person": {"name"},
    "SoftwareApplication": {"name", "softwareVersion"},
}


def told(episode: Episode, folder: Path) -> dict[str, Any]:
    (path,) = Page().publish(episode, folder)
    (text,) = html.fromstring(path.read_bytes()).xpath("//script[@type='application/ld+json']/text()")
    document: dict[str, Any] = json.loads(text)
    return document


def nouns(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield value
    for inner in value.values():
        if isinstance(inner, dict):
            yield from nouns(inner)


@pytest.fixture
def known(episode: Episode) -> Episode:
    """Give an episode of which everything is known."""
    article = replace(episode.article, byline="هدى سالم", published=datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    return replace(episode, article=article, corrected=datetime(2026, 3, 3, 12, tzinfo=UTC))


def test_the_page_is_a_news_article_with_its_sound(known: Episode, tmp_path: Path) -> None:
    document = told(known, tmp_path)
    audio = document.pop("audio")
    lead = known.script.segments.lead
    assert lead
    assert document == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": "index.html",
        "headline": "المجلس يقر ميزانية الحديقة الكبرى",
        "description": lead.sentences[0],
        "inLanguage": "ar",
        "datePublished": "2026-03-01T09:30:00+00:00",
        "dateModified": "2026-03-03T12:00:00+00:00",
        "correction": {
            "@type": "CorrectionComment",
            "text": "نسخة مصححة بتاريخ 3 مارس 2026.",
            "datePublished": "2026-03-03T12:00:00+00:00",
        },
        "author": {"@type": "Person", "name": "هدى سالم"},
        "publisher": {"@type": "Organization", "name": "صحيفة المدينة"},
        "isBasedOn": "https://example.org/garden?id=1&lang=ar",
        "identifier": f"sha256:{article_digest(known.article)}",
    }
    transcript = audio.pop("transcript")
    assert audio == {
        "@type": "AudioObject",
        "name": "المجلس يقر ميزانية الحديقة الكبرى",
        "contentUrl": "briefing.mp3",
        "encodingFormat": "audio/mpeg",
        "contentSize": "4 kB",
        "duration": "PT26.307S",
        "inLanguage": "ar",
        "embedUrl": "player.html",
        "digitalSourceType": "https://schema.org/AlgorithmicMediaDigitalSource",
        "creator": {"@type": "SoftwareApplication", "name": "silence silence", "softwareVersion": PROGRAM},
        "creditText": "هذا التسجيل بصوت اصطناعي مولَّد آليا من نص الخبر. القارئ: silence.",
        "caption": {"@type": "MediaObject", "contentUrl": "captions.vtt", "encodingFormat": "text/vtt"},
    }
    assert transcript.split("\n") == [cue.utterance.written for part in known.chapters for cue in part.cues]


def test_every_word_is_one_of_schema_org(known: Episode, tmp_path: Path) -> None:
    document = told(known, tmp_path)
    for noun in nouns(document):
        assert noun.keys() - {"@context", "@type"} <= VOCABULARY[noun["@type"]]
    used = {noun["@type"]: set(noun) for noun in nouns(document)}
    assert {kind: names & used[kind] for kind, names in VOCABULARY.items()} == VOCABULARY


def test_what_is_not_known_is_left_out(episode: Episode, tmp_path: Path) -> None:
    bare = replace(episode.article, publication=None, url=None)
    document = told(replace(episode, article=bare), tmp_path)
    assert not document.keys() & {"author", "publisher", "datePublished", "isBasedOn", "correction", "dateModified"}


def test_its_addresses_are_those_of_files_beside_the_page(
    known: Episode, on_the_shelf: Callable[[Episode], Path]
) -> None:
    folder = on_the_shelf(known)
    Player().publish(known, folder)
    addresses = {noun.get(name) for noun in nouns(told(known, folder)) for name in ("url", "contentUrl", "embedUrl")}
    assert all((folder / address).is_file() for address in addresses - {None})
    assert len(addresses - {None}) == 4


def test_a_text_that_would_end_the_element_does_not(
    make_episode: Callable[..., Episode], tmp_path: Path, hostile: str
) -> None:
    made = make_episode(headline=hostile, lead=hostile, quote=hostile, speaker=hostile)
    article = replace(made.article, byline=hostile, publication="</script><!--", url="https://x.example/</script>")
    document = told(replace(made, article=article), tmp_path)
    assert document["publisher"]["name"] == "</script><!--"
    assert "<script>alert(1)</script>" in document["headline"]
