"""A drug maker in the United States: actual and forecast months, tickets, a roster by function."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.mapping.headers import ways
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_year_to_date import accepted

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
LINES = [["Staff", *["60"] * 6, "360"], ["Data", *["10"] * 6, "60"]]


@pytest.mark.parametrize(
    ("over", "spent"),
    [
        (["", *["Actual"] * 4, *["Forecast"] * 2, ""], 280),  # 420 with months that are to come
        (["", "Actual", "", "", "", "Forecast", "", ""], 280),
        (["", *["Actual"] * 6, ""], 420),
    ],
)
def test_months_that_are_forecast_are_not_spent(
    over: list[str], spent: int, tmp_path: Path
) -> None:
    rows = [["Information Services 2026", *[""] * 7], over, ["Line Item", *MONTHS, "Total"], *LINES]
    gate = accepted(tmp_path, budget__csv=None, forecast__csv=rows)
    lines = gate.tables.budget
    assert lines.loc[lines["kind"] == "actual", "amount"].sum() == spent


TICKETS: Rows = [
    ["ID", "Status", "Requester", "Requester email", "Requested", "Updated", "Solved", "Channel"],
    *[
        [str(500 + at), "Deleted" if at == 9 else "Solved", one[1], one[2], f"2026-02-{at:02d} 10:00",
         f"2026-03-{at:02d} 11:00", f"2026-03-{at:02d} 10:30", "Email"]
        for at, one in enumerate(PEOPLE[1:16], 1)
    ],
]  # fmt: skip


def test_a_ticket_is_of_the_day_of_its_request(tmp_path: Path) -> None:
    gate = accepted(tmp_path, touches__csv=None, events__csv=None, attendance__csv=None,
                    tickets__csv=TICKETS)  # fmt: skip
    assert set(gate.tables.touches["on"].dt.month) == {2}
    assert len(gate.tables.touches) == 14  # the deleted one is none


@pytest.mark.parametrize(
    ("cell", "way"),
    [("Web", "email"), ("Web form", "email"), ("Web chat", "chat"), ("Web conference", "chat")],
)  # fmt: skip
def test_a_form_on_the_web_is_no_chat(cell: str, way: str) -> None:
    assert ways([cell]) == [(cell, way)]
