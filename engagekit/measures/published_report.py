"""The last report that was published, read from its results.json (private)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from engagekit.errors import DataError
from engagekit.measures import _coverage
from engagekit.settings.periods import Period, named, span
from engagekit.settings.schema import find_settings
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
    """

    path: Path | None
    looked_in: str
    document: Mapping[str, Any] = field(default_factory=dict)

    @property
    def period(self) -> dict[str, str]:
        """Label, start and end of the period that it tells of; empty where there is none."""
        matches: dict[str, str] = self.document.get("report", {}).get("period", {})
        return matches

    @property
    def load(self) -> Mapping[str, Any]:
        """What the load held (see `load_manifest`); empty in reports of earlier versions."""
        matches: Mapping[str, Any] = self.document.get("load") or {}
        return matches

    def __repr__(self) -> str:
        if self.path is None:
            return f"Published(nothing in {self.looked_in})"
        return f"Published({self.period.get('label', '')}, {self.path.as_posix()})"


def last_published(
    tables: Tables,
    *,
    during: str | Period | None = None,
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
        As ``engagekit report --out`` wrote it; looked for from the working directory, then beside
        engagekit.toml. Or one ``results.json``.
    notebook : str
        What it was made with.

    Returns
    -------
    Published

    Raises
    ------
    DataError
        If a ``results.json`` is damaged.
    """
    now = _coverage.asked_period(tables, during)
    place = _resolved(Path(folder))
    if place.is_file():
        return Published(place, str(folder), _read(place))
    matches = []
    for path in sorted(place.glob(f"*/private/*{NAME}")):
        document = _read(path)
        report = document.get("report", {})
        end = report.get("period", {}).get("end")
        if end and report.get("notebook") == notebook:
            matches.append(Published(path, str(folder), document))
    matches.sort(key=lambda one: (one.period["end"], one.period["start"]))
    start, end = now.start.isoformat(), now.end.isoformat()
    earlier = [one for one in matches if one.period["end"] < start]
    matches = earlier or [one for one in matches if one.period["end"] <= end]
    return matches[-1] if matches else Published(None, str(folder))


def _resolved(place: Path) -> Path:
    """Return a folder from the working directory, then beside engagekit.toml."""
    home = find_settings(Path.cwd())
    if place.is_absolute() or place.exists() or home is None:
        return place
    return home.parent / place


def _read(path: Path) -> dict[str, Any]:
    """Return one results.json."""
    try:
        matches = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DataError(f"{path} cannot be read ({error}). Make that report again.") from error
    if not isinstance(matches, dict) or "sections" not in matches:
        raise DataError(f"{path} holds no report. Make that report again, or move the file away.")
    return matches


def period_of(published: Published, fiscal_start: int) -> Period:
    """Return the period of a report."""
    start, end = (date.fromisoformat(published.period[name][:10]) for name in ("start", "end"))
    return named(span(start, end, fiscal_start))
