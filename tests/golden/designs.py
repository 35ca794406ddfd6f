"""Read a survey design from a case: its parameters decide, else its R calls, else its notes.

A case that states no design at all is not refused: what its columns look like is taken then, and
the runner says so on stderr.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics.designs import Design
from tests.golden.case import Case, label, labels, numbers
from tests.golden.estimators.designs import survey_design
from tests.golden.estimators.stages import Lonely

CALL = re.compile(r"svydesign\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
WEIGHTS = re.compile(
    r"^(w|pw|wt|wgt|weights?|weight[a-z]|.*wt(s|mec.*)?|pweights?|base_?w.*|finalwgt.*)$", re.I
)
CLUSTERS = re.compile(
    r"^(dnum|.*psu.*|.*clus.*|id\d?|.*_id|person|respondent|team|hosp.*|school|district)$", re.I
)
STRATA = re.compile(r"^(.*stra.*|stype|layer)$", re.I)
SURE_CLUSTERS = re.compile(r".*psu", re.I)
SURE_STRATA = re.compile(r".*(strat|stra$)", re.I)
"""Names that mean a part of the design even where nothing says so."""
FPC = re.compile(r"^(fpc\d?|popsize|.*_?pop|n_?pop|tot[a-z]+|big_?n|n\d|n_?h|.*size)$", re.I)
COUNT = re.compile(r"^(freq|n|count|pop|population|people|total)$", re.I)


@dataclass(frozen=True)
class Spec:
    """The arguments of a `svydesign` call, as names of columns."""

    ids: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    weights: str | None = None
    probs: str | None = None
    fpc: tuple[str, ...] = ()
    nest: bool = False
    lonely: Lonely = "fail"

    def columns(self) -> set[str]:
        """Every column the design needs."""
        named = {*self.ids, *self.strata, *self.fpc}
        return named | {one for one in (self.weights, self.probs) if one}

    def design(self, frame: pd.DataFrame) -> Design:
        """The design of a frame."""
        weights = numbers(frame[self.weights]) if self.weights else None
        if self.probs:
            weights = 1 / numbers(frame[self.probs])
        return survey_design(
            len(frame),
            weights=weights,
            strata=[labels(frame[c]).astype(str) for c in self.strata] or None,
            clusters=[labels(frame[c]).astype(str) for c in self.ids] or None,
            fpc=[numbers(frame[c]) for c in self.fpc] or None,
            nest=self.nest,
            lonely=self.lonely,
        )


ROLES = {
    "ids": ("ids", "id", "clusters", "cluster", "psu"),
    "strata": ("strata", "stratum"),
    "weights": ("weights", "weight"),
    "probs": ("probs", "prob"),
    "fpc": ("fpc",),
}
"""The parts of a design, and the keys that parameters may name them by."""

LONELY: dict[str, Lonely] = {
    "remove": "certainty",
    "certainty": "certainty",
    "adjust": "adjust",
    "average": "average",
}


def lonely(words: str) -> Lonely:
    """What `options(survey.lonely.psu=)` says of strata with one cluster; R's default is to fail."""
    said = re.search(r"lonely[._]?psu[\"']?\s*[=:]\s*[\"']?(\w+)", words)
    return LONELY.get(said[1], "fail") if said else "fail"


@dataclass
class Columns:
    """What the columns of a frame look like, for cases that name no design."""

    frame: pd.DataFrame
    used: set[str] = field(default_factory=set)

    def one(self, pattern: re.Pattern[str]) -> str | None:
        """The first column whose name fits and that is not an answer."""
        found = [str(c) for c in self.frame if pattern.match(str(c)) and str(c) not in self.used]
        return found[0] if found else None

    def weights(self) -> str | None:
        """The base weights: positive numbers, by name."""
        for column in map(str, self.frame):
            if WEIGHTS.match(column) and column not in self.used and self._positive(column):
                return column
        return None

    def clusters(self) -> str | None:
        """Whole numbers or names that repeat in unbroken runs."""
        fitting = [str(c) for c in self.frame if CLUSTERS.match(str(c)) and self._repeats(str(c))]
        if fitting:
            return fitting[0]
        others = [str(c) for c in self.frame if str(c) not in self.used and self._runs(str(c))]
        return others[0] if others else None

    def strata(self, spec: Spec) -> str | None:
        """A column in each value of which weights and population are one number."""
        sizes = [one for one in (spec.weights, *spec.fpc) if one]
        for column in map(str, self.frame):
            groups = self.frame.groupby(column) if column not in {*sizes, *self.used} else None
            if groups is None or not 1 < len(groups) <= len(self.frame) / 2 or not sizes:
                continue
            if (
                groups[sizes].min().eq(groups[sizes].max()).all(axis=None)
                and (groups.size() > 1).all()
            ):
                return column
        return None

    def fpc(self, strata: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Columns of population sizes, in order of their names; else the one that is largest.

        A size that no name calls `fpc` must be one number a stratum.
        """
        found = [str(c) for c in self.frame if FPC.match(str(c)) and str(c) not in self.used]
        exact = [c for c in found if c.lower().startswith("fpc")]
        sizes = [c for c in found if self._one_each(c, strata)]
        return tuple(sorted(exact or sorted(sizes, key=self._sum)[-1:]))

    def _sum(self, column: str) -> float:
        return float(np.nansum(numbers(self.frame[column])))

    def _one_each(self, column: str, strata: tuple[str, ...]) -> bool:
        values = self.frame[column]
        if not pd.api.types.is_numeric_dtype(values):
            return False
        groups = [self.frame[s] for s in strata] or [pd.Series(0, index=values.index)]
        ends = values.groupby(groups).agg(["min", "max"])
        return bool((ends["min"] == ends["max"]).all())

    def _positive(self, column: str) -> bool:
        values = self.frame[column]
        return bool(pd.api.types.is_numeric_dtype(values) and (values.dropna() > 0).all())

    def _repeats(self, column: str) -> bool:
        return bool(self.frame[column].duplicated().any())

    def _runs(self, column: str) -> bool:
        values = labels(self.frame[column])
        different = len(set(values))
        runs = 1 + sum(a != b for a, b in pairwise(values))
        return 5 <= different < len(values) / 2 and runs == different


def stated(params: Mapping[str, Any], columns: set[str]) -> dict[str, Spec]:
    """The designs among the parameters, by name: R calls, or columns by the part they play.

    Either ``{"design": "svydesign(id=~team, weights=~w)"}``, or ``{"design": {"clusters": "team",
    "weights": "w"}}``, or the parts themselves as parameters; several designs under several names.
    """
    found: dict[str, Spec] = {}
    for key, value in params.items():
        if isinstance(value, Mapping):
            one = _of_parts(value, columns, strict=True)
            found |= {str(key): one} if one else stated(value, columns)
        elif written := specs(str(value)):
            found[str(key)] = written[0]
    own = _of_parts(params, columns, strict=False)
    return found if own is None else {"design": own} | found


def _of_parts(given: Mapping[str, Any], columns: set[str], *, strict: bool) -> Spec | None:
    """A design of parts; None when no part is named."""
    low = {str(key).lower(): value for key, value in given.items()}
    parts: dict[str, tuple[str, ...]] = {}
    for part, keys in ROLES.items():
        value = next((low[key] for key in keys if key in low), None)
        if not isinstance(value, str | list | tuple):
            continue
        terms = value.lstrip("~").split("+") if isinstance(value, str) else map(str, value)
        named = tuple(name for term in terms if (name := term.strip()) not in ("", "0", "1"))
        if set(named) <= columns:
            parts[part] = named
        elif strict:
            raise LookupError(f"the design names {sorted(set(named) - columns)}, which no file has")
    if not any(parts.values()):
        return None
    said = str(low.get("lonely", low.get("lonely.psu", "fail")))
    return Spec(
        ids=parts.get("ids", ()),
        strata=parts.get("strata", ()),
        weights=next(iter(parts.get("weights", ())), None),
        probs=next(iter(parts.get("probs", ())), None),
        fpc=parts.get("fpc", ()),
        nest=bool(low.get("nest", False)),
        lonely=LONELY.get(said, "fail"),
    )


def specs(text: str) -> list[Spec]:
    """Every `svydesign` call in a text."""
    return [spec_of(found[1]) for found in CALL.finditer(text)]


def spec_of(arguments: str) -> Spec:
    """The arguments of one call."""

    def named(key: str) -> tuple[str, ...]:
        found = re.search(rf"\b{key}\s*=\s*~\s*([\w.]+(?:\s*\+\s*[\w.]+)*)", arguments)
        terms = [term.strip() for term in found[1].split("+")] if found else []
        return tuple(term for term in terms if term not in ("0", "1"))

    ids = named("ids?")
    if not ids:
        bare = re.match(r"\s*~\s*([\w.]+(?:\s*\+\s*[\w.]+)*)", arguments)
        terms = [term.strip() for term in bare[1].split("+")] if bare else []
        ids = tuple(term for term in terms if term not in ("0", "1"))
    return Spec(
        ids=ids,
        strata=named("strata"),
        weights=next(iter(named("weights?")), None),
        probs=next(iter(named("probs?")), None),
        fpc=named("fpc"),
        nest=bool(re.search(r"nest\s*=\s*T(RUE)?\b", arguments)),
    )


def inferred(case: Case, frame: pd.DataFrame, used: set[str], groups: list[str]) -> Spec:
    """A design for a case that names none: weights, and what the words hint at."""
    columns = Columns(frame, used)
    spec = Spec(weights=columns.weights())
    words = case.words.lower()
    cluster, stratum = columns.one(SURE_CLUSTERS), columns.one(SURE_STRATA)
    if stratum and not (re.search(r"jk1", words) and "jkn" not in words):
        return replace(
            spec,
            ids=(cluster,) if cluster else (),
            strata=(stratum,),
            fpc=columns.fpc((stratum,)) if re.search(r"fpc|svrepdesign", words) else (),
            nest=cluster is not None,
        )
    if re.search(r"svrepdesign|jackknife|cluster", words):
        cluster = columns.clusters()
        spec = replace(spec, ids=(cluster,) if cluster else (), fpc=columns.fpc())
    if re.search(r"jkn|stratif", words) and columns.one(STRATA):
        spec = replace(spec, strata=(str(columns.one(STRATA)),))
    elif re.search(r"jkn|stratif", words) and (found := columns.strata(spec)):
        spec = replace(spec, strata=(found,), fpc=columns.fpc((found,)))
    elif (
        not re.search(r"rake|raking|poststratif|post-strat|calibrat|svrepdesign", words) and groups
    ):
        spec = replace(spec, strata=tuple(groups[:1]))
    return spec


def clustered(frame: pd.DataFrame, used: set[str], base: Spec) -> Spec:
    """The design of a file of clusters: base weights, the cluster, its population."""
    columns = Columns(frame, used)
    weights = base.weights if base.weights in frame else columns.weights()
    if base.ids and set(base.ids) <= {str(c) for c in frame}:
        return replace(base, weights=weights)
    cluster = columns.clusters()
    return Spec(ids=(cluster,) if cluster else (), weights=weights, fpc=columns.fpc())


def stratified(frame: pd.DataFrame, base: Spec) -> Spec:
    """The design of a file of strata: base weights, the stratum, its population."""
    columns = Columns(frame)
    weights = base.weights if base.weights in frame else columns.weights()
    stratum = columns.one(SURE_STRATA) or columns.one(STRATA)
    strata = (stratum,) if stratum else ()
    return replace(base, strata=strata, weights=weights, fpc=columns.fpc(strata))


def population(frame: pd.DataFrame) -> tuple[list[str], dict[str, float]]:
    """A table of roster counts: its variables, and the people of each combination."""
    numeric = [c for c in frame if pd.api.types.is_numeric_dtype(frame[c])]
    named = [c for c in numeric if COUNT.match(str(c))]
    count = (named or numeric)[-1]
    variables = [str(c) for c in frame if c != count]
    return variables, dict(
        zip(combined(frame, variables).tolist(), numbers(frame[count]).tolist(), strict=True)
    )


def combined(frame: pd.DataFrame, variables: Iterable[str]) -> Any:
    """One text for each combination of values."""
    columns = [labels(frame[c]) for c in variables]
    return np.array(["\x1f".join(label(one) for one in row) for row in zip(*columns, strict=True)])
