"""Use of research tools by person: one touch a person and day, and nobody was met by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.load import load
from engagekit.measures import reach
from engagekit.settings.schema import FileChoice
from tests.reading import read, written

pytestmark = pytest.mark.usefixtures("said")

HEAD = "User Name,Client ID,Date,Transactions\n"
ROSTER = "Employee ID,Worker,Email,Department\n1,Ana Gil,ana@x.example,Tax\n"


def test_further_uses_of_a_day_are_no_further_touches_and_no_row_is_lost(tmp_path: Path) -> None:
    text = (
        HEAD
        + "Ana,1,2026-07-06,1\nANA,2,2026-07-06 15:00,1\nAna,1,2026-07-07,1\nBo,1,2026-07-06,1\n"
    )
    found = read(written(tmp_path, text))
    days = found.tables["touches"]["on"].tolist()
    assert days == ["2026-07-06", "2026-07-07", "2026-07-06"]
    assert (found.rows_read, found.rows_kept) == (4, 4)
    assert "holds 4 uses, counted once a person and day: 3" in found.problems[0].problem


def test_rows_without_a_person_stand_for_themselves(tmp_path: Path) -> None:
    found = read(written(tmp_path, HEAD + ",1,2026-07-06,1\n,1,2026-07-06,2\n"))
    assert len(found.tables["touches"]) == 2


@pytest.mark.parametrize(("order", "touches"), [("day first", 2), ("month first", 2)])
def test_the_order_of_day_and_month_is_that_of_the_file(
    order: str, touches: int, tmp_path: Path
) -> None:
    text = HEAD + "Ana,1,03/04/2026,1\nAna,1,03/04/2026,1\nAna,1,05/04/2026,1\n"
    export = written(tmp_path, text, choice=FileChoice(date_order=order))
    assert len(read(export).tables["touches"]) == touches


def test_who_used_a_tool_alone_was_not_met(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "westlaw.csv").write_text(
        "User Name,Email,Client ID,Date,Transactions\nAna Gil,ana@x.example,1,2026-07-06,1\n",
        encoding="utf-8",
    )
    tables = load(tmp_path)
    assert tables.touches["contact_id"].tolist() == ["1"]
    assert tables.touches["channel"].tolist() == ["self-service"]
    assert reach(tables, during="FY2026-27 Q2")["n"].iloc[0] == 0
