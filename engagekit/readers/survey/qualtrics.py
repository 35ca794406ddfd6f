"""Qualtrics: CSV, TSV and XLSX exports with ImportIds, and stripped ones."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from engagekit.files.source_file import Export, Sheet, beside
from engagekit.parsing import values
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _code_book, _survey_builder
from engagekit.readers.survey import _qualtrics_columns as columns_of
from engagekit.readers.survey._code_book import CodeBook, Entry
from engagekit.readers.survey._form import Form, keep, open_form, sheet_of
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._survey_builder import Field, plain
from engagekit.readers.survey._survey_tables import title_of
from engagekit.readers.survey._words import folded, words_of
from engagekit.tables.problems import FAULT, Problem, problem_of

TOOL = "Qualtrics"
TABLES = _survey_builder.TABLES
ANSWERS = (".csv", ".tsv", ".txt", ".xlsx")
MARKS = r"(?i)ImportId|Response_?ID"
"""Where answers may lie beside a definition, and what the start of such a text holds."""
_IMPORT = re.compile(r"['\"]ImportId['\"]\s*:\s*['\"]([^'\"]+)['\"]")
_ZONE = re.compile(r"['\"]timeZone['\"]\s*:\s*['\"]([^'\"]+)['\"]")


@dataclass(frozen=True)
class _Header:
    """Tags, question texts and names of the columns, and those that belong to a question."""

    tags: list[str]
    texts: list[str]
    names: list[str]
    parts: dict[int, columns_of.Column]


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
            match = _without_ids(cells, head[row + 1] if row + 1 < len(head) else [], row, sheet)
            if match:
                return match
    return None


def _without_ids(cells: list[str], below: list[str], row: int, sheet: Sheet) -> Recognition | None:
    """Recognise a layout whose second and third row were taken off."""
    names = [_bare(cell) for cell in cells]
    others = {"recordeddate", "finished", "progress", "responseset"}
    if not ({"startdate", "enddate", "responseid"} <= set(names) and others & set(names)):
        return None
    under = below[names.index("responseid")] if below else ""
    texts = "response" in under.casefold() or (" " in under and not under.startswith("R_"))
    why = "the columns StartDate, EndDate and ResponseId are there"
    return Recognition(why, True, row + 1, 2 if texts else 1, sheet.name)


def _bare(name: str) -> str:
    """Return a column's name for comparing: `Location-LocationLatitude` as `locationlatitude`."""
    bare = re.sub(r"^(?:panel|location)[-_](?=\w)", "", name.strip(), flags=re.IGNORECASE)
    return folded(bare.strip("_")).replace(" ", "").replace("_", "")


def read(export: Export) -> Reading:
    """Read one row a response; previews and tests set aside, unless nothing else is there."""
    if definition(export) is not None:
        return _book_alone(export)
    seen = recognise(export) or Recognition("")
    form = open_form(export, seen, clean=str)
    header = _header(form.sheet, seen)
    form, problems = _without_tests(replace(form, names=header.tags), header)
    books = map(book_of, beside(export, (".qsf",), MARK))
    questions = columns_of.questions_of(header.parts.values())
    book, more = _code_book.chosen(books, questions, title_of(export, form.sheet), export.file)
    problems += more
    if book is not None:
        cells, parts, more = columns_of.with_words(form.cells, header.parts, book, export.file)
        form, header = replace(form, cells=cells), replace(header, parts=parts)
        problems += more
    own, asking, dropped = _columns(form, header)
    fields = columns_of.fields(asking, form.cells)
    zone = _ZONE.search(" ".join(form.sheet.row(seen.header_row + seen.header_rows - 2)))
    answers = form.answers(fields, own, dropped, problems)
    status = _status(form, header, fields)
    reading = form.reading(replace(answers, status=status, zone=zone[1] if zone else None))
    return replace(reading, why=book.why if book else "")


def _book_alone(export: Export) -> Reading:
    """Read a survey definition where its answers lie beside it, else refuse it."""
    book = book_of(export)
    count, title = (book.questions, book.title) if book else (0, "")
    refusal = (
        f"{export.file} is the definition of the Qualtrics survey '{title}' ({count} questions): "
        "a code book, no answers, and its answers are not beside it. Export them with Data & "
        "Analysis > Export & Import > Export data (CSV) into the same folder, or set ignore = "
        "true for it under [files] in engagekit.toml."
    )
    return _code_book.read_alone(export, book, count, ANSWERS, MARKS, _questions_in, refusal)


def _questions_in(export: Export) -> tuple[dict[str, str], str]:
    """Return the questions of an export, by id, with their wording; and its title."""
    seen = recognise(export)
    if seen is None or definition(export) is not None:
        return {}, ""
    sheet = sheet_of(export, seen)
    return columns_of.questions_of(_header(sheet, seen).parts.values()), title_of(export, sheet)


def _header(sheet: Sheet, seen: Recognition) -> _Header:
    """Return the columns by tag, text and name: an ImportId, or the tag."""
    rows = [sheet.row(seen.header_row - 1 + at) for at in range(seen.header_rows)]
    last = rows[-1] if rows else []
    imports, tags, texts = [""] * sheet.width, rows[0], last
    if sum("ImportId" in cell for cell in last) > 1:
        matches = [_IMPORT.search(cell) for cell in last]
        imports = [match[1] if match else "" for match in matches]
        tags, texts = (rows[0], rows[-2]) if len(rows) > 1 else (imports, imports)
    texts = [plain(text) for text in texts]
    words = words_of("qualtrics.columns")
    names, parts = [], {}
    for at, tag in enumerate(tags):
        names.append(_bare(imports[at] or tag))
        item = columns_of.column(at, imports[at], tag or f"column {at + 1}", texts[at] or tag)
        if item is None or columns_of.is_technical(imports[at], tag):
            continue
        if names[at] not in words["metadata"] | words["personal"] and (tag or texts[at]):
            parts[at] = item
    return _Header(tags, texts, names, parts)


def _without_tests(form: Form, header: _Header) -> tuple[Form, list[Problem]]:
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


def _columns(
    form: Form, header: _Header
) -> tuple[dict[int, str], list[columns_of.Column], list[tuple[str, str]]]:
    """Return the tool's own columns that are read, the questions, and what goes nowhere."""
    words, names = words_of("qualtrics.columns"), header.names
    own: dict[int, str] = {}
    for role, order in (
        ("id", ("responseid", "recordid")),
        ("submitted", ("recordeddate", "enddate")),
    ):
        at = next((names.index(name) for name in order if name in names), None)
        if at is not None:
            own[at] = role
    asking, dropped = [], []
    for at, (tag, text, name) in enumerate(zip(header.tags, header.texts, names, strict=True)):
        title, item = tag or text, header.parts.get(at)
        group = next((role for role in ("department", "role_level") if name in words[role]), "")
        if at in own or not (title or (form.cells[at] != "").any()):
            continue
        if name in words["personal"] or is_personal(title):
            dropped.append((title, PERSONAL))
        elif name in words["metadata"] or columns_of.is_technical("", tag):
            dropped.append((title, METADATA))
        elif item is None and group and group not in own.values():
            own[at] = group
        elif item is None:
            dropped.append((title, "embedded data, not a question"))
        elif is_personal(text):
            dropped.append((title, PERSONAL))
        else:
            asking.append(item)
    return own, asking, dropped


def _status(form: Form, header: _Header, fields: list[Field]) -> pd.Series | None:
    """Return complete where the tool says finished; else partial, or broken off if unanswered."""
    if "finished" not in header.names:
        return None
    flags = values.flags(form.cells[header.names.index("finished")]).values
    answered = pd.Series(False, index=form.cells.index)
    for item in fields:
        answered |= item.cells != ""
    status = form.constant("partial").where(answered, "break_off")
    return status.mask(flags.fillna(False).astype(bool), "complete")


MARK = r'"SurveyEntry"'
_SILENT = frozenset({"DB", "Timing", "Meta", "Captcha"})
_SEVERAL = frozenset({"MAVR", "MAHR", "MACOL", "MSB", "MultipleAnswer"})


def definition(export: Export) -> dict[str, Any] | None:
    """Return the survey definition, if the file is one."""
    if export.kind != "text" or MARK not in export.text[:2000]:
        return None
    try:
        content = json.loads(export.text)
    except ValueError:
        return None
    return content if isinstance(content, dict) and "SurveyElements" in content else None


def book_of(export: Export) -> CodeBook | None:
    """Return the code book in a definition: each question by its id and by its export tag."""
    content = definition(export)
    if content is None:
        return None
    entries: dict[str, Entry] = {}
    questions = _payloads(content)
    for payload in questions:
        if payload.get("QuestionType") not in _SILENT:
            by_id, by_tag = _entries(payload)
            entries.setdefault(str(payload.get("QuestionID", "")), by_id)
            entries.setdefault(str(payload.get("DataExportTag", "")), by_tag)
    entries.pop("", None)
    survey = content.get("SurveyEntry")
    title = str(survey.get("SurveyName", "")) if isinstance(survey, dict) else ""
    return CodeBook(export.path.name, title, entries, len(questions))


def _payloads(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is defined of each question."""
    elements = content["SurveyElements"]
    parts = elements if isinstance(elements, list) else []
    questions = [part for part in parts if isinstance(part, dict) and part.get("Element") == "SQ"]
    return [part["Payload"] for part in questions if isinstance(part.get("Payload"), dict)]


def _entries(payload: Mapping[str, Any]) -> tuple[Entry, Entry]:
    """Return one question, its columns by choice (ImportId) and by recoded value (tag)."""
    wording = plain(str(payload.get("QuestionText", "")))
    choices, answers = _displays(payload, "Choices"), _displays(payload, "Answers")
    recoded = {code: str(value) for code, value in _pairs(payload, "RecodeValues")}
    by_value = {recoded.get(code, code): label for code, label in choices.items()}
    if answers:
        points = {recoded.get(code, code): label for code, label in answers.items()}
        several = payload.get("SubSelector") in _SEVERAL
        entry = Entry(wording, {} if several else points, choices)
        return entry, entry
    labels = by_value if payload.get("QuestionType") == "MC" else {}
    several = bool(labels) and payload.get("Selector") in _SEVERAL
    return (
        Entry(wording, labels, choices, several=several),
        Entry(wording, labels, by_value, several=several),
    )


def _pairs(payload: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    """Return code and value; a list (an empty one where there are none) counts from 1."""
    present = payload.get(name) or []
    pairs = present.items() if isinstance(present, dict) else enumerate(present, start=1)
    return [(str(code), value) for code, value in pairs]


def _displays(payload: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return code to the words shown."""
    return {
        code: plain(str(part.get("Display", "")))
        for code, part in _pairs(payload, name)
        if isinstance(part, dict)
    }
