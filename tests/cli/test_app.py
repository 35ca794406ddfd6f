"""The command line: exit codes 2 for usage, 3 for data, a sentence and no traceback."""

from __future__ import annotations

import io
import json
import sys
import threading
from pathlib import Path

import pytest

from engagekit.cli import terminal
from engagekit.cli.app import exit_code
from engagekit.cli.options import pairs
from engagekit.cli.terminal import progress
from engagekit.errors import DataError, PeriodError, ReportError, UsageError
from engagekit.sections.gate import as_text, check
from tests.command_runs import run

STAFF = (
    "contact_id,display_name,email,department,joined_on\n"
    "1,Ana Gil,ana@firm.example,Tax,2020-01-02\n,Nobody,,,\n"
)


def test_errors_have_their_exit_codes() -> None:
    assert [exit_code(kind("x")) for kind in (UsageError, PeriodError, DataError, ReportError)] == [
        2, 2, 3, 1,
    ]  # fmt: skip


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    (tmp_path / "contacts.csv").write_text(STAFF, encoding="utf-8")
    return tmp_path / "contacts.csv"


def test_inspect_tells_every_row_as_json_and_a_file_nobody_knows_is_exit_3(
    contacts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "inspect", str(contacts), "--json")
    file = json.loads(out)["files"][0]
    assert code == 0
    assert file["rows_read"] == file["rows_kept"] + sum(part["rows"] for part in file["set_aside"])
    assert (file["recognised"], file["table"], file["rows_read"]) == (True, "contacts", 2)
    (contacts.parent / "x.csv").write_text("alpha,beta\n1,2\n", encoding="utf-8")
    code, out, _ = run(capsys, "inspect", str(contacts.parent))
    assert code == 3 and "x.csv" in out


@pytest.mark.parametrize("command", [["inspect"], ["tables", "--out", "t"], ["check"]])
def test_a_path_that_is_not_there_is_a_sentence(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, command[0], str(tmp_path / "nowhere"), *command[1:])
    assert code in (2, 3)
    assert "is not there" in err
    assert "Traceback" not in err


def test_tables_are_written_as_csv(contacts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = contacts.parent / "t"
    code, said, _ = run(capsys, "tables", str(contacts), "--out", str(out))
    assert code == 0
    assert {Path(line).name for line in said.splitlines()} == {"contacts.csv", "problems.csv"}
    assert "Ana Gil" in (out / "contacts.csv").read_text(encoding="utf-8")


def test_check_says_grade_files_and_what_was_set_aside(
    contacts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check", str(contacts.parent), "--all")
    assert code == 1  # a row without its number is to be looked at
    assert "read as contacts 1 (engagekit template); 1 of 2 rows kept" in out
    assert "1 person on the staff list" in out and "1 row, no contact_id" in out
    said = as_text(check(contacts.parent).lines(each_file=False))
    assert "1 file read, 1 of 2 rows kept; engagekit check" in said and "read as" not in said
    assert "\n\n".join(said.split("\n\n")[2:]) in out, "nothing else is left out"


def test_check_as_json_has_files_counts_unread_questions_and_grade(
    contacts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(run(capsys, "check", str(contacts.parent), "--json")[1])
    assert {"version", "files", "counts", "unread", "questions", "grade"} <= set(found)
    assert (found["version"], found["counts"]["people"], found["unread"]) == (2, 1, [])
    assert found["files"][0]["sheets"][0]["read_as"] == "contacts"
    again = STAFF + "2,Ana Gil,ana@firm.example,Tax,2020-01-02\n"
    contacts.write_text(again, encoding="utf-8")
    (contacts.parent / "log.csv").write_text("alpha,beta\n1,2\n", encoding="utf-8")
    code, out, _ = run(capsys, "check", str(contacts.parent), "--json")
    questions = [one for one in json.loads(out)["questions"] if "same e-mail" in one["what"]]
    assert [(one["where"], bool(one["remedy"])) for one in questions] == [("contacts.csv", True)]
    assert code == 3
    assert [one["file"] for one in json.loads(out)["unread"]] == ["log.csv"]


def test_a_template_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "blank.xlsx"
    assert run(capsys, "template", str(path))[0] == 0
    code, _, err = run(capsys, "template", str(path))
    assert (code, "exists already" in err) == (2, True)


def test_parameters_are_given_with_their_value() -> None:
    assert pairs(["a=1", "b=x=y"], "-p") == {"a": "1", "b": "x=y"}
    with pytest.raises(UsageError, match="-p a has no value"):
        pairs(["a"], "-p")


def test_two_different_periods_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "report", "--quarter", "2026-27 Q1", "--period", "2026-27 Q2")
    assert (code, "Give one of them" in err) == (2, True)


def test_the_progress_bar_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", terminal)
    before = threading.active_count()
    with progress(silent=False) as tell:
        assert tell is not None
        tell(1, 4, "Whom we reached")
        assert threading.active_count() == before
    assert "Whom we reached" in terminal.getvalue()


def test_an_error_prints_no_control_character(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "inspect", "no\x1b[31mfolder")
    assert code and "folder" in err and "\x1b" not in out + err


def test_everything_printed_goes_through_one_function() -> None:
    files = Path(terminal.__file__).parent.glob("*.py")
    direct = [file.name for file in files if "typer.echo(" in file.read_text(encoding="utf-8")]
    assert direct == ["terminal.py"]
