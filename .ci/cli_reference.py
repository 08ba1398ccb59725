"""Write docs/cli.md from the program's own help, so that the page cannot say otherwise."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefing import errors
from briefing.cli import COMMANDS, briefing

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
WIDTH = 100
HEAD = """# The command line

stdout is data, stderr is talk; progress is shown only on a terminal. An error is one line on stderr: *where: what;
what to do*.

Settings come from `briefing.toml` in the working folder, then from the options, which win. `briefing init` writes
it with every setting. Three tables stand in it: `[show]` is the podcast; `[wording]` is what a house says around
the story (`opening` and `closing` with `{show}`, `{publication}`, `{date}`, of which a clause that names what is
not known is left out; `corrected` with `{date}`; `synthetic`, which has to say that no person reads;
`says_masculine`, `says_feminine`, `says_unknown` and `quote` with `{speaker}`; `poll_of` and `study_of` with
`{pollster}`; `news` with `{matter}`) and what it calls chapters (two to four words); `[sounds]` are `intro`,
`outro` and `sting`, audio files of any format and of at most a minute. `[[shows]]` are shows beside the first, each
with its own folder and settings, and the articles that it takes ([shows.md](shows.md)).

## Exit codes

| code | means |
|---|---|
| 0 | done |
"""


def render() -> str:
    """Return the page."""
    families = [errors.BriefingError, *errors.BriefingError.__subclasses__()]
    codes = "".join(f"| {family.exit_code} | {(family.__doc__ or '').rstrip('.')} |\n" for family in families[1:])
    ours = f"| {errors.BriefingError.exit_code} | A fault of ours |\n"
    sections = [section for name in COMMANDS for section in _sections(("briefing", name))]
    return HEAD + ours + codes + "| 130, 143 | Stopped by Ctrl-C, by SIGTERM |\n" + "".join(sections)


def _sections(path: tuple[str, ...]) -> list[str]:
    command = briefing
    context = click.Context(briefing, info_name="briefing", terminal_width=WIDTH, **briefing.context_settings)
    for name in path[1:]:
        command = command.get_command(context, name)
        context = click.Context(command, info_name=name, parent=context, terminal_width=WIDTH)
    title = f"\n## {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n"
    if not isinstance(command, click.Group):
        return [title]
    return [title, *(part for name in command.list_commands(context) for part in _sections((*path, name)))]


def main() -> None:
    """Write the page; with --check only say whether it is up to date."""
    if "--check" not in sys.argv:
        PAGE.write_text(render(), encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != render():
        sys.exit("docs/cli.md is not what the program says; run .ci/cli_reference.py")


if __name__ == "__main__":
    main()
