"""Commands that give numbers: the report, and the rows behind one of its numbers."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engagekit.cli.options import asked, described, folder_of, pairs
from engagekit.cli.terminal import echo, progress, screen, tell_made

if TYPE_CHECKING:
    import pandas as pd

    from engagekit.measures.engine import Result


@described
def report(
    folder: Path | None = None,
    quarter: str | None = None,
    period: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    parameter: list[str] | None = None,
    notebook: Path | None = None,
    data: Path | None = None,
    out: Path | None = None,
    each: str | None = None,
    paper: str | None = None,
    language: str | None = None,
    as_json: bool = False,
    quiet: bool = False,
    every_path: bool = False,
    dry_run: bool = False,
    partial: bool = False,
    formats: str | None = None,
    no_cache: bool = False,
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
            pairs(parameter or [], "-p"),
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


SHOWN = ("contact_id", "respondent_id", "display_name", "department", "line", "amount", "value")
"""Columns of units by which a reader knows one."""


def as_text(
    result: "Result", units: "pd.DataFrame", where: Mapping[str, str], shown: int = 20
) -> str:
    """Return the units behind a number as they are read on a terminal; long lists are cut."""
    from engagekit.measures.numbers import size

    n, base = size(units[units["counts"]]), size(units)
    name = result.numbers[0][0]
    group = "".join(f", {value}" for value in where.values())
    lines = [f"{name}{group}, {result.period.label}: {n} of {base}", "This is private."]
    columns = [column for column in SHOWN if column in units]
    for title, counts in (("Counts", True), ("In the base only", False)):
        part = units.loc[units["counts"] == counts, columns]
        if part.empty:
            continue
        table = part.head(shown).fillna("").to_string(header=False, index=False)
        more = f"\n  ... and {len(part) - shown} more" if len(part) > shown else ""
        lines.append(f"\n{title} ({len(part)})\n{table}{more}")
    return "\n".join(lines)


@described
def why(
    measure: str,
    department: str | None = None,
    where: list[str] | None = None,
    quarter: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    data: Path | None = None,
    shown: int = 20,
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
    echo(as_text(result, result.units(**groups), groups, shown))


@described
def prep(who: str, quarter: str | None = None, data: Path | None = None) -> None:
    """Show half a page before a meeting: what was asked, promised and said (private).

    Example: engagekit prep "Civil Engineering"
    """
    from engagekit.loading import load
    from engagekit.reporting.prep import prep as before_meeting

    echo(before_meeting(load.load(data or ""), who, during=asked(quarter, None, None, None)))
