"""The check of the machine names what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.cli import doctor
from tests.command_runs import run


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
