"""One run at a time writes what a project publishes, and every run has a temporary folder."""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from engagekit.errors import ReportError, error_text

LOCK = ".engagekit.lock"
PATIENCE = 600
"""Seconds that a run waits for another one to be written: sixty briefs take half of it."""
PREFIX, NEW = "engagekit-run-", 60
"""Names of temporary folders, and the seconds in which one may not have its lock yet."""


@contextlib.contextmanager
def writing(folder: Path, waiting: str) -> Iterator[None]:
    """Hold the lock of an output folder until the block ends.

    ``folder``: where the reports go. ``waiting``: the sentence while another run holds it.

    Raises
    ------
    ReportError
        If it is still held after `PATIENCE`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    with contextlib.suppress(OSError, NotImplementedError):  # of a disk without locks
        try:
            lock.acquire(timeout=0)
        except Timeout:
            sys.stderr.write(f"{waiting}\n")
            try:
                lock.acquire(timeout=PATIENCE)
            except Timeout:
                slots = {"minutes": PATIENCE // 60, "lock": lock.lock_file}
                raise ReportError(error_text("run_alone.waited", **slots)) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def temporary(fallback: Path) -> Iterator[Path]:
    """Yield a folder of this run in which it and its children make every temporary file.

    What runs that were killed left behind is removed first.

    Parameters
    ----------
    fallback : Path
        A folder of the project, for a system whose folders for temporary files take none.
    """
    try:
        place = Path(tempfile.mkdtemp(prefix=PREFIX))
    except OSError:
        fallback.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=fallback))
    lock = FileLock(place / LOCK)
    with contextlib.suppress(OSError, NotImplementedError):
        lock.acquire(timeout=0)
    for other in place.parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, NotImplementedError, Timeout):
            about = other.lstat()
            is_new = time.time() - about.st_mtime < NEW and not (other / LOCK).exists()
            is_mine = stat.S_ISDIR(about.st_mode) and about.st_uid == place.stat().st_uid
            if other == place or is_new or not is_mine:
                continue
            with FileLock(other / LOCK).acquire(timeout=0):
                shutil.rmtree(other, ignore_errors=True)
    before, stated = tempfile.tempdir, os.environ.get("TMPDIR")
    tempfile.tempdir = os.environ["TMPDIR"] = str(place)
    try:
        yield place
    finally:
        tempfile.tempdir = before
        if stated is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = stated
        lock.release()
        shutil.rmtree(place, ignore_errors=True)
