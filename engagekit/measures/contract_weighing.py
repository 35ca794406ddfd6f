"""What speaks for keeping a contract and what against, and what follows by a stated rule."""

import math

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import coverage
from engagekit.locale.missing import require
from engagekit.measures import _services, contracts, services
from engagekit.measures.quadrant import COST, SIDES, names_of
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
COLUMNS = ["product", "verdict", "speaks_for", "speaks_against", "cost_per_use", "ends_on"]
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
    current = contracts.latest(tables, period)
    current = current[~current["is_over"]].set_index("product")
    uses = [
        use
        for use in used(tables, period)
        if any(product in current.index for product in use.group.products)
    ]
    require(uses, "no_use_of_contracts")
    loved = _loved(tables, period)
    rows = []
    for use in uses:
        products = [one for one in use.group.products if one in current.index]
        for_it, against = _of_use(use, uses)
        places = {loved.get(_services.owners(tables, "contracts").get(one, "")) for one in products}
        for_it += [LOVED] if True in places else []
        against += [UNLOVED] if False in places else []
        terms = current.loc[products]
        against += [JUMPED] if (terms["change"] >= DEARER).any() else []
        words = (", ".join(products), verdict(for_it, against), *map("; ".join, (for_it, against)))
        rows.append((*words, use.numbers[PER_USE], terms["ends_on"].min()))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    order = {name: at for at, name in enumerate((DROP, RENEGOTIATE, UNKNOWN, KEEP))}
    frame = frame.assign(at=frame["verdict"].map(order))
    frame = frame.sort_values(["at", "ends_on"], kind="stable").drop(columns="at")
    return frame.reset_index(drop=True)


def _of_use(use: Use, every: list[Use]) -> tuple[list[str], list[str]]:
    """Return what the use of a contract says for it and against it."""
    n, before, cost = (use.numbers[name] for name in (USES, BEFORE, PER_USE))
    for_it: list[str] = []
    # what ran for some days of a month may not be open yet
    against = [UNUSED] if n == 0 and (use.charged or use.numbers[SPENT] == 0) else []
    others = [
        one.numbers[PER_USE]
        for one in every
        if one is not use and one.metrics == use.metrics and pd.notna(one.numbers[PER_USE])
    ]
    if pd.notna(cost) and len(others) >= FEWEST:
        middle = float(pd.Series(others).median())
        against += [DEAR] if cost >= APART * middle else []
        for_it += [CHEAP] if cost * APART <= middle else []
    if n > 0 and before > 0 and (way := moved(n, before)):
        (for_it if way > 0 else against).append(ROSE if way > 0 else FELL)
    if n > 0 and use.numbers[TURNED] >= TURNED_AWAY * n:
        for_it.append(MISSED)
    return for_it, against


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
        frame = services.love_and_funding_by_service(tables, during=period)
    except NotMeasuredError:
        return {}
    high = [name for name, (love, _) in zip(names_of(COST), SIDES, strict=True) if love]
    chance = frame[frame["measure"].isin(high)].groupby("service")["estimate"].sum()
    surely = tables.settings.quadrant.surely
    return {str(name): bool(at >= surely) for name, at in chance.items()
            if at >= surely or at <= 1 - surely}  # fmt: skip
