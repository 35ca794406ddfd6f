"""Checks over all files together: one module a subject, each check a function of the tables.

A check takes `Tables` as loaded and yields `Problem` of the level ``question``: what looks wrong,
where, and what to do. It is listed in the ``CHECKS`` of its module with the tables that it needs;
`loading.questions` runs those that have them.
"""

from collections.abc import Callable, Iterator

from engagekit.tables.problems import QUESTION, Problem
from engagekit.tables.tables import Tables

Check = Callable[[Tables], Iterator[Problem]]


def ask(what: str, remedy: str, file: str, column: str = "") -> Problem:
    """Return a question on files, whose table has that column."""
    return Problem(what, remedy, file, column=column, level=QUESTION)


def files_of(tables: Tables, table: str) -> str:
    """Return the files that a table came from."""
    return ", ".join(one.file for one in tables.origins if one.tables.get(table)) or table
