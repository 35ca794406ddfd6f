"""REDCap: data exports (codes or labels) of one event, with their dictionary."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared._table import squash
from engagekit.readers.shared._totals import TOTALS
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _redcap_dictionary as _dictionary
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._form import (
    Form,
    open_form,
    own_columns,
    reading_of,
    seen_below_titles,
    sheet_of,
)
from engagekit.readers.survey._personal_columns import PERSONAL, is_personal
from engagekit.readers.survey._redcap_dictionary import Entry
from engagekit.readers.survey._survey_builder import Field, choice, slug
from engagekit.readers.survey._survey_tables import title_of
from engagekit.readers.survey._words import folded, words_of
from engagekit.tables.problems import Problem

TOOL = "REDCap"
TABLES = _survey_builder.TABLES
OWN_NAMES = 0.95
"""Share of headers that are names of fields (small letters and _): one may be mended by hand."""
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_BOX = re.compile(
    r"^(?P<stem>.+?)___(?P<code>_?[A-Za-z0-9]+)$"
    r"|^(?P<label>.*\S)\s*\(choice=(?P<option>.*)\)$", re.DOTALL
)  # fmt: skip
_ID = re.compile(r"(?i)^(?:record|study|participant|subject|respondent|case)?[_ ]?id$|^record$")
_MOMENT = re.compile(r"_timestamp$|^Survey Timestamp$")
_STATE = re.compile(r"_complete$|^Complete\?$")
_TAIL = re.compile(r"_DATA(?:_LABELS)?_\d{4}-\d{2}-\d{2}_\d{4}$|[-_]data$", re.IGNORECASE)


def recognise(export: Export) -> Recognition | None:
    """Recognise a data dictionary, redcap_ columns, or the states of forms."""
    return seen_below_titles(export, _seen_in)


def _seen_in(sheet: Sheet) -> Recognition | None:
    header = sheet.row(0)
    if _dictionary.is_dictionary(header):
        return Recognition("it is a data dictionary (code book)", sheet=sheet.name)
    named = [cell for cell in header if cell]  # a spreadsheet leaves blank columns behind
    has_own = bool(own_columns(header, words_of("redcap.columns")))
    if not header[0] or (folded(header[0]) in ("timestamp", "id") and not has_own):
        return None
    has_names = sum(bool(_NAME.match(cell)) for cell in named) >= OWN_NAMES * len(named)
    if has_names and (has_own or _holds_states(sheet, header)):
        return Recognition("fields and states of forms are named as it does", sheet=sheet.name)
    is_labelled = has_own or folded(header[0]).endswith(" id") or header.count("Complete?") > 1
    if "Complete?" in header and (is_labelled or any(map(_BOX.match, header))):
        return Recognition("there are columns named 'Complete?'", sheet=sheet.name)
    return None


def _holds_states(sheet: Sheet, header: list[str]) -> bool:
    """Return whether a column named so holds the states of a form."""
    rows = sheet.cells.iloc[1:200].map(str.strip)
    answers = rows[~rows[0].map(squash).isin(TOTALS)]
    places = [at for at, cell in enumerate(header) if cell.endswith("_complete")]
    return any(answers[at].isin(["", "0", "1", "2"]).all() for at in places)


def read(export: Export) -> Reading:
    """Read one row a record.

    Raises
    ------
    ExportError
        If records have rows of several events or repeats, or no column is their number.
    """
    seen = recognise(export)
    sheet = sheet_of(export, seen)
    if _dictionary.is_dictionary(sheet.row(0)):
        rows = len(sheet.body(1))
        return Reading({}, rows, rows, why="exports of its project in this folder get its words")
    form = open_form(export, seen)
    own = _own(form)
    keys = [at for at, role in own.items() if role == "key"]
    if keys and len(visits := form.cells[keys].drop_duplicates()) > 1:
        raise ExportError(error_text("redcap.visits", file=export.file, n=len(visits)))
    names = (_stem(name) for at, name in enumerate(form.names) if at not in own)
    entries, file, problems = _dictionary.dictionary_of(export, names)
    fields, dropped, more = _fields(form, own, entries)
    answers = form.answers(fields, own, dropped, [*problems, *more])
    answers = replace(
        answers,
        submitted=_submitted(_named(form, _MOMENT)),
        status=_status(_named(form, _STATE)),
        title=_TAIL.sub("", title_of(export, sheet)).strip(" _-"),
    )
    why = f"its codes have their words from {file}" if file else ""
    return reading_of(answers, why)


def _stem(header: str) -> str:
    """Return the field that a column belongs to."""
    box = _BOX.match(header)
    return (box["stem"] or box["label"]) if box else header


def _own(form: Form) -> dict[int, str]:
    """Return the columns that are no answers, the id among them: it is filled in each row."""
    names, roles = form.names, own_columns(form.names, words_of("redcap.columns"))
    for at, name in enumerate(names):
        if _MOMENT.search(name) or _STATE.search(name):
            roles[at] = "metadata"
    for at in (0, *[at for at, name in enumerate(names) if _ID.search(name)]):
        if at not in roles and not _BOX.match(names[at]) and (form.cells[at] != "").all():
            return {at: "id", **roles}
    raise ExportError(error_text("redcap.roles", file=form.export.file, names=names[0]))


def _fields(
    form: Form, own: Mapping[int, str], entries: Mapping[str, Entry]
) -> tuple[list[Field], list[tuple[str, str]], list[Problem]]:
    """Return the questions, and columns that go nowhere."""
    fields: list[Field] = []
    dropped: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for at in range(len(form.names)):
        if at in own or not form.is_used(at):
            continue
        name, cells = form.name(at), form.cells[at]
        entry = entries.get(_stem(name), Entry(_stem(name)))
        if entry.personal or is_personal(_stem(name)):
            dropped.append((name, PERSONAL))
        elif entry.kind == "file":
            dropped.append((name, "a file that was handed in, no answer"))
        elif box := _BOX.match(name):
            fields.append(_box(box, cells, entry))
        else:
            words, more = _dictionary.labelled(cells, entry, name, form.export.file)
            problems += more
            where, offered = (entry.block, entry.stem), tuple(entry.labels.values())
            wording = entry.wording
            fields.append(Field(_id(name), wording, words, entry.kind, *where, offered=offered))
    return fields, dropped, problems


def _id(name: str) -> str:
    return name if _NAME.match(name) else slug(name)


def _box(box: re.Match[str], cells: pd.Series, entry: Entry) -> Field:
    """Return one option of a checkbox field."""
    code = (box["code"] or "").replace("_", "-")
    option = box["option"] or entry.labels.get(code) or code
    ticked = cells.where(cells.str.casefold().isin(["1", "checked", "true"]), "")
    return choice(_id(box["stem"] or box["label"]), entry.wording, option, ticked)


def _named(form: Form, pattern: re.Pattern[str]) -> pd.DataFrame:
    """Return the columns whose headers match a pattern."""
    return form.cells[[at for at, name in enumerate(form.names) if pattern.search(name)]]


def _submitted(moments: pd.DataFrame) -> pd.Series | None:
    """Return the last moment a person handed something in."""
    return None if moments.empty else moments.replace("[not completed]", "").max(axis=1)


def _status(states: pd.DataFrame) -> pd.Series | None:
    """Return complete where every form with a state is complete; broken off if none is begun."""
    if states.empty:
        return None
    finished = states.isin(["2", "Complete"])
    begun = finished.any(axis=1)
    whole = (finished | (states == "")).all(axis=1) & begun
    words = np.select([whole, begun], ["complete", "partial"], "break_off")
    return pd.Series(words, index=states.index, dtype="str")
