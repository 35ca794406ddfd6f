"""Staff lists of two days: a few leavers are good to know, many are a question."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.identity.successive_lists import followed
from engagekit.tables.problems import NOTE, QUESTION


def _list(day: str, people: int) -> tuple[str, str, pd.DataFrame]:
    frame = pd.DataFrame({"contact_id": [f"p{at}" for at in range(people)]})
    days = {name: pd.Series(pd.NaT, index=frame.index) for name in ("joined_on", "left_on")}
    return "HR", f"staff {day}.csv", frame.assign(department="Law", **days)


@pytest.mark.parametrize(("left", "level"), [(20, NOTE), (21, QUESTION)])
def test_a_later_list_without_every_fifth_person_is_asked_about(left: int, level: str) -> None:
    lists = [_list("2026-09-30", 100 - left), _list("2026-06-30", 100)]
    result, (note,) = followed(lists, 4)
    assert note.level == level
    assert result[1][2]["left_on"].notna().sum() == left
