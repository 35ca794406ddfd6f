"""Columns of a survey export that say who answered: by their headers."""

import re

import pandas as pd

from engagekit.readers.survey._words import folded, pattern, words_of

PERSONAL = "personal data"
METADATA = "metadata"
WORDS_ASKED = 7
"""Words from which a header is a question: headers of lists seldom have more than four."""
_NAME_WORD = r"[A-ZÀ-ÖØ-ÞŒŠŽ][^\W\d_]*(?:['’.-][^\W\d_]*)*"
_SMALL = (
    r"(?:(?:de|du|des|la|le|van|von|der|den|del|di|da|dos|bin|al|el|y|ten|ter|zu) |d['’]|l['’])"
)
_NAME = rf"^(?:{_SMALL}*{_NAME_WORD},? ){{1,3}}{_SMALL}*{_NAME_WORD}(?: ?[<(][^<>()]*[>)])?$"
"""Two to four words in capitals, with the small words of surnames: Ann Lee, J. de Vries."""
EMAIL = r"^\S{1,1000}@\S{1,1000}\.\S{2,1000}$"  # bounded: a cell may be all "a@a@a@"


def is_personal(header: str) -> bool:
    """Return whether the header of a column says that it holds who or where a person is.

    Examples
    --------
    >>> is_personal("E-Mail Address"), is_personal("What is the name of your phone model?")
    (True, False)
    """
    name = folded(re.sub(r"([a-z])([A-Z])", r"\1 \2", header).replace("_", " "))
    names = {name, folded(header), re.sub(r" \d{1,2}$", "", name)}
    is_listed = bool(names & words_of("personal_columns")["headers"])
    return is_listed or pattern("wordings.wordings.person").match(name) is not None


def asks(header: str) -> bool:
    """Return whether a header is a question, whose answers are about anything.

    Examples
    --------
    >>> asks("How long have you been an employee?"), asks("Name of employee")
    (True, False)
    """
    return "?" in header or len(header.split()) >= WORDS_ASKED


def name_share(cells: pd.Series) -> float:
    """Return the share of cells that are written as the name of a person.

    Examples
    --------
    >>> name_share(pd.Series(["Ann Lee", "Roy, Bob", "Anne-Marie d'Arcy", "Literature search"]))
    0.75
    """
    return float(cells.str.match(_NAME).mean()) if len(cells) else 0.0
