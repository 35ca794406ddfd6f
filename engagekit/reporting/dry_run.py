"""What a report would be: everything asked is checked and the data are loaded, nothing is made."""

from __future__ import annotations

from engagekit.loading import load
from engagekit.measures import _coverage
from engagekit.reporting import briefs, output_folder
from engagekit.reporting.document.period_coverage import within
from engagekit.reporting.pipeline import COPIES, Outcome
from engagekit.reporting.request import Job
from engagekit.reporting.run import execute
from engagekit.reporting.run.parameters import checked, declared


def plan(job: Job, column: str | None) -> Outcome:
    """Return the folders that a report would write, and of which period.

    Parameters
    ----------
    column : str, optional
        One report for each value of this column of contacts.

    Returns
    -------
    Outcome
        Folders in place of files; nothing is written.

    Raises
    ------
    EngagekitError
        As the report does before it runs.
    """
    values = checked(
        job.parameters, declared(execute.read_notebook(job.notebook)), job.notebook.name
    )
    tables = load.load(job.data() or "")
    period = _coverage.asked_period(tables, values.get("quarter") or None)
    if days := _coverage.recorded(tables):
        first, last = (day.isoformat() for day in days)
        within(period.label, period.start.isoformat(), period.end.isoformat(), first, last)
    base = job.out / output_folder.file_name(period.label)
    places = [base]
    if column is not None:
        names = briefs.values_of(tables, column)
        places = [base / "each" / place for place in briefs.places_of(names).values()]
    text = job.locale.say(
        "made.planned",
        notebook=job.notebook.name,
        folder=job.data() or "",
        period=job.locale.span(period),
        files=len(tables.origins),
    )
    return Outcome(tuple(place / copy for place in places for copy in COPIES), 0, (text,))
