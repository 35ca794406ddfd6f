"""How far what is shown of groups stands from all of them: hiding must not bend the picture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.measures import ends, registry
from engagekit.measures._frame import ALL, by_of, is_measure_frame
from engagekit.sections import Section

GROUPS = ("department", "role_level", "cost_centre", "site")
"""Columns whose small groups are told as one."""
MOST = 0.03
"""Distance from which a reader would draw another conclusion: targets are set in steps of 5 points,
and half a step turns one into the next."""


def is_crossed(frame: pd.DataFrame) -> bool:
    """Return whether a frame sets answers beside groups, as a cross-table does."""
    if not is_measure_frame(frame) or not {"item", "answer"} <= set(frame.columns):
        return False
    return bool(set(by_of(frame)) - {"item", "answer", "period"})


@dataclass(frozen=True)
class Bias:
    """Hold what a reader sees of the groups of one measure, beside all of them.

    ``low`` and ``high`` end their mean share, each group by its people: one of which the ends are
    told stands for both, never for the middle, which nobody is told; one that is told with others
    stands for theirs. ``whole`` is the share in all groups of at least ``k`` people; ``groups`` how
    many these are, ``carried`` of how many of them a share or its ends are told alone.
    """

    section: str
    measure: str
    column: str
    low: float
    high: float
    whole: float
    groups: int
    carried: int

    @property
    def is_large(self) -> bool:
        """Whether the groups that are told stand for all of them no more."""
        return self.carried == 0 or not self.low - MOST <= self.whole <= self.high + MOST


def biases(true: Sequence[Section], protected: Sequence[Section], k: int) -> Iterator[Bias]:
    """Yield the bias of every share by group of a board copy: of groups of ``k`` people or more."""
    for section, safe in zip(true, protected, strict=True):
        frame = section.frame
        columns = [name for name in GROUPS if name in frame.columns]
        is_told = section.audience == "board" and "recoded" in safe.frame.columns
        # of periods and of answers there is no mean
        if not is_told or len(columns) != 1 or "period" in frame.columns or is_crossed(frame):
            continue
        for measure, rows in frame.groupby("measure", sort=False):
            record = registry.measure(str(measure))
            is_share = record.is_part and record.of in ("people", "survey")
            groups = rows[(rows[columns[0]] != ALL) & (rows["base"] >= k)]
            if is_share and (rows["unit"] == "share").all() and len(groups):
                told = safe.frame[safe.frame["measure"] == measure].to_dict("records")
                spans = {row[columns[0]]: _span(row) for row in told}
                names = set(rows[columns[0]])
                # small groups stand in one row, whose name is that of none of them
                rest = next((span for name, span in spans.items() if name not in names), None)
                alone = [spans.get(name) for name in groups[columns[0]]]
                low, high, whole = _means(groups, [span or rest for span in alone])
                carried = sum(span is not None for span in alone)
                parts = (section.name, str(measure), columns[0])
                yield Bias(*parts, low, high, whole, len(groups), carried)


def _means(
    groups: pd.DataFrame, spans: Sequence[tuple[float, float] | None]
) -> tuple[float, float, float]:
    """Return the ends of the mean of what is told, each group by its people, and the whole."""
    bases = groups["base"].astype("float64")
    known = [(*span, base) for span, base in zip(spans, bases, strict=True) if span is not None]
    people = sum(base for *_, base in known) or 1.0
    low, high = (sum(one[end] * one[2] for one in known) / people for end in (0, 1))
    return low, high, float((groups["estimate"] * bases).sum() / bases.sum())


def _span(row: Mapping[Any, Any]) -> tuple[float, float] | None:
    """Return the ends of what a row tells, of a share both the same; None where it is hidden."""
    if ends.is_recoded(row):
        return ends.span(row)
    return None if pd.isna(row["estimate"]) else (float(row["estimate"]), float(row["estimate"]))
