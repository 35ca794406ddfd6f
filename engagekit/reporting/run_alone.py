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
HALF_MADE = ".engagekit-"
"""In the names of folders beside a report that is being written."""
PREFIX, NEW = "engagekit-run-", 60
"""Names of temporary folders, before the number of the process; and the seconds in which one whose
process runs may have no lock."""


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


def left_behind(out: Path) -> list[Path]:
    """Return what killed runs left beside the reports in a folder, and where temporary files lie.

    Both may hold private files: their names begin with a point, so that no list of files has them.
    """
    hidden = [*out.glob(f".*{HALF_MADE}*"), *out.glob(f"*/each/.*{HALF_MADE}*")]
    with contextlib.suppress(OSError):
        hidden += Path(tempfile.gettempdir()).glob(f"{PREFIX}*")
    return hidden


def swept(out: Path) -> list[Path]:
    """Finish or remove what killed runs left, unless a run is at work; return what it was."""
    found = left_behind(out)
    beside = {place.parent for place in found if HALF_MADE in place.name}
    if beside:
        from engagekit.reporting.output_folder import recover

        with (
            contextlib.suppress(OSError, NotImplementedError, Timeout),
            FileLock(out / LOCK).acquire(timeout=0),
        ):
            for folder in beside:
                recover(folder)
    with contextlib.suppress(OSError):  # of a system that has none for temporary files
        _remove_dead(Path(tempfile.gettempdir()))
    return [place for place in found if not place.exists()]


def _remove_dead(parent: Path) -> None:
    """Remove temporary folders of runs of this user that were killed."""
    mine = os.getuid() if hasattr(os, "getuid") else 0
    for folder in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, NotImplementedError, Timeout):
            about = folder.lstat()
            if not stat.S_ISDIR(about.st_mode) or about.st_uid != mine:
                continue
            # a run has no lock for a moment as it begins and as it ends, and may be killed in it
            is_new = time.time() - about.st_mtime < NEW and not (folder / LOCK).exists()
            if is_new and _may_live(folder):
                continue
            with FileLock(folder / LOCK).acquire(timeout=0):
                shutil.rmtree(folder, ignore_errors=True)


def _may_live(folder: Path) -> bool:
    """Return whether the process may still run that made a temporary folder and is in its name."""
    number = folder.name.removeprefix(PREFIX).partition("-")[0]
    if not number.isdigit() or sys.platform == "win32":  # where signal 0 ends a process
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextlib.contextmanager
def temporary(fallback: Path) -> Iterator[Path]:
    """Yield a folder of this run in which it and its children make every temporary file.

    What runs that were killed left behind is removed first.

    Parameters
    ----------
    fallback : Path
        A folder of the project, for a system whose folders for temporary files take none.
    """
    start = f"{PREFIX}{os.getpid()}-"
    try:
        place = Path(tempfile.mkdtemp(prefix=start))
    except OSError:
        fallback.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=start, dir=fallback))
    lock = FileLock(place / LOCK)
    with contextlib.suppress(OSError, NotImplementedError):
        lock.acquire(timeout=0)
    _remove_dead(place.parent)
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
