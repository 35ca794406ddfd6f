"""What we contributed to: stories by initiative, who told them, and what clients confirm."""

import numpy as np
import pandas as pd

from engagekit.facts import Facts, quarters, reading
from engagekit.locale.missing import require
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures.engine import Numbers, listing, metric, of_facts
from engagekit.measures.numbers import Ratio, Share, Total, Wait
from engagekit.parsing.values import fold_word
from engagekit.tables.memberships import several

NO_INITIATIVE = "No initiative"
QUARTERS = 8
"""Quarters of stories told."""
MONTHS = 12
"""Months for which a story is fresh and an ask is looked at: a year, as a story takes a budget
round to come."""
ACTIVITY = ("touches", "stories", "contribution")
COUNTED = "count_of_stories"
TAGS = 2
"""Initiatives that a touch counts for at most: what serves all serves none."""
HOUR = 60.0
"""Minutes of an hour."""


def _bank(facts: Facts) -> pd.DataFrame:
    """Return stories up to the end of the period, with the title of their initiative."""
    rows = facts.so_far(facts.table("testimonials"))
    titles: dict[str, str] = {}
    if facts.has("initiatives"):
        existing = facts.table("initiatives", "initiative_id", "title")
        titles = dict(zip(existing["initiative_id"], existing["title"], strict=True))
    supplied = rows["initiative_id"].astype("str").fillna(NO_INITIATIVE)
    names = supplied.map(lambda number: titles.get(number, number))
    return rows.assign(initiative=names.astype("str")).reset_index(drop=True)


def _usable(stories: pd.DataFrame) -> pd.DataFrame:
    """Return the stories that may be published."""
    return stories[stories["permission"].isin(["anonymous", "named"])]


def _begun(facts: Facts) -> pd.DataFrame:
    """Return the initiatives begun by the end of the period; one without a day always was."""
    rows = facts.table("initiatives")
    return rows[rows["started_on"].isna() | (rows["started_on"] <= facts.end)]


@of_facts
def story_bank(facts: Facts) -> pd.DataFrame:
    """Return stories that may be published, by initiative and quarter, empty cells too.

    Parameters
    ----------
    tables : Tables
        Uses ``testimonials``, and ``initiatives`` for their titles and those without a story.

    Returns
    -------
    DataFrame
        Measure frame with ``initiative, period`` in front, unit ``count``; eight quarters at most.
    """
    bank = _bank(facts)
    titles = sorted(set(bank["initiative"]))
    if facts.has("initiatives"):
        titles = [*facts.table("initiatives", "title")["title"].astype("str"), *titles]
    first = bank["on"].min() if len(bank) else facts.start
    usable, rows = _usable(bank), []
    for span in quarters.since(facts, first)[-QUARTERS:]:
        told = usable.loc[reading.inside(usable["on"], span), "initiative"].value_counts()
        for title in dict.fromkeys(titles):
            label = {"initiative": title, "period": span.label}
            rows.append(number("stories", told.get(title, 0), **label))
    return measure_frame(rows, ["initiative", "period"], basis=COUNTED)


@metric(basis=COUNTED)
def story_facts(facts: Facts) -> Numbers:
    """Return how many stories there are, are fresh, and who told and drafted them.

    Returns
    -------
    DataFrame
        Measure frame: ``stories`` (count) and shares of stories; of those that may be published:
        ``stories fresh``, ``stories told by others`` (a client or a third party), ``stories drafted
        by the library``, which is shown for honesty; where it is written down when stories were
        asked for, ``stories asked for`` (share of the asks of twelve months that were told) and
        ``days from ask to story``.
    """
    stories = _bank(facts)
    usable = _usable(stories)
    told, drafted = usable.dropna(subset=["told_by"]), usable.dropna(subset=["drafted_by_library"])
    yield "stories", Total(stories, is_bare=True)
    yield "stories with permission", Share(stories, stories.index.isin(usable.index))
    yield "stories fresh", Share(usable, usable["on"] > facts.before(MONTHS))
    yield "stories told by others", Share(told, told["told_by"].isin(["client", "third party"]))
    yield "stories drafted by the library", Share(drafted, drafted["drafted_by_library"])
    asks = facts.so_far(facts.table("testimonials"), "asked_on", MONTHS)
    if len(asks):
        is_told = asks["on"] <= facts.end
        yield "stories asked for", Share(asks, is_told, basis="count_of_asks")
        days = (asks["on"].where(is_told, facts.end) - asks["asked_on"]).dt.days
        yield "days from ask to story", Wait(asks, days, is_told, basis="median_stories")


@metric("initiative", "what", basis="count_of_rows")
def initiative_coverage(facts: Facts) -> Numbers:
    """Return what each live initiative had of the library up to the end of a period.

    Parameters
    ----------
    tables : Tables
        Uses ``initiatives``, and ``touches`` and ``testimonials`` where they are there.

    Returns
    -------
    DataFrame
        Measure frame with ``initiative, what`` in front, unit ``count``: ``touches`` tagged to it,
        those of the library's own staff left out, ``stories`` about it, ``contribution`` 1 where
        one is written down. A touch tagged to two initiatives counts for both; a third tag of a
        touch does not count.
    """
    existing = facts.table("initiatives")
    touches = stories = pd.DataFrame({"initiative_id": pd.Series(dtype="str")})
    if facts.has("touches"):
        rows = facts.so_far(facts.table("touches", "contact_id", "on", "initiative_id"))
        rows = rows[~rows["contact_id"].isin(facts.library)]
        tags = several(rows["initiative_id"], TAGS)
        touches = rows.loc[tags.index].assign(initiative_id=tags.to_numpy())
    if facts.has("testimonials"):
        stories = _bank(facts)
    written = existing.dropna(subset=["contribution"])
    live = existing[existing["status"] == "live"]
    for initiative, title in zip(live["initiative_id"], live["title"], strict=True):
        for what, rows in zip(ACTIVITY, (touches, stories, written), strict=True):
            mine = rows[rows["initiative_id"] == initiative]
            name = "touches for initiatives" if what == "touches" else "work for initiatives"
            label = {"initiative": title, "what": what}
            yield name, Total(mine, is_bare=True, label=label)


@metric(basis="count_of_initiatives")
def initiatives_covered(facts: Facts) -> Numbers:
    """Return the share of the live initiatives to which a contribution of ours is written down.

    Parameters
    ----------
    tables : Tables
        Uses ``initiatives``.

    Returns
    -------
    DataFrame
        Measure frame of one row: ``n`` of ``base`` live initiatives begun by the end of the period.
    """
    begun = _begun(facts)
    live = begun[begun["status"] == "live"]
    yield "initiatives with a contribution", Share(live, live["contribution"].notna())


@of_facts
def told_story(facts: Facts) -> pd.DataFrame:
    """Return the one story of the first page: the newest contribution that a client confirms.

    Parameters
    ----------
    tables : Tables
        Uses ``initiatives``; ``testimonials`` for words of a client on the same initiative.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Listing of at most one row, ``initiative, outcome, contribution, confirmed_by, quote``: the
        initiative that ``story`` under ``[report]`` names; else the one that ended last in or
        before the period, else the one begun last. A quote has its permission, was not told by the
        library, and holds no name of the staff list.

    Raises
    ------
    NotMeasuredError
        If no contribution is confirmed.
    """
    rows = _begun(facts)
    rows = rows[rows["contribution"].notna() & rows["confirmed_by"].notna()]
    require(not rows.empty, "no_contribution")
    ended = rows["ended_on"].where(rows["ended_on"] <= facts.end)
    order = rows.assign(ended=ended).sort_values(
        ["ended", "started_on"], ascending=False, na_position="last", kind="stable"
    )
    wished = order["initiative_id"] == facts.settings.report.story
    best = order[wished].iloc[0] if wished.any() else order.iloc[0]
    result = {name: best[name] for name in ("title", "outcome", "contribution", "confirmed_by")}
    result["quote"] = _quote(facts, str(best["initiative_id"]))
    return pd.DataFrame([result]).rename(columns={"title": "initiative"}).astype("str").fillna("")


def _quote(facts: Facts, initiative: str) -> str:
    """Return the newest words of somebody else on an initiative that name nobody.

    A name is a word of three letters and more in the names of the staff list.
    """
    if not facts.has("testimonials"):
        return ""
    rows = _usable(_bank(facts))
    rows = rows[(rows["told_by"] != "library") & (rows["initiative_id"] == initiative)]
    rows = rows[rows["text"].notna()]
    names: set[str] = set()
    if facts.has("contacts"):
        named = facts.table("contacts", "display_name")["display_name"].dropna()
        names = {word for name in named for word in fold_word(name).split() if len(word) > 2}
    for text in rows.sort_values("on", ascending=False, kind="stable")["text"].astype("str"):
        if not names & set(fold_word(text).split()):
            return text
    return ""


@of_facts
def contributions(facts: Facts) -> pd.DataFrame:
    """Return the contribution ledger: initiative, outcome, our part, who confirms it.

    Returns
    -------
    DataFrame
        Listing without persons ``initiative, status, outcome, contribution, confirmed_by,
        confirmed``; initiatives with a contribution written down, the confirmed first.
    """
    rows = _begun(facts)
    rows = rows[rows["contribution"].notna()].rename(columns={"title": "initiative"})
    rows = rows.assign(confirmed=np.where(rows["confirmed_by"].notna(), "yes", "no"))
    names = ["initiative", "status", "outcome", "contribution", "confirmed_by", "confirmed"]
    rows = listing(rows, names, "-confirmed")
    return rows.fillna({"outcome": "", "confirmed_by": ""})


@metric("initiative", basis="hours_written_down")
def initiative_hours(facts: Facts) -> Numbers:
    """Return hours of a period spent on each live initiative, of all hours written down.

    Parameters
    ----------
    tables : Tables
        Uses ``initiatives``, and ``minutes`` of ``touches`` and ``staff_minutes`` of ``events``.

    Returns
    -------
    DataFrame
        Measure frame with ``initiative`` in front, ``All`` first, unit ``share``: ``n`` hours of
        ``base`` hours, rounded; the share is of minutes. The hours of an entry with two initiatives
        are halved between them, so the parts add up to ``All``.

    Raises
    ------
    NotMeasuredError
        If no entry of the period has its time.
    """
    begun, parts = _begun(facts), []
    if facts.has("touches"):
        parts.append(facts.table("touches", "on", "initiative_id", "minutes"))
    if facts.has("events"):
        events = facts.events[["on", "initiative_id", "staff_minutes"]]
        parts.append(events.rename(columns={"staff_minutes": "minutes"}))
    if not parts:
        facts.tables.need("touches")
    rows = facts.within(pd.concat([part.astype({"minutes": "float64"}) for part in parts]))
    rows = rows[rows["minutes"] > 0].reset_index(drop=True)
    total = float(rows["minutes"].sum())
    require(total > 0, "no_minutes")
    tags = several(rows["initiative_id"], TAGS)
    minutes = rows["minutes"] / tags.groupby(level=0).size()
    spent = minutes.reindex(tags.index).groupby(tags).sum()
    live = begun[begun["status"] == "live"].set_index("initiative_id")["title"].astype("str")
    each = spent.reindex(live.index, fill_value=0.0)
    for title, mine in [(ALL, float(each.sum())), *zip(live, each, strict=True)]:
        hours = pd.DataFrame({"spent": [mine / HOUR], "total": [total / HOUR]})
        yield "time for initiatives", Ratio(hours, "spent", "total", label={"initiative": title})
