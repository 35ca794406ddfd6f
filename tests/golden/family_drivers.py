"""Key drivers: shares of R squared, coefficients, and the ordinal model."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics import drivers
from tests.golden import polr
from tests.golden.case import Asked, Case, Computed, Numbers, each, labels, numbers
from tests.golden.estimators import ordinal
from tests.golden.estimators.drivers import regression, relative_weights

KIND = re.compile(r"^(?P<kind>lmg|relweight|coef|hc3)\.(?P<name>.+)$")
FORMULA = re.compile(r"(?P<y>[\w.]+)\s*~\s*(?P<x>[\w.]+(?:\s*\+\s*[\w.]+)*)")
ORDER = re.compile(r"[^\s;,:]+(?:\s*<\s*[^\s;,:]+)+")


def handles(case: Case) -> bool:
    """Whether the case asks for driver shares or an ordinal model."""
    return any(
        one.id.startswith(("lmg.", "relweight.", "hc3."))
        or "LMG" in one.statistic
        or "proportional-odds" in one.method
        or "clm" in one.r_call
        for one in case.asked
    )


def compute(case: Case) -> Computed:
    """The numbers of every driver asked for."""
    frame = case.frame(case.files[0])
    if any("clm" in one.r_call or "proportional-odds" in one.method for one in case.asked):
        return _Ordinal(case, frame).computed()
    return _drivers(case, frame)


def _drivers(case: Case, frame: pd.DataFrame) -> Computed:
    """Shares and coefficients; drivers are the names in the ids."""
    named = [m["name"] for one in case.ids if (m := KIND.match(one))]
    columns = [c for c in frame if str(c) in named]
    outcome = case.params.get("y", case.params.get("outcome"))
    if outcome not in frame.columns:
        outcome = next(c for c in frame if c not in columns)
    kept = frame.dropna(subset=[outcome, *columns])
    y, x = numbers(kept[outcome]), kept[columns].to_numpy(dtype=np.float64)
    shared, weights = drivers.shapley_shares(y, x), relative_weights(y, x)

    def one(asked: Asked) -> Numbers | None:
        line, beside = regression(y, x, level=asked.level), drivers.regression(y, x)
        if asked.statistic.lower().startswith("r squared"):
            return {"estimate": line.r2, "n": line.n, "adj_r2": line.adjusted_r2}
        found = KIND.match(asked.id)
        if found is None:
            return None
        at = columns.index(found["name"])
        if found["kind"] in ("lmg", "relweight"):
            parts = shared if found["kind"] == "lmg" else weights
            return {"estimate": parts.contribution[at], "share": parts.share[at]}
        if found["kind"] == "hc3":
            return {"estimate": line.coefficient[at], "se": line.hc3_se[at]}
        return {
            "estimate": line.coefficient[at],
            "se": line.se[at],
            "lower": line.low[at],
            "upper": line.high[at],
            "df": line.df,
            "vif": beside.vif[at],
            "std_beta": beside.standardised[at],
        }

    return each(case.asked, one)


class _Ordinal:
    """An ordinal model whose terms and levels come from the formula and the ids."""

    def __init__(self, case: Case, frame: pd.DataFrame) -> None:
        self.case = case
        self.names = [one.removeprefix("coef.") for one in case.ids if one.startswith("coef.")]
        words = " ; ".join(str(value) for value in case.params.values())
        found = FORMULA.search(words) or FORMULA.search(case.words)
        if found is None:
            raise LookupError("no formula is given")
        self.outcome = found["y"]
        self.terms = [one.strip() for one in found["x"].split("+")]
        self.weight = self._weight(words, frame)
        used = [self.outcome, *self.terms] + ([self.weight] if self.weight else [])
        self.frame = frame.dropna(subset=used)
        if self.weight:
            self.frame = self.frame[self.frame[self.weight] > 0]
        self.words = words

    def _weight(self, words: str, frame: pd.DataFrame) -> str | None:
        """The column of frequencies, when there is one."""
        found = re.findall(r"weights?\s*[=:]?\s*[\"']?([\w.]+)", words)
        called = re.findall(r"weights\s*=\s*([\w.]+)", self.case.words)
        free = [c for c in frame.columns if c not in (self.outcome, *self.terms)]
        return next((one for one in [*found, *called] if one in free), None)

    def _levels(self) -> list[str]:
        """The answers in order, from the thresholds or from the order given in words."""
        seen = list(dict.fromkeys(labels(self.frame[self.outcome])))
        cuts = [one.split("|") for one in self.names if one.count("|") == 1]
        after = dict(cuts)
        first = [low for low in after if low not in after.values()]
        chain = first[:1]
        while chain and chain[-1] in after and len(chain) <= len(after):
            chain.append(after[chain[-1]])
        if set(seen) <= set(chain):
            return [one for one in chain if one in seen]
        for given in ORDER.findall(self.words):
            order = [one.strip() for one in given.split("<")]
            if set(seen) <= set(order):
                return [one for one in order if one in seen]
        return sorted(seen)

    def _columns(self) -> dict[str, np.ndarray[Any, Any]]:
        """The columns of the model by the name each has in the ids."""
        columns: dict[str, np.ndarray[Any, Any]] = {}
        for term in self.terms:
            column = self.frame[term]
            if term in self.names:
                columns[term] = numbers(column)
                continue
            text = labels(column)
            seen = list(dict.fromkeys(text))
            shown = [one for one in seen if f"{term}{one}" in self.names]
            listed = [one for one in self.names if one.startswith(term)]
            if not shown and listed and f"{term}TRUE" not in listed:
                columns |= _polynomials(term, text, self.words, len(listed))
                continue
            shown = shown or sorted(seen)[1:]
            columns |= {f"{term}{one}": (text == one).astype(np.float64) for one in shown}
        return columns

    def computed(self) -> Computed:
        """Thresholds and coefficients of the fitted model."""
        levels, columns = self._levels(), self._columns()
        code = np.array([levels.index(one) for one in labels(self.frame[self.outcome])])
        weight = numbers(self.frame[self.weight]) if self.weight else None
        x = np.column_stack(list(columns.values()))
        cuts = [f"{a}|{b}" for a, b in pairwise(levels)]
        order = [*cuts, *columns]

        def one(asked: Asked) -> Numbers | None:
            fit = ordinal.ordinal_logit(code, x, weights=weight, level=asked.level)
            if asked.id.startswith("polr.") and "abs(" in asked.r_call:
                stopped = polr.coefficients(
                    code, x, np.ones(code.size) if weight is None else weight
                )
                return {"estimate": float(np.abs(stopped - fit.estimate[len(cuts) :]).max())}
            if asked.id == "loglik" or asked.statistic.startswith("log likelihood"):
                return {"estimate": fit.log_likelihood, "n": fit.n}
            name = asked.id.removeprefix("coef.")
            if name not in order:
                return None
            at = order.index(name)
            return {
                "estimate": fit.estimate[at],
                "se": fit.se[at],
                "lower": fit.low[at],
                "upper": fit.high[at],
                "p_value": fit.p_value[at],
            }

        return each(self.case.asked, one)


def _polynomials(
    term: str, text: np.ndarray[Any, Any], words: str, count: int
) -> dict[str, np.ndarray[Any, Any]]:
    """Orthogonal polynomials of an ordered factor, as R codes it (.L, .Q, .C, ^4)."""
    seen = set(text)
    given = [[one.strip() for one in found.split("<")] for found in ORDER.findall(words)]
    levels = next((one for one in given if seen <= set(one)), sorted(seen))
    place = np.arange(len(levels), dtype=np.float64)
    powers = np.vander(place - place.mean(), len(levels), increasing=True)
    q, r = np.linalg.qr(powers)
    scores = (q * np.sign(np.diag(r)))[:, 1 : count + 1]
    suffix = [".L", ".Q", ".C", *(f"^{power}" for power in range(4, count + 1))]
    at = np.array([levels.index(one) for one in text])
    return {f"{term}{suffix[power]}": scores[at, power] for power in range(count)}
