"""What was published before, by quantity, so that no two reports can be subtracted."""

import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from engagekit.disclosure._cell_graph import WAS, Net
from engagekit.disclosure._nested import GROWING
from engagekit.disclosure.solver.suppression import is_small
from engagekit.errors import DisclosureError, error_text

VERSION = 3
AGAIN = "#"
"""Before the number of a second value of one quantity: late data, another definition."""
ABOUT_TO, MADE = "about to", "made"
Ledger = Mapping[str, Any]
EMPTY: Ledger = {"version": VERSION, "cells": {}, "relations": [], "reports": [], "lost": False}


def merged(ledger: Ledger) -> dict[str, Any]:
    """Return a ledger by quantity: the cells and relations of all its reports in one."""
    cells: dict[str, dict[str, Any]] = {
        name: dict(cell) for name, cell in ledger.get("cells", {}).items()
    }
    relations = {(total, tuple(parts)) for total, parts in ledger.get("relations", [])}
    for report in ledger.get("reports", []):
        if "cells" in report:
            _fold(cells, relations, report)
    return {**ledger, "cells": cells, "relations": relations}


def without(ledger: Ledger, name: str) -> dict[str, Any]:
    """Return a ledger that has forgotten a report: its copy is written over."""
    reports = [report for report in ledger["reports"] if report.get("report") != name]
    return {**ledger, "reports": reports}


def _fold(
    cells: dict[str, dict[str, Any]], relations: set[tuple[str, tuple[str, ...]]], entry: Ledger
) -> None:
    """Add what a report published; a quantity that is there keeps the state that tells more."""
    names = {}
    for name, cell in entry["cells"].items():
        key, number = name, 1
        while key in cells and cells[key]["value"] != cell["value"]:
            number += 1
            key = f"{name}{AGAIN}{number}"
        names[name] = key
        before = cells.setdefault(key, dict(cell))
        before["primary"] = bool(before.get("primary") or cell.get("primary"))
        if "shown" in (before["state"], cell["state"]):
            before["state"] = "shown"
    for total, parts in entry["relations"]:
        relations.add((names[total], tuple(sorted(names[part] for part in parts))))


def join(net: Net, ledger: Ledger) -> dict[str, int]:
    """Join earlier reports (a `merged` ledger) to a net; return the cells known from them."""
    cells: Mapping[str, Mapping[str, Any]] = ledger["cells"]
    near = _near(net, cells, ledger["relations"])
    own = set(net.values)
    names: dict[str, str] = {}
    fixed: dict[str, int] = {}
    for key in sorted(near):
        cell, name = cells[key], key.split(AGAIN)[0]
        here = name if name in own and net.values[name] == cell["value"] else f"{WAS}{key}"
        names[key] = here
        if here not in net.values:
            net.values[here] = cell["value"]
            if name in own:
                # the difference to an earlier report is a cell as well
                low, high = sorted((name, here), key=lambda cell: net.values[cell])
                size = net.values[high] - net.values[low]
                gap = net.derive(f"{WAS}change of {name} from {here}", size)
                net.relate(high, [low, gap])
                if is_small(size, net.k):
                    net.primary.add(gap)
        if cell["state"] == "shown":
            fixed[here] = cell["value"]
        elif here not in own:
            net.derived.add(here)
        if cell.get("primary"):
            net.primary.add(here)
    for total, parts in ledger["relations"]:
        if total in names and all(part in names for part in parts):
            net.relate(names[total], [names[part] for part in parts])
    return fixed


def _near(
    net: Net, cells: Mapping[str, Mapping[str, Any]], relations: Iterable[tuple[str, Iterable[str]]]
) -> set[str]:
    """Return the cells of earlier reports that bear on those of a new one."""
    # cells of the same kind and days, those that grow with their days, and what is tied to them
    # through cells that are not told
    kinds = {tuple(name.split("|")[:2]) for name in net.values}
    growing = {kind for kind, *_ in kinds if GROWING.match(kind)}
    groups = [(total, *parts) for total, parts in relations]
    beside: dict[str, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        for name in group:
            beside[name].append(at)
    near, seen = set[str](), set[int]()
    waiting = [
        key
        for key in cells
        if tuple(key.split(AGAIN)[0].split("|")[:2]) in kinds or key.split("|")[0] in growing
    ]
    while waiting:
        key = waiting.pop()
        if key in near:
            continue
        near.add(key)
        for at in set(beside[key]) - seen:  # a total of 60 groups is looked at once, not 60 times
            # through a cell that everybody knows nothing new comes, but the relation is known
            waiting += groups[at]
        seen.update(beside[key])
    return near


def prune(
    net: Net,
    own: set[str],
    earlier: Collection[tuple[str, tuple[str, ...]]],
    fixed: Mapping[str, int],
) -> dict[str, int]:
    """Drop what only earlier reports told and this one does not touch: it was proved then.

    ``earlier`` are relations that those reports noted, ``fixed`` cells that they published: through
    them nothing new comes. What is left of these is returned.
    """
    fresh = {name for total, parts in net.relations - set(earlier) for name in (total, *parts)}
    near, waiting = set[str](), list((fresh | set(own)) - fixed.keys())
    retained: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        name = waiting.pop()
        if name in near:
            continue
        near.add(name)
        for total, parts in net.beside.get(name, ()):
            if (total, parts) not in retained:
                retained.add((total, parts))
                waiting += [one for one in (total, *parts) if one not in fixed]
    in_use = near | set(own) | {name for total, parts in retained for name in (total, *parts)}
    net.retain(retained | {one for one in net.relations if own.issuperset((one[0], *one[1]))})
    net.values = {name: value for name, value in net.values.items() if name in in_use}
    net.derived &= in_use
    net.primary &= in_use
    return {name: value for name, value in fixed.items() if name in in_use}


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


def hidden_before(ledger: Ledger) -> set[str]:
    """Return names of the cells that some earlier report hid and none showed."""
    cells = ledger["cells"].items()
    return {key.split(AGAIN)[0] for key, cell in cells if cell["state"] == "hidden"}


def read_ledger(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the ledger of published reports; an empty one where there is none yet.

    Returned: ``lost`` is True where the file is damaged, or of a later format: then nobody knows
    what was published, and `protect` takes all of it for known.
    """
    place = Path(path)
    if not place.is_file():
        return dict(EMPTY)
    try:
        ledger: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        cells = merged(ledger)["cells"].values()
        is_whole = ledger["version"] in (2, VERSION) and all(
            {"value", "state"} <= set(cell) for cell in cells
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        is_whole = False
    return {**EMPTY, **ledger, "version": VERSION} if is_whole else {**EMPTY, "lost": True}


def replace_file(place: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file whole and down to the disk, or not at all."""
    partial = place.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode)
    with partial.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(place)


def write_ledger(
    path: str | os.PathLike[str],
    ledger: Ledger,
    name: str,
    entry: Mapping[str, Any],
    state: str = MADE,
) -> None:
    """Keep what a report publishes: ``about to`` before its files are written, ``made`` after.

    Raises
    ------
    DisclosureError
        If it cannot be written: then nothing may be published.
    """
    kept = {**EMPTY, **ledger}
    kept["reports"] = [*kept["reports"], {"report": name, "state": state, **entry}]
    place = Path(path)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, json.dumps(kept, ensure_ascii=False).encode())
    except OSError as error:
        raise DisclosureError(
            error_text("ledger.write_ledger", place=place, strerror=error.strerror)
        ) from error
