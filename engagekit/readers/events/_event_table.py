"""A table of an event export under its header, and the tidy tables that come of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing.durations import durations
from engagekit.parsing.values import clean, fold_word, mapped
from engagekit.readers.events._display_names import KINDS as KINDS_OF_NAMES
from engagekit.readers.events._display_names import addresses
from engagekit.readers.shared._table import NO_DATA, squash, why_dropped
from engagekit.readers.shared._timestamps import (
    DateOrder,
    decide,
    iso,
    lean_problem,
    leaves,
    read_moments,
)
from engagekit.readers.shared.contract import Reading
from engagekit.tables.problems import FAULT, Problem, SetAside

EVENT_COLUMNS = ["event_id", "title", "started_at", "ended_at", "kind", "head_count"]
FIELDS = dict.fromkeys(("name", "first"), "display_name")
FIELDS |= {name: name for name in ("email", "status", "minutes")}
FIELDS |= {"join": "first_join_at", "leave": "last_leave_at"}
"""What a column of people holds, and the tidy column that is read from it."""
WITH_DIGITS = ("join", "leave", "minutes", "registered", "day", "clock", "last_day", "last_clock")
"""Columns of days, clocks and lengths: a cell of another kind shows that its row has slipped."""
_FITS = r"(?i)^(?:[^@]*\d[^@]*|-{1,2}|n/?a)?$"
NO_RECORD = frozenset({*NO_DATA, *KINDS_OF_NAMES.values(), "a cancelled event"})
NO_RECORD |= {f"the same {one} again" for one in ("event", "meeting")}
NO_RECORD |= {"the pattern of a series, without its dates", "time in the waiting room"}
"""Why rows are left out that are no record of their own."""


@dataclass(frozen=True)
class Notes:
    """What a reader notes on its way: rows left out with the reason, and problems."""

    export: Export
    aside: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def leave_out(self, reason: str, rows: int) -> None:
        """Count rows that go into no table."""
        if rows:
            self.aside[reason] = self.aside.get(reason, 0) + int(rows)

    def tell(
        self,
        problem: str,
        remedy: str,
        row: int | None = None,
        column: str = "",
        cell: str = "",
        value: str = "",
        level: str = FAULT,
    ) -> None:
        """Add a problem of the sheet that is read."""
        sheet = self.export.sheet.name if self.export.visible else ""
        self.problems.append(
            Problem(problem, remedy, self.export.file, sheet, row, column, cell, value, level)
        )


@dataclass(frozen=True, eq=False)
class EventTable:
    """Rows under a header.

    ``header``: index of the header row. ``columns``: what is in which column. ``rows``: cells as
    clean text by what they hold, indexed by row number. ``rows_read``: rows below the header,
    before any was left out.
    """

    export: Export
    header: int
    columns: Mapping[str, int]
    rows: pd.DataFrame
    notes: Notes
    rows_read: int

    def cells(self, name: str) -> pd.Series:
        """Return the cells of a column by what it holds, empty text where there is none."""
        if name in self.rows:
            return self.rows[name]
        return pd.Series("", index=self.rows.index, dtype="str")

    def only(self, mask: pd.Series) -> "EventTable":
        """Return the table with some of its rows."""
        return replace(self, rows=self.rows[mask])

    def names(self, prefix: str = "") -> pd.Series:
        """Return display names: the whole one, else first and last."""
        first, last = self.cells(f"{prefix}first"), self.cells(f"{prefix}last")
        name = self.cells(f"{prefix}name")
        return name.where(~name.isin(["", "--"]), clean(first + " " + last))

    def emails(self, name: str = "email") -> pd.Series:
        """Return one address a cell."""
        return addresses(self.cells(name))

    def clocked(self, day: str, clock: str) -> pd.Series:
        """Return moments of which day and clock may stand in two columns."""
        days, clocks = self.cells(day), self.cells(clock)
        return days.where(days.str.contains(":", regex=False) | (days == ""), days + " " + clocks)

    def order(
        self,
        cells: Sequence[pd.Series],
        not_after: Sequence[tuple[pd.Series, pd.Series]] = (),
        title: str = "",
        row: int = 2,
    ) -> DateOrder:
        """Decide the one order of day and month of the file; what no date proves is a problem."""
        order = decide(cells, export=self.export, title=title, not_after=not_after)
        example = next((cell for column in cells for cell in column if cell.strip()), "").strip()
        self.notes.problems.extend(lean_problem(order, self.export, self.header + row, example))
        return order

    def people(self, order: str | None) -> pd.DataFrame:
        """Return one row a row of the list: who, when and how long, at which event, who held it."""
        join, zoned = read_moments(self.cells("join"), order)
        email, upn = self.emails(), self.emails("upn")
        registered = self.emails("registered_email").where(upn == "", "")
        start = self.clocked("start", "start_clock")
        found = {
            "display_name": self.names(),
            "email": email.where(email != "", registered),
            "upn": upn,
            "join": join,
            "leave": leaves(join, self.cells("leave"), order)[0],
            "minutes": minutes_of(self.cells("minutes")),
            "zoned": zoned,
            "stated": self.cells("email"),
            "role": self.cells("role"),
            "host": self.cells("host"),
            "number": self.cells("number").str.replace(r"\s", "", regex=True),
            "title": self.cells("title"),
            "start": iso(*read_moments(start, order)),
            "end": iso(*read_moments(self.cells("end"), order)),
            "first": iso(*read_moments(self.cells("registered"), order)),
        }
        return pd.DataFrame(found, index=self.rows.index)

    def dropped(self) -> list[tuple[str, str]]:
        """Return the columns that go nowhere, and why."""
        used = {*self.columns.values()}
        header = enumerate(self.export.sheet.row(self.header))
        return [(word, why_dropped(squash(word))) for at, word in header if word and at not in used]

    @property
    def origins(self) -> dict[str, int]:
        """Return the tidy columns of people with the column that each is read from."""
        found: dict[str, int] = {}
        for key, name in FIELDS.items():
            if key in self.columns:
                found.setdefault(name, self.columns[key])
        return found


def columns_of(header: Sequence[str], words: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return which column holds what.

    ``words``: what a column is, and the header words it goes by, best first. Returned: index of the
    column; only what was found.

    Examples
    --------
    >>> columns_of(["Name", "E-mail"], {"email": ["Email", "E-mail"], "upn": ["UPN"]})
    {'email': 1}
    """
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        places.setdefault(fold_word(cell), at)
    found: dict[str, int] = {}
    for name, known in words.items():
        if named := [word for word in _folded_words(tuple(known)) if word in places]:
            found[name] = places[named[0]]
    return found


def folded(words: Iterable[str]) -> list[str]:
    """Return words for comparing: small letters, no accents, no punctuation."""
    return [fold_word(word) for word in words]


_folded_words = lru_cache(maxsize=4_096)(folded)


def named(body: pd.DataFrame, columns: Mapping[str, int]) -> pd.DataFrame:
    """Return the cells of rows by what they hold."""
    held = {name: body[at] for name, at in columns.items() if at in body}
    return pd.DataFrame(held, index=body.index)


def table_of(
    export: Export,
    found: tuple[int, Mapping[str, int]],
    last: int | None = None,
    notes: Notes | None = None,
) -> EventTable:
    """Return the table under a header, to the last row that holds anything or to a stated one.

    Blank rows are left out, and those that have slipped.
    """
    header, columns = found
    notes = notes or Notes(export)
    body = export.sheet.body(header + 1, last).apply(clean)
    present = (body != "").any(axis=1)
    notes.leave_out("blank row", int((~present).sum()))
    rows = named(body[present], columns)
    dated = rows[rows.columns.intersection([*WITH_DIGITS])]
    slipped = ~dated.apply(lambda cells: cells.str.match(_FITS)).all(axis=1)
    notes.leave_out("cells do not fit the header", int(slipped.sum()))
    for row in rows.index[slipped]:
        text = "a row whose cells do not stand under their header"
        notes.tell(text, "Mend the row and load the file again.", int(row), "row")
    return EventTable(export, header, columns, rows[~slipped], notes, len(body))


def minutes_of(text: pd.Series) -> pd.Series:
    """Return durations in any language as minutes, missing where there is none.

    Examples
    --------
    >>> minutes_of(pd.Series(["1 時間 5 分", "55 min", "--"])).tolist()
    [65.0, 55.0, nan]
    """
    units = str.maketrans({"分": "m", "秒": "s"})
    return durations(mapped(text, lambda cell: cell.replace("時間", "h").translate(units))).values


def events_of(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return events, each with the row where it stands as ``source``; what is missing is empty."""
    frame = pd.DataFrame(rows).reindex(columns=["source", *EVENT_COLUMNS], fill_value="")
    return frame.astype({"source": "int64", **dict.fromkeys(EVENT_COLUMNS, "str")}).set_index(
        "source"
    )


def reading(
    notes: Notes,
    events: pd.DataFrame,
    attendance: pd.DataFrame | None,
    *,
    rows_read: int,
    **said: Any,
) -> Reading:
    """Return the reading of an export of events, with attendance or head counts alone.

    ``said``: what else the reading says.
    """
    tables = {} if attendance is None else {"attendance": attendance}
    if len(events):
        kept = ("event_id", "title", "started_at")
        empty = [name for name in events if name not in kept and (events[name] == "").all()]
        tables["events"] = events.drop(columns=empty)
    return Reading(
        tables,
        rows_read,
        rows_read - sum(notes.aside.values()),
        [SetAside(one, n, notes.export.file, one in NO_RECORD) for one, n in notes.aside.items()],
        notes.problems,
        **said,
    )
