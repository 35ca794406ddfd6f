"""Where files may go: looked at before the work, and a sentence where the disk refuses."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.reporting import output_path
from engagekit.reporting.pipeline import is_short
from engagekit.tables.problems import Problem
from tests.command_runs import run

SAMPLE = str(Path(__file__).parents[2] / "data" / "sample")
REPORT = ["report", "--data", SAMPLE]
Said = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("place", "may_write", "said"),
    [
        ("new/below", True, None),  # it is made later
        ("file", True, r"file is a file, not a folder\. Give a folder with --out"),
        ("file/below", True, r"file is a file, not a folder\. Give a folder with --out"),
        ("new", False, "No file can be written into"),
    ],
)
def test_a_folder_is_looked_at_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, may_write: bool, said: str | None
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: may_write)
    if said is None:
        assert output_path.ready(tmp_path / place) == tmp_path / place
    else:
        with pytest.raises(UsageError, match=said):
            output_path.ready(tmp_path / place)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["template", "book.docx"], "does not end in .xlsx"),
        (["template", "none/book.xlsx"], "Make that folder first"),
        (["template", "."], "is a folder. Add a file name"),
        (["template", "there.xlsx"], "exists already"),
        ([*REPORT, "--out", "there.xlsx"], "is a file, not a folder"),
        ([*REPORT, "--each", "department", "--out", "there.xlsx"], "is a file, not a folder"),
        (["demo", "--out", "there.xlsx"], "is a file, not a folder"),
        (["tables", SAMPLE, "--out", "there.xlsx"], "is a file, not a folder"),
    ],
)
def test_a_place_that_takes_no_file_stops_a_command_before_the_work(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch, command: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.xlsx").write_text("x", encoding="utf-8")
    code, out, err = run(capsys, *command)
    assert (code, out) == (2, "")
    assert said in err
    assert (tmp_path / "there.xlsx").read_text(encoding="utf-8") == "x"


def test_what_the_disk_refuses_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "a.xlsx"))

    monkeypatch.setattr(Path, "write_bytes", full)
    code, _, err = run(capsys, "template", str(tmp_path / "a.xlsx"))
    assert (code, "The disk is full" in err, "Traceback" in err) == (2, True, False)
    monkeypatch.setattr(tempfile, "tempdir", "/small")
    for number, name, words in (
        (errno.EACCES, "a.pdf", "a.pdf.*close it"),
        (errno.EBUSY, "a.pdf", "a.pdf"),
        (errno.ENOTDIR, "a.pdf", "a.pdf"),
        (errno.ENOENT, "a.pdf", "a.pdf"),
        (errno.ENOSPC, "a.pdf", "a.pdf"),
        (errno.ENOSPC, None, "/small"),
    ):
        said = output_path.sentence(OSError(number, "x", name)) or ""
        assert re.search(words, said), said
        assert ("/small" in said) is (name is None)
    assert output_path.sentence(OSError(errno.EPIPE, "broken pipe")) is None
    with pytest.raises(OSError) as raised:
        output_path.ready(tmp_path / ("n" * 300))
    assert str(output_path.sentence(raised.value)).endswith("Check the path.")


@pytest.mark.usefixtures("preloaded")
@pytest.mark.parametrize(
    "command", [REPORT, ["tables", SAMPLE, "--out", "t"], ["template", "book.xlsx"], ["start"]]
)
def test_every_command_that_writes_can_be_tried_dry(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *command, "--dry-run")
    assert (code, out.strip() != "") == (0, True), err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("preloaded")
def test_a_dry_run_names_the_folders_of_the_last_complete_quarter_and_of_each_department(
    tmp_path: Path, capsys: Said
) -> None:
    each = ["--each", "department", "--dry-run"]
    _, out, err = run(capsys, *REPORT, "--out", str(tmp_path), *each)
    places = [Path(line).relative_to(tmp_path).as_posix() for line in out.splitlines()]
    assert "2026-27_Q2/each/tax/board" in places
    assert not any("information-centre" in place for place in places)
    assert "Nothing was written" in err


@pytest.mark.usefixtures("preloaded")
@pytest.mark.parametrize(
    ("quarter", "code", "said"),
    [("2020-21 Q1", 3, "The data begin on"), ("2026-27 Q2", 0, "Nothing was written")],
)
def test_a_period_of_which_the_data_do_not_tell_is_refused(
    tmp_path: Path, capsys: Said, quarter: str, code: int, said: str
) -> None:
    given = ["--out", str(tmp_path), "--dry-run", "--quarter", quarter]
    done, _, err = run(capsys, *REPORT, *given)
    assert done == code and said in err


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
