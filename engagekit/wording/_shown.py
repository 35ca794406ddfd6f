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


def hangs_on_hidden(said: Said, frame: pd.DataFrame, text: str) -> bool:
    """Return whether a sentence would be another if the hidden rows had other numbers.

    Parameters
    ----------
    said : callable
        The sentence of a frame.
    frame : DataFrame
        Measure frame, protected.
    text : str
        Its sentence.
    """
    hidden = hidden_rows(frame)
    if not hidden.any():
        return False
    for is_high in (False, True):
        try:
            if said(filled(frame, hidden, is_high=is_high)) != text:
                return True
        except (ValueError, TypeError, KeyError, IndexError, ArithmeticError):
            return True  # a sentence that cannot even be made of other numbers hangs on them
    return False


def filled(frame: pd.DataFrame, hidden: pd.Series, *, is_high: bool) -> pd.DataFrame:
    """Return a frame whose hidden rows hold numbers below or above all that are shown."""
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
    result["suppressed"] = False
    return result
