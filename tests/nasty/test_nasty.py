"""One small, nasty project: every kept number against the second route of by_hand.py."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit import measures, sections
from engagekit.measures import ask, risk, value
from tests.nasty.nasty_tables import project

HERE = Path(__file__).parent
KEYS = ["section", "options", "period", "measure", "group", "quantity"]
COUNTED = ("estimate", "n", "base")
"""Quantities of which every row is expected; others are compared where by_hand.py has them."""
ELSEWHERE = {"risks": risk.risks, "value": value.value, "assumptions": value.assumptions,
             "ask": ask.ask}  # fmt: skip


loaded = cache(project)


@cache
def measured(section: str, options: str, period: str) -> pd.DataFrame:
    """Return the frame of a question, asked as ``options`` say (``by=department, quarters=3``)."""
    said = dict(one.split("=") for one in options.split(", ") if one)
    chosen = {name: int(text) if text.isdigit() else text for name, text in said.items()}
    survey = {"weights": chosen.pop("weigh")} if "weigh" in chosen else {}
    if section != "assumptions":
        chosen["during"] = period
    function = ELSEWHERE.get(section) or getattr(measures, section, None)
    tables = loaded(**survey)
    return (
        function(tables, **chosen)
        if function
        else getattr(sections, section)(tables, **chosen).frame
    )


def long(frame: pd.DataFrame) -> dict[tuple[str, str, str], str]:
    """Return a frame as measure, group and quantity to a value in words."""
    if "measure" not in frame:  # a listing: a row is known by its number
        cells = {("listing", "rows", "estimate"): shown(len(frame))}
        for number, row in enumerate(frame.to_dict("records")):
            cells |= {("listing", str(number), str(name)): shown(one) for name, one in row.items()}
        return cells
    before = list(frame.columns[: frame.columns.get_loc("measure")])
    keys = [name for name in before if name != "previous"]
    cells = {}
    for row in frame.to_dict("records"):
        group = " | ".join(shown(row[name]) for name in keys)
        for name in (*COUNTED, "low", "high", "previous"):
            if name == "estimate" or shown(row.get(name)):
                cells[row["measure"], group, name] = shown(row.get(name))
        for name, text in marks_of(row["basis"]):
            cells[row["measure"], group, name] = text
    return cells


def marks_of(basis: str) -> Iterator[tuple[str, str]]:
    """Yield what the notes of a cross-table say of its tests."""
    for note in basis.splitlines():
        name, _, facts = note.partition(" ")
        if name in ("column_higher", "column_lower"):
            said = json.loads(facts)
            yield "mark", f"{name.removeprefix('column_')} p={said['p'].strip('=')} n={said['n']}"
        if name == "chi_square":
            said = json.loads(facts)
            yield "chi_square", f"{said['x']} df={said['df']}"


def shown(given: Any) -> str:
    """Return a value as expected.csv has it."""
    if given is None or given is pd.NA or given != given:
        return ""
    if isinstance(given, pd.Timestamp):
        return str(given.date())
    return str(given)


def same(expected: str, found: str) -> bool:
    """Return whether two values are one: numbers to six figures, texts to the letter."""
    try:
        return math.isclose(float(expected), float(found), rel_tol=1e-6, abs_tol=1e-9)
    except ValueError:
        return expected == found


def test_every_number_is_that_of_the_second_route() -> None:
    expected = pd.read_csv(HERE / "expected.csv", dtype=str, keep_default_na=False)
    disagrees = pd.read_csv(HERE / "disagrees.csv", dtype=str, keep_default_na=False)
    package_says = disagrees.set_index(KEYS)["package"]
    wrong = []
    for question, rows in expected.groupby(KEYS[:3], sort=False):
        found = long(measured(*question))
        wanted = rows.set_index(KEYS[3:])["value"]
        for key, by_hand in wanted.items():
            right = package_says.get((*question, *key), by_hand)
            if not same(right, found.get(key, "no such row")):
                wrong.append(f"{' / '.join((*question, *key))}: expected {right}, "
                             f"found {found.get(key, 'no such row')}")  # fmt: skip
        more = [key for key in found if key[2] in (*COUNTED, "mark") and key not in wanted.index]
        wrong += [
            f"{' / '.join((*question, *key))}: not expected, found {found[key]}" for key in more
        ]
    assert not wrong, f"{len(wrong)} of {len(expected)} numbers:\n" + "\n".join(wrong[:140])
