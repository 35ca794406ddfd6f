"""The two copies of a report on disk: ``private/`` and ``board/``, written whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engagekit.reporting.document.document import Content
from engagekit.reporting.writers import RESULTS

MAIN = "library-engagement"
"""What the quarterly report is called in file names."""
QUARTERLY = "quarterly_report"


def stem(content: Content, notebook: str) -> str:
    """Return the name of a report's files, without a suffix: ``2026-27_Q2_library-engagement``."""
    name = Path(notebook).stem
    period = file_name(content.period.get("label", ""))
    return f"{period}_{MAIN if name == QUARTERLY else name.replace('_', '-')}"


def file_name(label: str) -> str:
    """Return the label of a period as it stands in names of files and folders, sorted by time.

    Examples
    --------
    >>> file_name("FY2026-27 Q2"), file_name("2026-04-01..2026-09-30")
    ('2026-27_Q2', '2026-04-01_to_2026-09-30')
    """
    plain = label.removeprefix("FY").replace("..", "_to_").replace(" ", "_")
    return "".join(sign for sign in plain if sign.isalnum() or sign in "-_") or "no-period"


def put(
    folder: Path, name: str, notebook: str, copies: Mapping[str, Mapping[str, bytes]]
) -> list[Path]:
    """Write copies: everything into a temporary folder first, then each file to its place.

    Parameters
    ----------
    folder : Path
        ``<out>/<period>``.
    name : str
        Stem of the files.
    notebook : str
        File name of the notebook.
    copies : mapping
        ``private`` and, where it may be published, ``board``: suffix to bytes. A board copy of the
        same name that may no longer stand is removed.

    Returns
    -------
    list of Path
        The files, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting = Path(tempfile.mkdtemp(prefix=".engagekit-", dir=folder))
    try:
        places: list[tuple[Path, Path]] = []
        for copy, parts in copies.items():
            for suffix, data in parts.items():
                target = folder / copy / _file_name(folder / copy, suffix, name, notebook)
                ready = waiting / f"{copy}-{target.name}"
                ready.write_bytes(data)
                places.append((ready, target))
        _remove_stale(folder, name, notebook, {target for _, target in places})
        for ready, target in places:
            target.parent.mkdir(parents=True, exist_ok=True)
            ready.replace(target)
        return [target for _, target in places]
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _file_name(folder: Path, suffix: str, name: str, notebook: str) -> str:
    """Return the name of a file; another notebook's results.json is never written over."""
    if suffix != RESULTS:
        return f"{name}{suffix}"
    standing = folder / RESULTS
    return f"{name}.{RESULTS}" if standing.is_file() and _maker(standing) != notebook else RESULTS


def _maker(results: Path) -> str:
    """Return the notebook that a results.json comes from, nothing for a damaged one."""
    try:
        document: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
        return str(document["report"]["notebook"])
    except (ValueError, KeyError, TypeError):
        return ""


def _remove_stale(folder: Path, name: str, notebook: str, written: set[Path]) -> None:
    """Remove files of an earlier run of the same report that this run did not make."""
    for copy in ("private", "board"):
        for standing in (folder / copy).glob("*"):
            is_ours = standing.name.startswith(f"{name}.") or (
                standing.name == RESULTS and _maker(standing) == notebook
            )
            if is_ours and standing not in written:
                standing.unlink()
        if (folder / copy).is_dir() and not any((folder / copy).iterdir()):
            (folder / copy).rmdir()
