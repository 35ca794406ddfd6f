"""Meetings of calendars beside the rest: each once, none among library staff, no private entry."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from engagekit.loading.own_addresses import library_staff, of_library
from engagekit.parsing.person_names import address_of
from engagekit.readers.events._meetings import ENTRY
from engagekit.settings.schema import Settings
from engagekit.tables.problems import SetAside

CALENDAR = "calendar-"
"""How the numbers of touches begin that come from a calendar."""
EARLY = pd.Timedelta(minutes=30)
"""How long before the planned start somebody may join: rooms of video meetings open early, and a
morning has meetings half an hour apart."""

Frames = dict[str, pd.DataFrame]


def settled(
    frames: Frames, files: Mapping[str, pd.Series], settings: Settings
) -> tuple[Frames, list[SetAside]]:
    """Return the tables without private entries and with each meeting once.

    ``frames``: people are linked already. ``files``: the file of each row of each table.
    ``frames``: only rows left out; the index says which stay.
    """
    result, out = dict(frames), []
    if "events" in frames:
        events = frames["events"]
        private = events["kind"].str.startswith(ENTRY).fillna(False).astype(bool)
        of = files["events"].reindex(events.index, fill_value="")
        counted = Counter(zip(of[private], events["kind"][private].astype("str"), strict=True))
        for (file, kind), rows in sorted(counted.items()):
            why = kind.removeprefix(ENTRY)
            out.append(SetAside(f"{rows} calendar entries that count nowhere{why}", 0, file))
        result["events"] = events[~private]
    touches = frames.get("touches", pd.DataFrame({"touch_id": pd.Series(dtype="str")}))
    is_own = touches["touch_id"].str.startswith(CALENDAR).fillna(False).astype(bool)
    if is_own.any():
        own = touches[is_own]
        keys = pd.DataFrame({"who": _person(own), "at": own["started_at"]})
        again = keys.notna().all(axis=1) & keys.duplicated(keep="first")
        library = of_library(own, settings)
        if "contacts" in frames:
            library |= own["contact_id"].isin(library_staff(frames["contacts"]))
        for reason, left in (
            ("touches: a meeting among library staff", library),
            ("touches: a meeting whose attendance names the person", _attended(own, frames)),
            ("touches: the same meeting in another calendar", again),
        ):
            gone = left.reindex(own.index, fill_value=False)
            out += [SetAside(reason, int(gone.sum()))] if gone.any() else []
            own = own[~gone]
        result["touches"] = touches[~is_own | touches.index.isin(own.index)]
    return result, out


def _person(rows: pd.DataFrame) -> pd.Series:
    """Return who a row is about: the contact, else the address; missing for a bare name."""
    email = address_of(rows["email"])
    return rows["contact_id"].astype("str").fillna(email.where(email != ""))


def _attended(own: pd.DataFrame, frames: Frames) -> pd.Series:
    """Return which touches an attendance list holds too: the same person at the same time."""
    if not {"attendance", "events"} <= set(frames):
        return pd.Series(False, index=own.index)
    came = frames["attendance"]
    came = came[came["status"] == "attended"]
    starts = frames["events"].drop_duplicates("event_id").set_index("event_id")["started_at"]
    there = pd.DataFrame(
        {"who": _person(came), "at": came["first_join_at"].fillna(came["event_id"].map(starts))}
    ).dropna()
    met = pd.DataFrame(
        {"who": _person(own), "start": own["started_at"], "minutes": own["minutes"].fillna(0.0)}
    )
    met["row"] = met.index
    pairs = met.dropna(subset=["who", "start"]).merge(there, on="who")
    end = pairs["start"] + pd.to_timedelta(pairs["minutes"], unit="min")
    near = (pairs["at"] >= pairs["start"] - EARLY) & (pairs["at"] <= end)
    return pd.Series(own.index.isin(pairs.loc[near, "row"]), index=own.index)
