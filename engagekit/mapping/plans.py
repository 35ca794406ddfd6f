"""Money that was planned for a year, beside what was spent of it so far."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engagekit.mapping.cells import titles
from engagekit.mapping.columns import kind_and_rest
from engagekit.mapping.mapping_file import normal
from engagekit.parsing.budget_periods import quarter_in, range_in, until_in, years_so_far
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.periods import year_of
from engagekit.settings.schema import Organisation

_VERSIONS = words("money.versions")
_AS_AT = re.compile(
    r"(?i)\b(?:as (?:at|of|on)|to date|ytd|through|until|up to|au|cumul\w*|arrêtée?)\b"
)


def version_of(rest: str) -> tuple[int, str]:
    """Return how late a version of a plan is, and what else its header says of its money.

    Examples
    --------
    >>> version_of("Revised"), version_of("primitif"), version_of("montant IT")
    ((2, ''), (0, ''), (1, 'it'))
    """
    said = normal(rest).split()
    ranks = [2 for one in said if one in _VERSIONS["latest"]]
    ranks += [0 for one in said if one in _VERSIONS["first"]]
    listed = {*_VERSIONS["first"], *_VERSIONS["latest"], *_VERSIONS["amounts"]}
    return (ranks or [1])[0], " ".join(one for one in said if one not in listed)


def year_and_so_far(
    listing: Listing, kinds: Mapping[str, int], own: Organisation
) -> dict[str, str]:
    """Return the periods of planned and of spent money, where a year stands beside its part.

    What is left of the plan, or two versions of it, say that it is of the whole year, and a title
    "as at" a day that the rest is up to then. Empty where they do not, or a header or a title names
    a time of both. ``kinds``: the column of each.
    """
    above = " ".join(titles(listing))
    found = years_so_far([until_in(above, own)], own) if _AS_AT.search(above) else {}
    if not (kinds and found) or range_in(above, own) or quarter_in(above, own):
        return {}
    said = [kind_and_rest(listing.headers[at])[1] for at in kinds.values()]
    plans = [
        version_of(rest) for kind, rest in map(kind_and_rest, listing.headers) if kind == "budget"
    ]
    left = any({*normal(header).split()} & {*_VERSIONS["left"]} for header in listing.headers)
    several = len({rank for rank, rest in plans if not rest}) > 1
    if any(version_of(rest)[1] for rest in said) or not (left or several):
        return {}
    ((label, part),) = found.items()
    return {"budget": year_of(part.start, own.fiscal_start).label, "actual": label}
