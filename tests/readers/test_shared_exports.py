"""Every shared export: the one tool that knows it, and what the answer key says of it."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, open_export
from engagekit.loading.recognise import recognise
from engagekit.parsing.validate import check
from engagekit.readers.shared.contract import Reading
from tests.reading import is_retired, read, tools_of

SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports"
OVERLAP = "events/teams/synthetic-2026-03-24-ai-in-the-library-4digit.csv"
"""One person on two devices: the key adds both, the reader counts the time once."""
SEVERAL_EVENTS = "surveys/redcap/longitudinal_data.csv"
"""A person has several rows: the key reads them, we ask for each event as a file of its own."""
pytestmark = [pytest.mark.shared, pytest.mark.usefixtures("proposals_taken", "said")]


def _lines(place: Path) -> list[dict[str, str]]:
    if not place.is_file():
        return []
    with place.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


KEY = _lines(SHARED / "EXPECTED.tsv")
ROWS = [row for row in KEY if not is_retired(row)]
GONE = [row["file"] for row in KEY if is_retired(row) and row["subject"] == "survey"]


@cache
def _opened(file: str) -> Export:
    return open_export(SHARED / file, file=file)


@cache
def _reading(file: str) -> Reading:
    return read(_opened(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_one_tool_at_most_knows_an_export_and_it_is_that_of_the_key(row: dict[str, str]) -> None:
    try:
        tools = tools_of(_opened(row["file"]))
    except ExportError:
        assert row["outcome"] != "read"
        return
    named = row["tool"].casefold().split("|")
    if "staff" in named:  # it waits until its columns are confirmed
        assert not tools
        return
    assert len(tools) == 1 or (not tools and row["outcome"] != "read")
    assert all(any(name in tool.casefold() for name in named) for tool in tools)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_an_export_gives_what_the_key_says(row: dict[str, str]) -> None:
    try:
        found = _reading(row["file"])
    except ExportError as error:
        assert row["outcome"] != "read" or row["file"] == SEVERAL_EVENTS
        assert len(str(error)) > 60
        return
    if not found.tables:
        assert "get its words" in found.why  # a code book that lies beside its export
        return
    assert found.rows_read == found.rows_kept + sum(part.rows for part in found.set_aside)
    counted: dict[str, int] = {"rows_read": found.rows_read, "rows_kept": found.rows_kept}
    if "questions" in found.tables:
        questions = found.tables["questions"]
        block = questions["item_of"].where(questions["item_of"] != "", questions["question_id"])
        # a block is one question; the key has the tool's own clocks too
        clocks = sum(name in ("start", "end") for name, _ in found.dropped_columns)
        counted["questions"] = block.nunique() + clocks
        counted["respondents"] = len(found.tables["respondents"])
        counted["header_rows"] = recognise(_opened(row["file"]))[1].header_rows
        for name, table in found.tables.items():
            assert len(check(name, table).frame) == len(table), name
    if "attendance" in found.tables:
        attendance = found.tables["attendance"]
        attended = attendance[attendance["status"] == "attended"]
        counted |= {"people_listed": len(attendance), "people_attended": len(attended)}
        if row["minutes"] and row["file"] != OVERLAP:
            stated = map(float, row["minutes"].split("|"))
            minutes = float(attendance["minutes"].sum())
            assert any(abs(minutes - one) <= 0.5 * len(attended) for one in stated)
    for name, value in counted.items():
        assert not row[name] or str(value) in row[name].split("|"), name


def test_nobody_is_longer_in_a_meeting_than_it_lasted() -> None:
    attendance = _reading(OVERLAP).tables["attendance"]
    joined = attendance["first_join_at"].astype("datetime64[us]")
    left = attendance["last_leave_at"].astype("datetime64[us]")
    assert (attendance["minutes"] <= (left - joined).dt.total_seconds() / 60 + 0.02).all()


def test_people_are_kept_as_the_tool_shows_them() -> None:
    read_files = {row["file"] for row in ROWS}
    lost = []
    for mention in _lines(SHARED / "truth" / "mentions.tsv"):
        file, email = mention["file"], mention["raw_email"].casefold()
        if file not in read_files or mention["person_id"] == "-":
            continue
        tables = _reading(file).tables
        if "contacts" in tables:
            is_lost = mention["raw_email"] not in {*tables["contacts"]["email"]}
        elif "attendance" in tables and file.split("/")[1] != "ics":
            people = tables["attendance"]
            same = people["display_name"] == mention["raw_name"]
            is_lost = not (same & (people["email"].str.casefold() == email)).any()
        else:
            continue
        lost += [mention["row_key"]] if is_lost else []
    assert lost == []


@pytest.mark.parametrize("file", GONE)
def test_a_survey_of_a_tool_that_is_read_no_more_is_refused_with_a_remedy(file: str) -> None:
    with pytest.raises(ExportError, match=r"engagekit import"):
        recognise(_opened(file))
