"""A long frame of two keys as a table to read: one key down the side, the other across the top."""

import pandas as pd

MOST, WIDEST, LONG = 8, 15, 62
"""Columns that the second key may take, measures of a table that would be cut, and the rows that
stand in a page: sixty things, all of them, and what belongs to none."""
LAST = ("measure", "answer")
"""Keys that go across where they have room; else the one of fewer values does."""
FULL = 0.7
"""Share of the cells that must be filled, so that the table is no row of dashes."""


def keys(frame: pd.DataFrame, groups: list[str]) -> tuple[str, str] | None:
    """Return which key goes down and which across; None where the frame is better told row by row.

    Parameters
    ----------
    frame : DataFrame
        Measure frame.
    groups : list of str
        The columns that tell its rows apart; its measures are one more where there are several.

    Returns
    -------
    tuple of str, or None
        What goes down, what goes across.

    Examples
    --------
    >>> from engagekit.measures._frame import measure_frame
    >>> rows = [{"item": item, "answer": answer, "measure": "answers", "estimate": 0.5}
    ...         for item in "abc" for answer in ("No", "Yes")]
    >>> keys(measure_frame(rows, ["item", "answer"]), ["item", "answer"])
    ('item', 'answer')
    """
    named = [*groups, *(["measure"] if len(frame["measure"].unique()) > 1 else [])]
    if len(named) != 2 or frame.duplicated(named).any():
        return None
    if "previous" in frame.columns and frame["previous"].notna().any():
        return None
    count = {name: len(frame[name].unique()) for name in named}
    most = {name: WIDEST if name == "measure" and len(frame) > LONG else MOST for name in named}
    across = min(named, key=lambda name: (count[name] > most[name], name not in LAST, count[name]))
    down = next(name for name in named if name != across)
    filled = len(frame) >= FULL * count[down] * count[across]
    return (down, across) if 2 <= count[across] <= most[across] and filled else None


def texts(
    frame: pd.DataFrame, down: str, across: str, cells: list[str], empty: str
) -> list[tuple[str, list[str]]]:
    """Return the columns across: each value of the second key with its cells, in their order."""
    wide = frame[[down, across]].assign(text=cells).pivot(index=down, columns=across, values="text")
    wide = wide.reindex(index=frame[down].unique(), columns=frame[across].unique())
    return [(str(name), list(wide[name].fillna(empty))) for name in wide.columns]


def shared(frame: pd.DataFrame, down: str) -> pd.Series | None:
    """Return the base of each row where all its cells have the same one, hidden cells aside."""
    existing = frame[frame["base"].notna()]
    if existing[[down, "base"]].drop_duplicates().duplicated(down).any():
        return None
    return existing.drop_duplicates(down).set_index(down)["base"].reindex(frame[down].unique())


def latest_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a table that would be cut with the latest period on top."""
    if "period" not in frame.columns or len(frame) <= LONG:
        return frame
    order = {period: -at for at, period in enumerate(frame["period"].unique())}
    return frame.sort_values("period", key=lambda each: each.map(order), kind="stable")
