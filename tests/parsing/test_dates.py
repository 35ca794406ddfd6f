"""Columns of moments: each day and clock read once gives what reading each text gives."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.files import workbook
from engagekit.parsing import validate
from engagekit.parsing.dates import (
    date_order,
    dates,
    first_and_last,
    moments,
    order_of_moments,
    tidied,
)


@pytest.mark.parametrize(("text", "moment"), [
    ("2026-01-02 03:04:05.175", "2026-01-02T03:04:05.175000+01:00"),
    ("2026-01-02T10:00:00Z", "2026-01-02T11:00:00+01:00"),
    ("2026-03-29 02:30:00", "2026-03-29T03:00:00+02:00"),
    ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00"),
    ("13/2/2026 12:00 pm", "2026-02-13T12:00:00+01:00"),
    ("13.2.26 9:05:07", "2026-02-13T09:05:07+01:00"),
])  # fmt: skip
def test_a_day_and_a_clock_are_a_moment_of_the_zone(text: str, moment: str) -> None:
    found = moments(pd.Series(["", text]), zone="Europe/Berlin")
    assert found.values[1].isoformat() == moment
    assert found.bad.tolist() == [False, False]


@pytest.mark.parametrize("text", ["31/02/2026 10:00", "2026-01-02 25:00", "13/13/2026 1:00 am"])
def test_a_day_or_clock_that_no_calendar_has_is_at_fault(text: str) -> None:
    found = moments(pd.Series([text, "2026-01-02 10:00"]))
    assert found.bad.tolist() == [True, False]


def test_a_column_of_empty_cells_has_no_moments_and_no_faults() -> None:
    found = moments(pd.Series(["", ""], index=[5, 7]))
    assert found.values.isna().all()
    assert found.values.index.tolist() == [5, 7]


def test_hidden_rows_and_merges_are_found_behind_a_hidden_column() -> None:
    xml = (
        b'<worksheet><cols><col min="1" max="1" hidden="1"/></cols><sheetData><row r="1"><c r="A1">'
        b'<v>1</v></c></row><row r="2" hidden="1"/></sheetData>'
        b'<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    )
    facts = workbook._facts(xml, frozenset())
    assert (facts.hidden_rows, facts.merges) == ((2,), ("A1:B1",))
    shown = xml.replace(b'r="2" hidden="1"', b'r="2"')
    assert workbook._facts(shown, frozenset()).hidden_rows == ()


@pytest.mark.parametrize(("text", "year"), [("1/1/69", 2069), ("1/1/70", 1970)])
def test_two_digits_from_seventy_are_the_last_century(text: str, year: int) -> None:
    assert dates(pd.Series([text])).values.dt.year.tolist() == [year]


@pytest.mark.parametrize(("cells", "order"), [
    (["26-08-04", "26-08-14"], (None, 2)),  # ten years of one day, or eleven days
    (["26-08-04", "26-08-15"], ("year first", 0)),
    (["26/08/04", "26/08/14"], ("day first", 0)),
    (["26-08-15", "04-08-15"], ("day first", 0)),
])  # fmt: skip
def test_the_year_is_first_where_days_would_span_more_than_ten_years(
    cells: list[str], order: tuple[str | None, int]
) -> None:
    assert date_order(cells) == order
    assert dates(pd.Series(["26-08-04", "26-08-15"])).values.dt.day.tolist() == [4, 15]


@pytest.mark.parametrize(("text", "iso"), [
    ('="Mar 17, 2026 02:00 PM EDT"', "2026-03-17T18:00:00+00:00"),
    ("2026年3月17日 午後2:00", "2026-03-17T14:00:00+00:00"),
    ("17 March 2026 14:00 (CET)", "2026-03-17T13:00:00+00:00"),
])  # fmt: skip
def test_zones_and_eastern_clocks_are_read_once_tidied(text: str, iso: str) -> None:
    assert moments(tidied(pd.Series([text]))).values[0].isoformat() == iso


def test_the_first_and_last_day_keep_their_clock_where_the_zone_is_stated() -> None:
    cells = pd.Series(["2026-01-02 10:00:00", "2026-01-02 09:00:00", "2026-01-09 18:00:00", ""])
    assert first_and_last(cells, None, None) == ("2026-01-02", "2026-01-09")
    assert first_and_last(cells, None, "UTC") == (
        "2026-01-02T09:00:00+00:00", "2026-01-09T18:00:00+00:00",
    )  # fmt: skip
    assert first_and_last(pd.Series(["", "soon"]), None, "UTC") == ("", "")


@pytest.mark.parametrize(("day", "is_day"), [
    ("0999-12-31", False), ("1000-01-01", True), ("2999-12-31", True), ("3000-01-01", False),
    ("31.12.9999", False),
])  # fmt: skip
def test_years_by_which_systems_say_never_are_no_days(day: str, is_day: bool) -> None:
    assert dates(pd.Series([day]), order="day first").bad[0] != is_day
    assert moments(pd.Series([f"{day} 23:59"]), order="day first").bad[0] != is_day


def test_the_order_of_moments_is_that_of_their_days() -> None:
    assert order_of_moments(pd.Series(["2/3/2026 1:00 PM"]), pd.Series(["3/13/2026"])) == (
        "month first"
    )
    assert order_of_moments(pd.Series(["2/3/2026 1:00 PM"])) == "month first"
    assert order_of_moments(pd.Series(["2/3/2026 13:00"])) is None


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["03/04/2026", "25/06/2026"], ["2026-04-03", "2026-06-25"]),
        (["03/04/2026", "06/25/2026"], ["2026-03-04", "2026-06-25"]),
    ],
)
def test_one_impossible_cell_decides_for_the_whole_column(
    cells: list[str], days: list[str]
) -> None:
    read = dates(pd.Series(cells, dtype="str"))
    assert read.values.dt.strftime("%Y-%m-%d").tolist() == days
    assert not read.bad.any() and not read.ambiguous


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["03/04/2026", "05/06/2026"], "such as '03/04/2026'"),
        (
            ["03/04/2026", "25/06/2026", "06/25/2026"],
            "holds '25/06/2026', which can only be day first, and '06/25/2026'",
        ),
    ],
)
def test_a_column_that_nothing_settles_is_one_question_with_a_sample(
    cells: list[str], words: str
) -> None:
    frame = pd.DataFrame({"touch_id": list("abc")[: len(cells)], "on": cells, "channel": "desk"})
    done = validate.check("touches", frame, validate.Place("log.csv", ""))
    told = [fault.problem for fault in done.problems if fault.column == "on"]
    assert len(told) == 1 and words in told[0]
    assert done.frame.empty


@pytest.mark.parametrize(
    ("cell", "order"),
    [("12/02/2026", None), ("13/02/2026", "day first"),
     ("02/12/2026", None), ("02/13/2026", "month first")],
)  # fmt: skip
def test_a_part_over_twelve_settles_the_order_and_twelve_does_not(
    cell: str, order: str | None
) -> None:
    assert date_order([cell]) == (order, 0 if order else 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [("Mar 14, 2026", "2026-03-14"), ("mar. 14 avril 2026", "2026-04-14"), ("Fri 17 Apr 2026", "2026-04-17"),
     ("Mon 22/06/2026", "2026-06-22"), ("Mar 12 to Mar 13 2026", "")],
)  # fmt: skip
def test_a_day_of_the_week_is_no_month(text: str, day: str) -> None:
    found = dates(pd.Series([text])).values.iloc[0]
    assert ("" if pd.isna(found) else f"{found:%Y-%m-%d}") == day


def test_saturday_in_french_is_no_afternoon() -> None:
    assert date_order(["sam. 02/06/2026"]) == (None, 1)
