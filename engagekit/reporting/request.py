"""What a report is asked for, and the answers to all that can be asked before a notebook runs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from engagekit.errors import PeriodError, UsageError
from engagekit.locale import Locale
from engagekit.reporting import output_path, writers
from engagekit.reporting.document import brand
from engagekit.reporting.document.output_options import OutputOptions
from engagekit.reporting.html.browser import PAPERS
from engagekit.reporting.run import execute
from engagekit.reporting.run.parameters import declared
from engagekit.settings.periods import LAST_COMPLETE, YEAR_SO_FAR, Period, last_complete
from engagekit.settings.schema import Settings, find_settings, read_settings
from engagekit.settings.shipped import is_shipped, sample_project

NOTEBOOK = "notebooks/quarterly_report.ipynb"
BRIEF = "notebooks/department_brief.ipynb"
DATA = "data/sample"
"""Where exports are looked for when neither the command nor the notebook says."""

Place = str | os.PathLike[str]


@dataclass(frozen=True)
class Request:
    """The arguments of `engagekit.reporting.report.report`, which says what each is."""

    period: str | Period | None = None
    data: Place | None = None
    out: Place = "reports"
    notebook: Place | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    each: str | None = None
    paper: str | None = None
    language: str | None = None
    interactive: bool = False
    formats: Sequence[str] | None = None
    template: Place | Sequence[Place] | None = None
    only: str | None = None
    day: date = field(default_factory=date.today)


@dataclass(frozen=True)
class Job:
    """One report to be made, its questions answered.

    Attributes
    ----------
    notebook : Path
    parameters : mapping
    out : Path
    settings : Settings
    locale : Locale
    options : OutputOptions
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

    def data(self) -> str:
        """Return the folder of the exports: as asked for, or as the notebook says."""
        has = declared(execute.read_notebook(self.notebook))
        folder = self.parameters.get("folder") or getattr(has.get("folder"), "default", None)
        return str(folder or DATA)


def prepare(request: Request) -> Job:
    """Answer everything that can be asked before a notebook runs.

    Raises
    ------
    UsageError
        Unknown format, paper, parameter or template; a folder that cannot be written in.
    PeriodError
        A period that is not over.
    """
    file = find_notebook(request.notebook or (BRIEF if request.each == "department" else None))
    starts = [] if request.data is None else [Path(request.data)]
    settings = settings_for(*starts, Path.cwd(), *beside(file))
    template = request.template
    options = OutputOptions(
        writers.checked(request.formats),
        _paper(request.paper or settings.report.paper),
        request.interactive,
        brand.templates([template] if isinstance(template, str | os.PathLike) else template or ()),
        brand.colours(settings),
        brand.logo(settings, *starts, Path.cwd(), file.parent),
        writers.checked_product(request.only),
    )
    language = request.language or settings.report.language
    locale = Locale(language, currency=settings.organisation.currency)
    parameters = _parameters(request, file, settings, language)
    out = output_path.ready(request.out)
    return Job(file, parameters, out, settings, locale, options, request.day)


def find_notebook(notebook: Place | None = None) -> Path:
    """Return the notebook: from the working directory, beside engagekit.toml, else the kit's."""
    file = Path(notebook or NOTEBOOK)
    home = find_settings(Path.cwd())
    for folder in (Path(), *([home.parent] if home else []), sample_project()):
        if (folder / file).exists():
            return folder / file
    return file


def beside(notebook: Path) -> list[Path]:
    """Return the folder of a notebook, where its own settings may stand.

    Beside a notebook of the kit stand the choices of the sample: they are nobody else's.
    """
    return [] if is_shipped(notebook) else [notebook.parent]


def settings_for(*starts: Place) -> Settings:
    """Read the first engagekit.toml upwards from each of these places in turn."""
    file = find_settings(*starts)
    return read_settings(file) if file else Settings()


def _parameters(
    request: Request, notebook: Path, settings: Settings, language: str
) -> dict[str, Any]:
    """Return the notebook's parameters: those asked for by name, folder, quarter, language."""
    values: dict[str, Any] = {}
    if request.data is not None:
        values["folder"] = str(request.data)
    label = request.parameters.get("quarter", request.period)
    if str(label).strip().casefold() == YEAR_SO_FAR:
        values["quarter"] = YEAR_SO_FAR
    elif label is not None and str(label) not in ("", LAST_COMPLETE):
        values["quarter"] = complete(settings.period(label), request.day, settings).label
    if "language" in declared(execute.read_notebook(notebook)):
        values["language"] = language
    extra = {name: value for name, value in request.parameters.items() if name != "quarter"}
    for name in set(extra) & set(values):
        if name != "language" and str(extra[name]) != str(values[name]):
            raise UsageError(
                f"'{name}' is given twice: {values[name]} and {extra[name]}. Keep one."
            )
    return {**values, **extra}


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
    raise PeriodError(
        f"{period.label} is not over: it ends on {period.end}. The last complete quarter is "
        f"'{last.label}'."
    )


def _paper(paper: str) -> str:
    """Return a paper by its name, whatever the case."""
    papers = {name.casefold(): name for name in PAPERS}
    if paper.casefold() not in papers:
        raise UsageError(f"There is no paper '{paper}'. There are: {', '.join(PAPERS)}.")
    return papers[paper.casefold()]
