"""A port authority in Singapore: names as in a passport, two rows of headers, pax, invoices."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.parsing.person_names import name_of
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_staff_college import ALONE

LONE = {**ALONE, "people__csv": PEOPLE}
BILLS: Rows = [
    ["Invoice No.", "Invoice Date", "Vendor", "Description", "Amount (S$)", "Payment Status"],
    ["INV-1", "06/07/2026", "Clarksons", "Licence", "96,300.00", "Paid"],
    ["INV-2", "13/08/2026", "S&P Global", "Sea-web", "12,780.50", "Paid"],
    ["INV-3", "20/08/2026", "BSI", "Standards", "3,310.90", "Paid"],
    ["INV-4", "28/08/2026", "Post", "Courier", "40.00", "Paid"],
]  # fmt: skip


@pytest.mark.parametrize("preferred", [True, False])
def test_a_name_as_in_the_passport_is_the_name(preferred: bool, tmp_path: Path) -> None:
    rows: Rows = [
        ["S/N", "Staff No.", "Name (as in NRIC/FIN)", "Preferred Name", "Designation", "Department",
         "DOJ", "LWD", "Official E-mail"],
        *[[str(at), one[0], f"{one[1].split()[0]} BINTE {one[1].split()[1]}".upper(),
           one[1] if preferred and at % 2 else "", "Executive", one[3], "03/01/2020",
           "15/02/2026" if at == 20 else "", f"x{at}@firm.example"]
          for at, one in enumerate(PEOPLE[1:], start=1)],
    ]  # fmt: skip
    gate = small.gate(tmp_path, people__csv=rows)
    people = gate.tables.contacts
    assert people["display_name"].str.contains(" ").all()
    assert people["left_on"].notna().sum() == 1 and people["joined_on"].notna().all()
    assert (
        gate.tables.touches["contact_id"].notna().sum()
        == small.gate(tmp_path / "2").tables.touches["contact_id"].notna().sum()
    )


@pytest.mark.parametrize(("one", "other", "same"), [
    ("Nurul Huda bte Ismail", "NURUL HUDA BINTE ISMAIL", True), ("Ravi s/o Nair", "Ravi Nair", True),
    ("Wang Bin", "Wang", False), ("Bin Li", "Li", False), ("Binta Ba", "Ba", False),
])  # fmt: skip
def test_whose_child_somebody_is_may_be_written_or_not(one: str, other: str, same: bool) -> None:
    first, second = name_of(pd.Series([one, other]))
    assert (first == second) is same


REGISTER: Rows = [
    ["Contracts register"], [],
    ["S/N", "Resource", "Vendor", "Contract Period", "", "Contract Value (S$)", "No. of Users"],
    ["", "", "", "Start", "End", "", ""],
    ["1", "Shipping Network", "Clarksons", "1/7/2026", "30/6/2027", "96300", "15"],
    ["2", "Sea-web", "S&P", "1/1/2026", "31/12/2026", "51120", "5"],
    ["3", "Standards", "BSI", "1/4/2026", "31/3/2027", "18250", "20"],
]  # fmt: skip


def programmes(*heads: str) -> Rows:
    return [
        ["Programmes FY2026"], [], ["S/N", "Date", "Programme", "Mode", heads[0], ""],
        ["", "", "", "", *heads[1:]],
        ["1", "08 Jul 2026 (Wed)", "Book Bazaar", "Physical", "NA", "85"],
        ["2", "22 Jul 2026 (Wed)", "Circulars", "Teams", "35", "27"],
        ["3", "05 Aug 2026 (Wed)", "Heritage Talk", "Hybrid", "60", "52"],
        ["4", "24 Sep 2026 (Thu)", "Display", "Physical", "NA", "Cancelled"],
        ["", "", "Total", "", "95", "164"],
    ]  # fmt: skip
