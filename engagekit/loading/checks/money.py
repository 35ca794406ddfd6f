"""What looks wrong with money: another currency, a total among the lines, a line in two files."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import pandas as pd

from engagekit.errors import some
from engagekit.loading.checks import Check, ask, files_of
from engagekit.parsing.budget_periods import either_way, spans, unreadable
from engagekit.parsing.values import fold
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.periods import Period, quarter_of
from engagekit.tables.problems import NOTE, QUESTION, Problem
from engagekit.tables.tables import Tables

LINES = 3
"""Lines of which one is the sum of the others: of two, one is as large as the other by chance."""
GROUPS = ("department", "cost_centre")
"""What a staff list says of whom a library serves."""
STEPS = 2
"""Steps from month to month from which it is no chance that none of ``LINES`` falls."""
MONTH = range(27, 31)
"""Days by which a month's first and last lie apart."""


def currency(tables: Tables) -> Iterator[Problem]:
    """Ask where lines are in a currency for which there is no rate; say so of contracts."""
    home, rates = tables.settings.organisation.currency, tables.settings.money.rates
    for table in ("budget", "contracts"):
        named = tables.frames[table]["currency"].dropna() if tables.has(table) else pd.Series()
        strange = named[~named.str.strip().str.upper().isin([home, *rates])]
        if len(strange):
            # sections on contracts name the currencies that they leave out
            level, files = QUESTION if table == "budget" else NOTE, files_of(tables, table)
            n, names = len(strange), strange.unique()
            yield ask("money.currency", files, level, n=n, currencies=names, home=home)


def twice(tables: Tables) -> Iterator[Problem]:
    """Ask about lines that stand twice with the same amount, for the same department and time."""
    key = ["period", "department", "cost_centre", "line", "kind", "amount"]
    lines = tables.budget[tables.budget["amount"] != 0]
    days = lines["period"].astype("str").str.fullmatch(r"\d{4}-\d\d-\d\d", na=False)
    again = lines.duplicated(key) & lines["line"].notna() & ~days  # postings of a day may be alike
    if again.any():
        yield ask("money.twice", tables, n=int(again.sum()), list=lines.loc[again, "line"].unique())


def no_spending(tables: Tables) -> Iterator[Problem]:
    """Ask about lines that are numbers of things, or money that comes in and adds to spending."""
    lines, kinds = tables.budget, words("money.lines")
    bare = lines["line"].astype("str").fillna("").str.replace(r"\([^)]*\d[^)]*\)", "", regex=True)
    named = fold(bare)  # `Salaries (2.6 FTE)` are money
    strange = named.str.contains("|".join(kinds["numbers"]), regex=True)
    income = named.str.contains("|".join(kinds["income"]), regex=True)
    strange |= income & (lines["amount"] > 0)
    if lower := some(lines.loc[income & (lines["amount"] < 0), "line"].unique()):
        yield ask("money.income", tables, NOTE, list=lower)
    if strange.any():
        yield ask("money.no_spending", tables, list=lines.loc[strange, "line"].unique())


def growing(tables: Tables) -> Iterator[Problem]:
    """Ask about lines that all grow from month to month, as sums of the year so far do."""
    spans_of = readable_periods(tables, tables.budget["period"]).items()
    short = {label: one.end for label, one in spans_of if (one.end - one.start).days in MONTH}
    lines = tables.budget.assign(end=tables.budget["period"].map(short).astype("object"))
    keys = ["department", "cost_centre", "line"]
    lines = lines.astype(dict.fromkeys(keys, "object")).fillna(dict.fromkeys(keys, ""))
    for _, rows in lines.dropna(subset="end").groupby("kind", sort=False):
        grid = rows.groupby([*keys, "end"])["amount"].sum().unstack("end")
        steps = grid.diff(axis=1).iloc[:, 1:]
        steps = steps[(steps != 0).any(axis=1)]
        enough = steps.shape[0] >= LINES and steps.shape[1] >= STEPS
        if enough and (steps.to_numpy() >= 0).all():
            last = f"{grid.columns[-1]:%Y-%m}"
            yield ask("money.growing", tables, n=len(steps), last=last)


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


def sum_of_others(tables: Tables) -> Iterator[Problem]:
    """Ask about a line that is not called total and is the sum of all others of its time."""
    lines = tables.budget[tables.budget["amount"].fillna(0.0) != 0]
    keys, amounts = ["period", "department", "kind", "currency"], lines["amount"].tolist()
    group = lines.groupby(keys, dropna=False, sort=False).ngroup().to_numpy()
    for places in pd.Series(range(len(group))).groupby(group).agg(list):
        down = [amounts[at] for at in places]
        up, total = down[::-1], sum(down)
        if heads := _heads(down) or [len(up) - 1 - at for at in _heads(up)]:
            names = some(lines["line"].iloc[[places[at] for at in heads]].dropna().unique())
            yield ask("money.sums", tables, list=names)
        alike = [at for at in places if abs(amounts[at] - (total - amounts[at])) < 0.01]
        if len(places) >= LINES and len(alike) == 1:
            line = lines.iloc[alike[0]]
            slots = {name: line[name] for name in ("line", "amount", "period")}
            yield ask("money.sum_of_others", tables, n=len(places) - 1, **slots)


def _heads(amounts: Sequence[float]) -> list[int]:
    """Return the places of sums, each of those right below it, where the whole list is of them."""
    # none where there is but one, or each has a single line below: amounts may be equal by chance
    heads, at = [], 0
    while at < len(amounts):
        sums = enumerate(accumulate(amounts[at + 1 :]), 1)
        width = next((n for n, one in sums if abs(one - amounts[at]) < 0.01), 0)
        if not width:
            return []
        heads.append(at)
        at += width + 1
    return heads if 1 < len(heads) < len(amounts) / 2 else []


def overlapping(tables: Tables) -> Iterator[Problem]:
    """Ask about lines that have money for times that overlap: a part would count twice."""
    days = readable_periods(tables, tables.budget["period"])
    lines = tables.budget[tables.budget["period"].isin(days) & tables.budget["line"].notna()]
    lines = lines[lines["amount"] != 0]
    lines = lines.assign(
        start=lines["period"].map({label: pd.Timestamp(one.start) for label, one in days.items()}),
        end=lines["period"].map({label: pd.Timestamp(one.end) for label, one in days.items()}),
    )
    key = ["kind", "currency", "department", "cost_centre", "line"]
    times = lines.drop_duplicates([*key, "start", "end"]).sort_values(["start", "end"])
    both = times[times["start"] <= times.groupby(key, dropna=False)["end"].shift()]
    if len(both):
        names, label = some(both["line"].unique()), both["period"].iloc[0]
        yield ask("money.overlapping", tables, names=names, label=label)


def other_time(tables: Tables) -> Iterator[Problem]:
    """Ask where all money is of another time than what was recorded."""
    days = tables.touches["on"].dropna()
    of = readable_periods(tables, tables.budget["period"]).values()
    if days.empty or not of:
        return
    first, last = min(one.start for one in of), max(one.end for one in of)
    now = quarter_of(days.max().date(), tables.settings.organisation.fiscal_start)
    if last < now.start or first > now.end:
        yield ask("money.other_time", tables, first=first, last=last, day=days.max().date())


def readable_periods(tables: Tables, periods: pd.Series) -> dict[str, Period]:
    """Return the labels that are periods, with their days."""
    labels = [str(label) for label in periods.dropna().unique()]
    bad = {*unreadable(labels, tables.settings.organisation), *either_way(labels)}
    return spans([label for label in labels if label not in bad], tables.settings)


def undecided(tables: Tables) -> Iterator[Problem]:
    """Ask where the days of postings could be day first or month first."""
    if unsure := either_way(map(str, tables.budget["period"].dropna().unique())):
        yield ask("money.undecided", tables, count=len(unsure), unsure=unsure[0])


def other_units(tables: Tables) -> Iterator[Problem]:
    """Ask about cost centres beside the library's own that are of no department that it serves."""
    own = [*fold(pd.Series(tables.settings.library.departments, dtype="str"))]
    units = tables.budget["cost_centre"].dropna().astype("str")
    cells = [tables.contacts[one] for one in GROUPS] if tables.has("contacts") else []
    known = {*fold(pd.concat([*cells, units[:0]]).dropna().astype("str"))}
    others = units[~fold(units).map(lambda unit: unit in known or any(one in unit for one in own))]
    if len(others) and fold(units).isin(own).any():
        yield ask("money.other_units", tables, list=others.unique())


_OF_BUDGET: tuple[Check, ...] = (
    *(twice, no_spending, undecided, sum_of_others, growing, overlapping),
    other_units,
)
CHECKS: dict[Check, tuple[str, ...]] = {
    **dict.fromkeys(_OF_BUDGET, ("budget",)),
    currency: (),
    **dict.fromkeys((two_terms, long_terms), ("contracts",)),
    other_time: ("budget", "touches"),
}
