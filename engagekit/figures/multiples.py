"""Small multiples: one small panel a group, all on the same axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engagekit.errors import UsageError, did_you_mean
from engagekit.figures._rows import (
    Row,
    column,
    hover,
    label_of,
    nothing_to_say,
    of_measure,
    rows_of,
    unit_of,
    value_text,
    why_missing,
    with_n,
)
from engagekit.figures._time_axis import interval_key, line_traces, periods_in_order
from engagekit.figures._value_axis import Scale, bounds, scale
from engagekit.figures.theme import (
    CONTEXT,
    CONTEXT_FILL,
    INK,
    LINE,
    MAIN,
    SIZE,
    Words,
    escape,
    figure,
    fit,
    inner,
    sentence,
    text_width,
)
from engagekit.locale.words import label as period_label
from engagekit.locale.words import plural, say
from engagekit.measures._frame import by_of

KINDS = ("line", "column")
MOST = 12
PLOT, HEAD, FOOT, BETWEEN = 84, 2 * LINE + 4, LINE + 4, 14


def multiples(
    frame: pd.DataFrame,
    words: Words,
    *,
    over: str = "period",
    by: Sequence[str] | None = None,
    measure: str | None = None,
    labels: Mapping[str, str] | None = None,
    kind: str = "line",
    most: int = MOST,
    k: int = 5,
    currency: str = "CAD",
) -> go.Figure:
    """A panel a group over the same steps, all with the same axis from zero.

    Parameters
    ----------
    frame : DataFrame
        Measure frame with a column of steps (periods, answers) beside the groups'.
    words : Words
        Around the drawing, with its size and language.
    over : str
        Column along each panel.
    by : sequence of str, optional
        Columns that make a panel; all but ``over`` when None.
    measure : str, optional
        The measure to draw where the frame holds several.
    labels : mapping, optional
        Values to the words that stand for them.
    kind : str
        ``line`` or ``column``.
    most : int
        Panels at most: those with the largest base. The figure says how many are left out.
    k : int
        Threshold named where a group is hidden.
    currency : str
        Of money.

    Returns
    -------
    go.Figure
    """
    if kind not in KINDS:
        raise UsageError(f"multiples has no kind '{kind}'. {did_you_mean(kind, KINDS)}")
    matches = of_measure(frame, measure)
    if not len(matches):
        return sentence(words, nothing_to_say([], words.language))
    column(matches, over, "over")
    names = list(by) if by is not None else [name for name in by_of(matches) if name != over]
    rows = rows_of(matches, words.language, [*names, over], labels)
    if not any(row.is_drawn for row in rows):
        return sentence(words, nothing_to_say(rows, words.language))
    steps = periods_in_order([row.key[-1] for row in rows])
    groups: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        groups.setdefault(row.key[:-1], {})[row.key[-1]] = row
    retained = _kept(groups, most)
    panels = {
        " · ".join(label_of(value, words.language, labels) for value in key)
        or say("figure.all", words.language): [groups[key].get(step) for step in steps]
        for key in retained
    }
    result = scale(bounds(rows), unit_of(rows), words.language, currency)
    visible = [label_of(step, words.language, labels) for step in (steps[0], steps[-1])]
    intervals = interval_key(panels.values(), set(), words.language) if kind == "line" else ""
    notes = _notes(rows, result, visible, intervals, len(groups) - len(retained), k, words.language)
    words = words.with_notes(notes)
    return _drawn(words, panels, result, visible, kind, currency)


def _kept(groups: Mapping[tuple[str, ...], Mapping[str, Row]], most: int) -> list[tuple[str, ...]]:
    """The groups with the largest last base, in the order of the frame."""
    size = {
        key: (
            any(row.is_drawn for row in matches.values()),
            max((row.base or row.n or 0 for row in matches.values()), default=0),
        )
        for key, matches in groups.items()
    }
    largest = set(sorted(size, key=lambda key: size[key], reverse=True)[:most])
    return [key for key in groups if key in largest]


def _notes(
    rows: Sequence[Row],
    made: Scale,
    ends: Sequence[str],
    intervals: str,
    left_out: int,
    k: int,
    language: str,
) -> tuple[str, ...]:
    """What every panel shares, and what is not in one."""
    parts = [
        say(
            "figure.same_axis",
            language,
            low=made.texts[0],
            high=made.texts[-1],
            first=ends[0],
            last=ends[-1],
        ),
        intervals,
    ]
    hidden = next((row for row in rows if row.suppressed), None)
    if hidden is not None:
        parts.append(f"{say('figure.gap', language)} {why_missing(hidden, language, k)}")
    if left_out:
        parts.append(plural("figure.more_groups", left_out, language))
    return (" ".join(parts[:1]) + " " + " · ".join(part for part in parts[1:] if part),)


def _drawn(
    words: Words,
    panels: Mapping[str, Sequence[Row | None]],
    made: Scale,
    ends: Sequence[str],
    kind: str,
    currency: str,
) -> go.Figure:
    """Panels from left to right and top to bottom, each on axes of its own."""
    across = min(len(panels), 2 if words.narrow else 3)
    down = -(-len(panels) // across)
    tall = HEAD + PLOT + FOOT
    body = down * tall + (down - 1) * BETWEEN
    width = (inner(words) - (across - 1) * BETWEEN) / across
    pixel = (made.high - made.low) / PLOT
    traces: list[dict[str, Any]] = []
    axes: dict[str, dict[str, Any]] = {}
    for at, (name, line) in enumerate(panels.items()):
        axis = str(at + 1) if at else ""
        left = (at % across) * (width + BETWEEN) / inner(words)
        top = 1 - (at // across) * (tall + BETWEEN) / body
        axes[f"xaxis{axis}"] = {
            "domain": [left, min(1.0, left + width / inner(words))],
            "anchor": f"y{axis}",
            "range": [-0.5, len(line) - 0.5],
            "showticklabels": False,
        }
        axes[f"yaxis{axis}"] = {
            "domain": [max(0.0, top - tall / body), top],
            "anchor": f"x{axis}",
            "showticklabels": False,
            "zeroline": True,
            "zerolinecolor": CONTEXT_FILL,
            "range": [made.low - FOOT * pixel, made.high + HEAD * pixel],
        }
        mark = _columns if kind == "column" else line_traces
        traces += (
            _columns(line, words.language, currency, axis)
            if mark is _columns
            else line_traces(line, MAIN, "circle", set(), words.language, currency, axis)
        )
        traces.append(_texts(name, line, made, pixel, width, ends, words, currency, axis))
    return figure(words, traces, body=body, axes=axes)


def _columns(
    line: Sequence[Row | None], language: str, currency: str, axis: str
) -> list[dict[str, Any]]:
    drawn = [(at, row) for at, row in enumerate(line) if row is not None and row.is_drawn]
    return [
        {
            "type": "bar",
            "name": "estimate",
            "x": [at for at, _ in drawn],
            "width": 0.72,
            "y": [row.estimate for _, row in drawn],
            "marker": {"color": MAIN, "line": {"width": 0}},
            "hovertext": [hover(row, language, currency) for _, row in drawn],
            "hoverinfo": "text",
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
        }
    ]


def _texts(
    name: str,
    line: Sequence[Row | None],
    made: Scale,
    pixel: float,
    width: float,
    ends: Sequence[str],
    words: Words,
    currency: str,
    axis: str,
) -> dict[str, Any]:
    """Over a panel its name, the last value and n; under it the first and the last step."""
    last = next((row for row in reversed(line) if row is not None and row.is_drawn), None)
    existing = next((row for row in line if row is not None), None)
    if last is not None:
        second = value_text(last, words.language, currency)
        size = with_n(last, words.language)
        second = f"{second} · {size}" if size else second
    else:
        hidden = existing is not None and existing.suppressed
        second = "[c]" if hidden else say("figure.no_data", words.language)
    low, high = -0.5, len(line) - 0.5
    first, final = (period_label(end, words.language) for end in ends)
    under = (
        [(low, first, "right"), (high, final, "left")] if len(line) > 1 else [(low, first, "right")]
    )
    if text_width(first) + text_width(final) + 8 > width:
        under = [(high, fit(final, width), "left")]
    placed = [
        (low, made.high + (HEAD - LINE / 2) * pixel, fit(name, width), "right"),
        (low, made.high + (HEAD - 1.5 * LINE) * pixel, fit(second, width), "right"),
        *((x, made.low - (FOOT - LINE / 2) * pixel, text, side) for x, text, side in under),
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "name": "labels",
        "x": [x for x, _, _, _ in placed],
        "y": [y for _, y, _, _ in placed],
        "text": [escape(text) for _, _, text, _ in placed],
        "textposition": [f"middle {side}" for _, _, _, side in placed],
        "cliponaxis": False,
        "textfont": {"size": SIZE, "color": [INK, INK, *[CONTEXT] * len(under)]},
        "hoverinfo": "skip",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
    }
