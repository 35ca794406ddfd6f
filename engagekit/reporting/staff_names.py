"""Whom a board copy must not name: the staff list of the folder that a report is made from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from engagekit import disclosure
from engagekit.errors import EngagekitError
from engagekit.files.archive import file_of
from engagekit.loading import load
from engagekit.presentation.section import Section
from engagekit.reporting.request import Job
from engagekit.tables.tables import Tables


def of(job: Job, sections: Sequence[Section]) -> disclosure.Names:
    """Return the names of a report's staff list, and those that its own listings hold."""
    try:
        folder = job.data()
        files = load.files_under(folder) if folder else ()
        stamp = tuple((name, file_of(place).stat().st_mtime_ns) for place, name in files)
        tables: Tables | None = _loaded(folder, stamp) if folder and stamp else None
    except (EngagekitError, OSError):
        tables = None  # the notebook may have brought tables of its own
    return disclosure.names_of(tables, sections, job.settings.disclosure.k)


@lru_cache(maxsize=1)
def _loaded(folder: str, stamp: tuple[tuple[str, int], ...]) -> Tables:
    """Load a folder once for all reports that are made of it, unless its files change."""
    return load.load(folder)
