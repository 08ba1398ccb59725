"""Each frame turns its example, and none does without a cause; the pattern language; what a target may want."""

from __future__ import annotations

from functools import cache
from importlib import import_module

import pytest

from briefing import plugins
from briefing.arabic import shadda_first, strip_marks
from briefing.errors import SettingsError
from briefing.narration import diacritize
from briefing.narration.diacritizers import lattice, patterns
from briefing.narration.diacritizers.ensemble import Ensemble
from briefing.narration.diacritizers.frames import frames
from briefing.narration.diacritizers.patterns import Want, matches, parse
from briefing.narration.diacritizers.tokens import Token, tokens


@cache
def diacritizer() -> plugins.Diacritizer:
    return plugins.diacritizer("ensemble")


def read(sentence: str) -> list[str]:
    return diacritize.text(sentence, diacritizer()).split()


@pytest.mark.parametrize("frame", frames(), ids=lambda frame: frame.id)
def test_a_frame_alone_decides_its_example(frame: lattice.Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = strip_marks(frame.example)
    ((place, wanted),) = [
        (place, word) for place, word in enumerate(frame.example.split()) if word != strip_marks(word)
    ]
    assert read(bare)[place] == wanted
    # The module that is loaded now: another test may have loaded the package anew.
    live = import_module("briefing.narration.diacritizers.lattice")
    others = tuple(other for other in frames() if other.id != frame.id)
    monkeypatch.setattr(live, "frames", lambda: others)
    assert read(bare)[place] != wanted


def test_frames_have_names_of_their_own_and_a_reach() -> None:
    names = [frame.id for frame in frames()]
    assert len(set(names)) == len(names)
    assert all(0 < frame.reach <= 90 for frame in frames())


@pytest.mark.parametrize("name", patterns._phrases())
def test_every_phrase_is_used(name: str) -> None:
    written = [*(row for row in patterns._phrases().values()), *PATTERNS]
    assert any(f"{{{name}}}" in pattern for pattern in written)


PATTERNS = [
    row["pattern"]
    for row in patterns.read_table(
        patterns.data("ar", "diacritize", "frames.tsv"), ("id", "pattern", "reach", "example")
    )
]


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        # The meaning turns with the voice: the man was killed, and killed a guard.
        ("قتل حارس قرب المصرف.", "قُتِلَ"),
        ("قتل لص حارسا قرب المصرف.", "قَتَلَ"),
        # A particle where a noun phrase follows it, a verb where it opens a clause before subject and object.
        ("وقف الحارس خلف الباب.", "خَلْفَ"),
        ("خلف الزلزال دمارا كبيرا.", "خَلَّفَ"),
        ("غير الفريق أسلوبه.", "غَيَّرَ"),
        # "Who" before a verb, "from" before a noun.
        ("أنقذ الجيران من سقط في البئر.", "مَنْ"),
        ("سقط الطفل من النافذة.", "مِنَ"),
        # Two are named, or said to be two.
        ("فاجأ المدرب اللاعبين سامي وكريم.", "اللَّاعِبَيْنِ"),
        ("فاجأ المدرب اللاعبين قبل المباراة.", "اللَّاعِبِينَ"),
        # A fifth of it, and five of them.
        ("أنفقت الأسرة خمس دخلها.", "خُمُسَ"),
        ("اشترى التاجر خمس سفن.", "خَمْسَ"),
        # The object before its subject.
        ("اجتاح الحقول جراد كثيف.", "الْحُقُولَ"),
        ("زار الجامعة وزير التعليم.", "الْجَامِعَةَ"),
        # A command in somebody's words.
        ("قال الطبيب: قلل من الملح.", "قَلِّلْ"),
        # It is still so, and she has not taken it away.
        ("قال إن النازحات لا يزلن في المخيم.", "يَزَلْنَ"),
        ("الجراح لم تزل مفتوحة.", "تَزَلْ"),
        ("ولا ينفك الرئيس يردد كلامه.", "يَنْفَكُّ"),
        ("وما زلنا في انتظار الرد.", "زِلْنَا"),
        ("لم يزل الرئيس في المستشفى.", "يَزَلِ"),
        ("الجرافات لم تزل الأنقاض.", "تُزِلِ"),
        ("لم يزل العمال آثار الحريق.", "يُزِلِ"),
        ("قال إن العاملات لم يزلن آثار الطلاء.", "يُزِلْنَ"),
        # A sign that is said between numbers has no case; a comma that somebody writes has one.
        ("خسر المؤشر مئتين وواحدا فاصلة أربع وثلاثين نقطة.", "فَاصِلَةْ"),
        ("بلغ المعدل صفر فاصلة اثنين بالمئة.", "فَاصِلَةْ"),
        ("النسخة واحد نقطة اثنان من البرنامج.", "نُقْطَةْ"),
        ("وصلت الحرارة إلى سالب اثنتي عشرة درجة.", "سَالِبْ"),
        ("وضع الكاتب فاصلة بعد الاسم.", "فَاصِلَةً"),
        ("كانت مباراة فاصلة بين الفريقين.", "فَاصِلَةً"),
        # What hangs on a noun has the noun's case before it, and a vowel of its own before the article.
        ("نشعر بآلامكم ونعمل من أجلكم.", "بِآلَامِكُمْ"),
        ("لن ننسى آلامكم أبدا.", "آلَامَكُمْ"),
        ("قال للطلاب: بأقلامكم تكتبون التاريخ.", "بِأَقْلَامِكُمْ"),
        ("لم يكلمهم أحد منذ أيام.", "يُكَلِّمْهُمْ"),
        ("وزعت الجمعية على الأطفال ألعابهم.", "أَلْعَابَهُمْ"),
        ("قتل عشرون شخصا ومن ضمنهم طفلان.", "ضِمْنِهِمْ"),
        ("ويتهم النائب الوزير بالتقصير.", "وَيَتَّهِمُ"),
        # What is behind its subject's verb is its object; who is in the clause is not.
        ("ستمكن البلاد من التصدير.", "الْبِلَادَ"),
        ("قال إن الربط سيمكن البلاد من تصدير الفائض.", "سَيُمَكِّنُ"),
        ("يمكن الاستفادة من التجربة.", "يُمْكِنُ"),
        ("سيتمكن العلماء من رصد النجم.", "الْعُلَمَاءُ"),
        ("حريق دمر السوق أمس.", "السُّوقَ"),
        ("المصنع الذي تملكه الدولة خاسر.", "الدَّوْلَةُ"),
        ("في وقت يعاني الاقتصاد من الركود.", "الِاقْتِصَادُ"),
        # Any, and that is.
        ("هل هناك أي كبيرة لم تذكر؟", "كَبِيرَةٍ"),
        ("نفى وجود أي خلاف مع النقابة.", "خِلَافٍ"),
        ("باع نصف أسهمه، أي مليون سهم.", "أَيْ"),
        ("المرأة الأولى، أي كبيرة العائلة.", "أَيْ"),
        ("تأخر القطار، أي أن الرحلة ألغيت.", "أَيْ"),
        # Charring and paying: a noun behind what governs nouns, a verb elsewhere.
        ("تعرف الطبيب على الضحية رغم تفحم الجثة.", "تَفَحُّمِ"),
        ("رغم تدفع الجماهير بقي الوضع هادئا.", "تَدَفُّعِ"),
        ("رغم أنها تدفع الضريبة فهي خاسرة.", "تَدْفَعُ"),
        ("تشوه وجه المبنى بعد الحريق.", "تَشَوَّهَ"),
        ("تعثر المفاوضات أغضب الوزير.", "تَعَثُّرُ"),
        ("الشركة التي تمنع التدخين كبيرة.", "تَمْنَعُ"),
        # A verb and a demonstrative of another gender: who did it is within the verb.
        ("الشاهد الذي قال هذه الأكاذيب للمحكمة في السجن.", "الْأَكَاذِيبَ"),
        ("وأعدت هذا التقرير منظمة محلية.", "التَّقْرِيرَ"),
        ("وذكر هذا الموقف بما حدث قبل عام.", "الْمَوْقِفُ"),
        ("يجب أن تدفع تكاليف جيشك بنفسك.", "تَكَالِيفَ"),
        ("وقال له: عليك أن تحمي عائلتك.", "عَائِلَتَكَ"),
        ("يريد الرئيس أن تدفع ألمانيا تكاليف جيشها.", "تَكَالِيفَ"),
        ("بعد أن تزوجت الرجل عاشا سويا.", "الرَّجُلَ"),
        ("بعدما انتهت الحرب عاد السكان.", "الْحَرْبُ"),
        ("وقتلت النار عشرة أشخاص.", "النَّارُ"),
        # Himself has the case of his noun, but for who finds himself somewhere.
        ("لم يحضر الرئيس نفسه الاجتماع.", "نَفْسُهُ"),
        ("كررت الوزيرة الكلام نفسه أمس.", "نَفْسَهُ"),
        ("جاءت الأوامر من الرئيس نفسه.", "نَفْسِهِ"),
        ("وجد الفريق نفسه في مأزق.", "نَفْسَهُ"),
        ("طرح الرئيس نفسه وسيطا بين البلدين.", "نَفْسَهُ"),
        # An adjective behind a genitive of another gender belongs to the noun before it.
        ("انتقدت مديرة المصنع السابقة القانون.", "السَّابِقَةُ"),
        ("شن وزير المالية المجري حملة.", "الْمَجَرِيُّ"),
        ("إلا إذا كانت حياة المرأة الحامل مهددة.", "الْحَامِلِ"),
        ("قالت المتحدثة باسم وزارة الخارجية الروسية.", "الرُّوسِيَّةِ"),
        # Cannes beside its festival, "was" where a clause goes on.
        ("وصل المخرج إلى مدينة كان لحضور المهرجان.", "كَانْ"),
        ("وفي مهرجان كان من المقرر تأجيله غنت الفرقة.", "كَانَ"),
        # Two do what a verb of two says.
        ("ونقلت عن معلمين قالا إن المدرسة مغلقة.", "مُعَلِّمَيْنِ"),
        ("ونقلت عن معلمين قالوا إن المدرسة مغلقة.", "مُعَلِّمِينَ"),
        # What is to be done, and who is to do it.
        ("ومن المتوقع أن يوقع الرئيس على الاتفاق غدا.", "يُوَقِّعَ"),
        ("عليك أن تغير كلمات مرورك.", "كَلِمَاتِ"),
        # "Of them" has its damma before the article.
        ("كما لا يجد كثير منهم المياه النظيفة.", "مِنْهُمُ"),
        ("إليكم الخبر الأول.", "إِلَيْكُمُ"),
        ("كما وقع هذا الحادث في الميناء.", "وَقَعَ"),
        ("وعليك أن تحفظ العقد وأن تراجع أرقام حسابك.", "تُرَاجِعَ"),
        # A day says when, unless a noun carries it.
        ("انتهت الجولة في وقت متأخر الأحد.", "الْأَحَدَ"),
        ("انتهت الجولة في يوم الأحد الماضي.", "الْأَحَدِ"),
        ("حقق البناء مكاسب قوية الشهر الماضي.", "الشَّهْرَ"),
        ("قال المدير العام الحالي إن الشركة رابحة.", "الْعَامُّ"),
        # How many there are, how long it took, by how much it rose.
        ("كانت الرحلة طويلة، ودامت سبع ساعات.", "سَبْعَ"),
        ("انخفض المؤشر ثم ارتفع تسع نقاط.", "تِسْعَ"),
        ("وقال إن في المخيم ثلاثة آلاف نازح.", "آلَافِ"),
        ("وأنهى الفريق موسمه بفوز.", "مَوْسِمَهُ"),
        ("وقال الرجل نفسه إن العملية فشلت.", "نَفْسُهُ"),
        # "Claim" and "memory" are women, too.
        ("وشملت الدعوى شركات الأدوية.", "شَرِكَاتِ"),
        # An adjective is nobody's object.
        ("وهوى المعدن النفيس إلى أدنى سعر.", "النَّفِيسُ"),
        ("وبين المعادن النفيسة نزلت الفضة.", "وَبَيْنَ"),
        # A verb that cannot be without an object has none here, or has one.
        ("أوقف قائد الزورق بعد العاصفة.", "أُوقِفَ"),
        ("أوقف قائد الزورق رجلين بعد العاصفة.", "أَوْقَفَ"),
        ("واعتقلت الشرطة في المدينة، صباح اليوم، تاجر السلاح.", "وَاعْتَقَلَتِ"),
        ("ولم يحذف الموقع من الصور سوى اثنتين.", "يَحْذِفِ"),
        ("كما يرفض قسم من السكان أن يرحل الجنود.", "يَرْفُضُ"),
        ("قال إن الخبير لن يستأنف عمله قبل الشتاء.", "يَسْتَأْنِفَ"),
        ("منح المدير الموظف إجازة طويلة.", "مَنَحَ"),
        # A number in digits asks for a case; a year and a thing that only looks counted do not.
        ("في الحديقة 45 شجرة مثمرة.", "شَجَرَةً"),
        ("في الحديقة 3 شجرات.", "شَجَرَاتٍ"),
        ("وصلت 45 سيارة إسعاف.", "سَيَّارَةَ"),
        ("في العام 2017 شجرة العائلة كبرت.", "شَجَرَةُ"),
        # Still, the two who, Tyre, distance.
        ("وقال إنه مازال في القرية.", "مَازَالَ"),
        ("وقال إنها مازالت في القرية.", "مَازَالَتْ"),
        ("وقال إنه لازال في القرية.", "لَازَالَ"),
        ("بين المدينتين اللتين زارهما الوزير طريق قديم.", "اللَّتَيْنِ"),
        ("بين الرجلين اللذين زارهما الوزير خلاف.", "اللَّذَيْنِ"),
        ("عاد الصيادون إلى مدينة صور اللبنانية.", "صُورَ"),
        ("قال إن بعد القرية عن الميناء يرهق الصيادين.", "بُعْدَ"),
        ("وقف الحارس بعد القرية.", "بَعْدَ"),
        # "Will" stands before no perfect; a command of the fourth form has its vowel before "you all".
        ("سعد المدرب بفوز الفريق.", "سَعِدَ"),
        ("وهتف الطلاب: أعيدوا إلينا المكتبة.", "أَعِيدُوا"),
        # Both of his colleagues.
        ("جاء بين والديه.", "وَالِدَيْهِ"),
        # Quotation marks cut nothing.
        ("قال إن المريض «سينقل إلى العاصمة».", "سَيُنْقَلُ"),
    ],
)
def test_a_sentence_is_read_as_it_means(sentence: str, marked: str) -> None:
    assert shadda_first(marked) in [word.strip("«».،:") for word in read(sentence)]


def sentence(text: str) -> list[Token]:
    """Return the words of a text with their first readings as the likeliest."""
    words = tokens(text, [""] * len(text))
    for token in words:
        token.read_as(token.shape.word.readings[0].traits if token.shape.word else frozenset())
    return words


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^start =وصل", "وصل الوفد", True),
        ("^start =وصل", "ووصل الوفد", True),
        ("^start =غادر,وصل", "وصل الوفد", True),
        ("=وصل ^definite ^end", "وصل الوفد", True),
        ("=وصل ^comma", "وصل، الوفد", True),
        ("=وصل ^definite", "«وصل» الوفد", True),
        ("#role", "قال الوزير", True),
        ("#role&^definite", "قال وزير", False),
        ("=وصل !^definite", "وصل الوفد", False),
        ("=وصل|=غادر ^definite", "غادر الوفد", True),
        ("=وصل ^definite* =أمس", "وصل الوفد الكبير أمس", True),
        ("=وصل ^definite? =أمس", "وصل أمس", True),
        ("=وصل ( ^definite / =وفد ) ^end", "وصل وفد", True),
        ("=وصل !( ^definite )", "وصل الوفد", False),
        ("=وصل !( ^definite )", "وصل وفد", True),
        ("( ^definite? )* ^end", "الوفد", True),
        ("?passive", "كتب", True),
        ("?passive-he", "كتب", False),
    ],
)
def test_a_pattern_fits_as_the_language_says(pattern: str, text: str, found: bool) -> None:  # noqa: FBT001
    words = sentence(text)
    steps = parse(pattern, "here")
    assert any(True for at in range(len(words)) for _ in matches(steps, words, at)) is found


def test_what_tests_found_of_a_word_holds_for_one_reading_alone() -> None:
    (word,) = (token for token in sentence("كتب") if "sign" not in token.shape.written)
    (noun,) = parse("noun", "here")
    assert isinstance(noun, patterns.Step)
    word.read_as(frozenset(("noun",)))
    assert noun.test.holds(word)
    word.read_as(frozenset(("perfect",)))
    assert not noun.test.holds(word)


@pytest.mark.parametrize("pattern", ["( =وصل", "=وصل )", "=وصل>", "&", "^start|", "=وصل>he|she", "{nothing}"])
def test_a_pattern_that_cannot_be_read_says_where_it_stands(pattern: str) -> None:
    with pytest.raises((SettingsError, KeyError)):
        parse(pattern, "frames.tsv: this")


def test_a_want_is_what_must_be_and_what_must_not() -> None:
    want = Want.of("perfect+passive-object")
    assert want.fits(frozenset(("perfect", "passive", "he")))
    assert not want.fits(frozenset(("perfect", "active")))
    assert not want.fits(frozenset(("perfect", "passive", "object")))


def test_marks_that_the_writer_typed_are_no_frames_business() -> None:
    assert read("غَيرُ الفريق أسلوبه بعد الهزيمة.")[0].startswith("غَي")


def test_what_a_frame_decided_is_told() -> None:
    choices = Ensemble().told("غير الفريق أسلوبه بعد الهزيمة.")[1]
    assert choices[0].decided_by == "frame: perfect-particle"
    assert {choice.decided_by for choice in choices[1:]} == {""}
    assert 0 < choices[0].confidence < 0.5, "the networks held another reading for likelier"
