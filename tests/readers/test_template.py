"""Our own template: hints, cells, and each tidy table saved as CSV; see the cases, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import Export, open_export
from engagekit.readers import template
from engagekit.tables.schema import TABLES
from tests.reading import tools_of


def _csv(folder: Path, text: str, name: str = "walks.csv") -> Export:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return open_export(path)


def test_an_unknown_column_is_named_with_the_nearest_known_one(tmp_path: Path) -> None:
    found = template.read(_csv(tmp_path, "on,channel,place,minuts\n2026-03-01,walk,desk,5"))
    (problem,) = found.problems
    assert problem.remedy.startswith("Did you mean 'minutes'?")


def test_problems_found_later_can_name_their_cell(tmp_path: Path) -> None:
    found = template.read(_csv(tmp_path, "channel,on\nwalk,2026-03-01"))
    assert found.origins["touches"] == {"channel": 0, "on": 1}


@pytest.mark.parametrize("name", TABLES)
def test_each_tidy_table_saved_as_csv_is_read_back_as_itself(name: str, tmp_path: Path) -> None:
    names = TABLES[name].names
    export = _csv(tmp_path, f"{','.join(names)}\n{','.join('1' for _ in names)}", "export.csv")
    assert tools_of(export) == [template.TOOL]
    assert list(template.read(export).tables) == [name]
