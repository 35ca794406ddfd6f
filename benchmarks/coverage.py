"""How often the kit's 95 % intervals hold the truth: a seeded simulation, not a test.

Run from the root of the repository: ``python benchmarks/coverage.py``. Prints,
for each interval, situation and number of answers, the share of simulated
surveys whose interval held the true value (per cent), and the mean width.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from engagekit.statistics.association import spearman
from engagekit.statistics.designs import survey_design
from engagekit.statistics.estimation import mean
from engagekit.statistics.proportions import newcombe, wilson
from engagekit.statistics.scores import net_promoter_counts

SIZES = (8, 20, 60, 300)
SEED = 20260101
RUNS = 4000
DESIGN_RUNS = 1500
"""Fewer runs where every one makes a design: their error is about 0.6 points."""


class Ends(NamedTuple):
    """One simulated interval and whether it held the truth."""

    held: bool
    width: float


def main() -> None:
    """Print the table."""
    began = time.perf_counter()
    print(f"{'interval':<28} {'situation':<34} " + " ".join(f"{f'n={n}':>14}" for n in SIZES))
    for name, situation, draw, runs in rows():
        cells = [cell(draw, n, runs) for n in SIZES]
        print(f"{name:<28} {situation:<34} " + " ".join(f"{one:>14}" for one in cells))
        sys.stdout.flush()
    print(f"nominal 95 %; cell: per cent held (mean width); {time.perf_counter() - began:.0f} s")


def cell(draw: Callable[[np.random.Generator, int], Ends], n: int, runs: int) -> str:
    """Coverage and mean width of one situation at one number of answers."""
    rng = np.random.default_rng([SEED, n])
    found = [draw(rng, n) for _ in range(runs)]
    held, width = np.mean([one.held for one in found]), np.nanmean([one.width for one in found])
    return f"{100 * held:.1f} ({width:.3g})"


def rows() -> Iterator[tuple[str, str, Callable[[np.random.Generator, int], Ends], int]]:
    """Every interval and situation."""
    for p in (0.5, 0.84, 0.97):
        yield "Wilson", f"share {p:.0%}", _share(p), RUNS
    for up, down in ((0.5, 0.2), (0.85, 0.05)):
        for method in ("adjusted_wald", "wald"):
            situation = f"promoters {up:.0%}, detractors {down:.0%}"
            yield f"net promoter, {method}", situation, _promoters(up, down, method), RUNS
    for p1, p2 in ((0.6, 0.5), (0.95, 0.9)):
        yield "Newcombe", f"{p1:.0%} against {p2:.0%}, n each", _change(p1, p2), RUNS
    for rho in (0.3, 0.8):
        yield "Spearman, Bonett-Wright", f"normal, rho {rho}", _rank(rho), RUNS
    for own in (True, False):
        name = "domain t, own df" if own else "domain t, df of all"
        yield name, "4-step score, weights, third of n", _domain(own), DESIGN_RUNS


def _share(p: float) -> Callable[[np.random.Generator, int], Ends]:
    """Wilson's interval of a share."""

    def draw(rng: np.random.Generator, n: int) -> Ends:
        found = wilson(rng.binomial(n, p), n)
        return Ends(found.low <= p <= found.high, found.high - found.low)

    return draw


def _promoters(up: float, down: float, method: str) -> Callable[[np.random.Generator, int], Ends]:
    """An interval of the net promoter score."""
    truth = 100 * (up - down)

    def draw(rng: np.random.Generator, n: int) -> Ends:
        a, b, c = rng.multinomial(n, [up, 1 - up - down, down]).tolist()
        found = net_promoter_counts(a, b, c, method=method)  # type: ignore[arg-type]
        return Ends(found.low - 1e-9 <= truth <= found.high + 1e-9, found.high - found.low)

    return draw


def _change(p1: float, p2: float) -> Callable[[np.random.Generator, int], Ends]:
    """Newcombe's interval of a change."""

    def draw(rng: np.random.Generator, n: int) -> Ends:
        found = newcombe(rng.binomial(n, p1), n, rng.binomial(n, p2), n)
        return Ends(found.low <= p1 - p2 <= found.high, found.high - found.low)

    return draw


def _rank(rho: float) -> Callable[[np.random.Generator, int], Ends]:
    """Bonett and Wright's interval of Spearman's rho, of a normal with that rho."""
    r = 2 * np.sin(np.pi * rho / 6)

    def draw(rng: np.random.Generator, n: int) -> Ends:
        x = rng.normal(size=n)
        y = r * x + np.sqrt(1 - r**2) * rng.normal(size=n)
        found = spearman(x, y)
        return Ends(found.low <= rho <= found.high, found.high - found.low)

    return draw


def _domain(own: bool) -> Callable[[np.random.Generator, int], Ends]:
    """The t interval of a department that is a third of the answers, three at least."""
    scores, chances = np.array([1.0, 3.0, 4.0, 5.0]), np.array([0.1, 0.2, 0.4, 0.3])
    truth = float(scores @ chances)

    def draw(rng: np.random.Generator, n: int) -> Ends:
        there = np.arange(n) < max(3, n // 3)
        values = rng.choice(scores, size=n, p=chances)
        design = survey_design(n, weights=rng.uniform(0.5, 2.0, size=n))
        df = None if own else float(n - 1)
        found = mean(design, values, domain=there, df=df)
        return Ends(found.low <= truth <= found.high, found.high - found.low)

    return draw


if __name__ == "__main__":
    main()
