"""Reach is at least what was logged, and a rise may be one of logging."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from engagekit import sections
from engagekit.measures.logging_volume import explained_by_logging, reach_against_logging, upper_end
from engagekit.sections import reach
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

reach_over_time = partial(sections.reach, every="quarter")

DURING = "FY2026-27 Q2"


def _library(tidy: Any, shares: tuple[float, float], staff: int = 400) -> Tables:
    """Seven in ten are met in two quarters; a share of the touches is written down."""
    random = np.random.default_rng(4)
    rows = []
    for quarter, (month, logged) in enumerate(zip(("05", "08"), shares, strict=True)):
        for person, times in enumerate(random.poisson(1.2, staff)):
            rows += [{"touch_id": f"t{quarter}-{person}-{time}", "contact_id": f"p{person}",
                      "on": f"2026-{month}-{1 + time:02d}", "channel": "walk", "staff_id": "L",
                      "display_name": f"P {person}"}
                     for time in range(times) if random.random() < logged]  # fmt: skip
    rows += [{"touch_id": f"u{at}", "display_name": f"Guest {at % 10}", "on": "2026-08-03",
              "channel": "walk", "staff_id": "L"} for at in range(20)]  # fmt: skip
    people = [{"contact_id": f"p{at}", "display_name": f"P {at}"} for at in range(staff)]
    frames = {"contacts": tidy("contacts", *people), "touches": tidy("touches", *rows)}
    return Tables(frames, make_settings({}))


def test_a_rise_of_logging_is_not_told_as_one_of_reach(tidy: Any) -> None:
    tables = _library(tidy, (0.5, 0.95))
    found = reach_against_logging(tables, during=DURING)
    assert found["explained"] and found["rows"][1] > 1.5 * found["rows"][0]
    said = finding(reach_over_time(tables, during=DURING))
    assert "Fuller notes alone" in said and "Each librarian logged" in said


def test_more_people_met_with_as_many_rows_each_is_a_rise() -> None:
    before, after = np.repeat([0, 2], [300, 100]), np.repeat([0, 2], [150, 250])
    assert not explained_by_logging([before, after], [200.0, 210.0])["explained"]
    assert explained_by_logging([before, after], [200.0, 500.0])["thinned"] < 0.45


def test_lists_of_events_are_not_logged_by_librarians(tidy: Any) -> None:
    tables = _library(tidy, (0.5, 0.95))
    event = {"event_id": "e", "title": "e", "started_at": "2026-08-06"}
    came = [{"event_id": "e", "contact_id": f"p{at}", "status": "attended"} for at in range(400)]
    events = {"events": tidy("events", event), "attendance": tidy("attendance", *came)}
    listed = Tables({**tables.frames, **events}, tables.settings)
    alone, both = (reach_against_logging(one, during=DURING) for one in (tables, listed))
    assert both["rows"] == alone["rows"]
    assert both["thinned"] > alone["thinned"]  # who was at an event is met however little is logged
    assert not both["explained"]


def test_the_reach_of_fewer_rows_is_what_drawing_them_gives() -> None:
    random = np.random.default_rng(8)
    touches = random.poisson(1.5, 500)
    owner = np.repeat(np.arange(500), touches)
    drawn = [len(set(owner[random.random(owner.size) < 0.4])) / 500 for _ in range(200)]
    empty = np.repeat([0, 1], [400, 100])
    assert explained_by_logging([empty, touches], [40.0, 100.0])["thinned"] == pytest.approx(
        np.mean(drawn), abs=0.01
    )


def test_names_that_nobody_could_be_linked_to_are_the_upper_end(tidy: Any) -> None:
    tables = _library(tidy, (0.5, 0.5))
    made = reach(tables, during=DURING)
    n, base = (int(made.frame[part].iloc[0]) for part in ("n", "base"))
    found = upper_end(tables, during=DURING)
    assert found == {"unlinked": 10, "most": (n + 10) / base}
    said = finding(made)
    assert f"at least {n} of {base}" in said
    assert "if 10 people noted but not linked are all on the list" in said
    few = Tables(tables.frames, make_settings({"disclosure": {"k": 11}}))
    assert "not linked" not in finding(reach(few, during=DURING))


@pytest.mark.parametrize(("heads", "said"), [(39, "At most we reached 99%"), (40, "not known")])
def test_people_counted_without_a_name_are_in_the_upper_end(
    tidy: Any, heads: int, said: str
) -> None:
    people = [{"contact_id": f"p{at}", "display_name": f"P {at}"} for at in range(100)]
    rows = [{"touch_id": f"t{at}", "contact_id": f"p{at}", "display_name": f"P {at}",
             "on": "2026-08-03", "channel": "walk"} for at in range(40)]  # fmt: skip
    rows += [{"touch_id": f"n{at}", "on": "2026-08-04", "channel": "desk"} for at in range(8)]
    rows.append({"touch_id": "g", "on": "2026-08-05", "channel": "walk", "head_count": 12})
    rows.append({"touch_id": "old", "on": "2026-05-05", "channel": "walk", "head_count": 9})
    events = [{"event_id": name, "title": name, "started_at": "2026-08-06", "head_count": n}
              for name, n in (("counted", heads), ("named", 30))]  # fmt: skip
    came = {"event_id": "named", "contact_id": "p1", "status": "attended"}
    frames = {"contacts": tidy("contacts", *people), "touches": tidy("touches", *rows),
              "events": tidy("events", *events), "attendance": tidy("attendance", came)}  # fmt: skip
    tables = Tables(frames, make_settings({}))
    assert upper_end(tables, during=DURING)["unlinked"] == 8 + 12 + heads
    assert said in finding(reach(tables, during=DURING))


def test_where_all_are_linked_there_is_no_upper_end(tidy: Any) -> None:
    tables = _library(tidy, (0.5, 0.5))
    linked = tables.frames["touches"][tables.frames["touches"]["contact_id"].notna()]
    alone = Tables({**tables.frames, "touches": linked}, tables.settings)
    assert upper_end(alone, during=DURING) == {}
