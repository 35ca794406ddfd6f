"""A survey's sheet: its header, its rows of answers, and the columns that are the tool's own."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import dates
from engagekit.readers.shared import _repeats
from engagekit.readers.shared._table import TOO_LONG, Listing, reasons, rows_read, set_aside, squash
from engagekit.readers.shared._totals import TOTALS
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._survey_builder import Answers, Field, plain
from engagekit.readers.survey._words import folded
from engagekit.tables.problems import FAULT, Problem, SetAside, problem_of

REPEATED = frozenset({"metadata", "personal", "key"})
"""Roles that many columns may have; each other role is that of the first column."""
WHO = frozenset({"personal", "email", "name"})
"""Roles of columns that say who answered."""
USED = frozenset({"id", "department", "role_level", "key"})
"""Roles of columns that are read; a key links the rows of several sheets."""
MOMENTS = ("submitted", "ended", "started")
"""Roles of columns of days, the one first that says best when somebody answered."""
GROUPS = ("department", "role_level")
"""Roles of columns that say where a respondent belongs."""
LAST_ROWS = 8
"""Rows at the end of a sheet that may be totals: tools write five at most."""
WIDE = 3
"""Columns from which a total differs from an answer."""
_AMOUNT = re.compile(r"[-+]?[\d.,\s]+%?")
TITLES = 5
"""Rows of one cell that may stand above a header: a title, its day, a ``sep=`` line."""


@dataclass(frozen=True, eq=False)
class Form:
    """A survey's sheet below its header.

    ``header_row``: number of the (first) one. ``cells``: rows of answers as trimmed text, indexed
    by row number; columns are numbers.
    """

    export: Export
    sheet: Sheet
    header_row: int
    names: list[str]
    rows_read: int
    cells: pd.DataFrame
    aside: list[SetAside]

    def name(self, at: int) -> str:
        """Return the header of a column, its number where it has none."""
        return self.names[at] or f"Column {at + 1}"

    def constant(self, text: str) -> pd.Series:
        """Return a column of one text."""
        return pd.Series(text, index=self.cells.index, dtype="str")

    def is_used(self, at: int) -> bool:
        """Return whether a column has a header or any cell."""
        return bool(self.names[at]) or bool((self.cells[at] != "").any())

    def questions(self, own: Container[int]) -> tuple[list[int], list[tuple[str, str]]]:
        """Return the columns of questions, and those that hold personal data.

        ``own``: those of the tool, left out as blank ones are.
        """
        places = [at for at in range(len(self.names)) if at not in own and self.is_used(at)]
        personal = [at for at in places if is_personal(self.names[at])]
        asking = [at for at in places if at not in personal]
        return asking, [(self.name(at), PERSONAL) for at in personal]

    def answers(
        self,
        fields: Sequence[Field],
        own: dict[int, str],
        dropped: Iterable[tuple[str, str]] = (),
        problems: Iterable[Problem] = (),
    ) -> Answers:
        """Return fields with who gave them and when.

        ``own``: role of each column of the tool's own; of `WHO` they go nowhere as personal data,
        those that are not read as metadata. ``dropped``: other columns that go nowhere.
        """
        places = {role: at for at, role in reversed(own.items())}
        days = [places[role] for role in MOMENTS if role in places]
        ids, name = self.constant(""), ""
        columns: dict[str, int] = {}
        if "id" in places:
            columns["respondent_id"] = places["id"]
            ids, name = self.cells[places["id"]], self.names[places["id"]]
        if days:
            columns["submitted_at"] = days[0]
        ids, doubled = unique_ids(ids, self.export, name)
        left_out = [
            (self.names[at], PERSONAL if role in WHO else METADATA)
            for at, role in own.items()
            if role not in USED and at != columns.get("submitted_at")
        ]
        groups = {role: self.cells[places[role]] for role in GROUPS if role in places}
        return Answers(
            fields,
            ids,
            self.rows_read,
            self.cells[days[0]] if days else None,
            set_aside=self.aside,
            problems=[*problems, *doubled],
            dropped=[*left_out, *dropped],
            columns=columns,
            date_order=dates.order_of_moments(*(self.cells[at] for at in days)) if days else None,
            sheet=self.sheet.name,
            header_row=self.header_row,
            department=groups.get("department"),
            role_level=groups.get("role_level"),
        )


def reading_of(answers: Answers, why: str = "") -> Reading:
    """Return answers of which nobody has said yet what the questions are."""
    said = (answers.set_aside, answers.problems, answers.dropped)
    return Reading({}, answers.rows_read, len(answers.ids), *said, why=why, answers=answers)


def seen_below_titles(
    export: Export, seen_in: Callable[[Sheet], Recognition | None]
) -> Recognition | None:
    """Return what is seen in a sheet whose first row is its header, titles above it aside."""
    for sheet in export.visible:
        rows = enumerate(sheet.head(TITLES + 1))
        top = next((at for at, row in rows if sum(map(bool, row)) > 1), 0)
        below = replace(sheet, cells=sheet.cells.iloc[top:].reset_index(drop=True))
        if seen := seen_in(below):
            return replace(seen, header_row=seen.header_row + top)
    return None


def open_form(
    export: Export, seen: Recognition | None, *, clean: Callable[[str], str] = plain
) -> Form:
    """Return the sheet that was recognised (else the first), rows that are no answers set aside.

    ``seen``: None: a person says that the tool wrote it. ``clean``: header as written to header.
    """
    seen = seen or Recognition("")
    sheet, last = sheet_of(export, seen), seen.header_row - 2 + seen.header_rows
    names = [clean(cell) for cell in sheet.row(seen.header_row - 1)]
    headers = zip(names, sheet.row(last), strict=True) if seen.header_rows > 1 else ()
    labels = [name or label for name, label in headers] or names
    listing = Listing(export, sheet, last, (*labels,))
    why = reasons(listing)
    why = why.mask(why == TOO_LONG, "")  # a column of answers may have lost its header
    body = sheet.body(last + 1).apply(lambda column: column.str.strip())
    why = why.mask(why.index.isin(_totals_below(body[why == ""])), "totals row")
    cells = body[why == ""]
    repeats = _repeats.in_list(cells, "responses", {}, export.file, sheet.name)
    cells = cells[~cells.index.isin(repeats.copies)]
    aside = [*set_aside(why, ""), *repeats.set_aside]
    return Form(export, sheet, seen.header_row, names, rows_read(why), cells, aside)


def _totals_below(answers: pd.DataFrame) -> list[int]:
    """Return the rows of totals that close a sheet: they may fill every column of a survey."""
    rows: list[int] = []
    for row in reversed(answers.index[-LAST_ROWS:].tolist() if answers.shape[1] >= WIDE else []):
        filled = [cell for cell in answers.loc[row] if cell]
        if squash(filled[0]) not in TOTALS or not all(map(_AMOUNT.fullmatch, filled[1:])):
            break
        rows.append(row)
    return rows


def sheet_of(export: Export, seen: Recognition | None) -> Sheet:
    """Return the sheet that was recognised, else the first that holds a table."""
    selected = seen.sheet if seen else None
    return next((sheet for sheet in export.visible if sheet.name == selected), export.sheet)


def at_of(own: Mapping[int, str], role: str) -> int | None:
    """Return the column of a role, None where there is none."""
    return next((at for at, name in own.items() if name == role), None)


def own_columns(names: Sequence[str], words: Mapping[str, Container[str]]) -> dict[int, str]:
    """Return the columns that are the tool's own, with the role of each.

    Examples
    --------
    >>> own_columns(["ID", "Desk?", "IP", "Host"], {"id": ["id"], "personal": ["ip", "host"]})
    {0: 'id', 2: 'personal', 3: 'personal'}
    """
    own: dict[int, str] = {}
    for at, name in enumerate(map(folded, names)):
        for role, headers in words.items():
            if name in headers and (role in REPEATED or role not in own.values()):
                own[at] = role
                break
    return own


def unique_ids(ids: pd.Series, export: Export, column: str) -> tuple[pd.Series, list[Problem]]:
    """Return numbers of respondents, made unique with the row where a publisher overwrote them."""
    ids = ids.str.strip()
    doubled = ids.duplicated(keep=False) | (ids == "")
    if not doubled.any():
        return ids, []
    rows = "row " + ids.index.astype("str").to_series(index=ids.index)
    ids = ids.where(~doubled, (ids + " " + rows).str.strip())
    if not column:
        return ids, []
    row, n = int(doubled[doubled].index[0]), int(doubled.sum())
    return ids, [problem_of("form.unique_ids", export.file, FAULT, column, row, n=n)]
