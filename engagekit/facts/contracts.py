"""Contracts: the terms of each, and what is paid for every year of them."""

import pandas as pd

from engagekit.facts import reading
from engagekit.parsing.values import fold
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

DAY = pd.Timedelta(days=1)
SLACK = pd.Timedelta(days=31)
"""By how much a next term may begin before the last day of the one it follows: dates of invoices
overlap by days. What begins earlier is a second contract of the same name."""
TERM = ["product", "vendor", "starts_on"]
"""What names a term."""


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
    currency = rows["currency"].astype("str").str.strip().str.upper()
    texts = rows[["product", "vendor", "service", "platform"]].astype("str").fillna("")
    rows = rows.assign(**texts, rate=currency.map(rates).astype("float64"))
    rows["product"] = rows["product"].groupby(fold(rows["product"])).transform("last")
    start, end = rows["starts_on"], rows["ends_on"]
    rows["last_on"] = end.mask((end.dt.day == start.dt.day) & (end > start), end - DAY)
    rows = rows.sort_values(["product", "starts_on"], kind="stable", ignore_index=True)
    rows["vendor"] = _vendors(rows)
    rows = rows.sort_values(TERM, kind="stable", ignore_index=True)
    last_start = rows.groupby(["product", "vendor"])["starts_on"].transform("max")
    follows = (last_start > rows["starts_on"]) & (last_start >= rows["ends_on"] - SLACK)
    return rows.assign(is_followed=follows)


def _vendors(rows: pd.DataFrame) -> pd.Series:
    """Return the vendor of each term: the last of its product, where no two sell it at once."""
    product = rows["product"]
    vendor = rows["vendor"].mask(rows["vendor"] == "").astype("str")
    vendor = vendor.fillna(vendor.groupby(product).transform("first")).fillna("")
    before = vendor.groupby(product).shift()
    ended = rows["ends_on"].groupby(product).cummax().groupby(product).shift()
    # a vendor that comes as another goes has its name or its rights
    is_second = (vendor != before) & ((rows["starts_on"] - ended).abs() > SLACK)
    has_two = is_second.groupby(product).transform("any")
    return vendor.where(has_two, vendor.groupby(product).transform("last"))


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
    every = terms(tables)
    parts = []
    for term in every.to_dict("records"):
        start, end, dearer = term["starts_on"], term["last_on"], 1.0
        increase = 0.0 if pd.isna(term["increase"]) else term["increase"]
        first, year = start, 1
        while first <= end:
            whole = start + pd.DateOffset(years=year) - DAY
            last = min(whole, end)
            is_short = year == 1 and end < whole
            days = ((last if is_short else whole) - first).days + 1
            daily = term["price"] * term["rate"] * dearer / days
            parts.append({**term, "first": first, "last": last, "daily": daily, "dearer": dearer})
            dearer *= 1 + increase
            first, year = last + DAY, year + 1
    rows = pd.DataFrame(parts, columns=[*every.columns, "first", "last", "daily", "dearer"])
    return rows.astype({"first": "datetime64[us]", "last": "datetime64[us]"})


def between(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of `years` of which a day lies between two days, both included."""
    return rows[(rows["first"] <= last) & (rows["last"] >= first)]


def paid(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """Return what rows of `years` cost from one day to another, by days; missing without a rate."""
    days = reading.overlap(rows["first"], rows["last"], first, last)
    return days.clip(lower=0) * rows["daily"]
