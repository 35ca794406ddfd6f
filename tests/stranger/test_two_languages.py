"""Lists in two languages at once: headers, cells and titles."""

from __future__ import annotations

import pytest

from engagekit.parsing.budget_periods import until_in
from engagekit.settings.schema import Organisation
from tests.stranger.small import PEOPLE, Rows

SESSIONS: Rows = [
    ["Session", "Date", "Participant", "Branch / Direction générale", "Registered / Inscrit",
     "Attended / Présent"],
    *[["EndNote", "2026-02-12", one[1], one[3], "Yes / Oui", "Yes / Oui" if at % 3 else "No / Non"]
      for at, one in enumerate(PEOPLE[1:13])],
    *[["Census", "2026-03-08", one[1], one[3], "Yes / Oui", "Yes / Oui"] for one in PEOPLE[5:9]],
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "title", "period"),
    [
        (4, "Fiscal year / Exercice : 2026-2027   Period / Période : 006", "to 2026-09"),
        (4, "Period 1 to Period 6 2026-27", ""), (4, "Period: 6 Year: 2026", ""),
        (4, "Period 0 2026-27", ""), (1, "Period: 6 Year: 2026", "to 2026-06"),
        (1, "Period 6 2026-27", ""),
    ],
)  # fmt: skip
def test_a_period_behind_its_year(start: int, title: str, period: str) -> None:
    assert until_in(title, Organisation(fiscal_start=start)) == period
