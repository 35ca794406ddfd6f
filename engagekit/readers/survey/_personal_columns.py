"""Columns of a survey export that say who answered: by their header, else by their cells."""

from __future__ import annotations

import re

import pandas as pd

from engagekit.readers.survey._words import folded, pattern, words_of

PERSONAL = "personal data"
METADATA = "metadata"
SAMPLE = 400
"""Answers that are looked at: enough to see what a column holds, and a quick look at a long one."""
MOSTLY = 0.5
"""Share of answers that are addresses or places: people leave blanks and type "none", and in a
question on something else one address in many answers is no reason to drop it."""
_EMAIL = r"^\S+@\S+\.\S{2,}$"
_IP = r"^(?:\d{1,3}\.){3}\d{1,3}$"
_POINT = r"^-?\d{1,3}\.\d+ -?\d{1,3}\.\d+(?: -?[\d.]+){0,2}$"


def is_personal(header: str, cells: pd.Series | None = None) -> bool:
    """Return whether a column says who or where a person is.

    Parameters
    ----------
    header : str
        Header or question.
    cells : Series of str, optional
        The column: mostly addresses, IP numbers or map points.

    Examples
    --------
    >>> is_personal("E-Mail Address"), is_personal("What is the name of your phone model?")
    (True, False)
    """
    name = folded(re.sub(r"([a-z])([A-Z])", r"\1 \2", header).replace("_", " "))
    names = {name, folded(header), re.sub(r" \d{1,2}$", "", name)}
    if names & words_of("personal_columns")["headers"]:
        return True
    if pattern("wordings.wordings.person").match(name):
        return True
    if cells is None:
        return False
    sample = cells[cells != ""].iloc[:SAMPLE].str.strip()
    return not sample.empty and any(
        float(sample.str.match(one).mean()) >= MOSTLY for one in (_EMAIL, _IP, _POINT)
    )
