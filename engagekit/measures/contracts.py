"""What contracts cost, when they must be decided, and what the bill becomes if prices rise."""

import datetime as dt
from collections.abc import Hashable
from typing import Any

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import coverage, reading
from engagekit.locale.missing import not_measured, require
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures.basis import join, note
from engagekit.parsing.values import fold
from engagekit.settings.periods import During, Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

AHEAD = 12
"""Months that are looked ahead: most terms are of a year, so each contract comes up once."""
COMMITTED, BILL, MORE = "contracts committed", "contract bill", "added by price rises"
AGREED, AS_NOW, RISES = "increases as agreed", "prices as they are", "prices rise by {n}%"
SLACK = pd.Timedelta(days=31)
"""By how much a next term may begin before the last day of the one it follows: dates of invoices
overlap by days. What begins earlier is a second contract of the same name."""
SHORTEST, MONTH = 28, 31
"""Days of a term, at least, of which a price of a day tells: what is shorter is a purchase, without
a change or a renewal. Months, of 28 to 31 days, have one price."""
_DAY = pd.Timedelta(days=1)
_KEY = ["product", "vendor", "starts_on"]


@once
def terms(tables: Tables) -> pd.DataFrame:
    """Return the terms of every contract, those of a product in order of time.

    Returns
    -------
    DataFrame
        ``product, vendor, service, platform`` (empty where not stated), ``price, currency,
        starts_on, ends_on, increase, notice_days``, ``rate``: what one of the currency is worth at
        home, missing where the settings give none, ``last_on`` (the day before the end, where that
        is the day on which a term of whole months is renewed) and ``is_followed``: a later term
        continues it. Products are spelled alike, and have their last vendor, if not two at once.
    """
    rows = reading.rows(tables, "contracts")
    settings = tables.settings
    rates = {settings.organisation.currency: 1.0, **settings.money.rates}
    names = ["product", "vendor", "service", "platform"]
    currency = rows["currency"].astype("str").str.strip().str.upper()
    rows = rows.assign(
        **rows[names].astype("str").fillna(""), rate=currency.map(rates).astype("float64")
    )
    rows["product"] = rows["product"].groupby(fold(rows["product"])).transform("last")
    vendor = rows["vendor"].mask(rows["vendor"] == "").astype("str")
    rows["vendor"] = vendor.fillna(vendor.groupby(rows["product"]).transform("first")).fillna("")
    start, end = rows["starts_on"], rows["ends_on"]
    rows["last_on"] = end.mask((end.dt.day == start.dt.day) & (end > start), end - _DAY)
    rows = rows.sort_values(["product", "starts_on"], kind="stable", ignore_index=True)
    # a vendor that comes as another goes has its name or its rights; two at once are two contracts
    of = rows.groupby("product")
    ends = of["ends_on"].cummax().groupby(rows["product"]).shift()
    is_two = (rows["vendor"] != of["vendor"].shift()) & ((rows["starts_on"] - ends).abs() > SLACK)
    has_two = is_two.groupby(rows["product"]).transform("any")
    rows["vendor"] = rows["vendor"].where(has_two, of["vendor"].transform("last"))
    rows = rows.sort_values(_KEY, kind="stable", ignore_index=True)
    last_start = rows.groupby(["product", "vendor"])["starts_on"].transform("max")
    follows = (last_start > rows["starts_on"]) & (last_start >= rows["ends_on"] - SLACK)
    return rows.assign(is_followed=follows)


@once
def years(tables: Tables) -> pd.DataFrame:
    """Return the years of each term with what is paid for them.

    A term of up to a year is one; a longer one has a row a year, each dearer by ``increase``, and
    the days of the last year by their share.

    Returns
    -------
    DataFrame
        The columns of `terms`, and ``first, last`` (days), ``daily`` (money at home a day),
        ``dearer`` (what the price of the first year is multiplied by).
    """
    parts = []
    for term in terms(tables).to_dict("records"):
        start, end, step, dearer = term["starts_on"], term["last_on"], 0, 1.0
        is_short = end < start + pd.DateOffset(years=1)
        while start <= end:
            whole = term["starts_on"] + pd.DateOffset(years=step + 1) - _DAY
            last = min(whole, end)
            days = ((last if is_short else whole) - start).days + 1
            daily = term["price"] * term["rate"] * dearer / days
            parts.append({**term, "first": start, "last": last, "daily": daily, "dearer": dearer})
            dearer *= 1 + (0.0 if pd.isna(term["increase"]) else term["increase"])
            start, step = last + _DAY, step + 1
    return pd.DataFrame(parts, columns=[*terms(tables).columns, "first", "last", "daily", "dearer"])


def paid(rows: pd.DataFrame, first: dt.date, last: dt.date) -> pd.Series:
    """Return what rows of `years` cost from one day to another, by days; missing without a rate."""
    begin, end = pd.Timestamp(first), pd.Timestamp(last)
    start = rows["first"].where(rows["first"] > begin, begin)
    until = rows["last"].where(rows["last"] < end, end)
    return ((until - start).dt.days + 1).clip(lower=0) * rows["daily"]


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
    each = rows.groupby(["product", "vendor"], sort=False)
    # a term shorter than a year is compared by the day: half a year costs about half as much
    days = (rows["last_on"] - rows["starts_on"]).dt.days + 1
    rate = rows["price"] / days.where(days >= SHORTEST).clip(MONTH, 365)
    final = years(tables).drop_duplicates(_KEY, keep="last")["dearer"].to_numpy()
    before = (rate * final).groupby([rows["product"], rows["vendor"]]).shift()
    same = (rows["currency"] == each["currency"].shift()) & each["is_followed"].shift().eq(True)
    change = (rate / before.where((before > 0) & same) - 1).astype("float64")
    result = rows.assign(change=change, is_over=is_over)
    return result[~result["is_followed"]].reset_index(drop=True)


def contract_calendar(tables: Tables, *, during: During = None) -> pd.DataFrame:
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
        where that is another currency: "3650.00 USD").
    """
    period = coverage.asked_period(tables, during)
    rows = latest(tables, period)
    rows = rows[~rows["is_over"]]
    notice = pd.to_timedelta(rows["notice_days"].astype("float64").fillna(0), unit="D")
    abroad = rows["currency"] != tables.settings.organisation.currency
    now = years(tables)
    now = now[now["last"] > pd.Timestamp(period.end)].drop_duplicates(_KEY)
    factor = rows[_KEY].merge(now[[*_KEY, "dearer"]], on=_KEY, how="left")["dearer"].to_numpy()
    price = rows["price"] * factor
    text = price.map("{:.2f}".format).astype("str") + " " + rows["currency"].astype("str")
    rows = rows.assign(notice_by=rows["ends_on"] - notice, price=price * rows["rate"])
    text = text.where(abroad & price.notna(), "").astype("str")
    rows = rows.assign(price_in=text, change_share=rows["change"])
    columns = ["notice_by", "product", "vendor", "ends_on", "auto_renews", "price", "change_share"]
    is_told = {"price_in": abroad.any(), "auto_renews": rows["auto_renews"].notna().any()}
    result = rows[[name for name in (*columns, "price_in") if is_told.get(name, True)]]
    return result.sort_values(["notice_by", "product"], kind="stable", ignore_index=True)


def renewing(calendar: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a calendar whose contracts are stated to renew by themselves."""
    return calendar[calendar.get("auto_renews", calendar["product"]).eq(True).fillna(False)]


def renewed(tables: Tables, period: Period) -> list[dict[Hashable, Any]]:
    """Return what renews by itself because notice was due in the last three months of a period."""
    try:
        rows = renewing(contract_calendar(tables, during=period))
    except NotMeasuredError:
        return []
    after = pd.Timestamp(period.end) + _DAY
    days = rows["notice_by"]
    rows = rows[(days < after) & (days >= after - pd.DateOffset(months=3))]
    return rows[["product", "ends_on", "notice_by"]].astype("str").to_dict("records")


def ahead(period: Period) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and last of the days that are looked ahead to after a period."""
    first = pd.Timestamp(period.end) + _DAY
    return first, first + pd.DateOffset(months=AHEAD) - _DAY


def contract_scenarios(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return what contracts cost in the year ahead if every price rises at its renewal.

    Parameters
    ----------
    tables : Tables
        Uses ``contracts``; ``increases`` under ``[money]`` of the settings.
    during : str or Period, optional
        The year begins on the day after it.

    Returns
    -------
    DataFrame
        Measure frame with ``scenario`` in front, unit ``money``: ``contracts committed`` (of terms
        agreed already, over all), then ``contract bill`` with prices as they are, with the
        increases that contracts state, and with each of the settings; with each ``added by price
        rises``, which an ask has to hold on top. Contracts without a price or a rate of their
        currency are left out, and the method says how many.

    Notes
    -----
    A contract renews on the day after its end at the price of a day of its last year times one plus
    the rise. Those that ended before, and terms of less than 28 days, are not taken for renewed.
    """
    period = coverage.asked_period(tables, during)
    first, last = ahead(period)
    current = latest(tables, period)
    runs = current[~current["is_over"]]
    require((runs["price"] * runs["rate"]).notna().any(), "no_contract_prices")
    every = years(tables)
    agreed = float(paid(every, first.date(), last.date()).sum())
    final = every[~every["is_followed"]].drop_duplicates(_KEY, keep="last")
    length = (final["last_on"] - final["starts_on"]).dt.days + 1
    final = final[(final["last"] > pd.Timestamp(period.end)) & (length >= SHORTEST)]
    again = paid(final.assign(first=final["last"] + _DAY, last=last), first.date(), last.date())
    rises: dict[str, Any] = {AS_NOW: 0.0, AGREED: final["increase"].fillna(0.0)}
    if not (rises[AGREED] != 0).any():
        del rises[AGREED]
    rises |= {RISES.format(n=f"{100 * one:g}"): one for one in tables.settings.money.increases}
    rows = [number(COMMITTED, agreed, scenario=ALL)]
    for name, rise in rises.items():
        more = float((again * rise).sum())
        rows.append(number(BILL, agreed + float(again.sum()) + more, scenario=name))
        rows += [number(MORE, more, scenario=name)] if name != AS_NOW else []
    gaps = {"without_rate": runs["rate"].isna().sum(), "without_price": runs["price"].isna().sum()}
    basis = join("contract_days", *(note(name, n=int(n)) for name, n in gaps.items() if n))
    return measure_frame(rows, ["scenario"], basis=basis)
