"""Promises and stories: counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError
from engagekit.measures import (
    contributions,
    initiative_coverage,
    promises,
    promises_overdue,
    story_bank,
)
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

PERIOD = "FY2026-27 Q2"  # July to September 2026


def _as(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    blank = empty(name)
    return pd.DataFrame(rows).reindex(columns=blank.columns).astype(blank.dtypes.to_dict())


def promise(number: int, made: str, due: str | None, done: str | None, who: str = "a") -> dict[str, object]:  # fmt: skip
    return {"follow_up_id": f"F{number}", "contact_id": who, "promised_on": made, "due_on": due,
            "done_on": done, "what": "send it"}  # fmt: skip


PROMISES = [
    promise(1, "2026-07-01", "2026-07-05", "2026-07-05"),  # on time
    promise(2, "2026-07-01", "2026-07-05", "2026-07-09"),  # late
    promise(3, "2026-09-01", "2026-09-10", "2026-10-03"),  # open on the last day, 20 days late
    promise(4, "2026-06-01", "2026-06-05", None),  # due before; 117 days late
    promise(5, "2026-09-29", "2026-10-09", None),  # not due yet
    promise(6, "2026-09-01", None, None),  # no day
    promise(7, "2026-10-02", "2026-10-03", None),  # after the period
    promise(8, "2026-07-01", "2026-07-02", None, "lib"),  # library staff
]
PEOPLE = [{"contact_id": "a", "display_name": "A"},
          {"contact_id": "lib", "display_name": "L", "is_library": True}]  # fmt: skip
INITIATIVES = [
    {"initiative_id": "I1", "title": "Bid", "status": "live", "contribution": "maps",
     "started_on": "2026-01-01", "confirmed_by": "Partner"},
    {"initiative_id": "I2", "title": "Move", "status": "live", "started_on": "2026-01-01"},
    {"initiative_id": "I3", "title": "Old", "status": "stopped", "contribution": "a list",
     "started_on": "2026-01-01"},
]  # fmt: skip
STORIES = [
    {"testimonial_id": "S1", "on": "2026-07-09", "text": "x", "initiative_id": "I1",
     "permission": "named", "told_by": "client", "drafted_by_library": True},
    {"testimonial_id": "S2", "on": "2026-04-09", "text": "x", "initiative_id": "I1",
     "permission": "none", "told_by": "client"},
    {"testimonial_id": "S3", "on": "2025-09-09", "text": "x", "permission": "anonymous",
     "told_by": "library", "drafted_by_library": False},
    {"testimonial_id": "S4", "on": "2026-10-09", "text": "x", "permission": "named"},
]  # fmt: skip


def tables() -> Tables:
    touches = [
        {"touch_id": "1", "contact_id": "a", "on": "2026-07-01", "channel": "walk", "initiative_id": "I1; I2; I3"},
        {"touch_id": "2", "contact_id": "a", "on": "2026-07-02", "channel": "walk", "initiative_id": "I1"},
        {"touch_id": "3", "contact_id": "lib", "on": "2026-07-02", "channel": "walk", "initiative_id": "I1"},
    ]  # fmt: skip
    return Tables(
        {
            "contacts": _as("contacts", PEOPLE),
            "follow_ups": _as("follow_ups", PROMISES),
            "initiatives": _as("initiatives", INITIATIVES),
            "testimonials": _as("testimonials", STORIES),
            "touches": _as("touches", touches),
        },
        make_settings({"organisation": {"fiscal_start": 4}}),
    )


def test_a_promise_counts_where_it_is_due_and_open_is_open_on_the_last_day() -> None:
    frame = promises(tables(), during=PERIOD).set_index("measure")
    assert (frame.loc["promises kept on time", "n"], frame.loc["promises kept on time", "base"]) == (1, 3)  # fmt: skip
    assert frame.loc["promises kept", "n"] == 2
    assert frame.loc["promises open", "estimate"] == 4
    assert frame.loc["promises overdue", "estimate"] == 2


def test_one_ticked_as_done_is_kept_on_a_day_that_nobody_knows() -> None:
    ticked = [{**promise(9, "2026-07-01", "2026-07-20", None), "done": is_done} for is_done in (True, False)]  # fmt: skip
    for row, kept, on_time in zip(ticked, (3, 2), ((1, 3), (1, 4)), strict=True):
        rows = _as("follow_ups", [*PROMISES, row])
        frame = promises(tables().replace(follow_ups=rows), during=PERIOD).set_index("measure")
        assert (frame.loc["promises kept", "n"], frame.loc["promises kept", "base"]) == (kept, 4)
        assert tuple(frame.loc["promises kept on time", ["n", "base"]]) == on_time
        assert frame.loc["promises overdue", "estimate"] == 5 - kept


def test_the_median_counts_open_promises() -> None:
    # kept after 4 and 8 days; open since 1, 29, 29 and 121 days: never half of them kept
    half = promises(tables(), during=PERIOD).set_index("measure").loc["days to keep a promise"]
    assert pd.isna(half["estimate"])
    assert (half["n"], half["base"]) == (2, 6)


def test_a_third_tag_of_a_touch_does_not_count_and_only_live_initiatives_do() -> None:
    rows = initiative_coverage(tables(), during=PERIOD).set_index(["initiative", "what"])
    assert rows["estimate"].to_dict() == {
        ("Bid", "touches"): 2, ("Bid", "stories"): 2, ("Bid", "contribution"): 1,
        ("Move", "touches"): 1, ("Move", "stories"): 0, ("Move", "contribution"): 0,
    }  # fmt: skip


def test_without_its_sheet_each_names_it() -> None:
    bare = Tables({"contacts": _as("contacts", PEOPLE), "touches": tables().frames["touches"]})
    for measure, sheet in ((promises, "follow_ups"), (promises_overdue, "follow_ups"),
                           (story_bank, "testimonials"), (contributions, "initiatives")):  # fmt: skip
        with pytest.raises(NotMeasuredError, match=f"needs the sheet {sheet}"):
            measure(bare, during=PERIOD)
