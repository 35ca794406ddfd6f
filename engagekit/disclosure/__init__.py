"""Hiding over all frames of a report at once, and the ledger of what was published before.

Measures hide nothing. Here every count of people in every frame becomes a cell, every total and
every share a relation between cells; `disclosure.solver.suppression` chooses what to hide and
proves that nobody can work the hidden numbers out. A report that cannot be proved is not published.
"""

from engagekit.disclosure._ledger import read_ledger, write_ledger
from engagekit.disclosure._protect import PERSON_COLUMNS, Protected, is_public, protect

__all__ = ["PERSON_COLUMNS", "Protected", "is_public", "protect", "read_ledger", "write_ledger"]
