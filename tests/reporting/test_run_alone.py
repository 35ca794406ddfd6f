"""One run at a time writes; a run's temporary folder goes with it, or with the next run."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from engagekit.cli.app import main
from engagekit.errors import ReportError
from engagekit.reporting import run_alone

HOLDS = """
import sys, tempfile, time
from pathlib import Path
from engagekit.reporting import run_alone
with run_alone.writing(Path(sys.argv[1]), ""):
    print(tempfile.gettempdir(), flush=True)
    time.sleep(60)
"""


def test_a_second_run_waits_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order: list[str] = []

    def second() -> None:
        with run_alone.writing(tmp_path, "Waiting."):
            order.append("second")

    other = threading.Thread(target=second)
    with run_alone.writing(tmp_path, "unused"):
        other.start()
        time.sleep(0.3)
        order.append("first")
    other.join(10)
    assert order == ["first", "second"]
    assert capsys.readouterr().err == "Waiting.\n"


def test_a_run_that_waits_too_long_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_alone, "PATIENCE", 0.1)
    with (
        FileLock(tmp_path / run_alone.LOCK),
        pytest.raises(ReportError, match="still being written"),
        run_alone.writing(tmp_path, "Waiting."),
    ):
        raise AssertionError


def test_every_temporary_file_is_in_the_folder_of_the_run(tmp_path: Path) -> None:
    before = tempfile.gettempdir()
    with run_alone.writing(tmp_path, ""):
        place = Path(tempfile.gettempdir())
        assert Path(tempfile.mkdtemp()).parent == place
        assert place.stat().st_mode & 0o777 == 0o700
    assert not place.exists() and tempfile.gettempdir() == before


def test_without_a_folder_for_temporary_files_the_project_takes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    (tmp_path / f"{run_alone.HALF_MADE}dead").mkdir()
    with run_alone.writing(tmp_path, ""):
        place = Path(tempfile.gettempdir())
        assert sorted(tmp_path.iterdir()) == sorted([place, tmp_path / run_alone.LOCK])
    assert not place.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="not on this system: no such signals")
def test_what_a_killed_run_left_goes_with_the_next_and_a_living_one_keeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    env = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    for end in ("by a command", "by the next report"):
        command = [sys.executable, "-c", HOLDS, str(tmp_path / "out")]
        run = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        place = Path(run.stdout.readline().strip() if run.stdout else "")
        assert run_alone.swept(tmp_path / "out") == [] and place.is_dir()
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert place.is_dir()
        if end == "by a command":
            assert run_alone.swept(tmp_path / "out") == [place]
        else:
            with run_alone.writing(tmp_path / "out", ""):
                assert not place.exists()


def test_the_next_command_removes_what_a_killed_report_left_and_doctor_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hidden folder with private files stood beside the reports until the next report."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "engagekit.toml").write_text('[organisation]\nname = "Small"\n', "utf-8")
    half = tmp_path / "reports" / ".2026-27_Q2.engagekit-new" / "private"
    brief = tmp_path / "reports" / "2026-27_Q2" / "each" / ".tax.engagekit-new" / "private"
    for command in (["dictionary"], ["doctor"]):
        for folder in (half, brief):
            folder.mkdir(parents=True)
            (folder / "brief.html").write_text("Ana", "utf-8")
        with FileLock(tmp_path / "reports" / run_alone.LOCK), contextlib.suppress(SystemExit):
            main(command)
        assert half.is_dir() and brief.is_dir(), "a run is at work"
        with contextlib.suppress(SystemExit):
            main(command)
        assert not half.parent.exists() and not brief.parent.exists()
    assert "had left .2026-27_Q2.engagekit-new" in capsys.readouterr().out
