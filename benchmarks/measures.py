"""Measures of reach over many touches against the same counts by hand, and how time grows.

Run ``python benchmarks/measures.py [--sizes 100000 1000000 10000000] [--rounds 3]`` (needs the
extras scale and cluster). The kit and the hand run in turn, each in a process of its own on the
same Parquet files; both must come to the same numbers. Read the ratios of processor seconds; growth
is the time of ten times the rows. For pandas the frames are read before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ENGINES = ("pandas", "duckdb", "dask")
START, END = pd.Timestamp("2026-07-01"), pd.Timestamp("2026-09-30")
PERIOD = "2026-07-01..2026-09-30"
PEOPLE_PER_TOUCH = 40
GOALS = {"pandas": 1.0, "duckdb": 1.6}
Counts = dict[str, list[float]]


def write(place: Path, touches: int) -> None:
    """A staff list and a log of touches over two years as Parquet, always the same."""
    rng = np.random.default_rng(touches)
    people = max(touches // PEOPLE_PER_TOUCH, 100)
    ids = np.array([f"E{number:07d}" for number in range(people)])
    none = pd.array([None] * people, dtype="str")
    departments = np.array([f"Department {number}" for number in range(20)])
    pd.DataFrame({
        "contact_id": pd.array(ids, dtype="str"),
        "department": pd.array(departments[rng.integers(0, 20, people)], dtype="str"),
        "role_level": none, "joined_on": pd.Timestamp("2020-01-01"),
        "left_on": pd.array([None] * people, dtype="datetime64[us]"),
        "is_library": pd.array([False] * people, dtype="boolean"),
    }).to_parquet(place / "contacts.parquet", index=False)  # fmt: skip
    channels = np.array(["walk", "desk", "meeting", "reference", "newsletter"])
    days = pd.date_range("2024-10-01", "2026-09-30").to_numpy()
    pd.DataFrame({
        "contact_id": pd.array(ids[rng.integers(0, people, touches)], dtype="str"),
        "on": pd.Series(rng.choice(days, touches)).astype("datetime64[us]"),
        "channel": pd.array(channels[rng.integers(0, 5, touches)], dtype="str"),
        "place": pd.array(["desk"] * touches, dtype="str"),
        "begun_by": pd.array(["contact"] * touches, dtype="str"),
        "two_way": pd.array([True] * touches, dtype="boolean"),
        "linked_by": pd.array(["email"] * touches, dtype="str"),
    }).to_parquet(place / "touches.parquet", index=False)  # fmt: skip


def frames(place: Path, engine: str) -> dict[str, Any]:
    """Both tables in an engine."""
    files = {name: str(place / f"{name}.parquet") for name in ("contacts", "touches")}
    if engine == "duckdb":
        import duckdb

        return {name: duckdb.read_parquet(file) for name, file in files.items()}
    if engine == "dask":
        import dask.dataframe as dd

        return {name: dd.read_parquet(file) for name, file in files.items()}
    return {name: pd.read_parquet(file) for name, file in files.items()}


def kit(given: dict[str, Any]) -> Counts:
    """Reach, reach at three touches or more, and touches per contact reached, by department."""
    from engagekit.measures import frequency, reach
    from engagekit.tables.tables import Tables

    tables = Tables(given)
    once = reach(tables, during=PERIOD, by="department")
    often = reach(tables, during=PERIOD, by="department", at_least=3)
    mean = frequency(tables, during=PERIOD, by="department")
    mean = mean[mean["measure"] == "touches per contact reached"]
    return {"reached": once["n"].astype(float).tolist(),
            "often": often["n"].astype(float).tolist(),
            "mean": mean["estimate"].round(9).tolist()}  # fmt: skip


def by_hand(given: dict[str, Any]) -> Counts:
    """The same in pandas, each question by itself."""
    contacts, touches = given["contacts"], given["touches"]

    def per_person() -> pd.DataFrame:
        inside = touches["on"].between(START, END) & (touches["channel"] != "newsletter")
        times = touches[inside].groupby("contact_id").size().rename("touches")
        people = contacts[(contacts["joined_on"] <= END) & ~contacts["is_library"]]
        made: pd.DataFrame = people[["contact_id", "department"]].merge(
            times, left_on="contact_id", right_index=True, how="left"
        )
        return made.assign(touches=made["touches"].fillna(0))

    def told(flag: pd.Series, people: pd.DataFrame) -> list[float]:
        groups = flag.groupby(people["department"]).sum()
        return [float(flag.sum()), *groups.astype(float)]

    once, often, mean = per_person(), per_person(), per_person()
    met = mean[mean["touches"] > 0]
    means = met.groupby("department")["touches"].mean()
    return {
        "reached": told(once["touches"] >= 1, once),
        "often": told(often["touches"] >= 3, often),
        "mean": [round(float(value), 9) for value in (met["touches"].mean(), *means)],
    }


def in_sql(given: dict[str, Any]) -> Counts:
    """The same in DuckDB's SQL, each question by itself."""
    import duckdb

    for name, relation in given.items():
        relation.create_view(name)
    base = (
        "WITH times AS (SELECT contact_id, count(*) AS n FROM touches WHERE \"on\" >= '2026-07-01' "
        "AND \"on\" < '2026-10-01' AND channel <> 'newsletter' GROUP BY contact_id), people AS "
        "(SELECT department, coalesce(n, 0) AS n FROM contacts LEFT JOIN times USING (contact_id) "
        "WHERE joined_on <= '2026-09-30' AND left_on IS NULL AND NOT is_library) "
        "SELECT {what} FROM people {where} GROUP BY GROUPING SETS ((), (department)) "
        "ORDER BY department NULLS FIRST"
    )

    def asked(what: str, where: str = "") -> list[float]:
        query = base.format(what=f"{what} AS found, department", where=where)
        return [float(row[0]) for row in duckdb.execute(query).fetchall()]

    return {
        "reached": asked("count(*) FILTER (n >= 1)"),
        "often": asked("count(*) FILTER (n >= 3)"),
        "mean": [round(one, 9) for one in asked("avg(n)", "WHERE n > 0")],
    }


def one(place: Path, engine: str, way: str) -> None:
    """One run in this process, told as JSON; or the data of a size written."""
    if way == "write":
        write(place, int(engine))
        print("{}")
        return
    import warnings

    warnings.simplefilter("ignore")
    given = frames(place, engine)
    work: Callable[[dict[str, Any]], Counts] = (
        kit if way == "kit" else in_sql if engine == "duckdb" else by_hand
    )
    if way == "kit":
        import engagekit.measures  # noqa: F401  (before the clock starts, as pandas is)
    cpu, wall = time.process_time(), time.perf_counter()
    found = work(given)
    print(json.dumps({
        "cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "found": found,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))  # fmt: skip


def run(place: Path, engine: str, way: str) -> dict[str, Any]:
    """One run in a process of its own."""
    parts = [sys.executable, __file__, "--one", str(place), engine, way]
    done = subprocess.run(parts, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def pair(place: Path, engine: str, rounds: int) -> dict[str, float]:
    """The kit and the hand in turn; Dask has no hand and must come to the same numbers."""
    ours, theirs = [], []
    hand = "pandas" if engine == "dask" else engine
    for _ in range(rounds):
        ours.append(run(place, engine, "kit"))
        theirs.append(run(place, hand, "hand"))
        if ours[-1]["found"] != theirs[-1]["found"]:
            raise SystemExit(f"{engine}: the kit and the hand differ.")
    made = {f"{who}_{what}": statistics.median(float(one[what]) for one in runs)
            for who, runs in (("kit", ours), ("hand", theirs))
            for what in ("cpu", "wall", "peak_mib")}  # fmt: skip
    if engine in GOALS:
        ratios = [mine["cpu"] / other["cpu"] for mine, other in zip(ours, theirs, strict=True)]
        made |= {"ratio": statistics.median(ratios), "goal": GOALS[engine]}
    return made


def main() -> None:
    """Run every size and engine and print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one(Path(asked.one[0]), *asked.one[1:])
        return
    found: dict[str, dict[int, dict[str, float]]] = {engine: {} for engine in asked.engines}
    with tempfile.TemporaryDirectory() as place:
        for size in asked.sizes:
            run(Path(place), str(size), "write")  # its memory is not that of the runs
            for engine in asked.engines:
                found[engine][size] = now = pair(Path(place), engine, asked.rounds)
                before = found[engine].get(size // 10)
                if before:
                    now["growth"] = now["kit_cpu"] / before["kit_cpu"]
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
