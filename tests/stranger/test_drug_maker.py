"""A drug maker in the United States: actual and forecast months, tickets, a roster by function."""

from __future__ import annotations

import pytest

from engagekit.mapping.headers import ways
from tests.stranger.small import PEOPLE, Rows

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
LINES = [["Staff", *["60"] * 6, "360"], ["Data", *["10"] * 6, "60"]]


TICKETS: Rows = [
    ["ID", "Status", "Requester", "Requester email", "Requested", "Updated", "Solved", "Channel"],
    *[
        [str(500 + at), "Deleted" if at == 9 else "Solved", one[1], one[2], f"2026-02-{at:02d} 10:00",
         f"2026-03-{at:02d} 11:00", f"2026-03-{at:02d} 10:30", "Email"]
        for at, one in enumerate(PEOPLE[1:16], 1)
    ],
]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "way"),
    [("Web", "email"), ("Web form", "email"), ("Web chat", "chat"), ("Web conference", "chat")],
)  # fmt: skip
def test_a_form_on_the_web_is_no_chat(cell: str, way: str) -> None:
    assert ways([cell]) == [(cell, way)]
