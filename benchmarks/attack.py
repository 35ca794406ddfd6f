"""What an outsider learns from board copies alone, and what they still show.

Run from the root of the repository: ``python -m benchmarks.attack [--budget small|large]``. The
sections of notebooks are protected as in a report; with ``--files`` whole reports are made, and
whatever any of their files says (`_files`) beyond its results.json is counted as well.

The attacker (`_attacker`) reads ``board/results.json`` of every report that was made, in the order
in which they were, and nothing else of the project: no cell, no ledger, no record of a measure.
Told is a count that is bounded within fewer than ``K`` values and that is 1 to ``K`` - 1.
Contradicted are equations that no counts fulfil: a row with one has proved nothing, and fails.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import engagekit
from benchmarks._attacker import K, read, told
from benchmarks._copies import ROOT, Copy, Project
from benchmarks._files import uncarried
from benchmarks._firms import every, firm, labels
from engagekit.reporting.briefs import values_of
from engagekit.tables.tables import Tables


def _seen(number: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the ends between which a reader sees a share: the middle is told to nobody."""
    if number["value"] is None and number["recoded"]:
        return number["at_least"] or 0.0, number["at_most"] or 1.0
    return None if number["value"] is None else (number["value"], number["value"])


def shown(board: Mapping[str, Any], private: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a board copy still tells: departments, bias, sections, numbers.

    ``bias`` is how far, in points, the mean of all departments lies beyond the ends of those that
    are told; ``width`` how far these are apart.
    """
    true = {number["id"]: number for number in private["numbers"]}
    groups = [
        (number, true.get(number["id"]))
        for number in private["numbers"]
        if number["section"] == "satisfaction"
        and number["group"].get("department", "All") not in ("All", "Not stated")
        and (number["base"] or 0) >= K
    ]  # fmt: skip
    by_id = {number["id"]: number for number in board["numbers"]}
    others = [
        _seen(one)
        for one in board["numbers"]
        if one["section"] == "satisfaction"
        and str(one["group"].get("department")).startswith(("other ", "autres "))
    ]
    whole = [number["value"] for number, _ in groups]
    own = [_seen(by_id[number["id"]]) for number, _ in groups if number["id"] in by_id]
    told_ = [value for value in own if value is not None]
    carried = len(told_)
    # who is told with others stands as they do
    told_ += [value for value in others if value is not None] * (len(groups) - len(own))
    told_numbers = [n for n in board["numbers"] if n["value"] is not None or n["recoded"]]
    low, high = (100 * np.mean(told_, axis=0)) if told_ else (float("nan"),) * 2
    mean = 100 * np.mean(whole) if whole else float("nan")
    sections = [{part["name"] for part in copy["sections"]} for copy in (private, board)]
    return {
        "departments": f"{carried}/{len(whole)}",
        "bias": min(high - mean, 0.0) + max(low - mean, 0.0),
        "width": high - low,
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
         "07_followup_and_stories", "08_love_and_funding", "09_compare_quarters", "10_desk",
         "01_check_data", "11_services"]  # fmt: skip
SCENARIOS: dict[str, list[Run]] = {
    "two quarters": [
        *(Run(one) for one in Q[2:]), Run(each="department", notebook="department_brief"),
    ],
    "four consecutive quarters": [Run(one) for one in Q],
    "ranges that nest and overlap": [
        Run(), Run("2026-07-01..2026-09-28"), Run("2026-08-01..2026-09-30"), Run("FY2025-26"),
    ],
    "a year after its quarters": [
        *(Run(f"FY2025-26 Q{at}") for at in range(1, 5)), Run("FY2025-26"),
        *(Run(one, "06_events_and_channels") for one in (*Q[:2], "FY2025-26")),
    ],
    "notebooks": [Run(), *(Run(notebook=one) for one in BOOKS)],
    "notebooks, the other way round": [*(Run(notebook=one) for one in BOOKS[::-1]), Run()],
    "briefs beside the whole": [
        Run(each="department", notebook="department_brief"), Run(),
    ],
    "everything": [
        *(Run(one) for one in Q), Run("2026-07-01..2026-09-28"), Run("FY2025-26"),
        Run(each="department", notebook="department_brief"),
        *(Run(notebook=one) for one in BOOKS),
    ],
    "two languages": [Run(), Run(language="fr", out="rapports")],
    "two outputs": [Run("FY2026-27 Q1"), Run(out="elsewhere")],
    "a survey told twice": [Run("FY2025-26 Q3"), Run("FY2025-26 Q4"), Run("FY2026-27 Q1")],
}  # fmt: skip
LETTERS = str.maketrans("p0123456789", "xabcdefghij")
SMALL = ("ranges that nest and overlap",)
FIRMS = {
    "every section, ten firms": (range(10), (60, 400), (3, 14)),
    "every section, five small firms": (range(5), (20, 100), (2, 6)),
}
"""Seeds, people and departments of made-up organisations of which every section is told."""


def as_files(project: Path, runs: Sequence[Run]) -> tuple[list[Copy], list[Copy], list[float]]:
    """Make whole reports in a project; return what stands in their results.json.

    A file of a board copy that says a number beyond it is an error.
    """
    from engagekit.reporting.report import report

    boards, privates, seconds = list[Copy](), list[Copy](), list[float]()
    for run in runs:
        out = project / run.out
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*results.json")}
        began = time.process_time()
        report(
            run.period, data=project / "data" / "sample", out=out, each=run.each,
            notebook=project / "notebooks" / f"{run.notebook}.ipynb", language=run.language,
        )  # fmt: skip
        seconds.append(time.process_time() - began)
        for path in sorted(out.rglob("*results.json")):
            if before.get(path) != path.stat().st_mtime_ns:
                copy = json.loads(path.read_text("utf-8"))
                (boards if path.parent.name == "board" else privates).append(copy)
                if path.parent.name == "board":
                    assert not uncarried(path.parent), (path, uncarried(path.parent))
    return boards, privates, seconds


def straight(tables: Tables, runs: Sequence[Run]) -> Project:
    """Protect the sections of the same notebooks, and write nothing."""
    project = Project(tables)
    for run in runs:
        project.tables = tables.in_language(run.language)
        groups = values_of(tables, run.each) if run.each else [""]
        for group in groups:
            chosen = {run.each: group} if run.each else {}
            project.report(run.notebook, quarter=run.period, **chosen)
    return project


def of_firm(seed: int, people: tuple[int, int], departments: tuple[int, int]) -> Project:
    """Protect every section of an organisation by every kind of group, two quarters in a row."""
    random = np.random.default_rng(seed)
    size, parts = (int(random.integers(*ends)) for ends in (people, departments))
    project = Project(firm(seed, people=size, departments=parts))
    for during in labels(2):
        project.publish(list(every(project.tables, during)), "quarterly", during)
    return project


def outcome(boards: Sequence[Copy], privates: Sequence[Copy]) -> dict[str, Any]:
    """Attack board copies; return what is told, and what the last of a quarter still shows."""
    mind, truth = (
        read(boards),
        read([_beside(*both) for both in zip(privates, boards, strict=True)]),
    )
    found = told(mind, truth)
    odd = mind.contradicted | truth.contradictions()
    at = max(
        (at for at, copy in enumerate(boards) if "quarterly" in copy["report"]["notebook"]),
        default=len(boards) - 1,
    )
    last = shown(boards[at], privates[at])
    return {
        "told": len(found),
        "what": found,
        "contradicted": len(odd),
        "odd": sorted(odd, key=str),
        "unknowns": len(mind.place),
        "equations": len(mind.rows),
        **last,
    }


def _beside(private: Copy, board: Copy) -> Copy:
    """Return a private copy with the sections of its board copy alone."""
    there = {one["name"] for one in board["sections"]}
    numbers = [one for one in private["numbers"] if one["section"] in there]
    return {**private, "numbers": numbers}


def fresh(folder: Path) -> Path:
    """Copy the sample project."""
    shutil.copytree(ROOT / "data" / "sample", folder / "data" / "sample")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    shutil.copy(ROOT / "engagekit.toml", folder)
    return folder


def made_up(folder: Path, seed: int, people: tuple[int, int], departments: tuple[int, int]) -> Path:
    """Write a made-up organisation as a project whose exports are a workbook."""
    random = np.random.default_rng(seed)
    size, parts = (int(random.integers(*ends)) for ends in (people, departments))
    return written(folder, firm(seed, people=size, departments=parts).frames)


def written(folder: Path, frames: Mapping[str, pd.DataFrame], more: str = "") -> Path:
    """Write tidy tables as a project; ``more`` stands below the question on satisfaction."""
    (folder / "data" / "sample").mkdir(parents=True)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    settings = '[organisation]\nfiscal_start = 4\n[survey]\nsatisfaction_question = "{}"\n'
    text = settings.format("Overall, how satisfied are you?") + more
    (folder / "engagekit.toml").write_text(text)
    with pd.ExcelWriter(folder / "data" / "sample" / "workbook.xlsx") as book:
        for name, frame in frames.items():
            dates = {
                one: frame[one].dt.strftime("%Y-%m-%d") for one in frame.select_dtypes("datetimetz")
            }
            if "display_name" in frame.columns:  # no name of digits, which any number would be
                dates["display_name"] = frame["contact_id"].map(_named)
            frame.assign(**dates).dropna(axis=1, how="all").to_excel(
                book, sheet_name=name, index=False
            )
    return folder


def _named(contact: str) -> str:
    """Return a name of letters."""
    return " ".join(f"{one}{contact.translate(LETTERS)}" for one in ("Qu", "Zy"))


def _row(name: str, boards: list[Copy], privates: list[Copy], seconds: list[float]) -> bool:
    """Print what came of a scenario; return whether something is told or contradicts itself."""
    result = outcome(boards, privates)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name} | {len(boards)} | {result['unknowns']} | {result['equations']} | "
        f"{result['told']} | {result['contradicted']} | "
        f"{result['departments']} | {result['bias']:+.1f} | {result['width']:.0f} | "
        f"{result['sections']} | "
        f"{result['numbers']} | {seconds[0]:.1f} | {seconds[-1]:.1f} | {memory:.0f}",
        flush=True,
    )
    for aim, low, high in result["what"]:
        print("   ", aim, low, high)
    for one in result["odd"]:
        print("    contradicted:", one)
    return bool(result["told"] or result["contradicted"])


def main() -> None:
    """Print a row a scenario."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--budget", choices=("small", "large"), default="small")
    parser.add_argument("--only", default="")
    parser.add_argument("--seeds", type=int, nargs=2, help="first and last of other firms, alone")
    parser.add_argument("--files", action="store_true", help="whole reports; else sections alone")
    given = parser.parse_args()
    scenarios, firms = SCENARIOS, FIRMS
    if given.seeds:
        first, last = given.seeds
        scenarios = {}
        firms = {"every section": (range(first, last + 1), *FIRMS["every section, ten firms"][1:])}
    tables = None if given.files else engagekit.load(ROOT / "data" / "sample")
    print("scenario | copies | unknowns | equations | told | contradicted | departments | "
          "bias, points | width | sections | numbers | first s | last s | MB")  # fmt: skip
    has_failed = False
    for name in (one for one in scenarios if given.budget == "large" or one in SMALL):
        if given.only not in name:
            continue
        if tables is None:
            with tempfile.TemporaryDirectory() as folder:
                has_failed |= _row(name, *as_files(fresh(Path(folder)), SCENARIOS[name]))
        else:
            made = straight(tables, SCENARIOS[name])
            has_failed |= _row(name, made.boards, made.privates, made.seconds)
    is_large = given.budget == "large" or given.seeds
    for name, (seeds, *ends) in firms.items():
        for seed in seeds if is_large and given.only in name else ():
            if tables is None:
                with tempfile.TemporaryDirectory() as folder:
                    copies = as_files(made_up(Path(folder), seed, *ends), SCENARIOS["two quarters"])
            else:
                made = of_firm(seed, *ends)
                copies = made.boards, made.privates, made.seconds
            has_failed |= _row(f"{name}, {seed}", *copies)
    sys.exit(has_failed)  # what contradicts itself proves nothing


if __name__ == "__main__":
    main()
