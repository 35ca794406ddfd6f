"""Checks over all files together: one module a subject, each check a function of the tables.

A check takes `Tables` as loaded and yields `Problem` of the level ``question``: what looks wrong,
where, and what to do. `loading.questions` lists them with the tables that each needs.
"""

from collections.abc import Iterable, Iterator

import pandas as pd

from engagekit.errors import some, texts
from engagekit.tables.problems import QUESTION, Problem
from engagekit.tables.tables import Tables


def ask(
    key: str, of: object, level: str = QUESTION, column: str = "", /, **slots: object
) -> Problem:
    """Return a question on a file, or on those of the table that the key has in ``errors.toml``.

    There a key has table and column, what was found, and what to do. Of a list the first are named.
    """
    for name, slot in slots.items():
        if isinstance(slot, Iterable) and not isinstance(slot, str):
            slots[name] = some(slot)
    place, what, remedy = texts(key, **slots)
    table, _, own = place.partition(".")
    file = files_of(of, table) if isinstance(of, Tables) else str(of)
    return Problem(what, remedy, file, column=column or own, level=level)


def by_file(tables: Tables, *names: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each file with its rows of some tables that say theirs, as far as these are there."""
    for name in names:
        if tables.has(name):
            yield from tables.frames[name].groupby("source_file", sort=False)


def files_of(tables: Tables, table: str, rows: pd.DataFrame | None = None) -> str:
    """Return the files that a table came from, or some rows of it where each says its own."""
    files = [one.file for one in tables.origins if one.tables.get(table)]
    if rows is not None and "source_file" in rows:
        files = [one for one in files if one in {*rows["source_file"]}] or files
    return ", ".join(files) or table


def file_of_rows(tables: Tables, name: str) -> pd.Series:
    """Return the file of each row of a table."""
    frame = tables.frames[name]
    if name not in tables.places:
        return pd.Series("", frame.index, dtype="str")
    return tables.places[name]["file"].set_axis(frame.index)
