"""The command line: each command is a thin call of the library."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engagekit.cli.options import asked as _asked
from engagekit.cli.options import joined, pairs
from engagekit.errors import DataError, EngagekitError, UsageError
from engagekit.reporting import output_path

if TYPE_CHECKING:
    from engagekit.cli.start import Question
    from engagekit.reporting.pipeline import Outcome

app = typer.Typer(
    name="engagekit",
    help="Engagement reach and satisfaction beside funding, from the exports you already have.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


DryRun = Annotated[bool, typer.Option("--dry-run", help="Show it, write nothing.")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; an error becomes a sentence and an exit code (2 usage, 3 data, 1 other)."""
    try:
        app(args=joined(sys.argv[1:] if arguments is None else arguments))
    except EngagekitError as error:
        typer.echo(str(error), err=True)
        sys.exit(exit_code(error))
    except OSError as error:
        text = output_path.sentence(error)
        if text is None:
            raise
        typer.echo(text, err=True)
        sys.exit(2)


def exit_code(error: EngagekitError) -> int:
    """The exit code of an error: 2 usage or settings, 3 data, 1 anything else."""
    return 2 if isinstance(error, UsageError) else 3 if isinstance(error, DataError) else 1


@app.command()
def inspect(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Recognise and read files, write nothing. Example: engagekit inspect data/raw"""
    from engagekit.loading import inspect as inspecting

    matches = inspecting.inspect([str(path) for path in paths])
    if as_json:
        typer.echo(json.dumps({"version": 1, "files": matches}, ensure_ascii=False, indent=1))
    elif matches:
        typer.echo(inspecting.as_lines(matches))
    if not matches:
        typer.echo(f"{', '.join(map(str, paths))}: no exports were found there.", err=True)
    if any(part["error"] for part in matches):
        raise typer.Exit(3)


@app.command()
def tables(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the CSV files.")],
    dry_run: DryRun = False,
) -> None:
    """Write the tidy tables as CSV. Example: engagekit tables data/raw --out tidy"""
    from engagekit.loading import inspect as inspecting

    output_path.ready(out)
    for path in inspecting.write_tables([str(path) for path in paths], out, dry_run=dry_run):
        typer.echo(str(path))


@app.command(name="map")
def map_(
    file: Annotated[Path, typer.Argument(help="The file to map.")],
    table: Annotated[
        str | None, typer.Option("--table", help="Tidy table; responses for a survey.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The mapping file.")] = None,
    given: Annotated[
        list[str] | None, typer.Option("--set", help='FIELD=HEADER, e.g. "on=Date of visit".')
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="The sheet of the table.")] = None,
    header_row: Annotated[
        int | None, typer.Option("--header-row", help="Row number of the header.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Say what the columns of a file mean. Example: engagekit map visits.xlsx --table touches"""
    from engagekit.mapping import drafting

    result = drafting.map_file(
        file,
        table=table,
        out=out,
        given=pairs(given or []),
        sheet=sheet,
        header_row=header_row,
        dry_run=dry_run,
    )
    typer.echo(f"{result}\n")
    typer.echo(result.text if dry_run else str(result.path))


@app.command()
def report(
    quarter: Annotated[str | None, typer.Option("--quarter", help='E.g. "FY2026-27 Q2".')] = None,
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
    data: Annotated[Path | None, typer.Option("--data", help="Folder with the exports.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for reports.")] = Path("reports"),
    each: Annotated[
        str | None, typer.Option("--each", help="One report for each value of this column.")
    ] = None,
    paper: Annotated[str | None, typer.Option("--paper", help="A4 or Letter.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="en or fr.")] = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Live figures over the drawn ones.")
    ] = False,
    template: Annotated[
        list[Path] | None,
        typer.Option("--template", help="Your own .pptx or .xlsx; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Paths and messages as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Paths only.")] = False,
    every_path: Annotated[
        bool,
        typer.Option("--all", help="On a terminal too, every file made, not the three to open."),
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Make the quarterly report. Example: engagekit report --quarter "2026-27 Q2"."""
    requested = _asked(quarter, period, from_, to)
    from engagekit.reporting.report import report as make_report

    with _progress(quiet or as_json or dry_run) as tell:
        result = make_report(
            requested,
            data,
            out,
            notebook,
            pairs(parameter or []),
            each,
            paper,
            language,
            interactive,
            template=template,
            progress=tell,
            dry_run=dry_run,
        )
    _told(result, as_json=as_json, quiet=quiet, every_path=every_path or dry_run)
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def _told(made: Outcome, *, as_json: bool, quiet: bool, every_path: bool) -> None:
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
def _progress(silent: bool) -> Iterator[Callable[[int, int, str], None] | None]:
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


@app.command()
def explain(
    measure: Annotated[str, typer.Argument(help="E.g. reach, satisfaction, champions, promises.")],
    department: Annotated[str | None, typer.Option("--department", help="One department.")] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", help="COLUMN=VALUE, e.g. site=Toronto.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", help="One person: number, address or name.")
    ] = None,
    quarter: Annotated[str | None, typer.Option("--quarter", help='E.g. "FY2026-27 Q2".')] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First day of a range.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Last day of a range.")] = None,
    data: Annotated[Path, typer.Option("--data", help="Folder with the exports.")] = Path(
        "data/sample"
    ),
    out: Annotated[
        Path | None, typer.Option("--out", help="Write every row to this .xlsx or .csv.")
    ] = None,
    shown: Annotated[int, typer.Option("--rows", min=0, help="Lines of each list to print.")] = 20,
) -> None:
    """Show the rows behind a number (private). Example: engagekit explain reach --department Tax"""
    from engagekit import explaining
    from engagekit.loading import load

    if out is not None:
        from engagekit.reporting.office import explanation_workbook

        explanation_workbook.fitting(out)
    text = explaining.explain(
        load.load(data),
        measure,
        during=_asked(quarter, None, from_, to),
        person=person,
        **{"department": department, **pairs(where or [], "--where")},
    )
    typer.echo(explaining.as_text(text, shown))
    if out is not None:
        typer.echo(str(explanation_workbook.write(text, out)))


@app.command()
def template(
    path: Annotated[Path, typer.Argument(help="Where to write the blank workbook.")],
    dry_run: DryRun = False,
) -> None:
    """Write the blank workbook. Example: engagekit template library-workbook.xlsx"""
    from engagekit.tables.template import write_template

    place = output_path.new_file(path, ".xlsx")
    typer.echo(str(place if dry_run else write_template(place)))


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for reports.")] = Path("reports"),
    quiet: Annotated[bool, typer.Option("--quiet", help="Paths only.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Make the report of the sample organisation. Example: engagekit demo"""
    from engagekit.loading import settings_for_folder
    from engagekit.reporting.report import report as make_report

    data = settings_for_folder.resolve("data/sample")
    if not data.is_dir():
        raise UsageError(f"{data} is not there. Run this in the folder of the project.")
    with _progress(quiet) as tell:
        result = make_report(None, data, out, progress=tell, dry_run=dry_run)
    _told(result, as_json=False, quiet=quiet, every_path=False)
    if result.exit_code:
        raise typer.Exit(result.exit_code)


@app.command()
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
    """Write the first engagekit.toml. Example: engagekit init --name "Firm" --fiscal-start 1"""
    from engagekit.cli import start

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


def _answer(asked: Question, given: str | None) -> str:
    """An answer: the option, what is typed on a terminal, else what holds without one."""
    if given is not None or not sys.stdin.isatty():
        return given if given is not None else asked.default
    answer: str = typer.prompt(asked.words, default=asked.default)
    return answer


@app.command()
def doctor() -> None:
    """Look whether this machine has what a report needs. Example: engagekit doctor"""
    from engagekit.cli.doctor import checkup

    matches = checkup(Path.cwd())
    for one in matches:
        typer.echo(str(one))
    if any(one.state == "missing" for one in matches):
        raise typer.Exit(1)


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="Folder with the exports.")]) -> None:
    """Load a folder and say what is wrong with it. Example: engagekit check data/raw"""
    from engagekit.loading import load
    from engagekit.sections.load_summary import as_text

    typer.echo(as_text(load.load(folder)))


@app.command(hidden=True)
def dictionary() -> None:
    """Print the data dictionary. Example: engagekit dictionary > data/README.md"""
    from engagekit.tables.dictionary import as_markdown

    typer.echo(as_markdown(), nl=False)
