"""Files made to do harm among good ones: each is named, and the report is made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.hostile.cases import cases
from tests.hostile.run import measured
from tests.hostile.small_project import NOTEBOOK, QUARTER, small_project

pytestmark = pytest.mark.slow

AMONG = ("cell-0.xlsx", "deep.json", "no-parts.xlsx", "deep.ods", "setpos.ics",
         "zip-outside.zip", "random.csv", "not.sav", "link-out.csv")  # fmt: skip


@pytest.mark.skipif(
    sys.platform != "linux", reason="not on this system: needs workers within bounds, and links"
)
def test_hostile_files_among_good_ones_are_named_and_the_report_is_made(tmp_path: Path) -> None:
    data = small_project(tmp_path / "p")
    made = cases(slow=False)
    for name in AMONG:
        made[name](data / name)
    how = ["--notebook", str(tmp_path / "p" / "notebooks" / NOTEBOOK), "--formats", "xlsx"]
    command = ["report", str(tmp_path / "p"), *how, "--partial", "--period", QUARTER]
    done = measured("among good ones", command)
    assert done.code == 0, done.words
    assert [name for name in AMONG if name not in done.words] == []
    assert "Traceback" not in done.words and "internal fault" not in done.words
    assert "root:" not in done.words
    assert done.memory < 1024 * 1024
