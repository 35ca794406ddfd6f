"""Answers that few gave to a question of their own: they may be what somebody wrote."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from engagekit.locale import Locale

CHOSEN = ("answers", "options picked")
"""Measures of answers that people chose, or wrote where a list of choices let them."""
SCORES = ("mean answer", "net promoter")
"""Measures of questions whose answers are those of a scale."""
Row = dict[str, Any]


def without_quotes(
    rows: Sequence[Row], by: Sequence[str], k: int, language: str, levels: Collection[str] = ()
) -> list[Row]:
    """Return rows by item and answer, in which answers of fewer than ``k`` people are one row.

    Words of a scale stand: their question has a mean, another question has the same words, or they
    are among its ``levels``.
    """
    items_of: dict[Any, set[Any]] = {}
    for row in rows:
        items_of.setdefault(row["answer"], set()).add(row["item"])
    scored = {row["item"] for row in rows if row["measure"] in SCORES}
    rare: dict[Any, list[Row]] = {}
    for row in rows:
        is_own = row["item"] not in scored and len(items_of[row["answer"]]) == 1
        is_own &= row["answer"] not in levels
        is_counted = row["measure"] in CHOSEN and pd.notna(row["n"])
        if is_own and is_counted and row["n"] < k:
            key = (row["measure"], *(row[name] for name in by if name != "answer"))
            rare.setdefault(key, []).append(row)
    together = {id(few[0]): _one_answer(few, language) for few in rare.values()}
    gone = {id(row) for few in rare.values() for row in few[1:]}
    return [together.get(id(row), row) for row in rows if id(row) not in gone]


def _one_answer(few: Sequence[Row], language: str) -> Row:
    """Return answers as one row; options, which one person may pick together, without a number."""
    label = Locale(language).say("disclosure.others.answer", n=len(few))
    n, base = sum(row["n"] for row in few), few[0]["base"]
    if few[0]["measure"] != "answers" or not base:
        return {**few[0], "answer": label, "n": 0, "base": 0}
    return {**few[0], "answer": label, "n": n, "estimate": n / base}
