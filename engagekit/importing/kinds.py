"""The kinds of row that an import knows, and what it asks of each: the data of `asks.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engagekit.settings.money import Part
from engagekit.tables.schema import TABLES, Table

NONE = "none"
"""The answer that no column holds what is asked for."""


class Ask(Part):
    """One question of a kind of row.

    Attributes
    ----------
    name : str
        Field of the table, or the name by which the answer is given.
    none : str
        What it means that no column holds it; empty: an answer is needed.
    values : dict of str to str
        Answers beside columns, each in words.
    suggest : str
        The answer that is marked where no column is.
    """

    name: str
    text: str
    none: str = ""
    values: Mapping[str, str] = {}
    suggest: str = ""


class Kind(Part):
    """What one row of a file may be.

    Attributes
    ----------
    table : str
        Tidy table that the rows become; empty where nothing is read.
    row : str
        What a row is, in words.
    hold : tuple of str
        Fields that a column may hold beside those that are asked for.
    day, sum : str
        The field of the day, and the one that is added up; empty where rows are counted.
    across, value : str
        Of periods across the headings: the field of the heading, and that of the cells.
    sentence : str
        One row told, with its fields in braces.
    which : str
        The question for the rows that count.
    files : str
        What is marked as done with the next file of the kind.
    """

    table: str
    row: str
    hold: tuple[str, ...]
    sentence: str
    day: str = ""
    sum: str = ""
    across: str = ""
    value: str = ""
    which: str = "Which rows count?"
    files: str = ""
    asks: tuple[Ask, ...]

    @property
    def tidy_table(self) -> Table:
        """Return the tidy table that its fields belong to: of answers, who gave them."""
        return TABLES["respondents" if self.table == "responses" else self.table]

    def allowed(self, field: str) -> tuple[str, ...]:
        """Return the words of a field of choices; none for any other field."""
        table = self.tidy_table
        return tuple(table[field].allowed) if field in table.names else ()

    def ask(self, name: str) -> Ask | None:
        """Return a question by its name."""
        return next((ask for ask in self.asks if ask.name == name), None)


@cache
def general() -> dict[str, Ask]:
    """Return what is asked of every kind of row, by its name."""
    return {raw["name"]: Ask.model_validate(raw) for raw in _asked()["general"]}


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds of row by the word for each, in the order in which they are offered."""
    rows = {name: raw for name, raw in _asked().items() if name != "general"}
    return {name: Kind.model_validate(raw) for name, raw in rows.items()}


@cache
def _asked() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("asks.toml").read_text(encoding="utf-8"))
