"""Unknown counts of people with what print says of them, and the bounds that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

BIG = 1_000_000
"""More than any count: a platform of a small library is used some ten thousand times."""
ROUNDING = 1e-6
Unknown = tuple[Any, ...]
Aim = tuple[tuple[Unknown, float], ...]
Row = tuple[dict[int, float], float, float]


@dataclass
class Mind:
    """Unknowns with the ranges that print gives them, and equations between them."""

    place: dict[Unknown, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
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
        found = []
        for sign in (1, -1):
            done = self._solved(near, rows, {at: sign * one for at, one in weights.items()})
            if done.status != 0:
                if self.careful:  # some number was rounded more widely than the finest guess
                    ends = self.careful.bounds(aim)
                    self.contradicted |= self.careful.contradicted
                    return ends
                self.contradicted.update(name for name, _ in aim)
                return 0, BIG  # printed numbers that contradict one another tell nothing
            found.append(round(sign * done.fun))
        return found[0], found[1]

    def contradictions(self) -> set[Unknown]:
        """Return an unknown of every part in which what is printed cannot be true together.

        Such a part proves nothing: whatever is asked of it, no answer comes.
        """
        if self.careful:
            return self.careful.contradictions()
        called = {at: name for name, at in self.place.items()}
        known = {at for at in called if self.low[at] == self.high[at]}
        found = {called[at] for at in called if self.low[at] > self.high[at]}
        for parts, low, high in self.rows:
            if parts.keys() <= known:
                total = sum(weight * self.low[at] for at, weight in parts.items())
                if not low - ROUNDING <= total <= high + ROUNDING:
                    found.add(called[next(iter(parts))])
        seen = set(known)
        for at in called:
            if at not in seen:
                near, rows = self._near({at})
                seen |= near
                if self._solved(near, rows, {}, whole=False).status != 0:
                    found.add(called[at])
        return found

    def _solved(
        self, near: set[int], rows: list[Row], weights: Mapping[int, float], *, whole: bool = True
    ) -> OptimizeResult:
        """Return the least value of a sum of unknowns that hang together by some equations."""
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
        return milp(
            cost,
            bounds=Bounds([self.low[at] for at in order], [self.high[at] for at in order]),
            integrality=np.full(len(order), int(whole)),
            constraints=limits if rows else None,
        )

    def _near(self, start: set[int]) -> tuple[set[int], list[Row]]:
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
