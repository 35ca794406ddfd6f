"""Exports read as a load reads them: by whichever reader or mapping recognises them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engagekit.files.source_file import Export, open_export
from engagekit.loading.recognise import recognise
from engagekit.mapping.retired import retired_tools
from engagekit.mapping.shipped import all_tools
from engagekit.readers.shared.contract import Reading
from engagekit.settings.schema import FileChoice

RETIRED = {record.tool for record in retired_tools()}
OLD_LAYOUTS = {"synthetic-2020-meetingAttendanceList.csv", "SidebySide_Questions (Legacy).csv"}


def is_retired(row: Mapping[str, str]) -> bool:
    """Whether a line of the answer key is of a tool or a layout that is read no more."""
    file = row["file"].rpartition("/")[2]
    return file in OLD_LAYOUTS or not RETIRED.isdisjoint(row["tool"].split("|"))


def written(
    folder: Path, text: str, name: str = "list.csv", choice: FileChoice | None = None
) -> Export:
    """An export of one text file."""
    (folder / name).write_text(text, encoding="utf-8")
    return open_export(folder / name, choice=choice)


def read(export: Export) -> Reading:
    """What the one reader that knows an export makes of it."""
    reader, _ = recognise(export)
    found: Reading = reader.read(export)
    return found


def tools_of(export: Export) -> list[str]:
    """The names of every tool that takes an export for its own."""
    return [one.TOOL for one in all_tools() if one.recognise(export)]
