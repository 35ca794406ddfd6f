"""Needs written down, which, and what became of them: counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from engagekit.errors import NotMeasuredError
from engagekit.measures import listening, needs, unmet_needs
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

PERIOD = "FY2026-27 Q2"  # July to September 2026


def _made(tidy: Any, *, promises: bool = True, **first: Any) -> Tables:
    touches = [
        {"touch_id": "a", "contact_id": "1", "on": "2026-07-01", "need": "case law; standards"},
        {"touch_id": "b", "contact_id": "1", "on": "2026-07-02", "need": "case law"},
        {"touch_id": "c", "contact_id": "2", "on": "2026-08-02", "need": " "},
        {"touch_id": "d", "contact_id": "2", "on": "2026-09-30"},
        {"touch_id": "e", "contact_id": "2", "on": "2026-08-03", "need": "data", "two_way": False},
        {"touch_id": "f", "contact_id": "lib", "on": "2026-08-04", "need": "data"},
        {"touch_id": "g", "contact_id": "2", "on": "2026-05-04", "need": "patents"},
        {"touch_id": "h", "contact_id": "2", "on": "2026-10-01", "need": "case law"},
        {"touch_id": "i", "on": "2026-08-09", "need": "standards"},
    ]  # fmt: skip
    frames = {
        "contacts": tidy(
            "contacts",
            {"contact_id": "1", "display_name": "Ana Gil"},
            {"contact_id": "2", "display_name": "Ben Roy"},
            {"contact_id": "lib", "display_name": "Flo Bay", "is_library": True},
        ),
        "touches": tidy(
            "touches",
            *({"channel": "walk", "two_way": True, **touch, **first} for touch in touches),
        ),
    }
    if promises:
        rows = [
            ("a", "2026-07-01", "2026-07-05", "2026-07-04"),
            ("a", "2026-07-01", "2026-07-05", None),
            ("b", "2026-07-02", "2026-07-09", "2026-10-02"),  # kept after the period
            ("g", "2026-05-04", "2026-12-24", None),
            ("i", "2026-10-02", "2026-10-05", None),  # promised after it
        ]
        frames["follow_ups"] = tidy(
            "follow_ups",
            *(
                {"follow_up_id": str(at), "touch_id": touch, "promised_on": made, "due_on": due,
                 "done_on": done}
                for at, (touch, made, due, done) in enumerate(rows)
            ),
        )  # fmt: skip
    return Tables(frames, make_settings({}))


def test_needs_of_two_way_touches_and_those_acted_on(tidy: Any) -> None:
    found = listening(_made(tidy), during=PERIOD).set_index("measure")
    # two-way in the period, library left out: a b c d i; with a need a b i
    assert found.loc["needs recorded", ["n", "base"]].tolist() == [3, 5]
    # promised by its end: a and b; kept by its end: a
    assert found.loc["needs with a promise", ["n", "base"]].tolist() == [2, 3]
    assert found.loc["needs acted on", ["n", "base"]].tolist() == [1, 2]


def test_a_touch_with_two_needs_counts_for_both_and_once_in_the_base(tidy: Any) -> None:
    found = needs(_made(tidy), during=PERIOD).set_index("need")
    assert found["n"].to_dict() == {"case law": 2, "standards": 2}
    assert found["base"].unique().tolist() == [3]
    short = needs(_made(tidy), during=PERIOD, most=1).set_index("need")
    assert short["n"].to_dict() == {"case law": 2, "Other needs": 2}


def test_needs_that_wait_are_those_with_no_promise_kept_whenever_they_were_told(tidy: Any) -> None:
    found = unmet_needs(_made(tidy), during=PERIOD)
    assert found[["need", "open", "overdue"]].values.tolist() == [
        ["patents", 1, 0], ["case law", 1, 1],
    ]  # fmt: skip
    assert found["oldest_on"].dt.date.astype(str).tolist() == ["2026-05-04", "2026-07-02"]


def test_without_promises_the_ratio_alone_is_told(tidy: Any) -> None:
    tables = _made(tidy, promises=False)
    assert listening(tables, during=PERIOD)["measure"].tolist() == ["needs recorded"]
    with pytest.raises(NotMeasuredError, match="needs the sheet follow_ups"):
        unmet_needs(tables, during=PERIOD)


def test_a_log_without_needs_or_two_way_touches_says_which_column_to_fill(tidy: Any) -> None:
    with pytest.raises(NotMeasuredError, match="column need"):
        listening(_made(tidy, need=None), during=PERIOD)
    with pytest.raises(NotMeasuredError, match="two_way"):
        listening(_made(tidy, two_way=None, channel="training"), during=PERIOD)
    with pytest.raises(NotMeasuredError, match="needs the sheet touches"):
        listening(Tables({"contacts": _made(tidy).contacts}), during=PERIOD)


def test_a_quarter_without_touches_has_no_share_and_no_needs(tidy: Any) -> None:
    found = listening(_made(tidy), during="FY2025-26 Q1")
    assert found["base"].tolist() == [0, 0, 0]
    assert found["estimate"].isna().all()
    assert needs(_made(tidy), during="FY2025-26 Q1").empty
    assert unmet_needs(_made(tidy), during="FY2025-26 Q1").empty
