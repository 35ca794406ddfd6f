"""Enquiries: what colleagues asked of the library, by which way it came, and how long it took."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.errors import UsageError
from engagekit.facts import coverage, facts_of, reading
from engagekit.facts.quarters import since
from engagekit.locale.missing import require
from engagekit.mapping.headers import ENQUIRIES, ways
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.counts import all_counts
from engagekit.measures.engine import NOT_STATED, grouping, groups
from engagekit.measures.numbers import Split, Total, size
from engagekit.parsing.months import QUARTER, months_counted
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import During, Period
from engagekit.tables.schema import ENQUIRY_CHANNELS
from engagekit.tables.tables import Tables

WAYS = {"email": "e-mail", "reference": "way not recorded"}
WAYS |= {"phone": "phone", "chat": "chat", "walk-up": "walk-up"}
WAYS |= dict.fromkeys(("desk", "walk", "coffee"), "in person")
"""Channels on which an enquiry comes in, and the way that each is. A meeting is an invitation, and
what is asked on social media has measures of its own."""
UNRECORDED = WAYS["reference"]
NO_LOGS = ("Message trace", "iCalendar", "Outlook calendar", "Microsoft Graph calendar")
"""Tools whose rows are mails or meetings, not questions: one question is many mails. A package may
bring a reader for those that the kit reads no more."""
QUARTERS = 8
"""Quarters of enquiries told."""
COUNTED = "count_of_enquiries"
COLUMNS = ["contact_id", "department", "on", "minutes", "channel", "source_file"]
BY_WAY, BY_DEPARTMENT = ENQUIRIES[:2]


def enquiries(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how many enquiries came in, how, and the minutes written down for them.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``, and tallies of ``counts`` in months without a log; ``contacts`` only to
        leave library staff out.

    Returns
    -------
    DataFrame
        Measure frame with ``way`` in front, ``All`` first: ``enquiries``, ``minutes on enquiries``
        (the sum; ``n`` enquiries with minutes of ``base`` enquiries) and ``enquiries by way``, unit
        ``share``.
    """
    rows = asked(tables, coverage.asked_period(tables, during))
    split = Split(rows[rows["n"] > 0], "way")
    by_way = [{"measure": "enquiries by way", **row} for row in split.rows(split.of)]
    return measure_frame([*_totals([({"way": ALL}, rows)]), *by_way], ["way"], basis=COUNTED)


def enquiries_by(tables: Tables, *, during: During = None, by: str = "department") -> pd.DataFrame:
    """Return how many enquiries came from each department, the most first.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``; ``contacts`` for who is in which department.
    by : str
        Column of ``contacts``. For ``department`` the one written in the log stands where the row
        names nobody on the staff list.

    Returns
    -------
    DataFrame
        Measure frame with the group in front, ``All`` first: ``enquiries`` and, where any are
        written down, ``minutes on enquiries``. Who is in two departments counts in both and once
        in ``All``; what names no department is ``Not stated``.
    """
    names = grouping(by)
    if len(names) != 1:
        raise UsageError("by=: enquiries are compared by one column of contacts.")
    rows = asked(tables, coverage.asked_period(tables, during), word=BY_DEPARTMENT)
    rows = rows.assign(**{names[0]: _groups(tables, rows, names[0])})
    whole, *parts = groups(facts_of(tables), rows, names)
    parts = sorted(parts, key=lambda part: -size(part[1]))
    asking = [(key, part) for key, part in parts if size(part)]
    return measure_frame(_totals([whole, *asking]), names, basis=COUNTED)


def _totals(parts: Sequence[tuple[dict[str, str], pd.DataFrame]]) -> list[dict[str, Any]]:
    """Return the enquiries of each group, then the minutes of those with any written down."""
    rows = []
    for measure, column in (("enquiries", ""), ("minutes on enquiries", "minutes")):
        for key, part in parts:
            if not column or part[column].notna().any():
                rows += [
                    {**key, "measure": measure, **row} for row in Total(part, column).rows(part)
                ]
    return rows


def enquiries_over_time(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the number of enquiries in each of the last quarters.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front: ``enquiries``, from the first quarter with one.
    """
    last = coverage.asked_period(tables, during)
    rows = asked(tables, last, since_start=False)
    spans = since(facts_of(tables, last), rows["on"].min())[-QUARTERS:]
    parts = [({"period": one.label}, rows[reading.inside(rows["on"], one)]) for one in spans]
    counted = [row for row in _totals(parts) if row["measure"] == "enquiries"]
    return measure_frame(counted, ["period"], basis=COUNTED)


def asked(
    tables: Tables, period: Period, *, since_start: bool = True, word: str = BY_WAY
) -> pd.DataFrame:
    """Return the enquiries up to the end of a period, those of library staff left out.

    ``word``: the tally that is split, where several count the same enquiries.

    Returns
    -------
    DataFrame
        ``contact_id, department, on, minutes, way, n``; ``n`` is 1 for a row of a log.

    Raises
    ------
    NotMeasuredError
        When there is none.
    """
    rows = every(tables, word)
    rows = rows[rows["on"] <= pd.Timestamp(period.end)]
    if since_start:
        rows = rows[rows["on"] >= pd.Timestamp(period.start)]
    require(rows["n"].sum() > 0, "no_enquiries")
    result = rows.assign(way=rows["channel"].map(WAYS), minutes=rows["minutes"].astype("float64"))
    return result.fillna({"way": UNRECORDED}).reset_index(drop=True)


def every(tables: Tables, word: str = BY_WAY) -> pd.DataFrame:
    """Return every enquiry of the log, those of library staff left out, and of tallies.

    Returns
    -------
    DataFrame
        ``contact_id, department, on, minutes, channel, source_file, n``.
    """
    if tables.has("counts") and not tables.has("touches"):
        return _tallied(tables, word, pd.Series(dtype="datetime64[us]"))
    began = nw.col("begun_by")
    by_contact = nw.col("channel").is_in(list(WAYS)) & (began == "contact").fill_null(False)
    unsaid = nw.col("channel").is_in(list(ENQUIRY_CHANNELS)) & began.is_null()
    rows = reading.rows(tables, "touches", *COLUMNS, where=by_contact | unsaid)
    other = {source.file for source in tables.origins if source.tool in NO_LOGS}
    own = rows["contact_id"].isin(facts_of(tables).library) | rows["source_file"].isin(other)
    log = rows[~own].assign(n=1)
    more = _tallied(tables, word, log["on"]) if tables.has("counts") else log[:0]
    return pd.concat([log, more], ignore_index=True) if len(more) else log


def _tallied(tables: Tables, word: str, logged: pd.Series) -> pd.DataFrame:
    """Return enquiries of tallies, of months in which no log has any.

    Sheets by way, by department and by topic count the same enquiries: of each month that with the
    most says how many, of a quarter and its months the months do, and a year is of no quarter. What
    the one that is asked for leaves open has no way or department.
    """
    rows = all_counts(tables, pd.Timestamp.max)
    rows = rows[rows["word"].isin(ENQUIRIES) & rows["n"].gt(0)]
    if rows.empty:
        return rows.reindex(columns=[*COLUMNS, "n"])
    rows = rows.join(months_counted(rows["on"], rows["word"]))
    logs = {12 * day.year + day.month for day in logged}
    taken = {  # by a log, or by a tally that counts shorter times
        span: logs | {*rows.loc[rows["span"] < span, "month"]} for span in rows["span"].unique()
    }
    free = [
        span <= QUARTER and taken[span].isdisjoint(range(month, month + span))
        for month, span in zip(rows["month"], rows["span"], strict=True)
    ]
    rows = rows[pd.Series(free, index=rows.index, dtype="bool")]
    rows = rows.assign(n=rows["n"].round().astype("int64"))
    sums = rows.pivot_table(index="month", columns="word", values="n", aggfunc="sum", fill_value=0)
    mine = rows[rows["word"] == word].rename(columns={"place": "department"})
    if word == BY_WAY:
        said = dict(ways(mine["department"].unique()))
        mine = mine.assign(channel=mine["department"].map(said), department=None)
    open_ones = sums.max(axis=1) - sums.get(word, 0)
    open_ones = open_ones[open_ones > 0]
    first = [pd.Timestamp((at - 1) // 12, (at - 1) % 12 + 1, 1) for at in open_ones.index]
    rest = pd.DataFrame({"on": pd.to_datetime(first), "n": open_ones.to_numpy()})
    both = [part.reindex(columns=[*COLUMNS, "n"]) for part in (mine, rest) if len(part)]
    return pd.concat(both, ignore_index=True) if both else rows.reindex(columns=[*COLUMNS, "n"])


def _groups(tables: Tables, rows: pd.DataFrame, by: str) -> pd.Series:
    """Return the group of each enquiry: that of its contact, else the department of the log."""
    group = pd.Series(pd.NA, index=rows.index, dtype="str")
    if tables.has("contacts"):
        people = reading.rows(tables, "contacts", "contact_id", by)
        group = rows["contact_id"].map(people.set_index("contact_id")[by]).astype("str")
    if by == "department":
        known = {fold_word(name): name for name in group.dropna().unique()}
        logged = rows["department"].astype("str")
        group = group.fillna(
            logged.map(lambda text: known.get(fold_word(text), text), "ignore").astype("str")
        )
    return group.where(group != "").fillna(NOT_STATED)
