"""The command ``engagekit report`` as a function."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from engagekit.errors import DataError, error_text, some
from engagekit.facts import coverage
from engagekit.files.archive import is_there
from engagekit.loading import disk_cache, load, preloaded
from engagekit.loading.settings_for_folder import resolve
from engagekit.locale.analyst import ENGLISH
from engagekit.reporting import briefs, output_folder, run
from engagekit.reporting.pipeline import Outcome, run_one
from engagekit.reporting.request import Job, Place, prepare
from engagekit.reporting.run.parameters import checked, declared
from engagekit.reporting.writers import COPIES
from engagekit.settings.periods import Period
from engagekit.settings.project import in_force
from engagekit.tables.tables import Tables

FRAMES = ("mode.string_storage", "python")
"""Frames of a report are small: each step on an Arrow array costs several times more."""


def report(
    period: str | Period | None = None,
    data: Place | None = None,
    out: Place | None = None,
    notebook: Place | None = None,
    parameters: Mapping[str, Any] | None = None,
    each: str | None = None,
    paper: str | None = None,
    language: str | None = None,
    formats: Sequence[str] | None = None,
    progress: run.execute.Progress | None = None,
    today: date | None = None,
    dry_run: bool = False,
    partial: bool = False,
    look: Callable[[Tables], None] | None = None,
) -> Outcome:
    """Make a report, a private copy and a board copy.

    Parameters
    ----------
    period : str or Period, optional
        Fiscal quarter, fiscal year, range (``2026-04-01..2026-09-30``), or ``year so far``; default
        and ``last-complete``: the last complete quarter that the data cover.
    data : path, optional
        Folder with the exports; default: what the notebook says, else those of the project.
    out : path, optional
        A folder for each period is made in it; default: ``reports`` of the project.
    notebook : path, optional
        Default ``notebooks/quarterly_report.ipynb``; with ``each="department"``
        ``notebooks/department_brief.ipynb``.
    parameters : mapping, optional
        Further parameters of the notebook.
    each : str, optional
        A column of contacts: one report for each of its values.
    paper : str, optional
        ``A4`` or ``Letter``; default from the settings.
    language : str, optional
        ``en`` or ``fr``; default from the settings.
    formats : sequence of str, optional
        Of ``html``, ``pdf``, ``pptx``, ``xlsx``; default: all. The private copy has a workbook
        only where ``xlsx`` is named.
    progress : callable, optional
        Called before each cell: place, how many, heading.
    today : date, optional
        Until when a period must be over.
    dry_run : bool
        Check everything and load the data, make nothing: folders stand in place of files.
    partial : bool
        Go on although a file or a sheet is not read; the first page says so.
    look : callable, optional
        Called with the tables before the notebook runs, to show what was read.

    Returns
    -------
    Outcome
        The files made, what could not be, and the exit code.

    Raises
    ------
    DataError
        If a file or a sheet is not read, without ``partial``.
    UsageError
        Unknown parameter, wrong value, period that is not over.
    EngagekitError
        What stopped the notebook.

    Examples
    --------
    >>> ek.report("FY2026-27 Q2", "data/sample", dry_run=True).exit_code
    0
    """
    job = prepare(period, data, out, notebook, parameters, each, paper, language, formats, today)
    dry = in_force("yes" if dry_run else None, disk_cache.ONLY_READ)
    quick = pd.option_context(*FRAMES)
    with in_force(job.settings.home), dry, quick:
        folder = job.data()
        if not dry_run and (folder is None or not is_there(folder)):
            return _made(job, each, progress)  # a notebook may make its tables itself
        # one load for the gate and for every notebook; each hands it to its own engine
        tables = load.load(folder or "", engine="pandas")
        with preloaded.use(resolve(folder or ""), tables):
            if look is not None:
                look(tables)
            if tables.unread and not partial:
                n, files = len(tables.unread), some(tables.unread)
                raise DataError(ENGLISH.say("gate.stopped", n=n, files=files))
            asked = covered(tables, job.parameters.get("quarter"))
            if dry_run:
                return _planned(job, each, tables, asked)
            return _made(job, each, progress)


def _made(job: Job, each: str | None, progress: run.execute.Progress | None) -> Outcome:
    """Return what becomes of a report."""
    if each is not None:
        return briefs.report_each(job, each, progress)
    return run_one(job, progress)


def covered(tables: Tables, during: str | None) -> Period:
    """Return the period that is asked for.

    Raises
    ------
    DataError
        If the data end before it begins, or begin after it ends.
    """
    period, days = coverage.asked_period(tables, during or None), coverage.recorded(tables)
    if days and (period.start > days[1] or period.end < days[0]):
        how = f"end on {days[1]}" if period.start > days[1] else f"begin on {days[0]}"
        slots = {"label": period.label, "start": period.start, "end": period.end}
        raise DataError(error_text("report.covered", how=how, **slots))
    return period


def _planned(job: Job, column: str | None, tables: Tables, period: Period) -> Outcome:
    """Return the folders that a report would write, and of which period; nothing is written."""
    has = declared(run.execute.read_notebook(job.notebook))
    checked(job.parameters, has, job.notebook.name)
    base = job.out / output_folder.file_name(period.label)
    places = [base]
    if column is not None:
        names = briefs.values_of(tables, column)
        places = [base / "each" / place for place in briefs.places_of(names).values()]
    text = ENGLISH.say(
        "made.planned",
        notebook=job.notebook.name,
        folder=job.data() or "",
        period=ENGLISH.span(period),
        files=len(tables.origins),
    )
    return Outcome(tuple(place / copy for place in places for copy in COPIES), 0, (text,))
