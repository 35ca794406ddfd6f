"""Usage reports of Microsoft 365: sums only; whose they are is concealed and stays so.

They give ``counts`` and no ``touches``: what a person did in Microsoft 365 is no meeting with the
library, and the accounts cannot be told.
"""

import re

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.files.source_file import Export
from engagekit.parsing import values as kinds
from engagekit.parsing.durations import durations
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.tables.problems import Problem

TOOL = "Microsoft 365 usage"
TABLES = ("counts",)

REFRESHED = "reportrefreshdate"
PERIOD = "reportperiod"
ACTIVE = "lastactivitydate"
_SUMMED = re.compile(r"count$|(?:duration|messages|organized|attended|used|items)$|^postmessages$")
_DURATION = re.compile(r"duration$")
_PERSON = re.compile(
    r"(?:user|owner)principalname|(?:owner|group)?displayname|(?:user|group)id|sitename"
)


def _accepts(headers: frozenset[str]) -> bool:
    """Return whether a header row is that of a usage report."""
    return REFRESHED in headers and (PERIOD in headers or any(map(_SUMMED.search, headers)))


def recognise(export: Export) -> Recognition | None:
    """Return why an export is a usage report, or None."""
    return _table.seen(_table.find(export, _accepts), "has Report Refresh Date and counts")


def read(export: Export) -> Reading:
    """Read the sums of each numeric column on each refresh date, and how many were active."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    rows = (why == "").to_numpy()
    keys = enumerate(listed.keys)
    summed = [column for column, key in keys if _SUMMED.search(key) and not _PERSON.fullmatch(key)]
    named = dict[str, pd.Series]()
    for column in summed:  # durations (``PT1H``) as minutes
        lasts = _DURATION.search(listed.keys[column])
        cells = (durations if lasts else kinds.numbers)(listed.body[column]).values
        named[listed.headers[column] + ", minutes" * bool(lasts)] = cells.fillna(0.0)[rows]
    if ACTIVE in listed.keys:
        what = "groups with activity" if "groupdisplayname" in listed.keys else "accounts active"
        named[what] = (listed.column([ACTIVE])[rows] != "").astype("float64")
    on, days = listed.column([REFRESHED])[rows], listed.column([PERIOD])[rows]
    counts = _sums(on, days, named)
    order, leaning = _table.order_of(listed, [on])
    used = {*summed, *listed.positions([REFRESHED, PERIOD, ACTIVE])}
    return Reading(
        tables={"counts": counts} if len(counts) else {},
        rows_read=_table.rows_read(why),
        rows_kept=int(rows.sum()),
        set_aside=_table.set_aside(why, export.file),
        problems=(*_named(listed), *leaning, *_table.long_rows(listed, why)),
        dropped_columns=tuple(
            (one, "names nobody may join" if _PERSON.fullmatch(_table.squash(one)) else reason)
            for one, reason in _table.dropped(listed, used)
        ),
        origins={"counts": _table.origins(listed, {"on": [REFRESHED]})},
        date_order=order,
    )


def _sums(on: pd.Series, days: pd.Series, values: dict[str, pd.Series]) -> pd.DataFrame:
    """Return one row a measure, refresh date and length of the report."""
    rows = [
        (own.index[0], f"Microsoft 365: {name}{f' ({span} days)' if span else ''}", day, "", total)
        for (day, span), own in on.groupby([on, days], sort=False)
        for name, cells in values.items()
        for total in [f"{cells[own.index].sum():.12g}"]
    ]
    return pd.DataFrame(rows, columns=["source", "what", "on", "place", "n"]).set_index("source")


def _named(listed: Listing) -> list[Problem]:
    """Return a problem where a report shows whose the numbers are: people are never joined."""
    names = listed.column(["userprincipalname", "ownerprincipalname"])
    visible = int(names.str.contains("@", regex=False).sum())
    texts = problem_texts("m365_usage.named", n=visible)
    return [listed.problem(*texts)] if visible else []
