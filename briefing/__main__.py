"""Where the program starts: `briefing`, or `python -m briefing`."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Load the command line and run it; Ctrl-C while it is still loading ends the program as quietly as later on."""
    try:
        from briefing.cli import run

        sys.exit(run())
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
