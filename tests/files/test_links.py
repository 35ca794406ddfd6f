"""Links among the exports: one inside the folder is read, any other is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.files.source_file import leads_out
from engagekit.loading.load import files_under


@pytest.mark.parametrize(
    ("target", "out"),
    [("real.csv", False), ("link.csv", True), ("gone.csv", True), ("../other.csv", True)],
)
def test_a_link_that_ends_outside_or_nowhere_is_not_followed(
    tmp_path: Path, target: str, out: bool
) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n", "utf-8")
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "real.csv").write_text("a\n1\n", "utf-8")
    link = folder / "link.csv"
    link.symlink_to(target)
    assert leads_out(link) is out
    assert link in [place for place, _ in files_under(folder)], "nothing is passed over in silence"
