"""What a report is asked for, and the answers to all that can be asked before a notebook runs."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from engagekit.errors import PeriodError, UsageError, error_text, require_one_of
from engagekit.loading import settings_for_folder
from engagekit.loading.settings_for_folder import resolve
from engagekit.locale import Locale
from engagekit.reporting import output_path, run, writers
from engagekit.reporting.document import brand
from engagekit.reporting.document.output_options import OutputOptions
from engagekit.reporting.html.browser import PAPERS
from engagekit.reporting.run.parameters import declared
from engagekit.settings.periods import LAST_COMPLETE, YEAR_SO_FAR, Period, last_complete
from engagekit.settings.project import REPORTS, find_project
from engagekit.settings.schema import Settings
from engagekit.settings.shipped import is_shipped, sample_project

NOTEBOOK = "notebooks/quarterly_report.ipynb"
BRIEF = "notebooks/department_brief.ipynb"
Place = str | os.PathLike[str]


@dataclass(frozen=True)
class Job:
    """One report to be made, its questions answered.

    Attributes
    ----------
    day : date
        Until when a period must be over.
    subject : str
        The group a brief is on; empty for a report on everybody.
    place : str
        The folder of that brief below ``each``, when it is not the slug of its subject.
    """

    notebook: Path
    parameters: Mapping[str, Any]
    out: Path
    settings: Settings
    locale: Locale
    options: OutputOptions
    day: date
    subject: str = ""
    place: str = ""

    def data(self) -> str | None:
        """Return the folder of the exports: the one asked for, the notebook's, the project's."""
        folder = self.parameters.get("folder") or stated_folder(self.notebook)
        return str(resolve(folder)) if folder or find_project().home else None


def prepare(
    period: str | Period | None = None,
    data: Place | None = None,
    out: Place | None = None,
    notebook: Place | None = None,
    parameters: Mapping[str, Any] | None = None,
    each: str | None = None,
    paper: str | None = None,
    language: str | None = None,
    formats: Sequence[str] | None = None,
    day: date | None = None,
) -> Job:
    """Answer everything that can be asked before a notebook runs.

    The parameters are those of `engagekit.reporting.report.report`, which says what each is.

    Raises
    ------
    UsageError
        Unknown format, paper or parameter; a folder that cannot be written in.
    PeriodError
        A period that is not over.
    """
    brief = BRIEF if each == "department" else NOTEBOOK
    file = find_notebook(notebook, data, brief)
    settings, today = settings_for(data, file), day or date.today()
    paper = (paper or settings.report.paper).capitalize()
    require_one_of(paper, PAPERS, f"There is no paper '{paper}'.")
    options = OutputOptions(
        writers.checked(formats),
        paper,
        brand.colours(settings),
        brand.logo(settings),
        "xlsx" in (formats or ()),
        settings.report.reader,
    )
    language = language or settings.report.language
    values: dict[str, Any] = {} if data is None else {"folder": str(data)}
    extra = dict(parameters or {})
    label = extra.pop("quarter", period)
    if str(label).strip().casefold() == YEAR_SO_FAR:
        values["quarter"] = YEAR_SO_FAR
    elif label is not None and str(label) not in ("", LAST_COMPLETE):
        values["quarter"] = complete(settings.period(label), today, settings).label
    if "language" in declared(run.execute.read_notebook(file)):
        values["language"] = extra.get("language", language)
    for name in set(extra) & set(values):
        if str(extra[name]) != str(values[name]):
            raise UsageError(
                f"'{name}' is given twice: {values[name]} and {extra[name]}. Keep one."
            )
    locale = Locale(language, settings.report.country, settings.organisation.currency)
    place = output_path.ready(out or reports_of(settings))
    return Job(file, {**values, **extra}, place, settings, locale, options, today)


def find_notebook(
    notebook: Place | None = None, data: Place | None = None, default: str = NOTEBOOK
) -> Path:
    """Return the notebook named, from the working directory; else that of the exports' project.

    Where there is none, that of the kit.
    """
    home = find_project(data).home
    own = [home] if home else []
    folders = [Path(), *own] if notebook else [*own, Path()]
    file = Path(notebook or default)
    for folder in (*folders, sample_project()):
        if (folder / file).exists():
            return folder / file
    return file


def stated_folder(notebook: Path) -> str:
    """Return the folder of exports that a notebook names; empty: that of the project."""
    has = declared(run.execute.read_notebook(notebook))
    return str(getattr(has.get("folder"), "default", None) or "")


def settings_for(data: Place | None, notebook: Path) -> Settings:
    """Return the settings of the exports named, else of the notebook's own project.

    Beside a notebook of the kit stand the choices of the sample: they are nobody else's.
    """
    folder = str(data or stated_folder(notebook))
    if not folder and find_project().home is None and not is_shipped(notebook):
        folder = str(notebook.parent)
    return settings_for_folder.settings_for(resolve(folder) if folder else None)


def reports_of(settings: Settings) -> Path:
    """Return the folder of reports of the project; without one, that of the working directory."""
    home = settings.home
    return home / REPORTS if home is not None and home != Path.cwd() else Path(REPORTS)


def complete(period: Period, day: date, settings: Settings) -> Period:
    """Return a period that is over by the end of a day.

    Raises
    ------
    PeriodError
        With the last complete quarter.
    """
    if period.end <= day:
        return period
    last = last_complete(day, settings.organisation.fiscal_start)
    slots = {"label": period.label, "end": period.end, "label_2": last.label}
    raise PeriodError(error_text("request.complete", **slots))
