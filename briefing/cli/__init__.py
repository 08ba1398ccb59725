"""The command line: the only place that prints, asks or exits.

Each command lives in a module of its own, imported when it is asked for, so that `briefing --help` stays quick.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module

import click

from briefing import __version__
from briefing.cli import console, interrupts, streams
from briefing.cli.interrupts import INTERRUPTED, TERMINATED
from briefing.errors import BriefingError, refused_by_the_system

# command -> (module that holds it, one line of help)
COMMANDS = {
    "make": ("briefing.cli.make", "Make a briefing of each article: the main job."),
    "watch": ("briefing.cli.watch", "Make what is new in feeds and folders, as it comes."),
    "bulletin": ("briefing.cli.bulletin", "Make one episode of several stories: a bulletin."),
    "studio": ("briefing.cli.studio", "Check and correct before it is heard, on a page of this machine."),
    "corrections": ("briefing.cli.corrections", "What editors decided of articles: list, add, undo, approve."),
    "show": ("briefing.cli.show", "Show an article after one stage; no audio, no network."),
    "verbalize": ("briefing.cli.filters", "Written form to spoken form, a line in, a line out."),
    "diacritize": ("briefing.cli.filters", "Add marks, a line in, a line out."),
    "phonemes": ("briefing.cli.filters", "Text to the IPA that the voice is given, a line in, a line out."),
    "explain": ("briefing.cli.explain", "Say which rule or model decided how each word is spoken."),
    "lexicon": ("briefing.cli.lexicon", "Fix how a name is read, and say which rule spoke a word."),
    "voices": ("briefing.cli.voices", "List the voices, and how to get what is missing."),
    "cache": ("briefing.cli.cache", "Look at the clips that are kept, or remove them."),
    "audit": ("briefing.cli.audit", "Prove an episode's sentences from its files and the article."),
    "verify": ("briefing.cli.verify", "Say who signed a file, and whether it was changed since."),
    "doctor": ("briefing.cli.doctor", "Say what works here, what does not, and how to get it."),
    "init": ("briefing.cli.init", "Write a settings file with comments."),
    "feed": ("briefing.cli.feed", "Rebuild the podcast feed of a folder."),
    "serve": ("briefing.cli.serve", "Serve a folder to this machine, with byte ranges."),
    "withdraw": ("briefing.cli.withdraw", "Take episodes out of feed and list, and leave a page that says so."),
    "publish": ("briefing.cli.publish", "Copy a folder to where listeners find it; only what changed."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in running order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return the command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a pipe that broke elsewhere than behind stdout is told, where click would end in silence."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise refused_by_the_system(error) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the table of commands without importing one."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefing", message="%(prog)s %(version)s")
def briefing() -> None:
    """Turn an Arabic news article into a spoken briefing.

    Example: briefing make seeds/aoc-biden-2024.txt
    """


def run() -> int:
    """Run the command line and return its exit code; an error is one line on stderr, never a traceback."""
    interrupts.install()
    streams.guard()
    _hush_libraries()
    try:
        code = briefing.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        console.tell(_usage_line(error))
        return error.exit_code
    except BriefingError as error:
        console.tell(f"briefing: {error}")
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        console.tell("briefing: stopped")
        return INTERRUPTED
    except SystemExit as ended:
        if ended.code == TERMINATED:
            console.tell("briefing: stopped")
        raise
    except OSError as error:
        refused = refused_by_the_system(error)
        console.tell(f"briefing: {refused}")
        return refused.exit_code
    return code if isinstance(code, int) else 0


def _hush_libraries() -> None:
    """Let no library print by itself: what matters of a failure is in the error that we make of it."""
    logging.getLogger().addHandler(logging.NullHandler())
    logging.captureWarnings(capture=True)


def _usage_line(error: click.ClickException) -> str:
    """Say what is off in one line, as every other error is said."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "briefing"
    message = " ".join(error.format_message().split()).rstrip(".")
    return f"{command}: {message}; try '{command} --help'"
