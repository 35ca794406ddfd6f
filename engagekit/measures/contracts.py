"""Contracts: what they cost, when they must be decided, and the bill of the year ahead."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import Facts
from engagekit.facts.contracts import DAY, TERM, paid, terms, years
from engagekit.locale.missing import not_measured, require
from engagekit.measures.engine import of_facts
from engagekit.measures.usage import PER_USE, USES, by_contract
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

AHEAD = 12
"""Months that are looked ahead: most terms are of a year, so each contract comes up once."""
SHORTEST, MONTH = 28, 31
"""Days of a term, at least, of which a price of a day tells: what is shorter is a purchase, without
a change or a renewal. Months, of 28 to 31 days, have one price."""


def latest(tables: Tables, period: Period) -> pd.DataFrame:
    """Return the terms that no later one continues, with the change from the one before.

    Returns
    -------
    DataFrame
        The columns of `terms`, ``change`` (from the last year of the term before, in the same
        currency) and ``is_over``: it ended by the end of the period and nothing follows.

    Raises
    ------
    NotMeasuredError
        Without a contract in force, at the end of the period or later.
    """
    rows = terms(tables)
    require(not rows.empty, "no_contracts")
    is_over = rows["last_on"] <= pd.Timestamp(period.end)
    if is_over.all():
        raise not_measured("contracts_over", last=rows["ends_on"].max().date())
    # a term shorter than a year is compared by the day: half a year costs about half as much
    days = _days(rows)
    price = rows["price"] / days.where(days >= SHORTEST).clip(MONTH, 365)
    final = years(tables).drop_duplicates(TERM, keep="last")["dearer"].to_numpy()
    terms_before = rows.assign(price=price * final).groupby(["product", "vendor"], sort=False)
    before = terms_before[["price", "currency", "is_followed"]].shift()
    is_like = (rows["currency"] == before["currency"]) & before["is_followed"].eq(True)
    change = price / before["price"].where((before["price"] > 0) & is_like) - 1
    result = rows.assign(change=change.astype("float64"), is_over=is_over)
    return result[~result["is_followed"]].reset_index(drop=True)


def _days(rows: pd.DataFrame) -> pd.Series:
    return (rows["last_on"] - rows["starts_on"]).dt.days + 1


@of_facts
def contract_calendar(facts: Facts) -> pd.DataFrame:
    """Return the contracts in force with the day by which notice must be given, that day first.

    Parameters
    ----------
    tables : Tables
        Uses ``contracts``.
    during : str or Period, optional
        Its last day is the day that the calendar looks ahead from.

    Returns
    -------
    DataFrame
        A listing: ``notice_by`` (the last day where no notice is stated), ``product, vendor,
        ends_on, auto_renews`` (where it is stated of any), ``price`` (of the year that runs, in the
        organisation's currency), ``change_share`` since the term before, ``price_in`` (as agreed
        where that is another currency: "3650.00 USD"), and for the library alone ``uses`` of the
        period and ``cost_per_use`` as `usage` has them, of contracts that pay for one platform
        together.
    """
    tables, period = facts.tables, facts.period
    rows = latest(tables, period)
    every = years(tables)
    runs = every[every["last"] > facts.end].drop_duplicates(TERM)
    rows = rows[~rows["is_over"]].merge(runs[[*TERM, "dearer"]], on=TERM, how="left")
    notice = pd.to_timedelta(rows["notice_days"].astype("float64").fillna(0), unit="D")
    price = rows["price"] * rows["dearer"]
    is_abroad = rows["currency"] != tables.settings.organisation.currency
    agreed = price.map("{:.2f}".format).astype("str") + " " + rows["currency"].astype("str")
    rows = rows.assign(
        notice_by=rows["ends_on"] - notice,
        price=price * rows["rate"],
        price_in=agreed.where(is_abroad & price.notna(), "").astype("str"),
        change_share=rows["change"],
    )
    columns = ["notice_by", "product", "vendor", "ends_on", "auto_renews", "price", "change_share"]
    if rows["auto_renews"].isna().all():
        columns.remove("auto_renews")
    if is_abroad.any():
        columns.append("price_in")
    use = by_contract(tables, period)
    for name, number in (("uses", USES), ("cost_per_use", PER_USE)):
        numbers = {product: one.numbers[number] for product, one in use.items()}
        rows[name] = rows["product"].map(numbers).astype("float64")
        columns += [name] if rows[name].notna().any() else []
    rows["uses"] = rows["uses"].round().astype("Int64")
    return rows[columns].sort_values(["notice_by", "product"], kind="stable", ignore_index=True)


def renewing(calendar: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a calendar whose contracts are stated to renew by themselves."""
    return calendar[calendar.get("auto_renews", calendar["product"]).eq(True).fillna(False)]


def renewed(tables: Tables, period: Period) -> list[dict[Hashable, Any]]:
    """Return what renews by itself because notice was due in the last three months of a period."""
    try:
        rows = renewing(contract_calendar(tables, during=period))
    except NotMeasuredError:
        return []
    after = pd.Timestamp(period.end) + DAY
    rows = rows[rows["notice_by"].between(after - pd.DateOffset(months=3), after, "left")]
    return rows[["product", "ends_on", "notice_by"]].astype("str").to_dict("records")


def saved(tables: Tables, period: Period) -> tuple[float, int]:
    """Return what negotiation took off the prices asked, and of how many contracts.

    Of the terms begun in the 12 months to the end of the period for which somebody wrote down what
    the vendor asked; a price, and so what was saved, is of a year or of a shorter term.
    """
    rows = terms(tables)
    after = pd.Timestamp(period.end) - pd.DateOffset(months=12)
    begun = rows[rows["starts_on"].between(after, pd.Timestamp(period.end), "right")]
    off = ((begun["asked_price"] - begun["price"]) * begun["rate"]).dropna()
    return float(off.sum()), len(off)


def ahead(period: Period) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and last of the days that are looked ahead to after a period."""
    first = pd.Timestamp(period.end) + DAY
    return first, first + pd.DateOffset(months=AHEAD) - DAY


def bill_ahead(tables: Tables, period: Period) -> dict[str, Any]:
    """Return what contracts cost in the year after a period if every one is renewed at its end.

    Returns
    -------
    dict
        ``committed`` (of terms agreed already), ``now`` (at the prices of today), ``agreed`` (with
        the increases that contracts state, if any does) and ``raised``: pairs of a rise, of
        ``increases`` under ``[money]``, and the bill with it. Empty where no contract in force has
        a price.

    Notes
    -----
    A contract renews on the day after its end at the price of a day of its last year times one plus
    the rise. Those that ended before, and terms of less than 28 days, are not taken for renewed;
    contracts without a price or a rate of their currency are left out.
    """
    first, last = ahead(period)
    every = years(tables)
    final = every[~every["is_followed"]].drop_duplicates(TERM, keep="last")
    final = final[final["last"] >= first]
    if (final["price"] * final["rate"]).isna().all():
        return {}
    final = final[_days(final) >= SHORTEST]
    again = paid(final.assign(first=final["last"] + DAY, last=last), first, last)
    committed = float(paid(every, first, last).sum())
    now = committed + float(again.sum())
    bill: dict[str, Any] = {"committed": committed, "now": now}
    stated = final["increase"].fillna(0.0)
    if stated.any():
        bill["agreed"] = now + float((again * stated).sum())
    rises = tables.settings.money.increases
    return bill | {"raised": [(rise, now + rise * float(again.sum())) for rise in rises]}
