"""What a sentence of the board copy may say where rows are hidden or stand without a number.

A rule sees the rows that are shown, and what it says of them may not hold for all. So every line
that names one of several groups says that it is of those shown as soon as one of them is hidden,
whatever the hidden number is: whether a sentence is qualified tells nothing of it.
"""

from collections.abc import Callable

import pandas as pd

from engagekit.measures._frame import ALL, PREVIOUS, is_measure_frame

_NUMBERS = {"estimate", "low", "high", "n", "base", "population", "basis", "method", "suppressed"}
Said = Callable[[pd.DataFrame], str | None]


def hidden_rows(frame: pd.DataFrame) -> pd.Series:
    """Return which rows of a frame are hidden."""
    if "suppressed" not in frame.columns:
        return pd.Series(False, index=frame.index)
    return frame["suppressed"].fillna(False).astype(bool)


def recoded_rows(frame: pd.DataFrame) -> pd.Series:
    """Return which rows stand with an end alone, as 90 % or more."""
    if "recoded" not in frame.columns:
        return pd.Series(False, index=frame.index)
    return frame["recoded"].fillna(False).astype(bool) & frame["estimate"].isna()


def merged_rows(frame: pd.DataFrame, whole: pd.DataFrame | None) -> pd.Series:
    """Return which rows stand for several of the whole, any of which may be the most or least."""
    if whole is None or len(frame) >= len(whole) or not is_measure_frame(frame):
        return pd.Series(False, index=frame.index)
    left_out = {*_NUMBERS, PREVIOUS}
    keys = [str(name) for name in whole.columns if name not in left_out and name in frame.columns]
    shown, every = (pd.MultiIndex.from_frame(part[keys].astype("str")) for part in (frame, whole))
    return pd.Series(~shown.isin(every), index=frame.index)


def with_what_is_shown(
    said: Said, frame: pd.DataFrame, text: str, of_those_shown: str, whole: pd.DataFrame | None
) -> str:
    """Return a sentence that claims no more than the rows shown bear.

    The first line that speaks of groups, some of which are hidden or merged, says that it is of
    those shown; a line below the headline that speaks of groups of which one stands without an
    exact number goes: its row stands on the page beside it.

    ``said``: the sentence of a frame. ``frame``: measure frame, protected. ``text``: its sentence.
    ``of_those_shown``: what is added to such a line. ``whole``: the frame before it was protected.
    """
    coarse = recoded_rows(frame)
    gone = hidden_rows(frame) | merged_rows(frame, whole)
    if not (coarse | gone).any():
        return text
    is_of_all = _rows_of_all(frame)
    of_the_whole = (said(frame[is_of_all]) or "").split("\n")

    def hangs(line: str, rows: pd.Series) -> bool:
        return bool(rows[is_of_all].any() or (rows.any() and line not in of_the_whole))

    first, *rest = text.split("\n")
    lines = [first, *(line for line in rest if not hangs(line, coarse))]
    qualified = next((line for line in lines if hangs(line, gone)), None)
    return "\n".join(line + of_those_shown if line == qualified else line for line in lines)


def _rows_of_all(frame: pd.DataFrame) -> pd.Series:
    """Return which rows are of no group; of a frame without a row over all of them, every row."""
    is_of_all = pd.Series(True, index=frame.index)
    for name in frame.columns:
        if (frame[name] == ALL).any():
            is_of_all &= frame[name] == ALL
    return is_of_all
