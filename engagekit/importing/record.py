"""What was said of a file as the record that reads it, and its text in the mapping folder."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit

from engagekit.importing.answers import fixed_value, refused
from engagekit.importing.draft import Draft
from engagekit.importing.kinds import NONE
from engagekit.importing.question_proposal import beside
from engagekit.importing.questions import Question
from engagekit.mapping.mapping_file import YEAR_BEFORE, digest
from engagekit.mapping.units import without_unit
from engagekit.readers.contacts._staff_list import TOOL as STAFF_LIST

ORDER_OF_KEYS = (
    "name", "tool", "table", "layout", "overall", "sheet", "header_row", "header_rows",
    "date_order",
    "decimal", "own_log", "files", "ignored", "ticks", "columns", "constants", "date", "units",
    "values", "keep", "wide", "also", "questions", "scales", "fingerprint", "confirmed",
)  # fmt: skip
"""In which order a record is written, the shortest first."""
SWITCHES = ("staff_list", "own_log", "of_people")
"""Answers that are no field of a table."""


def record(draft: Draft, asked: Sequence[Question]) -> dict[str, Any]:
    """Return the record that the answers make, as a nested dict; empty where nothing is read."""
    if not draft.kind.table:
        return {}
    answers = {question.name: question.answer for question in asked}
    raw: dict[str, Any] = {"name": draft.name, "table": draft.kind.table, "files": answers["files"]}
    fields = _fields(draft, asked)
    if draft.survey is None:
        raw |= _of_list(draft, fields)
        raw["tool"] = STAFF_LIST if draft.kind.table == "contacts" else None
        raw["own_log"] = answers.get("own_log") == "yes" or None
        raw["values"] = _words(draft, asked)
    else:
        raw |= draft.survey.record
        if raw.get("layout"):
            return _in_order(beside(raw, draft.form_before) if draft.form_before else raw)
        said = {name: header for name, header in fields.items() if header != NONE}
        raw["columns"] = {**raw["columns"], **said}
        held = raw["columns"].values()
        raw["questions"] = {key: one for key, one in raw["questions"].items() if key not in held}
    table, used = draft.table, _used(raw)
    raw["header_row"], raw["header_rows"] = table.header_row, table.header_rows
    raw["sheet"] = draft.answer("sheet") or table.sheet.name
    raw["ignored"] = [column.name for column in draft.columns if column.name not in used]
    headers = list(table.names)
    first = draft.columns[0].letter if draft.columns else "A"
    raw["fingerprint"] = {"digest": digest(headers), "first_column": first, "headers": headers}
    return _in_order(raw)


def _in_order(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: raw[key] for key in ORDER_OF_KEYS if raw.get(key) not in ({}, [], None, "")}


def _fields(draft: Draft, asked: Sequence[Question]) -> dict[str, Any]:
    """Return each field with what was said of it, else with what is marked."""
    names = {ask.name for ask in draft.kind.asks if ask.name not in SWITCHES}
    found: dict[str, Any] = {
        one.name: draft.answer(one.name) or one.marked
        for one in asked
        if one.name in names and not one.is_open
    }
    for name in draft.kind.hold:
        marked = draft.suggested.get(name)
        if draft.answer(name) or marked is not None:
            found[name] = draft.answer(name) or (marked.name if marked else NONE)
    return found


def _of_list(draft: Draft, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a record that is no survey's: columns, fixed values, rows that count."""
    held, fixed = _parted(draft, fields)
    raw: dict[str, Any] = {
        "date_order": draft.answer("dates") or draft.order_settled,
        "decimal": draft.answer("decimal"),
        "units": draft.answer("units"),
        "ticks": [name for name in held if draft.ticked(name)],
        "keep": {_header(draft, name): list(ticked) for name, ticked in draft.only.items()},
        "columns": held,
        "constants": fixed,
    }
    if draft.kind.table == "attendance":
        raw["also"] = {"events": _of_events(held, fixed)}
    if draft.kind.table == "contracts" and fixed.pop("starts_on", ""):
        raw["date"] = {"starts_on": YEAR_BEFORE}
    if draft.periods:
        raw["wide"] = _wide(draft)
    return raw


def _parted(draft: Draft, fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the fields that a column holds, and those that are the same in every row."""
    held: dict[str, Any] = {}
    fixed = {str(name): str(text) for name, text in draft.said.get("always", {}).items()}
    for name, answer in fields.items():
        if answer == NONE or name in fixed:
            continue
        if isinstance(answer, (list, tuple)):
            held[name] = [_header(draft, str(one)) for one in answer]
        elif column := draft.column_of(name, str(answer)):
            held[name] = column.name
        else:
            value = fixed_value(draft.kind, name, str(answer), draft.settings)
            value = str(answer) if draft.is_fixed_before(name, str(answer)) else value
            if value is None:
                raise refused(draft.kind, name, str(answer), draft.columns)
            fixed[name] = value
    return held, fixed


def _header(draft: Draft, name: str) -> str:
    """Return a header as the file writes it."""
    column = draft.named(name)
    return column.name if column else name


def _of_events(held: dict[str, Any], fixed: dict[str, str]) -> dict[str, Any]:
    """Return the part that makes events of a list of who came; numbers them in the list too."""
    of_event = ["title", "started_at"]
    columns = {name: held.pop(name) for name in of_event if name in held}
    constants = {name: fixed.pop(name) for name in of_event if name in fixed}
    event: dict[str, Any] = {"columns": columns, "constants": constants}
    if "title" not in columns and constants.get("title", "file") == "file":
        constants["title"] = "{event}"
    if "started_at" not in columns and constants.get("started_at", "file") == "file":
        constants.pop("started_at", None)
        event["date"] = {"started_at": "file name"}
    numbered_by = [header for header in columns.values() if isinstance(header, str)]
    if numbered_by:
        held["event_id"] = columns["event_id"] = numbered_by
    else:
        fixed["event_id"] = constants["event_id"] = "{file}"
    return {key: part for key, part in event.items() if part}


def _wide(draft: Draft) -> dict[str, Any]:
    """Return the columns of which each gives a row, by what stands in their headings."""
    names = draft.kind.across
    labels = {day: header for header, day in draft.periods.items()}
    if names == "period":  # a budget knows months, quarters and years by their names
        labels = {_label(header, day): header for header, day in draft.periods.items()}
    return {"names": names, "values": draft.kind.value, "columns": labels}


def _label(header: str, day: str) -> str:
    """Return a period of money as it is read: a month without its year gets one."""
    heading = without_unit(header)
    return heading if any(sign.isdigit() for sign in heading) else day[:7]


def _words(draft: Draft, asked: Sequence[Question]) -> dict[str, dict[str, str]]:
    """Return the words of the file that are ours under another name, said or marked."""
    words = {field: dict(pairs) for field, pairs in draft.said.get("words", {}).items()}
    for question in asked:
        name, *of = question.key
        if name == "words" and of[1]:
            words.setdefault(of[0], {})[of[1]] = question.answer
    return {
        field: {theirs: ours for theirs, ours in pairs.items() if ours != NONE}
        for field, pairs in words.items()
    }


def _used(raw: Mapping[str, Any]) -> set[str]:
    """Return the headers that a record reads."""
    used = {*raw.get("keep", {}), *raw.get("wide", {}).get("columns", {}).values()}
    used |= {*raw.get("questions", {})}
    for part in (raw, *raw.get("also", {}).values()):
        for header in part.get("columns", {}).values():
            used |= {header} if isinstance(header, str) else {*header}
    return used


def confirmation(
    draft: Draft, raw: Mapping[str, Any], rows: int, total: float | None
) -> dict[str, Any]:
    """Return when a shape was confirmed, and on which words: what is new later is asked about."""
    choices = [name for name in draft.kind.tidy_table.names if draft.kind.allowed(name)]
    headers = [raw.get("columns", {}).get(name) for name in (*choices, "department", "currency")]
    watched = [*raw.get("keep", {}), *(one for one in headers if isinstance(one, str))]
    words = {one.name: sorted(one.values) for one in draft.columns if one.name in watched}
    found: dict[str, Any] = {"on": dt.date.today(), "file": draft.path.name, "rows": rows}
    found |= {} if total is None else {"total": total}
    return found | {"words": {header: seen for header, seen in words.items() if seen}}


def as_text(raw: Mapping[str, Any], file: str) -> str:
    """Return a record as it stands in the mapping folder."""
    return (
        f"# What the columns of {file} mean, as it was confirmed.\n"
        "# A wrong answer is one line to change. What a file has besides is\n"
        "# listed under ignored.\n"
        f"{tomlkit.dumps(raw)}"
    )
