"""Which tables an unknown file most likely is, without what was guessed and does not fit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pandas as pd

from engagekit.loading.stated_money import CENT
from engagekit.loading.unknown_list import departments_of
from engagekit.mapping.columns import COST, ColumnProfile, kind_and_rest, months_across
from engagekit.mapping.evidence import is_by_user
from engagekit.mapping.headers import counts_enquiries, names_uses
from engagekit.mapping.mapping_file import normal, words
from engagekit.mapping.proposing import Proposal
from engagekit.mapping.suggesting import RECIPIENT, exact
from engagekit.parsing import values
from engagekit.parsing.budget_periods import unreadable
from engagekit.readers.shared import vocabulary
from engagekit.tables.tables import Tables

MOST_SUMMED = 8
"""Columns of numbers among which a sum is looked for: its parts stand beside it."""
SAME_UNITS = 0.5
"""Share of the different cells of a column that are departments of the staff list, from which the
column is one of departments."""


def with_uses(
    likely: list[Proposal], columns: Sequence[ColumnProfile], body: pd.DataFrame, above: list[str]
) -> list[Proposal]:
    """Return usage before other tables, where a grid is how a platform was used, or by whom.

    Lines of enquiries are no money.
    """
    worded = [part.column for part in columns if part.kind in ("choice", "text")]
    if any(map(counts_enquiries, [cell for at in worded for cell in body[at].unique()])):
        likely = [one for one in likely if one.table != "budget"]
    used = [at for at in worded if names_uses(body[at].unique())]
    metric = {} if is_by_user(columns, above) else {"metric": used[0] if used else -1}
    is_long = any({"on", "n"} <= one.fields.keys() for one in likely if one.table == "usage")
    if metric and (len(used) != 1 or not (months_across(columns) or is_long)):
        return [*likely]
    top = max(one.points for one in likely) + 1
    first = [
        replace(one, fields={**one.fields, **metric}, lacks=(), points=top)
        for one in likely
        if one.table == "usage"
    ]
    return [*first, *(one for one in likely if one.table != "usage")]


def without_guesses(
    one: Proposal, columns: Sequence[ColumnProfile], body: pd.DataFrame, tables: Tables
) -> Proposal:
    """Return money or a log without departments that nothing names, and unreadable periods.

    Days that were guessed the wrong way round are put right.
    """
    plain, drop = exact(columns, one.table), set[str]()
    at = one.fields.get("period") if one.table == "budget" else None
    if at not in (None, plain.get("period")):
        bad = unreadable(body[at].unique(), tables.settings.organisation)
        drop |= {"period"} if 2 * len(bad) > body[at].nunique() else set()
    is_open = one.table == "budget" or (one.table == "touches" and tables.has("contacts"))
    guess = one.fields.get("department") if is_open else None
    if guess not in (None, plain.get("department"), department_column(columns, body, tables)):
        drop |= {"department"}
    fields = {k: v for k, v in one.fields.items() if k not in drop}
    if one.table == "budget" and {"amount"} & fields.keys() - plain.keys():
        fields |= _sum_across(columns, body)
    return replace(one, fields=fields | _in_order_of_days(fields, plain.keys(), body))


def _says_sum(header: str) -> bool:
    """Return whether a header is of a sum, and of no plan, which is what was spent and is left."""
    words = normal(header).split()
    totals = vocabulary.words("table_rows")["totals"]
    is_sum = not {*totals}.isdisjoint(words) or COST.search(header)
    return bool(is_sum) and kind_and_rest(header)[0] != "budget"


def _sum_across(columns: Sequence[ColumnProfile], body: pd.DataFrame) -> dict[str, int]:
    """Return the amount that is the sum of numbers beside it in every row, where one is."""
    numbers = [part for part in columns if part.kind == "number" and not part.is_code][:MOST_SUMMED]
    cells = {part.column: values.numbers(body[part.column]).values for part in numbers}
    frame = pd.DataFrame(cells).dropna(thresh=3)
    found = set[Any]()
    summed = [part.column for part in numbers if _says_sum(part.header)]
    for total in summed:
        beside = [at for at in frame if at != total]
        parts = (each for size in range(2, len(beside) + 1) for each in combinations(beside, size))
        off = ((frame[[*each]].sum(axis=1) - frame[total]).abs().max() for each in parts)
        found |= {total} if len(frame) > 1 and any(one < CENT for one in off) else set()
    return {"amount": found.pop()} if len(found) == 1 else {}


def _in_order_of_days(
    fields: Mapping[str, int], sure: Collection[str], body: pd.DataFrame
) -> dict[str, int]:
    """Return a beginning and an end that were guessed the wrong way round, put right."""
    for ends in (("starts_on", "ends_on"), ("started_at", "ended_at")):
        if not {*ends} <= fields.keys() or {*ends} <= {*sure}:
            continue
        first, last = (  # of two zones, too
            pd.to_datetime(body[fields[one]], errors="coerce", format="mixed", utc=True)
            for one in ends
        )
        if 2 * (first > last).sum() > (first.notna() & last.notna()).sum():
            return {ends[0]: fields[ends[1]], ends[1]: fields[ends[0]]}
    return {}


def department_column(
    columns: Sequence[ColumnProfile], body: pd.DataFrame, tables: Tables
) -> int | None:
    """Return the one column whose cells are departments of the staff list."""
    if not (units := departments_of(tables)):
        return None
    places = {*words()["counts"]["place"]}  # of the desk, unless all are departments
    least = {one.column: 1 if normal(one.header) in places else SAME_UNITS for one in columns}
    columns = [one for one in columns if not RECIPIENT.match(one.header)]
    found = [at for at, share in known_shares(columns, body, units) if share >= least[at]]
    return found[0] if len(found) == 1 else None


def known_shares(
    columns: Sequence[ColumnProfile], body: pd.DataFrame, known: set[str]
) -> list[tuple[int, float]]:
    """Return the columns of words, each with the share of its different cells that are known."""
    worded = [part.column for part in columns if part.kind in ("choice", "text")]
    cells = [(at, {normal(str(one)) for one in body[at].unique()} - {""}) for at in worded]
    return [(at, len(one & known) / len(one)) for at, one in cells if one]
