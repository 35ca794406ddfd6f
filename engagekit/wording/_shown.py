"""Whether a sentence hangs on rows that are hidden: then it says that it speaks of the others.

A rule sees the rows that are shown. What it makes of them may be wrong of the whole: most of those
shown need not be most of all. So the sentence is made again with the hidden rows filled, once as
low as they can be and once as high; where it would have been another, it hangs on them. The true
values of the hidden rows are never used for that, so whether a sentence is qualified tells nothing
of them.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from engagekit.measures._frame import PREVIOUS, is_measure_frame

BASE = 50.0
"""People put into a hidden row where no row is shown: enough for any sentence to speak of it."""
_NUMBERS = ("estimate", "low", "high")
_COUNTS = ("n", "base", "population")
_NOT_KEYS = frozenset({*_NUMBERS, *_COUNTS, "basis", "method", "suppressed", PREVIOUS})
Said = Callable[[pd.DataFrame], str | None]


def hidden_rows(frame: pd.DataFrame) -> pd.Series:
    """Return which rows of a frame are hidden."""
    if "suppressed" not in frame.columns:
        return pd.Series(False, index=frame.index)
    return frame["suppressed"].fillna(False).astype(bool)


def hanging(said: Said, frame: pd.DataFrame, rows: pd.Series, lines: Sequence[str]) -> set[str]:
    """Return the lines that would not be said if some rows had other numbers.

    ``said``: the sentence of a frame. ``frame``: measure frame, protected. ``rows``: rows that are
    hidden, or that stand without an exact number. ``lines``: what is said of the frame as it is.
    """
    if not lines or not rows.any():
        return set()
    others = [said(one) for one in filled(frame, rows)]
    return {line for line in lines if any(line not in (one or "").split("\n") for one in others)}


def recoded_rows(frame: pd.DataFrame) -> pd.Series:
    """Return which rows stand with an end alone, as 90 % or more."""
    if "recoded" not in frame.columns:
        return pd.Series(False, index=frame.index)
    return frame["recoded"].fillna(False).astype(bool) & frame["estimate"].isna()


def with_what_is_shown(
    said: Said, frame: pd.DataFrame, text: str, of_those_shown: str, whole: pd.DataFrame | None
) -> str:
    """Return a sentence that claims no more than the rows shown bear.

    The first line that another number of a hidden row would change says that it is of the rows
    shown; one below the headline that another number of a recoded row would change goes: its row
    stands on the page beside it. So does, where it is known, what the frame before it was protected
    says.

    ``said``: the sentence of a frame. ``frame``: measure frame, protected. ``text``: its sentence;
    what stands behind the first line break says more than the headline. ``of_those_shown``: what is
    added to a line that hangs on hidden rows. ``whole``: the same frame before anything was hidden.
    """
    first, *rest = text.split("\n")
    gone = hanging(said, frame, recoded_rows(frame), rest)
    lines = [first, *(line for line in rest if line not in gone)]
    hidden = hidden_rows(frame) | merged_rows(frame, whole)
    unsure = hanging(said, frame, hidden, lines)
    if whole is not None and hidden.any():
        full = (said(completed(frame, whole)) or "").split("\n")
        unsure |= {line for line in lines if line not in full}
    at = next((line for line in lines if line in unsure), None)
    return "\n".join(line + of_those_shown if line == at else line for line in lines)


def merged_rows(frame: pd.DataFrame, whole: pd.DataFrame | None) -> pd.Series:
    """Return which rows stand for several of the whole, any of which may be the most or least."""
    if whole is None or len(frame) >= len(whole) or not is_measure_frame(frame):
        return pd.Series(False, index=frame.index)
    keys = [str(name) for name in whole.columns if name not in _NOT_KEYS and name in frame.columns]
    own, every = (pd.MultiIndex.from_frame(one[keys].astype("str")) for one in (frame, whole))
    return pd.Series(~own.isin(every), index=frame.index)


def completed(frame: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with every row: numbers as they are shown, those of hidden rows as they are.

    What is said of it differs from what is said of the protected one by hidden rows alone, not by
    numbers that stand on steps.
    """
    every, numbers = whole.reset_index(drop=True), [*_NUMBERS, *_COUNTS]
    keys = [str(name) for name in whole.columns if name not in _NOT_KEYS]
    shown = frame.loc[frame["estimate"].notna(), [*keys, *numbers]]
    if shown.duplicated(keys).any() or every.duplicated(keys).any():
        return every
    both = every[keys].merge(shown, on=keys, how="left")
    is_shown = both["estimate"].notna()
    for name in numbers:
        every[name] = both[name].where(is_shown, every[name])
    return every


def filled(frame: pd.DataFrame, hidden: pd.Series) -> list[pd.DataFrame]:
    """Return a frame whose hidden rows hold numbers below all that are shown, and one above.

    A row with an end keeps to its side of it.
    """
    is_hidden, names = hidden.to_numpy(), (*_NUMBERS, *_COUNTS)
    columns = {name: frame[name].to_numpy("float64", na_value=np.nan) for name in names}
    results = [{name: column.copy() for name, column in columns.items()} for _ in range(2)]
    kinds = (frame["measure"].astype("str") + frame["unit"].astype("str")).to_numpy()
    for kind in {*kinds[is_hidden]}:
        gone, is_shown = (kinds == kind) & is_hidden, (kinds == kind) & ~is_hidden
        shown = {name: column[is_shown & ~np.isnan(column)] for name, column in columns.items()}
        people = round(max(float(np.median(shown["base"])) if len(shown["base"]) else BASE, BASE))
        of_parts = (frame["unit"].to_numpy()[gone] == "share").all()
        known = shown["estimate"] if len(shown["estimate"]) else np.zeros(1)
        span = float(np.ptp(known)) + 1.0
        ends = (0.0, 1.0) if of_parts else (float(known.min()) - span, float(known.max()) + span)
        if (frame["unit"].to_numpy()[gone] == "count").all():
            ends = (max(ends[0], 0.0), ends[1])
        bases = columns["base"][gone]
        bases = np.where(np.isnan(bases), people, bases)  # a recoded row shows its own
        for result, at in zip(results, ends, strict=True):
            result["estimate"][gone] = at
            for name in ("low", "high"):
                result[name][gone] = at if len(shown[name]) else np.nan
            result["base"][gone] = bases
            result["n"][gone] = (bases * at).round() if of_parts else bases
            result["population"][gone] = max(shown["population"], default=people)
    is_recoded = "at_least" in frame.columns  # a missing end bounds nothing
    bounds = [frame[end].astype("float64") for end in ("at_least", "at_most") if is_recoded]
    for result in results if is_recoded else ():
        kept = pd.Series(result["estimate"], frame.index).clip(*bounds).to_numpy()
        result["estimate"] = np.where(is_hidden, kept, result["estimate"])
    kind_of: dict[str, Any] = {name: frame[name].dtype for name in names}
    typed = [{n: pd.array(c, dtype=kind_of[n]) for n, c in one.items()} for one in results]
    return [frame.assign(**one, suppressed=False) for one in typed]
