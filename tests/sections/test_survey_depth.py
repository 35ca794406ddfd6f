"""Sections of the survey in depth and of listening: sentences, figures, and what the board sees."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.disclosure import protect
from engagekit.measures import _frame
from engagekit.sections import Section
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""

BOARD = ("gaps", "comment_themes", "attribute_profile", "aided_awareness", "useful",
         "perception_gap")  # fmt: skip


def _said(
    rows: list[dict[str, Any]], rule: str, *by: str, language: str = "en", **args: Any
) -> str:
    section = Section("x", "Title", measure_frame(rows, list(by)), sentence=rule,
                      sentence_args=args)  # fmt: skip
    return finding(section, language)


@pytest.mark.parametrize("kept", [0, 1])
@pytest.mark.parametrize("name", BOARD)
def test_nobody_or_one_person_does_not_fail(name: str, kept: int, sample: Tables) -> None:
    last = sample.respondents["submitted_at"].max()
    one = sample.respondents.loc[sample.respondents["submitted_at"] == last, "respondent_id"]
    mine = sample.responses["respondent_id"].isin(one) if kept else sample.responses["score"] > 99
    made = function_of(QUESTIONS[name])(sample.replace(responses=sample.responses[mine]))
    assert finding(made)


def test_a_gap_is_hidden_with_either_of_its_two_groups(sample: Tables) -> None:
    made = sections.topline(sample, of="perception")
    rows = made.frame.assign(n=pd.array([3, 99, None], "Int64"), base=pd.array([35, 153, None], "Int64"))  # fmt: skip
    done = protect([made.with_frame(rows)], sample.settings)
    frame = done.sections[0].frame
    assert frame["suppressed"].tolist() == [True, True, True]
    assert frame["estimate"].isna().tolist() == [True, True, True]


def _gap(item: str, level: str, measure: str, estimate: float, low: float, high: float) -> dict[str, Any]:  # fmt: skip
    return {"item": item, "level": level, "measure": measure, "unit": "points", "n": 20, "base": 20,
            "population": 23, "estimate": estimate, "low": low, "high": high}  # fmt: skip


def test_no_gap_is_claimed_where_its_range_covers_none() -> None:
    rows = [
        _gap("Speed", level, "item level", 4.0, 3, 5) for level in ("importance", "satisfaction")
    ]
    said = _said([*rows, _gap("Speed", "gap", "gap to importance", -0.1, -0.4, 0.2)], "gaps",
                 "item", "level")  # fmt: skip
    assert said.startswith("No service falls clearly short")


def _seen(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> str:
    groups = [{"group": name, "measure": "sees the value", "unit": "share", "n": n, "base": base,
               "estimate": n / base}
              for name, (n, base) in (("Staff", first), ("Chiefs", second))]  # fmt: skip
    gap = {"group": "gap", "measure": "perception gap", "unit": "difference",
           "estimate": first[0] / first[1] - second[0] / second[1], "low": low, "high": high}  # fmt: skip
    return _said([*groups, gap], "perception_gap", "group")


def test_the_gap_of_two_groups_is_claimed_only_outside_its_range() -> None:
    # FT and SLA 2013: 55 % of information staff, 34 % of executives (bases made up)
    assert _seen((55, 100), (34, 100), 0.07, 0.34).endswith(
        "55% (55 of 100) against 34% (34 of 100): 21 points apart, likely 7 to 34 points."
    )
    assert _seen((55, 100), (50, 100), -0.09, 0.19).startswith("No clear difference")
    small = _seen((7, 9), (34, 100), 0.1, 0.6)
    assert small.startswith(
        "Staff see more value in us than Chiefs.\n7 of 9 against 34% (34 of 100)"
    )
    assert "see less value" in _seen((34, 100), (55, 100), -0.34, -0.07)
