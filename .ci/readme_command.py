"""Print a command of the README as it stands there: `tests` or `make`. What CI runs is what a reader types."""

import re
import sys
from pathlib import Path

MARKERS = {"make": "briefing make", "tests": "pytest"}


def main() -> None:
    """Print the first fenced shell block that holds the marker of the wanted command."""
    marker = MARKERS[sys.argv[1]]
    blocks = re.findall(r"```sh\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    found = next((block for block in blocks if marker in block), None)
    if found is None:
        sys.exit(f"README.md: no command with {marker!r}")
    sys.stdout.write(found)


if __name__ == "__main__":
    main()
