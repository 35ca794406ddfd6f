"""Columns over an ordered count (0, 1, ... 7+); nought in grey, drawn apart where it is most."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from engagekit.figures import _rows, layout, theme
from engagekit.figures.bars import Look, bars
from engagekit.figures.colour import CONTEXT_FILL, INK, TRACK
from engagekit.figures.layout import BAR
from engagekit.figures.marks import columns, texts
from engagekit.figures.options import SIDE, FigureOptions
from engagekit.figures.text import LINE, escape, escape_lines, widest, wrap

HEIGHT, APART = 220, 58
DWARFS = 2.0
"""How many times the largest other column nought must be to stand apart: on one scale the others
would be less than half as high as the drawing."""


def histogram(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    zero: str = "0",
    marked: Sequence[str] = (),
    marked_words: str = "",
) -> dict[str, Any]:
    """Draw columns in the order of the frame, with the number over each.

    Parameters
    ----------
    frame : DataFrame
        Measure frame, one row a column, e.g. people by touches 0, 1, ... 7+.
    zero : str
        The value that stands for none. It is grey; where it is more than twice the largest of the
        others, it is drawn apart on a scale of its own, so that the others can be read.
    marked : sequence of str
        Values whose columns call for attention; each carries ▲ beside its number.
    marked_words : str
        What the mark means, under the figure.
    """
    every = _rows.rows_of(_rows.of_measure(frame, options.measure), options)
    rows = _rows.drawable([row for row in every if not row.is_all], options)
    look = Look(None, False, (zero,), tuple(marked), marked_words)
    _rows.unit_of(rows)
    heads = [text for row in rows for text in (_over(row, look, options), *_under(row, options))]
    if widest(heads) > options.inner / len(rows) - 4:
        return bars(
            frame,
            options,
            order=[key for row in rows for key in row.key],
            context=[zero],
            marked=marked,
            marked_words=marked_words,
        )
    none = next((row for row in rows if zero in row.key and row.is_drawn), None)
    others = [row for row in rows if row is not none]
    most = max((row.estimate or 0.0 for row in others), default=0.0)
    apart = none if none is not None and (none.estimate or 0.0) > DWARFS * most > 0 else None
    heading = options.say("histogram.zero")
    return _drawn(others if apart else rows, apart, heading, rows, look, options)


def _under(row: _rows.Row, options: FigureOptions) -> list[str]:
    """Return what stands under a column: its label, and how many are behind a share."""
    if row.unit != "share" or not row.is_drawn or row.n is None:
        return [row.label]
    return [row.label, options.number(row.n, "count")]


def _over(row: _rows.Row, look: Look, options: FigureOptions) -> str:
    """Return the number over a column, or the mark of a hidden one."""
    if row.suppressed:
        return _rows.HIDDEN
    return look.mark(row) + _rows.value_text(row, options)


def _drawn(
    shown: Sequence[_rows.Row],
    apart: _rows.Row | None,
    heading: str,
    rows: Sequence[_rows.Row],
    look: Look,
    options: FigureOptions,
) -> dict[str, Any]:
    """Draw columns below, and the bar for none above where it stands apart."""
    above = 0 if apart is None else APART
    under = [_under(row, options) for row in shown]
    is_none = [any(part in look.context for part in row.key) for row in shown]
    colours = [
        CONTEXT_FILL if is_grey else look.colour(row)
        for is_grey, row in zip(is_none, shown, strict=True)
    ]
    values = [
        (at, row.estimate or 0.0, _over(row, look, options), "top center", INK)
        for at, row in enumerate(shown)
    ]
    traces = [
        columns(shown, options, marker={"color": colours, "line": {"width": 0}}),
        texts("values", values),
    ]
    room = max([*layout.bounds(shown), 1e-9]) * HEIGHT / (HEIGHT - LINE - 6)
    axes = {
        "xaxis": {
            "range": [-0.5, len(shown) - 0.5],
            "tickvals": list(range(len(shown))),
            "ticktext": [escape_lines(lines) for lines in under],
            "tickfont": {"color": INK},
        },
        "yaxis": {"range": [0, room], "showticklabels": False},
    }
    shapes, notes = ([], []) if apart is None else _bar_apart(apart, heading, rows, options)
    # for shares also what the second line counts
    text = options.axis or options.say("axis.touches")
    bases = {row.base for row in rows if row.is_drawn}
    base = next(iter(bases)) if len(bases) == 1 else None
    if base is not None and any(len(_under(row, options)) > 1 for row in rows):
        text = f"{text}; {options.say('histogram.counts', base=base)}"
    axis = wrap(text, options.inner)
    down = 6 + LINE * max(map(len, under))
    words = _rows.joined(look.marked_key(shown), _rows.hidden_note(rows, options))
    return theme.figure(
        options.with_notes(words),
        traces,
        body=HEIGHT,
        axes=axes,
        above=above,
        below=down + LINE * len(axis),
        notes=[theme.under_axis(axis, SIDE, options.inner, down), *notes],
        shapes=shapes,
        barmode="overlay",
    )


def _bar_apart(
    row: _rows.Row, heading: str, rows: Sequence[_rows.Row], options: FigureOptions
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return none as a bar of its own over the columns, out of everybody, and its words."""
    whole = sum(row.estimate or 0.0 for row in rows)
    value = _rows.value_text(row, options)
    if row.unit in ("count", "events"):
        value = options.say("n_of_base", n=round(row.estimate or 0), base=round(whole))
    foot = 1 + 18 / HEIGHT
    on_paper = {"type": "rect", "xref": "paper", "yref": "paper", "line": {"width": 0}}
    top = foot + BAR / HEIGHT
    shapes = [
        {**on_paper, "x0": 0, "x1": share, "y0": foot, "y1": top, "fillcolor": colour, "name": name}
        for name, share, colour in (
            ("everybody", 1.0, TRACK),
            ("none", (row.estimate or 0.0) / whole, CONTEXT_FILL),
        )
    ]
    over: dict[str, Any] = {"y": top, "yanchor": "bottom", "yshift": 2}
    return shapes, [
        theme.note(escape(heading), name="label of none", **over),
        theme.note(escape(value), x=1, xanchor="right", name="value of none", **over),
    ]
