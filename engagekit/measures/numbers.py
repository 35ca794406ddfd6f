"""What a number can be: a share, a total, a ratio, a split, a wait or a score of some units."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from engagekit.measures._frame import ends
from engagekit.statistics import scores

Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Number:
    """What one number is made of.

    Attributes
    ----------
    of : DataFrame
        What is counted, one row each.
    label : mapping of str to str
        What the row is about beside its group, e.g. ``{"answer": "new"}``.
    basis : str
        How it came about, where the metric does not say it for all its numbers.
    """

    of: pd.DataFrame
    label: Mapping[str, object] = field(default_factory=dict, kw_only=True)
    basis: str = field(default="", kw_only=True)

    def units(self) -> pd.DataFrame:
        """Return what is counted, with ``counts``: whether it is in the number, by default all."""
        return self.of.assign(counts=True)

    def rows(self, units: pd.DataFrame) -> Rows:
        """Yield the rows of a group of the units."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Share(Number):
    """How many of the units have a property; a column ``n`` says of how many a row stands.

    ``is_count``: told as their number, not as a share.
    """

    hit: pd.Series | np.ndarray
    population: bool = False
    is_count: bool = False

    def units(self) -> pd.DataFrame:
        """Return the units, with ``counts``."""
        return self.of.assign(counts=np.asarray(self.hit, dtype=bool))

    def rows(self, units: pd.DataFrame) -> Rows:
        """Yield the share."""
        row = _share(size(units[units["counts"]]), size(units))
        if self.is_count:
            row["estimate"] = row["n"]
        yield row | {"population": row["base"] if self.population else None}


@dataclass(frozen=True, eq=False)
class Total(Number):
    """How many rows there are, or the sum of a column (none where no row has it).

    ``is_bare``: without what it counts.
    """

    column: str = ""
    is_bare: bool = False

    def rows(self, units: pd.DataFrame) -> Rows:
        """Yield the total."""
        base = size(units)
        if not self.column:
            counts = {} if self.is_bare else {"n": base, "base": base}
            yield {"estimate": base, **counts}
            return
        known = units[self.column].dropna()
        if len(known):
            counts = {} if self.is_bare else {"n": len(known), "base": base}
            yield {"estimate": float(known.sum()), **counts}


@dataclass(frozen=True, eq=False)
class Ratio(Number):
    """The sum of one column of the rows over the sum of another."""

    top: str
    bottom: str

    def rows(self, units: pd.DataFrame) -> Rows:
        """Yield the ratio."""
        n, base = units[[self.top, self.bottom]].sum()
        yield {**_share(n, base), "n": round(n), "base": round(base)}


@dataclass(frozen=True, eq=False)
class Split(Number):
    """Which share of the units has each value of a column, in an order; also where none has it."""

    column: str
    order: Sequence[object] = ()
    population: bool = False

    def rows(self, units: pd.DataFrame) -> Rows:
        """Yield a share for each value."""
        counts = units["n"] if "n" in units else pd.Series(1, units.index)
        counts = counts.groupby(units[self.column]).sum().clip(lower=0)
        order = self.order or counts.sort_values(ascending=False, kind="stable").index
        base = int(counts.sum())
        for value in order:
            row = _share(int(counts.get(value, 0)), base)
            row["population"] = base if self.population else None
            yield row | {self.column: value}


@dataclass(frozen=True, eq=False)
class Wait(Number):
    """The days in which half of the waits end, open ones still counted (Kaplan and Meier).

    ``days``: of each wait, to its end or to the day it is looked at. A mean over those that ended
    would forget the slow ones.
    """

    days: pd.Series
    ended: pd.Series

    def units(self) -> pd.DataFrame:
        """Return the waits; those that ended count."""
        return self.of.assign(
            wait=self.days.clip(lower=0).to_numpy("float64"), counts=self.ended.to_numpy(bool)
        )

    def rows(self, units: pd.DataFrame) -> Rows:
        """Yield the median; nothing where nobody waits."""
        if units.empty:
            return
        ended = units["counts"].to_numpy(bool)
        half = ends(scores.median_wait(units["wait"], ended))
        yield {"n": int(ended.sum()), "base": len(units), **half}


@dataclass(frozen=True, eq=False)
class Mean(Number):
    """The mean of a column of the units, or another middle of it; NaN where there are none."""

    column: str
    how: str = "mean"

    def rows(self, units: pd.DataFrame) -> Rows:
        """Yield the middle."""
        n = len(units)
        yield {"estimate": units[self.column].agg(self.how), "n": n, "base": n}


@dataclass(frozen=True, eq=False)
class Score(Number):
    """What a function makes of the units: an estimate and what goes with it."""

    how: Callable[[pd.DataFrame], Mapping[str, Any]]

    def rows(self, units: pd.DataFrame) -> Rows:
        """Yield what the function says."""
        yield dict(self.how(units))


def size(units: pd.DataFrame) -> int:
    """Return how many units there are, where a row may stand for several."""
    return int(units["n"].sum()) if "n" in units else len(units)


def _share(n: float, base: float) -> dict[str, Any]:
    return {"n": n, "base": base, "estimate": n / base if base else float("nan")}
