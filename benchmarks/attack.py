"""What an outsider learns from board copies alone, and what they still show.

Run from the root of the repository: ``python -m benchmarks.attack [--budget small|large]``.

The attacker reads ``board/results.json`` of every report that was made, in the order in which they
were, and nothing else of the project: no cell, no ledger, no record of a measure. Each count of
people is an unknown whole number; each printed number, with its rounding, is a range of it; what
words mean are equations. An integer programme of its own bounds every count, every rest of a base
and every difference of nested periods. Told is a count that is bounded within fewer than ``K``
values and that the private copy says is 1 to ``K`` - 1.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

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
STAFF = ("reach", "funding per head", "funding", "people by number of touches", "champions")
Unknown = tuple[Any, ...]
Aim = tuple[tuple[Unknown, float], ...]


@dataclass
class Mind:
    """Unknowns with the ranges that print gives them, and equations between them."""

    place: dict[Unknown, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

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
    n = {"response rate (AAPOR RR2)": "answered"}.get(measure, measure)
    return (n, number["period"], group), (base, number["period"], whole)


def printed(number: Mapping[str, Any], base: tuple[float, float]) -> tuple[float, float]:
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
    step = next(
        s
        for s in (0.5, 0.25, 0.2, 0.1, 0.05, 0.02, 0.01, 0.0)
        if not s or _is_on(number["value"], s)
    )
    low, high = (number["value"] - step / 2, number["value"] + step / 2)
    return math.ceil(max(low, 0) * base[0] - 1e-9), math.floor(min(high, 1) * base[1] + 1e-9)


def _is_on(value: float, step: float) -> bool:
    """Return whether a share may have been rounded to a step; the widest one that fits is taken."""
    return abs(value / step - round(value / step)) < 1e-6


def read(copies: Iterable[Mapping[str, Any]]) -> Mind:
    """Return what board copies tell together."""
    mind = Mind()
    numbers = [number for copy in copies for number in copy["numbers"]]
    for number in numbers:
        both = names(number)
        if both and number["base"] is not None:
            mind.within(both[1], number["base"], number["base"])
    groups: dict[tuple[str, str, str], set[Unknown]] = defaultdict(set)
    for number in numbers:
        both = names(number)
        if not both:
            continue
        n, base = both
        at = mind.at(base)
        if number["unit"] in ("share", "count"):
            mind.within(n, *printed(number, (mind.low[at], mind.high[at])))
            if number["unit"] == "share":
                mind.tie({n: 1.0, base: -1.0}, -BIG, 0.0)
        for name in both:
            if len(name[2]) == 1 and name[2][0][0] in ("department", "role_level", "site"):
                groups[name[0], name[1], name[2][0][0]].add(name)
    _sums(mind, copies, groups)
    _partitions(mind, numbers)
    _words(mind)
    return mind


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
                if whole in mind.place:
                    mind.tie({whole: -1.0, **dict.fromkeys(parts, 1.0)})
    for (kind, period, _), parts in groups.items():
        # briefs: whatever groups were told anywhere are some of the whole
        plain = {name for name in parts if not str(name[2][0][1]).startswith("other ")}
        if (kind, period, ()) in mind.place:
            mind.tie({(kind, period, ()): -1.0, **dict.fromkeys(plain, 1.0)}, -BIG, 0.0)


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
        if measure.startswith("people by"):
            mind.tie({base: 1.0, ("staff", base[1], base[2]): -1.0})
    for (measure, period, group), _ in list(mind.place.items()):
        if measure == "people by rung" and dict(group).get("answer") == "champion":
            mind.tie({(measure, period, group): 1.0, ("champions", period, ()): -1.0})


def _words(mind: Mind) -> None:
    """Answers to one question are some of all answers; champions are those before, moved."""
    for name in list(mind.place):
        if name[0] in ("opinions", "recommendations", "base of sees the value"):
            mind.tie({name: 1.0, ("answered", name[1], name[2]): -1.0}, -BIG, 0.0)
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
        mind.tie({short: 1.0, long: -1.0}, -BIG, 0.0)


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
    for n in list(mind.place):
        base = next(
            (b for b in (("staff", *n[1:]), (SURVEY.get(n[0], f"base of {n[0]}"), *n[1:]))
             if b in mind.place and b != n), None,
        )  # fmt: skip
        if base:
            yield ((base, 1.0), (n, -1.0))
    for short, long in _nested(mind):
        yield ((long, 1.0), (short, -1.0))


def told(mind: Mind, truth: Mind) -> list[tuple[Aim, int, int]]:
    """Return what is bounded within fewer than ``K`` values and is 1 to ``K`` - 1 people."""
    found = []
    for aim in aims(mind):
        if not all(name in truth.place for name, _ in aim):
            continue
        exact = [(truth.low[truth.at(name)], truth.high[truth.at(name)]) for name, _ in aim]
        if any(low != high for low, high in exact):
            continue
        real = sum(weight * low for (_, weight), (low, _) in zip(aim, exact, strict=True))
        if 0 < real < K:
            low, high = mind.bounds(aim)
            if high - low + 1 < K:
                found.append((aim, low, high))
    return found


def shown(board: Mapping[str, Any], private: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a board copy still tells: departments, bias, sections, numbers."""
    true = {number["id"]: number for number in private["numbers"]}
    groups = [
        (number, true.get(number["id"]))
        for number in private["numbers"]
        if number["section"] == "satisfaction"
        and number["group"].get("department", "All") not in ("All", "Not stated")
        and (number["base"] or 0) >= K
    ]  # fmt: skip
    by_id = {number["id"]: number for number in board["numbers"]}
    told_, whole = [], []
    for number, _ in groups:
        whole.append(number["value"])
        seen = by_id.get(number["id"])
        if seen is None:
            continue
        if seen["value"] is not None:
            told_.append(seen["value"])
        elif seen["recoded"]:
            ends = (seen["at_least"] or 0.0, 1.0 if seen["at_most"] is None else seen["at_most"])
            told_.append(sum(ends) / 2)
    told_numbers = [n for n in board["numbers"] if n["value"] is not None or n["recoded"]]
    sections = [{part["name"] for part in copy["sections"]} for copy in (private, board)]
    return {
        "departments": f"{len(told_)}/{len(whole)}",
        "bias": (np.mean(told_) - np.mean(whole)) * 100 if told_ else float("nan"),
        "sections": f"{len(sections[1])}/{len(sections[0])}",
        "numbers": f"{len(told_numbers)}/{len(private['numbers'])}",
    }


@dataclass(frozen=True)
class Run:
    """One report to be made."""

    period: str = "FY2026-27 Q2"
    notebook: str = "quarterly_report"
    out: str = "reports"
    language: str = "en"
    each: str | None = None


Q = [f"FY{y} Q{n}" for y, n in (("2025-26", 3), ("2025-26", 4), ("2026-27", 1), ("2026-27", 2))]
BOOKS = ["02_reach", "03_touches_and_trust", "04_champions", "05_survey", "06_events_and_channels",
         "07_followup_and_stories", "08_love_and_funding"]  # fmt: skip
SCENARIOS: dict[str, list[Run]] = {
    "four consecutive quarters": [Run(one) for one in Q],
    "ranges that nest and overlap": [
        Run(), Run("2026-07-01..2026-09-28"), Run("2026-08-01..2026-09-30"), Run("FY2025-26"),
    ],
    "notebooks": [Run(), *(Run(notebook=one) for one in BOOKS)],
    "notebooks, the other way round": [*(Run(notebook=one) for one in BOOKS[::-1]), Run()],
    "briefs beside the whole": [
        Run(each="department", notebook="department_brief"), Run(),
    ],
    "two languages": [Run(), Run(language="fr", out="rapports")],
    "two outputs": [Run("FY2026-27 Q1"), Run(out="elsewhere")],
    "a survey told twice": [Run("FY2025-26 Q3"), Run("FY2025-26 Q4"), Run("FY2026-27 Q1")],
}  # fmt: skip
SMALL = ("ranges that nest and overlap",)


def attack(project: Path, runs: Sequence[Run]) -> dict[str, Any]:
    """Make the reports of a scenario in a project and attack their board copies."""
    from engagekit.reporting.report import report

    boards, privates, seconds = [], [], []
    for run in runs:
        out = project / run.out
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*results.json")}
        began = time.perf_counter()
        report(
            run.period, data=project / "data" / "sample", out=out, each=run.each,
            notebook=project / "notebooks" / f"{run.notebook}.ipynb", language=run.language,
            formats=["xlsx"],
        )  # fmt: skip
        seconds.append(time.perf_counter() - began)
        for path in sorted(out.rglob("*results.json")):
            if before.get(path) != path.stat().st_mtime_ns:
                copy = json.loads(path.read_text("utf-8"))
                (boards if path.parent.name == "board" else privates).append(copy)
    found = told(read(boards), read(privates))
    same = ("notebook", "language")
    last = shown(
        boards[-1],
        next(
            copy
            for copy in privates[::-1]
            if all(copy["report"][name] == boards[-1]["report"][name] for name in same)
            and copy["report"]["period"] == boards[-1]["report"]["period"]
        ),
    )
    return {"told": len(found), "what": found, **last, "seconds": seconds, "boards": len(boards)}


def fresh(folder: Path) -> Path:
    """Copy the sample project."""
    root = Path(__file__).parents[1]
    shutil.copytree(root / "data" / "sample", folder / "data" / "sample")
    shutil.copytree(root / "notebooks", folder / "notebooks")
    shutil.copy(root / "engagekit.toml", folder)
    return folder


def main() -> None:
    """Print a row a scenario."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--budget", choices=("small", "large"), default="small")
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    wanted = SMALL if given.budget == "small" else tuple(SCENARIOS)
    print("scenario | copies | told | departments | bias, points | sections | numbers | seconds")
    for name in wanted:
        if given.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            result = attack(fresh(Path(folder)), SCENARIOS[name])
        print(
            f"{name} | {result['boards']} | {result['told']} | {result['departments']} | "
            f"{result['bias']:+.1f} | {result['sections']} | {result['numbers']} | "
            f"{', '.join(f'{one:.0f}' for one in result['seconds'])}",
            flush=True,
        )
        for aim, low, high in result["what"]:
            print("   ", aim, low, high)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
