"""Cells as people and tools write them, `cells.toml`: what each column is read as."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.mapping.headers import ways
from engagekit.mapping.mapping_file import normal
from engagekit.mapping.titles import title_in, written_day
from engagekit.mapping.units import unit_in
from engagekit.parsing import budget_periods, dates, durations, person_names, subtotals, values
from engagekit.settings.schema import make_settings

CASES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("cells.toml").read_text(encoding="utf-8")
)


def parsed(read: values.Parsed, form: str = "") -> list[Any]:
    """Return what was read, ``bad`` where a cell is told, nothing where it says nothing."""
    cells = read.values.dt.strftime(form) if form else read.values
    cells = cells.astype("object").mask(read.values.isna(), "")
    return cells.mask(read.bad, "bad").tolist()


def words(cells: pd.Series, field: str) -> list[str]:
    known = dict(ways(cells, field))
    return [known.get(cell, "") for cell in cells]


def in_berlin(cells: pd.Series) -> list[str]:
    return [one.isoformat() for one in dates.moments(cells, zone="Europe/Berlin").values]


def order(cells: pd.Series) -> list[Any]:
    settled, still_open = dates.date_order(cells)
    return [settled or "", still_open]


def beside_another(cells: pd.Series) -> list[str]:
    both = pd.concat([cells, pd.Series(["13/07/2026"])], ignore_index=True)
    return parsed(dates.dates(both), DAY)[:-1]


def foreign(cells: pd.Series) -> list[bool]:
    parts = cells.str.partition(" ")
    found: list[bool] = subtotals.foreign(parts[2], parts[0]).tolist()
    return found


def period(cells: pd.Series) -> list[str]:
    start, _, label = cells[0].partition(" ")
    own = make_settings({"organisation": {"fiscal_start": int(start)}})
    found = budget_periods.spans([label], own)[label]
    return [f"{found.start}..{found.end}"]


DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M"
READINGS: dict[str, Callable[[pd.Series], list[Any]]] = {
    "name": lambda cells: person_names.name_of(cells).tolist(),
    "people": lambda cells: [" | ".join(person_names.each_of(cells))],
    "titles": lambda cells: [person_names.are_titles(cells.tolist())],
    "header": lambda cells: [normal(cell) for cell in cells],
    "status": lambda cells: words(cells, "status"),
    "way": lambda cells: words(cells, "channel"),
    "flag": lambda cells: parsed(values.flags(cells)),
    "unit of amount": lambda cells: [unit_in(cell, "amount") for cell in cells],
    "title": lambda cells: [title_in(cell) for cell in cells],
    "day in a name": lambda cells: [written_day(cell) for cell in cells],
    "day": lambda cells: parsed(dates.dates(cells), DAY),
    "day beside 13/07/2026": beside_another,
    "order": order,
    "moment": lambda cells: parsed(dates.moments(cells), MOMENT),
    "moment in Berlin": in_berlin,
    "moment once tidied": lambda cells: parsed(dates.moments(dates.tidied(cells)), MOMENT),
    "number": lambda cells: parsed(values.numbers(cells)),
    "money": lambda cells: parsed(values.numbers(cells, in_cents=True)),
    "foreign": foreign,
    "period": period,
    "minutes": lambda cells: parsed(durations.durations(cells)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_column_is_read_as_it_is_meant(name: str) -> None:
    case = CASES[name]
    columns = [([cell], [meant]) for cell, meant in case.get("each", {}).items()]
    columns += [([cell], [case["same"]]) for cell in case.get("cells", ())]
    for cells, meant in [*columns, *case.get("columns", ())]:
        found = READINGS[case["by"]](pd.Series(cells, dtype="str"))
        expected = [pytest.approx(one) if isinstance(one, float) else one for one in meant]
        assert found == expected, cells
