"""One piece of work for each of many files: on all cores where that pays, always in order."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

from engagekit.settings.schema import Settings

ENOUGH = 8
"""Files from which starting more processes pays."""
MOST = 8
"""Processes at most: each holds a file and its tables."""

Result = TypeVar("Result")


def each_file(
    work: Callable[[Path, str, Settings], Result],
    files: Sequence[tuple[Path, str]],
    settings: Settings,
) -> list[Result]:
    """Do one piece of work for each file.

    Parameters
    ----------
    work : callable
        Place, name and settings to a result; a function of a module.
    files : sequence of (place, name)
    settings : Settings

    Returns
    -------
    list
        One a file, in the order given. Many files are shared out over the cores where the system
        can fork and no other thread runs; else, and where a process dies, they are done in turn.
    """
    cores = min(len(os.sched_getaffinity(0)), MOST) if may_fork() else 1
    if cores > 1 and len(files) >= ENOUGH:
        try:
            return list(_counted(_shared_out(work, files, settings, cores), len(files)))
        except BrokenProcessPool:
            sys.stderr.write("A process ended early; the files are read in turn.\n")
    return list(_counted((work(place, name, settings) for place, name in files), len(files)))


def may_fork() -> bool:
    """Return whether processes can be forked safely: on Linux, and while no other thread runs."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def _shared_out(
    work: Callable[[Path, str, Settings], Result],
    files: Sequence[tuple[Path, str]],
    settings: Settings,
    cores: int,
) -> Iterator[Result]:
    """Yield the work done by forked processes, handed over in order."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, mp_context=context) as pool:
        places, names = zip(*files, strict=True)
        yield from pool.map(work, places, names, [settings] * len(files))


def _counted(results: Iterable[Result], total: int) -> Iterator[Result]:
    """Yield the same, with the count of files on a terminal while a person waits."""
    is_shown = total >= ENOUGH and sys.stderr.isatty()
    for number, part in enumerate(results, start=1):
        if is_shown:
            end = "\n" if number == total else ""
            sys.stderr.write(f"\r{number} of {total} files read{end}")
            sys.stderr.flush()
        yield part
