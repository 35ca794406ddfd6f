from __future__ import annotations

import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engagekit.reporting import pipeline
from engagekit.settings.schema import Settings
from tests.stranger.small import PEOPLE, SETTINGS


@pytest.mark.usefixtures("said")
def test_a_staff_list_inside_a_zip_is_at_hand_for_the_board_copy(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "engagekit.toml").write_text(SETTINGS, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "data" / "hr.zip", "w") as packed:
        packed.writestr("people.csv", "\n".join(",".join(row) for row in PEOPLE))
    job: Any = SimpleNamespace(data=lambda: str(tmp_path / "data"), settings=Settings())
    assert pipeline._names(job, []).is_whole
