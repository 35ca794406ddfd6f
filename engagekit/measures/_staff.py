"""People with their names, for private listings, and the days on which they were met."""

import datetime as dt

import narwhals as nw
import pandas as pd

from engagekit.measures import _frames, _roster
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import Period
from engagekit.tables.cache import once
from engagekit.tables.memberships import memberships
from engagekit.tables.schema import ENQUIRY_CHANNELS
from engagekit.tables.tables import Tables

WHO = ["contact_id", "display_name", "department", "role_level"]
CONVERSATIONS = [*ENQUIRY_CHANNELS, "meeting", "walk", "coffee"]
"""Ways in which both sides speak, where nobody noted whether they did."""


@once
def staff(tables: Tables, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return everybody ever on the staff list but the library's own, one row each."""
    others = ~nw.col("is_library").fill_null(False)
    return _frames.rows(tables, "contacts", *WHO, "joined_on", "left_on", *columns, where=others)


def known(tables: Tables) -> pd.DataFrame:
    """Return whom the staff list knows by name; nobody where there is none."""
    if tables.has("contacts"):
        return staff(tables)[WHO]
    return pd.DataFrame({name: pd.Series(dtype="str") for name in WHO})


@once
def library_ids(tables: Tables) -> list[str]:
    """Return the numbers of the library's own staff; none where there is no staff list."""
    if not tables.has("contacts"):
        return []
    own = nw.col("is_library").fill_null(False)
    return list(_frames.rows(tables, "contacts", "contact_id", where=own)["contact_id"])


def in_each_department(tables: Tables, people: pd.DataFrame) -> pd.DataFrame:
    """Return the same people, those of several departments once in each of them.

    Who has no department is left out.
    """
    return people.drop(columns="department").merge(memberships(tables), on="contact_id")


def here(people: pd.DataFrame, day: Period | dt.date) -> pd.Series:
    """Return whether each of them is on the staff list on a day, or the last day of a period."""
    at = day.end if isinstance(day, Period) else day
    frame = nw.from_native(people, eager_only=True)
    result: pd.Series = frame.select(_roster.listed(at).alias("here"))["here"].to_native()
    return result


def roster(tables: Tables, period: Period, *columns: str) -> pd.DataFrame:
    """Return who is on the staff list on the last day of a period, with further columns."""
    people = staff(tables, columns)
    return people[here(people, period)]


@once
def days_met(tables: Tables, period: Period) -> pd.DataFrame:
    """Return the days on which somebody of the staff was met, up to the end of a period.

    Broadcasts are no meeting, several touches of a day are one, and what is dated after somebody
    left is not counted.

    Returned: ``contact_id, on``.
    """
    rows = _roster.met(tables, None, period.end, broadcasts=False)
    days = _frames.dated(_frames.collected(rows.select("contact_id", "on").unique()))
    return within(tables, days.drop_duplicates())


def within(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of people of the staff (library left out) dated until they left."""
    joined = rows.merge(staff(tables)[["contact_id", "left_on"]], on="contact_id", how="inner")
    keep = joined["left_on"].isna() | (joined["on"] <= joined["left_on"])
    result: pd.DataFrame = joined.loc[keep].drop(columns="left_on").reset_index(drop=True)
    return result


@once
def acts_of_support(tables: Tables, period: Period) -> pd.DataFrame:
    """Return acts of support asked or done up to the end of a period, library staff left out.

    Returned: ``contact_id, asked_on, on, kind``; ``on`` empty while open; kinds written otherwise
    (capitals, spaces, accents) as the settings write them.
    """
    acts = _frames.rows(tables, "support", "contact_id", "asked_on", "on", "kind")
    acts = acts[acts["contact_id"].isin(staff(tables)["contact_id"])]
    chosen = {fold_word(kind): kind for kind in tables.settings.champions.acts}
    acts = acts.assign(kind=[chosen.get(fold_word(str(kind)), kind) for kind in acts["kind"]])
    end = pd.Timestamp(period.end)
    acts = acts.assign(on=acts["on"].where(acts["on"] <= end))
    result: pd.DataFrame = acts[acts["on"].notna() | (acts["asked_on"] <= end)]
    return result.reset_index(drop=True)


def two_way_touches(tables: Tables, *columns: str) -> pd.DataFrame:
    """Return the touches in which both sides spoke, library staff aside.

    Every number of two-way touches counts these: also those that nobody could be linked to, and
    none of a channel that goes to many at once. Where nobody noted it, an enquiry or a meeting is
    one of two sides.
    """
    both = nw.coalesce(nw.col("two_way"), nw.col("channel").is_in(CONVERSATIONS)).fill_null(False)
    names = dict.fromkeys(["contact_id", "on", "channel", *columns])
    rows = _frames.rows(tables, "touches", *names, where=both)
    chosen = tables.settings.reach
    if not chosen.count_broadcasts:
        rows = rows[~rows["channel"].isin(chosen.broadcast_channels)]
    matches: pd.DataFrame = rows[~rows["contact_id"].isin(library_ids(tables))]
    return matches
