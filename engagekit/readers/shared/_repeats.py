"""Rows that stand in a list a second time, cell for cell: a copy is left out, a doubt is told.

A record with a number of its own is one record, and so is a figure of one thing and time. Of the
rest nothing says whether a row was copied, or the same happened twice: all of it counts.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.parsing import dates
from engagekit.parsing.validate import AGAIN
from engagekit.tables.problems import FAULT, NOTE, QUESTION, Problem, SetAside

WRITTEN = 10
"""Rows from which a column whose cells are all different numbers them: fewer differ by chance."""
FIGURES = {"usage": "n", "counts": "n"}
"""Tables of which a row is a figure, with its column."""
SURVEYS = frozenset({"responses", "respondents"})
RECORDS = frozenset({"touches", "events", "budget", "follow_ups", "testimonials"})
"""Tables of records whose number may come from file and row."""
_NO_NUMBER = (
    "contact_id", "email", "display_name", "on", "started_at", "period", "n", "amount", "minutes",
    "head_count", "cost",
)  # fmt: skip
_NUMBER = r"(?=\S*\d)[\w#/-]+"


@dataclass(frozen=True)
class Repeats:
    """Row numbers of the copies that are left out, and what is said of all that stands twice."""

    copies: frozenset[int] = frozenset()
    set_aside: tuple[SetAside, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def in_list(
    rows: pd.DataFrame, table: str, places: Mapping[str, int], file: str, sheet: str
) -> Repeats:
    """Return what stands twice in the rows of a list that become a table.

    ``rows``: text, indexed by row number. ``places``: the columns of the fields of the table.
    """
    figure = places.get(FIGURES.get(table, ""))
    again = rows.duplicated()
    if not again.any() or (figure is None and table not in RECORDS | SURVEYS):
        return Repeats()
    once, n, row = rows[~again], int(again.sum()), int(str(again.idxmax()))
    copies = frozenset(map(int, rows.index[again]))
    left_out = (SetAside(AGAIN, n, file, True),)
    if figure is None:
        if is_numbered(once, {places[name] for name in _NO_NUMBER if name in places}):
            return Repeats(copies, left_out)
        if table in SURVEYS:  # many people answer a few questions alike
            return Repeats()
    elif not once.drop(columns=figure).duplicated().any():
        texts = problem_texts("repeats.figures", n=n, table=table)
        return Repeats(copies, left_out, [Problem(*texts, file, sheet, row, level=FAULT)])
    # several entries of one day or user may be alike
    level = QUESTION if figure is None else NOTE
    texts = problem_texts("repeats.told", n=n)
    return Repeats(problems=[Problem(*texts, file, sheet, row, level=level)])


def is_numbered(once: pd.DataFrame, skip: Container[int]) -> bool:
    """Return whether a column of rows that are all different gives each a number of its own."""
    columns = (once[at] for at in once if at not in skip)
    return len(once) >= WRITTEN and any(
        cells.is_unique
        and cells.str.fullmatch(_NUMBER).all()
        and not cells.str.match(dates.DAY).any()
        for cells in columns
    )
