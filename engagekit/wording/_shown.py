"""Whether a sentence hangs on rows that are hidden: then it says that it speaks of the others.

A rule sees the rows that are shown. What it makes of them may be wrong of the whole: most of those
shown need not be most of all. So the sentence is made again with the hidden rows filled, once as
low as they can be and once as high; where it would have been another, it hangs on them. The true
values of the hidden rows are never used for that, so whether a sentence is qualified tells nothing
of them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

BASE = 50.0
"""People put into a hidden row where no row is shown: enough for any sentence to speak of it."""
_NUMBERS = ("estimate", "low", "high")
_COUNTS = ("n", "base", "population")
Said = Callable[[pd.DataFrame], str | None]


def hidden_rows(frame: pd.DataFrame) -> pd.Series:
    """Return which rows of a frame are hidden."""
    if "suppressed" not in frame.columns:
        return pd.Series(False, index=frame.index)
    return frame["suppressed"].fillna(False).astype(bool)


def hangs_on(said: Said, frame: pd.DataFrame, rows: pd.Series, text: str) -> bool:
    """Return whether a sentence would be another if some rows had other numbers.

    Parameters
    ----------
    said : callable
        The sentence of a frame.
    frame : DataFrame
        Measure frame, protected.
    rows : Series of bool
        Rows that are hidden, or that stand without an exact number.
    text : str
        Its sentence, or the first lines of it.
    """
    if not rows.any():
        return False
    for is_high in (False, True):
        try:
            other = said(filled(frame, rows, is_high=is_high))
        except (ValueError, TypeError, KeyError, IndexError, ArithmeticError):
            return True  # a sentence that cannot even be made of other numbers hangs on them
        if other is None or not other.startswith(text):
            return True
    return False


def recoded_rows(frame: pd.DataFrame) -> pd.Series:
    """Return which rows stand with an end alone, as 90 % or more."""
    if "recoded" not in frame.columns:
        return pd.Series(False, index=frame.index)
    return frame["recoded"].fillna(False).astype(bool) & frame["estimate"].isna()


def with_what_is_shown(said: Said, frame: pd.DataFrame, text: str, of_those_shown: str) -> str:
    """Return a sentence that claims no more than the rows shown bear.

    A line that another number of a hidden row would change says that it is of the rows shown; one
    that another number of a recoded row would change goes, and what follows it: its row stands on
    the page beside it.

    Parameters
    ----------
    said : callable
        The sentence of a frame.
    frame : DataFrame
        Measure frame, protected.
    text : str
        Its sentence; what stands behind the first line break says more than the headline.
    of_those_shown : str
        What is added to a line that hangs on hidden rows.
    """
    first, *rest = text.split("\n")
    recoded = recoded_rows(frame)
    while rest and hangs_on(said, frame, recoded, "\n".join([first, *rest])):
        rest.pop()
    text = "\n".join([first, *rest])
    hidden = hidden_rows(frame)
    if hangs_on(said, frame, hidden, first):
        first += of_those_shown
    elif rest and hangs_on(said, frame, hidden, text):
        rest[-1] += of_those_shown
    return "\n".join([first, *rest])


def filled(frame: pd.DataFrame, hidden: pd.Series, *, is_high: bool) -> pd.DataFrame:
    """Return a frame whose hidden rows hold numbers below or above all that are shown.

    A row with an end keeps to its side of it.
    """
    result = frame.copy()
    for _, rows in frame.groupby(frame["measure"].astype("str") + frame["unit"].astype("str")):
        gone = rows.index[hidden.loc[rows.index]]
        shown = rows[~hidden.loc[rows.index]]
        if not len(gone):
            continue
        base = shown["base"].dropna().astype("float64")
        people = float(base.median()) if len(base) else BASE
        people = float(round(max(people, BASE)))
        of_parts = (rows["unit"] == "share").all()
        known = shown["estimate"].dropna()
        low, high = (0.0, 1.0)
        if not of_parts:
            span = float(np.ptp(known)) + 1.0 if len(known) else 1.0
            low = (float(known.min()) if len(known) else 0.0) - span
            high = (float(known.max()) if len(known) else 0.0) + span
        at = high if is_high else low
        result.loc[gone, "estimate"] = at
        for name in ("low", "high"):
            has_range = bool(shown[name].notna().any())
            result.loc[gone, name] = at if has_range else np.nan
        result.loc[gone, "base"] = int(people)
        result.loc[gone, "n"] = round(people * at) if of_parts else int(people)
        result.loc[gone, "population"] = int(people)
    for end in ("at_least", "at_most"):
        if end in frame.columns:
            beyond = frame[end] > result["estimate"]
            if end == "at_most":
                beyond = frame[end] < result["estimate"]
            beyond &= hidden
            result.loc[beyond, "estimate"] = frame.loc[beyond, end].astype("float64")
    result["suppressed"] = False
    return result
