"""The one order of day and month of a file, from each piece of evidence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.files.source_file import open_export
from engagekit.readers.shared._timestamps import DateOrder, decide, lean_problem, leaves


def _decide(folder: Path, cells: list[str], name: str = "list", **evidence: object) -> DateOrder:
    (folder / f"{name}.csv").write_text("a,b\n1,2\n", "utf-8")
    export = open_export(folder / f"{name}.csv")
    return decide([pd.Series(cells, dtype="str")], export=export, **evidence)  # type: ignore[arg-type]


def test_a_part_over_twelve_decides(tmp_path: Path) -> None:
    assert _decide(tmp_path, ["02/03/2026", "13/03/2026"]) == DateOrder("day first")
    assert _decide(tmp_path, ["02/03/2026", "02/13/2026"]) == DateOrder("month first")
    assert _decide(tmp_path, ["02/02/2026"]) == DateOrder(None, needed=False)
    assert _decide(tmp_path, ["13/02/2026", "02/13/2026"]) == DateOrder(None, certain=False)


def test_a_day_in_the_title_or_name_decides(tmp_path: Path) -> None:
    assert _decide(tmp_path, ["02/03/2026"], title="2026-03-02 Clinic").order == "day first"
    assert _decide(tmp_path, ["02/03/2026"], name="report 20260203").order == "month first"


def test_who_registered_before_joining_decides(tmp_path: Path) -> None:
    pair = (pd.Series(["05/04/2026"]), pd.Series(["04/05/2026"]))
    decided = _decide(tmp_path, ["05/04/2026", "04/05/2026"], not_after=[pair])
    assert decided == DateOrder("day first")


@pytest.mark.parametrize(("cell", "order", "certain"), [
    ("02.03.2026 10:00", "day first", True),
    ("02/03/2026 10:00 pm", "day first", False),
    ("02/03/2026 10:00 PM", "month first", False),
    ("02/03/2026 10:00", "day first", False),
    ("2/3/2026 10:00", "month first", False),
    ("02/03/2026", None, False),
])  # fmt: skip
def test_the_manner_of_writing_leans(
    cell: str, order: str | None, certain: bool, tmp_path: Path
) -> None:
    assert _decide(tmp_path, [cell]) == DateOrder(order, certain)


def test_what_is_not_certain_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a,b\n1,2\n", "utf-8")
    export = open_export(tmp_path / "list.csv")
    assert lean_problem(DateOrder("day first"), export, 2, "02/03/2026") == []
    (lean,) = lean_problem(DateOrder("day first", certain=False), export, 2, "02/03/2026")
    assert lean.problem == "read day first; no date of the file proves it"
    assert lean.remedy.startswith("If that is wrong, say date_order")
    (unknown,) = lean_problem(DateOrder(None, certain=False), export, 2, "02/03/2026")
    assert unknown.remedy.startswith("Say date_order")


def test_a_clock_after_midnight_is_of_the_next_day() -> None:
    joins = pd.Series(pd.to_datetime(["2026-01-02 23:00", "2026-01-02 23:00", None]))
    left, _ = leaves(joins, pd.Series(["23:30", "00:15", "00:15"]), None)
    assert left.dt.strftime("%d %H:%M").tolist()[:2] == ["02 23:30", "03 00:15"]
    assert left.isna().tolist() == [False, False, True]
