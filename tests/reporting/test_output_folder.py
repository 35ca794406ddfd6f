from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from engagekit.reporting import output_folder
from engagekit.reporting.output_folder import put, recover
from engagekit.reporting.writers import RESULTS


def results(notebook: str) -> bytes:
    return json.dumps({"report": {"notebook": notebook}}).encode()


def names(folder: Path) -> list[str]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return sorted(p.relative_to(folder).as_posix() for p in files)


def test_a_board_copy_that_may_no_longer_stand_is_removed(tmp_path: Path) -> None:
    copy = {"brief.html": b"1", RESULTS: results("quarterly_report.ipynb")}
    put(tmp_path, "quarterly_report.ipynb", {"private": copy, "board": copy})
    put(tmp_path, "quarterly_report.ipynb", {"private": copy})
    assert names(tmp_path) == ["private/brief.html", "private/data/results.json"]


def test_what_this_run_did_not_make_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    name = "quarterly_report.ipynb"
    first = dict.fromkeys(("brief.html", "brief.pdf", name, "quarterly_report.html"), b"1")
    put(tmp_path, name, {"private": {**first, RESULTS: results(name)}})
    (tmp_path / "private" / "notes.txt").write_bytes(b"old")
    made, removed = put(tmp_path, name, {"private": {"brief.html": b"2", name: b"2"}})
    private = tmp_path / "private"
    assert made == [private / "brief.html", private / name]
    gone = ("brief.pdf", "data/results.json", "quarterly_report.html")
    assert removed == [private / file for file in gone]
    assert names(tmp_path) == [
        "private/brief.html", "private/notes.txt", "private/quarterly_report.ipynb",
    ]  # fmt: skip


def test_another_notebook_never_writes_over_files_of_the_first(tmp_path: Path) -> None:
    for name in ("quarterly_report.ipynb", "01_reach.ipynb"):
        put(tmp_path, name, {"private": {"brief.html": b"1", RESULTS: results(name)}})
    assert names(tmp_path) == [
        "private/01-reach-brief.html", "private/brief.html",
        "private/data/01-reach.results.json", "private/data/results.json",
    ]  # fmt: skip
    assert json.loads((tmp_path / "private/data/results.json").read_text())["report"] == {
        "notebook": "quarterly_report.ipynb"
    }


def test_nothing_but_the_files_is_left(tmp_path: Path) -> None:
    put(tmp_path, "q.ipynb", {"private": {"brief.html": b"1"}})
    assert [p.name for p in tmp_path.iterdir()] == ["private"]


def _set(number: int) -> dict[str, dict[str, bytes]]:
    made = {RESULTS: results("q.ipynb"), **{f"{n}.txt": b"%d" % number for n in range(4)}}
    return {"private": made, "board": made}


def _is_whole(folder: Path) -> bool:
    texts = {place.read_bytes() for place in folder.rglob("*.txt")}
    return len(texts) == 1 and len(list(folder.rglob("*.txt"))) == 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="not on this system: no forks here")
@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("call", ["rename", "link", "fsync", "unlink", "rmdir"])
def test_a_set_is_whole_wherever_the_writing_is_killed(
    call: str, at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not at_once:
        monkeypatch.setattr(output_folder, "_exchanged", lambda *_: False)
    folder = tmp_path / "out" / "2026-27_Q2"
    (folder / "each" / "tax").mkdir(parents=True)
    (folder / "each" / "tax" / "brief.html").write_bytes(b"tax")
    put(folder, "q.ipynb", _set(0))
    killed = 0
    for moment in range(40):
        pid = os.fork()
        if pid == 0:
            _die_at(call, moment)
            put(folder, "q.ipynb", _set(moment + 1))
            os._exit(0)
        status = os.waitpid(pid, 0)[1]
        killed += status != 0
        if not at_once or sys.platform != "linux":
            recover(folder.parent)
        assert _is_whole(folder), moment
        recover(folder.parent)
        assert (folder / "each" / "tax" / "brief.html").read_bytes() == b"tax"
        assert list(folder.parent.iterdir()) == [folder]
        if status == 0:
            break
    assert killed >= (1 if call != "rename" else 0 if at_once else 2)


def _die_at(call: str, moment: int) -> None:
    """End this process hard before a call of the system, the given one of its kind."""
    holder = Path if call in ("rename", "unlink") else os
    whole, left = getattr(holder, call), [moment]

    def counted(*args: Any, **rest: Any) -> Any:
        if not left[0]:
            os._exit(9)
        left[0] -= 1
        return whole(*args, **rest)

    setattr(holder, call, counted)


def test_a_set_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "q"
    put(folder, "q.ipynb", _set(0))
    whole = Path.rename

    def refused(place: Path, target: Path) -> Path:
        if place.name.endswith("-new"):
            raise PermissionError(13, "in use", str(target))
        return whole(place, target)

    monkeypatch.setattr(Path, "rename", refused)
    monkeypatch.setattr(output_folder, "_exchanged", lambda *_: False)
    with pytest.raises(PermissionError):
        put(folder, "q.ipynb", _set(1))
    assert _is_whole(folder) and list(tmp_path.iterdir()) == [folder]


def test_an_old_file_that_is_locked_does_not_stop_the_next_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "q", "q.ipynb", _set(0))
    with monkeypatch.context() as locked:
        locked.setattr("shutil.rmtree", lambda *_, **__: None)
        for number in (1, 2, 3):
            put(tmp_path / "q", "q.ipynb", _set(number))
            assert _is_whole(tmp_path / "q")
    (tmp_path / "q" / "board").chmod(0o555)
    put(tmp_path / "q", "q.ipynb", _set(4))
    assert _is_whole(tmp_path / "q") and list(tmp_path.iterdir()) == [tmp_path / "q"]
