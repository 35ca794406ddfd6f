"""Title rows above a header (and a ``sep=`` line): a survey is read from below them."""

from dataclasses import dataclass, replace
from typing import Any

from engagekit.files.source_file import Export, Sheet

MOST = 10
"""Rows of titles at most."""
WIDE = 3
"""Cells that a header has at least; a title row has fewer."""


@dataclass(frozen=True, eq=False)
class Below:
    """A reader module that begins below the titles."""

    TOOL: str
    TABLES: tuple[str, ...]
    reader: Any

    def recognise(self, export: Export) -> Any:
        """Say why what stands below the titles is this tool's, or None."""
        below = below_titles(export)
        observed = self.reader.recognise(below) if below else None
        if below is None or observed is None:
            return None
        above = next(
            titles(sheet) for sheet in export.visible if sheet.name in (observed.sheet, "")
        )
        rows = "a row" if above == 1 else f"{above} rows"
        return replace(
            observed,
            why=f"{observed.why}, below {rows} of titles",
            header_row=observed.header_row + above,
        )

    def read(self, export: Export) -> Any:
        """Read the tidy tables of what stands below the titles."""
        return self.reader.read(below_titles(export) or export)


def below_titles(export: Export) -> Export | None:
    """Return the same export without the title rows of its sheets; None where there are none.

    Rows keep their labels, so that every cell keeps its address.
    """
    above = [titles(sheet) for sheet in export.sheets]
    if not any(above):
        return None
    sheets = tuple(
        replace(sheet, cells=sheet.cells.iloc[rows:]) if rows else sheet
        for sheet, rows in zip(export.sheets, above, strict=True)
    )
    return replace(export, sheets=sheets)


def titles(sheet: Sheet) -> int:
    """Count the rows of one or two cells that stand above the first wide row; 0 for none."""
    for index, row in enumerate(sheet.head(MOST + 1)):
        if sum(map(bool, row)) >= WIDE:
            return index
    return 0
