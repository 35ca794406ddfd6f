"""What it costs: funding per head and per contact reached, and full-time posts."""

from contextlib import suppress

import pandas as pd

from engagekit.errors import NotMeasuredError, SettingsError, UsageError, error_text
from engagekit.facts import Facts, coverage, facts_of
from engagekit.facts.heads import heads
from engagekit.facts.money import budget_in
from engagekit.facts.quarters import covered
from engagekit.locale.missing import require
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.basis import join, note, notes
from engagekit.measures.engine import NOT_STATED, Numbers, groups, metric, of_facts
from engagekit.measures.numbers import Total
from engagekit.measures.people import reach
from engagekit.settings.periods import During, Period, a_year_earlier
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

ACCOUNTS = "accounts"
SPEND, SPEND_BEFORE = "spend by line", "spend by line a year before"
SOME_MONTHS = "actual_of_months"
"""The note of money that is booked for some months of the period alone."""
UNREAD = "unread_amounts"
"""The note of sums beside which there are amounts that could not be read, of whatever period."""


def unread(tables: Tables) -> str:
    """Return the note that amounts could not be read, which no sum of money holds."""
    amounts = sum(fault.amounts for fault in tables.faults)
    return note(UNREAD, n=amounts) if amounts else ""


def money_of(
    tables: Tables,
    period: Period,
    kind: str | None = None,
    *,
    real: bool = False,
    one_off: bool = True,
) -> tuple[pd.DataFrame, str]:
    """Return the budget lines that count in a period, as `funding` is asked, and their notes."""
    lines, used = _of_kind(budget_in(tables, period), kind, period)
    without = terms = ""
    if not one_off and lines["one_off"].any():
        removed = float(lines.loc[lines["one_off"], "amount"].sum())
        without = note("one_off_left_out", amount=f"{removed:.0f}")
        lines = lines[~lines["one_off"]]
    if real:
        factor, base = real_terms(tables, period)
        lines, terms = lines.assign(amount=lines["amount"] * factor), note("money_of", base=base)
    split = "share_of_days" if lines["is_part"].any() else ""
    return lines, join(used, split, without, terms, unread(tables), ACCOUNTS)


def _of_kind(lines: pd.DataFrame, kind: str | None, period: Period) -> tuple[pd.DataFrame, str]:
    """Return actual where there is any, else budget; or the kind asked for; and a note of it."""
    if kind not in (None, "budget", "actual"):
        raise UsageError(f"kind='{kind}' is neither 'budget' nor 'actual'.")
    actual, planned = lines[lines["kind"] == "actual"], lines[lines["kind"] == "budget"]
    if kind == "budget" or (kind is None and actual.empty):
        return planned, "budget"
    have, of = _booked(actual, period), len(pd.period_range(period.start, period.end, freq="M"))
    if have in (0, of):
        return actual, "actual"
    # actual amounts of some months only are not the period's: the budget stands in where it has
    # every month, and where it has not the note says how many are booked
    if kind is None and _booked(planned, period) == of:
        return planned, note("budget_for_months", have=have, of=of)
    return actual, note(SOME_MONTHS, have=have, of=of)


def _booked(lines: pd.DataFrame, period: Period) -> int:
    """Return in how many months of a period lines have money."""
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    months = set[pd.Period]()
    for first, last in set(zip(lines["start"], lines["end"], strict=True)):
        months.update(pd.period_range(max(first, start), min(last, end), freq="M"))
    return len(months)


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
    lines, basis = money_of(tables, period, kind, real=real, one_off=one_off)
    rows = _people(tables, period, by)
    columns = ["amount", "full_time_posts"]
    money = lines.groupby("department")[columns].sum(min_count=1)
    money.loc[ALL] = lines[columns].sum(min_count=1)
    rows = rows.join(money, on="department")
    people, met = rows["people"].replace(0, float("nan")), rows["met"]
    numbers = {
        "funding": (rows["amount"], rows["people"]),
        "funding per head": (rows["amount"] / people, rows["people"]),
        "funding per contact reached": (rows["amount"] / met.where(met > 0), met),
        "full-time posts": (rows["full_time_posts"], rows["people"]),
    }
    parts = [
        rows[["department"]].assign(
            measure=name, estimate=estimate, base=base, population=rows["people"]
        )
        for name, (estimate, base) in numbers.items()
    ]
    frame = pd.concat(parts).sort_index(kind="stable")
    result = measure_frame(frame, [] if by is None else [by], basis=basis)
    if SOME_MONTHS in notes(basis):  # a sum of some months is no number to divide and compare
        result["estimate"] = result["estimate"].mask(result["unit"] == "per_head")
    return result


@metric(frame=funding)
def _lines(facts: Facts, *, kind: str | None = None) -> Numbers:
    """Yield the lines of the budget behind the money of a period."""
    yield "funding", Total(money_of(facts.tables, facts.period, kind)[0], "amount")


def _people(tables: Tables, period: Period, by: str | None) -> pd.DataFrame:
    """Return the staff list, or the last head counts, and how many were met where it is recorded.

    ``department, people, met``, first over all.
    """
    facts = facts_of(tables, period)
    if facts.heads_stand_in:
        counted = heads(facts)
        people = {ALL: counted.sum(), **(counted if by else {})}
    else:
        parts = groups(facts, facts.people, [by] if by else [])
        people = {label.get("department", ALL): len(part) for label, part in parts}
    met = pd.Series(dtype="float64")
    if _has_touches(tables):
        with suppress(NotMeasuredError):
            reached = reach(tables, during=period, by=by)
            names = reached["department"] if by else [ALL]
            met = reached["n"].astype("float64").set_axis(names)
    rows = pd.DataFrame({"department": list(people), "people": list(people.values())})
    return rows.assign(met=rows["department"].map(met).astype("float64"))


def _has_touches(tables: Tables) -> bool:
    return tables.has("touches") or tables.has("attendance", "events")


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
        last = min(span.end, period.end)
        inside = max((last - max(span.start, period.start)).days + 1, 0)
        total, days = total + inside * value, days + inside
    if days != period.days:  # a day without an index, or with two: a mean of another period
        raise SettingsError(error_text("funding.real_terms", label=period.label))
    base, index = max(spans, key=lambda one: one[0].end)
    return index / (total / days), base.label


@of_facts
def spend(facts: Facts) -> pd.DataFrame:
    """Return money of a period by line (activity), most first; one-off items as lines of their own.

    Parameters
    ----------
    tables : Tables
        Uses ``budget``.
    during : str or Period, optional

    Returns
    -------
    DataFrame
        Measure frame with ``line`` in front, unit ``money``; a first row over all lines. Of a
        quarter the same lines a year before follow, where both are spending or both are plans.
    """
    period = facts.period
    sums, basis = _by_line(facts.tables, period)
    # a period that the budget does not cover cost something all the same
    require(sums.notna().any(), "no_money", period=period.label)
    parts = [_rows_of(SPEND, sums)]
    if earlier := a_year_earlier(period.label):
        then, basis_then = _by_line(facts.tables, facts.settings.period(earlier))
        if basis_then == basis:  # what was spent is not set beside what was planned
            parts.append(_rows_of(SPEND_BEFORE, then.reindex(sums.index).dropna()))
    return measure_frame(pd.concat(parts), ["line"], basis=basis)


def _by_line(tables: Tables, period: Period) -> tuple[pd.Series, str]:
    """Return the money of each line, most first behind that of all, and the notes of it."""
    lines, basis = money_of(tables, period)
    names = lines["line"].astype("str")
    names = names.mask(lines["one_off"], names + " (one-off)")
    sums = lines["amount"].groupby(names).sum().sort_values(ascending=False, kind="stable")
    return pd.concat([pd.Series({ALL: lines["amount"].sum(min_count=1)}), sums]), basis


def _rows_of(measure: str, sums: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"line": sums.index, "measure": measure, "estimate": sums.to_numpy()})


@of_facts
def outside(facts: Facts) -> pd.DataFrame:
    """Return money that no department of the staff list has: it counts in the whole alone.

    Returns
    -------
    DataFrame
        ``department, amount``: one row for each name of the budget that the staff list does not
        know (a department renamed or spelt otherwise, a cost centre that no setting maps), and
        one with an empty name for lines without either; most first. Empty where all is placed.
    """
    lines, _ = money_of(facts.tables, facts.period)
    known = set(_people(facts.tables, facts.period, "department")["department"]) - {ALL, NOT_STATED}
    names = lines["department"].fillna(lines["cost_centre"].astype("str")).fillna("").astype("str")
    left = lines[~lines["department"].isin(known)]
    sums = left["amount"].groupby(names).sum().sort_values(ascending=False, kind="stable")
    return sums.rename_axis("department").rename("amount").reset_index()


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
    lines = [budget_in(tables, one) for one in periods]
    sums = {frozenset(zip(part["start"], part["end"], strict=True)) for part in lines}
    require(len(periods) == 1 or len(sums) > 1, "one_sum")
    parts = [
        funding(tables, during=period, real=real, one_off=one_off).assign(period=period.label)
        for period in periods
    ]
    return measure_frame(pd.concat(parts, ignore_index=True), ["period"])
