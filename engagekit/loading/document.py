"""One file as `engagekit inspect` and `engagekit check` describe it to programs."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from engagekit.loading.read_file import Loaded, read_file, unread
from engagekit.settings.schema import Settings

_OF_PROBLEMS = ("row", "column", "cell", "value", "problem", "remedy")


def document(place: Path, name: str, settings: Settings) -> dict[str, Any]:
    """Return one file, read and described as COMMANDS says."""
    return described(read_file(place, name, settings))


def undescribed(name: str, sentence: str) -> dict[str, Any]:
    """Return one file that could not be read."""
    return described(unread(name, sentence))


def described(part: Loaded) -> dict[str, Any]:
    """Return one file as the document of ``engagekit inspect``."""
    export, observed = part.export, part.seen
    sizes: dict[str, int] = {}
    for one in part.parts:
        for name, frame in one.frames.items():
            sizes[name] = sizes.get(name, 0) + len(frame)
    sheet = export.sheets[0] if export and export.sheets else None
    reasons: dict[str, int] = {}
    for aside in (left for one in part.parts for left in one.set_aside):
        reasons[aside.reason] = reasons.get(aside.reason, 0) + aside.rows
    return {
        "file": part.file,
        "path": str(export.path) if export else None,
        "recognised": part.error is None,
        "tool": part.tool,
        "table": part.main_table,
        "why": observed.why if observed else None,
        "certain": observed.certain if observed else None,
        "sheet": (observed.sheet or None) if observed else (sheet.name or None) if sheet else None,
        "encoding": export.encoding if export else None,
        "delimiter": export.delimiter if export else None,
        "header_rows": observed.header_rows if observed else None,
        "header_row": observed.header_row if observed else None,
        "rows_read": sum(one.rows_read for one in part.parts),
        "rows_kept": sum(one.rows_kept for one in part.parts),
        "set_aside": [{"reason": reason, "rows": rows} for reason, rows in reasons.items()],
        "problems": [
            {name: getattr(fault, name) for name in _OF_PROBLEMS}
            for fault in (fault for one in part.parts for fault in one.problems)
        ],
        "tables": {name: rows for name, rows in sizes.items() if rows},
        "dropped_columns": [
            {"column": column, "reason": reason}
            for one in part.parts
            for column, reason in one.dropped_columns
        ],
        "sheets": [asdict(account) for account in part.sheet_accounts],
        "columns": [asdict(account) for account in part.column_accounts],
        "error": part.error,
    }
