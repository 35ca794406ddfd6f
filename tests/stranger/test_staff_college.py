"""A staff college: ranks, lists of users, requests with addresses, classes, sign-in sheets on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_development_bank import LONE
from tests.stranger.test_hand_kept_workbooks import mapped

ALONE = {**LONE, "people__csv": None}


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
