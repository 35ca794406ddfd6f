"""Processes beside this one that write workbooks and slides while it draws and prints."""

import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from engagekit.files import child_process

USED = (
    "engagekit.sections",
    "engagekit.loading.load",
    "plotly.graph_objs._figure",
    "engagekit.figures.theme",
    "engagekit.wording",
    "engagekit.reporting.run.papermill_engine",
    "IPython.core.interactiveshell",
    "papermill.execute",
    "scipy.special",
)
"""What this process and every one forked from it need."""
WRITING = ("engagekit.reporting.office.workbook", "engagekit.reporting.office.slides")
"""What a clerk imports while the notebook runs."""


def may_fork() -> bool:
    """Return whether this process can be forked: no threads at work, no engine that has them."""
    return child_process.may_fork() and child_process.THREADED.isdisjoint(sys.modules)


def preload(names: tuple[str, ...] = USED) -> None:
    """Import what every forked process needs, so that it has it already."""
    for name in names:
        importlib.import_module(name)
    gc.freeze()  # no sweep goes through what stays, nor copies its pages in a fork


@dataclass(eq=False)
class Clerk:
    """Does one piece of work at a time, in a process of its own where there is one.

    What that process could not do is done here, and raises here.
    """

    connection: Any = None
    work: Callable[[], Any] | None = None
    is_waiting: bool = False

    def give(self, work: Callable[..., Any], *args: Any) -> None:
        """Begin a piece of work: a function of a module and what it takes."""
        self._answer()  # of work that nobody took
        self.work = lambda: work(*args)
        if self.connection is not None:
            try:
                self.connection.send((work, args))
                self.is_waiting = True
            except OSError:
                self.connection = None

    def take(self) -> Any:
        """Return what came of the work begun last."""
        if self.work is None:
            raise LookupError("No work was begun.")
        work, self.work = self.work, None
        is_done, result = self._answer()
        return result if is_done else work()

    def _answer(self) -> tuple[bool, Any]:
        """Return whether the other process did its work, and what came of it."""
        if not self.is_waiting:
            return False, None
        self.is_waiting = False
        try:
            answer: tuple[bool, Any] = self.connection.recv()
        except (OSError, EOFError):
            self.connection, answer = None, (False, None)
        return answer


@contextlib.contextmanager
def clerks(wanted: int) -> Iterator[list[Clerk]]:
    """Yield so many clerks until the block ends; without forks they work in this process.

    To be called before anything starts a thread: the browser, a pool.
    """
    if not may_fork():
        yield [Clerk() for _ in range(wanted)]
        return
    preload()
    context = multiprocessing.get_context("fork")
    result, processes = [], []
    for _ in range(wanted):
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there, os.getpid()), daemon=True)
        process.start()
        there.close()
        result.append(Clerk(here))
        processes.append((process, here))
    try:
        yield result
    finally:
        for process, here in processes:
            here.close()
            process.terminate()
            process.join()


def _serve(connection: Any, parent: int) -> None:
    """Do one piece of work after the other until the other side is gone."""
    child_process.die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    preload(WRITING)
    with contextlib.suppress(EOFError, OSError):
        while True:
            work, args = connection.recv()
            try:
                answer = True, work(*args)
            except Exception:  # the other side does it again and meets the error itself
                answer = False, None
            connection.send(answer)
