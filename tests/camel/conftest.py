"""A small database, a word-by-word model and a sentence model in CAMeL Tools' own file formats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FEATURES = (
    "diac",
    "lex",
    "bw",
    "gloss",
    "pos",
    "cas",
    "gen",
    "num",
    "form_gen",
    "form_num",
    "source",
    "pos_lex_logprob",
)
_OPEN = {"diac", "lex", "bw", "gloss", "source", "pos_lex_logprob"}
_VALUES = {
    "pos": ("noun", "verb", "noun_prop", "digit", "punc", "foreign"),
    "cas": ("n", "a", "g", "u", "na"),
    "gen": ("m", "f", "-"),
    "num": ("s", "d", "p", "-"),
    "form_gen": ("m", "f", "-"),
    "form_num": ("s", "d", "p", "-"),
}
_STEMS = (
    ("كتب", "V", "كَتَب", "verb", -1.0),
    ("كتب", "V", "كُتِب", "verb", -2.0),
    ("كتب", "N", "كُتُب", "noun", -3.0),
    ("درس", "N", "دَرْس", "noun", -1.0),
    ("احمد", "P", "أَحْمَد", "noun_prop", -1.0),
)
_UNKNOWN = (
    "NOAN\tX\tdiac:NOAN lex:NOAN bw:NOAN/NOUN_PROP gloss:- pos:noun_prop cas:na gen:m num:s form_gen:m form_num:s"
)
_PREFIXES = (("", "P0", ""), ("ال", "PAl", "ال#+"), ("و", "Pw", "وَ+"))
_SUFFIXES = (("", "S0", "", "na"), ("", "Sa", "+َ", "a"), ("", "Su", "+ُ", "n"), ("ا", "San", "+اً", "a"))


def _line(*fields: object) -> str:
    return " ".join(map(str, fields))


def _database() -> str:
    defines = [
        _line("DEFINE", name, f"{name}:*open*")
        if name in _OPEN
        else _line("DEFINE", name, *(f"{name}:{value}" for value in _VALUES[name]))
        for name in _FEATURES
    ]
    fallback = "cas:na gen:- num:- form_gen:- form_num:- source:lex pos_lex_logprob:-99.0"
    defaults = [f"DEFAULT pos:{pos} {fallback}" for pos in _VALUES["pos"]]
    defaults += [f"DEFAULT pos:{pos} {fallback}" for pos in ("latin",)]
    prefixes = [f"{form}\t{category}\tdiac:{marked} bw:{marked} gloss:-" for form, category, marked in _PREFIXES]
    suffixes = [
        f"{form}\t{category}\tdiac:{marked} bw:{marked} gloss:- cas:{case}"
        for form, category, marked, case in _SUFFIXES
    ]
    stems = [
        f"{form}\t{category}\tdiac:{marked} lex:{marked} bw:{marked} gloss:- pos:{pos} cas:na gen:m num:s form_gen:m"
        f" form_num:s source:lex pos_lex_logprob:{chance}"
        for form, category, marked, pos, chance in _STEMS
    ]
    pairs_ab = ["P0 V", "P0 N", "P0 P", "P0 X", "PAl N", "Pw V", "Pw N", "Pw P"]
    pairs_bc = ["V Sa", "N Su", "N San", "P Su", "X S0"]
    pairs_ac = [f"{prefix} {suffix}" for prefix in ("P0", "PAl", "Pw") for suffix in ("S0", "Sa", "Su", "San")]
    return "\n".join(
        (
            "###DEFINES###",
            *defines,
            "###DEFAULTS###",
            *defaults,
            "###ORDER###",
            _line("ORDER", *_FEATURES),
            "###TOKENIZATIONS###",
            "TOKENIZATION diac",
            "###STEMBACKOFF###",
            "STEMBACKOFF PROP X",
            "###PREFIXES###",
            *prefixes,
            "###SUFFIXES###",
            *suffixes,
            "###STEMS###",
            *stems,
            _UNKNOWN,
            "###TABLE AB###",
            *pairs_ab,
            "###TABLE BC###",
            *pairs_bc,
            "###TABLE AC###",
            *pairs_ac,
            "",
        )
    )


def _catalogue() -> Mapping[str, object]:
    def component(dataset: str, path: str) -> Mapping[str, object]:
        return {"default": dataset, "datasets": {dataset: {"path": path}}}

    return {
        "version": "1.6",
        "packages": {},
        "components": {
            "MorphologyDB": component("calima-msa-r13", "morphology_db/calima-msa-r13"),
            "DisambigMLE": component("calima-msa-r13", "disambig_mle/calima-msa-r13"),
            "DisambigBertUnfactored": component("msa", "disambig_bert_unfactored/msa"),
        },
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# CAMeL Tools reads the catalogue once, at import, so every test shares one folder.
@pytest.fixture(scope="session")
def camel_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the word-by-word data: what `camel_data -i light` would bring."""
    folder = tmp_path_factory.mktemp("camel")
    passive = {"diac": "كُتِبَ", "lex": "كُتِب", "bw": "كُتِب+َ", "pos": "verb", "cas": "a", "gen": "m", "num": "s"}
    _write(folder / "catalogue.json", json.dumps(_catalogue()))
    _write(folder / "data/morphology_db/calima-msa-r13/morphology.db", _database())
    _write(folder / "data/disambig_mle/calima-msa-r13/model.json", json.dumps({"كتب": passive}))
    return folder


@pytest.fixture(autouse=True)
def _camel_home(camel_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(camel_data))
    monkeypatch.setenv("HOME", str(tmp_path))
