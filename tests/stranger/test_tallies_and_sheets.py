"""What a desk counts on tally sheets, money by month down the page, and a sheet for each time."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from engagekit.locale.missing import NotMeasuredError
from engagekit.mapping.columns import kind_of
from engagekit.mapping.drafting import map_file
from engagekit.measures.enquiries import enquiries, enquiries_by, enquiries_over_time
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE, Rows
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_statistics_by_hand import LONE, MONTHS
from tests.stranger.test_year_to_date import accepted, spent

WAYS = ("Phone", "E-mail", "Walk-in")
COUNTS = ((6, 3, 1), (1, 5, 8), (6, 5, 0))
BARE = ["Jan", "Feb", "Mar"]


def tally(months: list[str], corner: str, heads: tuple[str, ...] = WAYS, title: str = "") -> Rows:
    """A month a row; at the end of each how many in all."""
    rows = [[corner, *heads, "Total"]]
    rows += [
        [name, *map(str, row), str(sum(row))] for name, row in zip(months, COUNTS, strict=True)
    ]
    return [[title, "", "", "", ""], *rows] if title else rows


def turned(names: tuple[str, ...], corner: str, title: str, months: list[str] = MONTHS[3]) -> Rows:
    """A month a column."""
    lines = zip(names, *COUNTS, strict=True)
    return [[title, "", "", ""], [corner, *months], *[[str(one) for one in row] for row in lines]]


def all_of(frame: pd.DataFrame, measure: str, **at: str) -> dict[str, float]:
    """Return the estimates of a measure by their first column."""
    rows = frame[frame["measure"] == measure]
    return dict(zip(rows[str(frame.columns[0])], rows["estimate"], strict=True))


@pytest.mark.parametrize("months", [*MONTHS, BARE, ["janvier", "février", "mars"]])
@pytest.mark.parametrize("title", ["Reference statistics 2026", "Enquiries by channel, 2026"])
def test_a_tally_by_way_is_the_enquiries_of_a_library_without_a_log(
    months: list[str], title: str, tmp_path: Path
) -> None:
    gate = accepted(tmp_path, **LONE, new__csv=tally(months, "Month", title=title))
    frame = enquiries(gate.tables, during="2026 Q1")
    assert all_of(frame, "enquiries by way").keys() == {"phone", "e-mail", "walk-up"}
    shown = frame[frame["measure"] == "enquiries by way"].set_index("way")["n"]
    assert dict(shown) == {"phone": 13, "e-mail": 13, "walk-up": 9}
    assert gate.counts()["enquiries"] == 35
    with pytest.raises(NotMeasuredError):  # nothing was counted then
        enquiries(gate.tables, during="2025 Q4")


def test_without_a_word_of_enquiries_ways_are_only_counted(tmp_path: Path) -> None:
    rows = tally(MONTHS[0], "Month", title="Greeting cards 2026")
    gate = accepted(tmp_path, **LONE, new__csv=rows)
    assert gate.counts()["enquiries"] is None
    assert set(gate.tables.counts["what"]) == set(WAYS)


def test_bare_months_without_a_year_are_no_days(tmp_path: Path) -> None:
    for months, note in ((["Nov", "Dec", "Jan"], "months"), (["May", "April", "June", "May"], "")):
        cells = pd.Series(months)  # what people answer is in no order
        assert kind_of(cells, cells.value_counts())[1] == note
    gate = small.gate(tmp_path, **LONE, new__csv=tally(BARE, "Month"))
    (one,) = gate.open_files
    assert not one.choices or one.choices[0].fault


def test_tallies_by_department_and_by_topic_are_the_same_enquiries(tmp_path: Path) -> None:
    files = {
        "way__csv": tally(MONTHS[3], "Month", title="Enquiries 2026"),
        "unit__csv": turned(("Tax", "Audit", "Legal & Risk"), "Department", "Enquiries 2026"),
        "topic__csv": turned(
            ("Case law", "Company", "Loans"), "Type of enquiry", "2026", MONTHS[2]
        ),
    }
    gate = accepted(tmp_path, **LONE, **files)
    assert set(gate.tables.counts["what"]) == {
        "enquiries", "enquiries by department", "enquiries by topic",
    }  # fmt: skip
    assert gate.counts()["enquiries"] == 35  # three sheets of the same
    each = all_of(enquiries_by(gate.tables, during="2026 Q1"), "enquiries")
    assert each == {"All": 35, "Tax": 13, "Audit": 13, "Legal & Risk": 9}


def test_what_one_tally_leaves_open_is_not_stated(tmp_path: Path) -> None:
    unit = turned(("Tax", "Audit", "Legal & Risk"), "Department", "Enquiries 2026")[:-1]
    way = tally(MONTHS[3], "Month", title="Enquiries 2026")
    gate = accepted(tmp_path, **LONE, way__csv=way, unit__csv=unit)
    each = all_of(enquiries_by(gate.tables, during="2026 Q1"), "enquiries")
    assert each == {"All": 35, "Tax": 13, "Audit": 13, "Not stated": 9}


def test_months_with_a_log_count_by_the_log_and_it_is_asked(tmp_path: Path) -> None:
    logged = [LOG[0], *[row for row in LOG[1:] if row[1].startswith("2026-01")]]
    rows = tally(MONTHS[3], "Month", title="Enquiries 2026")
    gate = accepted(tmp_path, **{**LONE, "touches__csv": logged}, new__csv=rows)
    assert gate.counts()["enquiries"] == len(logged) - 1 + 14 + 11
    (asked,) = [one for one in gate.questions if "log has enquiries" in one.problem]
    assert "10 enquiries" in asked.problem and asked.file == "new.csv"
    alone = accepted(tmp_path / "alone", **LONE, new__csv=rows)
    assert not [one for one in alone.questions if "log has enquiries" in one.problem]


def test_a_count_of_a_quarter_is_not_added_to_the_log_of_one_of_its_months(tmp_path: Path) -> None:
    rows = [["what", "on", "n"], *[["enquiries", day, "30"] for day in (
        "2025-07-01", "2025-10-01", "2026-01-01")]]  # fmt: skip
    logged = [LOG[0], *[row for row in LOG[1:] if row[1].startswith("2026-02")]]
    gate = small.gate(tmp_path, **{**LONE, "touches__csv": logged}, counts__csv=rows)
    assert gate.counts()["enquiries"] == len(logged) - 1 + 60
    frame = enquiries_over_time(gate.tables, during="2026 Q1")
    assert all_of(frame, "enquiries")["2026 Q1"] == len(logged) - 1


@pytest.mark.parametrize("quarters", [("2026-01-01",), ("2026-01-01", "2026-04-01")])
def test_counts_of_quarters_are_not_added_to_those_of_their_months(
    quarters: tuple[str, ...], tmp_path: Path
) -> None:
    rows = [["what", "on", "place", "n"]]
    rows += [["enquiries", f"2026-0{month}-01", "phone", "10"] for month in range(1, 7)]
    rows += [["enquiries by department", day, "Tax", "28"] for day in quarters]
    gate = small.gate(tmp_path, **LONE, counts__csv=rows)
    assert gate.counts()["enquiries"] == 60  # and not 96
    alone = [rows[0], *rows[7:]]
    gate = small.gate(tmp_path / "b", **LONE, counts__csv=alone)
    assert gate.counts()["enquiries"] == 28 * len(quarters)


def test_one_count_before_a_log_of_its_quarter_is_asked_about(tmp_path: Path) -> None:
    rows = [["what", "on", "n"], ["enquiries", "2026-01-01", "30"]]
    logged = [LOG[0], *[row for row in LOG[1:] if row[1].startswith("2026-02")]]
    gate = small.gate(tmp_path, **{**LONE, "touches__csv": logged}, counts__csv=rows)
    assert gate.counts()["enquiries"] == len(logged) - 1
    assert any("log has enquiries" in one.problem for one in gate.questions)


def test_a_count_of_a_year_is_that_of_no_quarter(tmp_path: Path) -> None:
    rows = [["what", "on", "n"], *[["enquiries", f"{year}-01-01", "300"] for year in (2024, 2025)]]
    gate = small.gate(tmp_path, **LONE, counts__csv=rows)
    assert gate.counts()["enquiries"] is None


@pytest.mark.parametrize("months", [*MONTHS, BARE])
@pytest.mark.parametrize("name", ["Library budget 2026.csv", "Library spending 2026.csv"])
@pytest.mark.parametrize("total", [True, False])
def test_months_down_and_lines_across_are_money(
    months: list[str], name: str, total: bool, tmp_path: Path
) -> None:
    rows = tally(months, "Month", ("Staff", "Books", "Travel costs"))
    rows = rows if total else [row[:-1] for row in rows]
    gate = accepted(tmp_path, **{**LONE, name.replace(".", "__"): rows})
    budget = gate.tables.budget
    assert not gate.tables.has("counts")
    assert budget.groupby("line")["amount"].sum().to_dict() == {
        "Staff": 13, "Books": 13, "Travel costs": 9,
    }  # fmt: skip
    assert set(budget["kind"]) == {"budget" if "budget" in name else "actual"}


@pytest.mark.parametrize("heads", [("Net", "VAT", "Gross"), ("Budget", "Spent", "Balance")])
def test_money_beside_its_tax_or_its_plan_is_no_line(
    heads: tuple[str, ...], tmp_path: Path
) -> None:
    gate = small.gate(tmp_path, **ALONE, **{"Library spending 2026__csv": tally(MONTHS[0], "Month", heads)})  # fmt: skip
    (one,) = gate.open_files
    offered = [choice for choice in one.choices if not choice.fault and choice.table == "budget"]
    assert all('names = "line"' not in str(choice.said) for choice in offered)
    assert not [choice for choice in one.choices if choice.amount == 35]


def test_money_by_month_and_department_is_of_the_departments(tmp_path: Path) -> None:
    rows = tally(MONTHS[3], "Month", ("Tax", "Audit", "Legal & Risk"), "Spending by department")
    budget = accepted(tmp_path, **LONE, new__csv=rows).tables.budget
    each = budget.groupby("department")["amount"].sum().to_dict()
    assert each == {"Tax": 13, "Audit": 13, "Legal & Risk": 9}


@pytest.mark.parametrize("title", ["Library statistics 2026", "Visits 2026"])
def test_visits_by_month_are_no_money(title: str, tmp_path: Path) -> None:
    rows = tally(MONTHS[3], "Month", ("Visits", "Loans", "Renewals"), title)
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert tables.has("counts") and not tables.has("budget")


def workbook(home: Path, names: list[str], name: str = "Library budget 2026.xlsx") -> None:
    """A sheet for each name, with the same lines."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for at, one in enumerate(names):
        sheet = book.create_sheet(one)
        sheet.append(["Line", "Budget", "Actual"])
        sheet.append(["Staff", 1000, 100 * (at + 1)])
        sheet.append(["Books", 500, 10 * (at + 1)])
    (home / "data").mkdir(parents=True)
    book.save(home / "data" / name)


@pytest.mark.parametrize(("names", "first"), [
    (["Q1", "Q2", "Q3", "Q4"], 110), (["January", "February", "April", "May"], 330),
    (["Jan 26", "Feb 26", "Apr 26", "May 26"], 330), (["2026-01", "2026-02", "2026-04"], 330),
    (["T1 2026", "T2 2026"], 110),
])  # fmt: skip
def test_each_sheet_is_of_the_time_it_is_called_by(
    names: list[str], first: int, tmp_path: Path
) -> None:
    workbook(tmp_path, names)
    gate = accepted(tmp_path, **{**LONE, "new__csv": None})
    whole = sum(110 * (at + 1) for at in range(len(names)))
    assert (spent(gate, "2026 Q1"), gate.counts()["spent"]) == (first, whole)


def test_a_sheet_of_sums_beside_the_months_is_told_and_not_added(tmp_path: Path) -> None:
    workbook(tmp_path, ["January", "February", "All"])
    gate = accepted(tmp_path, **{**LONE, "new__csv": None})
    assert gate.counts()["spent"] == 330
    assert "sheet All: gives no row of budget" in str(gate)


@pytest.mark.parametrize("name", ["Library budget 2026.xlsx", "Library budget.xlsx"])
def test_one_time_said_of_sheets_of_several_is_asked_about(name: str, tmp_path: Path) -> None:
    workbook(tmp_path, ["Q1", "Q2"], name)
    gate = small.gate(tmp_path, **LONE)
    (one,) = gate.open_files
    given = {**dict(one.choices[0].said), "period": "2026 Q1"}
    map_file(one.path, table="budget", given=given)
    asked = [one.problem for one in Gate(small.loaded(tmp_path / "data")).questions]
    assert any("'Q2'" in one and "2026 Q1" in one for one in asked)
    assert not any("'Q1'" in one for one in asked)


def stacked(titles: list[str], gap: bool = True) -> Rows:
    """A list of money below each title."""
    rows: Rows = []
    for at, title in enumerate(titles):
        rows += [[title, "", ""], ["Line", "Budget", "Actual"]]
        rows += [["Staff", "1000", f"{100 * (at + 1)}"], ["Books", "500", f"{10 * (at + 1)}"]]
        rows += [["", "", ""]] * gap
    return rows


@pytest.mark.parametrize(("titles", "first"), [
    (["January 2026", "February 2026", "April 2026"], 330), (["Q1 2026", "Q2 2026"], 110),
    (["Jan", "Feb", "Apr"], 330),
])  # fmt: skip
@pytest.mark.parametrize("gap", [True, False])
def test_lists_of_money_below_one_another_are_each_of_their_time(
    titles: list[str], first: int, gap: bool, tmp_path: Path
) -> None:
    files = {"Library budget 2026__csv": stacked(titles, gap)}
    gate = accepted(tmp_path, **{**LONE, **files})
    whole = sum(110 * (at + 1) for at in range(len(titles)))
    assert (spent(gate, "2026 Q1"), gate.counts()["spent"]) == (first, whole)


def test_one_time_said_of_lists_of_several_is_asked_about(tmp_path: Path) -> None:
    files = {"Library budget 2026__csv": stacked(["January", "April"])}
    gate = small.gate(tmp_path, **{**LONE, **files})
    (one,) = gate.open_files
    given = {**dict(one.choices[0].said), "period": "2026 Q1"}
    map_file(one.path, table="budget", given=given)
    gate = Gate(small.loaded(tmp_path / "data"))
    asked = [one.problem for one in gate.questions]
    assert any("'April'" in one for one in asked) and not any("'January'" in one for one in asked)


def test_german_lists_are_what_their_headers_say(tmp_path: Path) -> None:
    came = [["Datum", "Schulung", "Name", "Teilgenommen"],
            *[["14.01.2026", "Datenbanken", one[1], "nein" if at else "ja"]
              for at, one in enumerate(PEOPLE[1:4])]]  # fmt: skip
    deals = [["Anbieter", "Produkt", "Jahrespreis", "Vertragsende", "Kündigungsfrist"],
             ["Beck", "beck-online", "£48,000", "31.12.2026", "3 Monate"]]  # fmt: skip
    desk = tally(MONTHS[3], "Monat", ("Telefon", "E-Mail", "Persönlich"), "Auskünfte 2026")
    gate = accepted(tmp_path, **LONE, kurse__csv=came, deals__csv=deals, desk__csv=desk)
    assert gate.tables.attendance["status"].tolist() == ["attended", "no_show", "no_show"]
    assert gate.tables.contracts["price"].tolist() == [48_000]
    assert gate.counts()["enquiries"] == 35


@pytest.mark.parametrize(("head", "n"), [
    ("Questions answered", 600), ("Reference enquiries", 600), ("Demandes de référence", 600),
    ("Minutes on enquiries", 0), ("Loans", 0),
])  # fmt: skip
def test_enquiries_beside_visitors_and_loans_are_enquiries(
    head: str, n: int, tmp_path: Path
) -> None:
    rows = [["Month", head, "Visitors"], *[[month, "200", "31"] for month in MONTHS[0]]]
    tables = accepted(tmp_path, **LONE, new__csv=rows).tables
    assert tables.counts.groupby("what")["n"].sum()["Visitors"] == 93
    if n:
        frame = enquiries(tables, during="2026 Q1")
        assert frame.set_index("measure")["estimate"]["enquiries"] == n
    else:
        with pytest.raises(NotMeasuredError):
            enquiries(tables, during="2026 Q1")


@pytest.mark.parametrize(("head", "called"), [("Total enquiries", "enquiries"),
                                              ("Enquiries answered", "Enquiries answered")])  # fmt: skip
def test_of_two_columns_of_enquiries_that_of_all_counts(
    head: str, called: str, tmp_path: Path
) -> None:
    rows = [["Month", "Reference questions", head, "Visitors"]]
    rows += [[month, "80", "200", "31"] for month in MONTHS[0]]
    counts = accepted(tmp_path, **LONE, new__csv=rows).tables.counts
    assert {*counts["what"]} == {"Reference questions", called, "Visitors"}
