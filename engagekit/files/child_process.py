"""Processes forked from this one: that they end with it, and what one may use."""

import contextlib
import logging
import os
import signal
import sys
import threading
from pathlib import Path

_PARENT_DEATH = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
THREADED = {"duckdb", "distributed"}
"""Engines with threads that Python does not count: a fork of a process that used one may not."""
_PAGES = Path("/proc/self/statm")


def may_fork() -> bool:
    """Return whether processes can be forked safely: on Linux, and while no other thread runs."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def die_with(parent: int) -> None:
    """Let this process end when the one that forked it does, however that ends; Linux only.

    ``parent``: its number, asked before the fork: it may be gone already.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def be_quiet() -> None:
    """Keep what native code says of its own death off the terminal, and leave no core dump."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not logging.getLogger("engagekit").isEnabledFor(logging.DEBUG):
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def allow(seconds: float, size: int) -> None:
    """Let this process use so many seconds of its processor and so many bytes more than now.

    Over the time it is ended by SIGPROF; over the memory Python raises and native code aborts. No
    seconds take the time limit off.
    """
    import resource

    signal.setitimer(signal.ITIMER_PROF, seconds)
    used = int(_PAGES.read_text().split()[5]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = used + size if hard == resource.RLIM_INFINITY else min(used + size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
