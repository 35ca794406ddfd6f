"""Rows that stand in a list a second time, cell for cell: a copy is left out, a doubt is told.

A record with a number of its own is one record, and so is a figure of one thing and time. Of the
rest nothing says whether a row was copied, or the same happened twice: all of it counts. A second
figure of one thing and time may correct the first; that is told, and so are answers by which
somebody tried out a form.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.parsing import dates
from engagekit.parsing.validate import AGAIN
from engagekit.readers.shared._table import Listing
from engagekit.tables.problems import FAULT, NOTE, QUESTION, Problem, SetAside

WRITTEN = 10
"""Rows from which a column whose cells are all different numbers them: fewer differ by chance."""
MOSTLY = 0.8
"""Share of cells with a time of day, from which a list notes when each thing happened."""
RARELY = 5
"""Rows to each that has all but the figure of another, from which it may be a correction."""
TRIAL = r"(?i)(?:test(?:s|ing|er| test|e)?\W*\d*|essai|probe|asdf\w*|ignore(?: (?:this|me))?|dummy)"
"""A whole cell of who tried out a form."""
FEW_TRIALS = 5
"""Answers to each trial at least: of a word that more gave, the form asks for it."""
SENTENCE = r"(?:\S+\s+){4}\S"
"""A text that no two people write alike."""
FIGURES = {"usage": "n", "counts": "n"}
"""Tables of which a row is a figure, with its column."""
CORRECTED = {"usage": "n", "counts": "n", "events": "head_count", "budget": "amount"}
"""Tables of which two rows alike but for this column are most likely one, put right."""
SURVEYS = frozenset({"responses", "respondents"})
RECORDS = frozenset({"touches", "events", "budget", "follow_ups", "testimonials"})
"""Tables of records whose number may come from file and row."""
_NO_NUMBER = (
    "contact_id", "email", "display_name", "on", "started_at", "period", "n", "amount", "minutes",
    "head_count", "cost",
)  # fmt: skip
_NUMBER = r"(?=\S*\d)[\w#/-]+"
_CLOCK = r"\d{1,2}[:.]\d{2}"


@dataclass(frozen=True)
class Repeats:
    """Row numbers of the copies that are left out, and what is said of all that stands twice."""

    copies: frozenset[int] = frozenset()
    set_aside: tuple[SetAside, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def in_list(
    rows: pd.DataFrame, table: str, places: Mapping[str, int], file: str, sheet: str
) -> Repeats:
    """Return what stands twice in the rows of a list that become a table.

    ``rows``: text, indexed by row number. ``places``: the columns of the fields of the table.
    """
    repeats = _copies(rows, table, places, file, sheet)
    corrected = _corrected(rows, table, places, file, sheet)
    return replace(repeats, problems=[*repeats.problems, *corrected])


def _copies(
    rows: pd.DataFrame, table: str, places: Mapping[str, int], file: str, sheet: str
) -> Repeats:
    """Return the rows that are the same as another in every cell, as far as that is told."""
    figure = places.get(FIGURES.get(table, ""))
    again = rows.duplicated()
    if not again.any() or (figure is None and table not in RECORDS | SURVEYS):
        return Repeats()
    once, more = rows[~again], rows[again]
    row, n = int(more.index[0]), len(more)
    left_out = Repeats(frozenset(map(int, more.index)), (SetAside(AGAIN, n, file, True),))
    told = Problem(*problem_texts("repeats.told", n=n), file, sheet, row, level=QUESTION)
    if figure is not None:
        if once.drop(columns=figure).duplicated().any():  # several entries of one day or user
            return Repeats(problems=[replace(told, level=NOTE)])
        texts = problem_texts("repeats.figures", n=n, table=table)
        return replace(left_out, problems=[Problem(*texts, file, sheet, row, level=FAULT)])
    if is_numbered(once, {places[name] for name in _NO_NUMBER if name in places}):
        return left_out
    if table == "budget" and "amount" not in places:  # several columns are: they are asked about
        return Repeats()
    said = more.apply(lambda cells: cells.str.contains(rf"{_CLOCK}|{SENTENCE}")).any(axis=None)
    if table in SURVEYS and not said:  # many people answer a few questions alike
        return Repeats()
    return Repeats(problems=[told])


def figures_once(
    listed: Listing, rows: pd.DataFrame, why: pd.Series, value: int | None
) -> tuple[pd.DataFrame, pd.Series, list[Problem]]:
    """Return rows of counts that are added up later without copies, why each is left out, and what
    is said of them.

    ``value``: the column of the counts.
    """
    places = {} if value is None else {"n": value}
    cells, sheet = listed.body.loc[rows.index], listed.sheet.name
    repeats = in_list(cells, "counts", places, listed.export.file, sheet)
    why = why.mask(why.index.isin(repeats.copies), AGAIN)
    return rows[~rows.index.isin(repeats.copies)], why, repeats.problems


def _corrected(
    rows: pd.DataFrame, table: str, places: Mapping[str, int], file: str, sheet: str
) -> list[Problem]:
    """Return that few rows have all that another has but its figure: one may correct the other.

    Where many have, or a column tells days and clocks, a thing has several entries.
    """
    figure = places.get(CORRECTED.get(table, ""))
    if figure is None:
        return []
    rows = rows.drop_duplicates()
    others = rows.drop(columns=figure)
    again = others.duplicated()
    n = int(again.sum())
    if not n or RARELY * n > len(rows):
        return []
    often = rf"(?:{dates.DAY})|{_CLOCK}" if table == "budget" else _CLOCK
    if any(float(others[at].str.contains(often).mean()) >= MOSTLY for at in others):
        return []
    row = int(rows[again].index[0])
    first = int(rows[(others == others.loc[row]).all(axis=1)].index[0])
    texts = problem_texts("repeats.corrected", n=n, first=first)
    level = NOTE if table == "budget" else QUESTION
    return [Problem(*texts, file, sheet, row, level=level)]


def trials(rows: pd.DataFrame, file: str, sheet: str) -> list[Problem]:
    """Return that some of the answers that count say of themselves that they are trials."""
    if rows.empty:
        return []
    says = rows.apply(lambda cells: cells.str.fullmatch(TRIAL)).any(axis=1)
    row, n = int(says.idxmax()), int(says.sum())
    if not n or FEW_TRIALS * n > len(rows):
        return []
    return [Problem(*problem_texts("repeats.trials", n=n), file, sheet, row, level=QUESTION)]


def is_numbered(once: pd.DataFrame, skip: Container[int]) -> bool:
    """Return whether a column of rows that are all different gives each a number of its own."""
    columns = (once[at] for at in once if at not in skip)
    return len(once) >= WRITTEN and any(
        cells.is_unique
        and cells.str.fullmatch(_NUMBER).all()
        and not cells.str.match(dates.DAY).any()
        for cells in columns
    )
