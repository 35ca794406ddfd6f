"""Shares of counts, changes between periods, and comparisons of means."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from engagekit.statistics import comparisons, proportions
from engagekit.statistics._estimates import Estimate
from tests.golden.case import Asked, Case, Computed, Numbers, each, labels, numbers
from tests.golden.estimators import comparisons as of_means
from tests.golden.estimators import proportions as others

SHARES = {
    "wilson": proportions.wilson,
    "wilson_cc": others.wilson_corrected,
    "clopper_pearson": others.clopper_pearson,
    "agresti_coull": others.agresti_coull,
    "jeffreys": others.jeffreys,
}
YES = ("x", "yes", "successes", "positive", "hits")
TOTALS = ("n", "total", "base", "size", "trials", "answers")


def handles(case: Case) -> bool:
    """Whether the case has a table of counts, or asks for differences of means."""
    return _counts(case) is not None or any(_is_means(one) for one in case.asked)


def compute(case: Case) -> Computed:
    """The numbers of the counts and of the comparisons of means."""
    found: Computed = {}
    counts = _counts(case)
    if counts is not None:
        found |= each([one for one in case.asked if not _is_means(one)], counts.answer)
    means = [one for one in case.asked if _is_means(one)]
    if means:
        found |= each(means, _Means(case, means).answer)
    return found


def shown(found: Estimate, **more: Any) -> Numbers:
    """An estimate under the names of the reference."""
    return {
        "estimate": found.estimate,
        "se": found.se,
        "lower": found.low,
        "upper": found.high,
        "df": found.df,
        "n": found.n,
        "p_value": found.p_value,
        **more,
    }


def _is_means(one: Asked) -> bool:
    """Whether a result is Tukey's or Dunnett's."""
    return bool(re.match(r"(tukey|dunnett)\.", one.id, re.IGNORECASE))


def _counts(case: Case) -> _Counts | None:
    """The first file that holds a label, a count and a total in each row."""
    for frame in case.frames.values():
        whole = [c for c in frame if pd.api.types.is_numeric_dtype(frame[c])]
        low = {str(c).lower(): c for c in whole}
        total = next((low[name] for name in TOTALS if name in low), None)
        told = {str(c): _told(case.ids, frame[c]) for c in frame if c != total}
        label = max(told, key=lambda c: told[c], default=None)
        if total is None or label is None or not told[label]:
            continue
        rest = [c for c in whole if str(c) not in (str(total), label)]
        fitting = [low[name] for name in YES if low.get(name) in rest]
        fitting += [c for c in rest if (frame[c] <= frame[total]).all()]
        if fitting:
            return _Counts(frame, label, fitting[0], total)
    return None


def _told(ids: list[str], column: pd.Series) -> int:
    """How many different values of a column begin an id; none unless each row has its own."""
    named = {str(one) for one in labels(column) if one is not None}
    if len(named) < len(column):
        return 0
    return sum(any(one.startswith((f"{name}.", f"{name}-")) for one in ids) for name in named)


class _Counts:
    """Counts of yes and of answers by label, in order."""

    def __init__(self, frame: pd.DataFrame, label: Any, yes: Any, total: Any) -> None:
        self.labels = [str(one) for one in labels(frame[label])]
        self.x, self.n = numbers(frame[yes]), numbers(frame[total])

    def answer(self, one: Asked) -> Numbers | None:
        """One result, by the grammar of its id."""
        what, _, kind = one.id.rpartition(".")
        if what == "padjust":
            p = [self._change(i, "wald", one.level).p_value for i in range(1, len(self.labels))]
            return {"values": comparisons.adjust(p, kind.lower()).tolist(), "raw": p}
        if "cochran" in kind or "prop.trend" in one.r_call:
            return shown(proportions.trend(self.x, self.n))
        if "omnibus" in what or kind == "chisq":
            plain = "FALSE" in one.r_call
            test = proportions.equal_shares if plain else others.equal_shares_corrected
            return shown(test(self.x, self.n))
        if "slope" in kind:
            stop = {"epsilon": 1e-8} if "glm(" in one.r_call else {}
            return shown(others.logit_trend(self.x, self.n, level=one.level, **stop))
        if what in self.labels:
            return self._share(self.labels.index(what), kind, one.level)
        for i in range(len(self.labels)):
            for j in range(len(self.labels)):
                if what == f"{self.labels[i]}-{self.labels[j]}" and i != j:
                    return self._difference(i, j, kind, one.level)
        return None

    def _share(self, row: int, kind: str, level: float) -> Numbers | None:
        """One share with one of its intervals."""
        x, n = float(self.x[row]), float(self.n[row])
        return shown(SHARES[kind](x, n, level=level), x=x) if kind in SHARES else None

    def _change(self, row: int, kind: str, level: float, earlier: int | None = None) -> Estimate:
        """A row less the one before it, or less an earlier one."""
        before = row - 1 if earlier is None else earlier
        function = proportions.newcombe if kind == "newcombe" else others.wald_difference
        counts = (self.x[row], self.n[row], self.x[before], self.n[before])
        return function(*map(float, counts), level=level)

    def _difference(self, i: int, j: int, kind: str, level: float) -> Numbers | None:
        """The difference of two rows."""
        if kind not in ("newcombe", "wald"):
            return None
        test = proportions.equal_shares(self.x[[i, j]], self.n[[i, j]])
        return shown(self._change(i, kind, level, j), chisq=test.estimate)


class _Means:
    """Scores by group, compared all with all or with the baseline."""

    def __init__(self, case: Case, asked: list[Asked]) -> None:
        frame = case.frame(case.files[0])
        formula = re.search(r"([\w.]+)\s*~\s*([\w.]+)", " ".join(one.r_call for one in asked))
        x, group = (formula[1], formula[2]) if formula else (None, None)
        if x not in frame or group not in frame:
            text = [c for c in frame if not pd.api.types.is_numeric_dtype(frame[c])]
            group = text[0] if text else frame.columns[-1]
            x = next(c for c in frame if c != group and pd.api.types.is_numeric_dtype(frame[c]))
        known = frame[[x, group]].dropna()
        self.values, self.groups = numbers(known[x]), labels(known[group])
        self.known: dict[tuple[str, str | None, float], dict[Any, Estimate]] = {}

    def answer(self, one: Asked) -> Numbers | None:
        """One difference, whichever way round it is asked."""
        kind, _, pair = one.id.partition(".")
        names = sorted(set(self.groups))
        for a in names:
            for b in names:
                if a != b and pair in (f"{a}-{b}", f"{a} - {b}"):
                    return self._pair(kind.lower(), a, b, one.level)
        return None

    def _pair(self, kind: str, a: str, b: str, level: float) -> Numbers:
        """The difference a less b."""
        if kind == "dunnett":
            found = self._dunnett(b, level)[a, b]
            return shown(found, p_adj=found.p_value)
        pairs = self._tukey(level)
        found = pairs.get((a, b))
        if found is None:
            other = pairs[b, a]
            numbers_ = shown(other, p_adj=other.p_value)
            flipped = {"estimate": -other.estimate, "lower": -other.high, "upper": -other.low}
            return numbers_ | flipped
        return shown(found, p_adj=found.p_value)

    def _tukey(self, level: float) -> dict[Any, Estimate]:
        """All pairs, computed once."""
        key = ("tukey", None, level)
        if key not in self.known:
            self.known[key] = of_means.all_pairs(self.values, self.groups, level=level)
        return self.known[key]

    def _dunnett(self, baseline: str, level: float) -> dict[Any, Estimate]:
        """All groups against one, computed once."""
        key = ("dunnett", baseline, level)
        if key not in self.known:
            self.known[key] = of_means.against_baseline(
                self.values, self.groups, baseline=baseline, level=level
            )
        return self.known[key]
