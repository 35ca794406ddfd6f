"""Rows that stand twice in the export of a tool, looked for in the cells that it read."""

from dataclasses import replace

from engagekit.files.source_file import Export
from engagekit.loading.accounting import NO_COLUMNS
from engagekit.readers.shared import _repeats
from engagekit.readers.shared.contract import Reading, Recognition


def without_copies(export: Export, main: str, seen: Recognition, reading: Reading) -> Reading:
    """Return a reading without rows that repeat another cell for cell, and with what is told.

    ``main``: the table whose rows are those of the export.
    """
    sheet = next((one for one in export.visible if one.name == seen.sheet), None)
    frame = reading.tables.get(main)
    of_tool = main in _repeats.RECORDS or main in _repeats.FIGURES
    if sheet is None or frame is None or not of_tool or export.suffix in NO_COLUMNS:
        return reading
    rows = frame.index.unique()
    if rows.name != "source" or not (rows - 1).isin(sheet.cells.index).all():
        return reading
    cells = sheet.cells.loc[rows - 1].set_axis(rows)
    repeats = _repeats.in_list(cells, main, reading.origins.get(main, {}), export.file, seen.sheet)
    if not repeats.copies:
        return replace(reading, problems=[*reading.problems, *repeats.problems])
    return replace(
        reading,
        tables={
            name: part[~part.index.isin(repeats.copies)] for name, part in reading.tables.items()
        },
        rows_kept=reading.rows_kept - len(repeats.copies),
        set_aside=[*reading.set_aside, *repeats.set_aside],
        problems=[*reading.problems, *repeats.problems],
    )
