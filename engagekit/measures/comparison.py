"""Which groups answer differently from everybody else."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from engagekit.measures._frame import FEW
from engagekit.statistics import change, pooling

HIGHER, LOWER, NONE = "higher", "lower", "no clear difference"
SURE = 0.05
"""Chance of the other side under which groups are told apart."""


def groups_told_apart(frame: pd.DataFrame, name: str, whole: Mapping[str, Any]) -> pd.DataFrame:
    """Return which of the groups shown in a frame of shares differ from everybody else.

    Parameters
    ----------
    frame : DataFrame
        Rows of groups with ``n`` and ``base``, protected or not; under 10 answers are left out.
    name : str
        Column of the groups.
    whole : mapping
        The row over all.

    Returns
    -------
    DataFrame
        ``group, answer, base, smallest`` of those compared; ``smallest`` is the difference from the
        rest that would have been seen in four of five surveys. Empty with fewer than two.

    Notes
    -----
    All groups are drawn together (`engagekit.statistics.pooling`); one is told apart where it lies
    on one side of everybody else in 95 of 100 draws. Of ten groups that are alike one is told apart
    in 4 of 100 surveys (`benchmarks/honesty.py`).
    """
    rows = frame[frame["n"].notna() & (frame["base"].fillna(0) >= FEW)]
    rows = rows[rows["base"] < whole["base"]]
    if len(rows) < 2:
        return pd.DataFrame({"group": [], "answer": [], "base": [], "smallest": []})
    n, base = (rows[part].to_numpy(dtype="float64") for part in ("n", "base"))
    left = float(whole["n"]) - n.sum(), float(whole["base"]) - base.sum()
    chances = pooling.pooled_shares(n, base).over_rest(
        rest=left if 0 <= left[0] <= left[1] else (0.0, 0.0)
    )
    share = float(whole["n"]) / float(whole["base"])
    spread = np.sqrt(share * (1 - share) * (1 / base + 1 / (float(whole["base"]) - base)))
    return pd.DataFrame(
        {
            "group": rows[name].astype("str").to_list(),
            "answer": [
                HIGHER if one >= 1 - SURE else LOWER if one <= SURE else NONE for one in chances
            ],
            "base": base,
            "smallest": [change.smallest_seen(float(one), len(base)) for one in spread],
        }
    )
