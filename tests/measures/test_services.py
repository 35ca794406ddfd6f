"""Services: who claims what, what each costs, whom it served, love and funding."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit.errors import NotMeasuredError, SettingsError
from engagekit.facts.services import unmatched
from engagekit.measures import (
    love_and_funding_by_service,
    people_served,
    service_cost,
    service_satisfaction,
    service_scorecard,
)
from engagekit.measures._frame import measure_frame
from engagekit.measures.quadrant import BY_COST, COST, likeliest_quadrants, lines
from engagekit.measures.service_cost import UNTIED
from engagekit.measures.services import LOVE
from engagekit.sections import love_and_funding_by_service as quadrant_section
from engagekit.sections import service_scorecard as scorecard_section
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.measures.test_usage import YEAR, told

QUARTER = "FY2026-27 Q2"
STEM = "How satisfied are you with each?"
YES, NO = "Very satisfied", "Very dissatisfied"


def line(line: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"period": QUARTER, "line": line, "kind": "actual", "currency": "CAD",
            "amount": amount, **more}  # fmt: skip


def firm(*, answers: dict[str, tuple[int, int]] | None = None,
         budget: list[dict[str, Any]] | None = None, contracts: list[dict[str, Any]] | None = None,
         frames: dict[str, pd.DataFrame] | None = None, **settings: Any) -> Tables:  # fmt: skip
    """Services with so many satisfied of so many answers each, their lines and contracts."""
    result = dict(frames or {})
    if budget:
        result["budget"] = tidy("budget", budget)
    if contracts:
        result["contracts"] = tidy("contracts", [{**YEAR, **row} for row in contracts])
    if answers:
        rows = [
            {"respondent_id": f"{item}{at}", "survey_id": "w", "question_id": item,
             "value": YES if at < yes else NO, "score": 5.0 if at < yes else 1.0}
            for item, (yes, base) in answers.items() for at in range(base)
        ]  # fmt: skip
        people = {row["respondent_id"] for row in rows}
        result |= {
            "surveys": tidy("surveys", [{"survey_id": "w", "title": "Wave"}]),
            "respondents": tidy("respondents", [
                {"respondent_id": one, "survey_id": "w", "status": "complete",
                 "submitted_at": "2026-08-10 10:00"} for one in sorted(people)]),
            "questions": tidy("questions", [
                {"survey_id": "w", "question_id": item, "wording": item, "item_of": STEM,
                 "kind": "scale", "scale_id": "satisfaction-5-en", "points": 5.0}
                for item in answers]),
            "responses": tidy("responses", rows),
        }  # fmt: skip
    return Tables(result, make_settings(settings))


def of(frame: pd.DataFrame, service: str, measure: str = "cost of the service") -> float:
    rows = frame[(frame["service"] == service) & (frame["measure"] == measure)]
    return float(rows["estimate"].iloc[0])


def said(tables: Tables, section: Any = scorecard_section) -> str:
    return finding(section(tables, during=QUARTER))


RESEARCH = {"Research": {"lines": ["embed*"]}, "Texts": {"contracts": ["lex"]}}
LINES = {"embedded": 100.0, "collections": 900.0, "rent": 50.0}


@pytest.mark.parametrize(
    ("lines", "price", "costs"),
    [
        (LINES, 365.0, {"Research": 100, "Texts": 92, UNTIED: 900 - 92 + 50, "All": 1050}),
        # contracts that cost more than their line leave nothing of it
        ({"collections": 50.0, "rent": 10.0}, 365.0, {"Texts": 92, UNTIED: 10}),
    ],
)
def test_shared_money_is_said_and_never_spread(
    lines: dict[str, float], price: float, costs: dict[str, float]
) -> None:
    tables = firm(
        budget=[line(*one) for one in lines.items()],
        contracts=[{"product": "Lex", "price": price}, {"product": "Press", "price": 3.65}],
        services=RESEARCH,
        money={"contract_lines": ["collections"]},
    )
    frame = service_cost(tables, during=QUARTER)
    assert {name: of(frame, name) for name in costs} == pytest.approx(costs)
    if lines is LINES:
        text = said(tables)
        assert text.startswith("Research is the costliest service: $100.")
        assert "$858 (82%) is tied to no service." in text


COLLECTIONS = {"budget": [line("collections", 900.0)],
               "contracts": [{"product": "Lex", "price": 365.0, "service": "Texts"}]}  # fmt: skip
STAFF = {"budget": [line("staff", 1.0)]}


@pytest.mark.parametrize(
    ("given", "error", "match"),
    [
        (COLLECTIONS, NotMeasuredError, "contract_lines"),
        ({**COLLECTIONS, "services": {"Other": {"lines": ["collections"]}},
          "money": {"contract_lines": ["coll*"]}},
         SettingsError, "'collections' pays for contracts"),
        ({"services": {"A": {"lines": ["staff"]}, "B": {"lines": ["Staff"]}}},
         SettingsError, "'Staff' stands under lines of both 'A' and 'B'"),
        ({**STAFF, "services": {"A": {"lines": ["st*"]}, "B": {"lines": ["*aff"]}}},
         SettingsError, "Lines: 'staff' belongs to 'A' and 'B'"),
        ({"contracts": [{"product": "Lex", "price": 1.0, "service": "B"}],
          "services": {"A": {"contracts": ["Lex"]}}}, SettingsError, "on the sheet contracts"),
    ],
)  # fmt: skip
def test_money_counts_once_and_a_thing_belongs_to_one_service(
    given: dict[str, Any], error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        service_cost(firm(**given), during=QUARTER)


def test_a_claim_that_fits_nothing_is_said() -> None:
    tables = firm(**STAFF, services={"A": {"lines": ["staff", "stuff"]}})
    assert unmatched(tables) == [("A", "lines", "stuff")]
    assert "Nothing in the data fits stuff (A)" in said(tables)
    services = {"A": {"questions": ["Alerts"]}, "B": {"questions": ["Trainnig"]}}
    answers = {"alerts": (30, 40), "training": (30, 40)}
    assert unmatched(firm(answers=answers, services=services)) == [("B", "questions", "Trainnig")]


PAT = {"product": "Pat", "price": 1825.0}


@pytest.mark.parametrize(
    ("paid", "more", "beyond"),
    [(920.0, [], ""), (921.0, [], "$1"), (3650.0, [], "$2,730"), (2000.0, [PAT], "$620")],
)
def test_a_bill_that_pays_for_other_days_is_not_money_of_no_service_without_a_word(
    paid: float, more: list[dict[str, Any]], beyond: str
) -> None:
    """By hand: for the 92 days 3,650 a year are 920, and Pat, of no service, 460."""
    tables = firm(
        budget=[line("subscriptions", paid), line("staff", 100.0)],
        contracts=[{"product": "Lex", "price": 3650.0, "service": "Texts"}, *more],
        money={"contract_lines": ["subscriptions"]},
    )
    assert of(service_cost(tables, during=QUARTER), UNTIED) == pytest.approx(100 + paid - 920)
    text = said(tables)
    assert "tied to no service" in text
    assert ("goes beyond what contracts cost" in text) is bool(beyond)
    assert f"{beyond} of it goes beyond" in text or not beyond


def test_a_service_in_a_currency_without_a_rate_has_no_cost() -> None:
    term = {"price": 365.0, "currency": "CAD"}
    contracts = [{**term, "product": "Lex", "currency": "USD", "service": "A"},
                 {**term, "product": "Press", "service": "B"}]  # fmt: skip
    frame = service_cost(firm(contracts=contracts), during=QUARTER)
    assert pd.isna(of(frame, "A"))
    assert of(frame, "B") == of(frame, "All") == pytest.approx(92)


def logged(first: str) -> Tables:
    """One colleague of two departments a day from a day on, and an event without a list."""
    days = pd.date_range(first, "2026-09-29", freq="3D")
    frames = {
        "contacts": tidy("contacts", [
            {"contact_id": one, "display_name": one, "department": where}
            for one, where in (("1", "Tax"), ("2", "Law; Tax"), ("3", None))]),
        "touches": tidy("touches", [
            {"touch_id": str(at), "contact_id": str(1 + at % 3), "channel": "desk",
             "on": f"{day:%Y-%m-%d}"} for at, day in enumerate(days)]),
        "events": tidy("events", [{"event_id": "e", "title": "Clinic", "head_count": 30,
                                   "started_at": "2026-08-10 10:00"}]),
    }  # fmt: skip
    services = {"Desk": {"channels": ["desk"], "lines": ["desk"]}, "Clinic": {"events": ["Clinic"]}}
    return firm(budget=[line("desk", 90.0)], frames=frames, services=services)


def test_of_a_service_with_a_platform_no_cost_per_person_served_is_told() -> None:
    tables = logged("2026-07-01")
    rows = [{"platform": "Lex", "metric": "Searches_Platform", "report": "PR", "n": 50.0,
             "on": f"2026-0{month}-01", "item_id": "Lex"} for month in (7, 8, 9)]  # fmt: skip
    services = {"Desk": {"channels": ["desk"], "lines": ["desk"], "platforms": ["Lex"]}}
    with_it = Tables(
        {**tables.frames, "usage": tidy("usage", rows)}, make_settings({"services": services})
    )
    # of three people; who used the platform nobody knows
    alone = of(service_scorecard(tables, during=QUARTER), "Desk", "cost per person served")
    assert alone == pytest.approx(30)
    frame = service_scorecard(with_it, during=QUARTER)
    assert of(frame, "Desk", "people served") == 3
    assert of(frame, "Desk", "uses") == 150
    assert "cost per person served" not in [*frame["measure"]]


def test_nobody_served_is_not_told_where_nothing_was_recorded() -> None:
    tables = logged("2026-07-01")
    frame = people_served(tables, during=QUARTER)
    assert of(frame, "Desk", "people served") == 3
    assert of(frame, "Desk", "departments served") == 2
    assert pd.isna(of(frame, "Clinic", "people served"))  # heads were counted, nobody was named
    with pytest.raises(NotMeasuredError, match="none is recorded"):
        people_served(tables, during="FY2025-26 Q2")
    assert "people served" not in [
        *service_scorecard(tables.replace(touches=tables.touches.head(0)), during=QUARTER)[
            "measure"
        ]
    ]


def test_who_answered_two_questions_on_a_service_counts_once() -> None:
    tables = firm(answers={"Speed": (1, 2), "Depth": (2, 2)},
                  services={"Research": {"questions": ["Speed", "Depth"]}})  # fmt: skip
    rows = tables.responses.assign(respondent_id=tables.responses["respondent_id"].str[-1])
    people = tables.respondents.assign(
        respondent_id=tables.respondents["respondent_id"].str[-1]
    ).drop_duplicates("respondent_id")
    row = service_satisfaction(
        tables.replace(responses=rows, respondents=people), during=QUARTER
    ).iloc[0]
    assert (row["base"], row["estimate"]) == (2, 0.75)


SIX = {"Loved": 95, "Liked": 90, "Usual": 70, "Common": 70, "Dull": 40, "Dear": 30}
COSTS = dict(zip(SIX, (10.0, 900.0, 100.0, 300.0, 20.0, 999.0), strict=True))


def claiming(loved: dict[str, int], costs: dict[str, float], *, base: int = 100) -> Tables:
    """Services with a line and a question of their own, and the rent."""
    return firm(
        answers={name: (n, base) for name, n in loved.items()},
        budget=[line(*one) for one in costs.items()] + [line("rent", 500.0)],
        services={name: {"lines": [name], "questions": [name]} for name in loved},
    )


def test_love_and_funding_by_service_places_what_is_sure() -> None:
    tables = claiming(SIX, COSTS)
    frame = love_and_funding_by_service(tables, during=QUARTER)
    found = likeliest_quadrants(frame, 0.8, by="service").set_index("service")
    assert found.loc["Loved", "quadrant"] == "high satisfaction, low cost"
    assert found.loc["Dear", "quadrant"] == "low satisfaction, high cost"
    assert found["is_decided"].drop(["Usual", "Common"]).all()
    section = quadrant_section(tables, during=QUARTER)
    text = finding(section)
    assert "Well liked for little money: Loved." in text
    assert "Costlier than most and less liked: Dear." in text
    assert "$500 more is tied to no service." in text
    drawn = section.plot()
    words = str(drawn.to_dict())
    assert all(name in words for name in (*SIX, "well liked, costs more"))


@pytest.mark.parametrize(("count", "tail"), [(4, "A3."), (5, "A3 and 1 more.")])
def test_a_corner_names_four_services_and_counts_the_rest(count: int, tail: str) -> None:
    loved = {f"{side}{at}": n for side, n in (("A", 99), ("B", 10)) for at in range(count)}
    costs = {name: 10.0 if name < "B" else 900.0 for name in loved}
    text = said(claiming(loved, costs), quadrant_section)
    assert text.startswith(f"Well liked for little money: A0, A1, A2, {tail}")


def test_services_that_are_alike_are_not_named() -> None:
    text = said(claiming(dict.fromkeys(SIX, 72), COSTS), quadrant_section)
    assert text.startswith("No service has a clear place on either side of the lines.")


@pytest.mark.parametrize(("needed", "is_clear"), [(90, True), (75, False)])
def test_the_scorecard_says_what_matters_more_than_it_pleases(needed: int, is_clear: bool) -> None:
    answers = {"Law": (70, 100), "News": (80, 100), "How much do you need Law?": (needed, 100)}
    gaps = {"importance": "How much do you need {item}?", "satisfaction": "{item}"}
    services = {name: {"questions": [name]} for name in ("Law", "News")}
    tables = firm(answers=answers, services=services, survey={"gaps": gaps})
    frame = service_scorecard(tables, during=QUARTER)
    # "Law" stands in both questions; only one of them is about satisfaction
    assert of(frame, "Law", "satisfaction with the service") == 0.7
    assert of(frame, "Law", "importance of the service") == needed / 100
    assert pd.isna(of(frame, "News", "importance of the service"))
    text = said(tables)
    assert (
        "Law: important to 90% of those who answered, but only 70% are satisfied." in text
    ) is is_clear


def test_the_scorecard_counts_the_days_to_the_next_notice() -> None:
    term = {"price": 365.0, "service": "Law", "starts_on": "2026-01-01"}
    contracts = [
        {**term, "product": "Late", "ends_on": "2026-10-05", "notice_days": 5},  # on the last day
        {**term, "product": "Next", "ends_on": "2026-12-31", "notice_days": 91},  # the day after
        {**term, "product": "Later", "ends_on": "2027-12-31"},
        {**term, "product": "Other", "ends_on": "2026-12-31", "service": "News"},
    ]
    frame = service_scorecard(firm(contracts=contracts), during=QUARTER)
    days = frame[frame["measure"] == "days to the next notice"].set_index("service")["estimate"]
    # notice for Late was due on 30 September, the last day of the quarter
    assert days.to_dict() == {"Law": 1.0, "News": 92.0}


def test_the_scorecard_sets_the_year_before_beside_use() -> None:
    usage = tidy("usage", [*told("Lex", (30, 30, 13)), *told("Lex", (30, 30, 40), year=2025)])
    tables = firm(frames={"usage": usage}, services={"Law": {"platforms": ["Lex"]}})
    frame = service_scorecard(tables, during=QUARTER)
    assert of(frame, "Law", "uses") == 73
    assert of(frame, "Law", "uses a year before") == 100


def test_without_services_it_is_said_what_to_do() -> None:
    tables = firm(budget=[line("staff", 1.0)])
    for section in (scorecard_section, quadrant_section):
        assert "[services] in engagekit.toml" in finding(section(tables, during=QUARTER))


@pytest.mark.parametrize(("chosen", "line"), [({}, 0.85), ({"satisfaction": 0.87}, 0.87)])
def test_a_line_does_not_count_the_answers_of_the_only_service(
    chosen: dict[str, Any], line: float
) -> None:
    share = {"service": "Law", "estimate": 20 / 23, "n": 20, "base": 23}
    rows = [{**share, "measure": LOVE}, {**share, "measure": BY_COST.among},
            {"service": "Law", "measure": COST, "estimate": 1234.0}]  # fmt: skip
    tables = Tables({}, make_settings({"quadrant": chosen}))
    assert lines(tables, measure_frame(rows, ["service"])) == (1200.0, line)
