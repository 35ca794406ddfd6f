"""The newsletter: what people did with it. Openings are never counted: mail programs make them."""

from typing import Any

import numpy as np
import pandas as pd

from engagekit.locale.missing import require
from engagekit.measures import _coverage, _frame, _frames, _grouping, _quarters, _roster
from engagekit.measures.counts import NEWS, all_counts
from engagekit.settings.periods import During, Period
from engagekit.tables.tables import Tables

CHANNEL = "newsletter"
ACTED, LEFT = "newsletter action rate", "newsletter unsubscribe rate"


def issues(tables: Tables, until: Period) -> pd.DataFrame:
    """Return every issue up to the end of a period with what was counted of it.

    Returns
    -------
    DataFrame
        ``title, on, delivered, clicked, replied, unsubscribed``; what was not counted is missing.
        Where deliveries were not counted, delivered is those it was sent to.

    Raises
    ------
    NotMeasuredError
        When no issue has deliveries.
    """
    rows = all_counts(tables, pd.Timestamp(until.end))
    rows = rows[rows["word"].isin(NEWS.values())]
    wide = rows.pivot_table(index=["on", "place"], columns="word", values="n", aggfunc="sum")
    result = pd.DataFrame(
        {name: wide.get(word, np.nan) for name, word in NEWS.items()},
        index=wide.index,
        dtype="float64",
    ).reset_index()
    result["delivered"] = result["delivered"].fillna(result["recipients"])
    result = result[result["delivered"] > 0].rename(columns={"place": "title"})
    require(not result.empty, "no_newsletter")
    return result.drop(columns="recipients")[
        ["title", "on", "delivered", "clicked", "replied", "unsubscribed"]
    ].reset_index(drop=True)


def newsletter(tables: Tables, *, during: During = None, quarters: int = 8) -> pd.DataFrame:
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
    last = _coverage.asked_period(tables, during)
    sent = issues(tables, last)
    rows: list[dict[str, Any]] = []
    for span in _quarters.since(tables, sent["on"].min(), last)[-quarters:]:
        part = sent[_frames.inside(sent["on"], span)]
        acted = part["clicked"] + part["replied"].fillna(0.0)
        for name, done in ((ACTED, acted), (LEFT, part["unsubscribed"])):
            base = int(part.loc[done.notna(), "delivered"].sum())
            rows.append(_frame.share(name, int(done.sum()), base, period=span.label))
    return _frame.measure_frame(rows, ["period"], basis="count_of_copies")


def newsletter_issues(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the issues of a period with what was done with each (for the library alone).

    Returns
    -------
    DataFrame
        Listing ``title, on, delivered, clicked, replied, unsubscribed, action_rate``.
    """
    period = _coverage.asked_period(tables, during)
    sent = issues(tables, period)
    sent = sent[sent["on"] >= pd.Timestamp(period.start)]
    acted = (sent["clicked"] + sent["replied"].fillna(0.0)) / sent["delivered"]
    whole = {
        name: pd.array(sent[name].round().to_numpy(), dtype="Int64")
        for name in ("delivered", "clicked", "replied", "unsubscribed")
    }
    title = sent["title"].replace("", _grouping.NOT_STATED)
    return sent.assign(**whole, title=title, action_rate=acted.round(3)).reset_index(drop=True)


def newsletter_reach(
    tables: Tables, *, during: During = None, by: str = "department"
) -> pd.DataFrame:
    """Return the share of the staff list among the recipients of a period, by group.

    Parameters
    ----------
    tables : Tables
        Uses ``touches`` (channel ``newsletter``, by name: a list of recipients) and ``contacts``.
    by : str
        Column of ``contacts``.

    Returns
    -------
    DataFrame
        Measure frame with the group in front, ``All`` first: ``people sent the newsletter``.
    """
    return by_name(tables, during, by, CHANNEL, "people sent the newsletter", "no_recipients")


def by_name(
    tables: Tables,
    during: During,
    by: str,
    channel: str,
    measure: str,
    lacking: str,
    months: int = 0,
) -> pd.DataFrame:
    """Return who of the staff list stands by name on a channel in a period, or some months."""
    period = _coverage.asked_period(tables, during)
    start = pd.Timestamp(period.start)
    if months:
        start = _frames.months_before(period, months) + pd.Timedelta(days=1)
    (group,) = _grouping.grouping(by)
    sent = _frames.rows(tables, "touches", "contact_id", "on", "channel")
    sent = sent.dropna(subset=["contact_id"])
    sent = sent[sent["on"].between(start, pd.Timestamp(period.end)) & (sent["channel"] == channel)]
    people = _frames.collected(_roster.roster(tables, period).select("contact_id", group))
    require(not sent.empty, lacking)
    people = people.assign(
        n=people["contact_id"].isin(sent["contact_id"]).astype("int64"),
        base=1,
        **{group: people[group].fillna(_grouping.NOT_STATED).astype("str")},
    )
    total = pd.DataFrame({"n": [people["n"].sum()], "base": [len(people)]})
    parts = people.groupby(group, as_index=False)[["n", "base"]].sum()
    parts = _grouping.with_all(_grouping.each_department(parts, [group]), [group], total)
    matches = [
        _frame.share(measure, row["n"], row["base"], population=row["base"], **{group: row[group]})
        for row in parts.to_dict("records")
        if row["base"]
    ]
    return _frame.measure_frame(matches, [group], basis="count_of_people")
