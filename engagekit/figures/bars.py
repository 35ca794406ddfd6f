"""Ordered horizontal bars, one a group: label and n above the bar, value at the edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.figures import _rows
from engagekit.figures.colour import ATTENTION, CONTEXT, CONTEXT_FILL, INK, MAIN, PAPER, TRACK
from engagekit.figures.layout import BAR, GAP, Lines, Scale, axis_title, bounds, row_figure, scale
from engagekit.figures.marks import one_or_each, strokes, whiskers
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import escape

OPEN = 3
"""Width of the line from the least to the largest share possible: no bar, which is a number."""


@dataclass(frozen=True)
class Look:
    """What gives a bar its colour and its mark."""

    target: float | None
    target_is_most: bool
    context: tuple[str, ...]
    marked: tuple[str, ...]
    marked_words: str

    def is_off(self, row: _rows.Row) -> bool:
        """Return whether a row misses the target clearly."""
        return is_off_target(row, self.target, self.target_is_most)

    def is_marked(self, row: _rows.Row) -> bool:
        """Return whether a row is one that calls for attention."""
        return any(part in self.marked for part in row.key)

    def colour(self, row: _rows.Row) -> str:
        """Return attention, context or normal."""
        if self.is_off(row) or self.is_marked(row):
            return ATTENTION
        return CONTEXT if row.is_all or any(part in self.context for part in row.key) else MAIN

    def mark(self, row: _rows.Row) -> str:
        """Return the mark in front of the value, so that colour does not tell alone."""
        if self.is_off(row):
            return "▲ " if self.target_is_most else "▼ "
        return "▲ " if self.is_marked(row) and row.estimate else ""

    def marked_key(self, rows: Sequence[_rows.Row]) -> str:
        """Return what the mark of attention means, where a row carries it."""
        is_there = self.marked_words and any(self.is_marked(row) for row in rows)
        return f"▲ {self.marked_words}" if is_there else ""


def bars(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    order: Sequence[str] | None = None,
    target_is_most: bool = False,
    context: Sequence[str] = (),
    marked: Sequence[str] = (),
    marked_words: str = "",
    least: int = 0,
) -> dict[str, Any]:
    """Draw ordered horizontal bars by group, with the target marked on each.

    Parameters
    ----------
    frame : DataFrame
        Measure frame; a group of ``All`` stands apart, above the others.
    options : FigureOptions
        A bar clearly on the wrong side of the target is marked.
    order : sequence of str, optional
        Groups in an order of their own (stages, bins) instead of by value.
    target_is_most : bool
        Whether less is better, as for a cost.
    context : sequence of str
        Groups in grey.
    marked : sequence of str
        Groups that call for attention; each carries ▲ beside its value.
    marked_words : str
        What that mark means.
    least : int
        A row on fewer people (``base``, else ``n``) is not ranked: it gets a sentence, no bar.
    """
    rows = _rows.rows_of(_rows.of_measure(frame, options.measure), options)
    few = [row for row in rows if row.is_drawn and row.is_few]
    others = [row for row in rows if row not in few]
    small = [row for row in others if row.is_drawn and row.size is not None and row.size < least]
    shown = [row for row in others if row not in small]
    too_few = options.say("too_few_to_rank", n=least)
    counts = [(row, options.say("too_few_for_share", n=row.n, base=row.base)) for row in few]
    parts = [row for row in rows if not row.is_all]
    if parts and not any(row.is_drawn or row.ends is not None for row in parts):
        raise _rows.nothing(parts, options)
    if not any(row.is_drawn for row in shown):
        alone = "; ".join(f"{row.label} · {why}" for row, why in counts)
        why = alone or (too_few if small else "")
        raise _rows.NothingToDrawError(why) if why else _rows.nothing(shown, options)
    groups = _placed([row for row in shown if not row.is_all], order)
    look = Look(options.target, target_is_most, tuple(context), tuple(marked), marked_words)
    return _drawn(
        [*(row for row in shown if row.is_all), *groups],
        [*counts, *((row, too_few) for row in small)],
        look,
        options,
    )


def _drawn(
    shown: Sequence[_rows.Row],
    missing: Sequence[tuple[_rows.Row, str]],
    look: Look,
    options: FigureOptions,
) -> dict[str, Any]:
    """Draw key, rows and scale from top to bottom."""
    unit = _rows.unit_of(shown)
    aim = [] if look.target is None else [look.target]
    value_scale = scale([*bounds(shown), *aim], unit, options)
    lines = Lines(options)
    lines.add_key(*_keys(shown, look, options))
    placed: list[tuple[_rows.Row, float]] = []
    opened: list[tuple[_rows.Row, float]] = []
    for at, row in enumerate(shown):
        if row.is_drawn:
            text = _rows.value_text(row, options)
            if row.has_interval and not options.narrow:
                text += f" ({options.locale.interval(row.low, row.high, row.unit)})"
            value = look.mark(row) + text
            placed.append((row, lines.add_row(row.label, _rows.with_n(row, options), value)))
        elif row.ends is not None:
            opened.append((row, lines.add_row(row.label, "", row.ends_words)))
        else:
            lines.add_missing(row.label, _rows.why_missing(row, options))
        if row.is_all and not all(other.is_all for other in shown[at:]):
            lines.y += GAP
    for row, why in missing:
        lines.add_missing(row.label, why)
    colours = one_or_each([look.colour(row) for row, _ in placed])
    halos = [
        {**trace, "name": "halo", "line": {"color": PAPER, "width": 4}}
        for trace in whiskers(placed)
    ]
    traces = [
        *_tracks([*placed, *opened], value_scale, unit),
        *_open_bars(opened),
        level_bars(
            "estimate",
            [row.estimate for row, _ in placed],
            [y for _, y in placed],
            marker={"color": colours, "line": {"width": 0}},
            hovertext=[_rows.hover(row, options) for row, _ in placed],
            hoverinfo="text",
        ),
        *[*halos, *whiskers(placed)],
        *_targets(placed, look.target),
    ]
    words = options.axis or axis_title(unit, options)
    return row_figure(lines, value_scale, traces, axis_title=words, barmode="overlay")


def _open_bars(opened: list[tuple[_rows.Row, float]]) -> list[dict[str, Any]]:
    """Return shares of which only the ends are told: a grey bar, a line from end to end."""
    if not opened:
        return []
    spans = [(row.ends or (0.0, 1.0), y) for row, y in opened]
    bars_ = level_bars(
        "at least",
        [low for (low, _), _ in spans],
        [y for _, y in spans],
        marker={"color": CONTEXT_FILL, "line": {"width": 0}},
        hovertext=[escape(f"{row.label}: {row.ends_words}") for row, _ in opened],
        hoverinfo="text",
    )
    return [bars_, strokes("ends", [(low, y, high, y) for (low, high), y in spans], CONTEXT, OPEN)]


def _placed(rows: list[_rows.Row], order: Sequence[str] | None) -> list[_rows.Row]:
    """Return rows in the order asked for (others after it), else by value."""
    if order is None:
        return _rows.ordered(rows)
    place = {str(name): at for at, name in enumerate(order)}
    return sorted(
        rows,
        key=lambda row: min((place.get(part, len(place)) for part in row.key), default=len(place)),
    )


def is_off_target(row: _rows.Row, target: float | None, target_is_most: bool = False) -> bool:
    """Return whether a row is clearly on the wrong side: with its whole interval, if it has one."""
    if target is None or row.estimate is None:
        return False
    if target_is_most:
        return (row.low if row.low is not None else row.estimate) > target
    return (row.high if row.high is not None else row.estimate) < target


def _keys(rows: Sequence[_rows.Row], look: Look, options: FigureOptions) -> list[str]:
    """Return the words for the target, the marks and the whiskers."""
    keys = []
    if look.target is not None:
        keys.append(
            "│ " + options.say("target", value=options.number(look.target, _rows.unit_of(rows)))
        )
        if any(look.is_off(row) for row in rows):
            keys.append(options.say("above_target" if look.target_is_most else "below_target"))
    return [*keys, look.marked_key(rows), _rows.interval_words(rows, "whisker", options)]


def _tracks(placed: list[tuple[_rows.Row, float]], scale: Scale, unit: str) -> list[dict[str, Any]]:
    """Return the whole that a share is a part of, under its bar."""
    if unit != "share" or scale.low < 0:
        return []
    look = {"marker": {"color": TRACK, "line": {"width": 0}}, "hoverinfo": "skip"}
    return [level_bars("track", [1.0] * len(placed), [y for _, y in placed], **look)]


def level_bars(
    name: str, values: Sequence[float | None], middles: Sequence[float], **more: Any
) -> dict[str, Any]:
    """Return horizontal bars at heights in pixels as one trace."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": list(values),
        "y": list(middles),
        "width": BAR,
        **more,
    }


def _targets(placed: list[tuple[_rows.Row, float]], target: float | None) -> list[dict[str, Any]]:
    """Return the target across each bar only, so that no line runs through a label."""
    if target is None:
        return []
    reach = BAR / 2 + 2
    ends = [(target, middle - reach, target, middle + reach) for _, middle in placed]
    return [strokes("target", ends, INK, 2.5)]
