"""What can be known before the first sentence is spoken is told then: nobody waits for audio to hear of a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import plugins, settings
from briefing.editorial.running_order import length_of
from briefing.errors import SettingsError, UsageError
from briefing.narration import speak, voices
from briefing.pipeline import identity
from briefing.production import encode, house, sign
from briefing.publishing import feed
from briefing.settings import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from briefing.pipeline.choices import Choices


def refusal(name: str, value: object) -> Refusal | None:
    """Say why a setting cannot have a value, or return None where it can."""
    look_up = _LOOK_UPS.get(name)
    return look_up(value) if look_up else settings.refusal(name, value)


def require(choices: Choices) -> None:
    """Refuse what would fail a run later on: a voice, a diacritizer, a form, a length, a date, a missing package.

    Raises SettingsError that names the file that was read, VoiceError where the voice may not or cannot speak here,
    OutputError where the folder has a feed that is not ours.
    """
    chosen = choices.settings
    for name in _LOOK_UPS:
        refused = refusal(name, getattr(chosen, name))
        if refused:
            raise SettingsError(chosen.told_in(name), refused.what, refused.remedy)
    identity.source_date()
    why_not = plugins.diacritizer(chosen.diacritizer).unusable_because()
    if why_not:
        raise SettingsError(f"diacritizer {chosen.diacritizer}", "is not usable here", why_not)
    voice = voices.load(chosen.voice)
    house.sounds(chosen.sounds, speak.SAMPLE_RATE)
    feed.check(choices.folder)
    if choices.signing:
        sign.ready(choices.signing).try_out()
    if not choices.fallback:
        speak.ready(voice, offline=choices.offline)


def _voice(name: object) -> Refusal | None:
    return _unlisted(name, "voice", (voices.AUTO, *voices.names()))


def _diacritizer(name: object) -> Refusal | None:
    return _unlisted(name, "diacritizer", plugins.names(plugins.DIACRITIZERS))


def _length(length: object) -> Refusal | None:
    try:
        length_of(str(length))
    except UsageError as error:
        return Refusal(f"{length!r} is {error.what}", error.remedy)
    return None


def _also(forms: object) -> Refusal | None:
    """Refuse a form that nobody makes, of one or of several."""
    known = {*(suffix[1:] for suffix in encode.MEDIA_TYPES), *plugins.names(plugins.PUBLISHERS)}
    named = (forms,) if isinstance(forms, str) else forms
    assert isinstance(named, tuple)  # noqa: S101 - the settings have seen to it
    return next(filter(None, (_unlisted(form, "form", known) for form in named)), None)


def _unlisted(name: object, kind: str, known: Collection[str]) -> Refusal | None:
    if name in known:
        return None
    return Refusal(f"{name!r} is no such {kind}", f"choose one of: {', '.join(sorted(known))}")


_LOOK_UPS: dict[str, Callable[[object], Refusal | None]] = {
    "voice": _voice,
    "diacritizer": _diacritizer,
    "length": _length,
    "also": _also,
}
