"""A port authority in Singapore: names as in a passport, two rows of headers, pax, invoices."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.parsing.person_names import name_of
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows


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
