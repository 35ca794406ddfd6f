"""What a report would be: everything asked is checked and the data are loaded, nothing is made."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from engagekit.loading import load
from engagekit.locale.words import say, span
from engagekit.measures import _coverage
from engagekit.reporting import briefs, output_folder, pipeline
from engagekit.reporting.document.output_options import FORMATS
from engagekit.reporting.document.period_coverage import within
from engagekit.reporting.run import execute
from engagekit.reporting.run.parameters import checked, declared
from engagekit.settings.periods import Period


def plan(
    period: str | Period | None = None,
    data: str | os.PathLike[str] | None = None,
    out: str | os.PathLike[str] = "reports",
    notebook: str | os.PathLike[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    column: str | None = None,
    paper: str | None = None,
    language: str | None = None,
    template: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
    today: date | None = None,
) -> pipeline.Made:
    """The folders that `report` with the same arguments would write, and of which period.

    Returns
    -------
    Made
        Folders in place of files; nothing is written.

    Raises
    ------
    EngagekitError
        As `report` does before it runs.
    """
    job = pipeline.job_for(
        period,
        data,
        out,
        notebook,
        parameters or {},
        column,
        paper,
        language,
        False,
        FORMATS,
        template,
        today or date.today(),
    )
    has = declared(execute.read_notebook(job.notebook))
    supplied = checked(job.parameters, has, job.notebook.name)
    folder = supplied.get("folder") or getattr(has.get("folder"), "default", None) or "data/sample"
    tables = load.load(folder)
    requested = _coverage.asked_period(tables, supplied.get("quarter") or None)
    if days := _coverage.recorded(tables):
        first, last = (day.isoformat() for day in days)
        within(requested.label, requested.start.isoformat(), requested.end.isoformat(), first, last)
    base = job.out / output_folder.file_name(requested.label)
    if column is None:
        places = [base]
    else:
        names = briefs.values_of(tables, column)
        places = [base / "each" / place for place in briefs.places_of(names).values()]
    text = say(
        "made.planned",
        job.language,
        notebook=job.notebook.name,
        folder=folder,
        period=span(requested, job.language),
        files=len(tables.origins),
    )
    paths = [place / copy for place in places for copy in ("private", "board")]
    return pipeline.Made(tuple(Path(path) for path in paths), 0, (text,))
