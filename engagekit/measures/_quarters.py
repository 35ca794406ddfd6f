"""TODO."""

from __future__ import annotations

import datetime as dt

import narwhals as nw
import pandas as pd

from engagekit.measures._coverage import _days_met
from engagekit.measures._frames import collected, lazy, start_of
from engagekit.measures._roster import met
from engagekit.settings.periods import Period, quarter_of, quarters_between, span
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables


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
    matches = quarters_between(
        pd.Timestamp(first).date(), until.end, tables.settings.organisation.fiscal_start
    )
    ends = until.end if to_the_end else max(_days_met(tables))
    whole = [quarter for quarter in matches if quarter.end <= until.end and quarter.start <= ends]
    if not tables.has("contacts") and tables.has("headcounts"):
        days = collected(lazy(tables.need("headcounts")).select(nw.col("on").min().alias("on")))
        counted = pd.Timestamp(days["on"].iloc[0]).date()
        whole = [quarter for quarter in whole if quarter.end >= counted]
    return whole[-most:] or [until]
