"""Whom we reached: reach and frequency, counted over the roster."""

from collections.abc import Sequence

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.measures import _coverage, _frames, _grouping, _headcounts, _quarters, _roster
from engagekit.measures._frame import measure_frame, share
from engagekit.measures._headcounts import BY_TOUCHES
from engagekit.measures._roster import SEVEN
from engagekit.measures.reach_of_heads import reach_of_heads, stands_in
from engagekit.settings.periods import During
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

COUNT = "count_of_staff"


@once
def reach(
    tables: Tables,
    *,
    during: During = None,
    by: str | Sequence[str] | None = None,
    at_least: int = 1,
) -> pd.DataFrame:
    """Return the share of the staff list that the library met in a period.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches`` or ``attendance`` with ``events``; frames of any engine
        that Narwhals knows. Without ``contacts`` as `reach_of_heads`.
    during : str or Period, optional
        Default: the last complete quarter that the data cover.
    by : str or sequence of str, optional
        Columns of contacts to compare, e.g. ``"department"``; a first row ``All`` is added.
    at_least : int
        Touches that make somebody reached.

    Returns
    -------
    DataFrame
        Measure frame, unit ``share``: ``n`` people met at least so often, ``base`` and
        ``population`` people on the staff list on the last day of the period. Library staff are in
        neither. No interval: it is a count.

    Raises
    ------
    NotMeasuredError
        If a table is missing.
    UsageError
        For a column that contacts do not have.

    Examples
    --------
    >>> frame = ek.reach(tables, during="FY2026-27 Q2", by="department")
    >>> frame[["department", "n", "base"]].head(2)
             department    n  base
    0               All  384   598
    1  Building Systems   36    66
    """
    period = _coverage.asked_period(tables, during)
    names = _grouping.grouping(by)
    if at_least == 1 and names in ([], ["department"]) and stands_in(tables):
        matches = reach_of_heads(tables, during=period)
        return matches if names else measure_frame(matches.head(1), [])
    people = _roster.touches_per_person(tables, period, names).with_columns(
        (nw.col("touches") >= at_least).cast(nw.Int64).alias("met")
    )
    counted = nw.col("met").sum().alias("n"), nw.len().alias("base")
    if names:  # everybody is in one group, so the sum over them needs no second look at the touches
        groups = _frames.collected(people.group_by(*names).agg(*counted))
        total = groups[["n", "base"]].sum().to_frame().T
        rows = _grouping.with_all(_grouping.each_department(groups, names), names, total)
    else:
        rows = _frames.collected(people.select(*counted))
    rows = rows.assign(
        measure="reach" if at_least == 1 else f"reach {at_least}+",
        estimate=rows["n"] / rows["base"].where(rows["base"] > 0),
        population=rows["base"],
    )
    return measure_frame(rows, names, basis=COUNT)


def reach_over_time(
    tables: Tables, *, during: During = None, by: str | None = None, quarters: int = 8
) -> pd.DataFrame:
    """Return reach in each of the last quarters, oldest first.

    Returns
    -------
    DataFrame
        As `reach`, with ``period`` in front.
    """
    last = _coverage.asked_period(tables, during)
    parts = [
        reach(tables, during=period, by=by).assign(period=period.label)
        for period in _quarters.covered(tables, last, quarters)
    ]
    return measure_frame(pd.concat(parts, ignore_index=True), ["period", *_grouping.grouping(by)])


def frequency(
    tables: Tables, *, during: During = None, by: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """Return touches per contact reached: mean and median.

    Returns
    -------
    DataFrame
        Measure frame, unit ``index``; rows ``touches per contact reached`` (mean), ``median
        touches per contact reached``; ``n`` = ``base`` people reached.
    """
    period = _coverage.asked_period(tables, during)
    names = _grouping.grouping(by)
    if not names and stands_in(tables):
        touches = _headcounts.touches_of(tables, period).value_counts()
        matches = pd.DataFrame({"touches": touches.index, "people": touches.to_numpy()})
        return _frequency(_averages(matches), [], "head_counts")
    people = _roster.touches_per_person(tables, period, names).filter(nw.col("touches") > 0)
    counted = _frames.collected(
        people.group_by(*names, "touches").agg(nw.len().alias("people"))
    ).sort_values([*names, "touches"])
    rows = _averages(counted[["touches", "people"]].groupby("touches", as_index=False).sum())
    if names:
        counted = _grouping.each_department(counted, [*names, "touches"])
        groups = [
            _averages(part).assign(**dict(zip(names, map(str, key), strict=True)))
            for key, part in counted.groupby(names, sort=True)
        ]
        empty = rows.iloc[:0].assign(**{name: pd.Series(dtype="str") for name in names})
        rows = _grouping.with_all(pd.concat([empty, *groups], ignore_index=True), names, rows)
    return _frequency(rows, names, COUNT)


def _frequency(rows: pd.DataFrame, names: list[str], basis: str) -> pd.DataFrame:
    """Return the mean and median as rows of their own."""
    rows = rows.assign(base=rows["n"])
    mean = rows.assign(measure="touches per contact reached", estimate=rows["mean"])
    median = rows.assign(measure="median touches per contact reached", estimate=rows["median"])
    return measure_frame(pd.concat([mean, median], ignore_index=True), names, basis=basis)


def _averages(counted: pd.DataFrame) -> pd.DataFrame:
    """Return the mean and median of touches, of how many people had how many."""
    each = pd.Series(np.repeat(counted["touches"].to_numpy(), counted["people"].to_numpy("int64")))
    return pd.DataFrame({"mean": [each.mean()], "median": [each.median()], "n": [len(each)]})


def touch_numbers(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how many people were met never, once, twice, ... seven times or more.

    Returns
    -------
    DataFrame
        Measure frame with ``touch_number`` ``0`` to ``7+`` in front, unit ``share``; ``n`` people,
        ``base`` the staff list. Each number has a row, also where nobody is in it.
    """
    period = _coverage.asked_period(tables, during)
    if stands_in(tables):
        return _headcounts.touch_numbers(tables, period)
    people = _roster.touches_per_person(tables, period).with_columns(
        nw.col("touches").clip(0, SEVEN).alias("touch_number")
    )
    counted = _frames.collected(people.group_by("touch_number").agg(nw.len().alias("n")))
    n = counted.set_index("touch_number")["n"].reindex(range(SEVEN + 1), fill_value=0)
    labels = [str(number) for number in range(SEVEN)] + [f"{SEVEN}+"]
    base = int(n.sum())
    rows = [
        share(BY_TOUCHES, int(count), base, touch_number=name, population=base)
        for name, count in zip(labels, n, strict=True)
    ]
    return measure_frame(rows, ["touch_number"], basis=COUNT)


def has_dates(tables: Tables) -> bool:
    """Return whether the staff list says when people joined or left.

    Returns
    -------
    bool

    Examples
    --------
    >>> ek.measures.has_dates(tables)
    True
    """
    return bool(_frames.rows(tables, "contacts", "joined_on", "left_on").notna().any(axis=None))


@once
def identification(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how the rows of a period were linked to contacts, and how many were not.

    Returns
    -------
    DataFrame
        Measure frame with ``answer`` in front: ``id, email, upn, alias, name, library staff,
        leaver or not on the staff list, unidentified``; ``n`` rows of ``base`` rows that name
        somebody. Rows with a head count only are left out.
    """
    period = _coverage.asked_period(tables, during)
    rows = []
    columns = ["contact_id", "display_name", "email", "linked_by", "on"]
    if tables.has("touches"):
        rows.append(_frames.alike(_frames.lazy(tables.need("touches")), columns))
    if tables.has("attendance", "events"):
        rows.append(_frames.alike(_roster.attended(tables), columns))
    if not rows:
        tables.need("touches")
    named = (
        ~nw.col("display_name").is_null()
        | ~nw.col("email").is_null()
        | ~nw.col("contact_id").is_null()
    )
    first, last = _frames.start_of(period.start), _frames.start_of(period.end)
    pooled = nw.concat(rows) if len(rows) > 1 else rows[0]
    matches = _frames.collected(
        pooled.filter(named & (nw.col("on") >= first) & (nw.col("on") <= last))
        .with_columns(
            nw.when(nw.col("contact_id").is_null())
            .then(nw.lit("unidentified"))
            .otherwise(nw.col("linked_by").fill_null("id"))
            .alias("answer")
        )
        .group_by("answer")
        .agg(nw.len().alias("n"))
    )
    order = ["id", "email", "upn", "alias", "name", "unidentified"]
    n = matches.set_index("answer")["n"].reindex(order, fill_value=0)
    result = [
        share("rows by how the contact was identified", int(n[name]), int(n.sum()), answer=name)
        for name in order
    ]
    return measure_frame(result, ["answer"], basis="rows")
