"""Contacts and touches of the shared exports: read as they should be, and nothing else taken."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import open_export
from engagekit.loading.recognise import recognise
from tests.reading import is_retired, tools_of

SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports"
TOOLS = frozenset({
    "engagekit template", "HR roster", "Microsoft Entra", "Outlook contacts", "Google Contacts",
    "HubSpot", "Salesforce", "CiviCRM", "Mailchimp", "Mailchimp campaign",
    "Viva Engage", "Slack", "LibAnswers", "Gimlet", "RefTracker", "LibInsight",
})  # fmt: skip
pytestmark = pytest.mark.shared


def _expected() -> list[dict[str, str]]:
    if not SHARED.is_dir():
        return []
    with (SHARED / "EXPECTED.tsv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


OURS = [
    row for row in _expected() if row["subject"] in ("contacts", "touches") and not is_retired(row)
]
OTHERS = [row for row in _expected() if row["subject"] not in ("contacts", "touches")]


@pytest.mark.parametrize("row", OURS, ids=[row["file"] for row in OURS])
def test_a_shared_list_is_read_as_it_should_be(row: dict[str, str]) -> None:
    export = open_export(SHARED / row["file"], file=row["file"])
    try:
        reader, _ = recognise(export)
    except ExportError:
        assert row["outcome"] == "either"
        return
    assert any(tool.casefold() in reader.TOOL.casefold() for tool in row["tool"].split("|"))
    found = reader.read(export)
    for name in ("rows_read", "rows_kept"):
        assert not row[name] or str(getattr(found, name)) in row[name].split("|")
    assert found.rows_read == found.rows_kept + sum(part.rows for part in found.set_aside)


@pytest.mark.parametrize("row", OTHERS, ids=[row["file"] for row in OTHERS])
def test_a_shared_file_of_another_subject_is_left_alone(row: dict[str, str]) -> None:
    try:
        export = open_export(SHARED / row["file"], file=row["file"])
    except ExportError:
        return
    assert not set(tools_of(export)) & TOOLS


def test_every_person_of_the_made_up_firm_is_found_by_name_and_address() -> None:
    with (SHARED / "truth" / "mentions.tsv").open(encoding="utf-8") as lines:
        mentions = [row for row in csv.DictReader(lines, delimiter="\t")
                    if row["file"].startswith("contacts/") and not row["file"].endswith(".vcf")]  # fmt: skip
    missed = []
    for file in sorted({row["file"] for row in mentions}):
        export = open_export(SHARED / file, file=file)
        tables = recognise(export)[0].read(export).tables
        known = set(tables["contacts"]["email"])
        missed += [row["row_key"] for row in mentions
                   if row["file"] == file and row["raw_email"] not in known]  # fmt: skip
    assert missed == []
