"""What each service of the library costs, and the money that is tied to none."""

import pandas as pd

from engagekit.errors import SettingsError, error_text
from engagekit.facts import Facts, contracts
from engagekit.facts.services import fits, names, owners
from engagekit.locale.missing import require
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.basis import join
from engagekit.measures.engine import of_facts
from engagekit.measures.funding import money_of
from engagekit.measures.quadrant import COST
from engagekit.settings.periods import Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

UNTIED = "not tied to a service"
"""The row of shared money: it is never spread over services."""
LINE, CONTRACT = "line", "contract"


@once
@of_facts
def service_cost(facts: Facts) -> pd.DataFrame:
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
    services = names(facts.tables)
    require(services, "no_services")
    spent, basis = _payments(facts.tables, facts.period)
    require(len(spent), "no_service_money")
    lines = spent[spent["kind"] == LINE]
    if len(lines) and spent.loc[spent["kind"] == CONTRACT, "service"].notna().any():
        require(facts.settings.money.contract_lines, "contract_lines")
        twice = lines[lines["pays_contracts"] & lines["service"].notna()]
        for payer, service in twice[["payer", "service"]].to_numpy():
            raise SettingsError(error_text("service_cost.one_way", line=payer, of=service))
    tied = spent.groupby("service")["amount"].sum(skipna=False).reindex(services)
    left, _ = _money_of_no_service(spent)
    costs = pd.concat([pd.Series({ALL: tied.sum() + left}), tied])
    if left:
        costs[UNTIED] = left
    rows = costs.rename_axis("service").rename("estimate").reset_index().assign(measure=COST)
    return measure_frame(rows, ["service"], basis=join(basis, "contract_days"))


def _payments(tables: Tables, period: Period) -> tuple[pd.DataFrame, str]:
    """Return the lines and contracts that paid for a period, and how the lines came about.

    ``kind, payer, amount, service`` (missing where none claims it), ``pays_contracts`` (a line out
    of which they are paid).
    """
    basis = ""
    lines = bills = pd.Series(dtype="float64", index=pd.Index([], dtype="str"))
    if tables.has("budget"):
        money, basis = money_of(tables, period)
        lines = money["amount"].groupby(money["line"].astype("str")).sum()
    if tables.has("contracts"):
        first, last = pd.Timestamp(period.start), pd.Timestamp(period.end)
        rows = contracts.between(contracts.years(tables), first, last)
        bills = contracts.paid(rows, first, last).set_axis(rows["product"])
    spent = pd.concat({LINE: lines, CONTRACT: bills}, names=["kind", "payer"])
    spent = spent.rename("amount").reset_index()
    is_line, pay = spent["kind"] == LINE, tables.settings.money.contract_lines
    of_line, of_contract = (
        spent["payer"].map(owners(tables, kind)).astype("object") for kind in ("lines", "contracts")
    )
    return spent.assign(
        service=of_line.where(is_line, of_contract),
        pays_contracts=is_line & spent["payer"].map(lambda payer: fits(payer, pay)).astype(bool),
    ), basis


def _money_of_no_service(spent: pd.DataFrame) -> tuple[float, float]:
    """Return the money of no service: lines that none claims, less the contracts paid from them.

    Invoices of a year may be booked in another quarter than the days they pay for, so contracts can
    cost more than their lines in a period; then nothing of those lines is left. Second: what they
    paid beyond all contracts, those of no service too.
    """
    is_contract, is_free = spent["kind"] == CONTRACT, spent["service"].isna()
    amount = spent["amount"].astype("float64")
    if is_contract.all():
        return float(amount[is_free].sum()), 0.0
    tied = float(amount[is_contract & ~is_free].sum())
    bills = float(amount[spent["pays_contracts"] & is_free].sum())
    rest = float(amount[~is_contract & is_free & ~spent["pays_contracts"]].sum())
    beyond = max(bills - float(amount[is_contract].sum()), 0.0) if tied else 0.0
    return rest + max(bills - tied, 0.0), beyond


def beyond_contracts(tables: Tables, period: Period) -> float:
    """Return what of the money of no service the lines for contracts paid beyond their days."""
    return _money_of_no_service(_payments(tables, period)[0])[1]
