"""What a person says of a file beside its columns, put into the text of its mapping."""

import datetime as dt
import re
from collections.abc import Mapping as Dict
from typing import Any

import pandas as pd
import tomlkit

from engagekit.errors import UsageError, did_you_mean, error_text, shorten
from engagekit.files.source_file import letter
from engagekit.mapping.cells import organisation
from engagekit.mapping.columns import HALF
from engagekit.mapping.differences import unmentioned
from engagekit.mapping.headers import ENQUIRIES, counts_others
from engagekit.mapping.mapping_file import SURVEY, fields_of, make_mapping, normal, words
from engagekit.mapping.matching import Matched, is_letter
from engagekit.mapping.suggesting import OF_PEOPLE
from engagekit.mapping.table_detection import DetectedTable
from engagekit.parsing import dates, values
from engagekit.parsing.budget_periods import (
    DOTS,
    TO_DATE,
    UNTIL,
    YEAR_OF,
    in_year,
    spans,
    unreadable,
    years_so_far,
)
from engagekit.settings.periods import year_of
from engagekit.settings.schema import Organisation, Settings
from engagekit.tables.schema import TABLES

OTHERS = "others"
"""``ignored=others`` leaves every column aside that is not used."""
HEAD = ("year", "ignored", "own_log", "date_order", "decimal", "once_a_day")
"""Keys at the head of a mapping that can be said by name."""
BEST, KIND = "best", "kind"
"""``best.scale_1=5`` says which end of a scale is good, ``kind.D=net_promoter`` what is asked."""
SLIP = 85
"""Likeness, of 100 for the same, from which a text is a slip of the pen for a header and no text of
its own: 'Date of vist' for 'Date of visit' has 96, 'Training room' for 'Training' 76."""


def columns_and_others(
    table: str, given: Dict[str, str], detected: DetectedTable
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what names a column, and everything else that is said.

    Raises
    ------
    UsageError
        For a text that is nearly a header.
    """
    columns: dict[str, str] = {}
    others: dict[str, str] = {}
    for key, value in given.items():
        is_other = key in HEAD or "." in key or _is_constant(table, key, value, detected)
        (others if is_other else columns)[key] = value
    return columns, others


def _is_constant(table: str, field: str, value: str, detected: DetectedTable) -> bool:
    """Return whether a text is the same in every row, and no header or letter of a column."""
    from rapidfuzz import fuzz

    headers = detected.headers
    wanted = normal(value)
    own = () if table == SURVEY or field not in fields_of(table) else TABLES[table][field].allowed
    if value in own and wanted not in words().get(table, {}).get(field, []):
        return True  # `kind=actual` is no column of amounts called "Actual"
    same = [at for at in detected.columns if normal(detected.listing.headers[at]) == wanted]
    if is_letter(value) or same or field not in fields_of(table):
        cells = (
            detected.listing.body[same[0]]
            if field in ("metric", "what") and same
            else pd.Series([""])
        )
        return bool((~values.numbers(cells[cells != ""]).bad).mean() > HALF)  # what it counts
    if table == SURVEY:
        return False
    allowed = TABLES[table][field].allowed
    if value in allowed:
        return True
    is_slip = any(fuzz.ratio(wanted, normal(header)) >= SLIP for header in headers)
    if allowed or is_slip or field in OF_PEOPLE:
        if allowed and not is_slip:
            raise UsageError(
                f"There is no column '{value}', and it is no word for {field}. "
                f"{did_you_mean(value, allowed)}"
            )
        return False
    kind, cell = TABLES[table][field].kind, pd.Series([value], dtype="str")
    days = kind in ("date", "moment") and bool(dates.dates(cell).values.isna().any())
    home = organisation(detected.listing.export) or Organisation()
    days &= table != "usage" or bool(unreadable([value], home))  # or some months
    if days or (kind in ("number", "count") and values.numbers(cell).bad.any()):
        example = "a day, as 2026-03-12" if days else "a number"
        raise UsageError(f"There is no column '{value}', and it is not {example} for {field}.")
    return True


def put(document: Any, table: str, others: Dict[str, str], detected: DetectedTable) -> None:
    """Put what is said beside columns into a mapping.

    ``document``: changed. ``others``: ``own_log=yes``; ``ignored=others``; ``FIELD=TEXT``, the same
    in every row; ``FIELD.WORD=WORD``, a word of the file and ours; ``best.SCALE=CODE`` and
    ``kind.COLUMN=KIND`` of a survey.

    Raises
    ------
    UsageError
        For a field, a word, a scale or a column that is not there.
    """
    own = organisation(detected.listing.export) or Organisation(fiscal_start=1)
    for key, value in others.items():
        name, _, word = key.partition(".")
        if key == "year":
            _put_year(document, value, own)
        elif key in HEAD:
            _put_head(document, key, value)
        elif key == "period" and (ends := _open_ends(document)):
            columns = document["wide"]["columns"]
            end = value if TO_DATE.match(value) else f"to {value}"
            newest = max(ends.values())
            for label, year in ends.items():
                at = end if year == newest else _earlier(end, newest - year)
                columns[label[: label.index(UNTIL)] + at] = columns.pop(label)
            for part in years_so_far([end], own).values():
                whole = year_of(part.start, own.fiscal_start).label
                for label in [one for one in columns if one.endswith(YEAR_OF)]:
                    columns[label.removesuffix(YEAR_OF) + whole] = columns.pop(label)
        elif not word:
            document.get("columns", {}).pop(key, None)
            section(document, "constants")[key] = value
            wide = document.get("wide", {})
            if key == wide.get("names") and len(wide["columns"]) > 1:  # a column is a place then
                wide["names"] = "department" if table == "budget" else "place"
                for label in counts_others(wide["columns"]) if value == ENQUIRIES[0] else ():
                    del wide["columns"][label]
            elif key == wide.get("names"):
                section(document, "columns")["n"] = next(iter(wide["columns"].values()))
                document.remove("wide")
        elif table == SURVEY and name == BEST:
            _put_direction(document, word, value)
        elif table == SURVEY and name == KIND:
            _question(document, word, detected)["kind"] = value
        else:
            names = fields_of(table)
            if name not in names:
                raise UsageError(f"{table} has no field '{name}'. {did_you_mean(name, names)}")
            allowed = TABLES[table][name].allowed if table != SURVEY else ()
            if allowed and value not in allowed:
                raise UsageError(f"'{value}' is no word for {name}. {did_you_mean(value, allowed)}")
            section(document, "values", name)[word] = value
    if others.get("what") == ENQUIRIES[0] and "place" in document.get("columns", {}):
        head = str(document["columns"]["place"])
        heads, body = detected.listing.headers, detected.listing.body
        cells = [cell for one in detected.columns if heads[one] == head for cell in body[one]]
        if beside := counts_others(dict.fromkeys(cells)):  # hours in a row of their own
            section(document, "leave_out")[head] = beside
    if others.get("ignored") == OTHERS:
        document["ignored"] = []
        mapping = make_mapping(document.unwrap())
        headers = detected.listing.headers
        document["ignored"] = [
            headers[at] if headers[at] and headers.count(headers[at]) == 1 else f"={letter(at)}"
            for at in unmentioned(Matched(mapping, detected, True))
        ]


def _open_ends(document: Any) -> dict[str, int]:
    """Return the columns of the year so far that do not say to which day, with the year of each."""
    labels = document.get("wide", {}).get("columns", {})
    digits = {one: re.findall(r"\d\d(?!\d)", one.partition(UNTIL)[2]) for one in labels}
    return {one: int((years or ["0"])[0]) for one, years in digits.items() if UNTIL in one}


def _put_year(document: Any, value: str, own: Organisation) -> None:
    """Put the year of the first month across into every month; those after December are later."""
    columns = document.get("wide", {}).get("columns", {})
    labels = [one for one in columns if one.endswith(f" {DOTS}")]
    if not (labels and re.fullmatch(r"20\d\d", value)):
        raise UsageError(error_text("answers._put_year", value=value))
    kinds: dict[str, dict[str, list[tuple[dt.date, str]]]] = {}
    settings, years = Settings(organisation=own), range(-1 - len(labels), 1 + len(labels))
    for label in labels:
        kind, comma, name = label.removesuffix(f" {DOTS}").rpartition(", ")
        each = [in_year(name, str(int(value) + year), own.fiscal_start) for year in years]
        every = sorted((spans([one], settings)[one].start, one) for one in each)
        kinds.setdefault(kind + comma, {})[label] = every
    is_day = document["wide"]["names"] == "on"
    for kind, part in kinds.items():
        pairs = zip(part, _in_order([*part.values()], int(value)), strict=True)
        for label, (first, whole) in pairs:
            columns[kind + (f"{first}" if is_day else whole)] = columns.pop(label)


def _in_order(months: list[list[tuple[dt.date, str]]], year: int) -> list[tuple[dt.date, str]]:
    """Return one of the years of each month: from the first on, or back, whichever is shorter."""
    onward = [next(one for one in months[0] if one[0].year == year)]
    back = onward[:]
    for every in months[1:]:
        onward.append(min(one for one in every if one > onward[-1]))
        back.append(max(one for one in every if one < back[-1]))
    return min(onward, back, key=lambda ones: abs(ones[-1][0] - ones[0][0]))


def _earlier(end: str, years: int) -> str:
    """Return the same day or month some years earlier: the year so far, of another year."""
    return re.sub(r"(?<!\d)20\d\d(?!\d)", lambda year: str(int(year[0]) - years), end)


def section(document: Any, *path: str) -> Any:
    """Return a table of a TOML document, a new one where it is not there."""
    for name in path:
        if name not in document:
            document[name] = tomlkit.table()
        document = document[name]
    return document


def _put_head(document: Any, key: str, value: str) -> None:
    """Put a key at the head of the mapping, before its first section."""
    if key == "ignored":
        if value != OTHERS:
            raise UsageError(f"ignored is '{OTHERS}': every column that is not used.")
        return
    is_flag = key in ("own_log", "once_a_day")
    said: str | bool = value
    if is_flag:
        word = normal(value)
        if word not in values.YES | values.NO:
            raise UsageError(f"{key} is yes or no, not '{value}'.")
        said = word in values.YES
    parts = {name: part for name, part in document.items() if isinstance(part, dict)}
    for name in () if key in document else parts:
        document.remove(name)
    document[key] = said
    document.update(parts)


def _put_direction(document: Any, name: str, best: str) -> None:
    """Put the scores of a scale of which the code of one end is the best."""
    scales = document.get("scales", {})
    if name not in scales:
        raise UsageError(f"There is no scale '{name}'. {did_you_mean(name, scales)}")
    points = list(map(int, scales[name].get("points", ())))
    ends = points[:1] + points[-1:]
    if best not in map(str, ends):
        either = " or ".join(map(str, ends)) or "..."
        raise UsageError(f"The best answer of {name} is one of its ends: {BEST}.{name}={either}")
    scores = tomlkit.inline_table()
    for code in points:
        scores[str(code)] = code if best == str(points[-1]) else points[0] + points[-1] - code
    scales[name]["scores"] = scores


def _question(document: Any, header: str, detected: DetectedTable) -> Any:
    """Return the section of a question, by its header or the letter of its column."""
    asked = document.get("questions", {})
    by_letter = {
        letter(column): detected.listing.headers[column]
        for column in detected.columns
        if detected.listing.headers[column]
    }
    for name in (header, by_letter.get(header.upper(), ""), f"={header.upper()}"):
        if name in asked:
            return asked[name]
    raise UsageError(f"There is no question '{shorten(header)}'. {did_you_mean(header, asked)}")
