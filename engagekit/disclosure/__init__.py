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
``entry`` is what the ledger keeps, ``bias`` what is told of groups beside all of them. The names of
cells (kind, period, groups) stand in ledgers on disk: who renames a count in the registry begins a
new ledger.

A protected measure frame has three columns more (`engagekit.measures.ends`):

- ``suppressed`` True: the exact number is not told; ``estimate``, ``low``, ``high`` and ``n`` are
  missing. Who draws or words a row looks at this first, and claims nothing over such rows.
- ``recoded`` True (then ``suppressed`` too): ``at_least`` and ``at_most`` end the share, each
  missing where it is open ("80% or more" has no ``at_most``); ``base`` is told. `ends.words` says
  them, `ends.span` gives both as numbers.
- neither ``recoded`` nor a number: hidden (`ends.hidden`), shown as ``[c]``.

Groups that stay hidden in a frame of one measure by department (role level, cost centre, site) are
one row, "other departments (3)", the last of its frame or where the last of them stood; it has a
number, ends or neither like any other. A frame may therefore have fewer rows than before.

How to add a rule
-----------------
A new number needs none: its record in the registry makes its cells. Where it adds up to numbers
that stand elsewhere, a function in `_relations` ties them (``net.relate``, ``net.within``), called
by `tie`; a count that two numbers give away together goes into ``_cells._cells_of_row``. A test in
which an attacker who knows the rule learns nothing, and one on each side of every threshold.
"""

from engagekit.disclosure._bias import Bias
from engagekit.disclosure._ledger import ABOUT_TO, read_ledger, replace_file, without, write_ledger
from engagekit.disclosure._names import Names, Removed, names_of, without_names
from engagekit.disclosure._protect import PERSON_COLUMNS, Protected, is_public, protect

__all__ = [
    "ABOUT_TO", "PERSON_COLUMNS", "Bias", "Names", "Protected", "Removed", "is_public",
    "names_of", "protect", "read_ledger", "replace_file", "without", "without_names",
    "write_ledger",
]  # fmt: skip
