"""The last report that was published, read from its results.json (private).

A report belongs to its project: it is looked for in the folder of the engagekit.toml in use, and
taken only where it names the same organisation and the same fiscal year.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from engagekit.errors import DataError
from engagekit.facts import coverage
from engagekit.settings.periods import During, Period, named, span
from engagekit.settings.project import find_project
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

NOTEBOOK = "quarterly_report.ipynb"
NAME = "results.json"


@dataclass(frozen=True, eq=False)
class Published:
    """One report as its results.json tells it.

    Attributes
    ----------
    path : Path or None
        None: nothing was published yet.
    looked_in : str
        The folder of reports.
    document : mapping
        What stands in results.json.
    others : tuple of (str, int or None)
        Organisations of reports there that are not this project's, each with the first month of its
        fiscal year where that is recorded.
    """

    path: Path | None
    looked_in: str
    document: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[tuple[str, int | None], ...] = ()

    @property
    def period(self) -> dict[str, str]:
        """Label, start and end of the period that it tells of; empty where there is none."""
        period: dict[str, str] = self.document.get("report", {}).get("period", {})
        return period

    @property
    def notebook(self) -> str:
        """What it was made with."""
        return str(self.document.get("report", {}).get("notebook", ""))

    @property
    def owner(self) -> tuple[str, int | None]:
        """The organisation, and the first month of its fiscal year where that is recorded."""
        report = self.document.get("report", {})
        return str(report.get("organisation", "")), report.get("fiscal_start")

    @property
    def load(self) -> Mapping[str, Any]:
        """What the load held (see `load_manifest`); empty in reports of earlier versions."""
        load: Mapping[str, Any] = self.document.get("load") or {}
        return load

    def __repr__(self) -> str:
        if self.path is None:
            return f"Published(nothing in {self.looked_in})"
        return f"Published({self.period.get('label', '')}, {self.path.as_posix()})"


def last_published(
    tables: Tables,
    *,
    during: During = None,
    folder: str | os.PathLike[str] = "reports",
    notebook: str = NOTEBOOK,
) -> Published:
    """Return the latest report below a folder of reports.

    Parameters
    ----------
    tables : Tables
        For the present period.
    during : str or Period, optional
        The present period: the latest report that ends before it begins; where there is none, the
        latest that ends by its end.
    folder : path
        As ``engagekit report --out`` wrote it, from the working directory where that is part of the
        project, then beside its engagekit.toml. Or one ``results.json``.
    notebook : str
        What it was made with.

    Returns
    -------
    Published
        With a path only where the report is this organisation's and of its fiscal year.

    Raises
    ------
    DataError
        If a ``results.json`` is damaged.

    Examples
    --------
    >>> import tempfile
    >>> ek.last_published(tables, folder=tempfile.mkdtemp())
    Published(nothing in ...)
    """
    now = coverage.asked_period(tables, during)
    place = _in_project(Path(folder), tables.settings)
    if place.is_file():
        reports = [Published(place, str(place), _read(place))]
    else:
        reports = _below(place, notebook)
    own = [one for one in reports if _is_own(one, tables.settings)]
    others = tuple(dict.fromkeys(one.owner for one in reports if one not in own))
    if not place.is_file():
        own.sort(key=lambda one: (one.period["end"], one.period["start"]))
        start, end = now.start.isoformat(), now.end.isoformat()
        earlier = [one for one in own if one.period["end"] < start]
        own = earlier or [one for one in own if one.period["end"] <= end]
    return own[-1] if own else Published(None, str(place), others=others)


def of_period(tables: Tables, period: Period, looked_in: str) -> Published:
    """Return the report of a period, from the folder in which an earlier one was looked for.

    An earlier one may be a copy that lies elsewhere: then the folder is that of the project.
    """
    place = Path(looked_in)
    if not place.is_dir():
        place = _in_project(Path("reports"), tables.settings)
    for report in _below(place, NOTEBOOK):
        if _is_own(report, tables.settings) and report.period["label"] == period.label:
            return report
    return Published(None, str(place))


def _below(place: Path, notebook: str) -> list[Published]:
    """Return the reports of a notebook below a folder."""
    paths = sorted(place.glob(f"*/private/**/*{NAME}"))
    reports = [Published(path, str(place), _read(path)) for path in paths]
    return [one for one in reports if one.period.get("end") and one.notebook == notebook]


def _in_project(place: Path, settings: Settings) -> Path:
    """Return a folder of reports in the project whose settings are in use."""
    # the working directory counts as long as it is in no other project
    home = settings.home or find_project().home
    if place.is_absolute() or home is None:
        return place
    other = find_project().home not in (None, home)
    return place if place.exists() and not other else home / place


def _is_own(report: Published, settings: Settings) -> bool:
    """Whether a report names this organisation and this fiscal year."""
    organisation = settings.organisation
    name, fiscal_start = report.owner
    is_named = name == organisation.name and fiscal_start in (None, organisation.fiscal_start)
    if not is_named or not report.period:
        return False
    # reports of earlier versions recorded no month: their days must go by the same label
    return period_of(report, organisation.fiscal_start).label == report.period["label"]


def _read(path: Path) -> dict[str, Any]:
    """Return one results.json."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DataError(f"{path} cannot be read ({error}). Make that report again.") from error
    if not isinstance(document, dict) or "sections" not in document:
        raise DataError(f"{path} holds no report. Make that report again, or move the file away.")
    return document


def period_of(published: Published, fiscal_start: int) -> Period:
    """Return the period of a report."""
    start, end = (date.fromisoformat(published.period[name][:10]) for name in ("start", "end"))
    return named(span(start, end, fiscal_start))
