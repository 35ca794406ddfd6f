"""A table of cells: counts by group and period, or which meetings we sat in, month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from engagekit.figures import _rows
from engagekit.figures.colour import ATTENTION, CONTEXT, CONTEXT_FILL, INK, MAIN, PAPER, TRACK
from engagekit.figures.drawing import CENTRE, START, Drawing
from engagekit.figures.layout import periods_in_order, thinned, tick_lines
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, fit, widest

CELL, BETWEEN = 22, 3
NARROWEST, WIDEST = 24.0, 110.0
"""Pixels of a cell: room for two digits, and no wider than the eye crosses to its label."""
MARKS = {
    "spoke": ("●", MAIN),
    "attended": ("◉", MAIN),
    "seat": ("○", CONTEXT),
    "no_seat": ("×", ATTENTION),
}
"""What a meeting was to us, the best first: its sign and the colour."""
NONE = "–"
"""The sign of a month without a meeting."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; an empty one is not filled."""

    text: str
    is_empty: bool = False
    ink: str = INK


def matrix(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    across: str = "period",
    columns: Sequence[str] = (),
    rows: Sequence[str] = (),
) -> Drawing:
    """Draw a row of cells a group, with the number in each.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with the column ``across`` beside the groups'.
    across : str
        Column of the cells.
    columns, rows : sequence of str
        What must have a cell, or a row, even where the frame has none.
    """
    read = _rows.rows_along(frame, options, across, "across")
    heads = periods_in_order([*columns, *(row.key[-1] for row in read)])
    groups: dict[tuple[str, ...], dict[str, _rows.Row]] = {(name,): {} for name in rows}
    groups |= _rows.grouped(read)
    cells = {
        _rows.group_label(key, options): [_cell(found.get(head), options) for head in heads]
        for key, found in groups.items()
    }
    hidden = _rows.hidden_note(read, options)
    drawing = Drawing(options, read)
    _draw_cells(drawing, cells, heads)
    drawing.notes += [options.say("matrix.empty"), hidden]
    return drawing


def _cell(row: _rows.Row | None, options: FigureOptions) -> Cell:
    """Return the number of a row; nothing counted is nought."""
    if row is None:
        return Cell("0", is_empty=True)
    if row.suppressed:
        return Cell(_rows.HIDDEN)
    return Cell(_rows.value_text(row, options), is_empty=not row.estimate)


def grid(frame: pd.DataFrame, options: FigureOptions) -> Drawing:
    """Draw a line a meeting series, a sign a month: spoke, attended, a seat unused, no seat.

    Parameters
    ----------
    frame : DataFrame
        Listing, one row a meeting: ``series``, ``on``, ``library_seat``, and ``attended`` and
        ``spoke`` where they are known. Several meetings of a month show the best of them.
    """
    if not len(frame):
        raise _rows.nothing([], options)
    for name in ("series", "on", "library_seat"):
        _rows.column(frame, name, "column")
    state, days = pd.Series("no_seat", frame.index), pd.to_datetime(frame["on"])
    for name, sign in (("library_seat", "seat"), ("attended", "attended"), ("spoke", "spoke")):
        if name in frame:
            state = state.mask(frame[name].eq(True).fillna(False).astype(bool), sign)
    there = state.isin(["attended", "spoke"])
    held = pd.DataFrame({
        "series": frame["series"].astype("str"),
        "month": days.dt.strftime("%Y-%m"),
        "state": state.map([*MARKS].index),
        "came": there,
    })[days.notna()]  # fmt: skip
    if held.empty:
        raise _rows.nothing([], options)
    spanned = pd.period_range(held["month"].min(), held["month"].max(), freq="M")
    months = [str(month) for month in spanned]
    best = held.pivot_table("state", "series", "month", aggfunc="min", sort=False)
    best = best.reindex(columns=months)
    cells = {str(name): [_sign(state) for state in states] for name, states in best.iterrows()}
    came = held.groupby("series", sort=False)["came"].agg(["sum", "size"])
    values = {
        str(name): options.say("grid.of_meetings", n=int(n), base=int(base))
        for name, n, base in came.itertuples()
    }
    drawing = Drawing(options)
    drawing.said = options.say(
        "alternative.meetings", n=int(there.sum()), base=len(frame), series=len(cells)
    )
    used = set(held["state"])
    keys = [
        f"{sign} {options.say(f'grid.{state}')}"
        for at, (state, (sign, _)) in enumerate(MARKS.items())
        if at in used
    ]
    has_gap = any(cell.is_empty for row in cells.values() for cell in row)
    drawing.key(*keys, f"{NONE} {options.say('grid.none')}" if has_gap else "")
    _draw_cells(drawing, cells, months, values)
    return drawing


def _sign(state: float) -> Cell:
    """Return the sign of the best meeting of a month."""
    if pd.isna(state):
        return Cell(NONE, True, CONTEXT)
    sign, ink = [*MARKS.values()][int(state)]
    return Cell(sign, ink=ink)


def _draw_cells(
    drawing: Drawing,
    rows: Mapping[str, Sequence[Cell]],
    heads: Sequence[str],
    values: Mapping[str, str] | None = None,
) -> None:
    """Draw column heads, then a label line and a line of cells a row.

    Where there are too many columns the last of them stay, and a note counts the others. ``values``
    stand at the right edge over a row.
    """
    options = drawing.options
    room = max(NARROWEST, widest(cell.text for row in rows.values() for cell in row) + 6)
    shown = heads[-max(1, int(options.inner // room)) :]
    width = min(options.inner / len(shown), WIDEST)
    names = tick_lines(shown, options.locale, width - 4)
    if all(len(parts) == 1 for parts in names):
        names = [[fit(_rows.label_of(head, options), width - 4)] for head in shown]
    # a column is named at its left edge, where the last one has room beyond its cell
    standing = thinned([parts[:1] for parts in names], width)
    years = tick_lines([shown[at] for at in standing], options.locale, width - 4)
    for at, parts in zip(standing, years, strict=True):
        for line, text in enumerate([names[at][0], *parts[1:]]):
            middle = drawing.down + LINE * (line + 0.5)
            drawing.word(at * width + 2, middle, text, START, CONTEXT)
    drawing.down += LINE * max(map(len, names)) + 8
    boxes: dict[str, list[tuple[float, float, float, float]]] = {TRACK: [], PAPER: []}
    for label, row in rows.items():
        middle = drawing.row(label, "", (values or {}).get(label, ""), CELL)
        for at, cell in enumerate(row[-len(shown) :]):
            left, right = at * width, (at + 1) * width - BETWEEN
            boxes[PAPER if cell.is_empty else TRACK].append((left, right, middle, CELL))
            drawing.word((left + right) / 2, middle, cell.text, CENTRE, cell.ink)
    for fill, placed in boxes.items():
        drawing.bars("cell", placed, fill, edge=CONTEXT_FILL)
    if len(heads) > len(shown):
        drawing.notes.append(options.say("earlier", n=len(heads) - len(shown)))
