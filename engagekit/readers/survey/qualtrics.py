"""Qualtrics: CSV, TSV and XLSX exports with ImportIds, and stripped ones."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet, beside
from engagekit.parsing import values
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _code_book, _qualtrics_columns, _survey_builder
from engagekit.readers.survey._form import GROUPS, Form, open_form, reading_of, sheet_of
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._qualtrics_columns import Column, bare, columns_of, questions_in
from engagekit.readers.survey._qualtrics_definition import MARK, book_of, definition
from engagekit.readers.survey._survey_tables import title_of
from engagekit.readers.survey._words import folded, words_of
from engagekit.tables.problems import FAULT, Problem, SetAside, problem_of

TOOL = "Qualtrics"
TABLES = _survey_builder.TABLES
ANSWERS = (".csv", ".tsv", ".txt", ".xlsx")
MARKS = r"(?i)ImportId|Response_?ID"
"""Where answers may lie beside a definition, and what the start of such a text holds."""
_ZONE = re.compile(r"['\"]timeZone['\"]\s*:\s*['\"]([^'\"]+)['\"]")


def recognise(export: Export) -> Recognition | None:
    """Recognise ImportIds, or the tool's own names."""
    if definition(export) is not None:
        return Recognition("it is a survey definition (.qsf), a code book", header_rows=0)
    for sheet in export.visible:
        head = sheet.head(8)
        for row, cells in enumerate(head):
            present = [cell for cell in cells if cell]
            if len(present) > 1 and sum("ImportId" in cell for cell in present) >= len(present) / 2:
                first = max(row - 2, 0)
                why = f"row {row + 1} holds ImportId cells"
                return Recognition(why, True, first + 1, row - first + 1, sheet.name)
        for row, cells in enumerate(head[:5]):
            if seen := _without_ids(cells, sheet.row(row + 1), row, sheet):
                return seen
    return None


def _without_ids(cells: list[str], below: list[str], row: int, sheet: Sheet) -> Recognition | None:
    """Recognise a layout whose second and third row were taken off."""
    names = [bare(cell) for cell in cells]
    others = {"recordeddate", "finished", "progress", "responseset"}
    if not ({"startdate", "enddate", "responseid"} <= {*names} and others & {*names}):
        return None
    under = below[names.index("responseid")] if below else ""
    is_text = "response" in under.casefold() or (" " in under and not under.startswith("R_"))
    why = "the columns StartDate, EndDate and ResponseId are there"
    return Recognition(why, True, row + 1, 2 if is_text else 1, sheet.name)


def read(export: Export) -> Reading:
    """Read one row a response; previews and tests set aside, unless nothing else is there."""
    if definition(export) is not None:
        return _book_alone(export)
    seen = recognise(export) or Recognition("")
    form = open_form(export, seen, clean=str)
    columns = columns_of(form.sheet, seen)
    tags = [column.tag for column in columns]
    form, problems = _without_tests(replace(form, names=tags), columns)
    books = map(book_of, beside(export, (".qsf",), MARK))
    asked, title = questions_in(columns), title_of(export, form.sheet)
    book, more = _code_book.chosen(books, asked, title, export.file)
    problems += more
    if book is not None:
        cells, columns, more = _qualtrics_columns.with_words(form.cells, columns, book, export.file)
        form = replace(form, cells=cells)
        problems += more
    own, asking, dropped = _parted(form, columns)
    fields = _qualtrics_columns.fields(asking, form.cells)
    zone = _ZONE.search(" ".join(form.sheet.row(seen.header_row + seen.header_rows - 2)))
    answers = form.answers(fields, own, dropped, problems)
    finished = _cells_named(form, columns, "finished")
    if finished is not None:
        complete = values.flags(finished).values.fillna(False).astype(bool)
        answers = replace(answers, status=form.status(fields, complete))
    answers = replace(answers, zone=zone[1] if zone else None)
    return reading_of(answers, book.why if book else "")


def _book_alone(export: Export) -> Reading:
    """Read a survey definition where its answers lie beside it, else refuse it."""
    book = book_of(export)
    count, title = (book.questions, book.title) if book else (0, "")
    refusal = (
        f"the definition of the Qualtrics survey '{title}' ({count} questions): a code book, no "
        "answers, and its answers are not beside it. Export them with Data & Analysis > Export & "
        "Import > Export data (CSV)"
    )
    answers = beside(export, ANSWERS, MARKS)
    return _code_book.read_alone(export, book, answers, _questions_in, refusal)


def _questions_in(export: Export) -> tuple[dict[str, str], str]:
    """Return the questions of an export, by id, with their wording; and its title."""
    seen = recognise(export)
    if seen is None or not seen.header_rows:
        return {}, ""
    sheet = sheet_of(export, seen)
    return questions_in(columns_of(sheet, seen)), title_of(export, sheet)


def _cells_named(form: Form, columns: Sequence[Column], name: str) -> pd.Series | None:
    """Return the cells of one of the tool's own columns."""
    places = (column.place for column in columns if column.name == name)
    place = next(places, None)
    return None if place is None else form.cells[place]


def _without_tests(form: Form, columns: Sequence[Column]) -> tuple[Form, list[Problem]]:
    """Return answers without previews, spam and tests; all of them if nothing is left."""
    status = _cells_named(form, columns, "status")
    if status is None or status.empty:
        return form, []
    listed = words_of("qualtrics.set_aside").items()
    why = status.map(folded).map({word: reason for reason, words in listed for word in words})
    rows = why.value_counts()
    if rows.sum() < len(why):
        aside = [*form.aside, *(SetAside(str(reason), int(n)) for reason, n in rows.items())]
        return replace(form, cells=form.cells[why.isna()], aside=aside), []
    what, row = " and ".join(map(str, rows.index)), int(form.cells.index[0])
    file = form.export.file
    return form, [problem_of("qualtrics.without_tests", file, FAULT, "Status", row, what=what)]


def _parted(
    form: Form, columns: Sequence[Column]
) -> tuple[dict[int, str], list[Column], list[tuple[str, str]]]:
    """Return the tool's own columns that are read, the questions, and what goes nowhere."""
    words = words_of("qualtrics.columns")
    places = {column.name: column.place for column in reversed(columns)}
    own: dict[int, str] = {}
    for role, names in _READ.items():
        there = [places[name] for name in names if name in places]
        own.update(dict.fromkeys(there[:1], role))
    asking: list[Column] = []
    dropped: list[tuple[str, str]] = []
    for column in columns:
        title, name = column.tag or column.text, column.name
        group = next((role for role in GROUPS if name in words[role]), "")
        if column.place in own or not (title or form.is_used(column.place)):
            continue
        if name in words["personal"] or is_personal(title):
            dropped.append((title, PERSONAL))
        elif name in words["metadata"] or _qualtrics_columns.is_technical(column.tag):
            dropped.append((title, METADATA))
        elif not column.base and group and group not in own.values():
            own[column.place] = group
        elif not column.base:
            dropped.append((title, "embedded data, not a question"))
        elif is_personal(column.text):
            dropped.append((title, PERSONAL))
        else:
            asking.append(column)
    return own, asking, dropped


_READ = {"id": ("responseid", "recordid"), "submitted": ("recordeddate", "enddate")}
"""The tool's own columns that are read: of the names of each the first that is there."""
