"""The one reader of an export: which it is, and what becomes of its faults."""

import logging
import traceback
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from engagekit.errors import (
    EngagekitError,
    ExportError,
    ReaderError,
    did_you_mean,
    error_text,
    pasted,
    shorten,
)
from engagekit.files.source_file import Export
from engagekit.mapping import changed, confirmed_questions, retired
from engagekit.mapping.reading import reader_for
from engagekit.mapping.shipped import all_tools
from engagekit.mapping.table import first_full_row, nothing
from engagekit.parsing.values import fold_word
from engagekit.readers.registry import brought_readers
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import tables, words
from engagekit.settings.survey import Survey

TOP, WIDE = 60, 12
"""Rows and filled cells of a row in which the signs are looked for: they stand at the head, and a
summary of a survey has them at each question."""
_log = logging.getLogger(__name__)


def recognise(export: Export) -> tuple[Any, Recognition]:
    """Return the one reader that knows an export.

    Raises
    ------
    ExportError
        If no reader knows it (with its first row and how to map it) or two are equally sure.
        What is not certain is not to be read until the settings name its tool: `waiting`.
    """
    stated = getattr(export.choice, "tool", None)
    if stated and not getattr(export.choice, "mapping", None):
        named = [one for one in all_tools() if one.TOOL.casefold() == stated.casefold()]
        if not named and (said := retired.refusal_by_name(export, stated)):
            raise ExportError(said)
        if not named:
            near = did_you_mean(stated, [one.TOOL for one in all_tools()])
            raise ExportError(f"[files] says that {export.file} comes from '{stated}'. {near}")
        reader, seen = (_seen(export, named) or [(named[0], Recognition("the settings say so"))])[0]
        return reader, replace(seen, certain=True)
    mapped = reader_for(export)  # a user's mapping goes before the tools
    if mapped is not None:
        return mapped, mapped.recognise(export) or Recognition("its mapping says so")
    if said := refusal(export):
        raise ExportError(f"{export.file} is {said}.")
    is_claimed = _seen(export, brought_readers().values())
    if not is_claimed and (said := retired.refusal(export)):
        raise ExportError(said)
    matches = _seen(export, all_tools())
    sure = [pair for pair in matches if pair[1].certain] or matches
    if len(sure) == 1:
        return sure[0]
    if sure:
        tools = " and ".join(module.TOOL for module, _ in sure)
        both = "both " if len(sure) == 2 else ""
        raise ExportError(
            error_text("recognise.recognise_2", file=export.file, both=both, tools=tools)
        )
    raise ExportError(unknown(export))


def waiting(export: Export, reader: Any, observed: Recognition) -> str:
    """Return what a file waits for that is probably of a tool; empty where that is certain."""
    if observed.certain:
        return ""
    slots = {"file": export.file, "name": export.path.name, "path": pasted(export.path)}
    return error_text("recognise.waiting", tool=reader.TOOL, why=observed.why, **slots)


def read(reader: Any, export: Export, survey: Survey | None = None) -> Reading:
    """Read an export; whatever a reader does not refuse on purpose is a fault of the kit.

    ``survey``: what the settings say of surveys.

    Raises
    ------
    EngagekitError
        As the reader refuses the export, or a survey of which nobody has confirmed the questions.
    ReaderError
        If the reader fails: one strange file must not keep the others from being read.
    ExportError
        If it fails on a file that only the settings say is of its tool.
    """
    try:
        reading: Reading = reader.read(export)
        if reading.answers is not None and not reading.tables:
            reading = confirmed_questions.survey_tables(reading, export, survey)
    except EngagekitError:
        raise
    except Exception as error:
        if reader.recognise(export) is None:
            slots = {"file": export.file, "tool": reader.TOOL, "path": pasted(export.path)}
            raise ExportError(error_text("recognise.stated", **slots)) from error
        raise _fault(reader, export, error) from error
    return reading


def _fault(reader: Any, export: Export, error: Exception) -> ReaderError:
    """Return the error of a reader that failed; its traceback goes to the log (``--debug``)."""
    if isinstance(error, RecursionError):
        return ReaderError(f"{export.file} nests deeper than any export does. Export it again.")
    fault = ReaderError(
        f"{export.file}: internal fault in the reader of {reader.TOOL}, please report it "
        f"({type(error).__name__}: {shorten(error)}). The same command with --debug shows where."
    )
    _log.debug("%s", fault, exc_info=error)
    return fault


def traceback_of(error: EngagekitError) -> str:
    """Return where a reader failed; empty for an error that is raised on purpose."""
    return "".join(traceback.format_exception(error)) if isinstance(error, ReaderError) else ""


def _seen(export: Export, those: Iterable[Any]) -> list[tuple[Any, Recognition]]:
    """Return the readers that know an export."""
    seen = []
    for one in those:
        try:
            observed = one.recognise(export)
        except EngagekitError:
            raise
        except Exception as error:
            raise _fault(one, export, error) from error
        if observed is not None:
            seen.append((one, observed))
    return seen


def unknown(export: Export) -> str:
    """Return the sentence that refuses a file which no reader knows."""
    if not export.sheets:
        return (
            f"{export.file} is no table and no tool we know wrote it. "
            "Export it again as .csv or .xlsx."
        )
    if export.text.lstrip()[:1] in ("{", "["):
        return (
            f"{export.file} is JSON, and neither a COUNTER report nor a survey of Qualtrics. "
            "Export the same list as .csv or .xlsx."
        )
    if not export.visible:
        return nothing(export)
    sheet = next((one for one in export.visible if first_full_row(one) is not None), export.sheet)
    header = first_full_row(sheet) or 0
    rows = sheet.last_row - header
    if not rows:
        return (
            f"{export.file} holds one row (row {header + 1}) and none below it: there is "
            "nothing to read."
        )
    headers = [shorten(cell, 30) for cell in sheet.row(header) if cell]
    named = f" of sheet {sheet.name}" if sheet.name else ""
    near = changed.nearest_shape(export)
    like = f" It is like '{near[0].name}', but {near[1] or 'on another sheet'}." if near else ""
    return (
        f"{export.file} is not counted yet: {rows} rows, {len(headers)} columns{named} "
        f"({', '.join(headers[:6])}).{like} Say what they are: "
        f"engagekit import {pasted(export.path)}"
    )


def refusal(export: Export) -> str:
    """Return what an export is that holds no records, and which to choose; empty for any other."""
    if not export.visible:
        return ""
    rows = [
        [fold_word(cell) for cell in [cell for cell in row if cell][:WIDE]]
        for row in export.sheet.head(TOP)
    ]
    cells = {cell for row in rows for cell in row}
    firsts = {row[0] for row in rows if row}
    for name in tables("refusals"):
        known = words(f"refusals.{name}")
        if any(fold_word(word) in cells for word in known.get("none", ())):
            continue
        in_row = not known.get("row") or any(_all(known["row"], row) for row in rows)
        if in_row and _all(known.get("column", ()), firsts):
            return known["says"][0]
    return ""


def _all(wanted: Iterable[str], cells: Iterable[str]) -> bool:
    """Return whether each word, or one of its alternatives, is among the cells."""
    present = set(cells)
    return all(any(fold_word(one) in present for one in word.split("|")) for word in wanted)
