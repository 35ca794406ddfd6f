"""The seven ways in which numbers of a board copy once told counts of one to four people.

Each is what somebody does who holds nothing but board copies: before, it gave the count; now at
least ``K`` counts stay possible.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from engagekit.disclosure import protect
from engagekit.measures._frame import measure_frame
from engagekit.measures.registry import measure
from engagekit.sections import Section
from engagekit.settings.schema import Settings
from engagekit.statistics.scores import mean_score

K = 5
Q1 = {"label": "FY2026-27 Q1", "start": "2026-04-01", "end": "2026-06-30"}
Q2 = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
ODD = {"label": "2026-07-01..2026-09-28", "start": "2026-07-01", "end": "2026-09-28"}


def _section(rows: Iterable[Mapping[str, Any]], *by: str, name: str = "x", **parts: Any) -> Section:
    full = [
        {"unit": "share", "estimate": row["n"] / row["base"] if row.get("base") else None, **row}
        for row in rows
    ]
    return Section(name, name, measure_frame(full, list(by)), **{"period": Q2, **parts})


def _copies(*reports: list[Section]) -> list[list[pd.DataFrame]]:
    """The frames of board copies made one after the other."""
    ledger: dict[str, Any] = {"reports": []}
    boards = []
    for number, report in enumerate(reports):
        found = protect(report, Settings(), ledger)
        assert found.ok
        boards.append([one.frame for one in found.sections if one.audience == "board"])
        ledger["reports"].append({"report": str(number), **found.entry})
    return boards


def _ends(row: Mapping[str, Any], base: int) -> tuple[int, int]:
    """The counts that a told row leaves possible."""
    if pd.notna(row["n"]):
        return int(row["n"]), int(row["n"])
    if row["recoded"]:
        low = 0.0 if pd.isna(row["at_least"]) else row["at_least"]
        high = 1.0 if pd.isna(row["at_most"]) else row["at_most"]
    elif pd.isna(row["estimate"]):
        low, high = 0.0, 1.0
    else:
        steps = (0.5, 0.25, 0.2, 0.1, 0.05, 0.02, 0.01)
        step = next(
            s for s in steps if abs(row["estimate"] / s - round(row["estimate"] / s)) < 1e-6
        )
        low, high = row["estimate"] - step / 2, row["estimate"] + step / 2
    return math.ceil(low * base - 1e-9), math.floor(high * base + 1e-9)


LADDER = [(1, 300, 40), (2, 200, 25), (3, 130, 18)]


def test_1_the_touch_ladders_of_two_quarters() -> None:
    def ladder(more: int, when: dict[str, str]) -> Section:
        rows = [
            {"touch": str(touch), "measure": "trust at this touch", "n": n + more, "base": base + 9}
            for touch, base, n in LADDER
        ]
        return _section(rows, "touch", period=when)

    (first,), (then,) = _copies([ladder(0, Q1)], [ladder(3, Q2)])
    for frame in (first, then):
        assert frame[["n", "base"]].isna().all(axis=None)
    for one, other, (_, base, _) in zip(
        first.to_dict("records"), then.to_dict("records"), LADDER, strict=True
    ):
        low, high = (_ends(row, base + 9) for row in (one, other))
        assert high[1] - max(low[0], high[0] - high[1]) >= K - 1


@pytest.mark.parametrize("more", [0, 1, 2, 4])
def test_2_a_range_beside_its_quarter(more: int) -> None:
    quarter = _section([{"measure": "reach", "n": 384, "base": 598}], period=Q2)
    odd = _section([{"measure": "reach", "n": 384 - more, "base": 598}], period=ODD)
    for order in ([quarter, odd], [odd, quarter]):
        boards = _copies(*[[one] for one in order])
        row = boards[order.index(odd)][0].to_dict("records")[0]
        low, high = _ends(row, 598)
        assert pd.isna(row["n"])
        possible = [n for n in range(low, high + 1) if n <= 384]
        assert more == 0 or len(possible) >= K


def _boxes(counts: tuple[int, ...]) -> list[Section]:
    base = sum(counts)
    scores = pd.Series(
        [score for score, n in enumerate(counts, 1) for _ in range(n)], dtype="float64"
    )
    mean = mean_score(scores.to_numpy())
    where = {"settings": {"survey_period": "FY2026-27 Q2"}}
    return [
        _section([{"measure": "satisfaction", "n": counts[3] + counts[4], "base": base}], **where),
        _section([{"measure": "lowest answers", "n": counts[0] + counts[1], "base": base}], **where),
        _section([{"measure": "mean score", "unit": "points", "n": base, "base": base,
                   "estimate": mean.estimate, "low": mean.low, "high": mean.high}], **where),
    ]  # fmt: skip


def test_3_a_mean_its_range_and_a_box() -> None:
    """All five counts of the answers were exact."""
    counts = (3, 8, 10, 12, 17)
    (boards,) = _copies(_boxes(counts))
    top, bottom, mean = (frame.to_dict("records")[0] for frame in boards)
    assert pd.isna(mean["n"]) or mean["n"] == 50
    possible: list[set[int]] = [set() for _ in counts]
    for fours in range(51):
        for low in range(51 - fours):
            five, two = fours, low
            (top_low, top_high), (low_low, low_high) = _ends(top, 50), _ends(bottom, 50)
            for ones, four in itertools.product(range(12), range(30)):
                high_box, low_box = four + five, ones + two
                if not (top_low <= high_box <= top_high and low_low <= low_box <= low_high):
                    continue
                threes = 50 - high_box - low_box
                if threes < 0:
                    continue
                total = ones + 2 * two + 3 * threes + 4 * four + 5 * five
                if abs(total / 50 - mean["estimate"]) <= 0.05 + 1e-9:
                    for place, n in enumerate((ones, two, threes, four, five)):
                        possible[place].add(n)
    assert all(n in seen for n, seen in zip(counts, possible, strict=True))
    assert min(len(seen) for seen, n in zip(possible, counts, strict=True) if n < K) >= K


@pytest.mark.parametrize("groups", [{}, {"department": "All"}])
@pytest.mark.parametrize("counts", [(3, 5, 5, 35, 27), (4, 11, 9, 27, 35)])
def test_3_a_mean_and_the_answers_in_another_section(
    counts: tuple[int, ...], groups: dict[str, str]
) -> None:
    """One to four were very dissatisfied: rounded in a topline, in bands in a cross-table."""
    base, low, middle, top = sum(counts), sum(counts[:2]), counts[2], sum(counts[3:])
    rows = [
        {"item": "Overall", "answer": str(score), "measure": "answers", "n": n, "base": base}
        | groups
        for score, n in enumerate(counts, 1)
    ]
    where = {"settings": {"survey_period": "FY2026-27 Q2"}}
    about = ("item", *groups, "answer")
    told = [*_boxes(counts), _section(rows, *about, name="topline", **where)]
    (boards,) = _copies(told)
    mean, answers = boards[2].iloc[0], boards[3].to_dict("records")
    half = (mean["high"] - mean["low"]) / 2
    squares = (base - 1) * (half * math.sqrt(base) / t.ppf(0.975, base - 1)) ** 2 + base * 0.05**2
    ones, fives = (
        range(low, high + 1) for low, high in (_ends(answers[at], base) for at in (0, 4))
    )
    possible = set()
    for one, five in itertools.product(ones, fives):
        given = (one, low - one, middle, top - five, five)
        total = sum(score * n for score, n in enumerate(given, 1))
        spread = sum(n * (score - mean["estimate"]) ** 2 for score, n in enumerate(given, 1))
        is_mean = abs(total / base - mean["estimate"]) <= 0.05 and spread <= squares
        if min(given) >= 0 and (pd.isna(mean["estimate"]) or is_mean):
            possible.add(one)
    assert len(possible) >= K


GAP = measure("gap to importance").unit


def test_4_means_and_ranges_of_gaps() -> None:
    rows = [
        {"item": item, "measure": "gap to importance", "unit": GAP, "n": n, "base": n,
         "estimate": mean, "low": mean - half, "high": mean + half}
        for item, n, mean, half in (("a", 30, -0.4333, 0.2113), ("b", 152, 0.1316, 0.0717))
    ]  # fmt: skip
    ((frame,),) = _copies([_section(rows, "item")])
    for told, real in zip(frame.to_dict("records"), rows, strict=True):
        spread = 0.1 if real["base"] >= 50 else 0.2
        sums = spread * real["base"]
        assert sums >= K - 1e-9
        assert told["suppressed"] == (real["base"] < 50)  # of few answers few can be far apart
        if not told["suppressed"]:
            assert abs(told["estimate"] / spread - round(told["estimate"] / spread)) < 1e-6
            assert told["low"] <= real["low"]
            assert told["high"] >= real["high"]


@pytest.mark.parametrize(
    ("counts", "is_told"), [((0, 1, 1, 56, 13), False), ((9, 12, 30, 80, 49), True)]
)
def test_4_a_level_that_is_hidden_does_not_follow_from_another_and_the_gap(
    counts: tuple[int, ...], is_told: bool
) -> None:
    """Satisfaction could be worked out: importance and the gap stood beside its empty cell."""
    base = sum(counts)
    scores = np.repeat(np.arange(1.0, 6), counts)
    satisfied, important = mean_score(scores), 3.1
    shared = {"item": "Training", "unit": GAP, "n": base, "base": base}
    rows = [
        {**shared, "measure": measure, "level": level, "estimate": mean, "low": mean - half,
         "high": mean + half}
        for measure, level, mean, half in (
            ("item level", "satisfaction", satisfied.estimate,
             satisfied.estimate - satisfied.low),
            ("item level", "importance", important, 0.16),
            ("gap to importance", "gap", satisfied.estimate - important, 0.18),
        )
    ]  # fmt: skip
    answers = [
        {"item": "Training", "answer": str(score), "measure": "answers", "n": n, "base": base}
        for score, n in enumerate(counts, 1)
    ]
    where = {"settings": {"survey_period": "FY2026-27 Q2"}}
    (boards,) = _copies(
        [_section(rows, "item", "level", **where), _section(answers, "item", "answer", **where)]
    )
    told = boards[0].set_index("level")["estimate"].notna()
    assert told["satisfaction"] == is_told
    assert told["gap"] == is_told  # with the other it would be the one that is hidden
    assert told["importance"]


GROUPS = [("Legal", 20, 40), ("Tax", 1, 12), ("HR", 9, 30), ("IT", 30, 60)]


@pytest.mark.parametrize("whole_first", [True, False])
def test_5_briefs_beside_the_whole(whole_first: bool) -> None:
    """Tax was the total less the other briefs."""
    briefs = [
        [_section([{"measure": "reach", "n": n, "base": base}], settings={"scope": {"department": name}})]
        for name, n, base in GROUPS
    ]  # fmt: skip
    whole = [_section([{"measure": "reach", "n": 60, "base": 142}])]
    order = [whole, *briefs] if whole_first else [*briefs, whole]
    boards = _copies(*order)
    told = [board[0].to_dict("records")[0] if board else None for board in boards]
    total = told[0] if whole_first else told[-1]
    rows = told[1:] if whole_first else told[:-1]
    ends = [
        (0, base) if row is None else _ends(row, base)
        for row, (_, _, base) in zip(rows, GROUPS, strict=True)
    ]
    tax = ends[1]
    if total is not None and pd.notna(total["n"]):
        others = [end for place, end in enumerate(ends) if place != 1]
        tax = (max(tax[0], 60 - sum(high for _, high in others)),
               min(tax[1], 60 - sum(low for low, _ in others)))  # fmt: skip
    assert tax[0] <= 1 <= tax[1]
    assert tax[1] - tax[0] + 1 >= K


def test_6_the_steps_of_a_cumulative_table() -> None:
    rows = [
        {"months": months, "touch": "7", "measure": "reach", "n": n, "base": 90}
        for months, n in enumerate((2, 3, 5, 6, 9, 10, 13, 20))
    ]
    ((frame,),) = _copies([_section(rows, "touch", "months")])
    assert frame["n"].isna().all()
    ends = [_ends(row, 90) for row in frame.to_dict("records")]
    for (low, high), (then_low, then_high) in itertools.pairwise(ends):
        assert then_high - max(low, then_low - high) >= K - 1


def test_7_words_and_bases() -> None:
    half = _section([{"measure": "absence factor", "unit": "count", "estimate": 2}])
    response = _section(
        [{"measure": "response rate (AAPOR RR2)", "n": 191, "base": 500}],
        settings={"survey_period": "FY2026-27 Q2"},
    )
    asked = _section(
        [{"measure": "satisfaction", "n": 150, "base": 188}],
        settings={"survey_period": "FY2026-27 Q2"},
    )
    ((few, all_, of),) = _copies([half, response, asked])
    assert few["estimate"].isna().all()
    assert few["at_most"].tolist() == [K - 1]
    assert of["base"].tolist() == [188]
    low, high = _ends(all_.to_dict("records")[0], 500)
    assert high - max(low, 188) + 1 >= K
