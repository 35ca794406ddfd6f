"""The command ``engagekit report`` as a function."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from engagekit.errors import DataError, EngagekitError, UsageError, did_you_mean, error_text, some
from engagekit.facts import coverage
from engagekit.files.archive import is_there
from engagekit.loading import disk_cache, load, preloaded
from engagekit.loading.settings_for_folder import resolve
from engagekit.locale.analyst import ENGLISH
from engagekit.reporting import output_folder
from engagekit.reporting.document.document import slug, unique
from engagekit.reporting.pipeline import FAILED, Outcome, run_one
from engagekit.reporting.request import Job, Place, prepare
from engagekit.reporting.run.execute import Progress, read_notebook
from engagekit.reporting.run.parameters import checked, declared
from engagekit.reporting.writers import COPIES
from engagekit.sections import gate
from engagekit.settings.periods import Period
from engagekit.settings.project import in_force
from engagekit.tables.cache import as_pandas
from engagekit.tables.memberships import several
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
    progress: Progress | None = None,
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
        Of ``html``, ``pdf``, ``docx``, ``pptx``, ``xlsx``; default: all. The private copy has a
        workbook only where ``xlsx`` is named.
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
    with in_force(job.settings.home), dry, pd.option_context(*FRAMES):
        folder = job.data() or ""
        if not dry_run and not (folder and is_there(folder)):
            return _made(job, each, progress)  # a notebook may make its tables itself
        # one load for the gate and for every notebook; each hands it to its own engine
        tables = load.load(folder, engine="pandas")
        with preloaded.use(resolve(folder), tables):
            if look is not None:
                look(tables)
            if tables.unread and not partial:
                n, files = len(tables.unread), some(tables.unread)
                raise DataError(ENGLISH.say("gate.stopped", n=n, files=files))
            asked = covered(tables, job.parameters.get("quarter"))
            if dry_run:
                return _planned(job, each, tables, asked)
            made = _made(job, each, progress)
            lacks = map(str, gate.lacking(tables, asked))
            return replace(made, messages=(*made.messages, *lacks))


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
    checked(job.parameters, declared(read_notebook(job.notebook)), job.notebook.name)
    places = [job.out / output_folder.file_name(period.label)]
    if column is not None:
        briefs = places_of(values_of(tables, column)).values()
        places = [places[0] / "each" / brief for brief in briefs]
    text = ENGLISH.say(
        "made.planned",
        notebook=job.notebook.name,
        folder=job.data() or "",
        period=ENGLISH.span(period),
        files=len(tables.origins),
    )
    return Outcome(tuple(place / copy for place in places for copy in COPIES), 0, (text,))


def _made(job: Job, column: str | None, progress: Progress | None) -> Outcome:
    """Make one report, or one for each value of a column of contacts.

    A value whose report could not be made is named in the outcome, and the others are made.
    """
    if column is None:
        return run_one(job, progress)
    has = declared(read_notebook(job.notebook))
    if column not in has:
        slots = {"notebook": job.notebook.name, "hint": did_you_mean(column, has)}
        raise UsageError(error_text("briefs.parameter", column=column, **slots))
    places = places_of(values_of(load.load(job.data() or ""), column))
    made: list[Outcome] = []
    for number, (name, place) in enumerate(places.items()):
        values = {**job.parameters, column: name}
        try:
            one = run_one(replace(job, subject=name, place=place, parameters=values))
            made.append(replace(one, messages=tuple(f"{name}: {said}" for said in one.messages)))
        except EngagekitError as error:
            said = ENGLISH.say("made.failed", title=name, reason=error)
            made.append(Outcome((), FAILED, (said,)))
        if progress is not None:
            progress(number, len(places), name)
    messages = dict.fromkeys(said for one in made for said in one.messages)
    paths = tuple(path for one in made for path in one.paths)
    return Outcome(paths, max(one.exit_code for one in made), tuple(messages))


def places_of(names: Sequence[str]) -> dict[str, str]:
    """Return a folder for each name, no two the same: "R&D" and "R D" have the same slug."""
    places: dict[str, str] = {}
    for name in names:
        places[name] = unique(slug(name), places.values())
    return places


def values_of(tables: Tables, column: str) -> list[str]:
    """Return the values of a column of contacts, in order, library staff left out."""
    contacts = as_pandas(tables.contacts)
    if column not in contacts.columns:
        hint = did_you_mean(column, map(str, contacts.columns))
        raise UsageError(f"contacts has no column '{column}'. {hint}")
    if "is_library" in contacts.columns:
        contacts = contacts[~contacts["is_library"].fillna(False).astype(bool)]
    # a contact of several departments is in each of them
    names = sorted(several(contacts[column]).unique())
    if not names:
        raise DataError(f"contacts holds no {column}, so there is nothing to report on.")
    return names
