"""What a load makes of files and what it asks about them: changes of a small project, as data."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.stranger.test_cases import gate_of, missed

pytestmark = pytest.mark.usefixtures("said", "proposals_taken")

CASES: dict[str, dict[str, Any]] = {
    name: case
    for path in sorted(Path(__file__).parent.glob("cases_*.toml"))
    for name, case in tomllib.loads(path.read_text("utf-8")).items()
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_read_and_asked_is_what_the_case_says(name: str, tmp_path: Path) -> None:
    gate = gate_of(CASES[name], tmp_path)
    wrong = [*missed(CASES[name], gate)]
    if "aside" in CASES[name]:
        aside = gate.tables.set_aside.groupby("reason")["rows"].sum().to_dict()
        wrong += [] if aside == CASES[name]["aside"] else [f"set aside {aside}"]
    assert not wrong, [*wrong, *map(str, gate.tables.faults)]
