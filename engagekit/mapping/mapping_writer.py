"""The text of a new mapping file, with what is not decided written as comments."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import tomlkit

from engagekit.errors import shorten
from engagekit.files.source_file import Export, letter
from engagekit.mapping.columns import ColumnSeen
from engagekit.mapping.lists import MADE_IDS
from engagekit.mapping.mapping_file import SURVEY, digest, fields_of, normal
from engagekit.mapping.matching import headers_of
from engagekit.mapping.spellings import MOST_WORDS, merges, unknown
from engagekit.mapping.suggesting import Suggested
from engagekit.mapping.table_detection import Found, reasons
from engagekit.readers.survey._categorical import encode, kind_of
from engagekit.tables.schema import TABLES

_DEBIT = frozenset(["debit", "debits", "soll", "debe"])
_CREDIT = frozenset(["credit", "credits", "haben", "haber"])
_PERIOD = re.compile(
    r"^q[1-4]\b|\bq[1-4]$|^t[1-4]\b|^\d{4} \d{1,2}$|"
    r"^(?:jan|f[eé]v|feb|m[aä]r|apr|avr|ma[iy]|jun|jui|jul|aug|ao[uû]t|se[pt]|o[ck]t|nov|de[cz])"
)
"""Headers that name a month or a quarter, as `normal` makes them."""


def quoted(text: str) -> str:
    r"""A TOML string.

    Examples
    --------
    >>> print(quoted('Q1 "how"'))
    "Q1 \"how\""
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(texts: Iterable[str]) -> Any:
    """A TOML array, long ones over several lines."""
    result = tomlkit.array()
    result.extend(texts)
    return result.multiline(len(result) > 6)


def draft(
    name: str,
    export: Export,
    found: Found,
    columns: Sequence[ColumnSeen],
    suggested: Suggested,
    constants: Mapping[str, str],
) -> str:
    """The text of a new mapping file."""
    survey = suggested.table == SURVEY
    body = found.listing.body[(reasons(found) == "").to_numpy()]
    called = _called(found)
    parts = [
        f"# What the columns of {export.path.name} mean. Correct it and keep it beside the data.",
        "# Every column is used below or listed in ignored; what is neither is told at each load.",
        *_head(name, export, found, columns, suggested),
        *_ignored(columns, suggested, called, survey),
        "",
        *_columns(columns, suggested, called, survey),
        *([] if survey else _needed(suggested, constants)),
        *_departments(suggested, body),
        *_controlled(suggested, body),
        *(_money(columns, suggested, called) if suggested.table == "budget" else ()),
        *(_questions(columns, suggested, called, body) if survey else ()),
        "",
        *_fingerprint(found),
    ]
    return "\n".join(parts) + "\n"


def _called(found: Found) -> dict[int, str]:
    """Column to how a mapping calls it: its header, or its letter where that is not unique."""
    headers = found.listing.headers
    observed = [normal(headers[column]) for column in found.columns]
    return {
        column: headers[column]
        if headers[column] and observed.count(normal(headers[column])) == 1
        else f"={letter(column)}"
        for column in found.columns
    }


def _head(
    name: str, export: Export, found: Found, columns: Sequence[ColumnSeen], suggested: Suggested
) -> list[str]:
    text = f"table = {quoted(suggested.table)}"
    lines = [f"name = {quoted(name)}"]
    lines.append(text if suggested.sure else f"# {text}  # a guess: take off the # if it is right")
    if len(export.visible) > 1:
        lines.append(f"sheet = {quoted(found.listing.sheet.name)}")
    lines += [f"header_row = {found.header_row}", f"header_rows = {found.header_rows}"]
    dated = [part for part in columns if part.kind in ("date", "moment") and part.note]
    orders = {part.note for part in dated if part.note in ("day first", "month first")}
    if len(orders) == 1:
        lines.append(f"date_order = {quoted(orders.pop())}")
    elif dated:
        part = dated[0]
        lines.append(f'# date_order = "day first"  # {part.letter}: {part.note}')
    by_name = "display_name" in suggested.taken and not {"email", "contact_id"} & set(
        suggested.taken
    )
    if by_name and suggested.table in ("touches", "attendance"):
        lines.append("# own_log = true  # we wrote the names ourselves: a full name alone links")
    if any(part.note == "decimal comma" for part in columns):
        lines.append('decimal = ","')
    for part in columns:
        if part.kind == "number" and part.note.startswith("beside"):
            lines.append(f"# missing = [...]  # {part.letter} has {part.note}: not recorded?")
    return lines


def _ignored(
    columns: Sequence[ColumnSeen], suggested: Suggested, called: dict[int, str], survey: bool
) -> list[str]:
    """Columns that go nowhere from the start: those without cells, people in a survey."""
    used = set(suggested.taken.values())
    out = [
        part
        for part in columns
        if part.column not in used and (part.kind == "empty" or (survey and part.personal))
    ]
    texts = ", ".join(quoted(called[part.column]) for part in out)
    return [f"ignored = [{texts}]" + ("  # empty or personal" if out else "")]


def _columns(
    columns: Sequence[ColumnSeen], suggested: Suggested, called: dict[int, str], survey: bool
) -> list[str]:
    lines = ["[columns]"]
    by_column = {column: field for field, column in suggested.taken.items()}
    for part in columns:
        field = by_column.get(part.column)
        text = f"{part.letter}, {part.kind}" + (f", {part.note}" if part.note else "")
        if called[part.column].startswith("=") and part.header:
            text += f", {shorten(part.header, 40)!r}"
        if field:
            lines.append(f"{field} = {quoted(called[part.column])}  # {text}")
        elif not survey and part.kind != "empty":
            offered = suggested.offered.get(part.column, [])
            first = offered[0] if offered else "..."
            more = f"; or {', '.join(offered[1:])}" if offered[1:] else ""
            hint = f"not sure{more}" if offered else "which field? else put it in ignored"
            lines.append(f"# {first} = {quoted(called[part.column])}  # {text}: {hint}")
    done = {*suggested.taken, "linked_by", "source_file"}
    free = [name for name in fields_of(suggested.table) if name not in done]
    if free and not survey:
        lines += [
            f"# {line}" for line in textwrap.wrap(f"Fields still free: {', '.join(free)}", 96)
        ]
    return lines


def _needed(suggested: Suggested, constants: Mapping[str, str]) -> list[str]:
    """Constants, with the fields that every row needs and no column gives."""
    result = MADE_IDS.get(suggested.table)
    lacks = [
        name
        for name in TABLES[suggested.table].required
        if name not in suggested.taken and name not in constants and name != result
    ]
    lines = ["", "[constants]  # the same in every row"]
    lines += [f"{name} = {quoted(value)}" for name, value in constants.items()]
    for name in lacks:
        allowed = TABLES[suggested.table][name].allowed
        words = f" one of {', '.join(allowed)}" if allowed else " a column above, or one value here"
        lines.append(f'# {name} = "..."  # needed:{words}')
    return lines


def _money(
    columns: Sequence[ColumnSeen], suggested: Suggested, called: Mapping[int, str]
) -> list[str]:
    """How a ledger with debit and credit, or a column for each month, is said."""
    free = [part for part in columns if part.column not in suggested.taken.values()]
    debit, credit = (
        [part for part in free if normal(part.header).split(" ")[0] in words]
        for words in (_DEBIT, _CREDIT)
    )
    lines = []
    if debit and credit:
        lines += [
            "",
            f"# amount = {quoted(called[debit[0].column])}  # under [columns]: debit, and off it:",
            "# [less]",
            f"# amount = {quoted(called[credit[0].column])}",
        ]
    across = [part for part in free if _PERIOD.search(normal(part.header))]
    if len(across) > 2:
        lines += ["", "# [wide]  # a column for each period", '# names = "period"']
        lines += ['# [wide.columns]  # period, as "2026-04" or "FY2026-27 Q1" = header']
        lines += [f"# {quoted(part.header)} = {quoted(called[part.column])}" for part in across]
    return lines


def _departments(suggested: Suggested, body: pd.DataFrame) -> list[str]:
    """Spellings of one department: the same word is merged, words like it are proposed."""
    column = suggested.taken.get("department")
    if column is None:
        return []
    counts = body[column][body[column] != ""].value_counts()
    same, alike = merges([str(value) for value in counts.index])
    lines = ["", "[values.department]  # as written = as reported"]
    lines += [f"{quoted(old)} = {quoted(new)}  # rows: {counts[old]}" for old, new in same.items()]
    lines += [
        f"# {quoted(old)} = {quoted(new)}  # rows: {counts[old]} beside {counts[new]}. The same?"
        for old, new in alike.items()
    ]
    return lines if same or alike else []


def _controlled(suggested: Suggested, body: pd.DataFrame) -> list[str]:
    """Words of a column that takes only some, to be said by a person: none is ever guessed."""
    lines: list[str] = []
    columns = () if suggested.table == SURVEY else TABLES[suggested.table].columns
    for field, allowed in ((one.name, one.allowed) for one in columns if one.allowed):
        if field not in suggested.taken:
            continue
        cells = body[suggested.taken[field]]
        counts = cells[cells != ""].value_counts()
        odd = unknown([str(value) for value in counts.index], allowed)
        if odd and len(odd) <= MOST_WORDS:
            text = f"as written = one of: {', '.join(allowed)}"
            lines += ["", f"[values.{field}]", f"# {text}"]
            lines += [
                f"# {quoted(word)} = {quoted(near or '...')}  # rows: {counts[word]}"
                for word, near in odd.items()
            ]
    return lines


def _questions(
    columns: Sequence[ColumnSeen], suggested: Suggested, called: dict[int, str], body: pd.DataFrame
) -> list[str]:
    """A section a question; questions with the same codes share a scale to be filled in."""
    used = set(suggested.taken.values())
    requested = [
        part
        for part in columns
        if part.column not in used and part.kind != "empty" and not part.personal
    ]
    kinds = {part.column: _kind(part, body) for part in requested}
    codes = {
        part.column: frozenset(body[part.column][body[part.column] != ""])
        for part in requested
        if kinds[part.column] == "codes"
    }
    scales = _scales(codes)
    lines = []
    for name, (labels, members) in scales.items():
        counts = body[members[0]][body[members[0]] != ""].value_counts()
        visible = ", ".join(f"{label}: {counts.get(label, 0)}" for label in labels)
        ready = ", ".join(f"{quoted(label)} = {label}" for label in labels)
        lines += [
            "",
            f"[scales.{name}]",
            f"# {called[members[0]]} holds {visible}.",
            "# Which end is good is not in the file: say it.",
            f"# scores = {{ {ready} }}  # take out codes that are no opinion",
            '# no_opinion = ["9"]',
        ]
    by_column = {column: name for name, (_, members) in scales.items() for column in members}
    for part in requested:
        lines += ["", f"[questions.{quoted(called[part.column])}]"]
        lines.append(f"wording = {quoted(part.header or part.letter)}")
        if part.column in by_column:
            lines += ['kind = "scale"', f"scale = {quoted(by_column[part.column])}"]
        else:
            lines.append(f"kind = {quoted(kinds[part.column])}")
    return lines


def _kind(part: ColumnSeen, body: pd.DataFrame) -> str:
    """The kind of a question, ``codes`` for numbers that stand for answers."""
    column = encode(body[part.column])
    whole = all(label.removeprefix("-").isdigit() for label in column.labels)
    if whole and 2 < len(column.labels) <= 12 and column.answers > len(column.labels):
        return "codes"
    return kind_of(column, part.header, None).kind


def _scales(codes: dict[int, frozenset[str]]) -> dict[str, tuple[list[str], list[int]]]:
    """Sets of codes, the smaller ones with the larger that holds them, and their columns."""
    matches: list[tuple[frozenset[str], list[int]]] = []
    for column, labels in sorted(codes.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        home = next((part for part in matches if labels <= part[0]), None)
        if home:
            home[1].append(column)
        else:
            matches.append((labels, [column]))
    return {
        f"scale_{place}": (sorted(labels, key=int), sorted(members))
        for place, (labels, members) in enumerate(matches, start=1)
    }


def _fingerprint(found: Found) -> list[str]:
    headers = headers_of(found)
    lines = ["[fingerprint]  # written by engagekit map", f"digest = {quoted(digest(headers))}"]
    if found.columns[0]:
        lines.append(f"first_column = {quoted(letter(found.columns[0]))}")
    return [*lines, "headers = [", *(f"    {quoted(header)}," for header in headers), "]"]
