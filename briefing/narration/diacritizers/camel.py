"""CAMeL Tools, an extra: a morphological analyser and a model that picks one analysis a word.

Its data is fetched apart: `camel_data -i light` brings the word-by-word model (MLE), `camel_data -i defaults` the one
that reads whole sentences (BERT) too. Where BERT's data is there it is used. CAMELTOOLS_DATA names the folder.
"""

from __future__ import annotations

import os
import sys
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing import packages
from briefing.errors import SettingsError
from briefing.narration.diacritizers import wordwise

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATABASE = Path("data", "morphology_db", "calima-msa-r13", "morphology.db")
_MLE = Path("data", "disambig_mle", "calima-msa-r13", "model.json")
_BERT = Path("data", "disambig_bert_unfactored", "msa")
_BERT_FILES = ("config.json", "default_config.json", "mle_model.json", "vocab.txt")
_CATALOGUE = Path("catalogue.json")


class Camel:
    """Marks each word as the likeliest analysis has them; a word that the analyser does not know stays bare."""

    def diacritize(self, text: str) -> str:
        """Return `text` with marks. Raises SettingsError where CAMeL Tools or its data is missing."""
        return wordwise.diacritize(text, self._readings)

    def unusable_because(self) -> str | None:
        """Say in one line why it does not work here and how to get it, or None where it works."""
        lack = _lack()
        return None if lack is None else "; ".join(lack)

    def _readings(self, bare: Sequence[str]) -> list[str]:
        """Return the likeliest reading of each word, "" for an unknown one."""
        found = self._disambiguator.disambiguate(list(bare))
        return [word.analyses[0].diac if word.analyses else "" for word in found]

    @cached_property
    def _disambiguator(self) -> Any:  # noqa: ANN401 - camel_tools is untyped
        lack = _lack()
        if lack is not None:
            raise SettingsError("diacritizer camel", *lack)
        # Importing this package reads the catalogue, and fetches it from the network where it is not there.
        if has_bert():
            from camel_tools.disambig.bert import BERTUnfactoredDisambiguator
            from transformers.utils import logging

            logging.disable_progress_bar()
            return BERTUnfactoredDisambiguator.pretrained("msa", use_gpu=False)
        from camel_tools.disambig.mle import MLEDisambiguator

        return MLEDisambiguator.pretrained()


def data_folder() -> Path:
    """Return the folder where CAMeL Tools looks for its data."""
    chosen = os.environ.get("CAMELTOOLS_DATA")
    if chosen is not None:
        return Path(chosen).expanduser().absolute()
    return Path.home() / ("AppData/Roaming/camel_tools" if sys.platform == "win32" else ".camel_tools")


def _lack() -> tuple[str, str] | None:
    """Name what is missing and how to get it."""
    if find_spec("camel_tools") is None:
        return "CAMeL Tools is not installed", packages.install("camel-tools")
    folder = data_folder()
    for name in (_CATALOGUE, _DATABASE, _MLE):
        if not (folder / name).is_file():
            return f"CAMeL Tools has no {name.name} in {folder}", "fetch it with: camel_data -i light"
    return None


def has_bert() -> bool:
    """Say whether the data of the sentence model is there."""
    return all((data_folder() / _BERT / name).is_file() for name in _BERT_FILES)
