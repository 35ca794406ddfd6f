"""Commands that give numbers: the report, and the rows behind one of its numbers."""

from pathlib import Path
from typing import Annotated

import typer

from engagekit.cli.options import (
    Data,
    DryRun,
    Folder,
    NoCache,
    Quarter,
    Quiet,
    asked,
    folder_of,
    pairs,
)
from engagekit.cli.terminal import echo, progress, screen, tell_made


def report(
    folder: Folder = None,
    quarter: Quarter = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", help='last-complete, "year so far", a quarter, a fiscal year, or a range.'
        ),
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", help="First day of a range, e.g. 2026-04-01.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="Last day of a range, e.g. 2026-09-30.")
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", help="NAME VALUE, or NAME=VALUE; may be repeated."),
    ] = None,
    notebook: Annotated[Path | None, typer.Option("--notebook", help="Notebook to run.")] = None,
    data: Data = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for reports; default: the project's.")
    ] = None,
    each: Annotated[
        str | None, typer.Option("--each", help="One report for each value of this column.")
    ] = None,
    paper: Annotated[str | None, typer.Option("--paper", help="A4 or Letter.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="en or fr.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Paths and messages as JSON.")] = False,
    quiet: Quiet = False,
    every_path: Annotated[
        bool,
        typer.Option("--all", help="On a terminal too, every file made, not the three to open."),
    ] = False,
    dry_run: DryRun = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Go on without what is not read, and say so.")
    ] = False,
    formats: Annotated[
        str | None,
        typer.Option("--formats", help="Of html, pdf, pptx, xlsx; a private xlsx only if named."),
    ] = None,
    no_cache: NoCache = False,
) -> None:
    """Make the quarterly report: the board's brief, slides and workbook, and the private copy.

    Example: engagekit report --quarter "2026-27 Q2"
    """
    requested = asked(quarter, period, from_, to)
    from engagekit.loading import disk_cache
    from engagekit.reporting.report import report as make_report
    from engagekit.settings.project import in_force

    with (
        in_force("" if no_cache else None, disk_cache.VARIABLE),
        progress(quiet or as_json or dry_run) as tell,
    ):
        result = make_report(
            requested,
            folder_of(folder, data),
            out,
            notebook,
            pairs(parameter or []),
            each,
            paper,
            language,
            progress=tell,
            dry_run=dry_run,
            partial=partial,
            look=None if quiet or as_json else screen,
            formats=[name.strip() for name in formats.split(",")] if formats else None,
        )
    tell_made(result, as_json=as_json, quiet=quiet, every_path=every_path or dry_run)
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def why(
    measure: Annotated[str, typer.Argument(help="E.g. reach, satisfaction or funding.")],
    department: Annotated[str | None, typer.Option("--department", help="One department.")] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", help="COLUMN=VALUE, e.g. site=Toronto.")
    ] = None,
    quarter: Quarter = None,
    from_: Annotated[str | None, typer.Option("--from", help="First day of a range.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Last day of a range.")] = None,
    data: Data = None,
    shown: Annotated[int, typer.Option("--rows", min=0, help="Lines of each list to print.")] = 20,
) -> None:
    """Show who and what a number counts, and who is only in its base (private).

    Example: engagekit why reach --department Tax
    """
    from engagekit.loading import load
    from engagekit.measures import engine

    result = engine.measure(measure, load.load(data or ""), during=asked(quarter, None, from_, to))
    groups = pairs(where or [], "--where")
    if department:
        groups["department"] = department
    echo(engine.as_text(result, result.units(**groups), groups, shown))


def prep(
    who: Annotated[str, typer.Argument(help="A department, or a person on the staff list.")],
    quarter: Quarter = None,
    data: Data = None,
) -> None:
    """Show half a page before a meeting: what was asked, promised and said (private).

    Example: engagekit prep "Civil Engineering"
    """
    from engagekit.loading import load
    from engagekit.reporting.prep import prep as before_meeting

    echo(before_meeting(load.load(data or ""), who, during=asked(quarter, None, None, None)))
