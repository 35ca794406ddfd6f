"""Terms of contracts: what cannot be is said with its cell, from the template and from a list."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading import load as loading
from engagekit.parsing.validate import Checked, Place, check
from engagekit.settings.schema import make_settings

ROW = {
    "product": "Journals",
    "price": "$12,000.00",
    "currency": "CAD",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "increase": "6%",
    "notice_days": "60",
}


def _check(**cells: str) -> Checked:
    frame = pd.DataFrame([{**ROW, **cells}], dtype="str", index=pd.Index([2], name="source"))
    origins = {column: number for number, column in enumerate(frame.columns)}
    return check("contracts", frame, Place("contracts.csv", "", origins))


def test_a_term_is_read() -> None:
    found = _check()
    assert not found.problems
    row = found.frame.iloc[0]
    assert (row["price"], row["increase"], row["notice_days"]) == (12000.0, 0.06, 60)


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("60 days", 60),
        ("90 jours", 90),
        ("30d", 30),
        ("3 months", 92),
        ("1 mois", 31),
        ("6 Wochen", 42),
        ("1 an", 365),
        ("2026-10-02", 90),
        ("15/10/2026", 77),
        ("2027-01-01", None),  # after the end
        ("90 working days", None),
        ("3 months or so", None),
    ],
)
def test_a_notice_is_read_as_days_and_another_is_told(cell: str, days: int | None) -> None:
    found = _check(notice_days=cell)
    assert bool(found.problems) is (days is None)
    value = found.frame["notice_days"].iloc[0]
    assert (None if pd.isna(value) else value) == days


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (
            {"ends_on": "2025-12-31"},
            "cell E2: ends_on is '2025-12-31', which is before the first day",
        ),
        (
            {"price": "-5"},
            "cell B2: price is '-5', which is a price under zero. Write what is paid",
        ),
    ],
)
def test_a_term_that_cannot_be_is_set_aside(cells: dict[str, str], problem: str) -> None:
    found = _check(**cells)
    assert found.frame.empty
    assert len(found.set_aside) == 1
    assert problem in str(found.problems[0])


@pytest.mark.parametrize(("cell", "value"), [("6", None), ("99%", 0.99), ("-3%", -0.03)])
def test_a_per_cent_without_its_sign_is_no_increase(cell: str, value: float | None) -> None:
    found = _check(increase=cell)
    kept = found.frame["increase"].iloc[0]
    assert pd.isna(kept) if value is None else kept == pytest.approx(value)
    assert bool(found.problems) is (value is None)


def test_notice_under_zero_is_no_number_of_days() -> None:
    found = _check(notice_days="-1")
    assert found.frame["notice_days"].isna().all()
    assert "cell G2" in str(found.problems[0])


def test_a_list_of_the_office_is_read_by_a_mapping(tmp_path: Path) -> None:
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "contracts.toml").write_text(
        'name = "licences"\ntable = "contracts"\n[columns]\nproduct = "Resource"\nvendor = "Supplier"\n'
        'price = "Annual fee"\nstarts_on = "From"\nends_on = "To"\nnotice_days = "Notice (days)"\n'
        '[constants]\ncurrency = "CAD"\n',
        encoding="utf-8",
    )
    (tmp_path / "licences.csv").write_text(
        "Resource,Supplier,Annual fee,From,To,Notice (days)\n"
        'Journals,Press,"12,000",2026-01-01,2026-12-31,60\n',
        encoding="utf-8",
    )
    tables = loading.load(tmp_path, make_settings({}))
    assert tables.contracts[["product", "vendor", "price", "notice_days"]].values.tolist() == [
        ["Journals", "Press", 12000.0, 60]
    ]


@pytest.mark.parametrize(("price", "is_other"), [("$5", False), ("€5", True), ("USD 5", True)])
def test_a_price_in_another_currency_than_its_row_is_told(price: str, is_other: bool) -> None:
    found = _check(price=price)
    assert ("in another currency than the row's (CAD)" in str(found.problems)) is is_other
    assert len(found.frame) == (0 if is_other else 1)


@pytest.mark.parametrize(("price", "is_told"), [("12,000", False), ("7,000", True)])
def test_a_second_term_of_the_same_day_is_told_unless_it_is_the_same(
    price: str, is_told: bool
) -> None:
    rows = [ROW, {**ROW, "price": price}]
    frame = pd.DataFrame(rows, dtype="str", index=pd.Index([2, 3], name="source"))
    frame["vendor"] = "Press"
    found = check("contracts", frame, Place("contracts.csv"))
    assert ("as in an earlier row, which counts" in str(found.problems)) is is_told
    assert found.frame["price"].tolist() == [12000.0]


@pytest.mark.parametrize(("units", "days"), [('[units]\nnotice_days = "months"\n', 92), ("", 3)])
def test_a_mapping_reads_a_notice_in_its_unit(tmp_path: Path, units: str, days: int) -> None:
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "contracts.toml").write_text(
        'name = "licences"\ntable = "contracts"\n[columns]\nproduct = "Resource"\n'
        'price = "Fee"\nstarts_on = "From"\nends_on = "To"\nnotice_days = "Notice (months)"\n'
        f'[constants]\ncurrency = "CAD"\n{units}',
        encoding="utf-8",
    )
    (tmp_path / "licences.csv").write_text(
        "Resource,Fee,From,To,Notice (months)\nJournals,12000,2026-01-01,2026-12-31,3\n",
        encoding="utf-8",
    )
    tables = loading.load(tmp_path, make_settings({}))
    assert tables.contracts["notice_days"].tolist() == [days]
