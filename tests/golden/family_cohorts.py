"""Retention of cohorts, reach and frequency."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics import cohorts
from tests.golden.case import Asked, Case, Computed, Numbers, each, labels, numbers
from tests.golden.estimators import touches as others
from tests.golden.family_inequality import amounts_and_groups

CELL = re.compile(r"^cohort(?P<cohort>-?\d+)\.age(?P<age>\d+)$")
REACH = re.compile(r"^reach(?P<least>\d+)plus$")
GROUP = re.compile(r"^reach\.by\.(?P<group>.+)$")
PERIOD = re.compile(r"^(period|quarter|month|year|wave|t|time)$", re.IGNORECASE)


def handles(case: Case) -> bool:
    """Whether the case asks for retention, or for reach and frequency."""
    return any(
        one.statistic.startswith(("retention", "reach k+", "reach by"))
        or "frequency" in one.statistic
        for one in case.asked
    )


def compute(case: Case) -> Computed:
    """The numbers of every cohort or every reach asked for."""
    frame = case.frame(case.files[0])
    if any(CELL.match(one) for one in case.ids):
        return _retention(case, frame)
    return _reach(case, frame)


def _retention(case: Case, frame: pd.DataFrame) -> Computed:
    """Cohorts from one row a person and active period."""
    when = next((c for c in frame if PERIOD.match(str(c))), frame.columns[-1])
    who = next(c for c in frame if c != when)
    last = next((int(v) for k, v in case.params.items() if "last" in str(k).lower()), None)
    kept = frame.dropna(subset=[who, when])
    person = labels(kept[who]).astype(str)

    def one(asked: Asked) -> Numbers | None:
        found = CELL.match(asked.id)
        if found is None:
            return None
        table = cohorts.retention(person, numbers(kept[when]), last=last, level=asked.level)
        row = int(np.flatnonzero(table.cohorts == int(found["cohort"]))[0])
        age = int(found["age"])
        return {
            "estimate": table.share[row, age],
            "lower": table.low[row, age],
            "upper": table.high[row, age],
            "n": int(table.sizes[row]),
            "x": table.active[row, age],
        }

    return each(case.asked, one)


def _reach(case: Case, frame: pd.DataFrame) -> Computed:
    """Reach and frequency from one row a person on the roster."""
    touches, group = amounts_and_groups(frame)
    most = max([int(m["least"]) for one in case.ids if (m := REACH.match(one))], default=1)
    found = others.frequency(touches, most=most)

    def one(asked: Asked) -> Numbers | None:
        if match := REACH.match(asked.id):
            place = int(match["least"]) - 1
            reached = int(found.at_least[place])
            return {"estimate": found.share_at_least[place], "n": found.people, "count": reached}
        if match := GROUP.match(asked.id):
            mine = others.frequency(touches[group == match["group"]], most=1)
            return {"estimate": mine.share_at_least[0], "n": mine.people, "count": mine.reached}
        return _frequency(found, asked)

    return each(case.asked, one)


def _frequency(found: others.Frequency, asked: Asked) -> Any:
    """Touches for each person reached, or for each head."""
    if "median" in asked.id:
        return {"estimate": found.median_per_reached}
    if "all" in asked.id or "per head" in asked.statistic:
        return {"estimate": found.mean_per_head, "n": found.people}
    return {"estimate": found.mean_per_reached, "n": found.reached}
