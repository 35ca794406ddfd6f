"""Money that was planned for a year, beside what was spent of it so far."""

from __future__ import annotations

from collections.abc import Mapping

from engagekit.mapping.cells import titles
from engagekit.mapping.columns import CUMULATED, kind_and_rest
from engagekit.mapping.mapping_file import normal
from engagekit.parsing.budget_periods import until_in, years_so_far
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.periods import year_of
from engagekit.settings.schema import Organisation

_VERSIONS = words("money.versions")


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

    What is left of the plan, or two versions of it, say that it is of the whole year; the title
    says up to when the rest is. Empty where they do not. ``kinds``: the column of each.
    """
    found = years_so_far([until_in(" ".join(titles(listing)), own)], own)
    if not (kinds and found) or CUMULATED.search(listing.headers[kinds["budget"]]):
        return {}
    plans = {
        version_of(rest) for kind, rest in map(kind_and_rest, listing.headers) if kind == "budget"
    }
    left = any({*normal(header).split()} & {*_VERSIONS["left"]} for header in listing.headers)
    if not left and len({rank for rank, rest in plans if not rest}) < len(kinds):
        return {}
    ((label, part),) = found.items()
    return {"budget": year_of(part.start, own.fiscal_start).label, "actual": label}
