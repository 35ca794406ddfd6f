"""What a command says on the terminal while a report is made, and when it is."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from engagekit.reporting.pipeline import Outcome


def tell_made(made: Outcome, *, as_json: bool, quiet: bool, every_path: bool) -> None:
    """The paths on standard output, the messages on standard error."""
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "version": 1,
                    "paths": [str(path) for path in made.paths],
                    "messages": list(made.messages),
                    "exit_code": made.exit_code,
                },
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    if not quiet:
        for message in made.messages:
            typer.echo(message, err=True)
    from engagekit.reporting.writers import to_open

    few = to_open(made.paths)
    # a program that reads the paths needs them all, a person those to open
    visible = made.paths if every_path or not few or not sys.stdout.isatty() else few
    for path in visible:
        typer.echo(str(path))
    rest = len(made.paths) - len(visible)
    if rest and not quiet:
        typer.echo(f"and {rest} more in {made.paths[0].parent.parent} (--all lists them)", err=True)


@contextlib.contextmanager
def progress(silent: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """A progress bar on standard error that names the section being run.

    It is drawn anew when a section begins, not by a thread: a process with threads cannot fork.
    """
    if silent or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=None)

        def tell(place: int, total: int, heading: str) -> None:
            bar.update(task, completed=place, total=total, description=heading, refresh=True)

        yield tell
