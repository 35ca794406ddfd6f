"""Protection of organisations of many shapes, and of many reports in a row: safety, use, cost.

Run from the root of the repository: ``python -m benchmarks.protection [--only WORD]``.

Each line is a project: made-up organisations (`_firms`) whose board copies are made one after the
other, and attacked together (`_attacker`). ``told`` is to be 0; beside it stands what the last copy
of a whole organisation still shows. ``first`` and ``last`` are processor seconds of protection: the
last of a row of like reports is to cost at most 1.5 times the first.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

import engagekit
from benchmarks._copies import ROOT, Project
from benchmarks._firms import QUARTER, firm, labels
from benchmarks.attack import BOOKS, Q, outcome
from engagekit import only, sections
from engagekit.errors import EngagekitError
from engagekit.reporting.briefs import values_of
from engagekit.sections import Section
from engagekit.tables.tables import Tables

RANGE = "2026-07-01..2026-09-20"
PLAIN = (
    "funding", "reach_over_time", "rungs", "reach_moves", "touches", "frequency", "touch_ladder",
    "response", "satisfaction_over_time", "identification",
)  # fmt: skip
GROUPED = ("reach", "satisfaction", "mean_score", "crosstab")
TABLES = ("love_and_funding", "funding_by_department", "scorecard", "topline")


def whole(tables: Tables, during: str) -> list[Section]:
    """Return the sections of a report on a whole organisation."""
    made = [(name, {}) for name in PLAIN]
    made += [(name, {"by": "department"}) for name in GROUPED]
    made += [(name, {}) for name in TABLES]
    return list(_made(tables, during, made))


def brief(tables: Tables, department: str, during: str) -> list[Section]:
    """Return the sections of the brief of a department."""
    mine = only(tables, department=department)
    made = [("beside_whole", {"part": mine})]
    of_part = [("department_headline", {}), ("reach", {"by": "role_level"}), ("rungs", {})]
    return [*_made(tables, during, made), *_made(mine, during, of_part)]


def _made(
    tables: Tables, during: str, named: Sequence[tuple[str, dict[str, object]]]
) -> Iterator[Section]:
    for name, options in named:
        try:
            yield getattr(sections, name)(tables, during=during, **options)
        except EngagekitError:  # too few people for it
            continue


def hospital() -> Iterator[Project]:
    """Yield 5,000 people in 60 departments: two quarters and a range."""
    project = Project(firm(1, people=5_000, departments=60))
    for during in (*labels(2), RANGE):
        project.publish(whole(project.tables, during), "quarterly", during)
    yield project


def wide() -> Iterator[Project]:
    """Yield 9,000 people in 300 departments."""
    project = Project(firm(2, people=9_000, departments=300, many=2))
    project.publish(whole(project.tables, QUARTER), "quarterly", QUARTER)
    yield project


def briefs() -> Iterator[Project]:
    """Yield 60 briefs in a row, then the whole."""
    project = Project(firm(3, people=2_000, departments=60))
    for name in values_of(project.tables, "department"):
        project.publish(brief(project.tables, name, QUARTER), "brief", QUARTER)
    yield project
    project.publish(whole(project.tables, QUARTER), "quarterly", QUARTER)
    yield project


def in_a_row() -> Iterator[Project]:
    """Yield eight quarters one after the other; the first is to cost what the last does alone."""
    project = Project(firm(4, people=600, departments=12, many=8))
    alone = Project(project.tables)  # the first quarters had no survey to protect
    alone.publish(whole(project.tables, QUARTER), "quarterly", QUARTER)
    for during in labels(8):
        project.publish(whole(project.tables, during), "quarterly", during)
    project.seconds[0] = alone.seconds[0]
    yield project


def notebooks() -> Iterator[Project]:
    """Yield the notebooks of the sample in one order, and in the other."""
    tables = engagekit.load(ROOT / "data" / "sample")
    for order in ([*BOOKS, "quarterly_report"], ["quarterly_report", *BOOKS[::-1]]):
        project = Project(tables)
        for name in order:
            project.report(name, quarter=Q[-1])
        yield project


def firms(
    seeds: Iterable[int],
    people: tuple[int, int] = (12, 400),
    departments: tuple[int, int] = (2, 25),
) -> Iterator[Project]:
    """Yield organisations of some size in some departments, two quarters each."""
    for seed in seeds:
        random = np.random.default_rng(seed)
        size, parts = int(random.integers(*people)), int(random.integers(*departments))
        project = Project(firm(seed, people=size, departments=parts))
        for during in labels(2):
            project.publish(whole(project.tables, during), "quarterly", during)
        yield project


def small(seeds: Iterable[int]) -> Iterator[Project]:
    """Yield organisations of 20 to 99 people in 2 to 9 departments."""
    return firms(seeds, (20, 100), (2, 10))


def _row(name: str, result: Mapping[str, Any], project: Project) -> bool:
    """Print what came of a project; return whether it holds."""
    print(
        f"{name} | {len(project.boards)} | {result['unknowns']} | {result['equations']} | "
        f"{result['told']} | {result['contradicted']} | {result['departments']} | "
        f"{result['bias']:+.1f} | {result['width']:.0f} | {result['sections']} | "
        f"{result['numbers']} | "
        f"{sum(project.left_out)} | {project.seconds[0]:.1f} | {project.seconds[-1]:.1f} | "
        f"{project.megabytes[-1]:.0f}",
        flush=True,
    )
    return _said(result)


def _said(result: Mapping[str, Any], where: object = "") -> bool:
    """Print what is told and what contradicts itself; return whether nothing does."""
    for aim, low, high in result["what"]:
        print("   ", where, aim, low, high, flush=True)
    for one in result["odd"]:
        print("    contradicted:", where, one, flush=True)
    return not result["what"] and not result["odd"]


def _rows(name: str, projects: Iterator[Project], seeds: Sequence[int]) -> bool:
    """Print one row for many projects, as they come; return whether all hold."""
    total: Counter[str] = Counter()
    bias, width, seconds, holds = list[float](), list[float](), list[float](), True
    for seed, project in zip(seeds, projects, strict=True):
        result = outcome(project.boards, project.privates)
        holds &= _said(result, seed)
        for key in ("unknowns", "equations", "told", "contradicted"):
            total[key] += result[key]
        for key in ("departments", "sections", "numbers"):
            some, every = map(int, result[key].split("/"))
            total[key] += some
            total[f"all {key}"] += every
        total["left"] += sum(project.left_out)
        total["copies"] += len(project.boards)
        bias.append(result["bias"])
        width.append(result["width"])
        seconds += project.seconds
        if seed == seeds[-1] or seed % 5 == 4:
            print(
                f"{name} to {seed} | {total['copies']} | {total['unknowns']} | "
                f"{total['equations']} | {total['told']} | {total['contradicted']} | "
                f"{total['departments']}/{total['all departments']} | {np.nanmean(bias):+.1f}, "
                f"{np.nanmin(bias):+.1f} to {np.nanmax(bias):+.1f} | {np.nanmean(width):.0f} | "
                f"{total['sections']}/{total['all sections']} | "
                f"{total['numbers']}/{total['all numbers']} | {total['left']} | "
                f"{np.median(seconds):.1f} | {max(seconds):.1f} |", flush=True,
            )  # fmt: skip
    return holds


def main() -> None:
    """Print a row a project, of many firms one for all; what told or contradicted fails."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--seeds", type=int, nargs=2, default=(0, 100))
    given = parser.parse_args()
    shapes: dict[str, Callable[[], Iterator[Project]]] = {
        "hospital": hospital, "300 departments": wide, "briefs": briefs, "eight quarters": in_a_row,
        "notebooks": notebooks,
    }  # fmt: skip
    print("project | copies | unknowns | equations | told | contradicted | departments | "
          "bias, points | width | sections | numbers | left out | first s | last s | MB",
          flush=True)  # fmt: skip
    holds, seeds = True, range(*given.seeds)
    for name, make in shapes.items():
        for project in make() if given.only in name else ():
            holds &= _row(name, outcome(project.boards, project.privates), project)
    for name, many in {"firms": firms, "small firms": small}.items():
        if given.only in name:
            holds &= _rows(name, many(seeds), seeds)
    sys.exit(not holds)


if __name__ == "__main__":
    main()
