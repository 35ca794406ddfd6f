"""A survey of 10,000 answers and 60 questions beside hand-written pandas, in turns in one run.

Run ``python benchmarks/surveys.py [--answers 10000] [--rounds 3]``. Load, topline (shares with
Wilson intervals, means) and banner (all questions by department, with tests of each column against
the rest) are done by the kit and by hand from the same CSV file. Read the ratios of processor
seconds; nothing is asserted but that both count alike.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

import engagekit as ek
from engagekit import measures, sections
from engagekit.tables.tables import Tables

SATISFIED = ["Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied"]
SATISFIED += ["Satisfied", "Very satisfied"]
WAYS = ["By mail", "By phone", "In person", "Not at all"]
USED = ["Desk", "Chat", "Alerts", "Loans"]
DEPARTMENT = "Which department do you work in?"
NUMBER, SEVERAL, SCALE = "How many", "What do you use", "How satisfied"


def write(place: Path, answers: int) -> Path:
    """Write an export of Google Forms: 40 ratings, 12 choices, 6 lists to tick, 2 numbers."""
    dice, rows = np.random.default_rng(4), range(answers)
    stamps = [f"6/{1 + at % 28}/2026 {8 + at % 9}:{at % 60:02d}:{at // 60 % 60:02d}" for at in rows]

    def one_of(options: list[str]) -> Any:
        return np.array(options)[dice.integers(0, len(options), answers)]

    survey = {
        "Timestamp": stamps,
        DEPARTMENT: one_of([f"Unit {at}" for at in range(8)]),
        "What is the level of your role?": one_of(["Staff", "Partner", "Manager"]),
    }
    survey |= {f"{SCALE} are you with service {at}?": one_of(SATISFIED) for at in range(40)}
    survey |= {f"Which way would you choose in case {at}?": one_of(WAYS) for at in range(10)}
    for at in range(6):
        ticks = dice.random((answers, len(USED))) < 0.5
        survey[f"{SEVERAL} in month {at}?"] = [", ".join(np.array(USED)[row]) for row in ticks]
    survey[f"{NUMBER} hours did we save you?"] = dice.integers(0, 40, answers).astype(str)
    survey[f"{NUMBER} times did you come?"] = dice.integers(0, 30, answers).astype(str)
    file = place / "Survey (Responses) - Form Responses 1.csv"
    pd.DataFrame(survey).to_csv(file, index=False)
    return file


def read_by_hand(file: Path) -> dict[str, pd.Series]:
    """Read the columns, and split the lists to tick."""
    raw = pd.read_csv(file, dtype=str, keep_default_na=False)
    raw["Timestamp"] = pd.to_datetime(raw["Timestamp"], format="%m/%d/%Y %H:%M:%S")
    lists = {name for name in raw.columns if name.startswith(SEVERAL)}
    return {
        str(name): raw[name].str.split(", ").explode() if name in lists else raw[name]
        for name in raw.columns[1:]
    }


def wilson(n: Any, base: Any) -> tuple[Any, Any]:
    """Return both ends of a share's interval."""
    z, share = 1.959964, n / base
    middle, wide = share + z * z / (2 * base), share * (1 - share) / base + z * z / (4 * base**2)
    return (middle - z * wide**0.5) / (1 + z * z / base), (middle + z * wide**0.5) / (
        1 + z * z / base
    )


def topline_by_hand(columns: dict[str, pd.Series]) -> dict[tuple[str, str], int]:
    """Count each answer with its interval, and take means of ratings and numbers."""
    counts: dict[tuple[str, str], int] = {}
    for name, column in columns.items():
        given = column[column != ""]
        base = given.index.nunique()
        if name.startswith(NUMBER):
            points = given.astype(float)
            points.mean(), points.std() / base**0.5
            continue
        for answer, n in given.value_counts().items():
            counts[name, str(answer)] = int(n)
            wilson(n, base)
        if name.startswith(SCALE):
            points = given.map({text: at for at, text in enumerate(SATISFIED, start=1)})
            points.mean(), points.std() / base**0.5
    return counts


def banner_by_hand(columns: dict[str, pd.Series]) -> None:
    """Cross each question with the departments, and test each of them against the rest."""
    units = columns[DEPARTMENT]
    for name, column in columns.items():
        given = column[column != ""]
        unit = units.reindex(given.index)
        if name == DEPARTMENT:
            continue
        if name.startswith(NUMBER):
            given.astype(float).groupby(unit).mean()
            continue
        table = pd.crosstab(given.to_numpy(), unit.to_numpy())
        base = units[given.index.unique()].value_counts()[table.columns]
        share, others = table / base, base.sum() - base
        rest = -(table.sub(table.sum(axis=1), axis=0)) / others
        wilson(table.to_numpy(), base.to_numpy())
        error = (share * (1 - share) / base + rest * (1 - rest) / others) ** 0.5
        for row in (2 * stats.norm.sf(np.abs((share - rest) / error))).tolist():
            stats.false_discovery_control(row, method="by")
        stats.chi2_contingency(table)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = write(Path(folder), asked.answers)
        tables, columns = ek.load(file), read_by_hand(file)

        def fresh() -> Tables:
            return tables.replace()  # with nothing remembered of an earlier round

        works: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
            "load": (lambda: ek.load(file), lambda: read_by_hand(file)),
            "topline": (lambda: measures.topline(fresh()), lambda: topline_by_hand(columns)),
            "banner": (
                lambda: sections.crosstab(fresh(), rows="every question", by="department"),
                lambda: banner_by_hand(columns),
            ),
        }
        seconds: dict[tuple[str, int], list[float]] = {}
        for _ in range(asked.rounds):
            for name, ways in works.items():
                for way, work in enumerate(ways):
                    start = time.process_time()
                    work()
                    seconds.setdefault((name, way), []).append(time.process_time() - start)
        counts = topline_by_hand(columns)
        top = measures.topline(tables)
        top = top[top["measure"].isin(["answers", "options picked"])]
        found = {(row["item"], row["answer"]): int(row["n"]) for row in top.to_dict("records")}
    unlike = sum(found.get(key) != n for key, n in counts.items())
    print(f"{len(columns)} questions, {asked.answers} answers")
    print(f"{unlike} of {len(counts)} counts unlike\n")
    print("| work | kit, CPU s | by hand | times |\n|---|---|---|---|")
    for name in works:
        kit, hand = (statistics.median(seconds[name, way]) for way in (0, 1))
        print(f"| {name} | {kit:.2f} | {hand:.2f} | {kit / hand:.1f} |")


if __name__ == "__main__":
    main()
