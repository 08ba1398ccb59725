"""The studio's ear: how long an editor waits for a sentence after choosing another reading, in the real voice.

    python benchmarks/studio.py

A studio is asked over a real socket: a word is read otherwise, the page comes again, as a browser asks for it, and at
that moment the sentence is fetched, as the Space key does: no editor is so quick.
The voice is `ziad` where it is installed, else espeak. The design sets 150 ms for the median and 300 ms for the 95th
percentile, warm; on a shared machine the bounds are wider.
"""

from __future__ import annotations

import http.client
import statistics
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from figures import Figures
from lxml import html

from briefing.narration import voices
from briefing.pipeline.choices import Choices
from briefing.settings import Settings
from briefing.studio import server

SEED = Path(__file__).resolve().parent.parent / "seeds" / "aoc-biden-2024.txt"
MEDIAN_MS, MOST_MS = 300, 600
CHANGES = 40


def main() -> None:
    """Measure and print."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as room:
        source = Path(room) / "story.txt"
        source.write_bytes(SEED.read_bytes())
        settings = Settings(corrections=str(Path(room) / "corrections.toml"))
        choices = Choices(settings=settings, folder=Path(room) / "output")
        changed, heard = _measured(str(source), choices)
    figures.add("studio_change_median", statistics.median(changed), "ms", ceiling=MEDIAN_MS)
    figures.add("studio_preview_median", statistics.median(heard), "ms", ceiling=MEDIAN_MS)
    figures.add("studio_preview_95th", sorted(heard)[int(0.95 * len(heard))], "ms", ceiling=MOST_MS)
    print(f"voice: {voices.load('auto').name}, {len(heard)} sentences")
    figures.close()


def _measured(source: str, choices: Choices) -> tuple[list[float], list[float]]:
    """Change a word and fetch its sentence, again and again; return the milliseconds of both."""
    with (
        server.opened([source], choices, by="benchmark") as (running, key),
        server.listen(server.HOST, 0) as taken,
    ):
        thread = threading.Thread(target=running.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            return _asked(taken.getsockname()[1], key.secret)
        finally:
            running.should_exit = True
            thread.join()


def _asked(port: int, secret: str) -> tuple[list[float], list[float]]:
    connection = http.client.HTTPConnection(server.HOST, port, timeout=60)

    def ask(path: str, form: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, bytes]:
        body = urlencode(form) if form else None
        connection.request("POST" if form else "GET", path, body, {"cookie": cookie})
        response = connection.getresponse()
        return response, response.read()

    cookie = ""
    response, _ = ask(f"/?key={secret}")
    cookie = (response.getheader("set-cookie") or "").partition(";")[0]
    article = html.fromstring(ask("/")[1].decode()).xpath("//ol[@class='desk']//a/@href")[0]
    sentences = len(html.fromstring(ask(article)[1].decode()).xpath("//ol[@class='order']/li"))
    ask(f"{article}/sound/2.wav")  # the voice is loaded
    changed: list[float] = []
    heard: list[float] = []
    for number in range(CHANGES):
        path = f"{article}/words/{2 + number % (sentences - 3)}"
        page = html.fromstring(ask(f"{path}?word={number % 5}")[1].decode())
        panel = page.get_element_by_id("panel")
        readings = panel.xpath(".//input[@name='to']/@value")
        if len(readings) < 2:
            continue
        hidden = {field.get("name"): field.get("value") for field in panel.xpath(".//input[@type='hidden']")}
        started = time.perf_counter()
        response, _ = ask(panel.get("action"), {**hidden, "kind": "reading", "to": readings[1], "scope": "here"})
        ask((response.getheader("location") or "").partition("#")[0])
        changed.append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        response, sound = ask(path.replace("words", "sound") + ".wav")
        heard.append(1000 * (time.perf_counter() - started))
        assert response.status == http.HTTPStatus.OK  # noqa: S101 - a benchmark
        assert sound.startswith(b"RIFF")  # noqa: S101 - a benchmark
    connection.close()
    return changed, heard


if __name__ == "__main__":
    main()
