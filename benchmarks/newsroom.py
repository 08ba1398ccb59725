"""A newsroom's day: many articles in one run, by one process, by a pool, by Dask; and the same articles again.

    python benchmarks/newsroom.py [--articles 120] [--jobs 2] [--dask] [--no-serial]

The articles are made here, of templates, names and numbers, all different; the voice is `silence`, so that what is
measured is our own work. Each run is a process of its own, whose CPU seconds are counted with those of its children.
With 10,000 articles it takes an hour and a half, half of it in one process: `--no-serial` measures the pool alone. The
bounds are those that the design sets for 10,000.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import Figures

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = 1_000  # articles
FIRST_AT, MINUTE_S = 1_790_000_000, 60  # when the first article was written (Unix time), and how often one is
PLACES = ("عمان", "تونس", "الرباط", "بغداد", "مسقط", "الدوحة", "الكويت", "المنامة", "نواكشوط", "القاهرة")
PEOPLE = (
    ("وزير الزراعة سالم الحارثي", "قال", "مضيفا"),
    ("رئيسة البلدية ليلى منصور", "قالت", "مضيفة"),
    ("المتحدث باسم الشركة فهد الراشد", "قال", "مضيفا"),
    ("الباحثة هدى الزين", "قالت", "مضيفة"),
    ("محافظ البنك المركزي يوسف العلي", "قال", "مضيفا"),
)
TEMPLATES = (
    """{place} تفتتح {a} محطة جديدة لتنقية المياه

افتتحت مدينة {place} اليوم {a} محطة لتنقية المياه بكلفة {b} مليون دولار، بعد {c} سنوات من العمل.

و{says} {person} في مؤتمر صحفي: "هذه المحطات تكفي {d} ألف أسرة، ولن ينقطع الماء في الصيف المقبل". وأشار البيان إلى أن
العمل سيستمر في الأحياء الشرقية حتى نهاية العام.

وكان سكان المدينة قد اشتكوا من انقطاع المياه {c} مرات في الشهر الماضي، ونظم عدد منهم وقفة أمام مبنى البلدية.

وذكرت الصحيفة المحلية أن {e} في المئة من الشبكة القديمة استبدلت، وأن الأنابيب الجديدة صنعت في البلاد.

وأضافت الصحيفة أن الشركة المنفذة استعانت بخبراء من ثلاث جامعات، وأنها دربت عمال البلدية على صيانة المحطات.

ومن المقرر أن تبدأ المرحلة الثانية في مارس 2027، وأن تشمل {a} قرية في الريف القريب من {place}.
""",
    """ارتفاع الصادرات في {place} بنسبة {e} في المئة

ارتفعت صادرات {place} بنسبة {e} في المئة في الربع الأول من العام، وبلغت {b} مليون دولار، بحسب أرقام رسمية نشرت اليوم.

وأظهر استطلاع أجراه مركز المدينة للدراسات وشمل {d} شركة أن {c} من كل عشر شركات تنوي توظيف عمال جدد هذا العام.

و{says} {person}: "نحن سعداء بهذه الأرقام، لكن الطريق ما زال طويلا". وتابع التقرير أن قطاع النسيج نما أسرع من غيره.

غير أن نقابة العمال حذرت من ارتفاع الأسعار، وطالبت بزيادة الأجور {a} في المئة قبل نهاية السنة.

وتراجعت في المقابل صادرات الخضار بسبب الجفاف الذي ضرب المنطقة، وخسر المزارعون جزءا كبيرا من موسمهم.

وتستورد البلاد معظم حاجتها من القمح، وتسعى الحكومة إلى زيادة المخزون حتى يكفي {c} أشهر.
""",
    """إصابة {a} أشخاص في حريق بمصنع في {place}

أصيب {a} أشخاص بجروح في حريق اندلع فجر اليوم في مصنع للورق قرب {place}، وأخلت السلطات {d} عاملا من المبنى.

و{says} {person} إن سبب الحريق لم يعرف بعد، {adding} أن لجنة ستحقق في ما جرى وستعلن نتائجها خلال {c} أيام.

وشاركت {a} سيارة إطفاء في العملية التي استمرت {c} ساعات، ونقل الجرحى إلى مستشفى المدينة.

وقدرت إدارة المصنع الخسائر بنحو {b} مليون دولار، وأكدت أن رواتب العمال ستدفع في موعدها.

وهذا ثاني حريق في المنطقة الصناعية منذ بداية العام، وكان حريق سابق قد دمر {e} في المئة من مخازن الحبوب.

ودعا أهالي القرى القريبة إلى نقل المصانع بعيدا عن البيوت، وإلى فحص الهواء قبل عودة الأطفال إلى المدارس.
""",
)
# What runs in the process that is measured.
RUN = """
import json, os, resource, sys, time
from pathlib import Path
from briefing import pipeline
from briefing.pipeline import books as running
from briefing.settings import Settings

def main():
    feeding = 0.0
    rebuild = running.feed.rebuild
    def timed(*given, **named):
        nonlocal feeding
        began = time.process_time()
        try:
            return rebuild(*given, **named)
        finally:
            feeding += time.process_time() - began
    running.feed.rebuild = timed
    folder, output, jobs, scheduler = sys.argv[1:]
    sources = [str(path) for path in sorted(Path(folder).iterdir())]
    choices = pipeline.Choices(settings=Settings(voice="silence"), folder=Path(output), offline=True)
    crew = pipeline.gathered(jobs=int(jobs), scheduler=scheduler)
    began, ended, memory = time.monotonic(), {}, []
    cpu = 0.0
    for number, outcome in enumerate(pipeline.make(sources, choices, crew=crew), 1):
        ended[outcome.status] = ended.get(outcome.status, 0) + 1
        cpu += outcome.cost.cpu_s
        if number * 10 // len(sources) != (number - 1) * 10 // len(sources):
            memory.append(resident())
    spent = os.times()
    print(json.dumps({"ended": ended, "own_s": spent.user + spent.system, "articles_s": cpu, "feed_s": feeding,
        "children_s": spent.children_user + spent.children_system, "clock_s": time.monotonic() - began,
        "memory_mb": memory}))

def resident():
    from multiprocessing import active_children
    pids = [os.getpid(), *(child.pid for child in active_children())]
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 for pid in pids) / 2**20

if __name__ == "__main__":
    main()
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--dask", action="store_true", help="measure a Dask cluster of this machine too")
    parser.add_argument("--no-serial", action="store_true", help="leave out the run in one process")
    options = parser.parse_args()
    figures = Figures()
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "articles"
        folder.mkdir()
        for number, text in enumerate(islice(articles(), options.articles)):
            path = folder / f"story-{number:05}.txt"
            path.write_text(text, encoding="utf-8")
            # A day's articles come one after the other: what has no date has that of its file.
            os.utime(path, (FIRST_AT + number * MINUTE_S,) * 2)
        serial = None if options.no_serial else run(room, folder, "serial")
        if serial:
            figures.add("newsroom_cpu_an_article", total(serial) / options.articles, "CPU s", ceiling=1.0)
        pool = run(room, folder, "pool", jobs=options.jobs)
        figures.add("newsroom_pool_cpu_an_article", total(pool) / options.articles, "CPU s", ceiling=1.1)
        if serial:
            figures.add("newsroom_pool_worth", total(serial) / total(pool), "x", floor=0.95)
        # What a start costs weighs on a short run.
        share = 0.02 if options.articles >= LONG else 0.05
        figures.add("newsroom_pool_driver_share", pool["own_s"] / total(pool), "share", ceiling=share)
        figures.add("newsroom_pool_feed", pool["feed_s"], "CPU s", ceiling=5)
        figures.add("newsroom_pool_memory", max(pool["memory_mb"]), "MB")
        # Of one process where there is one: of several, now this and now that one is in the middle of an article.
        memory = (serial or pool)["memory_mb"]
        half = len(memory) // 2
        growth = max(memory[half:]) / max(memory[:half])
        figures.add("newsroom_memory_growth", growth, "of it", ceiling=1.1)
        again = run(room, folder, "pool", jobs=options.jobs)
        figures.add("newsroom_unchanged", again["ended"].get("unchanged", 0) / options.articles, "share", floor=1.0)
        figures.add(
            "newsroom_unchanged_cpu", 1000 * again["articles_s"] / options.articles, "ms an article", ceiling=20
        )
        figures.add("newsroom_unchanged_by_the_clock", again["clock_s"], "s", ceiling=60)
        if options.dask:
            with cluster(room, options.jobs) as (address, spent):
                dask = run(room, folder, "dask", scheduler=address)
                whole = total(dask) + spent()
                figures.add("newsroom_dask_cpu_an_article", whole / options.articles, "CPU s", ceiling=1.1)
                if serial:
                    figures.add("newsroom_dask_worth", total(serial) / whole, "x", floor=0.92)
    figures.close()


def articles() -> Iterator[str]:
    """Give articles, all different, for as long as they are asked for."""
    for round_ in range(1_000_000):
        for number, (template, place, (person, says, adding)) in enumerate(product(TEMPLATES, PLACES, PEOPLE)):
            seed = round_ * 150 + number
            numbers = {
                "a": 3 + seed % 8,
                "b": 11 + seed % 977,
                "c": 3 + seed % 6,
                "d": 100 + seed % 4001,
                "e": 2 + seed % 89,
            }
            yield template.format(place=place, person=person, says=says, adding=adding, **numbers)


def run(room: str, folder: Path, name: str, *, jobs: int = 1, scheduler: str = "") -> dict[str, Any]:
    """Make all articles in a process of its own, which keeps no clips of an earlier one, and return what it took."""
    homes = {home: str(Path(room) / name / home) for home in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    script = Path(room) / "run.py"  # a file: processes that are spawned read it
    script.write_text(RUN, encoding="utf-8")
    command = [sys.executable, script, folder, Path(room) / name / "output", str(jobs), scheduler]
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, **homes})
    found: dict[str, Any] = json.loads(ran.stdout)
    print(json.dumps({"run": name, **found}), flush=True)
    return found


def total(found: dict[str, Any]) -> float:
    """Return the CPU seconds of a run with all its processes."""
    return float(found["own_s"] + found["children_s"])


@contextmanager
def cluster(room: str, workers: int) -> Iterator[tuple[str, Any]]:
    """Start a scheduler and its workers; give the address, and what asks how many CPU seconds they have spent."""
    scheduler_file = Path(room) / "scheduler.json"
    dask = Path(sys.executable).with_name("dask")
    file = ["--scheduler-file", str(scheduler_file)]
    begun = [
        subprocess.Popen(
            [dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *file],
            stderr=subprocess.DEVNULL,
        )
    ]
    begun += [
        subprocess.Popen(
            [dask, "worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", *file],
            cwd=room,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(workers)
    ]
    try:
        yield address_in(scheduler_file), lambda: sum(spent(one.pid) for one in begun)
    finally:
        # They have nothing to save; told to end, a worker waits for a scheduler that has ended.
        for one in begun:
            one.kill()
        for one in begun:
            one.wait()


def address_in(scheduler_file: Path) -> str:
    """Wait until the scheduler has said where it is, whole."""
    while True:
        try:
            return str(json.loads(scheduler_file.read_text(encoding="utf-8"))["address"])
        except (FileNotFoundError, json.JSONDecodeError):
            time.sleep(0.1)


def spent(pid: int) -> float:
    """Return the CPU seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
