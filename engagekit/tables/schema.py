"""The tidy tables: the one definition from which checks, dictionary and template come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from engagekit.errors import UsageError, did_you_mean

Kind = Literal["id", "text", "date", "moment", "number", "count", "flag", "choice"]


OUTSIDE_ROLES = ("guest", "not a person")
"""Role levels that readers give to rows of a directory that are no staff; reach leaves them out."""


DTYPES = dict.fromkeys(("id", "text", "choice"), "str")
DTYPES |= {"number": "float64", "count": "Int64", "flag": "boolean", "date": "datetime64[us]"}


@dataclass(frozen=True)
class Column:
    """One column of a tidy table: what it holds, in which unit, and what it means."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """One tidy table: its columns, key first."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise UsageError(f"{self.name} has no column '{name}'. {did_you_mean(name, self.names)}")

    @property
    def names(self) -> list[str]:
        """Column names, in order."""
        return [column.name for column in self.columns]

    @property
    def required(self) -> list[str]:
        """Names of the columns that each row must fill."""
        return [column.name for column in self.columns if column.required]


_TABLES = Path(__file__).with_name("tidy_tables.txt")
"""Every table with its key and what a row is, then its columns, each
``name[!] kind[(unit)] [a|b|c]: meaning``; ``!`` means required."""


def _column(line: str) -> Column:
    """Return a column from its line."""
    head, meaning = line.strip().split(": ", 1)
    name, kind, *rest = head.split(" ", 2)
    unit = ""
    if "(" in kind:
        kind, unit = kind.rstrip(")").split("(")
    allowed = tuple(part.strip() for part in rest[0].split("|")) if rest else ()
    known: dict[str, Kind] = {one: one for one in get_args(Kind)}
    is_required = name.endswith("!")
    kept = "choice" if allowed else known[kind]
    return Column(name.rstrip("!"), kept, meaning, is_required, allowed, unit)


def _defined(text: str) -> Iterator[Table]:
    """Yield the tables of the text, in their order."""
    for block in re.split(r"\n(?=\w)", text.strip()):
        head, *lines = block.splitlines()
        start, meaning = head.split("): ", 1)
        name, key = start.split("(")
        yield Table(name, meaning, tuple(key.split()), tuple(map(_column, lines)))


STATUS_RANK = {"attended": 0, "no_show": 1, "registered": 2, "waiting": 3, "cancelled": 4}
"""Where several states of one person in one event are written down, the first of these stands."""
ENQUIRY_CHANNELS = ("reference", "desk", "walk-up", "phone", "chat", "email")
"""Ways of which a touch is an enquiry, begun by a colleague, where nobody noted who began it: a log
of questions leaves that out. A walk begins with the library."""
TABLES: dict[str, Table] = {
    table.name: table for table in _defined(_TABLES.read_text(encoding="utf-8"))
}
"""Every tidy table by name."""


def table(name: str) -> Table:
    """Return the definition of one tidy table.

    Raises
    ------
    UsageError
        If there is none of that name.

    Examples
    --------
    >>> table("headcounts").required
    ['department', 'on', 'people']
    """
    if name not in TABLES:
        raise UsageError(f"There is no table '{name}'. {did_you_mean(name, TABLES)}")
    return TABLES[name]


def empty(name: str, zone: str = "UTC") -> pd.DataFrame:
    """Return a tidy table without rows, each column in its kind."""
    columns = {
        column.name: pd.Series([], dtype=dtype_of(column.kind, zone))
        for column in table(name).columns
    }
    return pd.DataFrame(columns)


def dtype_of(kind: Kind, zone: str = "UTC") -> str:
    """Return the pandas type in which a kind is held."""
    return f"datetime64[us, {zone}]" if kind == "moment" else DTYPES[kind]
