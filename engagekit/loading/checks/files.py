"""What two files hold both and counts twice: the same rows, the same total, the same event."""

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from engagekit.loading.checks import Check, ask
from engagekit.loading.combine import joined_texts, response_content, row_content
from engagekit.parsing.values import fold
from engagekit.tables.problems import Problem
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


def same_total(tables: Tables) -> Iterator[Problem]:
    """Ask about money that adds up to the same in two files, or to one line of another."""
    if "budget" not in tables.places:
        return
    money = tables.budget.assign(file=_files(tables, "budget"), period=tables.budget["period"])
    money = money[money["amount"].abs() >= LEAST]
    for kind, lines in money.groupby("kind"):
        for file, other in combinations(lines["file"].unique(), 2):
            mine, theirs = lines[lines["file"] == file], lines[lines["file"] == other]
            if not set(mine["line"].dropna()).isdisjoint(theirs["line"].dropna()):
                continue  # parts or versions of one list: `money.twice` names the lines
            pairs = [(mine, theirs, file, other), (theirs, mine, other, file)]
            found = (one for one in pairs if len(one[0]) > 1 and _adds_up(one[0], one[1]))
            for several, _, first, second in [*found][:1]:
                total = several["amount"].sum()
                yield ask("files.same_total", first, kind=kind, total=total, other=second)


def _adds_up(lines: pd.DataFrame, others: pd.DataFrame) -> bool:
    """Return whether lines of one time, or all of them, add up to what stands in another file."""
    sums = [lines["amount"].sum(), *lines.groupby("period")["amount"].sum()]
    theirs = [others["amount"].sum(), *others.groupby("period")["amount"].sum(), *others["amount"]]
    return any(abs(mine - other) <= EQUAL * abs(mine) for mine in sums for other in theirs)


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
    same_total: ("budget",),
    same_event: ("events",),
}
