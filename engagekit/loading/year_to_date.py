"""Money of the year to date: each statement counts as what it adds to the one before."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from engagekit.errors import some
from engagekit.parsing.budget_periods import years_so_far
from engagekit.settings.schema import Organisation
from engagekit.tables.problems import NOTE, Problem, problem_of

_OWNER = ["kind", "currency", "department", "cost_centre", "start"]
"""Columns that say whose statement a row is of, and of which year."""


def added(
    frames: Mapping[str, pd.DataFrame], places: Mapping[str, pd.DataFrame], own: Organisation
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Return tables in which money of the year to date is what came since the statement before.

    A line that a statement before did not have is wholly new; one that a later statement does not
    have any more stays as it was. Statements without a line in common are of two offices.

    ``places``: the file of each row. Beside the tables, a note for each
    file whose amounts count otherwise than as they stand.
    """
    money = frames.get("budget", pd.DataFrame({"period": []}))
    periods = years_so_far(money["period"].dropna().astype("str").unique(), own)
    if len(periods) < 2:
        return dict(frames), []
    rows = money[money["period"].isin(periods)].copy()
    rows[["line", *_OWNER[:-1]]] = rows[["line", *_OWNER[:-1]]].astype("object").fillna("")
    rows["line"] = rows["line"].str.strip().str.casefold()
    rows["start"] = rows["period"].map({label: one.start for label, one in periods.items()})
    rows["end"] = rows["period"].map({label: one.end for label, one in periods.items()})
    ends = rows[[*_OWNER, "end"]].drop_duplicates().sort_values("end")
    ends["before"] = ends.groupby(_OWNER)["end"].shift()
    sums = rows.groupby([*_OWNER, "line", "end"])["amount"].sum()  # in the order of the ends
    earlier = sums.groupby([*_OWNER, "line"]).shift().fillna(0.0).rename("earlier")
    rows = rows.reset_index().merge(ends).merge(earlier.reset_index()).set_index("index")
    is_same = rows.groupby([*_OWNER, "end"])["earlier"].transform("any")  # lines in common
    later = rows[rows["before"].notna() & is_same].sort_index()
    if later.empty:
        return dict(frames), []
    first = ~later.duplicated([*_OWNER, "line", "end"])
    new_labels = [
        f"{before + dt.timedelta(days=1)}..{end}"
        for before, end in zip(later["before"], later["end"], strict=True)
    ]
    amounts, labels = money["amount"].copy(), money["period"].copy()
    amounts.loc[later.index] = later["amount"] - later["earlier"].where(first, 0.0)
    labels.loc[later.index] = new_labels
    of = places["budget"]["file"].loc[later.index]
    problems = []
    for file, ours in of.groupby(of).groups.items():
        whole, later_part = (some(one[ours].unique()) for one in (later["period"], labels))
        slots = {"periods": whole, "since": later_part}
        problems.append(problem_of("year_to_date.read", str(file), NOTE, "amount", **slots))
    return {**frames, "budget": money.assign(amount=amounts, period=labels)}, problems
