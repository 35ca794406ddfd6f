"""The tables of one department alone, so that every measure and section tells of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.errors import DataError, UsageError, did_you_mean
from engagekit.facts import reading
from engagekit.parsing.values import fold_word
from engagekit.tables.memberships import memberships, several
from engagekit.tables.schema import TABLES
from engagekit.tables.tables import Tables

BY_NAME = ("headcounts", "budget", "respondents")
COLUMNS = {
    name: "contact_id"
    for name, table in TABLES.items()
    if "contact_id" in table.names and name not in ("aliases", *BY_NAME)
} | dict.fromkeys(BY_NAME, "department")
"""The column of each table that says whose a row is."""
WHOLE = ("surveys", "questions")
"""Tables that tell of no department and are kept as they are."""
LINKED = (
    ("events", ["event_id"], ("attendance",)),
    # a number of a respondent may come again in another survey
    ("responses", ["respondent_id", "survey_id"], ("respondents",)),
    ("initiatives", ["initiative_id"], ("touches", "testimonials", "events")),
)
"""Tables whose rows are kept by the rows of others: their keys, and those others."""


def only(tables: Tables, *, department: str = "") -> Tables:
    """Return the tables of one department: its people, and what is known of them.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts``, or ``headcounts`` where there is no staff list.
    department : str
        A department; empty: the one with most people.

    Returns
    -------
    Tables
        Its contacts (those of several departments too) with their touches, attendance, support,
        promises and stories; answers of those who said they belong to it; its budget, the events
        its people were listed at and the initiatives they share. Rows in which nobody was
        recognised are in none. ``scope`` says which department it is, so that protection knows it.
        Its last complete quarter is that of everybody, so that briefs tell of the same one.

    Raises
    ------
    UsageError
        If there is no such department.
    DataError
        If no table says who belongs where.

    Examples
    --------
    >>> len(ek.only(tables, department="Tax").contacts)
    6
    """
    name = _named(tables, department)
    result: dict[str, Any] = {table: tables.frames[table] for table in WHOLE if tables.has(table)}
    whose = {"contact_id": _ids(tables, name), "department": [name]}
    for table, column in COLUMNS.items():
        if tables.has(table):
            result[table] = _where(tables.frames[table], column, whose[column])
    for table, keys, others in LINKED:
        near = [result[name] for name in others if name in result]
        if near and tables.has(table):
            result[table] = _linked(tables.frames[table], keys, near)
    present = {
        table: frame
        for table, frame in result.items()
        if table in WHOLE or reading.size(reading.lazy(frame)) > 0
    }
    return replace(tables, frames=present, places={}, scope={"department": name}, whole=tables)


def _named(tables: Tables, department: str) -> str:
    """Return the department as the tables write it."""
    source = next((name for name in ("contacts", "headcounts") if tables.has(name)), None)
    if source is None:
        tables.need("contacts")
    others = ~nw.col("is_library").fill_null(False) if source == "contacts" else None
    names = reading.rows(tables, source or "contacts", "department", where=others)
    sizes = several(names["department"]).value_counts()
    if sizes.empty:
        raise DataError(f"{source} holds no department, so there is none to tell of.")
    if not department:
        return str(sorted(sizes[sizes == sizes.max()].index)[0])
    fitting = [name for name in sizes.index if fold_word(name) == fold_word(department)]
    if not fitting:
        raise UsageError(
            f"There is no department '{department}'. "
            f"{did_you_mean(department, sorted(sizes.index))}"
        )
    return str(fitting[0])


def _ids(tables: Tables, department: str) -> list[str]:
    """Return the contacts of a department, those of several too."""
    if not tables.has("contacts"):
        return []
    each = memberships(tables)
    return list(each.loc[each["department"] == department, "contact_id"].unique())


def _where(frame: Any, column: str, values: Sequence[str]) -> Any:
    """Return rows whose column holds one of some values, in the engine that they came in."""
    return _numbered(nw.from_native(frame).filter(reading.among(column, values)))


def _numbered(frame: Any) -> Any:
    """Return a frame in its own engine, rows of pandas numbered from 0."""
    result = frame.to_native()
    return result.reset_index(drop=True) if isinstance(result, pd.DataFrame) else result


def _linked(frame: Any, keys: list[str], others: Sequence[Any]) -> Any:
    """Return rows whose keys stand in one of some other frames."""
    known = nw.concat([nw.from_native(other).select(*keys) for other in others])
    known = known.drop_nulls().unique()
    return _numbered(nw.from_native(frame).join(known, on=keys, how="inner"))
