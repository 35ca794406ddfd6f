"""What lists of registrations share: status words, totals rows, one address for a whole order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from engagekit.files.source_file import Export, address
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import Notes
from engagekit.readers.shared._header_words import folded
from engagekit.tables.problems import Problem

_TOTALS = frozenset(
    folded(
        (
            "Total",
            "Totals",
            "Grand total",
            "Totaux",
            "Total général",
            "Gesamt",
            "Gesamtsumme",
            "Summe",
            "Totales",
            "Totais",
            "Totale",
            "合計",
            "総計",
        )
    )
)


def without_totals(
    body: pd.DataFrame, people: Sequence[int], notes: Notes, *, labels: Sequence[int]
) -> pd.DataFrame:
    """Rows without those that sum up others.

    Parameters
    ----------
    body : DataFrame
        Cells as text; columns 0, 1, ...
    people : sequence of int
        Columns of names and addresses: all empty (or the word itself) in a totals row.
    notes : Notes
    labels : sequence of int
        Columns in which the word for a total may stand; an empty first one (the number of the
        order) in a row without a person is a total too.
    """
    text = pd.Series(False, index=body.index)
    for column in labels:
        text |= pd.Series(folded(body[column]), index=body.index).isin(_TOTALS)
    nobody = pd.Series(True, index=body.index)
    for column in people:
        cells = pd.Series(folded(body[column]), index=body.index)
        nobody &= (cells == "") | cells.isin(_TOTALS)
    totals = nobody & (text | (body[labels[0]].str.strip() == ""))
    notes.leave_out("totals row", int(totals.sum()))
    return body[~totals]


def statuses(
    text: pd.Series,
    words: Mapping[str, Sequence[str]],
    export: Export,
    column: tuple[str, int],
    notes: Notes,
) -> pd.Series:
    """Status words of a tool as ours; a word that is not known sets its row aside.

    Parameters
    ----------
    text : Series of str
        Empty cells are ``registered``.
    words : mapping of status to words
    export : Export
    column : (header word, index of the column)
        For the problem's cell.
    notes : Notes

    Returns
    -------
    Series of str
        Empty where the word is not known.
    """
    existing = {word: status for status, listed in words.items() for word in folded(listed)}
    status = pd.Series(
        [existing.get(word, "registered" if not word else "") for word in folded(text)],
        index=text.index,
        dtype="str",
    )
    strange = status == ""
    notes.leave_out("a status that we do not know", int(strange.sum()))
    notes.problems.extend(
        Problem(
            "no status that we know",
            f"Use one of: {', '.join(words)}.",
            export.file,
            export.sheet.name,
            int(row),
            column[0],
            address(int(row), column[1]),
            cell,
        )
        for row, cell in zip(text.index[strange], text[strange], strict=True)
    )
    return status


def own_addresses(
    email: pd.Series, names: pd.Series, orders: pd.Series, buyers: pd.Series
) -> pd.Series:
    """Addresses, taken off where they are the buyer's and the row is somebody else.

    Parameters
    ----------
    email, names, orders : Series of str
        Address, display name and number of the order.
    buyers : Series of str
        Name of the buyer, empty where not told.

    Returns
    -------
    Series of str

    Notes
    -----
    One address under several names of one order is the buyer's: it stays with the row that bears
    the buyer's name, else with the first.

    Examples
    --------
    >>> own_addresses(pd.Series(["a@x.org", "A@x.org"]), pd.Series(["Ann", "Bo"]),
    ...               pd.Series(["7", "7"]), pd.Series(["", ""])).tolist()
    ['a@x.org', '']
    """
    key = _display_names.name_keys(names)
    group = [orders, email.str.casefold()]
    existing = (email != "") & (orders != "")
    bought = key == _display_names.name_keys(buyers)
    rank = pd.Series(range(len(email)), index=email.index) - bought * len(email)
    owner = key.where(rank == rank.groupby(group).transform("min"))
    owner = owner.groupby(group).transform("first")
    return email.where(~existing | (key == owner), "")
