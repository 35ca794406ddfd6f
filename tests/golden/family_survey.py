"""Everything with a survey design: means, totals, domains, shares, quantiles, weighting, tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics import design_shares, design_tests, quantiles, replicates, weighting
from engagekit.statistics.designs import Design, degrees_of_freedom
from engagekit.statistics.estimation import (
    contrast,
    design_effect,
    mean,
    means_by,
    ratio,
    total,
)
from engagekit.statistics.scores import mean_score
from tests.golden.case import Asked, Case, Computed, Numbers, each, labels, numbers
from tests.golden.designs import (
    Columns,
    Spec,
    clustered,
    combined,
    inferred,
    population,
    specs,
)
from tests.golden.family_counts import shown
from tests.golden.family_scores import kish_numbers

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


@dataclass(frozen=True, eq=False)
class _View:
    """A frame with its design, and the domain that a prefix restricts it to."""

    frame: pd.DataFrame
    design: Design
    domain: Any

    @property
    def df(self) -> int:
        """Degrees of freedom of the (restricted) design."""
        return degrees_of_freedom(self.design, self.domain)

    @property
    def n(self) -> int:
        """Rows of the (restricted) design."""
        return int(self.domain.sum())

    def values(self, column: str) -> Any:
        """A column as numbers."""
        return numbers(self.frame[column])


class _Survey:
    """The designs of a case, and how each kind of result is computed."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.views: dict[str, _View] = {}
        self.names = {str(c) for frame in case.frames.values() for c in frame}

    # ---- what the case says of its designs ---------------------------------------------------

    @cached_property
    def used(self) -> set[str]:
        """Columns that are answers or groups, so no part of a guessed design."""
        found: set[str] = set()
        for one in self.case.asked:
            for term in re.findall(r"~\s*([\w.]+(?:\s*\+\s*[\w.]+)*)", one.r_call):
                found |= {part.strip() for part in term.split("+")}
            formula = re.match(r"svy\w+\(([\w.]+)\s*~", one.r_call)
            found |= {formula[1]} if formula else set()
        return found

    @cached_property
    def groups(self) -> list[str]:
        """The variables that domains are made of, in order."""
        found = [self._group(one.id) for one in self.case.asked]
        return list(dict.fromkeys(name for name in found if name))

    @cached_property
    def base(self) -> Spec:
        """The design that is meant where a prefix names no other."""
        named = self._named()
        if named:
            return named.get("design") or next(iter(named.values()))
        written = specs(" ".join(one.r_call for one in self.case.asked))
        if written:
            return max(written, key=lambda spec: len(spec.columns()))
        return inferred(self.case, self._main, self.used, self.groups)

    def _named(self) -> dict[str, Spec]:
        """The designs among the parameters, by name, then those of the notes."""
        found = {
            str(key): specs(str(value))[0]
            for key, value in self.case.params.items()
            if specs(str(value))
        }
        if found:
            return found
        notes = specs(f"{self.case.expected.get('notes')} {self.case.expected.get('title')}")
        return {"design": notes[0]} if notes else {}

    @property
    def _main(self) -> pd.DataFrame:
        """The file of answers: the one with the most rows named first."""
        frames = list(self.case.frames.values())
        data = [f for name, f in self.case.frames.items() if name.startswith("data")]
        return data[0] if data else max(frames, key=len)

    # ---- from a prefix to a design -----------------------------------------------------------

    def view(self, prefix: str, variable: str) -> _View:
        """The frame and design that a prefix and a variable mean."""
        key = f"{prefix}|{variable if self._several(prefix) else ''}"
        if key not in self.views:
            self.views[key] = self._view(prefix, variable)
        return self.views[key]

    def _several(self, prefix: str) -> bool:
        """Whether the frame depends on the variable."""
        return len(self.case.frames) > 1 and not re.search(r"cluster", prefix)

    def _view(self, prefix: str, variable: str) -> _View:
        """Make the view of a prefix."""
        spec = self._spec(prefix)
        frame = self._frame(prefix, variable, spec)
        if re.search(r"clus", prefix) and prefix not in self._named():
            spec = clustered(frame, self.used, spec)
        elif re.search(r"fpc", prefix) and not spec.fpc:
            spec = replace(spec, fpc=Columns(frame, self.used).fpc())
        spec = self._fitting(spec, frame)
        design = self._weighted(prefix, frame, spec.design(frame))
        return _View(frame, design, self._domain(prefix, frame))

    def _spec(self, prefix: str) -> Spec:
        """The design a prefix names, else the base."""
        named = self._named()
        for key, spec in named.items():
            if key != "design" and (key == prefix or key.endswith(f"_{prefix}")):
                return spec
        return self.base

    def _fitting(self, spec: Spec, frame: pd.DataFrame) -> Spec:
        """The design with guesses for columns that the frame lacks."""
        columns = {str(c) for c in frame}
        if spec.columns() <= columns:
            return spec
        weights = spec.weights if spec.weights in columns else Columns(frame, self.used).weights()
        return replace(
            spec,
            ids=tuple(c for c in spec.ids if c in columns),
            strata=tuple(c for c in spec.strata if c in columns),
            fpc=tuple(c for c in spec.fpc if c in columns),
            weights=weights,
        )

    def _frame(self, prefix: str, variable: str, spec: Spec) -> pd.DataFrame:
        """The file a prefix names, else the first that holds the variable and the design."""
        tokens = re.split(r"[._]", prefix.lower())
        for name, frame in self.case.frames.items():
            stem = name.rsplit(".", 1)[0].lower()
            if prefix and (stem == prefix.lower() or (stem in tokens and stem != "data")):
                return frame
        holding = [f for f in self.case.frames.values() if variable in f]
        whole = [f for f in holding if spec.columns() <= {str(c) for c in f}]
        return next(iter(whole or holding), self._main)

    def _domain(self, prefix: str, frame: pd.DataFrame) -> Any:
        """Everyone, or those of `subset_<column>` (Yes, TRUE or 1 unless the case says)."""
        everyone = np.ones(len(frame), dtype=bool)
        if not prefix.startswith("subset"):
            return everyone
        rest = prefix.removeprefix("subset").strip("._")
        for said in re.finditer(r"subset\([^,]*,\s*([\w.]+)\s*==\s*([^)]+)\)", self.case.words):
            column, value = said[1], said[2].strip(" '\"")
            if rest.startswith(column) and column in frame and value in labels(frame[column]):
                return labels(frame[column]) == value
        fitting = [str(c) for c in frame if rest == str(c) or rest.startswith(f"{c}=")]
        fitting += [str(c) for c in frame if rest.startswith((f"{c}_", f"{c}."))]
        named = labels(frame[fitting[0]])
        value = rest[len(fitting[0]) :].lstrip("=_.")
        if value:
            return named == value
        yes = [v for v in ("Yes", "yes", "TRUE", "1", "Y") if v in set(named)]
        return named == (yes or sorted(v for v in set(named) if v is not None)[-1:])[0]

    # ---- weighting ---------------------------------------------------------------------------

    def _weighted(self, prefix: str, frame: pd.DataFrame, design: Design) -> Design:
        """The design after what a prefix does to its weights."""
        if prefix.startswith("weights_only"):
            weights = self._fitted("ps", frame, design).weights
            return design.reweighted(weights)
        kind = re.match(r"(ps|rake|calraking|callinear|trim)", prefix)
        if kind is None:
            return design
        if kind[1] == "trim":
            upper, lower = self._bounds(self._fitted("rake", frame, design).weights)
            strict = not re.search(r"once|loose|non_?strict", prefix)
            raked = self._fitted("rake", frame, design)
            return weighting.trim(raked, upper=upper, lower=lower, strict=strict)
        return self._fitted(kind[1], frame, design)

    def _fitted(self, kind: str, frame: pd.DataFrame, design: Design) -> Design:
        """Post-stratified, raked or calibrated."""
        tables = self._tables(frame)
        if kind == "ps":
            variables, people = self._cells(tables)
            return weighting.post_stratify(design, combined(frame, variables), people)
        margins = [(combined(frame, variables), people) for variables, people in tables]
        if kind == "rake":
            return weighting.rake(design, margins, variance="swept").design
        columns, totals = weighting.margin_columns(design, margins)
        method = "linear" if kind == "callinear" else "raking"
        return weighting.calibrate(design, columns, totals, method=method)

    def _tables(self, frame: pd.DataFrame) -> list[tuple[list[str], dict[str, float]]]:
        """The roster counts among the files: small ones, of variables of the answers."""
        found = []
        for other in self.case.frames.values():
            if len(other) < len(frame) and len(other.columns) <= 4:
                variables, people = population(other)
                if variables and set(variables) <= {str(c) for c in frame}:
                    found.append((variables, people))
        return found

    def _cells(
        self, tables: list[tuple[list[str], dict[str, float]]]
    ) -> tuple[list[str], dict[str, float]]:
        """The table of the variable that `postStratify` names, else the first."""
        said = re.search(r"postStratify\([^~]*~\s*([\w.]+(?:\s*\+\s*[\w.]+)*)", self.case.words)
        wanted = {term.strip() for term in said[1].split("+")} if said else set()
        return next((one for one in tables if set(one[0]) == wanted), tables[0])

    def _bounds(self, weights: Any) -> tuple[float | None, float]:
        """The bounds that `trimWeights` names."""
        sizes: dict[str, Callable[[Any], float]] = {"mean": np.mean, "median": np.median}
        found: dict[str, float] = {}
        for side in ("upper", "lower"):
            said = re.search(
                rf"{side}\s*=\s*(?:(-?[\d.]+)\s*\*\s*)?(?:(mean|median)\(|(-?[\d.]+))",
                self.case.words,
            )
            if said:
                factor = float(said[1]) if said[1] else 1.0
                found[side] = factor * (
                    float(sizes[said[2]](weights)) if said[2] else float(said[3])
                )
        return found.get("upper"), max(found.get("lower", 0.0), 0.0)

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

    def split(self, left: str) -> tuple[str, str]:
        """A prefix and a variable: the longest column name at the end."""
        fitting = [c for c in self.names if left == c or left.endswith(f".{c}")]
        if not fitting:
            raise LookupError(f"no column at the end of {left!r}")
        variable = max(fitting, key=len)
        return left[: -len(variable)].rstrip("."), variable

    def _group(self, identifier: str) -> str | None:
        """The variable of the domain in an id."""
        _, _, rest = identifier.partition(".mean.by.")
        fitting = [c for c in self.names if rest.startswith(f"{c}=")]
        return max(fitting, key=len) if fitting else None

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
        group = self._group(one.id)
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
        return shown(found, n_eff=design_shares.effective_answers(view.design, x))

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
        found = design_tests.difference(view.design, x, group, level=one.level)
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
        found = design_tests.rank_test(
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
        names, columns = ["(Intercept)"], [np.ones(len(view.frame))]
        for term in right:
            column = view.frame[term]
            if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
                names, columns = [*names, term], [*columns, numbers(column)]
                continue
            named = labels(column)
            missing = np.array([value is None for value in named])
            for value in sorted({value for value in named if value is not None})[1:]:
                names.append(f"{term}{value}")
                columns.append(np.where(missing, np.nan, named == value))
        x = np.stack(columns, axis=1)
        found = design_tests.regression(view.design, view.values(str(left)), x, level=one.level)
        name = one.id.partition(".")[2]
        return shown(found.coefficients[names.index(name)]) if name in names else None

    def _kish(self) -> Numbers | None:
        """Kish's figures of the weights that were fitted to the roster."""
        kind = "rake" if re.search(r"\brake\(", self.case.words) else "ps"
        if not self._tables(self._main):
            return None
        variable = str(self._main.columns[0])
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
        frame = self._frame("", variable, Spec())
        written = specs(one.r_call)
        alone = "independent" in one.id or "independent" in one.method
        spec = replace(self.base, ids=()) if alone else self.base
        if written and written[0].weights:
            spec = written[0]
        design = self._fitting(spec, frame).design(frame)
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
        frame = self._frame("", variable, Spec())
        person, wave = self.base.ids[0], self._wave()
        wide = frame.pivot(index=person, columns=wave, values=variable)
        first, last = min(wide.columns), max(wide.columns)
        return shown(mean_score(numbers(wide[last] - wide[first]), level=one.level))
