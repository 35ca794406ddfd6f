"""Exports as people hand them over again: saved by a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import openpyxl
import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing.dates import moments

ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$")
DATE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)?$")
NUMBER = re.compile(r"^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def saved_again(export: Export, folder: Path, how: str, order: str | None = None) -> Path:
    """The cells of a text file as a spreadsheet writes them: set to day first, with strokes.

    ``order``: in which it takes dates for days (empty: as they tell it), and then writes dots. A
    ``sep=`` line moves every row one down.
    """
    rows = [[_shown(cell) for cell in row] for row in export.sheet.cells.to_numpy().tolist()]
    place = folder / f"{export.path.stem}.{'xlsx' if how == 'xlsx' else 'csv'}"
    if how == "xlsx":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Sheet1")
        for row in rows:
            sheet.append([_value(cell, order) for cell in row])
        book.save(place)
        return place
    text = io.StringIO("sep=;\r\n" if how == "sep line" else "", newline="")
    text.seek(0, io.SEEK_END)
    separator = "\t" if how == "utf-16" else ";"
    csv.writer(text, delimiter=separator).writerows(
        [_local(cell, order) for cell in row] for row in rows
    )
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


def _moment(cell: str, order: str | None) -> dt.datetime | None:
    """The moment a spreadsheet sees in an ISO text, or in a date of its order."""
    if not (ISO.match(cell) or (order is not None and DATE.match(cell))):
        return None
    found = moments(pd.Series([cell]), order=order or None).values[0]
    return None if pd.isna(found) else found.tz_localize(None).to_pydatetime()


def _value(cell: str, order: str | None) -> str | float | dt.datetime | None:
    """What a spreadsheet keeps of a cell: a moment, a number, a text."""
    if moment := _moment(cell, order):
        return moment
    if NUMBER.match(cell):
        return float(cell)
    return FORBIDDEN.sub("", cell)[:32767] or None


def _local(cell: str, order: str | None) -> str:
    """The text a spreadsheet set to day first writes."""
    moment = _moment(cell, order)
    if moment is None:
        return cell
    clock = (" %H:%M" if order is None else " %H:%M:%S") if moment.time() != dt.time() else ""
    return moment.strftime(f"%d/%m/%Y{clock}" if order is None else f"%d.%m.%Y{clock}")
