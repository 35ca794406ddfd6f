"""Attendance: who is of the audience, and what a head count without names can tell."""

from __future__ import annotations

import pandas as pd
import pytest

import engagekit as ek
from engagekit import measures, sections
from engagekit.measures import load_counts
from engagekit.measures.events import outside_at
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q2 = "FY2026-27 Q2"
HOME = make_settings({"organisation": {"domains": ["ours.example"]}})


def _of(tables: Tables) -> dict[str, tuple[float, int]]:
    found = measures.attendance(tables, during=Q2)
    return {row["measure"]: (row["estimate"], int(row["base"])) for row in found.to_dict("records")}


def _with(few: Tables, email: str | None, name: str) -> Tables:
    """One more seat, of somebody linked to nobody."""
    row = few.attendance[few.attendance["status"] == "attended"].iloc[:1]
    row = row.assign(contact_id=pd.NA, email=email, display_name=name)
    seats = pd.concat([few.attendance, row.astype(few.attendance.dtypes.to_dict())])
    return few.replace(attendance=seats.reset_index(drop=True))


@pytest.mark.parametrize(
    ("email", "name", "counts"),
    [
        ("vera@vendor.example", "Vera Loud", False),
        ("vera@ours.example", "Vera Loud", True),
        ("ana@home.example", "Ana Gil", True),
        (None, "Vera Loud", True),
        (None, "Vera Loud (Guest)", False),
        (None, "Vera Loud (Externa)", False),
        (None, "Loud, Vera (Guest, Presenter)", False),
        (None, "佐藤（外部）", False),
        (None, "Vera Loud (Unverified)", True),
        (None, "Vera Loud (Host)", True),
        ("vera@ours.example", "Vera Loud (Guest)", True),
        ("ana@home.example", "Ana Gil (Guest)", True),
    ],
)
def test_presenters_from_outside_are_no_audience_colleagues_with_private_mail_are(
    few: Tables, email: str | None, name: str, counts: bool
) -> None:
    tables = Tables(_with(few, email, name).frames, HOME)
    assert _of(tables)["attended"] == ((2, 2) if counts else (1, 1))
    assert _of(tables)["no-show rate"] == ((1 / 3, 3) if counts else (0.5, 2))
    assert outside_at(tables, during=Q2) == (0 if counts else 1)
    for language, word in (("en", "are not counted."), ("fr", "ne sont pas comptées.")):
        said = finding(sections.attendance(tables, during=Q2), language)
        assert said.endswith(word) is not counts  # nor how few they are


def test_a_colleague_whom_the_tool_calls_a_guest_and_who_is_linked_counts(few: Tables) -> None:
    marked = few.attendance.assign(display_name="Vera Loud (Guest)", email=pd.NA)
    tables = few.replace(attendance=marked.astype(few.attendance.dtypes.to_dict()))
    assert _of(tables)["attended"] == (1, 1)
    nobody = marked.assign(contact_id=pd.NA).astype(few.attendance.dtypes.to_dict())
    counts = load_counts.counts(few.replace(attendance=nobody), None)
    assert (counts["seats"], counts["guests"]) == (0, 2)


def test_without_known_domains_nobody_is_from_outside(few: Tables) -> None:
    tables = _with(few, "vera@vendor.example", "Vera Loud")
    assert outside_at(tables, during=Q2) == 0


def test_a_second_event_without_a_list_makes_the_seats_the_least(few: Tables) -> None:
    events = pd.concat([few.events, few.events.assign(event_id="e2")], ignore_index=True)
    again = few.attendance.assign(event_id="e2")
    attendance = pd.concat([few.attendance, again], ignore_index=True)
    for seats, attended, least in ((attendance, (2, 2), False), (few.attendance, (1, 1), True)):
        tables = few.replace(events=events, attendance=seats)
        assert _of(tables)["attended"] == attended
        assert _of(tables)["people who attended"] == (1, 1)
        said = finding(sections.attendance(tables, during=Q2))
        assert said.startswith("At least ") is least, "nobody counts the others' guests"


def test_a_quarter_without_events_has_none_and_no_rate(few: Tables) -> None:
    found = measures.attendance(few, during="FY2026-27 Q3").set_index("measure")
    assert found.loc["events", "n"] == 0
    assert pd.isna(found.loc["no-show rate", "estimate"])
    assert measures.event_list(few, during="FY2026-27 Q3").empty


def _counted(few: Tables, heads: int) -> Tables:
    """One event with names, one where only the library's own name and a number were taken."""
    other = few.events.assign(event_id="e2", title="Clinic")
    both = pd.concat([few.events, other], ignore_index=True)
    own = few.attendance[few.attendance["contact_id"] == "6"].assign(event_id="e2")
    return few.replace(
        events=both.assign(head_count=pd.array([50, heads], dtype="Int64")),
        attendance=pd.concat([few.attendance, own], ignore_index=True),
    )


def test_people_counted_without_names_are_said_beside_the_seats(few: Tables) -> None:
    tables = _counted(few, 40)
    found = _of(tables)
    assert found["attended"] == (1, 1)
    assert found["people counted without names"] == (40, 40), "a list of names stands for its event"
    methods = measures.attendance(tables, during=Q2).set_index("measure")["method"]
    assert "no names were taken" in methods["people counted without names"]
    section = sections.attendance(tables, during=Q2)
    assert "no names were taken; 40 people were counted there." in finding(section)
    assert "40 personnes y ont été comptées." in finding(section, "fr")
    for whole in (True, False):
        counts = load_counts.counts(tables, tables.settings.period(Q2), whole=whole)
        assert (counts["seats"], counts["heads"]) == (1, 40)
    nobody = _counted(few, 0)
    assert "people counted without names" not in _of(nobody)
    assert "no names were taken.\n" in finding(sections.attendance(nobody, during=Q2))


def test_a_department_is_told_of_no_heads(few: Tables) -> None:
    own = ek.only(_counted(few, 40), department="Tax")
    found = measures.attendance(own, during=Q2)["measure"]
    assert "attended" in set(found) and "people counted without names" not in set(found)
    away = ek.only(_counted(few, 40), department="Legal")  # on the list of the first, and not there
    assert measures.event_list(away, during=Q2)["attended"].tolist() == [0]


def test_counts_alone_without_any_list_are_summed_in_the_sentence_on_events(few: Tables) -> None:
    frames = {"events": few.events.assign(head_count=pd.array([40], dtype="Int64"))}
    bare = Tables(frames, few.settings)
    assert finding(sections.events(bare, during=Q2)).endswith(
        "40 people were counted there; no names were taken."
    )
    assert load_counts.counts(bare, None)["heads"] == 40
    assert "counted" not in str(finding(sections.events(_counted(few, 40), during=Q2)))


def test_without_a_staff_list_everybody_who_came_counts(few: Tables) -> None:
    frames = {name: few.frames[name] for name in ("events", "attendance")}
    assert _of(Tables(frames, few.settings))["attended"] == (2, 2)
