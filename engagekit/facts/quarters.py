"""Which quarters a measure over time tells of."""

import datetime as dt
from collections.abc import Callable

import pandas as pd

from engagekit.facts import coverage
from engagekit.facts.facts import Facts
from engagekit.settings.periods import Period, quarter_of, quarters_between, span


def rolled(facts: Facts, quarters: int) -> Period:
    """Return the last so many quarters up to the end of a period, as one range."""
    start = facts.settings.organisation.fiscal_start
    first = facts.period.end
    for _ in range(quarters):
        one = quarter_of(first, start)
        first = one.start - dt.timedelta(days=1)
    return span(one.start, facts.period.end, start)


def since(facts: Facts, first: dt.date | pd.Timestamp) -> list[Period]:
    """Return the quarters from a day to the end of the period, oldest first.

    A quarter that is not over when a range ends is not told; where none is over, the range is.
    """
    last, start = facts.period, facts.settings.organisation.fiscal_start
    spans = quarters_between(pd.Timestamp(first).date(), last.end, start)
    return [one for one in spans if one.end <= last.end] or [last]


def from_the_first(rows: Callable[[Facts], pd.DataFrame]) -> Callable[[Facts, int], list[Period]]:
    """Return what gives the last so many quarters from the first of some rows on."""
    return lambda facts, most: since(facts, rows(facts)["on"].min())[-most:]


def covered(
    facts: Facts, most: int = 8, *, to_the_end: bool = False, events: bool = True
) -> list[Period]:
    """Return the quarters with touches or events up to a period, at most so many, oldest first.

    A quarter in which the log began late is left out before others, and quarters after the last
    touch, unless what is asked has records of its own (``to_the_end``). ``events``: whether they
    say that the records had begun.
    """
    tables = facts.tables
    if tables.has("contacts"):
        rows = facts.met(broadcasts=True)
        rows = rows if events else rows[rows["channel"] != "event"]
    else:  # nobody is linked to a list: every dated touch says that the log had begun
        rows = facts.table("touches", "on")
    first = facts.so_far(rows)["on"].min()
    if pd.isna(first):
        return [facts.period]
    ends = facts.period.end if to_the_end else max(coverage.days_recorded(tables))
    whole = [one for one in since(facts, first) if one.start <= ends]
    if facts.heads_stand_in:
        counted = facts.table("headcounts", "on")["on"].min().date()
        whole = [one for one in whole if one.end >= counted]
    is_late = len(whole) > 1 and coverage.log_begins(tables, whole[0]) is not None
    return whole[is_late:][-most:] or [facts.period]
