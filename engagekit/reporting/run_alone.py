"""One run at a time writes what a project publishes, and nothing stays of a run that was killed."""

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from engagekit.errors import ReportError, error_text

LOCK = ".engagekit.lock"
PATIENCE = 600
"""Seconds that a run waits for another one to be written: sixty briefs take half of it."""
HALF_MADE = ".engagekit-"
"""In the names of folders beside a report that is being written."""


@contextlib.contextmanager
def writing(folder: Path, waiting: str) -> Iterator[None]:
    """Hold the lock of an output folder, and have a folder for temporary files, for a block.

    ``folder``: where the reports go. ``waiting``: the sentence while another run holds the lock.

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
    with contextlib.ExitStack() as ends:
        ends.callback(lock.release)
        for dead in _temporary(folder):  # of a run that had the lock before
            shutil.rmtree(dead, ignore_errors=True)
        try:
            place = tempfile.mkdtemp(prefix=_name(folder))
        except OSError:  # a system whose folders for temporary files take none
            place = tempfile.mkdtemp(prefix=HALF_MADE, dir=folder)
        ends.callback(shutil.rmtree, place, ignore_errors=True)
        ends.callback(setattr, tempfile, "tempdir", tempfile.tempdir)
        tempfile.tempdir = place
        yield


def _name(out: Path) -> str:
    """Return how the temporary folders begin of runs that write into a folder."""
    return f"engagekit-{hashlib.sha256(os.fsencode(out.absolute())).hexdigest()[:16]}-"


def _temporary(out: Path) -> list[Path]:
    """Return the temporary folders of runs that write, or wrote, into a folder."""
    found = [*out.glob(f"{HALF_MADE}*")]
    with contextlib.suppress(OSError):
        found += Path(tempfile.gettempdir()).glob(f"{_name(out)}*")
    return found


def swept(out: Path) -> list[Path]:
    """Finish or remove what killed runs left, unless a run is at work; return what it was.

    Both kinds may hold private files: folders beside the reports, whose names begin with a point so
    that no list of files has them, and temporary ones.
    """
    beside = [*out.glob(f".*{HALF_MADE}*"), *out.glob(f"*/each/.*{HALF_MADE}*")]
    found = [*beside, *_temporary(out)]
    if found and out.is_dir():
        from engagekit.reporting.output_folder import recover

        with (
            contextlib.suppress(OSError, NotImplementedError, Timeout),
            FileLock(out / LOCK).acquire(timeout=0),
        ):
            for folder in {place.parent for place in beside}:
                recover(folder)
            for place in _temporary(out):
                shutil.rmtree(place, ignore_errors=True)
    return [place for place in found if not place.exists()]
