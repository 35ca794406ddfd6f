"""The command line: each command is a thin call of the library."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from engagekit.errors import DataError, EngagekitError, UsageError

app = typer.Typer(
    name="engagekit",
    help="Engagement reach and satisfaction beside funding, from the exports you already have.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; an error becomes a sentence and an exit code (2 usage, 3 data, 1 other)."""
    try:
        app(args=list(arguments) if arguments is not None else None)
    except EngagekitError as error:
        typer.echo(str(error), err=True)
        sys.exit(exit_code(error))


def exit_code(error: EngagekitError) -> int:
    """The exit code of an error: 2 usage or settings, 3 data, 1 anything else."""
    return 2 if isinstance(error, UsageError) else 3 if isinstance(error, DataError) else 1


@app.command()
def inspect(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Recognise and read files, write nothing. Example: engagekit inspect data/raw"""
    from engagekit import inspecting

    found = inspecting.inspect([str(path) for path in paths])
    if as_json:
        typer.echo(json.dumps({"version": 1, "files": found}, ensure_ascii=False, indent=1))
    else:
        typer.echo(inspecting.as_lines(found))
    if any(part["error"] for part in found):
        raise typer.Exit(3)


@app.command()
def tables(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the CSV files.")],
) -> None:
    """Write the tidy tables as CSV. Example: engagekit tables data/raw --out tidy"""
    from engagekit import inspecting

    for path in inspecting.write_tables([str(path) for path in paths], out):
        typer.echo(str(path))
