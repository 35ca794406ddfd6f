"""What each service of the library costs, and the money that is tied to none."""

import pandas as pd

from engagekit.errors import NotMeasuredError, SettingsError, error_text
from engagekit.facts import coverage
from engagekit.locale.missing import not_measured, require
from engagekit.measures import quadrant
from engagekit.measures._frame import ALL, measure_frame, number
from engagekit.measures._services import fits, names, owners
from engagekit.measures.basis import join
from engagekit.measures.contracts import paid, years
from engagekit.measures.funding import spend
from engagekit.settings.periods import During, Period, span
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

UNTIED = "not tied to a service"
"""The row of shared money: it is never spread over services."""
ONE_OFF = " (one-off)"


@once
def service_cost(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return what each service cost in a period: its budget lines and its contracts.

    Parameters
    ----------
    tables : Tables
        Uses ``budget`` and ``contracts`` (one is enough), and ``[services]`` of the settings.

    Returns
    -------
    DataFrame
        Measure frame with ``service`` in front, unit ``money``: ``All``, each service in the order
        of the settings, and ``not tied to a service``. A service of which no money is known has no
        estimate. A contract in a currency without a rate makes the sum of its service unknown.

    Raises
    ------
    NotMeasuredError
        Without services or money; or where a budget and contracts of services are at hand and
        ``contract_lines`` under ``[money]`` does not say which lines pay the contracts: the same
        money would count twice.
    SettingsError
        If a service claims a line out of which contracts are paid, or two claim one thing.
    """
    period = coverage.asked_period(tables, during)
    services = names(tables)
    require(services, "no_services")
    lines, basis = _lines(tables, period)
    contracts = _contracts(tables, period)
    if lines.empty and contracts.empty:
        raise not_measured("no_service_money")
    pay = tables.settings.money.contract_lines
    of = owners(tables, "lines")
    if not lines.empty and contracts["service"].notna().any():
        require(pay, "contract_lines")
        if twice := [line for line in lines["line"] if line in of and fits(line, pay)]:
            raise SettingsError(error_text("service_cost.one_way", line=twice[0], of=of[twice[0]]))
    claimed = lines["line"].map(of)
    rows, total = [], 0.0
    for service in services:
        own = lines.loc[claimed == service, "amount"]
        bought = contracts.loc[contracts["service"] == service, "amount"]
        known = len(own) + len(bought) > 0
        amount = float(own.sum() + bought.sum(skipna=False)) if known else float("nan")
        rows.append(number(quadrant.COST, amount, service=service))
        total += 0.0 if pd.isna(amount) else amount
    left, _ = _untied(lines, contracts, claimed, pay)
    whole = number(quadrant.COST, total + left, service=ALL)
    tail = [number(quadrant.COST, left, service=UNTIED)] if left else []
    return measure_frame([whole, *rows, *tail], ["service"], basis=join(basis, "contract_days"))


def year_before(period: Period) -> Period:
    """Return the same days a year before."""
    after = pd.Timestamp(period.end) + pd.Timedelta(days=1)
    first, last = (day - pd.DateOffset(years=1) for day in (pd.Timestamp(period.start), after))
    return span(first.date(), last.date() - pd.Timedelta(days=1), period.fiscal_start)


def cost_before(tables: Tables, period: Period) -> dict[str, float]:
    """Return what services cost in the same days a year before.

    Those alone that were paid for by the same lines and contracts, from the same day on: a list of
    contracts without its older terms would make every price rise from nothing, or from some days.
    """
    earlier = year_before(period)
    try:
        then = service_cost(tables, during=earlier).set_index("service")["estimate"]
    except NotMeasuredError:
        return {}
    payers = [_payers(tables, one) for one in (period, earlier)]
    alike = [name for name in names(tables) if payers[0].get(name) == payers[1].get(name)]
    return {str(name): float(value) for name, value in then.reindex(alike).dropna().items()}


def _payers(tables: Tables, period: Period) -> dict[str, set[str]]:
    """Return the lines and contracts that paid for each service, and how the lines came about."""
    (lines, basis), contracts = _lines(tables, period), _contracts(tables, period)
    of = lines["line"].map(owners(tables, "lines"))
    rows = [*zip(of, f"{basis}: " + lines["line"].astype("str"), strict=True)]
    late = contracts.groupby("product")["late"].transform("min").astype("str")
    rows += [*zip(contracts["service"], contracts["product"] + " " + late, strict=True)]
    payers: dict[str, set[str]] = {}
    for service, payer in rows:
        payers.setdefault(str(service), set()).add(str(payer))
    return payers


def _lines(tables: Tables, period: Period) -> tuple[pd.DataFrame, str]:
    """Return the money of each line of the budget, and how it came about."""
    if not tables.has("budget"):
        return pd.DataFrame({"line": pd.Series(dtype="str"), "amount": pd.Series(dtype=float)}), ""
    frame = spend(tables, during=period)
    rows = frame[frame["line"] != ALL]
    plain = rows["line"].astype("str").str.removesuffix(ONE_OFF)
    lines = pd.DataFrame({"line": plain, "amount": rows["estimate"]})
    return lines.reset_index(drop=True), str(frame["basis"].iloc[0])


def _contracts(tables: Tables, period: Period) -> pd.DataFrame:
    """Return what each contract cost in the period, its service and the days it began ``late``."""
    if not tables.has("contracts"):
        return pd.DataFrame(columns=["product", "service", "amount", "late"], dtype="object")
    rows = years(tables)
    inside = rows[
        (rows["last"] >= pd.Timestamp(period.start)) & (rows["first"] <= pd.Timestamp(period.end))
    ]
    amount = paid(inside, period.start, period.end)
    service = inside["product"].map(owners(tables, "contracts")).astype("str")
    late = (inside["first"] - pd.Timestamp(period.start)).dt.days.clip(lower=0)
    columns = {"product": inside["product"], "service": service, "amount": amount, "late": late}
    return pd.DataFrame(columns)


def beyond_contracts(tables: Tables, period: Period) -> float:
    """Return what of the money of no service the lines for contracts paid beyond their days."""
    lines, contracts = _lines(tables, period)[0], _contracts(tables, period)
    claimed = lines["line"].map(owners(tables, "lines"))
    return _untied(lines, contracts, claimed, tables.settings.money.contract_lines)[1]


def _untied(
    lines: pd.DataFrame, contracts: pd.DataFrame, claimed: pd.Series, pay: tuple[str, ...]
) -> tuple[float, float]:
    """Return the money of no service: lines that none claims, less the contracts paid from them.

    Invoices of a year may be booked in another quarter than the days they pay for, so contracts can
    cost more than their lines in a period; then nothing of those lines is left. Second: what they
    paid beyond all contracts, those of no service too.
    """
    free = lines[claimed.isna()]
    if lines.empty:
        return float(contracts.loc[contracts["service"].isna(), "amount"].sum()), 0.0
    for_contracts = free["line"].map(lambda line: fits(line, pay)).astype(bool)
    tied = float(contracts.loc[contracts["service"].notna(), "amount"].sum())
    bills = float(free.loc[for_contracts, "amount"].sum())
    beyond = max(bills - float(contracts["amount"].sum()), 0.0) if tied else 0.0
    return float(free.loc[~for_contracts, "amount"].sum()) + max(bills - tied, 0.0), beyond
