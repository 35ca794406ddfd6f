"""Which quarters a measure over time tells of."""

import datetime as dt

import narwhals as nw
import pandas as pd

from engagekit.measures._coverage import days_recorded, log_begins
from engagekit.measures._frames import collected, lazy, start_of
from engagekit.measures._roster import met
from engagekit.settings.periods import Period, quarter_of, quarters_between, span
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables


def rolled(tables: Tables, last: Period, quarters: int) -> Period:
    """Return the last so many quarters up to the end of a period, as one range."""
    first = last.end
    for _ in range(quarters):
        one = quarter_of(first, tables.settings.organisation.fiscal_start)
        first = one.start - dt.timedelta(days=1)
    return span(one.start, last.end, tables.settings.organisation.fiscal_start)


def since(tables: Tables, first: dt.date | pd.Timestamp, last: Period) -> list[Period]:
    """Return the quarters from a day to the end of a period, oldest first.

    A quarter that is not over when a range ends is not told; where none is over, the range is.
    """
    start = tables.settings.organisation.fiscal_start
    spans = quarters_between(pd.Timestamp(first).date(), last.end, start)
    return [one for one in spans if one.end <= last.end] or [last]


@once
def covered(
    tables: Tables, until: Period, most: int = 8, *, to_the_end: bool = False
) -> list[Period]:
    """Return the quarters with touches or events up to a period, at most so many, oldest first.

    A quarter in which the log began late is left out before others, and quarters after the last
    touch, unless what is asked has records of its own (``to_the_end``).
    """
    if tables.has("contacts"):
        rows = met(tables, None, until.end, broadcasts=True)
    else:  # nobody is linked to a list: every dated touch says that the log had begun
        after = start_of(until.end + dt.timedelta(days=1))
        rows = lazy(tables.need("touches")).filter(nw.col("on") < after)
    first = collected(rows.select(nw.col("on").min().alias("first")))["first"].iloc[0]
    if pd.isna(first):
        return [until]
    ends = until.end if to_the_end else max(days_recorded(tables))
    whole = [one for one in since(tables, first, until) if one.start <= ends]
    if not tables.has("contacts") and tables.has("headcounts"):
        days = collected(lazy(tables.need("headcounts")).select(nw.col("on").min().alias("on")))
        counted = pd.Timestamp(days["on"].iloc[0]).date()
        whole = [one for one in whole if one.end >= counted]
    return whole[len(whole) > 1 and log_begins(tables, whole[0]) is not None :][-most:] or [until]
