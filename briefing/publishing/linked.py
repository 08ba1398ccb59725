"""What search engines and assistants read of an episode on its page: JSON-LD in the vocabulary of schema.org.

Addresses are relative, as all of the page's own are: JSON-LD 1.1 reads them from where the page stands, and the
folder may move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.kinds import media_type
from briefing.provenance import ENGINE, MADE_BY, MODEL, SOURCE_HASH, schema_org, tags
from briefing.publishing.captions import CAPTIONS_FILE
from briefing.publishing.clock import iso_duration
from briefing.publishing.lines import lines
from briefing.publishing.notices import corrected, heading
from briefing.publishing.text import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from briefing.model import Episode
    from briefing.publishing.lines import Part

VOCABULARY = "https://schema.org"
_LANGUAGE = "ar"
_KB = 1000


def linked(episode: Episode, laid_out: Iterable[Part], *, page: str, article: str, player: str) -> dict[str, Any]:
    """Tell what the page is: a news article with its sound. `article` is the address of the original, or "".

    What is not known is left out.
    """
    title, byline, publication = (
        tidy(text or "") for text in (episode.script.title, episode.article.byline, episode.article.publication)
    )
    sound = episode.enclosures[0]
    lead = episode.script.segments.lead
    told: dict[str, Any] = {
        "@context": VOCABULARY,
        "@type": "NewsArticle",
        "url": page,
        "headline": title,
        "description": tidy(" ".join(lead.sentences)) if lead else "",
        "inLanguage": _LANGUAGE,
        "datePublished": episode.article.published.isoformat() if episode.article.published else "",
        "dateModified": episode.corrected.isoformat() if episode.corrected else "",
        "correction": _correction(episode.corrected) if episode.corrected else {},
        "author": {"@type": "Person", "name": byline} if byline else {},
        "publisher": {"@type": "Organization", "name": publication} if publication else {},
        "isBasedOn": article,
        "identifier": tags(episode)[SOURCE_HASH],
        "audio": {
            "@type": "AudioObject",
            "name": title,
            "contentUrl": sound.name,
            "encodingFormat": sound.media_type,
            "contentSize": f"{max(1, round(sound.length_bytes / _KB))} kB",
            "duration": iso_duration(episode.duration_ms),
            "inLanguage": _LANGUAGE,
            "embedUrl": player,
            "digitalSourceType": schema_org(episode),
            "creator": _creator(episode),
            "creditText": heading(episode),
            "caption": {
                "@type": "MediaObject",
                "contentUrl": CAPTIONS_FILE,
                "encodingFormat": media_type(CAPTIONS_FILE).partition(";")[0],
            },
            "transcript": "\n".join(line.text for part in laid_out for line in lines(part)),
        },
    }
    told["audio"] = {name: value for name, value in told["audio"].items() if value}
    return {name: value for name, value in told.items() if value}


def _creator(episode: Episode) -> dict[str, str]:
    """Return the program that speaks; none where a person does."""
    made = tags(episode)
    if episode.voice.recorded:
        return {}
    return {
        "@type": "SoftwareApplication",
        "name": f"{made[ENGINE]} {made[MODEL]}",
        "softwareVersion": made[MADE_BY],
    }


def _correction(moment: datetime) -> dict[str, str]:
    (text,) = corrected(moment)
    return {"@type": "CorrectionComment", "text": text, "datePublished": moment.isoformat()}
