"""Money of one time in two lists: all of it counts, so some may count twice."""

from collections.abc import Mapping, Sequence
from itertools import permutations

import pandas as pd

from engagekit.errors import some
from engagekit.loading.read_file import Loaded
from engagekit.parsing.budget_periods import either_way, spans, unreadable
from engagekit.settings.schema import Settings
from engagekit.tables.problems import NOTE, QUESTION, Problem, problem_of

EQUAL = 0.0005
"""Part of an amount by which it may differ from the sum of lines that it is: rounded to hundreds.
Of 12 months beside 20 lines, two amounts are that near by chance in one case of thirty."""
LEAST, SEVERAL = 100, 3
"""Amounts that seldom recur by chance, and how many of them are in both of two lists."""
DAY = pd.Timedelta(days=1)
_OWNER = ["kind", "currency", "department", "cost_centre", "line"]


def without_sums(
    frames: Mapping[str, pd.DataFrame], good: Sequence[Loaded], settings: Settings
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Return tables in which a line that is the sum of its own parts in time adds nothing to them.

    Its parts are of one name, owner, kind and currency; their times follow each other from its
    first day to its last. Beside the tables, a note for each file that holds such sums.
    """
    money = frames.get("budget", pd.DataFrame())
    if money.empty:
        return dict(frames), []
    rows = _dated(money, good, settings)
    rows = rows[rows["start"].notna() & rows["line"].notna() & (rows["amount"].fillna(0) != 0)]
    rows = rows.assign(owner=rows.groupby(_OWNER, dropna=False).ngroup())
    times = rows.groupby(["owner", "start", "end"])["amount"].sum().reset_index()
    times = times.sort_values(["owner", "start", "end"], ascending=[True, True, False])
    until = times.groupby("owner")["end"].cummax().groupby(times["owner"]).shift()
    overlapping = times["owner"].isin(times.loc[times["start"] <= until, "owner"])
    sums = pd.Series(False, rows.index)
    for owner, same in times[overlapping].groupby("owner"):
        left = same.iloc[(same["end"] - same["start"]).argsort(kind="stable")]
        for at, _, start, end, total in left.itertuples():
            parts = left[left["start"].ge(start) & left["end"].le(end)].drop(at)
            parts = parts.sort_values("start")
            follow = [*parts["start"], end + DAY] == [start, *(parts["end"] + DAY)]
            if follow and len(parts) and abs(parts["amount"].sum() - total) <= EQUAL * abs(total):
                sums |= (rows["owner"] == owner) & (rows["start"] == start) & (rows["end"] == end)
                left = left.drop(at)
    if not sums.any():
        return dict(frames), []
    each = rows[sums].groupby("of")["line"].unique()
    problems = [
        problem_of("same_money.sums", good[int(at)].file, NOTE, "period", names=some(names))
        for at, names in zip(each.index, each, strict=True)
    ]
    amounts = money["amount"].mask(money.index.isin(sums.index[sums]), 0.0)
    return {**frames, "budget": money.assign(amount=amounts)}, problems


def _dated(money: pd.DataFrame, good: Sequence[Loaded], settings: Settings) -> pd.DataFrame:
    """Return lines of money with their file, by its place, and the first and last day of each."""
    labels, own = [*map(str, money["period"].dropna().unique())], settings.organisation
    bad = {*unreadable(labels, own), *either_way(labels)}
    days = spans([label for label in labels if label not in bad], settings)
    lengths = [len((part.frames or {}).get("budget", ())) for part in good]
    start = {label: pd.Timestamp(one.start) for label, one in days.items()}
    end = {label: pd.Timestamp(one.end) for label, one in days.items()}
    return money.assign(
        of=[at for at, length in enumerate(lengths) for _ in range(length)],
        start=money["period"].map(start),
        end=money["period"].map(end),
    )


def _recurring(lines: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    """Return the amounts of half of the lines or more that stand in another list for their time."""
    each = lines[lines["amount"].abs() >= LEAST].reset_index(drop=True)
    both = each.reset_index().merge(others, on="amount", suffixes=("", "_there"))
    inside = both["start"].ge(both["start_there"]) & both["end"].le(both["end_there"])
    found = each.loc[[*{*both.loc[inside, "index"]}], "amount"].drop_duplicates()
    return [f"{one:,.2f}" for one in found.sort_values()] if 2 * len(found) >= len(each) else []


def in_two_lists(
    frames: Mapping[str, pd.DataFrame], good: Sequence[Loaded], settings: Settings
) -> list[Problem]:
    """Ask about lines that add up to a line of another list, or recur; name lists of one time.

    Lists with a line in common are parts or versions of one, which other questions are about.
    ``good``: the files that the tables are of, in their order.
    """
    money = frames.get("budget", pd.DataFrame())
    if money.empty:
        return []
    rows = _dated(money, good, settings)
    planned = {*rows.loc[rows["kind"] == "budget", "of"]}
    rows = rows[rows["start"].notna()]
    kinds = rows[["kind", "of"]].drop_duplicates().itertuples(index=False, name=None)
    each = {(kind, of): rows[(rows["kind"] == kind) & (rows["of"] == of)] for kind, of in kinds}
    notes, asked, sums = [], [], set[frozenset[int]]()
    for (kind, one), (other, two) in permutations(each, 2):
        lines, others, part = each[kind, one], each[other, two], good[two]
        (begin, stop), ends = ((p["start"].min(), p["end"].max()) for p in (lines, others))
        apart = begin > ends[1] or ends[0] > stop
        if kind != other or apart or not set(lines["line"]).isdisjoint(others["line"]):
            continue
        place = ("", None, part.sheets.get("budget", ""))
        called, sheet = good[one].file, good[one].sheets.get("budget", "")
        called = f"'{sheet}'" if called == part.file else called
        groups = [(str(label), same, lines) for label, same in others.groupby("period")]
        if (begin, stop) == ends:
            label = " - ".join(dict.fromkeys(map(str, others["period"].iloc[[0, -1]])))
            whole = lines.iloc[:1].assign(line="Total", amount=lines["amount"].sum())
            of_all = lines[(lines["start"] == begin) & (lines["end"] == stop)]
            groups.append((label, others, pd.concat([of_all, whole])))
        for label, same, beside in groups:
            total, first, last = same["amount"].sum(), same["start"].min(), same["end"].max()
            near = beside[(beside["amount"] - total).abs() < EQUAL * abs(total)]
            near = near[(near["start"] <= last) & (near["end"] >= first)]
            fresh = frozenset((one, two)) not in sums and first < last  # no postings of a day
            if fresh and len(same) > 1 and len(near):
                slots = {"n": len(same), "label": label, "total": total, "file": called}
                slots["line"] = near["line"].iloc[0]
                asked.append(problem_of("same_money.adds_up", part.file, QUESTION, *place, **slots))
                sums.add(frozenset((one, two)))
        if one < two:
            again = max(_recurring(lines, others), _recurring(others, lines), key=len)
            # what is set against a plan is all that was spent, so postings beside it are part of it
            alike = NOTE if kind == "budget" or (one in planned) == (two in planned) else QUESTION
            sides = {"here": others["amount"].sum(), "there": lines["amount"].sum()}
            note = problem_of("same_money.one_time", part.file, alike, *place, file=called, **sides)
            if len(again) >= SEVERAL:
                slots = {"n": len(again), "amounts": some(again), "file": called}
                note = problem_of("same_money.recurring", part.file, QUESTION, *place, **slots)
            notes.append((frozenset((one, two)), note))
    return asked + [note for pair, note in notes if pair not in sums]
