"""Columns over an ordered count (0, 1, ... 7+); nought in grey, drawn apart where it is most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.figures._rows import (
    Row,
    hover,
    nothing_to_say,
    of_measure,
    rows_of,
    unit_of,
    value_text,
    why_missing,
)
from engagekit.figures._value_axis import bounds
from engagekit.figures.bars import bars
from engagekit.figures.theme import (
    ATTENTION,
    CONTEXT_FILL,
    INK,
    LINE,
    MAIN,
    SIDE,
    SIZE,
    TRACK,
    Words,
    escape,
    figure,
    inner,
    sentence,
    text_width,
    under_axis,
    wrap,
)
from engagekit.locale.words import number, say

HEIGHT, APART = 220, 58


@dataclass(frozen=True)
class Mark:
    """Values whose columns call for attention, and why."""

    values: tuple[str, ...]
    words: str

    def on(self, row: Row) -> bool:
        """Whether a row is one of them."""
        return any(part in self.values for part in row.key)


def histogram(
    frame: pd.DataFrame,
    words: Words,
    *,
    by: Sequence[str] | None = None,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
    zero: str = "0",
    zero_label: str = "",
    marked: Sequence[str] = (),
    marked_words: str = "",
    axis: str = "",
    k: int = 5,
    currency: str = "CAD",
) -> go.Figure:
    """Columns in the order of the frame, with the number over each.

    Parameters
    ----------
    frame : DataFrame
        Measure frame, one row a column, e.g. people by touches 0, 1, ... 7+.
    words : Words
        Around the drawing, with its size and language.
    by : sequence of str, optional
        Columns that make the label.
    measure : str, optional
        The measure to draw where the frame holds several.
    labels : mapping, optional
        Values to the words that stand for them.
    zero : str
        The value that stands for none. It is grey; where it is more than twice the largest of the
        others, it is drawn apart on a scale of its own, so that the others can be read.
    zero_label : str
        Words for none where it is drawn apart.
    marked : sequence of str
        Values whose columns call for attention; each carries ▲ beside its number.
    marked_words : str
        What the mark means, under the figure.
    axis : str
        Words under the columns.
    k : int
        Threshold named where a column is hidden.
    currency : str
        Of money.

    Returns
    -------
    go.Figure
    """
    matches = of_measure(frame, measure)
    rows = [row for row in rows_of(matches, words.language, by, labels) if not row.is_all]
    if not any(row.is_drawn for row in rows):
        return sentence(words, nothing_to_say(rows, words.language))
    mark = Mark(tuple(marked), marked_words)
    slot = inner(words) / len(rows)
    unit_of(rows)
    texts = [_over(row, words.language, currency, mark) for row in rows]
    texts += [text for row in rows for text in (row.label, *_size(row, words.language))]
    if max(text_width(text) for text in texts) > slot - 4:
        return bars(
            matches,
            words,
            by=by,
            measure=measure,
            labels=labels,
            order=[key for row in rows for key in row.key],
            k=k,
            currency=currency,
            axis=axis,
            context=[zero],
            marked=marked,
            marked_words=marked_words,
        )
    none = next((row for row in rows if zero in row.key and row.is_drawn), None)
    others = [row for row in rows if row is not none]
    most = max((row.estimate or 0.0 for row in others), default=0.0)
    apart = none if none is not None and (none.estimate or 0.0) > 2 * most > 0 else None
    visible = others if apart is not None else rows
    heading = zero_label or say("figure.histogram.zero", words.language)
    return _drawn(
        words,
        visible,
        apart,
        heading,
        zero,
        _axis_words(axis, words, rows),
        k,
        currency,
        rows,
        mark,
    )


def _axis_words(axis: str, words: Words, rows: Sequence[Row]) -> list[str]:
    """The words under the columns; for shares also what the second line counts."""
    text = axis or say("figure.axis.touches", words.language)
    bases = {row.base for row in rows if row.is_drawn}
    base = next(iter(bases)) if len(bases) == 1 else None
    if base is not None and any(_size(row, words.language) for row in rows):
        text = f"{text}; {say('figure.histogram.counts', words.language, base=base)}"
    return wrap(text, inner(words))


def _size(row: Row, language: str) -> list[str]:
    """How many are behind a share: the second line under its column."""
    if row.unit != "share" or not row.is_drawn or row.n is None:
        return []
    return [number(row.n, "count", language)]


def _over(row: Row, language: str, currency: str, mark: Mark) -> str:
    """The number over a column, or the mark of a hidden one."""
    if row.suppressed:
        return "[c]"
    return ("▲ " if mark.on(row) and row.estimate else "") + value_text(row, language, currency)


def _drawn(
    words: Words,
    shown: Sequence[Row],
    apart: Row | None,
    heading: str,
    zero: str,
    axis: Sequence[str],
    k: int,
    currency: str,
    rows: Sequence[Row],
    mark: Mark,
) -> go.Figure:
    """Columns below, and the bar for none above where it stands apart."""
    language = words.language
    top = APART if apart is not None else 0
    body = HEIGHT + top
    high = max([*bounds(shown), 1e-9])
    room = high * (HEIGHT / (HEIGHT - LINE - 6))
    under = [[row.label, *_size(row, language)] for row in shown]
    traces = [
        _columns(shown, zero, language, currency, mark),
        _values(shown, language, currency, mark),
    ]
    axes: dict[str, dict[str, Any]] = {
        "xaxis": {
            "range": [-0.5, len(shown) - 0.5],
            "tickvals": list(range(len(shown))),
            "ticktext": ["<br>".join(map(escape, lines)) for lines in under],
            "tickfont": {"color": INK},
            "anchor": "y",
        },
        "yaxis": {"range": [0, room], "showticklabels": False, "domain": [0, HEIGHT / body]},
    }
    if apart is not None:
        whole = sum(row.estimate or 0.0 for row in rows)
        traces += _bar_apart(apart, heading, whole, words, currency)
        axes["xaxis2"] = {"range": [0, whole], "showticklabels": False, "anchor": "y2"}
        axes["yaxis2"] = {
            "range": [APART, 0],
            "showticklabels": False,
            "anchor": "x2",
            "domain": [HEIGHT / body, 1],
        }
    below = 6 + LINE * (max(len(lines) for lines in under) + len(axis))
    words = replace(words, notes=(_notes(rows, shown, mark, words.language, k),))
    down = below - LINE * len(axis)
    words_below = under_axis(axis, SIDE, inner(words), down)
    return figure(
        words, traces, body=body, axes=axes, below=below, notes=[words_below], barmode="overlay"
    )


def _notes(rows: Sequence[Row], shown: Sequence[Row], mark: Mark, language: str, k: int) -> str:
    """What the marks over the columns mean."""
    hidden = next((row for row in rows if row.suppressed), None)
    parts = [f"▲ {mark.words}"] if mark.words and any(mark.on(row) for row in shown) else []
    parts += [] if hidden is None else [f"[c] {why_missing(hidden, language, k)}"]
    return " · ".join(parts)


def _columns(
    shown: Sequence[Row], zero: str, language: str, currency: str, mark: Mark
) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": "estimate",
        "x": list(range(len(shown))),
        "width": 0.72,
        "y": [row.estimate if row.is_drawn else None for row in shown],
        "marker": {
            "color": [
                CONTEXT_FILL if zero in row.key else ATTENTION if mark.on(row) else MAIN
                for row in shown
            ],
            "line": {"width": 0},
        },
        "hovertext": [hover(row, language, currency) for row in shown],
        "hoverinfo": "text",
    }


def _values(shown: Sequence[Row], language: str, currency: str, mark: Mark) -> dict[str, Any]:
    """The numbers over the columns."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "values",
        "x": list(range(len(shown))),
        "y": [row.estimate if row.is_drawn else 0 for row in shown],
        "text": [escape(_over(row, language, currency, mark)) for row in shown],
        "textposition": "top center",
        "textfont": {"size": SIZE, "color": INK},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _bar_apart(
    row: Row, heading: str, whole: float, words: Words, currency: str
) -> list[dict[str, Any]]:
    """None as a bar of its own, out of everybody."""
    on = {"xaxis": "x2", "yaxis": "y2", "hoverinfo": "skip"}
    bar = {"type": "bar", "orientation": "h", "y": [LINE + 10], "width": 14, **on}
    text = {
        "type": "scatter",
        "mode": "text",
        "y": [LINE / 2],
        "cliponaxis": False,
        "textfont": {"size": SIZE, "color": INK},
        **on,
    }
    value = value_text(row, words.language, currency)
    if row.unit in ("count", "events"):
        value = say(
            "figure.n_of_base", words.language, n=round(row.estimate or 0), base=round(whole)
        )
    return [
        {**bar, "name": "everybody", "x": [whole], "marker": {"color": TRACK}},
        {
            **bar,
            "name": "none",
            "x": [row.estimate],
            "marker": {"color": CONTEXT_FILL},
            "hoverinfo": "text",
            "hovertext": [hover(row, words.language, currency)],
        },
        {
            **text,
            "name": "label of none",
            "x": [0],
            "text": [escape(heading)],
            "textposition": "middle right",
        },
        {
            **text,
            "name": "value of none",
            "x": [whole],
            "text": [escape(value)],
            "textposition": "middle left",
        },
    ]
