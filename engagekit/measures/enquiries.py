"""Enquiries: what colleagues asked of the library, by which way it came, and how long it took."""

import narwhals as nw
import pandas as pd

from engagekit.facts import Facts, facts_of, reading
from engagekit.facts.quarters import from_the_first
from engagekit.locale.missing import require
from engagekit.mapping.headers import ENQUIRIES, ways
from engagekit.measures._frame import ALL
from engagekit.measures.counts import all_counts
from engagekit.measures.engine import Numbers, metric
from engagekit.measures.numbers import Split, Total
from engagekit.parsing.months import QUARTER, months_counted
from engagekit.parsing.values import fold_word
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
COUNTED = "count_of_enquiries"
COLUMNS = ["contact_id", "department", "on", "minutes", "channel", "source_file"]
BY_WAY, BY_DEPARTMENT = ENQUIRIES[:2]


@metric("way", basis=COUNTED)
def enquiries(facts: Facts) -> Numbers:
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
    rows = _any(facts.within(every(facts.tables)))
    yield "enquiries", Total(rows, label={"way": ALL})
    yield "minutes on enquiries", Total(rows, "minutes", label={"way": ALL})
    yield "enquiries by way", Split(rows[rows["n"] > 0], "way")


@metric(basis=COUNTED, by="department")
def enquiries_by(facts: Facts) -> Numbers:
    """Return how many enquiries came from each department, or another column of ``contacts``.

    Parameters
    ----------
    tables : Tables
        Uses ``touches``; ``contacts`` for who is in which department. The one written in the log
        stands where the row names nobody on the staff list.

    Returns
    -------
    DataFrame
        Measure frame with the group in front, ``All`` first: ``enquiries`` and, where any are
        written down, ``minutes on enquiries``. Who is in two departments counts in both and once
        in ``All``; what names no department is ``Not stated``.
    """
    rows = _any(facts.within(every(facts.tables, BY_DEPARTMENT)))
    rows = rows.assign(department=_departments(facts, rows))
    yield "enquiries", Total(rows)
    yield "minutes on enquiries", Total(rows, "minutes")


def _departments(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Return the department of each enquiry: that of its contact, else the one of the log."""
    logged = rows["department"].astype("str")
    if facts.has("contacts"):
        staff = facts.staff.set_index("contact_id")["department"].astype("str")
        known = {fold_word(name): name for name in staff.dropna().unique()}
        logged = logged.map(lambda text: known.get(fold_word(text), text), "ignore")
        logged = rows["contact_id"].map(staff).astype("str").fillna(logged.astype("str"))
    return logged.where(logged != "")


def _any(rows: pd.DataFrame) -> pd.DataFrame:
    """Return enquiries; NotMeasuredError where there is none."""
    require(rows["n"].sum() > 0, "no_enquiries")
    return rows


def _so_far(facts: Facts) -> pd.DataFrame:
    return _any(facts.so_far(every(facts.tables)))


@metric(basis=COUNTED, spans=from_the_first(_so_far), every="quarter")
def enquiries_over_time(facts: Facts) -> Numbers:
    """Return the number of enquiries in each of the last eight quarters.

    Returns
    -------
    DataFrame
        Measure frame with ``period`` in front: ``enquiries``, from the first quarter with one.
    """
    yield "enquiries", Total(facts.within(every(facts.tables)))


def every(tables: Tables, word: str = BY_WAY) -> pd.DataFrame:
    """Return every enquiry of the log, those of library staff left out, and of tallies.

    ``word``: the tally that is split, where several count the same enquiries.

    Returns
    -------
    DataFrame
        ``contact_id, department, on, minutes, channel, source_file, n, way``; ``n`` is 1 for a row
        of a log.
    """
    log = pd.DataFrame(columns=[*COLUMNS, "n"]).astype({"on": "M8[us]"})
    if tables.has("touches") or not tables.has("counts"):
        began = nw.col("begun_by")
        by_contact = nw.col("channel").is_in(list(WAYS)) & (began == "contact").fill_null(False)
        unsaid = nw.col("channel").is_in(list(ENQUIRY_CHANNELS)) & began.is_null()
        rows = reading.rows(tables, "touches", *COLUMNS, where=by_contact | unsaid)
        other = [source.file for source in tables.origins if source.tool in NO_LOGS]
        is_own = rows["contact_id"].isin(facts_of(tables).library)
        log = rows[~is_own & ~rows["source_file"].isin(other)].assign(n=1)
    tallied = _tallied(tables, word, log["on"]) if tables.has("counts") else log[:0]
    parts = [part for part in (log, tallied) if len(part)]
    rows = pd.concat(parts, ignore_index=True) if parts else log
    way = rows["channel"].map(WAYS).fillna(UNRECORDED)
    return rows.assign(way=way, minutes=rows["minutes"].astype("float64"))


def _tallied(tables: Tables, word: str, logged: pd.Series) -> pd.DataFrame:
    """Return enquiries of tallies, of months in which no log has any.

    Sheets by way, by department and by topic count the same enquiries: of each month that with the
    most says how many, of a quarter and its months the months do, and a year is of no quarter. What
    the one that is asked for leaves open has no way or department.
    """
    rows = all_counts(tables)
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
