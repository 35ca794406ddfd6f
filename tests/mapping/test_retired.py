"""Exports that are read no more are refused with what to do instead; what only looks like one is not."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from engagekit.files.source_file import open_export
from engagekit.loading.inspect import inspect
from engagekit.loading.read_file import read_file
from engagekit.mapping.retired import refusal, retired_tools
from engagekit.settings.schema import FileChoice, Settings

Rows = list[list[str]]
SERVER = ["_id", "_uuid", "_submission_time"]
TRACKED = ["CreationDate", "Creator", "EditDate"]
TRACE = ["Received", "SenderAddress", "RecipientAddress", "Subject", "Status"]
CENTRAL = ["SubmitterID", "ReviewState"]
TABLES: dict[str, list[tuple[Rows, bool]]] = {
    "KoBoToolbox": [
        ([["Happy?", *SERVER, "_index"], ["yes", "1", "a", "2026-01-02", "1"]], True),
        ([["Happy?", *SERVER], ["yes", "1", "a", "2026-01-02"]], False),
    ],
    "ODK": [
        ([["SubmissionDate", "happy", "KEY", *CENTRAL], ["2026-01-02", "yes", "uuid:1", "4", ""]], True),
        ([["Submission Date", "happy", "Key", "Form version"], ["2026-01-02", "yes", "1", "2"]], False),
    ],
    "Survey123": [
        ([["ObjectID", "GlobalID", *TRACKED, "Use"], ["1", "a", *["2026-01-02"] * 3, "x"]], True),
        ([["ObjectID", "GlobalID", *TRACKED[:2], "Use"], ["1", "a", *["2026-01-02"] * 2, "x"]], False),
    ],
    "Typeform": [
        ([["#", "Open?", "Submit Date (UTC)", "Network ID"], ["a", "1", "2026-01-02", "n"]], True),
        ([["#", "Open?", "Submit Date", "Network"], ["a", "1", "2026-01-02", "n"]], False),
    ],
    "Zoom polls": [
        ([["Poll Report"], ["Report generated time", "2026-01-02"], [], ["#", "Question"]], True),
        ([["#", "User Name", "User Email", "Submitted Date/Time"], ["1", "Ana", "a@x.org", "2026"]], True),
        ([["Poll Report"], ["Question", "Answer", "n"], ["Open?", "yes", "3"]], False),
    ],
    "Microsoft 365 usage": [
        ([["Report Refresh Date", "User Id", "Meeting Count", "Report Period"], ["2026-02-28", "0", "2", "7"]], True),
        ([["Report Date", "User Id", "Meeting Count", "Report Period"], ["2026-02-28", "0", "2", "7"]], False),
    ],
    "GoTo Webinar": [
        ([["Attendee Report"], ["Attended", "Interest Rating", "Email Address"], ["Yes", "51", "a@x.org"]], True),
        ([["Attended", "Rating", "Email Address"], ["Yes", "51", "a@x.org"]], False),
    ],
    "Message trace": [
        ([["#TYPE"], TRACE, ["01/03/2026 18:34:36", "a@x.org", "b@x.org", "S", "Delivered"]], True),
        ([["origin_timestamp_utc", "sender_address", "recipient_status"], ["2026", "a@x.org", "b@x.org"]], True),
        ([TRACE[:3], ["01/03/2026", "4 High Street", "7 Low Road"]], False),
    ],
    "LibInsight gates": [
        ([["date", "gate_start", "gate_end"], ["2026-01-05", "204", "102"]], True),
        ([["date", "gate"], ["2026-01-05", "204"]], False),
    ],
    "Gate counts": [
        ([["Date", "Gate", "Meter reading"], ["2026-03-02", "Main", "10400"]], True),
        ([["Date", "Gate", "Visitors"], ["2026-03-02", "Main", "104"]], False),
    ],
    "Microsoft Teams (list of joins and leaves of 2020)": [
        ([["Full Name", "User Action", "Timestamp"], ["Jo", "Joined", "1/26/2021, 9:00:00 AM"]], True),
        ([["Nom complet", "Action de l’utilisateur", "Horodatage"], ["Jo", "Arrivée", "15/01/2021 09:00"]], True),
        ([["Full Name", "User Action", "Timestamp", "IP", "Object"], ["Jo", "Read", "2026", "1", "x"]], False),
    ],
}  # fmt: skip
"""Rows of a file, and whether they are surely of the tool."""
CASES = [(tool, rows, known) for tool, cases in TABLES.items() for rows, known in cases]


def _written(folder: Path, rows: Rows, name: str = "answers.csv") -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder / name


@pytest.mark.parametrize(("tool", "rows", "known"), CASES)
def test_a_table_is_refused_where_its_columns_are_of_that_tool_alone(
    tool: str, rows: Rows, known: bool, tmp_path: Path
) -> None:
    said = str(read_file(_written(tmp_path, rows), "answers.csv", Settings()).error)
    assert said.startswith(f"answers.csv: engagekit no longer reads exports of {tool}. ") is known


EVENT = """
{"value": [{"subject": "1:1", "isAllDay": false, "start": {"dateTime": "2026-01-02"},
  "attendees": []}]}
"""
FILES: list[tuple[str, str, bytes, bool]] = [
    ("SPSS", "a.sav", b"$FL2@(#) SPSS DATA FILE" + b"\x02\x00\x00\x00" * 99, True),
    ("SPSS", "a.por", b"ASCII SPSS PORT FILE" + b"0" * 200 + b"SPSSPORT", True),
    ("Microsoft Graph calendar", "a.json", EVENT.encode(), True),
    ("Microsoft Graph calendar", "b.json", EVENT.replace("isAllDay", "allDay").encode(), False),
    ("vCard", "a.vcf", b"\xef\xbb\xbfBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jo\r\nEND:VCARD\r\n", True),
    ("vCard", "b.vcf", b"name,note\r\nJo,BEGIN:VCARD\r\n", False),
    (
        "Qualtrics (legacy layout)",
        "a.csv",
        b"V1,V2,V3\nResponseID,ResponseSet,Q1\nR_1,Default,4\n",
        True,
    ),
    ("Qualtrics (legacy layout)", "b.csv", b"V1,V2,V3\nid,group,value\n1,2,4\n", False),
    ("Qualtrics survey definitions (.qsf)", "a.qsf", b'{"SurveyEntry":{"SurveyID":"SV_1"}}', True),
    ("Qualtrics survey definitions (.qsf)", "b.qsf", b'{"Survey":{"SurveyID":"SV_1"}}', False),
    ("SPSS", "b.sav", b"$FL9" + b"\x02\x00\x00\x00" * 99, False),
]
"""Files without columns, and whether they are surely of the tool."""


@pytest.mark.parametrize(("tool", "name", "content", "known"), FILES)
def test_a_file_without_columns_is_refused_by_its_start(
    tool: str, name: str, content: bytes, known: bool, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    said = str(read_file(tmp_path / name, name, Settings()).error)
    assert said.startswith(f"{name}: engagekit no longer reads exports of {tool}. ") is known


def test_the_zip_of_a_slack_workspace_is_refused_once(tmp_path: Path) -> None:
    days = [f"ask-library/2026-07-{day:02d}.json" for day in range(1, 31)]
    with zipfile.ZipFile(tmp_path / "acme.zip", "w") as whole:
        for member in ("users.json", "channels.json", *days):
            whole.writestr(member, "[]")
    (told,) = inspect([str(tmp_path / "acme.zip")])
    assert "acme.zip: engagekit no longer reads exports of a Slack workspace. " in str(told)


def test_a_table_with_lines_above_its_header_is_refused_too(tmp_path: Path) -> None:
    place = _written(tmp_path, [["Printed for the board"], [], *TABLES["ODK"][0][0]])
    assert "exports of ODK. Describe it once with `engagekit import " in refusal(open_export(place))


def test_the_settings_may_name_such_a_tool(tmp_path: Path) -> None:
    place = _written(tmp_path, [["a", "b"], ["1", "2"]])
    settings = Settings(files={"answers.csv": FileChoice(tool="kobotoolbox")})
    said = str(read_file(place, "answers.csv", settings).error)
    assert "no longer reads exports of KoBoToolbox" in said


@pytest.mark.parametrize("record", retired_tools(), ids=lambda record: record.tool)
def test_a_record_has_a_mark_and_a_remedy(record) -> None:
    assert record.signs or record.begins
    assert record.instead.endswith(".")
