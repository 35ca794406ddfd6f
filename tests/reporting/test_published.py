"""What was published belongs to its project: nobody is compared with somebody else's report."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engagekit import last_published, sections
from engagekit.loading.load import load
from engagekit.measures.published_report import Published
from engagekit.reporting.report import report
from engagekit.tables.tables import Tables

HARBOUR = '[organisation]\nname = "Harbour Bank"\nfiscal_start = 4\n'
CLINIC = '[organisation]\nname = "Clinic"\nfiscal_start = 1\n'
PEOPLE = "contact_id,display_name,department,joined_on\n1,Ana Gil,Law,2020-01-01\n"
TOUCHES = "touch_id,contact_id,on,channel\na,1,2026-07-02,desk\nb,1,2026-12-28,desk\n"


def project(folder: Path, settings: str) -> Path:
    """A project with a staff list and two touches."""
    (folder / "data").mkdir(parents=True)
    (folder / "engagekit.toml").write_text(settings, encoding="utf-8")
    (folder / "data" / "contacts.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "data" / "touches.csv").write_text(TOUCHES, encoding="utf-8")
    return folder


def published(folder: Path, **about: Any) -> None:
    """A results.json of the second quarter of 2026-27 in a folder of reports."""
    told = {"organisation": "Harbour Bank", "fiscal_start": 4, "notebook": "quarterly_report.ipynb",
            "period": {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}}  # fmt: skip
    place = folder / "2026-27_Q2" / "private"
    place.mkdir(parents=True)
    known = {name: value for name, value in {**told, **about}.items() if value is not None}
    text = json.dumps({"report": known, "sections": []})
    (place / "results.json").write_text(text, encoding="utf-8")


def found(tables: Tables, folder: str | Path = "reports") -> Published:
    """The report before the last quarter of the calendar year 2026."""
    return last_published(tables, during="2026-10-01..2026-12-31", folder=folder)


def test_a_report_made_in_the_working_directory_by_somebody_else_is_never_taken(
    notebook: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = project(tmp_path / "bank", HARBOUR)
    clinic = load(project(tmp_path / "clinic", CLINIC) / "data")
    monkeypatch.chdir(bank)
    made = report(notebook=notebook("reach()"), formats=["xlsx"], today=date(2026, 12, 31))
    assert made.exit_code == 0
    ours = found(load(bank / "data"))
    assert ours.path == Path("reports/2026-27_Q2/private/results.json")
    theirs = found(clinic)
    assert theirs.path is None and theirs.looked_in == str(tmp_path / "clinic" / "reports")
    section = sections.compared(clinic, published=theirs, during="2026 Q4")
    assert section.missing.startswith("Not measured: no report stands in")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report_of_somebody_else_in_the_folder_asked_for_is_passed_over_and_named(
    tmp_path: Path, language: str
) -> None:
    clinic = load(project(tmp_path / "clinic", CLINIC) / "data").in_language(language)
    published(tmp_path / "out")
    theirs = found(clinic, tmp_path / "out")
    assert theirs.path is None and theirs.others == (("Harbour Bank", 4),)
    one = found(clinic, tmp_path / "out" / "2026-27_Q2" / "private" / "results.json")
    assert one.path is None and one.others == (("Harbour Bank", 4),)
    missing = sections.compared(clinic, published=theirs, during="2026 Q4").missing
    assert all(part in missing for part in ("Clinic", str(tmp_path / "out"), "Harbour Bank"))
    assert ("begins in April" if language == "en" else "commençant en avril") in missing


@pytest.mark.parametrize(
    ("about", "is_ours"),
    [
        ({}, True),
        ({"organisation": "Clinic"}, False),
        ({"organisation": None}, False),
        ({"fiscal_start": 1}, False),
        # reports of earlier versions recorded no month: their label tells it
        ({"fiscal_start": None}, True),
        ({"fiscal_start": None, "period": {"label": "2026 Q3", "start": "2026-07-01",
                                           "end": "2026-09-30"}}, False),
    ],
)  # fmt: skip
def test_organisation_and_fiscal_year_must_both_be_those_of_the_settings(
    tmp_path: Path, about: dict[str, Any], is_ours: bool
) -> None:
    bank = load(project(tmp_path / "bank", HARBOUR) / "data")
    published(tmp_path / "out", **about)
    assert (found(bank, tmp_path / "out").path is not None) is is_ours


def test_reports_are_looked_for_from_a_folder_within_the_project_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = project(tmp_path / "bank", HARBOUR)
    published(bank / "reports")
    (bank / "notebooks").mkdir()
    monkeypatch.chdir(bank / "notebooks")
    assert found(load(bank / "data")).path == bank / "reports/2026-27_Q2/private/results.json"
