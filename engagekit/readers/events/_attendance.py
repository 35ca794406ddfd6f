"""Rows of joins to one row a person and event: who is one person, minutes without doubling."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from engagekit.readers.events import _display_names
from engagekit.readers.events._event_table import Notes
from engagekit.readers.shared._timestamps import iso
from engagekit.tables.schema import STATUS_RANK

MINUTE = pd.Timedelta(minutes=1)
"""How long two stays may overlap and be one person's, who changes from one device to another: the
tools give whole minutes, so the end of one may be the start of the next and a minute later."""
ROUNDING = 1.0
"""Minutes by which a person's stays may overlap before the tool's own sum of them is not believed:
each is rounded to a minute."""
_Stay = tuple[bool, pd.Timestamp, pd.Timestamp]


def _persons(rows: pd.DataFrame) -> pd.Series:
    """Return a label for each person and event: one address, one sign-in name, or names in turn."""
    labels = pd.Series(range(len(rows)), index=rows.index, dtype="int64")
    keys = pd.concat([rows["email_key"], rows["upn_key"]])
    keys = keys[keys != ""]
    events = rows["event_id"].reindex(keys.index)
    pairs = [*zip(events, keys, strict=True)]
    for _ in range(len(rows) if len({*pairs}) < len(pairs) else 0):  # else each has its own
        before = labels
        shared = before.reindex(keys.index).groupby([events.to_numpy(), keys.to_numpy()])
        lowest = shared.transform("min").groupby(level=0).min()
        labels = before.where(~before.index.isin(lowest.index), lowest.reindex(before.index))
        labels = labels.astype("int64").groupby(before).transform("min")
        if labels.equals(before):
            break
    return _by_name(rows, labels, (rows["email_key"] == "") & (rows["upn_key"] == ""))


def _by_name(rows: pd.DataFrame, labels: pd.Series, anonymous: pd.Series) -> pd.Series:
    """Return labels by which rows without an address join those of their name, in turn."""
    matches = labels.tolist()
    loose = anonymous.tolist()
    stays = list(zip(rows["status"] == "attended", rows["join"], rows["leave"], strict=True))
    groups: dict[tuple[str, str], list[int]] = {}
    for at, key in enumerate(zip(rows["event_id"], rows["name_key"], strict=True)):
        groups.setdefault(key, []).append(at)
    for (_, name), members in groups.items():
        if not name or len(members) == 1 or not any(loose[at] for at in members):
            continue
        used_names = [at for at in members if not loose[at]]
        if len({matches[at] for at in used_names}) > 1:
            continue
        used_names = used_names or members[:1]
        for at in members:
            if (
                loose[at]
                and at not in used_names
                and not _overlaps(stays[at], [stays[i] for i in used_names])
            ):
                matches[at] = matches[used_names[0]]
                used_names.append(at)
    return pd.Series(matches, index=rows.index, dtype="int64")


def _overlaps(own: _Stay, others: Sequence[_Stay]) -> bool:
    """Return whether a stay lies more than a minute within others.

    Stays in the room without times cannot be told from those of a second person.
    """
    came, join, leave = own
    if not came or not any(stay[0] for stay in others):
        return False
    if pd.isna(join) or pd.isna(leave):
        return True
    return any(
        pd.isna(start) or pd.isna(end) or min(end, leave) - max(start, join) > MINUTE
        for _, start, end in others
    )


def union_minutes(spans: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return minutes of the union of intervals, and of their sum.

    ``spans``: `<by>, join, leave`. ``by``: the column that tells whose interval it is. Returned:
    `union, total`, indexed by ``by``.

    Examples
    --------
    >>> at = pd.to_datetime(["2026-01-01 09:00", "2026-01-01 09:10", "2026-01-01 09:20"])
    >>> spans = pd.DataFrame({"who": 1, "join": at[[0, 1]], "leave": at[[1, 2]]})
    >>> union_minutes(spans, "who").loc[1].tolist()
    [20.0, 20.0]
    """
    existing = spans.dropna(subset=["join", "leave"])
    existing = existing[existing["leave"] >= existing["join"]].sort_values([by, "join"])
    length = (existing["leave"] - existing["join"]).dt.total_seconds() / 60
    if existing[by].is_unique:
        return pd.DataFrame({"union": length, "total": length}).set_axis(existing[by])
    reached = existing.groupby(by)["leave"].cummax().groupby(existing[by]).shift()
    begin = existing["join"].where(reached.isna() | (existing["join"] > reached), reached)
    fresh = (existing["leave"] - begin).dt.total_seconds().clip(lower=0) / 60
    both = pd.DataFrame({by: existing[by], "union": fresh, "total": length})
    return both.groupby(by)[["union", "total"]].sum()


def _minutes(rows: pd.DataFrame, spans: pd.DataFrame) -> pd.Series:
    """Return minutes of each person: the tool's own, or the union where their times overlap."""
    whole = union_minutes(spans, "person")
    stated = rows.groupby("person")["minutes"].sum(min_count=1)
    complete = rows["minutes"].notna().groupby(rows["person"]).all()
    stated = stated.where(complete.reindex(stated.index))
    union = whole["union"].reindex(stated.index)
    overlap = (whole["total"] - whole["union"]).reindex(stated.index).fillna(0) > ROUNDING
    smaller = stated.where(stated < union, union).where(stated.notna(), union)
    return stated.where(stated.notna() & ~overlap, smaller)


def combine(rows: pd.DataFrame, file: str, intervals: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one row a person and event from one row a join.

    ``rows``: `event_id, display_name, email, upn, status, join, leave, minutes, zoned`; index the
    row of the sheet. ``email`` and ``upn`` as `_people.addresses` gives them. ``file``: goes into
    ``source_file``. ``intervals``: `event_id, display_name, email, join, leave`: single joins,
    where the rows are merged ones; used for people who stand in several rows. Returned: the columns
    of ``attendance``; index the first row of the sheet that speaks of a person.
    """
    rows = rows.reset_index(names="source")
    rows["email_key"] = rows["email"].str.casefold()
    rows["upn_key"] = rows["upn"].str.casefold()
    rows["name_key"] = _display_names.name_keys(rows["display_name"])
    rows["person"] = _persons(rows)
    rows["rank"] = rows["status"].map(STATUS_RANK)
    spans = _spans(rows, intervals)
    minutes = _minutes(rows[rows["status"] == "attended"], spans)
    order = rows.sort_values(["rank", "source"], kind="stable")
    order = order.assign(
        display_name=order["display_name"].where(order["display_name"] != ""),
        email=order["email"].where(order["email"] != "", order["upn"]).replace("", pd.NA),
    )
    if rows["person"].is_unique:
        matches = order.set_index("person")
    else:
        ways = dict.fromkeys(["event_id", "display_name", "email", "status"], "first")
        ways |= {"source": "min", "join": "min", "leave": "max", "zoned": "max"}
        matches = order.groupby("person", sort=False).agg(ways)
    matches["minutes"] = minutes.reindex(matches.index)
    matches = matches.sort_values("source", kind="stable").set_index("source")
    return pd.DataFrame(
        {
            "event_id": matches["event_id"],
            "display_name": matches["display_name"].fillna(""),
            "email": matches["email"].fillna(""),
            "status": matches["status"],
            "first_join_at": iso(matches["join"], matches["zoned"].astype(bool)),
            "last_leave_at": iso(matches["leave"], matches["zoned"].astype(bool)),
            "minutes": matches["minutes"].round(2),
            "source_file": file,
        }
    )


def _spans(rows: pd.DataFrame, intervals: pd.DataFrame | None) -> pd.DataFrame:
    """Return intervals by person: single joins of people in several rows, else the rows' own."""
    own = rows.loc[rows["status"] == "attended", ["person", "join", "leave"]]
    if intervals is None or not len(intervals):
        return own
    counts = rows["person"].value_counts()
    repeated = rows[rows["person"].isin(counts.index[counts > 1]) & (rows["email_key"] != "")]
    owner = repeated.drop_duplicates(["event_id", "email_key"])
    keyed = intervals.assign(email_key=intervals["email"].str.casefold())
    single = keyed.merge(owner[["event_id", "email_key", "person"]], on=["event_id", "email_key"])
    single = single.loc[
        single["join"].notna() & single["leave"].notna(), ["person", "join", "leave"]
    ]
    return pd.concat([own[~own["person"].isin(single["person"])], single], ignore_index=True)


def people_only(rows: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Return rows that speak of people; the others are noted with their reason.

    ``rows``: has `display_name, email, upn`.
    """
    address = rows["email"].where(rows["email"] != "", rows["upn"])
    kind = _display_names.kinds(rows["display_name"], address)
    for name, reason in _display_names.KINDS.items():
        notes.leave_out(reason, int((kind == name).sum()))
    return rows[kind == "person"]
