"""Small multiples: one small panel a group, all on the same axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.figures import _rows, theme
from engagekit.figures.colour import CONTEXT, CONTEXT_FILL, INK, MAIN
from engagekit.figures.layout import Scale, bounds, periods_in_order, scale
from engagekit.figures.marks import Line, Text, interval_key, line_traces, on_axes, texts
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, fit, text_width

MOST = 12
"""Panels at most: four rows of three, which is one page of paper."""
PLOT, HEAD, FOOT, BETWEEN = 84, 2 * LINE + 4, LINE + 4, 14


@dataclass(frozen=True)
class Panels:
    """So many panels of one size, each on axes of its own.

    ``across``: how many stand beside each other. In pixels: ``inner``: of all beside each other;
    ``head, plot, foot, between``: over the drawing of a panel, of it, under it, between panels;
    ``below``: under the last row.
    """

    count: int
    across: int
    inner: float
    head: float
    plot: float
    foot: float
    between: float
    below: float = 0

    @property
    def width(self) -> float:
        """Pixels of one panel."""
        return (self.inner - (self.across - 1) * self.between) / self.across

    @property
    def tall(self) -> float:
        """Pixels of one panel from its head to its foot."""
        return self.head + self.plot + self.foot

    @property
    def height(self) -> float:
        """Pixels of all rows."""
        down = -(-self.count // self.across)
        return down * self.tall + (down - 1) * self.between + self.below

    def name(self, at: int) -> str:
        """Return what plotly calls the axes of a panel: nothing for the first, then 2, 3, ..."""
        return str(at + 1) if at else ""

    def axes(self, at: int, steps: int, scale: Scale, **more: Any) -> dict[str, dict[str, Any]]:
        """Return the axes of a panel with so many steps along; ``more`` is of the upright one."""
        name, pixel = self.name(at), scale.pixel(self.plot)
        left = (at % self.across) * (self.width + self.between) / self.inner
        top = 1 - (at // self.across) * (self.tall + self.between) / self.height
        return {
            f"xaxis{name}": {
                "domain": [left, min(1.0, left + self.width / self.inner)],
                "anchor": f"y{name}",
                "range": [-0.5, max(1, steps) - 0.5],
                "showticklabels": False,
            },
            f"yaxis{name}": {
                "domain": [max(0.0, top - self.tall / self.height), top],
                "anchor": f"x{name}",
                **more,
                "range": [scale.low - self.foot * pixel, scale.high + self.head * pixel],
            },
        }


def multiples(
    frame: pd.DataFrame, options: FigureOptions, *, over: str = "period", most: int = MOST
) -> dict[str, Any]:
    """Draw a panel a group over the same steps, all with the same axis from zero.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a column of steps (periods, answers) beside the groups'.
    over : str
        Column along each panel.
    most : int
        Panels at most: those with the largest base. The figure says how many are left out.
    """
    rows = _rows.rows_along(frame, options, over)
    steps = periods_in_order([row.key[-1] for row in rows])
    groups = _rows.grouped(rows)
    largest = _largest(groups, most)
    panels: dict[str, Line] = {
        _rows.group_label(key, options): [groups[key].get(step) for step in steps]
        for key in largest
    }
    value_scale = scale(bounds(rows), _rows.unit_of(rows), options)
    ends = [_rows.label_of(step, options) for step in (steps[0], steps[-1])]
    low, high = value_scale.texts[0], value_scale.texts[-1]
    same = options.say("same_axis", low=low, high=high, first=ends[0], last=ends[-1])
    more = _rows.joined(
        interval_key(panels.values(), set(), options),
        _rows.hidden_note(rows, options, options.say("gap")),
        options.say("more_groups", n=len(groups) - len(largest))
        if len(groups) > len(largest)
        else "",
    )
    return _drawn(options.with_notes(f"{same} {more}"), panels, value_scale, ends)


def _largest(
    groups: Mapping[tuple[str, ...], Mapping[str, _rows.Row]], most: int
) -> list[tuple[str, ...]]:
    """Return the groups with the largest base that have a number, in their own order."""
    size = {
        key: (
            any(row.is_drawn for row in rows.values()),
            max((row.base or row.n or 0 for row in rows.values()), default=0),
        )
        for key, rows in groups.items()
    }
    drawn = [key for key, (is_drawn, _) in size.items() if is_drawn] or [*size]
    largest = set(sorted(drawn, key=lambda key: size[key], reverse=True)[:most])
    return [key for key in groups if key in largest]


def _drawn(
    options: FigureOptions, panels: Mapping[str, Line], scale: Scale, ends: Sequence[str]
) -> dict[str, Any]:
    """Draw the panels from left to right and top to bottom, each on axes of its own."""
    across = min(len(panels), 2 if options.narrow else 3)
    while across > 1 and max(map(text_width, panels)) > options.inner / across - BETWEEN:
        across -= 1  # a name that is cut says less than a longer figure
    grid = Panels(len(panels), across, options.inner, HEAD, PLOT, FOOT, BETWEEN)
    traces: list[dict[str, Any]] = []
    axes: dict[str, dict[str, Any]] = {}
    for at, (name, line) in enumerate(panels.items()):
        axis = grid.name(at)
        axes |= grid.axes(
            at, len(line), scale, showticklabels=False, zeroline=True, zerolinecolor=CONTEXT_FILL
        )
        traces += line_traces(line, MAIN, "circle", set(), options, axis)
        traces.append(_texts(name, line, scale, grid.width, ends, options, axis))
    return theme.figure(options, traces, body=grid.height, axes=axes)


def _texts(
    name: str,
    line: Line,
    scale: Scale,
    width: float,
    ends: Sequence[str],
    options: FigureOptions,
    axis: str,
) -> dict[str, Any]:
    """Return a panel's name, last value and n over it, its first and last step under it."""
    last = _rows.last_drawn(line)
    is_hidden = next((row.suppressed for row in line if row is not None), False)
    value = _rows.HIDDEN if is_hidden else options.say("no_data")
    if last is not None:
        earlier = (
            "" if last is line[-1] else options.locale.label(_rows.label_of(last.key[-1], options))
        )
        value = _rows.joined(earlier, _rows.value_text(last, options), _rows.with_n(last, options))
    low, high, pixel = -0.5, len(line) - 0.5, scale.pixel(PLOT)
    first, final = (options.locale.label(end) for end in ends)
    under = [(low, first, "middle right"), (high, final, "middle left")][: len(line)]
    if text_width(first) + text_width(final) + 8 > width:
        under = [(high, fit(final, width), "middle left")]
    over: list[Text] = []
    for at, text in enumerate((name, value)):
        y = scale.high + (HEAD - (at + 0.5) * LINE) * pixel
        over.append((low, y, fit(text, width), "middle right", INK))
    foot = scale.low - (FOOT - LINE / 2) * pixel
    return texts(
        "labels",
        [*over, *((x, foot, text, side, CONTEXT) for x, text, side in under)],
        **on_axes(axis),
    )
