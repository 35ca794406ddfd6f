"""What was said of a file as the record that reads it, and its text in the mapping folder."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit

from engagekit.importing.answers import (
    column_meant,
    column_named,
    fixed_value,
    refused,
    rows_ticked,
)
from engagekit.importing.kinds import NONE, Kind
from engagekit.importing.profile import Column
from engagekit.importing.questions import CONTROLLED, Question, across, are_ticks
from engagekit.mapping.mapping_file import YEAR_BEFORE, digest
from engagekit.mapping.table import DetectedTable
from engagekit.mapping.units import without_unit
from engagekit.settings.schema import Settings

ORDER_OF_KEYS = (
    "name", "table", "sheet", "header_row", "header_rows", "date_order", "decimal", "own_log",
    "files", "ignored", "ticks", "columns", "constants", "date", "units", "values", "keep", "wide",
    "also", "questions", "scales", "fingerprint", "confirmed",
)  # fmt: skip
"""In which order a record is written, the shortest first."""
SWITCHES = ("staff_list", "own_log", "of_people", "files")
"""Answers that are no field of a table."""


def record(
    name: str,
    kind: Kind,
    table: DetectedTable,
    columns: Sequence[Column],
    answers: Mapping[str, Any],
    said: Mapping[str, Any],
    settings: Settings,
) -> dict[str, Any]:
    """Return the record as a nested dict.

    ``answers``: field to header, headers or value, what is marked included. ``said``: what is
    neither: order of dates, rows that count, words.
    """
    raw: dict[str, Any] = {
        "name": name,
        "table": kind.table,
        "header_row": table.header_row,
        "header_rows": table.header_rows,
        "sheet": said.get("sheet") or table.listing.sheet.name,
        "date_order": said.get("dates"),
        "decimal": said.get("decimal"),
        "units": said.get("units"),
        "files": answers["files"],
        "own_log": answers.get("own_log") == "yes" or None,
    }
    fields = {key: value for key, value in answers.items() if key not in SWITCHES}
    held, fixed = _parted(kind, columns, fields, said, settings)
    raw["ticks"] = [field for field in held if are_ticks(columns, field, fields.get(field, ""))]
    if kind.table == "attendance":
        raw |= _of_events(held, fixed)
    if kind.table == "contracts" and fixed.pop("starts_on", ""):
        raw["date"] = {"starts_on": YEAR_BEFORE}
    if periods := across(kind, said, columns, settings):
        raw["wide"] = _wide(kind, periods, said)
    raw["columns"], raw["constants"] = held, fixed
    raw["values"] = _words(said)
    only = rows_ticked(said)
    raw["keep"] = {_header(columns, name): list(ticked) for name, ticked in only.items()}
    used = _used(raw)
    raw["ignored"] = [column.name for column in columns if column.name not in used]
    raw["fingerprint"] = _fingerprint(table, columns)
    return {key: raw[key] for key in ORDER_OF_KEYS if raw.get(key) not in ({}, [], None, "")}


def of_survey(
    raw: dict[str, Any], table: DetectedTable, columns: Sequence[Column], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the record of a survey: its questions, and of a sheet of no tool where it stands."""
    raw = {**raw, "files": answers["files"]}
    if raw.get("layout"):
        return raw
    held = {
        field: header
        for field, header in answers.items()
        if field not in SWITCHES and header != NONE
    }
    asked = {key: said for key, said in raw["questions"].items() if key not in held.values()}
    used = {*held.values(), *raw.get("columns", {}).values(), *asked}
    place: dict[str, Any] = {"header_row": table.header_row, "header_rows": table.header_rows}
    if table.listing.sheet.name:
        place["sheet"] = table.listing.sheet.name
    return {
        **raw,
        **place,
        "columns": {**raw.get("columns", {}), **held},
        "questions": asked,
        "ignored": [column.name for column in columns if column.name not in used],
        "fingerprint": _fingerprint(table, columns),
    }


def _fingerprint(table: DetectedTable, columns: Sequence[Column]) -> dict[str, Any]:
    """Return the headers by which a later file of the same shape is known."""
    first = columns[0].letter if columns else "A"
    headers = list(table.headers)
    return {"digest": digest(headers), "first_column": first, "headers": headers}


def _parted(
    kind: Kind,
    columns: Sequence[Column],
    fields: Mapping[str, Any],
    said: Mapping[str, Any],
    settings: Settings,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the fields that a column holds, and those that are the same in every row."""
    held: dict[str, Any] = {}
    fixed: dict[str, str] = {str(k): str(v) for k, v in said.get("always", {}).items()}
    for field, answer in fields.items():
        if answer == NONE or field in fixed:
            continue
        if isinstance(answer, (list, tuple)):
            held[field] = [_header(columns, str(one)) for one in answer]
            continue
        column = column_meant(columns, kind, field, str(answer))
        if column is not None:
            held[field] = column.name
            continue
        value = fixed_value(kind, field, str(answer), settings)
        if value is None:
            raise refused(kind, field, str(answer), columns)
        fixed[field] = value
    return held, fixed


def _header(columns: Sequence[Column], name: str) -> str:
    """Return a header as the file writes it."""
    column = column_named(columns, name)
    return column.name if column else name


def _of_events(held: dict[str, Any], fixed: dict[str, str]) -> dict[str, Any]:
    """Return the part of a record that makes events of a list of who came."""
    title, day = held.pop("title", None), held.pop("started_at", None)
    told, on = fixed.pop("title", None), fixed.pop("started_at", None)
    event: dict[str, Any] = {"columns": {}, "constants": {}}
    if title is not None:
        event["columns"]["title"] = title
    else:
        event["constants"]["title"] = "{event}" if told in ("file", None) else told
    if day is not None:
        event["columns"]["started_at"] = day
    elif on in ("file", None):
        event["date"] = {"started_at": "file name"}
    else:
        event["constants"]["started_at"] = on
    numbered_by = [one for one in (title, day) if isinstance(one, str)]
    if numbered_by:
        held["event_id"] = event["columns"]["event_id"] = numbered_by
    else:
        fixed["event_id"] = event["constants"]["event_id"] = "{file}"
    return {"also": {"events": {key: part for key, part in event.items() if part}}}


def _wide(kind: Kind, periods: Mapping[str, str], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of which each gives a row, by what stands in their headings."""
    names = said.get("across_is") or kind.across
    labels = {day: header for header, day in periods.items()}
    if names == "period":  # a budget knows months, quarters and years by their names
        labels = {_label(header, day): header for header, day in periods.items()}
    return {"names": names, "values": kind.value, "columns": labels}


def _label(header: str, day: str) -> str:
    """Return a period of money as it is read: a month without its year gets one."""
    heading = without_unit(header)
    return heading if any(sign.isdigit() for sign in heading) else day[:7]


def _words(said: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the words of the file that are ours under another name."""
    each = said.get("words", {})
    return {
        field: {theirs: ours for theirs, ours in pairs.items() if ours != NONE}
        for field, pairs in each.items()
        if field in CONTROLLED
    }


def _used(raw: Mapping[str, Any]) -> set[str]:
    """Return the headers that a record reads."""
    parts = [raw, *raw.get("also", {}).values()]
    used: set[str] = {*raw.get("keep", {}), *raw.get("wide", {}).get("columns", {}).values()}
    for part in parts:
        for header in part.get("columns", {}).values():
            used |= {header} if isinstance(header, str) else {*header}
    return used


def with_words(said: Mapping[str, Any], questions: Sequence[Question]) -> dict[str, Any]:
    """Return what was said, with the meaning of each word, said or marked."""
    words = {field: dict(pairs) for field, pairs in said.get("words", {}).items()}
    for question in questions:
        field, sign, word = question.name.removeprefix("words ").partition(".")
        if question.name.startswith("words ") and sign:
            words.setdefault(field, {})[word] = question.said or question.marked
    return {**said, "words": words} if words else {**said}


def confirmation(
    file: str, rows: int, columns: Sequence[Column], raw: Mapping[str, Any], total: float | None
) -> dict[str, Any]:
    """Return when a shape was confirmed, and on which words: what is new later is asked about."""
    watched = {*raw.get("keep", {})}
    for field in (*CONTROLLED, "department", "currency"):
        header = raw.get("columns", {}).get(field)
        watched |= {header} if isinstance(header, str) else set()
    words = {column.name: sorted(column.values) for column in columns if column.name in watched}
    found: dict[str, Any] = {"on": dt.date.today(), "file": file, "rows": rows}
    if total is not None:
        found["total"] = total
    return found | {"words": {header: seen for header, seen in words.items() if seen}}


def as_text(raw: Mapping[str, Any], file: str) -> str:
    """Return a record as it stands in the mapping folder."""
    document = tomlkit.document()
    document.add(tomlkit.comment(f"What the columns of {file} mean, as it was confirmed."))
    document.add(
        tomlkit.comment("A wrong answer is one line to change. What a file has besides is")
    )
    document.add(tomlkit.comment("listed under ignored."))
    for key, value in raw.items():
        document.add(key, tomlkit.item(value))
    return tomlkit.dumps(document)
