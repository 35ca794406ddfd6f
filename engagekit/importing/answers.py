"""What a person says of a file, checked against its table: columns, fixed values, words, rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.errors import DataError, UsageError, did_you_mean, require_one_of, shorten, some
from engagekit.files.source_file import letter
from engagekit.importing.kinds import NONE, Kind, kinds
from engagekit.importing.profile import FEW, Column
from engagekit.parsing import dates, values
from engagekit.parsing.budget_periods import spans
from engagekit.settings.schema import Settings

ABOUT_THE_FILE = ("row", "sheet", "header_row", "header_rows", "name")
ABOUT_THE_TABLE = (
    "dates", "decimal", "only", "words", "units", "always", "across", "across_is", "year", "total",
    "questions", "scales", "overall", "files",
)  # fmt: skip
ORDERS = {
    "day first": "03/04/2026 is 3 April",
    "month first": "03/04/2026 is 4 March",
    "year first": "26/04/03 is 3 April 2026",
}


ALL_ROWS = "all"
"""The answer that every row counts."""
NEXT_FILE = {
    "append": "its rows are added",
    "replace": "it takes the place of the files before it",
    "merge": "its rows are added, and those that it has too are corrected by it",
}


def names_of(kind: Kind) -> list[str]:
    """Return every name under which something can be said of a kind of row."""
    asked = [ask.name for ask in kind.asks]
    return [*ABOUT_THE_FILE, *ABOUT_THE_TABLE, *dict.fromkeys([*asked, *kind.hold])]


def check_names(said: Mapping[str, Any]) -> None:
    """Refuse an answer under a name that is asked for nowhere."""
    row = said.get("row")
    if row is not None and row not in kinds():
        raise UsageError(f"row = '{row}' is no kind of row. {did_you_mean(str(row), kinds())}")
    known = list(ABOUT_THE_FILE)
    for name in [row] if row else kinds():
        known += names_of(kinds()[name])
    for name in said:
        if name not in known:
            raise UsageError(f"Nothing is asked under '{name}'. {did_you_mean(name, set(known))}")
    if "files" in said:
        require_one_of(said["files"], NEXT_FILE, f"The next file cannot '{said['files']}'.")


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


def column_meant(columns: Sequence[Column], kind: Kind, field: str, name: str) -> Column | None:
    """Return the column of an answer; a word of the question's own list is none.

    Of a file with a column ``Actual``, ``kind="actual"`` says that its money was spent.
    """
    ask = kind.ask(field)
    is_word = ask is not None and name in ask.values
    if is_word and all(column.header != name for column in columns):
        return None
    return column_named(columns, name)


def fixed_value(kind: Kind, field: str, text: str, settings: Settings) -> str | None:
    """Return an answer that is the same in every row; None where it can be none.

    A free text is none: it may be a header that was typed wrongly (`always` says that it is not).
    """
    ask = kind.ask(field)
    if ask and text in ask.values:
        return text
    table = kind.tidy_table
    if field not in table.names:
        return None
    if (table.name, field) == ("contracts", "starts_on"):
        return None  # with one day for all of them, terms and prices of a year are wrong
    column = table[field]
    if column.kind == "choice":
        return text if text in column.allowed else None
    if field == "currency":
        return text if len(text) == 3 and text.isalpha() and text.isupper() else None
    if field == "period":
        return text if period_start(text, settings) else None
    if column.kind in ("date", "moment"):
        day = dates.dates(pd.Series([text], dtype="str")).values.iloc[0]
        return None if pd.isna(day) else f"{day:%Y-%m-%d}"
    if column.kind in ("number", "count"):
        return text if not values.numbers(pd.Series([text], dtype="str")).bad.iloc[0] else None
    return None


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
    headers = [column.name for column in columns]
    ask = kind.ask(field)
    table = kind.tidy_table
    choices = [*ask.values] if ask else []
    if field in table.names:
        choices += [one for one in table[field].allowed if one not in choices]
    choices += [NONE] if ask and ask.none else []
    also = f" Or one of: {', '.join(choices)}." if choices else ""
    always = f" The same text in every row: always {field}={shorten(text, 30)}."
    is_text = field in table.names and table[field].kind in ("text", "id") and field != "currency"
    return UsageError(
        f"{field} = '{shorten(text)}': there is no such column. {did_you_mean(text, headers)}"
        f"{also}{always if is_text else ''}"
    )


def rows_ticked(said: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """Return the values of the rows that count, by column; none where every row does."""
    only = said.get("only", ALL_ROWS)
    return {} if only == ALL_ROWS else only


def check_ticks(only: Mapping[str, Sequence[str]], columns: Sequence[Column]) -> None:
    """Refuse rows that are chosen by a column or a value that the file does not have."""
    for header, ticked in only.items():
        column = column_named(columns, header)
        if column is None:
            headers = [one.name for one in columns]
            raise UsageError(
                f"only: there is no column '{header}'. {did_you_mean(header, headers)}"
            )
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
