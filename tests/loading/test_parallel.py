"""Many files give the same, in the same order, whether shared out over processes or not."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from engagekit.loading import inspect, parallel
from engagekit.loading.parallel import each_file
from engagekit.settings.schema import Settings

FOUND = [(Path(f"{number}.csv"), str(number)) for number in range(40)]


def _where(place: Path, name: str, settings: Settings) -> tuple[str, str, int]:
    return place.name, name, os.getpid()


def _ends(place: Path, name: str, settings: Settings) -> str:
    if os.getpid() != PARENT and name == "7":
        os._exit(1)
    return name


PARENT = os.getpid()


def test_files_come_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1}, raising=False)
    made = each_file(_where, FOUND, Settings())
    assert [name for _, name, _ in made] == [name for _, name in FOUND]
    shared = {process for _, _, process in made} - {os.getpid()}
    assert bool(shared) == parallel.may_fork()


def test_few_files_are_done_by_this_process() -> None:
    made = each_file(_where, FOUND[:3], Settings())
    assert {process for _, _, process in made} == {os.getpid()}


def test_nothing_is_forked_while_another_thread_runs() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert not parallel.may_fork()
        made = each_file(_where, FOUND, Settings())
        assert {process for _, _, process in made} == {os.getpid()}
    finally:
        stop.set()
        other.join()


def test_files_are_read_in_turn_where_a_process_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1}, raising=False)
    assert each_file(_ends, FOUND, Settings()) == [name for _, name in FOUND]


def test_a_folder_inspected_by_several_processes_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "Email Address,Opens,Clicks\na@x.example,1,0\n"
    for number in range(parallel.ENOUGH):
        (tmp_path / f"members_2026-02-{number + 1:02d}.csv").write_text(rows, encoding="utf-8")
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1}, raising=False)
    shared = inspect.inspect([str(tmp_path)])
    monkeypatch.setattr(parallel, "may_fork", lambda: False)
    assert shared == inspect.inspect([str(tmp_path)])
