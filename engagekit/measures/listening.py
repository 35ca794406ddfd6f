"""Listen first: how often a need was written down, which needs, and what became of them."""

import pandas as pd

from engagekit.locale.missing import not_measured, require
from engagekit.measures import _coverage, _frames, _staff
from engagekit.measures._frame import measure_frame, share
from engagekit.settings.periods import During, Period
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

OTHER = "Other needs"
MOST = 12
"""Needs with a row of their own: as many as a figure has room for."""
COUNTED = "count_of_touches"


def listening(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return two-way touches at which a need was recorded, and needs that were acted on later.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``, and ``follow_ups`` for what became of needs.

    Returns
    -------
    DataFrame
        Measure frame, unit ``share`` of touches in the period, library staff left out: ``needs
        recorded`` of two-way touches; ``needs with a promise`` of needs; ``needs acted on`` of
        those with a promise (one made at the touch was kept by the end of the period). Without
        ``follow_ups`` the first alone.

    Notes
    -----
    A need answered on the spot leaves no promise, so it is in neither of the last two.
    """
    rows = two_way(tables, _coverage.asked_period(tables, during))
    needs = rows[rows["need"] != ""]
    result = [share("needs recorded", len(needs), len(rows))]
    if tables.has("follow_ups"):
        promised = needs[needs["promises"] > 0]
        result += [
            share("needs with a promise", len(promised), len(needs)),
            share("needs acted on", int((promised["kept"] > 0).sum()), len(promised)),
        ]
    return measure_frame(result, basis=COUNTED)


def needs(tables: Tables, *, during: During = None, most: int = MOST) -> pd.DataFrame:
    """Return what people needed, the most frequent need first.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``.
    most : int
        Needs with a row of their own; the others are ``Other needs``.

    Returns
    -------
    DataFrame
        Measure frame with ``need`` in front, unit ``share``: ``needs by theme``, ``n`` touches with
        the need, ``base`` touches with any. A touch can have several needs, joined by ``;``.
    """
    split = _split(two_way(tables, _coverage.asked_period(tables, during)))
    base = int(split["touch_id"].nunique())
    count = split.drop_duplicates(["touch_id", "need"])["need"].value_counts()
    count = count.sort_index().sort_values(ascending=False, kind="stable")
    named = count.index[:most] if len(count) > most else count.index
    rest = split[~split["need"].isin(named)]
    text = [(str(name), int(count[name])) for name in named]
    if len(rest):
        text.append((OTHER, int(rest["touch_id"].nunique())))
    shares = [share("needs by theme", n, base, need=name) for name, n in text]
    return measure_frame(shares, ["need"], basis=COUNTED)


def unmet_needs(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return needs whose promise is still open at the end of a period, the oldest first.

    Returns
    -------
    DataFrame
        Listing without persons ``need, open, overdue, oldest_on``: touches with the need whose
        promises are all open, those of them past the day promised, and the day of the first.

    Raises
    ------
    NotMeasuredError
        Without ``follow_ups`` or needs.
    """
    rows = two_way(tables, _coverage.asked_period(tables, during), since_start=False)
    tables.need("follow_ups")
    split = _split(rows[(rows["promises"] > 0) & (rows["kept"] == 0)])
    text = split.groupby("need", sort=True).agg(
        open=("touch_id", "nunique"), overdue=("late", "sum"), oldest_on=("on", "min")
    )
    result = text.reset_index().sort_values(["oldest_on", "need"], kind="stable")
    counts = {name: result[name].astype("Int64") for name in ("open", "overdue")}
    return result.assign(**counts).reset_index(drop=True)


def two_way(tables: Tables, period: Period, *, since_start: bool = True) -> pd.DataFrame:
    """Return two-way touches up to the end of a period with their need and what became of it.

    Parameters
    ----------
    since_start : bool
        Those of the period alone.

    Returns
    -------
    DataFrame
        ``touch_id, on, need`` (empty where none), ``promises, kept, late``.

    Raises
    ------
    NotMeasuredError
        If no touch says that it was two-way, or none in the log has a need.
    """
    matches = _staff.two_way_touches(tables, "touch_id", "need")
    require(not matches.empty, "not_two_way")
    matches["need"] = matches["need"].astype("str").fillna("").str.strip()
    if (matches["need"] == "").all():
        raise not_measured("no_needs")
    matches = matches[matches["on"] <= pd.Timestamp(period.end)]
    if since_start:
        matches = matches[matches["on"] >= pd.Timestamp(period.start)]
    became = _became(tables, period)
    return matches.join(became, on="touch_id").fillna({"promises": 0, "kept": 0, "late": 0})


def _became(tables: Tables, period: Period) -> pd.DataFrame:
    """Return promises made at each touch, those kept, and whether one is overdue."""
    if not tables.has("follow_ups"):
        return pd.DataFrame(
            {name: pd.Series(dtype="int64") for name in ("promises", "kept", "late")}
        )
    rows = _frames.rows(tables, "follow_ups", "touch_id", "promised_on", "due_on", "done_on")
    end = pd.Timestamp(period.end)
    rows = rows[rows["touch_id"].notna() & (rows["promised_on"] <= end)]
    done = rows["done_on"] <= end
    late = ~done & (rows["due_on"] < end)
    text = rows.assign(kept=done.astype("int64"), late=late.astype("int64"))
    return text.groupby("touch_id").agg(
        promises=("kept", "size"), kept=("kept", "sum"), late=("late", "max")
    )


def _split(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each touch and need."""
    needs = several(rows["need"])
    return rows.loc[needs.index].assign(need=needs.to_numpy()).reset_index(drop=True)
