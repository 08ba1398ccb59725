"""Azure's speech service over its REST interface ("Text to speech REST API" and SSML as Microsoft documents them).

The text goes as SSML, with what the program decided about each word: as the marked text that is said in the place of
the bare one (`sub`), as IPA (`phoneme`), or as plain text with its marks (`marks`), which costs half as much, because
the service counts the markup too.
"""

from __future__ import annotations

import os
import re
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from xml.sax.saxutils import escape, quoteattr

import briefing
from briefing.arabic import strip_marks
from briefing.errors import SettingsError
from briefing.model import DigitalSource, Role
from briefing.narration import phonemes
from briefing.narration.pausal import Endings
from briefing.narration.speakable import PAUSES
from briefing.narration.synthesizers import web
from briefing.narration.voices import check, options_for
from briefing.plugins import Marks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from briefing.model import Voice

_DEFAULTS: Mapping[str, object] = {
    "region": "",
    "endpoint": "",
    "voice": "ar-SA-HamedNeural",
    "rate": "+0%",
    "pitch": "+0%",
    "readings": "sub",
    "key_env": "AZURE_SPEECH_KEY",
    "timeout_s": 60,
}
_REGION_ENV = "AZURE_SPEECH_REGION"
_REGION = re.compile(r"[a-z0-9]+")
_VOICE = re.compile(r"(?P<language>[a-z]{2,3}-[A-Z]{2})-\w[\w.:-]*", re.ASCII)
_PROSODY = {
    "rate": ("x-slow", "slow", "medium", "fast", "x-fast", "default"),
    "pitch": ("x-low", "low", "medium", "high", "x-high", "default"),
}
_CHANGE = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,2})?(?:%|st|Hz)?")
_FORM = "riff-24khz-16bit-mono-pcm"
_SERVER = "Azure's speech service"
# An answer holds ten minutes at most; this is about three, and a third of what a question may weigh with its markup.
_LONGEST_CHARS = 3_000
_CLAUSE = re.compile(f"[^{''.join(sorted(PAUSES))}]+|[{''.join(sorted(PAUSES))}]+")


class Readings(StrEnum):
    """How the service is told what the program decided about each word."""

    SUB = "sub"
    PHONEME = "phoneme"
    MARKS = "marks"


class Azure:
    """Asks a server of Microsoft's, so it speaks only when it is chosen by name."""

    network: ClassVar[bool] = True
    marks: ClassVar[Marks] = Marks.FULL
    longest_chars: ClassVar[int | None] = _LONGEST_CHARS
    breath_words: ClassVar[int | None] = None
    lanes: ClassVar[int] = 1
    digital_source: ClassVar[DigitalSource] = DigitalSource.TRAINED

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Say whether the key or the region is missing; whether the server answers shows when it is asked."""
        if voice is None:
            return None
        check(voice, _DEFAULTS)
        told = options_for(voice, Role.NARRATOR, _DEFAULTS)
        lacks = web.lacking_key(str(told["key_env"])) or _lacking_region(told)
        if not lacks:
            web.check(partial(_question, voice))
        return lacks

    def open(self, voice: Voice) -> AbstractContextManager[web.WebSpeaker]:
        """Check the options of the whole cast, and hold one connection for all that is said."""
        return web.speaking(partial(_question, voice), _named)


def _named(question: web.Question) -> str:
    """Name the service and what it is asked; the place where it stands does not change how it sounds."""
    return f"azure 1\t{_FORM}\t{question.body.decode()}"


def _question(voice: Voice, text: str, role: Role) -> web.Question:
    told = options_for(voice, role, _DEFAULTS)
    where = f"voice {voice.name}"
    key = web.key_of(str(told["key_env"]), where)
    return web.Question(
        server=_SERVER,
        url=web.checked_url(_address(told, where), where, has_key=bool(key)),
        headers={
            "Ocp-Apim-Subscription-Key": key,
            "Content-Type": "application/ssml+xml",
            "X-Microsoft-OutputFormat": _FORM,
            "User-Agent": f"briefing/{briefing.__version__}",
        },
        body=_ssml(text, told, where).encode(),
        within_s=web.checked_wait_s(told["timeout_s"], where),
        key=key,
        key_env=str(told["key_env"]),
    )


def _address(told: Mapping[str, object], where: str) -> str:
    if told["endpoint"]:
        return str(told["endpoint"])
    lacking = _lacking_region(told)
    if lacking:
        raise SettingsError(where, lacking, "set it, or give region or endpoint")
    region = str(told["region"]) or os.environ[_REGION_ENV]
    if not _REGION.fullmatch(region):
        raise SettingsError(where, f"region is {region!r}", "give one like westeurope")
    return f"https://{region}.tts.speech.microsoft.com/cognitiveservices/v1"


def _lacking_region(told: Mapping[str, object]) -> str | None:
    if told["region"] or told["endpoint"] or os.environ.get(_REGION_ENV):
        return None
    return f"the environment variable {_REGION_ENV} is not set: it names the region of the key"


def _ssml(text: str, told: Mapping[str, object], where: str) -> str:
    voice = _VOICE.fullmatch(str(told["voice"]))
    if not voice:
        raise SettingsError(where, f"voice is {told['voice']!r}", "give one like ar-EG-SalmaNeural")
    if told["readings"] not in set(Readings):
        raise SettingsError(where, f"readings is {told['readings']!r}", f"choose one of: {', '.join(Readings)}")
    for key, words in _PROSODY.items():
        # Azure's own documents: a word, a percentage, a factor, a pitch in hertz or semitones.
        if not (str(told[key]) in words or _CHANGE.fullmatch(str(told[key]))):
            raise SettingsError(where, f"{key} is {told[key]!r}", f"give one like +10%, or of: {', '.join(words)}")
    said = _SAID[Readings(str(told["readings"]))](text)
    return (
        '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" '
        f"xml:lang={quoteattr(voice['language'])}><voice name={quoteattr(voice[0])}>"
        f"<prosody rate={quoteattr(str(told['rate']))} pitch={quoteattr(str(told['pitch']))}>{said}"
        "</prosody></voice></speak>"
    )


def _with_aliases(text: str) -> str:
    """Give each clause bare, with its marked form as what is said; the signs between clauses stay outside."""
    return "".join(_with_alias(clause) for clause in _CLAUSE.findall(text))


def _with_alias(clause: str) -> str:
    marked = clause.strip()
    bare = strip_marks(marked)
    if bare == marked:
        return escape(clause)
    before, _, after = clause.partition(marked)
    return f"{before}<sub alias={quoteattr(marked)}>{escape(bare)}</sub>{after}"


def _with_phonemes(text: str) -> str:
    """Give each word bare, with its IPA, and the sign behind it."""
    words = zip(text.split(), phonemes.phonetize(text, Endings.FULL), strict=True)
    return " ".join(_with_ipa(token, "".join(word.phonemes)) for token, word in words)


def _with_ipa(token: str, ipa: str) -> str:
    if not ipa:
        return escape(token)
    bare = strip_marks(token)
    sign = bare[-1:] if bare[-1:] in PAUSES else ""
    word = escape(bare.removesuffix(sign))
    return f'<phoneme alphabet="ipa" ph={quoteattr(ipa)}>{word}</phoneme>{sign}'


_SAID: Mapping[Readings, Callable[[str], str]] = {
    Readings.SUB: _with_aliases,
    Readings.PHONEME: _with_phonemes,
    Readings.MARKS: escape,
}
