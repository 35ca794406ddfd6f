"""Who is on the roster and who was met: the two frames behind every reach measure.

Written once in Narwhals, so tables may be pandas, Polars, PyArrow, DuckDB or Dask frames; only the
small grouped result is collected.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.errors import NotMeasuredError, UsageError, did_you_mean
from engagekit.measures._frame import ALL
from engagekit.measures._once import once
from engagekit.periods import (
    LAST_COMPLETE,
    YEAR_SO_FAR,
    Period,
    last_complete,
    quarter_of,
    quarters_between,
    so_far,
    span,
)
from engagekit.tables import Tables, table

NOT_STATED = "Not stated"
DAYS_OF_GRACE = 6
"""Days without a record at the end of a quarter that is taken for complete."""
SPARSE = 0.1
"""Share of the records of its usual quarter under which a table says nothing of a quarter."""
_COUNTED = "_days_counted"


def lazy(frame: Any) -> nw.LazyFrame[Any]:
    """Any frame as a lazy Narwhals frame."""
    found: nw.LazyFrame[Any] = nw.from_native(frame).lazy()
    return found


def collected(frame: nw.LazyFrame[Any]) -> pd.DataFrame:
    """A small lazy frame as pandas, in the same kinds whatever engine hands it over."""
    made = frame.collect().to_pandas().reset_index(drop=True)
    for name in made.columns:
        kind = made[name].dtype
        if isinstance(kind, pd.StringDtype):
            made[name] = made[name].astype("str")
        elif kind.kind == "O" or "decimal" in str(kind):
            text = made[name].map(lambda value: isinstance(value, str) or value is None)
            made[name] = made[name].astype("str" if bool(text.all()) else "float64")
    return made


def start_of(day: dt.date) -> dt.datetime:
    """Midnight at which a day begins."""
    return dt.datetime.combine(day, dt.time.min)


@once
def roster(tables: Tables, period: Period, *, library: bool = False) -> nw.LazyFrame[Any]:
    """Contacts on the staff list on the last day of a period.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts``.
    period : Period
    library : bool
        Library staff instead of everybody else.

    Returns
    -------
    LazyFrame
        The columns of ``contacts``.
    """
    end = start_of(period.end)
    people = lazy(tables.need("contacts"))
    here = (nw.col("joined_on").is_null() | (nw.col("joined_on") <= end)) & (
        nw.col("left_on").is_null() | (nw.col("left_on") > end)
    )
    own = nw.col("is_library").fill_null(False)
    return people.filter(here & (own if library else ~own))


def library_is_known(tables: Tables) -> bool:
    """Whether anybody on the staff list is marked as the library's own; a group tells nothing."""
    if tables.scope or not tables.has("contacts"):
        return True
    own = lazy(tables.need("contacts")).filter(nw.col("is_library").fill_null(False))
    return bool(collected(own.select(nw.len().alias("n")))["n"].iloc[0])


@once
def met(
    tables: Tables,
    start: dt.date | None,
    end: dt.date,
    *,
    broadcasts: bool | None = None,
) -> nw.LazyFrame[Any]:
    """Touches of identified contacts between two days, attended events among them.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``, and ``attendance`` with ``events`` where they are there.
    start, end : date
        First (None: ever) and last day, both included.
    broadcasts : bool, optional
        Whether newsletters and the like count; default as in the settings.

    Returns
    -------
    LazyFrame
        ``contact_id, on, channel, place, begun_by, two_way, linked_by``.
    """
    parts = []
    columns = ["contact_id", "on", "channel", "place", "begun_by", "two_way", "linked_by"]
    if tables.has("touches"):
        parts.append(alike(lazy(tables.need("touches")), columns))
    if tables.has("attendance", "events"):
        parts.append(alike(_attended(tables), columns))
    if not parts:
        tables.need("touches")
    rows = nw.concat(parts) if len(parts) > 1 else parts[0]
    after = start_of(end + dt.timedelta(days=1))
    keep = ~nw.col("contact_id").is_null() & (nw.col("on") < after)
    if start is not None:
        keep = keep & (nw.col("on") >= start_of(start))
    rows = rows.filter(keep)
    counted = tables.settings.reach.count_broadcasts if broadcasts is None else broadcasts
    if not counted:
        rows = rows.filter(~nw.col("channel").is_in(list(tables.settings.reach.broadcast_channels)))
    return rows


@once
def event_days(tables: Tables) -> pd.DataFrame:
    """Every event with its day in the organisation's zone.

    Returns
    -------
    DataFrame
        ``event_id, on``; events are few, so they are collected (DuckDB knows only the zone of its
        connection).
    """
    events = collected(lazy(tables.need("events")).select("event_id", "started_at"))
    begun = pd.to_datetime(events["started_at"], utc=True)
    local = begun.dt.tz_convert(tables.settings.organisation.time_zone).dt.tz_localize(None)
    found = pd.DataFrame({"event_id": events["event_id"], "on": local.dt.normalize()})
    return found.drop_duplicates("event_id").reset_index(drop=True)


@once
def _attended(tables: Tables) -> nw.LazyFrame[Any]:
    """Attendance as touches of the channel ``event``, on the day of the event."""
    days = event_days(tables).dropna()
    rows = lazy(tables.need("attendance")).filter(nw.col("status") == "attended")
    none = nw.lit(None).cast(nw.Datetime("us"))
    known = nw.col("event_id").replace_strict(
        days["event_id"].tolist(),
        [day.to_pydatetime() for day in days["on"]],
        default=None,
        return_dtype=nw.Datetime("us"),
    )
    return rows.with_columns(
        (known if len(days) else none).alias("on"),
        nw.lit("event").alias("channel"),
        nw.lit("client").alias("place"),
        nw.lit("library").alias("begun_by"),
        nw.lit(True).alias("two_way"),
    )


def alike(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """Columns of touches in one type each, so that frames of strict engines can be pooled."""
    given = {"contact_id": nw.col("contact_id"), "two_way": nw.col("two_way"),
             "on": nw.col("on").cast(nw.Datetime("us"))}  # fmt: skip
    return frame.select([given.get(name, nw.col(name).cast(nw.String)) for name in columns])


@once
def touches_per_person(
    tables: Tables, period: Period, keep: Sequence[str] = ()
) -> nw.LazyFrame[Any]:
    """Everybody on the roster with the number of touches in a period, 0 included.

    Returns
    -------
    LazyFrame
        ``contact_id, touches, reached`` and the columns asked for, those without a value as
        "Not stated".

    Raises
    ------
    NotMeasuredError
        If no touch or event was recorded at that time.
    """
    _must_be_recorded(tables, period)
    per_person = (
        met(tables, period.start, period.end).group_by("contact_id").agg(nw.len().alias("touches"))
    )
    people = roster(tables, period).select("contact_id", *keep)
    joined = people.join(per_person, on="contact_id", how="left")
    return joined.with_columns(
        nw.col("touches").fill_null(0).cast(nw.Int64),
        *[nw.col(name).fill_null(NOT_STATED) for name in keep],
    ).with_columns(nw.col("touches").clip(0, 1).alias("reached"))


def grouping(by: str | Sequence[str] | None) -> list[str]:
    """The columns to compare as a list, each a column of contacts.

    Raises
    ------
    UsageError
        If contacts has no such column.
    """
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    known = [column.name for column in table("contacts").columns]
    for name in names:
        if name not in known:
            raise UsageError(
                f"by='{name}': contacts has no such column. {did_you_mean(name, known)}"
            )
    return names


@once
def asked_period(tables: Tables, during: str | Period | None) -> Period:
    """The period asked for, or the last complete quarter that the data cover.

    ``year so far`` is the fiscal year up to the end of that quarter. Where everything lies in a
    quarter that still runs, as with one survey alone, it is that one.
    """
    words = during.strip().casefold() if isinstance(during, str) else during
    if words not in (None, "", YEAR_SO_FAR, LAST_COMPLETE):
        return tables.settings.period(during or "")
    start, days = tables.settings.organisation.fiscal_start, _days(tables)
    known, usual = _testified(days, start)
    last = last_complete(max(known), start, slack=DAYS_OF_GRACE)
    last = last if last.end <= usual.end else usual
    if min(known) > last.end:
        last = quarter_of(max(known), start)
    return so_far(last) if words == YEAR_SO_FAR else last


def last_day(tables: Tables) -> dt.date:
    """The last day on which anything was recorded (touches, events, answers), strays left out.

    Raises
    ------
    NotMeasuredError
        If nothing has a date.
    """
    return max(_testified(_days(tables), tables.settings.organisation.fiscal_start)[0])


def recorded(tables: Tables) -> tuple[dt.date, dt.date] | None:
    """First and last day on which anything was recorded, strays left out; None without a date."""
    try:
        days = _days(tables)
    except NotMeasuredError:
        return None
    known, _ = _testified(days, tables.settings.organisation.fiscal_start)
    return min(known), max(known)


def _days_met(tables: Tables) -> pd.Series:
    """Days on which touches or events are recorded."""
    days = _days(tables)
    return days.loc[days["table"].isin(("touches", "events")) & (days["n"] > 0), "on"]


def _must_be_recorded(tables: Tables, period: Period) -> None:
    """That touches or events were recorded at the time: before and after, nobody met says nothing.

    A group met by nobody is another thing: its tables hold its own rows alone.

    Raises
    ------
    NotMeasuredError
        If the records begin after the period or end before it.
    """
    if tables.scope or not (tables.has("touches") or tables.has("attendance", "events")):
        return
    known = _days_met(tables)
    if known.empty or (min(known) <= period.end and max(known) >= period.start):
        return
    raise NotMeasuredError(
        f"Not measured: the touches and events run from {min(known)} to {max(known)}; none is "
        f"recorded in {period.label}."
    )


def _testified(days: pd.DataFrame, start: int) -> tuple[list[dt.date], Period]:
    """Days that say how far the data reach, and the last quarter with records as usual.

    A row dated years ahead by a slip, or a plan for next spring, makes no quarter complete: days
    after the quarter that follows the last usual one say nothing.
    """
    held = days[days["n"] > 0]
    held = held if len(held) else days.assign(n=1)
    end = {day: quarter_of(day, start).end for day in held["on"].unique()}
    counts = (
        held.assign(end=held["on"].map(end)).groupby(["table", "end"], as_index=False)["n"].sum()
    )
    ends: set[dt.date] = set()
    for _, rows in counts.groupby("table"):
        for row in rows.itertuples():
            others = rows["n"].drop(row.Index)
            if others.empty or row.n >= SPARSE * float(others.median()):
                ends.add(row.end)
    limit = quarter_of(max(ends) + dt.timedelta(days=1), start).end
    known = [day for day in days["on"] if day <= limit]
    return known, quarter_of(max(ends), start)


def _days(tables: Tables) -> pd.DataFrame:
    """Days on which something was recorded: ``table, on, n``; ``n`` is 0 for the days of a survey.

    Counted once for each `Tables`, as every section of a report without a period asks for it.
    """
    if _COUNTED not in tables.__dict__:
        tables.__dict__[_COUNTED] = _count_days(tables)
    found: pd.DataFrame = tables.__dict__[_COUNTED]
    return found


def keep_days(part: Tables, whole: Tables) -> None:
    """Let a part of the tables take its last complete quarter from the whole of them.

    Raises
    ------
    NotMeasuredError
        If nothing of the whole has a date.
    """
    part.__dict__[_COUNTED] = _days(whole)


def _count_days(tables: Tables) -> pd.DataFrame:
    parts = []
    for name, column in (
        ("touches", "on"),
        ("events", "started_at"),
        ("respondents", "submitted_at"),
        ("counts", "on"),
        ("meetings", "on"),
        ("surveys", "closed_on"),
        ("surveys", "opened_on"),
    ):
        if tables.has(name):
            day = nw.col(column).dt
            rows = _happened(tables, name).filter(~nw.col(column).is_null())
            dated = rows.select(day.year().alias("y"), day.month().alias("m"), day.day().alias("d"))
            found = collected(dated.group_by("y", "m", "d").agg(nw.len().alias("n")))
            on = [dt.date(int(y), int(m), int(d)) for y, m, d in found[["y", "m", "d"]].to_numpy()]
            n = 0 if name == "surveys" else found["n"]
            parts.append(pd.DataFrame({"table": name, "on": on, "n": n}))
    days = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if days.empty:
        raise NotMeasuredError(
            "Not measured: nothing in the data has a date, so no period can be taken from them. "
            "Say which one: during='FY2026-27 Q2', in a notebook quarter."
        )
    return days


def _happened(tables: Tables, name: str) -> nw.LazyFrame[Any]:
    """Rows of a table; of events those with people at them, as others may be planned."""
    rows = lazy(tables.need(name))
    if name != "events":
        return rows
    came = nw.lit(False)
    if tables.has("attendance"):
        met_there = lazy(tables.need("attendance")).filter(nw.col("status") == "attended")
        came = nw.col("event_id").is_in(
            collected(met_there.select("event_id").unique())["event_id"].tolist()
        )
    if "head_count" in rows.collect_schema().names():
        came = came | (nw.col("head_count").fill_null(0) > 0)
    held = rows.filter(came)
    some = collected(held.select(nw.len().alias("n")))["n"].iloc[0]
    return held if some else rows


def rolled(tables: Tables, last: Period, quarters: int) -> Period:
    """The last so many quarters up to the end of a period, as one range."""
    first = last.end
    for _ in range(quarters):
        one = quarter_of(first, tables.settings.organisation.fiscal_start)
        first = one.start - dt.timedelta(days=1)
    return span(one.start, last.end, tables.settings.organisation.fiscal_start)


@once
def covered(
    tables: Tables, until: Period, most: int = 8, *, to_the_end: bool = False
) -> list[Period]:
    """The quarters with touches or events up to a period, at most so many, oldest first.

    A quarter that is not over when a range ends is not told in its place. Quarters after the last
    touch are left out, unless what is asked has records of its own (``to_the_end``).
    """
    if tables.has("contacts"):
        rows = met(tables, None, until.end, broadcasts=True)
    else:  # nobody is linked to a list: every dated touch says that the log had begun
        after = start_of(until.end + dt.timedelta(days=1))
        rows = lazy(tables.need("touches")).filter(nw.col("on") < after)
    first = collected(rows.select(nw.col("on").min().alias("first")))["first"].iloc[0]
    if pd.isna(first):
        return [until]
    found = quarters_between(
        pd.Timestamp(first).date(), until.end, tables.settings.organisation.fiscal_start
    )
    ends = until.end if to_the_end else max(_days_met(tables))
    whole = [quarter for quarter in found if quarter.end <= until.end and quarter.start <= ends]
    if not tables.has("contacts") and tables.has("headcounts"):
        days = collected(lazy(tables.need("headcounts")).select(nw.col("on").min().alias("on")))
        counted = pd.Timestamp(days["on"].iloc[0]).date()
        whole = [quarter for quarter in whole if quarter.end >= counted]
    return whole[-most:] or [until]


def each_department(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Grouped counts with those of several departments, joined by ';', counted in each of them.

    The row over all is counted apart, so there everybody is one.
    """
    if "department" not in names or not frame["department"].str.contains(";", regex=False).any():
        return frame
    parts = frame["department"].str.split(";")
    split = frame.assign(department=parts).explode("department", ignore_index=True)
    split["department"] = split["department"].astype("str").str.strip()
    split = split[split["department"] != ""]
    return split.groupby(names, sort=True, as_index=False).sum()


def first_of(values: pd.Series) -> pd.Series:
    """The first of several groups joined by ';': in a whole that is divided each is in one part.

    Examples
    --------
    >>> first_of(pd.Series(["Tax; Legal", "Legal", None])).tolist()
    ['Tax', 'Legal', nan]
    """
    return values.astype("str").str.split(";").str[0].str.strip()


def with_all(frame: pd.DataFrame, by: list[str], total: pd.DataFrame) -> pd.DataFrame:
    """Groups in order of their name with the row over all of them in front."""
    if not by:
        return total
    groups = frame.sort_values(by, kind="stable").reset_index(drop=True)
    head = total.assign(**dict.fromkeys(by, ALL))
    return pd.concat([head, groups], ignore_index=True)
