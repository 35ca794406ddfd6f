"""What we contributed to: stories by initiative, who told them, and what clients confirm."""

from typing import Any

import pandas as pd

from engagekit.locale.missing import not_measured, require
from engagekit.measures import _coverage, _frame, _frames, _quarters, _roster
from engagekit.measures._frame import measure_frame, number, share
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import During, Period
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

NO_INITIATIVE = "No initiative"
FRESH = 12
"""Months for which a story is fresh."""
ACTIVITY = ("touches", "stories", "contribution")
COUNTED = "count_of_stories"
TAGS = 2
"""Initiatives that a touch counts for at most: what serves all serves none."""


def bank(tables: Tables, period: Period) -> pd.DataFrame:
    """Return stories up to the end of a period, with the title of their initiative."""
    rows = _frames.rows(tables, "testimonials")
    rows = rows[rows["on"] <= pd.Timestamp(period.end)]
    titles: dict[str, str] = {}
    if tables.has("initiatives"):
        existing = _frames.rows(tables, "initiatives", "initiative_id", "title")
        titles = dict(zip(existing["initiative_id"], existing["title"], strict=True))
    supplied = rows["initiative_id"].astype("str").fillna(NO_INITIATIVE)
    names = supplied.map(lambda number: titles.get(number, number))
    return rows.assign(initiative=names.astype("str")).reset_index(drop=True)


def story_bank(tables: Tables, *, during: During = None, quarters: int = 8) -> pd.DataFrame:
    """Return stories that may be published, by initiative and quarter, empty cells too.

    Parameters
    ----------
    tables : Tables
        Uses ``testimonials``, and ``initiatives`` for their titles and those without a story.
    quarters : int
        At most.

    Returns
    -------
    DataFrame
        Measure frame with ``initiative, period`` in front, unit ``count``.
    """
    period = _coverage.asked_period(tables, during)
    rows = bank(tables, period)
    usable = rows[rows["permission"].isin(["anonymous", "named"])]
    first = rows["on"].min() if len(rows) else period.start
    names = list(dict.fromkeys(rows["initiative"]))
    if tables.has("initiatives"):
        existing = _frames.rows(tables, "initiatives", "title")
        names = list(dict.fromkeys([*existing["title"].astype("str"), *sorted(names)]))
    matches: list[dict[str, Any]] = []
    for span in _quarters.since(tables, first, period)[-quarters:]:
        text = usable.loc[_frames.inside(usable["on"], span), "initiative"].value_counts()
        matches += [
            number("stories", int(text.get(name, 0)), initiative=name, period=span.label)
            for name in names
        ]
    return measure_frame(matches, ["initiative", "period"], basis=COUNTED)


def story_facts(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how many stories there are, are fresh, and who told and drafted them.

    Returns
    -------
    DataFrame
        Measure frame: ``stories`` (count) and shares of stories; of those that may be published:
        ``stories fresh``, ``stories told by others`` (a client or a third party), ``stories drafted
        by the library``. The last is shown for honesty.
    """
    period = _coverage.asked_period(tables, during)
    rows = bank(tables, period)
    usable = rows[rows["permission"].isin(["anonymous", "named"])]
    since = _frames.months_before(period, FRESH)
    shares = {
        "stories with permission": (len(usable), len(rows)),
        "stories fresh": (int((usable["on"] > since).sum()), len(usable)),
        "stories told by others": (
            int(usable["told_by"].isin(["client", "third party"]).sum()),
            int(usable["told_by"].notna().sum()),
        ),
        "stories drafted by the library": (
            int(usable["drafted_by_library"].fillna(False).astype(bool).sum()),
            int(usable["drafted_by_library"].notna().sum()),
        ),
    }
    matches = [number("stories", len(rows))]
    matches += [share(name, n, base) for name, (n, base) in shares.items()]
    return measure_frame(matches, basis=COUNTED)


def initiative_coverage(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return what each live initiative had of the library up to the end of a period.

    Parameters
    ----------
    tables : Tables
        Uses ``initiatives``, and ``touches`` and ``testimonials`` where they are there.

    Returns
    -------
    DataFrame
        Measure frame with ``initiative, what`` in front, unit ``count``: ``touches`` tagged to it,
        ``stories`` about it, ``contribution`` 1 where one is written down. A touch tagged to two
        initiatives counts for both; a third tag of a touch does not count.
    """
    period = _coverage.asked_period(tables, during)
    existing = _frames.rows(tables, "initiatives")
    live = existing[existing["status"] == "live"]
    touches, stories = _tagged(tables, period), pd.Series(dtype="int64")
    if tables.has("testimonials"):
        stories = bank(tables, period)["initiative_id"].value_counts()
    matches = []
    for one, title, ours in zip(
        live["initiative_id"], live["title"], live["contribution"].notna(), strict=True
    ):
        counts = (int(touches.get(one, 0)), int(stories.get(one, 0)), int(ours))
        matches += [
            number(
                "touches for initiatives" if what == "touches" else "work for initiatives",
                count,
                initiative=title,
                what=what,
            )
            for what, count in zip(ACTIVITY, counts, strict=True)
        ]
    return measure_frame(matches, ["initiative", "what"], basis="count_of_rows")


def initiatives_covered(tables: Tables, *, during: During = None) -> pd.DataFrame:
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
    rows = begun(tables, _coverage.asked_period(tables, during))
    live = rows[rows["status"] == "live"]
    n = int(live["contribution"].notna().sum())
    row = share("initiatives with a contribution", n, len(live))
    return measure_frame([row], basis="count_of_initiatives")


def begun(tables: Tables, period: Period) -> pd.DataFrame:
    """Return the initiatives begun by the end of a period; one without a day always was."""
    rows = _frames.rows(tables, "initiatives")
    return rows[rows["started_on"].isna() | (rows["started_on"] <= pd.Timestamp(period.end))]


def told_story(tables: Tables, *, during: During = None) -> pd.DataFrame:
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
    period = _coverage.asked_period(tables, during)
    rows = begun(tables, period)
    rows = rows[rows["contribution"].notna() & rows["confirmed_by"].notna()]
    require(not rows.empty, "no_contribution")
    ended = rows["ended_on"].where(rows["ended_on"] <= pd.Timestamp(period.end))
    order = rows.assign(ended=ended).sort_values(
        ["ended", "started_on"], ascending=False, na_position="last", kind="stable"
    )
    wished = order["initiative_id"] == tables.settings.report.story
    best = order[wished].iloc[0] if wished.any() else order.iloc[0]
    result = {name: best[name] for name in ("title", "outcome", "contribution", "confirmed_by")}
    result["quote"] = _quote(tables, period, str(best["initiative_id"]))
    return pd.DataFrame([result]).rename(columns={"title": "initiative"}).astype("str").fillna("")


def _quote(tables: Tables, period: Period, initiative: str) -> str:
    """Return the newest words of somebody else on an initiative that name nobody."""
    if not tables.has("testimonials"):
        return ""
    rows = bank(tables, period)
    may = rows["permission"].isin(["anonymous", "named"]) & (rows["told_by"] != "library")
    rows = rows[may & (rows["initiative_id"] == initiative) & rows["text"].notna()]
    names = _words_of_names(tables)
    for text in rows.sort_values("on", ascending=False, kind="stable")["text"].astype("str"):
        if not names & set(fold_word(text).split()):
            return text
    return ""


def _words_of_names(tables: Tables) -> set[str]:
    """Return every word of three letters and more in the names of the staff list."""
    if not tables.has("contacts"):
        return set()
    names = _frames.rows(tables, "contacts", "display_name")
    words = {word for name in names["display_name"].dropna() for word in fold_word(name).split()}
    return {word for word in words if len(word) > 2}


def _tagged(tables: Tables, period: Period) -> pd.Series:
    """Return touches of each initiative, at most two tags a touch."""
    if not tables.has("touches"):
        return pd.Series(dtype="int64")
    rows = _frames.rows(tables, "touches", "on", "initiative_id")
    tags = rows.loc[rows["on"] <= pd.Timestamp(period.end), "initiative_id"]
    return several(tags, TAGS).value_counts()


def contributions(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the contribution ledger: initiative, outcome, our part, who confirms it.

    Returns
    -------
    DataFrame
        Listing without persons ``initiative, status, outcome, contribution, confirmed_by,
        confirmed``; initiatives with a contribution written down, the confirmed first.
    """
    rows = begun(tables, _coverage.asked_period(tables, during))
    rows = rows[rows["contribution"].notna()]
    result = pd.DataFrame(
        {
            "initiative": rows["title"],
            "status": rows["status"],
            "outcome": rows["outcome"].fillna(""),
            "contribution": rows["contribution"],
            "confirmed_by": rows["confirmed_by"].fillna(""),
            "confirmed": rows["confirmed_by"].notna().map({True: "yes", False: "no"}),
        }
    )
    return result.sort_values("confirmed", ascending=False, kind="stable").reset_index(drop=True)


HOUR = 60.0
"""Minutes of an hour."""


def initiative_hours(tables: Tables, *, during: During = None) -> pd.DataFrame:
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
    period = _coverage.asked_period(tables, during)
    existing = begun(tables, period)
    live = existing[existing["status"] == "live"]
    parts = []
    if tables.has("touches"):
        parts.append(_frames.rows(tables, "touches", "on", "initiative_id", "minutes"))
    if tables.has("events"):
        events = _frames.rows(tables, "events", "event_id", "initiative_id", "staff_minutes")
        events = events.drop_duplicates("event_id").merge(_roster.event_days(tables), on="event_id")
        parts.append(events.rename(columns={"staff_minutes": "minutes"}))
    if not parts:
        tables.need("touches")
    wanted = ["on", "initiative_id", "minutes"]
    matches = pd.concat([part[wanted].astype({"minutes": "float64"}) for part in parts])
    timed = (matches["minutes"] > 0) & _frames.inside(matches["on"], period)
    spent = matches[timed].reset_index(drop=True)
    total = float(spent["minutes"].sum())
    if not total > 0:
        raise not_measured("no_minutes")
    tags = several(spent["initiative_id"], TAGS)
    minutes = spent["minutes"] / tags.groupby(level=0).size().reindex(spent.index)
    by = minutes.reindex(tags.index).groupby(tags).sum()
    titles = live.set_index("initiative_id")["title"].astype("str")
    each = by.reindex(titles.index, fill_value=0.0)
    text = [(_frame.ALL, float(each.sum())), *zip(titles, each, strict=True)]
    rows = [
        {
            "initiative": name,
            "measure": "time for initiatives",
            "n": round(spent / HOUR),
            "base": round(total / HOUR),
            "estimate": spent / total,
        }
        for name, spent in text
    ]
    return _frame.measure_frame(rows, ["initiative"], basis="hours_written_down")
