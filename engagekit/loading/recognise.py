"""Which reader, or which mapping, an export belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engagekit.errors import ExportError, did_you_mean, shorten
from engagekit.files.source_file import Export
from engagekit.mapping.shipped import all_tools
from engagekit.readers.shared.contract import Recognition


def recognise(export: Export) -> tuple[Any, Recognition]:
    """The one reader that knows an export.

    Returns
    -------
    reader : module
    recognition : Recognition

    Raises
    ------
    ExportError
        If no reader knows it (with its first row and how to map it) or two are equally sure.
    """
    from engagekit.mapping import differences, reading  # a user's mapping goes before the tools

    stated = getattr(export.choice, "tool", None)
    if stated and not getattr(export.choice, "mapping", None):
        return _stated(export, stated)
    mapped = reading.reader_for(export)
    if mapped is not None:
        return mapped, mapped.recognise(export) or Recognition("its mapping says so")
    matches = _inside(export) or _seen(export, all_tools()) or _below_titles(export)
    sure = [pair for pair in matches if pair[1].certain] or matches
    if len(sure) == 1:
        return sure[0]
    if sure:
        tools = " and ".join(module.TOOL for module, _ in sure)
        both = "both " if len(sure) == 2 else ""
        raise ExportError(
            f"{export.file} looks like an export from {both}{tools}. "
            "Say which under [files] in engagekit.toml."
        )
    raise ExportError(unknown(export) + differences.near_miss(export))


def _seen(export: Export, those: Iterable[Any]) -> list[tuple[Any, Recognition]]:
    """The readers that know an export."""
    return [(one, observed) for one in those if (observed := one.recognise(export)) is not None]


def _inside(export: Export) -> list[tuple[Any, Recognition]]:
    """The readers that know what stands right of empty columns, where there are such."""
    from engagekit.readers.shared import _left_margin

    inner = _left_margin.inside(export)
    if inner is None:
        return []
    existing = _seen(inner, all_tools()) or _below_titles(inner)
    return _seen(export, [_left_margin.Inside(one.TOOL, one.TABLES, one) for one, _ in existing])


def _below_titles(export: Export) -> list[tuple[Any, Recognition]]:
    """The readers of surveys that know what stands below title rows."""
    from engagekit.readers.survey import _title_rows

    below = [
        _title_rows.Below(module.TOOL, module.TABLES, module)
        for module in all_tools()
        if "responses" in module.TABLES
    ]
    return _seen(export, below)


def _stated(export: Export, tool: str) -> tuple[Any, Recognition]:
    """The reader that the settings name for a file."""
    named = [one for one in all_tools() if one.TOOL.casefold() == tool.casefold()]
    if not named:
        names = [one.TOOL for one in all_tools()]
        raise ExportError(
            f"[files] says that {export.file} comes from '{tool}'. {did_you_mean(tool, names)}"
        )
    return (_seen(export, named) or [(named[0], Recognition("the settings say so"))])[0]


def unknown(export: Export) -> str:
    """The sentence that refuses a file which no reader knows."""
    if not export.sheets:
        return (
            f"{export.file} is no table and no tool we know wrote it. "
            "Export it again as .csv or .xlsx."
        )
    from engagekit.mapping.table_detection import find_table

    matches = find_table(export)
    sheet = matches.listing.sheet
    if sheet.last_row <= matches.listing.header:
        return (
            f"{export.file} holds one row (row {matches.header_row}) and none below it: there is "
            "nothing to read."
        )
    rows, columns = sheet.last_row - matches.listing.header, matches.columns
    cells = [shorten(sheet.row(matches.header_row - 1)[column], 30) for column in columns[:6]]
    header = (
        f"the header seems to be row {matches.header_row}: {', '.join(filter(None, cells))}"
        if matches.header_rows
        else f"no header: {matches.why}"
    )
    named = f" of sheet {sheet.name}" if sheet.name else ""
    return (
        f"{export.file} is no export that we know ({rows} rows, {len(columns)} columns{named}; "
        f"{header}). Say what its columns mean: engagekit map {export.file}"
    )
