"""What is said of one file alone, written into the settings of its project."""

import os
from pathlib import Path
from typing import Any

from engagekit.errors import UsageError, error_text, pasted
from engagekit.settings.editing import put
from engagekit.settings.project import find_project
from engagekit.settings.schema import FILE, read_settings


def ignore(path: str | os.PathLike[str], sheet: str = "", *, dry_run: bool = False) -> Path:
    """Leave a file, or one sheet of it, alone from now on: in no number, and that is said.

    Parameters
    ----------
    path : str or path
        The raw file, or its name as `check` has it.
    sheet : str
        Empty: the whole file.
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

    Examples
    --------
    >>> ek.ignore("data/sample/README.md", dry_run=True).name
    'engagekit.toml'
    """
    place = exported(path)
    if not place.is_file():
        raise UsageError(f"{place} is not there. Give the file as check names it.")
    home = find_project(place).home
    if home is None:
        raise UsageError(
            error_text("file_choices.ignore", place=place, parent=pasted(place.parent))
        )
    section, settings = ("files", place.name), home / FILE
    before = read_settings(settings).files.get(place.name)
    sheets = [*(before.ignore_sheets if before else ()), sheet]
    said: Any = {(*section, "ignore_sheets"): sheets} if sheet else {(*section, "ignore"): True}
    return settings if dry_run else put(home, said)


def exported(path: str | os.PathLike[str]) -> Path:
    """Return a raw file by its path, or as `check` names it: below the exports of the project."""
    place = Path(path)
    data = None if place.exists() or place.is_absolute() else find_project().data
    below = data / place if data is not None else place
    return below if below.exists() else place
