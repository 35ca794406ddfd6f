"""What a figure says, in one or two sentences, for those who do not see it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from engagekit.figures import _rows, grid
from engagekit.figures.options import FigureOptions
from engagekit.measures._frame import is_measure_frame

_ALONG = {
    "trend": ("over", "period"),
    "multiples": ("over", "period"),
    "matrix": ("across", "period"),
    "dumbbell": ("pair", "period"),
}
"""Shapes whose groups have several rows: the argument that names their column, and its default."""


def alternative_text(
    name: str, frame: pd.DataFrame, options: FigureOptions, args: Mapping[str, Any]
) -> str:
    """Return highest, lowest, and what is missing; for a listing, how much of what."""
    if name == "grid" and not is_measure_frame(frame):
        if not len(frame):
            return options.say("alternative.nothing")
        attended, spoke = (str(args.get(name, name)) for name in ("attended", "spoke"))
        return options.say(
            "alternative.meetings",
            n=grid.there(frame, attended, spoke),
            base=len(frame),
            series=int(frame[str(args.get("series", "series"))].nunique()),
        )
    if name == "quadrant":
        return _two(frame, options, args)
    if name == "likert":
        return _answers(frame, options, args)
    chosen = _rows.of_measure(frame, options.measure)
    if name == "ladder" and options.measure is None and args.get("naive") and len(frame):
        chosen = frame.loc[frame["measure"] != args["naive"]]
    if options.by is not None and name in _ALONG:
        argument, default = _ALONG[name]
        options = replace(options, by=[*options.by, args.get(argument, default)])
    return _extremes(_rows.rows_of(chosen, options), options)


def _extremes(rows: Sequence[_rows.Row], options: FigureOptions) -> str:
    """Return overall, highest, lowest, and what is missing."""
    overall = [row for row in rows if row.is_all and row.is_drawn]
    groups = [row for row in rows if not row.is_all] or list(rows)
    drawn = [row for row in groups if row.is_drawn]
    parts = []
    if not drawn and not overall:
        parts.append(options.say("alternative.nothing"))
    if len(overall) == 1 and drawn and overall[0] not in drawn:
        parts.append(options.say("alternative.overall", value=_value(overall[0], options)))
    high = max(drawn, key=lambda row: row.estimate or 0.0, default=None)
    low = min(drawn, key=lambda row: row.estimate or 0.0, default=None)
    if high is not None and low is not None:
        if len(drawn) == 1:
            parts.append(_extreme("only", high, options))
        elif high.estimate == low.estimate:
            parts.append(options.say("alternative.same", value=_rows.value_text(high, options)))
        else:
            # one of which the ends are told may be higher still
            spans = [row.ends for row in groups if not row.is_drawn and row.ends]
            if all(most <= (high.estimate or 0.0) for _, most in spans):
                parts.append(_extreme("highest", high, options))
            if all(least >= (low.estimate or 0.0) for least, _ in spans):
                parts.append(_extreme("lowest", low, options))
    return " ".join([*parts, *_missing(groups, options)])


def _value(row: _rows.Row, options: FigureOptions) -> str:
    text, size = _rows.value_text(row, options), _rows.with_n(row, options)
    return text if size in ("", text) else f"{text} ({size})"


def _extreme(key: str, row: _rows.Row, options: FigureOptions) -> str:
    label = row.label or options.say("all")
    return options.say(f"alternative.{key}", label=label, value=_value(row, options))


def _missing(rows: Sequence[_rows.Row], options: FigureOptions) -> list[str]:
    """Return how many groups are hidden, and how many have no number."""
    hidden = sum(row.suppressed and row.ends is None for row in rows)
    empty = sum(not row.is_drawn and not row.suppressed for row in rows)
    parts = [options.say("alternative.hidden", n=hidden)] if hidden else []
    parts += [options.say("alternative.without", n=empty)] if empty else []
    return parts or ([options.say("alternative.complete")] if rows else [])


def _two(frame: pd.DataFrame, options: FigureOptions, args: Mapping[str, Any]) -> str:
    """Return highest and lowest on each of the two measures."""
    rows, parts = _rows.rows_of(frame, options), []
    for name in (args.get("y", "satisfaction"), args.get("x", "funding per head")):
        text = _extremes([row for row in rows if row.measure == name], options)
        parts.append(f"{_rows.measure_words(str(name), options)} — {text}")
    return " ".join(parts)


def _answers(frame: pd.DataFrame, options: FigureOptions, args: Mapping[str, Any]) -> str:
    """Return the items with the largest and smallest share that agrees; else of any one answer."""
    chosen = _rows.of_measure(frame, options.measure)
    answer = str(args.get("answer", "answer"))
    agree = [str(name) for name in args.get("agree", ())]
    if not len(chosen) or answer not in chosen.columns or not agree:
        return _extremes(_rows.rows_of(chosen, replace(options, by=None)), options)
    rows = _rows.rows_of(chosen, options, [*_rows.groups_beside(chosen, options, answer), answer])
    items = _rows.grouped(rows)
    totals = {
        _rows.group_label(key, replace(options, labels={})): sum(
            row.estimate or 0.0 for name, row in answers.items() if name in agree
        )
        for key, answers in items.items()
        if all(row.is_drawn for row in answers.values())
    }
    is_sum_of_rounded = "recoded" in frame.columns and len(agree) > 1  # may be a point off
    if is_sum_of_rounded or len(totals) < len(items):
        totals = {}
    word = str(args.get("agree_label") or options.say("likert.agree"))
    is_known = "recoded" in frame.columns and any(
        row.is_drawn or row.ends for answers in items.values() for row in answers.values()
    )
    parts = [] if totals else [options.say("likert.rounded" if is_known else "alternative.nothing")]
    for key, choose in [("highest", max), ("lowest", min)][: len(totals)]:
        label = choose(totals, key=lambda name: totals[name])
        value = f"{options.number(totals[label], 'share')} ({word})"
        parts.append(options.say(f"alternative.{key}", label=label, value=value))
    firsts = [
        next((row for row in answers.values() if not row.is_drawn), next(iter(answers.values())))
        for answers in items.values()
    ]
    return " ".join([*parts, *_missing(firsts, options)])
