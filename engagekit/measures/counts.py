"""Counts of things without people in them: signs, passers, posts, audits; by time and place."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from engagekit.errors import nearest
from engagekit.facts import coverage, facts_of, quarters, reading
from engagekit.locale.missing import not_measured
from engagekit.mapping.headers import ENQUIRIES
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures.engine import NOT_STATED
from engagekit.settings.periods import During, Period
from engagekit.settings.schema import Counter
from engagekit.tables.tables import Tables

OURS, THEIRS = "ours", "beside"
COUNTED, PER_DAY, SHARE = "counted", "counted per day", "share of a counter"
THINGS = "count_of_things"
MONTH = (27, 45)
"""Days between two counts of a counter of months, which may leave out one now and then."""
DAILY = 3
"""Days between two counts, in the middle, up to which a counter is one of days: over a weekend
three days pass, so working days alone still are days, and once a week is not."""
Every = Literal["quarter", "month"]
NEWS = {
    "recipients": "newsletter recipients",
    "delivered": "newsletter deliveries",
    "clicked": "newsletter clickers",
    "replied": "newsletter replies",
    "unsubscribed": "newsletter unsubscribes",
}
"""Words of the newsletter, as the reader of campaign reports writes them."""
ASKED, ANSWERED = "questions asked", "questions answered"
"""Words of questions on social media, where single ones are not at hand."""
ELSEWHERE = frozenset({*NEWS.values(), "newsletter openers", ASKED, ANSWERED, *ENQUIRIES})
"""Words that have measures of their own and are no plain counters: some count people."""


def folded(word: str) -> str:
    """Return a word as it is compared: case and spaces do not matter."""
    return " ".join(str(word).split()).casefold()


def all_counts(tables: Tables, until: pd.Timestamp) -> pd.DataFrame:
    """Return the sheet counts up to a day, with its words as they are compared.

    Returns
    -------
    DataFrame
        ``what, on, place, n, word``, in order of time; rows without a day or a number are no count.
    """
    rows = reading.rows(tables, "counts", "what", "on", "place", "n")
    rows = rows[rows["on"].notna() & rows["n"].notna() & (rows["on"] <= until)]
    place = rows["place"].fillna("").astype("str")
    word = rows["what"].astype("str").map(folded).astype("str")
    result = rows.assign(place=place, n=rows["n"].astype("float64"), word=word)
    return result.sort_values(["on", "what", "place"], kind="stable").reset_index(drop=True)


def counters(tables: Tables) -> dict[str, Counter]:
    """Return every counter: those of ``[counts]``, then each other word of the sheet.

    The words of the newsletter and of questions have measures of their own and are left out.

    Returns
    -------
    dict of str to Counter
        Name to what it is.
    """
    rows = all_counts(tables, pd.Timestamp.max)
    chosen = tables.settings.counts
    words = {folded(kind.what or name) for name, kind in chosen.items()}
    parts = {folded(part) for kind in chosen.values() for part in (kind.of, kind.people) if part}
    rest = sorted(set(rows.loc[~rows["word"].isin(words | parts | ELSEWHERE), "what"]))
    return {**chosen, **{name: Counter() for name in rest}}


def counter(tables: Tables, name: str) -> Counter:
    """Return what a counter is, by its name in ``[counts]`` or its word in the sheet.

    Raises
    ------
    NotMeasuredError
        If neither has it.
    """
    rows = all_counts(tables, pd.Timestamp.max)
    chosen = {folded(existing): kind for existing, kind in tables.settings.counts.items()}
    kind = chosen.get(folded(name), Counter(what=name))
    word = kind.what or name
    if folded(word) not in set(rows["word"]):
        known = sorted(set(rows["what"]))
        near, words = nearest(word, known), ", ".join(known)
        if near:
            raise not_measured("no_counter_near", word=word, near=near, words=words)
        raise not_measured("no_counter", word=word, words=words)
    return kind


def rows_of(rows: pd.DataFrame, kind: Counter, word: str) -> pd.DataFrame:
    """Return the rows of one word at the place of a counter."""
    matches = rows[rows["word"] == folded(word)]
    if kind.place is None:
        return matches
    return matches[matches["place"].map(folded) == folded(kind.place)]


def whole_of(rows: pd.DataFrame, kind: Counter) -> pd.DataFrame | None:
    """Return what a counter is a share of: at its place, else where none was written."""
    if kind.of is None:
        return None
    matches = rows_of(rows, kind, kind.of)
    if len(matches) or kind.place is None:
        return matches
    return rows[(rows["word"] == folded(kind.of)) & (rows["place"] == "")]


def is_daily(rows: pd.DataFrame) -> bool:
    """Return whether counts were taken on days, not once a week or a month."""
    gaps = rows["on"].drop_duplicates().sort_values().diff().dt.days.dropna()
    return bool(len(gaps)) and float(gaps.median()) <= DAILY


def counts(
    tables: Tables,
    *,
    during: During = None,
    what: str | None = None,
    every: Every = "quarter",
    last: int = 8,
) -> pd.DataFrame:
    """Return what was counted in each of the last quarters or months.

    Parameters
    ----------
    tables : Tables
        Uses ``counts``; ``[counts]`` of the settings says what each counter is.
    what : str, optional
        One counter; all of them when None.
    every : {"quarter", "month"}
        Length of a period.
    last : int
        Quarters or months at most.

    Returns
    -------
    DataFrame
        Measure frame with ``what, period`` in front. A plain counter has ``counted`` (the sum) and,
        where it is one of days, ``counted per day`` (mean of the days on which it was counted;
        ``base`` is those days); one that is a share of another has ``share of a counter``. A period
        in which nothing was counted has no number: it is not taken for zero. Sums do not begin with
        a period in which the counter began late.
    """
    period = coverage.asked_period(tables, during)
    rows = all_counts(tables, pd.Timestamp(period.end))
    chosen = counters(tables) if what is None else {what: counter(tables, what)}
    matches: list[dict[str, Any]] = []
    for name, kind in chosen.items():
        mine = rows_of(rows, kind, kind.what or name)
        whole, daily = whole_of(rows, kind), is_daily(mine)
        spans = _spans(tables, mine, period, every)
        is_sum = whole is None and not daily
        spans = spans[is_sum and len(spans) > 1 and _begins_late(mine, spans[0][1]) :]
        for label, start, end in spans[-last:]:
            inside = mine[mine["on"].between(start, end)]
            base = None if whole is None else whole[whole["on"].between(start, end)]
            text = _values(inside, base, daily=daily)
            matches += [{"what": name, "period": label, **row} for row in text]
    return measure_frame(matches, ["what", "period"], basis=THINGS)


def counts_now(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return every counter in a period, beside the period before.

    Parameters
    ----------
    tables : Tables
        Uses ``counts``.

    Returns
    -------
    DataFrame
        Measure frame with ``what`` in front and ``previous`` behind: a share, a mean a day, or a
        sum, whichever a counter is; no sum of a period in which the counter began late.
    """
    period = coverage.asked_period(tables, during)
    rows = all_counts(tables, pd.Timestamp(period.end))
    matches: list[dict[str, Any]] = []
    for name, kind in counters(tables).items():
        mine = rows_of(rows, kind, kind.what or name)
        whole, daily = whole_of(rows, kind), is_daily(mine)
        text = []
        for span in (period, period.previous()):
            base = None if whole is None else whole[reading.inside(whole["on"], span)]
            text.append(_values(mine[reading.inside(mine["on"], span)], base, daily=daily)[-1])
        before = pd.Timestamp(period.previous().start)
        if whole is None and not daily and _begins_late(mine[mine["on"] >= before], before):
            text[1]["estimate"] = float("nan")
        matches.append({"what": name, **text[0], "previous": text[1]["estimate"]})
    result = measure_frame(matches, ["what"], basis=THINGS)
    return result.assign(previous=[float(row["previous"]) for row in matches])


def _spans(
    tables: Tables, rows: pd.DataFrame, until: Period, every: Every
) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Return the label, first and last day of each quarter or month since the first count."""
    if rows.empty:
        return []
    first = rows["on"].min()
    if every == "month":
        months = pd.period_range(first, until.end, freq="M")
        return [
            (str(month), month.start_time, month.end_time.normalize())
            for month in months
            if month.end_time.date() <= until.end
        ]
    spans = quarters.since(facts_of(tables, until), first)
    return [(span.label, pd.Timestamp(span.start), pd.Timestamp(span.end)) for span in spans]


def _begins_late(rows: pd.DataFrame, start: pd.Timestamp) -> bool:
    """Return whether a counter has no count where its usual pace would have one after a day."""
    # one of months lacks the first month, another begins more than one and a half gaps after it
    days = rows["on"].drop_duplicates().sort_values()
    if len(days) < 2:
        return False
    gap, first = float(days.diff().dt.days.median()), pd.Timestamp(days.iloc[0])
    if days.dt.to_period("M").is_unique and MONTH[0] <= gap <= MONTH[1]:
        return first.to_period("M") > start.to_period("M")
    return first > start + pd.Timedelta(days=1.5 * gap)


def _values(rows: pd.DataFrame, whole: pd.DataFrame | None, *, daily: bool) -> list[dict[str, Any]]:
    """Return the rows of a counter in a period."""
    if whole is not None:
        return [share_row(rows["n"].sum(), whole["n"].sum())]
    days = rows["on"].nunique()
    total = float(rows["n"].sum()) if days else float("nan")
    if not daily:
        return [number(COUNTED, total)]
    taken = {"n": days, "base": days} if days else {}
    return [number(COUNTED, total), number(PER_DAY, total / days if days else total, **taken)]


def share_row(n: float, base: float) -> dict[str, Any]:
    """Return a row of a share of another counter."""
    if not base > 0:
        return number(SHARE, float("nan"))
    return number(SHARE, n / base, n=round(n), base=round(base))


def counts_by_place(tables: Tables, *, what: str, during: During = None) -> pd.DataFrame:
    """Return the last time a counter was taken by the end of a period, place by place: an audit.

    Parameters
    ----------
    tables : Tables
        Uses ``counts``; places may be floors, or the points of a signature or a profile.
    what : str
        The counter.

    Returns
    -------
    DataFrame
        Measure frame with ``place`` in front, ``All`` first; a share has rows of ``counted`` as
        well, as its bases are often few. With ``beside`` in the settings also ``whose`` (``ours``,
        ``beside``) and rows of ``parity`` (ours less theirs).
    """
    rows = all_counts(tables, pd.Timestamp(coverage.asked_period(tables, during).end))
    kind = counter(tables, what)
    mine = _by_place(rows, kind, what)
    if kind.beside is None:
        matches = _placed(mine, {})
        whole = [row for row in matches if row["measure"] == SHARE and row["place"] != ALL]
        text = [{**row, "measure": COUNTED, "estimate": row["n"]} for row in whole]
        return measure_frame(matches + text, ["place"], basis=THINGS)
    other = _by_place(rows, counter(tables, kind.beside), kind.beside)
    matches = _placed(mine, {"whose": OURS}) + _placed(other, {"whose": THEIRS})
    for place in mine.index.intersection(other.index, sort=False):
        gap = mine.loc[place, "estimate"] - other.loc[place, "estimate"]
        matches.append(number("parity", gap, place=place, whose=OURS))
    return measure_frame(matches, ["place", "whose"], basis=THINGS)


def _by_place(rows: pd.DataFrame, kind: Counter, name: str) -> pd.DataFrame:
    """Return numbers of each place on the last day on which a counter was taken."""
    mine = rows_of(rows, kind, kind.what or name)
    mine = mine[mine["on"] == mine["on"].max()]
    parts = mine.groupby("place", sort=False)["n"].sum()
    frame = pd.DataFrame({"n": pd.concat([pd.Series({ALL: parts.sum()}), parts]), "base": np.nan})
    frame["estimate"] = frame["n"]
    whole = whole_of(rows, kind)
    if whole is not None and len(mine):
        whole = whole[whole["on"] == mine["on"].max()].groupby("place", sort=False)["n"].sum()
        base = pd.concat([pd.Series({ALL: whole.sum()}), whole]).reindex(frame.index)
        frame["base"] = base
        frame["estimate"] = frame["n"] / base.where(base > 0)
    return frame.iloc[0 if len(mine) else 1 :]


def _placed(frame: pd.DataFrame, more: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return rows of a measure frame from the numbers of places."""
    is_share = bool(frame["base"].notna().any())
    return [
        {
            "place": place or NOT_STATED,
            **more,
            "estimate": row["estimate"],
            "measure": SHARE if is_share else COUNTED,
            "n": round(row["n"]) if is_share else np.nan,
            "base": np.nan if pd.isna(row["base"]) else round(row["base"]),
        }
        for place, row in frame.to_dict("index").items()
    ]


def last_taken(tables: Tables, what: str, period: Period) -> str:
    """Return the day (ISO) on which a counter was last taken by the end of a period, or ""."""
    rows = all_counts(tables, pd.Timestamp(period.end))
    kind = counter(tables, what)
    mine = rows_of(rows, kind, kind.what or what)
    return "" if mine.empty else str(mine["on"].max().date())


def posts(tables: Tables, *, what: str = "blog", during: During = None) -> pd.DataFrame:
    """Return each post of a period with its views and, where they were counted, readers.

    Parameters
    ----------
    tables : Tables
        Uses ``counts``: ``place`` is the post; ``people`` in ``[counts]`` is the word of a count of
        different readers.
    what : str
        The counter.

    Returns
    -------
    DataFrame
        Listing without persons ``post, first_on, views, readers``. Views are no people: without a
        count of readers ``readers`` is missing, not guessed.
    """
    period = coverage.asked_period(tables, during)
    kind = counter(tables, what)
    rows = all_counts(tables, pd.Timestamp(period.end))
    rows = rows[rows["on"] >= pd.Timestamp(period.start)]
    mine = (
        rows_of(rows, kind, kind.what or what)
        .groupby("place")
        .agg(on=("on", "min"), n=("n", "sum"))
    )
    read = pd.Series(np.nan, index=mine.index)
    if kind.people:
        read = rows_of(rows, kind, kind.people).groupby("place")["n"].sum().reindex(mine.index)
    result = pd.DataFrame(
        {
            "post": mine.index.to_series().replace("", NOT_STATED).astype("str"),
            "first_on": mine["on"],
            "views": mine["n"].astype("float64"),
            "readers": pd.array(np.round(read.to_numpy(dtype="float64")), dtype="Int64"),
        }
    )
    return result.sort_values(["first_on", "post"], kind="stable").reset_index(drop=True)
