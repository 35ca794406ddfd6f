"""Zoom: the report of polls, in which questions and answers stand in pairs in each row."""

from __future__ import annotations

import re

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _multi_select, _survey_builder, _survey_tables
from engagekit.readers.survey._categorical import encode, holds
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL
from engagekit.readers.survey._scales import folded
from engagekit.readers.survey._survey_builder import Answers, Field
from engagekit.tables.problems import Problem

TOOL = "Zoom polls"
TABLES = _survey_builder.TABLES
NAME, EMAIL, MOMENT, FIRST = 1, 2, 3, 4
"""Columns of the person, of the moment, and of the first question; its answer stands next."""
_ZONE = re.compile(r"\(([A-Za-z]+/[A-Za-z_/]+)\)\s*$")


def recognise(export: Export) -> Recognition | None:
    """A row that starts with #, User Name, User Email and a time of submission."""
    for sheet in export.visible:
        for at, cells in enumerate(sheet.head(15)):
            names = " ".join(folded(cell) for cell in cells[NAME:FIRST])
            if cells[0] == "#" and names.startswith("user name user email submitted"):
                why = f"row {at + 1} starts with {', '.join(cells[:FIRST])}"
                return Recognition(why, True, at + 1, 1, sheet.name)
    return None


def read(export: Export) -> Reading:
    """One row a submission (or an answer); a person counts once, by address, else by name."""
    observed = recognise(export) or Recognition("")
    sheet = _survey_builder.sheet_of(export, observed)
    header = sheet.row(observed.header_row - 1)
    body = sheet.body(observed.header_row)
    pairs = [(at, at + 1) for at in range(FIRST, body.shape[1] - 1, 2)]
    nothing = pd.Series(True, index=body.index)
    for question, _ in pairs:
        nothing &= body[question].str.strip() == ""
    blank = (body.apply(lambda cells: cells.str.strip()) == "").all(axis=1)
    retained, aside = _survey_builder.keep(body, ("no question in the row", nothing & ~blank))
    ids = _ids(retained)
    fields, problems = _fields(retained, pairs, ids, export)
    submitted, more = _survey_builder.moment_cells(retained[MOMENT], export, header[MOMENT])
    zone = _ZONE.search(header[MOMENT])
    answers = Answers(
        fields,
        ids,
        len(body),
        submitted,
        pd.Series("complete", index=retained.index, dtype="str"),
        aside,
        [*problems, *more],
        [(header[0], METADATA), (header[NAME], PERSONAL), (header[EMAIL], PERSONAL)],
        {"submitted_at": MOMENT},
        zone=zone[1] if zone else None,
        anonymous=bool((retained[EMAIL].str.strip() == "").all()),
        title=_title(sheet, observed.header_row),
        many_rows=True,
    )
    return _survey_tables.to_reading(answers, export, sheet, observed.header_row)


def _title(sheet: Sheet, header_row: int) -> str:
    """The topic of the meeting, below its header."""
    for at in range(header_row - 1):
        if folded(next(iter(sheet.row(at)), "")) == "topic":
            return next(iter(sheet.row(at + 1)), "")
    return ""


def _ids(kept: pd.DataFrame) -> pd.Series:
    """A number a person: the first row of an address or, without one, of a name and moment."""
    email, name = (kept[at].str.strip().str.casefold() for at in (EMAIL, NAME))
    alone = name + " " + kept[MOMENT].str.strip()
    person = email.where(email != "", alone)
    rows = pd.Series(kept.index, index=kept.index)
    return ("row " + rows.groupby(person).transform("min").astype("str")).astype("str")


def _fields(
    kept: pd.DataFrame, pairs: list[tuple[int, int]], ids: pd.Series, export: Export
) -> tuple[list[Field], list[Problem]]:
    """A question for each wording, answered in the rows in which it stands."""
    supplied: dict[str, pd.Series] = {}
    for question, answer in pairs:
        wordings = kept[question].map(_survey_builder.plain)
        for wording in wordings[wordings != ""].unique():
            column = supplied.setdefault(wording, pd.Series(pd.NA, index=kept.index, dtype="str"))
            supplied[wording] = column.where(wordings != wording, kept[answer].str.strip())
    names = _survey_builder.unique([_survey_builder.slug(wording) for wording in supplied])
    fields, again = [], 0
    for key, (wording, column) in zip(names, supplied.items(), strict=True):
        visible = column.notna()
        last = visible & ~ids.where(visible).duplicated(keep="last")
        again += int((visible & ~last).sum())
        fields += _split(Field(key, wording, column.where(last, ""), shown=last))
    if not again:
        return fields, []
    text = f"has {again} answers that a later one of the same person replaces"
    return fields, [Problem(text, "Nothing to do: the last answer counts.", export.file)]


def _split(main: Field) -> list[Field]:
    """A column of lists as one field an option; else the column."""
    if not holds(main.cells, ";"):
        return [main]
    column = encode(main.cells)
    choices = _multi_select.learn(dict(zip(column.labels, column.counts, strict=True)), ";")
    return [main] if choices is None else _survey_builder.spread(main, choices)
