"""What the kit says when something is wrong: subject, what was found, what to do next."""

import difflib
import os
import re
import shlex
import sys
import tomllib
import traceback
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engagekit.plain_text import plain

SHOWN = 3
"""Faults written out in a message; the rest is counted and kept in `problems`."""

_PACKAGE = f"{Path(__file__).parent}{os.sep}"


class EngagekitError(ValueError):
    """Base of every error the kit raises on purpose.

    A notebook shows its sentence and the line that was typed; ``%tb`` shows every frame.
    """

    def _render_traceback_(self) -> list[str]:
        if sys.exc_info()[1] is not self:  # no cell is failing just now: %tb asks
            return traceback.format_exception(self)
        frames = traceback.extract_tb(self.__traceback__)
        inside = [frame.filename.startswith(_PACKAGE) for frame in frames]
        typed = frames[inside.index(True) - 1 if any(inside) else -1]
        return [str(self), f"Line {typed.lineno}: {typed.line}", "Every step: %tb"]


class UsageError(EngagekitError):
    """A parameter, option or name that the kit does not know."""


class SettingsError(UsageError):
    """engagekit.toml holds something the kit cannot use."""


class PeriodError(UsageError):
    """A quarter or a range of dates that cannot be read or is not complete."""


class DataError(EngagekitError):
    """The data cannot carry what was asked of them."""


class ExportError(DataError):
    """A raw file cannot be read, is not recognised, or is recognised twice."""


class ReaderError(ExportError):
    """A reader failed on a file: a fault of the kit, whose cause is kept."""


class NotMeasuredError(DataError):
    """A measure lacks the sheet, the answers or the setting that it needs.

    Attributes
    ----------
    key : str
        Why, as the messages ``missing.<key>`` have it; empty where the text alone says it.
    arguments : mapping
        One value a slot of that message.
    """

    def __init__(
        self, message: str, *, key: str = "", arguments: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.key = key
        self.arguments = dict(arguments or {})


class StatisticsError(DataError):
    """Numbers outside what a statistic is defined for."""


class DisclosureError(DataError):
    """A set of frames cannot be published without telling on somebody."""


class ReportError(EngagekitError):
    """The report could not be made, or only in part."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to a word, or None when none is close.

    Parameters
    ----------
    word : str
        What was typed.
    known : iterable of str
        The names there are.

    Examples
    --------
    >>> nearest("quater", ["folder", "quarter", "language"])
    'quarter'
    >>> nearest("xyz", ["folder"]) is None
    True
    """
    names = list(known)
    folded = {name.casefold(): name for name in names}
    typed = word.casefold()
    matches = difflib.get_close_matches(typed, list(folded), n=1, cutoff=0.6)
    if not matches and len(typed) >= 3:
        starts = [(name, iter(name)) for name in folded if name[:1] == typed[0]]
        matches = [name for name, rest in starts if all(one in rest for one in typed)][:1]
    return folded[matches[0]] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a half sentence that offers the nearest name and lists the names there are.

    Examples
    --------
    >>> did_you_mean("dept", ["department", "site"])
    "Did you mean 'department'? There are: department, site."
    """
    names = list(known)
    guess = nearest(word, names)
    listed = f"There are: {', '.join(names)}." if names else "There are none."
    return f"Did you mean '{guess}'? {listed}" if guess else listed


def require_one_of(name: str, known: Collection[str], text: str) -> None:
    """Raise an error with the nearest name where a name is none of those there are.

    Raises
    ------
    UsageError
        With the text, and the names.
    """
    if name not in known:
        raise UsageError(f"{text} {did_you_mean(name, known)}")


def shorten(text: object, width: int = 60) -> str:
    """Return one line of a value, cut at a width, as it is quoted in a message.

    Examples
    --------
    >>> shorten("a" * 5, width=4)
    'aaa…'
    """
    line = " ".join(plain(str(text)).split())
    return line if len(line) <= width else line[: width - 1] + "…"


def pasted(text: object) -> str:
    """Return a word of a suggested command as a shell takes it: quoted where it must be.

    Examples
    --------
    >>> pasted("exports/visits.csv"), pasted("Library survey (1).csv")
    ('exports/visits.csv', '"Library survey (1).csv"')
    >>> pasted("engagekit[scale]")
    '"engagekit[scale]"'
    """
    word = re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", str(text))  # a name may hold a line end
    if re.fullmatch(r"[\w@%+=:,./\\-]+", word) and not ("\\" in word and os.name != "nt"):
        return word
    # double quotes mean the same to cmd, PowerShell and sh, but for these
    return shlex.quote(word) if os.name != "nt" and re.search(r'[$`"\\!]', word) else f'"{word}"'


def some(faults: Iterable[object], shown: int = SHOWN) -> str:
    """Return the first faults as one text, and how many more there are.

    Examples
    --------
    >>> some(["a", "b", "c", "d"])
    'a; b; c; and 1 more'
    """
    texts = [str(fault) for fault in faults]
    rest = len(texts) - shown
    head = "; ".join(texts[:shown])
    return f"{head}; and {rest} more" if rest > 0 else head


@cache
def _texts() -> Mapping[str, Mapping[str, Any]]:
    """Return the texts of ``errors.toml``: a table a module, a key a function."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def texts(key: str, /, **slots: object) -> list[str]:
    """Return the texts of a key with their slots filled."""
    table, _, name = key.partition(".")
    return [text.format(**slots) for text in _texts()[table][name]]


def error_text(key: str, /, **slots: object) -> str:
    """Return the text of an exception, e.g. of ``teams.read``, with its slots filled.

    Examples
    --------
    >>> error_text("change.change")
    'A change needs two surveys with answers, numbered from 0. Show the one survey alone.'
    """
    table, _, name = key.partition(".")
    return str(_texts()[table][name]).format(**slots)


def problem_texts(key: str, /, **slots: object) -> tuple[str, str]:
    """Return the texts of a problem with their slots filled: what was found, what to do.

    Examples
    --------
    >>> problem_texts("accounting.hidden", below=2)[0]
    'is hidden; its 2 rows are not read'
    """
    problem, remedy = texts(key, **slots)
    return problem, remedy
