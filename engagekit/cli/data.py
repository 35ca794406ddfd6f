"""Commands on raw files and tidy tables: inspect, check, tables, template."""

import json
from pathlib import Path

import typer

from engagekit.cli.options import described, folder_of
from engagekit.cli.terminal import as_called, echo
from engagekit.reporting import output_path


@described
def inspect(
    paths: list[Path] | None = None, data: Path | None = None, as_json: bool = False
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


@described
def check(
    folder: Path | None = None,
    data: Path | None = None,
    as_json: bool = False,
    every: bool = False,
    no_cache: bool = False,
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
        echo(as_called(gate.as_text(looked.lines(whole=every))))
    if looked.exit_code:
        raise typer.Exit(looked.exit_code)


@described
def accept(
    names: list[str] | None = None,
    score: float = 100,
    data: Path | None = None,
    dry_run: bool = False,
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


@described
def tables(paths: list[Path], out: Path, dry_run: bool = False) -> None:
    """Write the tidy tables as CSV.

    Example: engagekit tables data/raw --out tidy
    """
    from engagekit.loading import inspect as inspecting

    output_path.ready(out)
    for path in inspecting.write_tables([str(path) for path in paths], out, dry_run=dry_run):
        echo(str(path))


@described
def template(path: Path, dry_run: bool = False) -> None:
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
