"""Checks over all files together: one module a subject, each check a function of the tables.

A check takes `Tables` as loaded and yields `Problem` of the level ``question``: what looks wrong,
where, and what to do. It is listed in the ``CHECKS`` of its module with the tables that it needs;
`loading.questions` runs those that have them.
"""

from collections.abc import Callable, Iterator

from engagekit.tables.problems import Problem
from engagekit.tables.tables import Tables

Check = Callable[[Tables], Iterator[Problem]]
