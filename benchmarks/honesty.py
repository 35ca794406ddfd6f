"""How often what is said is so: a seeded simulation of the sentences, not a test.

Run from the root of the repository: ``python benchmarks/honesty.py [--seed N] [PART ...]``, where a
part is ``placed``, ``differs``, ``change``, ``logging``, ``pooled``, ``board``,
``hospital`` or ``sample``; without one all of them, in under 15 minutes. Prints one line a figure:
what, found, and what it must be. Another seed draws other organisations, firms and answers.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks._firms import contradictions, firm  # noqa: E402
from engagekit.loading.load import load  # noqa: E402
from engagekit.measures import quadrant  # noqa: E402
from engagekit.measures._frame import measure_frame, wilson  # noqa: E402
from engagekit.measures.comparison import groups_told_apart  # noqa: E402
from engagekit.measures.logging_volume import explained_by_logging  # noqa: E402
from engagekit.settings.schema import read_settings  # noqa: E402
from engagekit.statistics import proportions  # noqa: E402
from engagekit.statistics.change import change  # noqa: E402
from engagekit.statistics.pooling import ALIKE_IN_RANGES, pooled_shares  # noqa: E402

SEED = 20261126
QUARTERS = [f"FY2025-26 Q{at}" for at in range(1, 5)] + ["FY2026-27 Q1", "FY2026-27 Q2"]
MEAN, DEPARTMENTS = 0.78, 10
SPREADS = (0.0, 0.05, 0.10, 0.15)
BY = ("department", "role_level")
"""Groups that every section of both copies is asked by, where it can be."""
Line = tuple[str, str, str]
"""What was simulated, what was found, what it must be."""


def _truth(random: np.random.Generator, spread: float, groups: int = DEPARTMENTS) -> np.ndarray:
    """True shares of the departments of one organisation."""
    if not spread:
        return np.full(groups, MEAN)
    kappa = MEAN * (1 - MEAN) / spread**2 - 1
    return random.beta(MEAN * kappa, (1 - MEAN) * kappa, groups)


def placed(seed: int, runs: int = 150) -> Iterator[Line]:
    """Departments of 6 to 30 answers in the quadrant, half of them with less money.

    Where all are alike whoever is placed is right by chance, however rarely it happens: what can
    agree with how often it is right is the probability over organisations of every spread.
    """
    whole: list[tuple[float, float]] = []
    for spread in SPREADS:
        random = np.random.default_rng(seed)
        named, sure, stated, right = 0, 0, [], []
        for _ in range(runs):
            truth, base = _truth(random, spread), random.integers(6, 31, DEPARTMENTS)
            high = np.array(
                quadrant.chances(random.binomial(base, truth), base, line=None, sets=base >= 10)
            )
            likely = np.maximum(high, 1 - high)
            named += bool(((high >= 0.8) & (random.random(DEPARTMENTS) < 0.5)).any())
            sure += int((likely >= 0.8).sum())
            middle = np.median(truth)
            is_right = np.where(truth == middle, 0.5, (high >= 0.5) == (truth > middle))
            stated += likely[likely >= 0.8].tolist()
            right += is_right[likely >= 0.8].tolist()
        whole += zip(stated, right, strict=True)
        must = ("at most 5 %", "at most 10 %") if not spread else ("", "")
        yield f"spread {spread:.0%}: organisations with a named one", f"{named / runs:.1%}", must[0]
        yield (
            f"spread {spread:.0%}: departments placed",
            f"{sure / runs / DEPARTMENTS:.1%}",
            must[1],
        )
        if stated:
            yield (
                f"spread {spread:.0%}: stated probability of the placed, and how often right",
                f"{np.mean(stated):.1%}, {np.mean(right):.1%} ({len(right)} placed)",
                "within 5 points",
            )
    agree = np.mean(whole, axis=0)
    yield (
        "all spreads together: stated probability of the placed, and how often right",
        f"{agree[0]:.1%}, {agree[1]:.1%} ({len(whole)} placed)",
        "within 5 points",
    )


def differs(seed: int, runs: int = 200) -> Iterator[Line]:
    """Departments told apart from the rest."""
    for name, first in (("all alike", MEAN), ("one of 19 answers 25 points worse", MEAN - 0.25)):
        random = np.random.default_rng(seed)
        alarms = hits = 0
        for _ in range(runs):
            base = random.integers(10, 31, 8)
            base[0] = 19
            truth = np.full(8, MEAN)
            truth[0] = first
            n = random.binomial(base, truth)
            rows = [wilson("satisfaction", int(a), int(b), department=f"D{at}")
                    for at, (a, b) in enumerate(zip(n, base, strict=True))]  # fmt: skip
            whole = {"n": float(n.sum()), "base": float(base.sum())}
            found = groups_told_apart(measure_frame(rows, ["department"]), "department", whole)
            is_told = found["answer"].ne("no clear difference").to_numpy()
            alarms += bool(is_told.any())
            hits += bool(is_told[0])
        if first == MEAN:
            yield f"who differs, {name}: any named", f"{alarms / runs:.1%}", "at most 5 %"
        else:
            least = float(found["smallest"].iloc[0])
            yield (
                f"who differs, {name}: named",
                f"{hits / runs:.1%}; said beside it: {100 * least:.0f} points likely to show",
                "the smallest difference said",
            )


def _kinds(seed: int, shares: list[float], n: int, runs: int) -> list[str]:
    random = np.random.default_rng(seed)
    kinds = []
    for _ in range(runs):
        yes = random.binomial(n, shares)
        values = np.concatenate([np.arange(n) < one for one in yes]).astype(float)
        kinds.append(change(values, np.repeat(np.arange(len(shares)), n)).kind)
    return kinds


def changed(seed: int, runs: int = 400) -> Iterator[Line]:
    """Surveys of the same question: falls that are told, and false alarms."""
    slow = _kinds(seed, np.linspace(0.86, 0.65, 8).tolist(), 100, runs)
    told = sum(kind != "none" for kind in slow) / runs
    yield "slow fall 86 to 65 % over 8 surveys of 100: told", f"{told:.1%}", "at least 90 %"
    for surveys in (2, 4, 8):
        fell = _kinds(seed, [0.85] * (surveys - 1) + [0.70], 120, runs)
        told = sum(kind != "none" for kind in fell) / runs
        yield f"fall of 15 points, 120 answers, {surveys} surveys: told", f"{told:.1%}", "no lower"
    for surveys in (2, 4, 8):
        still = _kinds(seed, [0.80] * surveys, 120, 10 * runs)
        told = sum(kind != "none" for kind in still) / (10 * runs)
        yield f"no change, {surveys} surveys: told", f"{told:.1%}", "at most 5 %"


def logged(seed: int, runs: int = 300) -> Iterator[Line]:
    """Reach of 71 then 70 % of 500 people, of whose touches 45 then 66 in 100 are written down."""
    for name, reach, parts, must in (
        ("only logging grows", (0.71, 0.70), (0.5, 0.95), "100 %"),
        ("reach grows 40 to 60 %, logging does not", (0.40, 0.60), (0.9, 0.9), "0 %"),
    ):
        random = np.random.default_rng(seed)
        explains = 0
        shown = []
        for _ in range(runs):
            rows = [
                random.binomial(random.poisson(-np.log(1 - one), 500), part)
                for one, part in zip(reach, parts, strict=True)
            ]
            shown.append([(one > 0).mean() for one in rows])
            people = [1.0, 1.0] if parts[0] != parts[1] else [1.0, rows[1].sum() / rows[0].sum()]
            volume = [one.sum() / each for one, each in zip(rows, people, strict=True)]
            explains += bool(explained_by_logging(rows, volume)["explained"])
        first, last = np.mean(shown, axis=0)
        yield (
            f"{name}: reach as logged {first:.0%} to {last:.0%}, said that logging can account",
            f"{explains / runs:.0%}",
            must,
        )


def pooled(seed: int, runs: int = 60) -> Iterator[Line]:
    """Ranges of departments of 6 to 30 answers after pooling, beside those without."""
    for spread in SPREADS[1:]:
        random = np.random.default_rng(seed)
        held, wide, plain, errors, apart = 0, 0.0, 0.0, [], []
        for _ in range(runs):
            truth, base = _truth(random, spread), random.integers(6, 31, DEPARTMENTS)
            n = random.binomial(base, truth)
            found = pooled_shares(n, base, alike=ALIKE_IN_RANGES)
            low, high = found.interval()
            held += int(((low <= truth) & (truth <= high)).sum())
            wide += float((high - low).sum())
            ends = [proportions.wilson(a, b) for a, b in zip(n, base, strict=True)]
            plain += sum(one.high - one.low for one in ends)
            errors += np.abs(found.estimates - truth).tolist()
            apart += np.abs(n / base - truth).tolist()
        every = runs * DEPARTMENTS
        yield (
            f"pooled, spread {spread:.0%}: cover; width, error in points (without pooling)",
            f"{held / every:.1%}; {100 * wide / every:.0f} ({100 * plain / every:.0f}), "
            f"{100 * np.mean(errors):.1f} ({100 * np.mean(apart):.1f})",
            "93 to 97 %",
        )


def board(seed: int, firms: int = 30) -> Iterator[Line]:
    """Claims that the board copy makes of the whole and the private copy does not."""
    sections = qualified = 0
    alone: list[str] = []
    for one in range(firms):
        found = contradictions(firm(one + seed - SEED, people=160, departments=9), by=BY)
        sections, qualified = sections + found[0], qualified + found[1]
        alone += found[2]
    said = f"{len(alone)} in {sections} sections ({qualified} speak of those shown)"
    yield f"claims of the board alone, {firms} firms", said, "0"
    yield from ((f"  {one}", "", "") for one in alone[:10])


def own_sample(seed: int) -> Iterator[Line]:
    """The same of the sample, every quarter of it."""
    tables = load(ROOT / "data" / "sample", read_settings(ROOT / "engagekit.toml"))
    for quarter in QUARTERS:
        found = contradictions(tables, quarter, by=BY)
        said = f"{len(found[2])} in {found[0]} sections ({found[1]} speak of those shown)"
        yield f"claims of the board alone, the sample, {quarter}", said, "0"
        yield from ((f"  {one}", "", "") for one in found[2][:10])


def hospital(seed: int) -> Iterator[Line]:
    """The same of 5,000 people in 60 departments."""
    found = contradictions(firm(77 + seed - SEED, people=5_000, departments=60), by=BY)
    said = f"{len(found[2])} in {found[0]} sections ({found[1]} speak of those shown)"
    yield "claims of the board alone, a hospital of 5,000 in 60 departments", said, "0"
    yield from ((f"  {one}", "", "") for one in found[2][:10])


PARTS: dict[str, Callable[[int], Iterator[Line]]] = {
    "placed": placed,
    "differs": differs,
    "change": changed,
    "logging": logged,
    "pooled": pooled,
    "board": board,
    "hospital": hospital,
    "sample": own_sample,
}


def main(given: list[str]) -> None:
    """Print the table."""
    began, parser = time.perf_counter(), argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS])
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(given)
    for name in asked.parts or PARTS:
        for what, found, must in PARTS[name](asked.seed):
            print(f"{what:<84} {found:<44} {must}", flush=True)
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
