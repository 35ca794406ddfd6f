"""Horizontal bars, one a group: label and n above the bar, value at the edge."""

from collections.abc import Callable, Sequence

import pandas as pd

from engagekit.figures import _rows
from engagekit.figures._rows import Row
from engagekit.figures.colour import ATTENTION, CONTEXT, CONTEXT_FILL, INK, MAIN, TRACK
from engagekit.figures.drawing import BAR, CENTRE, END, GAP, START, Drawing
from engagekit.figures.layout import Axis, axis_title, bounds, scale
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, escape, text_width


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
    heading: str = "",
) -> Drawing:
    """Draw horizontal bars by group, with the target marked on each.

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
    heading : str
        What the groups are, above them.
    """
    rows = _rows.rows_of(_rows.of_measure(frame, options.measure), options)
    not_ranked = [row for row in rows if _too_few(row, least, options)]
    shown = [row for row in rows if row not in not_ranked]
    groups = [row for row in rows if not row.is_all]
    if groups and not any(row.is_drawn or row.ends for row in groups):
        raise _rows.nothing(groups, options)
    if not any(row.is_drawn for row in shown):
        reasons = [f"{row.label} · {_too_few(row, least, options)}" for row in not_ranked]
        raise (
            _rows.NothingToDrawError("; ".join(reasons))
            if reasons
            else _rows.nothing(shown, options)
        )
    overall = [row for row in shown if row.is_all]
    others = _in_order([row for row in shown if not row.is_all], order)
    unit, target = _rows.unit_of(shown), options.target
    axis = scale([*bounds(shown), *([] if target is None else [target])], unit, options)
    axis = axis.between(0, options.inner)
    drawing = Drawing(options, rows, x=axis)
    drawing.write(heading, CONTEXT)

    def mark(row: Row) -> str:
        """Return the sign in front of a value, so that colour does not tell alone."""
        if is_off_target(row, target, target_is_most):
            return "▲ " if target_is_most else "▼ "
        return "▲ " if row.estimate and set(row.key) & set(marked) else ""

    keys = []
    if any(is_off_target(row, target, target_is_most) for row in shown):
        keys.append(options.say("above_target" if target_is_most else "below_target"))
    if marked_words and any(set(row.key) & set(marked) for row in shown):
        keys.append(f"▲ {marked_words}")
    drawing.key(*keys, _rows.interval_words(shown, options))
    if target is not None:
        _name_target(drawing, axis, options.say("target", value=options.number(target, unit)))
    middles: list[tuple[Row, float]] = []
    for row in [*overall, *others]:
        if row.is_drawn:
            size, value = _rows.with_n(row, options), mark(row) + _value(row, options)
            middles.append((row, drawing.row(row.label, size, value)))
        elif row.ends is not None:
            middles.append((row, drawing.row(row.label, "", row.ends_words)))
        else:
            drawing.missing(row.label, _rows.why_missing(row, options))
        if row.is_all and others:
            drawing.down += GAP
    for row in not_ranked:
        drawing.missing(row.label, _too_few(row, least, options))

    def colour(row: Row) -> str:
        if mark(row):
            return ATTENTION
        return CONTEXT if row.is_all else CONTEXT_FILL if set(row.key) & set(context) else MAIN

    _draw(drawing, middles, axis, unit, colour)
    drawing.steps_below(axis, "" if heading else options.axis or axis_title(unit, options))
    return drawing


def histogram(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    marked: Sequence[str] = (),
    marked_words: str = "",
) -> Drawing:
    """Draw bars in the order of the frame, e.g. people by touches 0, 1, ... 7+.

    Parameters
    ----------
    frame : DataFrame
        Measure frame, one row a bar; that of none, ``0``, is grey.
    marked : sequence of str
        Values that call for attention; each carries ▲ beside its number.
    marked_words : str
        What the mark means.
    """
    rows = _rows.rows_of(_rows.of_measure(frame, options.measure), options)
    return bars(
        frame,
        options,
        order=[part for row in rows for part in row.key],
        context=["0"],
        marked=marked,
        marked_words=marked_words,
        heading=options.axis or options.say("axis.touches"),
    )


def _too_few(row: Row, least: int, options: FigureOptions) -> str:
    """Return why a row with a number gets no bar; nothing where it gets one."""
    if not row.is_drawn:
        return ""
    if row.is_few:
        return options.say("too_few_for_share", n=row.n, base=row.base)
    if row.size is not None and row.size < least:
        return options.say("too_few_to_rank", n=least)
    return ""


def _in_order(rows: list[Row], order: Sequence[str] | None) -> list[Row]:
    """Return rows in the order asked for (others after it), else by value."""
    if order is None:
        return _rows.ordered(rows)
    place = {str(name): at for at, name in reversed([*enumerate(order)])}
    last = len(place)
    return sorted(rows, key=lambda row: min((place.get(part, last) for part in row.key), default=0))


def is_off_target(row: Row, target: float | None, target_is_most: bool = False) -> bool:
    """Return whether a row is clearly on the wrong side: with its whole interval, if it has one."""
    if target is None or row.estimate is None:
        return False
    if target_is_most:
        return (row.low if row.low is not None else row.estimate) > target
    return (row.high if row.high is not None else row.estimate) < target


def _value(row: Row, options: FigureOptions) -> str:
    """Return the value of a bar, with its range where there is room."""
    value = _rows.value_text(row, options)
    if not row.has_interval or options.narrow:
        return value
    return f"{value} ({options.locale.interval(row.low, row.high, row.unit)})"


def _name_target(drawing: Drawing, axis: Axis, words: str) -> None:
    """Put the words for the target over the line that crosses the bars."""
    target = axis.pixel(drawing.options.target)
    half = text_width(words) / 2
    side = START if target < half else END if target + half > drawing.options.inner else CENTRE
    drawing.word(target, drawing.down + LINE / 2, words, side, CONTEXT)
    drawing.down += LINE + 2


def _draw(
    drawing: Drawing,
    middles: Sequence[tuple[Row, float]],
    axis: Axis,
    unit: str,
    colour: Callable[[Row], str],
) -> None:
    """Draw tracks, bars, ranges and the target of each bar; of told ends a grey bar and a line."""
    options = drawing.options
    if unit == "share" and axis.low >= 0:
        whole = [(axis.pixel(0), axis.pixel(1), y, BAR) for _, y in middles]
        drawing.bars("track", whole, TRACK)
    opened = [(row, row.ends, y) for row, y in middles if row.ends is not None]
    drawing.bars(
        "at least",
        [(axis.pixel(0), axis.pixel(low), y, BAR) for _, (low, _), y in opened],
        CONTEXT_FILL,
        [escape(f"{row.label}: {row.ends_words}") for row, *_ in opened],
    )
    drawing.told_ends(middles, axis)
    drawn = [(row, y) for row, y in middles if row.is_drawn]
    drawing.bars(
        "estimate",
        [(axis.pixel(0), axis.pixel(row.estimate), y, BAR) for row, y in drawn],
        [colour(row) for row, _ in drawn],
        [_rows.hover(row, options) for row, _ in drawn],
    )
    drawing.ranges(drawn, axis)
    if options.target is not None:
        aim, reach = axis.pixel(options.target), BAR / 2 + 2
        crossed = [(aim, y - reach, aim, y + reach) for _, y in drawn]
        drawing.strokes("target", crossed, INK, 2.5)
