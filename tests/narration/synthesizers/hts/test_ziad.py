"""The voice that is fetched for everybody, from the copy that lies beside the checkout."""

from __future__ import annotations

import hashlib
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from briefing.audio import to_wave
from briefing.model import Role
from briefing.narration import models, voices
from briefing.narration.synthesizers.hts import Hts, voice_file

from .conftest import ZIAD

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("ziad", "ziad-woman", "ziad-second", "ziad-second-woman")
NEWS = "أَعْلَنَتِ الْحُكُومَةُ أَمْسِ خُطَّةً جَدِيدَةً لِدَعْمِ الصِّنَاعَاتِ الصَّغِيرَةِ، وَقَالَ الْوَزِيرُ إِنَّهَا سَتَبْدَأُ غَدًا."


@pytest.fixture(autouse=True)
def _installed(user_folders: Path) -> None:
    del user_folders
    for name in NAMES[:1]:
        models.install_from(str(voices.load(name).options["model"]), voices.download(name), ZIAD)


@pytest.mark.parametrize("name", NAMES)
def test_one_file_makes_all_four_voices_usable(name: str) -> None:
    assert voices.unusable_because(voices.load(name)) is None
    assert voices.download(name) == voices.download("ziad")
    assert voices.download(name).sha256 == hashlib.sha256(ZIAD.read_bytes()).hexdigest()
    assert voices.download(name).length_bytes == ZIAD.stat().st_size


@pytest.mark.parametrize("name", NAMES)
def test_no_two_of_a_cast_are_alike(name: str) -> None:
    voice = voices.load(name)
    people = [role for role in Role if role in voice.cast] + [Role.NARRATOR]
    with Hts().open(voice) as speaker:
        sounds = [speaker.say(NEWS, role).audio.samples for role in people]
    assert len(set(sounds)) == len(people) == 9


def test_a_sentence_sounds_and_its_words_tile_it() -> None:
    with Hts().open(voices.load("ziad")) as speaker:
        speech = speaker.say(NEWS, Role.NARRATOR)
    wave = to_wave(speech.audio.samples)
    assert speech.audio.sample_rate == 24_000
    assert [time.word for time in speech.words] == list(range(len(NEWS.split())))
    assert all(before.end_sample <= after.start_sample for before, after in pairwise(speech.words))
    for span in speech.words:
        assert np.abs(wave[span.start_sample : span.end_sample]).max() > 0.01
    assert 5 < len(wave) / 24_000 < 9
    assert 0.2 < np.abs(wave).max() <= 1


def test_the_voice_has_every_phone_that_our_words_can_have() -> None:
    text = "أَأَبْ بَبَّ تَتَّ ثَثَّ جَجَّ حَحَّ خَخَّ دَدَّ ذَذَّ رَرَّ زَزَّ سَسَّ شَشَّ صَصَّ ضَضَّ طَطَّ ظَظَّ عَعَّ غَغَّ فَفَّ قَقَّ كَكَّ لَلَّ مَمَّ نَنَّ هَهَّ وَوَّ يَيَّ پَپَّ چَچَّ ڤَڤَّ گَگَّ"
    with Hts().open(voices.load("ziad")) as speaker:
        assert len(speaker.say(text, Role.NARRATOR).words) == len(text.split())


def test_the_file_is_read_quickly() -> None:
    began = time.process_time()
    voice_file.load(ZIAD)
    assert time.process_time() - began < 1.0  # 0.06 s: ten times that is damage to the code, not to the clock
