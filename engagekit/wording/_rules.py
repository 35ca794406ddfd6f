"""How a finding is said: the voice, the rules by their names, and the rows they speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.locale import words
from engagekit.measures import basis
from engagekit.measures._frame import ALL
from engagekit.measures.basis import PLANNED


@dataclass(frozen=True)
class Voice:
    """Language and currency in which numbers are said."""

    language: str = "en"
    currency: str = "CAD"

    def say(self, key: str, **slots: object) -> str:
        """A message of the findings."""
        return words.say(f"finding.{key}", self.language, **slots)

    def plural(self, key: str, n: float) -> str:
        """A message of the findings that depends on a number."""
        return words.plural(f"finding.{key}", n, self.language)

    def number(self, value: object, unit: str) -> str:
        """A number in its unit."""
        return words.number(value, unit, self.language, self.currency)

    def interval(self, low: object, high: object, unit: str) -> str:
        """Two ends of a range."""
        return words.interval(low, high, unit, self.language, self.currency)

    def kind(self, row: pd.Series | Mapping[str, Any]) -> str:
        """The kind of interval that a row has, without what was done beside it."""
        first = next(iter(basis.notes_of(row)), "")
        return basis.words(first, self.language) if first else self.say("interval")

    def period(self, label: object) -> str:
        """The label of a quarter as it is read."""
        return words.label(str(label), self.language)


Rule = Callable[[pd.DataFrame, Mapping[str, Any], Voice], str | None]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Make a rule known by its name."""
    RULES[function.__name__.lstrip("_")] = function
    return function


def row_of(frame: pd.DataFrame, measure: str | None = None, **where: str) -> pd.Series | None:
    """The one row of a measure that is told, by default the one over all groups."""
    rows = frame if measure is None else frame[frame["measure"] == measure]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    for name in ("department", "role_level", "site", "cost_centre"):
        if name in rows.columns and name not in where:
            rows = rows[rows[name] == ALL]
    rows = rows[rows["estimate"].notna()]
    return rows.iloc[0] if len(rows) else None


def groups_of(frame: pd.DataFrame, least: int = 0) -> tuple[str | None, pd.DataFrame]:
    """The column of groups and the rows told, highest first, over a base."""
    for name in ("department", "role_level", "site", "cost_centre"):
        if name in frame.columns:
            rows = frame[(frame[name] != ALL) & frame["estimate"].notna()]
            rows = rows[rows["base"].fillna(0) >= least]
            return name, rows.sort_values("estimate", ascending=False, kind="stable")
    return None, frame.iloc[:0]


def when(args: Mapping[str, Any], voice: Voice) -> str:
    """The period of a headline in words: this quarter, or a year or range with its days."""
    period = args.get("period") or {}
    label = str(period.get("label", ""))
    if not label or re.search(r"Q[1-4]$", label):
        return voice.say("when_quarter")
    told = "when_range" if ".." in label else "when_year"
    return voice.say(told, span=words.span(period, voice.language))


def months_told(frame: pd.DataFrame, voice: Voice) -> str:
    """That some months of a period are booked alone, where the notes of its money say so."""
    notes = basis.notes_of(frame.iloc[0])
    booked = notes.get("actual_of_months") or notes.get("budget_for_months")
    return voice.say(f"some_months_{used_of(frame)}", **booked) if booked else ""


def alike(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of money that may be set beside the last one: planned or spent as it is."""
    planned = basis.have(rows, *PLANNED)
    return rows[planned == planned.iloc[-1]] if len(rows) else rows


def used_of(frame: pd.DataFrame) -> str:
    """Whether the money of a frame was ``spent`` or ``planned``."""
    return "planned" if basis.have(frame.head(1), *PLANNED).any() else "spent"
