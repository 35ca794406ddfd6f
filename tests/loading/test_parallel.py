"""Many files give the same, in the same order, whether shared out over processes or not."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files import source_file
from engagekit.loading import inspect, parallel
from engagekit.loading.parallel import alone, each_file
from engagekit.loading.read_file import read_file, unread
from engagekit.settings.schema import Settings

FOUND = [(Path(f"{number}.csv"), str(number)) for number in range(40)]


def _where(place: Path, name: str, settings: Settings) -> tuple[str, str, int]:
    return place.name, name, os.getpid()


def _ends(place: Path, name: str, settings: Settings) -> str:
    if os.getpid() != PARENT and name == "7":
        os._exit(1)
    return name


def _refused(name: str, why: str) -> tuple[str, str, int]:
    raise AssertionError(why)


def _greedy(place: Path, name: str, settings: Settings) -> str:
    assert os.getpid() != PARENT
    while name == "1":
        pass
    return name if name != "2" else str(len(bytearray(200_000_000)))


def _looks_beside(place: Path, name: str, settings: Settings) -> str:
    assert os.getpid() != PARENT
    if name == "harm.csv":
        os._exit(1)
    for other in source_file.beside(source_file.open_export(place), {".csv"}, "a,b"):
        assert other.path.name == "harm.csv"
        os._exit(1)
    return "read"


PARENT = os.getpid()


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork whatever other tests left running; the children of these tests wait for no lock."""
    monkeypatch.setattr(parallel, "may_fork", lambda: True)


def test_files_come_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1}, raising=False)
    made = each_file(_where, FOUND, Settings(), _refused)
    assert [name for _, name, _ in made] == [name for _, name in FOUND]
    shared = {process for _, _, process in made} - {os.getpid()}
    assert bool(shared) == parallel.may_fork()


def test_few_files_are_done_by_one_worker() -> None:
    processes = {process for _, _, process in each_file(_where, FOUND[:3], Settings(), _refused)}
    assert len(processes) == 1
    assert (os.getpid() in processes) != parallel.may_fork()


def test_nothing_is_forked_while_another_thread_runs() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert not parallel.may_fork()
        made = each_file(_where, FOUND, Settings(), _refused)
        assert {process for _, _, process in made} == {os.getpid()}
    finally:
        stop.set()
        other.join()


@pytest.mark.usefixtures("forks")
@pytest.mark.parametrize("cores", [{0}, {0, 1}])
def test_a_file_that_kills_its_worker_is_refused_and_the_others_are_read(
    cores: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: cores, raising=False)
    made = each_file(_ends, FOUND, Settings(), lambda name, why: f"refused: {why}")
    assert made[7].startswith("refused: 7 cannot be read")
    assert made[:7] + made[8:] == [name for _, name in FOUND if name != "7"]


@pytest.mark.usefixtures("forks")
def test_time_and_memory_of_a_file_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "SECONDS", 0.3)
    monkeypatch.setattr(parallel, "MEMORY", 50_000_000)
    made = each_file(_greedy, FOUND[:4], Settings(), lambda name, why: why)
    assert "far longer to read" in made[1]
    assert "far more memory" in made[2]
    assert made[0] == "0" and made[3] == "3"


@pytest.mark.usefixtures("forks")
@pytest.mark.parametrize("signal", [0, 9])
def test_work_on_one_file_is_bounded_too(signal: int, tmp_path: Path) -> None:
    def work() -> int:
        return os.kill(os.getpid(), signal) or 7

    if not signal:
        assert alone(work, tmp_path) == 7
        return
    with pytest.raises(ExportError, match="cannot be read: it is damaged"):
        alone(work, tmp_path)


@pytest.mark.usefixtures("forks")
@pytest.mark.parametrize(("once", "seconds"), [(0.2, 0.6), (1.2, 1.2)])
def test_a_file_that_is_read_again_and_again_has_a_minute(
    once: float, seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[float]()
    monkeypatch.setattr(parallel, "SECONDS", once)
    assert parallel.MINUTE == 60
    monkeypatch.setattr(parallel, "MINUTE", 0.6)
    monkeypatch.setattr(parallel, "allow", lambda time, _: asked.append(time))
    assert alone(lambda: list(asked), tmp_path / "gone", times=14) == [pytest.approx(seconds)]


def test_a_locked_file_beside_another_is_named() -> None:
    def locked(place: Path, name: str, settings: Settings) -> str:
        raise PermissionError(13, "denied", "mappings/desk.toml")

    made = each_file(locked, FOUND[:1], Settings(), lambda name, why: why)
    assert made[0].startswith("mappings/desk.toml cannot be opened")


@pytest.mark.usefixtures("forks")
def test_a_long_list_of_short_rows_is_within_the_bounds(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n % 5000},2026-09-01,desk\n" for n in range(1_000_000))
    (tmp_path / "touches.csv").write_text("touch_id,contact_id,on,channel\n" + rows, "utf-8")
    files = [(tmp_path / "touches.csv", "touches.csv")]
    (made,) = each_file(read_file, files, Settings(), unread)
    assert (made.error, made.rows_kept) == (None, 1_000_000)


@pytest.mark.usefixtures("forks")
def test_a_neighbour_that_kills_a_worker_is_not_held_against_the_file(tmp_path: Path) -> None:
    files = [(tmp_path / name, name) for name in ("good.csv", "harm.csv")]
    for place, _ in files:
        place.write_text("a,b\n1,2\n", "utf-8")
    made = each_file(_looks_beside, files, Settings(), lambda name, why: why)
    assert made[0] == "read"
    assert made[1].startswith("harm.csv cannot be read")


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
