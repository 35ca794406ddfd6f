"""What two files hold both and counts twice: the same rows, the same total, the same event."""

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from engagekit.loading.checks import Check, ask
from engagekit.loading.checks.money import readable_periods
from engagekit.loading.combine import joined_texts, response_content, row_content
from engagekit.parsing.values import fold
from engagekit.tables.problems import NOTE, QUESTION, Problem
from engagekit.tables.tables import Tables

RECORDS = ("touches", "counts", "support", "testimonials", "follow_ups", "plans", "usage")
NAMED = ("display_name", "email", "contact_id")
HALF = 0.5
"""Share of the rows of the shorter file from which two files may be one: two desks that count the
same things agree in fewer."""
SEVERAL = 3
"""Equal rows that name a person from which it is no chance."""
EQUAL = 0.0005
"""Part of a total by which another may differ and be the same money: rounded to hundreds."""
LEAST = 100
"""Amounts that seldom recur by chance."""


def same_rows(tables: Tables) -> Iterator[Problem]:
    """Ask about rows that two files have both: each of them counts."""
    for name in (*RECORDS, "respondents"):
        needed = (name, "responses") if name == "respondents" else (name,)
        if not tables.has(*needed) or name not in tables.places:
            continue
        files = _files(tables, name)
        if len(files.unique()) < 2:
            continue
        frame = tables.frames[name]
        if name == "respondents":
            content = response_content(dict(tables.frames))
            is_named = pd.Series(True, index=content.index)
        else:
            content = row_content(name, frame)
            people = [one for one in NAMED if one in frame]
            is_named = joined_texts(frame, people) != ""
        rows = pd.DataFrame({"text": content, "named": is_named, "file": files})
        rows = rows.drop_duplicates(["text", "file"])
        sizes = rows["file"].value_counts().to_dict()
        both = rows.merge(rows, on="text", suffixes=("", "_other"))
        both = both[both["file"] > both["file_other"]]
        for (file, other), part in both.groupby(["file", "file_other"]):
            file, other = str(file), str(other)
            share = len(part) / min(sizes[file], sizes[other])
            if share >= HALF or part["named"].sum() >= SEVERAL:
                yield ask("files.same_rows", file, n=len(part), name=name, other=other)


def same_money(tables: Tables) -> Iterator[Problem]:
    """Ask about lists whose money adds up to the same; say which are of the same time."""
    if "budget" not in tables.places:
        return
    places = tables.places["budget"].at(range(len(tables.budget)))
    days = readable_periods(tables, tables.budget["period"])
    money = tables.budget.assign(
        file=places["file"].to_numpy(),
        place=(places["file"] + "|" + places["sheet"]).to_numpy(),
        start=tables.budget["period"].map({label: one.start for label, one in days.items()}),
        end=tables.budget["period"].map({label: one.end for label, one in days.items()}),
    )
    money = money.dropna(subset="start")
    planned = {*money.loc[money["kind"] == "budget", "place"]}
    for kind, lines in money.groupby("kind"):
        for first, second in combinations(lines["place"].unique(), 2):
            mine, theirs = lines[lines["place"] == first], lines[lines["place"] == second]
            is_one_list = not set(mine["line"].dropna()).isdisjoint(theirs["line"].dropna())
            apart = mine["end"].max() < theirs["start"].min()
            apart |= theirs["end"].max() < mine["start"].min()
            if apart or is_one_list:  # `money.twice` names the lines of versions of one list
                continue
            slots = {"kind": kind, "other": mine["file"].iloc[0], "total": theirs["amount"].sum()}
            file = str(theirs["file"].iloc[0])
            if _adds_up(mine, theirs) or _adds_up(theirs, mine):
                yield ask("files.same_total", file, **slots)
                continue
            # what is set against a plan is all that was spent, so postings beside it are part of it
            is_note = kind == "budget" or (first in planned) == (second in planned)
            yield ask("files.same_time", file, NOTE if is_note else QUESTION, **slots)


def _adds_up(lines: pd.DataFrame, others: pd.DataFrame) -> bool:
    """Return whether several lines, of one time or all, add up to what stands in another list."""
    if len(lines) < 2:
        return False
    sums = [lines["amount"].sum(), *lines.groupby("period")["amount"].sum()]
    theirs = [others["amount"].sum(), *others["amount"]]
    large = [one for one in sums if abs(one) >= LEAST]
    return any(abs(mine - other) <= EQUAL * abs(mine) for mine in large for other in theirs)


def same_event(tables: Tables) -> Iterator[Problem]:
    """Ask about an event that a list has and another file has too, of the same title and day."""
    if "events" not in tables.places:
        return
    events = tables.events.assign(file=_files(tables, "events"), day=tables.events["started_at"])
    events = events.assign(day=events["day"].dt.date, called=fold(events["title"].astype("str")))
    events = events.dropna(subset=["day", "title"])
    for _, same in events.groupby(["day", "called"]):
        first, *others = same.drop_duplicates("file").to_dict("records")
        for row in others:
            slots = {"title": row["title"], "day": row["day"], "other": first["file"]}
            yield ask("files.same_event", row["file"], **slots)


def _files(tables: Tables, name: str) -> pd.Series:
    """Return the file of each row of a table."""
    places = tables.places[name].at(range(len(tables.frames[name])))
    return pd.Series(places["file"].to_numpy(), index=tables.frames[name].index)


CHECKS: dict[Check, tuple[str, ...]] = {
    same_rows: (),
    same_money: ("budget",),
    same_event: ("events",),
}
