"""What is said of one file alone, written into the settings of its project."""

from __future__ import annotations

import os
from pathlib import Path

from engagekit.errors import UsageError, pasted
from engagekit.settings.editing import put
from engagekit.settings.project import find_project


def ignore(path: str | os.PathLike[str], *, dry_run: bool = False) -> Path:
    """Leave a file alone from now on: it is in no number, and that is said.

    Parameters
    ----------
    path : str or path
        The raw file.
    dry_run : bool
        Write nothing.

    Returns
    -------
    Path
        The settings file.

    Raises
    ------
    UsageError
        If the file is not there, or there is no project.
    """
    return say_of(path, "ignore", True, dry_run=dry_run)


def say_of(
    path: str | os.PathLike[str], key: str, value: str | bool, *, dry_run: bool = False
) -> Path:
    """Write one choice of a file into the settings of its project; see `ignore`."""
    place = Path(path)
    if not place.is_file():
        raise UsageError(f"{place} is not there. Give the file as check names it.")
    home = find_project(place).home
    if home is None:
        raise UsageError(
            f"{place} belongs to no project, so nothing can be kept of it. Make one: engagekit "
            f"start {pasted(place.parent)}"
        )
    settings = home / "engagekit.toml"
    return settings if dry_run else put(home, {("files", place.name, key): value})
