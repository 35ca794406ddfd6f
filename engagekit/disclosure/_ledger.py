"""What was published before, so that two reports cannot be subtracted."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engagekit.disclosure._cell_graph import Net
from engagekit.disclosure.solver.suppression import is_small
from engagekit.errors import DisclosureError

WAS = "was|"
VERSION = 2


def join(net: Net, ledger: Mapping[str, Any]) -> dict[str, int]:
    """Join earlier reports to a net; return the cells that are known from them."""
    fixed: dict[str, int] = {}
    own = set(net.values)
    for number, report in enumerate(ledger.get("reports", [])):
        cells: Mapping[str, Mapping[str, Any]] = report["cells"]
        if not own.intersection(cells):
            continue
        renamed = {}
        for name, cell in cells.items():
            same = name in own and net.values[name] == cell["value"]
            here = name if same else f"{WAS}{number}|{name}"
            renamed[name] = here
            if here not in net.values:
                net.values[here] = cell["value"]
                _compare(net, name, here)
            if cell["state"] == "shown":
                fixed[here] = cell["value"]
            elif here != name:
                net.derived.add(here)
            if cell.get("primary"):
                net.primary.add(here)
        for total, parts in report["relations"]:
            net.relate(renamed[total], [renamed[part] for part in parts])
    return fixed


def shown_before(ledger: Mapping[str, Any]) -> dict[str, int]:
    """Return cells that earlier reports showed, with the value the last of them gave."""
    return {
        name: int(cell["value"])
        for report in ledger.get("reports", [])
        for name, cell in report["cells"].items()
        if cell["state"] == "shown"
    }


def _compare(net: Net, name: str, here: str) -> None:
    """Compare a number with that of an earlier report: the difference is a cell as well."""
    if name not in net.values:
        return
    low, high = sorted((name, here), key=lambda cell: net.values[cell])
    size = net.values[high] - net.values[low]
    gap = net.derive(f"{WAS}change of {name} from {here}", size)
    net.relate(high, [low, gap])
    if is_small(size, net.k):
        net.primary.add(gap)


def entry(net: Net, gone: set[str]) -> dict[str, Any]:
    """Return what the ledger keeps of a report: every cell with its state, and the relations.

    ``state`` is ``shown``, ``hidden``, or ``derived`` for what follows from the others.
    """
    own = {name: value for name, value in sorted(net.values.items()) if not name.startswith(WAS)}
    cells = {}
    for name, value in own.items():
        state = "derived" if name in net.derived else "hidden" if name in gone else "shown"
        cells[name] = {"value": value, "state": state, "primary": name in net.primary}
    relations = [
        [total, list(parts)]
        for total, parts in sorted(net.relations)
        if all(part in own for part in (total, *parts))
    ]
    return {"k": net.k, "cells": cells, "relations": relations}


def hidden_before(ledger: Mapping[str, Any]) -> set[str]:
    """Return names of the cells that some earlier report hid."""
    return {
        name
        for report in ledger.get("reports", [])
        for name, cell in report["cells"].items()
        if cell["state"] == "hidden"
    }


def read_ledger(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the ledger of published reports; an empty one where there is none yet.

    Raises
    ------
    DisclosureError
        If the file is damaged, or written in another format.
    """
    place = Path(path)
    if not place.is_file():
        return {"version": VERSION, "reports": []}
    try:
        matches: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        _check_version(matches["version"], place.name)
        matches["reports"] = [
            {
                **report,
                "cells": {name: {**cell} for name, cell in report["cells"].items()},
                "relations": list(report["relations"]),
            }
            for report in matches["reports"]
        ]
        if any(
            not {"value", "state"} <= set(cell)
            for report in matches["reports"]
            for cell in report["cells"].values()
        ):
            raise KeyError("value, state")
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise DisclosureError(
            f"{place.name} is damaged. Put back its last copy; without it a report could tell by "
            "subtraction what an earlier one hid."
        ) from error
    return matches


def _check_version(version: object, name: str) -> None:
    """Refuse a ledger whose cells this version cannot read."""
    if version == VERSION:
        return
    age = "an earlier" if isinstance(version, int) and version < VERSION else "another"
    raise DisclosureError(
        f"{name} is in the format of {age} version of engagekit (format {version}, this one is "
        f"{VERSION}), so its cells cannot be compared with those of a new report. Move it away to "
        "begin a new one; until four quarters stand in that, do not publish year-to-date tables "
        "of periods that earlier reports told."
    )


def write_ledger(
    path: str | os.PathLike[str], ledger: Mapping[str, Any], name: str, entry: Mapping[str, Any]
) -> None:
    """Keep what a report published; a report that is there already is not added again."""
    reports = [*ledger.get("reports", [])]
    result = {"report": name, **entry}
    if result not in reports:
        reports.append(result)
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": VERSION, "reports": reports}, ensure_ascii=False, indent=0)
    partial = place.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(place)
