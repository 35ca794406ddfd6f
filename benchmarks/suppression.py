"""How well hidden cells stay hidden, how many are hidden, and how long it takes.

Run from the root of the repository: ``python -m benchmarks.suppression [--sets 200]``.

Seeded random reports of four kinds are protected. Then an attacker that shares no code
with the library reads what is published, as plain numbers and sums, and bounds every
small count by an integer programme of its own. The target is that none is bounded within
less than k. Small tables are compared with the optimum of an exhaustive search.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

import _tables_of_counts as margins
import numpy as np
from _tables_of_counts import Numbers
from scipy.optimize import Bounds, LinearConstraint, milp

from engagekit.disclosure.solver import suppression
from engagekit.disclosure.solver.suppression import Relation

K = 5
ANSWERS = ("1", "2", "3", "4", "5")
LEVELS = ("staff", "senior", "lead")


class Attacker:
    """Knows the published numbers and the sums, and nothing else."""

    def __init__(self, names: Sequence[str], relations: Iterable[Relation]) -> None:
        self.place = {name: number for number, name in enumerate(names)}
        rows = list(relations)
        self.sums = np.zeros((len(rows), len(names)))
        for row, relation in enumerate(rows):
            self.sums[row, self.place[relation.total]] -= 1
            for part in relation.parts:
                self.sums[row, self.place[part]] += 1

    def width(self, published: dict[str, int], wanted: str) -> float:
        """How many whole numbers apart the lowest and highest possible count are."""
        low, high = np.zeros(len(self.place)), np.full(len(self.place), np.inf)
        for name, value in published.items():
            low[self.place[name]] = high[self.place[name]] = value
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(self.place))
            aim[self.place[wanted]] = sign
            found = milp(
                aim,
                integrality=np.ones(len(self.place), dtype=np.int64),
                bounds=Bounds(low, high),
                constraints=LinearConstraint(self.sums, 0, 0),
            )
            if found.x is None:
                return np.inf  # no upper end: the true table is always possible
            ends.append(round(float(found.x[self.place[wanted]])))
        return ends[1] - ends[0]

    def succeeds(self, numbers: Numbers, hidden: Iterable[str]) -> list[str]:
        """The small counts that can be bounded within less than k."""
        unseen = set(hidden)
        shown = {c.id: c.value for c in numbers.cells if c.published and c.id not in unseen}
        small = [cell.id for cell in numbers.cells if cell.primary]
        return [one for one in small if self.width(shown, one) < K]


def two_way(random: np.random.Generator, name: str = "", wide: int | None = None) -> Numbers:
    """Answers by department."""
    rows = wide or int(random.integers(3, 8))
    columns = wide or int(random.integers(2, 6))
    counts = random.poisson(random.gamma(2, 6, size=(rows, 1)), size=(rows, columns))
    departments = [f"d{number}" for number in range(rows)]
    return margins.table_relations(counts, [departments, ANSWERS[:columns]], k=K, name=name)


def three_way(random: np.random.Generator) -> Numbers:
    """Answers by department and level."""
    shape = (int(random.integers(3, 6)), 3, int(random.integers(2, 4)))
    counts = random.poisson(random.gamma(2, 4, size=(shape[0], 1, 1)), size=shape)
    departments = [f"d{number}" for number in range(shape[0])]
    return margins.table_relations(counts, [departments, LEVELS, ANSWERS[: shape[2]]], k=K)


def sharing(random: np.random.Generator) -> Numbers:
    """Three questions answered by the same people: their department totals are one number."""
    people = random.integers(4, 60, size=int(random.integers(4, 8)))
    departments = [f"d{number}" for number in range(people.size)]
    parts = []
    for question in range(3):
        counts = np.array([random.multinomial(n, random.dirichlet(np.ones(4))) for n in people])
        one = margins.table_relations(counts, [departments, ANSWERS[:4]], k=K, name=f"q{question}")
        parts.append(renamed(one, {f"q{question}/{d}|TOTAL": d for d in [*departments, "TOTAL"]}))
    return margins.merged(*parts)


def overlapping(random: np.random.Generator) -> Numbers:
    """A quarter and the year to date that follows it; both are still to be published."""
    first = random.poisson(9, size=(5, 3))
    second = first + random.poisson(random.choice([0.5, 4.0], size=(5, 1)), size=(5, 3))
    labels = [[f"d{number}" for number in range(5)], ANSWERS[:3]]
    parts = [
        margins.table_relations(first, labels, k=K, name="q1"),
        margins.table_relations(second, labels, k=K, name="ytd"),
        margins.table_relations(second - first, labels, k=K, name="new", published_margins=False),
    ]
    new = parts[2]
    parts[2] = Numbers(tuple(replace(cell, published=False) for cell in new.cells), new.relations)
    values = {cell.id: cell.value for part in parts[:2] for cell in part.cells}
    for cell in new.cells:
        own = cell.id.removeprefix("new/")
        q1, ytd = f"q1/{own}", f"ytd/{own}"
        parts.append(margins.difference(q1, values[q1], ytd, values[ytd], k=K, new_id=cell.id))
    return margins.merged(*parts)


def renamed(numbers: Numbers, names: dict[str, str]) -> Numbers:
    """The same numbers under other ids."""

    def to(one: str) -> str:
        return names.get(one, one)

    return Numbers(
        tuple(replace(cell, id=to(cell.id)) for cell in numbers.cells),
        tuple(Relation(to(r.total), tuple(map(to, r.parts))) for r in numbers.relations),
    )


def optimum(numbers: Numbers, below: float) -> tuple[float, int]:
    """Cost and size of the cheapest set that withstands, by trying all cheaper than `below`."""
    attacker = Attacker([cell.id for cell in numbers.cells], numbers.relations)
    small = [cell.id for cell in numbers.cells if cell.primary]
    free = [c for c in numbers.cells if not c.primary and c.value and c.cost is None]
    place = {cell.id: number for number, cell in enumerate(free)}
    sets = np.array(list(itertools.product((0, 1), repeat=len(free))), dtype=np.int8)
    cost = sets @ np.array([cell.value for cell in free], dtype=np.int64)
    sound = cost < below
    for relation in numbers.relations:
        members = [relation.total, *relation.parts]
        alone = sum(one in small for one in members) + sets[
            :, [place[m] for m in members if m in place]
        ].sum(axis=1)
        sound &= alone != 1
    for choice in np.flatnonzero(sound)[np.argsort(cost[sound], kind="stable")]:
        hidden = [*small, *(cell.id for cell, on in zip(free, sets[choice], strict=True) if on)]
        if not attacker.succeeds(numbers, hidden):
            return float(cost[choice]), int(sets[choice].sum())
    return below, -1


def report(random: np.random.Generator, departments: int = 14, frames: int = 34) -> Numbers:
    """A whole report: shares of the roster or of the answers, and scales, by department."""
    people = random.integers(20, 150, departments)
    answered = random.binomial(people, 0.45)
    names = [f"d{number}" for number in range(departments)]
    parts = [margins.table_relations(answered, [names], k=K, name="answered")]
    parts.append(margins.table_relations(people, [names], k=K, name="people"))
    for frame in range(frames):
        base, of = (people, "people") if frame % 3 == 0 else (answered, "answered")
        n = random.binomial(base, random.uniform(0.2, 0.9))
        parts.append(margins.table_relations(n, [names], k=K, name=f"n{frame}"))
        rest = margins.table_relations(base - n, [names], k=K, name=f"rest{frame}")
        parts.append(
            Numbers(tuple(replace(c, published=False) for c in rest.cells), rest.relations)
        )
        for one in [*names, margins.TOTAL]:
            parts.append(
                Numbers((), (Relation(f"{of}/{one}", (f"n{frame}/{one}", f"rest{frame}/{one}")),))
            )
    for scale in range(5):
        counts = np.array([random.multinomial(n, [0.05, 0.1, 0.2, 0.4, 0.25]) for n in answered])
        one = margins.table_relations(counts, [names, ANSWERS], k=K, name=f"scale{scale}")
        shared = {f"scale{scale}/{d}|TOTAL": f"answered/{d}" for d in [*names, margins.TOTAL]}
        parts.append(renamed(one, shared))
    return margins.merged(*parts)


def measured(kind: str, sets: Sequence[Numbers]) -> tuple[int, int]:
    """Protect the sets, attack them, and print a line; sets and sets that gave way."""
    seconds, gave_way, hidden, secondary, shown, unsafe = [], 0, 0, 0, 0, 0
    for numbers in sets:
        begun = time.perf_counter()
        found = suppression.protect(numbers.cells, numbers.relations, K)
        seconds.append(time.perf_counter() - begun)
        attacker = Attacker([cell.id for cell in numbers.cells], numbers.relations)
        gave_way += bool(attacker.succeeds(numbers, found.hidden))
        unsafe += not found.audited
        hidden += len(found.hidden)
        secondary += len(found.secondary)
        shown += sum(cell.published for cell in numbers.cells)
    print(
        f"{kind:<26} {len(sets):>4} sets  bounded within k: {gave_way}  not audited: {unsafe}  "
        f"hidden {hidden} of {shown} ({secondary} secondary)  "
        f"seconds: mean {np.mean(seconds):.3f}, most {max(seconds):.3f}"
    )
    return len(sets), gave_way


def beside_optimum(count: int) -> None:
    """Compare small tables with the exhaustive optimum."""
    ours = best = cells = fewest = compared = 0
    for seed in range(count):
        numbers = two_way(np.random.default_rng([7, seed]), wide=3)
        found = suppression.protect(numbers.cells, numbers.relations, K)
        if not found.secondary:
            continue
        values = {cell.id: cell.value for cell in numbers.cells}
        cost = float(sum(values[one] for one in found.secondary))
        least, size = optimum(numbers, cost + 1)
        compared += 1
        ours, best = ours + cost, best + least
        cells, fewest = cells + len(found.secondary), fewest + size
    print(
        f"beside the optimum: {compared} 3 x 3 tables, cost {ours:.0f} against {best:.0f}, "
        f"secondary cells {cells} against {fewest}"
    )


def main() -> None:
    """Print the whole benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=200)
    many = max(parser.parse_args().sets // 4, 1)
    kinds = {
        "two-way": two_way,
        "three-way": three_way,
        "sharing margins": sharing,
        "overlapping quarters": overlapping,
    }
    total = fell = 0
    for number, (kind, make) in enumerate(kinds.items()):
        sets = [make(np.random.default_rng([number, seed])) for seed in range(many)]
        tried, gave_way = measured(kind, sets)
        total, fell = total + tried, fell + gave_way
    print(f"all: {fell} of {total} sets with a small count bounded within less than {K}")
    beside_optimum(30)
    for seed in range(3):
        numbers = report(np.random.default_rng([9, seed]))
        begun = time.perf_counter()
        found = suppression.protect(numbers.cells, numbers.relations, K)
        print(
            f"whole report: {len(numbers.cells)} cells, {len(numbers.relations)} relations, "
            f"{sum(cell.primary for cell in numbers.cells)} small, "
            f"{len(found.secondary)} secondary, audited {found.audited}, "
            f"{time.perf_counter() - begun:.2f} s"
        )


if __name__ == "__main__":
    main()
