"""One piece of work for each of many files, in order: what stops one is a sentence about it."""

import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from engagekit.errors import EngagekitError, shorten
from engagekit.settings.schema import Settings

ENOUGH = 8
"""Files from which a person who waits at a terminal sees how many are read."""
Result = TypeVar("Result")
_log = logging.getLogger(__name__)


def each_file(
    work: Callable[[Path, str, Settings], Result],
    files: Sequence[tuple[Path, str]],
    settings: Settings,
    refused: Callable[[str, str], Result],
) -> list[Result]:
    """Do one piece of work for each file.

    ``work``: place, name and settings to a result. ``refused``: name, and the sentence why the work
    could not be done, to a result. Returned: one a file, in the order given.
    """
    is_shown = len(files) >= ENOUGH and sys.stderr.isatty()
    results = []
    for number, (place, name) in enumerate(files, start=1):
        try:
            result = work(place, name, settings)
        except EngagekitError:
            raise
        except Exception as error:  # of one file, whatever it is: the others are read
            _log.debug("%s", name, exc_info=error)
            result = refused(name, why_not(name, error))
        results.append(result)
        if is_shown:
            end = "\n" if number == len(files) else ""
            sys.stderr.write(f"\r{number} of {len(files)} files read{end}")
            sys.stderr.flush()
    return results


def why_not(name: str, error: Exception) -> str:
    """Return the sentence about a file on which something failed that nobody foresaw."""
    if isinstance(error, MemoryError):
        return (
            f"{name} takes far more memory than a file of its size should. Open it in the tool it "
            "comes from and export it again, or split it."
        )
    if isinstance(error, PermissionError):  # of what is read beside it: a mapping, a code book
        text = "cannot be opened; it may be open in Excel. Close it and run again."
        return f"{error.filename or name} {text}"
    if isinstance(error, RecursionError):
        return f"{name} nests deeper than any export. Export it again."
    return (
        f"{name}: internal fault, please report it ({type(error).__name__}: {shorten(error)}). "
        "The same command with --debug shows where."
    )
