"""How often the text of a relation claims a link between two series that merely drift.

Run: python benchmarks/drift.py [runs]. Seeded: two independent random walks of 12 quarters each.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from engagekit.measures.relation import CHANGES, OVER_TIME, relate, verdict
from engagekit.statistics import association
from engagekit.wording import finding

QUARTERS = 12
SEED = 20261125
CLAIMS = ("The two go together", "the other is lower")


@dataclass(frozen=True)
class Told:
    """A section as far as a finding needs it."""

    frame: pd.DataFrame
    title: str = "T"
    sentence: str | None = "relation"
    sentence_args: dict[str, Any] = field(default_factory=lambda: {"outcome": "reach"})
    settings: dict[str, Any] = field(default_factory=dict)
    missing: str = ""


def drifting(generator: np.random.Generator, quarters: int = QUARTERS) -> pd.DataFrame:
    """Two unrelated random walks as the points of the whole."""
    x, y = generator.normal(size=(2, quarters)).cumsum(axis=1)
    periods = [f"Q{at:02d}" for at in range(quarters)]
    return pd.DataFrame({"unit": "All", "period": periods, "x": x, "y": y})


def claims(runs: int, *, draws: int = 999, seed: int = SEED) -> tuple[int, int, int]:
    """Runs in which the text claims a link, levels alone would, and changes alone would."""
    generator = np.random.default_rng(seed)
    said = levels = changes = 0
    for _ in range(runs):
        points = drifting(generator)
        frame = relate(points, draws=draws)
        text = finding(Told(frame))
        claimed = any(claim in text for claim in CLAIMS)
        assert claimed == (verdict(frame, OVER_TIME) in ("together", "opposite"))
        said += claimed
        levels += association.spearman(points["x"], points["y"]).p_value < 0.05
        changes += verdict(frame, CHANGES) != "none"
    return said, levels, changes


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    told, by_levels, by_changes = claims(count)
    print(f"runs: {count}")
    print(f"text claims a link: {told / count:.1%}")
    print(f"levels alone (p < 0.05): {by_levels / count:.1%}")
    print(f"changes alone: {by_changes / count:.1%}")
