"""A measure of a sheet that is not there says which sheet it needs."""

from __future__ import annotations

import pytest

from engagekit import measures
from engagekit.errors import NotMeasuredError
from engagekit.tables.tables import Tables

NEEDS = {
    "attendance": "events",
    "event_list": "events",
    "presence": "events",
    "meetings_held": "meetings",
    "champions": "support",
    "champion_roster": "support",
    "support_kinds": "support",
    "succession": "contacts",
    "reach_moves": "contacts",
    "rungs": "contacts",
    "reach": "touches",
    "touch_numbers": "touches",
    "walks": "touches",
    "walk_zones": "touches",
    "listening": "touches",
    "enquiries": "touches",
    "enquiries_by": "touches",
    "enquiries_over_time": "touches",
    "social_answers": "touches",
    "newsletter": "counts",
    "counts": "counts",
    "contributions": "initiatives",
    "initiative_coverage": "initiatives",
    "story_bank": "testimonials",
    "promises": "follow_ups",
    "promises_overdue": "follow_ups",
    "plans": "plans",
    "plan_steps": "plans",
    "funding": "budget",
    "contract_calendar": "contracts",
}


@pytest.mark.parametrize("name", NEEDS)
def test_the_sheet_is_named(name: str) -> None:
    with pytest.raises(NotMeasuredError, match=f"needs the sheet {NEEDS[name]}"):
        getattr(measures, name)(Tables({}), during="FY2026-27 Q2")
