"""What speaks for keeping a contract and what against, and what follows by a stated rule."""

import math

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import coverage
from engagekit.facts.services import owners
from engagekit.locale.missing import require
from engagekit.measures.contracts import latest
from engagekit.measures.quadrant import COST, SIDES, names_of
from engagekit.measures.services import love_and_funding_by_service
from engagekit.measures.usage import BEFORE, PER_USE, TURNED, USES, Use, used
from engagekit.measures.usage import COST as SPENT
from engagekit.settings.periods import During, Period
from engagekit.tables.tables import Tables

APART = 2.0
"""Times the middle cost per use of the others from which a use is dear, and below which (its half)
it is cheap: vendors' prices for like content differ by less."""
FEWEST = 3
"""Other contracts counted by the same metric, at least, that a middle is taken of."""
MOVED, SURE = 0.2, 2.0
"""Change of uses that is evidence: a fifth, and over twice what chance alone moves counts by."""
TURNED_AWAY = 0.05
"""Turnaways for each use from which readers miss something: one in twenty."""
DEARER = 0.1
"""A rise of the price that is evidence, as it is told (`engagekit.wording`)."""
UNUSED, MISSED, JUMPED = "no recorded use", "readers turned away", "the price jumped"
DEAR, CHEAP = "cost per use is high", "cost per use is low"
FELL, ROSE = "use fell", "use rose"
UNLOVED, LOVED = "satisfaction is low", "satisfaction is high"
KEEP, RENEGOTIATE, DROP, UNKNOWN = "keep", "renegotiate", "drop", "not enough known"


def verdict(for_it: list[str], against: list[str]) -> str:
    """Return what follows from the evidence.

    Nobody opens it and nobody loves it: drop. Two things or more against and none for it: drop.
    Anything else against: renegotiate. Something for it and nothing against: keep.

    Examples
    --------
    >>> verdict([], [UNUSED]), verdict([LOVED], [UNUSED]), verdict([CHEAP], []), verdict([], [])
    ('drop', 'renegotiate', 'keep', 'not enough known')
    """
    if against and not for_it and (UNUSED in against or len(against) > 1):
        return DROP
    if against:
        return RENEGOTIATE
    return KEEP if for_it else UNKNOWN


def contract_weighing(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return each contract with what speaks for it and against, and what follows by rule.

    Parameters
    ----------
    tables : Tables
        Uses ``contracts`` and ``usage``; the survey and ``[services]`` for satisfaction.

    Returns
    -------
    DataFrame
        A listing, what is to be dropped first: ``product, verdict, speaks_for, speaks_against,
        cost_per_use, ends_on``. Contracts that pay for the same platforms are one row. It compares
        a use with those of contracts counted by the same metric alone.

    Raises
    ------
    NotMeasuredError
        Where no contract in force names a platform.
    """
    period = coverage.asked_period(tables, during)
    current = latest(tables, period)
    current = current[~current["is_over"]].set_index("product")
    uses = [use for use in used(tables, period) if {*use.group.products} & {*current.index}]
    require(uses, "no_use_of_contracts")
    loved, owner = _loved(tables, period), owners(tables, "contracts")
    rows = []
    for use in uses:
        products = [product for product in use.group.products if product in current.index]
        terms = current.loc[products]
        for_it, against = _of_use(use, uses)
        is_loved = {loved.get(owner.get(product, "")) for product in products}
        for_it += [LOVED] if True in is_loved else []
        against += [UNLOVED] if False in is_loved else []
        against += [JUMPED] if (terms["change"] >= DEARER).any() else []
        rows.append(
            {
                "product": ", ".join(products),
                "verdict": verdict(for_it, against),
                "speaks_for": "; ".join(for_it),
                "speaks_against": "; ".join(against),
                "cost_per_use": use.numbers[PER_USE],
                "ends_on": terms["ends_on"].min(),
            }
        )
    frame = pd.DataFrame(rows)
    order = frame["verdict"].map([DROP, RENEGOTIATE, UNKNOWN, KEEP].index)
    frame = frame.assign(order=order).sort_values(["order", "ends_on"], kind="stable")
    return frame.drop(columns="order").reset_index(drop=True)


def _of_use(use: Use, every: list[Use]) -> tuple[list[str], list[str]]:
    """Return what the use of a contract says for it and against it."""
    n, before, cost = (use.numbers[name] for name in (USES, BEFORE, PER_USE))
    alike = [one.numbers[PER_USE] for one in every if one is not use and one.metrics == use.metrics]
    others = pd.Series(alike, dtype="float64").dropna()
    middle = others.median() if len(others) >= FEWEST else math.nan
    way = moved(n, before) if n > 0 and before > 0 else 0
    for_it = {
        CHEAP: cost * APART <= middle,
        ROSE: way > 0,
        MISSED: n > 0 and use.numbers[TURNED] >= TURNED_AWAY * n,
    }
    against = {UNUSED: has_no_use(use), DEAR: cost >= APART * middle, FELL: way < 0}
    return [name for name in for_it if for_it[name]], [name for name in against if against[name]]


def has_no_use(use: Use) -> bool:
    """Return whether nothing was used; what ran for some days of a month may not be open yet."""
    return use.numbers[USES] == 0 and (bool(use.charged) or use.numbers[SPENT] == 0)


def products_by_use(tables: Tables, period: Period) -> tuple[list[str], list[str]]:
    """Return the contracts whose platforms have no recorded use, and all whose use is known."""
    try:
        uses = used(tables, period)
    except NotMeasuredError:
        return [], []
    unused = {product for use in uses if has_no_use(use) for product in use.group.products}
    counted = [use for use in uses if not math.isnan(use.numbers[USES])]
    return sorted(unused), sorted({product for use in counted for product in use.group.products})


def moved(n: float, before: float) -> int:
    """Return 1 or -1 where uses clearly rose or fell, else 0.

    Examples
    --------
    >>> moved(0, 8), moved(125, 100), moved(119_000, 100_000), moved(121_000, 100_000)
    (-1, 0, 0, 1)
    """
    change = abs(n - before)
    is_clear = change >= MOVED * before and change > SURE * math.sqrt(n + before)
    return (n > before) - (n < before) if is_clear else 0


def _loved(tables: Tables, period: Period) -> dict[str, bool]:
    """Return of services whose side can be told whether satisfaction with them is high."""
    try:
        frame = love_and_funding_by_service(tables, during=period)
    except NotMeasuredError:
        return {}
    high = [name for name, (is_loved, _) in zip(names_of(COST), SIDES, strict=True) if is_loved]
    chance = frame[frame["measure"].isin(high)].groupby("service")["estimate"].sum()
    surely = tables.settings.quadrant.surely
    sure = chance[(chance >= surely) | (chance <= 1 - surely)]
    return {str(name): bool(value >= surely) for name, value in sure.items()}
