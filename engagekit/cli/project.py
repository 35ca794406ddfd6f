"""Commands that begin a project: the demo, the first settings, a look at the machine."""

import contextlib
import filecmp
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import typer

from engagekit.cli import start as starting
from engagekit.cli.options import described
from engagekit.cli.start import folder_name
from engagekit.cli.terminal import as_called, echo, progress, prompted, tell_made
from engagekit.errors import PeriodError, UsageError, error_text, pasted
from engagekit.locale.analyst import ENGLISH
from engagekit.reporting import output_path
from engagekit.settings import schema, shipped
from engagekit.settings.editing import with_values
from engagekit.settings.periods import last_complete, quarter, quarter_of
from engagekit.settings.project import find_project


@described
def demo(
    folder: Path = Path(), out: Path | None = None, quiet: bool = False, dry_run: bool = False
) -> None:
    """Copy the sample project into a folder and make its report.

    Example: engagekit demo sample
    """
    from engagekit.reporting.report import report as make_report

    place = output_path.ready(folder, "FOLDER")
    typed = out or folder / "reports"
    reports = typed.absolute()
    copied = copy_sample(place, dry_run=dry_run)
    if copied and not quiet:
        verb = "would be copied" if dry_run else "were copied"
        where = "this folder" if place == Path() else place
        echo(f"{len(copied)} files of the sample project {verb} into {where}.", err=True)
    # as if typed in that folder: what is found upwards from here may be another project
    with contextlib.chdir(shipped.sample_project() if dry_run else place), progress(quiet) as tell:
        result = make_report(None, None, reports, progress=tell, dry_run=dry_run)
    paths = tuple(typed / path.relative_to(reports) for path in result.paths)
    tell_made(replace(result, paths=paths), as_json=False, quiet=quiet, every_path=False)
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def start(
    folder: Path = Path(), data: Path | None = None, dry_run: bool = False, **facts: str | None
) -> None:
    """Make a project of your own: settings, folders, notebooks.

    Example: engagekit start my-library --name "Harbour Trust" --fiscal-start 1
    """
    if (folder / schema.FILE).exists():
        raise UsageError(error_text("start.make_project", folder=folder / schema.FILE))
    answers = {fact.name: _answer(fact, facts[fact.name]) for fact in starting.FACTS}
    made = starting.write_project(folder, answers, data, dry_run=dry_run)
    if dry_run:
        echo(made.text)
        return
    say = ENGLISH.say
    if made.lacking and not sys.stdin.isatty():
        echo(say("start.no_terminal"), err=True)
    step = say("start.next") if data else say("start.next_later", folder=str(made.data))
    echo("\n".join([str(folder / schema.FILE), *made.lines()[:-1], step]))
    echo(as_called(f"engagekit check {pasted(folder)}"))


described(start, {fact.name: fact.option() for fact in starting.FACTS})


def _answer(fact: starting.Fact, given: str | None) -> str:
    """Return an answer: the option, else what is typed on a terminal."""
    if given is not None or not sys.stdin.isatty():
        return given or ""

    def checked(typed: str) -> str:
        if typed:
            with_values("", {(fact.section, fact.key): starting.value_of(fact, typed)})
        return typed

    return prompted(f"{fact.words} (empty: later)", checked, fact.default)


@described
def new_quarter(quarter: str = "", dry_run: bool = False) -> None:
    """Make the folder for the exports of the next quarter.

    Example: engagekit new-quarter "2026-27 Q3"
    """
    echo(str(make(quarter, dry_run=dry_run)))
    echo(as_called("Put its exports there, then: engagekit check"), err=True)


def doctor() -> None:
    """Look whether this machine has what a report needs.

    Example: engagekit doctor
    """
    from engagekit.cli.doctor import checkup

    matches = list(checkup(Path.cwd()))
    for one in matches:
        echo(str(one))
    if any(one.state == "missing" for one in matches):
        raise typer.Exit(1)


def make(label: str = "", *, dry_run: bool = False) -> Path:
    """Make the folder of a quarter in the project that is in force.

    Parameters
    ----------
    label : str
        The quarter; empty: the one after the newest folder, or the last complete one.
    dry_run : bool
        Only say which.

    Raises
    ------
    UsageError
        If there is no project.
    """
    project = find_project()
    if project.home is None or project.settings is None or project.data is None:
        raise UsageError("There is no project here. Make one: engagekit start my-library")
    settings = schema.read_settings(project.settings)
    month, existing = settings.organisation.fiscal_start, []
    for folder in project.data.iterdir() if project.data.is_dir() else ():
        with contextlib.suppress(PeriodError):
            existing.append(quarter(folder.name, month).end)
    if label:
        chosen = settings.quarter(label)
    elif existing:
        chosen = quarter_of(max(existing) + timedelta(days=1), month)
    else:
        chosen = last_complete(date.today(), month)
    place = project.data / folder_name(chosen.label)
    if not dry_run:
        place.mkdir(parents=True, exist_ok=True)
    return place


def copy_sample(folder: Path, *, dry_run: bool = False) -> list[Path]:
    """Copy the sample project into a folder; what is there already stays as it is.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    dry_run : bool
        Look, and write nothing.

    Returns
    -------
    list of Path
        The files copied, or to be copied.

    Raises
    ------
    UsageError
        If a file of the same name holds something else: nothing is written over.
    """
    missing = []
    for source, inside in project_files(shipped.sample_project()):
        target = folder / inside
        if not target.exists():
            missing.append((source, target))
        elif not target.is_file() or not filecmp.cmp(source, target, shallow=False):
            raise UsageError(
                f"{target} exists already and is not that of the sample. Give another folder: "
                f"engagekit demo {pasted(folder / 'sample')}"
            )
    for source, target in () if dry_run else missing:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    return [target for _, target in missing]


def project_files(root: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each file of the sample project, and where it lies in it."""
    for part in shipped.PARTS:
        place = root / part
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            inside = file.relative_to(root)
            if file.is_file() and not any(name.startswith(".") for name in inside.parts):
                yield file, inside
