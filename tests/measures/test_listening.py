"""Needs written down: what lacks is said; the numbers stand in tests/nasty."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks._firms import tidy
from engagekit.errors import NotMeasuredError
from engagekit.measures import listening, needs
from engagekit.tables.tables import Tables

PERIOD = "FY2026-27 Q2"  # July to September 2026


def _log(**changed: Any) -> Tables:
    """Three conversations, of which two had a need."""
    rows = [
        {"touch_id": str(at), "on": "2026-07-01", "channel": "walk", "two_way": True,
         "need": need, **changed}
        for at, need in enumerate(("case law; standards", "case law", " "))
    ]  # fmt: skip
    return Tables({"touches": tidy("touches", rows)})


def test_a_touch_with_two_needs_counts_for_both_and_once_in_the_base() -> None:
    found = needs(_log(), during=PERIOD).set_index("need")
    assert found[["n", "base"]].values.tolist() == [[2, 2], [1, 2]]
    more = "; ".join(f"need {at:02d}" for at in range(13))
    short = needs(_log(need=more), during=PERIOD)
    assert (len(short), short["need"].iloc[-1], short["n"].iloc[-1]) == (13, "Other needs", 3)


def test_without_promises_the_ratio_alone_is_told() -> None:
    assert listening(_log(), during=PERIOD)["measure"].tolist() == ["needs recorded"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"need": None}, "column need"), ({"two_way": None, "channel": "training"}, "two_way")],
)
def test_a_log_without_needs_or_conversations_says_which_column_to_fill(
    changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(NotMeasuredError, match=said):
        listening(_log(**changed), during=PERIOD)


def test_a_quarter_without_touches_has_no_share_and_no_needs() -> None:
    promised = tidy("follow_ups", [{"touch_id": "0", "promised_on": "2026-07-01"}])
    tables = _log().replace(follow_ups=promised)
    found = listening(tables, during="FY2025-26 Q1")
    assert found["base"].tolist() == [0, 0, 0]
    assert found["estimate"].isna().all()
    assert needs(tables, during="FY2025-26 Q1").empty
