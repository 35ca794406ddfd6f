"""Somebody who holds board copies and nothing else, and what can be worked out from them.

Written apart from the protector. Each count of people is an unknown whole number; each printed
number, with its rounding, is a range of it; what words mean are equations. An integer programme
bounds every count, every rest of a base, every part of a whole and every step of what only grows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.stats import t as student

K = 5
BIG = 10_000
PARTITIONS = ("people by rung", "people by movement", "people by how contact stands",
              "people by number of touches", "answers")  # fmt: skip
OF_THINGS = ("promises", "stories", "initiatives", "departments", "events", "rows", "asks", "days",
             "touches", "needs", "newsletter", "organisation", "planned", "questions", "share of",
             "time for", "counted", "open promises", "work", "spend", "acts", "kinds",
             "replacement", "parity", "points", "rank", "straight", "slope", "chance",
             "difference before", "after to", "high s", "low s")  # fmt: skip
SURVEY = {"satisfaction": "opinions", "mean score": "opinions", "lowest answers": "opinions",
          "net promoter": "recommendations", "promoters": "recommendations",
          "detractors": "recommendations"}  # fmt: skip
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
OF_MEANS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
CUMULATIVE = ("trust at this touch", "trust by touches so far", "came back",
              "people met by what came first")  # fmt: skip
SCALE, GAPS = range(1, 6), range(-4, 5)
SCORED = {"mean score": SCALE, "mean answer": SCALE, "item level": SCALE,
          "gap to importance": GAPS, "adequacy gap": GAPS, "superiority gap": GAPS}  # fmt: skip
STAFF = ("reach", "funding per head", "funding", "people by number of touches", "champions")
COLUMNS = ("department", "role_level", "site")
Unknown = tuple[Any, ...]
Aim = tuple[tuple[Unknown, float], ...]


@dataclass
class Mind:
    """Unknowns with the ranges that print gives them, and equations between them."""

    place: dict[Unknown, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    parts: dict[tuple[Unknown, Unknown], None] = field(default_factory=dict)
    contradicted: set[Unknown] = field(default_factory=set)
    finest: bool = True
    careful: Mind | None = None

    def at(self, name: Unknown) -> int:
        """Return the place of an unknown."""
        if name not in self.place:
            self.place[name] = len(self.place)
            self.low.append(0.0)
            self.high.append(float(BIG))
        return self.place[name]

    def within(self, name: Unknown, low: float, high: float) -> None:
        """Narrow an unknown to what is printed."""
        at = self.at(name)
        self.low[at], self.high[at] = max(self.low[at], low), min(self.high[at], high)

    def tie(self, parts: Mapping[Unknown, float], low: float = 0.0, high: float = 0.0) -> None:
        """Add an equation, or a range of a sum."""
        self.rows.append(({self.at(name): weight for name, weight in parts.items()}, low, high))

    def part(self, part: Unknown, whole: Unknown) -> None:
        """Say that some people are among others: what is left of these is a count as well."""
        if (part, whole) not in self.parts and part != whole:
            self.parts[part, whole] = None
            self.tie({part: 1.0, whole: -1.0}, -BIG, 0.0)

    def bounds(self, aim: Aim) -> tuple[int, int]:
        """Return the least and the largest value of a sum of unknowns."""
        weights = {self.at(name): weight for name, weight in aim}
        near, rows = self._near(set(weights))
        order = {at: number for number, at in enumerate(sorted(near))}
        cost = np.zeros(len(order))
        for at, weight in weights.items():
            cost[order[at]] += weight
        data = [(r, order[at], w) for r, (part, _, _) in enumerate(rows) for at, w in part.items()]
        matrix = csr_array(
            ([w for *_, w in data], ([r for r, *_ in data], [c for _, c, _ in data])),
            shape=(len(rows), len(order)),
        )
        limits = LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows])
        ends = Bounds([self.low[at] for at in sorted(near)], [self.high[at] for at in sorted(near)])
        found = []
        for sign in (1, -1):
            done = milp(
                sign * cost,
                bounds=ends,
                integrality=np.ones(len(order)),
                constraints=limits if rows else None,
            )
            if done.status != 0:
                if self.careful:  # some number was rounded more widely than the finest guess
                    ends = self.careful.bounds(aim)
                    self.contradicted |= self.careful.contradicted
                    return ends
                self.contradicted.update(name for name, _ in aim)
                return 0, BIG  # printed numbers that contradict one another tell nothing
            found.append(round(sign * done.fun))
        return found[0], found[1]

    def _near(
        self, start: set[int]
    ) -> tuple[set[int], list[tuple[dict[int, float], float, float]]]:
        """Return what hangs together with some unknowns, through unknowns that are not printed."""
        beside = defaultdict(list)
        for number, (part, _, _) in enumerate(self.rows):
            for at in part:
                beside[at].append(number)
        near, used, waiting = set(start), set[int](), list(start)
        while waiting:
            at = waiting.pop()
            if self.low[at] == self.high[at] and at not in start:
                continue
            for number in set(beside[at]) - used:
                used.add(number)
                waiting += set(self.rows[number][0]) - near
                near |= set(self.rows[number][0])
        return near, [self.rows[number] for number in sorted(used)]


def names(number: Mapping[str, Any]) -> tuple[Unknown, Unknown] | None:
    """Return what a reader calls the count and the base of a printed number."""
    measure = str(number["measure"])
    if measure.startswith(OF_THINGS):
        return None
    group = tuple(sorted((k, v) for k, v in number["group"].items() if v != "All"))
    split = {"answer", "touch_number"} if measure in PARTITIONS else set()
    whole = tuple(part for part in group if part[0] not in split)
    base = "staff" if measure in STAFF else SURVEY.get(measure, f"base of {measure}")
    if measure.endswith("per contact reached"):
        return None
    if measure == "people with so many touches":  # out of all who came, whatever is left of them
        whole = tuple(part for part in group if part[0] != "months")
    n = {"response rate (AAPOR RR2)": "answered"}.get(measure, measure)
    return (n, number["period"], group), (base, number["period"], whole)


def printed(
    number: Mapping[str, Any], base: tuple[float, float], *, finest: bool = True
) -> tuple[float, float]:
    """Return the range of the count behind a share, given that of its base."""
    if number["n"] is not None:
        return number["n"], number["n"]
    if number["at_least"] is not None or number["at_most"] is not None:
        low, high = number["at_least"] or 0.0, number["at_most"]
        if number["unit"] == "count":
            return low, BIG if high is None else high
        return math.ceil(low * base[0] - 1e-9), math.floor(
            (1 if high is None else high) * base[1] + 1e-9
        )
    if number["value"] is None or number["unit"] != "share":
        return 0, BIG
    step = step_of(number["value"], base[1], STEPS, finest=finest)
    low, high = (number["value"] - step / 2, number["value"] + step / 2)
    if step and not 0 < number["value"] < 1:
        low, high = number["value"] - step, number["value"] + step
    return math.ceil(max(low, 0) * base[0] - 1e-9), math.floor(min(high, 1) * base[1] + 1e-9)


def step_of(value: float, base: float, steps: Sequence[float], *, finest: bool = True) -> float:
    """Return the finest or widest step on which a number of a base may be rounded, 0 for none.

    The rule of the protector is public: a step leaves room for ``K`` counts of the base.
    """
    fine = [step for step in steps if step * base >= K - 1e-9 and _is_on(value, step)]
    return 0.0 if not fine else fine[0] if finest else fine[-1]


def _is_on(value: float, step: float) -> bool:
    """Return whether a number may have been rounded to a step."""
    return abs(value / step - round(value / step)) < 1e-6


def read(copies: Sequence[Mapping[str, Any]]) -> Mind:
    """Return what board copies tell together, each number rounded as finely as it may have been.

    Where that cannot be, as widely.
    """
    mind = _read(copies, Mind())
    mind.careful = _read(copies, Mind(finest=False))
    return mind


def _read(copies: Sequence[Mapping[str, Any]], mind: Mind) -> Mind:
    copies = [_of_part(copy) for copy in copies]
    numbers = [number for copy in copies for number in copy["numbers"]]
    for number in numbers:
        both = names(number)
        is_whole = number["group"].get("months", "0") == "0"
        if both and number["base"] is not None and is_whole:
            mind.within(both[1], number["base"], number["base"])
    groups: dict[tuple[str, str, str], set[Unknown]] = defaultdict(set)
    for number in numbers:
        both = names(number)
        if not both:
            continue
        n, base = both
        at = mind.at(base)
        if number["unit"] in ("share", "count"):
            mind.within(n, *printed(number, (mind.low[at], mind.high[at]), finest=mind.finest))
            if number["unit"] == "share":
                mind.part(n, base)
        for name in both:
            if len(name[2]) == 1 and name[2][0][0] in COLUMNS:
                groups[name[0], name[1], name[2][0][0]].add(name)
    _sums(mind, copies, groups)
    _partitions(mind, numbers)
    _words(mind)
    _scores(mind, numbers)
    _grown(mind)
    _listed(mind, copies)
    return mind


def _of_part(copy: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a copy in which the numbers of a brief say of whom they are."""
    scope = {k: v for k, v in copy.get("parameters", {}).items() if k in COLUMNS and v}
    numbers = [{**number, "group": {**scope, **number["group"]}} for number in copy["numbers"]]
    return {**copy, "numbers": numbers}


def _sums(
    mind: Mind,
    copies: Iterable[Mapping[str, Any]],
    groups: Mapping[tuple[str, str, str], set[Unknown]],
) -> None:
    """Departments of one table are all; those that stand as "other" are the rest of them."""
    for copy in copies:
        tables: dict[tuple[str, str, str, str], set[tuple[Unknown, Unknown]]] = defaultdict(set)
        for number in copy["numbers"]:
            both = names(number)
            if both and len(both[0][2]) == 1 and set(number["group"]) == {both[0][2][0][0]}:
                key = (number["section"], number["measure"], number["period"], both[0][2][0][0])
                tables[key].add(both)
        for table in tables.values():
            if len(table) < 2 or any(n[0].startswith("funding") for n, _ in table):
                continue
            for which in (0, 1):
                parts = {pair[which] for pair in table}
                kind, period, _ = next(iter(parts))
                whole = (kind, period, ())
                if whole in mind.place and whole not in parts:
                    mind.tie({whole: -1.0, **dict.fromkeys(parts, 1.0)})
    every: dict[str, set[str]] = defaultdict(set)
    for (_, _, column), parts in groups.items():
        every[column] |= {name[2][0][1] for name in parts if not _is_rest(name)}
    for (kind, period, column), parts in groups.items():
        # briefs: whatever groups were told anywhere are some of the whole, all of them all of it
        plain = {name for name in parts if not _is_rest(name)}
        if (kind, period, ()) in mind.place:
            is_all = {name[2][0][1] for name in plain} == every[column] and kind != "funding"
            whole = {(kind, period, ()): -1.0, **dict.fromkeys(plain, 1.0)}
            mind.tie(whole, 0.0 if is_all and _add_up(mind, period, column, every) else -BIG, 0.0)


def _is_rest(name: Unknown) -> bool:
    """Return whether a group stands for several that are not told apart."""
    return str(name[2][0][1]).startswith(("other ", "autres "))


def _add_up(mind: Mind, period: str, column: str, every: Mapping[str, set[str]]) -> bool:
    """Return whether the staff of all groups is the whole staff: then nobody is in two or none."""
    whole, parts = ("staff", period, ()), [("staff", period, ((column, g),)) for g in every[column]]
    if whole not in mind.place or not all(part in mind.place for part in parts):
        return False
    at = [mind.place[name] for name in (whole, *parts)]
    known = all(mind.low[one] == mind.high[one] for one in at)
    return known and mind.low[at[0]] == sum(mind.low[one] for one in at[1:])


def _partitions(mind: Mind, numbers: Sequence[Mapping[str, Any]]) -> None:
    """Everybody has one answer, one rung, one number of touches."""
    parts: dict[tuple[str, Unknown], set[Unknown]] = defaultdict(set)
    for number in numbers:
        both = names(number)
        if both and number["measure"] in PARTITIONS:
            parts[number["measure"], both[1]].add(both[0])
    for (measure, base), members in parts.items():
        mind.tie({base: -1.0, **dict.fromkeys(members, 1.0)})
        if measure == "people by number of touches":
            met = {n for n in members if dict(n[2])["touch_number"] != "0"}
            mind.tie({("reach", base[1], base[2]): -1.0, **dict.fromkeys(met, 1.0)})
        if measure == "people by how contact stands":
            met = {n for n in members if dict(n[2])["answer"] in ("new", "kept", "regained")}
            mind.tie({("reach", base[1], base[2]): -1.0, **dict.fromkeys(met, 1.0)})
        if measure.startswith("people by") and base[0] != "staff":
            mind.tie({base: 1.0, ("staff", base[1], base[2]): -1.0})
    for (measure, period, group), _ in list(mind.place.items()):
        if measure == "people by rung" and dict(group).get("answer") == "champion":
            mind.tie({(measure, period, group): 1.0, ("champions", period, ()): -1.0})


def _words(mind: Mind) -> None:
    """Answers to one question are some of all answers; champions are those before, moved."""
    for name in list(mind.place):
        if name[0] in ("opinions", "recommendations", "base of sees the value"):
            mind.part(name, ("answered", name[1], name[2]))
    for name in list(mind.place):
        if name[0] == "promoters":
            base = ("recommendations", *name[1:])
            mind.tie({name: 1.0, ("detractors", *name[1:]): 1.0, base: -1.0}, -BIG, 0.0)
        if name[0] == "lowest answers":
            mind.tie({name: 1.0, ("satisfaction", *name[1:]): 1.0, ("opinions", *name[1:]): -1.0},
                     -BIG, 0.0)  # fmt: skip
    quarters = sorted({p for k, p, g in mind.place if k == "champions" and not g and "Q" in str(p)})
    for before, now in pairwise(quarters):
        flows = {
            name: 1.0 if name[0] == "champions joined" else -1.0
            for name in list(mind.place)
            if name[1] == now and name[0].startswith(("champions joined", "champions lost"))
        }
        if flows:
            mind.tie({("champions", now, ()): -1.0, ("champions", before, ()): 1.0, **flows})
    for short, long in _nested(mind):
        mind.part(short, long)


def _scores(mind: Mind, numbers: Sequence[Mapping[str, Any]]) -> None:
    """A mean of a base is a sum of scores, its range a sum of squares."""
    for number in numbers:
        values, base = SCORED.get(number["measure"]), number["base"]
        group = number["group"]
        if not values or number["value"] is None or not base or group.get("item") == "All":
            continue
        about = tuple(sorted((k, v) for k, v in group.items() if v != "All"))
        by_score = {v: ("score", number["measure"], number["period"], about, v) for v in values}
        for name in by_score.values():
            mind.within(name, 0, base)
        mind.tie(dict.fromkeys(by_score.values(), 1.0), base, base)
        mean = number["value"]
        step = step_of(mean, base, OF_MEANS, finest=mind.finest)
        room = (step / 2 + 1e-9) * base
        mind.tie({name: float(v) for v, name in by_score.items()}, mean * base - room,
                 mean * base + room)  # fmt: skip
        if number["low"] is not None and base > 1:
            widest = (number["high"] - number["low"]) / 2
            outward = max(
                step_of(number[end], base, OF_MEANS, finest=mind.finest) for end in ("low", "high")
            )
            spread = [half * math.sqrt(base) / student.ppf(0.975, base - 1)
                      for half in (max(widest - (outward if step else 0), 0), widest)]  # fmt: skip
            least, most = (sd**2 * (base - 1) for sd in spread)
            mind.tie({name: (v - mean) ** 2 for v, name in by_score.items()}, least - 1e-6 * base,
                     most + base * (step / 2) ** 2 + 1e-6 * base)  # fmt: skip
        if number["measure"] == "mean score":
            place = number["period"], about
            mind.tie({("satisfaction", *place): -1.0, by_score[4]: 1.0, by_score[5]: 1.0})
            mind.tie({("lowest answers", *place): -1.0, by_score[1]: 1.0, by_score[2]: 1.0})


def _grown(mind: Mind) -> None:
    """What is counted up to a day or a month only grows: each step is a count."""
    by_group: dict[tuple[str, Unknown], set[str]] = defaultdict(set)
    by_month: dict[tuple[str, str, Unknown], dict[int, Unknown]] = defaultdict(dict)
    for kind, *where in list(mind.place):
        if kind == "score" or len(where) != 2:
            continue
        period, group = where
        months = dict(group).get("months")
        if months is not None and str(months).isdigit():
            rest = tuple(part for part in group if part[0] != "months")
            by_month[kind, period, rest][int(months)] = (kind, period, group)
        elif str(kind).removeprefix("base of ") in CUMULATIVE and "Q" in str(period):
            by_group[kind, group].add(period)
    for (kind, group), periods in by_group.items():
        touch = dict(group).get("touch", "")
        if kind != "trust at this touch" and touch != "7+":
            continue  # who came without trust, or has so many touches today, goes on to the next
        for before, now in pairwise(sorted(periods)):
            mind.part((kind, before, group), (kind, now, group))
    for steps in by_month.values():
        for early, late in pairwise(sorted(steps)):
            if not str(steps[early][0]).startswith("base of "):
                mind.part(steps[early], steps[late])


def _listed(mind: Mind, copies: Sequence[Mapping[str, Any]]) -> None:
    """Events in a listing: who stayed away was registered, who is not known came."""
    for copy in copies:
        period = copy["report"]["period"].get("label", "")  # a notebook on files has none
        for section in copy["sections"]:
            if section["kind"] != "listing":
                continue
            for at, row in enumerate(section["rows"]):
                about = (section["name"], str(row.get("title")), str(row.get("on")), at)
                names_ = {
                    column: ("listed", column, period, about)
                    for column in ("registered", "attended", "no_show", "unidentified")
                    if isinstance(row.get(column), int | None) and "registered" in row
                }
                for column, name in names_.items():
                    if row[column] is not None:
                        mind.within(name, row[column], row[column])
                for part, whole in (("no_show", "registered"), ("unidentified", "attended")):
                    if {part, whole} <= names_.keys():
                        mind.part(names_[part], names_[whole])


def _days(period: str) -> tuple[str, str] | None:
    """Return first and last month of a period of a fiscal year that begins in April, as days."""
    if ".." in period:
        first, last = period.split("..")
        return first, last
    if not period.startswith("FY"):
        return None
    year = int(period[2:6])
    if " Q" not in period:
        return f"{year}-04-01", f"{year + 1}-03-31"
    number = int(period[-1])
    start = 4 + 3 * (number - 1)
    first = f"{year + (start > 12)}-{(start - 1) % 12 + 1:02}-01"
    return first, f"{year + (start + 2 > 12)}-{(start + 1) % 12 + 1:02}-31"


def _nested(mind: Mind) -> Iterator[tuple[Unknown, Unknown]]:
    """Yield who was reached within days that lie within others."""
    met = [name for name in mind.place if name[0] == "reach" and name[1] and _days(str(name[1]))]
    for one, other in combinations(met, 2):
        if one[2] != other[2] or one[1] == other[1]:
            continue
        a, b = _days(str(one[1])), _days(str(other[1]))
        assert a and b
        if b[0] <= a[0] and a[1] <= b[1]:
            yield one, other
        elif a[0] <= b[0] and b[1] <= a[1]:
            yield other, one


def aims(mind: Mind) -> Iterator[Aim]:
    """Yield every count, every rest of a base, and what lies between nested periods."""
    for name in list(mind.place):
        yield ((name, 1.0),)
    for part, whole in mind.parts:
        yield ((whole, 1.0), (part, -1.0))


def told(
    mind: Mind, truth: Mind, further: Mapping[Unknown, int] | None = None
) -> list[tuple[Aim, int, int]]:
    """Return what is bounded within fewer than ``K`` values and is 1 to ``K`` - 1 people.

    Parameters
    ----------
    mind : Mind
        What board copies tell.
    truth : Mind
        What the private ones tell.
    further : mapping, optional
        True counts that not even these print: how many gave each score.
    """
    for name, value in (further or {}).items():
        truth.within(name, value, value)
    found = []
    for aim in dict.fromkeys(aims(mind)):
        if not all(name in truth.place for name, _ in aim):
            continue
        exact = [(truth.low[truth.at(name)], truth.high[truth.at(name)]) for name, _ in aim]
        if any(low != high for low, high in exact):
            continue
        real = sum(weight * low for (_, weight), (low, _) in zip(aim, exact, strict=True))
        if 0 < real < K:
            low, high = mind.bounds(aim)
            if high - low + 1 < K and low <= real <= high:
                found.append((aim, low, high))
    return found
