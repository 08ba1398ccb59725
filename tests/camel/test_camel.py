from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing import plugins
from briefing.arabic import shadda_first, strip_marks
from briefing.errors import SettingsError
from briefing.narration import diacritize
from briefing.narration.diacritizers import camel


def test_the_word_by_word_model_chooses_among_the_analyses() -> None:
    assert plugins.diacritizer("camel").diacritize("كتب") == "كُتِبَ"


def test_a_word_outside_the_model_gets_its_likeliest_analysis() -> None:
    assert plugins.diacritizer("camel").diacritize("وكتب الدرس") == shadda_first("وَكَتَبَ الدَّرْسُ")


def test_tanwin_stands_before_its_alef() -> None:
    assert plugins.diacritizer("camel").diacritize("درسا") == "دَرْسًا"


def test_a_spelling_that_the_analyser_mends_stays_as_written() -> None:
    assert plugins.diacritizer("camel").diacritize("احمد") == "اَحْمَدُ"


def test_a_word_that_the_analyser_does_not_know_stays_bare() -> None:
    assert plugins.diacritizer("camel").diacritize("كتب زعفران") == "كُتِبَ زعفران"


@pytest.mark.parametrize("text", ["", "AOC: 5°C «كتب» 12%\n\nدرس\t", "كَتب الدّرس", "\u064eكتب", "ـكتبـ ٤٥"])
def test_whatever_comes_in_only_marks_are_added(text: str) -> None:
    marked = diacritize.text(text, plugins.diacritizer("camel"))
    assert strip_marks(marked) == strip_marks(text)


def test_marks_that_the_writer_typed_survive() -> None:
    assert plugins.diacritizer("camel").diacritize("كَتب") == "كَتِبَ"


def test_it_is_usable_where_its_data_is() -> None:
    assert camel.Camel().unusable_because() is None


@pytest.mark.parametrize(
    "lost",
    [
        "catalogue.json",
        "data/morphology_db/calima-msa-r13/morphology.db",
        "data/disambig_mle/calima-msa-r13/model.json",
    ],
)
def test_without_data_one_line_says_which_command_fetches_it(
    lost: str, camel_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in filter(Path.is_file, camel_data.rglob("*")):
        name = file.relative_to(camel_data)
        if name != Path(lost):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(file.read_bytes())
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    with pytest.raises(SettingsError) as caught:
        camel.Camel().diacritize("كتب")
    assert str(caught.value) == (
        f"diacritizer camel: CAMeL Tools has no {Path(lost).name} in {tmp_path}; fetch it with: camel_data -i light"
    )


@pytest.fixture
def _bert(camel_data: Path) -> None:
    """Write a sentence model that calls every word a noun in the nominative."""
    from transformers import BertConfig, BertForTokenClassification, BertTokenizer

    folder = camel_data / "data/disambig_bert_unfactored/msa"
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nكتب\nدرس\n", encoding="utf-8")
    rest = "".join(
        f"__{name}:na" for name in ("per", "asp", "mod", "vox", "stt", "prc0", "prc1", "prc2", "prc3", "enc0")
    )
    labels = [f"pos:{pos}__cas:{case}__form_gen:m__form_num:s{rest}" for pos, case in (("verb", "a"), ("noun", "n"))]
    config = BertConfig(
        vocab_size=7,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    network = BertForTokenClassification(config)
    network.classifier.bias.data[1] = 1000.0
    network.save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    ranking = {"info": {"features": ["pos"]}, "pos": {"noun": 0.5, "verb": 0.5}, "unfactored": {}}
    (folder / "mle_model.json").write_text(json.dumps(ranking), encoding="utf-8")
    choices = {
        "feature": "feats_14",
        "db_name": "calima-msa-r13",
        "backoff": "NONE",
        "scorer": "uniform",
        "tie_breaker": None,
    }
    (folder / "default_config.json").write_text(json.dumps(choices), encoding="utf-8")


@pytest.mark.usefixtures("_bert")
def test_the_sentence_model_is_used_where_its_data_is() -> None:
    assert camel.has_bert()
    assert plugins.diacritizer("camel").diacritize("كتب درس") == "كُتُبُ دَرْسُ"
