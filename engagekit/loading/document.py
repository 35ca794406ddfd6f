"""One file as `engagekit inspect` and `engagekit check` describe it to programs."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from engagekit.loading.read_file import Loaded

_OF_RECOGNITION = ("why", "certain", "header_rows", "header_row")
_OF_PROBLEMS = ("row", "column", "cell", "value", "problem", "remedy")


def described(part: Loaded) -> dict[str, Any]:
    """Return one file as the document of ``engagekit inspect``."""
    export, seen = part.export, part.seen
    sizes, reasons = Counter[str](), Counter[str]()
    for one in part.parts:
        sizes.update({name: len(frame) for name, frame in one.frames.items() if len(frame)})
        for aside in one.set_aside:
            reasons[aside.reason] += aside.rows
    first = export.sheets[0].name if export and export.sheets else ""
    problems = [fault for one in part.parts for fault in one.problems]
    dropped = [pair for one in part.parts for pair in one.reading.dropped_columns]
    return {
        "file": part.file,
        "path": str(export.path) if export else None,
        "recognised": part.error is None,
        "tool": part.tool,
        "table": part.main_table,
        **{name: getattr(seen, name, None) for name in _OF_RECOGNITION},
        **{name: getattr(export, name, None) for name in ("encoding", "delimiter")},
        "sheet": (seen.sheet if seen else first) or None,
        "rows_read": sum(one.rows_read for one in part.parts),
        "rows_kept": sum(one.rows_kept for one in part.parts),
        "set_aside": [{"reason": reason, "rows": rows} for reason, rows in reasons.items()],
        "problems": [{name: getattr(one, name) for name in _OF_PROBLEMS} for one in problems],
        "tables": dict(sizes),
        "dropped_columns": [{"column": column, "reason": why} for column, why in dropped],
        "sheets": [asdict(account) for account in part.sheet_accounts],
        "columns": [asdict(account) for account in part.column_accounts],
        "error": part.error,
    }
