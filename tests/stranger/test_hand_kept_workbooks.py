"""Workbooks as people keep them: cells merged over rows, two tables on a sheet, units in headers."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engagekit.errors import UsageError
from engagekit.files.source_file import open_export
from engagekit.importing.table_detection import find_table
from engagekit.loading.load import load
from engagekit.loading.read_file import Loaded, read_file
from engagekit.mapping.file_choices import exported
from engagekit.settings.schema import Settings
from engagekit.tables.problems import QUESTION
from tests.confirming import map_file

LOG = ["Date", "Enquirer", "Via", "Time taken (mins)"]


def book(place: Path, rows: list[list[Any]], *merged: str) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    made.save(place)
    return place


def mapped(place: Path, table: str, **given: str) -> Loaded:
    map_file(place, table=table, given=given)
    return read_file(exported(place), place.name, Settings())


def test_a_day_merged_over_rows_is_that_of_each_and_an_amount_is_of_one(tmp_path: Path) -> None:
    day = dt.datetime(2026, 4, 2)
    place = book(
        tmp_path / "log.xlsx",
        [LOG, [day, "Ann Lee", "Phone", 30], [None, "Bo Roy", "E-mail", None],
         [None, "Cy Dow", "Phone", 5]],
        "A2:A4", "D2:D3",
    )  # fmt: skip
    part = mapped(place, "touches", own_log="yes")
    touches = part.frames["touches"]
    assert touches["on"].dt.day.tolist() == [2, 2, 2]
    assert touches["minutes"].fillna(-1).tolist() == [30, -1, 5]


def test_minutes_as_people_write_them_are_minutes(tmp_path: Path) -> None:
    day = dt.datetime(2026, 4, 2)
    cells = [15, "20 (approx.)", "1h", "45 mins", "n/a", "ca. 10", 5, 6]
    rows = [[day, "Ann Lee", "Phone", cell] for cell in cells]
    given = {"own_log": "yes", "minutes": LOG[3]}
    part = mapped(book(tmp_path / "log.xlsx", [LOG, *rows]), "touches", **given)
    minutes = part.frames["touches"]["minutes"].fillna(-1).tolist()
    assert minutes == [15, 20, 60, 45, -1, 10, 5, 6]
    assert not part.problems


def test_hours_and_thousands_in_a_header_are_hours_and_thousands(tmp_path: Path) -> None:
    day = dt.datetime(2026, 4, 2)
    head = ["Date", "Enquirer", "Via", "Time taken (hours)"]
    rows = [[day, "Ann Lee", "Phone", cell] for cell in (0.5, 1.25, 2)]
    part = mapped(book(tmp_path / "log.xlsx", [head, *rows]), "touches", own_log="yes")
    assert part.frames["touches"]["minutes"].tolist() == [30, 75, 120]
    money = [["Spend 2026, £'000"], ["Line", "Apr-26", "May-26", "Jun-26"],
             ["Staff", 14.2, 14.2, 15], ["Books", 1.5, 2, 0.25]]  # fmt: skip
    part = mapped(book(tmp_path / "money.xlsx", money), "budget", kind="actual", currency="GBP")
    assert part.frames["budget"]["amount"].sum() == 47_150


CONTRACTS = [["Supplier", "Product", "Annual cost", "Renewal"],
             ["Lexis", "Lexis+", "£48,000", "31/10/2026"],
             ["FT", "FT.com", "£9,250", "15/07/2026"]]  # fmt: skip


PLANNED = [["Line", "Apr-26", "May-26", "Jun-26"], ["Staff", 1, 1, 1], ["Books", 2, 2, 2]]


@pytest.mark.parametrize(
    "below",
    [[["Contracts"], *CONTRACTS], CONTRACTS, [["Head office"], *PLANNED]],
    ids=["with a title", "without one", "the same header again under a title"],
)
def test_a_second_table_below_is_a_question_and_in_no_number(
    tmp_path: Path, below: list[list[Any]]
) -> None:
    rows = [["Line", "Apr-26", "May-26", "Jun-26"], ["Staff", "£15,400.00", "£15,400.00", "1.2k"],
            ["Refunds", 0, "(£1,200.00)", 0], [], *below]  # fmt: skip
    part = mapped(book(tmp_path / "m.xlsx", rows), "budget", kind="actual", currency="GBP")
    assert part.frames["budget"]["amount"].sum() == 15_400 + 15_400 + 1_200 - 1_200
    asked = [one for one in part.problems if one.level == QUESTION]
    assert [one.problem for one in asked] == [
        f"holds another table below the first: its {len(below)} rows are not read"
    ]


@pytest.mark.parametrize("gap", [[], None])
def test_the_title_of_each_page_does_not_turn_what_was_said(tmp_path: Path, gap: Any) -> None:
    page = [["Budget report"], ["Line", "Apr-26", "May-26", "Jun-26"]]
    rows = [*page, ["Staff", 5, 5, 5], ["Books", 1, 1, 1], *([gap] if gap is not None else []),
            *page, ["Travel", 2, 2, 2]]  # fmt: skip
    part = mapped(book(tmp_path / "m.xlsx", rows), "budget", kind="actual", currency="GBP")
    assert set(part.frames["budget"]["kind"]) == {"actual"}


@pytest.mark.parametrize(
    "below",
    [[["unknown", "Cy Dow", "Phone", "n/a"], ["22/04/2026", "Di Fox", "Phone", 5]],
     [LOG, ["22/04/2026", "Di Fox", "Phone", 5]]],
    ids=["words where days stand", "header of the next page"],
)  # fmt: skip
def test_a_blank_row_alone_begins_no_second_table(tmp_path: Path, below: list[list[Any]]) -> None:
    rows = [LOG, *[["22/04/2026", "Ann Lee", "Phone", n] for n in (5, 10, 15)], [], *below]
    part = mapped(book(tmp_path / "log.xlsx", rows), "touches", own_log="yes")
    assert "Di Fox" in part.frames["touches"]["display_name"].tolist()


def test_known_as_beside_a_surname_is_the_first_name(tmp_path: Path) -> None:
    head = ["Emp Ref", "Surname", "Known As", "Work Email", "Department", "Start Date"]
    rows = [["1", "Lee", "Ann", "a@x.example", "Tax", "01/02/2020"],
            ["2", "Roy", "Bo", "b@x.example", "Tax", "01/02/2020"]]  # fmt: skip
    book(tmp_path / "staff.xlsx", [head, *rows])
    assert load(tmp_path, Settings()).contacts["display_name"].tolist() == ["Ann Lee", "Bo Roy"]
    lone = [[*row[:2], *row[3:]] for row in [head, *rows]]
    book(tmp_path / "staff.xlsx", lone)
    told = load(tmp_path, Settings()).problems["problem"]
    assert told.str.contains("has surnames and no column").any()


@pytest.mark.parametrize(
    ("start", "title"), [(1, "Kosten 2026"), (4, "Kosten 2026"), (1, "Kosten 2026/27")]
)
def test_the_year_of_bare_months_is_asked_for(tmp_path: Path, start: int, title: str) -> None:
    settings = tmp_path / "engagekit.toml"
    settings.write_text(f"[organisation]\nfiscal_start = {start}\n", encoding="utf-8")
    rows = [[title], ["Kostenart", "April", "Mai", "Juni", "Summe"],
            ["Personal", "21.500,00 €", "21.500,00 €", "1.000,50 €", "44.000,50 €"],
            ["Normen", "10,00 €", "-1.200,00 €", "0,00 €", "-1.190,00 €"]]  # fmt: skip
    place = book(tmp_path / "kosten.xlsx", rows)
    given = {"kind": "actual", "currency": "EUR"}
    with pytest.raises(UsageError, match="year: In which year"):
        mapped(place, "budget", **given)
    lines = mapped(place, "budget", **given, year="2026").frames["budget"]
    assert set(lines["period"]) == {"2026-04", "2026-05", "2026-06"}
    assert lines["amount"].sum() == 42_810.5


@pytest.mark.parametrize("day", ["Tuesday 24 February 2026", "continued"])
def test_a_sign_in_list_below_another_is_a_question_and_not_of_that_event(
    day: str, tmp_path: Path
) -> None:
    head = ["Name", "Office", "Came"]
    rows: list[list[Any]] = [
        ["Hansard", None, None], ["14 October 2025"], head,
        ["Ann Moss", "Tax", "✓"], ["Bob Reed", "Tax", "✓"], ["Cat Stone", "Law", "✗"], [],
        ["Statistics", None, None], [day], head, ["Ann Moss", "Tax", "☑"], ["Dan Moss", "Tax", "☒"],
    ]  # fmt: skip
    given = {"display_name": "Name", "status": "Came"}
    part = mapped(book(tmp_path / "sessions.xlsx", rows), "attendance", **given)
    assert part.frames["attendance"]["status"].tolist() == ["attended", "attended", "no_show"]
    assert any("another table below the first: its 5 rows" in str(one) for one in part.problems)


@pytest.mark.parametrize("month", ["2026-04", "April 2026", "Apr-2026"])
def test_a_count_of_a_month_stands_on_its_first_day(month: str, tmp_path: Path) -> None:
    rows = [["Month", "Visits"], [month, 410], ["2026-05-07", 388], ["Spring", 5]]
    given = {"on": "Month", "n": "Visits", "what": "door"}
    read = mapped(book(tmp_path / "visits.xlsx", rows), "counts", **given)
    days = (read.frames or {})["counts"]["on"].dt.date.tolist()
    assert days == [dt.date(2026, 4, 1), dt.date(2026, 5, 7)]
    assert any("'Spring'" in str(one) for one in read.problems)


@pytest.mark.parametrize("header", ["Actual", "YTD Actual"])
def test_spent_is_an_answer_though_a_column_is_headed_so(header: str, tmp_path: Path) -> None:
    rows = [["Line", header], ["Books", 410.0], ["Staff", 3900.5]]
    given = {"line": "Line", "amount": header, "kind": "actual", "period": "2025-04..2025-12"}
    read = mapped(book(tmp_path / "m9.xlsx", rows), "budget", **given, currency="GBP")
    assert set(read.frames["budget"]["kind"]) == {"actual"}
    assert read.frames["budget"]["amount"].sum() == 4310.5


MONTHS = ["Apr-26", "May-26", "Jun-26"]


@pytest.mark.parametrize(
    "titles", [("Actual", "Budget"), ("Outturn", "Library budget 2026-27"), ("Staff", "Others")]
)
def test_planned_and_spent_money_below_one_another_are_not_added(
    titles: tuple[str, str], tmp_path: Path
) -> None:
    head = ["£000", *MONTHS]
    rows = [[titles[0]], head, ["Staff", 10, 10, 10], ["Books", 1, 1, 1], [],
            [titles[1]], head, ["Staff", 9, 9, 9], ["Books", 2, "(1)", 2]]  # fmt: skip
    given = {"line": "£000", "kind": "actual", "currency": "GBP"}
    part = mapped(book(tmp_path / "m.xlsx", rows), "budget", **given)
    assert part.frames["budget"]["amount"].sum() == 33_000
    assert any("another table below the first: its 4 rows" in str(one) for one in part.problems)


@pytest.mark.parametrize(
    ("word", "came", "is_told"), [("Apologies", 2, False), ("On leave", 2, False), ("Zzz", 2, True)]
)
def test_who_did_not_sign_did_not_come(word: str, came: int, is_told: bool, tmp_path: Path) -> None:
    rows = [["Training 12 June 2026"], [], ["Name", "Signed"], ["Ann Lee", "✓"], ["Bo Roy", word],
            ["Cy Dow", "✓"], ["Di Fox", word]]  # fmt: skip
    part = mapped(book(tmp_path / "s.xlsx", rows), "attendance", own_log="yes", ignored="others")
    assert (part.frames["attendance"]["status"] == "attended").sum() == came
    assert bool(part.problems) is is_told


def test_a_day_of_the_week_before_a_date_and_a_clock_of_a_sheet_are_read(tmp_path: Path) -> None:
    clock = [dt.time(0, 30), dt.time(1, 15), dt.time(0, 45)]
    days = ["Fri 17 Apr 2026", dt.datetime(2026, 4, 20), "lun. 27 avril 2026"]
    rows = [
        ["When", "Who", "How", "Time spent"],
        *([day, "Ann Lee", "Phone", time] for day, time in zip(days, clock, strict=True)),
    ]
    given = {"own_log": "yes", "minutes": "Time spent"}
    part = mapped(book(tmp_path / "l.xlsx", rows), "touches", **given)
    touches = part.frames["touches"]
    assert touches["on"].dt.day.tolist() == [17, 20, 27]
    assert touches["minutes"].tolist() == [30, 75, 45]


@pytest.mark.parametrize(
    ("heads", "rows", "amounts"),
    [
        (["£000", "Apr-26", "May-26", "Jun-26"], [1, 2, 3], [1000, 2000, 3000]),
        (["", "Apr-26 £000", "May-26 £000", "Jun-26 £000"], [1, 2, 3], [1000, 2000, 3000]),
        (["", "Apr-26 £000", "May-26", "Jun-26"], [1, 2000, 3000], [1000, 2000, 3000]),
    ],
)
def test_thousands_over_one_column_are_of_that_column(
    tmp_path: Path, heads: list[str], rows: list[float], amounts: list[float]
) -> None:
    head = [heads[0] or "Line", *heads[1:]]
    lines = [[name, *rows] for name in ("Staff", "Books", "Travel")]
    given = {"line": head[0], "kind": "actual", "currency": "GBP"}
    part = mapped(book(tmp_path / "m.xlsx", [head, *lines]), "budget", **given)
    assert part.frames["budget"]["amount"].tolist() == sorted(amounts * 3, key=amounts.index)


@pytest.mark.parametrize(("table", "kind", "head"), [
    ("events", "training", ["Date", "Title", "Owner", "Head count"]),
    ("touches", "", ["Date", "Name", "How", "Minutes"]),
])  # fmt: skip
def test_a_title_of_planned_or_spent_money_changes_nothing_but_a_budget(
    tmp_path: Path, table: str, kind: str, head: list[str]
) -> None:
    rows = [[dt.datetime(2026, 4, day), f"Ann L{'e' * day}", "Phone", day] for day in range(2, 6)]
    sheet = [["Budget"], head, *rows[:2], ["Actual"], head, *rows[2:]]
    given = {"kind": kind} if kind else {"own_log": "yes"}
    part = mapped(book(tmp_path / "list.xlsx", sheet), table, **given)
    assert len(part.frames[table]) == 4 and not any("money" in str(one) for one in part.problems)
    assert not kind or set(part.frames[table]["kind"]) == {kind}


LIST = [["Name", "Department"], ["Ann Lee", "Tax"], ["Bo Ray", "Audit"], ["Cy Day", "Audit"]]


@pytest.mark.parametrize(("above", "header"), [
    ([["Orientation"], ["Date:", dt.datetime(2026, 7, 6)], []], 4),
    ([["Date", dt.datetime(2026, 7, 6)], ["Trainer:", "Eve Moss"]], 3),
    ([["Date:", dt.datetime(2026, 7, 6)]], 2),
    ([], 1),
])  # fmt: skip
def test_a_line_that_states_something_above_a_list_is_no_header(
    above: list[list[Any]], header: int, tmp_path: Path
) -> None:
    place = book(tmp_path / "list.xlsx", [*above, *LIST])
    assert find_table(open_export(place, file=place.name)).header_row == header


@pytest.mark.parametrize("names", [["Name:", "Department:"], ["Unit", "2026"]])
def test_headers_with_a_colon_or_a_year_stay_headers(names: list[str], tmp_path: Path) -> None:
    place = book(tmp_path / "list.xlsx", [names, *LIST[1:]])
    assert find_table(open_export(place, file=place.name)).header_row == 1


TIMED = ["Date", "Client", "Topic"]


@pytest.mark.parametrize(("heads", "times", "minutes"), [
    (["Start", "End"], [("09:15", "09:40"), ("14:00", "15:30"), ("16:00", None)], [25, 90, None]),
    (["Time in", "Time out"], [("9:15 AM", "9:40 AM"), ("11:50 AM", "12:20 PM")], [25, 30]),
    (["Start time", "Finish time"], [(dt.time(9, 15), dt.time(9, 40))], [25]),
    (["Start", "End"], [("23:50", "00:10")], [20]),
    (["Start", "End", "Minutes"], [("09:15", "09:40", 20)], [20]),
])  # fmt: skip
def test_minutes_of_a_log_are_the_time_from_start_to_end(
    heads: list[str], times: list[tuple[Any, ...]], minutes: list[float | None], tmp_path: Path
) -> None:
    rows = [[*TIMED, *heads]]
    rows += [
        [dt.datetime(2026, 5, 4 + at), f"Ann L{'e' * at}y", "Cases", *one]
        for at, one in enumerate(times)
    ]
    place = book(tmp_path / "log.xlsx", rows)
    given = {"channel": "reference", "on": "Date", "minutes": heads[-1]}
    record = map_file(place, table="touches", given=given).path
    if len(heads) == 2:
        text = record.read_text("utf-8")
        said = f'[less]\nminutes = "{heads[0]}"\n[units]\nminutes = "clock"\n'
        record.write_text(f"{text}\n{said}", encoding="utf-8")
    done = read_file(exported(place), place.name, Settings())
    assert done.frames is not None
    read = [
        None if math.isnan(one) else one
        for one in done.frames["touches"]["minutes"].astype("float64").fillna(math.nan)
    ]
    assert read == minutes


def test_whom_a_message_went_from_and_to_is_no_time(tmp_path: Path) -> None:
    rows = [
        [*TIMED, "From", "To"],
        [dt.datetime(2026, 5, 4), "Ann Lee", "Cases", "Bo Ray", "Cy Day"],
    ]
    done = mapped(book(tmp_path / "log.xlsx", rows), "touches", channel="reference")
    assert done.frames is not None and done.frames["touches"]["minutes"].isna().all()
