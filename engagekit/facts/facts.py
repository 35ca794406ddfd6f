"""Who was here, who was met, who spoke, who promised: the facts that every measure starts from."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

import narwhals as nw
import pandas as pd

from engagekit.facts import coverage, outside, reading
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import During, Period
from engagekit.settings.schema import Settings
from engagekit.tables.cache import once
from engagekit.tables.memberships import memberships
from engagekit.tables.schema import ENQUIRY_CHANNELS
from engagekit.tables.tables import Tables

WHO = ["contact_id", "display_name", "department", "role_level"]
SELF_SERVICE = "self-service"
"""Channel of those who used a tool or a room by themselves: they were not met."""
PLACES = {"desk": "desk", "walk-up": "desk", "walk": "client"} | dict.fromkeys(
    ("phone", "chat", "email"), "online"
)
"""Places of touches that come one way alone, where nobody noted the place."""
RECORD = [
    *reading.TOUCH,
    "email",
    "display_name",
    "department",
    "head_count",
    "linked_by",
    "source_file",
]
"""Columns of a touch or a seat taken."""
OTHERS = ("organisation", "outside")
"""Owners of events at which the library may have been or not."""

Fact = TypeVar("Fact")


class shared(Generic[Fact]):  # noqa: N801 - a decorator, as property is
    """A fact that is the same in every period, worked out once for all of them."""

    def __init__(self, function: Callable[[Any], Fact]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __get__(self, facts: "Facts", owner: type) -> Fact:
        name = self.function.__name__
        if name not in facts.common:
            facts.common[name] = self.function(facts)
        result: Fact = facts.common[name]
        return result


@dataclass(frozen=True, eq=False)
class Facts:
    """What the tables say of one period; `during` gives the same of another.

    Attributes
    ----------
    tables : Tables
        Of any engine that Narwhals knows; what is handed out is pandas.
    asked : str or Period, optional
        The period as it was asked for; `period` is the one.
    common : dict
        Facts that are the same in every period.
    """

    tables: Tables
    asked: During = None
    common: dict[str, Any] = field(default_factory=dict, repr=False)

    def during(self, period: Period) -> "Facts":
        """Return the facts of another period."""
        return facts_of(self.tables, period)

    @cached_property
    def period(self) -> Period:
        """The period asked for, or the last complete quarter that the data cover."""
        return coverage.asked_period(self.tables, self.asked)

    @property
    def settings(self) -> Settings:
        """The choices of the library."""
        return self.tables.settings

    def has(self, *names: str) -> bool:
        """Return whether all of some tables are there."""
        return self.tables.has(*names)

    @property
    def start(self) -> pd.Timestamp:
        """The first day of the period."""
        return pd.Timestamp(self.period.start)

    @property
    def end(self) -> pd.Timestamp:
        """The last day of the period."""
        return pd.Timestamp(self.period.end)

    def before(self, months: int) -> pd.Timestamp:
        """Return the day after which so many months run to the end of the period."""
        return self.end - pd.DateOffset(months=months)

    def within(self, rows: pd.DataFrame, on: str = "on") -> pd.DataFrame:
        """Return the rows dated in the period."""
        return rows[rows[on].between(self.start, self.end)]

    def so_far(self, rows: pd.DataFrame, on: str = "on", months: int | None = None) -> pd.DataFrame:
        """Return the rows dated up to the end of the period, in so many months before it."""
        rows = rows[rows[on] <= self.end]
        return rows if months is None else rows[rows[on] > self.before(months)]

    def table(self, name: str, *columns: str) -> pd.DataFrame:
        """Return a tidy table as pandas, its days as days."""
        return reading.rows(self.tables, name, *columns)

    # Who is on the staff list

    @shared
    def staff(self) -> pd.DataFrame:
        """Everybody ever on the staff list but the library's own, one row each."""
        return reading.rows(self.tables, "contacts", where=~nw.col("is_library").fill_null(False))

    @shared
    def library(self) -> list[str]:
        """Numbers of the library's own staff; none where there is no staff list."""
        if not self.has("contacts"):
            return []
        own = nw.col("is_library").fill_null(False)
        return list(reading.rows(self.tables, "contacts", "contact_id", where=own)["contact_id"])

    @property
    def library_is_known(self) -> bool:
        """Whether anybody is marked as the library's own; a group tells nothing of it."""
        if self.tables.scope or not self.has("contacts"):
            return True
        return len(self.library) > 0

    @property
    def named(self) -> pd.DataFrame:
        """Whom the staff list knows by name; nobody where there is none."""
        if self.has("contacts"):
            return self.staff[WHO]
        return pd.DataFrame({name: pd.Series(dtype="str") for name in WHO})

    @cached_property
    def people(self) -> pd.DataFrame:
        """Who is on the staff list on the last day of the period."""
        return self.here(self.staff)

    def here(self, people: pd.DataFrame, day: dt.date | None = None) -> pd.DataFrame:
        """Return those of them on the staff list on a day: joined by then, and not left by then.

        Who has no day of joining was always there; the last day itself is no longer on the list.
        """
        at = self.end if day is None else pd.Timestamp(day)
        return people[~(people["joined_on"] > at) & ~(people["left_on"] <= at)]

    def in_each_department(self, people: pd.DataFrame) -> pd.DataFrame:
        """Return the same people, those of several departments once in each of them.

        Who has no department is left out.
        """
        return people.drop(columns="department").merge(memberships(self.tables), on="contact_id")

    def until_left(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows of people of the staff (library left out) dated until they left."""
        joined = rows.merge(self.staff[["contact_id", "left_on"]], on="contact_id")
        keep = joined["left_on"].isna() | (joined["on"] <= joined["left_on"])
        result: pd.DataFrame = joined.loc[keep].drop(columns="left_on").reset_index(drop=True)
        return result

    @property
    def heads_stand_in(self) -> bool:
        """Whether head counts must stand in for a staff list that is not there."""
        return self.has("headcounts") and not self.has("contacts")

    # Whom the library met

    @shared
    def touches(self) -> pd.DataFrame:
        """Touches and attended events by person, day and way; ``n`` says how many are one row.

        A table of another engine than pandas is grouped there: what comes over is small.
        """
        parts = []
        if self.has("touches"):
            parts.append(reading.touches_by_person_day_and_way(self.tables.need("touches")))
        if self.has("attendance", "events"):
            came = self.seats[self.seats["status"] == "attended"]
            parts.append(
                came[["contact_id", "on"]].assign(
                    channel="event", place="client", begun_by="library", two_way=True, n=1
                )
            )
        if not parts:
            self.tables.need("touches")
        rows = pd.concat([part.astype({"two_way": "boolean"}) for part in parts])
        return rows.assign(is_broadcast=self.is_broadcast(rows)).reset_index(drop=True)

    @shared
    def records(self) -> pd.DataFrame:
        """Every touch and every seat taken, row by row, also of those who are linked to nobody."""
        if not self.has("attendance", "events"):
            return self.table("touches", *RECORD)
        came = self.seats[self.seats["status"] == "attended"]
        came = came.assign(channel="event").reindex(columns=RECORD).reset_index(drop=True)
        if not self.has("touches"):
            return came
        rows = self.table("touches", *RECORD)
        return pd.concat([rows, came.astype(rows.dtypes)], ignore_index=True)

    def is_broadcast(self, rows: pd.DataFrame) -> pd.Series:
        """Return what was sent to many: by its channel, or e-mail out that nobody answered."""
        channel = rows["channel"].str.casefold()
        names = [name.casefold() for name in self.settings.reach.broadcast_channels]
        mails = (channel == "email") & (rows["begun_by"] == "library")
        is_alone = rows["two_way"].eq(False).fillna(False).astype(bool)
        return channel.isin(names) | (mails.fillna(False).astype(bool) & is_alone)

    def met(self, *, broadcasts: bool | None = None) -> pd.DataFrame:
        """Return touches of people known by number, at any time.

        Who used a tool or a room alone was not met. ``broadcasts``: whether newsletters and the
        like count; default as in the settings.
        """
        counted = self.settings.reach.count_broadcasts if broadcasts is None else broadcasts
        return self._met if counted else self._met[~self._met["is_broadcast"]]

    @shared
    def _met(self) -> pd.DataFrame:
        rows = self.touches[self.touches["contact_id"].notna() & self.touches["on"].notna()]
        return rows[(rows["channel"] != SELF_SERVICE).fillna(False).to_numpy(bool)]

    @shared
    def _days_met(self) -> pd.DataFrame:
        days = self.met(broadcasts=False)[["contact_id", "on"]].drop_duplicates()
        return self.until_left(days)

    @property
    def days_met(self) -> pd.DataFrame:
        """Days on which somebody of the staff was met, up to the end of the period.

        Broadcasts are no meeting, several touches of a day are one, and what is dated after
        somebody left is not counted. Columns: ``contact_id, on``.
        """
        return self.so_far(self._days_met)

    @cached_property
    def times_met(self) -> pd.Series:
        """Touches in the period of everybody on the staff list, 0 included, as `people`.

        Raises
        ------
        NotMeasuredError
            If no touch or event was recorded at that time.
        """
        coverage.must_be_recorded(self.tables, self.period)
        touches = self.within(self.met()).groupby("contact_id")["n"].sum()
        times = self.people["contact_id"].map(touches).fillna(0)
        return times.astype("int64")

    @shared
    def talks(self) -> pd.DataFrame:
        """Touches in which both sides spoke, library staff aside: see `reading`."""
        rows = reading.touches_by_person_day_and_way(self.tables.need("touches"))
        rows = reading.two_way_touches(rows, self.settings.reach, self.library)
        place = rows["place"].fillna(rows["channel"].map(PLACES))
        begun = rows["begun_by"].fillna(
            rows["channel"].map(dict.fromkeys(ENQUIRY_CHANNELS, "contact"))
        )
        return rows.assign(place=place, begun_by=begun)

    # Events

    @shared
    def events(self) -> pd.DataFrame:
        """Events with their day in the organisation's zone, and what says the library was there.

        ``present``: library staff attended, spent time on it or counted heads; ``is_missed``: an
        event of others without a sign of the library or a list of people.
        """
        events = self.table("events").drop_duplicates("event_id").reset_index(drop=True)
        begun = pd.to_datetime(events["started_at"], utc=True)
        local = begun.dt.tz_convert(self.settings.organisation.time_zone)
        noted = events[["staff_minutes", "head_count"]].astype("float64").fillna(0.0).gt(0)
        present, listed = noted.any(axis=1), pd.Series(False, index=events.index)
        if self.has("attendance"):
            rows = self.table("attendance", "event_id", "contact_id", "status")
            ours = rows[(rows["status"] == "attended") & rows["contact_id"].isin(self.library)]
            present |= events["event_id"].isin(ours["event_id"])
            listed = events["event_id"].isin(rows["event_id"])
        return events.assign(
            on=local.dt.tz_localize(None).dt.normalize().astype("datetime64[us]"),
            present=present,
            is_missed=events["owner"].isin(OTHERS) & ~present & ~listed,
        )

    @shared
    def seats(self) -> pd.DataFrame:
        """Attendance with the day of its event."""
        rows = self.table("attendance")
        days = self.events.set_index("event_id")["on"]
        return rows.assign(on=days.reindex(rows["event_id"]).array)

    @shared
    def audience(self) -> pd.DataFrame:
        """Attendance of those who are neither of the library nor from outside."""
        guests = self.are_guests(self.seats)
        return self.seats[~guests & ~self.seats["contact_id"].isin(self.library)]

    def are_guests(self, rows: pd.DataFrame, *sources: str) -> pd.Series:
        """Return which rows of events (or of other tables, ``sources``) are of `outside.guests`."""
        return outside.guests(self.tables, rows, sources or ("attendance",))

    # Who stood up for the library, and what it promised

    @cached_property
    def acts(self) -> pd.DataFrame:
        """Acts of support asked or done by the end of the period, library staff left out.

        Where head counts stand in for a staff list, those of anybody written down.

        ``contact_id, asked_on, on, kind``; ``on`` empty while open; kinds written otherwise
        (capitals, spaces, accents) as the settings write them.
        """
        acts = self.table("support", "contact_id", "asked_on", "on", "kind")
        if self.heads_stand_in:
            acts = acts.dropna(subset="contact_id")
        else:
            acts = acts[acts["contact_id"].isin(self.staff["contact_id"])]
        chosen = {fold_word(kind): kind for kind in self.settings.champions.acts}
        acts = acts.assign(
            kind=[chosen.get(fold_word(str(kind)), kind) for kind in acts["kind"]],
            on=acts["on"].where(acts["on"] <= self.end),
        )
        return acts[acts["on"].notna() | (acts["asked_on"] <= self.end)].reset_index(drop=True)

    @cached_property
    def acts_of_champions(self) -> pd.DataFrame:
        """Acts done in the months that make a champion, of people on the staff list."""
        chosen = self.settings.champions
        acts = self.so_far(self.acts, months=chosen.months)
        if not self.heads_stand_in:
            acts = acts[acts["contact_id"].isin(self.people["contact_id"])]
        return acts[acts["kind"].isin(chosen.acts)].reset_index(drop=True)

    @property
    def asks(self) -> pd.DataFrame:
        """Acts asked for in the months that make a champion."""
        return self.so_far(self.acts, "asked_on", self.settings.champions.months)

    @cached_property
    def promises(self) -> pd.DataFrame:
        """Promises made by the end of the period, as they stood that day.

        ``contact_id, promised_on, due_on, done_on, what, touch_id, is_kept, late`` (days past due
        while open). One ticked as done is kept, on a day that nobody knows.
        """
        names = ["contact_id", "promised_on", "due_on", "done_on", "done", "what", "touch_id"]
        rows = self.so_far(self.table("follow_ups", *names), "promised_on")
        rows = rows[~rows["contact_id"].isin(self.library)]
        done = rows["done_on"].where(rows["done_on"] <= self.end)
        is_ticked = rows["done_on"].isna() & rows["done"].eq(True).fillna(False)
        is_kept = done.notna() | is_ticked
        late = (self.end - rows["due_on"]).dt.days.where(~is_kept)
        return rows.assign(done_on=done, is_kept=is_kept, late=late).reset_index(drop=True)


@once
def facts_of(tables: Tables, during: During = None) -> Facts:
    """Return the facts of a period.

    Parameters
    ----------
    tables : Tables
    during : str or Period, optional
        Default: the last complete quarter that the data cover.
    """
    return Facts(tables, during, _common(tables))


@once
def _common(tables: Tables) -> dict[str, Any]:
    """Return where the facts of all periods of some tables are kept."""
    return {}
