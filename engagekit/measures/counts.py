"""Counts of things without people in them: signs, passers, posts, audits; by time and place."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from engagekit.errors import nearest
from engagekit.facts import Facts, facts_of, quarters, reading
from engagekit.facts.services import folded
from engagekit.locale.missing import not_measured
from engagekit.mapping.headers import ENQUIRIES
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures.engine import NOT_STATED, of_facts
from engagekit.settings import periods
from engagekit.settings.periods import Period
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
MOST = 8
"""Quarters or months told of a counter."""
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
    """A counter with its rows: ``on, place, n, whole``.

    A row says how much was counted (``n``), or of what that is a share (``whole``).
    """

    name: str
    kind: Counter
    rows: pd.DataFrame

    @property
    def is_daily(self) -> bool:
        """Whether it was counted on days, not once a week or a month."""
        gaps = self.days.diff().dt.days.dropna()
        return len(gaps) > 0 and float(gaps.median()) <= DAILY

    @property
    def days(self) -> pd.Series:
        """The days on which it was counted."""
        return self.rows.loc[self.rows["n"].notna(), "on"].drop_duplicates().sort_values()

    def between(self, start: Any, end: Any) -> pd.DataFrame:
        """Return its rows of some days."""
        return self.rows[self.rows["on"].between(pd.Timestamp(start), pd.Timestamp(end))]

    def values(self, period: Period) -> list[dict[str, Any]]:
        """Return its rows of a period: of a share one, of days the sum and the mean a day."""
        rows = self.between(period.start, period.end)
        n = rows["n"].sum(min_count=1)
        if self.kind.of is not None:
            n, base = rows[["n", "whole"]].sum()
            counts = {"n": round(n), "base": round(base)} if base > 0 else {}
            return [number(SHARE, n / base if base > 0 else float("nan"), **counts)]
        if not self.is_daily:
            return [number(COUNTED, n)]
        days = rows.loc[rows["n"].notna(), "on"].nunique() or float("nan")
        return [number(COUNTED, n), number(PER_DAY, n / days, n=days, base=days)]

    def begins_late(self, period: Period) -> bool:
        """Return whether its sum lacks the begin of a period: its pace would have had a count."""
        # one of months lacks the first month, another begins more than one and a half gaps after it
        days, start = self.days, pd.Timestamp(period.start)
        days = days[days >= start]
        if self.kind.of is not None or self.is_daily or len(days) < 2:
            return False
        gap, first = float(days.diff().dt.days.median()), days.iloc[0]
        if days.dt.to_period("M").is_unique and MONTH[0] <= gap <= MONTH[1]:
            return bool(first.to_period("M") > start.to_period("M"))
        return bool(first > start + pd.Timedelta(days=1.5 * gap))


def all_counts(tables: Tables, until: pd.Timestamp = pd.Timestamp.max) -> pd.DataFrame:
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
    rows, chosen = all_counts(tables), tables.settings.counts
    words = {folded(kind.what or name) for name, kind in chosen.items()}
    parts = {folded(part) for kind in chosen.values() for part in (kind.of, kind.people) if part}
    rest = sorted(set(rows.loc[~rows["word"].isin(words | parts | ELSEWHERE), "what"]))
    kinds = {**chosen, **{name: Counter() for name in rest}}
    if what is not None:
        stated = {folded(name): kind for name, kind in chosen.items()}
        kinds = {what: stated.get(folded(what), Counter(what=what))}
        word = kinds[what].what or what
        if folded(word) not in set(rows["word"]):
            known = sorted(set(rows["what"]))
            near, text = nearest(word, known), ", ".join(known)
            key = "no_counter_near" if near else "no_counter"
            raise not_measured(key, word=word, words=text, **({"near": near} if near else {}))
    rows = rows[rows["on"] <= until]
    return [Tally(name, kind, _rows_of(rows, name, kind)) for name, kind in kinds.items()]


def _rows_of(rows: pd.DataFrame, name: str, kind: Counter) -> pd.DataFrame:
    """Return the rows of a counter at its place, then those of what it is a share of."""
    counted = _of_word(rows, kind.what or name, kind.place).assign(whole=float("nan"))
    if kind.of is None:
        return counted
    whole = _of_word(rows, kind.of, kind.place)
    if whole.empty:  # not written by place
        whole = _of_word(rows, kind.of, "")
    whole = whole.assign(whole=whole["n"], n=float("nan"))
    return pd.concat([counted, whole], ignore_index=True)


def _of_word(rows: pd.DataFrame, word: str, place: str | None) -> pd.DataFrame:
    """Return the rows of one word, at one place where one is named."""
    rows = rows[rows["word"] == folded(word)]
    return rows if place is None else rows[rows["place"].map(folded) == folded(place)]


@of_facts
def counts(
    facts: Facts, *, what: str | None = None, every: Literal["quarter", "month"] = "quarter"
) -> pd.DataFrame:
    """Return what was counted in each of the last eight quarters or months.

    Parameters
    ----------
    tables : Tables
        Uses ``counts``; ``[counts]`` of the settings says what each counter is.
    what : str, optional
        One counter; all of them when None.
    every : {"quarter", "month"}
        Length of a period.

    Returns
    -------
    DataFrame
        Measure frame with ``what, period`` in front. A plain counter has ``counted`` (the sum) and,
        where it is one of days, ``counted per day`` (mean of the days on which it was counted;
        ``base`` is those days); one that is a share of another has ``share of a counter``. A period
        in which nothing was counted has no number: it is not taken for zero. Sums do not begin with
        a period in which the counter began late.
    """
    rows: list[dict[str, Any]] = []
    for tally in tallies(facts.tables, facts.end, what):
        spans = _spans(facts.tables, tally, facts.period, every)
        if len(spans) > 1 and tally.begins_late(spans[0]):
            spans = spans[1:]
        for one in spans[-MOST:]:
            label = one.label if every == "quarter" else one.start.isoformat()[:7]
            rows += [{"what": tally.name, "period": label, **row} for row in tally.values(one)]
    return measure_frame(rows, ["what", "period"], basis=THINGS)


def _spans(tables: Tables, tally: Tally, until: Period, every: str) -> list[Period]:
    """Return the quarters or months since the first count."""
    if tally.days.empty:
        return []
    first = tally.days.iloc[0]
    if every == "quarter":
        return quarters.since(facts_of(tables, until), first)
    spans = [
        periods.month(day.year, day.month) for day in pd.period_range(first, until.end, freq="M")
    ]
    return [one for one in spans if one.end <= until.end]


@of_facts
def counts_now(facts: Facts) -> pd.DataFrame:
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
    period = facts.period
    before = period.previous()
    rows, previous = [], []
    for tally in tallies(facts.tables, facts.end):
        now, then = (tally.values(one)[-1] for one in (period, before))
        rows.append({"what": tally.name, **now})
        previous.append(float("nan") if tally.begins_late(before) else float(then["estimate"]))
    return measure_frame(rows, ["what"], basis=THINGS).assign(previous=previous)


@of_facts
def counts_by_place(facts: Facts, *, what: str) -> pd.DataFrame:
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
    (tally,) = tallies(facts.tables, facts.end, what)
    ours = _by_place(tally)
    if tally.kind.beside is None:
        points = ours[(ours["measure"] == SHARE) & (ours["place"] != ALL)]
        points = points.assign(measure=COUNTED, estimate=points["n"])
        return measure_frame(pd.concat([ours, points]), ["place"], basis=THINGS)
    (beside,) = tallies(facts.tables, facts.end, tally.kind.beside)
    theirs = _by_place(beside)
    parity = ours[["place", "estimate"]].merge(theirs[["place", "estimate"]], on="place")
    less = parity.pop("estimate_x") - parity.pop("estimate_y")
    parity = parity.assign(whose=OURS, measure="parity", estimate=less)
    parts = [ours.assign(whose=OURS), theirs.assign(whose=THEIRS), parity]
    return measure_frame(pd.concat(parts), ["place", "whose"], basis=THINGS)


def _by_place(tally: Tally) -> pd.DataFrame:
    """Return the numbers of each place on the last day on which a counter was taken."""
    last = tally.days.max()
    taken = tally.between(last, last)
    each = taken.groupby("place", sort=False)[["n", "whole"]].sum(min_count=1)
    every = taken[["n", "whole"]].sum(min_count=1).to_frame(ALL).T
    found = pd.concat([every, each]).dropna(subset="n").rename_axis("place").reset_index()
    found["place"] = found["place"].replace("", NOT_STATED)
    if found["whole"].isna().all():
        return found.assign(measure=COUNTED, estimate=found["n"], n=float("nan"))
    base = found.pop("whole")
    share = found["n"] / base.where(base > 0)
    return found.assign(measure=SHARE, estimate=share, n=found["n"].round(), base=base.round())


def last_taken(tables: Tables, what: str, period: Period) -> list[dt.date]:
    """Return the day on which a counter was last taken by the end of a period, if there is one."""
    (tally,) = tallies(tables, pd.Timestamp(period.end), what)
    return [day.date() for day in tally.days.tail(1)]


@of_facts
def posts(facts: Facts, *, what: str = "blog") -> pd.DataFrame:
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
    (tally,) = tallies(facts.tables, facts.end, what)
    views = facts.within(tally.rows).dropna(subset="n").groupby("place")
    readers = _of_word(
        all_counts(facts.tables, facts.end), tally.kind.people or "", tally.kind.place
    )
    read = facts.within(readers).groupby("place")["n"].sum()
    result = views.agg(first_on=("on", "min"), views=("n", "sum"))
    result = result.assign(readers=read.round().astype("Int64")).rename_axis("post").reset_index()
    result["post"] = result["post"].replace("", NOT_STATED).astype("str")
    return result.sort_values(["first_on", "post"], kind="stable", ignore_index=True)
