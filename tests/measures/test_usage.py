"""Uses and what one costs: one metric of one report, months that are told of, contracts by days."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest

from benchmarks._firms import tidy
from engagekit import sections
from engagekit.disclosure import protect
from engagekit.errors import SettingsError
from engagekit.facts.services import unmatched
from engagekit.measures import contract_calendar, usage
from engagekit.sections import service_scorecard
from engagekit.sections import usage as usage_section
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.measures.test_contracts import term

SECTIONS = (usage_section, service_scorecard, sections.contract_calendar)
QUARTER = "FY2026-27 Q2"
YEAR = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "currency": "CAD"}
TEXTS, ALL_TEXTS = "Unique_Item_Requests", "Total_Item_Requests"
SEARCHES, DATA = "Searches_Platform", "Searches_Regular"
Line = list[dict[str, Any]]


def told(platform: str, counts: tuple[float, ...], metric: str = TEXTS, report: str = "PR",
         year: int = 2026, **more: Any) -> Line:  # fmt: skip
    """One line of a report, its months from July on."""
    return [
        {"platform": platform, "metric": metric, "report": report, "n": n, **more,
         "on": f"{year}-{7 + at:02}-01", "item_id": f"{platform}{more.get('title', '')}"}
        for at, n in enumerate(counts)
    ]  # fmt: skip


journals = partial(told, report="TR_J1", title="Review")
books = partial(told, report="TR_B1", title="Book")


def bill(platform: str | None = "Lex", product: str = "Journals", price: float | None = 365.0,
         **more: Any) -> dict[str, Any]:  # fmt: skip
    """A contract of the calendar year, by default at a dollar a day."""
    return {**YEAR, "product": product, "platform": platform, "price": price, **more}


def firm(*lines: Line, contracts: Line | None = None, **settings: Any) -> Tables:
    frames = {"usage": tidy("usage", [row for line in lines for row in line])}
    if contracts:
        frames["contracts"] = tidy("contracts", contracts)
    return Tables(frames, make_settings(settings))


def of(tables: Tables, name: str, by: str = "platform") -> dict[str, float]:
    frame = usage(tables, during=QUARTER, by=by)  # type: ignore[arg-type]
    rows = frame[(frame[by] == name) & frame["estimate"].notna()]
    return dict(zip(rows["measure"], rows["estimate"], strict=True))


def said(tables: Tables, section: Any = usage_section, **options: Any) -> str:
    return finding(section(tables, during=QUARTER, **options))


LEX = told("Lex", (30, 20, 10))
NUMBERS: dict[str, tuple[list[Line], Line, str, dict[str, float | None]]] = {
    "one metric of one report, never the sum of several; machines are no readers": (
        [told("Lex", (90, 80, 70), ALL_TEXTS), LEX, journals("Lex", (25, 15, 5)),
         books("Lex", (3, 3, 3)), told("Lex", (500, 500, 500), SEARCHES),
         told("Lex", (999, 0, 0), access_method="TDM")],
        [], "Lex", {"uses": 60}),
    "journals and books of one kind of report add up": (
        [journals("Lex", (25, 15, 5)), books("Lex", (3, 3, 3)),
         told("Lex", (28, 18, 8), report="TR_J4", title="Review")],
        [], "Lex", {"uses": 54}),
    "searches count where no text was opened": (
        [told("Data", (0, 0, 0)), told("Data", (7, 8, 9), DATA, "DR_D1", title="Data")],
        [], "Data", {"uses": 24}),
    "people counted by a vendor are no uses": (
        [told("Lex", (8, 12, 9), "Active_Users"), told("Lex", (1, 2, 3), "Playback")],
        [], "Lex", {"uses": 6}),
    "a contract that has ended does not cost nothing": (
        [LEX], [bill(ends_on="2026-06-30")], "Lex", {"cost of the use": None}),
    "one that is free does": ([LEX], [bill(price=0.0)], "Lex", {"cost of the use": 0}),
    "a currency without a rate has no cost": (
        [LEX], [bill(currency="USD")], "Lex", {"cost of the use": None, "cost per use": None}),
    "a platform that two reports write in two ways counts once": (
        [told("Lex Dock", (30, 30, 30)), journals("LEXDock", (20, 20, 20)),
         told("Lex", (1, 1, 1))],
        [bill("LexDock")], "LEXDock", {"uses": 90, "cost per use": 92 / 90}),
    "the report of the platform counts though a part tells of more months": (
        [told("Lex", (30, 30)), journals("Lex", (20, 20, 20)),
         journals("Lex", (20, 20, 20), year=2025)],
        [bill()], "Lex", {"uses": 60, "cost per use": 62 / 60, "uses a year before": None}),
    "a metric that the reports of these months no longer have is no nought": (
        [told("Lex", (30, 30, 30), year=2025), told("Lex", (50, 50, 50), SEARCHES, year=2025),
         told("Lex", (40, 40, 40), SEARCHES)],
        [], "Lex", {"uses": 120, "uses a year before": 150}),
    "turnaways need a report of every month": (
        [LEX, told("Lex", (4,), "No_License", "DR_D2")], [], "Lex", {"turnaways": None}),
    "and are told where it has them": (
        [LEX, told("Lex", (1, 0, 2), "No_License", "DR_D2")], [], "Lex", {"turnaways": 3}),
    "journals and books are told of in the months that both have": (
        [journals("Lex", (20, 20, 20)), books("Lex", (10, 10))],
        [bill()], "Lex", {"uses": 60, "cost of the use": 62}),
    "uses of months in which no contract pays for the platform are not paid for": (
        [told("Lex", (30, 30, 30)), told("Fathom", (60, 60, 60))],
        [bill(), bill("Lex; Fathom; Gone", "Books", **term("2026-09-01", "2027-08-31", 365.0))],
        "Fathom + Lex",
        {"uses": 270, "cost of the use": 122, "cost per use": 122 / (90 + 60)}),
    "the whole platform, in the only metric that it has": (
        [told("Lex", (50, 50, 50), ALL_TEXTS), journals("Lex", (20, 20, 20))],
        [], "Lex", {"uses": 150}),
    "of two parts the first metric of the order": (
        [told("Lex", (50, 50, 50), ALL_TEXTS, "TR_B1"), journals("Lex", (20, 20, 20))],
        [], "Lex", {"uses": 60}),
    "a search is no text opened, be it of the whole": (
        [told("Lex", (50, 50, 50), SEARCHES), journals("Lex", (20, 20, 20))],
        [], "Lex", {"uses": 60}),
    "a sign in the name of a platform joins nothing": (
        [told("Rec & Co", (10, 10, 10)), told("Rec", (10, 10, 10))],
        [bill("Rec & Co")], "Rec & Co", {"cost per use": 92 / 30}),
}  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_by_hand(case: str) -> None:
    lines, contracts, name, expected = NUMBERS[case]
    found = of(firm(*lines, contracts=contracts), name)
    assert {one: found.get(one) for one in expected} == pytest.approx(expected)


def test_the_method_says_the_metric_and_the_months() -> None:
    method = usage(firm(told("Lex", (30, 20))), during=QUARTER)["method"].iloc[0]
    assert "counted by Unique_Item_Requests" in method
    assert "2 of 3 months reported" in method


PARTIAL = (
    "The cost per use of (Lex|Law|Journals|Journals and More) leaves out months not fully covered"
)
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
    contracts = [
        bill(product=name, **term(*one, 365.0))
        for name, one in zip(("Journals", "More"), terms, strict=False)
    ]
    tables = firm(told("Lex", (100, 20, 10)), contracts=contracts, services=LAW)
    value = of(tables, "Lex").get("cost per use")
    assert value == (pytest.approx(cost / uses) if uses else None)
    assert of(tables, "Law", "service").get("cost per use") == value
    card = service_scorecard(tables, during=QUARTER).frame
    rows = card[card["measure"] == "cost per use"]
    assert rows["estimate"].tolist() == ([value] if uses else [])
    assert [*rows["base"].dropna()] == ([uses] if uses else [])
    shown = SECTIONS if terms[-1][1] > "2026-09-30" else SECTIONS[:2]
    texts = [said(tables, section) for section in shown]
    assert {bool(re.search(PARTIAL, text)) for text in texts} == {uses != 130}


@pytest.mark.parametrize(("start", "is_unused"), [("2026-09-01", True), ("2026-09-02", False)])
def test_what_ran_for_no_whole_month_is_not_unused(start: str, is_unused: bool) -> None:
    contracts = [bill(**term(start, "2027-08-31", 365.0))]
    tables = firm(told("Lex", (0, 0, 0)), contracts=contracts)
    calendar = sections.contract_calendar(tables, during=QUARTER)
    assert (calendar.sentence_args["unused"] == ["Journals"]) is is_unused


def test_the_calendar_sets_uses_and_what_one_costs_beside_the_price_for_the_library_alone() -> None:
    contracts = [bill(), bill("Gone", "Ghost")]
    tables = firm(told("Lex", (92, 92, 0)), contracts=contracts)
    frame = contract_calendar(tables, during=QUARTER).set_index("product")
    assert frame.loc["Journals", ["uses", "cost_per_use"]].tolist() == [184, 0.5]
    assert frame.loc["Ghost", ["uses", "cost_per_use"]].isna().all()
    section = sections.contract_calendar(tables, during=QUARTER)
    told_of_board = protect([section], tables.settings).sections[0].frame
    assert {"price"} == {"price", "uses", "cost_per_use"} & set(told_of_board)
    assert "uses" not in contract_calendar(firm(contracts=contracts[1:]), during=QUARTER)


@pytest.mark.parametrize(
    ("contracts", "said_of"),
    [
        # beside one with a price too: the rest of what Lex costs is not known
        ([bill(price=None), bill(product="More")], "left out of the sums: Journals."),
        ([bill(currency="EUR")], "no exchange rate: contracts in EUR"),
    ],
)
def test_a_contract_whose_price_is_not_known_has_no_cost_per_use_and_the_calendar_says_why(
    contracts: Line, said_of: str
) -> None:
    tables = firm(LEX, contracts=contracts)
    assert "cost per use" not in of(tables, "Lex")
    assert said_of in said(tables, sections.contract_calendar)
    assert "cost per use" in of(firm(LEX, contracts=[bill()]), "Lex")


def test_no_use_is_said_and_divides_nothing() -> None:
    contracts = [bill("Dear", "Reports", 36500.0), bill("Nowhere", "Ghost")]
    tables = firm(told("Dear", (0, 0, 0)), LEX, contracts=contracts)
    assert of(tables, "Dear")["uses"] == 0
    assert "cost per use" not in of(tables, "Dear")
    assert "uses" not in of(tables, "Ghost")
    text = said(tables)
    assert text.startswith("Dear cost $9,200 in the period, with no recorded use.")
    assert "No report covers these months for Ghost." in text


def test_titles_are_listed_by_use_and_by_platform() -> None:
    titles = [("A", 9, "Nature"), ("B", 2, "Nature"), ("B", 1, "Codes")]
    lines = [told(name, (n,) * 3, report="TR", title=title) for name, n, title in titles]
    tables = firm(*lines, told("A", (10, 11, 12)))
    frame = usage(tables, during=QUARTER, by="title")
    uses = frame[frame["measure"] == "uses"].set_index("title")["estimate"]
    assert list(uses.items()) == [("Nature (A)", 27), ("Nature (B)", 6), ("Codes", 3)]
    assert "Most used: Nature (A)" in said(tables, by="title")


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (120, "Used clearly more than in the same months a year before: A (360, against 300)."),
        (81, "No clear change in use from a year before: A."),
    ],
)
def test_a_change_of_use_is_told_where_it_is_clear(now: int, text: str) -> None:
    assert text in said(firm(told("A", (now,) * 3), told("A", (100,) * 3, year=2025)))


def test_only_what_is_counted_alike_is_compared() -> None:
    lines = told("A", (92, 0, 0)), told("B", (46, 0, 0)), told("C", (9200, 0, 0), DATA)
    tables = firm(*lines, contracts=[bill(one, one) for one in "ABC"])
    text = "Where uses are counted the same way, one costs from $1 (A) to $2 (B)."
    assert text in said(tables)


def test_two_platforms_of_one_service_are_added_only_if_counted_alike() -> None:
    lines = (told("Lex", (10, 10, 10)), told("Law", (0, 0, 0)),
             told("Law", (5, 5, 5), DATA, "DR_D1"), told("Lex", (2, 2, 2), DATA, "DR_D1"))  # fmt: skip
    mixed = firm(*lines, services={"Research": {"platforms": ["L*"]}})
    assert "uses" not in of(mixed, "Research", "service")
    assert "not added up: Research" in said(mixed, by="service")
    alike = firm(*lines, services={"Research": {"platforms": ["L*"], "metric": DATA}})
    assert of(alike, "Research", "service")["uses"] == 21


TWO = [told("Lex", (30, 30, 30)), told("Fathom", (60, 60, 60))]


@pytest.mark.parametrize(("platform", "cost"), [("Nowhere", 92 / 90), (None, 184 / 270)])
def test_a_service_is_charged_what_its_reports_tell_of(platform: str | None, cost: float) -> None:
    """A contract that names no platform pays for those that the others do not name."""
    services = {"Coll": {"contracts": ["Journals", "Books"], "platforms": ["Fathom"]}}
    tables = firm(*TWO, contracts=[bill(), bill(platform, "Books")], services=services)
    assert of(tables, "Coll", "service")["cost per use"] == pytest.approx(cost)


def test_a_metric_of_the_settings_that_a_platform_lacks_counts_no_use() -> None:
    tables = firm(
        *TWO,
        told("Lex", (50, 50, 50), ALL_TEXTS),
        contracts=[bill(), bill("Fathom", "Books")],
        services={"Coll": {"contracts": ["*"], "metric": ALL_TEXTS}},
    )
    assert "uses" not in of(tables, "Coll", "service")
    assert "No report covers these months for Coll." in said(tables, by="service")


def test_a_platform_of_two_services_is_an_error() -> None:
    services = {"A": {"platforms": ["Lex"]}, "B": {"platforms": ["L*"]}}
    with pytest.raises(SettingsError, match="'Lex' belongs to 'A' and 'B'"):
        usage(firm(LEX, services=services), during=QUARTER, by="service")


@pytest.mark.parametrize(
    ("cell", "name", "is_one"),
    [("Lex; Norma", "Lex + Norma", False), ("Lex\nNorma ", "Lex + Norma", False),
     ("Lex & Norma", "Journals", True), ("Lex, Norma", "Journals", True)],
)  # fmt: skip
def test_platforms_of_a_contract_are_joined_by_a_semicolon_and_any_other_name_is_said(
    cell: str, name: str, is_one: bool
) -> None:
    lines = told("Lex", (10, 10, 10)), told("Norma", (10, 10, 10))
    tables = firm(*lines, contracts=[bill(cell)])
    assert of(tables, name).get("uses") == (None if is_one else 60)
    assert (f"No report covers these months for {name}." in said(tables)) is is_one


def test_a_platform_that_is_named_and_no_report_has_is_said() -> None:
    assert "No report covers these months for Norma." in said(
        firm(LEX, contracts=[bill("Lex; Norma")])
    )
    tables = firm(LEX, services={"Law": {"platforms": ["Lex", "Norma"]}})
    assert unmatched(tables) == [("Law", "platforms", "Norma")]


@pytest.mark.parametrize(("count", "tail"), [(4, "P3."), (5, "P3 and 1 more.")])
def test_a_sentence_names_four_platforms_and_counts_the_rest(count: int, tail: str) -> None:
    names = [f"P{at}" for at in range(count)]
    contracts = [bill(name, name) for name in names]
    tables = firm(*(told(name, (0, 0, 0)) for name in names), contracts=contracts)
    assert tail.rstrip(".") in said(tables)
