"""Processes that write beside this one: the same work, its errors met here, nothing left behind."""

import multiprocessing
import os
import subprocess
import sys
import threading

import pytest

from engagekit.reporting.worker_processes import Clerk, clerks


def where(number: int) -> tuple[int, int]:
    return os.getpid(), number


def broken(number: int) -> None:
    raise ArithmeticError(f"{number} is wrong, in {'another' if number else 'this'} process")


def ends(pid: int) -> str:
    if os.getpid() != pid:
        os._exit(1)
    return "done here"


def two_at_once() -> None:
    """Two clerks at work: run alone, where no other test's thread is in the way of a fork."""
    with clerks(2) as (one, two):
        assert one.connection is not None
        one.give(where, 1)
        two.give(where, 2)
        first, second = one.take(), two.take()
        assert (first[1], second[1]) == (1, 2)
        assert len({os.getpid(), first[0], second[0]}) == 3
        one.give(where, 3)
        assert one.take() == (first[0], 3)
    assert not multiprocessing.active_children()


@pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="not on this system: processes are not forked here"
)
def test_two_clerks_work_at_once_in_processes_of_their_own() -> None:
    done = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_work_that_nobody_took_is_not_taken_for_the_next() -> None:
    with clerks(1) as (one,):
        one.give(where, 1)
        one.give(where, 2)
        assert one.take()[1] == 2


def test_an_error_is_met_in_this_process() -> None:
    with clerks(1) as (one,):
        one.give(broken, 0)
        with pytest.raises(ArithmeticError, match="0 is wrong, in this process"):
            one.take()
        one.give(where, 4)
        assert one.take()[1] == 4


def test_what_a_clerk_that_ended_did_not_do_is_done_here() -> None:
    with clerks(1) as (one,):
        one.give(ends, os.getpid())
        assert one.take() == "done here"
        one.give(where, 5)
        assert one.take() == (os.getpid(), 5)


def test_beside_a_thread_the_work_is_done_here() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        with clerks(1) as (one,):
            one.give(where, 6)
            assert one.take() == (os.getpid(), 6)
    finally:
        stop.set()
        other.join()


def test_work_is_taken_once() -> None:
    with pytest.raises(LookupError):
        Clerk().take()


if __name__ == "__main__":
    two_at_once()
