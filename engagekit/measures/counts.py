"""Counts of things without people in them: signs, passers, posts, audits; by time and place."""

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from engagekit.errors import nearest
from engagekit.facts import coverage, facts_of, quarters, reading
from engagekit.facts.services import folded
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


@dataclass(frozen=True, eq=False)
class Tally:
    """The rows of one counter, and those of what it is a share of.

    ``is_daily``: it was counted on days, not once a week or a month.
    """

    name: str
    kind: Counter
    rows: pd.DataFrame
    whole: pd.DataFrame | None
    is_daily: bool

    @property
    def is_sum(self) -> bool:
        """Whether it is told by its sum alone."""
        return self.whole is None and not self.is_daily

    def between(self, start: pd.Timestamp, end: pd.Timestamp) -> "Tally":
        """Return the same of some days."""
        whole = self.whole
        return replace(
            self,
            rows=self.rows[self.rows["on"].between(start, end)],
            whole=None if whole is None else whole[whole["on"].between(start, end)],
        )

    def values(self) -> list[dict[str, Any]]:
        """Return the rows of the counter: of a share one, of days the sum and the mean a day."""
        n, days = float(self.rows["n"].sum()), self.rows["on"].nunique()
        if self.whole is not None:
            return [_share(n, float(self.whole["n"].sum()))]
        if not days:
            n = float("nan")
        if not self.is_daily:
            return [number(COUNTED, n)]
        taken = {"n": days, "base": days} if days else {}
        return [number(COUNTED, n), number(PER_DAY, n / days if days else n, **taken)]

    def begins_late(self, day: pd.Timestamp) -> bool:
        """Return whether nothing was counted where its pace would have a count after a day."""
        # one of months lacks the first month, another begins more than one and a half gaps after it
        days = self.rows["on"].drop_duplicates().sort_values()
        if len(days) < 2:
            return False
        gap, first = float(days.diff().dt.days.median()), pd.Timestamp(days.iloc[0])
        if days.dt.to_period("M").is_unique and MONTH[0] <= gap <= MONTH[1]:
            return first.to_period("M") > day.to_period("M")
        return first > day + pd.Timedelta(days=1.5 * gap)


def _share(n: float, base: float) -> dict[str, Any]:
    if not base > 0:
        return number(SHARE, float("nan"))
    return number(SHARE, n / base, n=round(n), base=round(base))


def all_counts(tables: Tables, until: pd.Timestamp) -> pd.DataFrame:
    """Return the sheet counts up to a day, with its words as they are compared.

    Returns
    -------
    DataFrame
        ``what, on, place, n, word``, in order of time; rows without a day or a number are no count.
    """
    rows = reading.rows(tables, "counts", "what", "on", "place", "n")
    rows = rows[rows["n"].notna() & (rows["on"] <= until)]
    word = rows["what"].map(folded).astype("str")
    place = rows["place"].fillna("").astype("str")
    rows = rows.assign(place=place, n=rows["n"].astype("float64"), word=word)
    return rows.sort_values(["on", "what", "place"], kind="stable").reset_index(drop=True)


def tallies(
    tables: Tables, until: pd.Timestamp = pd.Timestamp.max, what: str | None = None
) -> list[Tally]:
    """Return every counter up to a day: those of ``[counts]``, then each other word of the sheet.

    The words of the newsletter and of questions have measures of their own and are left out.

    Parameters
    ----------
    what : str, optional
        One alone, by its name in ``[counts]`` or its word in the sheet.

    Raises
    ------
    NotMeasuredError
        If neither has it.
    """
    rows, chosen = all_counts(tables, until), tables.settings.counts
    if what is not None:
        kinds = {folded(name): kind for name, kind in chosen.items()}
        kind = kinds.get(folded(what), Counter(what=what))
        _must_be_counted(tables, kind.what or what)
        return [_tally(what, kind, rows)]
    words = {folded(kind.what or name) for name, kind in chosen.items()}
    parts = {folded(part) for kind in chosen.values() for part in (kind.of, kind.people) if part}
    every = all_counts(tables, pd.Timestamp.max)
    rest = sorted(set(every.loc[~every["word"].isin(words | parts | ELSEWHERE), "what"]))
    kinds = {**chosen, **{name: Counter() for name in rest}}
    return [_tally(name, kind, rows) for name, kind in kinds.items()]


def _must_be_counted(tables: Tables, word: str) -> None:
    rows = all_counts(tables, pd.Timestamp.max)
    if folded(word) in set(rows["word"]):
        return
    known = sorted(set(rows["what"]))
    near, words = nearest(word, known), ", ".join(known)
    if near:
        raise not_measured("no_counter_near", word=word, near=near, words=words)
    raise not_measured("no_counter", word=word, words=words)


def _tally(name: str, kind: Counter, rows: pd.DataFrame) -> Tally:
    mine, whole = _rows_of(rows, kind, kind.what or name), None
    if kind.of is not None:
        whole = _rows_of(rows, kind, kind.of)
        if whole.empty:  # not written by place
            whole = rows[(rows["word"] == folded(kind.of)) & (rows["place"] == "")]
    return Tally(name, kind, mine, whole, is_daily(mine))


def _rows_of(rows: pd.DataFrame, kind: Counter, word: str) -> pd.DataFrame:
    """Return the rows of one word at the place of a counter."""
    rows = rows[rows["word"] == folded(word)]
    return rows if kind.place is None else rows[rows["place"].map(folded) == folded(kind.place)]


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
    rows: list[dict[str, Any]] = []
    for tally in tallies(tables, pd.Timestamp(period.end), what):
        spans = _spans(tables, tally.rows, period, every)
        if tally.is_sum and len(spans) > 1 and tally.begins_late(spans[0][1]):
            spans = spans[1:]
        for label, start, end in spans[-last:]:
            values = tally.between(start, end).values()
            rows += [{"what": tally.name, "period": label, **row} for row in values]
    return measure_frame(rows, ["what", "period"], basis=THINGS)


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
    before = period.previous()
    rows: list[dict[str, Any]] = []
    for tally in tallies(tables, pd.Timestamp(period.end)):
        now, then = (
            tally.between(pd.Timestamp(span.start), pd.Timestamp(span.end)).values()[-1]
            for span in (period, before)
        )
        start = pd.Timestamp(before.start)
        is_late = tally.is_sum and tally.between(start, pd.Timestamp.max).begins_late(start)
        previous = float("nan") if is_late else float(then["estimate"])
        rows.append({"what": tally.name, **now, "previous": previous})
    result = measure_frame(rows, ["what"], basis=THINGS)
    return result.assign(previous=[row["previous"] for row in rows])


def _spans(
    tables: Tables, rows: pd.DataFrame, until: Period, every: Every
) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Return the label, first and last day of each quarter or month since the first count."""
    if rows.empty:
        return []
    first = rows["on"].min()
    if every == "month":
        months = pd.period_range(first, until.end, freq="M")
        days = [(month.start_time, month.end_time.normalize()) for month in months]
        named = zip(map(str, months), days, strict=True)
        return [(label, *one) for label, one in named if one[1].date() <= until.end]
    spans = quarters.since(facts_of(tables, until), first)
    return [(span.label, pd.Timestamp(span.start), pd.Timestamp(span.end)) for span in spans]


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
    end = pd.Timestamp(coverage.asked_period(tables, during).end)
    (tally,) = tallies(tables, end, what)
    mine = _by_place(tally)
    if tally.kind.beside is None:
        points = mine[(mine["measure"] == SHARE) & (mine["place"] != ALL)]
        points = points.assign(measure=COUNTED, estimate=points["n"])
        return measure_frame(pd.concat([mine, points]), ["place"], basis=THINGS)
    (beside,) = tallies(tables, end, tally.kind.beside)
    theirs = _by_place(beside)
    gaps = mine.merge(theirs[["place", "estimate"]], on="place", suffixes=("", "_beside"))
    gaps = gaps.assign(measure="parity", estimate=gaps["estimate"] - gaps["estimate_beside"])
    parts = [mine.assign(whose=OURS), theirs.assign(whose=THEIRS)]
    parts.append(gaps.assign(whose=OURS)[["place", "whose", "measure", "estimate"]])
    return measure_frame(pd.concat(parts), ["place", "whose"], basis=THINGS)


def _by_place(tally: Tally) -> pd.DataFrame:
    """Return the numbers of each place on the last day on which a counter was taken."""
    if tally.rows.empty:
        return pd.DataFrame(columns=["place", "measure", "estimate", "n"])
    last = tally.rows["on"].max()
    taken = tally.between(last, last)
    n = _over_places(taken.rows)
    frame = pd.DataFrame({"place": n.index, "measure": COUNTED, "estimate": n.to_numpy()})
    if taken.whole is not None and len(taken.whole):
        base = _over_places(taken.whole).reindex(n.index)
        frame["measure"], frame["estimate"] = SHARE, (n / base.where(base > 0)).to_numpy()
        frame["n"], frame["base"] = n.round().to_numpy(), base.round().to_numpy()
    return frame.assign(place=frame["place"].replace("", NOT_STATED))


def _over_places(rows: pd.DataFrame) -> pd.Series:
    """Return the sum of the counts, then that of each place."""
    each = rows.groupby("place", sort=False)["n"].sum()
    every: pd.Series = pd.concat([pd.Series({ALL: each.sum()}), each])
    return every


def last_taken(tables: Tables, what: str, period: Period) -> str:
    """Return the day (ISO) on which a counter was last taken by the end of a period, or ""."""
    (tally,) = tallies(tables, pd.Timestamp(period.end), what)
    return "" if tally.rows.empty else str(tally.rows["on"].max().date())


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
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    (tally,) = tallies(tables, end, what)
    rows = tally.between(start, end).rows
    result = rows.groupby("place").agg(first_on=("on", "min"), views=("n", "sum"))
    read = pd.Series(np.nan, index=result.index)
    if tally.kind.people:
        rows = _rows_of(all_counts(tables, end), tally.kind, tally.kind.people)
        read = rows[rows["on"] >= start].groupby("place")["n"].sum().reindex(result.index)
    result = result.assign(readers=read.round().astype("Int64")).rename_axis("post").reset_index()
    result["post"] = result["post"].replace("", NOT_STATED).astype("str")
    return result.sort_values(["first_on", "post"], kind="stable", ignore_index=True)
