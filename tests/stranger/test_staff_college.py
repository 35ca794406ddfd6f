"""A staff college: ranks, lists of users, requests with addresses, classes, sign-in sheets on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.parsing.person_names import name_of
from engagekit.parsing.subtotals import totals
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_development_bank import LONE
from tests.stranger.test_hand_kept_workbooks import mapped

ALONE = {**LONE, "people__csv": None}


@pytest.mark.parametrize(("written_as", "name"), [
    ("Maj Jean Roy", "jean roy"), ("ROY LCol Jean", "jean roy"), ("Roy, Capt(N) Jean", "jean roy"),
    ("Det Sgt Ann Lee", "ann lee"), ("Lt.-Col. Ann Lee", "ann lee"), ("Maj Sjöwall", "maj sjowall"),
    ("Colette Ann Roy", "colette ann roy"), ("Wo Chan Lee", "wo chan lee"), ("Col Ngo", "col ngo"),
])  # fmt: skip
def test_a_rank_before_a_name_is_none_of_it(written_as: str, name: str) -> None:
    assert name_of(pd.Series([written_as])).tolist() == [name]


@pytest.mark.parametrize(("line", "amount", "found"), [
    ("*  Debit", 100.0, True), ("**  Costs", 100.0, True), ("*  Debit", 90.0, False),
    ("*Debit", 100.0, False), ("Debit", 100.0, False),
])  # fmt: skip
def test_stars_mark_the_sums_of_a_report(line: str, amount: float, found: bool) -> None:
    rows = [("5000 Pay", 60.0), ("5100 Books", 40.0), (line, amount)]
    assert totals(pd.DataFrame(rows, columns=["line", "amount"]))[0].tolist() == [
        False,
        False,
        found,
    ]


def test_who_was_struck_off_strength_left(tmp_path: Path) -> None:
    rows: Rows = [["SN", "Rank", "Surname", "Given Names", "Sub-Unit", "TOS", "SOS", "Email"],
                  *[[f"A{one[0]}", "Maj", *reversed(one[1].split()), one[3], "01 Jul 20",
                     "14 Aug 25" if at == 2 else "", one[2]] for at, one in enumerate(PEOPLE[1:13])]]  # fmt: skip
    small.save(tmp_path / "roll.csv", rows)
    given = {"contact_id": "SN", "joined_on": "TOS", "left_on": "SOS", "department": "Sub-Unit"}
    names: Any = ["Given Names", "Surname"]
    part = mapped(tmp_path / "roll.csv", "contacts", display_name=names, **given)
    people = part.frames["contacts"]
    assert (people["left_on"].notna().sum(), people["department"].nunique()) == (1, 2)
