"""Channels: daily walks, the newsletter, questions on internal social media.

Openings of mails are never counted: mail programs make them.
"""

from typing import Any, Literal

import narwhals as nw
import numpy as np
import pandas as pd

from engagekit.facts import Facts, quarters, reading
from engagekit.locale.missing import not_measured, require
from engagekit.measures._frame import measure_frame, share
from engagekit.measures.counts import ANSWERED, ASKED, NEWS, all_counts
from engagekit.measures.engine import NOT_STATED, Numbers, metric, of_facts
from engagekit.measures.numbers import Ratio, Score, Share, Wait
from engagekit.settings.periods import During, Period
from engagekit.tables.tables import Tables

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COUNT = "count"
QUARTERS = 8
"""Quarters of answers told."""
NAMED_ON = {
    "newsletter": ("people sent the newsletter", "no_recipients"),
    "social": ("people on social media", "no_social_people"),
    "walk": ("staff met on walks", "no_walk"),
}
"""The measure of each channel, and the message where nothing is recorded on it."""
MONTHS = 12
"""Months in which people on social media are counted: few write in any one quarter."""


def _walk_log(facts: Facts) -> pd.DataFrame:
    """Return walks up to the end of the period: ``contact_id`` (who was named) ``, on``."""
    log = facts.table("touches", "contact_id", "on", "channel")
    log = facts.so_far(log.loc[log["channel"] == "walk"])
    return log.loc[:, ["contact_id", "on"]].reset_index(drop=True)


def _working_days(facts: Facts) -> pd.DataFrame:
    """Return the days of the period on which people work: the week less the holidays."""
    chosen = facts.settings.calendar
    days = pd.date_range(facts.start, facts.end)
    week = [DAYS.index(name) for name in chosen.working_week]
    is_free = days.isin(pd.to_datetime(list(chosen.holidays)))
    return pd.DataFrame({"on": days[days.day_of_week.isin(week) & ~is_free]})


def _quarters_walked(facts: Facts, most: int) -> list[Period]:
    require(len(_walk_log(facts)), "no_walk")
    return quarters.covered(facts, most)


@metric(basis=COUNT, spans=_quarters_walked, every="quarter")
def walks(facts: Facts) -> Numbers:
    """Return how many working days had a walk, and whom walks found, by quarter.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` (channel ``walk``), and ``contacts`` for whom was found.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front: ``days with a walk`` (share of working days),
        ``people met on walks``, ``people found on walks`` (the share of them never met before, or
        not for ``walks.months_away`` months) and ``people found a walk`` (those on each day with a
        walk).

    Notes
    -----
    A walk on a day on which nobody works is not in the share. Head counts without names cannot say
    who was new.
    """
    walked = facts.within(_walk_log(facts))
    days = _working_days(facts)
    yield "days with a walk", Share(days, days["on"].isin(walked["on"]))
    if not facts.has("contacts"):
        return
    people = _found_on_walks(facts, walked)
    yield "people met on walks", Score(people, lambda met: {"estimate": len(met), "n": len(met)})
    yield "people found on walks", Share(people, people["found"])
    times = walked["on"].nunique()
    yield "people found a walk", Score(people, lambda met: _found_a_walk(met, times))


def _found_a_walk(people: pd.DataFrame, walks: int) -> dict[str, Any]:
    found = int(people["found"].sum())
    return {"estimate": found / walks if walks else float("nan"), "n": found}


def _found_on_walks(facts: Facts, walked: pd.DataFrame) -> pd.DataFrame:
    """Return whom walks met, each once, and whether one found somebody new or long away."""
    met = walked[["contact_id", "on"]].dropna().drop_duplicates()
    met = facts.until_left(met)
    days = facts.days_met.sort_values("on", kind="stable")
    days = days.assign(earlier=days.groupby("contact_id")["on"].shift())
    met = met.merge(days, on=["contact_id", "on"], how="left")
    away = pd.DateOffset(months=facts.settings.walks.months_away)
    # who was met on the very day so many months ago has been away for them
    met["found"] = met["earlier"].isna() | (met["earlier"] + away <= met["on"])
    return met.groupby("contact_id")[["found"]].any().reset_index()


def walk_zones(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how many of each zone's people were met on a walk; zones without a walk stay visible.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` and ``contacts``; ``walks.zone`` says which column is a zone.

    Returns
    -------
    DataFrame
        Measure frame with the zone in front, ``All`` first: ``staff met on walks`` as a share of
        the staff list.
    """
    return on_channel(tables, during=during, by=tables.settings.walks.zone, channel="walk")


def _issues(facts: Facts) -> pd.DataFrame:
    """Return every issue up to the end of the period with what was counted of it.

    ``title, on, delivered, clicked, replied, unsubscribed``; what was not counted is missing.
    Where deliveries were not counted, delivered is those it was sent to.

    Raises
    ------
    NotMeasuredError
        When no issue has deliveries.
    """
    rows = all_counts(facts.tables, facts.end)
    rows = rows[rows["word"].isin(NEWS.values())]
    wide = rows.pivot_table(index=["on", "place"], columns="word", values="n", aggfunc="sum")
    columns = {name: wide.get(word, np.nan) for name, word in NEWS.items()}
    sent = pd.DataFrame(columns, index=wide.index, dtype="float64").reset_index()
    sent["delivered"] = sent["delivered"].fillna(sent["recipients"])
    sent = sent[sent["delivered"] > 0].rename(columns={"place": "title"})
    require(not sent.empty, "no_newsletter")
    sent = sent.assign(acted=sent["clicked"] + sent["replied"].fillna(0.0))
    return sent.drop(columns="recipients").reset_index(drop=True)


@metric(basis="count_of_copies", spans=quarters.from_the_first(_issues), every="quarter")
def newsletter(facts: Facts) -> Numbers:
    """Return the share of copies delivered that were acted on and unsubscribed from, by quarter.

    Parameters
    ----------
    tables : Tables
        Uses ``counts``.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front: ``newsletter action rate`` (clickers and replies),
        ``newsletter unsubscribe rate``. An issue of which clicks (or unsubscribes) were not counted
        is in neither number.
    """
    sent = facts.within(_issues(facts))
    for name, done in (
        ("newsletter action rate", "acted"),
        ("newsletter unsubscribe rate", "unsubscribed"),
    ):
        yield name, Ratio(sent.dropna(subset=[done]), done, "delivered")


@of_facts
def newsletter_issues(facts: Facts) -> pd.DataFrame:
    """Return the issues of a period with what was done with each (for the library alone).

    Returns
    -------
    DataFrame
        Listing ``title, on, delivered, clicked, replied, unsubscribed, action_rate``.
    """
    sent = facts.within(_issues(facts))
    rate = (sent["acted"] / sent["delivered"]).round(3)
    counted = ["delivered", "clicked", "replied", "unsubscribed"]
    whole = sent[counted].round().astype("Int64")
    title = sent["title"].replace("", NOT_STATED)
    rows = sent.assign(**whole, title=title, action_rate=rate)
    return rows[["title", "on", *counted, "action_rate"]].reset_index(drop=True)


@metric(basis="count_of_people", by="department")
def on_channel(facts: Facts, *, channel: Literal["newsletter", "social", "walk"]) -> Numbers:
    """Return whom of each group the records name on one channel.

    Parameters
    ----------
    tables : Tables
        Uses ``contacts`` and ``touches`` by name: recipients of the newsletter, who took part on
        internal social media (in twelve months; who only reads stands in no export), or whom walks
        met.
    channel : {"newsletter", "social", "walk"}

    Returns
    -------
    DataFrame
        Measure frame with the group in front, ``All`` first: ``people sent the newsletter``,
        ``people on social media`` or ``staff met on walks``, each of the staff list.
    """
    log = facts.table("touches", "contact_id", "on", "channel")
    log = facts.so_far(log[log["channel"] == channel])
    named = log.dropna(subset="contact_id")
    rows = facts.so_far(named, months=MONTHS) if channel == "social" else facts.within(named)
    is_walk = channel == "walk"  # a walk on which nobody is named met nobody of the list
    name, lacking = NAMED_ON[channel]
    require(len(log if is_walk else rows), lacking)
    is_named = facts.people["contact_id"].isin(rows["contact_id"])
    basis = COUNT if is_walk else ""
    yield name, Share(facts.people, is_named, population=True, basis=basis)


def _questions(facts: Facts) -> pd.DataFrame:
    """Return every question of a contact up to the end of the period, as it stood that day.

    A question is a touch of the channel social that a contact began and that was answered, or that
    nobody took up; a message within a thread is none. Library staff are left out. Columns: ``on,
    answered_on, days`` (until the answer, or the last day).
    """
    if not facts.has("touches"):
        return pd.DataFrame(columns=["on", "answered_on", "days"])
    requested = (nw.col("channel") == "social") & (nw.col("begun_by") == "contact")
    rows = facts.so_far(reading.rows(facts.tables, "touches", where=requested))
    if "answered_on" not in rows:
        rows = rows.assign(answered_on=pd.Series(pd.NaT, rows.index, dtype="datetime64[us]"))
    is_alone = rows["two_way"].eq(False).fillna(False).astype(bool)
    rows = rows[(is_alone | rows["answered_on"].notna()) & ~rows["contact_id"].isin(facts.library)]
    done = rows["answered_on"].where(rows["answered_on"] <= facts.end)
    days = (done.fillna(facts.end) - rows["on"]).dt.days.clip(lower=0)
    rows = rows.assign(answered_on=done, days=days)
    return rows[["on", "answered_on", "days"]].reset_index(drop=True)


@of_facts
def social_answers(facts: Facts) -> pd.DataFrame:
    """Return the share of the questions of each of the last quarters that were answered.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` (channel ``social``); where it has no question, ``counts`` of ``questions
        asked`` and ``questions answered``.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front: ``questions answered``; and in the row of the last
        period ``days to a first answer`` (Kaplan-Meier median over every question so far, open ones
        still counted), where single questions are at hand.
    """
    single = _questions(facts)
    if len(single):
        require(single["answered_on"].notna().any(), "no_social_days")
        asked = single.assign(asked=1.0, answered=single["answered_on"].notna().astype("float64"))
    else:
        asked = _questions_counted(facts)
    rows: list[dict[str, Any]] = []
    for span in quarters.since(facts, asked["on"].min())[-QUARTERS:]:
        part = asked[reading.inside(asked["on"], span)]
        n, base = int(part["answered"].sum()), int(part["asked"].sum())
        rows.append(share("questions answered", n, base, period=span.label))
    if len(single):
        wait = Wait(single, single["days"], single["answered_on"].notna())
        (half,) = wait.rows(wait.units())
        label = {"measure": "days to a first answer", "basis": "median_questions"}
        rows.append({**half, **label, "period": rows[-1]["period"]})
    return measure_frame(rows, ["period"], basis="count_of_questions")


def _questions_counted(facts: Facts) -> pd.DataFrame:
    """Return questions asked and answered of each day, from the sheet counts."""
    if not facts.has("counts"):
        facts.tables.need("touches")
        raise not_measured("no_social")
    rows = all_counts(facts.tables, facts.end)
    wide = rows.pivot_table(index="on", columns="word", values="n", aggfunc="sum")
    require({ASKED, ANSWERED} <= set(wide.columns), "no_social")
    days = pd.DataFrame({"asked": wide[ASKED], "answered": wide[ANSWERED]}).fillna(0.0)
    return days.rename_axis("on").reset_index()
