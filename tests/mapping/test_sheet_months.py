"""A log with a sheet a month: the sheet's name says which month the days are of."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from engagekit.loading.load import everything

pytestmark = pytest.mark.usefixtures("said")

MAPPING = """name = "desk"
table = "touches"
own_log = true
[columns]
display_name = "Who"
[constants]
channel = "reference"
begun_by = "contact"
two_way = "yes"
[date.on]
year = "@sheet"
month = "@sheet"
day = "Day"
[fingerprint]
headers = ["Day", "Who", "What about"]
"""


@pytest.mark.parametrize(
    ("file", "sheets"),
    [
        ("desk 2026", ("January", "févr.", "03")),
        ("desk", ("Jan 2026", "2026-02", "March 2026")),
        ("desk_2025", ("January 2026", "Februar 2026", "mars 2026")),
    ],
)
def test_days_of_a_sheet_are_of_the_month_it_is_called_by(
    file: str, sheets: tuple[str, ...], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in (*sheets, "Totals"):
        sheet = book.create_sheet(name)
        sheet.append(["Day", "Who", "What about"])
        sheet.append([5, "Ann Moss", "A case"])
        sheet.append([28, "Bob Reed", "A form"])
    (tmp_path / "engagekit.toml").write_text("", encoding="utf-8")
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "desk.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / f"{file}.xlsx")
    tables = everything(tmp_path / "data")
    days = tables.touches["on"].dt.strftime("%Y-%m-%d").tolist()
    assert days == [f"2026-{month}-{day}" for month in ("01", "02", "03") for day in ("05", "28")]
    assert sum(part.rows for part in tables.left_out) == 2  # no month is called Totals
