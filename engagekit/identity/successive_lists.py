"""Staff lists of several days: who is on the latest stands as there; the others came and went."""

import datetime as dt
from collections.abc import Sequence
from pathlib import PurePath

import pandas as pd

from engagekit.parsing.file_days import list_day
from engagekit.tables.problems import NOTE, QUESTION, Problem, problem_of

SAME_STAFF = 0.5
"""Share of a list's people that lists of another day have, from which they are of the same staff:
lists of two offices have nobody in common."""
MANY_GONE = 0.2
"""Share of a list's people who are not on the next one, over which it is asked whether that is a
list of the whole staff: hardly a quarter loses every fifth."""
List = tuple[str, str, pd.DataFrame]
"""Tool, file and tidy contacts of a list of people."""


def latest_first(lists: Sequence[List], fiscal_start: int) -> list[List]:
    """Return lists of people, those with a day in the places of one another, the latest first.

    ``fiscal_start``: month in which the fiscal year begins, for folders that are called as a
    quarter.
    """
    dated = {at: day for at, part in enumerate(lists) if (day := list_day(part[1], fiscal_start))}
    newest = iter(sorted(dated, key=lambda at: dated[at], reverse=True))
    return [lists[next(newest)] if at in dated else part for at, part in enumerate(lists)]


def followed(lists: Sequence[List], fiscal_start: int) -> tuple[list[List], tuple[Problem, ...]]:
    """Return lists in which who is on no later one has left, and who is on no earlier one joined.

    Days that a list says itself stay.

    ``notes``: how many left, joined and moved.
    """
    days = [list_day(file, fiscal_start) for _, file, _ in lists]
    pairs = [(day, at) for at, day in enumerate(days) if day is not None]
    dated = [(day, lists[at]) for day, at in sorted(pairs)]
    result, notes = list(lists), list[Problem]()
    for day, at in pairs:
        tool, file, people = lists[at]
        later = [pair for pair in dated if pair[0] > day]
        earlier = [pair for pair in dated if pair[0] < day]
        if (there := _same_staff(people, later)) is not None:
            gone = ~there & people["left_on"].isna()
            notes += _note(file, people, gone, later)
            people = people.assign(left_on=people["left_on"].mask(gone, pd.Timestamp(later[0][0])))
        if (there := _same_staff(people, earlier)) is not None:
            first = pd.Timestamp(earlier[-1][0] + dt.timedelta(days=1))
            new = ~there & people["joined_on"].isna()
            people = people.assign(joined_on=people["joined_on"].mask(new, first))
        result[at] = (tool, file, people)
    return result, tuple(notes)


def _same_staff(people: pd.DataFrame, others: Sequence[tuple[dt.date, List]]) -> pd.Series | None:
    """Return who is on other lists too; None where there are none of the same staff."""
    known = {number for _, (_, _, one) in others for number in one["contact_id"]}
    there = people["contact_id"].isin(known)
    return there if known and len(people) and there.mean() >= SAME_STAFF else None


def _note(
    file: str, people: pd.DataFrame, gone: pd.Series, later: Sequence[tuple[dt.date, List]]
) -> list[Problem]:
    """Return how many of a list are gone from the next one, or moved to another department."""
    day, (_, next_file, _) = later[0]
    _, (_, _, newest) = later[-1]
    now = newest.drop_duplicates("contact_id").set_index("contact_id")["department"]
    before, after = people["department"], people["contact_id"].map(now)
    moved = int((before.notna() & after.notna() & (before != after)).sum())
    if not gone.any() and not moved:
        return []
    level = QUESTION if gone.mean() > MANY_GONE else NOTE
    name = PurePath(next_file).name
    slots = {"name": name, "gone": int(gone.sum()), "day": day, "moved": moved}
    return [problem_of("successive_lists.note", file, level, **slots)]
