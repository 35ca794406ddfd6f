"""Headers and marks for comparing: without units and signs, in each of two languages."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from engagekit.mapping.mapping_file import normal
from engagekit.parsing.values import STROKE
from engagekit.readers.shared import vocabulary

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


ENQUIRIES = ("enquiries", "enquiries by department", "enquiries by topic")
"""Words of tallies of enquiries: `place` is the way they came, the department or the topic."""


_UNIT = re.compile("|".join(vocabulary.words("headers")["units"]))
"""What stands in brackets behind a header and does not change which field it is."""


@lru_cache(maxsize=65_536)
def called(header: str) -> tuple[str, ...]:
    """Return a header for comparing, and without a unit or a hint in brackets.

    Examples
    --------
    >>> called("Time taken (mins)"), called("Amount (budget)")
    (('time taken mins', 'time taken'), ('amount budget',))
    """
    plain = header.replace("_", " ")
    bare = _BRACKETS.sub("", plain)
    hints = (normal(one) for one in _BRACKETS.findall(plain))
    known = all(_UNIT.fullmatch(one) for one in hints)
    names = [normal(plain), *([normal(bare)] if known and bare.strip() else [])]
    return tuple(dict.fromkeys(names))


def ways(cells: Iterable[str], field: str = "channel") -> list[tuple[str, str]]:
    """Return the cells that say how a question came in, or who came, each with our word for it.

    Examples
    --------
    >>> ways(["In person", "Courriel", "Pigeon"])
    [('In person', 'desk'), ('Courriel', 'email')]
    >>> ways(["Yes / Oui", "No / Non", "Yes / No"], "status")
    [('Yes / Oui', 'attended'), ('No / Non', 'no_show')]
    """
    listed = {ours: "|".join(theirs) for ours, theirs in vocabulary.words(f"ways.{field}").items()}
    listed.pop("reference", None)
    found, cells = [], [*cells]
    if field == "status" and {"p", "a"} <= {cell.casefold() for cell in cells}:
        listed["no_show"] += "|^a$"  # beside P for present
    pattern_of = {ours: re.compile(one) for ours, one in listed.items()}

    @cache  # most cells of a column are alike
    def way(side: str) -> str:
        return next((ours for ours, one in pattern_of.items() if one.search(side)), "")

    for cell in cells:
        sides = [cell, *STROKE.split(cell)]  # the whole, then each language
        said = [way(side.casefold()) for side in sides]
        found += [(cell, said[0] or said[1])] if said[0] or len({*said[1:]}) == 1 else []
    return [(cell, ours) for cell, ours in found if ours]
