"""What a file says became of its rows: void, cancelled, and by which way they came."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from engagekit.mapping.columns import ways
from engagekit.mapping.mapping_file import normal
from engagekit.readers.shared.vocabulary import words

STATUS = ("status", "statut", "state", "etat")
"""Last words of headers over what became of a row."""
VOID = {key: ["cancelled"] for key in ("budget", "contracts", "counts")}
VOID |= {key: ["cancelled", "no_show"] for key in ("touches", "events")}
"""What says that a row is void, where such rows count nowhere: who declined was invited."""


def is_status(header: str) -> bool:
    """Return whether a header says that its cells are what became of a row."""
    return normal(header).split(" ")[-1] in STATUS


def void_words(table: str, header: str, cells: pd.Series) -> list[str]:
    """Return the words of a column of states that say that a row is void or did not take place.

    Examples
    --------
    >>> void_words("budget", "Invoice status", pd.Series(["Paid", "Voided", "Voided"]))
    ['Voided']
    """
    void = VOID.get(table) if is_status(header) else None
    return [word for word, ours in ways(cells.unique(), "status") if ours in void] if void else []


def usual_way(texts: Sequence[str]) -> str:
    """Return the way of a log that names none: its title and headers tell what it is a log of.

    Examples
    --------
    >>> usual_way(["Loans", "Borrower", "Issued"]), usual_way(["Date", "Client", "Question"])
    ('self-service', 'reference')
    """
    served = re.compile("|".join(words("ways.self_service")["headers"]))
    return "self-service" if any(map(served.search, map(normal, texts))) else "reference"
