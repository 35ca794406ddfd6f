"""The presence map: who was met in which month, and with whom something is planned."""

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit import sections
from engagekit.locale import Locale
from engagekit.measures import presence_map
from engagekit.reporting.document.captions import subtitle
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q2 = "FY2026-27 Q2"


def _firm(**tables: list[dict[str, object]]) -> Tables:
    """Ann and Bob of Legal, Cyd of Tax; Ann was met in each of six months, Cyd in two of them."""
    people = [
        {"contact_id": name, "display_name": name, "department": department}
        for name, department in (("Ann", "Legal"), ("Bob", "Legal"), ("Cyd", "Tax"))
    ]
    days = {"Ann": range(4, 10), "Cyd": (5, 9)}
    touches = [
        {"touch_id": f"{name}{month}", "contact_id": name, "channel": "meeting",
         "on": f"2026-{month:02}-15"}
        for name, months in days.items() for month in months
    ]  # fmt: skip
    rows = {"contacts": people, "touches": touches, **tables}
    return Tables({name: tidy(name, part) for name, part in rows.items()})


def _counts(tables: Tables) -> pd.DataFrame:
    frame = presence_map(tables, during=Q2)
    return frame.pivot(index="department", columns="period", values="n")


def test_each_month_counts_whom_of_each_department_we_met() -> None:
    counts = _counts(_firm())
    assert [*counts.columns] == [f"2026-{month:02}" for month in range(4, 10)]
    assert counts.loc["Legal"].tolist() == [1] * 6
    assert counts.loc["Tax"].tolist() == [0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("step", "count"),
    [
        ({"by_on": "2026-10-01"}, 1),
        ({"by_on": "2026-09-30"}, None),  # was due by the last day: nothing lies ahead
        ({"by_on": "2026-10-01", "done_on": "2026-09-30"}, None),
        ({"by_on": "2026-10-01", "done_on": "2026-10-01"}, 1),  # done later than the period
    ],
)
def test_a_step_is_planned_if_it_is_open_after_the_period(
    step: dict[str, object], count: int | None
) -> None:
    counts = _counts(_firm(plans=[{"contact_id": "Cyd", "what": "lunch", **step}]))
    planned = counts.get("planned")
    assert (None if planned is None else planned["Tax"]) == count


@pytest.mark.parametrize(("status", "count"), [("registered", 1), ("cancelled", None)])
def test_a_seat_at_a_later_event_is_planned_unless_it_was_cancelled(
    status: str, count: int | None
) -> None:
    event = {"event_id": "e", "title": "Clinic", "started_at": "2026-10-05 16:00"}
    seat = {"event_id": "e", "contact_id": "Bob", "status": status}
    planned = _counts(_firm(events=[event], attendance=[seat])).get("planned")
    assert (None if planned is None else planned["Legal"]) == count


LEAST = "We met nobody in Tax in 4 of the last 6 months.\nSomething is planned with 1 colleague."


@pytest.mark.parametrize(
    ("planned", "sentence"),
    [("Cyd", LEAST), ("Bob", f"{LEAST} Nothing is planned with anybody in Tax.")],
)
def test_the_sentence_names_whom_we_met_least_often(planned: str, sentence: str) -> None:
    tables = _firm(plans=[{"contact_id": planned, "what": "lunch", "by_on": "2026-10-01"}])
    assert finding(sections.presence_map(tables, during=Q2)) == sentence


def test_a_firm_met_everywhere_every_month_is_told_so() -> None:
    tables = _firm(contacts=[{"contact_id": "Ann", "display_name": "Ann", "department": "Legal"}])
    assert finding(sections.presence_map(tables, during=Q2)) == (
        "We met somebody in every department in each of the last 6 months."
    )


def test_the_line_under_the_title_names_the_months_in_their_order() -> None:
    section = sections.presence_map(_firm(plans=[{"contact_id": "Cyd", "what": "lunch",
                                                  "by_on": "2026-10-01"}]), during=Q2)  # fmt: skip
    assert subtitle(section, Locale("en")) == "Reach · Apr 2026 to Sep 2026"
