"""What a project still holds of one person: what the kit wrote goes, what it was given is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from engagekit.disclosure import Names
from engagekit.errors import UsageError, error_text
from engagekit.loading import disk_cache, load
from engagekit.reporting.board_gate import texts
from engagekit.reporting.state import FOLDER
from engagekit.settings.project import in_force
from engagekit.tables.cache import as_pandas
from engagekit.tables.tables import Tables

SKIPPED = frozenset({".git", ".venv", "__pycache__", "node_modules"})
WRITTEN = frozenset({"private", "board", FOLDER, ".ipynb_checkpoints"})
"""Folders of which every file was written by the kit, and can be made again."""


@dataclass(frozen=True)
class Left:
    """Hold what became of one person.

    Attributes
    ----------
    removed : tuple of Path
        Files that the kit wrote and that named the person, and tables kept of all exports.
    left : tuple of (Path, str)
        Files that hold the person still, each with its lines where it has any: exports, settings,
        notebooks. The next report names the person again until they are changed.
    """

    removed: tuple[Path, ...]
    left: tuple[tuple[Path, str], ...]


def forget(home: Path, person: str, *, dry_run: bool = False) -> Left:
    """Remove what the kit wrote of a person, and say where the person stands still.

    Parameters
    ----------
    home : Path
        The project.
    person : str
        Id, address, alias or full name, as the staff list has it.
    dry_run : bool
        Only say what would be removed.

    Raises
    ------
    UsageError
        If the staff list has nobody, or several, of that name.
    """
    caches = {home / FOLDER / disk_cache.FOLDER, disk_cache.folder_of(home)}
    with in_force("", disk_cache.VARIABLE):
        names = _names(load.load(str(home)), person)
    removed, left = [kept for folder in caches if folder for kept in sorted(folder.glob("*"))], []
    for place in _files(home):
        if place in removed:
            continue
        lines = _lines(place, names)
        if lines is None:
            continue
        if WRITTEN.intersection(place.relative_to(home).parts):
            removed.append(place)
        else:
            left.append((place, lines))
    for place in () if dry_run else removed:
        place.unlink()
    return Left(tuple(removed), tuple(left))


def _names(tables: Tables, person: str) -> Names:
    """Return everything that the staff list and its aliases call a person."""
    people = as_pandas(tables.contacts)
    mine = pd.Series(False, index=people.index)
    columns = people.columns.intersection(["contact_id", "email", "display_name"])
    for column in columns:
        mine |= people[column].astype("str").str.casefold() == person.casefold()
    aliases = as_pandas(tables.aliases) if "aliases" in tables else pd.DataFrame()
    if len(aliases):
        alike = aliases["alias"].astype("str").str.casefold() == person.casefold()
        mine |= people["contact_id"].isin(aliases.loc[alike, "contact_id"])
    ids = people.loc[mine, "contact_id"].drop_duplicates()
    if len(ids) != 1:
        found = "nobody" if ids.empty else f"{len(ids)} people"
        raise UsageError(error_text("forget.names", found=found, person=person))
    names = Names()
    for column in columns:
        names.add_all(people.loc[mine, column].dropna(), alone=True)
    if len(aliases):
        names.add_all(aliases.loc[aliases["contact_id"].isin(ids), "alias"].dropna(), alone=True)
    return names


def _files(home: Path) -> Iterator[Path]:
    """Yield the files of a project."""
    for place in sorted(home.rglob("*")):
        if place.is_file() and not SKIPPED.intersection(place.relative_to(home).parts):
            yield place


def _lines(place: Path, names: Names) -> str | None:
    """Return where a file names somebody: its lines, or nothing more than that it does."""
    data = place.read_bytes()
    if not any(names.found(text, is_text=True) for text in texts(data)):
        return None
    if data.startswith((b"PK\x03\x04", b"%PDF")):
        return ""
    return ", ".join(
        str(number)
        for number, line in enumerate(data.splitlines(), 1)
        if any(names.found(text, is_text=True) for text in texts(line))
    )
