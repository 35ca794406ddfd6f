"""What a person says of a file, checked against its table: columns, fixed values, words, rows."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import pandas as pd

from engagekit.errors import DataError, UsageError, did_you_mean, require_one_of, shorten, some
from engagekit.files.source_file import letter
from engagekit.importing.kinds import NONE, Kind, general, kinds
from engagekit.importing.profile import FEW, Column
from engagekit.parsing import dates, values
from engagekit.parsing.budget_periods import spans
from engagekit.settings.schema import Settings

ALL_ROWS = "all"
"""The answer that every row counts."""
BESIDE = {
    "row", "sheet", "header_row", "name", "decimal", "words", "units", "always", "across",
    "year", "total", "questions", "scales", "overall",
}  # fmt: skip
"""Names under which something is said that is no field, beside the general questions."""


def check_names(said: Mapping[str, Any]) -> None:
    """Refuse an answer under a name that is asked for nowhere."""
    row = said.get("row")
    if row is not None and row not in kinds():
        raise UsageError(f"row = '{row}' is no kind of row. {did_you_mean(str(row), kinds())}")
    known = {*BESIDE, *general()}
    for name in [row] if row else kinds():
        kind = kinds()[name]
        known |= {*kind.hold, *(ask.name for ask in kind.asks)}
    for name in said:
        if name not in known:
            near = get_close_matches(name, sorted(known), cutoff=0.5)
            near_text = f" Near to it: {', '.join(near)}." if near else ""
            raise UsageError(
                f"Nothing is asked under '{name}'.{near_text} Without this answer, the import "
                "lists every question with the name to answer it by."
            )
    for name in said.keys() & {"files", "dates"}:
        text = f"{name} = '{said[name]}' is none of its answers."
        require_one_of(said[name], general()[name].values, text)


def column_named(columns: Sequence[Column], name: str) -> Column | None:
    """Return the column of a header or of a letter such as ``=F``; None for no such column.

    Raises
    ------
    UsageError
        If the header stands over several columns.
    """
    if not name:
        return None
    exact = [column for column in columns if column.header == name]
    by_letter = [column for column in columns if f"={letter(column.index)}" == name.upper()]
    folded = values.fold_word(name)
    alike = [column for column in columns if folded and values.fold_word(column.header) == folded]
    found = exact or by_letter or alike
    if len(found) > 1:
        letters = " or ".join(f"={column.letter}" for column in found)
        raise UsageError(f"'{name}' stands over {len(found)} columns. Say which: {letters}.")
    return found[0] if found else None


def fixed_value(kind: Kind, field: str, text: str, settings: Settings) -> str | None:
    """Return an answer that is the same in every row; None where it can be none.

    A free text is none: it may be a header that was typed wrongly (`always` says that it is not).
    """
    ask, table = kind.ask(field), kind.tidy_table
    if ask and text in ask.values:
        return text
    # with one first day for all contracts, terms and prices of a year are wrong
    if field not in table.names or (table.name, field) == ("contracts", "starts_on"):
        return None
    cells = pd.Series([text], dtype="str")
    match table[field].kind:
        case "choice":
            fits = text in table[field].allowed
        case "date" | "moment":
            day = dates.dates(cells).values.iloc[0]
            return None if pd.isna(day) else f"{day:%Y-%m-%d}"
        case "number" | "count":
            fits = not values.numbers(cells).bad.iloc[0]
        case _ if field == "currency":
            fits = len(text) == 3 and text.isalpha() and text.isupper()
        case _:
            fits = field == "period" and bool(period_start(text, settings))
    return text if fits else None


def period_start(label: str, settings: Settings) -> str:
    """Return the first day of a month, quarter or year that a header names; empty for none.

    Examples
    --------
    >>> from engagekit.importing.answers import period_start
    >>> [period_start(one, ek.Settings()) for one in ("Jan 2026", "2026-27 Q2", "Visits")]
    ['2026-01-01', '2026-07-01', '']
    """
    try:
        return f"{spans([label], settings)[label].start:%Y-%m-%d}"
    except DataError:
        return ""


def refused(kind: Kind, field: str, text: str, columns: Sequence[Column]) -> UsageError:
    """Return the error for an answer that is neither a column nor a value of the field."""
    ask, table = kind.ask(field), kind.tidy_table
    is_field = field in table.names
    choices = [*(ask.values if ask else ()), *kind.allowed(field)]
    choices += [NONE] if ask and ask.none else []
    said = f"{field} = '{shorten(text)}': there is no such column."
    said += f" {did_you_mean(text, [column.name for column in columns])}"
    if choices:
        said += f" Or one of: {', '.join(dict.fromkeys(choices))}."
    if is_field and table[field].kind in ("text", "id") and field != "currency":
        said += f" The same text in every row: always {field}={shorten(text, 30)}."
    return UsageError(said)


def check_ticks(only: Mapping[str, Sequence[str]], columns: Sequence[Column]) -> None:
    """Refuse rows that are chosen by a column or a value that the file does not have."""
    for header, ticked in only.items():
        column = column_named(columns, header)
        if column is None:
            near = did_you_mean(header, [one.name for one in columns])
            raise UsageError(f"only: there is no column '{header}'. {near}")
        if column.distinct > FEW:
            raise UsageError(
                f"only: '{header}' has {column.distinct} different values; rows are chosen by a "
                f"column of at most {FEW}."
            )
        for value in ticked:
            if value not in column.values:
                raise UsageError(
                    f"only: '{header}' has no value '{value}'. It has: {some(column.values, 12)}"
                )
