"""The Arabic words around a briefing, and the templates that they stand in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def words() -> dict[str, Any]:
    """Return the table of words: `data/ar/publishing.toml`."""
    return read_toml(data("ar", "publishing.toml"))


@cache
def openers() -> frozenset[str]:
    """Return the small words that open a phrase and never end a line."""
    return frozenset(words()["captions"]["openers"])


@cache
def show_words() -> dict[str, str]:
    """Return what the podcast is called where the settings do not say: `data/ar/show.toml`."""
    return read_toml(data("ar", "show.toml"))


def render(template: str, **values: object) -> str:
    """Fill in a template of `data/templates`; every value is escaped, a missing one is an error."""
    return environment().get_template(template).render(words=words(), **values)


@cache
def environment() -> Environment:
    """Return what reads the templates: every value is escaped, a missing one is an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    from briefing.publishing import clock

    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(lambda name: data("templates", name).read_text(encoding="utf-8")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "clock": clock.clock,
        "day": clock.day,
        "iso_duration": clock.iso_duration,
        "seconds": clock.seconds,
        "spoken_duration": clock.spoken_duration,
        "stamp": clock.stamp,
    }
    return environment
