"""The ask: do nothing, hold or grow, each with amount, what it buys and what follows from it."""

from collections.abc import Callable

import pandas as pd

from engagekit.errors import DataError, NotMeasuredError
from engagekit.facts import Facts, reading
from engagekit.locale.missing import require
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.engine import of_facts
from engagekit.measures.events import attendance
from engagekit.measures.funding import funding
from engagekit.measures.people import reach
from engagekit.measures.response import response_rate
from engagekit.measures.satisfaction import net_promoter, satisfaction
from engagekit.measures.value import value
from engagekit.settings.periods import During
from engagekit.tables.cache import once
from engagekit.tables.memberships import memberships
from engagekit.tables.tables import Tables

Source = Callable[..., pd.DataFrame]
BY_DEPARTMENT: tuple[Source, ...] = (reach, satisfaction, net_promoter, response_rate, funding)
SOURCES: tuple[Source, ...] = (*BY_DEPARTMENT, attendance, value)
"""Where a line of evidence finds its number."""


@once
@of_facts
def evidence(facts: Facts) -> pd.DataFrame:
    """Return the numbers of the report that the options lean on, each once, with its interval.

    Returns
    -------
    DataFrame
        Measure frame: the very rows of the measures that ``evidence`` names in the settings. Where
        the ask is for a department, with ``department`` in front: its own row of each, also where
        it speaks against the ask, and the one over all.

    Raises
    ------
    NotMeasuredError
        If the settings hold no ask, or none of its evidence could be measured.
    """
    tables = facts.tables
    wanted = _wanted(tables)
    unit = tables.settings.ask.department if not tables.scope else None
    by, groups = ("department", [unit, ALL]) if unit else (None, [ALL])
    matches: dict[str, pd.DataFrame] = {}
    for measured in SOURCES:
        options = {"by": by} if by and measured in BY_DEPARTMENT else {}
        try:
            rows = measured(tables, during=facts.period, **options)
        except DataError:
            continue
        for name in wanted:
            mine = rows[(rows["measure"] == name) & rows["estimate"].notna()]
            if "department" in mine.columns:
                mine = mine[mine["department"].isin(groups)].drop_duplicates("department")
                mine = mine.sort_values("department", key=lambda one: one == ALL, kind="stable")
            elif len(mine):
                mine = mine.head(1).assign(**({"department": ALL} if unit else {}))
            if name not in matches and len(mine):
                matches[name] = mine
    require(matches, "no_evidence", names=", ".join(wanted))
    rows = pd.concat([matches[name] for name in wanted if name in matches])
    return measure_frame(rows, ["department"] if unit else [])


def _wanted(tables: Tables) -> list[str]:
    """Return the measures that the options name, each once."""
    options = tables.settings.ask.options
    require(options, "unset_ask")
    return list(dict.fromkeys(name for option in options for name in option.evidence))


def same_line(tables: Tables, department: str) -> tuple[str, str]:
    """Return the department whose budget has a line of this one's, and the line; else nothing.

    A line on which more than half of the departments stand likens nobody. Of several departments
    it is the one nearest in size.
    """
    if not (department and tables.has("budget") and tables.has("contacts")):
        return "", ""
    budget = reading.rows(tables, "budget", "department", "line").dropna().drop_duplicates()
    sizes = memberships(tables)["department"].value_counts()
    budget = budget[budget["department"].isin(sizes.index)]
    others = budget["department"] != department
    mine = budget.loc[~others, "line"]
    on_line = budget.groupby("line").size()
    shared = on_line[on_line.index.isin(mine) & on_line.between(2, len(sizes) / 2)]
    if shared.empty:
        return "", ""
    line = shared.idxmin()
    names = sorted(budget.loc[others & (budget["line"] == line), "department"])
    apart = (sizes[names] - sizes.get(department, 0)).abs()
    return str(apart.idxmin()), str(line)


def ask(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return the three options, in the order do nothing, hold, grow.

    Parameters
    ----------
    tables : Tables
        Its settings hold the options, and the language in which their words are taken.
    during : str or Period, optional
        Of the evidence.

    Returns
    -------
    DataFrame
        Listing: ``option, recommended, amount, buys, consequence, evidence``; evidence names
        numbers of `evidence`, with "(not measured)" where there is none.
    """
    wanted = _wanted(tables)
    try:
        existing = set(evidence(tables, during=during)["measure"]) if wanted else set()
    except NotMeasuredError:
        existing = set()
    chosen, locale = tables.settings.ask, tables.locale
    order = ["do nothing", "hold", "grow"]
    rows = [
        {
            "option": option.name,
            "recommended": option.name == chosen.recommended,
            "amount": float(option.amount),
            **dict(zip(("buys", "consequence"), option.words(locale.language), strict=True)),
            "evidence": "; ".join(
                locale.name_of(name)
                + ("" if name in existing else f" ({locale.say('evidence.not_measured')})")
                for name in option.evidence
            ),
        }
        for option in sorted(chosen.options, key=lambda one: order.index(one.name))
    ]
    return pd.DataFrame(rows)
