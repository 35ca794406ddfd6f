"""Terms of contracts: what cannot be is said with its cell, from the template and from a list."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading import load as loading
from engagekit.settings.schema import make_settings
from tests.parsing.checking import checked

ROW = {
    "product": "Journals",
    "price": "$12,000.00",
    "currency": "CAD",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "increase": "6%",
    "notice_days": "60",
}


CASES = tomllib.loads(Path(__file__).with_name("contract_terms.toml").read_text("utf-8"))
SAYS = CASES.pop("says")


@pytest.mark.parametrize(
    ("column", "cell"), [(name, cell) for name, cells in CASES.items() for cell in cells]
)
def test_a_cell_of_a_term_is_read_or_told(column: str, cell: str) -> None:
    wanted = CASES[column][cell]
    found = checked("contracts", [{**ROW, column: cell}])
    assert bool(found.problems) is (wanted in ("", "lost"))
    assert SAYS.get(cell, "") in "".join(map(str, found.problems))
    assert (len(found.frame), len(found.set_aside)) == ((0, 1) if wanted == "lost" else (1, 0))
    if wanted != "lost":
        value = found.frame[column].iloc[0]
        assert pd.isna(value) if wanted == "" else value == pytest.approx(wanted)


@pytest.mark.parametrize(("price", "is_told"), [("12,000", False), ("7,000", True)])
def test_a_second_term_of_the_same_day_is_told_unless_it_is_the_same(
    price: str, is_told: bool
) -> None:
    row = {**ROW, "vendor": "Press"}
    found = checked("contracts", [row, {**row, "price": price}])
    assert ("as in an earlier row, which counts" in str(found.problems)) is is_told
    assert found.frame["price"].tolist() == [12000.0]


@pytest.mark.parametrize(("units", "days"), [('[units]\nnotice_days = "months"\n', 92), ("", 3)])
def test_a_mapping_reads_a_notice_in_its_unit(tmp_path: Path, units: str, days: int) -> None:
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "contracts.toml").write_text(
        'name = "licences"\ntable = "contracts"\n[columns]\nproduct = "Resource"\n'
        'price = "Fee"\nstarts_on = "From"\nends_on = "To"\nnotice_days = "Notice (months)"\n'
        f'vendor = "Supplier"\n[constants]\ncurrency = "CAD"\n{units}',
        encoding="utf-8",
    )
    (tmp_path / "licences.csv").write_text(
        "Resource,Supplier,Fee,From,To,Notice (months)\n"
        'Journals,Press,"12,000",2026-01-01,2026-12-31,3\n',
        encoding="utf-8",
    )
    tables = loading.load(tmp_path, make_settings({}))
    cells = tables.contracts[["product", "vendor", "price", "notice_days"]].values.tolist()
    assert cells == [["Journals", "Press", 12000.0, days]]
