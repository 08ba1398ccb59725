from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from briefing import plugins
from briefing.arabic import shadda_first, strip_marks
from briefing.errors import SettingsError
from briefing.narration.diacritizers import camel, mishkal, wheels
from briefing.narration.diacritizers.mishkal import Mishkal

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = ["camel", "ensemble", "fast", "mishkal", "none", "rawi"]


class Program:
    """Stands in for Mishkal: sets a space before punctuation, takes units apart, and mends a missing hamza."""

    def tashkeel(self, text: str) -> str:
        return " " + text.replace("الدرس", "الدَّرْسِ").replace("احمد", "أَحْمَد").replace("كتابا", "كِتاباً").replace(".", " .")


@pytest.fixture
def _mishkal(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("mishkal.tashkeel")
    module.TashkeelClass = Program  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mishkal", ModuleType("mishkal"))
    monkeypatch.setitem(sys.modules, "mishkal.tashkeel", module)
    monkeypatch.setattr(mishkal, "find_spec", lambda _name: object())


@pytest.mark.parametrize("name", SHIPPED)
def test_every_diacritizer_that_ships_says_whether_it_works_here(name: str) -> None:
    reason = plugins.diacritizer(name).unusable_because()
    assert reason is None or "pip install" in reason


@pytest.mark.usefixtures("_mishkal")
def test_mishkal_is_shown_arabic_words_only() -> None:
    marked = Mishkal().diacritize("AOC: «الدرس» 5°C.\nاحمد")
    assert marked == shadda_first("AOC: «الدَّرْسِ» 5°C.\nاَحْمَد")


@pytest.mark.usefixtures("_mishkal")
def test_mishkal_writes_tanwin_before_its_alef_and_keeps_typed_marks() -> None:
    assert Mishkal().diacritize("كتابا الدرسُ") == shadda_first("كِتابًا الدَّرْسُ")


@pytest.mark.parametrize(("chosen", "module"), [("mishkal", mishkal), ("camel", camel)])
def test_a_diacritizer_that_is_not_installed_says_what_to_install(
    chosen: str, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match=r"is not installed; \S+ -m pip install '"):
        plugins.diacritizer(chosen).diacritize("درس")


@pytest.mark.parametrize("name", ["ensemble", "fast"])
def test_a_missing_model_file_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels.ModelFiles, "path", lambda _files, name: tmp_path / name)
    reason = plugins.diacritizer(name).unusable_because()
    assert reason is not None
    assert reason.startswith(
        f"text2tashkeel has no rawi.int8.onnx here; {sys.executable} -m pip install --force-reinstall"
    )


def test_none_keeps_the_text() -> None:
    assert plugins.diacritizer("none").diacritize("كتبَ الدرس\u0640") == "كتبَ الدرس\u0640"
    assert strip_marks(plugins.diacritizer("none").diacritize("كتبَ")) == "كتب"
