"""What the user chose."""

from __future__ import annotations

import re

import pytest

from briefing.errors import SettingsError
from briefing.narration.pausal import Endings
from briefing.settings import ENDINGS, Settings


def test_options_win_over_the_file_and_one_that_was_not_given_changes_nothing() -> None:
    settings = Settings.of({"voice": "google", "also": ["epub"], "show": {"title": "موجز"}}, "briefing.toml")
    chosen = settings.choosing({"voice": "silence", "length": None})
    assert (chosen.voice, chosen.length, chosen.also, chosen.show.title) == ("silence", "standard", ("epub",), "موجز")


@pytest.mark.parametrize(
    "values",
    [{"volume": 1}, {"voice": 3}, {"also": "epub"}, {"bitrate_kbps": True}, {"show": {"name": "x"}}, {"show": 3}],
)
def test_an_unknown_key_or_a_wrong_type_is_named(values: dict[str, object]) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.of(values, "briefing.toml")
    assert caught.value.remedy


def test_a_whole_number_is_taken_where_a_fraction_may_stand() -> None:
    assert Settings.of({"loudness_lufs": -19}, "briefing.toml").loudness_lufs == -19.0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"endings": "none"}, "endings: 'none' is no way to end words; choose one of: full, pausal, everyday"),
        ({"loudness_lufs": 3}, "loudness_lufs: 3 LUFS is no loudness; give -36 to -10"),
        ({"bitrate_kbps": 70}, "bitrate_kbps: MP3 has no 70 kbit/s; choose one of: 32, 40"),
    ],
)
def test_what_no_programme_can_have_is_refused_before_anything_is_spoken(values: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        Settings.of(values, "briefing.toml")


def test_every_way_to_end_words_can_be_chosen() -> None:
    assert set(ENDINGS) == set(Endings)
