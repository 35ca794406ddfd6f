"""What an explanation holds, and how it reads on a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

IN, BASE, OUT = "counts", "in the base only", "out"
"""Where somebody stands: in the numerator, in the denominator alone, in neither."""
SHOWN = 20
FEW = 10
"""People under which no per cent is said."""


@dataclass(frozen=True, eq=False)
class Told:
    """Everybody and every row of a measure over all groups, before one group is taken.

    Attributes
    ----------
    units : DataFrame
        What is counted, one row each: ``id, stands, why`` and columns of contacts; ``contact_id``
        is missing where nobody on the staff list stands behind it.
    rows : DataFrame
        ``id, table, at, on, what, counts, why``: ``at`` is the place of the row in its table,
        ``id`` the unit it belongs to, missing where it belongs to nobody.
    choices : mapping of str to str
        The settings that decide.
    """

    units: pd.DataFrame
    rows: pd.DataFrame
    choices: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Explanation:
    """The rows behind one number. It names people: private.

    Attributes
    ----------
    measure, period, group : str
        What is explained.
    n, base : int
        People or answers that count, and those they are a share of.
    measured : tuple of (int, int) or None
        ``n`` and ``base`` of the measure itself; None where it has no row for so small a part.
    people : DataFrame
        ``id, display_name, department, stands, why, rows``: those that count first.
    rows : DataFrame
        ``id, table, file, sheet, row, on, what, counts, why``.
    choices : mapping of str to str
    """

    measure: str
    period: str
    group: str
    n: int
    base: int
    measured: tuple[int, int] | None
    people: pd.DataFrame
    rows: pd.DataFrame
    choices: Mapping[str, str]

    @property
    def agrees(self) -> bool:
        """Whether the people told one by one come to the numbers of the measure."""
        return self.measured is None or self.measured == (self.n, self.base)

    def __repr__(self) -> str:
        return as_text(self)


def as_text(told: Explanation, shown: int = SHOWN) -> str:
    """Return an explanation as it is read on a terminal; long lists are cut and counted."""
    share = f" ({told.n / told.base:.0%})" if told.base >= FEW else ""
    where = f", {told.group}" if told.group else ""
    lines = [f"{told.measure}{where}, {told.period}: {told.n} of {told.base}{share}"]
    if told.measured is not None:
        fits = "The same as" if told.agrees else "NOT the same as"
        n, base = told.measured
        lines.append(f"{fits} the measure: {n} of {base}.")
    lines += [f"{name}: {value}" for name, value in told.choices.items()]
    lines.append("This names people. Keep it private.")
    for stands in (IN, BASE, OUT):
        part = told.people[told.people["stands"] == stands]
        if len(part):
            lines += ["", f"{stands.capitalize()} ({len(part)})", *_people(part, shown)]
    counted = int(told.rows["counts"].sum())
    lines += ["", f"Rows: {counted} of {len(told.rows)} count"]
    lines += _rows(told.rows, shown)
    return "\n".join(lines)


def _people(part: pd.DataFrame, shown: int) -> list[str]:
    """Return units, one a line."""
    result = []
    for one in part.head(shown).to_dict("records"):
        name = "" if pd.isna(one["display_name"]) else f"  {one['display_name']}"
        place = "" if pd.isna(one["department"]) else f" ({one['department']})"
        result.append(f"  {one['id']}{name}{place}: {one['why']}")
    return _cut(result, len(part))


def _rows(rows: pd.DataFrame, shown: int) -> list[str]:
    """Return rows, one a line with its file, sheet and row number, those that count first."""
    result = []
    ordered = rows.sort_values("counts", ascending=False, kind="stable")
    for one in ordered.head(shown).to_dict("records"):
        sheet = f"sheet {one['sheet']}" if one["sheet"] else ""
        row = f"row {one['row']}" if pd.notna(one["row"]) else ""
        place = ", ".join(part for part in (str(one["file"]), sheet, row) if part)
        day = "" if pd.isna(one["on"]) else f"{one['on']:%Y-%m-%d} "
        who = "" if pd.isna(one["id"]) else f"{one['id']} "
        result.append(f"  {place}: {who}{day}{one['what']}; {one['why']}")
    return _cut(result, len(rows))


def _cut(lines: list[str], total: int) -> list[str]:
    """Return lines with how many more there are."""
    rest = total - len(lines)
    return [*lines, f"  ... and {rest} more"] if rest else lines
