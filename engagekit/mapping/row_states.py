"""What a file says became of its rows: void, cancelled, and by which way they came."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import pandas as pd

from engagekit.mapping.columns import ways
from engagekit.mapping.mapping_file import normal
from engagekit.readers.shared.vocabulary import words

ASKED = re.compile(r"(?i)question|quer(?:y|ies)|[ei]nquir|request|demande|frage|vraag|pregunta")
"""Headers of a log of what was asked."""
ASKED_OF = frozenset({"need", "staff_id", "matter_id"})
"""Fields that only a log of what was asked or answered has."""
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


def usual_way(texts: Sequence[str], fields: Collection[str]) -> str:
    """Return the way of a log that names none: its title and headers tell what it is a log of.

    ``fields``: those that its headers name. A log of what was asked, or of who answered, is one of
    enquiries, whatever tool or book it names.

    Examples
    --------
    >>> usual_way(["Loans", "Borrower", "Issued"], ["on"]), usual_way(["Date", "Client"], ["on"])
    ('self-service', 'reference')
    >>> usual_way(["Date", "Client", "Topic", "Database"], ["on", "need"])
    'reference'
    """
    asked = not ASKED_OF.isdisjoint(fields) or any(map(ASKED.search, texts))
    served = re.compile("|".join(words("ways.self_service")["headers"]))
    is_served = not asked and any(map(served.search, map(normal, texts)))
    return "self-service" if is_served else "reference"
