"""Walks, the organisation's events, the newsletter, questions and plans; counted by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit import measures
from engagekit.errors import NotMeasuredError
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

Q1, Q2 = "FY2026-27 Q1", "FY2026-27 Q2"
SETTINGS = make_settings(
    {"calendar": {"holidays": ["2026-07-01", "2026-08-03", "2026-09-07", "2026-09-30"]},
     "walks": {"months_away": 2}}
)  # fmt: skip


@pytest.fixture
def people(tidy: Any) -> pd.DataFrame:
    return tidy(
        "contacts",
        {"contact_id": "1", "display_name": "Ana", "site": "North", "target": True, "department": "Tax"},
        {"contact_id": "2", "display_name": "Ben", "site": "North", "target": True},
        {"contact_id": "3", "display_name": "Cleo", "site": "South"},
        {"contact_id": "4", "display_name": "Dag", "site": "South", "left_on": "2026-09-01", "target": True},
        {"contact_id": "5", "display_name": "Flo", "site": "North", "is_library": True},
    )  # fmt: skip


def _touch(number: int, who: str | None, on: str, channel: str = "walk", **more: Any) -> dict[str, Any]:  # fmt: skip
    return {"touch_id": str(number), "contact_id": who, "on": on, "channel": channel, **more}


@pytest.fixture
def walked(tidy: Any, people: pd.DataFrame) -> Tables:
    touches = tidy(
        "touches",
        _touch(1, "1", "2026-06-30", "desk"),
        _touch(2, "1", "2026-07-02"),  # met two days before: not found
        _touch(3, "2", "2026-07-02"),  # never met: found
        _touch(4, "2", "2026-08-20"),  # met less than two months before: not found
        _touch(5, "1", "2026-09-29"),  # away since 2 July: found again
        _touch(6, None, "2026-09-30", head_count=7),  # a holiday, and nobody named
        _touch(7, "5", "2026-09-25"),  # a librarian met a librarian: a walk, nobody met
        _touch(8, "3", "2026-10-02"),
    )
    return Tables({"touches": touches, "contacts": people}, SETTINGS)


def test_days_with_a_walk_are_a_share_of_working_days_less_holidays(walked: Tables) -> None:
    found = measures.walks(walked, during=Q2)
    days = found[(found["measure"] == "days with a walk") & (found["period"] == Q2)].iloc[0]
    # 66 weekdays from July to September, four of them holidays; 2 July, 20 Aug, 25 and 29 Sept
    assert (days["n"], days["base"]) == (4, 62)


def test_a_zone_without_a_walk_stays_visible(walked: Tables) -> None:
    found = measures.walk_zones(walked, during=Q2)
    assert found[["site", "n", "base"]].values.tolist() == [
        ["All", 2, 3], ["North", 2, 2], ["South", 0, 1],
    ]  # fmt: skip


def test_a_person_of_two_departments_is_met_in_both_and_once_in_all(walked: Tables) -> None:
    people = walked.contacts.assign(department=["Tax; Legal", "Tax", "Legal", None, None])
    by_department = make_settings({"walks": {"zone": "department"}})
    found = measures.walk_zones(
        Tables({"touches": walked.touches, "contacts": people}, by_department), during=Q2
    )
    assert found[["department", "n", "base"]].values.tolist() == [
        ["All", 2, 3], ["Legal", 1, 2], ["Tax", 2, 2],
    ]  # fmt: skip


def test_without_people_walks_are_days_alone_and_without_walks_the_sheet_is_named(
    walked: Tables,
) -> None:
    alone = Tables({"touches": walked.touches}, SETTINGS)
    assert set(measures.walks(alone, during=Q2)["measure"]) == {"days with a walk"}
    with pytest.raises(NotMeasuredError, match="needs the sheet contacts"):
        measures.walk_zones(alone, during=Q2)
    none = walked.replace(touches=walked.touches.assign(channel="desk"))
    with pytest.raises(NotMeasuredError, match="no walk"):
        measures.walks(none, during=Q2)


@pytest.fixture
def held(tidy: Any, people: pd.DataFrame) -> Tables:
    def event(number: str, on: str, owner: str, **more: Any) -> dict[str, Any]:
        return {"event_id": number, "title": number, "started_at": f"{on} 15:00", "owner": owner,
                "kind": "town hall", **more}  # fmt: skip

    events = tidy(
        "events",
        event("spent", "2026-07-10", "organisation", staff_minutes=45.0),
        event("named", "2026-08-10", "organisation", kind="fair"),
        event("missed", "2026-09-10", "organisation", staff_minutes=0.0),
        event("older", "2025-09-29", "organisation"),
        event("later", "2026-10-01", "organisation"),
        event("own", "2026-09-11", "library"),
    )
    attendance = tidy(
        "attendance",
        {"event_id": "named", "contact_id": "5", "status": "attended"},
        {"event_id": "named", "contact_id": "1", "status": "attended"},
        {"event_id": "missed", "contact_id": "5", "status": "no_show"},
    )
    return Tables({"events": events, "attendance": attendance, "contacts": people}, SETTINGS)


def test_a_missed_event_of_others_is_no_event_of_ours(held: Tables) -> None:
    gone = held.replace(attendance=held.attendance.iloc[:2])
    assert measures.event_list(gone, during=Q2)["title"].tolist() == ["spent", "named", "own"]


def test_without_events_of_the_organisation_it_is_said_what_is_needed(held: Tables) -> None:
    ours = held.replace(events=held.events.assign(owner="library"))
    with pytest.raises(NotMeasuredError, match="needs the sheet events"):
        measures.presence(ours, during=Q2)


def _issue(title: str, on: str, **counted: float) -> list[dict[str, Any]]:
    return [{"what": f"newsletter {what}", "on": on, "place": title, "n": n}
            for what, n in counted.items()]  # fmt: skip


@pytest.fixture
def mailed(tidy: Any, people: pd.DataFrame) -> Tables:
    rows = [
        *_issue("April", "2026-04-09", deliveries=100, clickers=8, openers=60, unsubscribes=1),
        *_issue("July", "2026-07-09", deliveries=100, clickers=10, replies=2, openers=90),
        *_issue("August", "2026-08-09", recipients=50, clickers=6, unsubscribes=2),
        *_issue("September", "2026-09-09", deliveries=80),
    ]
    sent = [_touch(1, "1", "2026-07-09", "newsletter"), _touch(2, "3", "2026-05-01", "newsletter")]
    return Tables(
        {"counts": tidy("counts", *rows), "touches": tidy("touches", *sent), "contacts": people},
        SETTINGS,
    )


def test_clicks_and_replies_of_copies_delivered_and_never_openings(mailed: Tables) -> None:
    found = measures.newsletter(mailed, during=Q2).set_index(["period", "measure"])
    acted = found.xs("newsletter action rate", level="measure")[["n", "base"]]
    # 10 + 2 of 100 and 6 of 50; September's clicks were not counted, so its 80 are out
    assert acted.values.tolist() == [[8, 100], [18, 150]]
    left = found.xs("newsletter unsubscribe rate", level="measure")[["n", "base"]]
    assert left.values.tolist() == [[1, 100], [2, 50]]
    listed = measures.newsletter_issues(mailed, during=Q2)
    assert listed["title"].tolist() == ["July", "August", "September"]
    assert listed["action_rate"].fillna(-1).tolist() == [0.12, 0.12, -1]
    assert "openers" not in set(listed.columns)


def test_recipients_by_name_stand_beside_the_staff_list(mailed: Tables) -> None:
    found = measures.newsletter_reach(mailed, during=Q2)
    assert found[["department", "n", "base"]].values.tolist() == [
        ["All", 1, 3], ["Not stated", 0, 2], ["Tax", 1, 1],
    ]  # fmt: skip
    with pytest.raises(NotMeasuredError, match="needs the sheet touches"):
        measures.newsletter_reach(mailed, during="FY2026-27 Q3")


def test_without_deliveries_it_is_said_what_is_needed(mailed: Tables) -> None:
    bare = mailed.replace(counts=mailed.counts.assign(what="footfall"))
    with pytest.raises(NotMeasuredError, match="needs the sheet counts"):
        measures.newsletter(bare, during=Q2)


@pytest.fixture
def asked(tidy: Any, people: pd.DataFrame) -> Tables:
    def question(number: int, who: str | None, on: str, **more: Any) -> dict[str, Any]:
        return _touch(number, who, on, "social", begun_by="contact", **more)

    touches = tidy(
        "touches",
        question(1, "1", "2026-06-30", two_way=True, answered_on="2026-07-02"),
        question(2, "2", "2026-07-01", two_way=True, answered_on="2026-07-01"),
        question(3, None, "2026-09-20", two_way=False),
        question(4, "3", "2026-09-29", two_way=True, answered_on="2026-10-05"),
        question(5, "3", "2026-09-29", two_way=True),  # within a thread: no question
        question(6, "5", "2026-09-29", two_way=False),  # the library's own
        _touch(7, "1", "2026-07-05", "social", begun_by="library", two_way=False),
    )
    return Tables({"touches": touches, "contacts": people}, SETTINGS)


def test_questions_are_answered_by_the_last_day_or_open(asked: Tables) -> None:
    found = measures.social_answers(asked, during=Q2)
    share = found[found["measure"] == "questions answered"]
    assert share[["period", "n", "base"]].values.tolist() == [[Q1, 1, 1], [Q2, 1, 3]]
    half = found[found["measure"] == "days to a first answer"].iloc[0]
    # waits 0 and 2 days answered; 10 and 1 days still open: 4 at risk, 3/4; at 2 days 2 at risk, 3/8
    assert half["estimate"] == 2
    assert (half["n"], half["base"]) == (2, 4)


def test_without_single_questions_the_counts_give_the_share_alone(tidy: Any) -> None:
    rows = [
        {"what": what, "on": on, "n": n}
        for on, asked, answered in (("2026-06-30", 10, 5), ("2026-07-31", 8, 6))
        for what, n in (("Questions asked", asked), ("Questions answered", answered))
    ]
    found = measures.social_answers(Tables({"counts": tidy("counts", *rows)}, SETTINGS), during=Q2)
    assert found[["period", "n", "base"]].values.tolist() == [[Q1, 5, 10], [Q2, 6, 8]]
    with pytest.raises(NotMeasuredError, match="needs the sheet touches"):
        measures.social_answers(Tables({}, SETTINGS), during=Q2)


@pytest.fixture
def planned(tidy: Any, people: pd.DataFrame) -> Tables:
    def step(who: str, by: str | None, done: str | None, what: str = "coffee") -> dict[str, Any]:
        return {"contact_id": who, "by_on": by, "what": what, "done_on": done}

    plans = tidy(
        "plans",
        step("1", "2026-07-10", "2026-07-09", "Interview for the newsletter"),
        step("1", "2026-08-10", "2026-08-12"),
        step("2", "2026-09-01", "2026-10-02"),  # overdue on 30 September
        step("2", "2026-11-01", None, "interview"),
        step("4", "2026-06-01", "2026-06-01"),
        step("4", None, None),
    )
    touches = tidy(
        "touches",
        _touch(1, "1", "2026-07-01", "desk"), _touch(2, "1", "2026-07-09", "desk"),
        _touch(3, "1", "2026-07-20", "desk"), _touch(4, "1", "2026-08-20", "desk"),
        _touch(5, "2", "2026-09-15", "desk"),
    )  # fmt: skip
    support = tidy("support", {"contact_id": "1", "on": "2026-08-01", "kind": "defended"})
    return Tables(
        {"plans": plans, "touches": touches, "contacts": people, "support": support}, SETTINGS
    )


def test_plans_without_what_they_need_say_so(planned: Tables) -> None:
    with pytest.raises(NotMeasuredError, match="needs the sheet plans"):
        measures.plans(Tables({"contacts": planned.contacts}, SETTINGS), during=Q2)
    alone = Tables({"plans": planned.plans}, SETTINGS)
    assert len(measures.plans(alone, during=Q2)) == 2
    none = measures.plans(planned, during="FY2026-27 Q4").iloc[0]
    assert pd.isna(none["estimate"])
    assert measures.plan_steps(planned.replace(plans=planned.plans.iloc[:0]), during=Q2).empty
