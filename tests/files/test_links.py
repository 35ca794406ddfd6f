"""Links among the exports: one inside the folder is read, any other is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engagekit.errors import DataError, ExportError, pasted
from engagekit.files.source_file import leads_out, open_export
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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="not on this system: no pipes here")
def test_a_pipe_is_named_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert [place.name for place, _ in files_under(tmp_path)] == ["pipe.csv"]
    with pytest.raises(ExportError, match=r"pipe\.csv is a pipe, a socket or a device"):
        open_export(tmp_path / "pipe.csv")


def test_folders_too_deep_to_look_through_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "rglob", lambda *_: (_ for _ in ()).throw(RecursionError))
    with pytest.raises(DataError, match=f"{tmp_path.name} holds folders deeper than any export"):
        list(files_under(tmp_path))


def test_no_line_end_of_a_name_reaches_a_suggested_command() -> None:
    assert pasted("a\rb\nc\x1b.csv") == '"a b c .csv"'
