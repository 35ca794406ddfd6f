"""Files of strangers as data, ``cases/*.toml``: what is changed in the small project, what comes out.

A case says of each file its whole text, or what is changed in that of the small project: ``drop`` and
``rename`` of columns, ``cells`` of a column (a list, taken round and round, or some by their row),
``rows`` put in, each behind its place; ``false`` takes it out; a list is the rows of a sheet, some cells
``merged``. ``imports``: table and answers by which a person imports a file, or with ``refused`` what is
said instead. What must come out: ``counts``, or with ``or_told`` a word of warning in their place;
``told``, problems by level, place and words; ``says``, how many problems hold a text; ``rows`` of tables;
of columns what `COLUMNS` looks at.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import cycle
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import UsageError
from engagekit.sections.gate import Gate
from tests.confirming import map_file
from tests.stranger import small

CASES: dict[str, dict[str, Any]] = {
    name: case
    for path in sorted(Path(__file__).with_name("cases").glob("*.toml"))
    for name, case in tomllib.loads(path.read_text(encoding="utf-8")).items()
}
LEVELS = {"ask": "question", "cell": "fault", "note": "note", "stop": "unread"}


def file_of(spec: Any, base: small.Rows) -> small.Rows | None:
    """Return the rows of a file: written whole, or those of the small project changed."""
    if spec is False:
        return None
    if isinstance(spec, list):
        return spec
    if isinstance(spec, str):
        return list(csv.reader(io.StringIO(spec)))
    head, *rows = [list(row) for row in base]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(head)}
    for name in spec.get("drop", ()):
        del columns[name]
    columns = {spec.get("rename", {}).get(name, name): cells for name, cells in columns.items()}
    for name, cells in spec.get("cells", {}).items():
        column = columns.setdefault(name, [""] * len(rows))
        some = cells.items() if isinstance(cells, dict) else zip(range(len(rows)), cycle(cells))
        for row, cell in some:
            column[int(row)] = cell
    made = [list(columns), *map(list, zip(*columns.values(), strict=True))]
    for at, *row in spec.get("rows", ()):
        made.insert(at, [*row, *[""] * (len(columns) - len(row))])
    return made


def gate_of(case: dict[str, Any], home: Path) -> Gate:
    settings = small.SETTINGS + case.get("settings", "")
    for old, new in case.get("instead", {}).items():
        assert old in settings
        settings = settings.replace(old, new)
    lone = case.get("alone", small.FILES)  # nothing else of the small project
    files: dict[str, small.Rows | None] = {one: None for one in small.FILES if one not in lone}
    for name, spec in case.get("files", {}).items():
        of = spec.get("of", name) if isinstance(spec, dict) else name
        files[name] = file_of(spec, small.FILES.get(of, []))
        (home / "data" / name).parent.mkdir(parents=True, exist_ok=True)
    for name, text in case.get("mappings", {}).items():
        (home / "mappings").mkdir(exist_ok=True)
        (home / "mappings" / name).write_text(text, encoding="utf-8")
    small.write(home, settings, files)
    for name, cells in case.get("merged", {}).items():
        small.save(home / "data" / name, files[name] or [], cells)
    for name, said in case.get("imports", {}).items():
        answers = {key: said[key] for key in said if key not in ("table", "refused")}
        refused = pytest.raises(UsageError, match=said["refused"]) if "refused" in said else None
        with refused or nullcontext():
            map_file(home / "data" / name, table=said["table"], given=answers)
    return Gate(small.loaded(home / "data"))


def missed(case: dict[str, Any], gate: Gate) -> Iterator[str]:
    """Yield what should have come out and did not."""
    counts = gate.counts(whole=case.get("whole", True))
    wanted = {name: None if n == "none" else n for name, n in case.get("counts", {}).items()}
    wrong = {name: counts[name] for name, n in wanted.items() if counts[name] != n}
    if wrong and not (case.get("or_told") and gate.exit_code):
        yield f"counts {wrong}"
    faults = gate.tables.faults
    for level, where, *words in case.get("told", ()):
        found = [
            one
            for one in faults
            if one.level == LEVELS[level]
            and where in one.where
            and all(w in str(one) for w in words)
        ]
        if not found or not all(one.remedy for one in found):
            yield f"not told: {level} {where} {words}"
    for text, n in case.get("says", {}).items():
        there = sum(text in " ".join(str(one).split()) for one in faults)
        if there != n and (n is not True or not there):
            yield f"says {text!r} {there} times"
    if case.get("exit", gate.exit_code) != gate.exit_code:
        yield f"exit code {gate.exit_code}"
    if case.get("grade_below_a") and gate.grade and gate.grade.letter == "A":
        yield "grade A"
    if case.get("questions", len(gate.questions)) != len(gate.questions):
        yield f"{len(gate.questions)} questions"
    for name, n in case.get("rows", {}).items():
        if len(gate.tables.frames[name]) != n:
            yield f"{len(gate.tables.frames[name])} rows of {name}"
    for kind, function in COLUMNS.items():
        for place, sought in case.get(kind, {}).items():
            table, column, *values = place.split(".")
            found = function(gate.tables.frames[table], column, *values)
            if isinstance(sought, dict):  # of the others nothing is said
                found = {name: found.get(name) for name in sought}
            if found != sought:
                yield f"{place}: {found}"


def unique(frame: pd.DataFrame, column: str) -> list[Any]:
    """Return the different cells of a column, moments as text."""
    return sorted({*cells_of(frame, column)} - {""})


def cells_of(frame: pd.DataFrame, column: str) -> list[Any]:
    """Return the cells of a column, moments as text, nothing where one is missing."""
    cells = frame[column]
    if hasattr(cells, "dt"):
        cells = cells.dt.strftime("%Y-%m-%d %H:%M").str.removesuffix(" 00:00")
    return cells.astype("object").mask(cells.isna(), "").tolist()


COLUMNS: dict[str, Callable[..., Any]] = {
    "filled": lambda frame, column: frame[column].notna().sum(),
    "sums": lambda frame, column: frame[column].sum(),
    "sizes": lambda frame, column: frame[column].value_counts().to_dict(),
    "unique": unique,
    "values": cells_of,
    "groups": lambda frame, names, values: (
        frame.groupby(names)[values].sum().to_dict()
        if frame[values].dtype.kind in "if"
        else dict(zip(frame[names], frame[values], strict=True))
    ),
}
"""What is looked at in a column, or in one beside another."""


@pytest.mark.parametrize("name", CASES)
def test_a_stranger_s_file_is_read_right_or_told(name: str, tmp_path: Path) -> None:
    gate = gate_of(CASES[name], tmp_path)
    wrong = [*missed(CASES[name], gate)]
    assert not wrong, [*wrong, *map(str, gate.tables.faults)]
