"""Checks: typed tables, faults with their cell, rows set aside and never lost."""

from __future__ import annotations

import pandas as pd

from engagekit.parsing.validate import check
from engagekit.tables.schema import TABLES
from tests.parsing.checking import checked

ROW = {"touch_id": "a", "on": "2026-07-13", "channel": "desk"}


def test_every_column_of_the_table_is_there_in_its_kind() -> None:
    found = checked("touches", [ROW]).frame
    assert list(found.columns) == TABLES["touches"].names
    assert str(found["on"].dtype) == "datetime64[us]"
    assert str(found["two_way"].dtype) == "boolean"
    assert found.index.tolist() == [2]


def test_a_bad_optional_cell_becomes_missing_and_the_row_stays() -> None:
    found = checked("touches", [{**ROW, "minutes": "long", "two_way": "perhaps"}])
    assert len(found.frame) == 1
    assert [str(fault) for fault in found.problems] == [
        "list.csv, cell E2: two_way is 'perhaps', which is neither yes nor no. Write yes or no.",
        "list.csv, cell D2: minutes is 'long', which is not a number. Write digits only.",
    ]


def test_a_bad_or_empty_required_cell_sets_the_row_aside() -> None:
    found = checked(
        "touches", [{**ROW, "on": "soon"}, {**ROW, "touch_id": "", "on": "2026-07-14"}, ROW]
    )
    assert {part.reason: part.rows for part in found.set_aside} == {
        "on cannot be read": 1,
        "no touch_id": 1,
    }
    assert found.rows_lost == {2, 3}
    assert len(found.frame) + sum(part.rows for part in found.set_aside) == 3


def test_dates_of_either_order_are_never_guessed_and_the_setting_is_named() -> None:
    rows = [
        {**ROW, "touch_id": letter, "on": f"0{number}/02/2026"}
        for number, letter in enumerate("abc", 3)
    ]
    found = checked("touches", rows)
    assert found.frame.empty
    assert any('date_order = "day first"' in fault.remedy for fault in found.problems)
    told = checked("touches", rows, order="day first")
    assert told.frame["on"].dt.month.unique().tolist() == [2]


def test_a_row_again_and_a_key_again_are_told_apart() -> None:
    found = checked("touches", [ROW, ROW, {**ROW, "channel": "walk"}])
    assert {part.reason for part in found.set_aside} == {
        "same row as an earlier one",
        "same touch_id as an earlier row",
    }
    assert found.frame["channel"].tolist() == ["desk"]


def test_a_controlled_word_is_known_in_any_writing_and_the_nearest_is_offered() -> None:
    rows = [{"event_id": "e", "contact_id": str(number), "display_name": "A", "status": word}
            for number, word in enumerate(["No Show", "no-show", "atended"])]  # fmt: skip
    found = checked("attendance", rows)
    assert found.frame["status"].tolist() == ["no_show", "no_show"]
    assert "Did you mean 'attended'?" in found.problems[0].remedy


def test_counts_are_whole_and_not_negative() -> None:
    rows = [{"department": "A", "on": "2026-07-13", "people": word} for word in ("2.5", "-3", "7")]
    rows = [{**row, "on": f"2026-07-1{number}"} for number, row in enumerate(rows)]
    found = checked("headcounts", rows)
    assert found.frame["people"].tolist()[-1] == 7
    assert any("not a whole number" in fault.problem for fault in found.problems)
    assert any("fails the check" in fault.problem for fault in found.problems)


def test_a_table_without_rows_is_still_a_table() -> None:
    found = check("contacts", pd.DataFrame({"contact_id": pd.Series([], dtype="str")}))
    assert found.frame.empty
    assert list(found.frame.columns) == TABLES["contacts"].names
