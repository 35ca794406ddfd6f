"""One reference case: its data, its parameters and the results it asks for."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

Numbers = dict[str, Any]
Computed = dict[str, Numbers]

NOT_EXPECTED = frozenset({"id", "statistic", "method", "r_call", "level"})
"""The keys of a result that say what is asked; all others are answers."""

PADDED = re.compile(r"^0\d")
"""A value such as '0161' is a name, not a number."""


@dataclass(frozen=True)
class Asked:
    """One result asked for: what a family may know when it computes.

    Attributes
    ----------
    id, statistic, method, r_call : str
        As in the case's `results`.
    level : float
        Confidence level; 0.95 where the case gives none.
    """

    id: str
    statistic: str
    method: str
    r_call: str
    level: float


@dataclass(frozen=True)
class Case:
    """A folder with `expected.json` and its CSV files.

    Attributes
    ----------
    path : Path
        The folder.
    expected : dict
        The whole of `expected.json`; `results` in it are for comparison only.
    """

    path: Path
    expected: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The case's name, for the printed table."""
        return str(self.expected.get("case", self.path.name))

    @property
    def params(self) -> dict[str, Any]:
        """The parameters by name; empty when the case gives none."""
        found = self.expected.get("params")
        return dict(found) if isinstance(found, Mapping) else {}

    @property
    def results(self) -> list[Mapping[str, Any]]:
        """The expected results, for `compare` and nothing else."""
        return list(self.expected.get("results", []))

    @cached_property
    def asked(self) -> list[Asked]:
        """What is asked, with the answers taken away."""
        return [
            Asked(
                id=str(one["id"]),
                statistic=str(one.get("statistic") or ""),
                method=str(one.get("method") or ""),
                r_call=str(one.get("r_call") or ""),
                level=_level(one.get("level")),
            )
            for one in self.results
        ]

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the results, in the order of the case."""
        return [one.id for one in self.asked]

    @cached_property
    def words(self) -> str:
        """Everything the case says of itself in words, answers left out."""
        said = [str(self.expected.get(key) or "") for key in ("case", "title", "source")]
        said += [str(note) for note in _listed(self.expected.get("notes"))]
        said += [f"{key}={value}" for key, value in self.params.items()]
        said += [f"{one.statistic} {one.method} {one.r_call}" for one in self.asked]
        return "\n".join(said)

    @property
    def files(self) -> list[str]:
        """The names of the CSV files, in the order of the case."""
        named = [str(name) for name in _listed(self.expected.get("files"))]
        return [name for name in named if name.endswith(".csv")]

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Every CSV file by name."""
        return {name: self.frame(name) for name in self.files}

    def frame(self, name: str) -> pd.DataFrame:
        """One CSV file; an empty cell is missing, '0161' stays text."""
        path = self.path / name
        text = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
        padded = {
            column: str
            for column in text
            if text[column].dropna().str.match(PADDED).any()
            and not text[column].dropna().str.match(r"^0\d*\.").any()
        }
        return pd.read_csv(path, dtype=padded, keep_default_na=False, na_values=[""])


def load(path: str | Path) -> Case:
    """Read the case of a folder."""
    folder = Path(path)
    with (folder / "expected.json").open(encoding="utf-8") as file:
        return Case(folder, json.load(file))


def label(value: object) -> str:
    """A value as R would write it in an id: 1 for 1.0, TRUE for True."""
    if isinstance(value, bool | np.bool_):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | np.floating):
        return str(int(value)) if float(value).is_integer() else f"{float(value):.15g}"
    return str(value)


def labels(column: pd.Series) -> np.ndarray[Any, np.dtype[np.object_]]:
    """A column as text; a missing value stays None."""
    return np.array([None if pd.isna(one) else label(one) for one in column], dtype=object)


def numbers(column: pd.Series) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A column as floats; a missing value is NaN."""
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def each(asked: list[Asked], one: Callable[[Asked], Numbers | None]) -> Computed:
    """Compute every result by itself, so that one that fails costs only itself."""
    computed: Computed = {}
    for wanted in asked:
        try:
            found = one(wanted)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            print(f"{wanted.id}: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        if found is not None:
            computed[wanted.id] = found
    return computed


def _level(given: object) -> float:
    """The confidence level, 0.95 when there is none."""
    return float(given) if isinstance(given, int | float) and not math.isnan(given) else 0.95


def _listed(given: object) -> list[Any]:
    """A name or a list of names, as a list."""
    if given is None or isinstance(given, Mapping):
        return []
    return list(given) if isinstance(given, list | tuple) else [given]
