"""Commands on what a project holds of people."""

from pathlib import Path
from typing import Annotated

import typer

from engagekit.cli.options import DryRun
from engagekit.cli.terminal import echo
from engagekit.errors import UsageError
from engagekit.settings.project import find_project

LINES = 60
"""Letters of line numbers that are printed of one file."""


def forget(
    person: Annotated[str, typer.Argument(help="Id, address, alias or full name.")],
    dry_run: DryRun = False,
) -> None:
    """Remove what reports hold of one person, and say which of your files still do.

    Example: engagekit forget jane.roe@example.org
    """
    from engagekit.reporting.forget import forget as forget_person

    home = find_project().home
    if home is None:
        raise UsageError("There is no project here. Go to its folder, or name it with --project.")
    found = forget_person(home, person, dry_run=dry_run)
    verb = "Would remove" if dry_run else "Removed"
    for path in found.removed:
        echo(f"{verb} {_below(path, home)}")
    for path, lines in found.left:
        at = f", line {lines[:LINES]}{'…' if len(lines) > LINES else ''}" if lines else ""
        echo(f"Still in {_below(path, home)}{at}")
    if found.left:
        echo("Take the person out of these files yourself; then make the reports again.")
    elif not found.removed:
        echo("Nothing in this project names that person.")


def _below(path: Path, home: Path) -> str:
    return path.relative_to(home).as_posix()
