"""Walks, the newsletter, questions on social media, plans: what lacks is said, by hand."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit import measures
from engagekit.errors import NotMeasuredError
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

Q1, Q2 = "FY2026-27 Q1", "FY2026-27 Q2"


def _touch(number: int, who: str | None, on: str, channel: str = "walk", **more: Any) -> dict[str, Any]:  # fmt: skip
    return {"touch_id": str(number), "contact_id": who, "on": on, "channel": channel, **more}


def _tables(**rows: list[dict[str, Any]]) -> Tables:
    return Tables({name: tidy(name, part) for name, part in rows.items()}, make_settings({}))


def test_who_was_away_for_two_months_is_found_again_and_a_walk_needs_no_name() -> None:
    people = [{"contact_id": name, "display_name": name} for name in "123"]
    before = [_touch(1, "1", "2026-06-20", "desk"), _touch(2, "2", "2026-06-21", "desk")]
    walks = [_touch(at, who, "2026-08-20") for at, who in ((3, "1"), (4, "2"), (5, "3"))]
    walks.append(_touch(6, None, "2026-09-29", head_count=7))
    tables = _tables(contacts=people, touches=[*before, *walks])
    settings = make_settings({"walks": {"months_away": 2}})
    found = measures.walks(Tables(tables.frames, settings), during=Q2)
    rows = found[found["period"] == Q2].set_index("measure")
    # 1 was met two months ago to the day, 2 a day later, 3 never
    assert rows.loc["people found on walks", ["n", "base"]].tolist() == [2, 3]
    assert rows.loc["people found a walk", "estimate"] == 1
    alone = _tables(touches=walks)
    assert set(measures.walks(alone, during=Q2)["measure"]) == {"days with a walk"}
    none = alone.replace(touches=alone.touches.assign(channel="desk"))
    with pytest.raises(NotMeasuredError, match="no walk"):
        measures.walks(none, during=Q2)


def test_without_events_of_the_organisation_it_is_said_what_is_needed() -> None:
    event = {"event_id": "e", "title": "e", "started_at": "2026-09-11 15:00", "owner": "library"}
    with pytest.raises(NotMeasuredError, match="needs the sheet events"):
        measures.presence(_tables(events=[event]), during=Q2)


def _issue(title: str, on: str, **counted: float) -> list[dict[str, Any]]:
    return [{"what": f"newsletter {what}", "on": on, "place": title, "n": n}
            for what, n in counted.items()]  # fmt: skip


def test_clicks_and_replies_of_copies_delivered_and_never_openings() -> None:
    mailed = _tables(counts=[
        *_issue("April", "2026-04-09", deliveries=100, clickers=8, openers=60, unsubscribes=1),
        *_issue("July", "2026-07-09", deliveries=100, clickers=10, replies=2, openers=90),
        *_issue("August", "2026-08-09", recipients=50, clickers=6, unsubscribes=2),
        *_issue("September", "2026-09-09", deliveries=80),
    ])  # fmt: skip
    found = measures.newsletter(mailed, during=Q2).set_index(["period", "measure"])
    acted = found.xs("newsletter action rate", level="measure")[["n", "base"]]
    # 10 + 2 of 100 and 6 of 50; September's clicks were not counted, so its 80 are out
    assert acted.values.tolist() == [[8, 100], [18, 150]]
    left = found.xs("newsletter unsubscribe rate", level="measure")[["n", "base"]]
    assert left.values.tolist() == [[1, 100], [2, 50]]
    listed = measures.newsletter_issues(mailed, during=Q2)
    assert listed["action_rate"].fillna(-1).tolist() == [0.12, 0.12, -1]
    assert "openers" not in set(listed.columns)
    for measured, bare in (
        (measures.newsletter, mailed.replace(counts=mailed.counts.assign(what="footfall"))),
        (partial(measures.on_channel, channel="newsletter"), _tables(touches=[_touch(1, "1", "2026-05-01", "newsletter")],
                                            contacts=[{"contact_id": "1"}])),
    ):  # fmt: skip
        with pytest.raises(NotMeasuredError, match="needs the sheet"):
            measured(bare, during=Q2)


def test_a_message_within_a_thread_is_no_question_of_social_media() -> None:
    asked = {"channel": "social", "begun_by": "contact"}
    touches = [
        _touch(1, "1", "2026-07-01", two_way=True, answered_on="2026-07-03", **asked),
        _touch(2, None, "2026-09-20", two_way=False, **asked),
        _touch(3, "3", "2026-09-29", two_way=True, **asked),
    ]
    found = measures.social_answers(_tables(touches=touches), during=Q2)
    assert found[["n", "base"]].values.tolist() == [[1, 2], [1, 2]]


def test_without_single_questions_the_counts_give_the_share_alone() -> None:
    rows = [
        {"what": what, "on": on, "n": n}
        for on, asked, answered in (("2026-06-30", 10, 5), ("2026-07-31", 8, 6))
        for what, n in (("Questions asked", asked), ("Questions answered", answered))
    ]
    found = measures.social_answers(_tables(counts=rows), during=Q2)
    assert found[["period", "n", "base"]].values.tolist() == [[Q1, 5, 10], [Q2, 6, 8]]


def test_plans_of_other_quarters_or_without_a_staff_list_say_what_they_can() -> None:
    step = {"contact_id": "1", "by_on": "2026-07-10", "what": "coffee"}
    tables = _tables(plans=[step])
    assert len(measures.plans(tables, during=Q2)) == 2
    assert pd.isna(measures.plans(tables, during="FY2026-27 Q4")["estimate"].iloc[0])
    assert measures.plan_steps(tables.replace(plans=tables.plans.iloc[:0]), during=Q2).empty
