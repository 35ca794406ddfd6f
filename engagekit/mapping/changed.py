"""What is otherwise in a file than it was when its shape was confirmed, in sentences."""

from collections.abc import Iterator

import pandas as pd

from engagekit.errors import pasted, problem_texts, shorten, some
from engagekit.files.source_file import Export
from engagekit.mapping import matching
from engagekit.mapping.mapping_file import SURVEY, Mapping, normal
from engagekit.mapping.mapping_files import candidates
from engagekit.mapping.matching import Matched
from engagekit.mapping.tool_signs import several
from engagekit.parsing.subtotals import CLOSE, totals
from engagekit.parsing.validate import TOTALS
from engagekit.parsing.values import numbers
from engagekit.readers.shared._table import NO_DATA, first_filled, squash
from engagekit.readers.shared._totals import AVERAGES
from engagekit.tables.problems import QUESTION, Problem

SUMMED = ("amount", "price", "minutes", "n", "head_count")
"""Fields of which a sheet has the total at its foot."""


def nearest_shape(export: Export) -> tuple[Mapping, str] | None:
    """Return the confirmed shape all of whose columns a file has, and what is new in it or gone.

    None where it lacks one of each. Such a file waits: a person says whether it is of that shape.
    """
    if not export.sheets or not export.visible:
        return None
    shapes = [one for one in candidates(export) if not one.recognise]
    found = filter(None, (matching.fitted(export, one) for one in shapes))
    nearest = max(found, key=lambda part: part.same, default=None)
    return (nearest.mapping, some(_headers(nearest))) if nearest else None


def _headers(matched: Matched) -> Iterator[str]:
    """Yield the headers that are new, and those that are gone."""
    before = {normal(header): header for header in matched.mapping.fingerprint.headers}
    now = {normal(header): header for header in matched.listing.names}
    for key in now.keys() - before.keys() if before else ():
        yield f"'{shorten(now[key], 40)}' is new"
    for key in before.keys() - now.keys():
        yield f"'{shorten(before[key], 40)}' is gone"


def changes(matched: Matched) -> list[Problem]:
    """Return what a person should look at in a file whose shape was confirmed.

    A column that is gone or that nobody spoke of; a word of a column of choices, a department, a
    currency that was not there.
    """
    command = f"Look at it again: engagekit import {pasted(matched.listing.export.path)}"
    row = matched.listing.header_row
    headers = matched.listing.headers
    problems = []
    for field, header in gone(matched):
        text = f"was '{shorten(header)}' and is not in the file"
        problems.append(matched.problem(text, command, row, field, level=QUESTION))
    if left := unmentioned(matched):
        names = some([f"'{shorten(headers[column], 40)}'" for column in left], 6)
        text = f"has columns of which '{matched.mapping.name}' says nothing: {names}"
        problems.append(matched.problem(text, command, row, level=QUESTION))
    return [*problems, *_words(matched, command)]


def gone(matched: Matched) -> list[tuple[str, str]]:
    """Return each field whose column is not in the file, with its header."""
    fields = matching.mapped(matched.mapping)
    return [pair for pair in fields if matching.column_of(matched, pair[1], pair[0]) is None]


def _words(matched: Matched, command: str) -> Iterator[Problem]:
    """Yield a question for the words that were not there when the shape was confirmed."""
    confirmed = matched.mapping.confirmed
    for header, known in confirmed.words.items() if confirmed else ():
        column = matching.column_of(matched, header)
        if column is None:
            continue
        cells = matched.listing.body[column]
        new = {str(word) for word in cells.unique()} - {*known, ""}
        if new:
            rows = int(cells.isin(new).sum())
            named = some([f"'{shorten(word, 30)}'" for word in sorted(new)], 5)
            text = f"'{shorten(header, 40)}' has words that are new: {named} ({rows} rows)"
            yield matched.problem(text, command, level=QUESTION)


def foot_total(matched: Matched, why: pd.Series, rows: pd.DataFrame) -> list[Problem]:
    """Ask where the one total below the rows is neither the sum of those read nor of all of them.

    ``why``: why each row is not among those read, ``rows``. An average, or how many rows there are,
    is no sum, and a total among the rows is none of them.
    """
    body, mapping = matched.listing.body, matched.mapping
    kept, foot = why == "", why.index[why == TOTALS]
    if len(foot) != 1 or not kept.any() or foot[0] < why.index[kept][-1]:
        return []
    first = next(filter(None, map(squash, body.loc[foot[0]])), "")
    if first in AVERAGES or "count" in first or mapping.table == SURVEY:
        return []
    named = [(field, head) for field, head in matching.mapped(mapping) if field in SUMMED]
    if mapping.wide and mapping.wide.values in SUMMED:
        heads = [name for one in mapping.wide.columns.values() for name in several(one)]
        named += [(mapping.wide.values, head) for head in heads]
    above = body.loc[: foot[0] - 1][~why.loc[: foot[0] - 1].isin(NO_DATA)]
    problems = []
    for field, header in dict.fromkeys(named):
        column = matching.column_of(matched, header, field)
        said = numbers(body.loc[foot, column if column is not None else 0]).values
        if column is None or said.isna().any():
            continue
        sums = [_sum_of_lines(part, column) for part in (rows, above)]
        if all(abs(said.iloc[0] - one) > CLOSE for one in sums):
            slots = {"header": shorten(header), "said": said.iloc[0], "added": sums[0]}
            texts = problem_texts("differences.foot_total", **slots)
            problems.append(matched.problem(*texts, int(foot[0]), field, level=QUESTION))
    return problems


def _sum_of_lines(rows: pd.DataFrame, column: int) -> float:
    """Return the sum of a column without totals among the rows."""
    lines = pd.DataFrame(
        {"line": first_filled(rows, range(rows.shape[1])), "amount": numbers(rows[column]).values}
    )
    among, like = totals(lines)
    return float(lines.loc[~(among | like), "amount"].sum())


def unmentioned(matched: Matched) -> list[int]:
    """Return the columns that the mapping neither uses nor ignores."""
    used = matching.used(matched)
    return [column for column in matched.listing.columns if column not in used]
