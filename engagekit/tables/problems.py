"""Faults found in the data, rows set aside and where rows came from, each as one record."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engagekit.errors import problem_texts
from engagekit.locale.analyst import ENGLISH, singular

NOTE, FAULT, QUESTION, UNREAD = "note", "fault", "question", "unread"
"""How much a problem weighs: nothing is lost; a cell or a row is; a number may be wrong, and a
person must say; a file or a sheet is in no number at all."""
ALONE = "alone"
"""Of a list of accounts while files are read: a note beside a list of HR, else a question."""


@dataclass(frozen=True)
class Problem:
    """A fault found in the data: where, what was found, what to do.

    ``level``: one of `NOTE`, `FAULT`, `QUESTION`, `UNREAD`. ``amounts``: how many amounts of money
    it leaves out of every sum.
    """

    problem: str
    remedy: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""
    value: str = ""
    level: str = FAULT
    amounts: int = 0

    @property
    def where(self) -> str:
        """Return file, sheet and cell (or row), as far as they are known."""
        say = ENGLISH.say
        parts = (
            self.file,
            self.sheet and say("problem.sheet", name=self.sheet),
            self.cell and say("problem.cell", name=self.cell),
            say("problem.row", n=str(self.row)) if self.row and not self.cell else "",
        )
        return ", ".join(part for part in parts if part)

    @property
    def what(self) -> str:
        """Return what was found, with the column and the value where they are known."""
        problem = singular(self.problem)
        if self.value:
            return ENGLISH.say(
                "problem.value", column=self.column, value=self.value, problem=problem
            )
        return f"{self.column} {problem}".strip()

    def __str__(self) -> str:
        text = f"{self.what.rstrip('.')}. {self.remedy}".rstrip()
        if not self.where or self.what.startswith(self.where):
            return text
        return ENGLISH.say("problem.at", where=self.where, text=text)


def problem_of(
    key: str,
    file: str = "",
    level: str = FAULT,
    column: str = "",
    row: int | None = None,
    sheet: str = "",
    /,
    **slots: object,
) -> Problem:
    """Return a problem in the words that ``errors.toml`` has for a key, their slots filled."""
    return Problem(*problem_texts(key, **slots), file, sheet, row, column, level=level)


@dataclass(frozen=True)
class SetAside:
    """Rows left out and why; ``rows`` counts rows of the export.

    ``on_purpose``: they are no record that should count, so nothing is lost.
    """

    reason: str
    rows: int
    file: str = ""
    on_purpose: bool = False


@dataclass(frozen=True)
class SheetAccount:
    """What became of one sheet: read as what, or why not.

    Attributes
    ----------
    sheet : str
        Empty for a text file.
    read_as : str
        The main table that it gave; empty: not read.
    rows_read, rows_kept, set_aside : int
        ``rows_read == rows_kept + set_aside``.
    reason : str
        Why it was taken for that, or why it is not read.
    is_open : bool
        It holds a table that nobody has read or set aside on purpose: a question for the user.
    """

    sheet: str
    read_as: str
    rows_read: int = 0
    rows_kept: int = 0
    set_aside: int = 0
    reason: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class ColumnAccount:
    """What became of one named column: the field that it fills, or why it goes nowhere.

    Attributes
    ----------
    used_as : str
        A field as ``table.column``; ``question``; empty: it goes nowhere.
    reason : str
        Why it goes nowhere.
    """

    sheet: str
    column: str
    used_as: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Source:
    """Where rows came from: file, hash, and what became of its sheets, rows and columns."""

    file: str
    sha256: str
    tool: str
    why: str
    sheet: str
    rows_read: int
    rows_kept: int
    tables: Mapping[str, int] = field(default_factory=dict)
    dropped_columns: tuple[tuple[str, str], ...] = ()
    sheets: tuple[SheetAccount, ...] = ()
    columns: tuple[ColumnAccount, ...] = ()
    rows_repeated: int = 0
    """Rows that could be read, and count elsewhere or nowhere: another file has them too."""
