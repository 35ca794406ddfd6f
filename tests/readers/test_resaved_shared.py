"""Real exports opened in a spreadsheet and saved again: the tool and the rows stay the same."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import os
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from engagekit.files.source_file import Export, open_export
from engagekit.loading.load import Loaded, read_file
from engagekit.settings.schema import Settings

ROOT = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports"
WAYS = ("semicolons", "utf-16", "xlsx")
ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$")
NUMBER = re.compile(r"^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ROOT.is_dir(), reason="the shared exports are not on this machine"),
]


@dataclass(frozen=True)
class Found:
    """What of a reading must not change when its file is saved again."""

    error: str | None
    tool: str | None
    rows_read: int
    rows_kept: int
    tables: tuple[tuple[str, int], ...]
    answers: str


def _texts() -> list[str]:
    """Every text file that the key wants read and that is a table."""
    key = ROOT / "EXPECTED.tsv"
    if not key.is_file():
        return []
    with key.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [
        row["file"]
        for row in rows
        if row["outcome"] == "read" and Path(row["file"]).suffix in {".csv", ".tsv", ".txt"}
    ]


def _found(loaded: Loaded) -> Found:
    sizes = {name: len(frame) for name, frame in (loaded.frames or {}).items() if len(frame)}
    return Found(
        loaded.error,
        loaded.tool,
        loaded.rows_read,
        loaded.rows_kept,
        tuple(sorted(sizes.items())),
        _answers(loaded),
    )


def _answers(loaded: Loaded) -> str:
    """Every answer and score as one digest; days asked for, which are rewritten, as one word."""
    rows = (loaded.frames or {}).get("responses")
    if rows is None:
        return ""
    value = rows["value"].fillna("").str.replace(r"^(?:\d{4}-\d{2}-\d{2}|\d{2}/\d{2}/\d{4})$", "day",
                                                 regex=True)  # fmt: skip
    told = rows[["question_id", "option", "score"]].assign(value=value)
    return hashlib.sha256(told.to_csv(index=False).encode()).hexdigest()


@cache
def _before(file: str) -> Found:
    """The file as it came."""
    return _found(read_file(ROOT / file, Path(file).name, Settings()))


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("file", _texts())
def test_a_real_export_saved_again_reads_the_same(file: str, how: str, tmp_path: Path) -> None:
    place = saved_again(open_export(ROOT / file), tmp_path, how)
    for book in (ROOT / file).parent.iterdir():  # code books lie beside their export here too
        if book.suffix == ".qsf" or "dictionary" in book.name:
            shutil.copy(book, tmp_path)
    after = read_file(place, place.name, Settings())
    assert _found(after) == _before(file)
    assert after.rows_read == after.rows_kept + sum(part.rows for part in after.set_aside)


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
