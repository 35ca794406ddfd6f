"""A list of events beside files of who came to them: each event once, with what both say."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.measures.events import heads_alone
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import Rows

pytestmark = pytest.mark.slow

CAME = 4
"""People named at the talk of the small project."""


EVENTS: Rows = [["event_id", "title", "started_at"], ["e1", "Talk: tax law", "2026-02-03 12:00"]]
LISTED = [
    ["2026-02-03", "TALK - Tax law", str(CAME), "120"],
    ["2026-02-10", "Muffin breakfast", "30", "80"],
]


def _tables(home: Path, *rows: list[str], came: Rows = small.GUESTS) -> Gate:
    (home / "mappings").mkdir(parents=True)
    head = ["Day", "Session", "Came", "Cost"]
    (home / "mappings" / "program.toml").write_text(MAPPING, encoding="utf-8")
    return small.gate(home, program__csv=[head, *rows], events__csv=EVENTS, attendance__csv=came)


MAPPING = """name = "program"
table = "events"
ignored = []
[columns]
title = "Session"
started_at = "Day"
head_count = "Came"
cost = "Cost"
[constants]
currency = "GBP"
[fingerprint]
headers = ["Day", "Session", "Came", "Cost"]
"""


def _asked(gate: Gate) -> list[str]:
    return [one.problem for one in gate.questions if one.file == "program.csv"]


def test_an_event_of_a_list_is_that_whose_people_are_named(tmp_path: Path) -> None:
    gate = _tables(tmp_path, *LISTED)
    events = gate.tables.events.set_index("title")
    assert sorted(events.index) == ["Muffin breakfast", "Talk: tax law"]
    assert events.loc["Talk: tax law", "cost"] == 120
    assert heads_alone(gate.tables, None) == 30 and not _asked(gate)
    said = [one for one in gate.tables.left_out if "says who came" in one.reason]
    assert [(one.file, one.rows) for one in said] == [("program.csv", 1)]


@pytest.mark.parametrize(("day", "title"), [("2026-02-04", "Talk: tax law"),
                                            ("2026-02-03", "Muffin breakfast")])  # fmt: skip
def test_another_day_or_title_is_another_event(day: str, title: str, tmp_path: Path) -> None:
    gate = _tables(tmp_path, [day, title, "30", ""])
    assert len(gate.tables.events) == 2 and heads_alone(gate.tables, None) == 30
    assert not _asked(gate)


@pytest.mark.parametrize(("start", "events"), [("12:45", 1), ("13:00", 2), ("14:30", 2)])
def test_a_session_given_again_that_day_is_another_one(
    start: str, events: int, tmp_path: Path
) -> None:
    gate = _tables(tmp_path, [f"2026-02-03 {start}", "Talk: tax law", "30", ""])
    assert len(gate.tables.events) == events


def test_as_many_on_one_day_under_another_title_are_asked_about(tmp_path: Path) -> None:
    gate = _tables(tmp_path, ["2026-02-03", "Lunch session", str(CAME + 1), ""])
    (asked,) = _asked(gate)
    assert "'Lunch session' of 2026-02-03" in asked and "attendance.csv" in asked
    assert len(gate.tables.events) == 2


def test_two_of_one_title_and_day_in_a_list_are_asked_about(tmp_path: Path) -> None:
    twice = ["2026-02-03", "Talk: tax law", "9", ""]
    gate = _tables(tmp_path, twice, [*twice[:2], "30", ""])
    assert len(gate.tables.events) == 3 and len(_asked(gate)) == 2


@pytest.mark.parametrize(("heads", "asked"), [(CAME + 1, 0), (CAME + 2, 1), (30, 1)])
def test_where_more_came_than_are_named_it_is_asked(heads: int, asked: int, tmp_path: Path) -> None:
    gate = _tables(tmp_path, ["2026-02-03", "Talk: tax law", str(heads), ""])
    assert len(gate.tables.events) == 1 and heads_alone(gate.tables, None) == 0
    assert len(_asked(gate)) == asked


def test_of_who_registered_alone_the_heads_count(tmp_path: Path) -> None:
    guests = [small.GUESTS[0], *[[*row[:3], "registered"] for row in small.GUESTS[1:]]]
    gate = _tables(tmp_path, ["2026-02-03", "Talk: tax law", "30", ""], came=guests)
    assert len(gate.tables.events) == 1 and heads_alone(gate.tables, None) == 30
    assert not _asked(gate)


def test_a_day_without_a_midnight_is_a_day(tmp_path: Path) -> None:
    """In Cairo the clocks of 24 April 2026 go from midnight to one."""
    zone = small.SETTINGS.replace("[organisation]", '[organisation]\ntime_zone = "Africa/Cairo"')
    events = [EVENTS[0], ["e1", "Talk: tax law", "2026-04-24 12:00"]]
    listed = [["Day", "Session", "Came", "Cost"], ["2026-04-24 11:30", "Talk: tax law", "4", ""]]
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "program.toml").write_text(MAPPING, encoding="utf-8")
    gate = small.gate(tmp_path, zone, program__csv=listed, events__csv=events)
    assert len(gate.tables.events) == 1


@pytest.mark.parametrize(("own", "cost", "currency"), [("", 120, "GBP"), ("50", 50, "USD")])
def test_a_cost_keeps_its_own_currency(
    own: str, cost: float, currency: str, tmp_path: Path
) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "program.toml").write_text(MAPPING, encoding="utf-8")
    events = [[*EVENTS[0], "cost", "currency"], [*EVENTS[1], own, "USD"]]
    listed = [["Day", "Session", "Came", "Cost"], LISTED[0]]
    tables = small.gate(tmp_path, program__csv=listed, events__csv=events).tables
    assert tables.events[["cost", "currency"]].to_numpy().tolist() == [[cost, currency]]
