"""The columns of a table as a person looks at them: letter, header, kind, samples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from engagekit.errors import shorten
from engagekit.files.source_file import letter
from engagekit.mapping.mapping_file import normal
from engagekit.mapping.table_detection import Found
from engagekit.parsing import dates, values
from engagekit.readers.survey import _personal_columns

_EMAIL = r"^\S+@\S+\.\S{2,}$"
_DATE = (
    r"^\d{4}-\d{1,2}-\d{1,2}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b"
    r"|^\d{1,2}[-. ][^\W\d_]{3,9}[-. ,]+\d{2,4}\b"
    r"|^[^\W\d_]{3,9}\.? \d{1,2},? \d{4}\b"
)
_CLOCK = r"\d{1,2}[:hH]\d{2}"
FEW = 25
"""Distinct cells up to which a column is one of choices."""
_NAME = re.compile(
    r"\b(?:name|nom|prenom|nombre|nachname|vorname|attendee|participant|staff|person|client|patron"
    r"|contact|who|requester|organi[sz]er|presenter|speaker|author|user|employee|lawyer|attorney"
    r"|fee earner|partner|by|owner|librarian|assigned|assignee|signature)\b"
)


@dataclass(frozen=True)
class ColumnSeen:
    """One column of an unknown table.

    Attributes
    ----------
    column : int
        From 0.
    header : str
    kind : str
        ``empty``, ``email``, ``moment``, ``date``, ``number``, ``flag``, ``choice`` or ``text``.
    held, distinct : int
        Cells that hold anything, and how many different ones.
    samples : str
        Values that name nobody; empty for personal columns and free text.
    personal : bool
    note : str
        What settles or does not settle how it is written: order of day and month, decimal sign.
    """

    column: int
    header: str
    kind: str
    held: int
    distinct: int
    samples: str
    personal: bool
    note: str = ""

    @property
    def letter(self) -> str:
        """The letters of the column."""
        return letter(self.column)


def describe(found: Found, reasons: pd.Series) -> list[ColumnSeen]:
    """Every column of a table, typed from all its cells."""
    body = found.listing.body[(reasons == "").to_numpy()]
    return [_seen(column, found.listing.headers[column], body[column]) for column in found.columns]


def _seen(column: int, header: str, cells: pd.Series) -> ColumnSeen:
    present = cells[cells != ""]
    counts = present.value_counts()
    kind, note = kind_of(present, counts)
    personal = (
        kind == "email" or _personal_columns.is_personal(header, cells) or _names(header, kind)
    )
    samples = "" if personal else _samples(present, counts, kind)
    return ColumnSeen(column, header, kind, len(present), len(counts), samples, personal, note)


def _names(header: str, kind: str) -> bool:
    """Whether a column of words is headed like one of people."""
    return kind in ("text", "choice") and _NAME.search(normal(header)) is not None


def kind_of(held: pd.Series, counts: pd.Series) -> tuple[str, str]:
    """The kind of a column and how its dates or numbers are written.

    Examples
    --------
    >>> cells = pd.Series(["14/02/2026", "01/03/2026"])
    >>> kind_of(cells, cells.value_counts())
    ('date', 'day first')
    """
    if held.empty:
        return "empty", ""
    most = 0.8 * len(held)
    if held.str.match(_EMAIL).sum() >= 0.5 * len(held):
        return "email", ""
    if held.str.match(_DATE).sum() >= most:
        order, unsettled = dates.date_order(counts.index)
        note = order or (
            f"{unsettled} of {len(counts)} values could be day first or month first"
            if unsettled
            else ""
        )
        clock = held.str.contains(_CLOCK, regex=True).sum() >= most
        return ("moment" if clock else "date"), note
    read = values.numbers(held)
    words = counts[[value for value in counts.index if read.bad[held == value].any()]]
    if (~read.bad).sum() >= most or ((~read.bad).sum() >= 0.5 * len(held) and len(words) <= 3):
        comma = held.str.contains(r",(?:\d{1,2}|\d{4,})$", regex=True).any()
        coded = ", ".join(f"'{shorten(value, 12)}' ({count})" for value, count in words.items())
        if 0 < len(words) <= 3:
            return "number", f"beside {coded}"
        return "number", "decimal comma" if comma else ""
    folded = {normal(value) for value in counts.index}
    if folded <= {normal(word) for word in (*values.YES, *values.NO)}:
        return "flag", ""
    repeated = len(counts) <= FEW and len(held) >= 2 * len(counts)
    return ("choice" if repeated else "text"), ""


def _samples(held: pd.Series, counts: pd.Series, kind: str) -> str:
    """The commonest values of a column; of free text only how many there are."""
    if kind == "text":
        return f"{len(counts)} different texts"
    if kind in ("choice", "flag"):
        top = [
            f"{shorten(value, 24)} ({count})"
            for value, count in counts.head(4).items()
            if count > 1
        ]
        return ", ".join(top) + (", ..." if len(counts) > 4 else "")
    if kind == "number" and len(counts) <= FEW:
        top = [f"{shorten(value, 12)} ({count})" for value, count in counts.head(6).items()]
        return ", ".join(top) + (", ..." if len(counts) > 6 else "")
    return ", ".join(shorten(value, 24) for value in held.head(3))


def as_frame(columns: Sequence[ColumnSeen]) -> pd.DataFrame:
    """The columns as a table: letter, header, kind, held, samples."""
    return pd.DataFrame(
        {
            "column": [part.letter for part in columns],
            "header": [part.header for part in columns],
            "kind": [part.kind + (f", {part.note}" if part.note else "") for part in columns],
            "filled": [part.held for part in columns],
            "samples": ["(personal)" if part.personal else part.samples for part in columns],
        }
    )
