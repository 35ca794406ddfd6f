"""One small, nasty project: every kept number against the second route of by_hand.py."""

from __future__ import annotations

import json
import math
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit import measures
from engagekit.errors import DataError, SettingsError
from engagekit.measures import ask, comparison, risk, value
from engagekit.measures.funding import outside
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from tests.nasty.nasty_tables import project

HERE = Path(__file__).parent
QUESTION = ["section", "options", "period"]
CELL = ["measure", "group", "quantity"]
ALWAYS = ("estimate", "n", "base", "mark")
"""Quantities of which every one is expected; others are compared where by_hand.py has them."""
loaded = cache(project)


def told_apart(tables: Tables, during: str) -> pd.DataFrame:
    frame = measures.satisfaction(tables, during=during, by="department")
    return comparison.groups_told_apart(frame.iloc[1:], "department", frame.iloc[0])


ELSEWHERE = {
    "risks": risk.risks,
    "value": value.value,
    "ask": ask.ask,
    "outside": outside,
    "told_apart": told_apart,
}


def measured(section: str, options: str, period: str) -> pd.DataFrame | None:
    """Return the frame of a question, asked as ``options`` say; None where it is refused."""
    said = dict(one.split("=") for one in options.split(", ") if one)
    chosen: dict[str, Any] = {
        name: int(one) if one.isdigit() else one for name, one in said.items()
    }
    weights = chosen.pop("weigh", "none")
    tables = loaded(weights=weights)
    function = ELSEWHERE.get(section) or getattr(measures, section, None)
    try:
        if function is None:
            return function_of(QUESTIONS[section])(tables, during=period, **chosen).frame
        return function(tables, during=period, **chosen)
    except (DataError, SettingsError):
        return None


def cells_of(frame: pd.DataFrame | None) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield measure, group and quantity of each cell with its value in words."""
    if frame is None:
        yield ("refused", "", "estimate"), ""
    elif "measure" not in frame:  # a listing: a row is known by its number
        yield ("listing", "rows", "estimate"), str(len(frame))
        for number, row in enumerate(frame.to_dict("records")):
            for name, cell in row.items():
                yield ("listing", str(number), str(name)), shown(cell)
    else:
        before = frame.columns[: frame.columns.get_loc("measure")]
        keys = [name for name in before if name != "previous"]
        for row in frame.to_dict("records"):
            group = " | ".join(shown(row[name]) for name in keys)
            numbers = {name: shown(row.get(name)) for name in (*ALWAYS, "low", "high", "previous")}
            for name, cell in [*numbers.items(), *marks_in(row["basis"])]:
                if cell or name == "estimate":
                    yield (row["measure"], group, name), cell


def marks_in(basis: str) -> Iterator[tuple[str, str]]:
    """Yield what the notes of a row say of tests: a column that differs."""
    for note in basis.splitlines():
        name, _, facts = note.partition(" ")
        if name in ("column_higher", "column_lower"):
            said = json.loads(facts)
            yield "mark", f"{name.removeprefix('column_')} p={said['p']} n={said['n']}"


def shown(cell: Any) -> str:
    """Return a value as expected.csv has it."""
    if pd.isna(cell):
        return ""
    return str(cell.date()) if isinstance(cell, pd.Timestamp) else str(cell)


def same(expected: str, found: str) -> bool:
    """Return whether two values are one: numbers to six figures, texts to the letter."""
    try:
        return math.isclose(float(expected), float(found), rel_tol=1e-6, abs_tol=1e-9)
    except ValueError:
        return expected == found


def test_every_number_is_that_of_the_second_route() -> None:
    expected = pd.read_csv(HERE / "expected.csv", dtype=str, keep_default_na=False)
    disagrees = pd.read_csv(HERE / "disagrees.csv", dtype=str, keep_default_na=False)
    says = disagrees.set_index(QUESTION + CELL)["package"]
    wrong = []
    for question, rows in expected.groupby(QUESTION, sort=False):
        found = dict(cells_of(measured(*question)))
        wanted = rows.set_index(CELL)["value"].to_dict()
        unasked = {key: "no such row" for key in found if key[2] in ALWAYS}
        for key, by_hand in {**unasked, **wanted}.items():
            right, cell = says.get((*question, *key), by_hand), found.get(key, "no such row")
            if not same(right, cell):
                wrong.append(f"{' / '.join((*question, *key))}: expected {right}, found {cell}")
    assert not wrong, f"{len(wrong)} of {len(expected)} numbers:\n" + "\n".join(wrong[:40])


def test_what_is_expected_is_what_was_worked_out() -> None:
    text = runpy.run_path(str(HERE / "by_hand.py"))["EXPECTED"].to_csv(index=False)
    assert text == (HERE / "expected.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("last", "stray", "base"),
    [
        ("2026-12-24", None, 10),  # a whole week without a record: Q3 was not over
        ("2026-12-25", None, 11),
        ("2026-12-25", "2027-03-31", 12),  # one touch where seven are usual: the log goes on
    ],
)
def test_the_last_complete_quarter_is_taken(
    last: str, stray: str | None, base: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pd.Timestamp, "today", lambda: pd.Timestamp("2027-04-01"), raising=False)
    tables = loaded(weights="none")
    touches = tables.touches.copy()
    touches.loc[touches["touch_id"] == "t29", "on"] = pd.Timestamp(last)
    if stray:
        more = touches[touches["touch_id"] == "t29"].assign(touch_id="t99", on=pd.Timestamp(stray))
        touches = pd.concat([touches, more])
    assert measures.reach(tables.replace(touches=touches))["base"].tolist() == [base]
