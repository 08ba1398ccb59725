"""Any server that speaks as OpenAI's does: `POST {base_url}/audio/speech` (OpenAI API reference, "Create speech").

OpenAI itself, OpenRouter, LiteLLM with what stands behind it, and servers on one's own machine answer to it.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from briefing.errors import SettingsError
from briefing.model import DigitalSource, Role
from briefing.narration.synthesizers import web
from briefing.narration.voices import check, options_for
from briefing.plugins import Marks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from briefing.model import Voice

_DEFAULTS: Mapping[str, object] = {
    "base_url": "https://api.openai.com/v1",
    "model": "gpt-4o-mini-tts",
    "voice": "alloy",
    "speed": 1.0,
    "key_env": "OPENAI_API_KEY",
    "timeout_s": 120,
    "extra": {},
}
# The reference allows 4,096 characters, the page of gpt-4o-mini-tts 2,000 tokens; a letter between marks is one, and so
# is each of its marks.
_LONGEST_CHARS = 1_800
_LIMITS = {"speed": (0.25, 4.0)}  # OpenAI's own
_PATH = "/audio/speech"
_OURS = frozenset({"model", "input", "voice", "response_format", "speed"})
_USUAL_SPEED = 1.0


class OpenAi:
    """Asks a server, so it speaks only when it is chosen by name."""

    network: ClassVar[bool] = True
    marks: ClassVar[Marks] = Marks.FULL
    longest_chars: ClassVar[int | None] = _LONGEST_CHARS
    breath_words: ClassVar[int | None] = None
    lanes: ClassVar[int] = 1
    digital_source: ClassVar[DigitalSource] = DigitalSource.TRAINED

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Say whether the key is missing; whether the server answers shows when it is asked."""
        if voice is None:
            return None
        check(voice, _DEFAULTS, _LIMITS)
        lacks = web.lacking_key(str(options_for(voice, Role.NARRATOR, _DEFAULTS)["key_env"]))
        if not lacks:
            web.check(partial(_question, voice))
        return lacks

    def open(self, voice: Voice) -> AbstractContextManager[web.WebSpeaker]:
        """Check the options of the whole cast, and hold one connection for all that is said."""
        return web.speaking(partial(_question, voice), _named)


def _named(question: web.Question) -> str:
    return f"openai 1\t{question.url}\t{question.body.decode()}"


def _question(voice: Voice, text: str, role: Role) -> web.Question:
    told = options_for(voice, role, _DEFAULTS, _LIMITS)
    where = f"voice {voice.name}"
    key = web.key_of(str(told["key_env"]), where)
    # The whole address is pasted as often as what all its addresses begin with.
    base = str(told["base_url"]).rstrip("/").removesuffix(_PATH)
    url = web.checked_url(f"{base}{_PATH}", where, has_key=bool(key))
    return web.Question(
        server=f"the speech server of the voice {voice.name}",
        url=url,
        headers={"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {}),
        body=json.dumps(_body(text, told, where), ensure_ascii=False, sort_keys=True).encode(),
        within_s=web.checked_wait_s(told["timeout_s"], where),
        key=key,
        key_env=str(told["key_env"]),
    )


def _body(text: str, told: Mapping[str, Any], where: str) -> dict[str, object]:
    taken = _OURS & told["extra"].keys()
    if taken:
        raise SettingsError(where, f"extra has {min(taken)!r}", "set that under [options] itself")
    body = {"model": told["model"], "input": text, "voice": told["voice"], "response_format": "wav"}
    if told["speed"] != _USUAL_SPEED:  # not every server knows it
        body["speed"] = told["speed"]
    return {**body, **told["extra"]}
