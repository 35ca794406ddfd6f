"""What looks wrong with enquiries and events: times, dates, who came, one event twice."""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from engagekit.loading.checks import ask, by_file, file_of_rows, files_of
from engagekit.mapping.headers import ENQUIRIES
from engagekit.parsing.months import months_counted
from engagekit.parsing.values import fold
from engagekit.settings.periods import quarter_of
from engagekit.tables.problems import QUESTION, Problem
from engagekit.tables.schema import ENQUIRY_CHANNELS
from engagekit.tables.tables import Tables

LONG = 600
"""Minutes of one enquiry from which it is ten hours: a day's work is rarely logged as one."""
SHORT = 2.0
"""Median of minutes under which a column holds hours: a log in minutes starts at five or so."""
HALF = 0.5
"""Share of rows from which on a fault is of the whole file: most of its rows have it."""
ENOUGH = 10
"""Rows under which a share says nothing."""
SEVERAL = 3
"""Guests in common under which two events have them by chance."""
MOMENTS = {"touches": "on", "events": "started_at", "respondents": "submitted_at"}
FAR = pd.Timedelta(days=5 * 366)
_SEVERAL = r"(?i)(?:\+|\bx|\bplus)\s*\d+\s*\)?$|^\d+\s+[^\W\d]"
"""How people write more than one guest in a cell for a name."""
GAP_DAYS = 21
"""Days at the end of the records in which one log is silent and others are not: three weeks without
an enquiry, holidays aside, is an export made too early."""


def unlinked(tables: Tables) -> Iterator[Problem]:
    """Ask about files of which most names are linked to nobody on the staff list."""
    for file, rows in by_file(tables, "touches", "attendance"):
        named = rows[rows["display_name"].notna() | rows["email"].notna()]
        lost = named[named["contact_id"].isna()]
        if len(lost) and len(lost) >= HALF * len(named):
            who = lost["display_name"].fillna(lost["email"]).drop_duplicates()
            yield ask("activity.unlinked", file, n=len(lost), rows=len(named), list=who)


def nameless(tables: Tables) -> Iterator[Problem]:
    """Ask about logs in which no row names anybody and none counts heads."""
    says_who = ["contact_id", "display_name", "email", "head_count"]
    for file, rows in by_file(tables, "touches"):
        if rows[says_who].isna().all(axis=None):
            yield ask("activity.nameless", file, count=len(rows))


def minutes(tables: Tables) -> Iterator[Problem]:
    """Ask about minutes that are hours, or longer than a day's work."""
    for file, rows in by_file(tables, "touches"):
        spent = rows.loc[rows["minutes"] > 0, "minutes"]
        if len(spent) >= ENOUGH and spent.median() < SHORT:
            yield ask("activity.minutes", file, n=SHORT)
        if count := int((spent >= LONG).sum()):
            yield ask("activity.minutes_long", file, n=count, minutes=LONG, most=spent.max())


def ahead(tables: Tables) -> Iterator[Problem]:
    """Ask about days that are still to come, and days long before or after all others."""
    tomorrow = pd.Timestamp(dt.date.today()) + pd.Timedelta(days=1)
    days_of = {
        table: tables.frames[table][name].dropna().dt.tz_localize(None)
        for table, name in MOMENTS.items()
        if tables.has(table)
    }
    for table, days in days_of.items():
        where = (QUESTION, MOMENTS[table])
        later = days[days > tomorrow]
        if len(later) and table != "events":
            slots = {"n": len(later), "day": later.max().date()}
            yield ask("activity.ahead", files_of(tables, table), *where, **slots)
        lone = days[((days - days.median()).abs() > FAR) & (len(days) >= ENOUGH)]
        # a whole log in another year, `Oct-10` for 10 October: only other tables tell
        others = pd.concat([days[:0], *(days_of[name] for name in days_of if name != table)])
        if len(others) >= ENOUGH and ((days - others.median()).abs() > FAR).all():
            lone = days
        if len(lone):
            slots = {"n": len(lone), "day": lone.min().date()}
            yield ask("activity.far_off", files_of(tables, table), *where, **slots)


def company(tables: Tables) -> Iterator[Problem]:
    """Ask about names that stand for several people: "Ann Moss +1", "walk-ins x 6"."""
    for file, rows in by_file(tables, "attendance", "touches"):
        names = rows["display_name"].astype("str")
        several = names[names.str.contains(_SEVERAL, na=False)]
        if len(several):
            yield ask("activity.company", file, n=len(several), list=several.unique())


def silent(tables: Tables) -> Iterator[Problem]:
    """Ask about a log that ends weeks before the other records of the same quarter."""
    days = tables.touches.groupby("source_file", sort=False)["on"]
    ends = days.agg(["min", "max", "size"])
    is_monthly = days.agg(lambda each: bool((each.dt.day == 1).all()))
    ends["max"] = ends["max"].mask(is_monthly, ends["max"] + pd.offsets.MonthEnd(0))
    ends = ends[ends["size"] >= ENOUGH]
    if len(ends) < 2:
        return
    last = ends["max"].max()
    quarter = quarter_of(last.date(), tables.settings.organisation.fiscal_start)
    tools = pd.Series({source.file: source.tool for source in tables.origins}).reindex(ends.index)
    for file, row in ends.iterrows():
        same_log = ends[(tools == tools[file]) & (ends.index != file)]
        middle = row["min"] + HALF * (row["max"] - row["min"])
        goes_on = (same_log["min"] >= middle).any()  # its next months are a file of their own
        is_early = row["max"] < last - pd.Timedelta(days=GAP_DAYS)
        if is_early and not goes_on and quarter.contains(row["max"].date()):
            yield ask("activity.silent", file, day=row["max"].date(), other=last.date())


def same_event(tables: Tables) -> Iterator[Problem]:
    """Ask about an event that two files have, of the same title and day."""
    events = tables.events.assign(file=file_of_rows(tables, "events"))
    events["day"] = events["started_at"].dt.date
    events["called"] = fold(events["title"].astype("str"))
    for _, same in events.dropna(subset=["day", "title"]).groupby(["day", "called"]):
        first, *others = same.drop_duplicates("file").itertuples()
        for row in others:
            slots = {"title": row.title, "day": row.day, "other": first.file}
            yield ask("files.same_event", row.file, **slots)


def twice_held(tables: Tables) -> Iterator[Problem]:
    """Ask about two events of one day with most people in common and titles of their own."""
    came = tables.attendance[tables.attendance["status"] == "attended"]
    who = came["contact_id"].fillna(fold(came["display_name"].astype("str")))
    guests = who.groupby(came["event_id"]).agg(lambda names: {*names.dropna()})
    events = tables.events.dropna(subset="started_at").set_index("event_id")
    for _, titles in events["title"].groupby(events["started_at"].dt.date):
        for one, other in combinations(titles.index.intersection(guests.index), 2):
            in_both = len(guests[one] & guests[other])
            least = min(len(guests[one]), len(guests[other]))
            is_one = least >= SEVERAL and in_both >= HALF * least
            if is_one and titles[one] != titles[other]:
                named = {"one": titles[one], "other": titles[other]}
                yield ask("activity.twice_held", tables, n=in_both, **named)


def _logged(tables: Tables) -> pd.DataFrame:
    """Return the enquiries of logs."""
    log = tables.touches[tables.touches["channel"].isin(ENQUIRY_CHANNELS)]
    begun: pd.DataFrame = log[log["begun_by"].fillna("contact").eq("contact")]
    return begun


def tallied(tables: Tables) -> Iterator[Problem]:
    """Ask about tallies of enquiries in months in which a log has some too."""
    counts, log = tables.counts, _logged(tables)
    rows = counts[counts["what"].astype("str").str.casefold().isin(ENQUIRIES)]
    rows = rows[rows["on"].notna()]
    logs = {12 * day.year + day.month for day in log["on"].dropna()}
    spans = months_counted(rows["on"], rows["what"].astype("str").str.casefold())
    pairs = zip(spans["month"], spans["span"], strict=True)
    beside = [not logs.isdisjoint(range(month, month + span)) for month, span in pairs]
    both = rows[pd.Series(beside, index=rows.index, dtype="bool")]
    if both["n"].sum() > 0:
        files = files_of(tables, "counts", both)
        yield ask("activity.tallied", files, n=int(both["n"].sum()))


def in_two_logs(tables: Tables) -> Iterator[Problem]:
    """Ask about a log of which half the rows have a person and day that another log has too."""
    log = _logged(tables)
    who = log["contact_id"].fillna(fold(log["display_name"].astype("str")))
    rows = pd.DataFrame({"who": who, "on": log["on"], "file": log["source_file"].astype("str")})
    rows = rows.dropna()
    longest_first = rows["file"].value_counts().index
    for file, other in combinations(longest_first, 2):
        mine, theirs = (rows[rows["file"] == name] for name in (other, file))
        both = mine.merge(theirs[["who", "on"]].drop_duplicates())
        if len(mine) >= ENOUGH and len(both) >= HALF * len(mine):
            yield ask("activity.in_two_logs", other, n=len(both), rows=len(mine), file=file)


def undated_events(tables: Tables) -> Iterator[Problem]:
    """Ask about people at an event whose day is not known."""
    dated = tables.events["event_id"] if tables.has("events") else []
    for file, rows in by_file(tables, "attendance"):
        if count := int((~rows["event_id"].isin(dated)).sum()):
            yield ask("activity.undated_events", file, count=count, name=file)
