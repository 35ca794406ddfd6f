"""Hours for each live initiative, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit import measures, sections
from engagekit.errors import NotMeasuredError
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q2 = "FY2026-27 Q2"


def _filled(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    blank = empty(name)
    made = pd.DataFrame(rows).reindex(columns=blank.columns)
    for column in blank.columns:
        if blank[column].dtype.kind == "M":
            made[column] = pd.to_datetime(made[column], utc=column.endswith("_at"))
    return made.astype(blank.dtypes.to_dict())


@pytest.fixture
def work() -> Tables:
    touches = [
        ("2026-07-01", "A", 120),
        ("2026-07-02", "A; B", 120),
        ("2026-07-03", None, 180),
        ("2026-07-04", "C", 60),
        ("2026-06-30", "A", 600),
        ("2026-07-05", "A", None),
    ]
    return Tables(
        {
            "touches": _filled("touches", [
                {"touch_id": str(at), "on": on, "channel": "desk", "initiative_id": tag,
                 "minutes": minutes}
                for at, (on, tag, minutes) in enumerate(touches)
            ]),
            "events": _filled("events", [
                {"event_id": "e", "title": "Clinic", "started_at": "2026-09-01 16:00",
                 "staff_minutes": 240, "initiative_id": "B"},
            ]),
            "initiatives": _filled("initiatives", [
                {"initiative_id": "A", "title": "Bridge", "status": "live"},
                {"initiative_id": "B", "title": "Merger", "status": "live"},
                {"initiative_id": "C", "title": "Past", "status": "done"},
            ]),
        },
        make_settings({}),
    )  # fmt: skip


def test_hours_are_halved_between_two_initiatives_and_add_up(work: Tables) -> None:
    found = measures.initiative_hours(work, during=Q2).set_index("initiative")
    # 2 + half of 2 hours; half of 2 + 4 hours; of 2 + 2 + 3 + 1 + 4 hours
    assert found["n"].astype(int).to_dict() == {"All": 8, "Bridge": 3, "Merger": 5}
    assert set(found["base"].astype(int)) == {12}
    assert found.loc["All", "estimate"] == pytest.approx(8 / 12)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sentence_tells_the_hours(work: Tables, language: str) -> None:
    said = finding(
        sections.initiative_coverage(work.in_language(language), of="hours", during=Q2), language
    )
    assert "12" in said


def test_without_any_time_it_is_not_measured(work: Tables) -> None:
    bare = work.touches.assign(minutes=float("nan"))
    events = work.events.assign(staff_minutes=float("nan"))
    with pytest.raises(NotMeasuredError, match="with minutes"):
        measures.initiative_hours(work.replace(touches=bare, events=events), during=Q2)


def test_who_writes_on_social_media_counts_once(sample: Tables) -> None:
    found = measures.social_people(sample, during=Q2).set_index("department")
    rows = sample.touches
    inside = (rows["channel"] == "social") & rows["on"].between("2025-10-01", "2026-09-30")
    known = rows.loc[inside, "contact_id"].dropna().unique()
    assert int(found.loc["All", "n"]) == len(known) > 0
    assert int(found.loc["All", "base"]) == 598
