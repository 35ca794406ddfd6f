from __future__ import annotations

import json
from pathlib import Path

from engagekit.reporting.output_folder import put


def results(notebook: str) -> bytes:
    return json.dumps({"report": {"notebook": notebook}}).encode()


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_board_copy_that_may_no_longer_stand_is_removed(tmp_path: Path) -> None:
    copy = {"brief.html": b"1", "results.json": results("quarterly_report.ipynb")}
    put(tmp_path, "quarterly_report.ipynb", {"private": copy, "board": copy}, ["brief.html"])
    put(tmp_path, "quarterly_report.ipynb", {"private": copy}, ["brief.html"])
    assert names(tmp_path) == ["private/brief.html", "private/results.json"]


def test_what_was_not_asked_for_stays_and_what_was_asked_for_in_vain_goes(tmp_path: Path) -> None:
    both = {"brief.html": b"1", "data-book.html": b"1"}
    put(tmp_path, "quarterly_report.ipynb", {"private": both}, both)
    put(tmp_path, "quarterly_report.ipynb", {"private": {}}, ["brief.html"])
    assert names(tmp_path) == ["private/data-book.html"]


def test_another_notebook_never_writes_over_files_of_the_first(tmp_path: Path) -> None:
    for name in ("quarterly_report.ipynb", "02_reach.ipynb"):
        put(tmp_path, name, {"private": {"brief.html": b"1", "results.json": results(name)}})
    assert names(tmp_path) == [
        "private/02-reach-brief.html", "private/02-reach.results.json",
        "private/brief.html", "private/results.json",
    ]  # fmt: skip
    assert json.loads((tmp_path / "private/results.json").read_text())["report"] == {
        "notebook": "quarterly_report.ipynb"
    }


def test_nothing_but_the_files_is_left(tmp_path: Path) -> None:
    put(tmp_path, "q.ipynb", {"private": {"brief.html": b"1"}})
    assert [p.name for p in tmp_path.iterdir()] == ["private"]
