"""The same fault in very many cells of a column, told once: how many, and the first cells."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from engagekit.tables.problems import Problem

MOST = 20
"""As many faults of a kind in one column stand each by itself: more is no list of things to do."""
SHOWN = 3
"""Places that stand for the rest: enough to see what they have in common."""
_OWN = re.compile(r"'[^']*'|\d[\d.,]*")


def condensed(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems, those of one kind in one column once where there are too many to act on.

    Returned: in the order given; of a flood the first stands for all.

    Examples
    --------
    >>> many = [Problem("not a date", "Mend it.", "a.csv", "", n, "on", f"A{n}", "x")
    ...         for n in range(2, 9002)]
    >>> [one.problem for one in condensed(many)]
    ['not a date (the first of 9,000: A2, A3, A4, ...)']
    """
    kinds: dict[tuple[str, ...], list[Problem]] = {}
    for one in problems:
        key = (one.file, one.sheet, one.column, _OWN.sub("…", one.problem))
        kinds.setdefault(key, []).append(one)
    return tuple(
        text
        for kind in kinds.values()
        for text in (kind if len(kind) <= MOST else [first_of(kind, len(kind))])
    )


def first_of(problems: Sequence[Problem], count: int) -> Problem:
    """Return the first of many problems, with their count and where the first few stand."""
    if count == 1:
        return problems[0]
    places = [one.cell or (f"row {one.row}" if one.row else "") for one in problems[:SHOWN]]
    visible = ", ".join(dict.fromkeys(place for place in places if place))
    where = f": {visible}{', ...' if count > SHOWN else ''}" if visible else ""
    problem = f"{problems[0].problem} (the first of {count:,}{where})"
    return replace(problems[0], problem=problem, amounts=count if problems[0].amounts else 0)
