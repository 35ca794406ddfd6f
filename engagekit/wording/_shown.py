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


def hangs_on_hidden(said: Said, frame: pd.DataFrame, text: str) -> int | None:
    """Return the first line of a text that would be another if the hidden rows had other numbers.

    Parameters
    ----------
    said : callable
        The text of a frame.
    frame : DataFrame
        Measure frame, protected.
    text : str
        Its text.

    Returns
    -------
    int or None
        None where every line stands whatever the hidden rows hold.
    """
    hidden = hidden_rows(frame)
    if not hidden.any():
        return None
    lines = []
    for is_high in (False, True):
        try:
            lines.append(first_apart(text, said(filled(frame, hidden, is_high=is_high)) or ""))
        except (ValueError, TypeError, KeyError, IndexError, ArithmeticError):
            return 0  # a sentence that cannot even be made of other numbers hangs on them
    return min((line for line in lines if line is not None), default=None)


def first_apart(text: str, other: str) -> int | None:
    r"""Return the first line in which two texts differ.

    Examples
    --------
    >>> first_apart("We met 60.\nMost in Tax.", "We met 60.\nMost in IT."), first_apart("a", "a")
    (1, None)
    """
    if text == other:
        return None
    own, others = text.split("\n"), other.split("\n")
    for at, (one, two) in enumerate(zip(own, others, strict=False)):
        if one != two:
            return at
    return len(own) - 1


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
        values = pd.Series(at, index=gone)
        end = "at_most" if is_high else "at_least"
        if end in frame.columns:  # of a recoded number the known ends
            values = frame.loc[gone, end].astype("float64").fillna(at)
        result.loc[gone, "estimate"] = values
        for name in ("low", "high"):
            has_range = bool(shown[name].notna().any())
            result.loc[gone, name] = values if has_range else np.nan
        result.loc[gone, "base"] = int(people)
        result.loc[gone, "n"] = (
            (people * values).round().astype("int64") if of_parts else int(people)
        )
        result.loc[gone, "population"] = int(people)
    result["suppressed"] = False
    return result
