"""Zoom: the report of polls, in which questions and answers stand in pairs in each row."""

import re
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._form import Form, open_form
from engagekit.readers.survey._survey_builder import Field, plain
from engagekit.readers.survey._words import folded
from engagekit.tables.problems import NOTE, Problem, problem_of

TOOL = "Zoom polls"
TABLES = _survey_builder.TABLES
NAME, EMAIL, MOMENT, FIRST = 1, 2, 3, 4
"""Columns of the person, of the moment, and of the first question; its answer stands next."""
HEADER_ROWS = 15
"""Rows in which the header is looked for: the report lists the meeting and its polls above it."""
_ZONE = re.compile(r"\(([A-Za-z]+/[A-Za-z_/]+)\)\s*$")


def recognise(export: Export) -> Recognition | None:
    """Recognise a row that starts with #, User Name, User Email and a time of submission."""
    for sheet in export.visible:
        for at, cells in enumerate(sheet.head(HEADER_ROWS)):
            names = " ".join(folded(cell) for cell in cells[NAME:FIRST])
            if cells[0] == "#" and names.startswith("user name user email submitted"):
                why = f"row {at + 1} starts with {', '.join(cells[:FIRST])}"
                return Recognition(why, True, at + 1, 1, sheet.name)
    return None


def read(export: Export) -> Reading:
    """Read one row a submission (or an answer); a person counts once, by address, else by name."""

    def unasked(cells: pd.DataFrame) -> pd.Series:
        return (cells.iloc[:, FIRST:-1:2] == "").all(axis=1) & (cells != "").any(axis=1)

    form = open_form(export, recognise(export), ("no question in the row", unasked))
    ids = _ids(form.cells)
    fields, problems = _fields(form, ids)
    own = {0: "metadata", NAME: "name", EMAIL: "email", MOMENT: "submitted"}
    zone = _ZONE.search(form.names[MOMENT])
    above = [form.sheet.row(at) for at in range(form.header_row)]
    topics = (after[0] for row, after in pairwise(above) if row and folded(row[0]) == "topic")
    answers = replace(
        form.answers(fields, own, problems=problems),
        ids=ids,
        status=form.constant("complete"),
        zone=zone[1] if zone else None,
        anonymous=bool((form.cells[EMAIL] == "").all()),
        title=next(topics, ""),
        many_rows=True,
    )
    return form.reading(answers)


def _ids(cells: pd.DataFrame) -> pd.Series:
    """Return a number a person: the first row of an address or, without one, of name and moment."""
    email, name = (cells[at].str.casefold() for at in (EMAIL, NAME))
    person = email.where(email != "", name + " " + cells[MOMENT])
    rows = pd.Series(cells.index, index=cells.index)
    return ("row " + rows.groupby(person).transform("min").astype("str")).astype("str")


def _fields(form: Form, ids: pd.Series) -> tuple[list[Field], list[Problem]]:
    """Return a question for each wording, answered in the rows in which it stands."""
    cells, columns = form.cells, dict[str, pd.Series]()
    for at in range(FIRST, cells.shape[1] - 1, 2):
        wordings = cells[at].map(plain)
        for wording in wordings[wordings != ""].unique():
            column = columns.setdefault(wording, pd.Series(pd.NA, index=cells.index, dtype="str"))
            columns[wording] = column.where(wordings != wording, cells[at + 1])
    fields, again = [], 0
    for key, (wording, column) in zip(_survey_builder.slugs(columns), columns.items(), strict=True):
        shown = column.notna()
        last = shown & ~ids.where(shown).duplicated(keep="last")
        again += int((shown & ~last).sum())
        fields += _survey_builder.split(
            Field(key, wording, column.where(last, ""), shown=last), (";",)
        )
    if not again:
        return fields, []
    return fields, [problem_of("zoom_polls.again", form.export.file, NOTE, n=again)]
