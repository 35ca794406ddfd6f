"""What it costs: funding per head and per contact reached, and full-time posts."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.errors import NotMeasuredError, SettingsError, UsageError, error_text
from engagekit.facts import Facts, coverage, facts_of, reading
from engagekit.facts.heads import heads
from engagekit.facts.quarters import covered
from engagekit.locale.missing import require
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures.basis import join, note, notes
from engagekit.measures.engine import NOT_STATED, Numbers, groups, metric
from engagekit.measures.numbers import Total
from engagekit.measures.people import reach
from engagekit.parsing.budget_periods import spans as spans_of
from engagekit.settings.periods import During, Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

ACCOUNTS = "accounts"
SPEND = "spend by line"
SOME_MONTHS = "actual_of_months"
"""The note of money that is booked for some months of the period alone."""
UNREAD = "unread_amounts"
"""The note of sums beside which there are amounts that could not be read, of whatever period."""


def unread(tables: Tables) -> str:
    """Return the note that amounts could not be read, which no sum of money holds."""
    amounts = sum(fault.amounts for fault in tables.faults)
    return note(UNREAD, n=amounts) if amounts else ""


@once
def _money(tables: Tables) -> pd.DataFrame:
    """Return budget lines with ``start, end`` and ``amount`` in the home currency."""
    lines = reading.rows(tables, "budget")
    settings = tables.settings
    matches = spans_of(lines["period"].dropna().unique(), settings)
    home = settings.organisation.currency
    rates = {home: 1.0, **settings.money.rates}
    strange = sorted(set(lines["currency"].dropna().astype("str")) - set(rates))
    if strange:
        raise SettingsError(
            error_text("funding.money", strange=", ".join(strange), home=home, strange_2=strange[0])
        )
    merged = {part: name for name, parts in settings.groups.items() for part in parts}
    centres = {
        centre: merged.get(name, name) for centre, name in settings.money.cost_centres.items()
    }
    return lines.assign(
        start=lines["period"].map(lambda label: pd.Timestamp(matches[label].start)),
        end=lines["period"].map(lambda label: pd.Timestamp(matches[label].end)),
        amount=lines["amount"] * lines["currency"].map(rates).fillna(1.0),
        department=lines["department"]
        .astype("str")
        .fillna(lines["cost_centre"].astype("str").map(centres).astype("str")),
    )


def _in(lines: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return lines of a period, a longer line by its share of days: `is_part` says which are."""
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    last = lines["end"].where(lines["end"] < end, end)
    overlap = (last - lines["start"].where(lines["start"] > start, start)).dt.days + 1
    share = (overlap / ((lines["end"] - lines["start"]).dt.days + 1)).clip(0, 1)
    inside = lines[overlap > 0]
    share = share[overlap > 0]
    # a post held through two quarters of the period is one post, not two
    posts = inside["full_time_posts"] * (overlap[overlap > 0] / period.days)
    amount = inside["amount"] * share
    return inside.assign(amount=amount, full_time_posts=posts, is_part=share < 1)


def _chosen(lines: pd.DataFrame, kind: str | None, period: Period) -> tuple[pd.DataFrame, str]:
    """Return actual where there is any, else budget; or the kind asked for; and a note of it."""
    # actual amounts of some months only are not the period's: the budget stands in where it has
    # every month, and where it has not the note says how many are booked
    if kind is not None and kind not in ("budget", "actual"):
        raise UsageError(f"kind='{kind}' is neither 'budget' nor 'actual'.")
    actual, planned = lines[lines["kind"] == "actual"], lines[lines["kind"] == "budget"]
    if kind == "budget" or (kind is None and actual.empty):
        return planned, "budget"
    have, of = _booked(actual, period)
    if have in (0, of):
        return actual, "actual"
    if kind is None and _booked(planned, period) == (of, of):
        return planned, note("budget_for_months", have=have, of=of)
    return actual, note(SOME_MONTHS, have=have, of=of)


def _booked(lines: pd.DataFrame, period: Period) -> tuple[int, int]:
    """Return months of a period in which lines have money, and months that it has."""
    wanted = set(pd.period_range(period.start, period.end, freq="M"))
    days = lines[["start", "end"]].drop_duplicates()
    matches = {
        month
        for first, last in days.itertuples(index=False)
        for month in pd.period_range(
            max(first, pd.Timestamp(period.start)), min(last, pd.Timestamp(period.end)), freq="M"
        )
    }
    return len(matches & wanted), len(wanted)


@once
def funding(
    tables: Tables,
    *,
    during: During = None,
    by: str | None = None,
    kind: str | None = None,
    real: bool = False,
    one_off: bool = True,
) -> pd.DataFrame:
    """Return money and posts of a period, per head of the staff list and per contact reached.

    Parameters
    ----------
    tables : Tables
        Uses ``budget`` and ``contacts``; ``touches`` or ``attendance`` for the money per contact
        reached.
    during : str or Period, optional
        A quarter, a fiscal year or a range; default: the last complete quarter that the data cover.
    by : {"department"}, optional
        Lines without a department belong to ``All`` alone.
    kind : {"actual", "budget"}, optional
        Default: what was spent where it is known, else what was planned.
    real : bool
        In the money of the latest period of ``money.price_index`` (settings).
    one_off : bool
        False: items that are not expected again are left out, and the method says how much.

    Returns
    -------
    DataFrame
        Measure frame with rows ``funding`` (money), ``funding per head`` (money over the staff
        list), ``funding per contact reached`` (money over contacts reached) and ``full-time
        posts``: ratios of sums. ``base`` is the people it is divided by. Where amounts are booked
        for some months of the period alone (and no budget has all), nothing is divided.

    Raises
    ------
    PeriodError
        If ``during`` is no period.
    SettingsError
        If an amount has a currency without a rate.
    NotMeasuredError
        If the tables do not hold what it needs.

    Examples
    --------
    >>> ek.funding(tables, during="FY2026-27 Q2")[["measure", "estimate"]].round(1)
                           measure  estimate
    0                      funding  362559.8
    1             funding per head     606.3
    2  funding per contact reached     944.2
    3              full-time posts       7.2
    """
    if by not in (None, "department"):
        raise UsageError(f"by='{by}': money is kept by department. Use by='department'.")
    period = coverage.asked_period(tables, during)
    lines, used = _chosen(_in(_money(tables), period), kind, period)
    lines, *more = _as_asked(tables, lines, period, real=real, one_off=one_off)
    people = _people_met(tables, period, by)
    if by is not None and facts_of(tables).heads_stand_in:  # touches need not name a department
        existing = people.set_index("department")["n"]
        people = _heads(tables, period, by)
        people["n"] = people["department"].map(existing)
    names = [] if by is None else [by]
    rows: list[dict[str, Any]] = []
    for person in people.to_dict("records"):
        group = {name: person[name] for name in names}
        mine = (
            lines
            if not names or group["department"] == ALL
            else lines[lines["department"] == group["department"]]
        )
        rows += _rows(mine, person, group)
    split = "share_of_days" if lines["is_part"].any() else ""
    basis = join(used, split, *more, unread(tables), ACCOUNTS)
    result = measure_frame(rows, names, basis=basis)
    if SOME_MONTHS in notes(basis):  # a sum of some months is no number to divide and compare
        result["estimate"] = result["estimate"].mask(result["unit"] == "per_head")
    return result


@metric(frame=funding)
def _lines(facts: Facts, *, kind: str | None = None) -> Numbers:
    """Yield the lines of the budget behind the money of a period."""
    lines, _ = _chosen(_in(_money(facts.tables), facts.period), kind, facts.period)
    yield "funding", Total(lines, "amount")


def _as_asked(
    tables: Tables, lines: pd.DataFrame, period: Period, *, real: bool, one_off: bool
) -> tuple[pd.DataFrame, str, str]:
    """Return lines in the money asked for, with or without one-off items, and a note of each."""
    without = terms = ""
    if not one_off:
        once = lines["one_off"].fillna(False).astype(bool)
        removed = float(lines.loc[once, "amount"].sum())
        lines = lines[~once]
        without = note("one_off_left_out", amount=f"{removed:.0f}") if once.any() else ""
    if real:
        factor, base = real_terms(tables, period)
        lines = lines.assign(amount=lines["amount"] * factor)
        terms = note("money_of", base=base)
    return lines, without, terms


def real_terms(tables: Tables, period: Period) -> tuple[float, str]:
    """Return what money of a period is multiplied by, and the label of the money it becomes.

    The index of a period is the mean of those that the settings give for its days.

    Raises
    ------
    SettingsError
        If a day of the period has no index.
    """
    settings = tables.settings
    spans = [(settings.period(label), value) for label, value in settings.money.price_index.items()]
    total = days = 0.0
    for span, value in spans:
        first, last = max(span.start, period.start), min(span.end, period.end)
        inside = max((last - first).days + 1, 0)
        total, days = total + inside * value, days + inside
    length = (period.end - period.start).days + 1
    if days != length:  # a day without an index, or with two: a mean of another period
        raise SettingsError(error_text("funding.real_terms", label=period.label))
    base, index = max(spans, key=lambda one: one[0].end)
    return index / (total / days), base.label


def spend(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return money of a period by line (activity), most first; one-off items as lines of their own.

    Parameters
    ----------
    tables : Tables
        Uses ``budget``.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Measure frame with ``line`` in front, unit ``money``; a first row over all lines.
    """
    period = coverage.asked_period(tables, during)
    lines, used = _chosen(_in(_money(tables), period), None, period)
    once = lines["one_off"].fillna(False).astype(bool)
    names = lines["line"].astype("str").where(~once, lines["line"].astype("str") + " (one-off)")
    sums = lines["amount"].groupby(names).sum().sort_values(ascending=False, kind="stable")
    rows = [
        number(SPEND, amount, line=line)
        for line, amount in [(ALL, float(lines["amount"].sum())), *sums.items()]
    ]
    split = "share_of_days" if lines["is_part"].any() else ""
    basis = join(used, split, unread(tables), ACCOUNTS)
    return measure_frame(rows, ["line"], basis=basis)


def outside(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return money that no department of the staff list has: it counts in the whole alone.

    Returns
    -------
    DataFrame
        ``department, amount``: one row for each name of the budget that the staff list does not
        know (a department renamed or spelt otherwise, a cost centre that no setting maps), and
        one with an empty name for lines without either; most first. Empty where all is placed.
    """
    period = coverage.asked_period(tables, during)
    lines = _in(_money(tables), period)
    lines, _ = _chosen(lines, None, period)
    existing = set(_heads(tables, period, "department")["department"]) - {ALL, NOT_STATED}
    named = lines["department"].fillna(lines["cost_centre"].astype("str")).fillna("").astype("str")
    left = lines.loc[~lines["department"].isin(existing), "amount"]
    sums = left.groupby(named[left.index]).sum().sort_values(ascending=False, kind="stable")
    return sums.rename_axis("department").rename("amount").reset_index()


def _people_met(tables: Tables, period: Period, by: str | None) -> pd.DataFrame:
    """Return reach, or the staff list alone where no touch or event was recorded at that time."""
    if not _has_touches(tables):
        return _heads(tables, period, by)
    try:
        return reach(tables, during=period, by=by)
    except NotMeasuredError:
        return _heads(tables, period, by)


def _has_touches(tables: Tables) -> bool:
    return tables.has("touches") or tables.has("attendance", "events")


def _heads(tables: Tables, period: Period, by: str | None) -> pd.DataFrame:
    """Return the staff list alone, in the shape of reach, nobody met; else the last head counts."""
    facts = facts_of(tables, period)
    by_department = [] if by is None else ["department"]
    if facts.heads_stand_in:
        counted = {ALL: heads(facts).sum(), **(heads(facts) if by_department else {})}
    else:
        parts = groups(facts, facts.people, by_department)
        counted = {label.get("department", ALL): len(people) for label, people in parts}
    rows = pd.DataFrame({"department": list(counted), "base": list(counted.values())})
    return rows.assign(n=float("nan"))


def _rows(
    lines: pd.DataFrame, person: Mapping[Any, Any], group: dict[str, str]
) -> list[dict[str, Any]]:
    """Return the four rows of one group."""
    amount = float(lines["amount"].sum()) if len(lines) else float("nan")
    posts = lines["full_time_posts"].dropna()
    head, reached = person["base"], person["n"]
    met = reached if pd.notna(reached) else 0
    shared = {**group, "population": head}
    return [
        number("funding", amount, base=head, **shared),
        number("funding per head", amount / head if head else float("nan"), base=head, **shared),
        number(
            "funding per contact reached",
            amount / met if met else float("nan"),
            base=None if pd.isna(reached) else reached,
            **shared,
        ),
        number(
            "full-time posts",
            float(posts.sum()) if len(posts) else float("nan"),
            base=head,
            **shared,
        ),
    ]


def funding_over_time(
    tables: Tables,
    *,
    during: During = None,
    quarters: int = 8,
    real: bool = False,
    one_off: bool = True,
) -> pd.DataFrame:
    """Return funding in each of the last quarters, oldest first; ``real, one_off`` as in `funding`.

    Returns
    -------
    DataFrame
        As `funding`, with ``period`` in front.

    Raises
    ------
    NotMeasuredError
        If the quarters have but their shares of the same sums: those show no change.
    """
    last = coverage.asked_period(tables, during)
    periods = covered(facts_of(tables, last), quarters) if _has_touches(tables) else [last]
    lines = [_in(_money(tables), one) for one in periods]
    sums = {frozenset(zip(part["start"], part["end"], strict=True)) for part in lines}
    require(len(periods) == 1 or len(sums) > 1, "one_sum")
    parts = [
        funding(tables, during=period, real=real, one_off=one_off).assign(period=period.label)
        for period in periods
    ]
    return measure_frame(pd.concat(parts, ignore_index=True), ["period"])
