"""Commands that begin a project: the demo, the first settings, a look at the machine."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from engagekit.cli import start
from engagekit.cli.options import DryRun
from engagekit.cli.sample import copy_sample
from engagekit.cli.terminal import progress, tell_made
from engagekit.reporting import output_path
from engagekit.settings.shipped import sample_project


def demo(
    folder: Annotated[
        Path, typer.Argument(help="Where the sample project goes; default: here.")
    ] = Path(),
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for reports; default: reports in FOLDER.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Paths only.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Copy the sample project into a folder and make its report.

    Example: engagekit demo sample
    """
    from engagekit.reporting.report import report as make_report

    place = output_path.ready(folder, "FOLDER")
    reports = (out or folder / "reports").absolute()
    copied = copy_sample(place, dry_run=dry_run)
    if copied and not quiet:
        verb = "would be copied" if dry_run else "were copied"
        where = "this folder" if place == Path() else place
        typer.echo(f"{len(copied)} files of the sample project {verb} into {where}.", err=True)
    # as if typed in that folder: what is found upwards from here may be another project
    with contextlib.chdir(sample_project() if dry_run else place), progress(quiet) as tell:
        result = make_report(None, "data/sample", reports, progress=tell, dry_run=dry_run)
    paths = tuple(_as_typed(path, reports, out or folder / "reports") for path in result.paths)
    tell_made(replace(result, paths=paths), as_json=False, quiet=quiet, every_path=False)
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def _as_typed(path: Path, absolute: Path, typed: Path) -> Path:
    """Return a path below a folder as that folder was typed."""
    return typed / path.relative_to(absolute)


def init(
    folder: Annotated[Path, typer.Argument(help="Where engagekit.toml goes.")] = Path(),
    name: Annotated[str | None, typer.Option("--name", help="Name of the organisation.")] = None,
    library: Annotated[
        str | None, typer.Option("--library", help="What the library calls itself.")
    ] = None,
    department: Annotated[
        str | None, typer.Option("--department", help="The library's own department.")
    ] = None,
    domain: Annotated[
        str | None, typer.Option("--domain", help="The organisation's mail domain.")
    ] = None,
    fiscal_start: Annotated[
        str | None, typer.Option("--fiscal-start", help="First month of the fiscal year, 1 to 12.")
    ] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="E.g. CAD.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Write the first engagekit.toml.

    Example: engagekit init --name "Firm" --fiscal-start 1
    """
    supplied = {
        "name": name,
        "library": library,
        "department": department,
        "domain": domain,
        "fiscal_start": fiscal_start,
        "currency": currency,
    }
    answers = {
        requested.name: _answer(requested, supplied[requested.name])
        for requested in start.QUESTIONS
    }
    text = start.settings_text(answers)
    typer.echo(text if dry_run else str(start.write_settings(folder, text)))


def _answer(asked: start.Question, given: str | None) -> str:
    """An answer: the option, what is typed on a terminal, else what holds without one."""
    if given is not None or not sys.stdin.isatty():
        return given if given is not None else asked.default
    answer: str = typer.prompt(asked.words, default=asked.default)
    return answer


def doctor() -> None:
    """Look whether this machine has what a report needs.

    Example: engagekit doctor
    """
    from engagekit.cli.doctor import checkup

    matches = checkup(Path.cwd())
    for one in matches:
        typer.echo(str(one))
    if any(one.state == "missing" for one in matches):
        raise typer.Exit(1)
