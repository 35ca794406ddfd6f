"""Where the parts of a Microsoft Teams report stand, in any of its layouts and languages."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pandas as pd

from engagekit.files.source_file import Sheet
from engagekit.readers.events._header_rows import FITS, columns_of, folded
from engagekit.readers.shared.vocabulary import words

HEADING = re.compile(r"^[1-4]\. ?\S")
_PEOPLE = words("teams.people")
_SUMMARY_2021 = frozenset(folded(words("teams.summary")["title"]))
HEAD = 20
"""Rows in which an older list has its header: the summary of 2021 takes some eight."""
WIDTH = 12
"""Columns that are looked through for moments: Teams writes its own before the form's questions."""
_REGISTERED = r"regist|inscri|anmeld|登録"
_REGISTRATION = {
    "email": r"mail|courriel|correo|メール",
    "status": r"stat|estado|状態",
    "at": r"time|date|heure|zeit|datum|hora|fecha|data|日",
}


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the parts of a report stand: rows as indices from 0."""

    kind: str
    header: int
    last: int
    columns: dict[str, int]
    summary: tuple[int, int] = (0, -1)
    joins: tuple[int, int] | None = None
    registration: dict[str, int] = field(default_factory=dict)


def layout_of(sheet: Sheet) -> Layout | None:
    """Return which layout a sheet has, None for none of Teams'."""
    return _sections(sheet) or _older(sheet)


def reports_of(sheet: Sheet) -> list[Sheet]:
    """Return a sheet once for each report it holds, with nothing in the rows of the others."""
    first = sheet.cells[0].str.strip() if sheet.width else pd.Series(dtype="str")
    heads = [int(row) for row in first.index[first.str.match(HEADING.pattern)]]
    heads = [row for row in heads if sum(map(bool, sheet.row(row)[1:])) <= 1]
    starts = [row for last, row in pairwise(heads) if first[row][0] <= first[last][0]]
    rows = sheet.cells.index
    cells = [
        sheet.cells.iloc[low:high].reindex(rows, fill_value="")
        for low, high in pairwise([0, *starts, len(rows)])
    ]
    return [replace(sheet, cells=part) for part in cells]


def _headings(sheet: Sheet) -> dict[str, int]:
    """Return the row of each numbered section; beside a heading stands at most a note."""
    matches: dict[str, int] = {}
    for row, cell in enumerate(sheet.cells[0].tolist() if sheet.width else ()):
        if HEADING.match(cell.strip()) and sum(map(bool, sheet.row(row)[1:])) <= 1:
            matches.setdefault(cell.strip()[0], row)
    return matches


def _sections(sheet: Sheet) -> Layout | None:
    """Return the layout with numbered sections."""
    headings = _headings(sheet)
    if "2" not in headings:
        return None
    header = headings["2"] + 1
    while header < sheet.height and not sheet.filled.iloc[header]:
        header += 1
    after = sorted(row for row in headings.values() if row > headings["2"])
    last = _last_filled(sheet, header, after[0] - 1 if after else sheet.last_row)
    columns = columns_in(sheet, header, last)
    if not {"name", "join", "leave"} <= set(columns):
        return None
    joins = None
    if "3" in headings and headings["3"] > headings["2"]:
        later = [row for row in after if row > headings["3"]]
        joins = (
            headings["3"] + 1,
            _last_filled(sheet, headings["3"] + 1, later[0] - 1 if later else sheet.last_row),
        )
    top = headings.get("1", -1) + 1
    return Layout(
        "sections",
        header,
        last,
        columns,
        (top, headings["2"] - 1),
        joins,
        _registration(sheet.row(header)),
    )


def _older(sheet: Sheet) -> Layout | None:
    """Return the list of 2021, and a participants' table saved on its own."""
    titled = None
    for index, row in enumerate(sheet.head(HEAD)):
        filled = [cell for cell in row if cell]
        if len(filled) == 1 and folded(filled)[0] in _SUMMARY_2021:
            titled = index
        columns = columns_of(row, _PEOPLE)
        if not {"name", "join", "leave", "minutes"} <= set(columns):
            continue
        if titled is not None:
            return Layout("2021", index, sheet.last_row, columns, (titled + 1, index - 1))
        if "upn" in columns:
            return Layout("table", index, sheet.last_row, columns, registration=_registration(row))
    return None


def _last_filled(sheet: Sheet, first: int, last: int) -> int:
    """Return the last row of a block that holds any cell."""
    present = sheet.filled.iloc[first : last + 1]
    return int(present[present].index[-1]) if present.any() else first


def _registration(header: list[str]) -> dict[str, int]:
    """Return columns of a webinar's registration."""
    matches: dict[str, int] = {}
    for index, word in enumerate(folded(header)):
        if not re.search(_REGISTERED, word):
            continue
        for name, mark in _REGISTRATION.items():
            if re.search(mark, word):
                matches.setdefault(name, index)
                break
    return matches


def columns_in(sheet: Sheet, header: int, last: int) -> dict[str, int]:
    """Return columns of section 2 by their words, else by their cells, in Teams' order."""
    words = sheet.row(header)
    matches = columns_of(words, _PEOPLE)
    for index, word in enumerate(folded(words)):
        if "upn" in word.split():
            matches.setdefault("upn", index)
    used_names = set(matches.values()) | set(_registration(words).values())
    body = sheet.body(header + 1, last)
    if "name" not in matches and words and words[0]:
        matches["name"] = 0
        used_names.add(0)
    for name, kind in (
        ("join", "moment"),
        ("leave", "moment"),
        ("minutes", "duration"),
        ("email", "email"),
    ):
        if name in matches:
            continue
        for index in range(1, min(len(words), WIDTH)):
            present = body[index].str.strip()
            present = present[present != ""]
            if index not in used_names and len(present) and present.str.match(FITS[kind]).all():
                matches[name] = index
                used_names.add(index)
                break
    return matches
