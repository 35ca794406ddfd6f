"""The two copies of a report on disk: ``private/`` and ``board/``, written whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from engagekit.reporting.state import OWNER_FILE, OWNER_ONLY
from engagekit.reporting.writers import RESULTS, WRITERS

OWN = ("quarterly_report", "department_brief")
"""Notebooks whose files bear the names of the products alone; any other names itself in front."""


def prefix(notebook: str) -> str:
    """Return what stands before the names of a report's files.

    Examples
    --------
    >>> prefix("quarterly_report.ipynb"), prefix("02_reach.ipynb")
    ('', '02-reach-')
    """
    name = Path(notebook).stem
    return "" if name in OWN else f"{name.replace('_', '-')}-"


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
    folder: Path,
    notebook: str,
    copies: Mapping[str, Mapping[str, bytes]],
    asked: Iterable[str] = (),
) -> list[Path]:
    """Write copies: everything into a temporary folder first, then each file to its place.

    Parameters
    ----------
    folder : Path
        ``<out>/<period>``.
    notebook : str
        File name of the notebook.
    copies : mapping
        ``private`` and, where it may be published, ``board``: name to bytes. A board copy that may
        no longer stand is removed.
    asked : iterable of str
        Files that were asked for: one of them that was not made is removed.

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
            for name, data in parts.items():
                target = folder / copy / _file_name(folder / copy, name, notebook)
                ready = waiting / f"{copy}-{target.name}"
                ready.write_bytes(data)
                places.append((ready, target))
        written = {target for _, target in places}
        for copy in ("private", "board"):
            names = WRITERS if copy not in copies else asked
            _remove_stale(folder / copy, names, notebook, written)
        for ready, target in places:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.parent.name == "private":
                target.parent.chmod(OWNER_ONLY)
                ready.chmod(OWNER_FILE)
            ready.replace(target)
        return [target for _, target in places]
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _file_name(folder: Path, name: str, notebook: str) -> str:
    """Return the name of a file; another notebook's results.json is never written over."""
    if name == notebook:
        return name
    if name != RESULTS:
        return f"{prefix(notebook)}{name}"
    standing = folder / RESULTS
    is_other = standing.is_file() and _maker(standing) != notebook
    return f"{Path(notebook).stem.replace('_', '-')}.{RESULTS}" if is_other else RESULTS


def _maker(results: Path) -> str:
    """Return the notebook that a results.json comes from, nothing for a damaged one."""
    try:
        document: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
        return str(document["report"]["notebook"])
    except (ValueError, KeyError, TypeError):
        return ""


def _remove_stale(folder: Path, names: Iterable[str], notebook: str, written: set[Path]) -> None:
    """Remove files of an earlier run of the same report that this run did not make."""
    for name in names:
        standing = folder / f"{prefix(notebook)}{name}"
        if standing not in written:
            standing.unlink(missing_ok=True)
    results = folder / RESULTS
    if results.is_file() and results not in written and _maker(results) == notebook:
        results.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
