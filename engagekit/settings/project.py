"""The project in force: the folder whose settings, mappings and data commands and notebooks use."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engagekit.errors import SettingsError, UsageError, pasted
from engagekit.settings.schema import FILE, read_toml
from engagekit.settings.shipped import sample_project

VARIABLE = "ENGAGEKIT_PROJECT"
"""Names the project for a command and for every process that it starts; ``--project`` sets it."""
MAPPINGS, NOTEBOOKS, REPORTS, DATA = "mappings", "notebooks", "reports", "data"
"""Folders of a project; ``[project] data`` may name another one for the exports."""
STATE = ".engagekit"
"""The folder of what a project remembers, for its owner alone."""
_read = lru_cache(maxsize=16)(lambda file, *stamp: read_toml(file))


@dataclass(frozen=True)
class Project:
    """The project in force.

    Attributes
    ----------
    home : Path or None
        Its folder; None where there is no project.
    ignored : tuple of Path
        Settings files on the way that are not in force.
    """

    home: Path | None = None
    ignored: tuple[Path, ...] = ()

    @property
    def settings(self) -> Path | None:
        """Return its engagekit.toml."""
        return self.home / FILE if self.home else None

    @property
    def data(self) -> Path | None:
        """Return the folder of its exports."""
        return data_of(self.home) if self.home else None


def find_project(data: str | os.PathLike[str] | None = None) -> Project:
    """Return the project that is in force for a folder of exports.

    Parameters
    ----------
    data : path, optional
        A folder or file with exports, or a project; default: what lies in the working directory.

    Returns
    -------
    Project
        The one that ``--project`` names; else the one above the working directory, if it holds the
        exports; else the one that holds them; else the one above the working directory; else the
        folder of an engagekit.toml beside or above the exports. The sample's choices are nobody
        else's: they hold for its own exports alone.

    Raises
    ------
    UsageError
        If the folder named is no project.
    """
    above = _upwards(Path(data)) if data is not None else []
    if stated := os.environ.get(VARIABLE):
        return _named(Path(stated), above)
    # the nearest that does not lie among the exports of another one
    chain = _upwards(Path.cwd())
    places = enumerate(chain, start=1)
    outer = (home for at, home in places if not any(_holds(far, home) for far in chain[at:]))
    here = next(outer, None)
    if data is None:
        return _chosen(here, _upwards(Path.cwd())) if here else Project()
    place = Path(data).resolve()
    if here and place.is_relative_to(here) and not _is_foreign(here, place):
        return _chosen(here, above)
    others = [home for home in above if not _is_foreign(home, place)]
    holding = next((home for home in reversed(others) if _holds(home, place)), None)
    if holding:
        return _chosen(holding, above)
    if here and not _is_foreign(here, place):
        return _chosen(here, above)
    return _chosen(others[0], above) if others else Project()


@contextlib.contextmanager
def in_force(value: Path | str | None, name: str = VARIABLE) -> Iterator[None]:
    """Let a project, or what another variable is for, be in force in this and later processes.

    Until the block ends; None changes nothing.
    """
    before = os.environ.get(name)
    try:
        if value is not None:
            os.environ[name] = str(value)
        yield
    finally:
        if value is not None and before is None:
            del os.environ[name]
        elif value is not None and before is not None:
            os.environ[name] = before


def is_project(folder: Path) -> bool:
    """Return whether a folder is a project: settings, with the folder of its exports beside."""
    return (folder / FILE).is_file() and data_of(folder).is_dir()


def data_of(home: Path) -> Path:
    """Return the folder of the exports of a project, as its settings name it."""
    try:
        seen = (home / FILE).stat()
        section = _read(home / FILE, seen.st_mtime_ns, seen.st_size, seen.st_ino).get("project")
    except SettingsError:
        return home / DATA  # the fault is said when the settings are read
    stated = section.get("data") if isinstance(section, dict) else None
    return home / (stated if isinstance(stated, str) and stated else DATA)


def _named(home: Path, above: list[Path]) -> Project:
    """Return the project that the option or the variable names."""
    if not (home / FILE).is_file():
        raise UsageError(
            f"{home} holds no {FILE}, so it is no project. Make one: engagekit start {pasted(home)}"
        )
    return _chosen(home.resolve(), above)


def _chosen(home: Path, above: list[Path]) -> Project:
    """Return a project; settings files nearer to the exports than its own are not in force."""
    nearer = above[: above.index(home)] if home in above else above
    return Project(home, tuple([folder / FILE for folder in nearer if not _is_sample(folder)]))


def _upwards(start: Path) -> list[Path]:
    """Return the folders with an engagekit.toml from a place upwards, the nearest first."""
    place = start.resolve()
    return [folder for folder in (place, *place.parents) if (folder / FILE).is_file()]


def _holds(home: Path, place: Path) -> bool:
    """Return whether a place is a project, or lies among its exports."""
    return is_project(home) and (place == home or place.is_relative_to(data_of(home).resolve()))


def _is_foreign(home: Path, place: Path) -> bool:
    """Return whether a project is the sample and a place is none of its own exports."""
    return _is_sample(home) and not _holds(home, place)


def _is_sample(home: Path) -> bool:
    try:
        return home.resolve() == sample_project().resolve()
    except UsageError:
        return False
