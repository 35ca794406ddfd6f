"""Love against funding: how sure one is of the side of each line on which a department stands."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from engagekit.facts import coverage
from engagekit.measures import basis
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures.love_and_funding import beside_funding
from engagekit.settings.periods import During
from engagekit.statistics import pooling
from engagekit.tables.tables import Tables

STEPS = 20
"""Steps of a probability that is told."""
LOVE, MONEY, USE = "satisfaction", "funding per head", "reach"
COST = "cost of the service"
OTHERS = {MONEY: "funding", USE: "reach", COST: "cost"}
"""Measures of the other axis, with their word in the names of the four probabilities."""
AMONG = "satisfaction among departments"
DRAWN = basis.note("draws", draws=pooling.DRAWS, seed=pooling.SEED)
"""The note of a probability."""
SIDES = ((True, False), (True, True), (False, False), (False, True))
"""High satisfaction? High on the other axis? In the order of the corners of the figure."""


def names_of(across: str) -> tuple[str, ...]:
    """Return the measures that hold the four probabilities, in the order of `SIDES`."""
    other = OTHERS[across]
    return tuple(
        f"{'high' if love else 'low'} satisfaction, {'high' if much else 'low'} {other}"
        for love, much in SIDES
    )


def across_of(frame: pd.DataFrame) -> str:
    """Return funding per head where two departments have it; else reach, of one budget."""
    money = frame[(frame["measure"] == MONEY) & (frame["department"] != ALL)]
    return MONEY if int(money["estimate"].notna().sum()) > 1 else USE


def cuts(tables: Tables, frame: pd.DataFrame) -> tuple[float, float]:
    """Return where the lines stand: on the other axis, and on satisfaction.

    Those of the settings; else the medians of the departments that have both
    numbers and enough answers, or the value over all. A median is
    rounded (satisfaction to 5 points, the other axis to two figures), so that a line does not tell
    the number of the department in the middle. NaN where nothing is known.
    """
    chosen, least = tables.settings.quadrant, tables.settings.disclosure.percent_base
    across = across_of(frame)
    stated = chosen.reach if across == USE else chosen.funding_per_head
    drawn = {name for name, love, _ in _pairs(frame, across) if love["base"] >= least}
    matches = []
    for measure, supplied in ((across, stated), (LOVE, chosen.satisfaction)):
        rows = frame[(frame["measure"] == measure) & frame["estimate"].notna()]
        whole = rows.loc[rows["department"] == ALL, "estimate"]
        among = frame[frame["measure"] == AMONG] if measure == LOVE else rows
        parts = among if len(among) else rows
        parts = parts[parts["department"].isin(drawn)]
        if supplied is not None:
            matches.append(supplied)
        elif chosen.lines == "overall" and len(whole):
            matches.append(float(whole.iloc[0]))
        else:
            matches.append(_rounded(float(parts["estimate"].median()), measure))
    return matches[0], matches[1]


def _rounded(value: float, measure: str) -> float:
    """Return a median as coarse as a line may be."""
    if np.isnan(value) or value == 0:
        return value
    return round(round(value / 0.05) * 0.05, 2) if measure == LOVE else float(f"{value:.2g}")


def chances(
    n: Sequence[float],
    base: Sequence[float],
    *,
    line: float | None,
    sets: Sequence[bool],
    over: str = "medians",
) -> list[float]:
    """Return the probability that each department's satisfaction lies over its line.

    Parameters
    ----------
    n, base : sequence of float, one a department
        Satisfied answers and answers.
    line : float, optional
        A line of the settings; without one it is where the departments stand in each draw.
    sets : sequence of bool
        Departments with enough answers to set the line.
    over : {"medians", "overall"}
        Whether it is their middle, or the share of all answers.

    Returns
    -------
    list of float
        To the nearest twentieth: a finer one would tell the answers of a department by those of
        the others.

    Notes
    -----
    All departments are drawn together (`engagekit.statistics.pooling`), with an even belief that
    they do not differ at all: then each lies over the line in half of the draws.

    Examples
    --------
    >>> chances([9, 30, 12], [10, 60, 40], line=None, sets=[True] * 3)
    [0.95, 0.5, 0.05]
    """
    pooled = pooling.pooled_shares(n, base, alike=pooling.ALIKE)
    drawn = pooled.draws()
    if line is not None:
        high = pooling.over_line(drawn, line)
    elif over == "overall":
        high = pooling.over_line(drawn, drawn @ pooled.base / pooled.base.sum())
    else:
        chosen = np.asarray(sets, dtype=bool)
        high = pooling.over_line(drawn, np.median(drawn[:, chosen] if any(sets) else drawn, axis=1))
    return [round(round(one * STEPS) / STEPS, 2) for one in high.tolist()]


def corners(across: str, high: float, is_much: bool, **shared: Any) -> list[dict[str, Any]]:
    """Return the rows of the four quadrants of one group, of its chance of a high satisfaction."""
    rows = []
    for measure, (is_loved, is_right) in zip(names_of(across), SIDES, strict=True):
        chance = (high if is_loved else 1 - high) * (is_right == is_much)
        rows.append(number(measure, round(chance, 2), basis=DRAWN, **shared))
    return rows


def quadrant(tables: Tables, *, during: During = None, quarters: int = 1) -> pd.DataFrame:
    """Return satisfaction, reach and funding by department, and the chance of each quadrant.

    Parameters
    ----------
    tables : Tables
        As `engagekit.measures.beside_funding`.
    during : str or Period, optional
    quarters : int
        Quarters taken together, see `engagekit.measures.beside_funding`.

    Returns
    -------
    DataFrame
        Measure frame of `beside_funding` with five further rows for each department that has both
        numbers: ``satisfaction among departments`` with its range, drawn towards that of all of
        them, to the nearest hundredth, and four like ``high satisfaction, low funding``:
        ``estimate`` is the probability, ``n`` and ``base`` the answers it rests on. Where
        departments have no money of their own the other axis is reach. The measure that is on
        neither axis stands last.

    Notes
    -----
    See `chances`. Funding and reach are counts and sums, taken as known.
    """
    frame = beside_funding(tables, during=coverage.asked_period(tables, during), quarters=quarters)
    across = across_of(frame)
    pairs = _pairs(frame, across)
    frame = pd.concat([frame, _shrunk(pairs)], ignore_index=True)
    x_cut, y_cut = cuts(tables, frame)
    rows: list[dict[str, Any]] = []
    if not (np.isnan(x_cut) or np.isnan(y_cut)):
        chosen, least = tables.settings.quadrant, tables.settings.disclosure.percent_base
        found = chances(
            [float(love["n"]) for _, love, _ in pairs],
            [float(love["base"]) for _, love, _ in pairs],
            line=chosen.satisfaction,
            sets=[bool(love["base"] >= least) for _, love, _ in pairs],
            over=chosen.lines,
        )
        for (name, love, much), high in zip(pairs, found, strict=True):
            shared = {"department": name, "n": love["n"], "base": love["base"]}
            rows += corners(across, high, much >= x_cut, **shared)
    # print has room for few columns: those of the measure on neither axis are the ones to cut
    beside = frame["measure"] == (USE if across == MONEY else MONEY)
    parts = [frame[~beside], measure_frame(rows, ["department"]), frame[beside]]
    return measure_frame(pd.concat(parts, ignore_index=True), ["department"])


def _shrunk(pairs: list[tuple[str, pd.Series, float]]) -> pd.DataFrame:
    """Return the satisfaction of each department, drawn towards that of all of them."""
    # to the nearest hundredth, since it hangs on the answers of the others, some of which may have
    # to stay hidden
    if not pairs:
        return measure_frame([], ["department"])
    counts = ([float(love[part]) for _, love, _ in pairs] for part in ("n", "base"))
    pooled = pooling.pooled_shares(*counts, alike=pooling.ALIKE_IN_RANGES)
    low, high = pooled.interval()
    rows = [
        number(AMONG, round(at, 2), low=round(first, 2), high=round(last, 2), department=name)
        | {"n": love["n"], "base": love["base"]}
        for (name, love, _), at, first, last in zip(
            pairs, pooled.estimates.tolist(), low.tolist(), high.tolist(), strict=True
        )
    ]
    return measure_frame(rows, ["department"], basis="pooled")


def _pairs(frame: pd.DataFrame, across: str) -> list[tuple[str, pd.Series, float]]:
    """Return departments with answers and with the other number."""
    existing = frame[(frame["department"] != ALL) & frame["estimate"].notna()]
    love = existing[(existing["measure"] == LOVE) & (existing["base"].fillna(0) > 0)]
    other = existing[existing["measure"] == across].set_index("department")["estimate"]
    return [
        (str(row["department"]), row, float(other[row["department"]]))
        for _, row in love.iterrows()
        if row["department"] in other.index
    ]


def placed(
    frame: pd.DataFrame, surely: float, least: int = 0, by: str = "department"
) -> pd.DataFrame:
    """Return the likeliest quadrant of each department, and whether one can be sure of it.

    Parameters
    ----------
    frame : DataFrame
        Of `quadrant`, protected or not.
    surely : float
        Probability under which a department is undecided.
    least : int
        Answers under which a department is left out.
    by : str
        The column of departments, or of what stands for them.

    Returns
    -------
    DataFrame
        The column, and ``quadrant, probability, is_decided``.
    """
    names = [name for across in OTHERS for name in names_of(across)]
    rows = frame[frame["measure"].isin(names) & frame["estimate"].notna()]
    rows = rows[(rows[by] != ALL) & (rows["base"].fillna(0) >= least)]
    top = rows.sort_values("estimate", ascending=False, kind="stable")
    top = top.drop_duplicates(by).sort_index()
    return pd.DataFrame(
        {
            by: top[by],
            "quadrant": top["measure"],
            "probability": top["estimate"],
            "is_decided": top["estimate"] >= surely,
        }
    ).reset_index(drop=True)
