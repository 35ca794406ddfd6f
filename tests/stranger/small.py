"""A small project that is right, to be damaged: people, a log, money, a survey, an event."""

from __future__ import annotations

import csv
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl

from engagekit.files.source_file import open_export
from engagekit.loading import disk_cache, load
from engagekit.loading.read_file import Loaded, read_file
from engagekit.loading.settings_for_folder import choice_of
from engagekit.mapping.reading import reader_for
from engagekit.sections.gate import Gate
from engagekit.settings.project import MAPPINGS, in_force
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

Rows = list[list[str]]
SETTINGS = """[organisation]
name = "Firm"
fiscal_start = 1
currency = "GBP"
domains = ["firm.example"]
[library]
departments = ["Library"]
emails = ["library@firm.example"]
[survey]
asked = 40
"""
FIRST = ("Ann", "Bob", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal")
UNITS = ("Tax", "Tax", "Audit", "Audit", "Legal & Risk", "Legal & Risk", "Tax", "Library")
PEOPLE: Rows = [
    ["Employee ID", "Worker", "Email - Work", "Department", "Hire Date", "Termination Date"],
    *[
        [str(100 + at * 3 + nth), f"{first} {last}", f"{first}.{last}@firm.example".lower(), unit,
         f"2020-0{1 + at}-15", ""]
        for at, (first, unit) in enumerate(zip(FIRST, UNITS, strict=True))
        for nth, last in enumerate(("Moss", "Reed", "Stone"))
    ],
]  # fmt: skip
LOG: Rows = [
    ["touch_id", "on", "channel", "display_name", "email", "minutes", "two_way", "begun_by"],
    *[
        [f"t{at}", f"2026-0{1 + at % 3}-{10 + at}", "reference", PEOPLE[1 + at][1], "", "15", "yes",
         "contact"]
        for at in range(12)
    ],
]  # fmt: skip
MONEY: Rows = [
    ["period", "department", "cost_centre", "line", "kind", "amount", "currency"],
    ["2026 Q1", "", "", "Staff", "actual", "1000", "GBP"],
    ["2026 Q1", "", "", "Books", "actual", "500", "GBP"],
]
ANSWERS: Rows = [
    ["respondent_id", "survey_id", "submitted_at", "status", "department"],
    *[[f"r{at}", "s1", f"2026-03-0{1 + at % 8} 10:00", "complete", "Tax"] for at in range(9)],
]
EVENTS: Rows = [["event_id", "title", "started_at"], ["e1", "Talk", "2026-02-03 12:00"]]
GUESTS: Rows = [
    ["event_id", "display_name", "email", "status"],
    *[["e1", person[1], person[2], "attended"] for person in PEOPLE[1:5]],
]
FILES = {
    "people.csv": PEOPLE, "touches.csv": LOG, "budget.csv": MONEY, "respondents.csv": ANSWERS,
    "surveys.csv": [["survey_id", "title"], ["s1", "Library survey"]],
    "questions.csv": [["question_id", "survey_id", "wording", "kind"], ["q1", "s1", "Why?", "text"]],
    "responses.csv": [["respondent_id", "survey_id", "question_id", "value"],
                      *[[f"r{at}", "s1", "q1", "Because"] for at in range(9)]],
    "events.csv": EVENTS, "attendance.csv": GUESTS,
}  # fmt: skip
TRUTH = {
    "people": 21, "departments": 3, "enquiries": 12, "touches": 12, "events": 1, "seats": 4,
    "respondents": 9, "spent": 1500.0,
}  # fmt: skip


def save(path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> None:
    """Write rows as CSV or as a workbook of one sheet, some of its cells merged."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        sheet: Any = book.active
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
        for cells in merged:
            sheet.merge_cells(cells)
        book.save(path)
        return
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)


_READ: dict[tuple[str, bytes, str], bytes] = {}
"""Readings as a worker hands them over: what a load does to its tables is done to a copy."""


def _read_once(place: Path, name: str, settings: Settings) -> Loaded:
    """Read a file that hundreds of tests leave as it is once for all of them."""
    home = place.parents[1]
    is_mapped = (home / MAPPINGS).exists()
    if name not in FILES or (is_mapped and _is_mapped(place, name, settings)):
        return read_file(place, name, settings)
    key = (name, place.read_bytes(), repr(settings).replace(str(home), ""))
    if key not in _READ:
        done = read_file(place, name, settings)
        # what is read beside a mapping, or not at all, is this test's alone
        alone = is_mapped or done.error is not None or done.export is None
        if alone or str(home).encode() in pickle.dumps(replace(done, export=None)):
            return done
        _READ[key] = pickle.dumps(done, 5)
    done = pickle.loads(_READ[key])
    assert done.export is not None
    return replace(done, export=replace(done.export, path=place))


def _is_mapped(place: Path, name: str, settings: Settings) -> bool:
    """Whether a mapping of the project reads a file."""
    return (
        reader_for(open_export(place, file=name, choice=choice_of(place, name, settings)))
        is not None
    )


def loaded(folder: Path) -> Tables:
    """Load a small project as it is now, each file that is as in other tests read once for all."""
    # hardly any project is loaded again unchanged
    with in_force("yes", disk_cache.ONLY_READ), patch.object(load, "read_file", _read_once):
        return load.everything(folder)


def gate(home: Path, settings: str = SETTINGS, **changed: Rows | None) -> Gate:
    """The gate of the small project with some files changed, added or (None) taken out.

    ``__`` in a name is a point: ``touches__csv``.
    """
    write(home, settings, {name.replace("__", "."): rows for name, rows in changed.items()})
    return Gate(loaded(home / "data"))


def write(home: Path, settings: str, changed: Mapping[str, Rows | None]) -> None:
    """Write the small project with some files changed, added or (None) taken out."""
    (home / "data").mkdir(parents=True, exist_ok=True)
    (home / "engagekit.toml").write_text(settings, encoding="utf-8")
    for name, rows in {**FILES, **changed}.items():
        if rows is not None:
            save(home / "data" / name, rows)


def each(rows: Rows, change: Callable[[int, dict[str, str]], dict[str, str]]) -> Rows:
    """Rows with some cells changed: a function of the row's place and its cells by header."""
    head = rows[0]
    return [
        head,
        *[
            [{**cells, **change(at, cells)}[name] for name in head]
            for at, cells in enumerate(dict(zip(head, row, strict=True)) for row in rows[1:])
        ],
    ]


def renamed(rows: Rows, old: str, new: str) -> Rows:
    """Rows under another header."""
    return [[new if name == old else name for name in rows[0]], *rows[1:]]


def without(rows: Rows, column: str) -> Rows:
    """Rows without a column."""
    at = rows[0].index(column)
    return [[*row[:at], *row[at + 1 :]] for row in rows]


def said(gate: Gate, about: str) -> list[str]:
    """What is told about something."""
    return [one.problem for one in gate.tables.faults if about in one.problem]
