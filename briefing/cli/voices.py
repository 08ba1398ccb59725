"""`briefing voices`: what can read, how it sounds, and how to get what is missing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing import files, plugins, resources
from briefing.cli import console
from briefing.cli.options import PathName, Setting
from briefing.errors import BriefingError, SettingsError, UsageError
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model import Audio, Script, Speech, Voice

_WAV, _MP3 = ".wav", ".mp3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A voice as the list shows it: what it needs and wants; `reason` says why it does not work and how to get it.

    `takes` is the voice that "auto" stands for.
    """

    name: str
    title: str = ""
    synthesizer: str = ""
    network: bool = False
    marks: str = ""
    longest_chars: int | None = None
    usable: bool = False
    reason: str | None = None
    sample: str
    takes: str | None = None


@click.group(invoke_without_command=True, epilog='Example: briefing voices say espeak "أهلا بكم" -o hello.wav')
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of a table.")
@click.pass_context
def voices(context: click.Context, *, as_json: bool) -> None:
    """List the voices: what "auto" takes now, which read here, how to hear one, and how to get what is missing.

    A voice is a TOML file; those in the folder `voices` of your settings folder come beside ours, and win.
    """
    if context.invoked_subcommand is not None:
        return
    console.talk(0)
    rows = list(_rows())
    if as_json:
        console.give([asdict(row) for row in rows], indent=2)
        return
    width = max(len(row.name) for row in rows)
    wide = max(len(row.title) for row in rows)
    for row in rows:
        state = "no" if not row.usable else "online" if row.network else "yes"
        console.say(f"{row.name:<{width}}  {state:<6}  {row.title:<{wide}}  {row.reason or row.sample}")


@voices.command(epilog='Example: briefing voices say espeak "ارتفع السعر 6%" -o price.mp3')
@click.argument("name", type=Setting("voice"))
@click.argument("text", required=False)
@click.option("-o", "--output", type=PathName(), help="WAV or MP3 file to write; NAME.wav if left out.")
def say(name: str, text: str | None, output: Path | None) -> None:
    """Speak TEXT with the voice NAME into a file; without TEXT, a sentence of ours."""
    from briefing.narration import speak
    from briefing.narration import voices as known

    console.talk(0)
    path = output or files.free_path(Path(f"{name}{_WAV}"))
    if path.suffix.lower() not in _WRITERS:
        raise UsageError(str(path), "is no sound file that can be written", f"end its name in {_WAV} or {_MP3}")
    voice = known.load(name)
    speech = _spoken(_script(text), voice, speak.ready(voice))
    if not speech.audio.samples:
        raise UsageError("TEXT", "holds nothing that can be said", "give a sentence")
    with files.replacing(path) as beside:
        _WRITERS[path.suffix.lower()](beside, speech.audio)
    console.say(path)


@voices.command(epilog="Example: briefing voices install kareem")
@click.argument("name", type=Setting("voice"))
@click.option(
    "--from",
    "source",
    type=PathName(exists=True, dir_okay=False),
    help="The model's file, carried here; Piper's .json beside it.",
)
def install(name: str, source: Path | None) -> None:
    """Fetch the model of the voice NAME, check it, and keep it in your data folder.

    Its licence and makers are named. A download that broke off goes on where it stopped. On a machine without a
    network, use --from.
    """
    from briefing.narration import models
    from briefing.narration import voices as known

    console.talk(0)
    model = str(known.load(name).options.get("model", name))
    download = known.download(name)
    made_by = f"; made by {download.attribution}" if download.attribution else ""
    licence = f"briefing: {name}: licence {download.licence}{made_by}" if download.licence else ""
    if source is not None:
        # Only of the model itself: another file has another licence.
        path = models.install_from(model, download, source)
        if licence:
            console.tell(licence)
        console.say(path)
        return
    if licence:
        console.tell(licence)
    there = models.installed(download.kind).get(model)
    if there is not None and not download.is_pinned and known.unusable_because(known.load(name)) is None:
        path = there
    else:
        # What is there is held against its SHA-256 before anything is asked for.
        with console.bar(name) as progress:
            path = models.install(model, download, progress)
    console.say(path)


def _rows() -> Iterator[Row]:
    from briefing.narration import voices as known

    for name in (known.AUTO, *known.names()):
        try:
            row = _row(known.load(name))
        except BriefingError as error:
            yield Row(name=name, reason=str(error), sample=_sample(name))
            continue
        if name == known.AUTO:
            title = f"{row.name}: the best that is here, and the default"
            row = replace(row, name=name, title=title, sample=_sample(name), takes=row.name)
        yield row


def _row(voice: Voice) -> Row:
    synthesizer = plugins.synthesizer(voice.synthesizer)
    try:
        reason = synthesizer.unusable_because(voice)
    except SettingsError as error:
        reason = str(error)
    return Row(
        name=voice.name,
        title=voice.title,
        synthesizer=voice.synthesizer,
        network=synthesizer.network,
        marks=synthesizer.marks,
        longest_chars=synthesizer.longest_chars,
        usable=reason is None,
        reason=reason,
        sample=_sample(voice.name),
    )


def _sample(name: str) -> str:
    return f"briefing voices say {name}"


def _script(text: str | None) -> Script:
    """Make a script of one sentence."""
    from briefing.model import Chapter, ChapterKind, Headline, Script, Segments, Span, Utterance

    said = resources.read_toml(resources.data("ar", "voices.toml"))["sample"] if text is None else text
    if not said.strip():
        raise UsageError("TEXT", "is empty", "give a sentence")
    chapter = Chapter(kind=ChapterKind.LEAD, title="", utterances=(Utterance(written=said, spoken=said),))
    headline = Headline(text="", span=Span(paragraph=0, start=0, end=0))
    return Script(title="", chapters=(chapter,), segments=Segments(headline=headline))


def _spoken(script: Script, voice: Voice, synthesizer: plugins.Synthesizer) -> Speech:
    from briefing import pipeline
    from briefing.narration import speak
    from briefing.narration.clips import ClipCache

    settings = Settings.load()
    ready = pipeline.diacritized(pipeline.spoken(script, settings), settings.diacritizer)
    (clip,) = speak.speak(ready, voice, synthesizer, cache=ClipCache())
    return clip.speech


def _write_wav(path: Path, sound: Audio) -> None:
    from briefing import audio

    with path.open("wb") as sink:
        audio.write_wav(sink, sound)


def _write_mp3(path: Path, sound: Audio) -> None:
    from briefing import audio

    whole = path.with_suffix(_WAV)
    try:
        _write_wav(whole, sound)
        audio.write_with_ffmpeg(["-i", str(whole), "-codec:a", "libmp3lame", "-b:a", "64k"], path, where=str(path))
    finally:
        whole.unlink(missing_ok=True)


_WRITERS = {_WAV: _write_wav, _MP3: _write_mp3}
