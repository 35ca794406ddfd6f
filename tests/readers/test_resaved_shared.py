"""Real exports opened in a spreadsheet and saved again: the tool and the rows stay the same."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from engagekit.files.source_file import open_export
from engagekit.loading.load import Loaded, read_file
from engagekit.settings.schema import Settings
from tests.reading import is_retired
from tests.resaved import saved_again

ROOT = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports"
WAYS = ("semicolons", "utf-16", "xlsx")
pytestmark = [pytest.mark.usefixtures("proposals_taken"), pytest.mark.shared]


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
        if row["outcome"] == "read"
        and Path(row["file"]).suffix in {".csv", ".tsv", ".txt"}
        and not is_retired(row)
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
    kinds = (
        loaded.frames["questions"].drop_duplicates("question_id").set_index("question_id")["kind"]
    )
    is_day = rows["question_id"].map(kinds).eq("date") & (value != "")  # a year where it is unsure
    told = rows[["question_id", "option", "score"]].assign(value=value.mask(is_day, "day"))
    return hashlib.sha256(told.to_csv(index=False).encode()).hexdigest()


@cache
def _before(file: str) -> Found:
    """The file as it came."""
    return _found(read_file(ROOT / file, Path(file).name, Settings()))


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("file", _texts())
def test_a_real_export_saved_again_reads_the_same(file: str, how: str, tmp_path: Path) -> None:
    place = saved_again(open_export(ROOT / file), tmp_path, how)
    for book in (ROOT / file).parent.glob("*dictionary*"):  # they lie beside their export here too
        shutil.copy(book, tmp_path)
    after = read_file(place, place.name, Settings())
    told = (after.error or "").replace(place.name, Path(file).name) or None
    assert replace(_found(after), error=told) == _before(file)
    assert after.rows_read == after.rows_kept + sum(part.rows for part in after.set_aside)
