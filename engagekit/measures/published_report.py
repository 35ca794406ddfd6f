"""The reports that were published, read from their results.json (private), and what a load held.

A report belongs to its project: it is looked for in the folder of the engagekit.toml in use, and
taken only where it names the same organisation and the same fiscal year.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from engagekit._version import __version__
from engagekit.errors import DataError
from engagekit.facts import coverage
from engagekit.settings.periods import During, Period, named, span
from engagekit.settings.project import find_project
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

NOTEBOOK = "quarterly_report.ipynb"
NAME = "results.json"
MIME = "application/vnd.engagekit.load+json"
VERSION = 2
_OF_FILES = ("file", "sha256", "tool", "rows_read", "rows_kept")


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
    """

    path: Path | None
    looked_in: str
    document: Mapping[str, Any] = field(default_factory=dict)

    @property
    def period(self) -> dict[str, str]:
        """Label, start and end of the period that it tells of; empty where there is none."""
        period: dict[str, str] = self.document.get("report", {}).get("period", {})
        return period

    def __repr__(self) -> str:
        if self.path is None:
            return f"Published(nothing in {self.looked_in})"
        return f"Published({self.period.get('label', '')}, {self.path.as_posix()})"


def last_published(
    tables: Tables, *, during: During = None, folder: str | os.PathLike[str] = "reports"
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
    reports = _reports(place, tables.settings)
    if not place.is_file():
        start, end = now.start.isoformat(), now.end.isoformat()
        earlier = [one for one in reports if one.period["end"] < start]
        reports = earlier or [one for one in reports if one.period["end"] <= end]
    return reports[-1] if reports else Published(None, str(place))


def of_period(tables: Tables, period: Period, looked_in: str) -> Published:
    """Return the report of a period, from the folder in which an earlier one was looked for.

    An earlier one may be a copy that lies elsewhere: then the folder is that of the project.
    """
    place = Path(looked_in)
    if not place.is_dir():
        place = _in_project(Path("reports"), tables.settings)
    reports = _reports(place, tables.settings)
    found = [one for one in reports if one.period["label"] == period.label]
    return found[0] if found else Published(None, str(place))


def _reports(place: Path, settings: Settings) -> list[Published]:
    """Return the reports of a project below a folder, or the one of a file, in order of time."""
    paths = [place] if place.is_file() else sorted(place.glob(f"*/private/**/*{NAME}"))
    reports = [Published(path, str(place), _read(path)) for path in paths]
    wanted = {"organisation": settings.organisation.name}
    wanted |= {} if place.is_file() else {"notebook": NOTEBOOK}
    own = [
        one
        for one in reports
        if one.period
        and wanted.items() <= one.document["report"].items()
        # in another fiscal year its days would have another label
        and period_of(one, settings.organisation.fiscal_start).label == one.period["label"]
    ]
    return sorted(own, key=lambda one: (one.period["end"], one.period["start"]))


def _in_project(place: Path, settings: Settings) -> Path:
    """Return a folder of reports in the project whose settings are in use."""
    # the working directory counts as long as it is in no other project
    home = settings.home or find_project().home
    if place.is_absolute() or home is None:
        return place
    other = find_project().home not in (None, home)
    return place if place.exists() and not other else home / place


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


def record(tables: Tables) -> dict[str, Any]:
    """Return what a later report needs to say which settings differ.

    Returns
    -------
    dict
        ``version, unread, engagekit, settings, inputs, days``: ``days`` the first and the last day
        on which anything was recorded.
    """
    return {
        "version": VERSION,
        "unread": [one.where for one in tables.unread],
        "engagekit": __version__,
        "settings": settings_of(tables.settings),
        "inputs": [{name: getattr(one, name) for name in _OF_FILES} for one in tables.origins],
        "days": days_of(tables),
    }


def days_of(tables: Tables) -> list[str]:
    """Return the first and the last day with a record; empty where nothing has a day."""
    return [day.isoformat() for day in coverage.recorded(tables) or ()]


def settings_of(settings: Settings) -> dict[str, Any]:
    """Return the choices as they are kept: the library's own people by a digest."""
    result: dict[str, Any] = json.loads(settings.model_dump_json())
    for name in ("emails", "contact_ids"):
        result["library"][name] = [digest(str(one)) for one in result["library"][name]]
    return result


def digest(number: str) -> str:
    """Return what stands for a person."""
    return hashlib.sha256(f"engagekit:{number}".encode()).hexdigest()[:16]
