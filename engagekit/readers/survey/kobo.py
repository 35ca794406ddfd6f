"""KoBoToolbox: CSV (semicolons, every cell quoted) and XLSX, as labels or XML names."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _odk_family, _survey_builder
from engagekit.readers.survey._form import Form, open_form, own_columns
from engagekit.readers.survey._survey_tables import title_of
from engagekit.tables.problems import Problem

TOOL = "KoBoToolbox"
TABLES = _survey_builder.TABLES
SERVER_COLUMNS = 3
"""Columns of the server that must stand there: a form may hold one or two of such a name."""
_MODE = re.compile(r"\s*-?_?(?:all_versions|latest_version)?_-_.*$", re.IGNORECASE)
_MAIN = {"_id", "_uuid", "_submission_time"}


def recognise(export: Export) -> Recognition | None:
    """Recognise three of the server's columns: _id, _uuid, _submission_time, _index, ..."""
    server = {name for names in vocabulary.words("kobo.server").values() for name in names}
    for sheet in export.visible:
        header = set(sheet.row(0))
        matches = sorted(header & server)
        if len(matches) >= SERVER_COLUMNS and header & _MAIN and "_parent_index" not in header:
            return Recognition(f"the columns {', '.join(matches[:3])} are there", sheet=sheet.name)
    return None


def read(export: Export) -> Reading:
    """Read one row a submission; a select-multiple question counts once, by its 0/1 columns."""
    form = open_form(export, recognise(export), clean=str)
    own = _own(form.names) | _odk_family.clocks(form)
    if "id" not in own.values():
        own = {at: "id" if role == "key" else role for at, role in own.items()}
    version = next((name for name in ("__version__", "_version_") if name in form.names), None)
    versions = form.cells[form.names.index(version)] if version else None
    form, own, problems = _odk_family.coalesced(form, own, versions)
    fields, dropped = _odk_family.fields(form, own, "/")
    title = _MODE.sub("", title_of(export, form.sheet)).strip("_ ")
    answers = form.answers(fields, own, dropped, problems)
    groups, unread = _groups(form, answers.ids, title)
    problems = [*answers.problems, *unread]
    problems += [one for part in groups.values() for one in part.problems]
    whole = form.reading(replace(answers, zone="UTC", title=title, problems=problems))
    if not groups:
        return whole
    why = ", ".join(f"{name} ({part.rows_kept} rows)" for name, part in groups.items())
    tables = _odk_family.together(whole, list(groups.values()))
    rows = {name: (part.rows_read, part.rows_kept) for name, part in groups.items()}
    rows = {form.sheet.name: (whole.rows_read, whole.rows_kept), **rows}
    return replace(whole, tables=tables, sheet_rows=rows, why=f"with the repeat groups {why}")


def _own(names: list[str]) -> dict[int, str]:
    """Return the columns of the server, and those of the form that name a person or a device."""
    form = own_columns(names, vocabulary.words("kobo.form"), str)
    return form | own_columns(names, vocabulary.words("kobo.server"), str)


def _groups(form: Form, ids: pd.Series, title: str) -> tuple[dict[str, Reading], list[Problem]]:
    """Return the repeat groups by their sheets, rows by their submissions; and those left out."""
    keys: dict[str, dict[str, str]] = {
        name: _lookup(form.cells[form.names.index(name)], ids)
        for name in ("_index", "_uuid", "_id")
        if name in form.names
    }
    indices = {form.sheet.name: keys.get("_index", {})}
    groups: dict[str, Reading] = {}
    waiting = [sheet for sheet in form.export.visible if "_parent_index" in sheet.row(0)]
    for _ in range(len(waiting)):  # a repeat in a repeat waits for the one around it
        for sheet in waiting:
            owners = None if sheet.name in groups else _owners(sheet, keys, indices)
            if owners is None:
                continue
            groups[sheet.name] = _group(form.export, sheet, owners, title)
            names = sheet.row(0)
            if "_index" in names:
                indices[sheet.name] = _lookup(sheet.body(1)[names.index("_index")], owners)
    left_out = [
        Problem(*problem_texts("kobo.groups"), form.export.file, sheet.name)
        for sheet in waiting
        if sheet.name not in groups
    ]
    return groups, left_out


def _owners(
    sheet: Sheet, keys: Mapping[str, dict[str, str]], indices: Mapping[str, dict[str, str]]
) -> pd.Series | None:
    """Return the respondent of each row of a repeat; None while its parent is unread.

    ``keys``: of the main sheet. ``indices``: the main sheet first.
    """
    names, body = sheet.row(0), sheet.body(1)
    for column, key in (("_submission__uuid", "_uuid"), ("_submission__id", "_id")):
        if column in names and key in keys:
            return body[names.index(column)].str.strip().map(keys[key])
    parent, main = body[names.index("_parent_index")].str.strip(), next(iter(indices))
    tables = "_parent_table_name"
    outer = set(body[names.index(tables)].str.strip()) - {"", main} if tables in names else set()
    around = next((name for name in indices if name in outer), None if outer else main)
    return parent.map(indices[around]) if around is not None and indices[around] else None


def _lookup(keys: pd.Series, owners: pd.Series) -> dict[str, str]:
    """Return the respondent of each key, the first where one stands twice."""
    table: dict[str, str] = {}
    for key, owner in zip(keys.str.strip(), owners, strict=True):
        table.setdefault(key, owner)
    return table


def _group(export: Export, sheet: Sheet, owners: pd.Series, title: str) -> Reading:
    """Return one repeat group as questions and responses, and what its sheet lacks."""
    orphan = (_odk_family.ORPHAN, lambda cells: owners.isna())
    form = open_form(export, Recognition("", sheet=sheet.name), orphan, clean=str)
    own = set(_own(form.names))
    own |= {at for at, name in enumerate(form.names) if name.startswith("_submission__")}
    reading = _odk_family.repeat(form, owners, own, "/", name=sheet.name, title=title)
    lost = sum(part.rows for part in form.aside if part.reason == _odk_family.ORPHAN)
    if not lost:
        return reading
    problem = Problem(*problem_texts("kobo.group", lost=lost), export.file, sheet.name)
    return replace(reading, problems=[*reading.problems, problem])
