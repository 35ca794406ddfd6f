"""Correlations, slopes, series over time, and the agreement of two coders."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics import association
from engagekit.statistics._estimates import Estimate
from tests.golden.case import Asked, Case, Computed, Numbers, each, labels, numbers
from tests.golden.estimators import agreement
from tests.golden.estimators import association as others

DRAWS = 20_000
WORDS = ("pearson r", "spearman rho", "kendall tau", "theil-sen slope", "partial spearman")
CLOCK = re.compile(r"^(year|quarter|period|time|t|month|wave|date|index)$", re.IGNORECASE)
CONTROL = re.compile(r"^(c|ctrl|control|z|covariate|confounder)$", re.IGNORECASE)


def handles(case: Case) -> bool:
    """Whether the case asks for correlations or for a kappa."""
    return any(
        one.statistic.startswith(WORDS) or "kappa" in one.statistic.lower() for one in case.asked
    )


def compute(case: Case) -> Computed:
    """The numbers of every association asked for."""
    frame = case.frame(case.files[0])
    return each(case.asked, _Pair(case, frame).answer)


class _Pair:
    """The columns x, y and control of a case."""

    def __init__(self, case: Case, frame: pd.DataFrame) -> None:
        self.frame, self.words = frame, case.words
        self.columns = [c for c in frame if pd.api.types.is_numeric_dtype(frame[c])]
        given = {str(key).lower(): value for key, value in case.params.items()}
        self.x = self._named(given, ("x", "predictor", "funding"))
        self.y = self._named(given, ("y", "outcome", "response"))
        self.control = self._named(given, ("control", "ctrl", "controls", "c", "z"))
        self._read(case.words)
        self._fill(any("partial" in one.statistic for one in case.asked))

    def _named(self, given: dict[str, Any], keys: tuple[str, ...]) -> Any:
        """The column that a parameter names."""
        return next((given[key] for key in keys if given.get(key) in self.columns), None)

    def _read(self, words: str) -> None:
        """Columns that the case names in words, as in 'control Year'."""
        lower = {str(c).lower(): c for c in self.columns}
        found = re.search(r"\bcontrol(?:ling for)?[ :=]+(\w+)", words, re.IGNORECASE)
        if self.control is None and found:
            self.control = lower.get(found[1].lower())
        free = {name: c for name, c in lower.items() if c != self.control}
        self.x = self.x or next(
            (free[n] for n in ("funding", "spend", "budget") if n in free), None
        )
        self.y = self.y or next((free[n] for n in ("satisfaction", "score") if n in free), None)

    def _fill(self, partial: bool) -> None:
        """Columns that no parameter names: a clock is the control, then x, then y."""
        named = (self.x, self.y, self.control)
        free = [c for c in self.columns if c not in named]
        if self.control is None and partial:
            clock = [c for c in free if CLOCK.match(str(c)) or CONTROL.match(str(c))]
            clock += [c for c in free if _even_steps(self.frame[c])]
            spare = free[-1:] if len(free) + sum(n is not None for n in named) > 2 else []
            self.control = next(iter([*clock, *spare]), None)
        free = [c for c in free if c != self.control]
        exact = {str(c).lower(): c for c in free}
        if self.x is None and free:
            self.x = exact.get("x", free[0] if exact.get("y") != free[0] else free[-1])
            free = [c for c in free if c != self.x]
        if self.y is None and free:
            self.y = exact.get("y", free[0])

    def answer(self, asked: Asked) -> Numbers | None:
        """The numbers of one result."""
        if "kappa" in asked.statistic.lower():
            return self._kappa(asked.level)
        kept = self.frame.dropna(subset=[c for c in (self.x, self.y) if c is not None])
        x, y = numbers(kept[self.x]), numbers(kept[self.y])
        words = f"{asked.statistic} {asked.method} {asked.r_call}".lower()
        if "difference" in words or "diff(x)" in words:
            kind: others.Kind = "spearman" if "spearman" in words else "pearson"
            return _given(others.first_differences(x, y, kind=kind, level=asked.level))
        if found := re.match(r"^lag(\d+)", asked.id):
            return _given(others.lagged(x, y, int(found[1]), level=asked.level))
        if "effective n" in words:
            return {
                "estimate": others.effective_n(x, y),
                "n": x.size,
                "acf_x": others.autocorrelation(x),
                "acf_y": others.autocorrelation(y),
            }
        if "partial" in words:
            held = numbers(kept[self.control])
            return _given(others.partial_spearman(x, y, held, level=asked.level))
        return _plain(words, x, y, asked.level)

    def _kappa(self, level: float) -> Numbers:
        """Agreement of the columns that a call names, else the last two of text, else the last two."""
        named = re.findall(r"cbind\(\s*([\w.]+)\s*,\s*([\w.]+)\s*\)", self.words)
        found = [pair for pair in named if set(pair) <= set(self.frame.columns)]
        text = [c for c in self.frame if not pd.api.types.is_numeric_dtype(self.frame[c])]
        last = (text if len(text) >= 2 else list(self.frame.columns))[-2:]
        pair = list(found[0]) if found else last
        kept = self.frame.dropna(subset=pair)
        first, second = (labels(kept[c]).astype(str) for c in pair)
        return _given(agreement.cohen_kappa(first, second, level=level))


def _plain(words: str, x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], level: float) -> Any:
    """A correlation or slope of the levels."""
    if "permutation" in words:
        return {"estimate": association.permutation_p(x, y), "n": x.size}
    if "bootstrap" in words:
        return _given(others.bootstrap_spearman(x, y, draws=DRAWS, level=level))
    if "theil" in words:
        found = association.theil_sen(x, y, level=level)
        through = float(np.median(y) - found.estimate * np.median(x))
        ends = {"lower": found.low, "upper": found.high, "n": found.n}
        return {"estimate": found.estimate, **ends, "intercept": through}
    if "ols" in words:
        return _line(others.least_squares(x, y, level=level))
    if "kendall" in words:
        return _given(others.kendall(x, y))
    if "spearman" in words:
        function = association.spearman if "bonett" in words else others.spearman_fisher
        found = function(x, y, level=level)
        return {**_given(found), "p_value_t": found.p_value}
    return _given(association.pearson(x, y, level=level))


def _given(found: Estimate) -> Numbers:
    """An estimate under the names of the reference."""
    return {
        "estimate": found.estimate,
        "se": found.se,
        "lower": found.low,
        "upper": found.high,
        "n": found.n,
        "df": found.df,
        "p_value": found.p_value,
    }


def _line(found: others.Line) -> Numbers:
    """A slope under the names of the reference."""
    return {
        "estimate": found.slope,
        "se": found.se,
        "lower": found.low,
        "upper": found.high,
        "n": found.n,
        "df": found.df,
        "intercept": found.intercept,
    }


def _even_steps(column: pd.Series) -> bool:
    """Whether a column counts up by the same step, as a clock does."""
    steps = np.diff(numbers(column))
    return bool(steps.size and steps[0] > 0 and np.allclose(steps, steps[0]))
