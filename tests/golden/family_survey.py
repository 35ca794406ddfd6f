"""Everything with a survey design: means, totals, domains, shares, quantiles, weighting, tests."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics import design_tests
from engagekit.statistics._estimates import Estimate
from engagekit.statistics.design_shares import effective_answers
from engagekit.statistics.designs import degrees_of_freedom
from engagekit.statistics.estimation import contrast, critical, mean
from engagekit.statistics.scores import mean_score
from tests.golden import profiled
from tests.golden.case import Asked, Case, Computed, Numbers, each, labels, numbers
from tests.golden.designs import Spec, specs
from tests.golden.estimators import design_shares, quantiles, replicates
from tests.golden.estimators import design_tests as of_groups
from tests.golden.estimators.estimation import design_effect, means_by, ratio, total
from tests.golden.family_counts import shown
from tests.golden.family_scores import kish_numbers
from tests.golden.views import View, Views

SHARES = {
    "logit": "logit",
    "xlogit": "logit",
    "likelihood": "likelihood",
    "asin": "arcsine",
    "beta": "beta",
    "mean": "mean",
    "wilson_neff": "wilson",
}
ENDS = {"mean": "mean", "xlogit": "logit", "beta": "beta", "asin": "arcsine", "score": "score"}
QUANTILE = re.compile(r"^(.+)\.q(\d*\.?\d+(?:e-?\d+)?)\.(mean|beta|xlogit|asin|score)\.(\w+)$")


def handles(case: Case) -> bool:
    """Whether a result of the case needs a survey design."""
    return any(
        re.search(r"\bsvy\w+\(|design-based|jackknife", f"{one.r_call} {one.method}")
        for one in case.asked
    )


def compute(case: Case) -> Computed:
    """The numbers of every result with a design."""
    return each(case.asked, _Survey(case).answer)


class _Survey(Views):
    """How each kind of result is computed."""

    # ---- results -----------------------------------------------------------------------------

    def answer(self, one: Asked) -> Numbers | None:
        """One result, by its id and R call."""
        by_call = self._by_call(one)
        if by_call is not None:
            return by_call
        if ".mean.by." in one.id:
            return self._domain_mean(one)
        found = QUANTILE.match(one.id)
        if found and "svyquantile" in one.method + one.r_call:
            return self._quantile(one, found)
        left, _, last = one.id.rpartition(".")
        if last in SHARES and re.search(r"svyciprop", one.method + one.r_call):
            return self._share(left, last, one.level)
        if re.search(r"\.(mean|total)\.[tz]$", one.id):
            return self._mean_or_total(one)
        if one.statistic == "effective sample size":
            return self._kish()
        return None

    def _by_call(self, one: Asked) -> Numbers | None:
        """Results that an R call tells apart."""
        call = one.r_call
        if "jk" in one.id.rpartition(".")[2].lower() or "jackknife" in one.method:
            return self._jackknife(one)
        if one.statistic.startswith("change in"):
            return self._change(one)
        if "paired" in one.method and "t.test" in one.method + call:
            return self._paired(one)
        for name, function in (
            ("svyratio", self._ratio),
            ("svyttest", self._difference),
            ("svychisq", self._independence),
            ("svyranktest", self._ranks),
            ("svycontrast", self._contrast),
            ("svyglm", self._regression),
        ):
            if call.startswith(name):
                return function(one)
        return None

    def _mean_or_total(self, one: Asked) -> Numbers:
        """Mean or total of the whole design, t or normal interval."""
        left, what, kind = one.id.rsplit(".", 2)
        prefix, variable = self.split(left)
        view = self.view(prefix, variable)
        df = float("inf") if kind == "z" else view.df
        x = view.values(variable)
        function = total if what == "total" else mean
        found = function(view.design, x, domain=view.domain, level=one.level, df=df)
        if what == "total" or kind == "z":
            return shown(found)
        effects = {
            f"deff_{name}": design_effect(
                view.design, x, domain=view.domain, replacement=name == "replace"
            )
            for name in ("wor", "replace")
        }
        return shown(found, **effects) | {"n": view.n}

    def _domain_mean(self, one: Asked) -> Numbers:
        """Mean of a domain, with the design's or its own degrees of freedom."""
        own = one.id.endswith(".domain_df")
        left, _, rest = one.id.removesuffix(".domain_df").partition(".mean.by.")
        prefix, variable = self.split(left)
        group = self.group(one.id)
        if group is None:
            raise LookupError(f"no column in {rest!r}")
        view = self.view(prefix, variable)
        inside = view.domain & (labels(view.frame[group]) == rest[len(group) + 1 :])
        x = view.values(variable)
        return shown(
            mean(view.design, x, domain=inside, level=one.level, df=None if own else view.df)
        )

    def _share(self, left: str, kind: str, level: float) -> Numbers:
        """A weighted share with one of its intervals."""
        prefix, variable = self.split(left)
        view = self.view(prefix, variable)
        x = view.values(variable)
        found = design_shares.share(
            view.design,
            x,
            domain=view.domain,
            method=SHARES[kind],  # type: ignore[arg-type]
            level=level,
            df=view.df,
        )
        if kind == "likelihood" and 0 < found.estimate < 1 and found.se:
            found = self._profiled(view, x, found, level)
        return shown(found, n_eff=effective_answers(view.design, x))

    def _profiled(self, view: View, x: Any, found: Estimate, level: float) -> Estimate:
        """A likelihood interval as R reads it off its profile (see `profiled`)."""
        there = view.domain & ~np.isnan(x) & (view.design.weights > 0)
        weights = view.design.weights
        low, high = profiled.ends(
            found.estimate,
            float(found.se or 0.0),
            critical(view.df, level),
            people=float(weights[there].sum() / weights[view.domain].mean()),
            rows=int(there.sum()),
            dispersion=design_shares.dispersion(view.design, x, view.domain),
        )
        near = np.isclose([low, high], [found.low, found.high], rtol=5e-3, atol=5e-4)
        return replace(found, low=low, high=high) if near.all() else found

    def _quantile(self, one: Asked, parts: re.Match[str]) -> Numbers:
        """A weighted quantile with one of its intervals."""
        prefix, variable = self.split(parts[1])
        view = self.view(prefix, variable)
        return shown(
            quantiles.quantile(
                view.design,
                view.values(variable),
                float(parts[2]),
                domain=view.domain,
                method=ENDS[parts[3]],  # type: ignore[arg-type]
                rule=parts[4],  # type: ignore[arg-type]
                level=one.level,
            )
        )

    def _formula(self, text: str) -> tuple[str | None, list[str]]:
        """Both sides of the first formula of a call."""
        found = re.search(r"([\w.]*)\s*~\s*([\w.]+(?:\s*\+\s*[\w.]+)*)", text)
        if not found:
            raise LookupError(f"no formula in {text!r}")
        return found[1] or None, [term.strip() for term in found[2].split("+")]

    def _ratio(self, one: Asked) -> Numbers:
        """A ratio of two totals."""
        top, below = re.findall(r"~\s*([\w.]+)", one.r_call)[:2]
        view = self.view(one.id.rpartition("ratio")[0].rstrip("."), top)
        x, y = view.values(top), view.values(below)
        return shown(ratio(view.design, x, y, domain=view.domain, level=one.level, df=view.df))

    def _difference(self, one: Asked) -> Numbers:
        """The difference of two weighted means."""
        left, right = self._formula(one.r_call)
        view = self.view("", str(left))
        column = view.frame[right[0]]
        plain = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
        group = numbers(column) if plain else labels(column)
        x = view.values(str(left))
        found = of_groups.difference(view.design, x, group, level=one.level)
        return shown(found) | {"se": found.se}

    def _independence(self, one: Asked) -> Numbers:
        """Rao and Scott's test, of the table that this or another call names."""
        calls = [one.r_call] + [c.r_call for c in self.case.asked if "svychisq" in c.r_call]
        _, terms = self._formula(next(call for call in calls if "~" in call))
        view = self.view("", terms[0])
        rows, columns = (labels(view.frame[term]) for term in terms)
        second = not re.search(r"['\"]Chisq['\"]", one.r_call)
        found = design_tests.independence(view.design, rows, columns, second_order=second)
        degrees = {"ndf": found.df, "ddf": found.df2} if second else {}
        return {"estimate": found.statistic, "p_value": found.p_value, **degrees}

    def _ranks(self, one: Asked) -> Numbers:
        """The rank test; R's `$statistic` of more than two groups is its degrees of freedom."""
        left, right = self._formula(one.r_call)
        view = self.view("", str(left))
        found = of_groups.rank_test(
            view.design, view.values(str(left)), labels(view.frame[right[0]])
        )
        statistic = found.statistic if found.df == 1 else found.df
        return {"estimate": statistic, "p_value": [[found.p_value]]}

    def _contrast(self, one: Asked) -> Numbers:
        """A contrast between departments."""
        inside = re.search(r"c\(([^()]*=[^()]*)\)", one.r_call)
        pairs = re.findall(
            r"[`'\"]?([^,=`'\"]+?)[`'\"]?\s*=\s*(-?[\d.]+)", inside[1] if inside else ""
        )
        wanted = {name.strip(): float(weight) for name, weight in pairs}
        variable = self._contrasted(one)
        view = self.view("", variable)
        candidates = [*self.groups, *map(str, view.frame)]
        group = next(g for g in candidates if set(wanted) <= set(labels(view.frame[g])))
        found = means_by(view.design, view.values(variable), labels(view.frame[group]))
        weights = [wanted.get(str(name), 0.0) for name in found.labels]
        return shown(contrast(found, weights, df=view.df, level=one.level))

    def _contrasted(self, one: Asked) -> str:
        """The variable that a contrast is of."""
        named = re.search(r"svyby\(\s*~\s*([\w.]+)", one.r_call)
        if named:
            return named[1]
        shares = [c for c in self.case.asked if "svyciprop" in c.r_call]
        others = [c for c in self.case.asked if "svymean" in c.r_call]
        pool = shares if "proportion" in one.statistic and shares else others
        return self._formula(pool[0].r_call)[1][0]

    def _regression(self, one: Asked) -> Numbers | None:
        """A coefficient of a regression."""
        left, right = self._formula(one.r_call)
        view = self.view("", str(left))
        asked = {c.id.partition(".")[2] for c in self.case.asked if c.r_call == one.r_call}
        names, columns = ["(Intercept)"], [np.ones(len(view.frame))]
        for term in right:
            for name, column in _terms(view.frame[term], term, asked):
                names, columns = [*names, name], [*columns, column]
        x = np.stack(columns, axis=1)
        found = of_groups.regression(view.design, view.values(str(left)), x, level=one.level)
        name = one.id.partition(".")[2]
        return shown(found.coefficients[names.index(name)]) if name in names else None

    def _kish(self) -> Numbers | None:
        """Kish's figures of the weights that were fitted to the roster."""
        kind = "rake" if re.search(r"\brake\(", self.case.words) else "ps"
        if not self.tables(self.main):
            return None
        variable = str(self.main.columns[0])
        weights = self.view(kind, variable).design.weights
        return kish_numbers(weights)

    # ---- replicates and panels ---------------------------------------------------------------

    def _jackknife(self, one: Asked) -> Numbers:
        """A mean with its jackknife error."""
        prefix, variable = self.split(one.id.rpartition(".")[0])
        view = self.view(prefix, variable)
        x = view.values(variable)
        return shown(
            replicates.jackknife(view.design, replicates.weighted_mean(x), level=one.level)
        )

    def _wave(self) -> str:
        """The column of the wave."""
        for one in self.case.asked:
            named = re.search(r"svyby\(\s*~[\w.]+\s*,\s*~\s*([\w.]+)", one.r_call)
            if named:
                return named[1]
        known = [c for c in self.names if re.match(r"(wave|period|quarter|time|year)$", c.lower())]
        return known[0]

    def _change(self, one: Asked) -> Numbers:
        """The change between waves, the same people as one cluster or not."""
        _, variable = self.split(one.id.partition(".change")[0])
        frame = self.frame("", variable, Spec())
        written = specs(one.r_call)
        alone = "independent" in one.id or "independent" in one.method
        spec = replace(self.base, ids=()) if alone else self.base
        if written and written[0].weights:
            spec = written[0]
        design = self.fitting(spec, frame).design(frame)
        found = means_by(design, numbers(frame[variable]), labels(frame[self._wave()]))
        said = re.search(r"svymean,covmat=TRUE\),\s*c\(([-\d.,\s]+)\)", one.r_call)
        ends = [-1.0, *[0.0] * (found.values.size - 2), 1.0]
        weights = [float(w) for w in said[1].split(",")] if said else ends
        result = contrast(found, weights, df=float("inf"), level=one.level)
        return shown(result) | {"df": degrees_of_freedom(design)}

    def _paired(self, one: Asked) -> Numbers:
        """The mean change of the people who answered both times."""
        changes = [c for c in self.case.asked if ".change" in c.id]
        _, variable = self.split(changes[0].id.partition(".change")[0])
        frame = self.frame("", variable, Spec())
        person, wave = self.base.ids[0], self._wave()
        wide = frame.pivot(index=person, columns=wave, values=variable)
        first, last = min(wide.columns), max(wide.columns)
        return shown(mean_score(numbers(wide[last] - wide[first]), level=one.level))


def _terms(column: pd.Series, term: str, asked: set[str]) -> list[tuple[str, Any]]:
    """A variable in a regression: itself, or 0/1 for all its categories but the reference.

    The reference is the one category that no coefficient is asked for.
    """
    named = labels(column)
    levels = sorted({value for value in named if value is not None})
    numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    if numeric and (term in asked or not any(f"{term}{value}" in asked for value in levels)):
        return [(term, numbers(column))]
    unasked = [value for value in levels if f"{term}{value}" not in asked]
    reference = unasked[0] if len(unasked) == 1 else levels[0]
    missing = np.array([value is None for value in named])
    return [
        (f"{term}{value}", np.where(missing, np.nan, named == value))
        for value in levels
        if value != reference
    ]
