"""Tables of any engine as small pandas frames, in the same kinds whatever the engine."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.parsing.values import TEXT
from engagekit.settings.periods import Period
from engagekit.settings.schema import Reach
from engagekit.tables.schema import ENQUIRY_CHANNELS
from engagekit.tables.tables import Tables

CONVERSATIONS = [*ENQUIRY_CHANNELS, "meeting", "walk", "coffee"]
"""Ways in which both sides speak, where nobody noted whether they did."""
TOUCH = ["contact_id", "on", "channel", "place", "begun_by", "two_way"]
"""What touches are grouped by before they become pandas."""
MONTH = 30.4375
"""Days of a month, the year of 365.25 days divided by twelve: with 30 the twelfth month would end
five days before its year."""


def lazy(frame: Any) -> nw.LazyFrame[Any]:
    """Return any frame as a lazy Narwhals frame."""
    result: nw.LazyFrame[Any] = nw.from_native(frame).lazy()
    return result


def collected(frame: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Return a small lazy frame as pandas."""
    result = frame.collect().to_pandas().reset_index(drop=True)
    for name in result.columns:
        kind = result[name].dtype
        if isinstance(kind, pd.StringDtype):
            if kind != TEXT:
                result[name] = result[name].astype("str")
        elif kind.kind == "O" or "decimal" in str(kind):
            types = {type(value) for value in result[name]} - {type(None)}
            wanted: Any = "str" if types <= {str} else "boolean" if types == {bool} else "float64"
            result[name] = result[name].astype(wanted)
    return result


def rows(tables: Tables, table: str, *columns: str, where: nw.Expr | None = None) -> pd.DataFrame:
    """Return rows of a table as pandas, its days as days; all columns where none is named."""
    frame = lazy(tables.need(table))
    frame = frame if where is None else frame.filter(where)
    return dated(collected(frame.select(*columns) if columns else frame))


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the same frame with every column ``…_on`` or ``on`` as days."""
    return frame.assign(
        **{
            name: pd.to_datetime(frame[name]).astype("datetime64[us]").dt.normalize()
            for name in frame.columns
            if name == "on" or name.endswith("_on")
        }
    )


def among(column: str, values: Sequence[str]) -> nw.Expr:
    """Return whether a column holds one of some values; an empty list has none in any engine."""
    one = nw.col(column)
    return ~one.is_null() & one.is_in(list(values)) if values else one.is_null() & ~one.is_null()


def inside(days: pd.Series, period: Period) -> pd.Series:
    """Return which days lie in a period, both ends included."""
    return days.between(pd.Timestamp(period.start), pd.Timestamp(period.end))


def overlap(first: pd.Series, last: pd.Series, start: pd.Timestamp, end: pd.Timestamp) -> pd.Series:
    """Return how many days of each span lie between two days; nought or less where none does."""
    begins, ends = first.where(first > start, start), last.where(last < end, end)
    days: pd.Series = (ends - begins).dt.days + 1
    return days


def size(frame: nw.LazyFrame[Any]) -> int:
    """Return the number of rows of a lazy frame."""
    return int(collected(frame.select(nw.len().alias("n")))["n"].iloc[0])


def touches_by_person_day_and_way(touches: Any) -> pd.DataFrame:
    """Return touches with how many each row stands for; of another engine, what is alike as one."""
    # one type each, so that strict engines can pool frames
    types = {name: nw.col(name).cast(nw.String) for name in TOUCH}
    types |= {name: nw.col(name) for name in ("contact_id", "two_way")}
    rows = lazy(touches).select(**(types | {"on": nw.col("on").cast(nw.Datetime("us"))}))
    if isinstance(touches, pd.DataFrame):
        return dated(collected(rows)).assign(n=1)
    return dated(collected(rows.group_by(TOUCH).agg(nw.len().alias("n"))))


def two_way_touches(rows: pd.DataFrame, chosen: Reach, library: Sequence[str]) -> pd.DataFrame:
    """Return the touches in which both sides spoke, library staff aside.

    Every number of two-way touches counts these: also those that nobody could be linked to, and
    none of a channel that goes to many at once. Where nobody noted it, an enquiry or a meeting is
    one of two sides.
    """
    noted = rows["two_way"].astype("boolean")
    both = noted.fillna(rows["channel"].isin(CONVERSATIONS)).fillna(False).astype(bool)
    if not chosen.count_broadcasts:
        both &= ~rows["channel"].isin(chosen.broadcast_channels)
    return rows[both & ~rows["contact_id"].isin(library)]
