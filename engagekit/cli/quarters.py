"""The folder for the exports of the next quarter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from engagekit.cli.start import folder_name
from engagekit.errors import PeriodError, UsageError
from engagekit.settings.periods import Period, last_complete, quarter, quarter_of
from engagekit.settings.project import find_project
from engagekit.settings.schema import Settings, read_settings


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
    settings = read_settings(project.settings)
    start = settings.organisation.fiscal_start
    existing = _existing(project.data, settings)
    if label:
        chosen = settings.quarter(label).label
    elif existing:
        chosen = quarter_of(date.fromordinal(existing[-1].end.toordinal() + 1), start).label
    else:
        chosen = last_complete(date.today(), start).label
    place = project.data / folder_name(chosen)
    if not dry_run:
        place.mkdir(parents=True, exist_ok=True)
    return place


def _existing(data: Path, settings: Settings) -> list[Period]:
    """Return the quarters that have a folder, in order."""
    result = []
    for place in data.iterdir() if data.is_dir() else ():
        try:
            result.append(quarter(place.name, settings.organisation.fiscal_start))
        except PeriodError:
            continue
    return sorted(result, key=lambda one: one.start)
