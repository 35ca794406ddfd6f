from __future__ import annotations

import json
from pathlib import Path

from engagekit.reporting.output_folder import put


def results(notebook: str) -> bytes:
    return json.dumps({"report": {"notebook": notebook}}).encode()


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_board_copy_that_may_no_longer_stand_is_removed(tmp_path: Path) -> None:
    copy = {".html": b"1", "results.json": results("q.ipynb")}
    put(tmp_path, "2026_q", "q.ipynb", {"private": copy, "board": copy})
    put(tmp_path, "2026_q", "q.ipynb", {"private": copy})
    assert names(tmp_path) == ["private/2026_q.html", "private/results.json"]


def test_another_notebook_never_writes_over_results_of_the_first(tmp_path: Path) -> None:
    put(tmp_path, "2026_q", "q.ipynb", {"private": {"results.json": results("q.ipynb")}})
    put(tmp_path, "2026_a", "a.ipynb", {"private": {"results.json": results("a.ipynb")}})
    assert names(tmp_path) == ["private/2026_a.results.json", "private/results.json"]
    assert json.loads((tmp_path / "private/results.json").read_text())["report"] == {
        "notebook": "q.ipynb"
    }


def test_nothing_but_the_files_is_left(tmp_path: Path) -> None:
    put(tmp_path, "n", "q.ipynb", {"private": {".html": b"1"}})
    assert [p.name for p in tmp_path.iterdir()] == ["private"]
