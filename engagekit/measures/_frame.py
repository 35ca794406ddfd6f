"""The measure frame: what every measure returns, always pandas and small."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from engagekit.measures import basis as notes
from engagekit.measures import registry
from engagekit.measures.ends import ENDS
from engagekit.statistics import proportions
from engagekit.statistics._estimates import Estimate

MEASURED = (
    "measure", "unit", "estimate", "low", "high", "n", "base", "population",
    "suppressed", "method", "basis",
)  # fmt: skip
"""Columns of a measure frame beside those that say what a row is about."""
PREVIOUS = "previous"
FEW, SMALL = 10, 30
"""Bases under which a share is given as a count, and under which it is called small."""
ALL = "All"
"""The label of the row over every group."""

_FLOATS = ("estimate", "low", "high")
_COUNTS = ("n", "base", "population")


def measure_frame(
    rows: Iterable[Mapping[str, Any]] | pd.DataFrame,
    by: Sequence[str] = (),
    *,
    basis: str = "",
    own: bool = False,
) -> pd.DataFrame:
    """Return rows in the shape of every measure.

    Parameters
    ----------
    rows : iterable of mapping, or DataFrame
        What is known of each row; absent columns become missing.
    by : sequence of str
        The columns that say what a row is about, in front.
    basis : str
        Of rows that say none: how they came about, see `engagekit.measures.basis`.
    own : bool
        Whether measures may stand in it that the kit does not know.

    Returns
    -------
    DataFrame
        ``<by>, measure, unit, estimate, low, high, n, base, population, suppressed, method,
        basis``; ``estimate, low, high`` float, ``n, base, population`` Int64, ``suppressed`` False.
        A row without a unit has that of its measure; ``method`` is ``basis`` in English words.

    Raises
    ------
    UsageError
        If a measure is not in `engagekit.measures.registry`.

    Notes
    -----
    ``n`` counts people (or answers) with the property, ``base`` those it is a share of, both
    unweighted; for a mean both are answers. ``population`` is the roster behind the base.
    Nothing is hidden here: see `engagekit.disclosure`.

    Examples
    --------
    >>> measure_frame([{"department": "Legal", "measure": "reach", "n": 3, "base": 4}],
    ...               by=["department"])[["department", "n", "base", "suppressed"]].values.tolist()
    [['Legal', 3, 4, False]]
    """
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    frame = frame.reindex(columns=[*by, *MEASURED]).reset_index(drop=True)
    texts = {
        name: ["" if pd.isna(one) else str(one) for one in frame[name].tolist()]
        for name in ("measure", "unit", "method", "basis")
    }
    measures = texts["measure"]
    pairs = zip(texts["unit"], measures, strict=True)
    texts["unit"] = [unit or registry.measure(one).unit for unit, one in pairs]
    texts["basis"] = [one or basis for one in texts["basis"]]
    worded = zip(texts["basis"], texts["method"], strict=True)
    texts["method"] = [notes.method(one) if one else said for one, said in worded]
    if not own:
        registry.check(dict.fromkeys(measures))
    columns: dict[str, Any] = {name: frame[name] for name in (*by, *MEASURED)}
    columns |= {name: pd.array(cells, dtype="str") for name, cells in texts.items()}
    columns |= {name: frame[name].astype("float64") for name in _FLOATS}
    counts = {name: np.asarray(frame[name], dtype="float64") for name in _COUNTS}
    columns |= {name: pd.array(numbers, dtype="Int64") for name, numbers in counts.items()}
    columns["suppressed"] = np.zeros(len(frame), dtype=bool)
    return pd.DataFrame(columns, copy=False)


def share(measure: str, n: float, base: float, **more: Any) -> dict[str, Any]:
    """Return the row of a share that is a count: ``n`` of ``base``; without a base no estimate.

    Examples
    --------
    >>> share("reach", 3, 4, department="Legal")["estimate"]
    0.75
    """
    estimate = n / base if base else float("nan")
    return {"measure": measure, "n": n, "base": base, "estimate": estimate, **more}


def wilson(measure: str, n: float, base: float, **more: Any) -> dict[str, Any]:
    """Return the row of a share with Wilson's interval; without a base no estimate."""
    matches = ends(proportions.wilson(n, base)) if base else {}
    return {"measure": measure, "n": n, "base": base, "basis": "wilson", **matches, **more}


def number(measure: str, estimate: float, **more: Any) -> dict[str, Any]:
    """Return the row of a number that stands alone: a count, an index."""
    return {"measure": measure, "estimate": estimate, **more}


def ends(found: Estimate) -> dict[str, float]:
    """Return an estimate and its interval as columns of the frame."""
    return {"estimate": found.estimate, "low": found.low, "high": found.high}


def by_of(frame: pd.DataFrame) -> list[str]:
    """Return the columns of a measure frame that say what a row is about.

    ``previous``, the estimate of the period before in a headline, is a number and not one of them.
    """
    numbers = (*MEASURED, *ENDS, PREVIOUS)
    return [name for name in frame.columns if name not in numbers]


def is_measure_frame(frame: pd.DataFrame) -> bool:
    """Return whether a frame has every column of a measure frame; ``basis`` may lack."""
    return all(name in frame.columns for name in MEASURED if name != "basis")


def few(frame: pd.DataFrame) -> pd.Series:
    """Return rows whose share stands on too few people for a per cent: they are given as counts.

    Examples
    --------
    >>> few(measure_frame([{"unit": "share", "n": 6, "base": 8},
    ...                    {"unit": "share", "n": 9, "base": 12}])).tolist()
    [True, False]
    """
    base = frame["base"].astype("float64")
    inside = (frame["n"].astype("float64") <= base).fillna(False)  # of a curve n is no part
    return (frame["unit"] == "share") & inside & (base > 0) & (base < FEW)


SCORES = ("score", "points", "gap", "net")
"""Units of means and scores of answers."""


def bare(frame: pd.DataFrame) -> pd.Series:
    """Return rows of a survey whose mean or score stands on too few answers: only they are given.

    Examples
    --------
    >>> bare(measure_frame([{"measure": "net promoter", "unit": "net", "base": 7},
    ...                     {"measure": "net promoter", "unit": "net", "base": 12},
    ...                     {"measure": "satisfaction", "unit": "share", "base": 7}])).tolist()
    [True, False, False]
    """
    base = frame["base"].astype("float64")
    scored = frame["unit"].isin(SCORES) & (registry.kinds(frame) == "survey")
    return scored & (base > 0) & (base < FEW)


def small(frame: pd.DataFrame) -> pd.Series:
    """Return rows whose estimated share stands on a small base: read with care.

    Examples
    --------
    >>> small(measure_frame([{"unit": "share", "base": 12, "low": 0.4},
    ...                      {"unit": "share", "base": 12}])).tolist()
    [True, False]
    """
    base = frame["base"].astype("float64")
    return ((frame["unit"] == "share") & frame["low"].notna()) & (base >= FEW) & (base < SMALL)


def primary(frame: pd.DataFrame, k: int) -> pd.Series:
    """Return rows that tell on fewer than ``k`` people by themselves.

    ``frame``: measure frame. ``k``: threshold. Returned: True where ``0 < n < k`` or ``0 < base <
    k``, or where all but fewer than ``k`` have the property (``0 < base - n < k``) in a share.

    Examples
    --------
    >>> rows = measure_frame([{"unit": "share", "n": 3, "base": 40},
    ...                       {"unit": "share", "n": 20, "base": 40}])
    >>> primary(rows, k=5).tolist()
    [True, False]
    """
    n = frame["n"].astype("float64")
    base = frame["base"].astype("float64")
    small = ((n > 0) & (n < k)) | ((base > 0) & (base < k))
    rest = base - n
    complement = (frame["unit"] == "share") & (rest > 0) & (rest < k)
    return (small | complement).fillna(False) & (registry.kinds(frame) != "things")
