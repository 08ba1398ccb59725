"""Pages of real structure: each kind of page that lost its story, or that told its furniture as news."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefing.article.clean import clean
from briefing.article.markup import paragraphs_of
from briefing.article.metadata import outlet, outlet_in_title, person
from briefing.article.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.model import Article

HEADLINE = "إغلاق نفق المدينة القديمة للصيانة"
STORY = (
    "أغلقت البلدية يوم الاثنين نفق المدينة القديمة أمام السيارات لأعمال صيانة تستمر ثلاثة أشهر كاملة.",
    "وقال مدير الأشغال كريم عيسى إن الجدران تشققت بفعل الرطوبة وإن السلامة تأتي قبل كل شيء آخر.",
    "وطلبت الشرطة من السائقين استعمال الطريق الدائري إلى أن ينتهي العمل في بداية الشتاء المقبل.",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in STORY)


def page(tmp_path: Path, body: str, head: str = "") -> Article:
    path = tmp_path / "page.html"
    path.write_text(
        f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{HEADLINE}</title>{head}</head>'
        f"<body>{body}</body></html>",
        encoding="utf-8",
    )
    return clean(read(str(path))[0])


def told(article: Article) -> list[str]:
    dropped = {one.paragraph for one in article.dropped}
    return [text for number, text in enumerate(article.paragraphs) if number not in dropped]


@pytest.mark.parametrize(
    "wrapper", ["form", "aside", "footer", "noscript", "button", "menu", "dialog", "form><aside", "dialog open"]
)
def test_a_story_inside_what_is_mostly_a_widget_is_read(tmp_path: Path, wrapper: str) -> None:
    opening = "".join(f"<{tag.strip('<>')}>" for tag in wrapper.split("><"))
    closing = "".join(f"</{tag.split()[0].strip('<>')}>" for tag in reversed(wrapper.split("><")))
    article = page(tmp_path, f'{opening}<div id="c"><h1>{HEADLINE}</h1>{PARAGRAPHS}</div>{closing}')
    assert told(article) == [HEADLINE, *STORY]


def test_a_widget_beside_the_story_stays_out(tmp_path: Path) -> None:
    aside = "<aside><p>اشترك في نشرتنا لتصلك أخبار المدينة كل صباح في بريدك.</p></aside>"
    article = page(tmp_path, f"<article><h1>{HEADLINE}</h1>{PARAGRAPHS}</article>{aside}")
    assert told(article) == [HEADLINE, *STORY]


@pytest.mark.parametrize(
    "box",
    [
        'div class="lead"',
        'h2 class="article-subtitle"',
        'div class="entry-standfirst"',
        'p itemprop="description"',
        'div class="x-desc"',
        "div",
    ],
)
def test_the_standfirst_in_a_box_of_its_own_opens_the_story(tmp_path: Path, box: str) -> None:
    standfirst = "تكلفة الأعمال ستة ملايين دينار، والسيارات تحول إلى الطريق الدائري."
    long = "".join(f"<p>{line} {line}</p>" for line in STORY)
    top = f'<div class="top"><h1>{HEADLINE}</h1><{box}>{standfirst}</{box.split(maxsplit=1)[0]}></div>'
    share = "<div><a href='#'>فيسبوك</a></div><div>شارك الخبر</div>"
    found = told(page(tmp_path, f'<div class="page">{top}{share}<div class="body">{long}</div></div>'))
    assert found == [HEADLINE, standfirst, *(f"{line} {line}" for line in STORY)]


@pytest.mark.parametrize("counter", ["القراءات: ٣٢١", "عدد المشاهدات: 1204", "| 321 مشاهدة"])
def test_a_date_beside_a_count_of_readers_is_the_pages_date(tmp_path: Path, counter: str) -> None:
    line = f"<div><span>الجمعة ١٧ كانون الأول ٢٠٢١</span> <span>{counter}</span></div>"
    article = page(tmp_path, f"<div><h1>{HEADLINE}</h1>{line}<div>{PARAGRAPHS}</div></div>")
    assert told(article) == [HEADLINE, *STORY]
    assert article.published == datetime(2021, 12, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "day"), [("الثلاثاء، 12 مارس 2024 10:20 ص", datetime(2024, 3, 12, tzinfo=UTC)), ("", None)]
)
def test_an_empty_date_of_a_content_system_is_no_date(tmp_path: Path, line: str, day: datetime | None) -> None:
    head = (
        '<meta property="article:published_time" content="0001-01-01T00:00:00">'
        '<meta itemprop="datePublished" content="1/1/0001 12:00:00 AM">'
    )
    article = page(tmp_path, f"<div><h1>{HEADLINE}</h1><div>{line}</div><div>{PARAGRAPHS}</div></div>", head)
    assert article.published == day


def test_the_text_that_stands_in_a_script_alone_is_read(tmp_path: Path) -> None:
    body = "\\n".join(STORY)
    script = f'{{"@graph": [{{"@type": "NewsArticle", "headline": "{HEADLINE}", "articleBody": "{body}"}}]}}'
    article = page(tmp_path, '<div id="app"></div>', f'<script type="application/ld+json">{script}</script>')
    assert told(article) == [HEADLINE, *STORY]


def test_the_text_of_a_script_is_told_without_its_markup(tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in STORY)
    script = json.dumps({"@type": "NewsArticle", "headline": HEADLINE, "articleBody": body}, ensure_ascii=False)
    article = page(tmp_path, "<div id=app></div>", f'<script type="application/ld+json">{script}</script>')
    assert told(article) == [HEADLINE, *STORY]


@pytest.mark.parametrize(
    "body",
    [
        PARAGRAPHS,
        list(STORY),
        [{"type": "paragraph", "data": {"text": line}} for line in STORY],
        [{"type": "p", "children": [{"text": line[:20]}, {"text": line[20:], "bold": True}]} for line in STORY],
    ],
)
@pytest.mark.parametrize(
    "script",
    ['<script id="__NEXT_DATA__" type="application/json">{}</script>', "<script>window.__STATE__ = {};</script>"],
)
def test_the_story_that_a_pages_program_keeps_is_read_and_not_another(
    tmp_path: Path, script: str, body: object
) -> None:
    story = {"title": HEADLINE, "body": body, "author": {"name": "هدى سالم"}, "publishedAt": "2024-03-05T08:30:00Z"}
    other = {"title": "افتتاح متحف في الشمال", "body": "<p>نص آخر لا شأن له بهذا الخبر.</p>" * 9}
    state = json.dumps({"props": {"related": [other], "article": story}})
    article = page(tmp_path, f'<div id="app"></div>{script.replace("{}", state)}')
    assert told(article) == [HEADLINE, *STORY]
    assert (article.byline, article.published) == ("هدى سالم", datetime(2024, 3, 5, 8, 30, tzinfo=UTC))


@pytest.mark.parametrize("tag", ["span", "div"])
def test_a_body_of_lines_in_a_form_is_read(tmp_path: Path, tag: str) -> None:
    lines = "<br /><br />".join(STORY) if tag == "span" else "".join(f"<div>{line}</div>" for line in STORY)
    menu = '<nav><ul><li><a href="/">الصفحة الأولى من الصحيفة</a></li></ul></nav>'
    box = '<div class="side"><div><a href="/2">انقطاع المياه عن الأحياء الشمالية غدا</a></div></div>'
    story = f'<div><span id="lblTitle">{HEADLINE}</span></div><{tag} id="lblBody">{lines}</{tag}>'
    assert told(page(tmp_path, f'<form id="aspnetForm">{menu}{story}{box}</form>')) == [HEADLINE, *STORY]


def test_a_line_in_bold_is_parted_from_the_text_under_it_by_one_break(tmp_path: Path) -> None:
    text = f"<b>{HEADLINE}</b><br>{'<br><br>'.join(STORY)}"
    assert told(page(tmp_path, f"<table><tr><td>{text}</td></tr></table>")) == [HEADLINE, *STORY]


def test_a_crosshead_stays_and_the_caption_in_its_box_is_a_caption(tmp_path: Path) -> None:
    box = '<div class="sf_h2"><h2>السلامة أولا<figure><figcaption>جدران النفق المتشققة</figcaption></figure></h2></div>'
    lines = f"<p>{STORY[0]}</p>{box}<p>{STORY[1]}</p><p>{STORY[2]}</p>"
    assert told(page(tmp_path, f"<article><h1>{HEADLINE}</h1>{lines}</article>")) == [
        HEADLINE,
        STORY[0],
        "السلامة أولا",
        *STORY[1:],
    ]


@pytest.mark.parametrize("name", ["wp-caption-text", "field--name-field-image-caption", "photo-desc", "img_title"])
def test_a_box_that_its_page_calls_a_caption_is_one(tmp_path: Path, name: str) -> None:
    caption = f'<div class="{name}">عمال البلدية أمام مدخل النفق المغلق صباح الاثنين</div>'
    lines = f"<p>{STORY[0]}</p>{caption}<p>{STORY[1]}</p><p>{STORY[2]}</p>"
    assert told(page(tmp_path, f"<article><h1>{HEADLINE}</h1>{lines}</article>")) == [HEADLINE, *STORY]
    around = f'<div class="story has-caption"><h1>{HEADLINE}</h1>{PARAGRAPHS}{PARAGRAPHS}</div>'
    assert told(page(tmp_path, around)) == [HEADLINE, *STORY]


def test_a_paragraph_that_is_nothing_but_a_link_is_another_story(tmp_path: Path) -> None:
    link = '<p><a href="/2">انقطاع المياه عن الأحياء الشمالية غدا</a></p>'
    body = f"<article><h1>{HEADLINE}</h1><p>{STORY[0]}</p>{link}<p>{STORY[1]}</p><p>{STORY[2]}</p></article>"
    assert told(page(tmp_path, body)) == [HEADLINE, *STORY]


@pytest.mark.parametrize(
    "embedded",
    [
        '<blockquote class="twitter-tweet"><p>الازدحام كبير pic.twitter.com/x</p>مواطن (@someone)</blockquote>',
        '<blockquote class="instagram-media"><p>صورة من النفق المغلق اليوم في المدينة</p></blockquote>',
        '<div class="fb-post"><p>قال أحد السكان إن الازدحام كبير اليوم</p></div>',
    ],
)
def test_what_others_posted_is_not_told_as_the_papers_own(tmp_path: Path, embedded: str) -> None:
    body = f"<article><h1>{HEADLINE}</h1><p>{STORY[0]}</p>{embedded}<p>{STORY[1]}</p><p>{STORY[2]}</p></article>"
    assert told(page(tmp_path, body)) == [HEADLINE, *STORY]


def test_reference_marks_and_notes_are_not_read(tmp_path: Path) -> None:
    first = f'<p>{STORY[0]}<sup>[1]</sup></p><p>{STORY[1]}<a href="#n2">[2]</a></p>'
    body = f'<article><h1>{HEADLINE}</h1>{first}<p>{STORY[2]}<sup><a href="#n3">3</a></sup></p></article>'
    assert told(page(tmp_path, body)) == [HEADLINE, *STORY]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("وقال المدير<sup>1</sup> إن السلامة أولا", "وقال المدير إن السلامة أولا"),
        ("«السلامة أولا»<sup>2</sup>", "«السلامة أولا»"),
        ("مساحتها 40 كم<sup>2</sup>", "مساحتها 40 كم2"),
        ("مساحتها 40 كيلومتر<sup>2</sup>", "مساحتها 40 كيلومتر2"),
        ("بلغ العدد 10<sup>3</sup>", "بلغ العدد 103"),
    ],
)
def test_a_raised_number_is_a_note_behind_a_word_that_is_no_unit(text: str, read: str) -> None:
    assert paragraphs_of(f"<p>{text}</p>") == (read,)


def test_a_quotation_that_leads_to_a_post_is_the_post(tmp_path: Path) -> None:
    post = '<blockquote>الازدحام كبير <a href="https://x.com/someone/status/12">4 مايو 2024</a></blockquote>'
    body = f"<article><h1>{HEADLINE}</h1><p>{STORY[0]}</p>{post}<p>{STORY[1]}</p><p>{STORY[2]}</p></article>"
    assert told(page(tmp_path, body)) == [HEADLINE, *STORY]


def test_a_small_table_is_told_and_another_is_named_where_it_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    head = "<tr><th>السنة</th><th>السيارات</th></tr>"
    row = "<tr><td>2022</td><td>1200</td></tr>"
    small = f"<article><h1>{HEADLINE}</h1>{PARAGRAPHS}<table>{head}{row}</table></article>"
    assert told(page(tmp_path, small)) == [HEADLINE, *STORY, "2022: السيارات 1200."]
    framed = small.replace("<table>", '<figure class="table"><table>').replace("</table>", "</table></figure>")
    assert told(page(tmp_path, framed)) == [HEADLINE, *STORY, "2022: السيارات 1200."]
    assert "tables" not in caplog.text
    long = f"<article><h1>{HEADLINE}</h1>{PARAGRAPHS}<table>{head}{row * 30}</table></article>"
    with caplog.at_level(logging.WARNING):
        assert told(page(tmp_path, long)) == [HEADLINE, *STORY]
    assert "1 of its tables are not read" in caplog.text
    caplog.clear()
    page(tmp_path, f"<table><tr><td><h1>{HEADLINE}</h1>{PARAGRAPHS}</td><td><p>إعلان</p></td></tr></table>")
    assert "tables" not in caplog.text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً", datetime(2020, 4, 24, tzinfo=UTC)),
        ("الاثنين 1 رمضان 1445هـ", datetime(2024, 3, 11, tzinfo=UTC)),
        ("الأحد 28 ذو القعدة 1439 هـ - 12 آب 2018 م", datetime(2018, 8, 12, tzinfo=UTC)),
        ("نشر يوم 14 غشت 2022 على الساعة 18:45", datetime(2022, 8, 14, tzinfo=UTC)),
        ("نشر في: ٣ كانون الثاني ٢٠٢١", datetime(2021, 1, 3, tzinfo=UTC)),
        ("آخر تحديث: 5 فبراير 2019 - 10:15 صباحا", datetime(2019, 2, 5, tzinfo=UTC)),
        ("مارس 7, 2021", datetime(2021, 3, 7, tzinfo=UTC)),
        ("الخميس 7-آذار-2021", datetime(2021, 3, 7, tzinfo=UTC)),
        ("يوم 7 من مارس 2021", datetime(2021, 3, 7, tzinfo=UTC)),
        ("مارس 7, 2021 بواسطة: هدى سالم", datetime(2021, 3, 7, tzinfo=UTC)),
        ("بقلم: هدى سالم | 7 مارس 2021 | رويترز", datetime(2021, 3, 7, tzinfo=UTC)),
        ("أخبار محلية | كتب: هدى سالم | 7 مارس 2021", datetime(2021, 3, 7, tzinfo=UTC)),
        ("السبت 7 مارس 2021، 01:20 بتوقيت نيروبي", datetime(2021, 3, 7, tzinfo=UTC)),
        ("تاريخ النشر: 7/3/2021 07:05 ص <br> تاريخ آخر تعديل: 9/3/2021 11:30 م", datetime(2021, 3, 7, tzinfo=UTC)),
    ],
)
def test_a_date_in_the_pages_own_line_is_the_articles(tmp_path: Path, line: str, day: datetime) -> None:
    article = page(tmp_path, f'<article><h1>{HEADLINE}</h1><div class="d">{line}</div>{PARAGRAPHS}</article>')
    assert article.published == day
    assert told(article) == [HEADLINE, *STORY]


def test_the_writer_beside_the_date_is_the_byline(tmp_path: Path) -> None:
    line = "<div><span>مارس 7, 2021</span> <span>بواسطة: هدى سالم</span></div>"
    assert page(tmp_path, f"<article><h1>{HEADLINE}</h1>{line}{PARAGRAPHS}</article>").byline == "هدى سالم"
    told_line = "وبعد 7 مارس 2021 كتب عليه: النفق مغلق."
    article = page(tmp_path, f"<article><h1>{HEADLINE}</h1>{PARAGRAPHS}<p>{told_line}</p></article>")
    assert (article.byline, told(article)[-1]) == (None, told_line)


def test_a_wikis_tools_are_not_read(tmp_path: Path) -> None:
    wanted = '<sup class="noprint">[<i><a href="/w">من قال هذا؟</a></i>]</sup>'
    heading = '<h2>أعمال الصيانة<span>[<a href="/e">عدل المصدر</a>]</span></h2>'
    first = f"<p>{STORY[0]}{wanted}</p>{heading}"
    body = f"<article><h1>{HEADLINE}</h1>{first}<p>{STORY[1]}</p><p>{STORY[2]}</p></article>"
    article = page(tmp_path, body)
    assert [line for line in told(article) if line != "أعمال الصيانة"] == [HEADLINE, *STORY]
    assert "[" not in "".join(article.paragraphs)


def test_a_note_with_a_word_in_it_and_a_question_to_the_reader_are_not_read(tmp_path: Path) -> None:
    ask = '<div><b>رأيك</b><p>هل تستعمل النفق كل يوم؟</p><input type="radio">نعم <input type="radio">لا</div>'
    first = f'<p>{STORY[0]}<a href="#n">[حاشية ٢]</a></p><p>{STORY[1]}<sup>[الحاشية]</sup></p>'
    article = page(tmp_path, f"<form><h1>{HEADLINE}</h1>{first}<p>{STORY[2]}</p>{ask}</form>")
    assert told(article) == [HEADLINE, *STORY]


def test_the_day_under_the_headline_is_the_articles_and_not_that_of_the_masthead(tmp_path: Path) -> None:
    today, own = "<div>الأربعاء 22 كانون الثاني 2025</div>", "<div>الأحد، ٣ تشرين الثاني ٢٠٢٤ - ١٤:٠٥</div>"
    article = page(tmp_path, f"{today}<article><h1>{HEADLINE}</h1>{own}{PARAGRAPHS}</article>")
    assert article.published == datetime(2024, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize("tag", ["الميناء - الأفق - محليات: ", "بوابة الأفق - ", "الأفق: ", "(الأفق) — "])
def test_the_papers_own_name_around_the_story_is_not_told(tmp_path: Path, tag: str) -> None:
    site = '<meta property="og:site_name" content="الأفق">'
    last = f"<p>{STORY[2].removesuffix('.')} (بوابة الأفق).</p>"
    body = f"<article><h1>{HEADLINE}</h1><p>{tag}{STORY[0]}</p><p>{STORY[1]}</p>{last}</article>"
    article = page(tmp_path, body, site)
    assert (article.dateline, article.publication) == (tag.strip(), "الأفق")
    assert told(article)[2:] == list(STORY[1:])


@pytest.mark.parametrize(
    "line", ["قالت الأفق: النفق مغلق.", "الأفق تكشف: النفق مغلق.", "مدير الأفق - كريم عيسى - يقول"]
)
def test_the_papers_name_in_a_sentence_is_no_dateline(tmp_path: Path, line: str) -> None:
    site = '<meta property="og:site_name" content="الأفق">'
    article = page(tmp_path, f"<article><h1>{HEADLINE}</h1><p>{line} {STORY[0]}</p>{PARAGRAPHS}</article>", site)
    assert article.dateline is None


def test_notes_under_a_pages_heading_are_not_told(tmp_path: Path) -> None:
    notes = "<h3>المراجع</h3><ol><li>تقرير البلدية السنوي، 2021.</li><li>مقابلة مع المدير.</li></ol>"
    first = f"<p>{STORY[0]} <sup>(1)</sup></p>"
    body = f"<article><h1>{HEADLINE}</h1>{first}<p>{STORY[1]}</p><p>{STORY[2]}</p>{notes}</article>"
    assert told(page(tmp_path, body)) == [HEADLINE, *STORY]


def test_the_day_that_a_page_shows_wins_over_its_stamp_of_the_evening_before(tmp_path: Path) -> None:
    stamp = '<meta property="article:published_time" content="2020-04-23T22:30:00Z">'
    line = "<div>الجمعة 24 أبريل 2020</div>"
    article = page(tmp_path, f"<article><h1>{HEADLINE}</h1>{line}{PARAGRAPHS}</article>", stamp)
    assert article.published == datetime(2020, 4, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "https://cdn.example/logo.png",
        "admin",
        "Developed by Web House",
        "desk@news.example",
        "المشرف",
        "",
        "12",
        "كتبت",
        "قسم الأخبار",
        "فريق التحرير",
        "رويترز",
    ],
)
def test_what_is_no_person_writes_nothing(written: str) -> None:
    assert person(written) is None


def test_a_person_writes() -> None:
    assert person(" هدى  سالم ") == "هدى سالم"
    assert person("Mona Haddad") == "Mona Haddad"
    assert person("بقلم: هدى سالم") == "هدى سالم"
    assert person("كتبت هدى سالم; كريم عيسى") == "هدى سالم; كريم عيسى"
    assert person("كتب - كريم عيسى:") == "كريم عيسى"
    assert person("desk@news.example (هدى سالم)") == "هدى سالم"
    assert person('"Huda Salem" <desk@news.example>') == "Huda Salem"


def test_beside_a_person_the_makers_of_a_page_write_nothing() -> None:
    assert person("ThemeHouse; هدى سالم") == "هدى سالم"
    assert person("Images; Logo-White Png") is None


@pytest.mark.parametrize(
    "written",
    [
        "https://news.example/",
        "www.news.example",
        "news.example",
        "© 2016 news.example",
        "جميع الحقوق محفوظة لصحيفة",
        "",
    ],
)
def test_an_address_or_a_line_of_rights_is_no_publication(written: str) -> None:
    assert outlet(written) is None


def test_a_publication_keeps_its_name_without_its_rights() -> None:
    assert outlet("&copy; 2019 صحيفة الأفق") == "صحيفة الأفق"
    assert outlet("BBC News عربي") == "BBC News عربي"


def test_the_owner_of_the_rights_is_the_publication(tmp_path: Path) -> None:
    assert outlet("جميع الحقوق محفوظة لجريدة الأفق \N{COPYRIGHT SIGN} 2024") == "جريدة الأفق"
    assert outlet("Copyright \N{COPYRIGHT SIGN} 2003 صحيفة الأفق اليومية") == "صحيفة الأفق اليومية"
    foot = "<footer><p>كافة الحقوق محفوظة لوكالة الأفق للأنباء 2024</p></footer>"
    article = page(tmp_path, f"<article><h1>{HEADLINE}</h1>{PARAGRAPHS}</article>{foot}")
    assert article.publication == "وكالة الأفق للأنباء"


@pytest.mark.parametrize("sign", [" | ", " - ", ": "])
def test_a_title_names_the_outlet_beside_the_headline(sign: str) -> None:
    assert outlet_in_title(f"{HEADLINE}{sign}صحيفة الأفق", HEADLINE) == "صحيفة الأفق"
    assert outlet_in_title(f"{HEADLINE}{sign}أخبار المدينة", HEADLINE) is None
    assert outlet_in_title("صحيفة الأفق تحتجب يوما", "صحيفة الأفق تحتجب يوما") is None


def test_a_title_names_the_outlet_as_the_link_to_its_first_page_does(tmp_path: Path) -> None:
    head = f"<title>{HEADLINE} | الأفق الجديد</title>"
    home = '<header><a href="/" rel="home"><img alt="الأفق الجديد"></a></header>'
    first = f"<p>الأفق الجديد ـ متابعات: {STORY[0]}</p><p>{STORY[1]}</p><p>{STORY[2]}</p>"
    article = page(tmp_path, f"{home}<article><h1>{HEADLINE}</h1>{first}</article>", head)
    assert (article.publication, article.dateline) == ("الأفق الجديد", "الأفق الجديد متابعات:")


def test_a_publication_has_no_slogan_in_its_name() -> None:
    assert outlet("صحيفة الأفق | أخبار المدينة أولا بأول") == "صحيفة الأفق"
    assert outlet("الرئيسية | صحيفة الأفق") == "صحيفة الأفق"


def test_the_writer_above_the_story_is_the_byline_where_the_field_names_nobody(tmp_path: Path) -> None:
    head = '<meta name="author" content="admin"><meta name="DC.creator" content="تصميم وبرمجة: دار الويب">'
    line = '<div class="author-name">كتبت: هدى سالم</div>'
    body = f'<article><h1>{HEADLINE}</h1>{line}<div class="entry">{PARAGRAPHS}</div></article>'
    assert page(tmp_path, body, head).byline == "هدى سالم"


@pytest.mark.parametrize("name", ["www.paper.example", "Www Paper Example", "تصميم وبرمجة دار الويب", "admin2"])
def test_an_address_and_who_made_the_page_are_no_writers(name: str) -> None:
    assert person(name) is None


@pytest.mark.parametrize(
    "line",
    [
        "نُشر في : 23 جانفي 2021 سا 10:05 | بقلم: ق. م",
        "السبت - 10 شهر جمادى الآخرة 1442 هـ - 23 يناير 2021 مـ رقم العدد [15842]",
    ],
)
def test_a_line_of_day_hour_and_issue_is_the_date(tmp_path: Path, line: str) -> None:
    article = page(tmp_path, f'<h1>{HEADLINE}</h1><div class="meta">{line}</div><div>{PARAGRAPHS}</div>')
    assert article.published == datetime(2021, 1, 23, tzinfo=UTC)
    assert told(article) == [HEADLINE, *STORY]


def test_the_story_and_the_paper_that_a_script_alone_names_are_read(tmp_path: Path) -> None:
    state = {
        "pageProps": {"post": {"headline": HEADLINE, "bodyHtml": PARAGRAPHS}, "related": [{"headline": "خبر آخر"}]}
    }
    paper = {"@type": "NewsArticle", "headline": HEADLINE, "publisher": {"name": "ضفاف الخليج"}}
    script = f'<script type="application/json">{json.dumps(state, ensure_ascii=False)}</script>'
    named = f'<script type="application/ld+json">{json.dumps(paper, ensure_ascii=False)}</script>'
    article = page(tmp_path, f"<main></main>{script}")
    assert told(article) == [HEADLINE, *STORY]
    rights = '<meta property="og:site_name" content="جميع الحقوق محفوظة 2022 www.x.example">'
    assert (
        page(tmp_path, f"<article><h1>{HEADLINE}</h1>{PARAGRAPHS}</article>{named}", rights).publication
        == "ضفاف الخليج"
    )


@pytest.mark.parametrize("line", ["الجمعة 15/08/1446 هـ الموافق 14/02/2025 م", "نشر في: 15/08/1446 هـ - 12:30 م"])
def test_a_day_of_both_calendars_or_of_the_hijri_one_in_figures_is_the_pages(tmp_path: Path, line: str) -> None:
    article = page(tmp_path, f"<div><h1>{HEADLINE}</h1><div>{line}</div><div>{PARAGRAPHS}</div></div>")
    assert article.published == datetime(2025, 2, 14, tzinfo=UTC)


def test_what_an_editor_struck_out_is_not_told_and_what_was_put_in_is(tmp_path: Path) -> None:
    line = STORY[0].replace("ثلاثة", "<del>أربعة</del> <ins>ثلاثة</ins>")
    article = page(tmp_path, f"<article><h1>{HEADLINE}</h1><p>{line}</p><p>{STORY[1]}</p><p>{STORY[2]}</p></article>")
    assert told(article) == [HEADLINE, *STORY]


def test_a_heading_that_names_the_paper_is_no_headline(tmp_path: Path) -> None:
    body = f"<h1>صحيفة الأفق</h1><h2>محليات</h2><h3>{HEADLINE}</h3><div>{PARAGRAPHS}</div>"
    path = tmp_path / "page.html"
    path.write_text(f"<html><head><title>صحيفة الأفق - {HEADLINE}</title></head><body>{body}</body></html>", "utf-8")
    assert told(clean(read(str(path))[0])) == [HEADLINE, *STORY]
