"""One piece of work for each of many files: within bounds, on all cores where that pays, in order.

Each file is read in a worker that is used again for the next. What kills it, or takes too long or
too much memory, is one sentence about that file; the others are read.
"""

import logging
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import pyarrow

from engagekit.errors import EngagekitError, ExportError, shorten
from engagekit.files import source_file
from engagekit.files.archive import file_of
from engagekit.files.child_process import allow, be_quiet, die_with, may_fork
from engagekit.loading.recognise import prepare
from engagekit.settings.schema import Settings

ENOUGH = 8
"""Files from which starting more processes pays."""
MOST, TRIES = 8, 3
"""Processes at most: each holds a file and its tables. And how often a file is tried whose
neighbours kill the worker."""
SECONDS, SECONDS_A_MB = 20.0, 1.0
"""Processor time for a file, and for each of its megabytes: ten times what the slowest needs."""
MINUTE = 60.0
"""Processor time after which a file is not read again to ask what it is."""
MEMORY, MEMORY_A_BYTE = 640 * 1024 * 1024, 30
"""Bytes for a file, and for each of its own bytes: a packed workbook takes up to twenty."""

Result = TypeVar("Result")
File = tuple[Path, str]
_log = logging.getLogger(__name__)


def each_file(
    work: Callable[[Path, str, Settings], Result],
    files: Sequence[File],
    settings: Settings,
    refused: Callable[[str, str], Result],
) -> list[Result]:
    """Do one piece of work for each file.

    ``work``: place, name and settings to a result. ``refused``: name, and the sentence why the work
    could not be done, to a result. Returned: one a file, in the order given. Where the system can
    fork and no other thread runs, workers do it: one, or one a core for many files. Else it is done
    here, within the limits of `files` alone.
    """
    guarded = partial(_guarded, work, refused)
    if not may_fork():
        return list(_counted((guarded(*file, settings) for file in files), len(files)))
    prepare()  # before processes are forked, so that none does it again
    cores = min(len(os.sched_getaffinity(0)), MOST) if len(files) >= ENOUGH else 1
    return list(_counted(_Pool(guarded, files, settings, refused, cores).results(), len(files)))


def alone(work: Callable[[], Result], file: Path, times: int = 1) -> Result:
    """Do work that reads one file so many times within the same bounds, else raise ExportError."""
    guarded = partial(_guarded, lambda *_: (work(), ""), _refusal)
    if may_fork():
        pool = _Pool(guarded, [(file, str(file))], Settings(), _refusal, 1)
        pool.times = times
        ((made, why),) = pool.results()
    else:
        made, why = guarded(file, str(file), Settings())
    if why:
        raise ExportError(why)
    return cast("Result", made)


def _refusal(_: str, why: str) -> tuple[Any, str]:
    return None, why


def _guarded(
    work: Callable[[Path, str, Settings], Result],
    refused: Callable[[str, str], Result],
    place: Path,
    name: str,
    settings: Settings,
) -> Result:
    """Do the work; what nobody foresaw is a sentence about the file."""
    try:
        return work(place, name, settings)
    except EngagekitError:
        raise
    except MemoryError:
        return refused(name, _too_large(name))
    except PermissionError as error:  # of what is read beside it: a mapping, a code book
        text = "cannot be opened; it may be open in Excel. Close it and run again."
        return refused(name, f"{error.filename or name} {text}")
    except RecursionError:
        return refused(name, f"{name} nests deeper than any export. Export it again.")
    except Exception as error:
        _log.debug("%s", name, exc_info=error)
        return refused(
            name,
            f"{name}: internal fault, please report it ({type(error).__name__}: "
            f"{shorten(error)}). The same command with --debug shows where.",
        )


def _too_large(name: str) -> str:
    return (
        f"{name} takes far more memory than a file of its size should. Open it in the tool it "
        "comes from and export it again, or split it."
    )


def _why(name: str, code: int | None) -> str:
    """Return why a worker ended on a file."""
    if code == -signal.SIGPROF:
        return (
            f"{name} takes far longer to read than a file of its size should. Open it in the tool "
            "it comes from and export it again, or split it."
        )
    return (
        f"{name} cannot be read: it is damaged, or takes far more memory than a file of its size "
        "should. Open it in the tool it comes from and export it again."
    )


def _size(place: Path) -> int:
    """Return the bytes on disk of a file, or of the ZIP it is in."""
    try:
        return file_of(place).stat().st_size
    except OSError:
        return 0


@dataclass(eq=False)
class _Worker:
    """A process that does one file at a time; which it does, and which neighbour it looks at."""

    process: Any
    connection: Any
    number: int | None = None
    beside: str = ""


class _Pool(Generic[Result]):
    """Workers that share files; one that dies is replaced."""

    times = 1

    def __init__(
        self,
        work: Callable[..., Result],
        files: Sequence[File],
        settings: Settings,
        refused: Callable[[str, str], Result],
        cores: int,
    ) -> None:
        self.work, self.files, self.settings = work, files, settings
        self.refused, self.cores = refused, cores
        self.waiting = deque(range(len(files)))
        self.done: dict[int, Result] = {}
        self.harmful: set[str] = set()
        self.tries = dict[int, int]()
        self.workers: list[_Worker] = []

    def results(self) -> Iterator[Result]:
        """Yield what came of each file, in their order."""
        try:
            for number in range(len(self.files)):
                while number not in self.done:
                    self._step()
                yield self.done.pop(number)
        finally:
            for worker in self.workers:
                self._end(worker)

    def _step(self) -> None:
        """Hand out what waits, and take what comes first."""
        while len(self.workers) < min(self.cores, len(self.waiting)):
            self.workers.append(self._start())
        for worker in self.workers:
            if worker.number is None and self.waiting:
                self._give(worker, self.waiting.popleft())
        busy = {one.connection: one for one in self.workers if one.number is not None}
        for connection in wait(list(busy)):
            self._take(busy[connection])

    def _give(self, worker: _Worker, number: int) -> None:
        worker.number, worker.beside = number, ""
        try:
            worker.connection.send((number, self.harmful))
        except OSError:  # it died idle
            self._died(worker)

    def _take(self, worker: _Worker) -> None:
        """Take what a worker says: the neighbour that it opens, its result, or its death."""
        try:
            kind, value = worker.connection.recv()
        except (OSError, EOFError):
            self._died(worker)
            return
        if kind == "beside":
            worker.beside = value
        elif kind == "error":
            raise value
        elif worker.number is not None:
            self.done[worker.number] = value
            worker.number = None

    def _died(self, worker: _Worker) -> None:
        """Refuse the file that killed a worker; a neighbour that did is not looked at again."""
        self.workers.remove(worker)
        self._end(worker)
        number = worker.number
        if number is None:
            return
        self.tries[number] = self.tries.get(number, 0) + 1
        if worker.beside and self.tries[number] < TRIES:
            self.harmful.add(worker.beside)
            self.waiting.appendleft(number)
            return
        name = self.files[number][1]
        self.done[number] = self.refused(name, _why(name, worker.process.exitcode))

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe()
        process = context.Process(target=self._serve, args=(here, there, os.getpid()), daemon=True)
        process.start()
        there.close()
        return _Worker(process, here)

    @staticmethod
    def _end(worker: _Worker) -> None:
        worker.connection.close()
        worker.process.kill()  # it has nothing to finish; the code of a dead one stays
        worker.process.join()

    def _serve(self, parent_end: Any, connection: Any, parent: int) -> None:
        """Do files as they are asked for, until the other side is gone."""
        parent_end.close()
        die_with(parent)
        be_quiet()
        pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # others reserve what counts as used
        source_file.opening = lambda place: connection.send(("beside", str(place or "")))
        while True:
            try:
                number, source_file.harmful = connection.recv()
            except (OSError, EOFError):
                os._exit(0)
            place, name = self.files[number]
            size = _size(place)
            once = SECONDS + SECONDS_A_MB * size / 1e6
            allow(max(once, min(once * self.times, MINUTE)), MEMORY + MEMORY_A_BYTE * size)
            try:
                answer: tuple[str, Any] = "done", self.work(place, name, self.settings)
            except EngagekitError as error:
                answer = "error", error
            pyarrow.default_memory_pool().release_unused()
            try:
                # the protocol that copies no buffer of a table twice
                connection.send_bytes(ForkingPickler.dumps(answer, 5))
            except MemoryError:
                connection.send(("done", self.refused(name, _too_large(name))))
            allow(0, MEMORY)


def _counted(results: Iterable[Result], total: int) -> Iterator[Result]:
    """Yield the same, with the count of files on a terminal while a person waits."""
    is_shown = total >= ENOUGH and sys.stderr.isatty()
    for number, part in enumerate(results, start=1):
        if is_shown:
            end = "\n" if number == total else ""
            sys.stderr.write(f"\r{number} of {total} files read{end}")
            sys.stderr.flush()
        yield part
