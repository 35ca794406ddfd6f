"""Columns without which a list loses its worth: missing or renamed, they are a question."""

import pandas as pd

from engagekit.errors import pasted, some
from engagekit.files.source_file import Export
from engagekit.identity import staff_list
from engagekit.mapping.proposing import ENDING
from engagekit.readers.shared.contract import Recognition
from engagekit.tables.problems import QUESTION, ColumnAccount, Problem, problem_of

FILLED = 0.5
"""Share of rows that a column of groups fills: people without a department are the odd one."""
EACH = 3
"""People whom a group has on average at least: a column with more values tells people apart."""
SHORTEST = 4
"""Letters up to which the names are rather titles or codes (`Mme`, `FT`): offered last."""
LONGEST = 40
"""Letters of a group's name on average at most; notes are longer."""


def questions_of(
    export: Export,
    seen: Recognition,
    tool: str,
    frames: dict[str, pd.DataFrame],
    columns: tuple[ColumnAccount, ...],
) -> list[Problem]:
    """Return the questions of a staff list in which nobody has a department, or a last day.

    ``tool``: lists that are no staff list (an audience, a CRM) need neither. ``columns``: what
    became of the columns: those that go nowhere may be the one, and cost centres.
    """
    people = frames.get("contacts")
    own = staff_list.rank(tool) < staff_list.OTHER_LIST or tool.startswith("mapping ")
    if not own or people is None or people.empty:
        return []
    used = {one.column: one.used_as for one in columns if one.reason != "personal data"}
    questions = []
    if people["department"].isna().all():
        perhaps = [name for name in used if used[name] == "contacts.cost_centre"]
        perhaps += [name for name in _groups(export, seen) if not used.get(name, ".")]
        if perhaps or tool != staff_list.TEMPLATE:
            lost = "Without it nothing is shown by department."
            questions.append(("department", perhaps, lost))
    last = [name for name in used if not used[name] and ENDING.match(name)]
    if last and people["left_on"].isna().all():
        questions.append(("left_on", last, "Without it nobody has left."))
    return [
        problem_of(
            "expected_columns.lost",
            *(export.file, QUESTION, field, seen.header_row, seen.sheet),
            perhaps=f"; it may be {some(map(repr, perhaps))}" if perhaps else "",
            **{"path": pasted(export.path), "first": [*perhaps, "..."][0]},
            **{"field": field, "lost": lost},
        )
        for field, perhaps, lost in questions
    ]


def _groups(export: Export, seen: Recognition) -> list[str]:
    """Return the headers of columns that put the rows into a few groups of words."""
    sheet = next((one for one in export.visible if one.name == seen.sheet), None)
    if sheet is None:
        return []
    body = sheet.body(seen.header_row - 1 + seen.header_rows)
    names = []
    for at, name in enumerate(sheet.row(seen.header_row - 1)):
        cells = body[at].str.strip() if name else pd.Series("", index=body.index)
        filled = cells[cells != ""]
        words = filled.str.contains(r"[^\W\d]", regex=True) & ~filled.str.contains("@", regex=False)
        if (
            len(filled) >= FILLED * len(body)
            and 2 <= filled.nunique() <= len(filled) / EACH
            and bool(words.all())
            and filled.str.len().mean() <= LONGEST
        ):
            names.append((filled.str.len().mean() <= SHORTEST, name))
    return [name for _, name in sorted(names, key=lambda one: one[0])]
