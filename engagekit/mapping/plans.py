"""Money that was planned for a year, beside what was spent of it so far."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engagekit.mapping.cells import NAMED_YEAR, SHORT_YEAR, in_year, one_year, titles
from engagekit.mapping.columns import QUARTER, kind_and_rest
from engagekit.mapping.mapping_file import normal
from engagekit.parsing.budget_periods import (
    quarter_in,
    range_in,
    short_quarter,
    until_in,
    years_so_far,
)
from engagekit.parsing.word_lists import by_word
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.periods import year_of
from engagekit.settings.schema import Organisation

_VERSIONS = words("money.versions")
_PRINTED_ON = re.compile(
    r"(?i)\b(?:print|run|export|extract|generat|creat|prepar|download|imprim|édit|génér|extrai)\w*"
)
"""Titles of the day on which a list was printed, which is no time of its money."""
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


def stated_period(listing: Listing, own: Organisation) -> str:
    """Return the one fiscal year, or the quarter of it, that a list names; empty for none.

    Some months, in a title or as the name of the sheet, are neither; nor is a single one, unless a
    list was printed on that day.
    """
    texts = [listing.sheet.name, *titles(listing), listing.export.path.stem]
    year, listed = one_year(listing, own), by_word("cells.months")
    words = [re.findall(r"[^\W\d_]{3,}", text.casefold()) for text in texts]
    spans = [[int(listed[word]) for word in each if word in listed] for each in words]
    if quarters := {one[-1] for text in texts for one in QUARTER.findall(short_quarter(text))}:
        first = {(own.fiscal_start + 3 * int(one) - 4) % 12 + 1 for one in quarters}
        is_sure = year and len(first) == 1 and all(one[:1] in ([], [*first]) for one in spans)
        return in_year("Q" + quarters.pop(), year, own.fiscal_start) if is_sure else ""
    whole = {own.fiscal_start, (own.fiscal_start - 2) % 12 + 1}
    if spans[0] or any({*one} != whole for one in spans if len({*one}) > 1):
        return ""
    if any(map(NAMED_YEAR.search, texts[:-1])):
        spans, texts = (
            spans[:-1],
            texts[:-1],
        )  # the name of the file may be of the day of its export
    if any(
        _names_month(text, own) for text, one in zip(texts, spans, strict=True) if {*one} != whole
    ):
        return ""
    heads = " ".join(listing.headers)
    named = {*NAMED_YEAR.findall(heads), *(f"20{year}" for year in SHORT_YEAR.findall(heads))}
    if own.fiscal_start > 1:
        return f"FY{year}-{(int(year) + 1) % 100:02d}" if year and not named else ""
    years = named | ({year} if year else set())
    return years.pop() if len(years) == 1 else ""


def _names_month(text: str, own: Organisation) -> bool:
    """Return whether a title names a month or a day, other than that on which it was printed.

    Short words may be others: `out`, `set`.
    """
    plain = text.replace("_", " ")
    in_words = {*re.findall(r"[^\W\d_]{4,}", plain.casefold())} & {*by_word("cells.months")}
    found = (
        in_words or until_in(plain, own) or re.search(r"(?<!\d)(?:0?[1-9]|1[0-2])/20\d\d", plain)
    )
    return bool(found) and not _PRINTED_ON.search(plain)
