"""Answers to scale questions: 100 % stacked bars."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from engagekit.errors import UsageError, error_text
from engagekit.figures._rows import HIDDEN, Row, group_label, grouped, rows_along, why_missing
from engagekit.figures.colour import CONTEXT, PAPER, answer_colours, text_on
from engagekit.figures.drawing import CENTRE, END, GAP, START, Drawing
from engagekit.figures.layout import Axis
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import LINE, escape, fit, text_width, wrap
from engagekit.measures.ends import BAND, rounded

DEEP = 22
"""Height of a bar: a line of text stands in it."""
EDGE = 56
"""Pixels at either end of a bar for a total, "100%" and a space."""
SWATCH = 12
_ROUNDING = 1e-6
"""Of sums of ends, before they are set to whole per cents."""

Answers = Mapping[str, Row]
"""The rows of one question by answer."""
Box = tuple[float, float, float, float]


def likert(
    frame: pd.DataFrame,
    options: FigureOptions,
    *,
    order: Sequence[str] = (),
    agree: Sequence[str] = (),
    disagree: Sequence[str] = (),
    agree_label: str = "",
    disagree_label: str = "",
) -> Drawing:
    """Draw one bar a question, cut by answer in the order of the scale.

    Parameters
    ----------
    frame : DataFrame
        Measure frame of shares with an ``answer`` column beside the items' columns.
    order : sequence of str
        Every answer in the order of the scale; the frame's own order when empty. Items on another
        scale get a key of their own.
    agree, disagree : sequence of str
        Answers added up at either end; nothing is added up unless they are named.
    agree_label, disagree_label : str
        Words over the two ends.
    """
    rows = rows_along(rounded(frame), options, "answer", "answer")
    items = grouped(rows)
    sides = (disagree, agree) if agree or disagree else ()
    headings = (
        disagree_label or options.say("likert.disagree"),
        agree_label or options.say("likert.agree"),
    )
    edge = EDGE if sides else 0
    axis = Axis(0, 1, edge, options.inner - edge)
    drawing = Drawing(options, rows, x=axis)
    if agree:
        drawing.rows = [_sum(key, answers, agree, options) for key, answers in items.items()]
        drawing.of = headings[1]
        # the sum of two rounded shares may be a point off
        is_off = "recoded" in frame.columns and len(agree) > 1
        drawing.said = options.say("likert.rounded") if is_off else ""
    by_scale: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for key, answers in items.items():
        by_scale.setdefault(_scale(key, answers, order), []).append(key)
    for scale, keys in by_scale.items():
        drawing.down += GAP if drawing.down else 0
        colours = _colours(scale, agree, disagree)
        _add_key(drawing, scale, colours)
        if any(row.is_drawn and row.ends for key in keys for row in items[key].values()):
            drawing.key(options.say("likert.rounded"))
        if sides:
            _add_headings(drawing, [items[key] for key in keys], sides, headings)
        boxes: dict[str, list[Box]] = {name: [] for name in scale}
        told: dict[str, list[str]] = {name: [] for name in scale}
        for key in keys:
            label, answers = group_label(key, options), items[key]
            if not any(row.is_drawn for row in answers.values()):
                worst = max(answers.values(), key=lambda row: row.suppressed)
                drawing.missing(label, why_missing(worst, options))
                continue
            y = _add_item(drawing, label, answers)
            for side, x, anchor in zip(sides, (0, options.inner), (START, END), strict=False):
                text = total(answers, side, options)
                text = text if text_width(text) <= EDGE else text.split(" ")[-1]
                drawing.word(x, y, text, anchor)
            for name, left, right in _segments(answers, scale, axis):
                text = total(answers, [name], options)
                if right - left > text_width(text) + 6:
                    drawing.word((left + right) / 2, y, text, CENTRE, text_on(colours[name]))
                boxes[name].append((left, right, y, DEEP))
                value = answers[name].ends_words or text
                words = options.locale.say("report.choice", name=f"{label} · {name}", value=value)
                told[name].append(escape(words))
        for name in scale:
            drawing.bars(name, boxes[name], colours[name], told[name], edge=PAPER)
    return drawing


def _sum(
    key: tuple[str, ...], answers: Answers, agree: Sequence[str], options: FigureOptions
) -> Row:
    """Return the share of those who agree with a question as one row."""
    shares = [row.estimate for row in answers.values() if row.key[-1] in agree]
    is_told = all(row.is_drawn for row in answers.values())
    return replace(
        max(answers.values(), key=lambda row: row.suppressed),
        label=group_label(key, replace(options, labels={})),
        estimate=sum(share or 0.0 for share in shares) if is_told else None,
        n=None,
        base=None,
    )


def _segments(
    answers: Answers, scale: Sequence[str], axis: Axis
) -> Iterator[tuple[str, float, float]]:
    """Yield each answer with the ends of its segment, one beginning where another ends."""
    rows = [answers[name] for name in scale if name in answers]
    shares = [row.estimate for row in rows]
    # rounded shares are set as parts of one whole: a bar is as long as every other
    is_whole = any(row.ends for row in rows) and None not in shares
    whole = sum(share or 0.0 for share in shares) if is_whole else 1.0
    start = 0.0
    for row in rows:
        if row.is_drawn:
            end = start + (row.estimate or 0.0) / whole
            yield row.key[-1], axis.pixel(start), axis.pixel(end)
            start = end


def _scale(key: Sequence[str], answers: Answers, order: Sequence[str]) -> tuple[str, ...]:
    """Return the scale on which a question is answered."""
    others = [name for name in answers if name not in order]
    if order and others and len(others) < len(answers):
        raise UsageError(error_text("likert.parts", others=others[0], named=" · ".join(key)))
    return tuple(order) if order and not others else tuple(answers)


def _colours(order: Sequence[str], agree: Sequence[str], disagree: Sequence[str]) -> dict[str, str]:
    """Return orange for the end that disagrees, purple for the end that agrees."""
    middle = (len(order) - 1) / 2

    def place(names: Sequence[str]) -> float:
        """Return how far behind the middle some answers stand."""
        places = [order.index(name) - middle for name in names if name in order]
        return sum(places) / len(places) if places else 0.0

    is_turned = (place(agree) or -place(disagree)) < 0
    between = [name for name in order if name not in disagree and name not in agree]
    colours = answer_colours(len(order))
    if agree and disagree and len(between) <= 1:  # nobody may have chosen one of them
        left = sum(name in disagree for name in order)
        side = max(left, len(order) - left - len(between))
        colours = answer_colours(2 * side + len(between))[side - left :][: len(order)]
    return dict(zip(order, reversed(colours) if is_turned else colours, strict=True))


def total(answers: Answers, names: Sequence[str], options: FigureOptions) -> str:
    """Return the share of some answers, or how many they are where a per cent is too much."""
    rows = [answers[name] for name in names if name in answers]
    if any(row.suppressed for row in rows):
        return HIDDEN
    if not rows or any(row.estimate is None for row in rows):
        return options.number(None, "share")
    if any(row.ends for row in rows):
        spans = [row.ends or (row.estimate or 0.0, row.estimate or 0.0) for row in rows]
        low, high = (sum(ends) for ends in zip(*spans, strict=True))
        if len(rows) == 1:
            return options.number(round((low + high) / 2 / BAND) * BAND, "share")
        most = min(100, math.ceil(100 * high - _ROUNDING))
        return f"{math.floor(100 * low + _ROUNDING)}–{options.number(most / 100, 'share')}"
    few = [row.n for row in rows if row.is_few]
    if few:
        return options.number(sum(n or 0 for n in few), "count")
    return options.number(sum(row.estimate or 0.0 for row in rows), "share")


def _add_key(drawing: Drawing, scale: Sequence[str], colours: Mapping[str, str]) -> None:
    """Add a swatch an answer with its words."""
    x, options = 0.0, drawing.options
    for name in scale:
        text = fit(options.labels.get(name, name), options.inner - SWATCH - 6)
        width = SWATCH + 5 + text_width(text)
        if x and x + width > options.inner:
            x, drawing.down = 0.0, drawing.down + LINE + 2
        middle = drawing.down + LINE / 2
        drawing.bars("swatch", [(x, x + SWATCH, middle, SWATCH)], colours[name], edge=CONTEXT)
        drawing.word(x + SWATCH + 5, middle, text)
        x += width + 14
    drawing.down += LINE + 8


def _add_headings(
    drawing: Drawing,
    items: Sequence[Answers],
    sides: Sequence[Sequence[str]],
    headings: Sequence[str],
) -> None:
    """Add the words over the two columns of totals, and why one may be hidden."""
    options = drawing.options
    if any(total(answers, side, options) == HIDDEN for answers in items for side in sides):
        drawing.key(f"{HIDDEN}: {options.say('hidden_why', k=options.k)}")
    left, right = (fit(heading, options.inner / 2 - 20) for heading in headings)
    drawing.word(0, drawing.down + LINE / 2, f"◀ {left}")
    drawing.word(options.inner, drawing.down + LINE / 2, f"{right} ▶", END)
    drawing.down += LINE + 6


def _add_item(drawing: Drawing, label: str, answers: Answers) -> float:
    """Add the words of a question over its bar; return the bar's middle."""
    options = drawing.options
    base = max((row.base or 0 for row in answers.values() if row.is_drawn), default=0)
    size = f" · {options.say('n', n=base)}" if base else ""
    *heads, last = wrap(label, options.inner - text_width(size), most=2) or [""]
    for line in (*heads, last + size):
        drawing.word(0, drawing.down + LINE / 2, line)
        drawing.down += LINE
    drawing.down += 2 + DEEP + GAP
    return drawing.down - GAP - DEEP / 2
