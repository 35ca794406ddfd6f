"""What the board copy may tell: rules for each number by itself, and names taken out of texts.

What the room may import
------------------------
Everything on its left; of ``measures`` only frames, `registry` and `basis`: what a number counts
stands in the registry and nowhere here. ``reporting`` alone calls `protect`.

What it returns
---------------
`Protected`: the sections in the same order. A protected measure frame has three columns more
(`engagekit.measures.ends`):

- ``suppressed`` True: the exact number is not told; ``estimate``, ``low``, ``high`` and ``n`` are
  missing. Who draws or words a row looks at this first, and claims nothing over such rows.
- ``recoded`` True (then ``suppressed`` too): ``at_least`` and ``at_most`` end the share, each
  missing where it is open ("80% or more" has no ``at_most``). `ends.words` says them, `ends.span`
  gives both as numbers.
- neither ``recoded`` nor a number: hidden (`ends.hidden`), shown as ``[c]``.

Groups that cannot be told alone are one row, "other departments (3)", before the row of all.

How to add a rule
-----------------
A new number needs none: its record in the registry says whether it counts answers, people in the
library's records, or things. A ladder is a table of ``ladders.toml``. A rule is a function of
`rules`, with a test on each side of its threshold.
"""

from engagekit.disclosure._bias import Bias
from engagekit.disclosure._names import Changed, Names, names_of, without_names
from engagekit.disclosure._protect import Protected, protect
from engagekit.disclosure._public import PERSON_COLUMNS, is_public

__all__ = [
    "PERSON_COLUMNS", "Bias", "Changed", "Names", "Protected", "is_public", "names_of", "protect",
    "without_names",
]  # fmt: skip
