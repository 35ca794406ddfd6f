"""A ministry: months with short years, prices by year, sessions by directorate, two lists of money."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.facts.coverage import asked_period
from engagekit.mapping.drafting import map_file
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows
from tests.stranger.test_year_to_date import accepted, said


def loans(*months: str) -> Rows:
    figures = [(41, 12, 40), (57, 9, 61), (49, 21, 44), (77, 3, 80)]
    return [
        ["Month", "Issues", "Renewals", "Returns"],
        *[[month, *map(str, row)] for month, row in zip(months, figures, strict=False)],
    ]


@pytest.mark.parametrize(
    ("months", "first"),
    [
        (("Jan-26", "Feb-26", "Mar-26"), "2026-01-01"),
        (("Nov-25", "Dec-25", "Jan-26"), "2025-11-01"),
        (("janv. 26", "févr. 26", "mars 26"), "2026-01-01"),
        (("Jan '26", "Feb '26"), "2026-01-01"),
        (("1/2026", "2/2026", "3/2026"), "2026-01-01"),
        (("Jan-26", "Feb-26"), None),  # two may be days: 26 January, 26 February
        (("Jan-03", "Jan-17", "Feb-07"), None),
    ],
)
def test_a_month_with_two_digits_of_its_year(
    months: tuple[str, ...], first: str | None, tmp_path: Path
) -> None:
    tables = accepted(tmp_path, loans__csv=loans(*months)).tables
    assert tables.has("counts") == bool(first)
    if first:
        counts = tables.counts[tables.counts["what"] == "Issues"]
        assert counts["on"].min().strftime("%Y-%m-%d") == first
        assert counts["n"].sum() == sum(int(row[1]) for row in loans(*months)[1:])


@pytest.mark.parametrize(("file", "first"), [("loans 2026", "2026-10-10"), ("loans", "2010-10-01")])
def test_days_of_a_list_that_names_another_year_are_no_months(
    file: str, first: str, tmp_path: Path
) -> None:
    months = loans("Oct-10", "Nov-10", "Dec-10")
    counts = accepted(tmp_path, **{f"{file}__csv": months}).tables.counts
    assert counts["on"].min().strftime("%Y-%m-%d") == first


def test_months_of_a_count_reach_to_their_last_day(tmp_path: Path) -> None:
    files: dict[str, Rows | None] = dict.fromkeys(
        ("touches__csv", "events__csv", "attendance__csv")
    )
    months = ("Dec-25", "Jan-26", "Feb-26", "Mar-26")
    monthly = accepted(tmp_path / "a", loans__csv=loans(*months), **files)
    assert asked_period(monthly.tables, None).label == "2026 Q1"
    days = [["2025-12-01", "a", "9"], ["2026-02-01", "a", "9"], ["2026-03-02", "a", "9"]]
    daily = accepted(tmp_path / "b", counts__csv=[["on", "what", "n"], *days], **files)
    assert asked_period(daily.tables, None).label == "2025 Q4"


PRICES = [["Westlaw", "Thomson", "41000", "43870", "7%", "01/04/2027"],
          ["Lexis", "LexisNexis", "38500", "40425", "5%", "01/04/2027"],
          ["FT", "Pearson", "22000", "23980", "9%", "01/04/2027"],
          ["Dods", "Merit", "18000", "18000", "0%", "01/04/2027"]]  # fmt: skip


@pytest.mark.parametrize(
    "heads", [("2025 Cost", "2026 Cost"), ("Price 2025", "Price 2026"), ("2025 paid", "2026 paid")]
)
def test_prices_of_two_years_are_of_each_year(heads: tuple[str, str], tmp_path: Path) -> None:
    head = ["Title", "Supplier", *heads, "% change", "Renewal"]
    money = accepted(tmp_path, budget__csv=None, subs__csv=[head, *PRICES]).tables.budget
    sums = money.groupby("period")["amount"].sum()
    assert sums.to_dict() == {"2025": 119_500, "2026": 126_275}


def test_cells_that_are_no_periods_are_offered_as_none(tmp_path: Path) -> None:
    head = ["Database", "Vendor", "Amount"]
    rows = [head, *[row[:3] for row in PRICES]]
    (one,) = small.gate(tmp_path, budget__csv=None, subs__csv=rows).open_files
    periods = [dict(choice.said).get("period") for choice in one.choices]
    assert set(periods) <= {None, "..."}


def sessions(*more: str) -> Rows:
    rows = [["2026-01-14", "Induction", "4", "0", "7"], ["2026-02-03", "Hansard", "2", "5", "1"],
            ["2026-03-11", "Westlaw", "0", "3", "3"]]  # fmt: skip
    head = ["Date", "Session", "Tax", "Audit", more[0] if more else "Other", "Total"]
    return [head, *[[*row, str(sum(map(int, row[2:])))] for row in rows]]


def test_the_total_beside_departments_is_how_many_came(tmp_path: Path) -> None:
    files = {"events__csv": None, "attendance__csv": None}
    for at, (more, seats) in enumerate((((), 25), (("Minutes",), 0), (("Cost",), 0))):
        gate = small.gate(tmp_path / str(at), **files, sessions__csv=sessions(*more))
        choices = [one for one in gate.open_files[0].choices if one.table == "events"]
        assert [("Total" not in one.aside) for one in choices] == [bool(seats)]
    tables = accepted(tmp_path / "c", **files, sessions__csv=sessions()).tables
    assert tables.events["head_count"].sum() == 25


@pytest.mark.parametrize(
    ("paid", "level"),
    [("126300", "add up to 126,275, as 'Subscriptions' of finance.csv"),
     ("126400", "of the same time as finance.csv: 126,275 here, 367,400 there")],
)  # fmt: skip
def test_money_that_may_stand_in_two_lists(paid: str, level: str, tmp_path: Path) -> None:
    finance: Rows = [["Period", "Line", "Actual"], ["2026", "Pay", "241000"],
                     ["2026", "Subscriptions", paid]]  # fmt: skip
    subs: Rows = [["Period", "Line", "Actual"], *[["2026", row[1], row[3]] for row in PRICES]]
    gate = accepted(tmp_path, budget__csv=None, finance__csv=finance, subs__csv=subs)
    about = [*said(gate, "of the same time as"), *said(gate, "that add up to")]
    assert len(about) == 1 and about[0].endswith((level, level + " does"))


def test_the_postings_of_a_day_are_no_list_of_their_own(tmp_path: Path) -> None:
    head = ["Period", "Line", "Actual"]
    finance = [head, ["2026 Q1", "Pay", "900"], ["2026 Q1", "Subscriptions", "300"]]
    posted = [head, ["2026-02-03", "Lexis", "100"], ["2026-02-03", "FT", "200"]]
    gate = accepted(tmp_path, budget__csv=None, finance__csv=finance, posted__csv=posted)
    assert not said(gate, "that add up to") and len(said(gate, "of the same time as")) == 1


def test_lists_of_other_times_or_with_a_line_in_common_are_not_asked_about(tmp_path: Path) -> None:
    head = ["Period", "Line", "Actual"]
    first, second = [["2026 Q1", "Pay", "9"]], [["2026 Q2", "Pay roll", "8"]]
    gate = accepted(tmp_path, budget__csv=None, a__csv=[head, *first], b__csv=[head, *second])
    assert not said(gate, "of the same time as")


def test_the_day_of_an_appointment(tmp_path: Path) -> None:
    head = [*PEOPLE[0][:4], "Date of appointment", "Last day of service"]
    gate = small.gate(tmp_path, people__csv=[head, *PEOPLE[1:]])
    assert gate.tables.contacts["joined_on"].notna().all()


@pytest.mark.parametrize(
    ("above", "table"), [("Date: March 9, 2026", "attendance"), ("All answers", "responses")]
)
def test_a_sheet_signed_under_a_day_is_first_who_came(
    above: str, table: str, tmp_path: Path
) -> None:
    people = [[one[1], one[3], ("Yes", "Maybe", "")[at % 3]] for at, one in enumerate(PEOPLE[1:15])]
    head = [["Muffin Monday", "", ""], [above, "", ""], ["Name", "Practice group", "Coming back?"]]
    (one,) = small.gate(tmp_path, muffins__csv=[*head, *people]).open_files
    assert one.choices[0].table == table


def test_money_of_no_time_is_asked_for_it(tmp_path: Path) -> None:
    rows = [["Line", "Budget"], ["Lexis", "900"], ["Westlaw", "700"], ["FT", "400"]]
    gate = small.gate(tmp_path, budget__csv=None, plan__csv=rows)
    (one,) = gate.open_files
    choice = one.choices[0]
    assert (choice.amount, dict(choice.said)["period"]) == (2000.0, "...")
    assert "does not say of what time" in str(gate)
    with pytest.raises(UsageError, match=r"'period=\.\.\.' waits for you"):
        map_file(one.path, table="budget", given=dict(choice.said))


@pytest.mark.parametrize("head", [["Line", "2026 Budget"], ["Product", "Planned 2026"]])
def test_a_plan_alone_is_offered_as_planned(head: list[str], tmp_path: Path) -> None:
    rows = [["Lexis", "900"], ["Westlaw", "700"], ["FT", "400"]]
    money = accepted(tmp_path, budget__csv=None, plan__csv=[head, *rows]).tables.budget
    assert money.groupby("kind")["amount"].sum().to_dict() == {"budget": 2000.0}


@pytest.mark.parametrize(
    ("heads", "kinds"),
    [
        (("2026 Budget", "2026 Cost"), {"budget": 2000.0, "actual": 1000.0}),
        (("2026 Budget", "2026 Unit cost"), {"budget": 2000.0}),  # a price is not what was spent
    ],
)
def test_a_cost_beside_a_plan_is_what_was_spent(
    heads: tuple[str, str], kinds: dict[str, float], tmp_path: Path
) -> None:
    rows = [["Lexis", "900", "450"], ["Westlaw", "700", "420"], ["FT", "400", "130"]]
    gate = accepted(tmp_path, budget__csv=None, subs__csv=[["Product", *heads], *rows])
    money = gate.tables.budget.groupby("kind")["amount"].sum().to_dict()
    assert money == kinds
