"""Uses and what one costs: one metric of one report, months that are told of, contracts by days."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.errors import NotMeasuredError, SettingsError
from engagekit.facts.services import unmatched
from engagekit.measures import contract_weighing, usage
from engagekit.measures.contract_weighing import DROP, KEEP, RENEGOTIATE, verdict
from engagekit.measures.usage import Use, used
from engagekit.sections import service_scorecard
from engagekit.sections import usage as usage_section
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.measures.test_contracts import term

weighing_section = partial(sections.contract_calendar, of="weighing")

QUARTER = "FY2026-27 Q2"
MONTHS = ("2026-07", "2026-08", "2026-09")
YEAR = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "currency": "CAD"}


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    blank = empty(name)
    frame = pd.DataFrame(rows).reindex(columns=blank.columns)
    days = [column for column in frame.columns if column == "on" or column.endswith("_on")]
    frame = frame.assign(**{column: pd.to_datetime(frame[column]) for column in days})
    return frame.astype(blank.dtypes.to_dict())


def told(platform: str, metric: str, counts: tuple[float, ...], report: str = "PR", year: int = 2026,
         **more: Any) -> list[dict[str, Any]]:  # fmt: skip
    """One line of a report, its months from July on."""
    return [
        {"platform": platform, "metric": metric, "report": report, "n": n, **more,
         "on": f"{year}-{7 + at:02}-01", "item_id": f"{platform}{more.get('title', '')}"}
        for at, n in enumerate(counts)
    ]  # fmt: skip


def firm(*lines: list[dict[str, Any]], contracts: list[dict[str, Any]] = [], **settings: Any) -> Tables:  # noqa: B006  # fmt: skip
    frames = {"usage": table("usage", [row for line in lines for row in line])}
    if contracts:
        frames["contracts"] = table("contracts", [{**YEAR, **row} for row in contracts])
    return Tables(frames, make_settings(settings))


def of(tables: Tables, name: str, by: str = "platform") -> dict[str, float]:
    frame = usage(tables, during=QUARTER, by=by)  # type: ignore[arg-type]
    rows = frame[frame[by] == name]
    return dict(zip(rows["measure"], rows["estimate"], strict=True))


def test_one_metric_of_one_report_never_the_sum_of_several() -> None:
    tables = firm(
        told("Lex", "Total_Item_Requests", (90, 80, 70)),
        told("Lex", "Unique_Item_Requests", (30, 20, 10)),
        told("Lex", "Unique_Item_Requests", (25, 15, 5), "TR_J1", title="Review"),
        told("Lex", "Unique_Item_Requests", (3, 3, 3), "TR_B1", title="Book"),
        told("Lex", "Searches_Platform", (500, 500, 500)),
        told("Lex", "Unique_Item_Requests", (999, 0, 0), access_method="TDM"),
    )
    assert of(tables, "Lex")["uses"] == 60
    assert "counted by Unique_Item_Requests" in usage(tables, during=QUARTER)["method"].iloc[0]


def test_journals_and_books_of_one_kind_of_report_add_up() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (25, 15, 5), "TR_J1", title="Review"),
        told("Lex", "Unique_Item_Requests", (3, 3, 3), "TR_B1", title="Book"),
        told("Lex", "Unique_Item_Requests", (28, 18, 8), "TR_J4", title="Review"),
    )
    assert of(tables, "Lex")["uses"] == 54


def test_searches_count_where_no_text_was_opened() -> None:
    tables = firm(
        told("Data", "Unique_Item_Requests", (0, 0, 0)),
        told("Data", "Searches_Regular", (7, 8, 9), "DR_D1", title="Data"),
    )
    assert of(tables, "Data")["uses"] == 24


def test_cost_per_use_by_hand() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (30, 20, 10)),
        told("Lex", "Unique_Item_Requests", (10, 10, 10), year=2025),
        told("Lex", "No_License", (1, 0, 2)),
        told("Lex", "Limit_Exceeded", (0, 4, 0)),
        contracts=[{"product": "Journals", "platform": "lex", "price": 3650.0}],
    )
    numbers = of(tables, "Lex")
    assert numbers["cost of the use"] == pytest.approx(920)  # 92 days at 10
    assert numbers["cost per use"] == pytest.approx(920 / 60)
    assert (numbers["uses a year before"], numbers["turnaways"]) == (30, 7)


def test_a_contract_that_begins_in_the_period_pays_for_its_own_months_alone() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (100, 20, 10)),
        contracts=[
            {"product": "Journals", "platform": "Lex", "price": 365.0, **term("2026-08-11", "2027-08-10", 365.0)}
        ],
    )  # fmt: skip
    numbers = of(tables, "Lex")
    assert numbers["uses"] == 130
    assert numbers["cost of the use"] == pytest.approx(21 + 30)
    assert numbers["cost per use"] == pytest.approx(3)  # 30 a month over the 10 uses of September
    assert PARTIAL in finding(usage_section(tables, during=QUARTER))


PARTIAL = "The cost per use of Lex leaves out months not fully covered by a contract"
LAW = {"Law": {"contracts": ["Journals", "More"]}}


@pytest.mark.parametrize(
    ("terms", "cost", "uses"),
    [
        # one begins on the day after the other ends: August is paid for by both
        ((("2025-08-11", "2026-08-10"), ("2026-08-11", "2027-08-10")), 92, 130),
        # the second begins before the first ends: both are paid in those days
        ((("2025-08-15", "2026-08-14"), ("2026-08-11", "2027-08-10")), 92 + 4, 130),
        # a day between them is paid for by none
        ((("2025-08-10", "2026-08-09"), ("2026-08-11", "2027-08-10")), 61, 110),
        # a second licence that begins in a month which another pays for
        ((("2026-01-01", "2026-12-31"), ("2026-08-11", "2027-08-10")), 92 + 51, 130),
        ((("2026-08-01", "2027-07-31"),), 61, 30),
        ((("2026-08-02", "2027-08-01"),), 30, 10),
        ((("2025-10-01", "2026-09-30"),), 92, 130),
        ((("2025-09-30", "2026-09-29"),), 62, 120),
        ((("2026-08-11", "2026-08-11"),), 0, 0),  # a single day is no month
    ],
)
def test_cost_per_use_is_of_whole_months_by_hand(
    terms: tuple[tuple[str, str], ...], cost: float, uses: float
) -> None:
    """Terms of a year cost a dollar a day; 100, 20 and 10 uses."""
    tables = firm(
        told("Lex", "Unique_Item_Requests", (100, 20, 10)),
        contracts=[
            {"product": name, "platform": "Lex", **term(*one, 365.0)}
            for name, one in zip(("Journals", "More"), terms, strict=False)
        ],
        services=LAW,
    )
    value = of(tables, "Lex").get("cost per use")
    assert value == (pytest.approx(cost / uses) if uses else None)
    assert of(tables, "Law", "service").get("cost per use") == value
    card = service_scorecard(tables, during=QUARTER)
    rows = card.frame[card.frame["measure"] == "cost per use"]
    assert rows["estimate"].tolist() == ([value] if uses else [])
    assert [*rows["base"].dropna()] == ([uses] if uses else [])
    said = [finding(usage_section(tables, during=QUARTER)),
            finding(card).replace("Law", "Lex"), *(
        [finding(weighing_section(tables, during=QUARTER))] if terms[-1][1] > "2026-09-30" else []
    )]  # fmt: skip
    assert {PARTIAL in one for one in said} == {uses != 130}


@pytest.mark.parametrize(
    ("start", "words"), [("2026-09-01", "no recorded use"), ("2026-09-02", "")]
)
def test_what_ran_for_no_whole_month_is_not_unused(start: str, words: str) -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (0, 0, 0)),
        contracts=[{"product": "J", "platform": "Lex", **term(start, "2027-08-31", 365.0)}],
    )
    assert contract_weighing(tables, during=QUARTER)["speaks_against"].tolist() == [words]


def test_a_contract_without_a_price_has_no_cost_per_use_and_is_said() -> None:
    """Beside one with a price too: the rest of what Lex costs is not known."""
    rows = [{**BILL, "price": None}, {**BILL, "product": "More"}]
    tables = firm(told("Lex", "Unique_Item_Requests", (1, 1, 1)), contracts=rows, services=LAW)
    assert not {"cost of the use", "cost per use"} & {*of(tables, "Lex")}
    text = "1 contract has no price on the sheet and is left out of the sums: Journals."
    for section in (usage_section, service_scorecard, weighing_section):
        assert text in finding(section(tables, during=QUARTER))
    tables = firm(told("Lex", "Unique_Item_Requests", (1, 1, 1)), contracts=rows[1:], services=LAW)
    for section in (usage_section, service_scorecard, weighing_section):
        assert "no price" not in finding(section(tables, during=QUARTER))


def test_months_without_a_report_are_neither_uses_nor_cost() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (30, 20)),
        contracts=[{"product": "Journals", "platform": "Lex", "price": 365.0}],
    )
    numbers = of(tables, "Lex")
    assert (numbers["uses"], numbers["cost of the use"]) == (50, pytest.approx(62))
    assert "2 of 3 months reported" in usage(tables, during=QUARTER)["method"].iloc[0]


def test_no_use_is_said_and_divides_nothing() -> None:
    tables = firm(
        told("Dear", "Unique_Item_Requests", (0, 0, 0)),
        told("Lex", "Unique_Item_Requests", (1, 1, 1)),
        contracts=[
            {"product": "Reports", "platform": "Dear", "price": 36500.0},
            {"product": "Ghost", "platform": "Nowhere", "price": 365.0},
        ],
    )
    assert of(tables, "Dear")["uses"] == 0
    assert "cost per use" not in of(tables, "Dear")
    assert pd.isna(of(tables, "Ghost")["uses"])
    text = finding(usage_section(tables, during=QUARTER))
    assert text.startswith("Dear cost $9,200 in the period, with no recorded use.")
    assert "No report covers these months for Ghost." in text


def test_a_title_on_two_platforms_has_a_row_of_each() -> None:
    tables = firm(
        told("A", "Unique_Item_Requests", (9, 9, 9), "TR", title="Nature"),
        told("B", "Unique_Item_Requests", (2, 2, 2), "TR", title="Nature"),
        told("B", "Unique_Item_Requests", (1, 1, 1), "TR", title="Codes"),
    )
    assert of(tables, "Nature (A)", "title")["uses"] == 27
    assert of(tables, "Nature (B)", "title")["uses"] == 6
    assert of(tables, "Codes", "title")["uses"] == 3
    assert "Most used: Nature (A)" in finding(usage_section(tables, during=QUARTER, by="title"))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (120, "Used clearly more than in the same months a year before: A (360, against 300)."),
        (119, "No clear change in use from a year before: A."),
        (80, "Used clearly less than in the same months a year before: A (240, against 300)."),
        (81, "No clear change in use from a year before: A."),
    ],
)
def test_a_change_of_use_is_told_where_it_is_clear(now: int, said: str) -> None:
    metric = "Unique_Item_Requests"
    tables = firm(told("A", metric, (now,) * 3), told("A", metric, (100,) * 3, year=2025))
    assert said in finding(usage_section(tables, during=QUARTER))


def test_only_what_is_counted_alike_is_compared() -> None:
    tables = firm(
        told("A", "Unique_Item_Requests", (92, 0, 0)),
        told("B", "Unique_Item_Requests", (46, 0, 0)),
        told("C", "Searches_Regular", (9200, 0, 0)),
        contracts=[{"product": one, "platform": one, "price": 365.0} for one in "ABC"],
    )
    said = "one costs from $1 (A) to $2 (B)."
    assert f"Where uses are counted the same way, {said}" in finding(
        usage_section(tables, during=QUARTER)
    )


def test_a_contract_for_two_platforms_is_one_row() -> None:
    tables = firm(
        told("Lex A", "Unique_Item_Requests", (10, 10, 10)),
        told("Lex B", "Unique_Item_Requests", (1, 1, 1)),
        contracts=[{"product": "All of Lex", "platform": "Lex A; Lex B", "price": 365.0}],
    )
    assert of(tables, "Lex A + Lex B")["cost per use"] == pytest.approx(92 / 33)


def test_two_platforms_of_one_service_are_added_only_if_counted_alike() -> None:
    lines = (
        told("Lex", "Unique_Item_Requests", (10, 10, 10)),
        told("Law", "Unique_Item_Requests", (0, 0, 0)),
        told("Law", "Searches_Regular", (5, 5, 5), "DR_D1"),
        told("Lex", "Searches_Regular", (2, 2, 2), "DR_D1"),
    )
    mixed = firm(*lines, services={"Research": {"platforms": ["L*"]}})
    assert pd.isna(of(mixed, "Research", "service")["uses"])
    assert "not added up: Research" in finding(usage_section(mixed, during=QUARTER, by="service"))
    alike = firm(*lines, services={"Research": {"platforms": ["L*"], "metric": "Searches_Regular"}})
    assert of(alike, "Research", "service")["uses"] == 21


def test_titles_are_listed_by_use() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (1, 2, 3), "TR", title="Review"),
        told("Lex", "Unique_Item_Requests", (9, 9, 9), "TR", title="Book"),
        told("Lex", "Unique_Item_Requests", (10, 11, 12)),
    )
    frame = usage(tables, during=QUARTER, by="title")
    assert frame[frame["measure"] == "uses"][["title", "estimate"]].values.tolist() == [
        ["Book", 27.0],
        ["Review", 6.0],
    ]


def test_people_counted_by_a_vendor_are_no_uses() -> None:
    tables = firm(told("Lex", "Active_Users", (8, 12, 9)), told("Law", "Playback", (1, 2, 3)))
    assert "Lex" not in usage(tables, during=QUARTER)["platform"].tolist() or pd.isna(
        of(tables, "Lex")["uses"]
    )
    assert of(tables, "Law")["uses"] == 6


def test_a_contract_that_has_ended_does_not_cost_nothing() -> None:
    ended = {"product": "Lex", "platform": "Lex", "price": 365.0, "ends_on": "2026-06-30"}
    tables = firm(told("Lex", "Unique_Item_Requests", (10, 10, 10)), contracts=[ended])
    frame = usage(tables, during=QUARTER)
    assert "cost of the use" not in [*frame["measure"]]
    free = {**ended, "price": 0.0, "ends_on": "2026-12-31"}
    tables = firm(told("Lex", "Unique_Item_Requests", (10, 10, 10)), contracts=[free])
    assert of(tables, "Lex")["cost of the use"] == 0


def test_a_currency_without_a_rate_has_no_cost() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (10, 10, 10)),
        contracts=[{"product": "J", "platform": "Lex", "price": 365.0, "currency": "USD"}],
    )
    assert "cost per use" not in of(tables, "Lex")


def test_a_platform_of_two_services_is_an_error() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (1, 1, 1)),
        services={"A": {"platforms": ["Lex"]}, "B": {"platforms": ["L*"]}},
    )
    with pytest.raises(SettingsError, match="'Lex' belongs to 'A' and 'B'"):
        usage(tables, during=QUARTER, by="service")


def test_nothing_at_hand_is_not_measured() -> None:
    with pytest.raises(NotMeasuredError, match="no usage report"):
        usage(firm(), during=QUARTER)
    with pytest.raises(NotMeasuredError, match="no service has a platform"):
        usage(firm(told("Lex", "Unique_Item_Requests", (1, 1, 1))), during=QUARTER, by="service")


def _use(n: float, before: float, **more: float) -> Use:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (n, 0, 0)),
        told("Lex", "Unique_Item_Requests", (before, 0, 0), year=2025),
        *([told("Lex", "No_License", (more["denied"], 0, 0))] if more else []),
        contracts=[{"product": "J", "platform": "Lex", "price": 365.0}],
    )
    return used(tables, tables.settings.period(QUARTER))[0]


def _evidence(use: Use) -> tuple[list[str], list[str]]:
    from engagekit.measures.contract_weighing import _of_use

    return _of_use(use, [use])


@pytest.mark.parametrize(
    ("n", "before", "expected"),
    [
        (800, 1000, ([], ["use fell"])),
        (801, 1000, ([], [])),  # not a fifth
        (8, 10, ([], [])),  # a fifth, but chance moves ten by more
        (1200, 1000, (["use rose"], [])),
        (1199, 1000, ([], [])),
        (0, 10, ([], ["no recorded use"])),
    ],
)
def test_a_change_of_use_is_evidence_from_a_fifth_on_and_beyond_chance(
    n: float, before: float, expected: tuple[list[str], list[str]]
) -> None:
    assert _evidence(_use(n, before)) == expected


@pytest.mark.parametrize(("denied", "is_told"), [(5.0, True), (4.0, False)])
def test_one_turnaway_in_twenty_uses_speaks_for_it(denied: float, is_told: bool) -> None:
    assert (_evidence(_use(100, 100, denied=denied))[0] == ["readers turned away"]) is is_told


@pytest.mark.parametrize(
    ("price", "says"), [(2.0, "cost per use is high"), (1.99, ""), (0.5, "is low")]
)
def test_a_use_is_dear_from_twice_the_middle_of_three_others_on(price: float, says: str) -> None:
    names = ("A", "B", "C", "D")
    tables = firm(
        *(told(name, "Unique_Item_Requests", (92, 0, 0)) for name in names),
        contracts=[
            {"product": name, "platform": name, "price": 365.0 * (price if name == "A" else 1)}
            for name in names
        ],
    )
    row = contract_weighing(tables, during=QUARTER).set_index("product").loc["A"]
    text = row["speaks_for"] + row["speaks_against"]
    assert says in text if says else not text


def test_what_follows_by_rule() -> None:
    assert verdict([], ["use fell", "cost per use is high"]) == DROP
    assert verdict([], ["use fell"]) == RENEGOTIATE
    assert verdict(["use rose"], ["use fell", "cost per use is high"]) == RENEGOTIATE
    assert verdict(["use rose"], []) == KEEP


@pytest.mark.parametrize(("count", "tail"), [(4, "P3."), (5, "P3 and 1 more.")])
def test_a_sentence_names_four_contracts_and_counts_the_rest(count: int, tail: str) -> None:
    names = [f"P{at}" for at in range(count)]
    tables = firm(
        *(told(name, "Unique_Item_Requests", (0, 0, 0)) for name in names),
        contracts=[{"product": name, "platform": name, "price": 365.0} for name in names],
    )
    assert tail in finding(weighing_section(tables, during=QUARTER))
    assert tail.rstrip(".") in finding(usage_section(tables, during=QUARTER))


BILL = {"product": "Journals", "platform": "Lex", "price": 365.0}


def test_a_platform_that_two_reports_write_in_two_ways_counts_once() -> None:
    tables = firm(
        told("Lex Dock", "Unique_Item_Requests", (30, 30, 30)),
        told("LEXDock", "Unique_Item_Requests", (20, 20, 20), "TR_J1", title="Review"),
        told("Lex", "Unique_Item_Requests", (1, 1, 1)),
        contracts=[{**BILL, "platform": "LexDock"}],
    )
    assert of(tables, "LEXDock")["uses"] == 90
    assert of(tables, "LEXDock")["cost per use"] == pytest.approx(92 / 90)
    assert of(tables, "Lex")["uses"] == 3


def test_the_report_of_the_platform_counts_though_a_part_tells_of_more_months() -> None:
    part = ("TR_J1", 2025), ("TR_J1", 2026)
    tables = firm(
        told("Lex", "Unique_Item_Requests", (30, 30)),
        *(told("Lex", "Unique_Item_Requests", (20, 20, 20), *one, title="Review") for one in part),
        contracts=[BILL],
    )
    numbers = of(tables, "Lex")
    assert (numbers["uses"], numbers["cost per use"]) == (60, pytest.approx(62 / 60))
    assert pd.isna(numbers["uses a year before"])


def test_a_metric_that_the_reports_of_these_months_no_longer_have_is_no_nought() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (30, 30, 30), year=2025),
        told("Lex", "Searches_Platform", (50, 50, 50), year=2025),
        told("Lex", "Searches_Platform", (40, 40, 40)),
    )
    assert (of(tables, "Lex")["uses"], of(tables, "Lex")["uses a year before"]) == (120, 150)


@pytest.mark.parametrize(("denied", "told_of"), [((1, 0, 2), 3), ((4,), None)])
def test_turnaways_need_a_report_of_every_month(
    denied: tuple[float, ...], told_of: int | None
) -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (30, 20, 10)),
        told("Lex", "No_License", denied, "DR_D2"),
    )
    assert of(tables, "Lex").get("turnaways") == told_of


def test_journals_and_books_are_told_of_in_the_months_that_both_have() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (20, 20, 20), "TR_J1", title="Review"),
        told("Lex", "Unique_Item_Requests", (10, 10), "TR_B1", title="Book"),
        contracts=[BILL],
    )
    assert (of(tables, "Lex")["uses"], of(tables, "Lex")["cost of the use"]) == (60, 62)


def test_uses_of_months_in_which_no_contract_pays_for_the_platform_are_not_paid_for() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (30, 30, 30)),
        told("Fathom", "Unique_Item_Requests", (60, 60, 60)),
        contracts=[
            BILL,
            {**BILL, "product": "Books", "platform": "Lex; Fathom; Gone",
             "starts_on": "2026-09-01", "ends_on": "2027-08-31"},
        ],
    )  # fmt: skip
    numbers = of(tables, "Fathom + Lex")
    assert (numbers["uses"], numbers["cost of the use"]) == (270, 122)
    assert numbers["cost per use"] == pytest.approx(122 / (90 + 60))
    assert "No report covers these months for Gone." in finding(
        usage_section(tables, during=QUARTER)
    )


def test_a_service_is_charged_what_its_reports_tell_of() -> None:
    lines = [
        told("Lex", "Unique_Item_Requests", (30, 30, 30)),
        told("Fathom", "Unique_Item_Requests", (60, 60, 60)),
    ]
    bills = [BILL, {**BILL, "product": "Books", "platform": "Nowhere"}]
    services = {"Coll": {"contracts": ["Journals", "Books"], "platforms": ["Fathom"]}}
    gone = firm(*lines, contracts=bills, services=services)
    assert of(gone, "Coll", "service")["cost per use"] == pytest.approx(92 / 90)
    # a contract that names no platform pays for those that the others do not name
    bare = firm(*lines, contracts=[BILL, {**bills[1], "platform": None}], services=services)
    assert of(bare, "Coll", "service")["cost per use"] == pytest.approx(184 / 270)


def test_a_metric_of_the_settings_that_a_platform_lacks_counts_no_use() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (30, 30, 30)),
        told("Lex", "Total_Item_Requests", (50, 50, 50)),
        told("Fathom", "Unique_Item_Requests", (60, 60, 60)),
        contracts=[BILL, {**BILL, "product": "Books", "platform": "Fathom"}],
        services={"Coll": {"contracts": ["*"], "metric": "Total_Item_Requests"}},
    )
    assert pd.isna(of(tables, "Coll", "service")["uses"])
    text = finding(usage_section(tables, during=QUARTER, by="service"))
    assert "No report covers these months for Coll." in text


@pytest.mark.parametrize(("currency", "is_told"), [("CAD", False), ("EUR", True)])
def test_cost_that_lacks_a_rate_is_told(currency: str, is_told: bool) -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (30, 20, 10)),
        contracts=[{**BILL, "currency": currency}],
        services={"Coll": {"contracts": ["Journals"]}},
    )
    assert pd.isna(of(tables, "Lex").get("cost per use")) is is_told
    for section in (usage_section, service_scorecard):
        assert (
            "no exchange rate: contracts in EUR" in finding(section(tables, during=QUARTER))
        ) is (is_told)


@pytest.mark.parametrize(
    ("metric", "report", "uses"),
    [
        ("Total_Item_Requests", "PR", 150),  # the whole platform, in the only metric that it has
        ("Total_Item_Requests", "TR_B1", 60),  # both are parts: the first metric of the order
        ("Searches_Platform", "PR", 60),  # a search is no text opened, be it of the whole
    ],
)
def test_texts_of_journals_are_not_those_of_a_platform_that_is_counted_whole(
    metric: str, report: str, uses: float
) -> None:
    tables = firm(
        told("Lex", metric, (50, 50, 50), report),
        told("Lex", "Unique_Item_Requests", (20, 20, 20), "TR_J1", title="Review"),
    )
    assert of(tables, "Lex")["uses"] == uses


@pytest.mark.parametrize("cell", ["Lex, Norma", "Lex & Norma", "Lex and Norma; ", "lex/Norma", "Lex\nNorma"])  # fmt: skip
def test_platforms_of_a_contract_may_be_joined_in_other_ways(cell: str) -> None:
    lines = [told(name, "Unique_Item_Requests", (10, 10, 10)) for name in ("Lex", "Norma")]
    tables = firm(*lines, contracts=[{**BILL, "platform": cell}])
    assert of(tables, "Lex + Norma")["cost per use"] == pytest.approx(92 / 60)
    tables = firm(*lines, services={"Law": {"platforms": [cell]}})
    assert of(tables, "Law", "service")["uses"] == 60
    assert not unmatched(tables)


def test_a_sign_in_the_name_of_a_platform_joins_nothing() -> None:
    lines = [told(name, "Unique_Item_Requests", (10, 10, 10)) for name in ("Rec & Co", "Rec")]
    tables = firm(*lines, contracts=[{**BILL, "platform": "Rec & Co"}])
    assert of(tables, "Rec & Co")["cost per use"] == pytest.approx(92 / 30)


def test_a_platform_that_a_contract_names_and_no_report_has_is_named() -> None:
    tables = firm(told("Lex", "Unique_Item_Requests", (1, 1, 1)),
                  contracts=[{**BILL, "platform": "Lex & Norma"}])  # fmt: skip
    assert "No report covers these months for Norma." in finding(
        usage_section(tables, during=QUARTER)
    )
    tables = firm(told("Lex", "Unique_Item_Requests", (1, 1, 1)),
                  services={"Law": {"platforms": ["Lex, Norma"]}})  # fmt: skip
    assert unmatched(tables) == [("Law", "platforms", "Norma")]


def test_two_platforms_that_both_tell_of_a_month_are_not_taken_for_one() -> None:
    tables = firm(
        told("Lex", "Unique_Item_Requests", (30,)),
        told("Norma", "Unique_Item_Requests", (20, 20, 20)),
        contracts=[{**BILL, "platform": "Lex; Norma"}],
    )
    assert of(tables, "Lex + Norma")["uses"] == 50
