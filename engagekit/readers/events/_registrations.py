"""What lists of registrations share: status words, totals rows, one address for a whole order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from engagekit.files.source_file import address
from engagekit.readers.events import _display_names
from engagekit.readers.events._event_table import EventTable
from engagekit.readers.events._header_rows import folded
from engagekit.readers.shared.vocabulary import words

_TOTALS = frozenset(folded(words("event_lists.totals")["words"]))


def without_totals(
    table: EventTable, people: Sequence[int], *, labels: Sequence[int]
) -> EventTable:
    """Return a table without blank rows and without those that sum up others.

    ``people``: columns of names and addresses: all empty (or the word itself) in a totals row.
    ``labels``: columns in which the word for a total may stand; an empty first one (the number of
    the order) in a row without a person is a total too.
    """
    body = table.placed({}).rows
    text = pd.Series(False, index=body.index)
    for column in labels:
        text |= pd.Series(folded(body[column]), index=body.index).isin(_TOTALS)
    nobody = pd.Series(True, index=body.index)
    for column in people:
        cells = pd.Series(folded(body[column]), index=body.index)
        nobody &= (cells == "") | cells.isin(_TOTALS)
    totals = nobody & (text | (body[labels[0]].str.strip() == ""))
    table.notes.leave_out("totals row", int(totals.sum()))
    return replace(table, rows=body[~totals])


def statuses(table: EventTable, name: str, known: Mapping[str, Sequence[str]]) -> pd.Series:
    """Return the status words of a column as ours; a word that is not known sets its row aside.

    ``name``: what the column holds; empty cells, and all without such a column, are ``registered``.
    Returned: empty where the word is not known.
    """
    text = table.cells(name).replace({"-": "", "--": "", "–": ""})
    ours = {word: status for status, listed in known.items() for word in folded(listed)}
    found = [ours.get(word, "registered" if not word else "") for word in folded(text)]
    status = pd.Series(found, index=text.index, dtype="str")
    strange = status == ""
    table.notes.leave_out("a status that we do not know", int(strange.sum()))
    for row, cell in text[strange].items():
        column, at = table.columns[name], int(str(row))
        header = table.export.sheet.row(table.header)[column]
        remedy = f"Use one of: {', '.join(known)}."
        table.notes.tell("no status that we know", remedy, at, header, address(at, column), cell)
    return status


def own_addresses(
    email: pd.Series, names: pd.Series, orders: pd.Series, buyers: pd.Series
) -> pd.Series:
    """Return addresses, taken off where they are the buyer's and the row is somebody else.

    ``email``, ``names``, ``orders``: address, display name and number of the order. ``buyers``:
    name of the buyer, empty where the file has none.

    Notes
    -----
    One address under several names of one order is the buyer's: it stays with the row that bears
    the buyer's name, else with a name that the address has, else with the first.

    Examples
    --------
    >>> own_addresses(pd.Series(["a@x.org", "A@x.org"]), pd.Series(["Ann", "Bo"]),
    ...               pd.Series(["7", "7"]), pd.Series(["", ""])).tolist()
    ['a@x.org', '']
    """
    key = _display_names.name_keys(names)
    group = [orders, email.str.casefold()]
    shared = (email != "") & (orders != "")
    bought = key == _display_names.name_keys(buyers)
    pairs = zip(key, email.str.casefold(), strict=True)
    fits = [any(len(one) > 1 and one in mail for one in name.split()) for name, mail in pairs]
    rank = pd.Series(range(len(email)), index=email.index) - (2 * bought + fits) * len(email)
    owner = key.where(rank == rank.groupby(group).transform("min"))
    owner = owner.groupby(group).transform("first")
    return email.where(~shared | (key == owner), "")
