"""The first hour: settings from six answers, the check of the machine, and the letters."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from engagekit.cli import doctor
from engagekit.cli.start import start
from engagekit.errors import SettingsError, UsageError
from engagekit.settings.schema import read_settings
from engagekit.tables.schema import TABLES
from tests.command_runs import run

ROOT = Path(__file__).parents[2]


def test_answers_make_settings_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(
        capsys, "start", str(tmp_path), "--name", 'Gil "&" Söhne \\ 1', "--library", "the desk",
        "--department", "Library; Archive", "--domain", "@gil.example, gil.ca", "--fiscal-start", "1",
        "--currency", "eur",
    )  # fmt: skip
    assert code == 0
    assert out.splitlines()[0] == str(tmp_path / "engagekit.toml")
    found = read_settings(tmp_path / "engagekit.toml")
    assert found.organisation.name == 'Gil "&" Söhne \\ 1'
    assert found.organisation.domains == ("gil.example", "gil.ca")
    assert (found.organisation.fiscal_start, found.organisation.currency) == (1, "EUR")
    assert found.library.departments == ("Library", "Archive")
    assert {"currency", "fiscal_start"} <= found.organisation.model_fields_set


def test_nothing_is_asked_where_nobody_types_and_nothing_is_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "start", str(tmp_path), "--dry-run")
    assert code == 0
    assert tomllib.loads(out)["organisation"] == {"library": "the library"}
    assert "# todo: fiscal_start" in out
    assert list(tmp_path.iterdir()) == []
    run(capsys, "start", str(tmp_path))
    before = (tmp_path / "engagekit.toml").read_bytes()
    code, _, err = run(capsys, "start", str(tmp_path), "--name", "Other")
    assert code == 2
    assert "is there already" in err
    assert (tmp_path / "engagekit.toml").read_bytes() == before


@pytest.mark.parametrize("month", ["13", "0", "spring", "-1"])
def test_a_month_that_is_none_is_refused(month: str, tmp_path: Path) -> None:
    with pytest.raises((UsageError, SettingsError)):
        start(tmp_path / "own", fiscal_start=month)
    assert not (tmp_path / "own").exists()


def test_the_check_of_the_machine_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "doctor")
    assert code == 0
    assert [line.split(":")[0].split()[-1] for line in out.splitlines()] == [
        "Python", "Packages", "Browser", "Writing", "Disk", "Languages", "Settings",
    ]  # fmt: skip
    monkeypatch.setattr(doctor.metadata, "requires", lambda name: [
        "pandas<4,>=3.0", "no_such_package>=1; python_version < '4'", "absent; extra == 'scale'"
    ])  # fmt: skip
    monkeypatch.setattr(doctor, "LEAST_PYTHON", (9, 9))
    monkeypatch.setattr("engagekit.reporting.html.browser.find_browser", lambda: None)
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "without no_such_package" in out
    assert "Install Python 3.11" in out
    assert "no Chrome, Edge or Chromium" in out
    (tmp_path / "engagekit.toml").write_text("[organisatio]\n", encoding="utf-8")
    code, out, _ = run(capsys, "doctor")
    assert "Did you mean 'organisation'" in out


def test_the_letters_ask_for_columns_and_name_notebooks_that_there_are() -> None:
    text = (ROOT / "docs" / "ask-for-your-data.md").read_text(encoding="utf-8")
    columns = {name for table in TABLES.values() for name in table.names}
    asked = {
        word
        for row in re.findall(r"^> \| (`[^|]*)\|", text, re.MULTILINE)
        for word in re.findall(r"`(\w+)`", row)
    }
    assert len(asked) > 15
    assert asked <= columns
    sheets = {
        word
        for row in re.findall(r"^\| (`[^|]*)\|", text, re.MULTILINE)
        for word in re.findall(r"`(\w+)`", row)
    }
    assert sheets <= set(TABLES)
    notebooks = {file.stem for file in (ROOT / "notebooks").glob("*.ipynb")}
    named = set(re.findall(r"\b(?:0\d_[a-z_]+|department_brief|quarterly_report)\b", text))
    assert named <= notebooks
    for letter in ("Human Resources", "IT", "Finance"):
        assert f"## To {letter}" in text
