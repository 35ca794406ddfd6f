"""TODO."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engagekit.reporting.document.output_options import FORMATS
from engagekit.reporting.pipeline import Made, _starting, finish, job_for, waiting_browser, writers
from engagekit.reporting.run import execute
from engagekit.reporting.worker_processes import clerks
from engagekit.settings.periods import Period


def report(
    period: str | Period | None = None,
    data: str | os.PathLike[str] | None = None,
    out: str | os.PathLike[str] = "reports",
    notebook: str | os.PathLike[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    each: str | None = None,
    paper: str | None = None,
    language: str | None = None,
    interactive: bool = False,
    formats: Sequence[str] = FORMATS,
    template: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
    progress: execute.Progress | None = None,
    today: date | None = None,
) -> Made:
    """Make a report: a private copy and a board copy, each as HTML, PDF, workbook and slides.

    Parameters
    ----------
    period : str or Period, optional
        Fiscal quarter, fiscal year, range (``2026-04-01..2026-09-30``), or ``year so far``; default
        and ``last-complete``: the last complete quarter that the data cover.
    data : path, optional
        Folder with the exports; default: what the notebook says.
    out : path
        A folder for each period is made in it.
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
    interactive : bool
        Live figures over the drawn ones.
    formats : sequence of str
        Of ``html``, ``pdf``, ``xlsx``, ``pptx``.
    template : path or paths, optional
        A .pptx whose layouts the slides take, an .xlsx whose sheets the workbook begins with.
    progress : callable, optional
        Called before each cell: place, how many, heading.
    today : date, optional
        Until when a period must be over.

    Returns
    -------
    Made

    Raises
    ------
    UsageError
        Unknown parameter, wrong value, period that is not over.
    EngagekitError
        What stopped the notebook.
    """
    day = today or date.today()
    job = job_for(
        period,
        data,
        out,
        notebook,
        parameters or {},
        each,
        paper,
        language,
        interactive,
        formats,
        template,
        day,
    )
    if each is not None:
        from engagekit.reporting.briefs import report_each

        return report_each(job, each, progress, day)
    with clerks(writers(job.choices)) as beside, waiting_browser(job.choices) as start:
        done = execute.run(job.notebook, job.parameters, _starting(start, progress))
        return finish(job, done, start(), day, beside)
