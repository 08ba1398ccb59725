"""How a missing package is had: by its own name, for the interpreter that runs, in the version that is tested.

The versions stand in our own metadata alone, as dependencies and extras. Our extras are never named to a user: whoever
holds a name on a package index decides what `NAME[extra]` installs.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, requires

DISTRIBUTION = "arabic-briefing"
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*(?P<version>[^;]*)")
_QUOTE = '"' if os.name == "nt" else "'"


def install(package: str, *flags: str) -> str:
    """Return the command that installs a package here, such as `/usr/bin/python3 -m pip install 'edge-tts==7.3.1'`."""
    words = (python(), "-m", "pip", "install", *flags, f"{_QUOTE}{requirement(package)}{_QUOTE}")
    return " ".join(words)


def python() -> str:
    """Return the interpreter that runs, as a command."""
    return sys.executable or "python"


def requirement(package: str) -> str:
    """Return a package with the versions that we take, as our metadata has them; its bare name where it has none."""
    return package + _versions().get(package.lower(), "")


def known() -> list[str]:
    """List the packages that our metadata names, extras included."""
    return sorted(_versions())


@cache
def _versions() -> dict[str, str]:
    try:
        told = requires(DISTRIBUTION) or []
    except PackageNotFoundError:  # a checkout that runs without being installed
        return {}
    parsed = [match for match in map(_REQUIREMENT.match, told) if match]
    return {match["name"].lower(): match["version"].strip() for match in parsed}
