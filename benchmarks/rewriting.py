"""A second reading of fully marked text, to hold the phonetizer against: it shares no code and no method with it.

The text is rewritten as a whole, step by step, with regular expressions, where the phonetizer goes letter by letter.
Endings are said in full, words are joined, and punctuation stops.
"""

from __future__ import annotations

import re
import unicodedata

FA, DA, KA, AN, UN, IN, SH, SU, DG = "\u064e\u064f\u0650\u064b\u064c\u064d\u0651\u0652\u0670"
MARKS = "\u064b-\u0652\u0670"
SUN = "تثدذرزسشصضطظلن"
START = f"(?<![^ |])((?:[وف]{FA})?(?:[بلك][{KA}{FA}])?)"
DERIVED = f"س{SU}ت|ن{SU}[^ ]{FA}|ن{SU}.{KA}.{FA}?ا|[^ ]{SU}[تطد]|[^ ]{SH}[{FA}{KA}]|ب{SU}ن|م{SU}ر|ث{SU}ن"
CONSONANTS = {
    **dict.fromkeys("ءأإؤئ", "ʔ"),
    **dict(zip("بتثحخدذرزسشعغفقكلمنهوية", "btθħxdðrzsʃʕɣfqklmnhwjt", strict=True)),
    "ج": "dʒ",
    "ص": "sˤ",
    "ض": "dˤ",
    "ط": "tˤ",
    "ظ": "ðˤ",
    "پ": "p",
    "چ": "tʃ",
    "ڤ": "v",
    "گ": "ɡ",
}
VOWELS = {FA: "a", DA: "u", KA: "i", AN: "an", UN: "un", IN: "in"}

# (what stands there, what is written in its place), in order
STEPS: tuple[tuple[str, str], ...] = (
    (f"[^\u0621-\u063a\u0641-\u064a{MARKS}\u067e-\u06af |]", ""),
    (f"([{MARKS}]+){SH}", rf"{SH}\1"),
    (f"([اى]){AN}", AN),
    (f"{AN}[اى]", AN),
    # spellings that hide a long a, or show a letter that is silent
    (f"{START}(ه{FA}|ذ{FA}|ل{FA})(?=ذ[{FA}{KA}]|ؤ{DA}ل|ل{KA}ك|ك{KA}ن|ك{FA}ذ)", r"\1\2ا"),
    (f"أ{DA}ول{FA}?ئ", f"أ{DA}ل{FA}ائ"),
    (f"أ{DA}ول(?=[{DA}{KA}][وي](?:[ |]|$))", f"أ{DA}ل"),
    (f"(?<=ر{SH}{FA}ح{SU}م){FA}(?=ن)", f"{FA}ا"),
    (f"{START}ال?ل{SH}?{FA}?ه(?=[{FA}{DA}{KA}]?(?: |\\||$))", rf"\1ال{SH}{FA}اه"),
    (f"ل{KA}ل{SH}{FA}?ه(?=[{FA}{DA}{KA}](?: |\\||$))", f"ل{KA}ل{SH}{FA}اه"),
    (f"(?<=إ{KA}ل){FA}(?=ه)", f"{FA}ا"),
    (f"م{KA}ا(?=ئ)", f"م{KA}"),
    (f"و{SU}?ا(?= |\\||$)", "و"),
    (f"([{UN}{IN}])و(?= |\\||$)", r"\1"),
    ("آ", f"ء{FA}ا"),
    # where an alef only opens a cluster: W
    (f"{START}ا(?=[{FA}]?ل(?:{SU}?[^{SUN}ا{MARKS}]|[{SUN}]{SH}|{SH}{FA}|{SU}أ|{KA}ا|{SU}[^{MARKS}]))", r"\1W"),
    (f"(?<![^ |])ا{KA}?(?=[^ ][{SU}{SH}])", "V"),
    (f"(?<![^ |])ا{DA}(?=[^ ][{SU}{SH}])", "Y"),
    (f"{START}(?<={KA})ا(?=[^ ][{SU}{SH}])", r"\1V"),
    (
        f"(?<![^ |])([وف]{FA})ا(?={DERIVED})",
        r"\1V",
    ),
    (f"(?<=W)ل(?:{KA}ا|{SU}ا{KA}?)(?=[^ ][{SU}{SH}])", f"ل{KA}"),
    (f"(?<=W)ل(?=[{SUN}]{SH})", ""),
    (f"(?<=ل{KA})ل(?=[{SUN}]{SH})", ""),
    (f"([{FA}{DA}{KA}])[WVY]", r"\1"),
    # long vowels that the spelling leaves to the letter alone
    (f"(?<=[^{MARKS}اىWVY |])(?=ا)", FA),
    (f"{FA}[اى](?![{MARKS}])", "aː"),
    (f"{KA}[يى]{SU}?(?![{MARKS}a])", "iː"),
    (f"{DA}و{SU}?(?![{MARKS}a])", "uː"),
    # words meet: a long vowel shortens before a cluster, a consonant takes a vowel
    ("([aiu])ː ([WVY])", r"\1 "),
    (f"([{FA}{DA}{KA}]) [WVY]", r"\1 "),
    (f"(م{KA}ن){SU}? [WVY]", rf"\1{FA} "),
    (f"([هكت]{DA}م){SU}? [WVY]", rf"\1{DA} "),
    (f"(?<=[^ |أل]{FA}و){SU}? [WVY]", f"{DA} "),
    (f"([{AN}{UN}{IN}]) [WVY]", rf"\1{KA} "),
    (f"{SU} [WVY]", f"{KA} "),
    ("W", "ʔa"),
    ("V", "ʔi"),
    ("Y", "ʔu"),
    (f"(.){SH}", r"\1\1"),
    (f"ة(?:{SU}|(?= |\\||$))", "h"),
)


def ipa(text: str) -> str:
    """Return the IPA of marked text, without spaces."""
    text = re.sub(r"[-/،؛:.!؟,;?]+", " | ", unicodedata.normalize("NFC", text))
    for found, put in STEPS:
        text = re.sub(found, put, " ".join(text.split()))
    return "".join({**CONSONANTS, **VOWELS}.get(char, char) for char in text if char not in f"{SU}{SH}{DG} |اى")
