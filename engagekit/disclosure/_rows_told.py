"""The rows of a protected frame: ends of shares that are not told exactly, hidden groups as one."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from engagekit.disclosure._cell_graph import Net
from engagekit.disclosure._recode import GROUPS, Band, Told
from engagekit.locale.words import say
from engagekit.measures.basis import method
from engagekit.measures.ends import ENDS
from engagekit.sections import Section
from engagekit.statistics.proportions import wilson

PLAIN = "wilson_plain"
"""The note of an interval without weights."""


def with_ends(result: pd.DataFrame, section: Section, net: Net, told: Told) -> pd.DataFrame:
    """Return a protected frame with the columns of ends, and hidden groups as one row.

    Parameters
    ----------
    result : DataFrame
        Hidden rows emptied.
    section : Section
        Unprotected, its rows in the same order.
    net : Net
    told : Told
    """
    result = result.assign(**dict(zip(ENDS, (math.nan, math.nan, False), strict=True)))
    rows: list[dict[Any, Any]] = result.to_dict("records")
    for at, row in enumerate(rows):
        n, base = net.shares.get((id(section), at), ("", ""))
        if n in told.bands and row["suppressed"]:
            row.update(_ends(told.bands[n], net.values[base]))
    members, n, base = told.together.get(id(section), ((), "", ""))
    for at in members:
        rows[at] = rows[at] if at == members[-1] else {}
    if members:
        column = next(name for name in GROUPS if name in result.columns)
        language = str(section.settings.get("language", "en"))
        others = say(f"disclosure.others.{column}", language, n=len(members))
        rows[members[-1]] |= {column: others, **_together(section, n, base, net, told)}
    frame = pd.DataFrame([row for row in rows if row], columns=result.columns)
    return frame.astype(result.dtypes.to_dict())


def _together(section: Section, n: str, base: str, net: Net, told: Told) -> dict[str, Any]:
    """Return the numbers of hidden groups taken together."""
    count, size = net.values[n], net.values[base]
    if n in told.bands:
        return _ends(told.bands[n], size)
    row = {"estimate": count / size, "n": count, "base": size, "suppressed": False}
    if section.frame["low"].notna().any():
        interval = wilson(count, size)
        row |= {"low": interval.low, "high": interval.high, "method": method(PLAIN)}
        row |= {"basis": PLAIN} if "basis" in section.frame.columns else {}
    return row


def _ends(band: Band, base: int) -> dict[str, Any]:
    """Return the ends of a share as columns of its row."""
    low, high = (math.nan if end is None else end for end in (band.at_least, band.at_most))
    return {"at_least": low, "at_most": high, "base": base, "recoded": True}
