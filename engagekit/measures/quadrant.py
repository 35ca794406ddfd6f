"""Love against funding: how sure one is of the side of each line on which a group stands.

Groups are departments, with money a head or reach on the other axis, or services with their cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engagekit.facts import Facts
from engagekit.measures import basis
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.engine import of_facts
from engagekit.measures.love_and_funding import beside_funding
from engagekit.statistics import pooling
from engagekit.tables.tables import Tables

STEPS = 20
"""Steps of a probability that is told."""
LOVE, MONEY, USE = "satisfaction", "funding per head", "reach"
LOVE_OF_SERVICE, COST = "satisfaction with the service", "cost of the service"
OTHERS = {MONEY: "funding", USE: "reach", COST: "cost"}
"""Measures of the other axis, with their word in the names of the four probabilities."""
AMONG = "satisfaction among departments"
DRAWN = basis.note("draws", draws=pooling.DRAWS, seed=pooling.SEED)
"""The note of a probability."""
SIDES = ((True, False), (True, True), (False, False), (False, True))
"""High satisfaction? High on the other axis? In the order of the corners of the figure."""


@dataclass(frozen=True)
class Axes:
    """What a quadrant sets side by side.

    ``by``: the column of groups. ``love``, ``other``: their two measures. ``among``: the
    satisfaction of each, drawn towards that of all of them.
    """

    by: str
    love: str
    other: str
    among: str


BY_MONEY = Axes("department", LOVE, MONEY, AMONG)
BY_USE = Axes("department", LOVE, USE, AMONG)
BY_COST = Axes("service", LOVE_OF_SERVICE, COST, "satisfaction among services")


def axes_of(frame: pd.DataFrame) -> Axes:
    """Return cost for services, funding per head where two departments have it, else reach."""
    if "service" in frame.columns:
        return BY_COST
    money = frame[(frame["measure"] == MONEY) & (frame["department"] != ALL)]
    return BY_MONEY if money["estimate"].notna().sum() > 1 else BY_USE


def names_of(across: str) -> tuple[str, ...]:
    """Return the measures that hold the four probabilities, in the order of `SIDES`."""
    other = OTHERS[across]
    return tuple(
        f"{'high' if love else 'low'} satisfaction, {'high' if much else 'low'} {other}"
        for love, much in SIDES
    )


def _pairs(frame: pd.DataFrame, axes: Axes) -> pd.DataFrame:
    """Return the groups with answers and with the other number: group, ``n, base, other``."""
    known = frame[(frame[axes.by] != ALL) & frame["estimate"].notna()]
    love = known[(known["measure"] == axes.love) & (known["base"].fillna(0) > 0)]
    other = known[known["measure"] == axes.other].set_index(axes.by)["estimate"]
    pairs = love[[axes.by, "n", "base"]].assign(other=love[axes.by].map(other))
    return pairs[pairs["other"].notna()].reset_index(drop=True)


def lines(tables: Tables, frame: pd.DataFrame) -> tuple[float, float]:
    """Return where the lines stand: on the other axis, and on satisfaction.

    Those of the settings, else the medians of the groups that have both numbers and enough answers.
    A median is rounded (satisfaction to 5 points, the
    other axis to two figures), so that a line does not tell the number of the group in the middle.
    NaN where nothing is known.
    """
    axes, chosen = axes_of(frame), tables.settings.quadrant
    pairs = _pairs(frame, axes)
    drawn = pairs.loc[pairs["base"] >= tables.settings.disclosure.percent_base, axes.by]
    stated = {axes.love: chosen.satisfaction, USE: chosen.reach, MONEY: chosen.funding_per_head}
    found = []
    for measure in (axes.other, axes.love):
        rows = frame[(frame["measure"] == measure) & frame["estimate"].notna()]
        line = stated.get(measure)
        if line is None:
            among = frame[frame["measure"] == axes.among]
            each = among if measure == axes.love and len(among) else rows
            middle = each.loc[each[axes.by].isin(drawn), "estimate"].median()
            line = _rounded(float(middle), measure)
        found.append(line)
    return found[0], found[1]


def _rounded(value: float, measure: str) -> float:
    """Return a value as coarse as a line may be."""
    if np.isnan(value) or value == 0:
        return value
    is_love = measure in (LOVE, LOVE_OF_SERVICE)
    return round(round(value / 0.05) * 0.05, 2) if is_love else float(f"{value:.2g}")


def chances(
    n: Sequence[float], base: Sequence[float], *, line: float | None, sets: Sequence[bool]
) -> list[float]:
    """Return the probability that each group's satisfaction lies over its line.

    Parameters
    ----------
    n, base : sequence of float, one a group
        Satisfied answers and answers.
    line : float, optional
        A line of the settings; without one it is where the groups stand in each draw.
    sets : sequence of bool
        Groups with enough answers to set the line, which is their middle.

    Returns
    -------
    list of float
        To the nearest twentieth: a finer one would tell the answers of a group by those of the
        others.

    Notes
    -----
    All groups are drawn together (`engagekit.statistics.pooling`), with an even belief that they do
    not differ at all: then each lies over the line in half of the draws.

    Examples
    --------
    >>> chances([9, 30, 12], [10, 60, 40], line=None, sets=[True] * 3)
    [0.95, 0.5, 0.05]
    """
    pooled = pooling.pooled_shares(n, base, alike=pooling.ALIKE)
    drawn = pooled.draws()
    if line is not None:
        high = pooling.over_line(drawn, line)
    else:
        chosen = np.asarray(sets, dtype=bool)
        high = pooling.over_line(drawn, np.median(drawn[:, chosen] if any(sets) else drawn, axis=1))
    return [round(round(one * STEPS) / STEPS, 2) for one in high.tolist()]


def places_among_the_others(tables: Tables, frame: pd.DataFrame, *, alike: float) -> pd.DataFrame:
    """Return where each group with both numbers stands among the others.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with the rows of both axes, see `Axes`.
    alike : float
        Belief, before any answer, that the groups do not differ, for the satisfaction of each.

    Returns
    -------
    DataFrame
        Five rows a group: its satisfaction, drawn towards that of all of them, with its range and
        to the nearest hundredth, since it hangs on the answers of others, some of which may have to
        stay hidden; then the probability of each quadrant (none where there are no lines). ``n``
        and ``base`` are the answers it rests on.
    """
    axes, chosen = axes_of(frame), tables.settings.quadrant
    pairs = _pairs(frame, axes)
    if pairs.empty:
        return measure_frame([], [axes.by])
    n, base = (pairs[part].astype("float64").tolist() for part in ("n", "base"))
    shared = pairs[[axes.by, "n", "base"]]
    pooled = pooling.pooled_shares(n, base, alike=alike)
    low, high = (end.round(2) for end in pooled.interval())
    among = shared.assign(
        measure=axes.among, estimate=pooled.estimates.round(2), low=low, high=high
    )
    parts = [measure_frame(among, [axes.by], basis="pooled")]
    x_line, y_line = lines(tables, pd.concat([frame, *parts], ignore_index=True))
    if not (np.isnan(x_line) or np.isnan(y_line)):
        sets = [one >= tables.settings.disclosure.percent_base for one in base]
        liked = np.asarray(chances(n, base, line=chosen.satisfaction, sets=sets), dtype="float64")
        is_much = (pairs["other"] >= x_line).to_numpy()
        corners = shared.merge(pd.DataFrame({"measure": names_of(axes.other)}), how="cross")
        each = [(liked if love else 1 - liked) * (is_much == much) for love, much in SIDES]
        corners["estimate"] = np.stack(each, axis=1).ravel().round(2)
        parts.append(measure_frame(corners, [axes.by], basis=DRAWN))
    return pd.concat(parts, ignore_index=True)


@of_facts
def quadrant(facts: Facts, *, quarters: int = 1) -> pd.DataFrame:
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
        Measure frame of `beside_funding` with the rows of `places_among_the_others` for each
        department that has both numbers: ``satisfaction among departments`` and four like ``high
        satisfaction, low funding``. Where departments have no money of their own the other axis is
        reach. The measure that is on neither axis stands last.

    Notes
    -----
    See `chances`. Funding and reach are counts and sums, taken as known.
    """
    frame = beside_funding(facts.tables, during=facts.period, quarters=quarters)
    placing = places_among_the_others(facts.tables, frame, alike=pooling.ALIKE_IN_RANGES)
    # print has room for few columns: those of the measure on neither axis are the ones to cut
    is_beside = frame["measure"] == (USE if axes_of(frame) is BY_MONEY else MONEY)
    parts = [frame[~is_beside], placing, frame[is_beside]]
    return measure_frame(pd.concat(parts, ignore_index=True), ["department"])


def likeliest_quadrants(
    frame: pd.DataFrame, surely: float, least: int = 0, by: str = "department"
) -> pd.DataFrame:
    """Return the likeliest quadrant of each group, and whether one can be sure of it.

    Parameters
    ----------
    frame : DataFrame
        Of `quadrant`, protected or not.
    surely : float
        Probability under which a group is undecided.
    least : int
        Answers under which a group is left out.
    by : str
        The column of groups.

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
    columns = {by: top[by], "quadrant": top["measure"], "probability": top["estimate"]}
    result = pd.DataFrame(columns).assign(is_decided=top["estimate"] >= surely)
    return result.reset_index(drop=True)
