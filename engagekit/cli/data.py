"""Commands on raw files and tidy tables: inspect, check, tables, template."""

import json
from pathlib import Path
from typing import Annotated

import typer

from engagekit.cli.options import AsJson, Data, DryRun, Folder, NoCache, folder_of
from engagekit.cli.terminal import as_called, echo
from engagekit.reporting import output_path


def inspect(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files, folders or a project; default: this one.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Recognise and read files, write nothing.

    Example: engagekit inspect data/raw
    """
    from engagekit.loading import inspect as inspecting

    wanted = [str(path) for path in (*(paths or ()), *([data] if data else ()))]
    matches = inspecting.inspect(wanted)
    if as_json:
        echo(json.dumps({"version": 1, "files": matches}, ensure_ascii=False, indent=1))
    elif matches:
        echo(inspecting.as_lines(matches))
    if not matches:
        echo(f"{', '.join(wanted) or 'data'}: no exports were found there.", err=True)
    if any(part["error"] for part in matches):
        raise typer.Exit(3)


def check(
    folder: Folder = None,
    data: Data = None,
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help="Also every row set aside.")] = False,
    no_cache: NoCache = False,
) -> None:
    """Say what was read, what was counted and what looks wrong.

    Example: engagekit check my-library
    """
    from engagekit.loading import disk_cache, load
    from engagekit.sections import gate
    from engagekit.settings.project import in_force

    with in_force("" if no_cache else None, disk_cache.VARIABLE):
        tables = load.everything(folder_of(folder, data) or "")
    looked = gate.Gate(tables)
    if as_json:
        echo(json.dumps(looked.document(), ensure_ascii=False, indent=1, default=str))
    else:
        echo(as_called(gate.as_text(looked.lines())))
        if every:
            echo("\n" + as_called(gate.as_text(looked.load())))
    if looked.exit_code:
        raise typer.Exit(looked.exit_code)


def accept(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names as the files have them; default: all.")
    ] = None,
    score: Annotated[float, typer.Option("--score", min=50, max=100, help="From which on.")] = 100,
    data: Data = None,
    dry_run: DryRun = False,
) -> None:
    """Accept names that stand alone: each is linked to the best suggestion.

    Example: engagekit accept --score 100
    """
    from engagekit.identity import accepting
    from engagekit.loading import load

    rows = accepting.accept(load.load(data or ""), tuple(names or ()), score=score, dry_run=dry_run)
    for row in rows.to_dict("records"):
        echo(f"{row['alias']} -> {row['contact_id']}")
    verb = "would be accepted" if dry_run else f"accepted, in {accepting.FILE}"
    echo(f"{len(rows)} names {verb}", err=True)


def tables(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the CSV files.")],
    dry_run: DryRun = False,
) -> None:
    """Write the tidy tables as CSV.

    Example: engagekit tables data/raw --out tidy
    """
    from engagekit.loading import inspect as inspecting

    output_path.ready(out)
    for path in inspecting.write_tables([str(path) for path in paths], out, dry_run=dry_run):
        echo(str(path))


def template(
    path: Annotated[Path, typer.Argument(help="Where to write the blank workbook.")],
    dry_run: DryRun = False,
) -> None:
    """Write the blank workbook.

    Example: engagekit template library-workbook.xlsx
    """
    from engagekit.reporting.office.template import write_template

    place = output_path.new_file(path, ".xlsx")
    echo(str(place if dry_run else write_template(place)))


def dictionary() -> None:
    """Print the data dictionary.

    Example: engagekit dictionary > data/README.md
    """
    from engagekit.tables.dictionary import as_markdown

    echo(as_markdown(), nl=False)
