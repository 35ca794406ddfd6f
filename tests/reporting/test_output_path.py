"""Where files may go: looked at before the work, and a sentence where the disk refuses."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.reporting import output_path
from engagekit.reporting.pipeline import is_short
from engagekit.tables.problems import Problem
from tests.command_runs import run

SAMPLE = str(Path(__file__).parents[2] / "data" / "sample")


def test_a_folder_that_is_not_there_yet_may_be_made(tmp_path: Path) -> None:
    assert output_path.ready(tmp_path / "a" / "b") == tmp_path / "a" / "b"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("below", ["", "b"])
def test_a_file_where_a_folder_is_needed_is_named(tmp_path: Path, below: str) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a is a file, not a folder\. Give a folder with --out"):
        output_path.ready(tmp_path / "a" / below)


def test_a_folder_that_may_not_be_written_in_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="No file can be written into"):
        output_path.ready(tmp_path / "new")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("book.docx", "does not end in .xlsx"),
        ("none/book.xlsx", "Make that folder first"),
        ("", "is a folder. Add a file name"),
        ("there.xlsx", "is there already"),
    ],
)
def test_a_template_goes_where_a_workbook_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    (tmp_path / "there.xlsx").write_text("x", encoding="utf-8")
    code, out, err = run(capsys, "template", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert said in err
    assert (tmp_path / "there.xlsx").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize(
    "command",
    [
        ["report", "--data", SAMPLE],
        ["report", "--data", SAMPLE, "--each", "department"],
        ["demo"],
        ["tables", SAMPLE],
    ],
)
def test_an_output_folder_that_is_a_file_stops_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    code, out, err = run(capsys, *command, "--out", str(tmp_path / "out"))
    assert (code, out) == (2, "")
    assert "is a file, not a folder" in err


def test_what_the_disk_refuses_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "a.xlsx"))

    monkeypatch.setattr(Path, "write_bytes", full)
    code, _, err = run(capsys, "template", str(tmp_path / "a.xlsx"))
    assert (code, "The disk is full" in err, "Traceback" in err) == (2, True, False)
    said = {number: output_path.sentence(OSError(number, "x", "a.pdf")) or "" for number in (
        errno.EACCES, errno.EBUSY, errno.ENOTDIR, errno.ENOENT)}  # fmt: skip
    assert all("a.pdf" in text for text in said.values())
    assert "close it" in said[errno.EACCES]
    assert output_path.sentence(OSError(errno.EPIPE, "broken pipe")) is None
    monkeypatch.setattr(tempfile, "tempdir", "/small")
    assert "/small" in (output_path.sentence(OSError(errno.ENOSPC, "x")) or "")
    assert "/small" not in (output_path.sentence(OSError(errno.ENOSPC, "x", "a.pdf")) or "")


@pytest.mark.usefixtures("preloaded")
def test_every_command_that_writes_can_be_tried_dry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = {
        "report": ["--data", SAMPLE], "tables": [SAMPLE, "--out", "t"],
        "template": ["book.xlsx"], "start": [],
    }  # fmt: skip
    for command, more in asked.items():
        code, out, err = run(capsys, command, *more, "--dry-run")
        assert (code, out.strip() != "") == (0, True), (command, err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("preloaded")
def test_a_dry_run_names_the_folders_of_the_last_complete_quarter_and_of_each_department(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, err = run(
        capsys, "report", "--data", SAMPLE, "--out", str(tmp_path), "--each", "department",
        "--dry-run",
    )  # fmt: skip
    places = [Path(line).relative_to(tmp_path).as_posix() for line in out.splitlines()]
    assert "2026-27_Q2/each/tax/board" in places
    assert not any("information-centre" in place for place in places)
    assert "Nothing was written" in err


@pytest.mark.usefixtures("preloaded")
@pytest.mark.parametrize(
    ("quarter", "said"), [("2020-21 Q1", "The data begin on"), ("2026-27 Q2", None)]
)
def test_a_period_of_which_the_data_do_not_tell_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quarter: str, said: str | None
) -> None:
    code, _, err = run(
        capsys, "report", "--data", SAMPLE, "--out", str(tmp_path), "--dry-run", "--quarter",
        quarter,
    )  # fmt: skip
    assert code == (3 if said else 0)
    assert (said or "Nothing was written") in err


@pytest.mark.parametrize(
    ("last", "is_told"), [("2026-08-14", True), ("2026-09-25", False), ("2026-11-02", False)]
)
def test_a_period_that_the_records_leave_before_its_end_is_said_to(
    last: str, is_told: bool
) -> None:
    assert is_short(last, "2026-09-30") == is_told


def test_a_problem_is_one_sentence_with_one_full_stop() -> None:
    told = Problem("a.xlsx cannot be read. Save it again.", "", "a.xlsx")
    assert str(told) == "a.xlsx cannot be read. Save it again."
    placed = Problem("not a date", "Correct it.", "a.xlsx", "S", 3, "on", "B3", "soon")
    assert str(placed) == "a.xlsx, sheet S, cell B3: on is 'soon', which is not a date. Correct it."


def test_a_name_that_is_too_long_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(OSError) as raised:
        output_path.ready(tmp_path / ("n" * 300))
    assert str(output_path.sentence(raised.value)).endswith("Check the path.")
