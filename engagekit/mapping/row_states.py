"""What a column says became of its rows: ended, or a credit to be taken off."""

import pandas as pd

from engagekit.mapping.mapping_file import normal
from engagekit.readers.shared.vocabulary import words

SIDES = words("money.sides")
"""Words over debit and credit, and for them."""


def credits_in(header: str, cells: pd.Series) -> pd.Series:
    """Return which rows a column of debit and credit, or of documents, calls credits.

    A letter says it only below a header that speaks of debit and credit: `D/C`, `DR/CR`, `S/H`; a
    code of two letters only beside that of the bills: `PI` and `PC`.

    Examples
    --------
    >>> credits_in("D/C", pd.Series(["D", "C"])).tolist()
    [False, True]
    >>> credits_in("Team", pd.Series(["D", "C"])).tolist()
    [False, False]
    """
    said = cells.map(normal)
    letters = [*SIDES["credit_letters"], *SIDES["debit_letters"]]
    alone = {*normal(header).split(" ")} & {*letters, *SIDES["debit"], *SIDES["credit"]}
    alone = alone if said[said != ""].isin(letters).all() else set()
    pairs = [pair.split()[1] for pair in SIDES["pairs"] if said.eq(pair.split()[0]).any()]
    return said.isin([*SIDES["credit_words"], *(SIDES["credit_letters"] if alone else ()), *pairs])
