"""What a reader of published board copies can work out: ``python benchmarks/attack.py REPORTS``.

REPORTS is a folder of reports. Every ``board/data/results.json`` below it is read, whatever its
period, language or department, and nothing else. Each count that a row speaks of is an unknown
whole number; what the row tells of it (a share in whole per cents, a band, an end, a count rounded
to 5) bounds it; the same count in two files is one unknown; the groups of each table add up to its
total. Integer programmes then look for the least and the greatest value of each count. A count of
1 to 4 that can have one value alone is pinned.

``python benchmarks/attack.py --firms 30`` publishes and reads made-up firms of 60 to 300 people.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from engagekit.disclosure import protect
from engagekit.disclosure.rules import LEAST_ANSWERS, ROUND_TO
from engagekit.measures import registry
from engagekit.reporting.document.results import period_of, rows_of
from engagekit.settings.periods import quarters_between

ALL, OTHERS = "All", ("other ", "autres ", "Other ", "Autres ")
GROUPS = ("department", "role_level", "cost_centre", "site")
NOT_GROUPS = frozenset(
    ["measure", "unit", "basis", "method", "suppressed", "estimate", "low", "high", "n", "base",
     "population", "section", "recoded", "at_least", "at_most", "previous", "note"]
)  # fmt: skip
K, MOST = 5, 5_000
HALF = 0.005
"""Half a whole per cent, to which shares are rounded."""
Key = tuple[str, ...]


@dataclass
class Table:
    """All that was told of one measure in one period: an unknown count and base a group."""

    rows: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The groups by the section in which they stand beside one another."""


def told(folder: Path, copy: str = "board") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each row of a measure in the copies of one kind below a folder, with its period."""
    for place in sorted(folder.rglob(f"{copy}/**/results.json")):
        document = json.loads(place.read_text(encoding="utf-8"))
        period = str(document["report"]["period"].get("label", ""))
        for section in document["sections"]:
            if section["kind"] == "measure":
                group = {**section.get("group", {})}
                span = section.get("period", {}).get("label", period)
                for row in section["rows"]:
                    yield span, {**group, **row, "section": f"{place}/{section['name']}"}


def tables(rows: Iterator[tuple[str, Mapping[str, Any]]]) -> dict[Key, Table]:
    """Return what was told by measure, period and column of groups."""
    found: dict[Key, Table] = defaultdict(Table)
    for period, row in rows:
        columns = [name for name in row if name not in NOT_GROUPS and name != "period"]
        others = [f"{name}={row[name]}" for name in columns if name not in GROUPS]
        groups = [name for name in columns if name in GROUPS and row[name] is not None]
        if row.get("unit") != "share" or len(groups) > 1:
            continue
        column = groups[0] if groups else ""
        label = str(row[column]) if column else ALL
        when = str(row.get("period") or period)
        part = others[-1] if others and not column else ""
        beside = others if column else others[:-1]
        key = (str(row["measure"]), when, column or part.partition("=")[0], *beside)
        name = part or label
        if name.startswith(OTHERS):  # whom it stands for differs from one section to the next
            name = f"{name} in {row['section']}"
        found[key].rows[name].append(row)
        found[key].parts[row["section"]].add(name)
    return found


@dataclass
class Programme:
    """Bounds and sums over whole numbers."""

    names: list[str] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    sums: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def add(self, name: str) -> int:
        self.names.append(name)
        self.low.append(0)
        self.high.append(MOST)
        return len(self.names) - 1

    def bound(self, place: int, low: float, high: float) -> None:
        self.low[place] = max(self.low[place], low)
        self.high[place] = min(self.high[place], high)

    def ends(self, place: int) -> tuple[int, int] | None:
        """Return the least and the greatest value of an unknown, None where nothing fits."""
        size = len(self.names)
        matrix = np.zeros((len(self.sums), size))
        for at, (parts, _, _) in enumerate(self.sums):
            for where, factor in parts.items():
                matrix[at, where] = factor
        limits = LinearConstraint(
            matrix, [low for _, low, _ in self.sums], [h for *_, h in self.sums]
        )
        found = []
        for sign in (1, -1):
            aim = np.zeros(size)
            aim[place] = sign
            answer = milp(aim, constraints=[limits], bounds=Bounds(self.low, self.high),
                          integrality=np.ones(size), options={"time_limit": 5})  # fmt: skip
            if answer.x is None:
                return None
            found.append(round(float(answer.x[place])))
        return found[0], found[1]


def programme(
    table: Table, *, is_answers: bool, is_whole: bool
) -> tuple[Programme, dict[str, tuple[int, int]]]:
    """Return what is known of a table as bounds and sums, and the unknowns of each group.

    ``is_whole``: whether each person is in one group, so that groups add up to all.
    """
    known = Programme()
    return known, _place(known, table, is_answers=is_answers, is_whole=is_whole)


def _place(
    known: Programme, table: Table, *, is_answers: bool = True, is_whole: bool = True
) -> dict[str, tuple[int, int]]:
    """Add the unknowns of a table to a programme, with what is known of them."""
    places = {name: (known.add(f"{name} n"), known.add(f"{name} base")) for name in table.rows}
    for name, rows in table.rows.items():
        n, base = places[name]
        known.sums.append(({n: 1, base: -1}, -MOST, 0))
        for row in rows:
            _learn(known, n, base, row, is_exact=not is_answers or name == ALL)
    for groups in table.parts.values():
        if ALL not in table.rows or len(groups - {ALL}) < 2:
            continue
        for which in (0, 1):
            sums = {places[name][which]: 1.0 for name in groups - {ALL}}
            sums[places[ALL][which]] = -1.0
            known.sums.append((sums, 0 if is_whole else -math.inf, 0))
    return places


def _learn(known: Programme, n: int, base: int, row: Mapping[str, Any], *, is_exact: bool) -> None:
    """Add what one row tells of a count and its base."""
    for place, name in ((n, "n"), (base, "base")):
        if row.get(name) is not None:
            spread = 0 if is_exact else ROUND_TO // 2
            known.bound(place, row[name] - spread, row[name] + spread)
    low, high = row.get("at_least"), row.get("at_most")
    if row.get("estimate") is not None:
        low, high = row["estimate"] - HALF, row["estimate"] + HALF
    elif low is not None or high is not None:
        low = None if low is None else low - HALF
        high = None if high is None else high + HALF
    else:
        return
    if low is not None:
        known.sums.append(({n: 1, base: -low}, 0, math.inf))
    if high is not None:
        known.sums.append(({n: 1, base: -high}, -math.inf, 0))
    if not row.get("suppressed"):  # rule 1: it would not be told as one number else
        known.bound(n, K, MOST)
        known.sums.append(({base: 1, n: -1}, K, math.inf))


def pinned(found: Mapping[Key, Table], *, is_answers: bool) -> tuple[list[str], list[str], int]:
    """Return the counts of 1 to 4 with one possible value, those that fit nothing, and how many.

    What fits nothing was not read aright: what is told of it is no count of a base.
    """
    names, strange, looked = [], [], 0
    for key, table in found.items():
        record = registry.measure(key[0])
        if not record.is_part or (record.of == "survey") != is_answers or record.of == "things":
            continue
        known, places = programme(table, is_answers=is_answers, is_whole=True)
        if known.ends(0) is None:
            known, places = programme(table, is_answers=is_answers, is_whole=False)
        for name, (n, _) in places.items():
            if all(row.get("n") is not None and not is_answers for row in table.rows[name]):
                continue
            looked += 1
            ends = known.ends(n)
            if ends is None:
                strange.append(f"nothing fits: {' | '.join(key)} {name}")
            elif ends[0] == ends[1] and 1 <= ends[0] < K:
                names.append(f"{' | '.join(key)} {name}: {ends[0]}")
    return names, strange, looked


def quarters_of(span: str) -> set[str]:
    """Return the labels of the quarters of a span such as ``2025-10-01..2026-09-30``."""
    start, end = map(date.fromisoformat, span.split(".."))
    return {quarter.label for quarter in quarters_between(start, end)}


def pinned_by_rolling(found: Mapping[Key, Table]) -> tuple[list[str], list[str]]:
    """Return the counts of 1 to 4 that follow from surveys told together, and what fits nothing.

    What a span tells is the sum of the surveys in it: they are the tables of its quarters, told
    apart by how many answered them in all.
    """
    names, strange = [], []
    for key, table in found.items():
        if key[0] != "satisfaction" or ".." not in key[1]:
            continue
        surveys = {}
        for other, one in found.items():
            beside = (other[0], *other[2:]) == (key[0], *key[2:])
            if beside and other[1] in quarters_of(key[1]) and ALL in one.rows:
                surveys[max(row.get("base") or 0 for row in one.rows[ALL])] = one
        known = Programme()
        placed = [_place(known, one) for one in (table, *surveys.values())]
        whole, parts = placed[0], placed[1:]
        for name, unknowns in whole.items():
            beside = [part[name] for part in parts if name in part]
            if len(beside) == len(parts):
                for which in (0, 1):
                    sums = {part[which]: 1.0 for part in beside}
                    known.sums.append(({**sums, unknowns[which]: -1.0}, 0, 0))
        for places in placed:
            for name, (n, _) in places.items():
                ends = known.ends(n)
                if ends is None:
                    strange.append(f"nothing fits: {' | '.join(key)} {name}")
                elif ends[0] == ends[1] and 1 <= ends[0] < K:
                    names.append(f"{' | '.join(key)} {name}: {ends[0]}")
    return names, strange


def departments_told(found: Mapping[Key, Table], true: Mapping[Key, Table]) -> tuple[int, int]:
    """Return how many departments of ten answers or more there are, and how many are told.

    ``true``: the same of the private copies, which say how many answered.
    """
    enough, told_alone = set(), set()
    for tables_of, names in ((true, enough), (found, told_alone)):
        for key, table in tables_of.items():
            if key[0] != "satisfaction" or key[2] != "department":
                continue
            for name, rows in table.rows.items():
                if name != ALL and any(is_enough(row) for row in rows):
                    names.add((key[1], name))
    return len(enough), len(enough & told_alone)


def is_enough(row: Mapping[str, Any]) -> bool:
    """Return whether a row rests on ten answers; one of the board that is told has a base."""
    return (row.get("base") or 0) >= LEAST_ANSWERS


def report(name: str, found: Mapping[Key, Table], true: Mapping[Key, Table]) -> bool:
    """Print what a reader learns; return whether a count of answers of 1 to 4 is pinned."""
    answers, strange, looked = pinned(found, is_answers=True)
    records, others, _ = pinned(found, is_answers=False)
    for more, of_kind in zip(pinned_by_rolling(found), (answers, strange), strict=True):
        of_kind += more
    enough, shown = departments_told(found, true)
    print(f"{name}: {looked} counts of answers, {len(answers)} pinned")
    print(f"  counts of records pinned: {len(records)}")
    print(f"  departments of ten answers told: {shown} of {enough}")
    for line in [*answers, *records, *strange, *others][:20]:
        print(f"  {line}")
    return bool(answers)


def _of_firm(seed: int) -> tuple[dict[Key, Table], dict[Key, Table]]:
    """Return what the board copies of a made-up firm tell over its quarters, and what is true."""
    from benchmarks._firms import every, firm, labels

    made = firm(seed, people=60 + 8 * (seed % 31), departments=4 + seed % 9, many=2)
    rows: list[tuple[str, Mapping[str, Any]]] = []
    true: list[tuple[str, Mapping[str, Any]]] = []
    for label in labels(2):
        sections = list(every(made, label))
        safe = protect(sections, made.settings)
        large = [bias for bias in safe.bias if bias.is_large and bias.carried]
        if large:
            print(f"  firm {seed}, {label}: bias of {', '.join(bias.section for bias in large)}")
        for whole, section in zip(sections, safe.sections, strict=True):
            if section.audience == "board" and section.kind == "measure":
                name = f"{label}/{section.name}/{sorted(section.settings)}"
                for found, frame in ((rows, section), (true, whole)):
                    told_here = [{**row, "section": name} for row in rows_of(frame)]
                    found += [(period_of(frame, row), row) for row in told_here]
    return tables(iter(rows)), tables(iter(true))


def main(arguments: Sequence[str]) -> int:
    """Print the result of each folder or firm; 1 where a count of answers is pinned."""
    is_pinned = False
    if arguments[:1] == ["--firms"]:
        for seed in range(int(arguments[1])):
            is_pinned |= report(f"firm {seed}", *_of_firm(seed))
    for folder in [] if arguments[:1] == ["--firms"] else arguments:
        copies = (tables(told(Path(folder), copy)) for copy in ("board", "private"))
        is_pinned |= report(folder, *copies)
    return int(is_pinned)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
