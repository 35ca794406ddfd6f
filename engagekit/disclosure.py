"""Hiding over all frames of a report at once, and the ledger of what was published before.

Measures hide nothing. Here every count of people in every frame becomes a cell, every total and
every share a relation between cells; `engagekit.statistics.suppression` chooses what to hide and
proves that nobody can work the hidden numbers out. A report that cannot be proved is not published.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit.errors import DisclosureError, some
from engagekit.measures._frame import ALL, OF_THINGS, PREVIOUS, by_of, is_measure_frame
from engagekit.sections import Section
from engagekit.settings import Settings
from engagekit.statistics import suppression
from engagekit.statistics.suppression import Cell, Relation

PERSON_COLUMNS = frozenset(
    {
        "contact_id",
        "display_name",
        "email",
        "alias",
        "candidate",
        "staff_id",
        "name",
        "person",
    }
)
"""Columns that make a listing private, whatever its audience says."""
MEANINGS: dict[str, tuple[str, str]] = {
    "reach": ("reached", "roster"),
    "touches per contact reached": ("reached", "reached"),
    "median touches per contact reached": ("reached", "reached"),
    "people by number of touches": ("touch number", "roster"),
    "funding": ("", "roster"),
    "funding per head": ("", "roster"),
    "full-time posts": ("", "roster"),
    "funding per contact reached": ("", "reached"),
    "satisfaction": ("top two box", "opinions"),
    "mean score": ("opinions", "opinions"),
    "response rate (AAPOR RR2)": ("answered", "eligible"),
    "response rate (AAPOR RR1)": ("answered in full", "eligible"),
}
"""Measure to what its ``n`` and its ``base`` count, so that a number that stands in two frames is
one cell. A measure that is not here has cells of its own."""
OPINIONS = frozenset({"satisfaction", "answers", "net promoter"})
"""Measures in which 'none' or 'all' of a group tells what each of them thinks."""
_SPLITS = ("answer", "touch_number")
_TOLD = ("estimate", "low", "high", "n", "base", "population")


@dataclass(frozen=True, eq=False)
class Protected:
    """The sections of a board copy, and whether they may be published.

    Attributes
    ----------
    sections : tuple of Section
        In the same order; board sections with hidden rows emptied and ``suppressed`` True.
    ok : bool
        False: do not publish.
    message : str
        Why not, naming the sections.
    hidden : int
        Rows hidden, over all frames.
    entry : dict
        What the ledger keeps of this report.
    """

    sections: tuple[Section, ...]
    ok: bool
    message: str = ""
    hidden: int = 0
    entry: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class _Net:
    """Cells and relations as they are gathered."""

    complements: bool = True
    values: dict[str, int] = field(default_factory=dict)
    primary: set[str] = field(default_factory=set)
    derived: set[str] = field(default_factory=set)
    relations: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)

    def add(self, name: str, value: int, section: str) -> str:
        """A cell; the same name with another value is a cell of its own."""
        if self.values.get(name, value) != value:
            name = f"{section}: {name}"
        self.values[name] = value
        return name

    def relate(self, total: str, parts: Iterable[str]) -> None:
        """A relation, where the numbers really add up."""
        given = tuple(sorted(set(parts)))
        if len(given) and sum(self.values[part] for part in given) == self.values[total]:
            self.relations.add((total, given))


def protect(
    sections: Sequence[Section],
    settings: Settings,
    ledger: Mapping[str, Any] | None = None,
) -> Protected:
    """Hide what must not be told in the board copy of a report.

    Parameters
    ----------
    sections : sequence of Section
        All sections of the report, unprotected.
    settings : Settings
        ``disclosure.k`` is the threshold.
    ledger : mapping, optional
        What `read_ledger` gave: earlier reports.

    Returns
    -------
    Protected
        Private sections come back as they are.
    """
    k = settings.disclosure.k
    board = [section for section in sections if is_public(section)]
    net = _Net()
    net.complements = settings.disclosure.complements
    rows = {section.name: _cells_of(section, net, k) for section in board}
    fixed = _with_ledger(net, ledger or {}, k)
    found = _solve(net, k, fixed)
    hidden = set(found.hidden)
    if not found.audited:
        hidden = _hide_groups(rows, found.exposed, hidden)
    shown = _visible(rows, hidden)
    gone = {name for name in net.values if name not in shown and name not in net.derived}
    bare = _audit(net, gone, k, fixed)
    made = tuple(
        _emptied(section, rows[section.name], hidden) if section.name in rows else section
        for section in sections
    )
    count = sum(int(_hidden_rows(rows[section.name], hidden).sum()) for section in board)
    entry = {
        "k": k,
        "cells": {
            name: [value, name in gone]
            for name, value in sorted(net.values.items())
            if name not in net.derived and not name.startswith("was|")
        },
        "relations": [
            [total, list(parts)]
            for total, parts in sorted(net.relations)
            if not any(part.startswith("was|") for part in (total, *parts))
        ],
    }
    return Protected(made, not bare, _why(bare, rows), count, entry)


def is_public(section: Section) -> bool:
    """Whether a section may stand in the board copy at all: a listing of persons never does."""
    persons = PERSON_COLUMNS.intersection(map(str, section.frame.columns))
    return section.audience == "board" and not (section.kind == "listing" and persons)


def _cells_of(section: Section, net: _Net, k: int) -> list[set[str]]:
    """The cells of each row of a section's frame; cells and relations go into the net."""
    if section.kind == "listing" or not is_measure_frame(section.frame):
        return _cells_of_listing(section, net, k)
    frame = section.frame.reset_index(drop=True)
    by = by_of(frame)
    cells: list[set[str]] = []
    names: list[tuple[str | None, str | None]] = []
    for row in frame.to_dict("records"):
        n, base = _row_cells(row, by, section, net, k)
        names.append((n, base))
        cells.append({name for name in (n, base) if name})
    _totals(frame, by, names, net)
    return cells


def _row_cells(
    row: Mapping[Any, Any], by: list[str], section: Section, net: _Net, k: int
) -> tuple[str | None, str | None]:
    """The cells of ``n`` and ``base`` of one row, and the relation between them."""
    measure = str(row["measure"])
    n_is, base_is = MEANINGS.get(measure, (measure, f"base of {measure}"))
    where = _place(row, by, section)
    whole = _place(row, [name for name in by if name not in _SPLITS], section)
    n = base = None
    if measure in OF_THINGS:
        return None, None
    if n_is and pd.notna(row["n"]):
        n = net.add(f"{n_is}|{where}", int(row["n"]), section.name)
    if pd.notna(row["base"]):
        same = n_is == base_is and where == whole
        base = n if same and n else net.add(f"{base_is}|{whole}", int(row["base"]), section.name)
    for name in (n, base):
        if name and 0 < net.values[name] < k:
            net.primary.add(name)
    if n and base and n != base and row["unit"] == "share":
        _rest(net, n, base, measure, k, grouped=any(str(row[name]) != ALL for name in by))
    return n, base


def _rest(net: _Net, n: str, base: str, measure: str, k: int, *, grouped: bool) -> None:
    """Those of a base who do not have the property: told by subtraction, so a cell as well."""
    left = net.values[base] - net.values[n]
    if left < 0:
        return
    rest = net.add(f"not {n}", left, "rest")
    net.derived.add(rest)
    net.relate(base, [n, rest])
    if 0 < left < k and net.complements:
        net.primary.add(rest)
    if measure in OPINIONS and grouped and net.values[base] > 0:
        net.primary.update(name for name in (n, rest) if net.values[name] == 0 and name == rest)


def _place(row: Mapping[Any, Any], by: list[str], section: Section) -> str:
    """Period and groups of a row; the row over all has no group."""
    period = str(row.get("period", section.period.get("label", "")))
    groups = [f"{name}={row[name]}" for name in by if name != "period" and str(row[name]) != ALL]
    return "|".join([period, *groups])


def _totals(
    frame: pd.DataFrame, by: list[str], names: list[tuple[str | None, str | None]], net: _Net
) -> None:
    """Totals over groups, and bases that are the sum of their answers."""
    groups = [name for name in by if name not in ("period", "item", *_SPLITS)]
    splits = [name for name in by if name in _SPLITS]
    outer = [name for name in by if name in ("period", "item")]
    for _, part in frame.groupby(["measure", *outer], sort=False, observed=True):
        if groups:
            total = part[(part[groups].astype("str") == ALL).all(axis=1)]
            others = part.drop(index=total.index)
            if len(total) == 1 and len(others):
                for side in (0, 1):
                    whole = names[total.index[0]][side]
                    parts = [names[index][side] for index in others.index]
                    if whole and all(parts):
                        net.relate(whole, [name for name in parts if name])
        if splits:
            whole = names[part.index[0]][1]
            parts = [names[index][0] for index in part.index]
            if whole and all(parts):
                net.relate(whole, [name for name in parts if name])


def _cells_of_listing(section: Section, net: _Net, k: int) -> list[set[str]]:
    """Whole numbers of a listing count people; a column adds up to its total if there is one."""
    frame = section.frame.reset_index(drop=True)
    cells: list[set[str]] = [set() for _ in range(len(frame))]
    for column in frame.columns:
        if str(frame[column].dtype) not in ("Int64", "int64"):
            continue
        found = []
        for index, value in frame[column].items():
            if pd.isna(value) or int(value) < 0:
                continue
            name = net.add(f"{section.name}.{column}|{index}", int(value), section.name)
            if 0 < int(value) < k:
                net.primary.add(name)
            cells[int(str(index))].add(name)
            found.append(name)
        total = f"{column}|{section.period.get('label', '')}"
        if found and total in net.values:
            net.relate(total, found)
    return cells


def _solve(net: _Net, k: int, fixed: Mapping[str, int]) -> suppression.Protection:
    """What to hide so that the audit holds."""
    return suppression.protect(_as_cells(net), _as_relations(net), k, earlier=fixed)


def _as_cells(net: _Net) -> list[Cell]:
    return [
        Cell(name, value, name in net.primary, name not in net.derived)
        for name, value in sorted(net.values.items())
    ]


def _as_relations(net: _Net) -> list[Relation]:
    return [Relation(total, parts) for total, parts in sorted(net.relations)]


def _audit(net: _Net, gone: set[str], k: int, fixed: Mapping[str, int]) -> set[str]:
    """Primary cells that are still told once exactly these cells are out of sight."""
    cells = [
        Cell(
            name,
            value,
            name in net.primary and name not in fixed,
            name not in net.derived or name in fixed,
        )
        for name, value in sorted(net.values.items())
    ]
    return set(suppression.audit(cells, _as_relations(net), gone - set(fixed), k))


def _hide_groups(
    rows: Mapping[str, list[set[str]]], exposed: Iterable[str], hidden: set[str]
) -> set[str]:
    """As a last resort, every row of each section in which something stays exposed."""
    bare = {name.removeprefix("not ") for name in exposed}
    out = set(hidden)
    for cells in rows.values():
        if any(bare & row for row in cells):
            out.update(*cells)
    return out


def _hidden_rows(cells: list[set[str]], hidden: set[str]) -> pd.Series:
    return pd.Series([bool(row & hidden) for row in cells], dtype=bool)


def _visible(rows: Mapping[str, list[set[str]]], hidden: set[str]) -> set[str]:
    """Cells that some row still shows."""
    return {name for cells in rows.values() for row in cells if not row & hidden for name in row}


def _emptied(section: Section, cells: list[set[str]], hidden: set[str]) -> Section:
    """A section whose hidden rows hold no number any more."""
    frame = section.frame.reset_index(drop=True)
    if section.kind == "listing" or not is_measure_frame(frame):
        return section.with_frame(_emptied_listing(section, frame, hidden))
    gone = _hidden_rows(cells, hidden)
    made = frame.copy()
    for name in (part for part in (*_TOLD, PREVIOUS) if part in made.columns):
        made[name] = made[name].mask(gone)
    made["suppressed"] = gone.astype("boolean")
    return section.with_frame(made)


def _emptied_listing(section: Section, frame: pd.DataFrame, hidden: set[str]) -> pd.DataFrame:
    made = frame.copy()
    for column in frame.columns:
        if str(frame[column].dtype) in ("Int64", "int64"):
            gone = pd.Series(
                [f"{section.name}.{column}|{index}" in hidden for index in frame.index], dtype=bool
            )
            made[column] = frame[column].astype("Int64").mask(gone)
    return made


def _why(bare: set[str], rows: Mapping[str, list[set[str]]]) -> str:
    """The sentence that says which sections keep a report from the board."""
    if not bare:
        return ""
    plain = {name.removeprefix("not ") for name in bare}
    where = [name for name, cells in rows.items() if any(plain & row for row in cells)]
    return (
        "The board copy was not written: small groups could be worked out from "
        f"{some(where or sorted(plain))}. Merge departments ([groups] in engagekit.toml), "
        "or report four quarters together."
    )


def _with_ledger(net: _Net, ledger: Mapping[str, Any], k: int) -> dict[str, int]:
    """Earlier reports joined to the net; gives the cells that are known from them."""
    fixed: dict[str, int] = {}
    for number, report in enumerate(ledger.get("reports", [])):
        cells: Mapping[str, list[Any]] = report["cells"]
        if not set(cells) & set(net.values):
            continue
        renamed = {}
        for name, (value, was_hidden) in cells.items():
            here = name if net.values.get(name) == value else f"was|{number}|{name}"
            renamed[name] = here
            if here != name:
                _changed(net, name, here, value, k)
            if not was_hidden:
                fixed[here] = value
            elif here != name:
                net.derived.add(here)
        for total, parts in report["relations"]:
            known = [renamed.get(part, part) for part in parts]
            if all(part in net.values for part in (*known, renamed.get(total, total))):
                net.relate(renamed.get(total, total), known)
    return fixed


def _changed(net: _Net, name: str, here: str, value: int, k: int) -> None:
    """A number that an earlier report gave otherwise: the difference is a cell as well."""
    net.values[here] = value
    if name not in net.values:
        return
    now = net.values[name]
    low, high = (here, name) if now > value else (name, here)
    gap = net.add(f"was|change of {name}|{value}", abs(now - value), "ledger")
    net.derived.add(gap)
    net.relate(high, [low, gap])
    if 0 < abs(now - value) < k:
        net.primary.add(gap)


def read_ledger(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The ledger of published reports; an empty one where there is none yet.

    Raises
    ------
    DisclosureError
        If the file is damaged.
    """
    place = Path(path)
    if not place.is_file():
        return {"version": 1, "reports": []}
    try:
        found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        found["reports"] = list(found["reports"])
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise DisclosureError(
            f"{place.name} is damaged. Put back its last copy; without it a report could tell by "
            "subtraction what an earlier one hid."
        ) from error
    return found


def write_ledger(
    path: str | os.PathLike[str], ledger: Mapping[str, Any], name: str, entry: Mapping[str, Any]
) -> None:
    """Keep what a report published; the same report again takes the place of its last entry if
    nothing in it changed, else it is added.
    """
    reports = [*ledger.get("reports", [])]
    made = {"report": name, **entry}
    if made not in reports:
        reports.append(made)
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": 1, "reports": reports}, ensure_ascii=False, indent=0)
    partial = place.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(place)
