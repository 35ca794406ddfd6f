"""REDCap: data exports (codes or labels), longitudinal and repeating, with their dictionary."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet, beside
from engagekit.readers.shared._table import squash
from engagekit.readers.shared._totals import TOTALS
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _code_book, _survey_builder
from engagekit.readers.survey import _redcap_dictionary as _dictionary
from engagekit.readers.survey._code_book import Entry
from engagekit.readers.survey._form import Form, open_form, seen_below_titles, sheet_of
from engagekit.readers.survey._personal_columns import PERSONAL, is_personal
from engagekit.readers.survey._survey_builder import Field, choice, slug, unique
from engagekit.readers.survey._survey_tables import title_of
from engagekit.readers.survey._words import folded, words_of
from engagekit.tables.problems import Problem

TOOL = "REDCap"
TABLES = _survey_builder.TABLES
TEXTS = (".csv", ".tsv", ".txt")
OWN_NAMES = 0.95
"""Share of headers that are names of fields (small letters and _): one may be mended by hand."""
_VISIT = ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance")
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_BOX = re.compile(r"^(?P<stem>.+?)___(?P<code>_?[A-Za-z0-9]+)$")
_BOX_LABEL = re.compile(r"^(?P<stem>.*\S)\s*\(choice=(?P<option>.*)\)$", re.DOTALL)
_ID = re.compile(r"(?i)^(?:record|study|participant|subject|respondent|case)?[_ ]?id$|^record$")
_MOMENT = re.compile(r"_timestamp$|^Survey Timestamp$")
_DONE = re.compile(r"_complete$|^Complete\?$")
_OPEN_TIME = "[not completed]"
BOXES = "boxes named field___code"
_TAIL = re.compile(r"_DATA(?:_LABELS)?_\d{4}-\d{2}-\d{2}_\d{4}$|[-_]data$", re.IGNORECASE)


def recognise(export: Export) -> Recognition | None:
    """Recognise a data dictionary; or redcap_ columns, `___` boxes or `_complete`."""
    return seen_below_titles(export, _seen_in)


def _seen_in(sheet: Sheet) -> Recognition | None:
    header = sheet.row(0)
    if _dictionary.is_dictionary(header):
        return Recognition("it is a data dictionary (code book)", sheet=sheet.name)
    if signs := _signs(sheet, header):
        return Recognition(f"there are {signs}", signs != BOXES, sheet=sheet.name)
    return None


def _signs(sheet: Sheet, header: list[str]) -> str:
    """Return by which columns a sheet is known, nothing for none."""
    has_own = bool({*header} & {*words_of("redcap.columns")})
    if not header[0] or (folded(header[0]) in {"timestamp", "id"} and not has_own):
        return ""
    present = [cell for cell in header if cell]  # a spreadsheet leaves blank columns behind
    if sum(bool(_NAME.match(cell)) for cell in present) >= OWN_NAMES * len(present):
        states = (at for at, cell in enumerate(header) if cell.endswith("_complete"))
        if has_own:
            return "redcap_ columns"
        if any(_is_state(sheet, at) for at in states):
            return "columns that end in _complete"
        if any(_BOX.match(cell) for cell in header[1:]):
            return BOXES
    is_labelled = folded(header[0]).endswith(" id") or header.count("Complete?") > 1
    is_labelled |= any(_BOX_LABEL.match(cell) or _own_name(cell) for cell in header)
    return "columns named 'Complete?'" if is_labelled and "Complete?" in header else ""


def _own_name(header: str) -> str:
    """Return the name of one of the tool's own columns, whether written so or as its label."""
    words = words_of("redcap.columns")
    return next((name for name, headers in words.items() if folded(header) in headers), "")


def _role(header: str) -> str:
    """Return what a column is that holds no answer: its own name, ``moment`` or ``done``."""
    of_form = (("moment", _MOMENT), ("done", _DONE))
    return _own_name(header) or next((role for role, one in of_form if one.search(header)), "")


def _box_of(header: str) -> re.Match[str] | None:
    return _BOX.match(header) or _BOX_LABEL.match(header)


def _stem(header: str) -> str:
    """Return the field that a column belongs to."""
    box = _box_of(header)
    return box["stem"] if box else header


def _is_state(sheet: Sheet, at: int) -> bool:
    """Return whether a column holds states of a form, a row of totals left out."""
    rows = sheet.cells.iloc[1:200]
    total = rows.iloc[:, 0].map(squash).isin(TOTALS)
    return set(rows.loc[~total].iloc[:, at].str.strip()) <= {"0", "1", "2", ""}


def read(export: Export) -> Reading:
    """Read one row a record, event and instance; a person counts once in `respondents`."""
    seen = recognise(export)
    sheet = sheet_of(export, seen)
    if _dictionary.is_dictionary(sheet.row(0)):
        return _book_alone(export, sheet)
    form = open_form(export, seen)
    roles = _roles(form)
    books = map(_dictionary.book_of, beside(export, TEXTS, _dictionary.MARK))
    book, problems = _code_book.chosen(books, _questions(form.names), "", export.file)
    entries = book.entries if book else {}
    form, more = _with_words(form, roles, entries)
    visits = _visits(form, roles)
    fields, dropped = _fields(form, roles, visits, entries)
    own = {at: _ROLES.get(role, "metadata") for at, role in roles.items()}
    answers = form.answers(fields, own, dropped, [*problems, *more])
    ids = form.cells[next(at for at, role in roles.items() if role == "id")]
    if ids.duplicated().any() and len({*visits}) > 1:
        answers = replace(answers, ids=ids, many_rows=True, problems=[*problems, *more])
    columns = {
        kind: [at for at, role in roles.items() if role == kind] for kind in ("moment", "done")
    }
    reading = form.reading(
        replace(
            answers,
            submitted=_submitted(form.cells[columns["moment"]], answers.ids),
            status=_status(form.cells[columns["done"]], answers.ids),
            title=_TAIL.sub("", title_of(export, sheet)).strip(" _-"),
        )
    )
    return replace(reading, why=book.why if book else "")


_ROLES = {"id": "id", "redcap_survey_identifier": "personal", **dict.fromkeys(_VISIT, "key")}


def _book_alone(export: Export, sheet: Sheet) -> Reading:
    """Read a data dictionary where its answers lie beside it, else refuse it."""
    count = max(sheet.last_row, 0)
    book = _dictionary.book_of(export) if count and sheet.row(1)[0] else None
    first = next(iter(book.entries.items())) if book else ("", Entry(""))
    heads = "|".join(re.escape(one) for one in (first[0], first[1].wording))
    mark = rf'^\ufeff?"?(?:{heads})"?\s*[,;\t]' if book else ""
    refusal = (
        f"{export.file} is a REDCap data dictionary ({count} fields): a code book, no answers, "
        "and its answers are not beside it. Export them (Data Exports > CSV) into the same "
        "folder, or set ignore = true for it under [files] in engagekit.toml."
    )
    suffixes = {*TEXTS, ".xlsx"}

    def questions(other: Export) -> tuple[dict[str, str], str]:
        """Return the fields of an export; its title says nothing."""
        seen = recognise(other)
        if seen is None or _dictionary.sheet_of(other) is not None:
            return {}, ""
        return _questions(sheet_of(other, seen).row(seen.header_row - 1)), ""

    return _code_book.read_alone(export, book, count, suffixes, mark, questions, refusal)


def _questions(names: Sequence[str]) -> dict[str, str]:
    """Return the fields of an export; their names are the project's own, no wording is needed."""
    return {stem: "" for stem in map(_stem, names) if not _role(stem)}


def _roles(form: Form) -> dict[int, str]:
    """Return the columns that are no answers, and what each is."""
    names = form.names
    others = [at for at, name in enumerate(names) if _ID.search(name)]
    free = (at for at in (0, *others) if not (_role(names[at]) or _box_of(names[at])))
    id_at = next((at for at in free if (form.cells[at] != "").all()), None)
    if id_at is None:
        raise ExportError(error_text("redcap.roles", file=form.export.file, names=names[0]))
    roles = {at: role for at, name in enumerate(names) if (role := _role(name))}
    return {id_at: "id", **roles}


def _visits(form: Form, roles: Mapping[int, str]) -> pd.Series:
    """Return the event and the instance of each row, in one text."""
    at = {role: place for place, role in roles.items()}
    label = form.constant("")
    for name in _VISIT:
        if name in at:
            label = (label + " " + form.cells[at[name]]).str.strip()
    return label


def _with_words(
    form: Form, roles: Mapping[int, str], entries: Mapping[str, Entry]
) -> tuple[Form, list[Problem]]:
    """Return codes as the dictionary's labels."""
    cells, problems = form.cells.copy(deep=False), list[Problem]()
    for at, name in enumerate(form.names):
        if at not in roles and name in entries:
            file = form.export.file
            cells[at], more = _code_book.labelled(form.cells[at], entries[name], name, file)
            problems += more
    return replace(form, cells=cells), problems


def _fields(
    form: Form, roles: Mapping[int, str], visits: pd.Series, entries: Mapping[str, Entry]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Return questions of each event in which they were answered, and columns that go nowhere."""
    filled = {at: form.cells[at] != "" for at in range(len(form.names)) if at not in roles}
    places = [at for at, mask in filled.items() if form.names[at] or mask.any()]
    keys = unique(form.names[at] or f"column_{at + 1}" for at in places)
    every_visit = list(visits.unique())
    fields: list[Field] = []
    dropped: list[tuple[str, str]] = []
    for key, at in zip(keys, places, strict=True):
        name, stem, cells = form.names[at], _stem(form.names[at]), form.cells[at]
        entry = entries.get(stem, Entry(stem))
        if entry.personal or is_personal(stem):
            dropped.append((name, PERSONAL))
            continue
        if entry.kind == "file":
            dropped.append((name, "a file that was handed in, no answer"))
            continue
        answered = [visit for visit in every_visit if (filled[at] & (visits == visit)).any()]
        for visit in answered or every_visit[:1]:
            shown = visits == visit if len(every_visit) > 1 else None
            mark = f"@{slug(visit)}" if len(answered) > 1 else ""
            if box := _box_of(name):
                fields.append(_box(box, cells, mark, shown, entry))
                continue
            fields.append(
                Field(
                    _id(key) + mark,
                    (entry.wording or name) + (f" ({visit})" if mark else ""),
                    cells,
                    "" if entry.kind == "open" else entry.kind,
                    f"{entry.block}{mark}" if entry.block else "",
                    entry.stem,
                    shown=shown,
                    offered=tuple(entry.labels.values()),
                )
            )
    return fields, dropped


def _id(name: str) -> str:
    return name if _NAME.match(name) else slug(name)


def _box(
    box: re.Match[str], cells: pd.Series, mark: str, shown: pd.Series | None, entry: Entry
) -> Field:
    """Return one option of a checkbox field."""
    parts = box.groupdict()
    code = re.sub(r"^_", "-", parts.get("code") or "")
    option = parts.get("option") or entry.items.get(code) or code
    ticked = cells.where(cells.str.casefold().isin(["1", "checked", "true"]), "")
    return choice(_id(box["stem"]) + mark, entry.wording or box["stem"], option, ticked, shown)


def _submitted(moments: pd.DataFrame, ids: pd.Series) -> pd.Series | None:
    """Return the last moment a person handed something in."""
    if moments.empty:
        return None
    last = moments.replace(_OPEN_TIME, "").max(axis=1)
    return last.groupby(ids).transform("max").astype("str")


def _status(states: pd.DataFrame, ids: pd.Series) -> pd.Series | None:
    """Return complete where every form with a state is complete; broken off if none is begun."""
    if states.empty:
        return None
    states = states.apply(lambda cells: cells.str.casefold())
    finished = states.isin(["2", "complete"])
    whole = (finished | (states == "")).all(axis=1) & (states != "").any(axis=1)
    begun = finished.any(axis=1).groupby(ids).transform("any")
    words = np.where(begun, "partial", "break_off")
    words = np.where(whole.groupby(ids).transform("all"), "complete", words)
    return pd.Series(words, index=states.index, dtype="str")
