"""Five things that the numbers of a file show by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.importing.session import import_file
from tests.importing.test_session import DESK, SAID, home, save  # noqa: F401

MONEY = {"row": "money", "kind": "actual", "currency": "CAD"}


def warnings(path: Path, **said: object) -> str:
    return "\n".join(import_file(path, **said).preview().warnings)


@pytest.fixture
def at(home: Path) -> Path:  # noqa: F811
    return home


def test_a_line_that_is_the_sum_of_those_above(at: Path) -> None:
    rows = [
        ["Item", "Paid"],
        ["A", "10"],
        ["B", "20"],
        ["C", "30"],
        ["All print", "60"],
        ["D", "5"],
    ]
    told = warnings(save(at, "spend.csv", rows), period="2026-09", **MONEY)
    assert "Row 5 is the sum of the 3 lines above it" in told
    rows[4][1] = "61"
    assert "is the sum" not in warnings(save(at, "spend.csv", rows), period="2026-09", **MONEY)


def test_columns_that_never_fall(at: Path) -> None:
    rows = [["Line", "2026-04", "2026-05", "2026-06", "2026-07"], ["A", "1", "2", "3", "4"]]
    rows += [["B", "5", "5", "7", "9"]]
    assert "so far" in warnings(save(at, "spend.csv", rows), **MONEY)
    rows[1][4] = "0"
    assert "so far" not in warnings(save(at, "spend.csv", rows), **MONEY)


def test_rows_that_stand_twice(at: Path) -> None:
    told = warnings(save(at, "desk.csv", DESK), **{**SAID, "touch_id": "none"})
    assert "1 row stands twice, e.g. rows 2 and 3." in told


def test_a_foot_total_that_is_not_the_sum(at: Path) -> None:
    rows = [["Item", "Paid"], ["A", "10"], ["B", "25"], ["Total", "30"]]
    told = warnings(save(at, "spend.csv", rows), period="2026-09", **MONEY)
    assert "the total of 'Paid' is 30, and the rows that are read add up to 35" in told


def test_days_to_come_and_days_of_two_orders(at: Path) -> None:
    rows = [DESK[0], *[[day, f"R{day}", *DESK[1][2:]] for day in ("13/07/2026", "07/14/2026")]]
    assert "can only be month first" in warnings(
        save(at, "desk.csv", rows), dates="day first", **SAID
    )
    late = [DESK[0], ["2199-07-13", *DESK[1][1:]]]
    assert "1 rows are of days to come, up to 2199-07-13." in warnings(
        save(at, "d.csv", late), **SAID
    )


def test_rows_that_another_file_has_too(at: Path) -> None:
    import_file(save(at, "desk.csv", DESK), **SAID).confirm()
    other = [["Day", "Number", "Who", "Unit", "Way", "Length", "State"], *DESK[1:]]
    told = warnings(
        save(at, "copy.csv", other),
        **{**SAID, "touch_id": "Number", "on": "Day", "display_name": "Who", "channel": "Way"},
    )
    assert "stand in files that count already" in told
