"""A field that a mapping leaves free may be said of each file, and is asked about where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.load import everything
from engagekit.tables.tables import Tables
from tests.confirming import map_file

SETTINGS = "[organisation]\nname = 'Firm'\nfiscal_start = 1\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A budget of one quarter whose mapping says the quarter of every file, and one of the next."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "engagekit.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "data").mkdir()
    for name, amount in (("Q2", 500), ("Q3", 440)):
        text = f"Line,Actual\nStaff,{amount}\nBooks,{amount // 2}\n"
        (tmp_path / f"data/budget {name}.csv").write_text(text, encoding="utf-8")
    given = {"amount": "Actual", "kind": "actual", "currency": "CAD", "period": "2026 Q2"}
    map_file("data/budget Q2.csv", table="budget", given=given)
    return tmp_path


def _loaded(project: Path, field: str = "", value: str = "") -> Tables:
    constant = f"[files.'budget Q3.csv'.constants]\n{field} = '{value}'\n" if field else ""
    (project / "engagekit.toml").write_text(SETTINGS + constant, encoding="utf-8")
    return everything(project / "data")


def test_a_period_that_a_mapping_says_of_two_files_is_asked_about_or_said_of_each(
    project: Path,
) -> None:
    asked = "which its mapping says of every file"
    assert asked in str(_loaded(project).faults)
    tables = _loaded(project, "period", "2026 Q3")
    assert asked not in str(tables.faults)
    sums = tables.budget.groupby("period")["amount"].sum().to_dict()
    assert sums == {"2026 Q2": 750, "2026 Q3": 660}


@pytest.mark.parametrize(
    ("field", "is_read"), [("period", True), ("perod", False), ("line", False)]
)
def test_a_constant_of_a_file_is_a_field_that_its_mapping_leaves_free(
    field: str, is_read: bool, project: Path
) -> None:
    faults = str(_loaded(project, field, "2026 Q1").faults)
    assert ("among its constants in engagekit.toml" in faults) is not is_read
