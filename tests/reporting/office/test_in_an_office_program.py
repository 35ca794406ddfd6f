"""The office files of the board copy, opened by an office program and printed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.office, pytest.mark.browser]


@pytest.mark.parametrize("name", ["data-book.xlsx", "brief.pptx"])
def test_an_office_program_prints_the_file_without_a_fault(
    reports: Path, tmp_path: Path, name: str
) -> None:
    file = next((reports / "quarterly_report-A4-en").glob(f"*/board/{name}"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, file],
        check=True, capture_output=True,
    )  # fmt: skip
    printed = (tmp_path / name).with_suffix(".pdf")
    text = subprocess.run(
        ["pdftotext", printed, "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "Civil Engineering" in text
    assert not [fault for fault in ("#REF!", "#NAME?", "#VALUE!", "Err:5") if fault in text]
