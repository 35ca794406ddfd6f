"""Exports as people hand them over again: saved by a spreadsheet, or in two parts that overlap."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import openpyxl

from engagekit.files.source_file import Export

ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$")
NUMBER = re.compile(r"^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def saved_again(export: Export, folder: Path, how: str) -> Path:
    """The cells of a text file as a spreadsheet writes them."""
    rows = [[_shown(cell) for cell in row] for row in export.sheet.cells.to_numpy().tolist()]
    place = folder / f"{export.path.stem}.{'xlsx' if how == 'xlsx' else 'csv'}"
    if how == "xlsx":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Sheet1")
        for row in rows:
            sheet.append([_value(cell) for cell in row])
        book.save(place)
        return place
    text = io.StringIO(newline="")
    separator = "\t" if how == "utf-16" else ";"
    csv.writer(text, delimiter=separator).writerows([_local(cell) for cell in row] for row in rows)
    if how == "utf-16":
        place.write_bytes(b"\xff\xfe" + text.getvalue().encode("utf-16-le"))
    else:
        place.write_bytes(_encoded(text.getvalue()))
    return place


def _encoded(text: str) -> bytes:
    """cp1252 where it can hold the text; where it cannot, a spreadsheet offers CSV UTF-8."""
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def _shown(cell: str) -> str:
    """What a spreadsheet shows of a cell: the text of ``="..."``."""
    return re.sub(r'^="([^"]*)"$', r"\1", cell)


def _moment(cell: str) -> dt.datetime | None:
    """The moment a spreadsheet sees in an ISO text."""
    match = ISO.match(cell)
    if not match:
        return None
    try:
        return dt.datetime(*(int(part or 0) for part in match.groups()))
    except ValueError:
        return None


def _value(cell: str) -> str | float | dt.datetime | None:
    """What a spreadsheet keeps of a cell: a moment, a number, a text."""
    moment = _moment(cell)
    if moment is not None:
        return moment
    if NUMBER.match(cell):
        return float(cell)
    return FORBIDDEN.sub("", cell)[:32767] or None


def _local(cell: str) -> str:
    """The text a spreadsheet set to day first writes."""
    moment = _moment(cell)
    if moment is None:
        return cell
    return moment.strftime("%d/%m/%Y %H:%M" if len(cell) > 10 else "%d/%m/%Y")


def cut(export: Export, folder: Path, header: int) -> list[Path]:
    """Write an export as two text files: the first and the last two thirds of its rows.

    Parameters
    ----------
    header : int
        Rows at the top that both files have.
    """
    rows = export.sheet.cells.to_numpy().tolist()[: export.sheet.last_row + 1]
    head, body = rows[:header], rows[header:]
    third = len(body) // 3
    places = []
    for name, part in (("first", body[: len(body) - third]), ("second", body[third:])):
        place = folder / f"{export.path.stem} {name}.csv"
        with place.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([*head, *part])
        places.append(place)
    return places
