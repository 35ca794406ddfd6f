"""REDCap: data exports (codes or labels), longitudinal and repeating, with their dictionary."""

import re
from collections.abc import Iterator, Mapping
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
from engagekit.readers.survey._survey_builder import Field, choice, slug, unique
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
    """Read one row a record, event and instance; a person counts once in `respondents`."""
    seen = recognise(export)
    sheet = sheet_of(export, seen)
    if _dictionary.is_dictionary(sheet.row(0)):
        rows = _dictionary.dictionary_in(sheet, export.file).rows
        return Reading({}, rows, rows, why="exports of its project in this folder get its words")
    form = open_form(export, seen)
    own = _own(form)
    names = (_stem(name) for at, name in enumerate(form.names) if at not in own)
    dictionary, problems = _dictionary.dictionary_of(export, names)
    fields, dropped, more = _fields(form, own, dictionary.entries if dictionary else {})
    problems += more
    answers = form.answers(fields, own, dropped, problems)
    ids = form.cells[next(at for at, role in own.items() if role == "id")]
    if ids.duplicated().any() and len({*_visits(form, own)}) > 1:
        answers = replace(answers, ids=ids, many_rows=True, problems=problems)
    answers = replace(
        answers,
        submitted=_submitted(_named(form, _MOMENT), answers.ids),
        status=_status(_named(form, _STATE), answers.ids),
        title=_TAIL.sub("", title_of(export, sheet)).strip(" _-"),
    )
    why = f"its codes have their words from {dictionary.file}" if dictionary else ""
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


def _visits(form: Form, own: Mapping[int, str]) -> pd.Series:
    """Return the event and the instance of each row, in one text."""
    label = form.constant("")
    for at in sorted(at for at, role in own.items() if role == "key"):
        label = (label + " " + form.cells[at]).str.strip()
    return label


def _fields(
    form: Form, own: Mapping[int, str], entries: Mapping[str, Entry]
) -> tuple[list[Field], list[tuple[str, str]], list[Problem]]:
    """Return questions of each event in which they were answered, and columns that go nowhere."""
    visits = _visits(form, own)
    places = [at for at in range(len(form.names)) if at not in own and form.is_used(at)]
    keys = unique(form.names[at] or f"column_{at + 1}" for at in places)
    fields: list[Field] = []
    dropped: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for key, at in zip(keys, places, strict=True):
        name, stem = form.names[at], _stem(form.names[at])
        entry = entries.get(stem, Entry(stem))
        if entry.personal or is_personal(stem):
            dropped.append((name, PERSONAL))
        elif entry.kind == "file":
            dropped.append((name, "a file that was handed in, no answer"))
        elif box := _BOX.match(name):
            cells = form.cells[at]
            fields += _in_visits(_box(box, cells, entry), visits, visits[cells != ""])
        else:
            cells, more = _dictionary.labelled(form.cells[at], entry, name, form.export.file)
            problems += more
            field = Field(
                _id(key),
                entry.wording or name,
                cells,
                entry.kind,
                entry.block,
                entry.stem,
                offered=tuple(entry.labels.values()),
            )
            fields += _in_visits(field, visits, visits[cells != ""])
    return fields, dropped, problems


def _id(name: str) -> str:
    return name if _NAME.match(name) else slug(name)


def _box(box: re.Match[str], cells: pd.Series, entry: Entry) -> Field:
    """Return one option of a checkbox field."""
    code = (box["code"] or "").replace("_", "-")
    option = box["option"] or entry.labels.get(code) or code
    ticked = cells.where(cells.str.casefold().isin(["1", "checked", "true"]), "")
    return choice(_id(box["stem"] or box["label"]), entry.wording, option, ticked)


def _in_visits(field: Field, visits: pd.Series, answered: pd.Series) -> Iterator[Field]:
    """Yield a question of each event in which it was answered, of the first where of none."""
    marks = [*answered.unique()] or [*visits[:1]]
    for visit in marks:
        shown = None if (visits == visit).all() else visits == visit
        if len(marks) == 1:
            yield replace(field, shown=shown)
            continue
        mark, is_box = f"@{slug(visit)}", field.option != ""
        yield replace(
            field,
            question_id=field.question_id + mark,
            wording=field.wording if is_box else f"{field.wording} ({visit})",
            block=field.block and field.block + mark,
            shown=shown,
        )


def _named(form: Form, pattern: re.Pattern[str]) -> pd.DataFrame:
    """Return the columns whose headers match a pattern."""
    return form.cells[[at for at, name in enumerate(form.names) if pattern.search(name)]]


def _submitted(moments: pd.DataFrame, ids: pd.Series) -> pd.Series | None:
    """Return the last moment a person handed something in."""
    if moments.empty:
        return None
    last = moments.replace("[not completed]", "").max(axis=1)
    return last.groupby(ids).transform("max").astype("str")


def _status(states: pd.DataFrame, ids: pd.Series) -> pd.Series | None:
    """Return complete where every form with a state is complete; broken off if none is begun."""
    if states.empty:
        return None
    finished = states.isin(["2", "Complete"])
    whole = (finished | (states == "")).all(axis=1) & finished.any(axis=1)
    begun = finished.any(axis=1).groupby(ids).transform("any")
    done = whole.groupby(ids).transform("all")
    words = np.select([done, begun], ["complete", "partial"], "break_off")
    return pd.Series(words, index=states.index, dtype="str")
