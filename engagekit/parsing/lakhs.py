"""Numbers that say their unit, as people in India write them: `4.5 lakh`, `₹ 1.2 Cr`."""

import re
from collections.abc import Sequence

_LAKHS = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*(?:(la(?:kh|c)s?|lkhs?)|(crores?)|(crs?)|(l))\.?(?=\)?$)",
    re.ASCII | re.IGNORECASE,
)
"""Numbers of India with their unit: `4.5 lakh`, `1.2 crore`; `Cr` may be a credit, `L` litres."""
_RUPEES = re.compile(r"₹|\b(?:rs\b|rs(?=\d)|inr\b)", re.IGNORECASE)
_DEBIT = re.compile(r"\d\s*dr\.?$", re.ASCII | re.IGNORECASE)


def in_full(cells: Sequence[str]) -> Sequence[str]:
    """Return cells of a column with lakhs and crores in figures, `Cr` where it is no credit.

    Examples
    --------
    >>> list(in_full(["Rs. 4.5 lakh", "1.2 Cr", "12,50,000"]))
    ['Rs. 450000.0', '12000000.0', '12,50,000']
    >>> list(in_full(["300 Cr", "200 Dr"])), list(in_full(["1.2 Cr"]))
    (['300 Cr', '200 Dr'], ['1.2 Cr?'])
    """
    found = [_LAKHS.search(cell) for cell in cells]
    if not any(found):
        return cells
    worth = [float(one[1].replace(",", "")) if one else 0.0 for one in found]
    is_said = any(one and (one[2] or one[3]) for one in found)
    is_ledger = any(map(_DEBIT.search, cells))
    is_ledger |= any(one and one[4] and n >= 1000 for one, n in zip(found, worth, strict=True))
    full = list(cells)
    for at, one in enumerate(found):
        in_rupees = bool(_RUPEES.search(cells[at]))
        if one is None or (one[5] and not in_rupees) or (one[4] and is_ledger):
            continue
        if one[4] and not (is_said or in_rupees):  # a credit has no cents or two of them
            full[at] += "?" * bool(re.search(r"\.(?:\d|\d{3,})$", one[1]))
            continue
        number = round(worth[at] * (1e5 if one[2] or one[5] else 1e7), 2)
        full[at] = f"{cells[at][: one.start()]}{number}{cells[at][one.end() :]}"
    return full
