"""Empty columns before a table, as a margin of a spreadsheet: it is read from right of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engagekit.files.source_file import Export, Sheet, address
from engagekit.tables.problems import Problem

_CELL = re.compile(r"^([A-Z]+)(\d+)$")


@dataclass(frozen=True, eq=False)
class Inside:
    """A reader that begins right of the margin; cells keep the addresses they have in the file."""

    TOOL: str
    TABLES: tuple[str, ...]
    reader: Any

    def recognise(self, export: Export) -> Any:
        """Say why what stands right of the margin is this tool's, or None."""
        inner = inside(export)
        observed = self.reader.recognise(inner) if inner else None
        return observed and replace(observed, why=f"{observed.why}, right of empty columns")

    def read(self, export: Export) -> Any:
        """Read the tidy tables of what stands right of the margin."""
        matches = self.reader.read(inside(export) or export)
        wide = {sheet.name: margin(sheet) for sheet in export.sheets}
        first = margin(export.sheet)
        origins = {
            name: {
                column: at + wide.get(matches.sheets.get(name, ""), first)
                for column, at in of.items()
            }
            for name, of in matches.origins.items()
        }
        problems = [_moved(one, wide, first) for one in matches.problems]
        return replace(matches, origins=origins, problems=problems)


def margin(sheet: Sheet) -> int:
    """Count the empty columns that stand before the first that holds anything.

    Returned: 0 where the sheet holds nothing.
    """
    for place, column in enumerate(sheet.cells.columns):
        if (sheet.cells[column].str.strip() != "").any():
            return place
    return 0


def inside(export: Export) -> Export | None:
    """Return the same export without its margins; None where no visible sheet has one."""
    wide = [margin(sheet) for sheet in export.sheets]
    if not any(wide):
        return None
    sheets = tuple(
        replace(sheet, cells=sheet.cells.iloc[:, at:].set_axis(range(sheet.width - at), axis=1))
        if at
        else sheet
        for sheet, at in zip(export.sheets, wide, strict=True)
    )
    return replace(export, sheets=sheets)


def _moved(one: Problem, wide: Mapping[str, int], first: int) -> Problem:
    """Return a problem at the address that its cell has in the file."""
    match = _CELL.match(one.cell)
    if not match:
        return one
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return replace(one, cell=address(int(match[2]), column - 1 + wide.get(one.sheet, first)))
