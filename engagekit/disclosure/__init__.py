"""Hiding over all frames of a report at once, and the ledger of what was published before.

Measures hide nothing. Here every count of people in every frame becomes a cell, every total and
every share a relation between cells; `disclosure.solver.suppression` chooses what to hide and
proves that nobody can work the hidden numbers out. A report that cannot be proved is not published.

What the room may import
------------------------
Everything on its left; of ``measures`` only frames, `registry` and `basis`: what a number counts
stands in the registry and nowhere here. ``reporting`` alone calls `protect`.

What it returns
---------------
`Protected`: the sections in the same order, hidden rows emptied, and whether they may be published;
``entry`` is what the ledger keeps. The names of cells (kind, period, groups) stand in ledgers on
disk: who renames a count in the registry begins a new ledger.

How to add a rule
-----------------
A new number needs none: its record in the registry makes its cells. Where it adds up to numbers
that stand elsewhere, a function in `_relations` ties them (``net.relate``, ``net.within``), called
by `tie`; a count that two numbers give away together goes into ``_cells._further``. A test in which
an attacker who knows the rule learns nothing (``tests/disclosure/attacker.py``), and one on each
side of every threshold.
"""

from engagekit.disclosure._ledger import read_ledger, write_ledger
from engagekit.disclosure._protect import PERSON_COLUMNS, Protected, is_public, protect

__all__ = ["PERSON_COLUMNS", "Protected", "is_public", "protect", "read_ledger", "write_ledger"]
