"""Use of research tools by person: one touch a person and day, and nobody was met by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.load import load
from engagekit.measures import reach

pytestmark = pytest.mark.usefixtures("said")

HEAD = "User Name,Client ID,Date,Transactions\n"
ROSTER = "Employee ID,Worker,Email,Department\n1,Ana Gil,ana@x.example,Tax\n"


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
