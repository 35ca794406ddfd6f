"""Small files, and what is read of each: the cases stand in ``cases``, a file a kind of lists."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import open_export
from engagekit.loading import recognise as readers
from engagekit.loading.recognise import recognise
from engagekit.settings.schema import FileChoice
from engagekit.tables.schema import TABLES
from tests.reading import staff_list, tools_of

CASES = [
    pytest.param(case, id=f"{place.stem}: {case['why']}")
    for place in sorted(Path(__file__).parent.glob("cases/*.toml"))
    for case in tomllib.loads(place.read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_a_file_gives_what_its_case_says(case: dict[str, Any], tmp_path: Path) -> None:
    place = tmp_path / case.get("file", "list.csv")
    place.write_text(case["text"], encoding=case.get("encoding", "utf-8"))
    choice = FileChoice(**case["choice"]) if "choice" in case else None
    export = open_export(place, choice=choice)
    if case.get("row") == "person":
        reader = staff_list(export, **case.get("said", {}))
    elif case["tool"]:
        reader, seen = recognise(export)
        assert (reader.TOOL, seen.certain) == (case["tool"], case.get("certain", True))
    else:
        assert tools_of(export) == []
        return
    if "error" in case:
        with pytest.raises(ExportError) as refused:
            readers.read(reader, export)
        assert str(refused.value) == case["error"]
        return
    found = readers.read(reader, export)
    aside = {part.reason: part.rows for part in found.set_aside}
    assert aside == case.get("aside", {})
    assert found.rows_read == found.rows_kept + sum(aside.values())
    told = [[one.cell or one.row or 0, one.what] for one in found.problems]
    assert told == case.get("told", [])
    if "order" in case:
        assert found.date_order == (case["order"] or None)
    assert {*case.get("dropped", ())} <= {name for name, _ in found.dropped_columns}
    assert found.tables == case.get("tables", found.tables)
    for table in TABLES.keys() & case.keys():
        assert bool(case[table]) is (table in found.tables)
        for column, cells in case[table].items():
            values = found.tables[table].get(column, pd.Series())  # a column that is not there
            assert values.astype("str").tolist() == cells
