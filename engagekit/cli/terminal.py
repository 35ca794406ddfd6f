"""What a command says on the terminal while a report is made, and when it is."""

import contextlib
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from engagekit.errors import EngagekitError, pasted
from engagekit.plain_text import plain

if TYPE_CHECKING:
    from engagekit.reporting.pipeline import Outcome
    from engagekit.tables.tables import Tables

Made = TypeVar("Made")
_SUGGESTED = re.compile(r"(?m)(: |^ *)engagekit (?=[a-z])")
"""A command in a sentence stands after a colon, or on a line of its own."""


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text without the control characters that names and cells of files may hold."""
    typer.echo(plain(text), err=err, nl=nl)


def program() -> str:
    """Return how the command is called here, so that a suggested one works when it is pasted."""
    called = Path(sys.argv[0])
    if called.parts[-2:] == ("engagekit", "__main__.py"):
        return f"{pasted(sys.executable)} -m engagekit"
    if called.stem != "engagekit":
        return "engagekit"
    on_path = shutil.which("engagekit")
    is_same = on_path is not None and called.exists() and Path(on_path).samefile(called)
    return "engagekit" if is_same else pasted(called)


def as_called(text: str) -> str:
    """Return a text in which each suggested command is called as this one was.

    Examples
    --------
    >>> as_called("Look first: engagekit check data")
    'Look first: engagekit check data'
    """
    called = program()
    return text if called == "engagekit" else _SUGGESTED.sub(lambda one: f"{one[1]}{called} ", text)


def screen(tables: "Tables") -> None:
    """Say on standard error what was read and counted, and what looks wrong."""
    from engagekit.sections.gate import Gate, as_text

    echo(as_called(as_text(Gate(tables).lines(each_file=False))) + "\n", err=True)


def tell_made(made: "Outcome", *, as_json: bool, quiet: bool, every_path: bool) -> None:
    """The paths on standard output, the messages on standard error."""
    if as_json:
        found: dict[str, object] = {"version": 1, "paths": [str(path) for path in made.paths]}
        found |= {"messages": list(made.messages), "exit_code": made.exit_code}
        echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    if not quiet:
        for message in made.messages:
            echo(as_called(message), err=True)
    from engagekit.reporting import output_folder
    from engagekit.reporting.writers import to_open

    few = to_open(made.paths)
    # a program that reads the paths needs them all, a person those to open
    visible = made.paths if every_path or not few or not sys.stdout.isatty() else few
    for path in visible:
        echo(str(path))
    rest = len(made.paths) - len(visible)
    if rest and not quiet:
        echo(f"and {rest} more in {output_folder.of(made.paths[0])} (--all lists them)", err=True)


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


def prompted(text: str, parse: Callable[[str], Made], default: str) -> Made:
    """Return what a typed answer makes; one that cannot stand is asked for again."""

    def checked(typed: str) -> Made:
        try:
            return parse(typed)
        except EngagekitError as error:
            raise typer.BadParameter(str(error)) from error

    shows = bool(default)
    made: Made = typer.prompt(text, default=default, show_default=shows, value_proc=checked)
    return made
