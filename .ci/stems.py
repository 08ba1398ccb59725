"""Make data/ar/morphology/stems.tsv anew; run by hand, in an environment with `pip install mishkal==0.4.1`.

That brings Arramooz 0.4.2 (a dictionary and a word list with frequencies, GPL-3.0) and libqutrub (conjugation, GPL).
"""

from __future__ import annotations

import re
import sqlite3
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).resolve().parent.parent / "briefing" / "data" / "ar" / "morphology" / "stems.tsv"
# Perfects that news often leaves without an object: a subject alone makes no passive of them.
ALONE = frozenset(Path(__file__).with_name("alone.txt").read_text(encoding="utf-8").split())
# Perfects that say nothing without their object, and those that have two, who gets it and what.
NEEDING = frozenset(Path(__file__).with_name("needing.txt").read_text(encoding="utf-8").split())
GIVING = frozenset(Path(__file__).with_name("giving.txt").read_text(encoding="utf-8").split())
COLUMNS = ("noun", "perfect", "imperfect")
NOUN_TYPES = ("noun", "adj", "adj_comp", "noun_prop", "noun_quant", "adj_num", "adv")
# The share of the most frequent verb of the same letters below which a verb is left out.
RARE_READING = 0.005
RARE_NOUN, RARE_SINGULAR, RARE_VERB, RARE_PARTICIPLE = 300, 300, 1000, 60_000
SHADDA, FATHA, ALEF = "\u0651", "\u064e", "\u0627"
MARKS = "\u064b-\u0652"
YEH = "\u064a"
# Spelled or read in two ways, of which the dictionary has one; and one that it has wrong.
MORE = {
    "\u0646\u0650\u0641\u0652\u0637",
    "\u0648\u064e\u0643\u0627\u0644\u064e\u0629",
    "\u0636\u064e\u0641\u0651\u064e\u0629",
    "\u0628\u064e\u0637\u0627\u0644\u064e\u0629",
    "\u062d\u064e\u064a\u0652\u0637\u064e\u0629",
    "\u062a\u0650\u0630\u0652\u0643\u0627\u0631",
    "\u0645\u064e\u0647\u0652\u0631\u064e\u062c\u0627\u0646",
}
# Verbs that the dictionary lacks, with their traits.
MORE_VERBS = {
    "perfect": {
        "\u0648\u064e\u0642\u064e\u0639": "i",
        "\u062d\u064e\u0635\u064e\u0644": "i",
        "\u0643\u064e\u0627\u0646": "i",
        "\u0635\u064e\u0627\u0631": "i",
        "\u0632\u064e\u0627\u0644": "i",
        "\u0639\u064e\u0627\u0634": "i",
        "\u062a\u064f\u0648\u064f\u0641\u0650\u0651\u064a": "",
        "\u0647\u064e\u0631\u064e\u0639": "i",
        "\u0639\u064e\u0628\u064e\u062b": "i",
    },
    "imperfect": {
        "\u064a\u064e\u0643\u064f\u0648\u0646": "i",
        "\u064a\u064e\u062d\u0652\u0635\u064f\u0644": "i",
        "\u064a\u064e\u0639\u0650\u064a\u0634": "i",
        "\u064a\u064e\u0647\u0652\u062f\u0650\u0641": "i",
        "\u064a\u064e\u0632\u064e\u0627\u0644": "i",
        "\u064a\u064e\u0635\u0650\u064a\u0631": "i",
        "\u064a\u064e\u0643\u064f\u0646": "i",
        "\u064a\u064e\u062d\u0652\u0635\u064e\u0644": "i",
    },
}
ADJECTIVES = {
    "\u0645\u0646\u0633\u0648\u0628:\u0645\u0646\u0633\u0648\u0628",
    ":\u0645\u0646\u0633\u0648\u0628",
    "\u0635\u0641\u0629:\u0635\u0641\u0629",
    "\u0635\u0641\u0629 \u0645\u0634\u0628\u0647\u0629:\u0635\u0641\u0629 \u0645\u0634\u0628\u0647\u0629",
}
# A passive of a hollow verb that grammarians mention and nobody writes.
ODD_PASSIVE = re.compile("\\w\u064f\u0648\\w")
OPEN_VOWEL = "\u0641\u062a\u062d\u0629"
BROKEN_PLURAL = "\u062c\u0645\u0639 \u062a\u0643\u0633\u064a\u0631"
WRONG = {
    "\u0633\u064e\u0639\u064f\u0648\u062f\u0650\u064a\u0651",
    "\u0633\u064f\u0639\u064f\u0648\u062f\u0650\u064a",
    "\u0633\u064e\u0639\u064f\u0648\u062f\u0650\u064a\u0651\u064e\u0629",
}


def main() -> None:
    """Write the table."""
    spec = find_spec("arramooz")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("pip install mishkal==0.4.1")
    folder = Path(next(iter(spec.submodule_search_locations)), "data")
    words = sqlite3.connect(folder / "wordfreq.sqlite")
    dictionary = sqlite3.connect(folder / "arabicdictionary.sqlite")
    table: dict[str, dict[str, dict[str, set[str]]]] = {}
    traits = _noun_traits(words, dictionary)
    readings = [
        ("noun", reading, traits.get(_tidy(reading), ""))
        for reading in (*_lemmas(words), *_plurals(words, dictionary), *MORE)
    ]
    for kind, reading, letters in (*readings, *_verbs(words, dictionary), *_more_verbs()):
        tidy = _tidy(reading)
        if tidy and tidy not in WRONG and not (kind == "perfect" and ODD_PASSIVE.fullmatch(tidy)):
            columns = table.setdefault(_bare(tidy), {column: {} for column in COLUMNS})
            columns[kind].setdefault(tidy, set()).add(letters)
    rows = ["stem\tnouns\tperfects\timperfects"]
    rows += [
        "\t".join((stem, *(" ".join(_written(item) for item in sorted(kinds[kind].items())) for kind in COLUMNS)))
        for stem, kinds in sorted(table.items())
    ]
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _written(item: tuple[str, set[str]]) -> str:
    """Write a reading with its traits: what all verbs (or nouns) of this reading have in common."""
    reading, letters = item
    common = "".join(sorted(set.intersection(*map(set, letters))))
    return f"{reading}/{common}" if common else reading


def _noun_traits(words: sqlite3.Connection, dictionary: sqlite3.Connection) -> dict[str, str]:
    """Map tidy readings to `a` (an adjective first of all), `d` (a diptote), `p` (a broken plural)."""
    counts: dict[str, dict[str, int]] = {}
    for reading, kind, count in words.execute("select vocalized, word_type, freq from wordfreq"):
        kinds = counts.setdefault(_tidy(reading), {})
        kinds[kind] = kinds.get(kind, 0) + count
    found = {tidy: {"a"} for tidy, kinds in counts.items() if kinds.get("adj", 0) > kinds.get("noun", 0)}
    query = "select vocalized, wordtype, number, mamnou3_sarf from nouns"
    for reading, kind, number, diptote in dictionary.execute(query):
        letters = found.setdefault(_tidy(reading), set())
        letters |= {"a"} if kind in ADJECTIVES else set()
        letters |= {"d"} if diptote else set()
        letters |= {"p"} if number == BROKEN_PLURAL else set()
    return {tidy: "".join(sorted(letters)) for tidy, letters in found.items()}


def _more_verbs() -> Iterator[tuple[str, str, str]]:
    for kind, verbs in MORE_VERBS.items():
        for reading, traits in verbs.items():
            yield kind, reading, traits


def _bare(reading: str) -> str:
    return re.sub(f"[{MARKS}]", "", reading)


def _tidy(reading: str) -> str:
    """Put the shadda first, drop the last letter's vowel and the fatha before an alef; "" for what is broken."""
    reading = re.sub(f"([\u064b-\u0650\u0652]){SHADDA}", rf"{SHADDA}\1", reading.replace("\u0670", ""))
    reading = re.sub("[\u064b-\u0650\u0652]$", "", reading).replace(FATHA + ALEF, ALEF)
    broken = re.search("\u0652\u0651|\u0651\u0652|[\u064b-\u0650\u0652]{2}|\u0651\u0651", reading)
    return reading if re.fullmatch("[\u0621-\u063a\u0641-\u0652]{2,}", _bare(reading)) and not broken else ""


def _frequencies(words: sqlite3.Connection) -> dict[str, int]:
    found: dict[str, int] = {}
    for reading, count in words.execute("select vocalized, freq from wordfreq"):
        found[_bare(reading)] = max(found.get(_bare(reading), 0), count)
    return found


def _verb_frequencies(words: sqlite3.Connection) -> dict[str, int]:
    """Count each tidy perfect, and under its bare letters the most frequent verb that is written so."""
    found: dict[str, int] = {}
    for reading, count in words.execute("select vocalized, freq from wordfreq where word_type = 'verb'"):
        for key in (_tidy(reading), _bare(reading)):
            found[key] = max(found.get(key, 0), count)
    return found


def _forgotten(own: dict[str, int], known: list[tuple[str, str, bool]]) -> Iterator[tuple[str, str, bool]]:
    """Yield frequent perfects of three letters that the dictionary of verbs lacks; their imperfect's vowel is open."""
    there = {*(_tidy(verb) for verb, _, _ in known), *MORE_VERBS["perfect"]}
    for reading, count in own.items():
        if count >= RARE_VERB and reading not in there and re.fullmatch(f"\\w{FATHA}\\w[{FATHA}\u0650]\\w", reading):
            yield reading + FATHA, "", True


def _lemmas(words: sqlite3.Connection) -> Iterator[str]:
    marks = ",".join("?" * len(NOUN_TYPES))
    rows = words.execute(
        f"select vocalized from wordfreq where word_type in ({marks}) and freq >= ?",  # noqa: S608 - question marks only
        (*NOUN_TYPES, RARE_NOUN),
    )
    yield from (reading for (reading,) in rows)


def _plurals(words: sqlite3.Connection, dictionary: sqlite3.Connection) -> Iterator[str]:
    frequency = _frequencies(words)
    for reading, plurals, verb in dictionary.execute("select vocalized, broken_plural, original from nouns"):
        known = frequency.get(_bare(reading), 0)
        if known >= RARE_SINGULAR:
            yield from (
                plural for plural in re.split("[:\u060c,;\\s]+", plurals or "") if re.search(f"[{MARKS}]", plural)
            )
        if known >= RARE_SINGULAR * 10 or frequency.get(_bare(verb or ""), 0) >= RARE_PARTICIPLE:
            yield reading


def _verbs(words: sqlite3.Connection, dictionary: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    from libqutrub import verb_const as forms
    from libqutrub.classverb import VerbClass

    tenses = {
        "perfect": (forms.TensePast, forms.TensePassivePast),
        "imperfect": (
            forms.TenseFuture,
            forms.TensePassiveFuture,
            forms.TenseJussiveFuture,
            forms.TensePassiveJussiveFuture,
        ),
    }
    # How many letters of the ending follow the stem: he, they (men), they (women).
    endings = {forms.PronounHuwa: 0, forms.PronounHum: 2, forms.PronounHunna: 1}
    frequency = _frequencies(words)
    own = _verb_frequencies(words)
    known = list(dictionary.execute("select vocalized, future_type, transitive from verbs"))
    for verb, future, transitive in (*known, *_forgotten(own, known)):
        too_rare = own.get(_tidy(verb), 0) < RARE_READING * own.get(_bare(verb), 0)
        if too_rare or frequency.get(_bare(verb), 0) < RARE_VERB:
            continue
        traits = ("" if transitive else "i") + "".join(
            letter for letter, verbs in (("g", GIVING), ("n", NEEDING), ("o", ALONE)) if _tidy(verb) in verbs
        )
        conjugated = VerbClass(verb, bool(transitive), future or OPEN_VOWEL)
        for kind, found in tenses.items():
            for tense in found:
                for pronoun, length in endings.items():
                    form = conjugated.conjugate_tense_for_pronoun(tense, pronoun)
                    letters = re.findall(f"[^{MARKS}][{MARKS}]*", form)
                    if kind == "perfect" or (form.startswith(YEH) and future):
                        yield kind, "".join(letters[: len(letters) - length]), traits


if __name__ == "__main__":
    main()
