"""Scores of simple samples: boxes, net promoter, gaps, alpha, response rates, respondents."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics import reliability, representativeness, scores
from tests.golden.case import Asked, Case, Computed, Numbers, each, labels, numbers
from tests.golden.estimators import representativeness as chances
from tests.golden.estimators import scores as others
from tests.golden.family_counts import shown

NET = {"wald": "wald", "t": "t", "adjusted_wald": "adjusted_wald", "boot_exact": "bootstrap"}
GAPS = ("adequacy", "superiority", "zone_width")


def handles(case: Case) -> bool:
    """Whether any of the families below knows a result of the case."""
    return any(_family(one) is not None for one in case.asked)


def compute(case: Case) -> Computed:
    """The numbers of each family the case has results of."""
    found: Computed = {}
    for family in (_Likert, _NetPromoter, _Gaps, _Alpha, _Rates, _Weights, _Respondents):
        asked = [one for one in case.asked if _family(one) is family]
        if asked:
            found |= each(asked, family(case).answer)
    return found


def _family(one: Asked) -> Any:
    """Which family a result belongs to, by what it says of itself."""
    statistic = one.statistic.lower()
    if re.match(r"(likert mean|(top|bottom)-\d+-box|median$)", statistic):
        return None if "km" in one.method.lower() else _Likert
    if statistic == "nps":
        return _NetPromoter
    if re.search(r"(adequacy|superiority|zone.?width) gap", statistic) or re.match(
        r"dropped:", statistic
    ):
        return _Gaps
    if re.search(r"cronbach|alpha if item|item-rest", statistic):
        return _Alpha
    if "aapor" in statistic:
        return _Rates
    if statistic == "effective sample size" and not re.search(r"neff_ar", one.id):
        return _Weights
    if re.search(r"r-indicator|propensit|gof", f"{statistic} {one.id.lower()}"):
        return _Respondents
    return None


class _Likert:
    """Items of one scale; its ends come from the words, else from all answers."""

    def __init__(self, case: Case) -> None:
        self.frame = case.frame(case.files[0])
        asked = {one.id.rpartition(".")[0] for one in case.asked}
        columns = [c for c in self.frame if str(c) in asked]
        whole = self.frame[columns].to_numpy(dtype=float, na_value=np.nan)
        said = re.search(r"\b(\d+)\s*(?:-|to|\.\.|–)\s*(\d+)\s*(?:items|scale|point)", case.words)
        ends = (int(said[1]), int(said[2])) if said else (np.nanmin(whole), np.nanmax(whole))
        given = {str(key).lower(): value for key, value in case.params.items()}
        self.ends = ends
        self.cuts = {"top": _number(given, "top"), "bottom": _number(given, "bottom")}

    def answer(self, one: Asked) -> Numbers | None:
        """One statistic of one item."""
        item, _, kind = one.id.rpartition(".")
        x = numbers(self.frame[item])
        if kind == "mean":
            return shown(scores.mean_score(x, level=one.level))
        if kind == "median":
            found = scores.median_score(x, level=one.level)
            return shown(found, j=scores.median_rank(int(found.n), level=one.level))
        box = re.match(r"(top|bottom)(\d+)", kind)
        if box is None:
            return None
        steps = int(box[2]) - 1
        if box[1] == "top":
            cut = self.ends[1] - steps if self.cuts["top"] is None else self.cuts["top"]
            found = others.top_box(x, cut, level=one.level)
        else:
            cut = self.ends[0] + steps if self.cuts["bottom"] is None else self.cuts["bottom"]
            found = others.bottom_box(x, cut, level=one.level)
        return shown(found, x=round(found.estimate * found.n))


class _NetPromoter:
    """Answers from 0 to 10 in sets."""

    def __init__(self, case: Case) -> None:
        sets = {one.id.rpartition(".")[0] for one in case.asked if one.statistic.lower() == "nps"}
        self.sets: dict[str, Any] = {}
        for frame in case.frames.values():
            for column in frame:
                named = labels(frame[column])
                if not sets <= set(named):
                    continue
                score = next(
                    c for c in frame if c != column and pd.api.types.is_numeric_dtype(frame[c])
                )
                values = numbers(frame[score])
                self.sets |= {name: values[named == name] for name in sets}
                return
            for name in sets & {str(c) for c in frame}:
                self.sets.setdefault(name, numbers(frame[name]))

    def answer(self, one: Asked) -> Numbers | None:
        """One set with one of its intervals."""
        name, _, kind = one.id.rpartition(".")
        if kind not in NET or name not in self.sets:
            return None
        steps = scores.promoter_scores(self.sets[name])
        kinds = {"promoters": 1, "passives": 0, "detractors": -1}
        counts = {what: int((steps == step).sum()) for what, step in kinds.items()}
        found = others.net_promoter_by(*counts.values(), method=NET[kind], level=one.level)  # type: ignore[arg-type]
        return shown(found, centre=(found.low + found.high) / 2, **counts)


class _Gaps:
    """What people accept, wish for and perceive, by item."""

    def __init__(self, case: Case) -> None:
        frame = case.frame(case.files[0])
        low = {str(c).lower(): c for c in frame}
        self.levels = [numbers(frame[low[name]]) for name in ("minimum", "desired", "perceived")]
        rest = [c for c in frame if str(c).lower() not in ("minimum", "desired", "perceived")]
        asked = {one.id.rpartition(".")[0] for one in case.asked} - {"all", "n"}
        self.item = next(
            (labels(frame[c]) for c in rest if asked and asked <= set(labels(frame[c]))),
            np.array(["all"] * len(frame), dtype=object),
        )
        people = [c for c in rest if not asked or not asked <= set(labels(frame[c]))]
        named = [c for c in people if re.search(r"person|resp|id$|people", str(c).lower())]
        self.person = labels(frame[(named or people)[0]])

    def answer(self, one: Asked) -> Numbers | None:
        """One gap of one item or of all, or how many rows were left out."""
        what, _, kind = one.id.rpartition(".")
        minimum, desired, perceived = self.levels
        missing = np.isnan(minimum) | np.isnan(desired) | np.isnan(perceived)
        if kind == "incomplete":
            return {"estimate": int(missing.sum())}
        if kind == "inconsistent":
            used = others.usable_gaps(*self.levels)
            return {"estimate": int((~missing & ~used).sum())}
        if kind not in GAPS:
            return None
        inside = np.ones(missing.size, dtype=bool) if what == "all" else self.item == what
        person = self.person[inside] if what == "all" else None
        levels = [level[inside] for level in self.levels]
        return shown(getattr(others.gaps(*levels, person, level=one.level), kind))


class _Alpha:
    """Items of one scale, some of them reversed by declaration."""

    def __init__(self, case: Case) -> None:
        frame = case.frame(case.files[0])
        asked = {one.id.partition(".")[2] for one in case.asked}
        self.items = [str(c) for c in frame if str(c) in asked] or [str(c) for c in frame]
        self.x = np.stack([numbers(frame[c]) for c in self.items], axis=1)
        said = " ".join(
            f"{value}" for key, value in case.params.items() if re.search("rev|key", str(key))
        )
        said = said or " ".join(re.findall(r"([^\n:;]*) reversed", case.words))
        words = set(re.findall(r"[\w.]+", said))
        self.reverse = [i for i, item in enumerate(self.items) if item in words]

    def answer(self, one: Asked) -> Numbers | None:
        """Alpha, alpha without an item, or the item's correlation with the rest."""
        kind, _, rest = one.id.partition(".")
        found = reliability.cronbach_alpha(self.x, reverse=self.reverse, level=one.level)
        if kind == "alpha" and "pairwise" in rest:
            raw, standardised = others.pairwise_alpha(self.x, reverse=self.reverse)
            return {"estimate": standardised} if "std" in rest else shown(raw)
        if kind == "alpha":
            if "std" in rest:
                alike = others.standardised_alpha(self.x, reverse=self.reverse)
                return {"estimate": alike, "n": found.raw.n}
            return shown(found.raw, k=len(self.items))
        place = self.items.index(rest)
        values = found.if_dropped if kind == "drop" else found.item_rest
        return {"estimate": float(values[place])}


class _Rates:
    """Outcome codes of a roster, one a person or counted."""

    def __init__(self, case: Case) -> None:
        frame = case.frame(case.files[0])
        codes = set(representativeness.DISPOSITIONS)
        counts: dict[str, float] = {}
        for column in frame:
            values = labels(frame[column])
            known = {one for one in values if one is not None}
            if known and known <= codes:
                weight = [c for c in frame if str(c).lower() in ("n", "count", "freq")]
                sizes = numbers(frame[weight[0]]) if weight else np.ones(len(frame))
                counts = {code: float(sizes[values == code].sum()) for code in known}
        e = next((v for k, v in case.params.items() if k == "e" and isinstance(v, float)), None)
        self.rates: dict[str, float] = {}
        if counts:
            own = representativeness.aapor_rates(counts)
            self.rates = chances.every_rate(counts, e=e) | own

    def answer(self, one: Asked) -> Numbers | None:
        """One rate."""
        return {"estimate": self.rates[one.id]} if one.id in self.rates else None


class _Weights:
    """Kish's figures of a file of weights; of weights fitted to a roster see `family_survey`."""

    def __init__(self, case: Case) -> None:
        self.weights = None
        for frame in case.frames.values():
            if len(frame.columns) == 1 and len(case.files) == 1:
                self.weights = numbers(frame[frame.columns[0]])
            elif len(case.asked) == 1 and self.weights is None:
                named = [c for c in frame if re.match(r"(w|weights?|pw|wt)$", str(c).lower())]
                self.weights = numbers(frame[named[0]]) if named else None

    def answer(self, one: Asked) -> Numbers | None:
        """Effective number of answers."""
        return None if self.weights is None else kish_numbers(self.weights)


class _Respondents:
    """A roster with who answered."""

    def __init__(self, case: Case) -> None:
        self.frame = case.frame(case.files[0])
        formula = re.search(r"([\w.]+)\s*~\s*([\w.]+(?:\s*\+\s*[\w.]+)*)", case.words)
        said = re.search(r"logistic on ([\w.]+(?:\s*\+\s*[\w.]+)*)", case.words)
        terms = (formula[2] if formula else said[1] if said else "").split("+")
        self.terms = [term.strip() for term in terms if term.strip() in self.frame]
        binary = [
            c
            for c in self.frame
            if pd.api.types.is_numeric_dtype(self.frame[c])
            and set(self.frame[c].dropna().unique()) <= {0, 1}
        ]
        left = formula[1] if formula and formula[1] in self.frame else None
        self.answered = numbers(self.frame[left if left else binary[-1]])

    def answer(self, one: Asked) -> Numbers | None:
        """The R-indicator, the variation of propensities, or the test against the roster."""
        kind, _, variable = one.id.partition(".")
        if kind == "gof":
            named = labels(self.frame[variable])
            roster = pd.Series(named).value_counts().to_dict()
            given = pd.Series(named[self.answered == 1]).value_counts().to_dict()
            return shown(representativeness.against_roster(given, roster))
        columns = [_indicators(self.frame[term]) for term in self.terms]
        found = chances.r_indicator(self.answered, np.concatenate(columns, axis=1))
        value = found.variation if kind == "cv" else found.r_indicator
        return {"estimate": value, "n": found.n}


def kish_numbers(weights: Any) -> Numbers:
    """Kish's figures under the names of the reference."""
    effective, given = representativeness.kish(weights), np.asarray(weights, dtype=np.float64)
    given = given[given > 0]
    return {
        "estimate": effective,
        "n": given.size,
        "deff_weighting": given.size / effective,
        "cv2": given.size / effective - 1,
        "max_over_mean": given.max() / given.mean(),
        "min_over_mean": given.min() / given.mean(),
    }


def _indicators(column: pd.Series) -> Any:
    """A variable as columns of numbers."""
    if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
        return chances.indicators(labels(column))
    return chances.indicators(numbers(column))


def _number(given: dict[str, Any], key: str) -> float | None:
    """A parameter that is a number."""
    value = given.get(key)
    return float(value) if isinstance(value, int | float) else None
