"""Where the program starts: `briefing`, or `python -m briefing`."""

import os
import sys

INTERRUPTED = 130
_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def main() -> None:
    """Load the command line and run it; Ctrl-C while it is still loading ends the program as quietly as later on."""
    _open_what_is_closed()
    try:
        from briefing.cli import run

        sys.exit(run())
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _open_what_is_closed() -> None:
    """Lead a stream that was closed by whoever started us nowhere.

    Else the next file that is opened would take its number, and what a child prints would land in that file.
    """
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            # The lowest free number is taken: that of the stream, since those below it are open.
            handle = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(handle, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - a number, for good


if __name__ == "__main__":
    main()
