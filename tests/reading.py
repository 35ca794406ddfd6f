"""Exports read as a load reads them: by whichever reader or mapping recognises them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from engagekit.errors import UsageError
from engagekit.files.source_file import Export, open_export
from engagekit.importing.kinds import NONE
from engagekit.importing.question_proposal import table_of
from engagekit.importing.session import Import
from engagekit.loading import recognise as readers
from engagekit.loading.recognise import recognise
from engagekit.mapping import confirmed_questions
from engagekit.mapping.mapping_file import Mapping, make_mapping
from engagekit.mapping.matching import fitted
from engagekit.mapping.reading import MappingReader
from engagekit.mapping.retired import retired_tools
from engagekit.mapping.shipped import all_tools
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey._question_bank import item_of
from engagekit.readers.survey._survey_builder import Answers
from engagekit.settings.schema import FileChoice

RETIRED = {record.tool for record in retired_tools()}
STAFF = re.compile(
    "staff|people|roster|person|employ|effectif|establish|leavers|bamboo|workday|^(?:hr|north|south|sap)",
    re.I,
)
"""In the name of a file that is a staff list."""
OLD_LAYOUTS = {"synthetic-2020-meetingAttendanceList.csv", "SidebySide_Questions (Legacy).csv"}


def is_retired(row: dict[str, str]) -> bool:
    """Whether a line of the answer key is of a tool or a layout that is read no more."""
    file = row["file"].rpartition("/")[2]
    return file in OLD_LAYOUTS or not RETIRED.isdisjoint(row["tool"].split("|"))


def written(
    folder: Path, text: str, name: str = "list.csv", choice: FileChoice | None = None
) -> Export:
    """An export of one text file."""
    (folder / name).write_text(text, encoding="utf-8")
    return open_export(folder / name, choice=choice)


def workbook(
    place: Path, sheets: dict[str, Any], change: Callable[[Workbook], object] = id
) -> Path:
    """Save a workbook with the rows of each sheet by its name, and whatever is changed in it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    change(book)
    book.save(place)
    return place


def read(export: Export) -> Reading:
    """What the one reader that knows an export makes of it."""
    reader, _ = recognise(export)
    return readers.read(reader, export)


def tools_of(export: Export) -> list[str]:
    """The names of every tool that takes an export for its own."""
    return [one.TOOL for one in all_tools() if one.recognise(export)]


def staff_list(export: Export, **said: str) -> MappingReader:
    """The reader of a staff list whose import was answered with what is marked, else with none."""
    wanted = Import(export.path, {"row": "person", "name": "staff", **said})
    wanted.__dict__["export"] = export
    none = {one.name: NONE for one in wanted.questions if one.is_open and NONE in one.options}
    mapping = make_mapping(Import(export.path, {**wanted.said, **none}).record())
    return MappingReader(mapping, fitted(export, mapping))


def staff_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each file that is called a staff list count, as if a person had confirmed it."""
    confirmed = readers.reader_for

    def reader_for(export: Export) -> MappingReader | None:
        found = confirmed(export)
        called = [export.path.name, *(one.name for one in export.sheets if len(export.sheets) == 1)]
        is_open = found is None and export.visible and any(map(STAFF.search, called))
        try:
            return staff_list(export) if is_open and not tools_of(export) else found
        except UsageError:  # two columns of one name: the person would be asked which
            return found

    monkeypatch.setattr(readers, "reader_for", reader_for)


def taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every proposal for the questions of a survey count, as if a person had confirmed it."""
    confirmed = confirmed_questions._form_of

    def form_of(answers: Answers, export: Export) -> Mapping | None:
        own = [one for one in answers.fields if item_of(one) is None]
        proposed = {
            "name": "survey",
            "table": "responses",
            **table_of(replace(answers, fields=own), "").record,
        }
        return confirmed(answers, export) or make_mapping(proposed)

    monkeypatch.setattr(confirmed_questions, "_form_of", form_of)
