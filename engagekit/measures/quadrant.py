"""Love against funding: how sure one is of the side of each line on which a department stands."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pandas as pd

from engagekit.measures import _coverage
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures.basis import note
from engagekit.measures.love_and_funding import beside_funding
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

SEED = 20261125
DRAWS = 20_000
LOVE, MONEY, USE = "satisfaction", "funding per head", "reach"
SIDES = ((True, False), (True, True), (False, False), (False, True))
"""High satisfaction? High on the other axis? In the order of the corners of the figure."""


def names_of(across: str) -> tuple[str, ...]:
    """Return the measures that hold the four probabilities, in the order of `SIDES`."""
    other = "reach" if across == USE else "funding"
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
        parts = rows[rows["department"].isin(drawn)]
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
    if measure == LOVE:
        return round(round(value / 0.05) * 0.05, 2)
    return float(f"{value:.2g}")


def probabilities(
    n: int, base: int, is_much: bool, cut: float, *, seed: int = SEED, draws: int = DRAWS
) -> tuple[float, ...]:
    """Return the probability of each quadrant, in the order of `SIDES`.

    Parameters
    ----------
    n, base : int
        Satisfied answers and answers.
    is_much : bool
        Whether the other number, which is known, lies at its line or over it.
    cut : float
        Line of satisfaction.
    seed, draws : int

    Returns
    -------
    tuple of float

    Notes
    -----
    Draws of the share from its distribution after the answers, Jeffreys' prior: Beta(n + 1/2,
    base - n + 1/2). The same seed gives the same numbers.

    Examples
    --------
    >>> [round(one, 1) for one in probabilities(9, 10, False, 0.5)]
    [1.0, 0.0, 0.0, 0.0]
    """
    drawn = np.random.default_rng(seed).beta(n + 0.5, base - n + 0.5, size=draws)
    high = float((drawn >= cut).mean())
    return tuple((high if love else 1 - high) * (much == is_much) for love, much in SIDES)


def quadrant(
    tables: Tables,
    *,
    during: str | Period | None = None,
    quarters: int = 1,
    seed: int = SEED,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return satisfaction, reach and funding by department, and the chance of each quadrant.

    Parameters
    ----------
    tables : Tables
        As `engagekit.measures.beside_funding`.
    during : str or Period, optional
    quarters : int
        Quarters taken together, see `engagekit.measures.beside_funding`.
    seed, draws : int

    Returns
    -------
    DataFrame
        Measure frame of `beside_funding` with four further rows for each department that has both
        numbers, e.g. ``high satisfaction, low funding``: ``estimate`` is the probability, ``n`` and
        ``base`` the answers it rests on. Where departments have no money of their own the other
        axis is reach. The measure that is on neither axis stands last.

    Notes
    -----
    See `probabilities`. Funding and reach are counts and sums, taken as known.
    """
    period = _coverage.asked_period(tables, during)
    frame = beside_funding(tables, during=period, quarters=quarters)
    across = across_of(frame)
    x_cut, y_cut = cuts(tables, frame)
    rows: list[dict[str, Any]] = []
    if not (np.isnan(x_cut) or np.isnan(y_cut)):
        for name, love, much in _pairs(frame, across):
            one = zlib.crc32(name.encode()) ^ seed
            matches = probabilities(
                int(love["n"]), int(love["base"]), much >= x_cut, y_cut, seed=one, draws=draws
            )
            shared = {
                "department": name,
                "n": love["n"],
                "base": love["base"],
                "basis": note("draws", draws=draws, seed=one),
            }
            rows += [
                number(measure, estimate, **shared)
                for measure, estimate in zip(names_of(across), matches, strict=True)
            ]
    # print has room for few columns: those of the measure on neither axis are the ones to cut
    beside = frame["measure"] == (USE if across == MONEY else MONEY)
    parts = [frame[~beside], measure_frame(rows, ["department"]), frame[beside]]
    return measure_frame(pd.concat(parts, ignore_index=True), ["department"])


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


def placed(frame: pd.DataFrame, surely: float, least: int = 0) -> pd.DataFrame:
    """Return the likeliest quadrant of each department, and whether one can be sure of it.

    Parameters
    ----------
    frame : DataFrame
        Of `quadrant`, protected or not.
    surely : float
        Probability under which a department is undecided.
    least : int
        Answers under which a department is left out.

    Returns
    -------
    DataFrame
        ``department, quadrant, probability, is_decided``.
    """
    names = [*names_of(MONEY), *names_of(USE)]
    rows = frame[frame["measure"].isin(names) & frame["estimate"].notna()]
    rows = rows[(rows["department"] != ALL) & (rows["base"].fillna(0) >= least)]
    top = rows.sort_values("estimate", ascending=False, kind="stable")
    top = top.drop_duplicates("department").sort_index()
    return pd.DataFrame(
        {
            "department": top["department"],
            "quadrant": top["measure"],
            "probability": top["estimate"],
            "is_decided": top["estimate"] >= surely,
        }
    ).reset_index(drop=True)
