"""A queue that the house owns: each link that comes in is a message, each worker a process.

    pip install 'dramatiq[redis]'
    dramatiq tasks --processes 2 --threads 1                 # workers, on as many machines as you like
    python tasks.py https://news.example/a desk/story.txt    # whoever gives them work

The shelf may be a folder that all workers see, or an address such as s3://bucket/show. A message that comes twice
does no harm: an unchanged article costs nothing. The feed is kept up to date by each message's own run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import dramatiq
from dramatiq.brokers.redis import RedisBroker

from briefing import pipeline, places
from briefing.settings import Settings

SHELF = os.environ.get("BRIEFING_SHELF", "output")
dramatiq.set_broker(RedisBroker(url=os.environ.get("BRIEFING_REDIS", "redis://127.0.0.1:6379")))


@dramatiq.actor(max_retries=3, min_backoff=5_000)
def make(source: str) -> None:
    """Make the episodes of a source; a fault that may pass gives the message back to the queue."""
    choices = pipeline.Choices(settings=Settings.load(), folder=places.place(SHELF))
    for outcome in pipeline.make([source], choices):
        if isinstance(outcome, pipeline.Failed):
            if outcome.error.passing:
                raise outcome.error
            print(outcome.error, file=sys.stderr)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        make.send(name if "://" in name else str(Path(name).absolute()))
