"""Qualtrics: CSV, TSV and XLSX exports with ImportIds, and stripped ones."""

import re
from dataclasses import replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet, beside
from engagekit.parsing import values
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _code_book, _survey_builder
from engagekit.readers.survey import _qualtrics_columns as columns_of
from engagekit.readers.survey._form import Form, keep, open_form, reading_of, sheet_of
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._qualtrics_columns import Column, Header, bare, header_of
from engagekit.readers.survey._qualtrics_definition import MARK, book_of, definition
from engagekit.readers.survey._survey_builder import Field
from engagekit.readers.survey._survey_tables import title_of
from engagekit.readers.survey._words import folded, words_of
from engagekit.tables.problems import FAULT, Problem, problem_of

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
    header = header_of(form.sheet, seen)
    form, problems = _without_tests(replace(form, names=header.tags), header)
    books = map(book_of, beside(export, (".qsf",), MARK))
    title = title_of(export, form.sheet)
    book, more = _code_book.chosen(books, header.questions, title, export.file)
    problems += more
    if book is not None:
        cells, worded, more = columns_of.with_words(form.cells, header.columns, book, export.file)
        form, header = replace(form, cells=cells), replace(header, columns=worded)
        problems += more
    own, asking, dropped = _parted(form, header)
    fields = columns_of.fields(asking, form.cells)
    zone = _ZONE.search(" ".join(form.sheet.row(seen.header_row + seen.header_rows - 2)))
    answers = form.answers(fields, own, dropped, problems)
    answers = replace(answers, status=_status(form, header, fields), zone=zone[1] if zone else None)
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
    return header_of(sheet, seen).questions, title_of(export, sheet)


def _without_tests(form: Form, header: Header) -> tuple[Form, list[Problem]]:
    """Return answers without previews, spam and tests; all of them if nothing is left."""
    if "status" not in header.names or form.cells.empty:
        return form, []
    status = form.cells[header.names.index("status")].map(folded)
    reasons = words_of("qualtrics.set_aside").items()
    left, more = keep(form.cells, *((reason, status.isin(words)) for reason, words in reasons))
    if len(left) or not more:
        return replace(form, cells=left, aside=[*form.aside, *more]), []
    what = " and ".join(part.reason for part in more)
    file, row = form.export.file, int(form.cells.index[0])
    return form, [problem_of("qualtrics.without_tests", file, FAULT, "Status", row, what=what)]


def _parted(
    form: Form, header: Header
) -> tuple[dict[int, str], list[Column], list[tuple[str, str]]]:
    """Return the tool's own columns that are read, the questions, and what goes nowhere."""
    words, names = words_of("qualtrics.columns"), header.names
    own: dict[int, str] = {}
    for role, wanted in _READ.items():
        places = [names.index(name) for name in wanted if name in names]
        own.update(dict.fromkeys(places[:1], role))
    asking: list[Column] = []
    dropped: list[tuple[str, str]] = []
    for at, name in enumerate(names):
        title = header.tags[at] or header.texts[at]
        group = next((role for role in ("department", "role_level") if name in words[role]), "")
        column = header.columns.get(at)
        if at in own or not (title or form.is_used(at)):
            continue
        if name in words["personal"] or is_personal(title):
            dropped.append((title, PERSONAL))
        elif name in words["metadata"] or columns_of.is_technical(header.tags[at]):
            dropped.append((title, METADATA))
        elif column is None and group and group not in own.values():
            own[at] = group
        elif column is None:
            dropped.append((title, "embedded data, not a question"))
        elif is_personal(header.texts[at]):
            dropped.append((title, PERSONAL))
        else:
            asking.append(column)
    return own, asking, dropped


_READ = {"id": ("responseid", "recordid"), "submitted": ("recordeddate", "enddate")}
"""The tool's own columns that are read: of the names of each the first that is there."""


def _status(form: Form, header: Header, fields: list[Field]) -> pd.Series | None:
    """Return who finished, where the tool says so."""
    if "finished" not in header.names:
        return None
    finished = values.flags(form.cells[header.names.index("finished")]).values
    return form.status(fields, finished.fillna(False).astype(bool))
