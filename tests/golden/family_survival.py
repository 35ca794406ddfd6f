"""Curves to a single event, the ladder of touches, competing causes and rates."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics import incidence, survival
from tests.golden.case import Asked, Case, Computed, Numbers, each, labels, numbers
from tests.golden.estimators import survival as others
from tests.golden.estimators.survival import log_rank, restricted_mean

CURVE = re.compile(
    r"^(?:(?P<group>.*)\.)?(?:S\((?P<time>[^()]+)\)|(?P<median>median))\.(?P<scale>log-log|log|plain)$"
)
MEAN = re.compile(r"^(?:(?P<group>.*)\.)?rmst$")
INCIDENCE = re.compile(r"^cif\.(?P<cause>.+?)\.(?P<time>\d+(?:\.\d+)?(?:e[+-]?\d+)?)$")
NAIVE = re.compile(r"^naive_1-km\.(?P<cause>.+?)\.(?P<time>\d+(?:\.\d+)?(?:e[+-]?\d+)?)$")
STEP = re.compile(r"^[A-Za-z_ ]*?(?P<number>\d+)\.(?P<rest>.+)$")

WORDS = ("survival probability", "median time", "restricted mean", "log-rank")
TIME = re.compile(
    r"^(time|stop|t|exit|end|futime|days|weeks|months|years|duration|tenure)$", re.IGNORECASE
)
ENTRY = re.compile(r"^(entry|entered|start|begin|enter|late|from|tstart)(_.*)?$", re.IGNORECASE)
EVENT = re.compile(r"^(event|status|e|lost|died|death|happened|censor.*|stat)$", re.IGNORECASE)


def handles(case: Case) -> bool:
    """Whether the case asks for curves, competing causes or their rate."""
    asked = case.asked
    return any(
        one.statistic.startswith(WORDS)
        or "survfit" in one.r_call
        or "survdiff" in one.r_call
        or "Aalen" in one.method
        for one in asked
    )


def compute(case: Case) -> Computed:
    """The numbers of every curve asked for."""
    frames = list(case.frames.values())
    if any("cumulative incidence" in one.statistic or NAIVE.match(one.id) for one in case.asked):
        return _competing(case, frames[0])
    if len(frames) >= 2:
        return _ladder(case, frames)
    people = _People.of(frames[0])
    return each(case.asked, lambda one: people.answer(one, one.id))


class _People:
    """Times, events, entries and groups of the people of one curve."""

    def __init__(
        self,
        time: np.ndarray[Any, Any],
        event: np.ndarray[Any, Any],
        entry: np.ndarray[Any, Any] | None = None,
        group: np.ndarray[Any, Any] | None = None,
    ) -> None:
        self.time, self.event, self.entry, self.group = time, event, entry, group
        self.curves: dict[str, survival.SurvivalCurve] = {}

    @classmethod
    def of(cls, frame: pd.DataFrame) -> _People:
        """The people of a table whose columns are told apart by name, then by content."""
        frame = frame.drop(columns=[c for c in frame if str(c).lower() in ("id", "person")])
        entry = _named(frame, ENTRY)
        rest = [c for c in frame if c != entry]
        binary = [c for c in rest if _is_flag(frame[c])]
        event = next((c for c in binary if EVENT.match(str(c))), binary[0] if binary else None)
        rest = [c for c in rest if c != event]
        numeric = [c for c in rest if pd.api.types.is_numeric_dtype(frame[c])]
        time = next((c for c in numeric if TIME.match(str(c))), numeric[0])
        groups = [c for c in rest if c != time]
        frame = frame.dropna(subset=[time, event])
        return cls(
            numbers(frame[time]),
            _flag(frame[event]),
            None if entry is None else numbers(frame[entry]),
            labels(frame[groups[0]]) if groups else None,
        )

    def members(self, group: str | None) -> np.ndarray[Any, Any]:
        """Who belongs to a group; `all` is everybody unless a group has that name."""
        everybody = np.ones(self.time.size, dtype=bool)
        if self.group is None or group is None or group == "all":
            return everybody
        found = self.group == group
        if not found.any():
            raise LookupError(f"there is no group {group}")
        return np.asarray(found, dtype=bool)

    def curve(self, group: str | None) -> survival.SurvivalCurve:
        """The curve of a group, worked out once."""
        key = group or "all"
        if key not in self.curves:
            of = self.members(group)
            entry = None if self.entry is None else self.entry[of]
            self.curves[key] = survival.kaplan_meier(self.time[of], self.event[of], entry=entry)
        return self.curves[key]

    def answer(self, asked: Asked, name: str) -> Numbers | None:
        """The numbers of one result."""
        if found := CURVE.match(name):
            return self._point(found, asked.level)
        if found := MEAN.match(name):
            limit = re.search(r"rmean=\s*([0-9.e+]+)", asked.method + asked.r_call)
            if limit is None:
                return None
            mean = restricted_mean(self.curve(found["group"]), float(limit[1]))
            return {"estimate": mean.estimate, "se": mean.se}
        if "survdiff" in asked.r_call or asked.statistic.startswith("log-rank"):
            assert self.group is not None
            test = log_rank(self.time, self.event, self.group)
            return {"estimate": test.estimate, "df": test.df, "p_value": test.p_value}
        if "poisson" in asked.r_call or "poisson" in asked.method:
            spent = self.time if self.entry is None else self.time - self.entry
            rate = incidence.poisson_rate(
                int(self.event.sum()), float(spent.sum()), level=asked.level
            )
            return {
                **_interval(rate),
                "events": int(self.event.sum()),
                "person_time": float(spent.sum()),
            }
        return None

    def _point(self, found: re.Match[str], level: float) -> Numbers:
        """A share at a time, or the median; before the first event R writes 1 to 1."""
        curve, scale = self.curve(found["group"]), found["scale"]
        of = self.members(found["group"])
        if found["median"]:
            median = (
                survival.survival_quantile(curve, level=level)
                if scale == "log-log"
                else others.median(curve, scale, level)  # type: ignore[arg-type]
            )
            return {**_interval(median), "n": curve.n, "events": float(self.event[of].sum())}
        points = survival.survival_at(
            curve,
            [float(found["time"])],
            level=level,
            start=None if self.entry is None else self.entry[of],
            stop=None if self.entry is None else self.time[of],
        )
        low, high = points.low, points.high
        if scale != "log-log":
            place = np.searchsorted(curve.times, points.times, side="right")
            log_se = np.concatenate([[0.0], curve.log_se])[place]
            low, high = others.confidence_limits(
                points.estimate,
                log_se,
                interval=scale,  # type: ignore[arg-type]
                level=level,
            )
        untouched = float(points.estimate[0]) == 1.0
        return {
            "estimate": points.estimate[0],
            "se": points.se[0],
            "lower": 1.0 if untouched else low[0],
            "upper": 1.0 if untouched else high[0],
            "n": curve.n,
            "at_risk": points.at_risk[0],
            "cum_events": points.cumulative_events[0],
        }


def _interval(found: survival.Estimate) -> Numbers:
    """Estimate and limits under the names of the reference."""
    return {"estimate": found.estimate, "lower": found.low, "upper": found.high}


def _named(frame: pd.DataFrame, names: re.Pattern[str]) -> Any:
    """The first column whose name fits, or None."""
    return next((c for c in frame if names.match(str(c))), None)


def _is_flag(column: pd.Series) -> bool:
    """Whether a column holds nothing but 0 and 1, or true and false."""
    known = {str(one).lower().removesuffix(".0") for one in column.dropna().unique()}
    return known <= {"0", "1"} or known <= {"true", "false"}


def _flag(column: pd.Series) -> np.ndarray[Any, Any]:
    """A flag as 0 and 1."""
    text = column.astype(str).str.lower().str.removesuffix(".0")
    return text.isin(["1", "true"]).to_numpy(dtype=np.float64)


def _ladder(case: Case, frames: list[pd.DataFrame]) -> Computed:
    """Time to the n-th touch, from a list of touches and the end of each follow-up."""
    shared = next(c for c in frames[0] if all(c in frame for frame in frames))
    events, ends = sorted(frames[:2], key=lambda frame: bool(frame[shared].is_unique))
    if events[shared].is_unique and any(TIME.match(str(c)) for c in ends):
        events, ends = ends, events
    when = next(c for c in events if c != shared)
    until = next(c for c in ends if c != shared)
    touched = events.sort_values([shared, when], kind="stable").groupby(shared)[when]
    steps: dict[int, _People] = {}

    def people(number: int) -> _People:
        if number not in steps:
            nth = touched.nth(number - 1)
            at = pd.Series(nth.to_numpy(), index=events.loc[nth.index, shared])
            time = ends[shared].map(at)
            reached = time.notna()
            stop = time.where(reached, ends[until])
            steps[number] = _People(numbers(stop), reached.to_numpy(dtype=np.float64))
        return steps[number]

    def one(asked: Asked) -> Numbers | None:
        found = STEP.match(asked.id)
        return people(int(found["number"])).answer(asked, found["rest"]) if found else None

    return each(case.asked, one)


def _competing(case: Case, frame: pd.DataFrame) -> Computed:
    """Shares that met one cause first, and what a plain curve would say instead."""
    time = _named(frame, TIME) or next(c for c in frame if pd.api.types.is_numeric_dtype(frame[c]))
    cause = next((c for c in frame if c != time and EVENT.match(str(c))), None) or next(
        c for c in frame if c != time and frame[c].nunique() < 12
    )
    stop, what = numbers(frame[time]), labels(frame[cause])
    none = _nothing_happened(case, what)
    kinds = [None if one is None or one == none else str(one) for one in what]

    def one(asked: Asked) -> Numbers | None:
        if found := INCIDENCE.match(asked.id):
            points = incidence.cumulative_incidence(
                stop, kinds, times=[float(found["time"])], level=asked.level
            )[found["cause"]]
            return {
                "estimate": points.estimate[0],
                "se": points.se[0],
                "lower": points.low[0],
                "upper": points.high[0],
            }
        if found := NAIVE.match(asked.id):
            met = np.array([kind == found["cause"] for kind in kinds], dtype=np.float64)
            curve = survival.kaplan_meier(stop, met)
            at = survival.survival_at(curve, [float(found["time"])])
            return {"estimate": 1 - at.estimate[0]}
        return None

    return each(case.asked, one)


def _nothing_happened(case: Case, what: np.ndarray[Any, Any]) -> str | None:
    """The level of the cause that means still waiting."""
    named = {
        match["cause"] for one in case.ids if (match := INCIDENCE.match(one) or NAIVE.match(one))
    }
    levels = sorted({str(one) for one in what if one is not None} - named)
    waiting = [
        one
        for one in levels
        if re.match(r"^(censor|none|still|0$|no|wait|open)", one, re.IGNORECASE)
    ]
    return (waiting or levels or [None])[0]
