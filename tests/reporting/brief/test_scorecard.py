"""The line of a department: an end that is not known draws no bar and misses no target."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame, share
from engagekit.reporting.brief import blocks
from engagekit.reporting.brief.scorecard import (
    Line,
    Scorecard,
    _line,
    card_note,
    card_title,
    scorecard,
)

NAN = float("nan")


def _drawn(least: float, most: float, target: float = 0.6) -> Line:
    frame = measure_frame([share("reach", 9, 12, department="Tax")], ["department"])
    frame = frame.assign(period="Q2", suppressed=False, at_least=least, at_most=most, recoded=True)
    frame.loc[:, ["estimate", "n"]] = NAN
    rows = {"reach": pd.DataFrame(frame).to_dict("records")}
    return _line("Tax", rows, ["Q2"], target, Locale("en"))


@pytest.mark.parametrize(
    ("least", "most", "bar", "is_off"),
    [(0.8, NAN, 0.8, False), (NAN, 0.7, None, False), (NAN, 0.5, None, True)],
)
def test_a_bar_ends_where_a_recoded_share_is_at_least(
    least: float, most: float, bar: float | None, is_off: bool
) -> None:
    line = _drawn(least, most)
    assert line.is_open
    assert (line.reach, line.is_off) == (bar, is_off)


@pytest.mark.parametrize(("hidden", "text"), [(True, "small group"), (False, "–")])
def test_money_that_is_not_split_by_department_is_no_small_group(hidden: bool, text: str) -> None:
    rows = [share(name, 9, 12, department="Tax") for name in ("reach", "funding per head")]
    frame = measure_frame(rows, ["department"]).assign(period="Q2", suppressed=[False, hidden])
    frame.loc[1, "estimate"] = NAN
    section: Any = SimpleNamespace(frame=frame, missing="", settings={})
    english = Locale("en")
    card = scorecard(section, english)
    assert card is not None and card.lines[0].money == text
    heads = blocks.card_table(card, english).headers
    assert (card.has_money, english.say("brief.money") in heads) == (hidden, hidden)
    assert not any("Points since" in head for head in heads)


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        (["+4", "−1", "0", "+1"], "D0 gained 4 points; D1 lost 1"),
        (["+1", "0", "0", "0"], "D0 gained 1 point"),
        (["0", "0", "−2", "−1"], "D2 lost 2 points"),
        (["", "0", "−2", "−1"], "How departments moved since last quarter"),
    ],
)
def test_who_moved_is_told_in_points_for_others_may_be_protected(
    changes: list[str], title: str
) -> None:
    lines = [replace(_drawn(0.8, NAN), name=f"D{at}", change=one)
             for at, one in enumerate(changes)]  # fmt: skip
    content: Any = SimpleNamespace(locale=Locale("en"), sections=(), items=())
    block = blocks._movers(
        content, cast("Any", None), 1, 1, "", Scorecard(tuple(lines), since="last_quarter")
    )
    assert block is not None and block.title == title


@pytest.mark.parametrize(
    ("ends", "title"),
    [
        ([(NAN, 0.5)], "D0 is below the reach target"),
        ([(NAN, 0.5), (0.6, NAN)], "D0 is below the reach target"),  # it is on it, wherever it ends
        ([(NAN, 0.5), (0.55, NAN)], "D0 is below the reach target"),
        ([(NAN, 0.5), (NAN, NAN)], "D0 is below the reach target"),
        ([(0.6, NAN)], "Every department meets the reach target"),
        ([(0.55, NAN)], "Department scorecard"),
        ([(NAN, 0.5)] * 12 + [(NAN, NAN)], "At least 12 departments are below the reach target"),
    ],
)
def test_the_title_claims_nothing_of_departments_that_may_lie_on_either_side(
    ends: list[tuple[float, float]], title: str
) -> None:
    lines = [replace(_drawn(*one), name=f"D{at}") for at, one in enumerate(ends)]
    assert card_title(Scorecard(tuple(lines), reach_target=0.6), Locale("en")) == title


@pytest.mark.parametrize(
    ("least", "base", "said"),
    [
        (0.85, 36, "Satisfied, other departments (6) together: 85% or more, of 36 answers."),
        (0.85, 9, ""),  # of so few nothing is said together either
        (NAN, 36, ""),
    ],
)
def test_departments_that_stand_together_are_said_under_the_scorecard(
    least: float, base: int, said: str
) -> None:
    rows = [share("satisfaction", base - 1, base, department=name)
            for name in ("All", "Tax", "other departments (6)", "Not stated")]  # fmt: skip
    love = measure_frame(rows, ["department"])
    love = love.assign(suppressed=True, recoded=True, at_least=least, at_most=NAN)
    reach = measure_frame([share("reach", 9, 12, department="Tax")], ["department"])
    reach = reach.assign(period="Q2", suppressed=False)
    sections: Any = [SimpleNamespace(frame=one, missing="", settings={}) for one in (reach, love)]
    card = scorecard(sections[0], Locale("en"), sections[1])
    assert card is not None and card.rest == said
    assert card_note(card, Locale("en")).endswith(said)
    alone = scorecard(sections[0], Locale("en"))
    assert alone is not None and alone.rest == ""


@pytest.mark.parametrize(("unit", "has_love"), [("Tax", True), ("Finance Division", False)])
def test_a_survey_of_other_departments_leaves_no_empty_column(unit: str, has_love: bool) -> None:
    rows = [share("reach", 9, 12, department="Tax"), share("satisfaction", 8, 12, department=unit)]
    frame = measure_frame(rows, ["department"]).assign(period="Q2", suppressed=False)
    card = scorecard(cast(Any, SimpleNamespace(frame=frame, missing="", settings={})), Locale("en"))
    assert card is not None and [line.name for line in card.lines] == ["Tax"]
    assert card.has_love is has_love
