"""Sheets that nobody knows are asked about one by one, and several layouts live in one workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.load import everything, load
from tests.confirming import map_file
from tests.reading import workbook

pytestmark = pytest.mark.slow

LOG = [
    ["When", "Who", "How"],
    ["2026-03-01", "Ann Lee", "Email"],
    ["2026-03-02", "Bob Roy", "Phone"],
]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "engagekit.toml").write_text("[organisation]\nname = 'Firm'\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data" / "library.xlsx"


def test_a_mapping_names_its_sheets_by_a_pattern(book: Path) -> None:
    february = [LOG[0], ["2026-03-09", "Cat Poe", "Chat"]]
    december = [LOG[0], ["2025-12-09", "Dan Fox", "Chat"]]
    workbook(book, {"2026-01": LOG, "2026-02": february, "2025-12": december})
    draft = map_file(book, table="touches", sheet="2026-01")
    text = draft.path.read_text("utf-8")
    tables = load("")
    assert len(tables.touches) == 2
    assert [one.sheet for one in tables.unread] == ["2026-02", "2025-12"]
    draft.path.write_text(text.replace('sheet = "2026-01"', 'sheet = "2026-*"'), "utf-8")
    tables = load("")
    assert sorted(tables.touches["display_name"]) == ["Ann Lee", "Bob Roy", "Cat Poe"]
    assert [one.sheet for one in tables.unread] == ["2025-12"]


def test_a_workbook_of_years_of_planned_money_is_of_one_kind(book: Path) -> None:
    for_year = [["Line", "Amount", "Period"], ["Staff", 40, "2026-04"], ["Books", 9, "2026-05"]]
    workbook(book, {"Budget-2025": for_year, "Budget-2026": for_year})
    map_file(book, table="budget", given={"kind": "budget", "currency": "GBP"})
    assert set(everything(book.parent).budget["kind"]) == {"budget"}
