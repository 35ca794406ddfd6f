"""The two copies of a report on disk: ``private/`` and ``board/``, written whole or not at all."""

import contextlib
import json
import os
import secrets
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engagekit.reporting.writers import COPIES, RESULTS, WRITERS

OWN = ("quarterly_report", "department_brief")
"""Notebooks whose files bear no name of theirs; any other names itself in front."""
_NEW, _OLD, _GONE = ".engagekit-new", ".engagekit-old", ".engagekit-gone"
"""Endings of the folders beside a set that is being written, and of what cannot be removed yet."""
OWNER_ONLY, OWNER_FILE = 0o700, 0o600
EVERYBODY = 0o666
"""As far as the umask lets."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2)."""


def replace_file(place: Path, data: bytes, mode: int = OWNER_FILE) -> None:
    """Write a file whole and down to the disk, or not at all."""
    partial = place.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode)
    with partial.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(place)


def of(file: Path) -> Path:
    """Return the folder of a report that a file of one of its copies is in.

    Examples
    --------
    >>> of(Path("reports/2026-27_Q2/board/data/results.json")).name
    '2026-27_Q2'
    """
    return next(place for place in file.parents if place.name in COPIES).parent


def prefix(notebook: str) -> str:
    """Return what stands before the names of a report's files.

    Examples
    --------
    >>> prefix("quarterly_report.ipynb"), prefix("01_reach.ipynb")
    ('', '01-reach-')
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
    folder: Path, notebook: str, copies: Mapping[str, Mapping[str, bytes]]
) -> tuple[list[Path], list[Path]]:
    """Write copies as a new folder beside the standing one, and put it in its place at once.

    ``folder``: ``<out>/<period>``. ``notebook``: file name of the notebook. ``copies``: ``private``
    and, where it may be published, ``board``: name to bytes. A file of an earlier run of the same
    notebook that this one did not make is removed: it would tell other numbers.

    Returns
    -------
    tuple of list of Path
        The files made, and those removed, in order.
    """
    recover(folder.parent)
    beside = _beside(folder, _NEW)
    try:
        if folder.is_dir():  # of other notebooks, and briefs: what this run does not make stays
            left = shutil.ignore_patterns(*(f".*{ending}" for ending in (_NEW, _OLD, _GONE)))
            shutil.copytree(folder, beside, symlinks=True, copy_function=_linked, ignore=left)
        beside.mkdir(parents=True, exist_ok=True)
        for place in (beside, *(beside / copy for copy in COPIES)):
            if place.is_dir():
                place.chmod(place.stat().st_mode | OWNER_ONLY)
        written = {
            _place(beside / copy, name, notebook): data
            for copy, parts in copies.items()
            for name, data in parts.items()
        }
        removed = [
            file for copy in COPIES for file in _removed(beside / copy, notebook, set(written))
        ]
        for target, data in written.items():
            is_private = target.is_relative_to(beside / "private")
            target.parent.mkdir(parents=True, exist_ok=True)
            if is_private:
                (beside / "private").chmod(OWNER_ONLY)
            replace_file(target, data, OWNER_FILE if is_private else EVERYBODY)
        for place in {target.parent for target in written}:
            _sync(place)
        _swap(beside, folder)
        _sync(folder.parent)
    finally:
        _remove(beside)
    made, gone = (
        [folder / file.relative_to(beside) for file in files] for files in (written, removed)
    )
    return made, gone


def recover(parent: Path) -> None:
    """Finish what runs that were killed left beside the folders of reports in a folder.

    A folder that stands is whole; one that is gone was killed between two renames, and its new set
    is whole. What cannot be removed, a file in it being locked, is out of the way until it can.
    """
    for place in parent.glob(f".*{_GONE}"):
        _remove(place)
    for ending in (_NEW, _OLD):
        for place in parent.glob(f".*{ending}"):
            folder = parent / place.name[1 : -len(ending)]
            if not folder.exists() and _beside(folder, _OLD).is_dir():
                place.rename(folder)
            _remove(place)
            if place.exists():
                place.rename(_beside(parent / secrets.token_hex(8), _GONE))


def _remove(place: Path) -> None:
    """Remove a folder as far as the system lets, also one whose folders are read-only."""
    for folder, *_ in os.walk(place):
        with contextlib.suppress(OSError):
            Path(folder).chmod(OWNER_ONLY)
    shutil.rmtree(place, ignore_errors=True)


def _beside(folder: Path, ending: str) -> Path:
    return folder.with_name(f".{folder.name}{ending}")


def _swap(new: Path, folder: Path) -> None:
    """Put a new folder in the place of the standing one, which stays where that is refused."""
    old = _beside(folder, _OLD)
    if folder.exists():
        if _exchanged(new, folder):
            return
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    _remove(old)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step, and return whether this system can."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    call = getattr(ctypes.CDLL(None), "renameat2", None)
    paths = os.fsencode(one.absolute()), os.fsencode(other.absolute())
    return call is not None and call(-1, paths[0], -1, paths[1], _EXCHANGE) == 0


def _sync(folder: Path) -> None:
    """Bring the names in a folder down to the disk, where the system opens folders."""
    with contextlib.suppress(OSError):
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


def _linked(source: str, target: str) -> None:
    """Make the same file again without its bytes; a copy where the disk knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _place(folder: Path, name: str, notebook: str) -> Path:
    """Return where a file goes; another notebook's results are never written over."""
    if Path(name).stem == Path(notebook).stem:
        return folder / name
    if name != RESULTS:
        return folder / f"{prefix(notebook)}{name}"
    standing = folder / RESULTS
    is_other = standing.is_file() and _maker(standing) != notebook
    start = f"{Path(notebook).stem.replace('_', '-')}." if is_other else ""
    return standing.with_name(f"{start}{standing.name}")


def _maker(results: Path) -> str:
    """Return the notebook that a results.json comes from, nothing for a damaged one."""
    try:
        document: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
        return str(document["report"]["notebook"])
    except (ValueError, KeyError, TypeError):
        return ""


def _removed(folder: Path, notebook: str, written: set[Path]) -> list[Path]:
    """Remove files of an earlier run of the same report that this run did not make."""
    page = Path(notebook).with_suffix(".html").name
    own = {_place(folder, name, notebook) for name in (*WRITERS, RESULTS, notebook, page)}
    stale = sorted(file for file in own - written if file.exists())
    for file in stale:
        file.unlink()
    for place in (folder / RESULTS).parent, folder:
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
    return stale
