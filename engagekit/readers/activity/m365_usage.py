"""Usage reports of Microsoft 365: sums only; whose they are is concealed and stays so.

They give ``counts`` and no ``touches``: what a person did in Microsoft 365 is no meeting with the
library, and the accounts cannot be told.
"""

from __future__ import annotations

import re

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import values as kinds
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
_PERSON = frozenset(
    {
        "userprincipalname",
        "displayname",
        "userid",
        "ownerprincipalname",
        "ownerdisplayname",
        "sitename",
        "groupdisplayname",
        "groupid",
    }
)


def _accepts(headers: frozenset[str]) -> bool:
    """Whether a header row is that of a usage report."""
    return REFRESHED in headers and (
        PERIOD in headers or any(_SUMMED.search(header) for header in headers)
    )


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a usage report, or None."""
    return _table.seen(_table.find(export, _accepts), "has Report Refresh Date and counts")


def read(export: Export) -> Reading:
    """Read the sums of each numeric column on each refresh date, and how many were active."""
    listed = _table.find(export, _accepts) or _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    retained = why == ""
    summed = [
        column
        for column, key in enumerate(listed.keys)
        if _SUMMED.search(key) and key not in _PERSON
    ]
    base = pd.DataFrame({"on": listed.column([REFRESHED]), "days": listed.column([PERIOD])})[
        retained
    ]
    values = {listed.headers[column]: _numbers(listed, column)[retained] for column in summed}
    if ACTIVE in listed.keys:
        present = listed.column([ACTIVE])[retained] != ""
        what = "groups with activity" if "groupdisplayname" in listed.keys else "accounts active"
        values[what] = present.astype("float64")
    used_names = {*summed, *listed.positions([REFRESHED, PERIOD, ACTIVE])}
    counts = _sums(base, values)
    order, leaning = _table.order_of(listed, [base["on"]])
    return Reading(
        tables={"counts": counts} if len(counts) else {},
        rows_read=_table.rows_read(why),
        rows_kept=int(retained.sum()),
        set_aside=_table.set_aside(why, export.file),
        problems=(*_told(listed), *leaning, *_table.long_rows(listed, why)),
        dropped_columns=tuple(
            (header, "names nobody may join" if _table.squash(header) in _PERSON else reason)
            for header, reason in _table.dropped(listed, used_names)
        ),
        origins={"counts": _table.origins(listed, {"on": [REFRESHED]})},
        date_order=order,
    )


def _numbers(listed: Listing, column: int) -> pd.Series:
    """A column as numbers; durations (``PT1H``) as minutes."""
    cells = listed.body[column]
    if _DURATION.search(listed.keys[column]):
        return kinds.durations(cells).values.fillna(0.0)
    return kinds.numbers(cells).values.fillna(0.0)


def _sums(base: pd.DataFrame, values: dict[str, pd.Series]) -> pd.DataFrame:
    """One row a measure, refresh date and length of the report."""
    parts = []
    for (on, days), rows in base.groupby(["on", "days"], sort=False):
        span = f" ({days} days)" if days else ""
        for header, column in values.items():
            unit = ", minutes" if _DURATION.search(_table.squash(header)) else ""
            parts.append(
                (
                    rows.index[0],
                    f"Microsoft 365: {header}{unit}{span}",
                    on,
                    "",
                    f"{column[rows.index].sum():.12g}",
                )
            )
    index = pd.Index([part[0] for part in parts], name="source")
    rows_of = [part[1:] for part in parts]
    return pd.DataFrame(rows_of, columns=["what", "on", "place", "n"], index=index)


def _told(listed: Listing) -> list[Problem]:
    """That people are counted and never joined."""
    names = listed.column(["userprincipalname", "ownerprincipalname"])
    visible = int(names.str.contains("@", regex=False).sum())
    if not visible:
        return []
    return [
        listed.problem(
            f"shows the names of {visible} accounts; only sums are taken",
            "Conceal names in the admin centre (Settings > Org settings > Reports).",
        )
    ]
