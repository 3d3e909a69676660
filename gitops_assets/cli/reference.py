"""The pages of the reference that follow from the command line and the schemas."""

import json
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import click

from gitops_assets.cli.exits import Exit
from gitops_assets.cli.main import COMMANDS, MODULES

MEANINGS = {
    Exit.FINE: "fine",
    Exit.FINDINGS: "an open finding, a dependent or a conflict is at or above `--fail-on`;"
    " a required gate of a `check` fails",
    Exit.USAGE: "wrong usage or configuration",
    Exit.BROKEN: "something broke",
    Exit.NOTHING: "nothing was there to audit",
    Exit.INTERRUPTED: "interrupted; what was looked at so far is stored",
}

_HEAD = """<!-- Written by `make docs` from the commands themselves. -->

# Commands

Every command, with every option. `gitops-assets COMMAND --help` says the same in a terminal.

## Exit codes

"""


def commands_page() -> str:
    """``docs/reference/commands.md``: exit codes, then a section for each command."""
    return "\n".join([_HEAD + exits_table(), *_sections()]).rstrip() + "\n"


def exits_table() -> str:
    """What a script can tell from the exit code."""
    rows = [f"| {int(code)} | {MEANINGS[code]} |" for code in Exit]
    return "\n".join(("| exit code | meaning |", "|---|---|", *rows, ""))


def schemas_table(docs: Path) -> str:
    """Every JSON Schema below the folder, and what it is of; links are relative to ``docs/reference``."""
    rows = [_schema_row(path) for path in sorted(docs.glob("*.schema.json"))]
    return "\n".join(("| schema | of what |", "|---|---|", *rows, ""))


def _schema_row(path: Path) -> str:
    document = json.loads(path.read_text("utf-8"))
    said = document.get("description") or document.get("title", "")
    return f"| [{path.name}](../{path.name}) | {_line(said.partition('. ')[0].rstrip('.'))} |"


def _sections() -> Iterator[str]:
    for name in COMMANDS:
        command = import_module(f"gitops_assets.cli.{MODULES.get(name, name)}").command
        yield from _section(f"gitops-assets {name}", command)


def _section(called: str, command: click.Command) -> Iterator[str]:
    """One command, and below it those of a group."""
    yield f"## `{called}`\n"
    context = click.Context(command, info_name=called)
    yield f"{_prose(command.help or '')}\n"
    yield f"```text\n{' '.join([called, *command.collect_usage_pieces(context)])}\n```\n"
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield "\n".join(("| option | default | meaning |", "|---|---|---|", *map(_option, options), ""))
    if isinstance(command, click.Group):
        for name in list(command.commands) or command.list_commands(context):
            if below := command.get_command(context, name):
                yield from _section(f"{called} {name}", below)


def _option(option: click.Option) -> str:
    value = "" if option.is_flag or option.count else f" {_metavar(option)}"
    names = ", ".join(f"`{name}{value}`" for name in (*option.opts, *option.secondary_opts))
    default = option.default
    shown = f"`{default}`" if isinstance(default, str | int | float) and not option.is_flag else ""
    return f"| {names} | {shown} | {_line(option.help or '')} |"


def _metavar(option: click.Option) -> str:
    if option.metavar:
        return option.metavar
    if isinstance(option.type, click.Choice):
        return _either(option.type.choices)
    return option.type.name.upper()


def _either(choices: Sequence[object]) -> str:
    # Within code of a table a bar would end the cell.
    return "\\|".join(map(str, choices))


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("*", "\\*")


def _prose(text: str) -> str:
    """Paragraphs as they are; what click shows as it is written as code."""
    parts = text.replace("\r", "").split("\n\n")
    return "\n\n".join(_paragraph(part) for part in parts)


def _paragraph(part: str) -> str:
    if part.lstrip().startswith("\b"):
        lines = [line for line in part.replace("\b", "").splitlines() if line.strip()]
        return "```text\n" + "\n".join(lines) + "\n```"
    return " ".join(part.split()).replace("*", "\\*")
