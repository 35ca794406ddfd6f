"""What looks wrong with enquiries, events and surveys: times, dates, ways, who was counted."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from engagekit.loading.checks import Check, ask, files_of
from engagekit.mapping.headers import ENQUIRIES
from engagekit.parsing.months_and_weeks import months_counted
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
GAP_DAYS = 21
"""Days at the end of the records in which one log is silent and others are not: three weeks without
an enquiry, holidays aside, is an export made too early."""
_SEVERAL = r"(?i)(?:\+|\bx|\bplus)\s*\d+\s*\)?$|^\d+\s+[^\W\d]"
"""How people write more than one guest in a cell for a name."""


def unlinked(tables: Tables) -> Iterator[Problem]:
    """Ask about files of which most names are linked to nobody on the staff list."""
    for table in ("touches", "attendance"):
        if not tables.has(table):
            continue
        rows = tables.frames[table]
        named = rows[rows["display_name"].notna() | rows["email"].notna()]
        for file, part in named.groupby("source_file", sort=False):
            lost = part["contact_id"].isna()
            if lost.mean() >= HALF:
                who = part.loc[lost, "display_name"].fillna(part["email"]).drop_duplicates()
                yield ask("activity.unlinked", file, n=int(lost.sum()), rows=len(part), list=who)


def nameless(tables: Tables) -> Iterator[Problem]:
    """Ask about logs in which no row names anybody and none counts heads."""
    for file, part in tables.touches.groupby("source_file", sort=False):
        named = part[["contact_id", "display_name", "email"]].notna().any(axis=None)
        if not named and part["head_count"].isna().all():
            yield ask("activity.nameless", file, count=len(part))


def minutes(tables: Tables) -> Iterator[Problem]:
    """Ask about minutes that are hours, or longer than a day's work."""
    for file, part in tables.touches.groupby("source_file", sort=False):
        spent = part["minutes"].dropna()
        spent = spent[spent > 0]
        if len(spent) >= ENOUGH and spent.median() < SHORT:
            yield ask("activity.minutes", file, n=SHORT)
        long = spent[spent >= LONG]
        if len(long):
            yield ask("activity.minutes_long", file, n=len(long), minutes=LONG, most=long.max())


def ahead(tables: Tables) -> Iterator[Problem]:
    """Ask about days that are still to come, and days long before all others."""
    today = pd.Timestamp(dt.date.today())
    moments = {"touches": "on", "events": "started_at", "respondents": "submitted_at"}
    for table, name in moments.items():
        if not tables.has(table):
            continue
        days, files = tables.frames[table][name].dropna(), files_of(tables, table)
        days = days.dt.tz_localize(None) if days.dt.tz is not None else days
        later = days[days > today + pd.Timedelta(days=1)]
        if len(later) and table != "events":
            yield ask("activity.ahead", files, QUESTION, name, n=len(later), day=later.max().date())
        lone = days[(days - days.median()).abs() > pd.Timedelta(days=366 * 5)]
        if len(lone) and len(days) >= ENOUGH:
            yield ask("activity.far_off", files, QUESTION, name, n=len(lone), day=lone.min().date())


def silent(tables: Tables) -> Iterator[Problem]:
    """Ask about a log that ends weeks before the other records of the same quarter."""
    days = tables.touches.groupby("source_file", sort=False)["on"]
    ends = days.agg(["min", "max", "size"])
    are_months = days.agg(lambda each: bool((each.dt.day == 1).all()))
    ends["max"] = ends["max"].mask(are_months, ends["max"] + pd.offsets.MonthEnd(0))
    ends = ends[ends["size"] >= ENOUGH]
    if len(ends) < 2:
        return
    last = ends["max"].max()
    quarter = quarter_of(last.date(), tables.settings.organisation.fiscal_start)
    tools = {one.file: one.tool for one in tables.origins}
    for file, row in ends.iterrows():
        same = [name for name in ends.index if name != file and tools.get(name) == tools.get(file)]
        middle = row["min"] + HALF * (row["max"] - row["min"])
        if (ends.loc[same, "min"] >= middle).any():
            continue  # the next months of the same log go on where this one ends
        if row["max"] < last - pd.Timedelta(days=GAP_DAYS) and quarter.contains(row["max"].date()):
            yield ask("activity.silent", file, day=row["max"].date(), other=last.date())


def twice_held(tables: Tables) -> Iterator[Problem]:
    """Ask about two events of one day with most people in common: one event in two files."""
    came = tables.attendance[tables.attendance["status"] == "attended"]
    came = came.assign(who=came["contact_id"].fillna(fold(came["display_name"].astype("str"))))
    people = {event: set(part["who"].dropna()) for event, part in came.groupby("event_id")}
    events = tables.events[["event_id", "title", "started_at"]].dropna(subset=["started_at"])
    for _, part in events.groupby(events["started_at"].dt.date):
        rows = part.to_dict("records")
        for at, one in enumerate(rows):
            for other in rows[at + 1 :]:
                a, b = people.get(one["event_id"], set()), people.get(other["event_id"], set())
                if one["title"] == other["title"]:
                    continue  # `files.same_event` asks
                if min(len(a), len(b)) >= 3 and len(a & b) / min(len(a), len(b)) >= HALF:
                    titles = {"one": one["title"], "other": other["title"]}
                    yield ask("activity.twice_held", tables, n=len(a & b), **titles)


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
    if log["source_file"].nunique() < 2:
        return
    who = log["contact_id"].fillna(fold(log["display_name"].astype("str")))
    rows = pd.DataFrame({"who": who, "on": log["on"], "file": log["source_file"].astype("str")})
    sizes = rows.dropna()["file"].value_counts()
    days = {
        file: {*zip(part["who"], part["on"], strict=True)} for file, part in rows.groupby("file")
    }
    for at, other in enumerate(sizes.index):
        for file in sizes.index[at + 1 :]:
            mine = rows[rows["file"] == file].dropna()
            pairs = zip(mine["who"], mine["on"], strict=True)
            n = sum(pair in days[other] for pair in pairs)
            if len(mine) >= ENOUGH and n >= HALF * len(mine):
                yield ask("activity.in_two_logs", file, n=n, rows=len(mine), file=other)


def undated_events(tables: Tables) -> Iterator[Problem]:
    """Ask about people at an event whose day is not known."""
    dated = set(tables.events["event_id"]) if tables.has("events") else set()
    lost = tables.attendance[~tables.attendance["event_id"].isin(dated)]
    for file, part in lost.groupby(lost["source_file"].astype("str"), sort=True):
        yield ask("activity.undated_events", file, count=len(part), name=file)


def company(tables: Tables) -> Iterator[Problem]:
    """Ask about names that stand for several people: "Ann Moss +1", "walk-ins x 6"."""
    for table in ("attendance", "touches"):
        if not tables.has(table):
            continue
        rows = tables.frames[table]
        names = rows["display_name"].astype("str")
        several = rows[names.str.contains(_SEVERAL, regex=True).fillna(False).astype(bool)]
        for file, part in several.groupby("source_file", sort=False):
            yield ask("activity.company", file, n=len(part), list=part["display_name"].unique())


CHECKS: dict[Check, tuple[str, ...]] = {
    unlinked: ("contacts",),
    **dict.fromkeys((nameless, minutes, silent, in_two_logs), ("touches",)),
    **dict.fromkeys((ahead, company), ()),
    tallied: ("counts", "touches"),
    twice_held: ("events", "attendance"),
    undated_events: ("attendance",),
}
