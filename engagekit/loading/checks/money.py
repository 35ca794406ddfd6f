"""What looks wrong with money: another currency, a total among the lines, a line in two files."""

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from engagekit.errors import some
from engagekit.loading.checks import ask, file_of_rows, files_of
from engagekit.parsing.budget_periods import either_way, spans, unreadable
from engagekit.parsing.values import fold
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.periods import Period, quarter_of
from engagekit.tables.problems import NOTE, QUESTION, Problem
from engagekit.tables.tables import Tables

LINES = 3
"""Lines of which one is the sum of the others: of two, one is as large as the other by chance."""
STEPS = 2
"""Steps from month to month from which it is no chance that none of ``LINES`` falls."""
MONTH = range(27, 31)
"""Days by which a month's first and last lie apart."""
CENT = 0.01
EQUAL = 0.0005
"""Part of a total by which another may differ and be the same money: rounded to hundreds."""
LEAST = 100
"""Amounts that seldom recur by chance."""


def currency(tables: Tables) -> Iterator[Problem]:
    """Ask where lines are in a currency for which there is no rate; say so of contracts."""
    home, rates = tables.settings.organisation.currency, tables.settings.money.rates
    # sections on contracts name the currencies that they leave out
    for table, level in (("budget", QUESTION), ("contracts", NOTE)):
        named = tables.frames[table]["currency"].dropna() if tables.has(table) else pd.Series()
        strange = named[~named.str.strip().str.upper().isin([home, *rates])]
        if len(strange):
            slots = {"n": len(strange), "currencies": strange.unique(), "home": home}
            yield ask("money.currency", files_of(tables, table), level, **slots)


def twice(tables: Tables) -> Iterator[Problem]:
    """Ask about lines that stand twice with the same amount, for the same department and time."""
    key = ["period", "department", "cost_centre", "line", "kind", "amount"]
    lines = tables.budget[(tables.budget["amount"] != 0) & tables.budget["line"].notna()]
    is_posting = lines["period"].astype("str").str.fullmatch(r"\d{4}-\d\d-\d\d", na=False)
    again = lines[lines.duplicated(key) & ~is_posting]  # postings of a day may be alike
    if len(again):
        yield ask("money.twice", tables, n=len(again), list=again["line"].unique())


def no_spending(tables: Tables) -> Iterator[Problem]:
    """Ask about lines that are numbers of things, or money that comes in and adds to spending."""
    lines, kinds = tables.budget, words("money.lines")
    # `Salaries (2.6 FTE)` are money
    bare = lines["line"].astype("str").fillna("").str.replace(r"\([^)]*\d[^)]*\)", "", regex=True)
    strange = fold(bare).str.contains("|".join(kinds["numbers"]), regex=True)
    is_income = fold(bare).str.contains("|".join(kinds["income"]), regex=True)
    strange |= is_income & (lines["amount"] > 0)
    if strange.any():
        yield ask("money.no_spending", tables, list=lines.loc[strange, "line"].unique())


def growing(tables: Tables) -> Iterator[Problem]:
    """Ask about lines that all grow from month to month, as sums of the year so far do."""
    lines = _with_days(tables)
    lines = lines[(lines["end"] - lines["start"]).dt.days.isin(MONTH)]
    keys = ["department", "cost_centre", "line"]
    for _, rows in lines.groupby("kind", sort=False):
        months = rows.pivot_table("amount", keys, "end", "sum", dropna=False, observed=True)
        steps = months.dropna(how="all").diff(axis=1).iloc[:, 1:]
        steps = steps[(steps != 0).any(axis=1)]
        enough = steps.shape[0] >= LINES and steps.shape[1] >= STEPS
        if enough and (steps.to_numpy() >= 0).all():
            yield ask("money.growing", tables, n=len(steps), last=f"{months.columns[-1]:%Y-%m}")


def sum_of_others(tables: Tables) -> Iterator[Problem]:
    """Ask about a line that is not called total and is the sum of all others of its time."""
    lines = tables.budget[tables.budget["amount"].fillna(0.0) != 0]
    keys = ["period", "department", "kind", "currency"]
    for _, same_time in lines.groupby(keys, dropna=False, sort=False):
        amounts = same_time["amount"]
        sums = same_time[(2 * amounts - amounts.sum()).abs() < CENT]
        if len(same_time) >= LINES and len(sums) == 1:
            slots = sums.iloc[0][["line", "amount", "period"]].to_dict()
            yield ask("money.sum_of_others", tables, n=len(same_time) - 1, **slots)


def overlapping(tables: Tables) -> Iterator[Problem]:
    """Ask about lines that have money for times that overlap: a part would count twice."""
    lines = _with_days(tables)
    lines = lines[lines["line"].notna() & (lines["amount"] != 0)]
    key = ["kind", "currency", "department", "cost_centre", "line"]
    times = lines.drop_duplicates([*key, "start", "end"]).sort_values(["start", "end"])
    both = times[times["start"] <= times.groupby(key, dropna=False)["end"].shift()]
    if len(both):
        names, label = some(both["line"].unique()), both["period"].iloc[0]
        yield ask("money.overlapping", tables, names=names, label=label)


def other_time(tables: Tables) -> Iterator[Problem]:
    """Ask where all money is of another time than what was recorded."""
    days, lines = tables.touches["on"].dropna(), _with_days(tables)
    if days.empty or lines.empty:
        return
    first, last, day = (
        one.date() for one in (lines["start"].min(), lines["end"].max(), days.max())
    )
    now = quarter_of(day, tables.settings.organisation.fiscal_start)
    if last < now.start or first > now.end:
        yield ask("money.other_time", tables, first=first, last=last, day=day)


def undecided(tables: Tables) -> Iterator[Problem]:
    """Ask where the days of postings could be day first or month first."""
    if unsure := either_way(map(str, tables.budget["period"].dropna().unique())):
        yield ask("money.undecided", tables, count=len(unsure), unsure=unsure[0])


def two_terms(tables: Tables) -> Iterator[Problem]:
    """Ask about terms of one product that overlap: both prices would be paid."""
    terms = tables.contracts.sort_values(["starts_on", "ends_on"])
    product = fold(terms["product"])
    vendor = terms["vendor"].fillna(terms["vendor"].groupby(product).transform("first"))
    before = terms.groupby([product, vendor.fillna("")])["ends_on"].shift()
    both = terms[terms["starts_on"] < before]  # a term may begin on the day that another ends
    if len(both):
        yield ask("money.two_terms", tables, product=both["product"].unique())


def long_terms(tables: Tables) -> Iterator[Problem]:
    """Say that the price of a term of several years is read as that of each."""
    terms = tables.contracts
    long = terms[terms["ends_on"] > terms["starts_on"] + pd.DateOffset(years=1)]
    each = zip(long["product"], long["price"], strict=True)
    if named := [f"{name} ({price:,.0f})" for name, price in each if pd.notna(price)]:
        yield ask("money.long_terms", tables, NOTE, list=list(dict.fromkeys(named)))


def same_total(tables: Tables) -> Iterator[Problem]:
    """Ask about lists of one time whose money adds up to the same."""
    lines = _with_days(tables)
    lines["file"] = file_of_rows(tables, "budget")
    for kind, of_kind in lines.groupby("kind"):
        lists = [part for _, part in of_kind.groupby("file", sort=False)]
        for first, second in combinations(lists, 2):
            is_one_list = first["line"].dropna().isin(second["line"]).any()  # `twice` names them
            is_apart = first["end"].max() < second["start"].min()
            is_apart |= second["end"].max() < first["start"].min()
            adds_up = _adds_up(first, second) or _adds_up(second, first)
            if adds_up and not is_one_list and not is_apart:
                slots = {"other": first["file"].iloc[0], "total": second["amount"].sum()}
                yield ask("files.same_total", second["file"].iloc[0], kind=kind, **slots)


def _adds_up(lines: pd.DataFrame, others: pd.DataFrame) -> bool:
    """Return whether several lines, of one time or all, add up to what stands in another list."""
    sums = [lines["amount"].sum(), *lines.groupby("period")["amount"].sum()]
    large = [total for total in sums if abs(total) >= LEAST and len(lines) > 1]
    theirs = [others["amount"].sum(), *others["amount"]]
    return any(abs(total - other) <= EQUAL * abs(total) for total in large for other in theirs)


def readable_periods(tables: Tables, periods: pd.Series) -> dict[str, Period]:
    """Return the labels that are periods, with their days."""
    labels = [str(label) for label in periods.dropna().unique()]
    bad = {*unreadable(labels, tables.settings.organisation), *either_way(labels)}
    return spans([label for label in labels if label not in bad], tables.settings)


def _with_days(tables: Tables) -> pd.DataFrame:
    """Return the lines of readable periods with their ``start`` and ``end``."""
    periods = readable_periods(tables, tables.budget["period"])
    lines: pd.DataFrame = tables.budget[tables.budget["period"].isin(periods)]
    return lines.assign(
        start=pd.to_datetime(lines["period"].map({k: one.start for k, one in periods.items()})),
        end=pd.to_datetime(lines["period"].map({k: one.end for k, one in periods.items()})),
    )
